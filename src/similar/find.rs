//! The ideas much like a wish, as far as somebody may see them.

use std::sync::Arc;

use super::{Similar, WORDS, keep, meanings};
use crate::alike::index::READ;
use crate::alike::{Hit, Index, Wish};
use crate::app::App;
use crate::boards::{Category, Visibility};
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{IdeaId, UserId};
use crate::meaning::{Known, Vector};

/// How many of the best are looked at: some may not be seen by the reader, some were merged into one.
const LOOKED_AT: usize = 100;

/// How many are looked at that mean much the same, where there is a model.
const NEAR: usize = 50;

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
    let search = Search::of_idea(app, tx, idea, &asked).await?;
    let hits = search.telling(None);
    search.seen(tx, &hits, Some(idea), visible, None, most).await
}

/// What somebody is writing.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its text; may be empty.
    pub text: &'a str,
    /// What it means, as [`meant`] said before a transaction was opened.
    pub meant: Option<&'a Vector>,
}

/// What a title means that somebody is typing: asked with no transaction open, for a moment only. None where there is no model, or
/// it does not answer at once.
pub async fn meant(app: &App, title: &str) -> Option<Arc<Vector>> {
    if app.meaning.model().is_none() || title.trim().chars().count() < SHORTEST {
        return None;
    }
    app.meaning.of_typed(title.trim()).await
}

/// Titles that are shorter mean nothing yet.
const SHORTEST: usize = 3;

/// The ideas much like a title and a text that somebody is writing, best first and often none. `reader` is who writes.
pub async fn for_words(
    app: &App,
    tx: &mut TenantTx,
    draft: Draft<'_>,
    visible: &[Visibility],
    reader: Option<UserId>,
    most: i64,
) -> Result<Vec<Similar>> {
    let search = Search::new(app, tx, &draft).await?;
    let hits = search.telling(None);
    if hits.is_empty() {
        return Ok(Vec::new());
    }
    search.seen(tx, &hits, None, visible, reader, most).await
}

/// The ideas most like a title and a text, enough or not, of those with a lower number than `before`: what is measured.
pub async fn ranked(app: &App, tx: &mut TenantTx, draft: Draft<'_>, before: Option<i32>, most: usize) -> Result<Vec<Hit>> {
    let search = Search::new(app, tx, &draft).await?;
    Ok(search.hits(before, most))
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
    /// What it means, and what all the others do.
    meant: Option<(Vector, Arc<Known>)>,
}

impl Search {
    pub(super) async fn new(app: &App, tx: &mut TenantTx, draft: &Draft<'_>) -> Result<Self> {
        let index = keep::index(app, tx).await?;
        let read: String = draft.text.chars().take(usize::try_from(READ).unwrap_or_default()).collect();
        let meant = match draft.meant {
            Some(vector) => meanings::known(app, tx).await?.map(|known| (vector.clone(), known)),
            None => None,
        };
        Ok(Self { wish: Wish::new(index.language(), draft.title, &read), index, meant })
    }

    /// The same for an idea that is there, by what is known of it.
    pub(super) async fn of_idea(app: &App, tx: &mut TenantTx, idea: IdeaId, asked: &Asked) -> Result<Self> {
        let known = meanings::known(app, tx).await?;
        let vector = known.as_ref().and_then(|known| known.of(idea));
        Self::new(app, tx, &Draft { title: &asked.title, text: &asked.text, meant: vector.as_ref() }).await
    }

    /// The most like it, best first: by its words, and by what it means where that is known.
    fn hits(&self, before: Option<i32>, most: usize) -> Vec<Hit> {
        let Some((vector, known)) = &self.meant else { return self.index.like(&self.wish, before, most) };
        let counts = |id| self.index.number(id).is_some_and(|number| before.is_none_or(|before| number < before));
        self.index.like_and_near(&self.wish, before, most, &known.near(vector, NEAR, counts))
    }

    /// What is enough alike to be worth a look, best first.
    pub(super) fn telling(&self, before: Option<i32>) -> Vec<Hit> {
        if !self.wish.says_something() {
            return Vec::new();
        }
        let hits = self.hits(before, LOOKED_AT);
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
                   select distinct on (i.canonical_id) i.canonical_id as root, i.id, i.title, left(i.body, $7) as text, hit.score, hit.stands_out
                     from unnest($1::uuid[], $2::real[], $8::real[]) hit (id, score, stands_out)
                     join ideas i on i.id = hit.id
                     join boards b on b.id = i.board_id
                    where i.deleted_at is null and b.visibility = any($3::visibility[])
                    order by i.canonical_id, hit.stands_out desc)
               select c.id as "id: IdeaId", c.number, c.title, c.vote_count as votes, s.name as status, s.category as "category: Category",
                      f.id as "said_by: IdeaId", f.title as said, f.text as "text!", f.score as "score!",
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
            meant: hits.iter().any(|hit| hit.id == row.said_by && hit.meant),
        });
        Ok(similar.collect())
    }
}
