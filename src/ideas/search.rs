//! Finding ideas by words: the search of the lists.
//!
//! What the words mean is decided in the schema, by `search_ideas`, where the indexes are.

use crate::boards::Visibility;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::IdeaId;

/// The most ideas that a search looks through; beyond them nobody reads.
pub const MOST: i64 = 1_000;

/// An idea in an order of its own: how well it fits the words, or how much it is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Which one.
    pub id: IdeaId,
    /// What people call it by; among equals the higher comes first.
    pub number: i32,
    /// The higher, the better.
    pub rank: f64,
}

/// The ideas with these words on boards of these visibilities, best first.
pub async fn find(tx: &mut TenantTx, words: &str, visible: &[Visibility]) -> Result<Vec<Hit>> {
    let hits = sqlx::query_as!(
        Hit,
        r#"select id as "id!: IdeaId", number as "number!", rank::float8 as "rank!" from search_ideas($1, $2, $3)"#,
        spoken(words),
        visible as &[Visibility],
        i32::try_from(MOST).unwrap_or(i32::MAX),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(hits)
}

/// Words as PostgreSQL takes them: a text cannot hold the character zero.
fn spoken(words: &str) -> String {
    words.replace('\0', " ")
}
