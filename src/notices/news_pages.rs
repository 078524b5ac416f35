//! `/notifications`: what is under the bell.

use askama::Template;
use axum::Router;
use axum::routing::{get, post};
use serde::Deserialize;

use super::news::{self, News};
use crate::access::Member;
use crate::app::App;
use crate::clock::Time;
use crate::error::Result;
use crate::web::ask::Reply;
use crate::web::{Ask, Form, Page};
use crate::words::{filters, message};

/// The routes.
pub fn router() -> Router<App> {
    Router::new().route("/notifications", get(list)).route("/notifications/read", post(read))
}

#[derive(Template)]
#[template(path = "notices/news.html")]
struct NewsPage<'a> {
    news: &'a [News],
    more: bool,
    /// How many of them were not read.
    unread: usize,
    /// Until when the button marks as read: the last of what is shown.
    until: Option<Time>,
    now: Time,
    zone: &'a str,
}

async fn list(mut member: Member) -> Result<Reply> {
    let (news, more) = news::list(&mut member.tx, member.id, member.now).await?;
    let page = NewsPage {
        unread: news.iter().filter(|one| one.unread).count(),
        until: news.first().map(|one| one.at),
        news: &news,
        more,
        now: member.now,
        zone: &member.site.time_zone,
    };
    Page::new(member.chrome, message("news-title"), &page)?.private().reply()
}

#[derive(Debug, Deserialize)]
struct Read {
    /// RFC 3339.
    until: Time,
}

async fn read(mut member: Member, ask: Ask, Form(read): Form<Read>) -> Result<Reply> {
    news::read_all(&mut member.tx, member.id, read.until.min(member.now), member.now).await?;
    member.tx.commit().await?;
    Ok(ask.go("/notifications", message("news-read")))
}
