//! Lists of ideas: everything, one board, and what a search finds.

use askama::Template;
use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::routing::get;
use serde::Deserialize;

use super::list::{self, Counts, Cursor, Filter, From, Slice, Sort};
use super::search;
use super::{Idea, desk_pages};
use crate::access::Visit;
use crate::app::App;
use crate::boards::{self, Board, Category, Status, Tag, Visibility};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::ids::{BoardId, StatusId};
use crate::web::form::escape;
use crate::web::{Ask, Page, Path, Query, Reply, ask};

/// How many ideas a page shows.
const PAGE: usize = 20;

/// The routes.
pub fn router() -> Router<App> {
    Router::new().route("/", get(everything)).route("/b/{slug}", get(one_board)).merge(desk_pages::router())
}

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
pub(super) struct Shelf {
    pub(super) boards: Vec<Board>,
    pub(super) statuses: Vec<Status>,
    pub(super) tags: Vec<Tag>,
}

impl Shelf {
    pub(super) async fn read(tx: &mut TenantTx, visible: &[Visibility]) -> Result<Self> {
        Ok(Self {
            boards: boards::store::all(tx, visible).await?,
            statuses: boards::store::statuses(tx).await?,
            tags: boards::store::tags(tx).await?,
        })
    }

    pub(super) fn board_ids(&self) -> Vec<BoardId> {
        self.boards.iter().map(|board| board.id).collect()
    }

    /// The statuses that a word of a link means: those of a category, or the one that is called so.
    pub(super) fn statuses_called(&self, word: &str) -> Option<Vec<StatusId>> {
        let category = Category::parse(word);
        let means = |status: &&Status| match category {
            Some(category) => status.category == category,
            None => status.name == word,
        };
        let ids: Vec<StatusId> = self.statuses.iter().filter(means).map(|status| status.id).collect();
        if ids.is_empty() { None } else { Some(ids) }
    }

    /// What a link calls a status: its category where that says enough.
    pub(super) fn word_for<'a>(&self, status: &'a Status) -> &'a str {
        let alone = self.statuses.iter().filter(|other| other.category == status.category).count() == 1;
        if alone { status.category.word() } else { &status.name }
    }

    pub(super) fn tag_called(&self, name: &str) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.name.eq_ignore_ascii_case(name))
    }
}

/// One way to narrow the list: what it is called, where it leads, how many it would leave.
pub(super) struct Facet {
    pub(super) name: String,
    /// The category of a status; empty for everything else.
    pub(super) category: &'static str,
    pub(super) href: String,
    pub(super) count: String,
    pub(super) here: bool,
}

/// One filter that is on, and the address of the list without it.
struct Chip {
    name: String,
    href: String,
}

#[derive(Template)]
#[template(path = "ideas/list.html", blocks = ["list"])]
struct List<'a> {
    heading: String,
    lead: String,
    board: Option<&'a Board>,
    new_idea: String,
    path: &'a str,
    asked: &'a Asked,
    sorts: Vec<Facet>,
    boards: Vec<Facet>,
    statuses: Vec<Facet>,
    tags: Vec<Facet>,
    chips: Vec<Chip>,
    count: String,
    ideas: &'a [Idea],
    previous: String,
    next: String,
    now: Time,
    zone: &'a str,
}

/// `GET /`: the ideas of every board.
async fn everything(visit: Visit, Query(asked): Query<Asked>, ask: Ask) -> Result<Reply> {
    show(visit, None, asked, &ask).await
}

/// `GET /b/{slug}`: the ideas of one board.
async fn one_board(visit: Visit, Path(slug): Path<String>, Query(asked): Query<Asked>, ask: Ask) -> Result<Reply> {
    show(visit, Some(slug), asked, &ask).await
}

async fn show(mut visit: Visit, slug: Option<String>, mut asked: Asked, ask: &Ask) -> Result<Reply> {
    let visible = Visibility::seen_by(visit.person.as_ref());
    let shelf = Shelf::read(&mut visit.tx, &visible).await?;
    let board = match &slug {
        Some(slug) => Some(shelf.boards.iter().find(|board| &board.slug == slug).ok_or(Error::NotFound)?),
        None => None,
    };
    // The board is part of the address here.
    asked.board.clear();
    let words = asked.words().to_owned();
    let filter = Filter {
        boards: board.map_or_else(|| shelf.board_ids(), |board| vec![board.id]),
        statuses: shelf.statuses_called(&asked.status),
        tag: shelf.tag_called(&asked.tag).map(|tag| tag.id),
        hits: if words.is_empty() { None } else { Some(search::find(&mut visit.tx, &words, &visible).await?) },
    };
    let sort = asked.order();
    let reader = visit.id();
    let counts = list::counts(&mut visit.tx, &filter, &shelf.board_ids()).await?;
    let slice = list::page(&mut visit.tx, &filter, sort, asked.from(), reader, PAGE).await?;

    let path = board.map_or_else(|| "/".to_owned(), Board::path);
    let page = view(&visit, &shelf, board, &asked, &path, &filter, &counts, &slice, sort);
    if ask.enhanced {
        let mut reply = ask::html(StatusCode::OK, &page.as_list())?;
        // The same address is also a whole page, which a browser going back must not be spared.
        reply.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        reply.headers_mut().insert(header::VARY, HeaderValue::from_static("cookie, hx-request"));
        return Ok(reply);
    }
    let title = page.heading.clone();
    let describe = if page.lead.is_empty() { format!("What people want from {}.", visit.site.name) } else { page.lead.clone() };
    let searched = !words.is_empty();
    let first = asked.from() == From::Top;
    let mut whole = Page::new(visit.chrome.clone(), title, &page)?.describe(describe);
    if first {
        whole = whole.canonical(&path);
    }
    if searched || board.is_some_and(|board| board.visibility != Visibility::Public) {
        whole = whole.private();
    }
    whole.reply()
}

#[expect(clippy::too_many_arguments, reason = "everything a page shows, gathered once")]
fn view<'a>(
    visit: &'a Visit,
    shelf: &Shelf,
    board: Option<&'a Board>,
    asked: &'a Asked,
    path: &'a str,
    filter: &Filter,
    counts: &Counts,
    slice: &'a Slice,
    sort: Sort,
) -> List<'a> {
    let words = asked.words();
    let facet = |name: &str, category, href, count, here| Facet { name: name.to_owned(), category, href, count, here };
    let mut sorts = Vec::new();
    if !words.is_empty() {
        sorts.push(facet("Best match", "", asked.with(path, "sort", ""), String::new(), sort == Sort::Ranked));
    }
    for (name, word, of) in [("Trending", "trending", Sort::Trending), ("Top", "top", Sort::Top), ("New", "new", Sort::New)] {
        sorts.push(facet(name, "", asked.with(path, "sort", word), String::new(), sort == of));
    }
    let open = shelf.boards.iter().filter(|board| board.archived_at.is_none());
    let mut boards: Vec<Facet> = open
        .map(|one| {
            let count = counts.with(&[one.id], filter.statuses.as_deref());
            facet(&one.name, "", asked.with(&one.path(), "", ""), count, board.is_some_and(|board| board.id == one.id))
        })
        .collect();
    if boards.len() > 1 || board.is_some() {
        let count = counts.with(&shelf.board_ids(), filter.statuses.as_deref());
        boards.insert(0, facet("All boards", "", asked.with("/", "", ""), count, board.is_none()));
    } else {
        boards.clear();
    }
    let statuses = shelf.statuses.iter().map(|status| {
        let here = filter.statuses.as_ref().is_some_and(|chosen| chosen.contains(&status.id));
        let href = asked.with(path, "status", if here { "" } else { shelf.word_for(status) });
        facet(&status.name, status.category.word(), href, counts.with(&filter.boards, Some(&[status.id])), here)
    });
    let tags = shelf.tags.iter().map(|tag| {
        let here = filter.tag == Some(tag.id);
        facet(&tag.name, "", asked.with(path, "tag", if here { "" } else { &tag.name }), String::new(), here)
    });
    let mut chips = Vec::new();
    if !words.is_empty() {
        chips.push(Chip { name: format!("“{words}”"), href: asked.with(path, "q", "") });
    }
    if filter.statuses.is_some() {
        let names: Vec<&str> = shelf
            .statuses
            .iter()
            .filter(|status| filter.statuses.as_ref().is_some_and(|chosen| chosen.contains(&status.id)))
            .map(|status| status.name.as_str())
            .collect();
        chips.push(Chip { name: names.join(", "), href: asked.with(path, "status", "") });
    }
    if let Some(tag) = shelf.tag_called(&asked.tag) {
        chips.push(Chip { name: tag.name.clone(), href: asked.with(path, "tag", "") });
    }
    let place =
        |name, cursor: Option<Cursor>| cursor.map_or_else(String::new, |cursor| asked.with(path, name, &cursor.to_string()));
    List {
        heading: board.map_or_else(|| "Ideas".to_owned(), |board| board.name.clone()),
        lead: match board {
            Some(board) => board.description.clone(),
            None if visit.site.tagline.is_empty() => "Vote for what you need, or ask for something new.".to_owned(),
            None => visit.site.tagline.clone(),
        },
        board,
        new_idea: match board {
            Some(board) => format!("/ideas/new?board={}", escape(&board.slug)),
            None => "/ideas/new".to_owned(),
        },
        path,
        asked,
        sorts,
        boards,
        statuses: statuses.collect(),
        tags: tags.collect(),
        chips,
        count: counts.say(),
        ideas: &slice.ideas,
        previous: place("before", slice.previous),
        next: place("after", slice.next),
        now: visit.now,
        zone: &visit.site.time_zone,
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
