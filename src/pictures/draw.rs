//! Drawing again what was uploaded. Nothing of the file but its points is kept: no place where a photograph was taken, no second
//! file hidden behind the picture, and nothing that a browser would read as something else.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, ImageResult};

use crate::drawing::reading::{READ, Unreadable, Uploaded, in_turn};
use crate::error::Result;
use crate::text::picture::Format;
use crate::words::{Message, message};

/// How wide and how high it is kept at most, in points: a page shows it 704 wide, screens have up to two or three for each, and a
/// page that was photographed from top to bottom is still readable.
const WIDTH: u32 = 1_600;
const HEIGHT: u32 = 2_400;

/// How well photographs are kept (1 to 100).
const QUALITY: u8 = 85;

/// What PNG may take, in bytes. What takes more and hides nothing is kept as a photograph.
const LONGEST_PNG: usize = 1024 * 1024;

/// A picture that is ready to be kept.
#[derive(Debug)]
pub struct Drawn {
    /// What `bytes` are.
    pub format: Format,
    /// The file.
    pub bytes: Vec<u8>,
    /// In points.
    pub width: u32,
    /// In points.
    pub height: u32,
}

/// Draws it away from those that serve, when its turn has come. Says what is wrong with the file otherwise.
pub async fn draw(file: Vec<u8>) -> Result<std::result::Result<Drawn, Message>> {
    in_turn(move || Drawn::from(&file)).await
}

impl Drawn {
    /// Draws it at the size that is kept. Of one that moves, the first picture: nothing on a page moves by itself (WCAG 2.2,
    /// 2.2.2).
    ///
    /// # Errors
    ///
    /// In words, what is wrong with the file.
    pub fn from(file: &[u8]) -> std::result::Result<Self, Message> {
        let uploaded = Uploaded::read(file).map_err(|wrong| match wrong {
            Unreadable::Unknown => message("picture-unknown"),
            Unreadable::TooLarge => message("picture-too-many-points").with("most", READ.to_string()),
            Unreadable::Broken => message("picture-broken"),
        })?;
        let photograph = uploaded.photograph;
        Self::kept(&uploaded.within(WIDTH, HEIGHT), photograph).map_err(|_| message("picture-broken"))
    }

    fn kept(picture: &DynamicImage, photograph: bool) -> ImageResult<Self> {
        let (width, height) = (picture.width(), picture.height());
        let opaque = !picture.color().has_alpha() || picture.to_rgba8().pixels().all(|point| point.0[3] == u8::MAX);
        if !photograph {
            let mut bytes = Cursor::new(Vec::new());
            if opaque {
                picture.to_rgb8().write_to(&mut bytes, ImageFormat::Png)?;
            } else {
                picture.to_rgba8().write_to(&mut bytes, ImageFormat::Png)?;
            }
            let bytes = bytes.into_inner();
            if !opaque || bytes.len() <= LONGEST_PNG {
                return Ok(Self { format: Format::Png, bytes, width, height });
            }
        }
        let mut bytes = Vec::new();
        picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))?;
        Ok(Self { format: Format::Jpeg, bytes, width, height })
    }
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;
    use crate::drawing::reading::photograph;

    fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn plain(width: u32, height: u32) -> DynamicImage {
        RgbImage::from_pixel(width, height, Rgb([200, 30, 30])).into()
    }

    fn refused(file: &[u8]) -> String {
        Drawn::from(file).unwrap_err().english()
    }

    #[test]
    fn every_format_is_read_and_kept_in_one_that_suits_it() {
        for (format, wanted) in [
            (ImageFormat::Png, Format::Png),
            (ImageFormat::Jpeg, Format::Jpeg),
            (ImageFormat::Gif, Format::Png),
            (ImageFormat::WebP, Format::Png),
        ] {
            let drawn = Drawn::from(&file(&plain(40, 30).to_rgba8().into(), ImageFormat::Png)).unwrap();
            assert_eq!((drawn.width, drawn.height), (40, 30));
            let drawn = Drawn::from(&file(&plain(40, 30), format)).unwrap();
            assert_eq!((drawn.format, drawn.width, drawn.height), (wanted, 40, 30), "{format:?}");
            let guessed = image::guess_format(&drawn.bytes).unwrap();
            assert_eq!(guessed == ImageFormat::Jpeg, wanted == Format::Jpeg, "{format:?}");
        }
    }

    #[test]
    fn what_is_large_is_kept_smaller_in_the_same_shape_and_what_is_clear_stays_clear() {
        let wide = Drawn::from(&file(&plain(3_200, 100), ImageFormat::Png)).unwrap();
        assert_eq!((wide.width, wide.height), (1_600, 50));
        let high = Drawn::from(&file(&plain(100, 4_800), ImageFormat::Png)).unwrap();
        assert_eq!((high.width, high.height), (50, 2_400));
        let clear: DynamicImage = RgbaImage::from_pixel(10, 10, Rgba([0, 0, 0, 9])).into();
        let kept = Drawn::from(&file(&clear, ImageFormat::Png)).unwrap();
        assert_eq!(image::load_from_memory(&kept.bytes).unwrap().to_rgba8().get_pixel(5, 5).0[3], 9);
    }

    #[test]
    fn what_png_keeps_badly_is_kept_as_a_photograph() {
        let mut seed = 1_u32;
        let noise = RgbImage::from_fn(900, 900, |_, _| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let [a, b, c, _] = seed.to_be_bytes();
            Rgb([a, b, c])
        });
        assert_eq!(Drawn::from(&file(&noise.into(), ImageFormat::Png)).unwrap().format, Format::Jpeg);
    }

    #[test]
    fn where_a_photograph_was_taken_is_not_kept_and_it_stands_the_right_way_up() {
        let taken = photograph(6);
        let says = |bytes: &[u8], words: &[u8]| bytes.windows(words.len()).any(|window| window == words);
        assert!(says(&taken, b"GPS 52.5163") && says(&taken, b"Exif"));
        let kept = Drawn::from(&taken).unwrap();
        assert!(!says(&kept.bytes, b"GPS 52.5163") && !says(&kept.bytes, b"Exif"));
        // Held on its side (6: the right-hand side of the file is at the bottom).
        assert_eq!((kept.width, kept.height), (32, 64));
        let picture = image::load_from_memory(&kept.bytes).unwrap().to_rgb8();
        assert!(picture.get_pixel(16, 8).0[0] > 200 && picture.get_pixel(16, 56).0[2] > 200);
    }

    #[test]
    fn what_hides_behind_a_picture_is_not_kept() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif] {
            let mut whole = file(&plain(20, 20), format);
            whole.extend_from_slice(b"<script>alert(1)</script>");
            let kept = Drawn::from(&whole).unwrap();
            assert!(!kept.bytes.windows(7).any(|window| window == b"<script"), "{format:?}");
        }
    }

    #[test]
    fn what_is_no_picture_is_refused_in_words() {
        let png = file(&plain(20, 20), ImageFormat::Png);
        assert!(refused(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>").contains("not a PNG"));
        assert!(refused(&png[..50]).contains("cannot be read"));
        assert!(refused(&file(&plain(10_001, 1), ImageFormat::Png)).contains("too large"));
    }
}
