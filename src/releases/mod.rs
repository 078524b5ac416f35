//! Releases: a version that ships at one time, and what it promises.

pub mod jobs;
pub mod pages;

/// Where a release stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "release_stage", rename_all = "snake_case")]
pub enum Stage {
    /// Being thought about; nobody outside the team sees it.
    Draft,
    /// Promised.
    Planned,
    /// Available to everyone.
    Shipped,
    /// Was available, and is not any more.
    RolledBack,
}

/// How exactly a target date is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "date_precision", rename_all = "snake_case")]
pub enum Precision {
    /// That day.
    Day,
    /// That week.
    Week,
    /// That month.
    Month,
    /// That quarter.
    Quarter,
}
