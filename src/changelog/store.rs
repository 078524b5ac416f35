//! The statements behind the story of releases: those that shipped, what is in them, and how many asked.

use std::collections::{HashMap, HashSet};

use super::{Entry, Wish};
use crate::boards::{Category, Visibility};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::ideas::can_vote;
use crate::ids::{ReleaseId, UserId};
use crate::releases::Stage;

/// Which entries of the changelog.
#[derive(Clone, Copy, Debug)]
pub(super) enum Span {
    /// The newest.
    Newest,
    /// Those that shipped before this one, newest first.
    Before(i32),
    /// Those that shipped after this one, the nearest first.
    After(i32),
    /// This one.
    Only(i32),
}

/// The row behind an [`Entry`].
struct Row {
    id: ReleaseId,
    number: i32,
    version: String,
    name: String,
    notes: String,
    notes_html: String,
    stage: Stage,
    shipped_at: Time,
    rolled_back_at: Option<Time>,
    rollback_note: String,
    updated_at: Time,
}

/// An entry by its name only.
#[derive(Clone, Debug)]
pub(super) struct Neighbour {
    pub(super) number: i32,
    pub(super) version: String,
    pub(super) name: String,
}

impl Neighbour {
    pub(super) fn title(&self) -> String {
        super::title(&self.version, &self.name)
    }
}

/// Up to `most` entries as somebody with these boards sees them: three statements, however many entries.
pub(super) async fn entries(tx: &mut TenantTx, span: Span, most: i64, visible: &[Visibility]) -> Result<Vec<Entry>> {
    let rows = rows(tx, span, most).await?;
    let ids: Vec<ReleaseId> = rows.iter().map(|row| row.id).collect();
    let people = people(tx, &ids, visible).await?;
    let mut found: HashMap<ReleaseId, (Vec<Wish>, Vec<String>)> = HashMap::new();
    for item in items(tx, &ids, visible, None).await? {
        let (wishes, lines) = found.entry(item.release_id).or_default();
        match item.idea {
            Some(idea) => {
                wishes.push(Wish { number: idea.number, title: idea.title, votes: idea.votes, completes: item.completes });
            }
            None => lines.push(item.line),
        }
    }
    let entry = |row: Row| {
        let (wishes, lines) = found.remove(&row.id).unwrap_or_default();
        Entry {
            people: people.get(&row.id).copied().unwrap_or_default(),
            id: row.id,
            number: row.number,
            version: row.version,
            name: row.name,
            notes: row.notes,
            notes_html: row.notes_html,
            stage: row.stage,
            shipped_at: row.shipped_at,
            rolled_back_at: row.rolled_back_at,
            rollback_note: row.rollback_note,
            updated_at: row.updated_at,
            wishes,
            lines,
        }
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// One entry. A release that has not shipped has none.
pub(super) async fn entry(tx: &mut TenantTx, number: i32, visible: &[Visibility]) -> Result<Entry> {
    entries(tx, Span::Only(number), 1, visible).await?.pop().ok_or(Error::NotFound)
}

/// The entry next to another, without what is in it.
pub(super) async fn neighbour(tx: &mut TenantTx, span: Span) -> Result<Option<Neighbour>> {
    let row = rows(tx, span, 1).await?.pop();
    Ok(row.map(|row| Neighbour { number: row.number, version: row.version, name: row.name }))
}

/// Releases that a story is told of: which, and in which order.
macro_rules! told {
    ($tx:ident, $which:literal $(, $bind:expr)*) => {
        sqlx::query_as!(
            Row,
            r#"select id, number, version, name, notes, notes_html, stage, shipped_at as "shipped_at!", rolled_back_at,
                      rollback_note, greatest(updated_at, shipped_at, rolled_back_at) as "updated_at!"
                 from releases
                where shipped_at is not null and "# + $which
            $(, $bind)*
        )
        .fetch_all(&mut **$tx)
        .await?
    };
}

async fn rows(tx: &mut TenantTx, span: Span, most: i64) -> Result<Vec<Row>> {
    // A cursor whose release is no longer told of counts as the end of the list it came from.
    let rows = match span {
        Span::Newest | Span::Before(_) => {
            let before = if let Span::Before(number) = span { Some(number) } else { None };
            told!(
                tx,
                "($1::integer is null
                  or (shipped_at, number) < (coalesce((select r.shipped_at from releases r where r.number = $1), 'infinity'), $1))
                 order by shipped_at desc, number desc limit $2",
                before,
                most
            )
        }
        Span::After(number) => told!(
            tx,
            "(shipped_at, number) > (coalesce((select r.shipped_at from releases r where r.number = $1), '-infinity'), $1)
              order by shipped_at, number limit $2",
            number,
            most
        ),
        Span::Only(number) => told!(tx, "number = $1", number),
    };
    Ok(rows)
}

/// A line of a release: an idea, or words of its own.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// The release it is in.
    pub(super) release_id: ReleaseId,
    /// The idea. Where it was combined with another, that other.
    pub(super) idea: Option<ItemIdea>,
    /// The words, where it is no idea.
    pub(super) line: String,
    /// Whether the release meets the wish fully.
    pub(super) completes: bool,
}

/// An idea as a list of them shows it.
#[derive(Clone, Debug)]
pub(super) struct ItemIdea {
    pub(super) number: i32,
    pub(super) title: String,
    pub(super) votes: i32,
    /// Whether `me` is among the votes.
    pub(super) voted: bool,
    pub(super) category: Category,
    pub(super) status: String,
    pub(super) board: String,
}

impl ItemIdea {
    /// Whether one can still vote for it.
    pub(super) fn can_vote(&self) -> bool {
        can_vote(self.category)
    }
}

/// What is in these releases, in its order, without ideas on boards the reader may not see.
pub(super) async fn items(
    tx: &mut TenantTx,
    releases: &[ReleaseId],
    visible: &[Visibility],
    me: Option<UserId>,
) -> Result<Vec<Item>> {
    let rows = sqlx::query!(
        r#"select ri.release_id, ri.line, ri.completes, ri.idea_id is not null as "is_idea!",
                  root.number as "number?", root.title as "title?", root.vote_count as "votes?",
                  s.category as "category?", s.name as "status?", b.name as "board?",
                  exists (select from ideas t join votes v on v.idea_id = t.id
                           where t.canonical_id = root.id and v.user_id = $3) as "voted!"
             from release_items ri
             left join ideas i on i.id = ri.idea_id
             left join ideas root on root.id = i.canonical_id and root.deleted_at is null
             left join boards b on b.id = root.board_id and b.visibility = any($2)
             left join statuses s on s.id = root.status_id
            where ri.release_id = any($1) and (ri.idea_id is null or b.id is not null)
            order by ri.release_id, ri.position, ri.id"#,
        releases as &[ReleaseId],
        visible as &[Visibility],
        me.map(|me| me.0),
    )
    .fetch_all(&mut **tx)
    .await?;
    // Two ideas that were combined after they had been linked are one line.
    let mut seen = HashSet::new();
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let idea = match (row.number, row.title, row.votes, row.category, row.status, row.board) {
            (Some(number), Some(title), Some(votes), Some(category), Some(status), Some(board)) => {
                Some(ItemIdea { number, title, votes, voted: row.voted, category, status, board })
            }
            _ => None,
        };
        if idea.as_ref().is_some_and(|idea| !seen.insert((row.release_id, idea.number))) {
            continue;
        }
        items.push(Item { release_id: row.release_id, idea, line: row.line, completes: row.completes });
    }
    Ok(items)
}

/// How many people asked for what is in each release: everybody once, over all its ideas and what was combined with them,
/// and with them the votes that came from another tool without names. The schema keeps it for whoever sees boards up to a
/// visibility (`migrations/0061_people_of_a_release.sql`).
async fn people(tx: &mut TenantTx, releases: &[ReleaseId], visible: &[Visibility]) -> Result<HashMap<ReleaseId, i64>> {
    let rows = sqlx::query!(
        r#"select release_id as "release_id: ReleaseId", people::bigint as "people!"
             from release_people
            where release_id = any($1) and sees = (select max(seen) from unnest($2::visibility[]) seen)"#,
        releases as &[ReleaseId],
        visible as &[Visibility],
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.release_id, row.people)).collect())
}

/// When the changelog last changed; when the workspace was made, where nothing has shipped yet.
pub(super) async fn changed_at(tx: &mut TenantTx) -> Result<Time> {
    let at = sqlx::query_scalar!(
        r#"select coalesce((select max(greatest(updated_at, shipped_at, rolled_back_at)) from releases where shipped_at is not null),
                           (select created_at from tenants where id = current_tenant())) as "at!: Time""#
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(at)
}
