//! The pictures that texts mention: a record for each, and a file beside the records, called as the texts mention it.

use sqlx::types::Uuid;

use super::archive::{Archive, Outlet};
use super::id;
use super::nouns::Rows;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::ids::PictureId;
use crate::imports::record::Picture;
use crate::text::picture::{Address, Format};

/// Those that no text mentions wait for one, or are swept out.
pub(super) fn records(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!(
        "select p.id, p.owner_id, p.format, p.width, p.height
           from pictures p
          where exists (select from picture_uses u where u.picture_id = p.id)
          order by p.id"
    )
    .try_map(|row| {
        let file = Picture::file(&address(row.id, &row.format, row.width, row.height)?);
        Ok(Picture { id: id(row.id), owner: Some(id(row.owner_id)), file, content: Vec::new() }.into())
    })
    .fetch(&mut **tx)
}

/// Writes the files, one after the other: never more than one of them is in memory.
pub(super) async fn write<O: Outlet>(tx: &mut TenantTx, archive: &mut Archive<O>) -> Result<()> {
    let mut last = Uuid::nil();
    loop {
        let next = sqlx::query!(
            "select p.id, p.format, p.width, p.height, p.picture
               from pictures p
              where p.id > $1 and exists (select from picture_uses u where u.picture_id = p.id)
              order by p.id
              limit 1",
            last,
        )
        .fetch_optional(&mut **tx)
        .await?;
        let Some(row) = next else { return Ok(()) };
        let address = address(row.id, &row.format, row.width, row.height).map_err(Error::internal)?;
        archive.begin_as_it_is(&Picture::file(&address))?;
        archive.text().extend_from_slice(&row.picture);
        archive.end().await?;
        last = row.id;
    }
}

fn address(id: Uuid, format: &str, width: i32, height: i32) -> sqlx::Result<Address> {
    let points = |number: i32| u32::try_from(number).map_err(|error| sqlx::Error::Decode(error.into()));
    let format = Format::of(format).ok_or_else(|| sqlx::Error::Decode(format!("“{format}” is no format of pictures").into()))?;
    Ok(Address { id: PictureId(id), width: points(width)?, height: points(height)?, format })
}
