//! What pictures are drawn on: points, blocks with round corners, other pictures.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a picture has a few thousand points at most, and what lies outside of it is not drawn"
)]

use std::io::Cursor;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder, ImageResult, Pixel, Rgba, RgbaImage, imageops};

use super::Rgb;

/// In how many steps each way a point at a slanted edge is looked at.
const STEPS: u8 = 4;

/// A place on a canvas, in points from its upper left corner.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// What is drawn on.
pub(super) struct Canvas(RgbaImage);

impl Canvas {
    /// All of one colour, or of nothing.
    pub(super) fn new(width: u32, height: u32, ground: Option<Rgb>) -> Self {
        let point = ground.map_or(Rgba([0, 0, 0, 0]), |[r, g, b]| Rgba([r, g, b, 255]));
        Self(RgbaImage::from_pixel(width, height, point))
    }

    /// One point, covered as much as `cover` says.
    pub(super) fn point(&mut self, x: i32, y: i32, color: Rgb, cover: u8) {
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return };
        if let Some(point) = self.0.get_pixel_mut_checked(x, y) {
            let [red, green, blue] = color;
            point.blend(&Rgba([red, green, blue, cover]));
        }
    }

    /// A block with round corners.
    pub(super) fn block(&mut self, area: Area, radius: f32, color: Rgb) {
        let (middle_x, middle_y) = (area.x + area.width / 2.0, area.y + area.height / 2.0);
        self.shape(area, color, |x, y| {
            // How far outside of the block a point is; below nothing inside of it.
            let (dx, dy) = ((x - middle_x).abs() - area.width / 2.0 + radius, (y - middle_y).abs() - area.height / 2.0 + radius);
            let outside = dx.max(0.0).hypot(dy.max(0.0)) + dx.max(dy).min(0.0) - radius;
            (0.5 - outside).clamp(0.0, 1.0)
        });
    }

    /// A triangle that points up: a vote.
    pub(super) fn vote(&mut self, area: Area, color: Rgb) {
        let inside = |x: f32, y: f32| {
            let down = (y - area.y) / area.height;
            (0.0..=1.0).contains(&down) && (x - area.x - area.width / 2.0).abs() <= area.width / 2.0 * down
        };
        self.shape(area, color, |x, y| {
            let steps = || (0..STEPS).map(|step| (f32::from(step) + 0.5) / f32::from(STEPS) - 0.5);
            let hits = steps().flat_map(|dx| steps().map(move |dy| (dx, dy))).filter(|(dx, dy)| inside(x + dx, y + dy));
            hits.count() as f32 / f32::from(STEPS * STEPS)
        });
    }

    /// Whatever covers each point around an area as much as `cover` says of its middle.
    fn shape(&mut self, area: Area, color: Rgb, cover: impl Fn(f32, f32) -> f32) {
        for y in area.y.floor() as i32..=(area.y + area.height).ceil() as i32 {
            for x in area.x.floor() as i32..=(area.x + area.width).ceil() as i32 {
                let cover = cover(x as f32 + 0.5, y as f32 + 0.5);
                if cover > 0.0 {
                    self.point(x, y, color, (cover * 255.0).round() as u8);
                }
            }
        }
    }

    /// Another picture, at its own size.
    pub(super) fn picture(&mut self, picture: &RgbaImage, x: f32, y: f32) {
        imageops::overlay(&mut self.0, picture, x.round() as i64, y.round() as i64);
    }

    /// As PNG, without the fourth value of each point where nothing shines through.
    pub(super) fn png(self) -> ImageResult<Vec<u8>> {
        let (width, height) = self.0.dimensions();
        let mut kind = ExtendedColorType::Rgba8;
        let solid = self.0.pixels().all(|point| point.0[3] == u8::MAX);
        let mut points = self.0.into_raw();
        if solid {
            // Where they are: a second picture of some megabytes would be in memory for nothing.
            let many = points.len() / 4;
            for at in 0..many {
                points.copy_within(4 * at..4 * at + 3, 3 * at);
            }
            points.truncate(3 * many);
            kind = ExtendedColorType::Rgb8;
        }
        let mut file = Cursor::new(Vec::new());
        PngEncoder::new_with_quality(&mut file, CompressionType::Default, FilterType::Adaptive)
            .write_image(&points, width, height, kind)?;
        Ok(file.into_inner())
    }
}
