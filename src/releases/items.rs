//! What a release promises: ideas linked to it, and free lines.

use serde_json::json;

use super::{Release, Stage, wishes};
use crate::app::Site;
use crate::boards::Category;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::ideas::status;
use crate::ids::{IdeaId, ItemId, ReleaseId, StatusId, UserId};
use crate::notices::decisions::{self, Decision};
use crate::text::Line;

/// One line of a release.
#[derive(Debug)]
pub struct Item {
    /// Which one.
    pub id: ItemId,
    /// The idea, where it is one.
    pub idea_id: Option<IdeaId>,
    /// The idea's number.
    pub number: Option<i32>,
    /// The idea's title, or the free line.
    pub title: String,
    /// Whether the wish is fully met.
    pub completes: bool,
    /// What the idea's status is called and means.
    pub status: Option<String>,
    /// See `status`.
    pub category: Option<Category>,
}

impl Item {
    /// The idea's status category as style sheets say it; empty for a free line.
    pub fn category_word(&self) -> &'static str {
        self.category.map_or("", Category::word)
    }
}

/// The lines of a release, most wanted first, free lines last. What is wanted by whom is said by `ideas::demand`. An idea that
/// was combined with another since it was linked stands for that one, and several that were are one line.
pub async fn list(tx: &mut TenantTx, release: ReleaseId) -> Result<Vec<Item>> {
    let items = sqlx::query_as!(
        Item,
        r#"select item.id, i.id as "idea_id?: IdeaId", i.number as "number?", coalesce(i.title, item.line) as "title!", item.completes,
                  s.name as "status?", s.category as "category?"
             from release_items item
             left join ideas own on own.id = item.idea_id
             left join ideas i on i.id = own.canonical_id
             left join statuses s on s.id = i.status_id
            where item.release_id = $1
              and (item.idea_id is null
                   or item.id = (select same.id from release_items same join ideas one on one.id = same.idea_id
                                  where same.release_id = $1 and one.canonical_id = own.canonical_id
                                  order by same.idea_id = one.canonical_id desc, same.position, same.id limit 1))
            order by item.idea_id is null, i.vote_count desc, item.position"#,
        release.0,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(items)
}

/// The idea that a number means here: its root, if it was merged.
pub async fn idea(tx: &mut TenantTx, number: i32) -> Result<Option<IdeaId>> {
    let root = sqlx::query_scalar!("select canonical_id from ideas where number = $1 and deleted_at is null", number)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(root)
}

/// Links an idea (a root) to a release that has not shipped. An idea that was undecided becomes planned with a planned
/// release, and those who asked are told. Linking it twice is linking it once.
pub async fn link(tx: &mut TenantTx, site: &Site, release: &Release, idea: IdeaId, actor: UserId, now: Time) -> Result<bool> {
    changeable(release)?;
    let linked = sqlx::query!(
        "insert into release_items (id, release_id, idea_id, position, created_at)
         values ($1, $2, $3, (select coalesce(max(position), 0) + 1 from release_items where release_id = $2), $4)
         on conflict on constraint release_items_idea_key do nothing",
        ItemId::new().0,
        release.id.0,
        idea.0,
        now,
    )
    .execute(&mut **tx)
    .await?
    .rows_affected()
        == 1;
    if linked {
        events::record(tx, "idea.linked", Some(actor), idea.0, linked_to(release), now).await?;
        if release.stage == Stage::Planned {
            promise(tx, site, release, &[idea], actor, now).await?;
        }
    }
    Ok(linked)
}

/// What an event keeps of the release that an idea is linked to.
fn linked_to(release: &Release) -> serde_json::Value {
    json!({ "release": release.version, "number": release.number })
}

/// Plans every idea of a release that has just become planned.
pub async fn promise_all(tx: &mut TenantTx, site: &Site, release: &Release, actor: UserId, now: Time) -> Result<()> {
    wishes::stand_in(tx, release, actor, now).await?;
    let ideas: Vec<IdeaId> = list(tx, release.id).await?.into_iter().filter_map(|item| item.idea_id).collect();
    promise(tx, site, release, &ideas, actor, now).await
}

async fn promise(tx: &mut TenantTx, site: &Site, release: &Release, ideas: &[IdeaId], actor: UserId, now: Time) -> Result<()> {
    let Some(planned) = status_of(tx, Category::Planned).await? else { return Ok(()) };
    for idea in ideas {
        let undecided = sqlx::query_scalar!(
            "update release_items item set status_before_link = i.status_id
               from ideas i join statuses s on s.id = i.status_id
              where item.release_id = $1 and item.idea_id = $2 and i.id = item.idea_id and s.category = 'open'
            returning true",
            release.id.0,
            idea.0,
        )
        .fetch_optional(&mut **tx)
        .await?;
        if undecided.is_some() {
            status::set(tx, *idea, planned, Some(actor), now).await?;
        }
    }
    decisions::plan(tx, site, ideas, Decision::Planned(release.id), actor, now).await
}

/// Takes every idea's promise back when a release goes back to being a draft.
pub async fn unpromise_all(tx: &mut TenantTx, release: &Release, actor: UserId, now: Time) -> Result<()> {
    let ideas = sqlx::query_scalar!(
        r#"select idea_id as "idea!: IdeaId" from release_items where release_id = $1 and idea_id is not null order by idea_id"#,
        release.id.0,
    )
    .fetch_all(&mut **tx)
    .await?;
    for idea in ideas {
        unpromise(tx, release.id, idea, actor, now).await?;
    }
    Ok(())
}

/// An idea goes back to what it was before the promise, unless somebody has decided otherwise since.
async fn unpromise(tx: &mut TenantTx, release: ReleaseId, idea: IdeaId, actor: UserId, now: Time) -> Result<()> {
    let before = sqlx::query_scalar!(
        r#"update release_items item set status_before_link = null
             from ideas i join statuses s on s.id = i.status_id,
                  (select id, status_before_link as before from release_items where release_id = $1 and idea_id = $2) old
            where item.id = old.id and i.id = item.idea_id and s.category = 'planned' and old.before is not null
                  -- Another planned release still promises it.
              and not exists (select from release_items other join releases r on r.id = other.release_id
                               where other.idea_id = i.id and other.release_id <> $1 and r.stage = 'planned')
          returning old.before as "before!: StatusId""#,
        release.0,
        idea.0,
    )
    .fetch_optional(&mut **tx)
    .await?;
    if let Some(before) = before {
        status::set(tx, idea, before, Some(actor), now).await?;
    }
    Ok(())
}

/// Adds a line that no idea asked for.
pub async fn add_line(tx: &mut TenantTx, release: &Release, line: &Line, now: Time) -> Result<()> {
    sqlx::query!(
        "insert into release_items (id, release_id, line, position, created_at)
         values ($1, $2, $3, (select coalesce(max(position), 0) + 1 from release_items where release_id = $2), $4)",
        ItemId::new().0,
        release.id.0,
        line.as_str(),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes a line out of a release that has not shipped, with whatever else stands for the same idea.
pub async fn remove(tx: &mut TenantTx, release: &Release, item: ItemId, actor: UserId, now: Time) -> Result<()> {
    changeable(release)?;
    let lines = sqlx::query!(
        "select same.id, same.idea_id, same.line
           from release_items item
           left join ideas own on own.id = item.idea_id
           join release_items same on same.release_id = item.release_id
           left join ideas one on one.id = same.idea_id
          where item.id = $1 and item.release_id = $2 and (same.id = item.id or one.canonical_id = own.canonical_id)
          order by same.idea_id",
        item.0,
        release.id.0,
    )
    .fetch_all(&mut **tx)
    .await?;
    if lines.is_empty() {
        return Err(Error::NotFound);
    }
    for line in lines {
        if let Some(idea) = line.idea_id {
            unpromise(tx, release.id, idea, actor, now).await?;
            events::record(tx, "idea.unlinked", Some(actor), idea.0, linked_to(release), now).await?;
        } else {
            events::record(tx, "release.line_removed", Some(actor), release.id.0, json!({ "line": line.line }), now).await?;
        }
        sqlx::query!("delete from release_items where id = $1", line.id.0).execute(&mut **tx).await?;
    }
    Ok(())
}

/// The same by the idea. False where it is not in there.
pub async fn unlink(tx: &mut TenantTx, release: &Release, idea: IdeaId, actor: UserId, now: Time) -> Result<bool> {
    let item = sqlx::query_scalar!("select id from release_items where release_id = $1 and idea_id = $2", release.id.0, idea.0)
        .fetch_optional(&mut **tx)
        .await?;
    match item {
        Some(item) => remove(tx, release, item, actor, now).await.map(|()| true),
        None => Ok(false),
    }
}

/// Says whether a release meets an idea fully. Only before it ships: afterwards people have been told.
pub async fn set_completes(tx: &mut TenantTx, release: &Release, item: ItemId, completes: bool) -> Result<()> {
    changeable(release)?;
    let changed = sqlx::query!(
        "update release_items set completes = $3 where id = $1 and release_id = $2",
        item.0,
        release.id.0,
        completes
    )
    .execute(&mut **tx)
    .await?;
    if changed.rows_affected() == 0 { Err(Error::NotFound) } else { Ok(()) }
}

fn changeable(release: &Release) -> Result<()> {
    if release.stage == Stage::Shipped {
        return Err(Error::rejected(
            "This release has shipped, so its ideas stay as they are. Roll it back first, or plan another release.",
        ));
    }
    Ok(())
}

/// The first status of a category in the workspace's own order.
pub(super) async fn status_of(tx: &mut TenantTx, category: Category) -> Result<Option<StatusId>> {
    let status =
        sqlx::query_scalar!("select id from statuses where category = $1 order by position limit 1", category as Category)
            .fetch_optional(&mut **tx)
            .await?;
    Ok(status)
}

/// An idea that could be linked.
#[derive(Debug)]
pub struct Candidate {
    /// Its number.
    pub number: i32,
    /// Its title.
    pub title: String,
    /// How many asked.
    pub votes: i32,
    /// What its status is called and means.
    pub status: String,
    /// See `status`.
    pub category: Category,
}

/// Candidates shown at most.
const CANDIDATES: i32 = 20;

/// Ideas that are neither done nor declined nor in the release already: found by words or number, or most wanted first.
pub async fn candidates(tx: &mut TenantTx, release: ReleaseId, words: &str) -> Result<Vec<Candidate>> {
    let number: Option<i32> = words.trim().trim_start_matches('#').parse().ok();
    let candidates = sqlx::query_as!(
        Candidate,
        "select i.number, i.title, i.vote_count as votes, s.name as status, s.category
           from ideas i join statuses s on s.id = i.status_id
          where i.merged_into is null and i.deleted_at is null and s.category in ('open', 'planned', 'active')
            and not exists (select from release_items item join ideas own on own.id = item.idea_id
                             where item.release_id = $1 and own.canonical_id = i.id)
            and ($2 = '' or i.number = $3 or i.id in (select found.id from search_ideas($2, enum_range(null::visibility), 100) found))
          order by i.number = $3 desc nulls last, i.vote_count desc, i.number desc
          limit $4",
        release.0,
        words.trim(),
        number,
        i64::from(CANDIDATES),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(candidates)
}

/// What the next release could be called: one more than the last number of the newest version (`2.4` → `2.5`), or `1.0`.
pub async fn next_version(tx: &mut TenantTx) -> Result<String> {
    let last = sqlx::query_scalar!("select version from releases order by number desc limit 1").fetch_optional(&mut **tx).await?;
    let mut version = last.as_deref().and_then(super::after).unwrap_or_else(|| "1.0".to_owned());
    while sqlx::query_scalar!("select true from releases where lower(version) = lower($1)", version)
        .fetch_optional(&mut **tx)
        .await?
        .is_some()
    {
        version = super::after(&version).unwrap_or_else(|| format!("{version}.1"));
    }
    Ok(version)
}
