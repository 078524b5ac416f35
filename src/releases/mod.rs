//! Releases: a version that ships at one time, and what it promises.

pub mod jobs;
pub mod pages;

use crate::clock::Date;

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
}

#[cfg(test)]
mod tests {
    use super::*;

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
