//! Who voted for an idea, for staff, and voting for somebody who asked elsewhere.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;

use super::demand::{self, Demand};
use super::on_behalf::{self, After, PAGE, Voter};
use super::show::{self, Meant};
use super::votes::OnBehalf;
use crate::access::Staff;
use crate::app::App;
use crate::boards::Visibility;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::UserId;
use crate::limits::Act;
use crate::text::Email;
use crate::users;
use crate::web::{Ask, Errors, Form, Page, Path, Query, Reply};

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new().route("/ideas/{number}/voters", get(list).post(cast)).route("/ideas/{number}/voters/take-back", post(take_back))
}

#[derive(Template)]
#[template(path = "ideas/voters.html")]
struct VotersPage<'a> {
    meant: &'a Meant,
    path: String,
    demand: Demand,
    voters: Vec<Voter>,
    next: String,
    form: CastForm,
    errors: &'a Errors,
    now: Time,
    zone: &'a str,
}

/// Where a page of voters begins.
#[derive(Debug, Default, Deserialize)]
struct Place {
    revenue: Option<i64>,
    after: Option<UserId>,
}

/// Somebody to vote for, as the form sends it.
#[derive(Debug, Default, Deserialize)]
struct CastForm {
    #[serde(default)]
    who: String,
    #[serde(default)]
    source: String,
}

async fn find(staff: &mut Staff, number: i32) -> Result<Meant> {
    show::meant(&mut staff.tx, number, &Visibility::seen_by(Some(&staff.person))).await
}

/// The page, from a place in the list, with what was typed.
async fn render(mut staff: Staff, meant: &Meant, after: Option<After>, form: CastForm, errors: &Errors) -> Result<Page> {
    let demand = demand::of_idea(&mut staff.tx, meant.root, staff.now).await?;
    let mut voters = on_behalf::voters(&mut staff.tx, meant.root, after).await?;
    let more = voters.len() > PAGE;
    voters.truncate(PAGE);
    let next = match voters.last() {
        Some(last) if more => format!("?revenue={}&after={}", last.revenue, last.user_id),
        _ => String::new(),
    };
    let zone = &staff.site.time_zone;
    let path = format!("{}/voters", super::path(meant.number));
    let page = VotersPage { meant, path, demand, voters, next, form, errors, now: staff.now, zone };
    Ok(Page::new(staff.chrome, format!("Voters of #{}", meant.root_number), &page)?.private())
}

async fn list(mut staff: Staff, Path(number): Path<i32>, Query(place): Query<Place>) -> Result<Reply> {
    let meant = find(&mut staff, number).await?;
    render(staff, &meant, place.revenue.zip(place.after), CastForm::default(), &Errors::new()).await?.reply()
}

/// Who is meant by an address or a name; nobody where `errors` says why. An unknown address becomes a person who has not
/// confirmed it.
async fn who(tx: &mut TenantTx, text: &str, now: Time, errors: &mut Errors) -> Result<Option<UserId>> {
    let text = text.trim();
    if text.contains('@') {
        return match errors.take("who", Email::parse(text)) {
            Some(email) => users::store::ensure(tx, &email, now).await.map(Some),
            None => Ok(None),
        };
    }
    match on_behalf::called(tx, text).await?.as_slice() {
        [(one, _)] => return Ok(Some(*one)),
        [] if text.is_empty() => {
            errors.add("who", "Who asked for this? Give an e-mail address, or the name of somebody who is here.");
        }
        [] => errors.add("who", format!("Nobody here is called “{text}”. With an e-mail address they can be added.")),
        several => {
            let addresses: Vec<&str> = several.iter().map(|(_, address)| address.as_str()).collect();
            errors.add("who", format!("Several people are called that. Which of them: {}?", addresses.join(", ")));
        }
    }
    Ok(None)
}

async fn cast(mut staff: Staff, Path(number): Path<i32>, ask: Ask, Form(form): Form<CastForm>) -> Result<Reply> {
    staff.limit(Act::Vote)?;
    let meant = find(&mut staff, number).await?;
    let mut errors = Errors::new();
    let source = errors.take("source", on_behalf::source_url(&form.source));
    let user = if source.is_some() { who(&mut staff.tx, &form.who, staff.now, &mut errors).await? } else { None };
    let (Some(source), Some(user)) = (source, user) else {
        let page = render(staff, &meant, None, form, &errors).await?;
        return page.status(StatusCode::UNPROCESSABLE_ENTITY).reply();
    };
    let by = OnBehalf { staff: staff.id, source_url: source.as_deref() };
    let voted = on_behalf::cast(&mut staff.tx, meant.id, user, by, staff.now).await?;
    staff.tx.commit().await?;
    let said = if voted { "The vote is counted." } else { "They had voted already; nothing changed." };
    Ok(ask.go(&format!("{}/voters", super::path(number)), said))
}

#[derive(Debug, Deserialize)]
struct TakeBack {
    user: UserId,
}

async fn take_back(mut staff: Staff, Path(number): Path<i32>, ask: Ask, Form(form): Form<TakeBack>) -> Result<Reply> {
    let meant = find(&mut staff, number).await?;
    on_behalf::take_back(&mut staff.tx, meant.id, form.user, staff.id, staff.now).await?;
    staff.tx.commit().await?;
    Ok(ask.go(&format!("{}/voters", super::path(number)), "The vote is taken back."))
}
