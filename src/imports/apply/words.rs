//! Boards, statuses and tags: taken for what the workspace has by that name, and made where it has none.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{Batch, Fresh, Said, Sorted, own, text};
use crate::boards::{Category, Moderation, Visibility};
use crate::clock::Time;
use crate::error::Result;
use crate::ids::{BoardId, StatusId, TagId};
use crate::imports::record::{Board, Kind, SourceId, Status, Tag};
use crate::text::{Name, Slug};

/// Words for where an idea stands that other tools use, and what they mean. What is not among them becomes a status of its own.
const MEANINGS: [(Category, &[&str]); 5] = [
    (Category::Open, &["open", "new", "active", "none", "no status"]),
    (Category::Planned, &["planned", "on the roadmap", "scheduled", "accepted", "approved", "up next"]),
    (Category::Active, &["started", "in progress", "in development", "working on it", "doing", "in beta", "building"]),
    (
        Category::Done,
        &["completed", "complete", "done", "shipped", "released", "already exists", "implemented", "resolved", "delivered"],
    ),
    (
        Category::Declined,
        &[
            "declined",
            "rejected",
            "closed",
            "will not implement",
            "won't do",
            "won’t do",
            "not planned",
            "wontfix",
            "cancelled",
            "canceled",
        ],
    ),
];

/// What a word for a status means, where it is one that everybody uses.
fn meaning(word: &str) -> Option<Category> {
    let word = word.to_lowercase().replace(['_', '-'], " ");
    MEANINGS.iter().find(|(_, words)| words.contains(&word.trim())).map(|(category, _)| *category)
}

/// The first word for a category, where a status has to be made.
fn standing(id: &Uuid, of: &[(Uuid, String, Category)]) -> String {
    of.iter().find(|(known, ..)| known == id).map(|(_, name, _)| name.clone()).unwrap_or_default()
}

/// Boards that the file describes.
pub(super) async fn boards(batch: &mut Batch<'_>, records: Vec<Said<Board>>) -> Result<()> {
    let Sorted { new, changed } = batch.sort(Kind::Board, records, |board| &board.id).await?;
    super::reworded::boards(batch, changed).await?;
    if new.is_empty() {
        return Ok(());
    }
    let here = sqlx::query!(r#"select id as "id: Uuid", slug, name, position from boards"#).fetch_all(&mut **batch.tx).await?;
    let mut known: Vec<(Uuid, String, String)> =
        here.iter().map(|row| (row.id, row.slug.clone(), row.name.to_lowercase())).collect();
    let mut position = here.iter().map(|row| row.position).max().unwrap_or(0);
    let (mut rows, mut links) = (Vec::new(), Vec::new());
    for Fresh { record, digest, .. } in new {
        let name = text::short(&record.name, Name::MAX);
        let id = own(&record.id);
        let same = known.iter().find(|(other, slug, other_name)| {
            Some(*other) == id
                || record.slug.as_ref().map_or(*other_name == name.to_lowercase(), |wanted| wanted == slug)
                || *slug == record.id
        });
        if let Some((id, ..)) = same {
            batch.found(Kind::Board, &record.id, *id, &mut links, digest);
            continue;
        }
        let id = id.unwrap_or_else(|| BoardId::of(batch.now.timestamp()).0);
        let wanted = record.slug.as_deref().and_then(|slug| Slug::parse(slug).ok()).or_else(|| Slug::guess(&name));
        let slug = free(wanted, |slug| known.iter().any(|(_, taken, _)| taken == slug));
        known.push((id, slug.clone(), name.to_lowercase()));
        position += 1;
        batch.made(Kind::Board, &record.id, id, &mut links, digest);
        rows.push((id, slug, name, record.position.unwrap_or(position), record));
    }
    if !batch.dry() {
        let now = batch.now;
        let (mut ids, mut slugs, mut names, mut positions) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut descriptions, mut visibilities, mut moderations) = (Vec::new(), Vec::new(), Vec::new());
        let (mut created, mut archived) = (Vec::new(), Vec::new());
        for (id, slug, name, position, board) in rows {
            ids.push(id);
            slugs.push(slug);
            names.push(name);
            positions.push(position);
            descriptions.push(text::short(&board.description, 200));
            visibilities.push(board.visibility);
            moderations.push(board.moderation);
            created.push(board.created_at.unwrap_or(now));
            archived.push(board.archived_at);
        }
        sqlx::query!(
            "insert into boards (id, slug, name, description, visibility, position, created_at, archived_at, moderation)
             select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::visibility[], $6::integer[],
                                  $7::timestamptz[], $8::timestamptz[], $9::board_moderation[])",
            &ids,
            &slugs,
            &names,
            &descriptions,
            &visibilities as &[Visibility],
            &positions,
            &created as &[Time],
            &archived as &[Option<Time>],
            &moderations as &[Moderation],
        )
        .execute(&mut **batch.tx)
        .await?;
    }
    batch.link(Kind::Board, links).await
}

/// The first address of this kind that nobody has: `ideas`, `ideas-2`.
fn free(wanted: Option<Slug>, taken: impl Fn(&str) -> bool) -> String {
    let stem = wanted.map_or_else(|| "board".to_owned(), |slug| slug.as_str().to_owned());
    if !taken(&stem) {
        return stem;
    }
    let stem: String = stem.chars().take(Slug::MAX - 5).collect();
    let stem = stem.trim_end_matches('-');
    let mut turn = 2;
    while taken(&format!("{stem}-{turn}")) {
        turn += 1;
    }
    format!("{stem}-{turn}")
}

/// Statuses that the file describes.
pub(super) async fn statuses(batch: &mut Batch<'_>, records: Vec<Said<Status>>) -> Result<()> {
    let Sorted { new, changed } = batch.sort(Kind::Status, records, |status| &status.id).await?;
    super::reworded::statuses(batch, changed).await?;
    make_statuses(batch, new, false).await
}

/// Makes those of these statuses that the workspace does not have. With `by_meaning` a word that everybody uses is taken for
/// the workspace's own word for the same.
async fn make_statuses(batch: &mut Batch<'_>, new: Vec<Fresh<Status>>, by_meaning: bool) -> Result<()> {
    if new.is_empty() {
        return Ok(());
    }
    let here = sqlx::query!(
        r#"select id as "id: Uuid", name, category as "category: Category", position from statuses order by category, position"#
    )
    .fetch_all(&mut **batch.tx)
    .await?;
    let mut known: Vec<(Uuid, String, Category)> = here.iter().map(|row| (row.id, row.name.clone(), row.category)).collect();
    let mut position = here.iter().map(|row| row.position).max().unwrap_or(0);
    let mut links = Vec::new();
    let (mut ids, mut names, mut categories, mut positions) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for Fresh { record, digest, .. } in new {
        let name = text::short(&record.name, Name::MAX);
        let by_name =
            known.iter().find(|(id, known, _)| known.to_lowercase() == name.to_lowercase() || own(&record.id) == Some(*id));
        let by_word =
            || meaning(&name).filter(|_| by_meaning).and_then(|meant| known.iter().find(|(.., category)| *category == meant));
        if let Some((id, ..)) = by_name.or_else(by_word) {
            let (id, ours) = (*id, standing(id, &known));
            if ours.to_lowercase() != name.to_lowercase() {
                batch.import.summary.note(format!("The status “{name}” becomes “{ours}”."));
            }
            batch.found(Kind::Status, &record.id, id, &mut links, digest);
            continue;
        }
        if by_meaning {
            let category = record.category.word();
            batch.import.summary.note(format!("The status “{name}” is made, and counts as {category}."));
        }
        let id = own(&record.id).unwrap_or_else(|| StatusId::of(batch.now.timestamp()).0);
        known.push((id, name.clone(), record.category));
        position += 1;
        batch.made(Kind::Status, &record.id, id, &mut links, digest);
        ids.push(id);
        names.push(name);
        categories.push(record.category);
        positions.push(record.position.unwrap_or(position));
    }
    if !batch.dry() {
        sqlx::query!(
            "insert into statuses (id, name, category, position)
             select * from unnest($1::uuid[], $2::text[], $3::status_category[], $4::integer[])",
            &ids,
            &names,
            &categories as &[Category],
            &positions,
        )
        .execute(&mut **batch.tx)
        .await?;
    }
    batch.link(Kind::Status, links).await
}

/// Tags that the file describes.
pub(super) async fn tags(batch: &mut Batch<'_>, records: Vec<Said<Tag>>) -> Result<()> {
    let Sorted { new, changed } = batch.sort(Kind::Tag, records, |tag| &tag.id).await?;
    super::reworded::tags(batch, changed).await?;
    make_tags(batch, new).await
}

/// Colours that a tag may have.
pub(super) const COLORS: [&str; 9] = ["gray", "red", "orange", "yellow", "green", "teal", "blue", "purple", "pink"];

async fn make_tags(batch: &mut Batch<'_>, new: Vec<Fresh<Tag>>) -> Result<()> {
    if new.is_empty() {
        return Ok(());
    }
    let wanted: Vec<String> = new.iter().map(|tag| text::short(&tag.record.name, Name::MAX).to_lowercase()).collect();
    let own_ids: Vec<Uuid> = new.iter().filter_map(|tag| own(&tag.record.id)).collect();
    let here = sqlx::query!(
        r#"select id as "id: Uuid", lower(name) as "name!" from tags where lower(name) = any($1) or id = any($2)"#,
        &wanted,
        &own_ids,
    )
    .fetch_all(&mut **batch.tx)
    .await?;
    let mut known: Vec<(Uuid, String)> = here.into_iter().map(|row| (row.id, row.name)).collect();
    let mut links = Vec::new();
    let (mut ids, mut names, mut colors) = (Vec::new(), Vec::new(), Vec::new());
    for Fresh { record, digest, .. } in new {
        let name = text::short(&record.name, Name::MAX);
        let lower = name.to_lowercase();
        if let Some((id, _)) = known.iter().find(|(id, known)| *known == lower || own(&record.id) == Some(*id)) {
            batch.found(Kind::Tag, &record.id, *id, &mut links, digest);
            continue;
        }
        let id = own(&record.id).unwrap_or_else(|| TagId::of(batch.now.timestamp()).0);
        known.push((id, lower));
        batch.made(Kind::Tag, &record.id, id, &mut links, digest);
        ids.push(id);
        names.push(name);
        let color = record.color.filter(|color| COLORS.contains(&color.as_str()));
        colors.push(color.unwrap_or_else(|| "gray".to_owned()));
    }
    if !batch.dry() {
        sqlx::query!(
            "insert into tags (id, name, color) select * from unnest($1::uuid[], $2::text[], $3::text[])",
            &ids,
            &names,
            &colors
        )
        .execute(&mut **batch.tx)
        .await?;
    }
    batch.link(Kind::Tag, links).await
}

/// Has every board, status and tag that ideas name: those the file described, those of the workspace, and new ones.
pub(super) async fn name(
    batch: &mut Batch<'_>,
    boards: BTreeSet<&SourceId>,
    statuses: BTreeSet<&SourceId>,
    tags: BTreeSet<&SourceId>,
) -> Result<()> {
    for (kind, wanted) in [(Kind::Board, &boards), (Kind::Status, &statuses), (Kind::Tag, &tags)] {
        batch.resolve(kind, wanted.iter().copied().collect()).await?;
    }
    let missing = |batch: &Batch<'_>, kind: Kind, wanted: BTreeSet<&SourceId>| -> Vec<SourceId> {
        wanted.into_iter().filter(|word| batch.id(kind, word).is_none()).cloned().collect()
    };
    let boards = missing(batch, Kind::Board, boards).into_iter().map(|word| (0, Board::named(&word)));
    self::boards(batch, boards.collect()).await?;
    let statuses = missing(batch, Kind::Status, statuses).into_iter().map(|word| {
        let category = meaning(&word).unwrap_or(Category::Open);
        Fresh { line: 0, record: Status { name: word.clone(), id: word, category, position: None }, digest: 0 }
    });
    make_statuses(batch, statuses.collect(), true).await?;
    let tags = missing(batch, Kind::Tag, tags).into_iter().map(|word| Fresh {
        line: 0,
        record: Tag { name: word.clone(), id: word, color: None },
        digest: 0,
    });
    make_tags(batch, tags.collect()).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_everybody_uses_mean_what_they_mean_everywhere() {
        assert_eq!(meaning("In Progress"), Some(Category::Active));
        assert_eq!(meaning("in_progress"), Some(Category::Active));
        assert_eq!(meaning("Shipped"), Some(Category::Done));
        assert_eq!(meaning("won't do"), Some(Category::Declined));
        assert_eq!(meaning("Under review"), None);
    }

    #[test]
    fn an_address_that_is_taken_counts_up() {
        assert_eq!(free(Slug::guess("Ideas"), |slug| slug == "ideas"), "ideas-2");
        assert_eq!(free(None, |_| false), "board");
    }
}
