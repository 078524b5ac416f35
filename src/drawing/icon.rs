//! A workspace's icon: its logo, or the first letter of its name on its colour.

#![expect(clippy::cast_precision_loss, reason = "a picture has a few thousand points at most")]

use image::imageops::FilterType;
use image::{DynamicImage, RgbaImage, imageops};

use super::canvas::{Area, Canvas};
use super::lettering::{Lettering, Style};
use super::{Look, Rgb};
use crate::error::{Error, Result};

/// How round the corners are, in parts of the icon's edge.
const ROUND: f32 = 0.22;

/// The size of the letter, likewise.
const LETTER: f32 = 0.62;

/// How much room is left around a logo on a ground, likewise.
const MARGIN: f32 = 0.12;

/// What a logo stands on where it could not be seen otherwise, and on the home screen of a telephone.
const WHITE: Rgb = [255, 255, 255];
const NIGHT: Rgb = [0x1d, 0x1b, 0x18];

/// The least difference of brightness, of 255, at which a logo is seen on its ground.
const SEEN: f32 = 60.0;

/// An icon in one of the forms that are asked for.
#[derive(Clone, Debug)]
pub struct Icon {
    /// Of whom.
    pub look: Look,
    /// How wide and high it is, in points.
    pub edge: u32,
    /// Whether it fills its square: whoever shows it rounds the corners, and shows black where there is nothing.
    pub full: bool,
}

impl Icon {
    /// As PNG. `logo` is the file of the logo.
    pub fn draw(&self, logo: Option<&[u8]>) -> Result<Vec<u8>> {
        let canvas = match logo {
            Some(logo) => self.of_logo(&image::load_from_memory(logo).map_err(Error::internal)?),
            None => self.of_letter(),
        };
        canvas.png().map_err(Error::internal)
    }

    fn of_letter(&self) -> Canvas {
        let mut canvas = self.on(Some(self.look.color.bytes()));
        let ink = self.look.color.ink().bytes();
        letter(&mut canvas, &mut Lettering::new(&self.look.language), &self.look, ink, self.whole());
        canvas
    }

    fn of_logo(&self, logo: &DynamicImage) -> Canvas {
        let mark = mark(&logo.to_rgba8());
        let ground = self.ground(&mark);
        let mut canvas = self.on(ground);
        let margin = if ground.is_some() { self.edge as f32 * MARGIN } else { 0.0 };
        let room = Area { x: margin, y: margin, width: self.edge as f32 - 2.0 * margin, height: self.edge as f32 - 2.0 * margin };
        inside(&mut canvas, &mark, room);
        canvas
    }

    /// What a logo has to stand on: nothing, where it can be seen both on a light and on a dark tab.
    fn ground(&self, mark: &RgbaImage) -> Option<Rgb> {
        let bright = brightness(mark);
        let (on_white, on_night) = ((255.0 - bright).abs(), (bright - 27.0).abs());
        let better = if on_white >= SEEN || on_white >= on_night { WHITE } else { NIGHT };
        (self.full || on_white.min(on_night) < SEEN && !is_solid(mark)).then_some(better)
    }

    fn on(&self, ground: Option<Rgb>) -> Canvas {
        let mut canvas = Canvas::new(self.edge, self.edge, ground.filter(|_| self.full));
        if let Some(color) = ground.filter(|_| !self.full) {
            canvas.block(self.whole(), self.edge as f32 * ROUND, color);
        }
        canvas
    }

    fn whole(&self) -> Area {
        Area { x: 0.0, y: 0.0, width: self.edge as f32, height: self.edge as f32 }
    }
}

/// The letter that stands for a name: its first, or whatever it begins with.
pub fn initial(name: &str) -> String {
    let letter = name.chars().find(|c| c.is_alphanumeric()).or_else(|| name.trim().chars().next());
    letter
        .map(|letter| {
            // One that would become two stays as it is.
            let mut upper = letter.to_uppercase();
            upper.next().filter(|_| upper.len() == 0).unwrap_or(letter).to_string()
        })
        .unwrap_or_default()
}

/// The letter of a workspace, in the middle of an area. Nothing, where no font has it: the colour alone stands for it then.
pub(super) fn letter(canvas: &mut Canvas, lettering: &mut Lettering, look: &Look, ink: Rgb, area: Area) {
    let style = Style { size: area.height * LETTER, width: area.width * 2.0, lines: 1 };
    if let Some(mut block) = lettering.set(&initial(&look.name), style) {
        let (x, y) = (area.x + (area.width - block.width) / 2.0, area.y + (area.height - block.height) / 2.0);
        lettering.draw(canvas, &mut block, x, y, ink);
    }
}

/// A picture as large as an area allows, in the middle of it. Gives how wide it has become.
pub(super) fn inside(canvas: &mut Canvas, picture: &RgbaImage, area: Area) -> f32 {
    let (width, height) = (picture.width().max(1) as f32, picture.height().max(1) as f32);
    let scale = (area.width / width).min(area.height / height);
    let drawn = scaled(picture, scale);
    let (width, height) = (drawn.width() as f32, drawn.height() as f32);
    canvas.picture(&drawn, area.x + (area.width - width) / 2.0, area.y + (area.height - height) / 2.0);
    width
}

/// A picture at another size, without what shines through at its edges turning dark.
pub(super) fn scaled(picture: &RgbaImage, scale: f32) -> RgbaImage {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "above nothing, and a few thousand at most")]
    let size = |length: u32| ((length as f32 * scale).round() as u32).max(1);
    let (width, height) = (size(picture.width()), size(picture.height()));
    if (width, height) == picture.dimensions() {
        return picture.clone();
    }
    // Points that nobody sees count for nothing in the middle of several: each is weighed by how much it covers.
    let mut weighed = picture.clone();
    for point in weighed.pixels_mut() {
        let [r, g, b, cover] = point.0;
        let weigh = |value: u8| u8::try_from(u16::from(value) * u16::from(cover) / 255).unwrap_or(u8::MAX);
        point.0 = [weigh(r), weigh(g), weigh(b), cover];
    }
    let mut drawn = imageops::resize(&weighed, width, height, FilterType::CatmullRom);
    for point in drawn.pixels_mut() {
        let [r, g, b, cover] = point.0;
        let weigh = |value: u8| u8::try_from(u16::from(value) * 255 / u16::from(cover.max(1))).unwrap_or(u8::MAX);
        point.0 = [weigh(r), weigh(g), weigh(b), cover];
    }
    drawn
}

/// What of a logo can be told apart in a tab. A wide one is a name, which cannot be read there: its first part, up to the first
/// gap, is a mark or a letter, and stands for the whole. Where there is none that is about as wide as high, the whole logo.
fn mark(logo: &RgbaImage) -> RgbaImage {
    let (width, height) = logo.dimensions();
    if width <= height * 2 {
        return logo.clone();
    }
    let ground = logo.get_pixel(0, 0).0;
    let is_ground = |x: u32| {
        (0..height).all(|y| {
            let point = logo.get_pixel(x, y).0;
            let alike = point.iter().zip(ground).all(|(one, other)| one.abs_diff(other) < 16);
            point[3] < 16 || alike
        })
    };
    let start = (0..width).find(|x| !is_ground(*x)).unwrap_or(0);
    let end = (start..width).find(|x| is_ground(*x)).unwrap_or(width);
    let part = end - start;
    if (height / 4..=height * 3 / 2).contains(&part) {
        imageops::crop_imm(logo, start, 0, part, height).to_image()
    } else {
        logo.clone()
    }
}

/// Whether nothing shines through at a picture's corners: it has a ground of its own.
fn is_solid(picture: &RgbaImage) -> bool {
    let (right, bottom) = (picture.width().saturating_sub(1), picture.height().saturating_sub(1));
    [(0, 0), (right, 0), (0, bottom), (right, bottom)].iter().all(|(x, y)| picture.get_pixel(*x, *y).0[3] > 200)
}

/// How bright what is seen of a picture is on the whole, of 255.
fn brightness(picture: &RgbaImage) -> f32 {
    let (mut sum, mut covers) = (0.0, 0.0);
    for point in picture.pixels() {
        let [r, g, b, cover] = point.0.map(f32::from);
        sum += (0.2126 * r + 0.7152 * g + 0.0722 * b) * cover;
        covers += cover;
    }
    if covers > 0.0 { sum / covers } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use image::Rgba;

    use super::*;
    use crate::brand::Color;

    fn icon(edge: u32, full: bool) -> Icon {
        let color = Color::parse("#c81e3c").unwrap();
        Icon { look: Look { name: "acme".to_owned(), color, logo: None, language: "en".to_owned() }, edge, full }
    }

    fn read(png: &[u8]) -> RgbaImage {
        image::load_from_memory(png).unwrap().to_rgba8()
    }

    fn png(picture: &RgbaImage) -> Vec<u8> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_letter_stands_on_the_workspace_s_colour() {
        let drawn = read(&icon(180, true).draw(None).unwrap());
        assert_eq!(drawn.dimensions(), (180, 180));
        assert_eq!(drawn.get_pixel(0, 0).0, [200, 30, 60, 255], "a full one has its corners");
        assert!(drawn.pixels().filter(|point| point.0 == [255, 255, 255, 255]).count() > 500, "the letter");
        let round = read(&icon(64, false).draw(None).unwrap());
        assert_eq!(round.get_pixel(0, 0).0[3], 0);
        assert_eq!(round.get_pixel(32, 2).0, [200, 30, 60, 255]);
    }

    #[test]
    fn the_letter_is_the_first_of_the_name() {
        for (name, letter) in [("acme", "A"), ("  «été»", "É"), ("ßtraße", "ß"), ("日本", "日"), ("🌙", "🌙"), ("", "")]
        {
            assert_eq!(initial(name), letter);
        }
    }

    #[test]
    fn a_logo_fits_into_the_icon_whole_and_in_the_middle() {
        let logo = png(&RgbaImage::from_pixel(40, 20, Rgba([10, 120, 200, 255])));
        let drawn = read(&icon(64, false).draw(Some(&logo)).unwrap());
        assert_eq!(drawn.get_pixel(32, 32).0, [10, 120, 200, 255]);
        assert_eq!(drawn.get_pixel(2, 32).0, [10, 120, 200, 255]);
        assert_eq!(drawn.get_pixel(32, 5).0[3], 0);
        let full = read(&icon(180, true).draw(Some(&logo)).unwrap());
        assert_eq!(full.get_pixel(2, 2).0, [255, 255, 255, 255]);
        assert_eq!(full.get_pixel(90, 90).0, [10, 120, 200, 255]);
    }

    #[test]
    fn of_a_written_name_its_mark_is_left() {
        let mut logo = RgbaImage::new(400, 80);
        for (x, y, point) in logo.enumerate_pixels_mut() {
            let color = if x < 80 && y > 4 { [10, 120, 200, 255] } else { [90, 90, 90, 255] };
            *point = Rgba(if (80..100).contains(&x) || x > 380 { [0, 0, 0, 0] } else { color });
        }
        let drawn = read(&icon(64, false).draw(Some(&png(&logo))).unwrap());
        assert_eq!(drawn.get_pixel(60, 60).0, [10, 120, 200, 255], "the mark fills it");
        let whole = RgbaImage::from_pixel(400, 80, Rgba([10, 120, 200, 255]));
        let drawn = read(&icon(64, false).draw(Some(&png(&whole))).unwrap());
        assert_eq!(drawn.get_pixel(60, 60).0[3], 0, "one without a gap is shown whole");
        assert_eq!(drawn.get_pixel(60, 32).0, [10, 120, 200, 255]);
    }

    #[test]
    fn a_logo_that_would_vanish_into_the_tab_gets_a_ground() {
        let thin = |color: [u8; 4]| {
            let mut logo = RgbaImage::new(40, 40);
            logo.enumerate_pixels_mut().filter(|(x, ..)| (15..25).contains(x)).for_each(|(.., point)| *point = Rgba(color));
            read(&icon(64, false).draw(Some(&png(&logo))).unwrap())
        };
        assert_eq!(thin([255, 255, 255, 255]).get_pixel(8, 32).0, [0x1d, 0x1b, 0x18, 255]);
        assert_eq!(thin([0, 0, 0, 255]).get_pixel(8, 32).0, [255, 255, 255, 255]);
        assert_eq!(thin([10, 120, 200, 255]).get_pixel(8, 32).0[3], 0, "one that is seen on both needs none");
    }
}
