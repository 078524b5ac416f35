//! What staff did in somebody's name, for that person: a signed link shows it without signing in, and only POST changes it.

use askama::Template;
use axum::Router;
use axum::routing::get;
use serde::Deserialize;

use super::on_behalf::{self, Standing};
use super::show::{self, Meant};
use crate::access::{Roles, Visit};
use crate::app::App;
use crate::boards::Visibility;
use crate::error::{Error, Result};
use crate::ids::UserId;
use crate::notices::{opt_outs, voted_for};
use crate::web::{Ask, Form, Page, Path, Reply};
use crate::words::{filters, message};

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new().route("/voted-for/{user}/{number}/{signature}", get(page).post(change))
}

type Address = Path<(UserId, i32, String)>;

#[derive(Template)]
#[template(path = "ideas/voted_for.html")]
struct VotedForPage<'a> {
    site: &'a str,
    meant: &'a Meant,
    standing: Standing,
    action: String,
    unsubscribe: String,
}

/// Mail scanners follow links, so looking changes nothing.
async fn page(mut visit: Visit, Path((user, number, signature)): Address) -> Result<Reply> {
    let (meant, standing) = find(&mut visit, user, number, &signature).await?;
    let content = VotedForPage {
        site: &visit.site.name,
        meant: &meant,
        action: voted_for::path(&visit.site, user, number, &standing.email),
        unsubscribe: opt_outs::path(&visit.site, user, Some(meant.root_number)),
        standing,
    };
    Page::new(visit.chrome, meant.root_title.clone(), &content)?.private().reply()
}

/// What they want: to hear of it, to take the vote back, to put it back.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Wish {
    Keep,
    Withdraw,
    Restore,
}

#[derive(Debug, Deserialize)]
struct Change {
    wish: Wish,
}

async fn change(mut visit: Visit, Path((user, number, signature)): Address, ask: Ask, Form(form): Form<Change>) -> Result<Reply> {
    let (meant, standing) = find(&mut visit, user, number, &signature).await?;
    let said = match form.wish {
        Wish::Keep => {
            on_behalf::confirm(&mut visit.tx, user, visit.now).await?;
            "voted-kept"
        }
        Wish::Withdraw => {
            on_behalf::withdraw(&mut visit.tx, meant.id, user, visit.now).await?;
            "voted-withdrawn"
        }
        Wish::Restore => {
            on_behalf::restore(&mut visit.tx, meant.id, user, visit.now).await?;
            "voted-restored"
        }
    };
    visit.tx.commit().await?;
    Ok(ask.go(&voted_for::path(&visit.site, user, number, &standing.email), message(said)))
}

/// The idea, and how its person and their vote stand. A link that was not made for them leads nowhere, nor does one of somebody
/// who is not welcome any more.
async fn find(visit: &mut Visit, user: UserId, number: i32, signature: &str) -> Result<(Meant, Standing)> {
    let standing = on_behalf::standing(&mut visit.tx, user, number).await?;
    if !voted_for::verify(&visit.site, user, number, &standing.email, signature) {
        return Err(Error::NotFound);
    }
    let visible: &[Visibility] =
        if standing.roles.staff() { &Visibility::ALL } else { &[Visibility::Public, Visibility::SignedIn] };
    let meant = show::meant(&mut visit.tx, number, visible).await?;
    Ok((meant, standing))
}
