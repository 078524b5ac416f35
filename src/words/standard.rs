//! Words that Shipboard puts where a workspace can put its own.

use std::sync::LazyLock;

use super::{Language, Message, message};

/// Their keys: the statuses that a workspace is founded with, and what people are called who have left.
const KEYS: [&str; 6] =
    ["status-under-review", "status-planned", "status-in-progress", "status-shipped", "status-not-planned", "person-deleted"];

/// As they stand in the database.
static WORDS: LazyLock<[String; 6]> = LazyLock::new(|| KEYS.map(|key| message(key).english()));

/// A word of a workspace. As long as it is the one that Shipboard put there, each reader has it in their language; what people
/// wrote stays as they wrote it.
pub fn standard(word: &str) -> Message {
    let ours = WORDS.iter().position(|ours| ours == word);
    ours.map_or_else(|| Message::from(word), |at| message(KEYS[at]))
}

/// The same, said at once.
pub(super) fn said(word: &str, language: Language) -> String {
    if language == Language::English { word.to_owned() } else { language.say(standard(word)).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_ours_is_said_in_the_readers_language_and_one_of_theirs_is_not() {
        assert_eq!(said("Planned", Language::German), "Geplant");
        assert_eq!(said("Planned", Language::English), "Planned");
        assert_eq!(said("Someday", Language::German), "Someday");
    }
}
