//! The ideas much like a wish, as far as somebody may see them.

use std::sync::Arc;

use super::{Similar, WORDS, keep};
use crate::alike::index::READ;
use crate::alike::{Hit, Index, Wish};
use crate::app::App;
use crate::boards::{Category, Visibility};
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{IdeaId, UserId};

/// How many of the best are looked at: some may not be seen by the reader, some were merged into one.
const LOOKED_AT: usize = 100;

/// The ideas much like one that is there, best first and often none, on boards of these visibilities: for whoever decides about
/// it. Neither the idea itself nor anything merged with it is among them, and ideas in every status are. Deleted ideas are
/// not, nor those that somebody has said are not the same. Two statements, whatever there is.
///
/// ```ignore
/// let duplicates = similar::for_idea(&staff.app, &mut staff.tx, idea.id, &Visibility::ALL, 5).await?;
/// for one in &duplicates { one.number; one.title; one.votes; one.status; one.percent(); one.reason(); }
/// ```
pub async fn for_idea(app: &App, tx: &mut TenantTx, idea: IdeaId, visible: &[Visibility], most: i64) -> Result<Vec<Similar>> {
    let asked = asked(tx, idea).await?;
    let search = Search::new(app, tx, &asked.title, &asked.text).await?;
    let hits = search.telling(None);
    search.seen(tx, &hits, Some(idea), visible, None, most).await
}

/// The ideas much like a title and a text that somebody is writing, best first and often none. `reader` is who writes.
pub async fn for_words(
    app: &App,
    tx: &mut TenantTx,
    title: &str,
    text: &str,
    visible: &[Visibility],
    reader: Option<UserId>,
    most: i64,
) -> Result<Vec<Similar>> {
    let search = Search::new(app, tx, title, text).await?;
    let hits = search.telling(None);
    if hits.is_empty() {
        return Ok(Vec::new());
    }
    search.seen(tx, &hits, None, visible, reader, most).await
}

/// The ideas most like a title and a text, enough or not, of those with a lower number than `before`: what is measured.
pub async fn ranked(app: &App, tx: &mut TenantTx, title: &str, text: &str, before: Option<i32>, most: usize) -> Result<Vec<Hit>> {
    let search = Search::new(app, tx, title, text).await?;
    Ok(search.index.like(&search.wish, before, most))
}

/// An idea that others are compared with.
pub(super) struct Asked {
    pub(super) title: String,
    pub(super) text: String,
}

/// What an idea says.
pub(super) async fn asked(tx: &mut TenantTx, idea: IdeaId) -> Result<Asked> {
    let asked = sqlx::query_as!(
        Asked,
        r#"select title, left(body, $2) as "text!" from ideas where id = $1 and deleted_at is null"#,
        idea.0,
        READ,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(asked)
}

/// A wish, and the index it is looked for in.
pub(super) struct Search {
    wish: Wish,
    index: Arc<Index>,
}

impl Search {
    pub(super) async fn new(app: &App, tx: &mut TenantTx, title: &str, text: &str) -> Result<Self> {
        let index = keep::index(app, tx).await?;
        let read: String = text.chars().take(usize::try_from(READ).unwrap_or_default()).collect();
        Ok(Self { wish: Wish::new(index.language(), title, &read), index })
    }

    /// What is enough alike to be worth a look, best first.
    pub(super) fn telling(&self, before: Option<i32>) -> Vec<Hit> {
        if !self.wish.says_something() {
            return Vec::new();
        }
        let hits = self.index.like(&self.wish, before, LOOKED_AT);
        hits.into_iter().take_while(Hit::is_telling).collect()
    }

    /// What somebody sees of it. What was found in an idea that was merged counts for the idea it was merged into.
    pub(super) async fn seen(
        &self,
        tx: &mut TenantTx,
        hits: &[Hit],
        beside: Option<IdeaId>,
        visible: &[Visibility],
        reader: Option<UserId>,
        most: i64,
    ) -> Result<Vec<Similar>> {
        let ids: Vec<_> = hits.iter().map(|hit| hit.id.0).collect();
        let scores: Vec<_> = hits.iter().map(|hit| hit.score).collect();
        let stand_out: Vec<_> = hits.iter().map(|hit| hit.stands_out).collect();
        let rows = sqlx::query!(
            r#"with found as (
                   -- Of each tree the idea that fits best, if it and its root are there for the reader.
                   select distinct on (i.canonical_id) i.canonical_id as root, i.title, left(i.body, $7) as text, hit.score, hit.stands_out
                     from unnest($1::uuid[], $2::real[], $8::real[]) hit (id, score, stands_out)
                     join ideas i on i.id = hit.id
                     join boards b on b.id = i.board_id
                    where i.deleted_at is null and b.visibility = any($3::visibility[])
                    order by i.canonical_id, hit.stands_out desc)
               select c.id as "id: IdeaId", c.number, c.title, c.vote_count as votes, s.name as status, s.category as "category: Category",
                      f.title as said, f.text as "text!", f.score as "score!",
                      exists (select from tree_of(c.id) t join votes v on v.idea_id = t.idea_id where v.user_id = $5) as "voted!"
                 from found f
                 join ideas c on c.id = f.root
                 join boards b on b.id = c.board_id
                 join statuses s on s.id = c.status_id
                where c.deleted_at is null and b.visibility = any($3)
                  and c.id is distinct from (select a.canonical_id from ideas a where a.id = $4)
                  and not exists (select from distinct_pairs d
                                   where d.one_id = least(c.id, $4) and d.other_id = greatest(c.id, $4) and $4 is not null)
                order by f.stands_out desc, c.number desc
                limit $6"#,
            &ids,
            &scores,
            visible as &[Visibility],
            beside.map(|idea| idea.0),
            reader.map(|reader| reader.0),
            most,
            READ,
            &stand_out,
        )
        .fetch_all(&mut **tx)
        .await?;
        let similar = rows.into_iter().map(|row| Similar {
            words: self.index.shared(&self.wish, &row.said, &row.text, WORDS),
            id: row.id,
            number: row.number,
            title: row.title,
            votes: row.votes,
            voted: row.voted,
            status: row.status,
            category: row.category,
            score: row.score,
        });
        Ok(similar.collect())
    }
}
