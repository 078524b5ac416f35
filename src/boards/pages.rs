//! The boards, for their managers: opened, described, ordered, shown to some or to all, and closed.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::json;

use super::store::{self, NewBoard};
use super::{Board, Moderation, Visibility, words_pages};
use crate::access::{Manager, Staff};
use crate::app::App;
use crate::error::{Error, Result, constraint};
use crate::events;
use crate::ids::BoardId;
use crate::text::{Line, Name, Slug, count};
use crate::web::{Ask, Chrome, Errors, Form, Page, Path, Reply};
use crate::words::filters;

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/admin/boards", get(boards).post(create))
        .route("/admin/boards/{slug}", get(board).post(change))
        .route("/admin/boards/{slug}/move", post(shift))
        .route("/admin/boards/{slug}/close", post(close))
        .route("/admin/boards/{slug}/reopen", post(reopen))
        .merge(words_pages::router())
}

/// What the form of a board says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct BoardForm {
    name: String,
    slug: String,
    description: String,
    visibility: String,
    /// Left empty, it stays as it is.
    moderation: String,
}

impl BoardForm {
    /// As a board is now.
    fn of(board: &Board) -> Self {
        Self {
            name: board.name.clone(),
            slug: board.slug.clone(),
            description: board.description.clone(),
            visibility: board.visibility.word().to_owned(),
            moderation: board.moderation.word().to_owned(),
        }
    }

    /// What it comes to, or what is wrong with it. Without an address, one is made from the name.
    fn parse(&self, errors: &mut Errors) -> Option<NewBoard> {
        let name = errors.take("name", Name::parse(&self.name));
        let slug = match (self.slug.trim(), Slug::guess(&self.name)) {
            ("", Some(slug)) => Some(slug),
            (typed, _) => errors.take("slug", Slug::parse(typed)),
        };
        let description = errors.take("description", Line::typed(&self.description));
        let visibility = Visibility::parse(&self.visibility);
        if visibility.is_none() {
            errors.add("visibility", "Please choose who may see it.");
        }
        Some(NewBoard { name: name?, slug: slug?, description: description?, visibility: visibility? })
    }
}

/// What the form of a board says of moderation, where the board is as `before` says.
fn moderation(form: &BoardForm, before: Moderation) -> Moderation {
    Moderation::parse(&form.moderation).unwrap_or(before)
}

/// What is wrong where the database refused, if it is a person's to mend.
fn refused(error: sqlx::Error) -> Result<Errors> {
    match constraint(&error) {
        Some("boards_slug_key") => Ok(("slug", "Another board has this address. Please choose a different one.").into()),
        _ => Err(error.into()),
    }
}

/// A board and how many ideas are on it.
struct Row {
    board: Board,
    ideas: i64,
}

impl Row {
    /// `12 ideas`.
    fn ideas(&self) -> String {
        count(self.ideas, "idea", "ideas")
    }
}

#[derive(Template)]
#[template(path = "boards/list.html")]
struct Boards<'a> {
    open: Vec<&'a Row>,
    closed: Vec<&'a Row>,
    manages: bool,
    form: &'a BoardForm,
    errors: &'a Errors,
    visibilities: [Visibility; 3],
}

impl Boards<'_> {
    fn page(rows: &[Row], manages: bool, form: &BoardForm, errors: &Errors, chrome: Chrome) -> Result<Page> {
        let (open, closed) = rows.iter().partition(|row| row.board.archived_at.is_none());
        let page = Boards { open, closed, manages, form, errors, visibilities: Visibility::ALL };
        Ok(Page::new(chrome, "Boards", &page)?.desk())
    }
}

async fn rows(tx: &mut crate::db::TenantTx) -> Result<Vec<Row>> {
    let counts = store::idea_counts(tx).await?;
    let boards = store::all(tx, &Visibility::ALL).await?;
    let ideas = |id: BoardId| counts.iter().find(|(board, _)| *board == id).map_or(0, |(_, ideas)| *ideas);
    Ok(boards.into_iter().map(|board| Row { ideas: ideas(board.id), board }).collect())
}

/// `GET /admin/boards`.
async fn boards(mut staff: Staff) -> Result<Reply> {
    use crate::access::Roles;
    let rows = rows(&mut staff.tx).await?;
    let form = BoardForm {
        visibility: Visibility::Public.word().to_owned(),
        moderation: Moderation::None.word().to_owned(),
        ..BoardForm::default()
    };
    Boards::page(&rows, staff.person.roles.manages(), &form, &Errors::new(), staff.chrome)?.reply()
}

/// `POST /admin/boards`: one more board.
async fn create(mut manager: Manager, ask: Ask, Form(form): Form<BoardForm>) -> Result<Reply> {
    let rows = rows(&mut manager.tx).await?;
    let mut errors = Errors::new();
    if let Some(new) = form.parse(&mut errors) {
        match store::create(&mut manager.tx, &new, manager.now).await {
            Ok(id) => {
                let moderation = moderation(&form, Moderation::None);
                store::set_moderation(&mut manager.tx, id, moderation).await?;
                let data = json!({
                    "name": new.name.as_str(), "visibility": new.visibility.word(), "moderation": moderation.word(),
                });
                events::record(&mut manager.tx, "board.created", Some(manager.id), id.0, data, manager.now).await?;
                manager.tx.commit().await?;
                return Ok(ask.go("/admin/boards", format!("The board “{}” is open.", new.name)));
            }
            Err(error) => errors = refused(error)?,
        }
    }
    Boards::page(&rows, true, &form, &errors, manager.chrome)?.status(StatusCode::UNPROCESSABLE_ENTITY).reply()
}

#[derive(Template)]
#[template(path = "boards/edit.html")]
struct EditBoard<'a> {
    board: &'a Board,
    others: &'a [Board],
    form: &'a BoardForm,
    errors: &'a Errors,
    visibilities: [Visibility; 3],
}

impl EditBoard<'_> {
    /// Where the ideas of a board may go when it is closed.
    fn destinations(&self) -> Vec<(&str, String)> {
        let stay = [("", "Leave them on this board".to_owned())];
        let others = self.others.iter().map(|board| (board.slug.as_str(), format!("Move them to “{}”", board.name)));
        stay.into_iter().chain(others).collect()
    }
}

fn edit_page(board: &Board, others: &[Board], form: &BoardForm, errors: &Errors, chrome: Chrome) -> Result<Page> {
    let page = EditBoard { board, others, form, errors, visibilities: Visibility::ALL };
    Ok(Page::new(chrome, board.name.as_str(), &page)?.desk())
}

/// The board, and the open ones beside it.
async fn with_others(manager: &mut Manager, slug: &str) -> Result<(Board, Vec<Board>)> {
    let board = store::by_slug(&mut manager.tx, slug, &Visibility::ALL).await?;
    let mut others = store::list(&mut manager.tx, &Visibility::ALL).await?;
    others.retain(|other| other.id != board.id);
    Ok((board, others))
}

/// `GET /admin/boards/{slug}`.
async fn board(mut manager: Manager, Path(slug): Path<String>) -> Result<Reply> {
    let (board, others) = with_others(&mut manager, &slug).await?;
    edit_page(&board, &others, &BoardForm::of(&board), &Errors::new(), manager.chrome)?.reply()
}

/// `POST /admin/boards/{slug}`: its name, address, description and who may see it.
async fn change(mut manager: Manager, ask: Ask, Path(slug): Path<String>, Form(form): Form<BoardForm>) -> Result<Reply> {
    let (board, others) = with_others(&mut manager, &slug).await?;
    let mut errors = Errors::new();
    if let Some(new) = form.parse(&mut errors) {
        match store::change(&mut manager.tx, board.id, &new).await {
            Ok(()) => {
                let moderation = moderation(&form, board.moderation);
                store::set_moderation(&mut manager.tx, board.id, moderation).await?;
                let data = json!({
                    "name": new.name.as_str(), "name_before": board.name,
                    "slug": new.slug.as_str(), "slug_before": board.slug,
                    "description": new.description.as_str(), "description_before": board.description,
                    "visibility": new.visibility.word(), "visibility_before": board.visibility.word(),
                    "moderation": moderation.word(), "moderation_before": board.moderation.word(),
                });
                events::record(&mut manager.tx, "board.changed", Some(manager.id), board.id.0, data, manager.now).await?;
                manager.tx.commit().await?;
                return Ok(ask.go("/admin/boards", format!("The board “{}” is saved.", new.name)));
            }
            Err(error) => errors = refused(error)?,
        }
    }
    edit_page(&board, &others, &form, &errors, manager.chrome)?.status(StatusCode::UNPROCESSABLE_ENTITY).reply()
}

/// Which way something goes in a list.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Way {
    Up,
    Down,
}

impl Way {
    /// As events say it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

/// Moves one place in a list.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Shift {
    pub(super) way: Way,
}

impl Shift {
    /// Swaps an element with its neighbour. False at the end of the list.
    pub(super) fn apply<T: PartialEq>(self, list: &mut [T], element: &T) -> bool {
        let Some(from) = list.iter().position(|one| one == element) else { return false };
        let to = match self.way {
            Way::Up => from.checked_sub(1),
            Way::Down => Some(from + 1).filter(|to| *to < list.len()),
        };
        to.inspect(|to| list.swap(from, *to)).is_some()
    }
}

/// `POST /admin/boards/{slug}/move`: one place up or down.
async fn shift(mut manager: Manager, ask: Ask, Path(slug): Path<String>, Form(shift): Form<Shift>) -> Result<Reply> {
    let board = store::by_slug(&mut manager.tx, &slug, &Visibility::ALL).await?;
    let boards = store::list(&mut manager.tx, &Visibility::ALL).await?;
    let mut order: Vec<BoardId> = boards.iter().map(|board| board.id).collect();
    if shift.apply(&mut order, &board.id) {
        store::order(&mut manager.tx, &order).await?;
        let data = json!({ "way": shift.way.word() });
        events::record(&mut manager.tx, "board.reordered", Some(manager.id), board.id.0, data, manager.now).await?;
        manager.tx.commit().await?;
    }
    Ok(ask.go("/admin/boards", ""))
}

/// Closes a board.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Close {
    /// The board that its ideas go to; none leaves them.
    move_to: String,
}

/// `POST /admin/boards/{slug}/close`: no new ideas; the old ones stay, or go to another board.
async fn close(mut manager: Manager, ask: Ask, Path(slug): Path<String>, Form(form): Form<Close>) -> Result<Reply> {
    let (board, others) = with_others(&mut manager, &slug).await?;
    store::set_archived(&mut manager.tx, board.id, true, manager.now).await?;
    let mut said = format!("The board “{}” takes no new ideas any more.", board.name);
    let mut data = json!({});
    if !form.move_to.is_empty() {
        let other = others.iter().find(|other| other.slug == form.move_to).ok_or(Error::NotFound)?;
        let moved = store::move_ideas(&mut manager.tx, board.id, other.id).await?;
        data = json!({ "moved": moved, "to": other.name });
        said = format!("The board “{}” is closed, and its ideas are on “{}”.", board.name, other.name);
    }
    events::record(&mut manager.tx, "board.closed", Some(manager.id), board.id.0, data, manager.now).await?;
    manager.tx.commit().await?;
    Ok(ask.go("/admin/boards", &said))
}

/// `POST /admin/boards/{slug}/reopen`.
async fn reopen(mut manager: Manager, ask: Ask, Path(slug): Path<String>) -> Result<Reply> {
    let board = store::by_slug(&mut manager.tx, &slug, &Visibility::ALL).await?;
    store::set_archived(&mut manager.tx, board.id, false, manager.now).await?;
    events::record(&mut manager.tx, "board.reopened", Some(manager.id), board.id.0, json!({}), manager.now).await?;
    manager.tx.commit().await?;
    Ok(ask.go("/admin/boards", format!("The board “{}” takes ideas again.", board.name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_moved_stops_at_the_ends_of_its_list() {
        let mut list = [1, 2, 3];
        assert!(Shift { way: Way::Up }.apply(&mut list, &3));
        assert_eq!(list, [1, 3, 2]);
        assert!(!Shift { way: Way::Up }.apply(&mut list, &1));
        assert!(!Shift { way: Way::Down }.apply(&mut list, &2));
        assert!(!Shift { way: Way::Down }.apply(&mut list, &9));
        assert_eq!(list, [1, 3, 2]);
    }

    #[test]
    fn a_board_without_an_address_gets_one_from_its_name() {
        let mut errors = Errors::new();
        let form = BoardForm { name: "Mobile app".into(), visibility: "public".into(), ..BoardForm::default() };
        assert_eq!(form.parse(&mut errors).unwrap().slug.as_str(), "mobile-app");
        let unnamed = BoardForm { name: "要望".into(), visibility: "public".into(), ..BoardForm::default() };
        assert!(unnamed.parse(&mut errors).is_none());
        assert!(!errors.of("slug").is_empty());
    }
}
