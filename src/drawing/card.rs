//! What is shown of a page where somebody shares its address: whose it is, what it is about, and how it stands.

#![expect(clippy::cast_precision_loss, reason = "a picture has a few thousand points at most")]

use image::RgbaImage;
use serde::Serialize;

use super::canvas::{Area, Canvas};
use super::icon::{inside, letter, scaled};
use super::lettering::{Block, Lettering, Style};
use super::{Look, Rgb};
use crate::brand::{Brand, Color};
use crate::error::{Error, Result};

/// How wide and high, as those ask for it who show it (Open Graph: 1.91 to 1).
const WIDTH: u32 = 1200;
const HEIGHT: u32 = 630;

/// The page, the ink and what is softer, as on a light page (`tokens.css`).
const PAPER: Rgb = [0xfb, 0xfa, 0xf6];
const INK: Rgb = [0x25, 0x1f, 0x1a];
const SOFT: Rgb = [0x5b, 0x56, 0x4e];

/// What is left free on the sides.
const EDGE: f32 = 80.0;

/// How much there is between the sides.
const ROOM: f32 = WIDTH as f32 - 2.0 * EDGE;

/// The stripe in the workspace's colour.
const STRIPE: f32 = 16.0;

/// Where the workspace stands, and how high its mark is.
const HEAD: f32 = 72.0;
const MARK: f32 = 72.0;

/// How wide a logo may be.
const LOGO: f32 = 440.0;

/// Where the title begins at the highest, and where it has to end.
const TITLE: (f32, f32) = (176.0, 490.0);

/// The sizes a title is tried at, with the lines there is room for: the first at which all of it is there, else the last.
const SIZES: [(f32, usize); 4] = [(80.0, 3), (66.0, 3), (54.0, 4), (44.0, 5)];

/// Where the facts stand, and how high they are.
const FACTS: f32 = 506.0;
const FACT: f32 = 58.0;

/// A preview of a page.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// Whose it is.
    pub look: Look,
    /// What kind of thing it is, or where it belongs: a line above the title; may be empty.
    pub kind: String,
    /// What it is called; may be empty, where the workspace's name says it all.
    pub title: String,
    /// What stands there instead where no font has the title's letters: a number.
    pub stand_in: String,
    /// How it stands.
    pub facts: Vec<Fact>,
}

/// A short thing to know.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    /// In words.
    pub words: String,
    /// What stands there instead where no font has their letters; may be empty.
    pub stand_in: String,
    /// Its colours.
    pub tone: Tone,
}

/// What a fact looks like, as on pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Tone {
    /// Votes: in the workspace's colour, with a triangle that points up.
    Votes,
    /// Something to know.
    Plain,
    /// Not decided.
    Open,
    /// Promised.
    Planned,
    /// Being made.
    Active,
    /// There.
    Done,
    /// Taken back.
    Withdrawn,
}

impl Tone {
    /// The ink and what it stands on (`tokens.css`, light).
    fn colors(self, mark: Color) -> (Rgb, Rgb) {
        match self {
            Self::Votes => (mark.ink().bytes(), mark.bytes()),
            Self::Plain => (SOFT, [0xf1, 0xed, 0xe7]),
            Self::Open => ([0x27, 0x55, 0x82], [0xe9, 0xf2, 0xfc]),
            Self::Planned => ([0x5f, 0x3d, 0x8e], [0xf3, 0xef, 0xfc]),
            Self::Active => ([0x7c, 0x48, 0x15], [0xfd, 0xf2, 0xdb]),
            Self::Done => ([0x1c, 0x5f, 0x31], [0xe5, 0xf6, 0xe8]),
            Self::Withdrawn => ([0x9a, 0x29, 0x25], [0xfd, 0xed, 0xeb]),
        }
    }
}

impl Card {
    /// How wide it is, in points.
    pub const WIDTH: u32 = WIDTH;
    /// How high it is.
    pub const HEIGHT: u32 = HEIGHT;

    /// What names it.
    pub fn hash(&self) -> String {
        super::hash(self)
    }

    /// What it shows, for whoever does not see it.
    pub fn words(&self) -> String {
        let facts = self.facts.iter().map(|fact| fact.words.as_str());
        let all = [self.title.as_str()].into_iter().chain(facts).chain([self.kind.as_str(), self.look.name.as_str()]);
        all.filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// As PNG. `logo` is the file of the workspace's logo.
    pub fn draw(&self, logo: Option<&[u8]>) -> Result<Vec<u8>> {
        let logo = logo.map(image::load_from_memory).transpose().map_err(Error::internal)?;
        let mut canvas = Canvas::new(WIDTH, HEIGHT, Some(PAPER));
        let mut lettering = Lettering::new(&self.look.language);
        canvas.block(Area { x: 0.0, y: 0.0, width: WIDTH as f32, height: STRIPE }, 0.0, self.mark().bytes());
        self.head(&mut canvas, &mut lettering, logo.map(|logo| logo.to_rgba8()).as_ref());
        self.title(&mut canvas, &mut lettering);
        self.facts(&mut canvas, &mut lettering);
        canvas.png().map_err(Error::internal)
    }

    /// The workspace's colour, as it is seen on the page.
    fn mark(&self) -> Color {
        Brand::of(self.look.color).mark_on_light
    }

    /// The logo or the letter of the workspace, and its name. A wide logo says the name itself, as at the head of a page.
    fn head(&self, canvas: &mut Canvas, lettering: &mut Lettering, logo: Option<&RgbaImage>) {
        let area = Area { x: EDGE, y: HEAD, width: MARK, height: MARK };
        let wide = logo.is_some_and(|logo| logo.width() > logo.height() * 2);
        let taken = match logo {
            Some(logo) if wide => {
                let scale = (LOGO / logo.width() as f32).min(MARK / logo.height().max(1) as f32);
                let drawn = scaled(logo, scale);
                canvas.picture(&drawn, EDGE, HEAD + (MARK - drawn.height() as f32) / 2.0);
                return;
            }
            Some(logo) => {
                inside(canvas, logo, area);
                MARK
            }
            None => {
                canvas.block(area, MARK * 0.22, self.mark().bytes());
                letter(canvas, lettering, &self.look, self.mark().ink().bytes(), area);
                MARK
            }
        };
        let x = EDGE + taken + 24.0;
        let style = Style { size: 36.0, width: EDGE + ROOM - x, lines: 1 };
        if let Some(mut name) = lettering.set(&self.look.name, style) {
            lettering.draw(canvas, &mut name, x, HEAD + (MARK - 36.0 * 1.22) / 2.0, INK);
        }
    }

    /// The title, as large as there is room, in the middle between head and facts.
    fn title(&self, canvas: &mut Canvas, lettering: &mut Lettering) {
        let (mut top, bottom) = TITLE;
        let kind = lettering.set(&self.kind, Style { size: 30.0, width: ROOM, lines: 1 });
        if let Some(mut kind) = kind {
            lettering.draw(canvas, &mut kind, EDGE, top, SOFT);
            top += kind.height + 6.0;
        }
        let title = fitted(lettering, &self.title, bottom - top).or_else(|| fitted(lettering, &self.stand_in, bottom - top));
        if let Some(mut title) = title {
            lettering.draw(canvas, &mut title, EDGE, top, INK);
        }
    }

    /// In a row, as far as there is room.
    fn facts(&self, canvas: &mut Canvas, lettering: &mut Lettering) {
        const PADDING: f32 = 26.0;
        let mut x = EDGE;
        for fact in &self.facts {
            let arrow = if fact.tone == Tone::Votes { 38.0 } else { 0.0 };
            let left = EDGE + ROOM - x - 2.0 * PADDING - arrow;
            if left < FACT {
                break;
            }
            let style = Style { size: 30.0, width: left, lines: 1 };
            let Some(mut words) = lettering.set(&fact.words, style).or_else(|| lettering.set(&fact.stand_in, style)) else {
                continue;
            };
            let (ink, ground) = fact.tone.colors(self.mark());
            let width = words.width + 2.0 * PADDING + arrow;
            canvas.block(Area { x, y: FACTS, width, height: FACT }, FACT / 2.0, ground);
            if arrow > 0.0 {
                canvas.vote(Area { x: x + PADDING, y: FACTS + FACT / 2.0 - 11.0, width: 26.0, height: 21.0 }, ink);
            }
            let y = FACTS + (FACT - words.height) / 2.0;
            lettering.draw(canvas, &mut words, x + PADDING + arrow, y, ink);
            x += width + 18.0;
        }
    }
}

/// A title at the largest of its sizes at which all of it is there, or as much as there is room for at the smallest.
fn fitted(lettering: &mut Lettering, title: &str, height: f32) -> Option<Block> {
    let mut last = None;
    for (size, lines) in SIZES {
        let block = lettering.set(title, Style { size, width: ROOM, lines })?;
        let fits = block.whole && block.height <= height;
        last = Some(block);
        if fits {
            break;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::*;

    const BRAND: [u8; 4] = [0xc8, 0x1e, 0x3c, 255];

    fn card(title: &str) -> Card {
        let color = Color::parse("#c81e3c").unwrap();
        let fact = |words: &str, stand_in: &str, tone| Fact { words: words.to_owned(), stand_in: stand_in.to_owned(), tone };
        Card {
            look: Look { name: "Acme".to_owned(), color, logo: None, language: "en".to_owned() },
            kind: "Features".to_owned(),
            title: title.to_owned(),
            stand_in: "#12".to_owned(),
            facts: vec![fact("37 votes", "37", Tone::Votes), fact("Planned", "", Tone::Planned)],
        }
    }

    fn drawn(card: &Card) -> RgbaImage {
        let png = card.draw(None).unwrap();
        if let Ok(folder) = std::env::var("SHIPBOARD_PICTURES") {
            std::fs::write(format!("{folder}/{}.png", card.hash()), &png).unwrap();
        }
        image::load_from_memory(&png).unwrap().to_rgba8()
    }

    /// The first and the last line in which ink stands between head and facts, and the column where it ends.
    fn title(picture: &RgbaImage) -> (u32, u32, u32) {
        let ink = |point: &Rgba<u8>| point.0[..3].iter().zip(INK).all(|(one, other)| one.abs_diff(other) < 20);
        let found = picture.enumerate_pixels().filter(|(_, y, point)| (200..500).contains(y) && ink(point));
        found.fold((u32::MAX, 0, 0), |(top, bottom, right), (x, y, _)| (top.min(y), bottom.max(y), right.max(x)))
    }

    #[test]
    fn a_card_shows_the_title_in_ink_and_the_brand_in_its_colour() {
        let picture = drawn(&card("Dark mode"));
        assert_eq!(picture.dimensions(), (Card::WIDTH, Card::HEIGHT));
        assert_eq!(picture.get_pixel(600, 4).0, BRAND, "the stripe");
        assert_eq!(picture.get_pixel(84, 108).0, BRAND, "the mark");
        assert_eq!(picture.get_pixel(100, 535).0[..3], BRAND[..3], "the votes");
        let (top, bottom, right) = title(&picture);
        assert!((210..280).contains(&top) && bottom < 320 && (400..700).contains(&right), "{top} to {bottom}, up to {right}");
        assert_ne!(picture, drawn(&card("Dark moon")));
    }

    #[test]
    fn whatever_the_title_is_it_stays_in_its_room() {
        for text in
            ["Donaudampfschifffahrtsgesellschaft".repeat(5), "all of the words ".repeat(9), "W".repeat(140), "i".repeat(140)]
        {
            let (top, bottom, right) = title(&drawn(&card(&text[..140.min(text.len())])));
            assert!(top > 200 && bottom < 495 && right <= 1121, "{text}: {top} to {bottom}, up to {right}");
        }
    }

    #[test]
    fn a_title_that_cannot_be_read_is_left_out_and_its_number_stands_there() {
        // Nobody has the letters of the pharaohs.
        let unread = drawn(&card("𓀀𓀁𓀂 mode"));
        assert_eq!(unread, drawn(&card("#12")));
        assert_ne!(unread, drawn(&Card { stand_in: "#13".to_owned(), ..card("𓀀𓀁𓀂 mode") }));
        let mut foreign = card("Dark mode");
        foreign.facts[0].words = "37 𓀀".to_owned();
        foreign.facts[1].words = "𓀀𓀁".to_owned();
        let mut bare = card("Dark mode");
        bare.facts[0].words = "37".to_owned();
        bare.facts.pop();
        assert_eq!(drawn(&foreign), drawn(&bare), "and so with what it says besides");
    }

    #[test]
    fn a_logo_stands_in_place_of_the_letter_and_a_wide_one_of_the_name_as_well() {
        let logo = |width, height| {
            let mut bytes = std::io::Cursor::new(Vec::new());
            let picture = RgbaImage::from_pixel(width, height, Rgba([0, 120, 90, 255]));
            picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
            image::load_from_memory(&card("Dark mode").draw(Some(bytes.get_ref())).unwrap()).unwrap().to_rgba8()
        };
        let name = |picture: &RgbaImage| (540..700).any(|x| (72..144).any(|y| picture.get_pixel(x, y).0[0] < 100));
        let square = logo(104, 104);
        assert_eq!(square.get_pixel(100, 100).0, [0, 120, 90, 255]);
        let beside = (180..260).any(|x| (72..144).any(|y| square.get_pixel(x, y).0[0] < 60));
        assert!(beside, "the name beside it");
        let wide = logo(400, 60);
        assert_eq!(wide.get_pixel(500, 108).0, [0, 120, 90, 255]);
        assert!(!name(&wide));
    }

    #[test]
    fn two_cards_have_one_name_where_they_show_the_same() {
        assert_eq!(card("Dark mode").hash(), card("Dark mode").hash());
        assert_ne!(card("Dark mode").hash(), card("Dark mode!").hash());
        assert_eq!(card("Dark mode").words(), "Dark mode · 37 votes · Planned · Features · Acme");
    }
}
