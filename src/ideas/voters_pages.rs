//! Who voted for an idea, for staff, and voting for somebody who asked elsewhere.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;

use super::askers::{Asked, Askers};
use super::can_vote;
use super::demand;
use super::demand_panel::DemandPanel;
use super::importance::{self, Importance};
use super::on_behalf::{self, Cast, Meant as Person};
use super::show::{self, Meant};
use super::votes::OnBehalf;
use crate::access::Staff;
use crate::app::App;
use crate::boards::Visibility;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::ids::UserId;
use crate::limits::Act;
use crate::text::Email;
use crate::users;
use crate::web::ask::html;
use crate::web::{Ask, Errors, Form, Page, Path, Query, Reply};
use crate::words::{Language, filters};

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/ideas/{number}/voters", get(list).post(cast))
        .route("/ideas/{number}/voters/people", get(people))
        .route("/ideas/{number}/voters/importance", post(set_importance))
        .route("/ideas/{number}/voters/take-back", post(take_back))
}

#[derive(Template)]
#[template(path = "ideas/voters.html")]
struct VotersPage<'a> {
    meant: &'a Meant,
    path: String,
    demand: DemandPanel<'a>,
    askers: Askers<'a>,
    form: CastForm,
    importances: [Importance; 3],
    /// The people who may be meant by what was typed.
    choices: &'a [Person],
    /// Why the vote was not cast.
    refused: String,
    errors: &'a Errors,
}

/// Somebody to vote for, as the form sends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct CastForm {
    who: String,
    /// One of those who were offered, where their button was pressed.
    user: Option<UserId>,
    source: String,
    importance: String,
}

async fn find(staff: &mut Staff, number: i32) -> Result<Meant> {
    show::meant(&mut staff.tx, number, &Visibility::seen_by(Some(&staff.person))).await
}

/// What was typed, and what there is to say about it.
#[derive(Default)]
struct Typed {
    form: CastForm,
    errors: Errors,
    choices: Vec<Person>,
    refused: String,
}

/// The page, as its address narrows the list, with what was typed.
async fn render(mut staff: Staff, meant: &Meant, asked: &Asked, typed: Typed) -> Result<Page> {
    // Like the desk, it is in no catalogue, wherever its address is.
    staff.chrome.language = Language::English;
    let path = format!("{}/voters", super::path(meant.number));
    let (now, zone) = (staff.now, staff.site.time_zone.clone());
    let mut each = demand::among(&mut staff.tx, &[meant.root], asked.segment(), now).await?;
    let demand = each.remove(&meant.root).unwrap_or_default();
    let askers = Askers::read(&mut staff.tx, &[meant.root], Some(meant.root_number), path.clone(), asked, (now, &zone)).await?;
    let within = asked.segment().map(|segment| format!("?segment={segment}")).unwrap_or_default();
    let page = VotersPage {
        meant,
        demand: DemandPanel::new(&demand, format!("{path}{within}"), now, &zone),
        path,
        askers,
        form: typed.form,
        importances: Importance::ALL,
        choices: &typed.choices,
        refused: typed.refused,
        errors: &typed.errors,
    };
    Ok(Page::new(staff.chrome, format!("Voters of #{}", meant.root_number), &page)?.private())
}

async fn list(mut staff: Staff, Path(number): Path<i32>, Query(asked): Query<Asked>) -> Result<Reply> {
    let meant = find(&mut staff, number).await?;
    render(staff, &meant, &asked, Typed::default()).await?.reply()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Words {
    who: String,
}

#[derive(Template)]
#[template(path = "ideas/voters_people.html")]
struct People<'a> {
    people: &'a [Person],
}

/// The people who may be meant by what has been typed so far.
async fn people(mut staff: Staff, Path(number): Path<i32>, Query(words): Query<Words>) -> Result<Reply> {
    find(&mut staff, number).await?;
    let enough = words.who.trim().chars().count() > 1;
    let people = if enough { on_behalf::called(&mut staff.tx, &words.who).await? } else { Vec::new() };
    html(StatusCode::OK, staff.chrome.language, &People { people: &people })
}

/// Who is meant by an address or a name; nobody where `typed` says why. An unknown address becomes a person who has not
/// confirmed it.
async fn who(tx: &mut TenantTx, typed: &mut Typed, now: Time) -> Result<Option<UserId>> {
    if let Some(user) = typed.form.user {
        return match users::store::find(tx, user).await {
            Ok(user) if user.deleted_at.is_none() => Ok(Some(user.id)),
            Ok(_) | Err(Error::NotFound) => {
                typed.errors.add("who", "That person is not here any more.");
                Ok(None)
            }
            Err(error) => Err(error),
        };
    }
    let text = typed.form.who.trim();
    if text.contains('@') {
        return match typed.errors.take("who", Email::parse(text)) {
            Some(email) => users::store::ensure(tx, &email, now).await.map(Some),
            None => Ok(None),
        };
    }
    let found = on_behalf::called(tx, text).await?;
    let exactly: Vec<_> = found.iter().filter(|person| person.exactly).collect();
    match (exactly.as_slice(), found.as_slice()) {
        ([one], _) => return Ok(Some(one.id)),
        ([], []) if text.is_empty() => {
            typed.errors.add("who", "Who asked for this? Give an e-mail address, or the name of somebody who is here.");
        }
        ([], []) => {
            typed.errors.add("who", format!("Nobody here is called “{text}”. With an e-mail address they can be added."));
        }
        ([], _) => typed.errors.add("who", format!("Nobody here is called “{text}”. Did you mean one of these?")),
        _ => typed.errors.add("who", "Several people are called that. Which of them?"),
    }
    typed.choices = found;
    Ok(None)
}

async fn cast(mut staff: Staff, Path(number): Path<i32>, ask: Ask, Form(form): Form<CastForm>) -> Result<Reply> {
    staff.limit(Act::Vote)?;
    let meant = find(&mut staff, number).await?;
    let mut typed = Typed { form, ..Typed::default() };
    let source = typed.errors.take("source", on_behalf::source_url(&typed.form.source));
    let now = staff.now;
    let open = can_vote(meant.root_category);
    if !open {
        typed.errors.add("who", format!("“{}” is there already, so it needs no more votes.", meant.root_title));
    }
    let user = if source.is_some() && open { who(&mut staff.tx, &mut typed, now).await? } else { None };
    let (Some(source), Some(user)) = (source, user) else {
        let page = render(staff, &meant, &Asked::default(), typed).await?;
        return page.status(StatusCode::UNPROCESSABLE_ENTITY).reply();
    };
    let by = OnBehalf { staff: staff.id, source_url: source.as_deref() };
    let importance = Importance::parse(&typed.form.importance);
    let said = match on_behalf::cast(&mut staff.tx, meant.id, user, importance, by, now).await? {
        Cast::Counted => "The vote is counted, and they are told.",
        Cast::VotedBefore => "They had voted already; nothing changed.",
        Cast::Refused(at) => {
            typed.refused =
                format!("They took such a vote back themselves on {}, so it was not cast again. They can still vote.", at.day());
            let page = render(staff, &meant, &Asked::default(), typed).await?;
            return page.status(StatusCode::UNPROCESSABLE_ENTITY).reply();
        }
    };
    staff.tx.commit().await?;
    Ok(ask.go(&format!("{}/voters", super::path(number)), said))
}

#[derive(Debug, Deserialize)]
struct SetImportance {
    user: UserId,
    #[serde(default)]
    importance: String,
}

/// Staff write down how much it matters to somebody who said so elsewhere.
async fn set_importance(mut staff: Staff, Path(number): Path<i32>, ask: Ask, Form(form): Form<SetImportance>) -> Result<Reply> {
    let meant = find(&mut staff, number).await?;
    let importance = Importance::parse(&form.importance);
    importance::set_for(&mut staff.tx, meant.id, form.user, importance, staff.id, staff.now).await?;
    staff.tx.commit().await?;
    if ask.enhanced {
        return Ok(axum::response::IntoResponse::into_response(StatusCode::NO_CONTENT));
    }
    Ok(ask.back(&format!("{}/voters", super::path(number)), "Noted."))
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
