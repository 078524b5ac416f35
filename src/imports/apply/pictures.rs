//! The pictures that texts mention. They stand before the texts, which find them when they come in.

use std::collections::HashSet;

use uuid::Uuid;

use super::past::actor;
use super::{Batch, Fresh, Said, Sorted};
use crate::error::Result;
use crate::ids::UserId;
use crate::imports::record::{Kind, Picture};
use crate::pictures::{jobs, store};

/// A picture never changes: it is new, or here already. Its id is the one it has where it comes from, since texts mention it by
/// that.
pub(super) async fn apply(batch: &mut Batch<'_>, records: Vec<Said<Picture>>) -> Result<()> {
    let Sorted { new, changed } = batch.sort(Kind::Picture, records, |picture| &picture.id).await?;
    batch.count(Kind::Picture, |tally| tally.unchanged += i64::try_from(changed.len()).unwrap_or(0));
    batch.resolve(Kind::Person, new.iter().filter_map(|fresh| fresh.record.owner.as_ref()).collect()).await?;
    let ids: Vec<Uuid> = new.iter().filter_map(|fresh| fresh.record.address().ok()).map(|address| address.id.0).collect();
    let here: HashSet<Uuid> = store::here(batch.tx, &ids).await?.into_iter().collect();
    let (mut links, mut kept) = (Vec::new(), Vec::new());
    for Fresh { line, record, digest } in new {
        let (address, owner) = match (record.address(), actor(batch, record.owner.as_ref())) {
            (Ok(address), Ok(owner)) => (address, UserId(owner)),
            (Err(words), _) | (_, Err(words)) => {
                batch.refuse(Kind::Picture, line, words);
                continue;
            }
        };
        let id = address.id.0;
        if here.contains(&id) {
            batch.found(Kind::Picture, &record.id, id, &mut links, digest);
        } else if batch.dry() {
            batch.made(Kind::Picture, &record.id, id, &mut links, digest);
        } else if store::put(batch.tx, &address, &record.content, owner, batch.room, batch.now).await? {
            kept.push(id);
            batch.made(Kind::Picture, &record.id, id, &mut links, digest);
        } else {
            batch.refuse(
                Kind::Picture,
                line,
                "There is no room left for this picture. The people who run this server can make some.",
            );
        }
    }
    if !kept.is_empty() {
        store::find_uses(batch.tx, &kept).await?;
        jobs::sweep_later(batch.tx, batch.now).await?;
    }
    batch.link(Kind::Picture, links).await
}
