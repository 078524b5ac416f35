//! The audit log, for admins: what the team did, searched, walked page by page, and taken along as a file.

use askama::Template;
use axum::Router;
use axum::routing::get;
use jiff::civil;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::audit::{self, Entry, Place, Sought};
use super::audit_export::{self, Format};
use super::narrow::{and, join};
use super::told;
use crate::access::Admin;
use crate::app::App;
use crate::clock::Time;
use crate::error::Result;
use crate::ids::{EventId, UserId};
use crate::web::{Page, Query, Reply};

/// How many a page shows.
const PAGE: i32 = 50;

/// The log's address.
const HERE: &str = "/admin/audit";

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/admin/audit", get(show))
        .route("/admin/audit/export.csv", get(csv))
        .route("/admin/audit/export.jsonl", get(lines))
}

/// What an address of the log says. What is not understood is not said.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    /// Somebody's id.
    who: String,
    /// The noun of what was done: `release`.
    what: String,
    /// The id of the one thing it was done to.
    to: String,
    /// Days, the first and the last, in the workspace's time zone.
    from: String,
    until: String,
    /// The last one of the page before: its moment in microseconds and its id.
    below: String,
}

impl Asked {
    fn query(&self) -> String {
        let said = [
            ("q", &self.q),
            ("who", &self.who),
            ("what", &self.what),
            ("to", &self.to),
            ("from", &self.from),
            ("until", &self.until),
        ];
        join(said.into_iter().map(|(key, value)| (key, value.trim())))
    }

    fn address(&self, path: &str) -> String {
        let query = self.query();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    fn sought(&self, zone: &str) -> Sought {
        let kinds = told::groups().into_iter().find(|(noun, _)| *noun == self.what).map(|(_, kinds)| kinds);
        Sought {
            words: self.q.trim().replace('\0', " "),
            actor: self.who.parse().ok().map(UserId),
            kinds: kinds.map(|kinds| kinds.into_iter().map(str::to_owned).collect()),
            subject: self.to.parse().ok(),
            since: day(&self.from).and_then(|day| begins(day, zone)),
            until: day(&self.until).and_then(|day| begins(day.tomorrow().ok()?, zone)),
        }
    }

    fn below(&self) -> Option<Place> {
        let (moment, id) = self.below.split_once('_')?;
        let moment = jiff::Timestamp::from_microsecond(moment.parse().ok()?).ok()?;
        Some((Time::from_timestamp(moment), EventId(id.parse().ok()?)))
    }
}

fn day(text: &str) -> Option<civil::Date> {
    text.trim().parse().ok()
}

/// The first moment of a day in a zone (UTC where it is unknown).
fn begins(day: civil::Date, zone: &str) -> Option<Time> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    day.to_zoned(zone).ok().map(|zoned| Time::from_timestamp(zoned.timestamp()))
}

#[derive(Template)]
#[template(path = "desk/audit.html")]
struct AuditPage<'a> {
    asked: &'a Asked,
    narrowed: bool,
    entries: Vec<Entry>,
    actors: Vec<(UserId, String)>,
    nouns: Vec<&'static str>,
    csv: String,
    lines: String,
    next: String,
    now: Time,
    zone: &'a str,
}

/// `GET /admin/audit`.
async fn show(mut admin: Admin, Query(asked): Query<Asked>) -> Result<Reply> {
    let sought = asked.sought(&admin.site.time_zone);
    let mut entries = audit::page(&mut admin.tx, &sought, asked.below(), PAGE + 1).await?;
    let shown = usize::try_from(PAGE).unwrap_or_default();
    let more = entries.len() > shown;
    entries.truncate(shown);
    let next = match entries.last() {
        Some(last) if more => {
            and(&asked.address(HERE), "below", format!("{}_{}", last.created_at.timestamp().as_microsecond(), last.id))
        }
        _ => String::new(),
    };
    let page = AuditPage {
        narrowed: !asked.query().is_empty(),
        entries,
        actors: audit::actors(&mut admin.tx).await?,
        nouns: told::groups().into_iter().map(|(noun, _)| noun).collect(),
        csv: asked.address("/admin/audit/export.csv"),
        lines: asked.address("/admin/audit/export.jsonl"),
        next,
        now: admin.now,
        zone: &admin.site.time_zone,
        asked: &asked,
    };
    Page::new(admin.chrome, "Audit log", &page)?.desk().reply()
}

/// `GET /admin/audit/export.csv`: all that the log shows, as a table.
async fn csv(admin: Admin, Query(asked): Query<Asked>) -> Result<Reply> {
    Ok(export(admin, &asked, Format::Csv))
}

/// `GET /admin/audit/export.jsonl`: the same, an object a line.
async fn lines(admin: Admin, Query(asked): Query<Asked>) -> Result<Reply> {
    Ok(export(admin, &asked, Format::JsonLines))
}

fn export(admin: Admin, asked: &Asked, format: Format) -> Reply {
    let sought = asked.sought(&admin.site.time_zone);
    let name = format!("audit-{}-{}", admin.site.slug, admin.now.date());
    audit_export::reply(admin.tx, sought, format, &name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_workspace_and_the_last_one_is_included() {
        let asked = Asked { from: "2026-03-01".into(), until: "2026-03-01".into(), what: "board".into(), ..Asked::default() };
        let sought = asked.sought("America/New_York");
        assert_eq!(sought.since.map(Time::rfc3339).as_deref(), Some("2026-03-01T05:00:00Z"));
        assert_eq!(sought.until.map(Time::rfc3339).as_deref(), Some("2026-03-02T05:00:00Z"));
        assert!(sought.kinds.is_some_and(|kinds| kinds.contains(&"board.closed".to_owned())));
        let nonsense = Asked { from: "soon".into(), who: "me".into(), what: "x".into(), below: "1_x".into(), ..Asked::default() };
        let sought = nonsense.sought("Nowhere/Here");
        assert!(sought.since.is_none() && sought.actor.is_none() && sought.kinds.is_none() && nonsense.below().is_none());
        assert_eq!(asked.address(HERE), "/admin/audit?what=board&from=2026-03-01&until=2026-03-01");
    }
}
