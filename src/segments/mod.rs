//! Segments: kinds of people that a team keeps coming back to, each by rules that all have to hold.

pub mod pages;
pub mod store;
mod typed;

use crate::access::Role;
use crate::clock::{Date, Time};
use crate::companies::Money;
use crate::ids::SegmentId;
use crate::text::{capital, count};

/// What has to hold of a person. What is empty says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Their company has bought any of these. Lower case.
    pub plans: Vec<String>,
    /// It pays at least so much a month, in the smallest unit of `currency`.
    pub revenue_from: Option<i64>,
    /// It pays at most so much.
    pub revenue_to: Option<i64>,
    /// ISO 4217; there where an amount is.
    pub currency: Option<String>,
    /// Their address is at any of these. Lower case.
    pub domains: Vec<String>,
    /// They hold any of these.
    pub roles: Vec<Role>,
    /// They have voted in the last so many days.
    pub voted_within: Option<i32>,
    /// They have not.
    pub quiet_for: Option<i32>,
    /// They were first heard of before this day.
    pub joined_before: Option<Date>,
    /// They were first heard of on this day or later.
    pub joined_since: Option<Date>,
}

impl Rules {
    /// Whether nothing is said, which would be everybody.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Each rule in words.
    pub fn words(&self) -> Vec<String> {
        let money = |minor: i64| Money::new(minor, self.currency.as_deref().unwrap_or_default());
        let any = |words: &[String]| words.join(" or ");
        let mut said = Vec::new();
        if !self.plans.is_empty() {
            said.push(format!("plan is {}", any(&self.plans)));
        }
        match (self.revenue_from, self.revenue_to) {
            (Some(from), Some(to)) => said.push(format!("pays {} to {} a month", money(from), money(to))),
            (Some(from), None) => said.push(format!("pays at least {} a month", money(from))),
            (None, Some(to)) => said.push(format!("pays at most {} a month", money(to))),
            (None, None) => {}
        }
        if !self.domains.is_empty() {
            said.push(format!("address is at {}", any(&self.domains)));
        }
        if !self.roles.is_empty() {
            said.push(format!("is {}", any(&self.roles.iter().map(|role| role.word().to_owned()).collect::<Vec<_>>())));
        }
        let days = |days: i32| count(days.into(), "day", "days");
        said.extend(self.voted_within.map(|within| format!("voted in the last {}", days(within))));
        said.extend(self.quiet_for.map(|within| format!("did not vote in the last {}", days(within))));
        said.extend(self.joined_before.map(|day| format!("first heard of before {day}")));
        said.extend(self.joined_since.map(|day| format!("first heard of on {day} or later")));
        said
    }
}

/// A saved segment.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Which one.
    pub id: SegmentId,
    /// What it is called; unique in the workspace, whatever the case.
    pub name: String,
    /// What has to hold.
    pub rules: Rules,
    /// How many people that is now.
    pub people: i64,
    /// When it was made.
    pub created_at: Time,
}

impl Segment {
    /// The people in it.
    pub fn path(&self) -> String {
        path(self.id)
    }

    /// All rules in a sentence.
    pub fn sentence(&self) -> String {
        capital(&self.rules.words().join(", and "))
    }
}

/// The people of a segment.
pub fn path(id: SegmentId) -> String {
    format!("/admin/segments/{id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_said_in_words() {
        assert!(Rules::default().is_empty());
        let rules = Rules {
            plans: vec!["team".to_owned(), "business".to_owned()],
            revenue_from: Some(50_000),
            currency: Some("EUR".to_owned()),
            voted_within: Some(30),
            ..Rules::default()
        };
        assert_eq!(rules.words(), ["plan is team or business", "pays at least €\u{a0}500 a month", "voted in the last 30 days"]);
    }
}
