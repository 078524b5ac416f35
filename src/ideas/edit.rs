//! Changing what an idea says and where it is sorted in. What it said before is kept.

use serde_json::json;

use crate::boards::{Category, Tag};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::ids::{BoardId, IdeaId, RevisionId, TagId, UserId};
use crate::similar;
use crate::text::{Body, Title, markdown};

/// Whether somebody may change the words of an idea: whoever triages always, its author until the team has taken it up.
pub fn may_edit(own: bool, manages: bool, category: Category) -> bool {
    manages || own && matches!(category, Category::Open | Category::Declined)
}

/// Changes an idea's words and keeps what they were. False where they were the same.
pub async fn edit(tx: &mut TenantTx, idea: IdeaId, title: &Title, body: &Body, editor: UserId, now: Time) -> Result<bool> {
    let edited = sqlx::query_scalar!(
        "with before as (
             select i.id, i.title, i.body from ideas i
              where i.id = $1 and i.deleted_at is null and (i.title, i.body) is distinct from ($2, $3)
                for no key update
         ), kept as (
             insert into idea_revisions (id, idea_id, editor_id, title, body, created_at)
             select $5, before.id, $6, before.title, before.body, $7 from before
         )
         update ideas i
            set title = $2, body = $3, body_html = $4, edited_at = $7,
                search = setweight(to_tsvector(current_language(), unaccent($2)), 'A')
                    || setweight(to_tsvector(current_language(), unaccent($3)), 'B')
           from before
          where i.id = before.id
         returning before.title",
        idea.0,
        title.as_str(),
        body.as_str(),
        markdown::render(body.as_str()),
        RevisionId::new().0,
        editor.0,
        now,
    )
    .fetch_optional(&mut **tx)
    .await?;
    if let Some(before) = &edited {
        let data = json!({ "title": title.as_str(), "title_before": before });
        events::record(tx, "idea.edited", Some(editor), idea.0, data, now).await?;
        similar::jobs::compare(tx, idea, now).await?;
    }
    Ok(edited.is_some())
}

/// What an idea said until somebody changed it.
#[derive(Clone, Debug)]
pub struct Revision {
    /// Its title then.
    pub title: String,
    /// Its text then, in Markdown.
    pub body: String,
    /// Who changed it.
    pub editor: String,
    /// When.
    pub created_at: Time,
}

/// What an idea said before, latest first.
pub async fn revisions(tx: &mut TenantTx, idea: IdeaId) -> Result<Vec<Revision>> {
    let revisions = sqlx::query_as!(
        Revision,
        "select r.title, r.body, u.name as editor, r.created_at
           from idea_revisions r join users u on u.id = r.editor_id
          where r.idea_id = $1
          order by r.created_at desc, r.id desc",
        idea.0,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(revisions)
}

/// Puts an idea on a board. False where it was there already.
pub async fn move_to(tx: &mut TenantTx, idea: IdeaId, board: BoardId, actor: UserId, now: Time) -> Result<bool> {
    let moved = sqlx::query!(
        r#"with before as (
               select i.id, b.id as board_id, b.name from ideas i join boards b on b.id = i.board_id
                where i.id = $1 and i.deleted_at is null
                  for no key update of i
           )
           update ideas i set board_id = b.id
             from before, boards b
            where i.id = before.id and b.id = $2
        returning before.board_id as from_id, before.name as from_name, b.name as to_name, before.board_id <> b.id as "moved!""#,
        idea.0,
        board.0,
    )
    .fetch_optional(&mut **tx)
    .await?
    .ok_or_else(|| Error::rejected("That board is not there any more. Please choose another."))?;
    if moved.moved {
        let data = json!({ "from": moved.from_name, "from_id": moved.from_id, "to": moved.to_name, "to_id": board });
        events::record(tx, "idea.moved", Some(actor), idea.0, data, now).await?;
    }
    Ok(moved.moved)
}

/// Gives an idea exactly these tags. False where it had them already.
pub async fn tag(tx: &mut TenantTx, idea: IdeaId, tags: &[TagId], actor: UserId, now: Time) -> Result<bool> {
    let ids: Vec<_> = tags.iter().map(|tag| tag.0).collect();
    let changed = sqlx::query!(
        r#"with gone as (
               delete from idea_tags where idea_id = $1 and tag_id <> all($2) returning tag_id
           ), come as (
               insert into idea_tags (idea_id, tag_id) select $1, t.id from tags t where t.id = any($2)
               on conflict do nothing returning tag_id
           )
           select t.id, t.name, true as "came!" from come join tags t on t.id = come.tag_id
           union all
           select t.id, t.name, false from gone join tags t on t.id = gone.tag_id"#,
        idea.0,
        &ids,
    )
    .fetch_all(&mut **tx)
    .await?;
    if changed.is_empty() {
        return Ok(false);
    }
    let of = |came| changed.iter().filter(move |tag| tag.came == came);
    let data = json!({
        "added": of(true).map(|tag| tag.name.as_deref()).collect::<Vec<_>>(),
        "added_ids": of(true).map(|tag| tag.id).collect::<Vec<_>>(),
        "removed": of(false).map(|tag| tag.name.as_deref()).collect::<Vec<_>>(),
        "removed_ids": of(false).map(|tag| tag.id).collect::<Vec<_>>(),
    });
    events::record(tx, "idea.tagged", Some(actor), idea.0, data, now).await?;
    Ok(true)
}

/// Gives an idea one tag more, or takes it away. False where it was so already.
pub async fn set_tag(tx: &mut TenantTx, idea: IdeaId, tag: &Tag, has: bool, actor: UserId, now: Time) -> Result<bool> {
    let changed = if has {
        sqlx::query!("insert into idea_tags (idea_id, tag_id) values ($1, $2) on conflict do nothing", idea.0, tag.id.0)
    } else {
        sqlx::query!("delete from idea_tags where idea_id = $1 and tag_id = $2", idea.0, tag.id.0)
    };
    let changed = changed.execute(&mut **tx).await?.rows_affected() > 0;
    if changed {
        let (name, ids) = if has { ("added", "added_ids") } else { ("removed", "removed_ids") };
        events::record(tx, "idea.tagged", Some(actor), idea.0, json!({ name: [&tag.name], ids: [tag.id] }), now).await?;
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_author_may_edit_until_the_team_has_taken_the_idea_up() {
        for (category, author_may) in [
            (Category::Open, true),
            (Category::Planned, false),
            (Category::Active, false),
            (Category::Done, false),
            (Category::Declined, true),
        ] {
            assert_eq!(may_edit(true, false, category), author_may, "{category:?}");
            assert!(may_edit(false, true, category) && !may_edit(false, false, category));
        }
    }
}
