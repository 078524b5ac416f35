//! Releases: a version that ships at one time, and what it promises.

pub mod items;
pub mod items_pages;
pub mod jobs;
pub mod pages;
pub mod preview;
pub mod rollback;
pub mod ship;
pub mod ship_pages;
pub mod store;

use crate::clock::{Date, Time};
use crate::ids::{ReleaseId, UserId};

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

impl Stage {
    /// As pages say it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Planned => "Planned",
            Self::Shipped => "Shipped",
            Self::RolledBack => "Rolled back",
        }
    }

    /// The colour of its badge.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Draft => "",
            Self::Planned => "info",
            Self::Shipped => "success",
            Self::RolledBack => "warning",
        }
    }
}

/// How exactly a target date is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::Type, serde::Deserialize, serde::Serialize)]
#[sqlx(type_name = "date_precision", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// That day.
    #[default]
    Day,
    /// That week.
    Week,
    /// That month.
    Month,
    /// That quarter.
    Quarter,
}

/// A release.
#[derive(Clone, Debug)]
pub struct Release {
    /// Which one.
    pub id: ReleaseId,
    /// Its number in the workspace.
    pub number: i32,
    /// What it is called by.
    pub version: String,
    /// What it is called besides; may be empty.
    pub name: String,
    /// Its story, in Markdown and as HTML.
    pub notes: String,
    /// See `notes`.
    pub notes_html: String,
    /// Where it stands.
    pub stage: Stage,
    /// When it is meant to ship.
    pub target_date: Option<Date>,
    /// How exactly that is meant.
    pub target_precision: Precision,
    /// How often it has shipped.
    pub attempt: i32,
    /// When it shipped last.
    pub shipped_at: Option<Time>,
    /// When mail begins to leave; none where it shipped without.
    pub settles_at: Option<Time>,
    /// When mail began to leave.
    pub announced_at: Option<Time>,
    /// When it was rolled back.
    pub rolled_back_at: Option<Time>,
    /// Why, in public.
    pub rollback_note: String,
    /// Who created it.
    pub created_by: UserId,
}

impl Release {
    /// Version and name: `2.4 Night shift`.
    pub fn title(&self) -> String {
        if self.name.is_empty() { self.version.clone() } else { format!("{} {}", self.version, self.name) }
    }

    /// Where staff find it.
    pub fn path(&self) -> String {
        path(self.number)
    }

    /// Whether it can still be taken back in silence: it has shipped, and no mail has begun to leave.
    pub fn settling(&self) -> bool {
        self.stage == Stage::Shipped && self.announced_at.is_none()
    }

    /// The name of the mail that its present ship sends: see `notices::ledger::Plan`.
    pub fn ship_mail(&self) -> String {
        format!("ship:{}:{}", self.id, self.attempt)
    }

    /// The name of the correction that its roll-back sends.
    pub fn withdrawal_mail(&self) -> String {
        format!("withdrawal:{}:{}", self.id, self.attempt)
    }
}

/// Where staff find a release.
pub fn path(number: i32) -> String {
    format!("/admin/releases/{number}")
}
