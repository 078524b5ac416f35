//! Lists of ideas: everything, one board, and what a search finds.

use askama::Template;
use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::routing::get;

use super::filter::Filter;
use super::list::{self, From};
use super::moderation::hold::{self, Own, Which};
use super::narrow::{Asked, Choices, Facet, Shelf};
use super::{Idea, cards, counts, search};
use crate::access::Visit;
use crate::app::App;
use crate::boards::{Board, Visibility};
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::web::form::escape;
use crate::web::page::Preview;
use crate::web::{Ask, Page, Path, Query, Reply, ask};
use crate::words::{Message, filters, message};

/// How many ideas a page shows.
const PAGE: usize = 20;

/// The routes.
pub fn router() -> Router<App> {
    Router::new().route("/", get(everything)).route("/b/{slug}", get(one_board))
}

/// The part of the page that an enhanced link or search replaces.
#[derive(Template)]
#[template(path = "ideas/narrowed.html")]
struct Narrowed<'a> {
    path: &'a str,
    asked: &'a Asked,
    sorts: Vec<Facet>,
    boards: Vec<Facet>,
    statuses: Vec<Facet>,
    tags: Vec<Facet>,
    chips: Vec<Facet>,
    count: Message,
    /// Where one asks for something; empty where the board is closed.
    new_idea: &'a str,
    /// The same, with what was searched for as the title.
    ask_for_it: String,
    ideas: &'a [Idea],
    previous: String,
    next: String,
    now: Time,
    zone: &'a str,
}

#[derive(Template)]
#[template(path = "ideas/list.html")]
struct List<'a> {
    heading: &'a Message,
    lead: &'a Message,
    new_idea: &'a str,
    on_board: bool,
    /// Ideas of the reader's that the team has not read yet.
    waiting: Vec<Own>,
    narrowed: Narrowed<'a>,
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
    if slug.is_none() && visit.person.is_none() && shelf.boards.is_empty() {
        return Err(Error::SignIn);
    }
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
        assigned: None,
    };
    let sort = asked.order();
    let reader = visit.id();
    let counts = counts::counts(&mut visit.tx, &filter, &shelf.board_ids()).await?;
    let slice = list::page(&mut visit.tx, &filter, sort, asked.from(), reader, PAGE).await?;

    let waiting = match reader {
        Some(reader) if !ask.enhanced && !visit.is_staff() => {
            hold::own(&mut visit.tx, reader, Which::Ideas(board.map(|board| board.id))).await?
        }
        _ => Vec::new(),
    };

    let path = board.map_or_else(|| "/".to_owned(), Board::path);
    let new_idea = match board {
        Some(board) if board.archived_at.is_some() => String::new(),
        Some(board) => format!("/ideas/new?board={}", escape(&board.slug)),
        None => "/ideas/new".to_owned(),
    };
    let choices = Choices { shelf: &shelf, board, asked: &asked, path: &path, filter: &filter, counts: &counts };
    let narrowed = Narrowed {
        path: &path,
        asked: &asked,
        sorts: choices.sorts(sort),
        boards: choices.boards(),
        statuses: choices.statuses(),
        tags: choices.tags(),
        chips: choices.chips(),
        count: counts.say(),
        new_idea: &new_idea,
        ask_for_it: new_idea_about(&new_idea, &words),
        ideas: &slice.ideas,
        previous: choices.place("before", slice.previous),
        next: choices.place("after", slice.next),
        now: visit.now,
        zone: &visit.site.time_zone,
    };
    if ask.enhanced {
        let mut reply = ask::html(StatusCode::OK, ask.language, &narrowed)?;
        // The same address is also a whole page, which a browser going back must not be spared.
        reply.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        reply.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language, cookie, hx-request"));
        return Ok(reply);
    }
    let lead = match board {
        Some(board) => board.description.as_str().into(),
        None if visit.site.tagline.is_empty() => message("list-lead"),
        None => visit.site.tagline.as_str().into(),
    };
    let heading = board.map_or_else(|| message("nav-ideas"), |board| board.name.as_str().into());
    let page = List { heading: &heading, lead: &lead, new_idea: &new_idea, on_board: board.is_some(), waiting, narrowed };
    let about = if lead.is_empty() { message("list-about").with("site", &visit.site.name) } else { lead.clone() };
    let preview = match board {
        Some(board) => cards::of_board(&visit.site, board).map(|card| Preview::at(&path, &card)),
        None => cards::preview(&visit.site, &shelf.boards),
    };
    let place = match asked.from() {
        From::Top => path.clone(),
        From::After(cursor) => choices.place("after", Some(cursor)),
        From::Before(cursor) => choices.place("before", Some(cursor)),
    };
    let mut whole = Page::new(visit.chrome, heading.clone(), &page)?.describe(about).canonical(&place).preview(preview);
    if !words.is_empty() || board.is_some_and(|board| board.visibility != Visibility::Public) {
        whole = whole.private();
    }
    whole.reply()
}

/// The address of the form for a new idea, with its title begun.
fn new_idea_about(form: &str, words: &str) -> String {
    match form {
        "" => String::new(),
        _ => format!("{form}{}title={}", if form.contains('?') { '&' } else { '?' }, escape(words)),
    }
}
