//! Changing what an idea says and where it is sorted in. What it said before is kept.

use serde_json::json;

use crate::boards::Category;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::ids::{BoardId, IdeaId, RevisionId, TagId, UserId};
use crate::text::{Body, Title, markdown};

/// Whether somebody may change the words of an idea: whoever triages always, its author until the team has taken it up.
pub fn may_edit(own: bool, manages: bool, category: Category) -> bool {
    manages || own && matches!(category, Category::Open | Category::Declined)
}

/// Changes an idea's words and keeps what they were. False where they were the same.
pub async fn edit(tx: &mut TenantTx, idea: IdeaId, title: &Title, body: &Body, editor: UserId, now: Time) -> Result<bool> {
    let edited = sqlx::query!(
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
          where i.id = before.id",
        idea.0,
        title.as_str(),
        body.as_str(),
        markdown::render(body.as_str()),
        RevisionId::new().0,
        editor.0,
        now,
    )
    .execute(&mut **tx)
    .await?;
    let edited = edited.rows_affected() == 1;
    if edited {
        events::record(tx, "idea.edited", Some(editor), idea.0, json!({ "title": title.as_str() }), now).await?;
    }
    Ok(edited)
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
               select i.id, b.name from ideas i join boards b on b.id = i.board_id
                where i.id = $1 and i.deleted_at is null
                  for no key update of i
           )
           update ideas i set board_id = b.id
             from before, boards b
            where i.id = before.id and b.id = $2
        returning before.name as from_name, b.name as to_name, before.name <> b.name as "moved!""#,
        idea.0,
        board.0,
    )
    .fetch_optional(&mut **tx)
    .await?
    .ok_or_else(|| Error::rejected("That board is not there any more. Please choose another."))?;
    if moved.moved {
        let data = json!({ "from": moved.from_name, "to": moved.to_name });
        events::record(tx, "idea.moved", Some(actor), idea.0, data, now).await?;
    }
    Ok(moved.moved)
}

/// Gives an idea exactly these tags. False where it had them already.
pub async fn tag(tx: &mut TenantTx, idea: IdeaId, tags: &[TagId], actor: UserId, now: Time) -> Result<bool> {
    let ids: Vec<_> = tags.iter().map(|tag| tag.0).collect();
    let changed = sqlx::query_scalar!(
        r#"with gone as (
               delete from idea_tags where idea_id = $1 and tag_id <> all($2) returning tag_id
           ), come as (
               insert into idea_tags (idea_id, tag_id) select $1, t.id from tags t where t.id = any($2)
               on conflict do nothing returning tag_id
           )
           select (select count(*) from gone) + (select count(*) from come) as "changed!""#,
        idea.0,
        &ids,
    )
    .fetch_one(&mut **tx)
    .await?;
    if changed > 0 {
        events::record(tx, "idea.tagged", Some(actor), idea.0, json!({ "tags": ids }), now).await?;
    }
    Ok(changed > 0)
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
