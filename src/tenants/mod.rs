//! Workspaces: their settings, their look, whether they are open.

pub mod domain;
pub mod logo;
pub mod logo_pages;
pub mod look_pages;
pub mod pages;
pub mod picture_pages;
pub mod room;
pub mod store;

use jiff::tz::TimeZone;

use crate::brand::Color;
use crate::text::{Line, Name, Sentence};
use crate::words::Language;
use domain::Domain;

/// What a workspace's admins decide about it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What it is called.
    pub name: Name,
    /// What it says about itself in one line; may be empty.
    pub tagline: Line,
    /// Its colour, or none for Shipboard's own.
    pub brand: Option<Color>,
    /// BCP 47, one of [`LANGUAGES`].
    pub language: &'static str,
    /// What its pages and mail are said in; none is what people write in, or where that is English, what the browser asks for.
    pub page_language: Option<Language>,
    /// IANA name.
    pub time_zone: String,
    /// Minutes between a ship and its mail.
    pub settle_minutes: i32,
    /// Whether search engines may list it.
    pub indexed: bool,
    /// A domain of its own.
    pub domain: Option<Domain>,
}

/// The job that follows a change of language, done by whoever keeps text that is searched.
pub const LANGUAGE_CHANGED: &str = "tenants.language_changed";

/// Languages a workspace may be written in, by their own names. Search knows the word forms of those marked so
/// (`current_language()` in the database has the same list); in the others it finds words as they are written.
pub const LANGUAGES: [(&str, &str, bool); 28] = [
    ("ar", "العربية", true),
    ("cs", "Čeština", false),
    ("da", "Dansk", true),
    ("de", "Deutsch", true),
    ("el", "Ελληνικά", false),
    ("en", "English", true),
    ("es", "Español", true),
    ("et", "Eesti", false),
    ("fi", "Suomi", true),
    ("fr", "Français", true),
    ("he", "עברית", false),
    ("hi", "हिन्दी", false),
    ("hu", "Magyar", true),
    ("id", "Bahasa Indonesia", false),
    ("it", "Italiano", true),
    ("ja", "日本語", false),
    ("ko", "한국어", false),
    ("nb", "Norsk bokmål", true),
    ("nl", "Nederlands", true),
    ("pl", "Polski", false),
    ("pt", "Português", true),
    ("ro", "Română", true),
    ("ru", "Русский", true),
    ("sv", "Svenska", true),
    ("tr", "Türkçe", true),
    ("uk", "Українська", false),
    ("vi", "Tiếng Việt", false),
    ("zh", "中文", false),
];

/// Takes the code of a language.
pub fn language(code: &str) -> Result<&'static str, Sentence> {
    let known = LANGUAGES.iter().find(|(known, ..)| *known == code.trim());
    known.map(|(code, ..)| *code).ok_or_else(|| "Please choose a language from the list.".to_owned())
}

/// Takes the name of a time zone, in whatever case, and gives it as the time zone database spells it.
pub fn time_zone(name: &str) -> Result<String, Sentence> {
    let name = name.trim();
    let zone = TimeZone::get(name).ok().and_then(|zone| zone.iana_name().map(str::to_owned));
    zone.filter(|_| !name.is_empty()).ok_or_else(|| {
        format!("“{name}” is not a time zone we know. They are called after cities, as in Europe/Lisbon; UTC is one as well.")
    })
}

/// The longest settle delay: three days.
pub const LONGEST_SETTLE: i32 = 3 * 24 * 60;

/// Takes a settle delay in minutes.
pub fn settle_minutes(text: &str) -> Result<i32, Sentence> {
    text.trim()
        .parse()
        .ok()
        .filter(|minutes| (0..=LONGEST_SETTLE).contains(minutes))
        .ok_or_else(|| format!("It has to be a whole number of minutes, from 0 to {LONGEST_SETTLE} (three days)."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_zone_is_one_of_the_database_s() {
        assert_eq!(time_zone(" europe/lisbon ").as_deref(), Ok("Europe/Lisbon"));
        assert_eq!(time_zone("UTC").as_deref(), Ok("UTC"));
        for wrong in ["", "Lisbon", "Europe/Atlantis", "GMT+25", "../etc/passwd"] {
            assert!(time_zone(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_settle_delay_is_between_nothing_and_three_days() {
        assert_eq!(settle_minutes("0"), Ok(0));
        assert_eq!(settle_minutes(" 4320 "), Ok(4320));
        for wrong in ["", "-1", "4321", "5.5", "soon", "99999999999"] {
            assert!(settle_minutes(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_language_is_one_of_the_list() {
        assert_eq!(language("de"), Ok("de"));
        assert!(language("tlh").is_err());
    }
}
