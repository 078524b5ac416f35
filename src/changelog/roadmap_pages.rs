//! The roadmap: what is promised, by how far it is or by the release it comes with.

use std::collections::HashMap;

use askama::Template;
use axum::Router;
use axum::routing::get;
use serde::Deserialize;

use super::roadmap::{self, COUNTED, Card, Milestone};
use super::store::{Item, ItemIdea};
use super::title;
use crate::access::Visit;
use crate::app::App;
use crate::boards::{Category, Visibility};
use crate::error::Result;
use crate::ids::ReleaseId;
use crate::releases::Stage;
use crate::web::ask::Reply;
use crate::web::{Page, Query};

/// The routes.
pub fn router() -> Router<App> {
    Router::new().route("/roadmap", get(show))
}

/// How the roadmap is cut.
#[derive(Debug, Default, Deserialize)]
struct View {
    #[serde(default)]
    by: String,
}

async fn show(visit: Visit, Query(view): Query<View>) -> Result<Reply> {
    if view.by == "release" { by_release(visit).await } else { by_status(visit).await }
}

#[derive(Template)]
#[template(path = "changelog/roadmap.html")]
struct StatusPage {
    columns: Vec<Column>,
}

/// The ideas of one category.
struct Column {
    category: Category,
    name: String,
    /// Whether the workspace tells several statuses apart within it.
    mixed: bool,
    cards: Vec<Card>,
}

impl Column {
    fn total(&self) -> i64 {
        self.cards.first().map_or(0, |card| card.of)
    }

    /// `12`, or `1000+`.
    fn count(&self) -> String {
        if self.total() > COUNTED { format!("{COUNTED}+") } else { self.total().to_string() }
    }

    /// How many there are, where not all are shown: `61`, `more than 1000`.
    fn of(&self) -> Option<String> {
        let shown = i64::try_from(self.cards.len()).unwrap_or(0);
        match self.total() {
            total if total > COUNTED => Some(format!("more than {COUNTED}")),
            total if total > shown => Some(total.to_string()),
            _ => None,
        }
    }

    /// What stands where there are no cards.
    fn nothing(&self) -> &'static str {
        match self.category {
            Category::Planned => "Nothing is planned at the moment.",
            Category::Active => "Nothing is being worked on at the moment.",
            _ => "Nothing was finished in the last three months.",
        }
    }
}

async fn by_status(mut visit: Visit) -> Result<Reply> {
    let visible = Visibility::seen_by(visit.person.as_ref());
    let me = visit.id();
    let mut cards = roadmap::by_status(&mut visit.tx, &visible, me, visit.now).await?;
    let names = roadmap::names(&mut visit.tx).await?;
    let column = |category: Category| {
        let mut own = names.iter().filter(|(of, _)| *of == category).map(|(_, name)| name);
        let (name, mixed) = match (own.next(), own.next()) {
            (Some(name), None) => (name.clone(), false),
            (None, _) => return None,
            _ => (general_name(category).to_owned(), true),
        };
        Some(Column { category, name, mixed, cards: cards.extract_if(.., |card| card.category == category).collect() })
    };
    let columns = [Category::Planned, Category::Active, Category::Done].into_iter().filter_map(column).collect();
    let name = visit.site.name.clone();
    Page::new(visit.chrome, "Roadmap", &StatusPage { columns })?
        .describe(format!("What {name} plans, what is being made, and what is new."))
        .canonical("/roadmap")
        .reply()
}

/// What a category is called where a workspace has several statuses in it.
fn general_name(category: Category) -> &'static str {
    match category {
        Category::Planned => "Planned",
        Category::Active => "In progress",
        _ => "Done",
    }
}

#[derive(Template)]
#[template(path = "changelog/roadmap_releases.html")]
struct ReleasePage {
    coming: Vec<Promise>,
    shipped: Vec<Promise>,
}

/// A release and the ideas in it.
struct Promise {
    milestone: Milestone,
    ideas: Vec<(ItemIdea, bool)>,
}

impl Promise {
    fn title(&self) -> String {
        title(&self.milestone.version, &self.milestone.name)
    }

    /// When it comes, no more exactly than it is meant.
    fn when(&self) -> String {
        self.milestone.target_date.map(|date| self.milestone.target_precision.say(date)).unwrap_or_default()
    }
}

async fn by_release(mut visit: Visit) -> Result<Reply> {
    let visible = Visibility::seen_by(visit.person.as_ref());
    let me = visit.id();
    let (milestones, items) = roadmap::by_release(&mut visit.tx, &visible, me, visit.now).await?;
    let mut ideas: HashMap<ReleaseId, Vec<(ItemIdea, bool)>> = HashMap::new();
    for Item { release_id, idea, completes, .. } in items {
        if let Some(idea) = idea {
            ideas.entry(release_id).or_default().push((idea, completes));
        }
    }
    let promise = |milestone: Milestone| {
        let mut ideas = ideas.remove(&milestone.id).unwrap_or_default();
        ideas.sort_by_key(|(idea, _)| std::cmp::Reverse(idea.votes));
        Promise { milestone, ideas }
    };
    let (coming, shipped) =
        milestones.into_iter().map(promise).partition(|promise: &Promise| promise.milestone.stage == Stage::Planned);
    let name = visit.site.name.clone();
    Page::new(visit.chrome, "Roadmap by release", &ReleasePage { coming, shipped })?
        .describe(format!("The releases {name} plans, with what goes into each."))
        .canonical("/roadmap?by=release")
        .reply()
}
