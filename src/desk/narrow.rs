//! Narrowing and sorting the table: what its address says, and the addresses that say something else.

use serde::Deserialize;

use super::TABLE;
use crate::access::Person;
use crate::ideas::assign::{Assigned, Colleague};
use crate::ideas::list::{Cursor, From, Sort};
use crate::ideas::wanted::Said;
use crate::ideas::weigh::By;
use crate::web::form::escape;

/// What an address of the table says. All of it is optional, and what is not understood is not said.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) q: String,
    pub(super) sort: String,
    /// A category's word or a status's name.
    pub(super) status: String,
    pub(super) tag: String,
    pub(super) board: String,
    /// `me`, `nobody`, or somebody's id.
    pub(super) assignee: String,
    /// By whom they are to be wanted.
    #[serde(flatten)]
    pub(super) wanted: Said,
    pub(super) after: String,
    pub(super) before: String,
    /// The number of the idea at the side.
    pub(super) open: Option<i32>,
}

impl Asked {
    /// What a saved view keeps: neither the place in the list nor what is open.
    pub(super) fn kept(&self) -> Vec<(&'static str, &str)> {
        let said = [
            ("q", &self.q),
            ("sort", &self.sort),
            ("status", &self.status),
            ("tag", &self.tag),
            ("board", &self.board),
            ("assignee", &self.assignee),
        ];
        said.map(|(key, value)| (key, value.trim())).into_iter().chain(self.wanted.pairs()).collect()
    }

    /// The same as the part of an address after the question mark.
    pub(super) fn query(&self) -> String {
        join(self.kept().into_iter())
    }

    /// The address of the table with this change made: it begins at its top again, with nothing open.
    pub(super) fn with(&self, name: &str, value: &str) -> String {
        let said = self.kept().into_iter().map(|(key, said)| (key, if key == name { value } else { said }));
        let place = ["after", "before"].into_iter().filter(|key| *key == name).map(|key| (key, value));
        address(&join(said.chain(place)))
    }

    /// This very page of the table, with nothing open.
    pub(super) fn here(&self) -> String {
        let place = [("after", self.after.trim()), ("before", self.before.trim())];
        address(&join(self.kept().into_iter().chain(place)))
    }

    /// Where in the list.
    pub(super) fn from(&self) -> From {
        match (self.after.parse::<Cursor>(), self.before.parse::<Cursor>()) {
            (Ok(cursor), _) => From::After(cursor),
            (_, Ok(cursor)) => From::Before(cursor),
            _ => From::Top,
        }
    }

    /// What is searched for.
    pub(super) fn words(&self) -> &str {
        self.q.trim()
    }

    /// By what demand they are ranked, if by any.
    pub(super) fn by(&self) -> Option<By> {
        By::parse(&self.sort)
    }

    /// In which order. At the desk what came last comes first, unless something else is asked for.
    pub(super) fn order(&self) -> Sort {
        match self.sort.as_str() {
            "top" => Sort::Top,
            "trending" => Sort::Trending,
            "new" => Sort::New,
            _ if self.by().is_some() => Sort::Ranked,
            _ if self.words().is_empty() => Sort::New,
            _ => Sort::Ranked,
        }
    }

    /// Whose ideas.
    pub(super) fn assigned(&self, me: &Person, team: &[Colleague]) -> Option<Assigned> {
        match self.assignee.as_str() {
            "me" => Some(Assigned::To(me.id)),
            "nobody" => Some(Assigned::Nobody),
            id => team.iter().find(|one| one.id.to_string() == id).map(|one| Assigned::To(one.id)),
        }
    }
}

/// The part of an address after the question mark, of what is said at all.
pub(super) fn join<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let said = pairs.filter(|(_, value)| !value.is_empty()).map(|(key, value)| format!("{key}={}", escape(value)));
    said.collect::<Vec<_>>().join("&")
}

/// The table with this query.
pub(super) fn address(query: &str) -> String {
    if query.is_empty() { TABLE.to_owned() } else { format!("{TABLE}?{query}") }
}

/// An address with one thing more said.
pub(super) fn and(address: &str, name: &str, value: impl std::fmt::Display) -> String {
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}{name}={value}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_what_was_asked_and_starts_at_the_top() {
        let asked = Asked {
            q: " dark mode".to_owned(),
            assignee: "me".to_owned(),
            after: "0.5_3".to_owned(),
            open: Some(3),
            ..Asked::default()
        };
        assert_eq!(asked.with("sort", "top"), "/admin/ideas?q=dark%20mode&sort=top&assignee=me");
        assert_eq!(asked.with("q", ""), "/admin/ideas?assignee=me");
        assert_eq!(asked.here(), "/admin/ideas?q=dark%20mode&assignee=me&after=0.5_3");
        assert_eq!(asked.query(), "q=dark%20mode&assignee=me");
        assert_eq!(and(&asked.here(), "open", 4), "/admin/ideas?q=dark%20mode&assignee=me&after=0.5_3&open=4");
        assert_eq!(and(&Asked::default().here(), "open", 4), "/admin/ideas?open=4");
    }
}
