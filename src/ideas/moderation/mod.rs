//! What the team reads before it appears: first posts, all posts, and what looks like spam.
//!
//! A post that waits is no idea and no comment yet. It stands in a table of its own, so no list, search, count, feed, vote or
//! mail can show it; approving it runs the verb that its author would have run, in their name and as of when they wrote. Who
//! is known here, trusted, or of the team, does not wait; see [`screen`].

pub mod decide;
pub mod hold;
pub mod jobs;
mod own_pages;
pub mod queue;
mod queue_pages;
pub mod screen;
pub mod stamp;
pub mod tell;

use axum::Router;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::ids::HeldId;
use crate::words::{Message, message};

/// The routes: what somebody has waiting, and the team's queue.
pub(super) fn router() -> Router<App> {
    own_pages::router().merge(queue_pages::router())
}

/// The page of a post that waits, for its author alone.
pub fn path(id: HeldId) -> String {
    format!("/waiting/{id}")
}

/// What waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type, Deserialize, Serialize)]
#[sqlx(type_name = "held_kind", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A new idea.
    Idea,
    /// A new comment.
    Comment,
    /// Other words for an idea that is there.
    IdeaEdit,
    /// Other words for a comment that is there.
    CommentEdit,
}

impl Kind {
    /// How texts choose what they call it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Idea => "idea",
            Self::IdeaEdit => "edit",
            Self::Comment | Self::CommentEdit => "comment",
        }
    }

    /// What it is called in the middle of a sentence, after "your" or "the".
    pub fn noun(self) -> &'static str {
        match self {
            Self::Idea => "idea",
            Self::Comment => "comment",
            Self::IdeaEdit => "change to an idea",
            Self::CommentEdit => "change to a comment",
        }
    }

    /// The same, at the beginning of one.
    pub fn title(self) -> &'static str {
        match self {
            Self::Idea => "Idea",
            Self::Comment => "Comment",
            Self::IdeaEdit => "Change to an idea",
            Self::CommentEdit => "Change to a comment",
        }
    }

    /// Whether it has a title.
    pub fn has_title(self) -> bool {
        matches!(self, Self::Idea | Self::IdeaEdit)
    }
}

/// Where a post that was held stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type, Deserialize, Serialize)]
#[sqlx(type_name = "held_state", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nobody has decided.
    Waiting,
    /// It does not appear.
    Declined,
    /// It is an idea, a comment or a change now.
    Approved,
}

impl State {
    /// As events and sentences say it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Declined => "declined",
            Self::Approved => "approved",
        }
    }
}

/// Why something waits, the most telling reason first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, sqlx::Type, Deserialize, Serialize)]
#[sqlx(type_name = "held_reason", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A field was filled in that people do not see.
    Trap,
    /// It came faster than people type, or not by a form of ours.
    Haste,
    /// It has more links than those who are new here may set.
    Links,
    /// It says nearly what was declined before.
    DeclinedBefore,
    /// The same words were sent again and again.
    Repeated,
    /// Nothing of its author stands here yet.
    First,
    /// Everything on this board is read first.
    Everything,
}

impl Why {
    /// For the team.
    pub fn words(self) -> &'static str {
        match self {
            Self::Trap => "filled in a field that people do not see",
            Self::Haste => "sent faster than people type, or not by the form",
            Self::Links => "has many links, and its author is new here",
            Self::DeclinedBefore => "much like a post that was declined",
            Self::Repeated => "the same words were sent before",
            Self::First => "first post of its author",
            Self::Everything => "everything on this board is read first",
        }
    }

    /// For its author. What a machine would learn from is not said.
    pub fn to_author(self) -> Message {
        message(match self {
            Self::Trap | Self::Haste | Self::DeclinedBefore => "post-why-some",
            Self::Links => "post-why-links",
            Self::Repeated => "post-why-repeated",
            Self::First => "post-why-first",
            Self::Everything => "post-why-everything",
        })
    }

    /// Whether it looks like a machine's or a salesman's work.
    pub fn is_suspicion(self) -> bool {
        !matches!(self, Self::First | Self::Everything)
    }
}

/// Why the team declines something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decline {
    /// Advertising, or nonsense.
    Spam,
    /// It belongs elsewhere.
    OffTopic,
    /// It is there already.
    Duplicate,
    /// Nobody can tell what is wanted.
    Unclear,
    /// It insults somebody.
    Rude,
    /// Something else, which staff say in their own words.
    Other,
}

impl Decline {
    /// Every reason, in the order of the form.
    pub const ALL: [Self; 6] = [Self::Spam, Self::OffTopic, Self::Duplicate, Self::Unclear, Self::Rude, Self::Other];

    /// As forms and rows say it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Spam => "spam",
            Self::OffTopic => "off_topic",
            Self::Duplicate => "duplicate",
            Self::Unclear => "unclear",
            Self::Rude => "rude",
            Self::Other => "other",
        }
    }

    /// For the one who chooses.
    pub fn label(self) -> &'static str {
        match self {
            Self::Spam => "Advertising or spam",
            Self::OffTopic => "Not about what we make",
            Self::Duplicate => "It is here already",
            Self::Unclear => "We cannot tell what is meant",
            Self::Rude => "The tone",
            Self::Other => "Another reason",
        }
    }

    /// For the author; empty where staff have to say it.
    pub fn sentence(self) -> Option<Message> {
        Some(message(match self {
            Self::Spam => "decline-spam",
            Self::OffTopic => "decline-off-topic",
            Self::Duplicate => "decline-duplicate",
            Self::Unclear => "decline-unclear",
            Self::Rude => "decline-rude",
            Self::Other => return None,
        }))
    }

    /// What a form or a row said.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }
}

/// What the author of a declined post is told: the words for its reason, and what staff added.
pub fn explanation(declined_as: &str, note: &str) -> Message {
    match Decline::parse(declined_as).and_then(Decline::sentence) {
        Some(sentence) if note.is_empty() => sentence,
        Some(sentence) => message("decline-noted").with("sentence", sentence).with("note", note),
        None => note.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declined_post_is_explained_in_the_teams_words_and_in_ours() {
        assert_eq!(explanation("spam", "").english(), "It reads like advertising.");
        assert_eq!(explanation("other", "We make boats.").english(), "We make boats.");
        assert_eq!(explanation("rude", "Really.").english(), "Please say it again in a way that is kind to others. Really.");
        for reason in Decline::ALL {
            assert_eq!(Decline::parse(reason.word()), Some(reason));
            assert_eq!(reason.sentence().is_none(), reason == Decline::Other);
        }
    }
}
