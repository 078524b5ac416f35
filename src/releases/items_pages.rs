//! What is in a release: linking ideas, free lines, and how fully a wish is met.

use askama::Template;
use axum::Router;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::json;

use super::items::{self, Candidate};
use super::store::{self, Draft};
use super::{Precision, Release, Stage, path};
use crate::access::{Roles, Staff};
use crate::app::App;
use crate::error::{Error, Result};
use crate::events;
use crate::ids::ItemId;
use crate::text::{Body, Line, Version};
use crate::web::ask::Reply;
use crate::web::{Ask, Form, Page, Path, Query};
use crate::words::filters;

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/admin/releases/{number}/items", get(candidates).post(add))
        .route("/admin/releases/{number}/items/{item}/completes", post(completes))
        .route("/admin/releases/{number}/items/{item}/removal", post(remove))
        .route("/ideas/{number}/release", post(plan))
}

#[derive(Debug, Default, Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
}

/// Ideas that could go in.
#[derive(Template)]
#[template(path = "releases/candidates.html")]
struct Candidates<'a> {
    release: &'a Release,
    candidates: Vec<Candidate>,
}

#[derive(Template)]
#[template(path = "releases/add.html")]
struct AddPage<'a> {
    release: &'a Release,
    q: String,
    candidates: Candidates<'a>,
}

/// Ideas that could go in: what was searched for, or what most people wait for.
async fn candidates(mut staff: Staff, Path(number): Path<i32>, Query(search): Query<Search>, ask: Ask) -> Result<Reply> {
    let release = store::find(&mut staff.tx, number).await?;
    let candidates = items::candidates(&mut staff.tx, release.id, &search.q).await?;
    let candidates = Candidates { release: &release, candidates };
    if ask.enhanced {
        return crate::web::ask::html(axum::http::StatusCode::OK, ask.language, &candidates);
    }
    let content = AddPage { release: &release, q: search.q, candidates };
    Page::new(staff.chrome, format!("Add to {}", release.title()), &content)?.desk().reply()
}

#[derive(Debug, Deserialize)]
struct Add {
    /// The number of an idea, perhaps with a `#`.
    #[serde(default)]
    idea: String,
    #[serde(default)]
    line: String,
}

async fn add(mut staff: Staff, Path(number): Path<i32>, ask: Ask, Form(form): Form<Add>) -> Result<Reply> {
    let release = store::hold(&mut staff.tx, number).await?;
    let said = if form.line.trim().is_empty() {
        let idea = match form.idea.trim().trim_start_matches('#').parse() {
            Ok(number) => items::idea(&mut staff.tx, number).await?,
            Err(_) => None,
        };
        let idea = idea.ok_or_else(|| {
            Error::rejected(format!("There is no idea “{}”. An idea is named by its number, such as 12.", form.idea))
        })?;
        let linked = items::link(&mut staff.tx, &staff.site, &release, idea, staff.id, staff.now).await?;
        if linked { "Linked." } else { "It was linked already." }
    } else {
        let line = Line::typed(&form.line).map_err(Error::rejected)?;
        items::add_line(&mut staff.tx, &release, &line, staff.now).await?;
        let data = json!({ "line": line.as_str() });
        events::record(&mut staff.tx, "release.line_added", Some(staff.id), release.id.0, data, staff.now).await?;
        "Added."
    };
    staff.tx.commit().await?;
    Ok(ask.go(&release.path(), said))
}

#[derive(Debug, Deserialize)]
struct Completes {
    completes: bool,
}

async fn completes(
    mut staff: Staff,
    Path((number, item)): Path<(i32, ItemId)>,
    ask: Ask,
    Form(form): Form<Completes>,
) -> Result<Reply> {
    let release = store::hold(&mut staff.tx, number).await?;
    items::set_completes(&mut staff.tx, &release, item, form.completes).await?;
    let data = json!({ "item": item, "completes": form.completes, "completes_before": !form.completes });
    events::record(&mut staff.tx, "release.completes_changed", Some(staff.id), release.id.0, data, staff.now).await?;
    staff.tx.commit().await?;
    let said = if form.completes {
        "It will count as fully met."
    } else {
        "It will count as met in part: the idea stays open, and nobody is told it shipped."
    };
    Ok(ask.go(&release.path(), said))
}

async fn remove(mut staff: Staff, Path((number, item)): Path<(i32, ItemId)>, ask: Ask) -> Result<Reply> {
    let release = store::hold(&mut staff.tx, number).await?;
    items::remove(&mut staff.tx, &release, item, staff.id, staff.now).await?;
    staff.tx.commit().await?;
    Ok(ask.go(&release.path(), "Taken out."))
}

#[derive(Debug, Deserialize)]
struct Plan {
    /// The number of a release, or `new`.
    release: String,
}

/// From the page of an idea: into a release, or into a new one.
async fn plan(mut staff: Staff, Path(number): Path<i32>, ask: Ask, Form(form): Form<Plan>) -> Result<Reply> {
    let idea = items::idea(&mut staff.tx, number).await?.ok_or(Error::NotFound)?;
    let release = if form.release == "new" {
        if !staff.person.roles.releases() {
            return Err(Error::forbidden(
                "Your role in this workspace does not include planning releases. A releaser or an admin can create one, and you can link ideas to it.",
            ));
        }
        let version = items::next_version(&mut staff.tx).await?;
        let draft = Draft {
            version: Version::parse(&version).map_err(Error::rejected)?,
            name: Line::parse("").map_err(Error::rejected)?,
            notes: Body::parse("").map_err(Error::rejected)?,
            target_date: None,
            target_precision: Precision::Day,
        };
        let created = store::create(&mut staff.tx, &draft, Stage::Draft, staff.id, staff.now).await?;
        let (_, number) = created
            .map_err(|_| Error::rejected("Somebody has just created a release of the same name. Please choose it instead."))?;
        number
    } else {
        form.release.parse().map_err(|_| Error::rejected("Please choose a release."))?
    };
    let release = store::hold(&mut staff.tx, release).await?;
    items::link(&mut staff.tx, &staff.site, &release, idea, staff.id, staff.now).await?;
    staff.tx.commit().await?;
    Ok(ask.go(&path(release.number), "The idea is in this release."))
}
