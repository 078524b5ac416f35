//! Reading a picture that somebody uploaded: whatever its name says it is, bounded in what it may unfold to, the way up in which
//! a camera was held, and no larger than it is wanted. Of one that moves, the first picture.

use std::io::Cursor;

use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, ImageResult, Limits};
use tokio::sync::Semaphore;

use crate::error::{Error, Result};
use crate::text::picture::Format;

/// The most points in a direction that are read: a small file may unfold to a very large picture.
pub const READ: u32 = 10_000;

/// The most memory that reading may take, in bytes: a photograph of 50 million points takes 150 million.
const MEMORY: u64 = 192 * 1024 * 1024;

/// Pictures read at the same moment, on all of a server's behalf: each takes a core and much memory.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// A picture as it was uploaded.
#[derive(Debug)]
pub struct Uploaded {
    picture: DynamicImage,
    /// Whether a camera, or whoever keeps pictures as cameras do, has made it: a JPEG.
    pub photograph: bool,
}

/// What is wrong with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is not a PNG, JPEG, GIF or WebP.
    Unknown,
    /// It unfolds to more than [`READ`] points in a direction, or to more than there is memory for.
    TooLarge,
    /// It is said to be one and is not, or ends in the midst of it.
    Broken,
}

impl From<ImageError> for Unreadable {
    fn from(error: ImageError) -> Self {
        if matches!(error, ImageError::Limits(_)) { Self::TooLarge } else { Self::Broken }
    }
}

/// Does what reads a picture away from those that serve, when its turn has come.
pub async fn in_turn<T: Send + 'static>(read: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let turn = AT_ONCE.acquire().await.map_err(Error::internal)?;
    // The turn goes along: whoever does not wait for a picture any more does not let another begin.
    let reading = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        read()
    });
    reading.await.map_err(Error::internal)
}

impl Uploaded {
    /// Reads a PNG, JPEG, GIF or WebP.
    ///
    /// # Errors
    ///
    /// What is wrong with the file.
    pub fn read(file: &[u8]) -> std::result::Result<Self, Unreadable> {
        let mut reader = ImageReader::new(Cursor::new(file)).with_guessed_format().map_err(|_| Unreadable::Unknown)?;
        let format = reader.format().ok_or(Unreadable::Unknown)?;
        if ![ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP].contains(&format) {
            return Err(Unreadable::Unknown);
        }
        let mut limits = Limits::default();
        limits.max_image_width = Some(READ);
        limits.max_image_height = Some(READ);
        limits.max_alloc = Some(MEMORY);
        reader.limits(limits.clone());
        Ok(Self { picture: decoded(reader, limits)?, photograph: format == ImageFormat::Jpeg })
    }

    /// Its points within this size, in the same shape, and never more than it had.
    pub fn within(self, width: u32, height: u32) -> DynamicImage {
        let picture = self.picture;
        // Roughly at first, which takes no memory: drawing well takes sixteen bytes a point of what it draws from.
        let rough = picture.width() > 2 * width || picture.height() > 2 * height;
        let picture = if rough { picture.thumbnail(2 * width, 2 * height) } else { picture };
        if picture.width() > width || picture.height() > height {
            picture.resize(width, height, FilterType::CatmullRom)
        } else {
            picture
        }
    }
}

/// The format and the size of a picture of ours, by what its file begins with. None where it is no such picture.
pub fn outline(file: &[u8]) -> Option<(Format, u32, u32)> {
    let reader = ImageReader::new(Cursor::new(file)).with_guessed_format().ok()?;
    let format = match reader.format()? {
        ImageFormat::Png => Format::Png,
        ImageFormat::Jpeg => Format::Jpeg,
        _ => return None,
    };
    let (width, height) = reader.into_dimensions().ok()?;
    Some((format, width, height))
}

/// The points, the way up in which a camera was held.
fn decoded(reader: ImageReader<Cursor<&[u8]>>, mut limits: Limits) -> ImageResult<DynamicImage> {
    let mut decoder = reader.into_decoder()?;
    // As `ImageReader::decode` does, which does not turn.
    limits.reserve(decoder.total_bytes())?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// A JPEG with what cameras write beside the picture (Exif 2.32): which way up it was held, and where. The left half is red, the
/// right one blue.
#[cfg(test)]
pub(crate) fn photograph(orientation: u8) -> Vec<u8> {
    use image::{Rgb, RgbImage};

    let half = RgbImage::from_fn(64, 32, |x, _| if x < 32 { Rgb([250, 0, 0]) } else { Rgb([0, 0, 250]) });
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x02".to_vec();
    exif.extend_from_slice(&[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    exif.extend_from_slice(b"\x01\x0e\0\x02\0\0\0\x13\0\0\0\x26\0\0\0\0GPS 52.5163 13.3777\0");
    let mut whole = Cursor::new(Vec::new());
    half.write_to(&mut whole, ImageFormat::Jpeg).unwrap();
    let mut whole = whole.into_inner();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    whole.splice(2..2, [0xff, 0xe1].into_iter().chain(length).chain(exif));
    whole
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage};

    use super::*;

    fn file(picture: RgbImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::from(picture).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn plain(width: u32, height: u32) -> RgbImage {
        RgbImage::from_pixel(width, height, Rgb([200, 30, 30]))
    }

    fn refused(file: &[u8]) -> Unreadable {
        Uploaded::read(file).unwrap_err()
    }

    #[test]
    fn a_photograph_stands_the_way_up_in_which_the_camera_was_held() {
        // 6: the right-hand side of the file is at the bottom.
        let held = Uploaded::read(&photograph(6)).unwrap().within(100, 100).to_rgb8();
        assert_eq!(held.dimensions(), (32, 64));
        assert!(held.get_pixel(16, 8).0[0] > 200 && held.get_pixel(16, 56).0[2] > 200);
        let upright = Uploaded::read(&photograph(1)).unwrap();
        assert!(upright.photograph);
        assert_eq!(upright.within(32, 32).to_rgb8().dimensions(), (32, 16));
    }

    #[test]
    fn the_outline_of_a_picture_is_known_before_it_is_unfolded() {
        assert_eq!(outline(&file(plain(20, 10), ImageFormat::Png)), Some((Format::Png, 20, 10)));
        assert_eq!(outline(&photograph(1)), Some((Format::Jpeg, 64, 32)));
        assert_eq!(outline(&file(plain(20, 10), ImageFormat::Gif)), None);
        assert_eq!(outline(b"<svg/>"), None);
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let png = file(plain(20, 20), ImageFormat::Png);
        assert_eq!(refused(b""), Unreadable::Unknown);
        assert_eq!(refused(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), Unreadable::Unknown);
        assert_eq!(refused(b"%PDF-1.7"), Unreadable::Unknown);
        assert_eq!(refused(&png[..50]), Unreadable::Broken);
    }

    /// Small files that claim to be very large pictures are refused by what they claim, before anything is unfolded.
    #[test]
    fn a_picture_that_would_unfold_to_very_much_is_refused() {
        let mut png = file(plain(1, 1), ImageFormat::Png);
        // The size stands after the signature, a length and `IHDR` (PNG, 11.2.2); the checksum is over both.
        for (width, height) in [(60_000_u32, 60_000_u32), (9_900, 9_900)] {
            png[16..20].copy_from_slice(&width.to_be_bytes());
            png[20..24].copy_from_slice(&height.to_be_bytes());
            let sum = crc32(&png[12..29]);
            png[29..33].copy_from_slice(&sum.to_be_bytes());
            assert_eq!(refused(&png), Unreadable::TooLarge, "{width}x{height}");
        }
        let mut gif = file(plain(1, 1), ImageFormat::Gif);
        gif[6..10].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
        assert_eq!(refused(&gif), Unreadable::TooLarge);
        let mut jpeg = file(plain(8, 8), ImageFormat::Jpeg);
        let frame = jpeg.windows(2).position(|marker| marker == [0xff, 0xc0]).unwrap();
        jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xdc, 0xff, 0xdc]);
        assert_eq!(refused(&jpeg), Unreadable::TooLarge);
        // 14 bits each (RFC 9649, 3.4). Its reader calls what it takes for impossible broken, and reads no further either.
        let mut webp = file(plain(1, 1), ImageFormat::WebP);
        webp[21..25].copy_from_slice(&0x0fff_ffff_u32.to_le_bytes());
        refused(&webp);
    }

    /// The checksum of PNG (PNG, annex D).
    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0_u32, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 })
        })
    }
}
