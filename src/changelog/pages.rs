//! The changelog as people read it: the newest stories first, and each at an address of its own.

use askama::Template;
use axum::Router;
use axum::http::{HeaderValue, header};
use axum::routing::get;
use serde::Deserialize;

use super::follow_pages::FollowCard;
use super::store::{self, Neighbour, Span};
use super::{Entry, feed_pages, follow_pages};
use crate::access::Visit;
use crate::app::{App, Site};
use crate::boards::Visibility;
use crate::drawing::{Card, Fact, Tone};
use crate::error::{Error, Result};
use crate::ideas::cards;
use crate::tenants::picture_pages::Wanted;
use crate::text::markdown::excerpt;
use crate::web::ask::Reply;
use crate::web::page::Preview;
use crate::web::{Errors, Page, Path, Query};
use crate::words::{Message, filters, message};

/// Entries on a page.
const PAGE: i64 = 10;

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/changelog", get(list))
        .route("/changelog/{number}", get(show))
        .route("/changelog/{number}/picture.png", get(picture))
        .merge(feed_pages::router())
        .merge(follow_pages::router())
}

/// Where in the changelog.
#[derive(Debug, Default, Deserialize)]
struct Place {
    before: Option<i32>,
    after: Option<i32>,
}

#[derive(Template)]
#[template(path = "changelog/list.html")]
struct ListPage<'a> {
    entries: &'a [Entry],
    newer: String,
    older: String,
    follow: &'a FollowCard,
}

async fn list(mut visit: Visit, Query(place): Query<Place>) -> Result<Reply> {
    let follow = FollowCard::new(&mut visit).await?;
    page(visit, &place, &follow).await?.reply().map(announce_feed)
}

/// The first page of the changelog around a form that was refused.
pub(super) async fn refused(visit: Visit, typed: String, errors: &Errors) -> Result<Page> {
    let follow = FollowCard::refused(typed, errors);
    page(visit, &Place::default(), &follow).await
}

async fn page(mut visit: Visit, place: &Place, follow: &FollowCard) -> Result<Page> {
    let visible = Visibility::seen_by(visit.person.as_ref());
    let span = match place {
        Place { before: Some(number), .. } => Span::Before(*number),
        Place { after: Some(number), .. } => Span::After(*number),
        _ => Span::Newest,
    };
    // One more than is shown tells whether there is another page.
    let mut entries = store::entries(&mut visit.tx, span, PAGE + 1, &visible).await?;
    let more = entries.len() > usize::try_from(PAGE).map_err(Error::internal)?;
    if more {
        entries.pop();
    }
    let backwards = matches!(span, Span::After(_));
    if backwards {
        entries.reverse();
    }
    let (has_newer, has_older) = if backwards { (more, true) } else { (!matches!(span, Span::Newest), more) };
    let link = |there: bool, word: &str, entry: Option<&Entry>| match entry {
        Some(entry) if there => format!("/changelog?{word}={}", entry.number),
        _ => String::new(),
    };
    let newer = link(has_newer, "after", entries.first());
    let older = link(has_older, "before", entries.last());

    let name = visit.site.name.clone();
    let canonical = match span {
        Span::Before(number) => format!("/changelog?before={number}"),
        Span::After(number) => format!("/changelog?after={number}"),
        Span::Newest | Span::Only(_) => "/changelog".to_owned(),
    };
    let preview = cards::preview_of_workspace(&mut visit.tx, &visit.site).await?;
    let page = Page::new(visit.chrome, message("nav-changelog"), &ListPage { entries: &entries, newer, older, follow })?;
    Ok(page.describe(message("changelog-about").with("site", name)).canonical(&canonical).preview(preview))
}

#[derive(Template)]
#[template(path = "changelog/show.html")]
struct ShowPage<'a> {
    entry: &'a Entry,
    newer: Option<&'a Neighbour>,
    older: Option<&'a Neighbour>,
    follow: &'a FollowCard,
}

async fn show(mut visit: Visit, Path(number): Path<i32>) -> Result<Reply> {
    let visible = Visibility::seen_by(visit.person.as_ref());
    let entry = store::entry(&mut visit.tx, number, &visible).await?;
    let newer = store::neighbour(&mut visit.tx, Span::After(number)).await?;
    let older = store::neighbour(&mut visit.tx, Span::Before(number)).await?;
    let follow = FollowCard::new(&mut visit).await?;
    let description = match (entry.withdrawn(), excerpt(&entry.notes, 160)) {
        (Some(day), _) => message("entry-rolled-back").with("title", entry.title()).with("day", day),
        (None, words) if words.is_empty() => {
            message("entry-about").with("site", &visit.site.name).with("version", &entry.version)
        }
        (None, words) => words.into(),
    };
    let content = ShowPage { entry: &entry, newer: newer.as_ref(), older: older.as_ref(), follow: &follow };
    let preview = Preview::at(&entry.path(), &card(&visit.site, &entry));
    let page = Page::new(visit.chrome, entry.title(), &content)?.describe(description).canonical(&entry.path());
    page.preview(Some(preview)).reply().map(announce_feed)
}

/// What is shown of an entry where somebody shares its address.
fn card(site: &Site, entry: &Entry) -> Card {
    let language = site.written();
    let say = |words: Message| language.say(words).to_string();
    let mut facts = Vec::new();
    if entry.withdrawn().is_some() {
        facts.push(Fact { words: say(message("release-rolled-back")), stand_in: String::new(), tone: Tone::Withdrawn });
    }
    if entry.people > 0 {
        facts.push(Fact { words: say(entry.headline()), stand_in: entry.people.to_string(), tone: Tone::Votes });
    }
    let kind = say(message("nav-changelog"));
    Card { look: site.look(), kind, title: entry.title(), stand_in: entry.version.clone(), facts }
}

/// The picture of an entry as anybody may see it.
async fn picture(mut visit: Visit, Path(number): Path<i32>, wanted: Wanted) -> Result<Reply> {
    let entry = store::entry(&mut visit.tx, number, &Visibility::seen_by(None)).await?;
    let card = card(&visit.site, &entry);
    wanted.card(visit, card).await
}

/// Tells feed readers where the feed is (RFC 8288), since this page's head is not ours.
fn announce_feed(mut reply: Reply) -> Reply {
    let feed =
        HeaderValue::from_static("</changelog.atom>; rel=\"alternate\"; type=\"application/atom+xml\"; title=\"Changelog\"");
    reply.headers_mut().append(header::LINK, feed);
    reply
}
