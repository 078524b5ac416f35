//! Ideas: what people ask for, who asked, and what was said about it.

pub(crate) mod askers;
pub mod assign;
pub(crate) mod cards;
pub mod comments;
pub mod counts;
pub mod demand;
pub(crate) mod demand_panel;
pub mod desk;
pub mod edit;
pub mod filter;
pub mod followers;
pub mod history;
pub mod importance;
pub mod list;
pub mod merge;
pub mod merge_preview;
pub mod moderation;
pub mod on_behalf;
pub mod reindex;
pub mod removal;
pub mod search;
pub mod show;
pub mod status;
pub mod submit;
pub mod voters;
pub mod votes;
pub mod wanted;
pub mod weigh;

mod comments_pages;
mod edit_pages;
mod followers_pages;
mod importance_pages;
pub mod list_pages;
mod merge_pages;
pub mod narrow;
pub mod picture_pages;
mod removal_pages;
pub mod show_pages;
pub mod submit_pages;
mod triage_pages;
mod voted_for_pages;
mod voters_pages;
mod votes_pages;

use sqlx::types::Json;

use crate::boards::{Category, Label};
use crate::clock::Time;
use crate::ids::{BoardId, IdeaId, StatusId, UserId};

/// How much of a text a list shows.
pub const EXCERPT: usize = 160;

/// An idea, as lists show it.
#[derive(Clone, Debug)]
pub struct Idea {
    /// Which one.
    pub id: IdeaId,
    /// What people call it by: `#12`.
    pub number: i32,
    /// What is wanted.
    pub title: String,
    /// How its text begins, in Markdown: see [`Idea::excerpt`].
    pub opening: String,
    /// Where it stands.
    pub status_id: StatusId,
    /// In the workspace's words.
    pub status: String,
    /// In ours.
    pub category: Category,
    /// The board it is on.
    pub board_id: BoardId,
    /// What that is called.
    pub board: String,
    /// Its address.
    pub board_slug: String,
    /// What it is about.
    pub tags: Json<Vec<Label>>,
    /// Who asked.
    pub author_id: UserId,
    /// What they are called.
    pub author: String,
    /// How many people want it, over everything merged into it.
    pub votes: i32,
    /// How much they want it these days; only the order between ideas means something.
    pub heat: f64,
    /// How many comments everybody can read.
    pub comments: i32,
    /// Whether the reader is one of those who want it.
    pub voted: bool,
    /// When it was asked.
    pub created_at: Time,
    /// The version it is promised for or came with.
    pub release: Option<String>,
}

impl Idea {
    /// Its page.
    pub fn path(&self) -> String {
        path(self.number)
    }

    /// How its text begins, without markup.
    pub fn excerpt(&self) -> String {
        crate::text::markdown::excerpt(&self.opening, EXCERPT)
    }

    /// Whether one can still vote for it: see [`can_vote`].
    pub fn can_vote(&self) -> bool {
        can_vote(self.category)
    }
}

/// The page of the idea with this number.
pub fn path(number: i32) -> String {
    format!("/ideas/{number}")
}

/// Whether a vote still says something. What is there needs none; what was declined can be asked for all the same, since
/// demand is what changes minds.
pub fn can_vote(category: Category) -> bool {
    category != Category::Done
}
