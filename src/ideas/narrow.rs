//! Narrowing and sorting a list of ideas: what its address says, and the links that say something else.

use serde::Deserialize;

use super::counts::Counts;
use super::filter::Filter;
use super::list::{Cursor, From, Sort};
use crate::boards::{self, Board, Category, Status, Tag, Visibility};
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{BoardId, StatusId};
use crate::web::form::escape;
use crate::words::{Message, message, standard};

/// What a link to a list says. All of it is optional, and what is not understood is not said.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) q: String,
    pub(super) sort: String,
    /// A category's word or a status's name.
    pub(super) status: String,
    pub(super) tag: String,
    pub(super) board: String,
    pub(super) after: String,
    pub(super) before: String,
}

impl Asked {
    /// The address of the list at `path` with this change made: the list begins at its top again.
    pub(super) fn with(&self, path: &str, name: &str, value: &str) -> String {
        let kept = [("q", &self.q), ("sort", &self.sort), ("status", &self.status), ("tag", &self.tag), ("board", &self.board)];
        let said = kept.into_iter().map(|(key, said)| (key, if key == name { value } else { said.trim() }));
        let place = ["after", "before"].into_iter().filter(|key| *key == name).map(|key| (key, value));
        let pairs: Vec<String> = said
            .chain(place)
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| format!("{key}={}", escape(value)))
            .collect();
        if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
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

    pub(super) fn order(&self) -> Sort {
        match self.sort.as_str() {
            "top" => Sort::Top,
            "new" => Sort::New,
            "trending" => Sort::Trending,
            _ if self.words().is_empty() => Sort::Trending,
            _ => Sort::Ranked,
        }
    }
}

/// What a workspace sorts its ideas by, as far as the reader may see it.
#[derive(Debug)]
pub struct Shelf {
    /// The boards, those that were closed included.
    pub boards: Vec<Board>,
    /// The statuses, in the order an idea goes through them.
    pub statuses: Vec<Status>,
    /// The tags, by name.
    pub tags: Vec<Tag>,
}

impl Shelf {
    /// Reads it.
    pub async fn read(tx: &mut TenantTx, visible: &[Visibility]) -> Result<Self> {
        Ok(Self {
            boards: boards::store::all(tx, visible).await?,
            statuses: boards::store::statuses(tx).await?,
            tags: boards::store::tags(tx).await?,
        })
    }

    /// The boards by their ids.
    pub fn board_ids(&self) -> Vec<BoardId> {
        self.boards.iter().map(|board| board.id).collect()
    }

    /// The statuses that a word of a link means: those of a category, or the one that is called so.
    pub fn statuses_called(&self, word: &str) -> Option<Vec<StatusId>> {
        let category = Category::parse(word);
        let means = |status: &&Status| match category {
            Some(category) => status.category == category,
            None => status.name == word,
        };
        let ids: Vec<StatusId> = self.statuses.iter().filter(means).map(|status| status.id).collect();
        if ids.is_empty() { None } else { Some(ids) }
    }

    /// What a link calls a status: its category where that says enough.
    pub fn word_for<'a>(&self, status: &'a Status) -> &'a str {
        let alone = self.statuses.iter().filter(|other| other.category == status.category).count() == 1;
        if alone { status.category.word() } else { &status.name }
    }

    /// The tag of this name, whatever the case.
    pub fn tag_called(&self, name: &str) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.name.eq_ignore_ascii_case(name))
    }
}

/// One way to narrow the list: what it is called, where it leads, how many it would leave.
pub(super) struct Facet {
    pub(super) name: Message,
    /// The category of a status; empty for everything else.
    pub(super) category: &'static str,
    pub(super) href: String,
    pub(super) count: String,
    pub(super) here: bool,
}

impl Facet {
    pub(super) fn new(name: impl Into<Message>, href: String, here: bool) -> Self {
        Self { name: name.into(), category: "", href, count: String::new(), here }
    }
}

/// What a list can be narrowed by, as links that keep everything else.
pub(super) struct Choices<'a> {
    pub(super) shelf: &'a Shelf,
    pub(super) board: Option<&'a Board>,
    pub(super) asked: &'a Asked,
    pub(super) path: &'a str,
    pub(super) filter: &'a Filter,
    pub(super) counts: &'a Counts,
}

impl Choices<'_> {
    fn link(&self, name: &str, value: &str) -> String {
        self.asked.with(self.path, name, value)
    }

    pub(super) fn place(&self, name: &str, cursor: Option<Cursor>) -> String {
        cursor.map_or_else(String::new, |cursor| self.link(name, &cursor.to_string()))
    }

    pub(super) fn sorts(&self, chosen: Sort) -> Vec<Facet> {
        let of = |key: &'static str, word: &str, sort| Facet::new(message(key), self.link("sort", word), chosen == sort);
        let mut sorts = vec![
            of("sort-trending", "trending", Sort::Trending),
            of("sort-top", "top", Sort::Top),
            of("sort-new", "new", Sort::New),
        ];
        if self.filter.hits.is_some() {
            sorts.insert(0, of("sort-match", "", Sort::Ranked));
        }
        sorts
    }

    /// The open boards, where there is more than one to choose from.
    pub(super) fn boards(&self) -> Vec<Facet> {
        let statuses = self.filter.statuses.as_deref();
        let open: Vec<&Board> = self.shelf.boards.iter().filter(|board| board.archived_at.is_none()).collect();
        if open.len() < 2 && self.board.is_none() {
            return Vec::new();
        }
        let mut all = Facet::new(message("boards-all"), self.asked.with("/", "", ""), self.board.is_none());
        all.count = self.counts.with(&self.shelf.board_ids(), statuses);
        let each = open.into_iter().map(|board| {
            let here = self.board.is_some_and(|chosen| chosen.id == board.id);
            let count = self.counts.with(&[board.id], statuses);
            Facet { count, ..Facet::new(board.name.as_str(), self.asked.with(&board.path(), "", ""), here) }
        });
        std::iter::once(all).chain(each).collect()
    }

    fn is_chosen(&self, status: &Status) -> bool {
        self.filter.statuses.as_ref().is_some_and(|chosen| chosen.contains(&status.id))
    }

    pub(super) fn statuses(&self) -> Vec<Facet> {
        let facet = |status: &Status| {
            let here = self.is_chosen(status);
            let href = self.link("status", if here { "" } else { self.shelf.word_for(status) });
            let count = self.counts.with(&self.filter.boards, Some(&[status.id]));
            Facet { category: status.category.word(), count, ..Facet::new(standard(&status.name), href, here) }
        };
        self.shelf.statuses.iter().map(facet).collect()
    }

    pub(super) fn tags(&self) -> Vec<Facet> {
        let facet = |tag: &Tag| {
            let here = self.filter.tag == Some(tag.id);
            Facet::new(tag.name.as_str(), self.link("tag", if here { "" } else { &tag.name }), here)
        };
        self.shelf.tags.iter().map(facet).collect()
    }

    /// What is on, each with the way to take it off.
    pub(super) fn chips(&self) -> Vec<Facet> {
        let mut chips = Vec::new();
        if self.filter.hits.is_some() {
            chips.push(Facet::new(format!("“{}”", self.asked.words()), self.link("q", ""), true));
        }
        if self.filter.statuses.is_some() {
            let chosen = self.shelf.statuses.iter().filter(|status| self.is_chosen(status));
            let names = chosen.map(|status| standard(&status.name));
            let names = names.reduce(|first, last| message("list-comma").with("first", first).with("last", last));
            chips.push(Facet::new(names.unwrap_or_default(), self.link("status", ""), true));
        }
        if let Some(tag) = self.filter.tag.and_then(|_| self.shelf.tag_called(&self.asked.tag)) {
            chips.push(Facet::new(tag.name.as_str(), self.link("tag", ""), true));
        }
        chips
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_keeps_what_was_asked_and_starts_at_the_top() {
        let asked =
            Asked { q: " dark mode".to_owned(), status: "open".to_owned(), after: "0.5_3".to_owned(), ..Asked::default() };
        assert_eq!(asked.with("/", "sort", "top"), "/?q=dark%20mode&sort=top&status=open");
        assert_eq!(asked.with("/b/x", "q", ""), "/b/x?status=open");
        assert_eq!(asked.with("/", "before", "1_2"), "/?q=dark%20mode&status=open&before=1_2");
        assert_eq!(Asked::default().with("/", "", ""), "/");
    }
}
