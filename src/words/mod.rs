//! What Shipboard says, in the language of whoever reads it.
//!
//! Texts stand in `locales/<language>/*.ftl`, one file a feature, and are found by their key. A [`Message`] is a text that has
//! no language yet: what a rule says of a title that is too long. A [`Phrase`] is one in a language, ready to be shown.
//! Templates say `{{ "vote-label"|t|with("count", votes) }}`: the language comes with the values that a template is rendered
//! with, so that no template has a field for it.
//!
//! English is complete, and the tests hold the others to it. What is not in a catalogue (the pages of the desk) is English and
//! stands where it is said.

mod catalogue;
mod chosen;
pub mod filters;
mod message;
mod standard;
mod times;
mod wrap;

pub use catalogue::keys;
pub use chosen::preferred;
pub use message::{Argument, Message, Phrase, Sayable, ToArgument, message};
pub use standard::standard;

/// A language that Shipboard speaks, or is learning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize)]
pub enum Language {
    /// English: what is said where nothing else is asked for.
    #[default]
    #[serde(rename = "en")]
    English,
    /// German.
    #[serde(rename = "de")]
    German,
    /// French.
    #[serde(rename = "fr")]
    French,
    /// Spanish.
    #[serde(rename = "es")]
    Spanish,
    /// Portuguese.
    #[serde(rename = "pt")]
    Portuguese,
    /// Japanese.
    #[serde(rename = "ja")]
    Japanese,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::English, Self::German, Self::French, Self::Spanish, Self::Portuguese, Self::Japanese];

    /// Those whose catalogues are complete: nobody is offered another.
    pub const OFFERED: [Self; 6] = Self::ALL;

    /// BCP 47.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Portuguese => "pt",
            Self::Japanese => "ja",
        }
    }

    /// As those who speak it call it.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::French => "Français",
            Self::Spanish => "Español",
            Self::Portuguese => "Português",
            Self::Japanese => "日本語",
        }
    }

    /// The language of a BCP 47 tag, wherever it is spoken: `pt-BR` is Portuguese. None where Shipboard does not speak it.
    pub fn of(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The language that somebody has chosen by its tag, if it is offered.
    pub fn chosen(tag: &str) -> Option<Self> {
        Self::of(tag).filter(|language| language.is_offered())
    }

    /// Whether one can have everything in it.
    pub fn is_offered(self) -> bool {
        Self::OFFERED.contains(&self)
    }

    /// The way it is written.
    pub fn direction(self) -> &'static str {
        direction(self.tag())
    }

    /// Several things in a row: `one, two and three`.
    pub fn list(self, all: impl IntoIterator<Item = impl Into<Message>>) -> String {
        let mut all: Vec<String> = all.into_iter().map(|one| self.say(one).to_string()).collect();
        let Some(last) = all.pop() else { return String::new() };
        let join = |key, first: String, last: &str| self.say(message(key).with("first", first).with("last", last)).to_string();
        let first = all.into_iter().reduce(|first, next| join("list-comma", first, &next));
        first.map_or_else(|| last.clone(), |first| join("list-and", first, &last))
    }

    /// A text in this language.
    pub fn say(self, said: impl Into<Message>) -> Phrase {
        Phrase::new(self, said.into())
    }
}

/// The way a language is written, `ltr` or `rtl`, by its tag: Shipboard's own and those that people write in.
pub fn direction(tag: &str) -> &'static str {
    match tag.split('-').next().unwrap_or_default() {
        "ar" | "dv" | "fa" | "he" | "ku" | "ps" | "sd" | "ug" | "ur" | "yi" => "rtl",
        _ => "ltr",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_its_tag_wherever_it_is_spoken() {
        assert_eq!(Language::of("pt-BR"), Some(Language::Portuguese));
        assert_eq!(Language::of("DE"), Some(Language::German));
        assert_eq!(Language::of("zh-Hant"), None);
        assert_eq!(Language::of(""), None);
    }

    #[test]
    fn the_way_a_language_is_written_comes_from_the_language() {
        assert_eq!((direction("ar-EG"), direction("he"), direction("ja")), ("rtl", "rtl", "ltr"));
        assert!(Language::ALL.into_iter().all(|language| language.direction() == "ltr"));
    }

    #[test]
    fn a_language_is_offered_once_it_has_everything_that_english_has() {
        for language in Language::ALL {
            assert_eq!(language.is_offered(), keys(language) == keys(Language::English), "{language:?}");
        }
    }
}
