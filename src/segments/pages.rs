//! Segments at the desk: the list, one with its people, and the form with a count that follows what is typed.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::json;

use super::store::{self, Member, PAGE};
use super::typed::Typed;
use super::{Segment, path};
use crate::access::{Manager, Role, Roles, Staff};
use crate::app::App;
use crate::clock::Time;
use crate::companies::{Currency, exchange};
use crate::db::TenantTx;
use crate::error::Result;
use crate::events;
use crate::ids::{SegmentId, UserId};
use crate::text::count;
use crate::web::ask::html;
use crate::web::{Ask, Errors, Form, Page, Path, Query, Reply};
use crate::words::filters;

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/admin/segments", get(list).post(create))
        .route("/admin/segments/new", get(new))
        .route("/admin/segments/count", get(live_count))
        .route("/admin/segments/{id}", get(show))
        .route("/admin/segments/{id}/edit", get(edit).post(change))
        .route("/admin/segments/{id}/deletion", post(delete))
}

#[derive(Template)]
#[template(path = "segments/list.html")]
struct ListPage {
    segments: Vec<Segment>,
    manages: bool,
}

async fn list(mut staff: Staff) -> Result<Reply> {
    let segments = store::all(&mut staff.tx, staff.now).await?;
    let manages = staff.person.roles.manages();
    Page::new(staff.chrome, "Segments", &ListPage { segments, manages })?.desk().reply()
}

#[derive(Debug, Default, Deserialize)]
struct Place {
    after: Option<UserId>,
}

#[derive(Template)]
#[template(path = "segments/show.html")]
struct ShowPage<'a> {
    segment: &'a Segment,
    people: Vec<Member>,
    next: String,
    manages: bool,
}

async fn show(mut staff: Staff, Path(id): Path<SegmentId>, Query(place): Query<Place>) -> Result<Reply> {
    let segment = store::find(&mut staff.tx, id, staff.now).await?;
    let mut people = store::people(&mut staff.tx, id, place.after, staff.now).await?;
    let more = people.len() > PAGE;
    people.truncate(PAGE);
    let next = people.last().filter(|_| more).map(|last| format!("{}?after={}", path(id), last.id)).unwrap_or_default();
    let page = ShowPage { segment: &segment, people, next, manages: staff.person.roles.manages() };
    Page::new(staff.chrome, segment.name.as_str(), &page)?.desk().reply()
}

/// How many people the rules that are typed describe.
#[derive(Template)]
#[template(path = "segments/count.html")]
struct Count {
    /// Empty where that cannot be said yet.
    people: String,
}

impl Count {
    async fn of(tx: &mut TenantTx, typed: &Typed, now: Time) -> Result<Self> {
        let people = match typed.rules(&mut Errors::new()) {
            Some(rules) if !rules.is_empty() => count(store::count(tx, &rules, now).await?, "person", "people"),
            _ => String::new(),
        };
        Ok(Self { people })
    }
}

async fn live_count(mut staff: Staff, Query(typed): Query<Typed>) -> Result<Reply> {
    html(StatusCode::OK, staff.chrome.language, &Count::of(&mut staff.tx, &typed, staff.now).await?)
}

#[derive(Template)]
#[template(path = "segments/form.html")]
struct FormPage<'a> {
    /// The one that is changed; none for a new one.
    segment: Option<&'a Segment>,
    /// Where the form is sent, and where it is counted without being saved.
    action: String,
    here: String,
    typed: &'a Typed,
    errors: &'a Errors,
    plans: String,
    currencies: Vec<(&'static str, &'static str)>,
    roles: [Role; 5],
    count: Count,
}

impl FormPage<'_> {
    fn plans_hint(&self) -> String {
        match self.plans.as_str() {
            "" => "Several with commas: any of them.".to_owned(),
            plans => format!("Several with commas: any of them. There are {plans}."),
        }
    }
}

async fn form_page(mut manager: Manager, segment: Option<&Segment>, typed: &Typed, errors: &Errors) -> Result<Reply> {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = FormPage {
        segment,
        action: segment.map_or_else(|| "/admin/segments".to_owned(), |segment| format!("{}/edit", segment.path())),
        here: segment.map_or_else(|| "/admin/segments/new".to_owned(), |segment| format!("{}/edit", segment.path())),
        plans: store::plans(&mut manager.tx).await?.join(", "),
        currencies: Currency::all().map(|currency| (currency.code(), currency.code())).collect(),
        roles: Role::ALL,
        count: Count::of(&mut manager.tx, typed, manager.now).await?,
        typed,
        errors,
    };
    let title = segment.map_or("New segment", |segment| segment.name.as_str());
    Page::new(manager.chrome, title, &page)?.desk().status(status).reply()
}

/// An empty form, or what is typed so far with its count: what the form's own “Count” asks for.
async fn new(mut manager: Manager, Query(mut typed): Query<Typed>) -> Result<Reply> {
    if typed.currency.is_empty() {
        typed.currency = exchange::reporting(&mut manager.tx).await?.unwrap_or_else(|| "USD".to_owned());
    }
    form_page(manager, None, &typed, &Errors::new()).await
}

const TAKEN: &str = "There is a segment of that name already.";

async fn create(mut manager: Manager, ask: Ask, Form(typed): Form<Typed>) -> Result<Reply> {
    let mut errors = Errors::new();
    if let Some((name, rules)) = typed.parse(&mut errors) {
        if let Some(id) = store::create(&mut manager.tx, &name, &rules, manager.id, manager.now).await? {
            let data = json!({ "name": name.as_str(), "rules": rules.words() });
            events::record(&mut manager.tx, "segment.created", Some(manager.id), id.0, data, manager.now).await?;
            manager.tx.commit().await?;
            return Ok(ask.go(&path(id), "The segment is saved."));
        }
        errors.add("name", TAKEN);
    }
    form_page(manager, None, &typed, &errors).await
}

async fn edit(mut manager: Manager, Path(id): Path<SegmentId>, Query(asked): Query<Typed>) -> Result<Reply> {
    let segment = store::find(&mut manager.tx, id, manager.now).await?;
    let typed = if asked == Typed::default() { Typed::of(&segment) } else { asked };
    form_page(manager, Some(&segment), &typed, &Errors::new()).await
}

async fn change(mut manager: Manager, Path(id): Path<SegmentId>, ask: Ask, Form(typed): Form<Typed>) -> Result<Reply> {
    let segment = store::find(&mut manager.tx, id, manager.now).await?;
    let mut errors = Errors::new();
    let Some((name, rules)) = typed.parse(&mut errors) else {
        return form_page(manager, Some(&segment), &typed, &errors).await;
    };
    if !store::change(&mut manager.tx, id, &name, &rules).await? {
        errors.add("name", TAKEN);
        let (manager, ()) = manager.apart(async {}).await?;
        return form_page(manager, Some(&segment), &typed, &errors).await;
    }
    let data = json!({
        "name": name.as_str(), "rules": rules.words(), "name_before": segment.name, "rules_before": segment.rules.words(),
    });
    events::record(&mut manager.tx, "segment.changed", Some(manager.id), id.0, data, manager.now).await?;
    manager.tx.commit().await?;
    Ok(ask.go(&path(id), "The segment is saved."))
}

async fn delete(mut manager: Manager, Path(id): Path<SegmentId>, ask: Ask) -> Result<Reply> {
    let segment = store::find(&mut manager.tx, id, manager.now).await?;
    store::delete(&mut manager.tx, id).await?;
    let data = json!({ "name": segment.name, "rules": segment.rules.words() });
    events::record(&mut manager.tx, "segment.deleted", Some(manager.id), id.0, data, manager.now).await?;
    manager.tx.commit().await?;
    Ok(ask.go("/admin/segments", format!("The segment “{}” is deleted. Its people are as they were.", segment.name)))
}
