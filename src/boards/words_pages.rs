//! Statuses and tags, for managers: added, renamed, coloured, ordered and deleted.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::json;

use super::pages::Shift;
use super::{Category, Status, Tag, store, words};
use crate::access::{Manager, Roles, Staff};
use crate::app::App;
use crate::db::TenantTx;
use crate::error::{Error, Result, constraint};
use crate::events;
use crate::ids::{StatusId, TagId};
use crate::text::{Name, count};
use crate::web::{Ask, Chrome, Errors, Form, Page, Path, Reply};
use crate::words::{Message, filters};

/// The page that all of it is done on.
const HERE: &str = "/admin/statuses";

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/admin/statuses", get(show).post(add_status))
        .route("/admin/statuses/{status}", post(change_status))
        .route("/admin/statuses/{status}/move", post(move_status))
        .route("/admin/statuses/{status}/delete", post(delete_status))
        .route("/admin/tags", post(add_tag))
        .route("/admin/tags/{tag}", post(change_tag))
        .route("/admin/tags/{tag}/delete", post(delete_tag))
}

/// What a form of this page says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct WordForm {
    name: String,
    category: String,
    color: String,
}

/// Which form was refused, with what was typed and what is wrong with it.
#[derive(Clone, Debug, Default)]
struct Refused {
    /// The id of the status or tag; empty for a new one.
    key: String,
    /// Whether it is about a tag.
    tag: bool,
    form: WordForm,
    errors: Errors,
}

/// A status or a tag with its own form.
struct Row {
    key: String,
    name: String,
    /// The category or the colour.
    kind: String,
    uses: i64,
    error: String,
}

impl Row {
    fn uses(&self) -> String {
        count(self.uses, "idea", "ideas")
    }
}

#[derive(Template)]
#[template(path = "boards/words.html")]
struct Words {
    statuses: Vec<Row>,
    tags: Vec<Row>,
    manages: bool,
    refused: Refused,
    categories: Vec<(&'static str, &'static str)>,
    colors: Vec<(&'static str, &'static str)>,
}

impl Words {
    /// What was typed into the form for a new status or a new tag.
    fn typed(&self, tag: bool) -> &WordForm {
        const NOTHING: &WordForm = &WordForm { name: String::new(), category: String::new(), color: String::new() };
        if self.refused.key.is_empty() && self.refused.tag == tag { &self.refused.form } else { NOTHING }
    }

    /// What is wrong with it.
    fn wrong(&self, tag: bool) -> Message {
        if self.refused.key.is_empty() && self.refused.tag == tag { self.refused.errors.of("name") } else { Message::default() }
    }
}

/// What the page is made of.
struct Stock {
    statuses: Vec<Status>,
    tags: Vec<Tag>,
    status_uses: Vec<(StatusId, i64)>,
    tag_uses: Vec<(TagId, i64)>,
}

impl Stock {
    async fn read(tx: &mut TenantTx) -> Result<Self> {
        let (status_uses, tag_uses) = words::uses(tx).await?;
        Ok(Self { statuses: store::statuses(tx).await?, tags: store::tags(tx).await?, status_uses, tag_uses })
    }

    fn status(&self, key: &str) -> Result<&Status> {
        self.statuses.iter().find(|status| status.id.to_string() == key).ok_or(Error::NotFound)
    }

    fn tag(&self, key: &str) -> Result<&Tag> {
        self.tags.iter().find(|tag| tag.id.to_string() == key).ok_or(Error::NotFound)
    }

    fn page(self, manages: bool, refused: Refused, chrome: Chrome) -> Result<Page> {
        let wrong = |key: &str| if refused.key == key { refused.errors.of("name").english() } else { String::new() };
        let typed = |key: &str, name: String| if refused.key == key { refused.form.name.clone() } else { name };
        let statuses = self.statuses.into_iter().map(|status| {
            let uses = self.status_uses.iter().find(|(id, _)| *id == status.id).map_or(0, |(_, uses)| *uses);
            let key = status.id.to_string();
            Row { name: typed(&key, status.name), kind: status.category.word().to_owned(), uses, error: wrong(&key), key }
        });
        let tags = self.tags.into_iter().map(|tag| {
            let uses = self.tag_uses.iter().find(|(id, _)| *id == tag.id).map_or(0, |(_, uses)| *uses);
            let key = tag.id.to_string();
            Row { name: typed(&key, tag.name), kind: tag.color, uses, error: wrong(&key), key }
        });
        let page = Words {
            statuses: statuses.collect(),
            tags: tags.collect(),
            manages,
            categories: Category::ALL.map(|category| (category.word(), category.meaning())).into(),
            colors: Tag::COLORS.into_iter().zip(Tag::COLOR_NAMES).collect(),
            refused,
        };
        Ok(Page::new(chrome, "Statuses and tags", &page)?.desk())
    }

    /// The page again, with what is wrong beside the field.
    fn refuse(self, key: String, tag: bool, form: WordForm, errors: Errors, chrome: Chrome) -> Result<Reply> {
        self.page(true, Refused { key, tag, form, errors }, chrome)?.status(StatusCode::UNPROCESSABLE_ENTITY).reply()
    }
}

/// What is wrong where the database refused, if it is a person's to mend.
fn refused(error: sqlx::Error) -> Result<Errors> {
    match constraint(&error) {
        Some("statuses_name_key") => Ok(("name", "Another status is called that.").into()),
        Some("tags_name_key") => Ok(("name", "Another tag is called that.").into()),
        _ => Err(error.into()),
    }
}

/// `GET /admin/statuses`.
async fn show(mut staff: Staff) -> Result<Reply> {
    let stock = Stock::read(&mut staff.tx).await?;
    stock.page(staff.person.roles.manages(), Refused::default(), staff.chrome)?.reply()
}

/// `POST /admin/statuses`: one more status.
async fn add_status(mut manager: Manager, ask: Ask, Form(form): Form<WordForm>) -> Result<Reply> {
    let stock = Stock::read(&mut manager.tx).await?;
    let mut errors = Errors::new();
    let name = errors.take("name", Name::parse(&form.name));
    let category = Category::parse(&form.category).unwrap_or(Category::Open);
    if let Some(name) = name {
        match words::add_status(&mut manager.tx, &name, category).await {
            Ok(id) => {
                let data = json!({ "name": name.as_str(), "category": category.word() });
                events::record(&mut manager.tx, "status.created", Some(manager.id), id.0, data, manager.now).await?;
                manager.tx.commit().await?;
                return Ok(ask.go(HERE, format!("There is a new status: “{name}”.")));
            }
            Err(error) => errors = refused(error)?,
        }
    }
    stock.refuse(String::new(), false, form, errors, manager.chrome)
}

/// `POST /admin/statuses/{status}`: another name or another meaning.
async fn change_status(mut manager: Manager, ask: Ask, Path(key): Path<String>, Form(form): Form<WordForm>) -> Result<Reply> {
    let stock = Stock::read(&mut manager.tx).await?;
    let before = stock.status(&key)?.clone();
    let category = Category::parse(&form.category).unwrap_or(before.category);
    let mut errors = Errors::new();
    if let Some(name) = errors.take("name", Name::parse(&form.name)) {
        match words::recategorize(&mut manager.tx, before.id, category).await {
            Ok(()) => match words::rename_status(&mut manager.tx, before.id, &name).await {
                Ok(()) => {
                    let data = json!({
                        "name": name.as_str(), "name_before": before.name,
                        "category": category.word(), "category_before": before.category.word(),
                    });
                    events::record(&mut manager.tx, "status.changed", Some(manager.id), before.id.0, data, manager.now).await?;
                    manager.tx.commit().await?;
                    return Ok(ask.go(HERE, format!("The status “{name}” is saved.")));
                }
                Err(error) => errors = refused(error)?,
            },
            Err(Error::Rejected(why)) => errors.add("name", why),
            Err(error) => return Err(error),
        }
    }
    stock.refuse(key, false, form, errors, manager.chrome)
}

/// `POST /admin/statuses/{status}/move`: one place up or down among those of its category.
async fn move_status(mut manager: Manager, ask: Ask, Path(key): Path<String>, Form(shift): Form<Shift>) -> Result<Reply> {
    let stock = Stock::read(&mut manager.tx).await?;
    let status = stock.status(&key)?;
    let siblings = stock.statuses.iter().filter(|other| other.category == status.category);
    let mut order: Vec<StatusId> = siblings.map(|status| status.id).collect();
    if shift.apply(&mut order, &status.id) {
        words::order_statuses(&mut manager.tx, &order).await?;
        let data = json!({ "way": shift.way.word() });
        events::record(&mut manager.tx, "status.reordered", Some(manager.id), status.id.0, data, manager.now).await?;
        manager.tx.commit().await?;
    }
    Ok(ask.go(HERE, ""))
}

/// `POST /admin/statuses/{status}/delete`: if nothing uses it.
async fn delete_status(mut manager: Manager, ask: Ask, Path(key): Path<String>) -> Result<Reply> {
    let stock = Stock::read(&mut manager.tx).await?;
    let status = stock.status(&key)?.clone();
    match words::delete_status(&mut manager.tx, status.id).await {
        Ok(()) => {}
        Err(Error::Rejected(why)) => {
            let mut errors = Errors::new();
            errors.add("name", why);
            let form = WordForm { name: status.name, ..WordForm::default() };
            return stock.refuse(key, false, form, errors, manager.chrome);
        }
        Err(error) => return Err(error),
    }
    let data = json!({ "name": status.name });
    events::record(&mut manager.tx, "status.deleted", Some(manager.id), status.id.0, data, manager.now).await?;
    manager.tx.commit().await?;
    Ok(ask.go(HERE, format!("The status “{}” is gone.", status.name)))
}

/// The colour a form chose.
fn color(form: &WordForm) -> &'static str {
    Tag::COLORS.into_iter().find(|color| *color == form.color).unwrap_or(Tag::COLORS[0])
}

/// `POST /admin/tags`: one more tag.
async fn add_tag(mut manager: Manager, ask: Ask, Form(form): Form<WordForm>) -> Result<Reply> {
    let stock = Stock::read(&mut manager.tx).await?;
    let mut errors = Errors::new();
    if let Some(name) = errors.take("name", Name::parse(&form.name)) {
        match words::add_tag(&mut manager.tx, &name, color(&form)).await {
            Ok(id) => {
                let data = json!({ "name": name.as_str(), "color": color(&form) });
                events::record(&mut manager.tx, "tag.created", Some(manager.id), id.0, data, manager.now).await?;
                manager.tx.commit().await?;
                return Ok(ask.go(HERE, format!("There is a new tag: “{name}”.")));
            }
            Err(error) => errors = refused(error)?,
        }
    }
    stock.refuse(String::new(), true, form, errors, manager.chrome)
}

/// `POST /admin/tags/{tag}`: another name or another colour.
async fn change_tag(mut manager: Manager, ask: Ask, Path(key): Path<String>, Form(form): Form<WordForm>) -> Result<Reply> {
    let stock = Stock::read(&mut manager.tx).await?;
    let before = stock.tag(&key)?.clone();
    let mut errors = Errors::new();
    if let Some(name) = errors.take("name", Name::parse(&form.name)) {
        match words::change_tag(&mut manager.tx, &before, &name, color(&form)).await {
            Ok(()) => {
                let data = json!({
                    "name": name.as_str(), "name_before": before.name, "color": color(&form), "color_before": before.color,
                });
                events::record(&mut manager.tx, "tag.changed", Some(manager.id), before.id.0, data, manager.now).await?;
                manager.tx.commit().await?;
                return Ok(ask.go(HERE, format!("The tag “{name}” is saved.")));
            }
            Err(error) => errors = refused(error)?,
        }
    }
    stock.refuse(key, true, form, errors, manager.chrome)
}

/// `POST /admin/tags/{tag}/delete`: it comes off every idea that has it.
async fn delete_tag(mut manager: Manager, ask: Ask, Path(key): Path<String>) -> Result<Reply> {
    let stock = Stock::read(&mut manager.tx).await?;
    let tag = stock.tag(&key)?;
    words::delete_tag(&mut manager.tx, tag.id).await?;
    let data = json!({ "name": tag.name });
    events::record(&mut manager.tx, "tag.deleted", Some(manager.id), tag.id.0, data, manager.now).await?;
    manager.tx.commit().await?;
    Ok(ask.go(HERE, format!("The tag “{}” is gone.", tag.name)))
}
