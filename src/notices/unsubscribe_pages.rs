//! Leaving mail without signing in: a signed link shows the state and a button; only POST changes it.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use serde::Deserialize;

use super::opt_outs::{self, OptOuts, Scope};
use crate::access::Visit;
use crate::app::App;
use crate::error::{Error, Result};
use crate::ids::UserId;
use crate::web::ask::Reply;
use crate::web::{Ask, Form, Page, Path, Query};
use crate::words::{filters, message};

/// The routes.
pub fn router() -> Router<App> {
    Router::new().route("/unsubscribe/{user}/{signature}", get(show).post(change))
}

#[derive(Debug, Default, Deserialize)]
struct About {
    idea: Option<i32>,
}

#[derive(Template)]
#[template(path = "notices/unsubscribe.html")]
struct UnsubscribePage<'a> {
    site: &'a str,
    email: &'a str,
    out: OptOuts,
    idea: Option<(String, bool)>,
    action: String,
}

/// Mail scanners follow links, so looking changes nothing.
async fn show(mut visit: Visit, Path((user, signature)): Path<(UserId, String)>, Query(about): Query<About>) -> Result<Reply> {
    let reader = reader(&mut visit, user, &signature, about.idea).await?;
    let content = UnsubscribePage {
        site: &visit.site.name,
        email: &hint(&reader.email),
        out: reader.out,
        idea: reader.idea.map(|(_, title, out)| (title, out)),
        action: opt_outs::path(&visit.site, user, about.idea),
    };
    Page::new(visit.chrome, message("mail-title"), &content)?.private().reply()
}

#[derive(Debug, Deserialize)]
struct Change {
    scope: Option<Scope>,
    out: Option<bool>,
    /// What a mail program posts by itself (RFC 8058, 3.1).
    #[serde(rename = "List-Unsubscribe")]
    one_click: Option<String>,
}

async fn change(
    mut visit: Visit,
    Path((user, signature)): Path<(UserId, String)>,
    Query(about): Query<About>,
    ask: Ask,
    Form(change): Form<Change>,
) -> Result<Reply> {
    let reader = reader(&mut visit, user, &signature, about.idea).await?;
    let one_click = change.one_click.is_some();
    let (scope, out) =
        if one_click { (Scope::Ideas, true) } else { (change.scope.unwrap_or(Scope::Ideas), change.out.unwrap_or(true)) };
    let idea = reader.idea.map(|(id, ..)| id);
    if scope == Scope::Idea && idea.is_none() {
        return Err(Error::NotFound);
    }
    opt_outs::set(&mut visit.tx, user, scope, idea, out, visit.now).await?;
    visit.tx.commit().await?;
    if one_click {
        // A machine asked: no page, no redirect.
        return Ok((StatusCode::OK, "Unsubscribed.\n").into_response());
    }
    let said = match (scope, out) {
        (Scope::Idea, true) => "left-idea",
        (Scope::Ideas, true) => "left-ideas",
        (Scope::Everything, true) => "left-everything",
        (_, false) => "left-undone",
    };
    Ok(ask.go(&opt_outs::path(&visit.site, user, about.idea), message(said)))
}

async fn reader(visit: &mut Visit, user: UserId, signature: &str, idea: Option<i32>) -> Result<opt_outs::Reader> {
    if !opt_outs::verify(&visit.site, user, signature) {
        return Err(Error::NotFound);
    }
    opt_outs::reader(&mut visit.tx, user, idea).await?.ok_or(Error::NotFound)
}

/// Enough of an address for its owner to recognise it: `v…@example.com`.
fn hint(email: &str) -> String {
    match email.split_once('@') {
        Some((local, domain)) => format!("{}…@{domain}", local.chars().next().unwrap_or_default()),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_forwarded_link_does_not_give_the_address_away() {
        assert_eq!(super::hint("vera@example.com"), "v…@example.com");
    }
}
