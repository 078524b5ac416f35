//! The forms of saved views: keeping what the table shows under a name, renaming, sharing and deleting it.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use serde::Deserialize;

use super::narrow::Asked;
use super::{TABLE, table_pages, views};
use crate::access::{Roles, Staff};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ids::ViewId;
use crate::text::Name;
use crate::web::{Ask, Form, Path, Reply};

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/admin/views", post(save))
        .route("/admin/views/{view}", post(change))
        .route("/admin/views/{view}/delete", post(delete))
}

/// A view on its way in: its name, and what the table is narrowed to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) name: String,
    pub(super) shared: bool,
    #[serde(flatten)]
    pub(super) asked: Asked,
    /// The view that is renamed; none for a new one.
    #[serde(skip)]
    pub(super) view: Option<ViewId>,
    /// What is wrong with it.
    #[serde(skip)]
    pub(super) error: String,
}

/// The table again, with what was typed and what is wrong with it.
async fn refuse(staff: Staff, typed: Typed, error: String) -> Result<Reply> {
    let asked = typed.asked.clone();
    // The largest of the team's pages, and seldom asked for like this: on the heap.
    let page = Box::pin(table_pages::page(staff, &asked, Typed { error, ..typed })).await?;
    page.status(StatusCode::UNPROCESSABLE_ENTITY).reply()
}

/// `POST /admin/views`: what the table shows, under a name.
async fn save(mut staff: Staff, ask: Ask, Form(typed): Form<Typed>) -> Result<Reply> {
    let name = match Name::parse(&typed.name) {
        Ok(name) => name,
        Err(why) => return refuse(staff, typed, why.english()).await,
    };
    let query = typed.asked.query();
    if let Err(error) = views::save(&mut staff.tx, &name, &query, typed.shared, staff.id, staff.now).await {
        return again(staff, typed, error).await;
    }
    staff.tx.commit().await?;
    Ok(ask.go(&super::narrow::address(&query), format!("The view “{name}” is saved.")))
}

/// What was refused is said beside the field, in a transaction that can still read.
async fn again(staff: Staff, typed: Typed, error: Error) -> Result<Reply> {
    match error {
        Error::Rejected(why) => {
            let (staff, ()) = staff.apart(async {}).await?;
            refuse(staff, typed, why.english()).await
        }
        error => Err(error),
    }
}

/// `POST /admin/views/{view}`: another name, shared or not.
async fn change(mut staff: Staff, ask: Ask, Path(view): Path<ViewId>, Form(typed): Form<Typed>) -> Result<Reply> {
    let typed = Typed { view: Some(view), ..typed };
    let name = match Name::parse(&typed.name) {
        Ok(name) => name,
        Err(why) => return refuse(staff, typed, why.english()).await,
    };
    if let Err(error) = views::change(&mut staff.tx, view, &name, typed.shared, staff.id, staff.now).await {
        return again(staff, typed, error).await;
    }
    staff.tx.commit().await?;
    Ok(ask.back(TABLE, format!("The view “{name}” is saved.")))
}

/// `POST /admin/views/{view}/delete`. Admins may also delete what others share.
async fn delete(mut staff: Staff, ask: Ask, Path(view): Path<ViewId>) -> Result<Reply> {
    let admin = staff.person.roles.administers();
    let name = views::delete(&mut staff.tx, view, staff.id, admin, staff.now).await?;
    staff.tx.commit().await?;
    Ok(ask.go(TABLE, format!("The view “{name}” is deleted. The ideas in it are where they were.")))
}
