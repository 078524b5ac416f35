//! A workspace's colour: what the design takes from it, and what it puts right.
//!
//! The stylesheet takes a hue and a strength and keeps lightness to itself, so text on a brand is readable whatever was
//! chosen. Only the mark beside the name has the very colour; where that would vanish into the page, it is made darker or
//! lighter until it does not.

use std::fmt;

use serde::Serialize;

use crate::text::Sentence;

/// The most vivid the design draws (`--brand-chroma` in `tokens.css`).
const CHROMA: f64 = 0.16;

/// Lightness of what is drawn in the brand's colour: buttons on light pages, and on dark ones (`--brand`).
const ON_LIGHT: f64 = 0.47;
const ON_DARK: f64 = 0.79;

/// The surface the mark stands on, light and dark (`--surface`), and the ink on a dark page's buttons (`--on-brand`).
const WHITE: Color = Color([255, 255, 255]);
const NIGHT: Color = Color([0x1d, 0x1b, 0x18]);
const INK: Color = Color([0x15, 0x13, 0x10]);

/// The least contrast of a graphic with what is around it (WCAG 2.2, 1.4.11).
const VISIBLE: f64 = 3.0;

/// An sRGB colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Color([u8; 3]);

impl Color {
    /// Shipboard's own, where a workspace has chosen none.
    pub const OWN: Self = Self([0x00, 0x67, 0x7a]);

    /// Reads `#0a7cff`, `0A7CFF` or `#07f`.
    pub fn parse(text: &str) -> Result<Self, Sentence> {
        let digits = text.trim().trim_start_matches('#');
        let wanted = || format!("“{}” is not a colour such as #0a7cff.", text.trim());
        let values: Option<Vec<u32>> = digits.chars().map(|digit| digit.to_digit(16)).collect();
        let values = values.ok_or_else(wanted)?;
        // Three digits stand for six: each counts twice.
        let pairs: Vec<u32> = match values.len() {
            3 => values.iter().map(|digit| digit * 17).collect(),
            6 => values.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect(),
            _ => return Err(wanted()),
        };
        let bytes = [pairs[0], pairs[1], pairs[2]];
        let [Ok(r), Ok(g), Ok(b)] = bytes.map(u8::try_from) else { return Err(wanted()) };
        Ok(Self([r, g, b]))
    }

    /// Without the `#`: how an address carries it.
    pub fn digits(self) -> String {
        let [r, g, b] = self.0;
        format!("{r:02x}{g:02x}{b:02x}")
    }

    /// Red, green and blue.
    pub fn bytes(self) -> [u8; 3] {
        self.0
    }

    /// What is read best on it: white, or the ink of dark pages' buttons. One of the two always has a contrast of 4.3 or more.
    pub fn ink(self) -> Self {
        if self.contrast(WHITE) >= self.contrast(INK) { WHITE } else { INK }
    }

    /// Contrast with another colour, 1 to 21 (WCAG 2.2, relative luminance).
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn linear(self) -> [f64; 3] {
        self.0.map(|byte| {
            let value = f64::from(byte) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.digits())
    }
}

/// A colour as people see it: lightness, strength, hue in degrees (Oklch, CSS Color 4).
#[derive(Clone, Copy, Debug)]
struct Oklch {
    lightness: f64,
    chroma: f64,
    hue: f64,
}

/// What a linear sRGB colour does to the eye's three kinds of cones, and back.
const TO_CONES: Matrix = [
    [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
    [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
    [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
];
const FROM_CONES: Matrix = [
    [4.076_741_662_1, -3.307_711_591_3, 0.230_969_929_2],
    [-1.268_438_004_6, 2.609_757_401_1, -0.341_319_396_5],
    [-0.004_196_086_3, -0.703_418_614_7, 1.707_614_701],
];

/// What the cones' answers (their cube roots) come to: lightness, green to red, blue to yellow; and back.
const TO_LAB: Matrix = [
    [0.210_454_255_3, 0.793_617_785, -0.004_072_046_8],
    [1.977_998_495_1, -2.428_592_205, 0.450_593_709_9],
    [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766],
];
const FROM_LAB: Matrix =
    [[1.0, 0.396_337_777_4, 0.215_803_757_3], [1.0, -0.105_561_345_8, -0.063_854_172_8], [1.0, -0.089_484_177_5, -1.291_485_548]];

type Matrix = [[f64; 3]; 3];

fn times(matrix: Matrix, vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(vector).map(|(factor, value)| factor * value).sum())
}

impl From<Color> for Oklch {
    fn from(color: Color) -> Self {
        let [lightness, green_red, blue_yellow] = times(TO_LAB, times(TO_CONES, color.linear()).map(f64::cbrt));
        let hue = blue_yellow.atan2(green_red).to_degrees().rem_euclid(360.0);
        Self { lightness, chroma: green_red.hypot(blue_yellow), hue }
    }
}

impl Oklch {
    fn linear(self) -> [f64; 3] {
        let (sine, cosine) = self.hue.to_radians().sin_cos();
        let lab = [self.lightness, self.chroma * cosine, self.chroma * sine];
        times(FROM_CONES, times(FROM_LAB, lab).map(|root| root.powi(3)))
    }

    /// Whether a screen can show it.
    fn is_shown(self) -> bool {
        self.linear().iter().all(|value| (-0.0005..=1.0005).contains(value))
    }

    /// The same lightness and hue, as strong as a screen can show it.
    fn fitted(mut self) -> Self {
        while self.chroma > 0.0 && !self.is_shown() {
            self.chroma = (self.chroma - 0.002).max(0.0);
        }
        self
    }

    fn color(self) -> Color {
        let byte = |value: f64| {
            let value = if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte's range")]
            let byte = (value.clamp(0.0, 1.0) * 255.0).round() as u8;
            byte
        };
        Color(self.linear().map(byte))
    }
}

/// What the design makes of a colour.
#[derive(Clone, Copy, Debug)]
pub struct Brand {
    chosen: Color,
    hue: f64,
    chroma: f64,
    /// Buttons on light pages, where white stands on them.
    pub button_on_light: Color,
    /// Buttons on dark pages, where dark ink stands on them.
    pub button_on_dark: Color,
    /// The mark beside the name on light pages: the very colour, unless it would vanish.
    pub mark_on_light: Color,
    /// The same on dark pages.
    pub mark_on_dark: Color,
}

impl Brand {
    /// What the design makes of it.
    pub fn of(chosen: Color) -> Self {
        let seen = Oklch::from(chosen);
        let drawn = |lightness| Oklch { lightness, chroma: seen.chroma.min(CHROMA), hue: seen.hue }.fitted();
        let light = drawn(ON_LIGHT);
        Self {
            chosen,
            hue: seen.hue,
            chroma: light.chroma,
            button_on_light: light.color(),
            button_on_dark: Oklch { lightness: ON_DARK, ..light }.fitted().color(),
            mark_on_light: visible(chosen, WHITE, -0.01),
            mark_on_dark: visible(chosen, NIGHT, 0.01),
        }
    }

    /// The workspace's own stylesheet: three properties, and nothing else.
    pub fn css(&self) -> String {
        format!(
            "@layer tokens {{ :root {{ --brand-hue: {:.1}; --brand-chroma: {:.3}; --brand-mark: light-dark({}, {}); }} }}\n",
            self.hue, self.chroma, self.mark_on_light, self.mark_on_dark
        )
    }

    /// What had to be put right, for whoever chose it.
    pub fn corrections(&self) -> Vec<String> {
        let mut said = Vec::new();
        for (mark, ground, page, change) in
            [(self.mark_on_light, WHITE, "light", "darker"), (self.mark_on_dark, NIGHT, "dark", "lighter")]
        {
            if mark != self.chosen {
                said.push(format!(
                    "{} can hardly be seen on {page} pages (contrast {:.1}, at least 3 is needed), so the mark beside your name is {mark} there, a {change} shade of it.",
                    self.chosen,
                    self.chosen.contrast(ground),
                ));
            }
        }
        said
    }

    /// Contrast of the words on its buttons, on light and on dark pages.
    pub fn contrasts(&self) -> (f64, f64) {
        (WHITE.contrast(self.button_on_light), INK.contrast(self.button_on_dark))
    }
}

/// The colour, in steps of lightness away from the ground until it can be seen on it.
fn visible(color: Color, ground: Color, step: f64) -> Color {
    let mut shade = Oklch::from(color);
    let mut drawn = color;
    while drawn.contrast(ground) < VISIBLE && (0.0..=1.0).contains(&shade.lightness) {
        shade.lightness += step;
        drawn = shade.fitted().color();
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    fn color(text: &str) -> Color {
        Color::parse(text).unwrap()
    }

    #[test]
    fn a_colour_is_read_as_people_write_it() {
        assert_eq!(color(" 0A7CFF "), color("#0a7cff"));
        assert_eq!(color("#07f").to_string(), "#0077ff");
        for wrong in ["", "#", "blue", "#12345", "#gggggg", "#0a7cff; }", "#1234567"] {
            assert!(Color::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((color("#000").contrast(WHITE) - 21.0).abs() < 0.01);
        assert!((color("#767676").contrast(WHITE) - 4.54).abs() < 0.01);
    }

    #[test]
    fn a_colour_survives_the_way_there_and_back() {
        for text in ["#0a7cff", "#e11d48", "#ffee00", "#123456", "#808080"] {
            assert_eq!(Oklch::from(color(text)).color(), color(text));
        }
    }

    #[test]
    fn whatever_is_chosen_its_buttons_are_readable_and_its_mark_is_seen() {
        for red in (0..=255).step_by(15) {
            for green in (0..=255).step_by(15) {
                for blue in (0..=255).step_by(15) {
                    let chosen = Color([red, green, blue]);
                    let brand = Brand::of(chosen);
                    let (light, dark) = brand.contrasts();
                    assert!(light >= 4.5 && dark >= 4.5, "{chosen}: {light:.2} and {dark:.2}");
                    assert!(brand.mark_on_light.contrast(WHITE) >= VISIBLE, "{chosen} on white");
                    assert!(brand.mark_on_dark.contrast(NIGHT) >= VISIBLE, "{chosen} on dark");
                    assert!(brand.chroma <= CHROMA);
                }
            }
        }
    }

    #[test]
    fn a_bad_choice_is_put_right_and_said_so() {
        let yellow = Brand::of(color("#ffee00"));
        assert_ne!(yellow.mark_on_light, color("#ffee00"));
        assert_eq!(yellow.mark_on_dark, color("#ffee00"));
        assert!(yellow.corrections()[0].contains("light pages"));
        let navy = Brand::of(color("#000033"));
        assert!(navy.corrections()[0].contains("dark pages"));
        assert!(Brand::of(color("#0a7cff")).corrections().is_empty());
    }

    #[test]
    fn the_stylesheet_sets_three_properties() {
        let css = Brand::of(color("#0a7cff")).css();
        assert_eq!(css.matches("--brand").count(), 3);
        assert!(css.starts_with("@layer tokens { :root {"), "{css}");
    }
}
