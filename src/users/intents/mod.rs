//! What somebody wrote before they had signed in: kept, and carried out once they have.
//!
//! A kept write belongs to the browser it was written in. When its author signs in there, it is carried out as it is. A link
//! opened in another browser carries only what is harmless in anybody's name and is shown before ([`What::travels`]): otherwise
//! a stranger could write something, have the link mailed to somebody else, and let them carry it out with their rights.

pub mod layer;
pub mod store;

use crate::ids::IntentId;
use crate::words::{Message, message};

pub use layer::keep;

/// A kept write.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Which one.
    pub id: IntentId,
    /// Path and query it was posted to.
    pub path: String,
    /// How its body is to be read.
    pub content_type: String,
    /// What was posted.
    pub body: Vec<u8>,
}

/// What a kept write is, as far as a page can tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// An idea with this title.
    Idea(String),
    /// A vote for an idea.
    Vote(u32),
    /// A comment on an idea.
    Comment(u32),
    /// A wish to hear of an idea.
    Follow(u32),
    /// Anything else.
    Other,
}

impl Kept {
    /// What it is.
    pub fn what(&self) -> What {
        let path = self.path.split('?').next().unwrap_or_default();
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        match parts[..] {
            ["ideas"] => What::Idea(self.field("title").unwrap_or_default()),
            ["ideas", number, verb] => match (number.parse(), verb) {
                (Ok(number), "vote") => What::Vote(number),
                (Ok(number), "comments") => What::Comment(number),
                (Ok(number), "follow") => What::Follow(number),
                _ => What::Other,
            },
            _ => What::Other,
        }
    }

    /// What was typed into a field.
    fn field(&self, name: &str) -> Option<String> {
        self.fields().into_iter().find(|(field, _)| field == name).map(|(_, value)| value)
    }

    /// The texts that a person typed, to show them beside its [`What::noun`]: not what a form carries for itself.
    pub fn typed(&self) -> Vec<String> {
        let named = matches!(self.what(), What::Idea(_));
        let texts = self.fields().into_iter().filter(|(name, value)| match name.as_str() {
            "title" => !named && !value.trim().is_empty(),
            "body" | "name" | "notes" | "response" => !value.trim().is_empty(),
            _ => false,
        });
        texts.map(|(_, value)| value).collect()
    }

    fn fields(&self) -> Vec<(String, String)> {
        let body = String::from_utf8_lossy(&self.body);
        let pairs = body.split('&').filter(|pair| !pair.is_empty());
        pairs
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(name, value)| (unescape(name), unescape(value)))
            .collect()
    }
}

impl What {
    /// Whether it may be carried out from another browser than the one it was written in.
    pub fn travels(&self) -> bool {
        !matches!(self, Self::Other)
    }

    /// What a page calls it, at the beginning of a sentence.
    pub fn noun(&self) -> Message {
        match self {
            Self::Idea(title) if title.trim().is_empty() => message("kept-idea"),
            Self::Idea(title) => message("kept-idea-titled").with("title", title.trim()),
            Self::Vote(number) => message("kept-vote").with("number", number.to_string()),
            Self::Comment(number) => message("kept-comment").with("number", number.to_string()),
            Self::Follow(number) => message("kept-follow").with("number", number.to_string()),
            Self::Other => message("kept-other"),
        }
    }

    /// What a button says that signs in and carries it out.
    pub fn button(&self) -> Message {
        message(match self {
            Self::Idea(_) => "carry-idea",
            Self::Vote(_) => "carry-vote",
            Self::Comment(_) => "carry-comment",
            Self::Follow(_) => "carry-follow",
            Self::Other => "carry-other",
        })
    }
}

/// Reads a value of a form (`application/x-www-form-urlencoded`).
fn unescape(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut read = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digits = text.get(at + 1..at + 3).filter(|two| byte == b'%' && two.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let hex = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        read.push(hex.unwrap_or(if byte == b'+' { b' ' } else { byte }));
        at += if hex.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&read).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(path: &str, body: &str) -> Kept {
        let content_type = "application/x-www-form-urlencoded".to_owned();
        Kept { id: IntentId::new(), path: path.to_owned(), content_type, body: body.into() }
    }

    #[test]
    fn a_page_can_say_what_is_kept() {
        let idea = kept("/ideas", "submission=x&title=Dark+mode+%E2%80%93+please%21&body=It%20is+late.");
        assert_eq!(idea.what().noun().english(), "Your idea “Dark mode – please!”");
        assert_eq!(idea.typed(), ["It is late."]);
        assert_eq!(kept("/ideas/12/edit", "title=Dark&body=").typed(), ["Dark"]);
        assert_eq!(kept("/ideas/12/vote?from=3", "voted=true").what(), What::Vote(12));
        assert_eq!(kept("/ideas/12/comments", "body=x").what(), What::Comment(12));
    }

    #[test]
    fn only_what_is_harmless_in_anybodys_name_leaves_its_browser() {
        for harmless in ["/ideas", "/ideas/1/vote", "/ideas/1/comments", "/ideas/1/follow"] {
            assert!(kept(harmless, "").what().travels(), "{harmless}");
        }
        for harmful in
            ["/ideas/1/delete", "/ideas/1/status", "/admin/people/invite", "/profile", "/ideas/x/vote", "/ideas/1/vote/2"]
        {
            assert!(!kept(harmful, "").what().travels(), "{harmful}");
        }
    }

    #[test]
    fn a_form_is_read_as_browsers_write_it_and_nonsense_is_left_as_it_is() {
        assert_eq!(unescape("a+b%2Bc%c3%bc"), "a b+cü");
        assert_eq!(unescape("100%"), "100%");
        assert_eq!(unescape("%zz%4"), "%zz%4");
        assert_eq!(unescape("%ü%+1"), "%ü% 1");
    }
}
