//! Finding ideas by words: the search of the lists, and the ideas much like one that is being written.
//!
//! What the words mean is decided in the schema, by `search_ideas`, where the indexes are.

use super::path;
use crate::boards::{Category, Visibility};
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::IdeaId;

/// The most ideas that a search looks through; beyond them nobody reads.
pub const MOST: i64 = 1_000;

/// How many ideas are shown to somebody who is writing one.
const SIMILAR: i32 = 5;

/// How much alike two titles have to be (1 is the same) to be worth a look: nothing is better than noise.
const ALIKE: f32 = 0.45;

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
        r#"select id as "id!: IdeaId", number as "number!", rank::float8 as "rank!" from search_ideas($1, $2, false, $3)"#,
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

/// An idea much like one that is being written.
#[derive(Clone, Debug)]
pub struct Similar {
    /// What people call it by.
    pub number: i32,
    /// What is wanted.
    pub title: String,
    /// How many want it.
    pub votes: i32,
    /// Where it stands, in the workspace's words.
    pub status: String,
    /// Where it stands, in ours.
    pub category: Category,
}

impl Similar {
    /// Its page.
    pub fn path(&self) -> String {
        path(self.number)
    }
}

/// The ideas whose titles say nearly the same as this one; often none.
pub async fn similar(tx: &mut TenantTx, title: &str, visible: &[Visibility]) -> Result<Vec<Similar>> {
    let similar = sqlx::query_as!(
        Similar,
        r#"select i.number, i.title, i.vote_count as votes, s.name as status, s.category
             from search_ideas($1, $2, true, $3) found
             join ideas i on i.id = found.id
             join statuses s on s.id = i.status_id
            where found.rank >= $4
            order by found.rank desc, i.vote_count desc"#,
        spoken(title),
        visible as &[Visibility],
        SIMILAR,
        ALIKE,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(similar)
}
