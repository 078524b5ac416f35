//! The table of ideas: found, weighed, and changed one by one or many at once, with the one that is open at its side.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;

use super::narrow::{Asked, and};
use super::panel::{Around, Panel};
use super::views::{self, View};
use super::views_pages::Typed;
use super::{acts_pages, views_pages};
use crate::access::{Roles, Staff};
use crate::app::App;
use crate::boards::{Board, Status, Tag, Visibility};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::ideas::assign::{self, Assigned, Colleague};
use crate::ideas::counts::Counts;
use crate::ideas::demand::{self, Demand};
use crate::ideas::filter::Filter;
use crate::ideas::list::{self, Cursor, Slice, Sort};
use crate::ideas::narrow::Shelf;
use crate::ideas::wanted::{self, Chip};
use crate::ideas::weigh::{self, By, Wanted};
use crate::ideas::{Idea, counts, search, show};
use crate::ids::{SegmentId, UserId};
use crate::segments;
use crate::web::ask::html;
use crate::web::{Ask, Page, Query, Reply};
use crate::words::filters;

/// How many ideas a page of the table shows.
const PAGE: usize = 40;

/// The routes.
pub fn router() -> Router<App> {
    Router::new().route("/admin/ideas", get(table)).merge(acts_pages::router()).merge(views_pages::router())
}

/// One choice of a filter, and how many ideas it would leave.
struct Choice {
    value: String,
    words: String,
    here: bool,
}

/// An order of the table: as a choice, and as the link that the heading of its column is.
struct Order {
    value: String,
    name: String,
    href: String,
    here: bool,
}

impl Choice {
    fn new(value: &str, name: &str, count: &str, here: bool) -> Self {
        let words = if count.is_empty() { name.to_owned() } else { format!("{name} ({count})") };
        Self { value: value.to_owned(), words, here }
    }
}

/// A link with its words.
struct Way {
    name: String,
    href: String,
}

/// An idea, what it is worth, and who looks after it.
struct Row<'a> {
    idea: &'a Idea,
    demand: Demand,
    assignee: Option<Colleague>,
    href: String,
    open: bool,
}

#[derive(Template)]
#[template(path = "desk/table.html")]
struct Table<'a> {
    asked: &'a Asked,
    filtered: bool,
    chips: Vec<Way>,
    views: Vec<View>,
    /// What was typed about a view, and what was wrong with it.
    typed: Typed,
    may_delete: bool,
    statuses: Vec<Choice>,
    boards: Vec<Choice>,
    tags: Vec<Choice>,
    assignees: Vec<Choice>,
    segments: Vec<(SegmentId, String)>,
    sorts: Vec<Order>,
    count: String,
    rows: Vec<Row<'a>>,
    all_statuses: &'a [Status],
    all_boards: Vec<&'a Board>,
    all_tags: &'a [Tag],
    team: &'a [Colleague],
    plans: Vec<(String, String)>,
    panel: Option<Panel>,
    /// What links to people behind a figure add: the segment whose eyes the table has.
    within: String,
    within_too: String,
    here: String,
    previous: String,
    next: String,
    manages: bool,
    now: Time,
    zone: &'a str,
}

impl Table<'_> {
    /// Whether a view is what the table shows.
    fn is_here(&self, view: &View) -> bool {
        view.query == self.asked.query()
    }

    /// The view that the table shows, if it is one.
    fn view(&self) -> Option<&View> {
        self.views.iter().find(|view| self.is_here(view))
    }

    /// What is wrong with the name of a view; of a new one where it is none.
    fn wrong(&self, view: Option<&View>) -> &str {
        if self.typed.view == view.map(|view| view.id) { &self.typed.error } else { "" }
    }

    /// What stands in the field for its name.
    fn named<'s>(&'s self, view: Option<&'s View>) -> &'s str {
        match view {
            _ if !self.wrong(view).is_empty() => &self.typed.name,
            Some(view) => &view.name,
            None => "",
        }
    }
}

/// What the table is narrowed to, with the words and people that its filters name.
struct Narrowed {
    shelf: Shelf,
    team: Vec<Colleague>,
    filter: Filter,
    /// By whom they are to be wanted, and that in words.
    wanted: Wanted,
    wanted_by: Vec<Chip>,
}

impl Narrowed {
    async fn read(staff: &mut Staff, asked: &Asked) -> Result<Self> {
        let shelf = Shelf::read(&mut staff.tx, &Visibility::ALL).await?;
        let team = assign::team(&mut staff.tx).await?;
        let words = asked.words();
        let board = shelf.boards.iter().find(|board| board.slug == asked.board);
        let mut filter = Filter {
            boards: board.map_or_else(|| shelf.board_ids(), |board| vec![board.id]),
            statuses: shelf.statuses_called(&asked.status),
            tag: shelf.tag_called(&asked.tag).map(|tag| tag.id),
            hits: if words.is_empty() { None } else { Some(search::find(&mut staff.tx, words, &Visibility::ALL).await?) },
            assigned: asked.assigned(&staff.person, &team),
        };
        let (wanted, wanted_by) = wanted::read(&mut staff.tx, &asked.wanted).await?;
        weigh::narrow(&mut staff.tx, &mut filter, &wanted, staff.now).await?;
        Ok(Self { shelf, team, filter, wanted, wanted_by })
    }

    /// The page of the list that is asked for.
    async fn slice(&self, tx: &mut TenantTx, asked: &Asked, reader: UserId, now: Time) -> Result<Slice> {
        let mut filter = self.filter.clone();
        if let Some(by) = asked.by() {
            filter.hits = Some(weigh::around(tx, &filter, &self.wanted, by, now, (asked.from(), PAGE)).await?);
        }
        list::page(tx, &filter, asked.order(), asked.from(), Some(reader), PAGE).await
    }

    fn board(&self, asked: &Asked) -> Option<&Board> {
        self.shelf.boards.iter().find(|board| board.slug == asked.board)
    }

    /// What is on, each with the way to take it off.
    fn chips(&self, asked: &Asked) -> Vec<Way> {
        let chip = |name: String, key| Way { name, href: asked.with(key, "") };
        let mut chips = Vec::new();
        if !asked.words().is_empty() {
            chips.push(chip(format!("“{}”", asked.words()), "q"));
        }
        if let Some(chosen) = &self.filter.statuses {
            let names = self.shelf.statuses.iter().filter(|status| chosen.contains(&status.id));
            chips.push(chip(names.map(|status| status.name.as_str()).collect::<Vec<_>>().join(", "), "status"));
        }
        if let Some(board) = self.board(asked) {
            chips.push(chip(board.name.clone(), "board"));
        }
        if let Some(tag) = self.filter.tag.and_then(|_| self.shelf.tag_called(&asked.tag)) {
            chips.push(chip(tag.name.clone(), "tag"));
        }
        if let Some(assigned) = self.filter.assigned {
            let whose = match assigned {
                Assigned::Nobody => "Looked after by nobody".to_owned(),
                Assigned::To(id) => {
                    let name = self.team.iter().find(|one| one.id == id).map_or("somebody", |one| &one.name);
                    format!("Looked after by {name}")
                }
            };
            chips.push(chip(whose, "assignee"));
        }
        chips.extend(self.wanted_by.iter().map(|one| chip(one.words.clone(), one.name)));
        chips
    }

    /// The filters' choices: statuses, boards, tags, people, each with how many ideas it would leave.
    async fn choices(&self, tx: &mut TenantTx, asked: &Asked, found: &Counts, me: UserId) -> Result<[Vec<Choice>; 4]> {
        let filter = &self.filter;
        let tag_counts = counts::tag_counts(tx, filter).await?;
        let people = counts::assignee_counts(tx, filter).await?;
        let statuses = self.shelf.statuses.iter().map(|status| {
            let here = filter.statuses.as_ref().is_some_and(|statuses| statuses.contains(&status.id));
            let count = found.with(&filter.boards, Some(&[status.id]));
            Choice::new(self.shelf.word_for(status), &status.name, &count, here)
        });
        let boards = self.shelf.boards.iter().map(|one| {
            let count = found.with(&[one.id], filter.statuses.as_deref());
            Choice::new(&one.slug, &one.name, &count, asked.board == one.slug)
        });
        let tags = self.shelf.tags.iter().map(|tag| {
            let count = tag_counts.iter().find(|(id, _)| *id == tag.id).map_or(0, |(_, ideas)| *ideas);
            Choice::new(&tag.name, &tag.name, &count.to_string(), filter.tag == Some(tag.id))
        });
        let of = |who: Option<UserId>| people.iter().find(|(id, _)| *id == who).map_or(0, |(_, ideas)| *ideas).to_string();
        let is = |assigned| filter.assigned == Some(assigned);
        let mut assignees = vec![
            Choice::new("me", "Me", &of(Some(me)), is(Assigned::To(me))),
            Choice::new("nobody", "Nobody", &of(None), is(Assigned::Nobody)),
        ];
        assignees.extend(
            self.team
                .iter()
                .filter(|one| one.id != me)
                .map(|one| Choice::new(&one.id.to_string(), &one.name, &of(Some(one.id)), is(Assigned::To(one.id)))),
        );
        Ok([statuses.collect(), boards.collect(), tags.collect(), assignees])
    }
}

/// `GET /admin/ideas`. For htmx it is the idea at the side alone.
async fn table(mut staff: Staff, Query(asked): Query<Asked>, ask: Ask) -> Result<Reply> {
    if ask.enhanced
        && let Some(open) = asked.open
    {
        let narrowed = Narrowed::read(&mut staff, &asked).await?;
        let (id, now) = (staff.id, staff.now);
        let slice = narrowed.slice(&mut staff.tx, &asked, id, now).await?;
        let panel = Panel::read(&mut staff, open, around(&asked, &slice, open)).await?;
        return html(StatusCode::OK, ask.language, &panel);
    }
    page(staff, &asked, Typed::default()).await?.reply()
}

/// The list as the idea at its side knows it.
fn around(asked: &Asked, slice: &Slice, open: i32) -> Around {
    let numbers: Vec<i32> = slice.ideas.iter().map(|idea| idea.number).collect();
    Around::of(asked.here(), &numbers, open, false)
}

/// The table, with what was typed about a view.
pub(super) async fn page(mut staff: Staff, asked: &Asked, typed: Typed) -> Result<Page> {
    let narrowed = Narrowed::read(&mut staff, asked).await?;
    let (me, now) = (staff.id, staff.now);
    let slice = narrowed.slice(&mut staff.tx, asked, me, now).await?;
    let Slice { ideas, next, previous } = &slice;
    let here = asked.here();
    let panel = match asked.open {
        Some(open) => match Panel::read(&mut staff, open, around(asked, &slice, open)).await {
            Ok(panel) => Some(panel),
            // An old address: the idea has been deleted since.
            Err(Error::NotFound) => None,
            Err(error) => return Err(error),
        },
        None => None,
    };
    let found = counts::counts(&mut staff.tx, &narrowed.filter, &narrowed.shelf.board_ids()).await?;
    let [statuses, boards, tags, assignees] = narrowed.choices(&mut staff.tx, asked, &found, me).await?;
    let ids: Vec<_> = ideas.iter().map(|idea| idea.id).collect();
    let mut demand = demand::among(&mut staff.tx, &ids, narrowed.wanted.segment, now).await?;
    let mut assigned = assign::of(&mut staff.tx, &ids).await?;
    let rows = ideas.iter().map(|idea| Row {
        idea,
        demand: demand.remove(&idea.id).unwrap_or_default(),
        assignee: assigned.remove(&idea.id),
        href: and(&here, "open", idea.number),
        open: asked.open == Some(idea.number),
    });
    let sort = asked.order();
    let order = |name: &str, word: &str, here| Order {
        value: word.to_owned(),
        name: name.to_owned(),
        href: asked.with("sort", word),
        here,
    };
    // What is so by itself has no word, so that an address without one and what the choices send are the same view.
    let newest = if asked.words().is_empty() { "" } else { "new" };
    let mut sorts = vec![
        order("Newest", newest, sort == Sort::New),
        order("Most votes", "top", sort == Sort::Top),
        order("Trending", "trending", sort == Sort::Trending),
    ];
    sorts.extend(
        By::ALL.into_iter().filter(|by| *by != By::People).map(|by| order(by.label(), by.word(), asked.by() == Some(by))),
    );
    if !asked.words().is_empty() {
        sorts.insert(0, order("Best match", "", sort == Sort::Ranked && asked.by().is_none()));
    }
    let place = |name, cursor: &Option<Cursor>| cursor.map_or_else(String::new, |at| asked.with(name, &at.to_string()));
    let chips = narrowed.chips(asked);
    let page = Table {
        filtered: !chips.is_empty(),
        chips,
        views: views::list(&mut staff.tx, me).await?,
        typed,
        may_delete: staff.person.roles.administers(),
        statuses,
        boards,
        tags,
        assignees,
        segments: segments::store::names(&mut staff.tx).await?,
        sorts,
        count: found.say().english(),
        rows: rows.collect(),
        all_statuses: &narrowed.shelf.statuses,
        all_boards: narrowed.shelf.boards.iter().filter(|board| board.archived_at.is_none()).collect(),
        all_tags: &narrowed.shelf.tags,
        team: &narrowed.team,
        plans: show::open_releases(&mut staff.tx).await?,
        panel,
        within: narrowed.wanted.segment.map(|segment| format!("?segment={segment}")).unwrap_or_default(),
        within_too: narrowed.wanted.segment.map(|segment| format!("&segment={segment}")).unwrap_or_default(),
        previous: place("before", previous),
        next: place("after", next),
        manages: staff.person.roles.manages(),
        now,
        zone: &staff.site.time_zone,
        here,
        asked,
    };
    Ok(Page::new(staff.chrome, "Ideas", &page)?.desk())
}
