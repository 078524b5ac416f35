//! One person, for the admins of the workspace: roles, being shut out, being deleted.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;

use super::people_pages::givable;
use super::{User, delete, invite, role_words, roles, sessions, store, trust};
use crate::access::{Admin, Role, Roles};
use crate::app::App;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::events::{self, Event};
use crate::ids::UserId;
use crate::web::{Ask, Form, Page, Path, Reply};

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/admin/people/{id}", get(show))
        .route("/admin/people/{id}/roles", post(give))
        .route("/admin/people/{id}/block", post(block))
        .route("/admin/people/{id}/trust", post(set_trust))
        .route("/admin/people/{id}/invite", post(invite_again))
        .route("/admin/people/{id}/delete", get(ask_delete).post(remove))
}

#[derive(Template)]
#[template(path = "users/person.html")]
struct PersonPage<'a> {
    user: &'a User,
    email: &'a str,
    roles: String,
    choices: Vec<Role>,
    /// The roles as they are, or as they were ticked.
    ticked: Vec<Role>,
    /// Whether the one who looks may change this one at all.
    touchable: bool,
    is_me: bool,
    /// Whether what they write may have to be read first at all.
    customer: bool,
    seen: Option<Time>,
    history: Vec<(String, Event)>,
    error: &'a str,
    now: Time,
}

/// A person who has not been deleted.
async fn find(admin: &mut Admin, id: UserId) -> Result<User> {
    Some(store::find(&mut admin.tx, id).await?).filter(|user| user.deleted_at.is_none()).ok_or(Error::NotFound)
}

async fn page(mut admin: Admin, id: UserId, ticked: Option<Vec<Role>>, error: &str) -> Result<Reply> {
    let user = find(&mut admin, id).await?;
    let seen = sessions::list(&mut admin.tx, id, None, admin.now).await?.first().map(|session| session.seen_at);
    let events = events::of(&mut admin.tx, id.0).await?;
    let is_owner = |roles: &[Role]| roles.contains(&Role::Owner);
    let page = PersonPage {
        email: user.email.as_deref().unwrap_or_default(),
        roles: role_words(&user.roles).join(", "),
        choices: givable(&admin),
        ticked: ticked.unwrap_or_else(|| user.roles.clone()),
        touchable: is_owner(&admin.person.roles) || !is_owner(&user.roles),
        is_me: admin.id == id,
        customer: !user.roles.staff(),
        seen,
        history: events.into_iter().rev().filter_map(|event| Some((told(&event)?, event))).collect(),
        error,
        now: admin.now,
        user: &user,
    };
    let status = if error.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Page::new(admin.chrome, user.name.clone(), &page)?.desk().status(status).reply()
}

/// An event about a person, in words. None for what is nobody's business but theirs.
fn told(event: &Event) -> Option<String> {
    let list = |key: &str| {
        let words = event.data[key].as_array().into_iter().flatten().filter_map(|word| word.as_str());
        let words: Vec<_> = words.filter(|word| *word != "member").collect();
        if words.is_empty() { "member".to_owned() } else { words.join(", ") }
    };
    Some(match event.kind.as_str() {
        "user.invited" => format!("Invited as {}", list("roles")),
        "user.joined" => "Joined".to_owned(),
        "user.roles_changed" => format!("Role changed from {} to {}", list("from"), list("to")),
        "user.blocked" => "Blocked".to_owned(),
        "user.unblocked" => "No longer blocked".to_owned(),
        "user.trusted" => "Trusted".to_owned(),
        "user.untrusted" => "No longer trusted".to_owned(),
        "user.exported" => "Their data was downloaded".to_owned(),
        "user.address_changed" => "Changed their address".to_owned(),
        _ => return None,
    })
}

async fn show(admin: Admin, Path(id): Path<UserId>) -> Result<Reply> {
    page(admin, id, None, "").await
}

#[derive(Debug, Deserialize)]
struct Wanted {
    #[serde(default)]
    roles: Vec<String>,
}

async fn give(mut admin: Admin, ask: Ask, Path(id): Path<UserId>, Form(form): Form<Wanted>) -> Result<Reply> {
    let user = find(&mut admin, id).await?;
    let wanted: Vec<Role> = form.roles.iter().filter_map(|word| word.parse().ok()).collect();
    let changed = match roles::give(&mut admin.tx, admin.id, id, &wanted, admin.now).await {
        Ok(changed) => changed,
        Err(Error::Rejected(why)) => return page(admin, id, Some(wanted), &why).await,
        Err(error) => return Err(error),
    };
    admin.tx.commit().await?;
    let here = format!("/admin/people/{id}");
    Ok(match (changed, admin.id == id) {
        (false, _) => ask.go(&here, "Nothing was changed."),
        (true, false) => ask.go(&here, &format!("Saved. {} is signed out and comes back with the new role.", user.name)),
        (true, true) => ask.go("/sign-in", "Your own role has changed. Please sign in again."),
    })
}

#[derive(Debug, Deserialize)]
struct Block {
    blocked: bool,
}

async fn block(mut admin: Admin, ask: Ask, Path(id): Path<UserId>, Form(form): Form<Block>) -> Result<Reply> {
    let user = find(&mut admin, id).await?;
    match roles::block(&mut admin.tx, admin.id, id, form.blocked, admin.now).await {
        Ok(()) => {}
        Err(Error::Rejected(why)) => return page(admin, id, None, &why).await,
        Err(error) => return Err(error),
    }
    admin.tx.commit().await?;
    let words = if form.blocked { "is blocked and signed out." } else { "may come in again." };
    Ok(ask.go(&format!("/admin/people/{id}"), &format!("{} {words}", user.name)))
}

#[derive(Debug, Deserialize)]
struct Trust {
    trusted: bool,
}

async fn set_trust(mut admin: Admin, ask: Ask, Path(id): Path<UserId>, Form(form): Form<Trust>) -> Result<Reply> {
    let user = find(&mut admin, id).await?;
    trust::set(&mut admin.tx, id, form.trusted, admin.id, admin.now).await?;
    admin.tx.commit().await?;
    let words = if form.trusted { "appears at once from now on." } else { "is read first again where a board wants that." };
    Ok(ask.go(&format!("/admin/people/{id}"), &format!("What {} writes {words}", user.name)))
}

async fn invite_again(mut admin: Admin, ask: Ask, Path(id): Path<UserId>) -> Result<Reply> {
    match invite::again(&mut admin.tx, admin.id, id, admin.now).await {
        Ok(()) => {}
        Err(Error::Rejected(why)) => return page(admin, id, None, &why).await,
        Err(error) => return Err(error),
    }
    admin.tx.commit().await?;
    Ok(ask.go(&format!("/admin/people/{id}"), "The invitation is on its way again. It is good for seven days."))
}

#[derive(Template)]
#[template(path = "users/person_delete.html")]
struct DeletePage<'a> {
    user: &'a User,
    error: &'a str,
}

async fn ask_delete(mut admin: Admin, Path(id): Path<UserId>) -> Result<Reply> {
    let user = find(&mut admin, id).await?;
    Page::new(admin.chrome, "Delete a person", &DeletePage { user: &user, error: "" })?.desk().reply()
}

async fn remove(mut admin: Admin, ask: Ask, Path(id): Path<UserId>) -> Result<Reply> {
    let user = find(&mut admin, id).await?;
    match delete::erase(&mut admin.tx, id, admin.id, admin.now).await {
        Ok(()) => {}
        Err(Error::Rejected(why)) => {
            let page = Page::new(admin.chrome, "Delete a person", &DeletePage { user: &user, error: &why })?;
            return page.desk().status(StatusCode::UNPROCESSABLE_ENTITY).reply();
        }
        Err(error) => return Err(error),
    }
    admin.tx.commit().await?;
    Ok(ask.go("/admin/people", "That person is deleted. Their votes still count."))
}
