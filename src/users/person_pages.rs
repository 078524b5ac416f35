//! One person, for the admins of the workspace: roles, being shut out, being deleted.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::json;

use super::people_pages::givable;
use super::withheld::{self, Lifted};
use super::{User, delete, invite, role_words, roles, sessions, store, trust};
use crate::access::{Admin, Role, Roles};
use crate::app::App;
use crate::clock::Time;
use crate::companies;
use crate::error::{Error, Result};
use crate::events::{self, Event};
use crate::ids::{CompanyId, UserId};
use crate::web::{Ask, Form, Page, Path, Reply};
use crate::words::filters;

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/admin/people/{id}", get(show))
        .route("/admin/people/{id}/roles", post(give))
        .route("/admin/people/{id}/block", post(block))
        .route("/admin/people/{id}/trust", post(set_trust))
        .route("/admin/people/{id}/company", post(place))
        .route("/admin/people/{id}/mail", post(resume))
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
    /// Where they work, and what was typed instead.
    company: Option<(CompanyId, String)>,
    company_typed: String,
    company_error: String,
    companies: Vec<String>,
    history: Vec<(String, Event)>,
    error: &'a str,
    now: Time,
}

/// A person who has not been deleted.
async fn find(admin: &mut Admin, id: UserId) -> Result<User> {
    Some(store::find(&mut admin.tx, id).await?).filter(|user| user.deleted_at.is_none()).ok_or(Error::NotFound)
}

async fn page(admin: Admin, id: UserId, ticked: Option<Vec<Role>>, error: &str) -> Result<Reply> {
    page_with(admin, id, ticked, error, None).await
}

/// The page, with the company that was typed and why it was refused.
async fn page_with(
    mut admin: Admin,
    id: UserId,
    ticked: Option<Vec<Role>>,
    error: &str,
    refused: Option<(String, String)>,
) -> Result<Reply> {
    let user = find(&mut admin, id).await?;
    let seen = sessions::list(&mut admin.tx, id, None, admin.now).await?.first().map(|session| session.seen_at);
    let events = events::of(&mut admin.tx, id.0).await?;
    let company = companies::store::employer(&mut admin.tx, id).await?;
    let companies = companies::store::names(&mut admin.tx).await?;
    let wrong = !error.is_empty() || refused.is_some();
    let as_it_is = company.as_ref().map(|(_, name)| name.clone()).unwrap_or_default();
    let (company_typed, company_error) = refused.unwrap_or((as_it_is, String::new()));
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
        company,
        company_typed,
        company_error,
        companies,
        history: events.into_iter().rev().filter_map(|event| Some((told(&event)?, event))).collect(),
        error,
        now: admin.now,
        user: &user,
    };
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
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
        "user.mail_withheld" => format!("Mail came back: {}", event.data["answer"].as_str().unwrap_or("for good")),
        "user.mail_resumed" => match event.data["because"].as_str() {
            Some(_) => "Written to again, since a mail arrived".to_owned(),
            None => "Written to again".to_owned(),
        },
        "user.trusted" => "Trusted".to_owned(),
        "user.untrusted" => "No longer trusted".to_owned(),
        "user.exported" => "Their data was downloaded".to_owned(),
        "user.company_changed" => match event.data["company"].as_str() {
            Some(company) => format!("Belongs to {company}"),
            None => format!("No longer belongs to {}", event.data["before"].as_str().unwrap_or("a company")),
        },
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
        Err(Error::Rejected(why)) => return page(admin, id, Some(wanted), &why.english()).await,
        Err(error) => return Err(error),
    };
    admin.tx.commit().await?;
    let here = format!("/admin/people/{id}");
    Ok(match (changed, admin.id == id) {
        (false, _) => ask.go(&here, "Nothing was changed."),
        (true, false) => ask.go(&here, format!("Saved. {} is signed out and comes back with the new role.", user.name)),
        (true, true) => ask.go("/sign-in", "Your own role has changed. Please sign in again."),
    })
}

#[derive(Debug, Deserialize)]
struct Employer {
    #[serde(default)]
    company: String,
}

/// Has them belong to a company, or to none; a domain does not change that afterwards.
async fn place(mut admin: Admin, ask: Ask, Path(id): Path<UserId>, Form(form): Form<Employer>) -> Result<Reply> {
    find(&mut admin, id).await?;
    let name = form.company.trim();
    let company = if name.is_empty() { None } else { companies::store::called(&mut admin.tx, name).await? };
    if company.is_none() && !name.is_empty() {
        let why = format!("There is no company called “{name}”. It can be added under Companies.");
        let name = name.to_owned();
        return page_with(admin, id, None, "", Some((name, why))).await;
    }
    let before = companies::store::employer(&mut admin.tx, id).await?.map(|(_, name)| name);
    if companies::assign(&mut admin.tx, id, company, companies::Source::Hand).await? {
        let data = json!({ "company": company.map(|_| name), "before": before, "by": "hand" });
        events::record(&mut admin.tx, "user.company_changed", Some(admin.id), id.0, data, admin.now).await?;
    }
    admin.tx.commit().await?;
    Ok(ask.go(
        &format!("/admin/people/{id}"),
        if company.is_some() { "They belong to it now." } else { "They belong to no company." },
    ))
}

#[derive(Debug, Deserialize)]
struct Block {
    blocked: bool,
}

async fn block(mut admin: Admin, ask: Ask, Path(id): Path<UserId>, Form(form): Form<Block>) -> Result<Reply> {
    let user = find(&mut admin, id).await?;
    match roles::block(&mut admin.tx, admin.id, id, form.blocked, admin.now).await {
        Ok(()) => {}
        Err(Error::Rejected(why)) => return page(admin, id, None, &why.english()).await,
        Err(error) => return Err(error),
    }
    admin.tx.commit().await?;
    let words = if form.blocked { "is blocked and signed out." } else { "may come in again." };
    Ok(ask.go(&format!("/admin/people/{id}"), format!("{} {words}", user.name)))
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
    Ok(ask.go(&format!("/admin/people/{id}"), format!("What {} writes {words}", user.name)))
}

/// Lifts what a returned mail began.
async fn resume(mut admin: Admin, ask: Ask, Path(id): Path<UserId>) -> Result<Reply> {
    let user = find(&mut admin, id).await?;
    let lifted = withheld::lift(&mut admin.tx, id, Lifted::By(admin.id), admin.now).await?;
    admin.tx.commit().await?;
    let words = if lifted { "is written to again from now on." } else { "was written to all along." };
    Ok(ask.go(&format!("/admin/people/{id}"), format!("{} {words}", user.name)))
}

async fn invite_again(mut admin: Admin, ask: Ask, Path(id): Path<UserId>) -> Result<Reply> {
    match invite::again(&mut admin.tx, admin.id, id, admin.now).await {
        Ok(()) => {}
        Err(Error::Rejected(why)) => return page(admin, id, None, &why.english()).await,
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
            let page = Page::new(admin.chrome, "Delete a person", &DeletePage { user: &user, error: &why.english() })?;
            return page.desk().status(StatusCode::UNPROCESSABLE_ENTITY).reply();
        }
        Err(error) => return Err(error),
    }
    admin.tx.commit().await?;
    Ok(ask.go("/admin/people", "That person is deleted. Their votes still count."))
}
