//! A workspace's logo: read from whatever picture was uploaded, drawn again at the size that pages show it, and kept as PNG.
//!
//! Nothing of the uploaded file but its points is kept: no place where a photograph was taken, no second file hidden behind the
//! picture, and nothing that a browser would read as something else.

use std::io::Cursor;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use image::DynamicImage;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use sha2::{Digest, Sha256};

use crate::clock::Time;
use crate::db::TenantTx;
use crate::drawing::reading::{Unreadable, Uploaded};
use crate::error::Result;

/// The largest file that is read, in bytes.
pub const LONGEST: usize = 2 * 1024 * 1024;

/// How high it is kept, in points: four times as high as a page shows it.
const HEIGHT: u32 = 104;

/// How wide it is kept at most.
const WIDTH: u32 = 640;

/// A logo that is ready to be kept.
#[derive(Debug)]
pub struct Logo {
    /// PNG.
    pub picture: Vec<u8>,
    /// The beginning of the picture's SHA-256, in the letters of an address (RFC 4648, 5).
    pub hash: String,
    /// In points.
    pub width: u32,
    /// In points.
    pub height: u32,
}

impl Logo {
    /// Draws it at the size that is kept.
    ///
    /// # Errors
    ///
    /// In words, what is wrong with the file.
    pub fn read(file: &[u8]) -> Result<Self, &'static str> {
        if file.is_empty() {
            return Err("Choose a picture first.");
        }
        let uploaded = Uploaded::read(file).map_err(|wrong| match wrong {
            Unreadable::Unknown => "This is not a PNG, JPEG, GIF or WebP picture.",
            Unreadable::TooLarge => "This picture is too large. Ten thousand points in either direction are the most.",
            Unreadable::Broken => "This picture cannot be read. It may be broken.",
        })?;
        Self::drawn(&uploaded.within(WIDTH, HEIGHT))
    }

    fn drawn(picture: &DynamicImage) -> Result<Self, &'static str> {
        let mut bytes = Cursor::new(Vec::new());
        // It is drawn once, and comes with every first visit.
        let small = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive);
        picture.to_rgba8().write_with_encoder(small).map_err(|_| "This picture cannot be kept.")?;
        let bytes = bytes.into_inner();
        let hash = URL_SAFE_NO_PAD.encode(&Sha256::digest(&bytes)[..9]);
        Ok(Self { hash, width: picture.width(), height: picture.height(), picture: bytes })
    }
}

/// Keeps a logo in place of the one before.
pub async fn keep(tx: &mut TenantTx, logo: &Logo, now: Time) -> Result<()> {
    sqlx::query!(
        "insert into logos (picture, uploaded_at) values ($1, $2)
         on conflict on constraint logos_pkey do update set picture = excluded.picture, uploaded_at = excluded.uploaded_at",
        logo.picture,
        now,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "update tenants set logo = $1, logo_width = $2, logo_height = $3 where id = current_tenant()",
        logo.hash,
        i32::try_from(logo.width).unwrap_or(i32::MAX),
        i32::try_from(logo.height).unwrap_or(i32::MAX),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Removes it. False where there was none.
pub async fn remove(tx: &mut TenantTx) -> Result<bool> {
    let gone = sqlx::query!("delete from logos").execute(&mut **tx).await?.rows_affected();
    sqlx::query!("update tenants set logo = null, logo_width = null, logo_height = null where id = current_tenant()")
        .execute(&mut **tx)
        .await?;
    Ok(gone > 0)
}

/// The picture, where there is one.
pub async fn picture(tx: &mut TenantTx) -> Result<Option<Vec<u8>>> {
    Ok(sqlx::query_scalar!("select picture from logos").fetch_optional(&mut **tx).await?)
}

#[cfg(test)]
mod tests {
    use image::ImageFormat;

    use super::*;
    use crate::drawing::reading::photograph;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgba8(width, height).write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_large_picture_is_kept_small_and_a_small_one_as_it_is() {
        let wide = Logo::read(&png(3_000, 300)).unwrap();
        assert_eq!((wide.width, wide.height), (640, 64));
        let high = Logo::read(&png(500, 1_000)).unwrap();
        assert_eq!((high.width, high.height), (52, 104));
        let small = Logo::read(&png(20, 20)).unwrap();
        assert_eq!((small.width, small.height), (20, 20));
    }

    #[test]
    fn a_logo_that_was_photographed_sideways_stands_upright() {
        let logo = Logo::read(&photograph(6)).unwrap();
        assert_eq!((logo.width, logo.height), (32, 64));
        let picture = image::load_from_memory(&logo.picture).unwrap().to_rgb8();
        assert!(picture.get_pixel(16, 8).0[0] > 200 && picture.get_pixel(16, 56).0[2] > 200);
    }

    #[test]
    fn what_hides_behind_a_picture_is_not_kept() {
        let mut file = png(20, 20);
        file.extend_from_slice(b"<script>alert(1)</script>");
        let logo = Logo::read(&file).unwrap();
        assert!(!logo.picture.windows(7).any(|window| window == b"<script"));
    }

    #[test]
    fn what_is_no_picture_is_refused_in_words() {
        for (file, words) in [
            (&b""[..], "Choose a picture"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a PNG"),
            (&png(20, 20)[..40], "cannot be read"),
            (&png(10_001, 1), "too large"),
        ] {
            assert!(Logo::read(file).unwrap_err().contains(words), "{words}");
        }
    }
}
