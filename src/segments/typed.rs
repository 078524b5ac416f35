//! A segment as it is typed, and what is wrong with it.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Rules, Segment};
use crate::access::Role;
use crate::clock::Date;
use crate::companies::{Currency, Money};
use crate::text::{Name, Sentence};
use crate::web::Errors;

/// The most days a rule looks back.
const LONGEST: i32 = 3650;

/// The form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) name: String,
    pub(super) plans: String,
    pub(super) revenue_from: String,
    pub(super) revenue_to: String,
    pub(super) currency: String,
    pub(super) domains: String,
    pub(super) roles: Vec<String>,
    pub(super) voted_within: String,
    pub(super) quiet_for: String,
    pub(super) joined_before: String,
    pub(super) joined_since: String,
}

/// Words with commas, semicolons or ends of lines between them, each once, in lower case.
fn words(text: &str) -> Vec<String> {
    let words = text.split([',', ';', '\n']).map(|word| word.trim().to_lowercase()).filter(|word| !word.is_empty());
    let mut words: Vec<String> = words.collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// A field that may be left empty.
fn optional<T>(text: &str, parse: impl FnOnce(&str) -> Result<T, Sentence>) -> Result<Option<T>, Sentence> {
    let text = text.trim();
    if text.is_empty() { Ok(None) } else { parse(text).map(Some) }
}

fn days(text: &str) -> Result<i32, Sentence> {
    let days = text.parse().ok().filter(|days| (1..=LONGEST).contains(days));
    days.ok_or_else(|| format!("It has to be a whole number of days, from 1 to {LONGEST}."))
}

fn date(text: &str) -> Result<Date, Sentence> {
    text.parse().map(Date).map_err(|_| format!("“{text}” is not a day. It should look like 2026-11-25."))
}

impl Typed {
    /// What a saved segment would be typed as.
    pub(super) fn of(segment: &Segment) -> Self {
        let rules = &segment.rules;
        let plain = |minor: Option<i64>| match (minor, &rules.currency) {
            (Some(minor), Some(currency)) => Money::new(minor, currency.as_str()).plain(),
            _ => String::new(),
        };
        let number = |number: Option<i32>| number.map(|number| number.to_string()).unwrap_or_default();
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        Self {
            name: segment.name.clone(),
            plans: rules.plans.join(", "),
            revenue_from: plain(rules.revenue_from),
            revenue_to: plain(rules.revenue_to),
            currency: rules.currency.clone().unwrap_or_default(),
            domains: rules.domains.join(", "),
            roles: rules.roles.iter().map(|role| role.word().to_owned()).collect(),
            voted_within: number(rules.voted_within),
            quiet_for: number(rules.quiet_for),
            joined_before: day(rules.joined_before),
            joined_since: day(rules.joined_since),
        }
    }

    /// Whether a role is ticked.
    pub(super) fn has(&self, role: Role) -> bool {
        self.roles.iter().any(|word| word == role.word())
    }

    /// The name, and the rules; what is wrong is noted.
    pub(super) fn parse(&self, errors: &mut Errors) -> Option<(Name, Rules)> {
        let name = errors.take("name", Name::parse(&self.name));
        let rules = self.rules(errors);
        if rules.as_ref().is_some_and(Rules::is_empty) {
            errors.add("", "A segment needs at least one rule; without any it would be everybody.");
            return None;
        }
        name.zip(rules)
    }

    /// The rules alone.
    pub(super) fn rules(&self, errors: &mut Errors) -> Option<Rules> {
        let amounts = !self.revenue_from.trim().is_empty() || !self.revenue_to.trim().is_empty();
        let currency = if amounts { errors.take("currency", Currency::parse(&self.currency)).map(Some)? } else { None };
        let amount = |text: &str| match currency {
            Some(currency) => optional(text, |text| currency.amount(text)),
            None => Ok(None),
        };
        let revenue_from = errors.take("revenue_from", amount(&self.revenue_from));
        let revenue_to = errors.take("revenue_to", amount(&self.revenue_to));
        if let (Some(Some(from)), Some(Some(to))) = (revenue_from, revenue_to)
            && from > to
        {
            errors.add("revenue_to", "The most has to be at least as much as the least.");
        }
        let roles: Result<Vec<Role>, Sentence> = self.roles.iter().map(|word| word.parse()).collect();
        let roles = errors.take("roles", roles);
        let voted_within = errors.take("voted_within", optional(&self.voted_within, days));
        let quiet_for = errors.take("quiet_for", optional(&self.quiet_for, days));
        if let (Some(Some(within)), Some(Some(quiet))) = (voted_within, quiet_for)
            && within <= quiet
        {
            errors.add("quiet_for", "Nobody can have voted within that time and not have: both rules together leave nobody.");
        }
        let joined_before = errors.take("joined_before", optional(&self.joined_before, date));
        let joined_since = errors.take("joined_since", optional(&self.joined_since, date));
        if !errors.of("revenue_to").is_empty() || !errors.of("quiet_for").is_empty() {
            return None;
        }
        let domains = words(&self.domains).into_iter().map(|domain| domain.trim_start_matches('@').to_owned());
        let domains: BTreeSet<String> = domains.filter(|domain| !domain.is_empty()).collect();
        Some(Rules {
            plans: words(&self.plans),
            revenue_from: revenue_from?,
            revenue_to: revenue_to?,
            currency: currency.map(|currency| currency.code().to_owned()),
            domains: domains.into_iter().collect(),
            roles: roles?,
            voted_within: voted_within?,
            quiet_for: quiet_for?,
            joined_before: joined_before?,
            joined_since: joined_since?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_is_read_back_as_it_was_typed() {
        let typed = Typed {
            name: "Big and quiet".into(),
            plans: "Business; team".into(),
            revenue_from: "1,234.50".into(),
            currency: "eur".into(),
            domains: "@Example.com, b.example".into(),
            roles: vec!["member".into()],
            quiet_for: "30".into(),
            joined_before: "2026-01-31".into(),
            ..Typed::default()
        };
        let mut errors = Errors::new();
        let (name, rules) = typed.parse(&mut errors).unwrap();
        assert_eq!((name.as_str(), rules.revenue_from), ("Big and quiet", Some(123_450)));
        assert_eq!(
            (rules.plans.as_slice(), rules.domains.as_slice()),
            (&["business".to_owned(), "team".to_owned()][..], &["b.example".to_owned(), "example.com".to_owned()][..])
        );
        let segment = Segment {
            id: crate::ids::SegmentId::new(),
            name: name.to_string(),
            rules: rules.clone(),
            people: 0,
            created_at: crate::clock::Time::from_timestamp("2026-01-01T00:00:00Z".parse().unwrap()),
        };
        assert_eq!(Typed::of(&segment).parse(&mut errors).unwrap().1, rules);
    }

    #[test]
    fn what_is_wrong_stands_beside_its_field() {
        let wrong = |typed: Typed, field: &str| {
            let mut errors = Errors::new();
            let parsed = Typed { name: "Any".into(), ..typed }.parse(&mut errors);
            assert!(parsed.is_none() && !errors.of(field).is_empty(), "{field}");
        };
        wrong(Typed::default(), "");
        wrong(Typed { revenue_from: "5".into(), ..Typed::default() }, "currency");
        wrong(Typed { revenue_from: "x".into(), currency: "EUR".into(), ..Typed::default() }, "revenue_from");
        wrong(
            Typed { revenue_from: "5".into(), revenue_to: "4".into(), currency: "EUR".into(), ..Typed::default() },
            "revenue_to",
        );
        wrong(Typed { voted_within: "0".into(), ..Typed::default() }, "voted_within");
        wrong(Typed { voted_within: "5".into(), quiet_for: "9".into(), ..Typed::default() }, "quiet_for");
        wrong(Typed { joined_since: "yesterday".into(), ..Typed::default() }, "joined_since");
        wrong(Typed { roles: vec!["king".into()], ..Typed::default() }, "roles");
    }
}
