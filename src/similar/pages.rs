//! The queue of likely duplicates: looked at pair by pair, merged or told apart.

use askama::Template;
use axum::Router;
use axum::routing::{get, post};
use serde::Deserialize;

use super::pairs::{self, Distinct, Pair};
use crate::access::{Manager, Roles, Staff};
use crate::app::App;
use crate::clock::Time;
use crate::error::Result;
use crate::web::{Ask, Form, Page, Path, Query, Reply};
use crate::words::filters;

/// The queue's address.
const HERE: &str = "/admin/duplicates";

/// Pairs on a page.
const PAGE: usize = 20;

/// How many of those that were told apart are shown.
const TOLD_APART: i64 = 100;

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/admin/duplicates", get(queue))
        .route("/admin/duplicates/apart", get(told_apart))
        .route("/admin/duplicates/{number}/apart", post(tell_apart))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    after: String,
}

#[derive(Template)]
#[template(path = "similar/queue.html")]
struct Queue {
    pairs: Vec<Pair>,
    count: String,
    /// Whether this is not the first page.
    further: bool,
    next: String,
    manages: bool,
    now: Time,
}

/// `GET /admin/duplicates`: the pairs to look at, the most alike first.
async fn queue(mut staff: Staff, Query(asked): Query<Asked>) -> Result<Reply> {
    let after = asked.after.parse().ok();
    let (pairs, next) = pairs::list(&mut staff.tx, after, PAGE).await?;
    let page = Queue {
        pairs,
        count: pairs::waiting(&mut staff.tx).await?,
        further: after.is_some(),
        next: next.map_or_else(String::new, |place| format!("{HERE}?after={place}")),
        manages: staff.person.roles.manages(),
        now: staff.now,
    };
    Page::new(staff.chrome, "Duplicates", &page)?.desk().reply()
}

#[derive(Template)]
#[template(path = "similar/apart.html")]
struct ToldApart {
    pairs: Vec<Distinct>,
    manages: bool,
    now: Time,
}

/// `GET /admin/duplicates/apart`: the pairs that somebody has looked at and that are not the same.
async fn told_apart(mut staff: Staff) -> Result<Reply> {
    let pairs = pairs::told_apart(&mut staff.tx, TOLD_APART).await?;
    let page = ToldApart { pairs, manages: staff.person.roles.manages(), now: staff.now };
    Page::new(staff.chrome, "Not duplicates", &page)?.desk().reply()
}

/// What somebody says of an idea and another.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Verdict {
    other: i32,
    apart: bool,
}

/// `POST /admin/duplicates/{number}/apart`: the two are not the same, or perhaps they are after all.
async fn tell_apart(mut manager: Manager, Path(number): Path<i32>, ask: Ask, Form(verdict): Form<Verdict>) -> Result<Reply> {
    let Verdict { other, apart } = verdict;
    pairs::tell_apart(&mut manager.tx, number, other, apart, manager.id, manager.now).await?;
    manager.tx.commit().await?;
    let said = if apart {
        format!("#{number} and #{other} will not be proposed again.")
    } else {
        format!("#{number} and #{other} are compared again within a minute.")
    };
    Ok(ask.back(HERE, &said))
}
