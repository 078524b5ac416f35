//! What waits for the team: the list with its reasons, and the open idea at its side.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use jiff::Timestamp;
use serde::Deserialize;

use super::INBOX;
use super::inbox::{self, Entry, Kind};
use super::narrow::and;
use super::panel::{Around, Panel};
use crate::access::{Roles, Staff};
use crate::app::App;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::web::ask::html;
use crate::web::{Ask, Page, Query, Reply};
use crate::words::filters;

/// How many a page shows.
const PAGE: usize = 40;

/// The routes.
pub fn router() -> Router<App> {
    Router::new().route("/admin/inbox", get(show))
}

/// What an address of the inbox says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// The word of a [`Kind`]; everything otherwise.
    show: String,
    /// The last one of the page before: its moment in microseconds and its number.
    after: String,
    open: Option<i32>,
}

impl Asked {
    fn place(&self) -> Option<(Time, i32)> {
        let (moment, number) = self.after.split_once('_')?;
        let moment = Timestamp::from_microsecond(moment.parse().ok()?).ok()?;
        Some((Time::from_timestamp(moment), number.parse().ok()?))
    }

    /// This page with nothing open.
    fn here(&self, kind: Option<Kind>) -> String {
        let tab = tab(kind);
        if self.place().is_some() { and(&tab, "after", &self.after) } else { tab }
    }
}

fn tab(kind: Option<Kind>) -> String {
    kind.map_or_else(|| INBOX.to_owned(), |kind| format!("{INBOX}?show={}", kind.word()))
}

/// A way to look at the list.
struct Tab {
    name: &'static str,
    href: String,
    count: i64,
    here: bool,
}

/// One that waits.
struct Row {
    entry: Entry,
    href: String,
    open: bool,
}

#[derive(Template)]
#[template(path = "desk/inbox.html")]
struct InboxPage<'a> {
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    panel: Option<Panel>,
    next: String,
    /// Where this page begins, for the form that changes several.
    here: String,
    manages: bool,
    now: Time,
    zone: &'a str,
}

/// `GET /admin/inbox`. For htmx it is the idea at the side alone.
async fn show(mut staff: Staff, Query(asked): Query<Asked>, ask: Ask) -> Result<Reply> {
    let kind = Kind::parse(&asked.show);
    let now = staff.now;
    let mut entries = inbox::list(&mut staff.tx, kind, asked.place(), now, PAGE).await?;
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    let here = asked.here(kind);
    let numbers: Vec<i32> = entries.iter().map(|entry| entry.number).collect();
    let panel = match asked.open {
        Some(open) => match Panel::read(&mut staff, open, Around::of(here.clone(), &numbers, open, true)).await {
            Ok(panel) => Some(panel),
            Err(Error::NotFound) if !ask.enhanced => None,
            Err(error) => return Err(error),
        },
        None => None,
    };
    if ask.enhanced
        && let Some(panel) = &panel
    {
        return html(StatusCode::OK, ask.language, panel);
    }
    let counts = inbox::counts(&mut staff.tx, now).await?;
    let of = |kind: Kind| counts.iter().find(|(known, _)| *known == kind).map_or(0, |(_, count)| *count);
    let all =
        Tab { name: "Everything", href: tab(None), count: counts.iter().map(|(_, count)| count).sum(), here: kind.is_none() };
    let each = Kind::ALL.map(|one| Tab { name: one.label(), href: tab(Some(one)), count: of(one), here: kind == Some(one) });
    let next = match entries.last() {
        Some(last) if more => and(&tab(kind), "after", format!("{}_{}", last.since.timestamp().as_microsecond(), last.number)),
        _ => String::new(),
    };
    let rows = entries.into_iter().map(|entry| Row {
        href: and(&here, "open", entry.number),
        open: asked.open == Some(entry.number),
        entry,
    });
    let page = InboxPage {
        tabs: std::iter::once(all).chain(each).collect(),
        rows: rows.collect(),
        panel,
        next,
        manages: staff.person.roles.manages(),
        now,
        zone: &staff.site.time_zone,
        here,
    };
    Page::new(staff.chrome, "Inbox", &page)?.desk().reply()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_back_and_nonsense_is_the_top() {
        let asked = |after: &str| Asked { after: after.to_owned(), ..Asked::default() };
        assert_eq!(
            asked("1000000_7").place().map(|(at, number)| (at.rfc3339(), number)),
            Some(("1970-01-01T00:00:01Z".into(), 7))
        );
        for nonsense in ["", "x", "1_", "_1", "1_x", "99999999999999999999_1"] {
            assert!(asked(nonsense).place().is_none(), "{nonsense}");
            assert_eq!(asked(nonsense).here(Some(Kind::New)), "/admin/inbox?show=new");
        }
        assert_eq!(asked("1000000_7").here(None), "/admin/inbox?after=1000000_7");
    }
}
