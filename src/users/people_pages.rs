//! The people of a workspace, for its admins: the list, and inviting.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use serde::Deserialize;

use super::invite::{Invited, invite};
use super::people::{self, From, Line, Which};
use crate::access::{Admin, Role};
use crate::app::App;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::ids::UserId;
use crate::text::{Email, count};
use crate::web::{Ask, Errors, Form, Page, Query, Reply, form};
use crate::words::filters;

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/admin/people", get(list))
        .route("/admin/people/invite", get(show_invite).post(send_invites))
        .merge(super::person_pages::router())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Search {
    q: String,
    show: String,
    after: Option<UserId>,
    before: Option<UserId>,
}

#[derive(Template)]
#[template(path = "users/people.html")]
struct PeoplePage<'a> {
    lines: Vec<Line>,
    count: String,
    q: &'a str,
    which: Which,
    tabs: [(Which, String); 5],
    newer: String,
    older: String,
    now: Time,
}

async fn list(mut admin: Admin, Query(search): Query<Search>) -> Result<Reply> {
    let (q, which) = (search.q.trim(), Which::parse(&search.show));
    let from = match (search.after, search.before) {
        (Some(id), _) => From::After(id),
        (None, Some(id)) => From::Before(id),
        (None, None) => From::Top,
    };
    let (lines, more) = people::list(&mut admin.tx, q, which, from).await?;
    let total = people::count(&mut admin.tx, q, which).await?;
    let address = |which: Which, beside: Option<(&str, UserId)>| {
        let search = if q.is_empty() { String::new() } else { format!("&q={}", form::escape(q)) };
        let turned = beside.map(|(side, id)| format!("&{side}={id}")).unwrap_or_default();
        format!("/admin/people?show={}{search}{turned}", which.word())
    };
    let turn = |side, there: bool, line: Option<&Line>| match line {
        Some(line) if there => address(which, Some((side, line.id))),
        _ => String::new(),
    };
    let (newer_there, older_there) = match from {
        From::Top => (false, more),
        From::After(_) => (true, more),
        From::Before(_) => (more, true),
    };
    let page = PeoplePage {
        newer: turn("before", newer_there, lines.first()),
        older: turn("after", older_there, lines.last()),
        lines,
        count: count(total, "person", "people"),
        q,
        which,
        tabs: Which::ALL.map(|which| (which, address(which, None))),
        now: admin.now,
    };
    Page::new(admin.chrome, "People", &page)?.desk().reply()
}

/// Addresses invited at once.
const MOST: usize = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Invitation {
    emails: String,
    roles: Vec<String>,
}

#[derive(Template)]
#[template(path = "users/invite.html")]
struct InvitePage<'a> {
    form: &'a Invitation,
    /// What may be given, and whether it is ticked.
    roles: Vec<(Role, bool)>,
    errors: Errors,
}

/// The roles that somebody may be given by this admin.
pub(super) fn givable(admin: &Admin) -> Vec<Role> {
    let owner = admin.person.roles.contains(&Role::Owner);
    Role::ALL.into_iter().filter(|role| *role != Role::Member && (owner || *role != Role::Owner)).collect()
}

fn invite_page(admin: Admin, form: &Invitation, errors: Errors) -> Result<Reply> {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let ticked = |role: Role| form.roles.iter().any(|word| word == role.word());
    let roles = givable(&admin).into_iter().map(|role| (role, ticked(role))).collect();
    let page = InvitePage { form, roles, errors };
    Page::new(admin.chrome, "Invite people", &page)?.desk().status(status).reply()
}

async fn show_invite(admin: Admin) -> Result<Reply> {
    invite_page(admin, &Invitation::default(), Errors::new())
}

async fn send_invites(mut admin: Admin, ask: Ask, Form(form): Form<Invitation>) -> Result<Reply> {
    let mut errors = Errors::new();
    let typed = form.emails.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).filter(|word| !word.is_empty());
    let mut emails: Vec<Email> = typed.filter_map(|word| errors.take("emails", Email::parse(word))).collect();
    emails.sort_unstable();
    emails.dedup();
    if emails.is_empty() {
        errors.add("emails", "At least one e-mail address is needed.");
    }
    if emails.len() > MOST {
        errors.add("emails", format!("These are {} addresses; {MOST} at once are the most.", emails.len()));
    }
    let mut roles = Vec::new();
    for word in &form.roles {
        roles.extend(errors.take("roles", word.parse::<Role>()));
    }
    if !errors.is_empty() {
        return invite_page(admin, &form, errors);
    }
    let (mut mailed, mut left_out) = (0, Vec::new());
    for email in &emails {
        match invite(&mut admin.tx, admin.id, email, &roles, admin.now).await {
            Ok(Invited::Mailed) => mailed += 1,
            Ok(Invited::Here) => left_out.push(format!("{email} is here already")),
            Ok(Invited::Blocked) => left_out.push(format!("{email} is blocked")),
            Err(Error::Rejected(why)) => {
                errors.add("roles", why);
                return invite_page(admin, &form, errors);
            }
            Err(error) => return Err(error),
        }
    }
    if mailed == 0 {
        errors.add(
            "emails",
            format!("Nobody was invited: {}. What they may do is changed on their own page.", left_out.join(", ")),
        );
        return invite_page(admin, &form, errors);
    }
    admin.tx.commit().await?;
    let mailed = count(mailed, "invitation is", "invitations are");
    let others = if left_out.is_empty() { String::new() } else { format!(" Not invited: {}.", left_out.join(", ")) };
    Ok(ask.go("/admin/people", format!("{mailed} on the way.{others}")))
}
