//! Pictures in what people write: in ideas, comments, answers and the stories of releases.
//!
//! A picture is drawn again from what was uploaded ([`draw`]) and kept in the database, and the text mentions it by a relative
//! address. A form with a file field arrives at its own handler without the file, and with a text that mentions the picture
//! ([`bring`]); with scripts, what is pasted or dropped goes ahead of the form ([`pages`]).
//!
//! # Who sees a picture
//!
//! Whoever may read a text that mentions it: triggers keep which texts those are (`migrations/0076_pictures.sql`), and every time
//! that a picture is asked for, the same rules hold as for the text. So a picture on a board for the team stays there, one in a
//! note as well, and one whose comment is deleted is gone with it. Until a text that mentions it has been sent, and while one is
//! held for the team to read, only whoever brought it and the team see it: that it was brought before there was an idea does not
//! show it to anybody. They also see what is mentioned no more, until it is swept out. Whoever mentions a picture shows it, which
//! takes having been shown it: its id is random, and no neighbour's row is there to be mentioned.
//!
//! Browsers may keep what everybody may see, for good: its address never means anything else. Shared caches may not, so that a
//! board that is closed later is closed. What only some may see is asked for again each time, so that whoever signs out leaves
//! nothing behind.
//!
//! # How much there may be
//!
//! A person and a network bring so many in a time ([`crate::limits`]), and those of a workspace take no more than its room
//! (`SHIPBOARD_PICTURE_ROOM`): what they take is added up, never counted along, in the transaction that keeps another one, and one
//! after the other. A text whose picture finds no room comes back with all that was typed.
//!
//! # What goes, and when
//!
//! What no text mentions a day after it was brought is swept out by a job of its workspace, within the day after ([`jobs`]). What
//! a deleted person brought and nobody mentions goes at once; what stands in their texts stays with them. An idea that was deleted
//! can be brought back, and so its pictures stay, out of everybody's sight. Closing a workspace closes its pictures.
//!
//! An export carries those that texts mention, each in a file that is called as the texts say, and an import of it puts them where
//! the texts find them.

pub mod bring;
pub mod draw;
pub mod jobs;
pub mod pages;
pub mod store;

pub use pages::router;

use crate::text::picture::Address;

/// The largest file that is read, in bytes: photographs of a telephone have 3 to 8 million.
pub const LONGEST: usize = 10 * 1024 * 1024;

/// The longest description that is taken from a file's name, in characters.
const DESCRIBED: usize = 80;

/// How a text mentions a picture, in Markdown. It is described by the name of its file, or else by `otherwise`.
fn mention(address: &Address, file_name: &str, otherwise: &str) -> String {
    format!("![{}]({address})", described(file_name).unwrap_or_else(|| otherwise.to_owned()))
}

/// What a file's name says of its picture. Nothing, where a machine has thought of it: `image.png` is what browsers call anything
/// that is pasted, and of `IMG_2041.jpeg` nobody learns more.
fn described(file_name: &str) -> Option<String> {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words: String = stem.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '.' | ',') { c } else { ' ' }).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let letters = words.chars().filter(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    let by_a_machine = ["", "image", "img", "dsc", "dscn", "pxl", "screenshot", "photo", "picture", "unnamed", "blob"];
    (!by_a_machine.contains(&letters.as_str())).then(|| words.chars().take(DESCRIBED).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_described_by_its_file_where_a_person_has_named_it() {
        for (name, wanted) in [
            ("The export menu.png", Some("The export menu")),
            ("C:\\fakepath\\rota_week-12.jpeg", Some("rota week-12")),
            ("a](http://b.example)![.png", Some("b.example")),
            ("画面.webp", Some("画面")),
            ("image.png", None),
            ("IMG_2041.jpeg", None),
            ("20260901_101500.jpg", None),
            ("", None),
        ] {
            assert_eq!(described(name).as_deref(), wanted, "{name}");
        }
    }
}
