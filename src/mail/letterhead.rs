//! Whose mail it is, and how that looks: in the workspace's colour, with its logo.

use std::any::Any;

use askama::Values;

use crate::brand::{Brand, Color};
use crate::words::Language;

/// How high a logo is shown at most, in pixels.
const HEIGHT: i32 = 28;

/// How wide.
const WIDTH: i32 = 240;

/// The sender of a mail, as its HTML part shows it.
#[derive(Clone, Debug)]
pub struct Letterhead {
    /// What the workspace is called.
    pub name: String,
    colors: [String; 5],
    logo: Option<Logo>,
}

#[derive(Clone, Debug)]
struct Logo {
    url: String,
    width: String,
    height: String,
    /// What stands in its place where pictures are not shown; nothing where the name stands beside it.
    alt: String,
}

impl Letterhead {
    /// A workspace with this name and colour.
    pub fn new(name: &str, color: Color) -> Self {
        let brand = Brand::of(color);
        let (light, dark) = (brand.button_on_light, brand.button_on_dark);
        let colors = [light, dark, dark.ink(), brand.mark_on_light, brand.mark_on_dark].map(|color| color.to_string());
        Self { name: name.to_owned(), colors, logo: None }
    }

    /// With a logo of so many points at an address.
    pub fn with_logo(mut self, url: String, width: i32, height: i32) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        let (wide, high) = if height > HEIGHT { (width * HEIGHT / height, HEIGHT) } else { (width, height) };
        let (wide, high) = if wide > WIDTH { (WIDTH, high * WIDTH / wide) } else { (wide, high) };
        // A wide one is a name, as at the head of a page.
        let alt = if width > height * 2 { self.name.clone() } else { String::new() };
        self.logo = Some(Logo { url, width: wide.max(1).to_string(), height: high.max(1).to_string(), alt });
        self
    }
}

/// What the frame of a mail takes besides what its template says: `{{ "mail-button"|given }}`.
pub(super) struct Paper<'a> {
    pub(super) language: Language,
    pub(super) head: &'a Letterhead,
}

impl Values for Paper<'_> {
    fn get_value<'a>(&'a self, key: &str) -> Option<&'a dyn Any> {
        let [button, button_dark, ink_dark, line, line_dark] = &self.head.colors;
        let logo = self.head.logo.as_ref();
        let text: &String = match key {
            "mail-button" => button,
            "mail-button-dark" => button_dark,
            "mail-ink-dark" => ink_dark,
            "mail-line" => line,
            "mail-line-dark" => line_dark,
            "mail-logo" => &logo?.url,
            "mail-logo-width" => &logo?.width,
            "mail-logo-height" => &logo?.height,
            "mail-logo-alt" => &logo?.alt,
            "mail-name" => &self.head.name,
            _ => return self.language.get_value(key),
        };
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(head: &Letterhead, key: &str) -> String {
        let paper = Paper { language: Language::English, head };
        askama::get_value::<String>(&paper, key).cloned().unwrap_or_default()
    }

    #[test]
    fn whatever_the_colour_the_button_can_be_read_on_light_and_on_dark() {
        let white = Color::parse("#fff").unwrap();
        for red in (0..=255).step_by(51) {
            for green in (0..=255).step_by(51) {
                for blue in (0..=255).step_by(51) {
                    let head = Letterhead::new("Acme", Color::parse(&format!("{red:02x}{green:02x}{blue:02x}")).unwrap());
                    let color = |key| Color::parse(&read(&head, key)).unwrap();
                    assert!(color("mail-button").contrast(white) >= 4.5);
                    assert!(color("mail-button-dark").contrast(color("mail-ink-dark")) >= 4.5);
                    assert!(color("mail-line").contrast(white) >= 3.0);
                }
            }
        }
    }

    #[test]
    fn a_logo_is_shown_small_and_a_wide_one_says_the_name() {
        let head = || Letterhead::new("Acme", Color::OWN);
        assert_eq!(read(&head(), "mail-logo"), "");
        let shown = |width, height| {
            let head = head().with_logo("https://acme.example/logo.png?x".to_owned(), width, height);
            (read(&head, "mail-logo-width"), read(&head, "mail-logo-height"), read(&head, "mail-logo-alt"))
        };
        let of = |width: &str, height: &str, alt: &str| (width.to_owned(), height.to_owned(), alt.to_owned());
        assert_eq!(shown(104, 104), of("28", "28", ""));
        assert_eq!(shown(300, 60), of("140", "28", "Acme"));
        assert_eq!(shown(640, 20), of("240", "7", "Acme"));
        assert_eq!(shown(10, 10), of("10", "10", ""));
    }
}
