//! Releases, for those who plan them.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;

use super::items;
use super::store::{self, Draft, Listed};
use super::{Precision, Release, Stage, items_pages, path, people_pages, ship_pages, show_pages};
use crate::access::{Releaser, Roles, Staff};
use crate::app::App;
use crate::clock::Date;
use crate::error::{Error, Result};
use crate::text::{Body, Line, Version};
use crate::web::ask::Reply;
use crate::web::{Ask, Errors, Form, Page, Path};
use crate::words::filters;

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/admin/releases", get(list).post(create))
        .route("/admin/releases/new", get(new))
        .route("/admin/releases/{number}/edit", get(edit).post(save))
        .route("/admin/releases/{number}/stage", post(stage))
        .route("/admin/releases/{number}/deletion", post(delete))
        .merge(show_pages::router())
        .merge(items_pages::router())
        .merge(people_pages::router())
        .merge(ship_pages::router())
}

#[derive(Template)]
#[template(path = "releases/list.html")]
struct ListPage {
    releases: Vec<Listed>,
    may_plan: bool,
}

async fn list(mut staff: Staff) -> Result<Reply> {
    let releases = store::list(&mut staff.tx).await?;
    let may_plan = staff.person.roles.releases();
    Page::new(staff.chrome, "Releases", &ListPage { releases, may_plan })?.desk().reply()
}

/// What the form carries, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
struct ReleaseForm {
    #[serde(default)]
    version: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    notes: String,
    #[serde(default)]
    target_date: String,
    #[serde(default)]
    target_precision: Precision,
}

impl ReleaseForm {
    fn parse(&self) -> std::result::Result<Draft, Errors> {
        let mut errors = Errors::new();
        let version = errors.take("version", Version::parse(&self.version));
        let name = errors.take("name", Line::parse(&self.name));
        let notes = errors.take("notes", Body::parse(&self.notes));
        let date = if self.target_date.trim().is_empty() {
            Some(None)
        } else {
            let date = self.target_date.trim().parse().map(Date).map_err(|_| "This is not a date such as 2027-03-31.");
            errors.take("target_date", date).map(Some)
        };
        match (version, name, notes, date) {
            (Some(version), Some(name), Some(notes), Some(target_date)) => {
                Ok(Draft { version, name, notes, target_date, target_precision: self.target_precision })
            }
            _ => Err(errors),
        }
    }
}

#[derive(Template)]
#[template(path = "releases/form.html")]
struct FormPage<'a> {
    /// The release that is edited; none for a new one.
    release: Option<&'a Release>,
    form: ReleaseForm,
    errors: Errors,
}

impl FormPage<'_> {
    fn action(&self) -> String {
        self.release.map_or("/admin/releases".to_owned(), |release| format!("{}/edit", release.path()))
    }

    fn precisions(&self) -> [(&'static str, &'static str, bool); 4] {
        let is = |precision| self.form.target_precision == precision;
        [
            ("day", "On that day", is(Precision::Day)),
            ("week", "In that week", is(Precision::Week)),
            ("month", "In that month", is(Precision::Month)),
            ("quarter", "In that quarter", is(Precision::Quarter)),
        ]
    }
}

async fn new(releaser: Releaser) -> Result<Reply> {
    let content = FormPage { release: None, form: ReleaseForm::default(), errors: Errors::new() };
    Page::new(releaser.chrome, "New release", &content)?.desk().reply()
}

async fn create(mut releaser: Releaser, ask: Ask, Form(form): Form<ReleaseForm>) -> Result<Reply> {
    let created = match form.parse() {
        Ok(draft) => store::create(&mut releaser.tx, &draft, Stage::Draft, releaser.id, releaser.now).await?,
        Err(errors) => Err(errors),
    };
    match created {
        Ok((_, number)) => {
            releaser.tx.commit().await?;
            Ok(ask.go(&path(number), "The release exists. Link the ideas it will answer."))
        }
        Err(errors) => {
            let content = FormPage { release: None, form, errors };
            Page::new(releaser.chrome, "New release", &content)?.desk().status(StatusCode::UNPROCESSABLE_ENTITY).reply()
        }
    }
}

async fn edit(mut releaser: Releaser, Path(number): Path<i32>) -> Result<Reply> {
    let release = store::find(&mut releaser.tx, number).await?;
    let form = ReleaseForm {
        version: release.version.clone(),
        name: release.name.clone(),
        notes: release.notes.clone(),
        target_date: release.target_date.map(|date| date.to_string()).unwrap_or_default(),
        target_precision: release.target_precision,
    };
    let content = FormPage { release: Some(&release), form, errors: Errors::new() };
    Page::new(releaser.chrome, format!("Edit {}", release.title()), &content)?.desk().reply()
}

async fn save(mut releaser: Releaser, Path(number): Path<i32>, ask: Ask, Form(form): Form<ReleaseForm>) -> Result<Reply> {
    let release = store::find(&mut releaser.tx, number).await?;
    let saved = match form.parse() {
        Ok(draft) => store::edit(&mut releaser.tx, release.id, &draft, releaser.id, releaser.now).await?,
        Err(errors) => Err(errors),
    };
    match saved {
        Ok(()) => {
            releaser.tx.commit().await?;
            Ok(ask.go(&release.path(), "Saved."))
        }
        Err(errors) => {
            let content = FormPage { release: Some(&release), form, errors };
            let title = format!("Edit {}", release.title());
            Page::new(releaser.chrome, title, &content)?.desk().status(StatusCode::UNPROCESSABLE_ENTITY).reply()
        }
    }
}

#[derive(Debug, Deserialize)]
struct StageForm {
    planned: bool,
}

/// Promises a draft, or takes the promise back.
async fn stage(mut releaser: Releaser, Path(number): Path<i32>, ask: Ask, Form(form): Form<StageForm>) -> Result<Reply> {
    let tx = &mut releaser.tx;
    let release = store::hold(tx, number).await?;
    let stage = if form.planned { Stage::Planned } else { Stage::Draft };
    if store::set_stage(tx, release.id, stage, releaser.id, releaser.now).await? {
        let release = Release { stage, ..release.clone() };
        if form.planned {
            items::promise_all(tx, &releaser.site, &release, releaser.id, releaser.now).await?;
        } else {
            items::unpromise_all(tx, &release, releaser.id, releaser.now).await?;
        }
    }
    releaser.tx.commit().await?;
    let said =
        if form.planned { "Planned. It stands on the roadmap." } else { "A draft again. Nobody outside the team sees it." };
    Ok(ask.go(&release.path(), said))
}

async fn delete(mut releaser: Releaser, Path(number): Path<i32>, ask: Ask) -> Result<Reply> {
    let release = store::hold(&mut releaser.tx, number).await?;
    items::unpromise_all(&mut releaser.tx, &release, releaser.id, releaser.now).await?;
    if !store::delete(&mut releaser.tx, release.id, releaser.id, releaser.now).await? {
        return Err(Error::rejected("People have been told of this release, so it stays. You can roll it back."));
    }
    releaser.tx.commit().await?;
    Ok(ask.go("/admin/releases", "The release is deleted. Its ideas are where they were."))
}
