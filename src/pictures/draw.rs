//! Drawing again what was uploaded. Nothing of the file but its points is kept: no place where a photograph was taken, no second
//! file hidden behind the picture, and nothing that a browser would read as something else.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use tokio::sync::Semaphore;

use crate::error::{Error, Result};
use crate::text::picture::Format;
use crate::words::{Message, message};

/// The most points in a direction that are read: a small file may unfold to a very large picture.
const READ: u32 = 10_000;

/// The most memory that reading may take, in bytes: a photograph of 50 million points takes 150 million.
const MEMORY: u64 = 192 * 1024 * 1024;

/// How wide and how high it is kept at most, in points: a page shows it 704 wide, screens have up to two or three for each, and a
/// page that was photographed from top to bottom is still readable.
const WIDTH: u32 = 1_600;
const HEIGHT: u32 = 2_400;

/// How well photographs are kept (1 to 100).
const QUALITY: u8 = 85;

/// What PNG may take, in bytes. What takes more and hides nothing is kept as a photograph.
const LONGEST_PNG: usize = 1024 * 1024;

/// Pictures drawn at the same moment, on all of a server's behalf: each takes a core and much memory.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

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
    let _turn = AT_ONCE.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(move || Drawn::from(&file)).await.map_err(Error::internal)
}

impl Drawn {
    /// Reads a PNG, JPEG, GIF or WebP, whatever its name says it is. Of one that moves, the first picture: nothing on a page
    /// moves by itself (WCAG 2.2, 2.2.2).
    ///
    /// # Errors
    ///
    /// In words, what is wrong with the file.
    pub fn from(file: &[u8]) -> std::result::Result<Self, Message> {
        let unknown = || message("picture-unknown");
        let mut reader = ImageReader::new(Cursor::new(file)).with_guessed_format().map_err(|_| unknown())?;
        let format = reader.format().ok_or_else(unknown)?;
        if ![ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP].contains(&format) {
            return Err(unknown());
        }
        let mut limits = Limits::default();
        limits.max_image_width = Some(READ);
        limits.max_image_height = Some(READ);
        limits.max_alloc = Some(MEMORY);
        reader.limits(limits.clone());
        let picture = decoded(reader, limits).map_err(|error| match error {
            ImageError::Limits(_) => message("picture-too-many-points").with("most", READ.to_string()),
            _ => message("picture-broken"),
        })?;
        Self::kept(picture, format == ImageFormat::Jpeg).map_err(|_| message("picture-broken"))
    }

    /// The picture at the size that is kept, never larger than it was.
    fn kept(picture: DynamicImage, photograph: bool) -> image::ImageResult<Self> {
        // Roughly at first, which takes no memory: drawing well takes sixteen bytes a point of what it draws from.
        let rough = picture.width() > 2 * WIDTH || picture.height() > 2 * HEIGHT;
        let picture = if rough { picture.thumbnail(2 * WIDTH, 2 * HEIGHT) } else { picture };
        let picture = if picture.width() > WIDTH || picture.height() > HEIGHT {
            picture.resize(WIDTH, HEIGHT, FilterType::CatmullRom)
        } else {
            picture
        };
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

/// The points, the way up in which a camera was held.
fn decoded(reader: ImageReader<Cursor<&[u8]>>, mut limits: Limits) -> image::ImageResult<DynamicImage> {
    let mut decoder = reader.into_decoder()?;
    // As `ImageReader::decode` does, which does not turn.
    limits.reserve(decoder.total_bytes())?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;

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

    /// A JPEG with what cameras write beside the picture (Exif 2.32): which way up it was held, and where.
    fn photograph(orientation: u8) -> Vec<u8> {
        let half = RgbImage::from_fn(64, 32, |x, _| if x < 32 { Rgb([250, 0, 0]) } else { Rgb([0, 0, 250]) });
        let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x02".to_vec();
        exif.extend_from_slice(&[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
        exif.extend_from_slice(b"\x01\x0e\0\x02\0\0\0\x13\0\0\0\x26\0\0\0\0GPS 52.5163 13.3777\0");
        let mut whole = file(&half.into(), ImageFormat::Jpeg);
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        whole.splice(2..2, [0xff, 0xe1].into_iter().chain(length).chain(exif));
        whole
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
        let upright = Drawn::from(&photograph(1)).unwrap();
        assert_eq!((upright.width, upright.height), (64, 32));
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
        assert!(refused(b"").contains("not a PNG"));
        assert!(refused(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>").contains("not a PNG"));
        assert!(refused(b"%PDF-1.7").contains("not a PNG"));
        assert!(refused(&png[..50]).contains("cannot be read"));
    }

    /// Small files that claim to be very large pictures are refused by what they claim, before anything is unfolded.
    #[test]
    fn a_picture_that_would_unfold_to_very_much_is_refused() {
        let mut png = file(&plain(1, 1), ImageFormat::Png);
        // The size stands after the signature, a length and `IHDR` (PNG, 11.2.2); the checksum is over both.
        for (width, height) in [(60_000_u32, 60_000_u32), (9_900, 9_900)] {
            png[16..20].copy_from_slice(&width.to_be_bytes());
            png[20..24].copy_from_slice(&height.to_be_bytes());
            let sum = crc32(&png[12..29]);
            png[29..33].copy_from_slice(&sum.to_be_bytes());
            assert!(refused(&png).contains("too large"), "{width}x{height}");
        }
        let mut gif = file(&plain(1, 1), ImageFormat::Gif);
        gif[6..10].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
        assert!(refused(&gif).contains("too large"));
        let mut jpeg = file(&plain(8, 8), ImageFormat::Jpeg);
        let frame = jpeg.windows(2).position(|marker| marker == [0xff, 0xc0]).unwrap();
        jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xdc, 0xff, 0xdc]);
        assert!(refused(&jpeg).contains("too large"));
        // 14 bits each (RFC 9649, 3.4).
        let mut webp = file(&plain(1, 1), ImageFormat::WebP);
        webp[21..25].copy_from_slice(&0x0fff_ffff_u32.to_le_bytes());
        // Its reader calls what it takes for impossible broken, and reads no further either.
        assert!(Drawn::from(&webp).is_err());
    }

    /// The checksum of PNG (PNG, annex D).
    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0_u32, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 })
        })
    }
}
