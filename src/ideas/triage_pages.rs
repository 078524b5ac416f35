//! Deciding about an idea: its status with the team's answer, its board, its tags.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use serde::Deserialize;

use super::show::{self, Meant, Shown};
use super::show_pages::{self, Reader};
use super::{edit, status};
use crate::access::Manager;
use crate::app::App;
use crate::boards::{self, Board, Status, Tag, Visibility};
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::ids::{BoardId, StatusId, TagId};
use crate::text::Body;
use crate::web::{Ask, Form, Path, Reply};
use crate::words::{Language, filters};

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new().route("/ideas/{number}/status", post(decide)).route("/ideas/{number}/sort", post(sort))
}

/// The forms for whoever triages.
#[derive(Template)]
#[template(path = "ideas/triage.html")]
pub(super) struct Triage {
    number: i32,
    status: StatusId,
    response: String,
    error: String,
    board: BoardId,
    statuses: Vec<(StatusId, String)>,
    boards: Vec<(BoardId, String)>,
    tags: Vec<(Tag, bool)>,
}

/// A decision that was refused.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    status: StatusId,
    response: String,
    error: String,
}

impl Triage {
    /// As it stands in a page of whatever language: it is in no catalogue, and says of itself that it is English.
    pub(super) fn english(&self) -> Result<String> {
        self.render_with_values(&Language::English).map_err(Error::internal)
    }

    /// Reads what there is to choose from, and shows what was typed or what stands.
    pub(super) async fn read(tx: &mut TenantTx, idea: &Shown, typed: Option<Typed>) -> Result<Self> {
        let typed =
            typed.unwrap_or_else(|| Typed { status: idea.status_id, response: idea.response.clone(), error: String::new() });
        let statuses = boards::store::statuses(tx).await?;
        let mut boards: Vec<_> = boards::store::list(tx, &Visibility::ALL).await?.into_iter().map(named).collect();
        if !boards.iter().any(|(id, _)| *id == idea.board_id) {
            boards.push((idea.board_id, idea.board.clone()));
        }
        let tags = boards::store::tags(tx).await?;
        Ok(Self {
            number: idea.number,
            status: typed.status,
            response: typed.response,
            error: typed.error,
            board: idea.board_id,
            statuses: statuses.into_iter().map(|Status { id, name, .. }| (id, name)).collect(),
            boards,
            tags: tags
                .into_iter()
                .map(|tag| {
                    let has = idea.has_tag(&tag.name);
                    (tag, has)
                })
                .collect(),
        })
    }
}

/// A board, as a choice.
fn named(board: Board) -> (BoardId, String) {
    let name = match board.visibility {
        Visibility::Public => board.name,
        Visibility::SignedIn => format!("{} (signed in)", board.name),
        Visibility::Staff => format!("{} (team)", board.name),
    };
    (board.id, name)
}

#[derive(Debug, Deserialize)]
struct Decision {
    status: StatusId,
    #[serde(default)]
    response: String,
}

async fn root(manager: &mut Manager, number: i32) -> Result<Meant> {
    show::meant(&mut manager.tx, number, &Visibility::seen_by(Some(&manager.person))).await
}

async fn decide(mut manager: Manager, Path(number): Path<i32>, ask: Ask, Form(form): Form<Decision>) -> Result<Reply> {
    let meant = root(&mut manager, number).await?;
    let response = match Body::parse(&form.response) {
        Ok(response) => response,
        Err(error) => {
            let typed = Typed { status: form.status, response: form.response, error: error.english() };
            let typed = show_pages::Typed { triage: Some(typed), ..show_pages::Typed::default() };
            let reader = Reader::of(&manager.person, &manager.site, manager.now);
            let page = show_pages::render(&mut manager.tx, manager.chrome, &reader, &meant, typed).await?;
            return page.private().status(StatusCode::UNPROCESSABLE_ENTITY).reply();
        }
    };
    let decision = (form.status, &response);
    let decided = status::decide(&mut manager.tx, &manager.site, meant.root, decision, manager.id, manager.now).await;
    let changed = match decided {
        Err(Error::NotFound) => return Err(Error::rejected("That status is not there any more. Please choose another.")),
        changed => changed?,
    };
    manager.tx.commit().await?;
    Ok(ask.go(&super::path(meant.root_number), if changed { "Decided." } else { "" }))
}

#[derive(Debug, Deserialize)]
struct Sorting {
    board: BoardId,
    #[serde(default)]
    tags: Vec<TagId>,
}

async fn sort(mut manager: Manager, Path(number): Path<i32>, ask: Ask, Form(form): Form<Sorting>) -> Result<Reply> {
    let meant = root(&mut manager, number).await?;
    let moved = edit::move_to(&mut manager.tx, meant.root, form.board, manager.id, manager.now).await?;
    let tagged = edit::tag(&mut manager.tx, meant.root, &form.tags, manager.id, manager.now).await?;
    manager.tx.commit().await?;
    Ok(ask.go(&super::path(meant.root_number), if moved || tagged { "Sorted in." } else { "" }))
}
