//! The table of ideas at the desk: found, weighed, and changed one by one or many at once.

use askama::Template;
use axum::Router;
use axum::routing::{get, post};
use serde::Deserialize;

use super::demand::{self, Demand};
use super::list::{self, Cursor, Filter, Slice, Sort};
use super::narrow::{Asked, Shelf};
use super::weigh::{self, By, Wanted};
use super::{Idea, counts, desk, edit, search, status};
use crate::access::{Manager, Roles, Staff};
use crate::app::App;
use crate::boards::{Board, Status, Tag, Visibility};
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::ids::StatusId;
use crate::text::count;
use crate::web::{Ask, Form, Page, Path, Query, Reply};

/// The table's address.
const HERE: &str = "/admin/ideas";

/// How many ideas a page of the table shows.
const PAGE: usize = 40;

/// The most ideas that are changed at once: more than a page has.
const AT_ONCE: usize = 200;

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/admin/ideas", get(table))
        .route("/admin/ideas/bulk", post(bulk))
        .route("/admin/ideas/{number}/status", post(set_status))
}

/// One choice of a filter, and how many ideas it would leave.
struct Choice {
    value: String,
    words: String,
    here: bool,
}

impl Choice {
    fn new(value: &str, name: &str, count: &str, here: bool) -> Self {
        let words = if count.is_empty() { name.to_owned() } else { format!("{name} ({count})") };
        Self { value: value.to_owned(), words, here }
    }
}

/// An order of the table.
struct Order {
    name: &'static str,
    href: String,
    here: bool,
}

/// An idea and what it is worth.
struct Row<'a> {
    idea: &'a Idea,
    demand: Demand,
}

#[derive(Template)]
#[template(path = "ideas/desk.html")]
struct Table<'a> {
    asked: &'a Asked,
    filtered: bool,
    statuses: Vec<Choice>,
    boards: Vec<Choice>,
    tags: Vec<Choice>,
    sorts: Vec<Order>,
    count: String,
    rows: Vec<Row<'a>>,
    all_statuses: &'a [Status],
    all_boards: Vec<&'a Board>,
    all_tags: &'a [Tag],
    previous: String,
    next: String,
    manages: bool,
    now: Time,
    zone: &'a str,
}

/// `GET /admin/ideas`.
async fn table(mut staff: Staff, Query(asked): Query<Asked>) -> Result<Reply> {
    let shelf = Shelf::read(&mut staff.tx, &Visibility::ALL).await?;
    let board = shelf.boards.iter().find(|board| board.slug == asked.board);
    let words = asked.words();
    let mut filter = Filter {
        boards: board.map_or_else(|| shelf.board_ids(), |board| vec![board.id]),
        statuses: shelf.statuses_called(&asked.status),
        tag: shelf.tag_called(&asked.tag).map(|tag| tag.id),
        hits: if words.is_empty() { None } else { Some(search::find(&mut staff.tx, words, &Visibility::ALL).await?) },
    };
    let found = counts::counts(&mut staff.tx, &filter, &shelf.board_ids()).await?;
    let tag_counts = counts::tag_counts(&mut staff.tx, &filter).await?;
    let by_revenue = asked.sort == "revenue";
    let sort = match asked.order() {
        _ if by_revenue => Sort::Ranked,
        // At the desk what came last comes first, unless something else is asked for.
        Sort::Trending if asked.sort != "trending" => Sort::New,
        sort => sort,
    };
    let chosen = filter.clone();
    if by_revenue {
        filter.hits = Some(weigh::rank(&mut staff.tx, &filter, &Wanted::default(), By::Revenue, staff.now).await?);
    }
    let slice = list::page(&mut staff.tx, &filter, sort, asked.from(), Some(staff.id), PAGE).await?;
    let ids: Vec<_> = slice.ideas.iter().map(|idea| idea.id).collect();
    let mut demand = demand::of_many(&mut staff.tx, &ids, staff.now).await?;
    let Slice { ideas, next, previous } = &slice;
    let rows = ideas.iter().map(|idea| Row { idea, demand: demand.remove(&idea.id).unwrap_or_default() }).collect();

    let order = |name, word: &str, here| Order { name, href: asked.with(HERE, "sort", word), here };
    let place = |name, cursor: &Option<Cursor>| cursor.map_or_else(String::new, |at| asked.with(HERE, name, &at.to_string()));
    let statuses = shelf.statuses.iter().map(|status| {
        let here = chosen.statuses.as_ref().is_some_and(|statuses| statuses.contains(&status.id));
        let count = found.with(&chosen.boards, Some(&[status.id]));
        Choice::new(shelf.word_for(status), &status.name, &count, here)
    });
    let boards = shelf.boards.iter().map(|one| {
        let count = found.with(&[one.id], chosen.statuses.as_deref());
        Choice::new(&one.slug, &one.name, &count, board.is_some_and(|board| board.id == one.id))
    });
    let tags = shelf.tags.iter().map(|tag| {
        let count = tag_counts.iter().find(|(id, _)| *id == tag.id).map_or(0, |(_, ideas)| *ideas);
        Choice::new(&tag.name, &tag.name, &count.to_string(), chosen.tag == Some(tag.id))
    });
    let mut sorts = vec![
        order("Newest", "new", sort == Sort::New),
        order("Most votes", "top", sort == Sort::Top),
        order("Trending", "trending", sort == Sort::Trending),
        order("Revenue", "revenue", by_revenue),
    ];
    if !words.is_empty() {
        sorts.insert(0, order("Best match", "", sort == Sort::Ranked && !by_revenue));
    }
    let page = Table {
        asked: &asked,
        filtered: !words.is_empty() || board.is_some() || chosen.statuses.is_some() || chosen.tag.is_some(),
        statuses: statuses.collect(),
        boards: boards.collect(),
        tags: tags.collect(),
        sorts,
        count: found.say(),
        rows,
        all_statuses: &shelf.statuses,
        all_boards: shelf.boards.iter().filter(|board| board.archived_at.is_none()).collect(),
        all_tags: &shelf.tags,
        previous: place("before", previous),
        next: place("after", next),
        manages: staff.person.roles.manages(),
        now: staff.now,
        zone: &staff.site.time_zone,
    };
    Page::new(staff.chrome, "Ideas", &page)?.desk().reply()
}

/// What is to be done with the ideas that are selected; what is empty stays as it is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Bulk {
    idea: Vec<i32>,
    to_status: String,
    to_board: String,
    tag: String,
    untag: String,
}

/// `POST /admin/ideas/bulk`: the same change to every idea that is selected.
async fn bulk(mut manager: Manager, ask: Ask, Form(form): Form<Bulk>) -> Result<Reply> {
    if form.idea.len() > AT_ONCE {
        return Err(Error::rejected(format!("That is more than {AT_ONCE} ideas at once. Please choose fewer.")));
    }
    let ideas = desk::numbered(&mut manager.tx, &form.idea).await?;
    if ideas.is_empty() {
        return Ok(ask.back(HERE, "No idea was selected, so nothing has changed."));
    }
    let shelf = Shelf::read(&mut manager.tx, &Visibility::ALL).await?;
    let status = shelf.statuses.iter().find(|status| status.id.to_string() == form.to_status);
    let board = shelf.boards.iter().find(|board| board.slug == form.to_board);
    let (tag, untag) = (shelf.tag_called(&form.tag), shelf.tag_called(&form.untag));
    if status.is_none() && board.is_none() && tag.is_none() && untag.is_none() {
        return Ok(ask.back(HERE, "Please choose a status, a tag or a board first. Nothing has changed."));
    }
    let (actor, now, tx) = (manager.id, manager.now, &mut manager.tx);
    let mut changed = 0;
    for idea in ideas {
        let mut differs = false;
        if let Some(status) = status {
            differs |= status::set(tx, idea, status.id, Some(actor), now).await?;
        }
        if let Some(board) = board {
            differs |= edit::move_to(tx, idea, board.id, actor, now).await?;
        }
        if let Some(tag) = tag {
            differs |= desk::set_tag(tx, idea, tag.id, true, actor, now).await?;
        }
        if let Some(tag) = untag {
            differs |= desk::set_tag(tx, idea, tag.id, false, actor, now).await?;
        }
        changed += i64::from(differs);
    }
    manager.tx.commit().await?;
    let said = match changed {
        0 => "They were all like that already.".to_owned(),
        _ => format!("Changed {}.", count(changed, "idea", "ideas")),
    };
    Ok(ask.back(HERE, &said))
}

/// Where an idea is to stand.
#[derive(Clone, Copy, Debug, Deserialize)]
struct SetStatus {
    status: StatusId,
}

/// `POST /admin/ideas/{number}/status`: one idea, from its row.
async fn set_status(mut manager: Manager, ask: Ask, Path(number): Path<i32>, Form(form): Form<SetStatus>) -> Result<Reply> {
    let ideas = desk::numbered(&mut manager.tx, &[number]).await?;
    let idea = *ideas.first().ok_or(Error::NotFound)?;
    let shelf = Shelf::read(&mut manager.tx, &Visibility::ALL).await?;
    let to = shelf.statuses.iter().find(|status| status.id == form.status).ok_or(Error::NotFound)?;
    status::set(&mut manager.tx, idea, to.id, Some(manager.id), manager.now).await?;
    manager.tx.commit().await?;
    Ok(ask.back(HERE, &format!("#{number} is now “{}”.", to.name)))
}
