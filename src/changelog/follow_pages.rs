//! Following the changelog by mail: the form, the mailed link that begins it, and the one that ends it.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use serde::Deserialize;

use super::jobs::CONFIRM;
use super::subscribers::{self, Subscriber};
use super::{confirming, jobs, leave_path, leaving, pages};
use crate::access::Visit;
use crate::app::App;
use crate::error::{Error, Result};
use crate::ids::SubscriberId;
use crate::outbox::{self, Entry};
use crate::text::{Email, token};
use crate::web::ask::Reply;
use crate::web::limits::{Act, Whom};
use crate::web::{Ask, Errors, Form, Page, Path, see_other};
use crate::words::{Message, filters, message};

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/changelog/subscription", post(ask_to_follow))
        .route("/changelog/confirm/{id}/{signature}", get(show_confirm).post(confirm))
        .route("/changelog/leave/{id}/{signature}", get(show_leave).post(leave))
}

/// The card beside the changelog.
#[derive(Debug, Default)]
pub(super) struct FollowCard {
    /// What stands in the field.
    pub(super) typed: String,
    /// What is wrong with it.
    pub(super) error: Message,
    /// Where to stop, for somebody who follows already.
    pub(super) leave: String,
}

impl FollowCard {
    /// For this reader: with their address, or with the way out where it follows.
    pub(super) async fn new(visit: &mut Visit) -> Result<Self> {
        let Some(person) = &visit.person else { return Ok(Self::default()) };
        let following = subscribers::following(&mut visit.tx, &person.email).await?;
        let leave = following.map(|id| leave_path(&visit.site, id)).unwrap_or_default();
        Ok(Self { typed: person.email.clone(), error: Message::default(), leave })
    }

    /// With what was typed and why it was refused.
    pub(super) fn refused(typed: String, errors: &Errors) -> Self {
        Self { typed, error: errors.of("email"), leave: String::new() }
    }
}

#[derive(Debug, Deserialize)]
struct FollowForm {
    #[serde(default)]
    email: String,
}

/// Answers the same whether the address is new, waits for its owner, follows or has left: who follows is nobody's business.
async fn ask_to_follow(mut visit: Visit, ask: Ask, Form(form): Form<FollowForm>) -> Result<Reply> {
    visit.app.limits.check(Act::Subscribe, Whom::Network(visit.network))?;
    let mut errors = Errors::new();
    let Some(email) = errors.take("email", Email::parse(&form.email)) else {
        return pages::refused(visit, form.email, &errors).await?.status(StatusCode::UNPROCESSABLE_ENTITY).reply();
    };
    if let Some(id) = subscribers::ask(&mut visit.tx, &email, visit.now).await? {
        let key = format!("{id}:{}", visit.now);
        let entry = Entry {
            kind: CONFIRM,
            key,
            payload: &jobs::Confirm { subscriber: id, language: Some(visit.chrome.language) },
            due_at: visit.now,
            urgent: true,
        };
        outbox::enqueue(&mut visit.tx, entry, visit.now).await?;
    }
    visit.tx.commit().await?;
    Ok(ask.go("/changelog", message("subscription-sent").with("email", email.as_str())))
}

/// What a mailed link leads to.
#[derive(Template)]
#[template(path = "changelog/subscription.html")]
struct SubscriptionPage<'a> {
    site: &'a str,
    email: &'a str,
    state: State,
    leave: String,
}

/// How an address and the changelog stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Its owner has yet to press the button.
    Asked,
    /// It was asked for too long ago.
    Stale,
    /// News is mailed to it.
    Follows,
    /// It is not any more.
    Left,
}

/// A mail scanner opens links: this only shows a button.
async fn show_confirm(mut visit: Visit, Path((id, signature)): Path<(SubscriberId, String)>) -> Result<Reply> {
    let subscriber = signed(&mut visit, id, &confirming(id), &signature).await?;
    let state = match (subscriber.follows(), subscriber.confirmable(visit.now)) {
        (true, _) => State::Follows,
        (false, true) => State::Asked,
        (false, false) => State::Stale,
    };
    subscription(visit, &subscriber, state)
}

async fn confirm(mut visit: Visit, Path((id, signature)): Path<(SubscriberId, String)>) -> Result<Reply> {
    let subscriber = signed(&mut visit, id, &confirming(id), &signature).await?;
    if !subscriber.confirmable(visit.now) {
        return subscription(visit, &subscriber, State::Stale);
    }
    subscribers::follow(&mut visit.tx, id, visit.now).await?;
    let leave = leave_path(&visit.site, id);
    visit.tx.commit().await?;
    Ok(see_other(&leave))
}

async fn show_leave(mut visit: Visit, Path((id, signature)): Path<(SubscriberId, String)>) -> Result<Reply> {
    let subscriber = signed(&mut visit, id, &leaving(id), &signature).await?;
    let state = if subscriber.follows() { State::Follows } else { State::Left };
    subscription(visit, &subscriber, state)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct LeaveForm {
    /// What the page's button says.
    follow: bool,
    /// What a mail program says (RFC 8058).
    #[serde(rename = "List-Unsubscribe")]
    one_click: Option<String>,
}

async fn leave(
    mut visit: Visit,
    Path((id, signature)): Path<(SubscriberId, String)>,
    Form(form): Form<LeaveForm>,
) -> Result<Reply> {
    let subscriber = signed(&mut visit, id, &leaving(id), &signature).await?;
    match form {
        LeaveForm { one_click: None, follow: true } if subscriber.confirmed() => {
            subscribers::follow(&mut visit.tx, id, visit.now).await?;
        }
        _ => subscribers::leave(&mut visit.tx, id, visit.now).await?,
    }
    let page = leave_path(&visit.site, id);
    visit.tx.commit().await?;
    // A mail program follows no redirect and shows no page.
    Ok(if form.one_click.is_some() { StatusCode::OK.into_response() } else { see_other(&page) })
}

/// The subscriber a link was made for. A link that was not made here leads nowhere.
async fn signed(visit: &mut Visit, id: SubscriberId, message: &str, signature: &str) -> Result<Subscriber> {
    if !token::verify(&visit.site.mail_key, message, signature) {
        return Err(Error::NotFound);
    }
    subscribers::find(&mut visit.tx, id).await
}

fn subscription(visit: Visit, subscriber: &Subscriber, state: State) -> Result<Reply> {
    let leave = leave_path(&visit.site, subscriber.id);
    let content = SubscriptionPage { site: &visit.site.name, email: &subscriber.email, state, leave };
    Page::new(visit.chrome, message("changelog-mail"), &content)?.private().reply()
}
