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
use crate::ideas::cards;
use crate::ids::ReleaseId;
use crate::releases::Stage;
use crate::web::ask::Reply;
use crate::web::{Page, Query};
use crate::words::{Message, filters, message, standard};

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
    name: Message,
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

    /// Whether not all are shown.
    fn hides(&self) -> bool {
        i64::try_from(self.cards.len()).is_ok_and(|shown| shown < self.total())
    }

    /// Whether there are more than anybody has counted.
    fn is_more(&self) -> bool {
        self.total() > COUNTED
    }

    /// How many there are, as far as they were counted.
    fn counted(&self) -> i64 {
        self.total().min(COUNTED)
    }

    /// What stands where there are no cards.
    fn nothing(&self) -> Message {
        message(match self.category {
            Category::Planned => "roadmap-none-planned",
            Category::Active => "roadmap-none-active",
            _ => "roadmap-none-done",
        })
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
            (Some(name), None) => (standard(name), false),
            (None, _) => return None,
            _ => (message(general_name(category)), true),
        };
        Some(Column { category, name, mixed, cards: cards.extract_if(.., |card| card.category == category).collect() })
    };
    let columns = [Category::Planned, Category::Active, Category::Done].into_iter().filter_map(column).collect();
    let name = visit.site.name.clone();
    let preview = cards::preview_of_workspace(&mut visit.tx, &visit.site).await?;
    Page::new(visit.chrome, message("nav-roadmap"), &StatusPage { columns })?
        .preview(preview)
        .describe(message("roadmap-about").with("site", name))
        .canonical("/roadmap")
        .reply()
}

/// What a category is called where a workspace has several statuses in it.
fn general_name(category: Category) -> &'static str {
    match category {
        Category::Planned => "category-planned",
        Category::Active => "category-active",
        _ => "category-done",
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
    fn when(&self) -> Message {
        self.milestone
            .target_date
            .map_or_else(|| message("roadmap-no-date"), |date| self.milestone.target_precision.message(date))
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
    let preview = cards::preview_of_workspace(&mut visit.tx, &visit.site).await?;
    Page::new(visit.chrome, message("roadmap-title-releases"), &ReleasePage { coming, shipped })?
        .preview(preview)
        .describe(message("roadmap-releases-about").with("site", name))
        .canonical("/roadmap?by=release")
        .reply()
}
