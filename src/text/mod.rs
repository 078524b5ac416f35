//! Words people type, turned into types in one place.

pub mod markdown;
pub mod picture;
pub mod table;
pub mod token;

use std::fmt;

use serde::Serialize;

use crate::words::{Message, message};

/// Why a text was not taken: a sentence for the person, in whatever language is theirs.
pub type Refusal = Message;

/// The same where only the team reads it: in English.
pub type Sentence = String;

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident = $what:literal, $min:literal..=$max:literal, $lines:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
        pub struct $name(String);

        impl $name {
            /// The longest it may be, in characters.
            pub const MAX: usize = $max;

            /// Trims, and checks length and characters.
            pub fn parse(text: &str) -> Result<Self, Refusal> {
                parse(text, $what, $min, $max, Lines::$lines).map(Self)
            }

            /// As typed, trimmed.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

texts! {
    /// The title of an idea.
    Title = "what-title", 3..=140, One;
    /// A longer text in Markdown that may be empty: an idea's description, release notes.
    Body = "what-text", 0..=20000, Many;
    /// A comment in Markdown.
    CommentBody = "what-comment", 1..=5000, Many;
    /// What a person is called.
    PersonName = "what-name", 1..=80, One;
    /// What a workspace, board, status or tag is called.
    Name = "what-name", 1..=60, One;
    /// What a customer organisation is called.
    CompanyName = "what-name", 1..=120, One;
    /// What a customer has bought; may be empty.
    Plan = "what-plan", 0..=60, One;
    /// One optional line: a description, a tagline, a release's name.
    Line = "what-line", 0..=200, One;
    /// What a release is called by: `2.4`, `2026.11`, `Spring`.
    Version = "what-version", 1..=40, One;
    /// A password. Long rather than complicated (NIST SP 800-63B, 5.1.1.2).
    Password = "what-password", 10..=200, One;
}

impl Line {
    /// From a field in which one line goes on below where it ends: a break that was typed there is a space.
    pub fn typed(text: &str) -> Result<Self, Refusal> {
        let parts: Vec<&str> = text.lines().map(str::trim).filter(|part| !part.is_empty()).collect();
        Self::parse(&parts.join(" "))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    One,
    Many,
}

fn parse(text: &str, what: &'static str, min: usize, max: usize, lines: Lines) -> Result<String, Refusal> {
    let text = text.trim().replace("\r\n", "\n");
    let length = text.chars().count();
    let refusal = |key: &'static str| Err(message(key).with("what", message(what)));
    if length == 0 && min > 0 {
        return refusal("refused-missing");
    }
    if length < min {
        return Err(message("refused-short").with("what", message(what)).with("min", min));
    }
    if length > max {
        return Err(message("refused-long").with("what", message(what)).with("length", length).with("max", max));
    }
    let stray = |c: char| c.is_control() && !(lines == Lines::Many && matches!(c, '\n' | '\t'));
    if text.chars().any(stray) {
        return refusal(match lines {
            Lines::One => "refused-lines",
            Lines::Many => "refused-control",
        });
    }
    Ok(text)
}

/// A mail address, in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Email(String);

impl Email {
    /// The longest address SMTP carries (RFC 5321, 4.5.3.1.3).
    pub const MAX: usize = 254;

    /// Trims, lower-cases, and accepts what the mail library can send to.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = text.trim().to_lowercase();
        if text.is_empty() {
            return Err(message("refused-email-missing"));
        }
        let well_formed = text.len() <= Self::MAX
            && text.parse::<lettre::Address>().is_ok()
            && text.rsplit_once('@').is_some_and(|(_, domain)| !domain.starts_with('[') && !domain.is_empty());
        if well_formed { Ok(Self(text)) } else { Err(message("refused-email").with("text", text)) }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A first guess at a name: what stands before the `@`, without its separators.
    pub fn guess_name(&self) -> String {
        let local = self.0.split('@').next().unwrap_or_default();
        let words = local.split(['.', '_', '-', '+']).filter(|word| !word.is_empty());
        let name: Vec<String> = words.map(capital).collect();
        if name.is_empty() { local.to_owned() } else { name.join(" ") }
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The same words, beginning with a capital.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Part of an address that people read: `feature-requests`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Slug(String);

impl Slug {
    /// The longest it may be. A label of a host name may have 63 characters (RFC 1035, 2.3.4); 40 leaves room.
    pub const MAX: usize = 40;

    /// Trims and lower-cases; accepts letters a to z, digits, and single hyphens between them.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = text.trim().to_ascii_lowercase();
        if text.is_empty() {
            return Err(message("refused-slug-missing"));
        }
        if let Some(wrong) = text.chars().find(|c| !matches!(c, 'a'..='z' | '0'..='9' | '-')) {
            return Err(message("refused-slug-sign").with("sign", wrong.to_string()));
        }
        if text.starts_with('-') || text.ends_with('-') || text.contains("--") {
            return Err(message("refused-slug-hyphen"));
        }
        if !(2..=Self::MAX).contains(&text.len()) {
            return Err(message("refused-slug-length").with("max", Self::MAX));
        }
        Ok(Self(text))
    }

    /// The nearest slug to a name: `Feature requests!` gives `feature-requests`. None where nothing usable is left.
    pub fn guess(name: &str) -> Option<Self> {
        let words: Vec<String> = name
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_ascii_lowercase)
            .collect();
        let mut slug = words.join("-");
        slug.truncate(Self::MAX);
        Self::parse(slug.trim_end_matches('-')).ok()
    }

    /// The slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether two values read the same: how a form knows which of its options is chosen.
pub fn same(one: impl fmt::Display, other: impl fmt::Display) -> bool {
    one.to_string() == other.to_string()
}

/// `1 vote`, `12 votes`.
pub fn count(number: i64, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

/// The first letters of up to two words: what stands in an avatar.
pub fn initials(name: &str) -> String {
    name.split_whitespace()
        .take(2)
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()))
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_says_what_is_wrong_with_it() {
        assert_eq!(Title::parse("  Dark mode ").unwrap().as_str(), "Dark mode");
        assert_eq!(Title::parse("").unwrap_err().english(), "The title is missing.");
        assert!(Title::parse("two\nlines").is_err());
        assert!(Title::parse(&"x".repeat(141)).unwrap_err().english().contains("141"));
        assert_eq!(Body::parse("a\r\nb").unwrap().as_str(), "a\nb");
    }

    #[test]
    fn a_line_that_was_broken_in_its_field_is_one_line() {
        assert_eq!(Line::typed(" Ask us\r\n\r\n anything \n").unwrap().as_str(), "Ask us anything");
        assert_eq!(Line::typed("\n").unwrap().as_str(), "");
        assert!(Line::typed(&"x\n".repeat(101)).unwrap_err().english().contains("201"));
    }

    #[test]
    fn an_address_is_one_that_mail_can_be_sent_to() {
        assert_eq!(Email::parse(" Vera@Example.COM ").unwrap().as_str(), "vera@example.com");
        for wrong in ["", "vera", "vera@", "@x.com", "a b@x.com", "vera@[127.0.0.1]", "v@x.com\nBcc: a@b.c"] {
            assert!(Email::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(Email::parse("ana.maria-lopez@x.com").unwrap().guess_name(), "Ana Maria Lopez");
    }

    #[test]
    fn a_slug_is_guessed_from_a_name_and_refused_with_a_reason() {
        assert_eq!(Slug::guess("Feature requests!").unwrap().as_str(), "feature-requests");
        assert!(Slug::guess("要望").is_none());
        for wrong in ["a", "-a", "a--b", "a_b", "ünal", &"a".repeat(41)] {
            assert!(Slug::parse(wrong).is_err(), "{wrong}");
        }
    }
}
