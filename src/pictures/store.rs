//! The statements about pictures.

use uuid::Uuid;

use super::draw::Drawn;
use crate::boards::Visibility;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{PictureId, UserId};
use crate::tenants::room::{self, Room};
use crate::text::picture::Address;

/// How much room there is for more pictures, for whoever is about to keep some in this transaction: until it ends nobody else is
/// told. Those of a workspace may take `whole` bytes together.
pub async fn room(tx: &mut TenantTx, whole: u64) -> Result<Room> {
    // One after the other in a workspace: each has to see what the one before has taken, and a statement sees what was there when
    // it began.
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('room for pictures of ' || current_tenant(), 0))")
        .execute(&mut **tx)
        .await?;
    room::of(tx, whole).await
}

/// Keeps a picture, and says where it is found. None where there is no room for it.
pub async fn keep(tx: &mut TenantTx, drawn: &Drawn, owner: UserId, whole: u64, now: Time) -> Result<Option<Address>> {
    if drawn.bytes.len() as u64 > room(tx, whole).await?.left() {
        return Ok(None);
    }
    // Random in full, unlike other ids: whoever can say which picture it is can show it.
    let id = PictureId(Uuid::new_v4());
    let address = Address { id, width: drawn.width, height: drawn.height, format: drawn.format };
    put(tx, &[New { address: &address, bytes: &drawn.bytes, owner }], now).await?;
    Ok(Some(address))
}

/// A picture that there is room for.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    /// Where it is to be found.
    pub address: &'a Address,
    /// The file.
    pub bytes: &'a [u8],
    /// Who brings it.
    pub owner: UserId,
}

/// Puts pictures where they are to be found.
pub async fn put(tx: &mut TenantTx, pictures: &[New<'_>], now: Time) -> Result<()> {
    let points = |points: u32| i32::try_from(points).unwrap_or(i32::MAX);
    let ids: Vec<Uuid> = pictures.iter().map(|new| new.address.id.0).collect();
    let owners: Vec<Uuid> = pictures.iter().map(|new| new.owner.0).collect();
    let formats: Vec<&str> = pictures.iter().map(|new| new.address.format.extension()).collect();
    let widths: Vec<i32> = pictures.iter().map(|new| points(new.address.width)).collect();
    let heights: Vec<i32> = pictures.iter().map(|new| points(new.address.height)).collect();
    let files: Vec<&[u8]> = pictures.iter().map(|new| new.bytes).collect();
    sqlx::query!(
        "insert into pictures (id, owner_id, format, width, height, picture, uploaded_at)
         select new.*, $7::timestamptz
           from unnest($1::uuid[], $2::uuid[], $3::text[], $4::integer[], $5::integer[], $6::bytea[]) new",
        &ids,
        &owners,
        &formats as &[&str],
        &widths,
        &heights,
        &files as &[&[u8]],
        now as Time,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Which of these there are.
pub async fn here(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<Uuid>> {
    Ok(sqlx::query_scalar!("select id from pictures where id = any($1)", ids).fetch_all(&mut **tx).await?)
}

/// Notes which texts mention pictures that have come after them. Texts that come after their pictures need nobody to do so.
pub async fn find_uses(tx: &mut TenantTx, ids: &[Uuid]) -> Result<()> {
    sqlx::query!(
        "insert into picture_uses (picture_id, place, subject_id)
         select distinct p.id, t.place, t.id
           from (select 'idea'::picture_place as place, id, body from ideas
                 union all select 'response', id, response from ideas
                 union all select 'revision', id, body from idea_revisions
                 union all select 'comment', id, body from comments
                 union all select 'release', id, notes from releases
                 union all select 'held', id, body from held_posts) t
          cross join lateral regexp_matches(t.body, '/pictures/([0-9a-f]{32})-', 'g') m
           join pictures p on p.id = m[1]::uuid
          where strpos(t.body, '/pictures/') > 0 and p.id = any($1)
         on conflict on constraint picture_uses_pkey do nothing",
        ids,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What somebody may see.
#[derive(Debug)]
pub struct Seen {
    /// The file.
    pub picture: Vec<u8>,
    /// Whether anybody may see it.
    pub by_everybody: bool,
}

/// The picture at an address, for a reader who sees these boards: in a text that they may read, or because they brought it or
/// work here. Without its bytes where the reader `has` them.
pub async fn see(
    tx: &mut TenantTx,
    address: &Address,
    reader: Option<UserId>,
    visible: &[Visibility],
    staff: bool,
    has: bool,
) -> Result<Seen> {
    let seen = sqlx::query_as!(
        Seen,
        r#"select case when $8 then '' else p.picture end as "picture!",
                  picture_is_shown(p.id, array['public']::visibility[]) as "by_everybody!"
             from pictures p
            where p.id = $1 and (p.width, p.height, p.format) = ($2, $3, $4)
              and ($7 or p.owner_id = $5 or picture_is_shown(p.id, $6::visibility[]))"#,
        address.id.0,
        i32::try_from(address.width).unwrap_or(i32::MAX),
        i32::try_from(address.height).unwrap_or(i32::MAX),
        address.format.extension(),
        reader.map(|reader| reader.0),
        visible as &[Visibility],
        staff,
        has,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(seen)
}

/// Removes what was brought before a moment and no text mentions. Says how much is left: nothing where there is nothing to come
/// back for.
pub async fn sweep(tx: &mut TenantTx, before: Time) -> Result<i64> {
    // Held first and looked at again then: a text that is sent at this moment mentions it before, and it stays, or after, and
    // finds nothing.
    let idle: Vec<PictureId> = sqlx::query_scalar!(
        r#"select p.id as "id: PictureId" from pictures p
            where p.uploaded_at <= $1 and not exists (select from picture_uses u where u.picture_id = p.id)
              for update of p"#,
        before,
    )
    .fetch_all(&mut **tx)
    .await?;
    let idle: Vec<_> = idle.into_iter().map(|id| id.0).collect();
    sqlx::query!(
        "delete from pictures p where p.id = any($1) and not exists (select from picture_uses u where u.picture_id = p.id)",
        &idle,
    )
    .execute(&mut **tx)
    .await?;
    Ok(sqlx::query_scalar!(r#"select count(*) as "left!" from pictures"#).fetch_one(&mut **tx).await?)
}
