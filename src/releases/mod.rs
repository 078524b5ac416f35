//! Releases: a version that ships at one time, and what it promises.

pub mod items;
pub mod items_pages;
pub mod jobs;
pub mod pages;
mod people_pages;
pub mod preview;
pub mod rollback;
pub mod ship;
pub mod ship_pages;
mod show_pages;
pub mod store;
mod take_back;
mod told;
mod wishes;

use crate::clock::{Date, Time};
use crate::ids::{ReleaseId, UserId};
use crate::words::{Argument, Message, message};

/// Where a release stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type, serde::Deserialize, serde::Serialize)]
#[sqlx(type_name = "release_stage", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
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

impl Precision {
    /// A target date, no more exactly than it is meant: `3 May 2027`, `week of 3 May 2027`, `around May 2027`, `Q2 2027`.
    pub fn say(self, date: Date) -> String {
        let date = date.0;
        match self {
            Self::Day => date.strftime("%-d %B %Y").to_string(),
            Self::Week => {
                let monday = i64::from(date.weekday().to_monday_zero_offset());
                let monday = date.saturating_sub(jiff::Span::new().days(monday));
                monday.strftime("week of %-d %B %Y").to_string()
            }
            Self::Month => date.strftime("around %B %Y").to_string(),
            Self::Quarter => format!("Q{} {}", (date.month() + 2) / 3, date.year()),
        }
    }

    /// The same for a customer, in whatever language is theirs.
    pub fn message(self, date: Date) -> Message {
        let day = date.0;
        match self {
            Self::Day => message("date-itself").with("day", date),
            Self::Week => {
                let monday = i64::from(day.weekday().to_monday_zero_offset());
                message("date-week-of").with("day", Date(day.saturating_sub(jiff::Span::new().days(monday))))
            }
            Self::Month => message("date-around").with("month", Argument::Month(day)),
            Self::Quarter => message("date-quarter").with("quarter", (day.month() + 2) / 3).with("year", day.year().to_string()),
        }
    }
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
        ship_mail(self.id, self.attempt)
    }

    /// The name of the correction that its roll-back sends.
    pub fn withdrawal_mail(&self) -> String {
        format!("withdrawal:{}:{}", self.id, self.attempt)
    }
}

/// The name of the mail that a ship sends.
fn ship_mail(release: ReleaseId, attempt: i32) -> String {
    format!("ship:{release}:{attempt}")
}

/// Where staff find a release.
pub fn path(number: i32) -> String {
    format!("/admin/releases/{number}")
}

/// The version after one that ends in a number: `2.4` → `2.5`, `v9` → `v10`. None for any other.
fn after(version: &str) -> Option<String> {
    let head = version.trim_end_matches(|c: char| c.is_ascii_digit());
    let number: u32 = version[head.len()..].parse().ok()?;
    Some(format!("{head}{}", number.checked_add(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_version_counts_up_its_last_number() {
        assert_eq!(after("2.4").as_deref(), Some("2.5"));
        assert_eq!(after("v9").as_deref(), Some("v10"));
        assert_eq!(after("Spring"), None);
        assert_eq!(after("9999999999999"), None);
    }

    #[test]
    fn a_target_date_is_said_no_more_exactly_than_it_is_meant() {
        let said = |precision: Precision, date: &str| precision.say(Date(date.parse().unwrap()));
        assert_eq!(said(Precision::Day, "2027-05-03"), "3 May 2027");
        assert_eq!(said(Precision::Week, "2027-05-03"), "week of 3 May 2027");
        assert_eq!(said(Precision::Week, "2027-05-09"), "week of 3 May 2027");
        assert_eq!(said(Precision::Week, "2027-01-01"), "week of 28 December 2026");
        assert_eq!(said(Precision::Month, "2027-03-31"), "around March 2027");
        for (date, quarter) in
            [("2027-01-01", "Q1 2027"), ("2027-03-31", "Q1 2027"), ("2027-07-15", "Q3 2027"), ("2027-12-31", "Q4 2027")]
        {
            assert_eq!(said(Precision::Quarter, date), quarter);
        }
    }
}
