//! Ideas that may be the same: shown to whoever is writing one, beside one at the desk, and as a queue over the whole board.
//!
//! What "much like" means is decided by [`crate::alike`]; here is what it is asked about, who sees what of the answer, and
//! which pairs somebody has looked at. For another page, [`for_idea`] is all there is to know.

pub mod find;
pub mod jobs;
mod keep;
pub mod meaning_jobs;
mod meanings;
mod pages;
pub mod pairs;

use crate::boards::Category;
use crate::ids::IdeaId;
use crate::words::{Message, message};

pub use find::{Draft, for_idea, for_words, meant};
pub use pages::router;

/// The most words that are named as a reason.
const WORDS: usize = 3;

/// An idea much like another, as somebody sees it.
#[derive(Clone, Debug)]
pub struct Similar {
    /// Which one: always one that stands for itself, with everything that was merged into it.
    pub id: IdeaId,
    /// What people call it by.
    pub number: i32,
    /// What is wanted.
    pub title: String,
    /// How many want it.
    pub votes: i32,
    /// Whether the reader is one of them.
    pub voted: bool,
    /// Where it stands, in the workspace's words.
    pub status: String,
    /// Where it stands, in ours.
    pub category: Category,
    /// How much alike: 1 is the same in the same words.
    pub score: f32,
    /// The words both say, the most telling first; none where they are only spelled alike, or mean the same.
    pub words: Vec<String>,
    /// Whether they mean much the same, by a model's word.
    pub meant: bool,
}

impl Similar {
    /// Its page.
    pub fn path(&self) -> String {
        path(self.number)
    }

    /// Why it is shown: `shares “dark”, “theme”`.
    pub fn reason(&self) -> Message {
        if self.words.is_empty() && self.meant { message("similar-meant") } else { reason(&self.words) }
    }

    /// How much alike, for people: `82 %`.
    pub fn percent(&self) -> String {
        percent(self.score)
    }
}

/// The page of the idea with this number.
fn path(number: i32) -> String {
    format!("/ideas/{number}")
}

/// Why two ideas may be the same, by the words both say.
fn reason(words: &[String]) -> Message {
    match words {
        [] => message("similar-spelled"),
        words => message("similar-shares").with("words", words.join("”, “")),
    }
}

/// How much alike two ideas are, for people.
fn percent(score: f32) -> String {
    format!("{:.0} %", (score * 100.0).clamp(0.0, 100.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_said_in_words() {
        assert_eq!(reason(&["dark".to_owned(), "theme".to_owned()]).english(), "shares “dark”, “theme”");
        assert_eq!(reason(&[]).english(), "spelled much alike");
        assert_eq!((percent(0.824), percent(1.3)), ("82 %".to_owned(), "100 %".to_owned()));
    }
}
