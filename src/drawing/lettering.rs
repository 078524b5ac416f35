//! How text gets into a picture: with the font that is built in, and where that lacks a letter, with those of the machine.
//!
//! Nothing of it is kept between pictures. The font lies in the binary and is read where it lies; which fonts the machine has is
//! looked up only for a text that needs them, and forgotten with the picture.

#![expect(
    clippy::cast_possible_wrap,
    clippy::cast_possible_truncation,
    reason = "a picture has a few thousand points at most, and what lies outside of it is not drawn"
)]

use std::ops::Range;
use std::sync::Arc;

use cosmic_text::fontdb::{Database, Source};
use cosmic_text::{
    Align, Attrs, Buffer, Color, Ellipsize, EllipsizeHeightLimit, Family, FontSystem, Metrics, Shaping, SwashCache, Weight, Wrap,
};

use super::Rgb;
use super::canvas::Canvas;

/// Latin, Greek, Cyrillic and Hebrew letters.
static FONT: &[u8] = include_bytes!("../../static/vendor/open-sans-semibold.ttf");

/// What it calls itself.
const FAMILY: &str = "Open Sans";

/// The height of a line, in sizes of the font.
const LINE: f32 = 1.22;

/// The size at which a text is looked through for letters that are missing; any would do.
const TRIAL: f32 = 16.0;

/// How a text is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// The size of the font, in points of the picture.
    pub(super) size: f32,
    /// How wide a line may be.
    pub(super) width: f32,
    /// How many lines there may be; what is more ends in an ellipsis.
    pub(super) lines: usize,
}

/// A text as it will be drawn.
pub(super) struct Block {
    buffer: Buffer,
    /// Whether it takes fonts of the machine.
    borrowed: bool,
    /// Whether all of it is there.
    pub(super) whole: bool,
    /// How wide its widest line is.
    pub(super) width: f32,
    /// How high all of its lines are.
    pub(super) height: f32,
}

/// The fonts for one picture.
pub(super) struct Lettering {
    own: FontSystem,
    /// The same and what the machine has, once a text needs it.
    all: Option<FontSystem>,
    drawn: SwashCache,
}

impl Lettering {
    /// For texts in a language (BCP 47), which decides between the forms that one letter has in several.
    pub(super) fn new(language: &str) -> Self {
        let mut fonts = Database::new();
        fonts.load_font_source(Source::Binary(Arc::new(FONT)));
        fonts.set_sans_serif_family(FAMILY);
        Self { own: FontSystem::new_with_locale_and_db(language.to_owned(), fonts), all: None, drawn: SwashCache::new() }
    }

    /// Sets a text. None where there is none, or letters of it that no font has: nobody can read a row of boxes. Signs
    /// that no font has, as emoji may be, are left out.
    pub(super) fn set(&mut self, text: &str, style: Style) -> Option<Block> {
        let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut borrowed = false;
        let mut missing = missing(&mut self.own, &text);
        if !missing.is_empty() {
            borrowed = true;
            missing = self::missing(self.fonts(true), &text);
        }
        if !missing.is_empty() {
            text = without(&text, &missing)?;
            missing = self::missing(self.fonts(true), &text);
        }
        if text.is_empty() || !missing.is_empty() {
            return None;
        }
        let fonts = self.fonts(borrowed);
        // Several lines begin where the language begins them.
        let align = (style.lines == 1).then_some(Align::Left);
        let mut buffer = laid_out(fonts, &text, Metrics::new(style.size, style.size * LINE), Some(style.width), align);
        let whole = buffer.layout_runs().count() <= style.lines;
        if !whole {
            buffer.set_ellipsize(Ellipsize::End(EllipsizeHeightLimit::Lines(style.lines)));
            buffer.shape_until_scroll(fonts, false);
        }
        let width = buffer.layout_runs().map(|line| line.line_w).fold(0.0, f32::max);
        let height = buffer.layout_runs().map(|line| line.line_height).sum();
        Some(Block { buffer, borrowed, whole, width, height })
    }

    /// Draws a text with its upper left corner there.
    pub(super) fn draw(&mut self, canvas: &mut Canvas, block: &mut Block, x: f32, y: f32, color: Rgb) {
        let (left, top) = (x.round() as i32, y.round() as i32);
        let Self { own, all, drawn } = self;
        let fonts = all.as_mut().filter(|_| block.borrowed).unwrap_or(own);
        let [red, green, blue] = color;
        block.buffer.draw(fonts, drawn, Color::rgb(red, green, blue), |x, y, width, height, color| {
            let (red, green, blue, cover) = color.as_rgba_tuple();
            for y in y..y + height as i32 {
                for x in x..x + width as i32 {
                    canvas.point(left + x, top + y, [red, green, blue], cover);
                }
            }
        });
    }

    fn fonts(&mut self, borrowed: bool) -> &mut FontSystem {
        let Self { own, all, .. } = self;
        if !borrowed {
            return own;
        }
        all.get_or_insert_with(|| {
            let mut fonts = own.db().clone();
            fonts.load_system_fonts();
            FontSystem::new_with_locale_and_db(own.locale().to_owned(), fonts)
        })
    }
}

fn laid_out(fonts: &mut FontSystem, text: &str, metrics: Metrics, width: Option<f32>, align: Option<Align>) -> Buffer {
    let mut buffer = Buffer::new(fonts, metrics);
    // A word that is longer than a line is broken wherever the line ends.
    buffer.set_wrap(Wrap::WordOrGlyph);
    buffer.set_size(width, None);
    let attributes = Attrs::new().family(Family::Name(FAMILY)).weight(Weight::SEMIBOLD);
    buffer.set_text(text, &attributes, Shaping::Advanced, align);
    buffer.shape_until_scroll(fonts, false);
    buffer
}

/// The places of a text that no font has a form for.
fn missing(fonts: &mut FontSystem, text: &str) -> Vec<Range<usize>> {
    let buffer = laid_out(fonts, text, Metrics::new(TRIAL, TRIAL), None, None);
    let glyphs = buffer.layout_runs().flat_map(|line| line.glyphs);
    glyphs.filter(|glyph| glyph.glyph_id == 0).map(|glyph| glyph.start..glyph.end).collect()
}

/// The text without these places, unless letters stand there.
fn without(text: &str, places: &[Range<usize>]) -> Option<String> {
    let lost = |at: usize| places.iter().any(|place| place.contains(&at));
    let mut kept = String::with_capacity(text.len());
    for (at, sign) in text.char_indices() {
        match sign {
            // A figure in a frame is a figure and a frame.
            _ if !lost(at) || sign.is_ascii() => kept.push(sign),
            _ if sign.is_alphanumeric() => return None,
            _ => {}
        }
    }
    Some(kept.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style { size: 60.0, width: 1040.0, lines: 3 };

    /// Without fonts of the machine: what is built in has to do alone.
    fn alone() -> Lettering {
        let mut lettering = Lettering::new("en");
        lettering.all = Some(FontSystem::new_with_locale_and_db("en".to_owned(), lettering.own.db().clone()));
        lettering
    }

    #[test]
    fn the_built_in_font_has_the_letters_of_most_languages_that_people_write_in() {
        for text in [
            "Dark mode, “quoted” – 100 % & more…",
            "Größe ändern, Straße, ÄÖÜ",
            "Çà et là, œuvre, naïf",
            "¿Señal? ¡Ñandú!",
            "Ação, coração, São Tomé",
            "Příliš žluťoučký kůň, zażółć gęślą jaźń",
            "Árvíztűrő tükörfúrógép, șî țară, İstanbul ğ",
            "Ελληνικά: Σκούρο θέμα",
            "Русский: тёмная тема, Українська: ґанок їжак",
            "Tiếng Việt: chế độ tối",
            "עברית: מצב כהה",
        ] {
            assert!(alone().set(text, STYLE).is_some(), "{text}");
        }
    }

    #[test]
    fn a_text_with_letters_that_no_font_has_is_left_out() {
        for text in ["ダークモード", "الوضع الداكن", "Dark ダーク mode", "हिन्दी", "한국어"] {
            assert!(alone().set(text, STYLE).is_none(), "{text}");
        }
    }

    #[test]
    fn signs_that_no_font_has_are_left_out_of_a_text_that_can_be_read_without() {
        let width = |text| alone().set(text, STYLE).unwrap().width;
        let plain = width("Dark mode 2");
        for text in ["🌙 Dark mode 2", "Dark 🧑🏽‍💻 mode 2", "Dark mode 2️⃣", "Dark\u{2028}mode ✅ 2"] {
            assert!((width(text) - plain).abs() < 1.0, "{text}");
        }
        assert!(alone().set("🌙 ✅", STYLE).is_none(), "nothing is left");
        assert!(alone().set("", STYLE).is_none());
    }

    #[test]
    fn long_titles_are_wrapped_and_longer_ones_end_in_an_ellipsis() {
        let mut lettering = Lettering::new("en");
        let short = lettering.set("Dark mode", STYLE).unwrap();
        let line = short.height;
        assert!(short.whole && short.width < 400.0, "{}", short.width);
        let two = lettering.set("A dark mode that follows the system", STYLE).unwrap();
        assert!(two.whole && (two.height - 2.0 * line).abs() < 1.0);
        let long = lettering.set(&"words and more ".repeat(20), STYLE).unwrap();
        assert!(!long.whole && (long.height - 3.0 * line).abs() < 1.0 && long.width <= STYLE.width);
        let word = lettering.set(&"Donaudampfschiff".repeat(8), STYLE).unwrap();
        assert!((word.height - 3.0 * line).abs() < 1.0 && word.width <= STYLE.width, "a word is broken where a line ends");
    }
}
