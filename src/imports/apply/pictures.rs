//! The pictures that texts mention. They stand before the texts, which find them when they come in.

use std::collections::HashSet;

use uuid::Uuid;

use super::past::actor;
use super::{Batch, Fresh, Said, Sorted};
use crate::error::Result;
use crate::ids::UserId;
use crate::imports::record::{Kind, Picture};
use crate::pictures::store::New;
use crate::pictures::{jobs, store};
use crate::tenants::room;

/// Why a picture is left out that could be kept otherwise.
const NO_ROOM: &str = "There is no room left for this picture. The people who run this server can make some.";

/// A picture never changes: it is new, or here already. Its id is the one it has where it comes from, since texts mention it by
/// that.
pub(super) async fn apply(batch: &mut Batch<'_>, records: Vec<Said<Picture>>) -> Result<()> {
    let Sorted { new, changed } = batch.sort(Kind::Picture, records, |picture| &picture.id).await?;
    batch.count(Kind::Picture, |tally| tally.unchanged += i64::try_from(changed.len()).unwrap_or(0));
    batch.resolve(Kind::Person, new.iter().filter_map(|fresh| fresh.record.owner.as_ref()).collect()).await?;
    if new.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = new.iter().filter_map(|fresh| fresh.record.address().ok()).map(|address| address.id.0).collect();
    let here: HashSet<Uuid> = store::here(batch.tx, &ids).await?.into_iter().collect();
    let mut left = left(batch).await?;
    let (mut links, mut kept) = (Vec::new(), Vec::new());
    for Fresh { line, record, digest } in new {
        let (address, owner) = match (record.address(), actor(batch, record.owner.as_ref())) {
            (Ok(address), Ok(owner)) => (address, UserId(owner)),
            (Err(words), _) | (_, Err(words)) => {
                batch.refuse(Kind::Picture, line, words);
                continue;
            }
        };
        let (id, size) = (address.id.0, record.content.len() as u64);
        if here.contains(&id) {
            batch.found(Kind::Picture, &record.id, id, &mut links, digest);
            continue;
        }
        if size > left {
            batch.refuse(Kind::Picture, line, NO_ROOM);
            batch.imagine(|imagined| imagined.leave_out(size));
            continue;
        }
        left -= size;
        batch.made(Kind::Picture, &record.id, id, &mut links, digest);
        batch.imagine(|imagined| imagined.pictures += size);
        kept.push((address, owner, record.content));
    }
    if !batch.dry() && !kept.is_empty() {
        let pictures: Vec<New<'_>> = kept.iter().map(|(address, owner, bytes)| New { address, bytes, owner: *owner }).collect();
        store::put(batch.tx, &pictures, batch.now).await?;
        let ids: Vec<Uuid> = pictures.iter().map(|new| new.address.id.0).collect();
        store::find_uses(batch.tx, &ids).await?;
        jobs::sweep_later(batch.tx, batch.now).await?;
    }
    batch.link(Kind::Picture, links).await
}

/// What these pictures may take, in bytes: asked once for all of them, and nobody else keeps any until they are in.
async fn left(batch: &mut Batch<'_>) -> Result<u64> {
    match &batch.imagined {
        Some(imagined) => Ok(room::of(batch.tx, batch.room).await?.left().saturating_sub(imagined.pictures)),
        None => Ok(store::room(batch.tx, batch.room).await?.left()),
    }
}
