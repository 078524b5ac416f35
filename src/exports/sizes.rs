//! How much there is to take away.

use crate::db::TenantTx;
use crate::error::Result;

/// Rows of each kind that people know.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    /// See `ideas`.
    pub(super) ideas: i64,
    /// Votes with a name.
    pub(super) votes: i64,
    /// Comments and notes.
    pub(super) comments: i64,
    /// Those who were deleted included.
    pub(super) people: i64,
    /// See `companies`.
    pub(super) companies: i64,
    /// See `releases`.
    pub(super) releases: i64,
    /// Those that texts mention.
    pub(super) pictures: i64,
}

/// Counts.
pub(super) async fn of(tx: &mut TenantTx) -> Result<Sizes> {
    let sizes = sqlx::query_as!(
        Sizes,
        r#"select (select count(*) from ideas) as "ideas!", (select count(*) from votes) as "votes!",
                  (select count(*) from comments) as "comments!", (select count(*) from users) as "people!",
                  (select count(*) from companies) as "companies!", (select count(*) from releases) as "releases!",
                  (select count(distinct picture_id) from picture_uses) as "pictures!""#
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(sizes)
}
