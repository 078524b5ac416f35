//! Taking an import back: what it made goes where nobody else has built upon it, what it changed is as it was where nobody has
//! changed it since. What stays is said, with why.

use serde_json::json;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{Import, State, files, links, put_back, store, undo_moved};
use crate::app::App;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::ids::{ImportId, TenantId};
use crate::text::count;

/// What an import made that would go, and what would stay, as far as can be said before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stakes {
    /// Ideas that go.
    pub ideas: i64,
    /// Ideas that stay: somebody has voted for them, commented on them or worked on them since.
    pub kept_ideas: i64,
    /// Votes that go.
    pub votes: i64,
    /// Comments that go.
    pub comments: i64,
    /// People who go, but for those who are found to have done something.
    pub people: i64,
    /// People who stay, because they have signed in.
    pub kept_people: i64,
    /// Things that go back to what they were.
    pub changed: i64,
}

/// What would be lost.
pub async fn stakes(tx: &mut TenantTx, id: ImportId) -> Result<Stakes> {
    let stakes = sqlx::query_as!(
        Stakes,
        r#"with acts as (select kind, act, target_id, other_id from import_acts where import_id = $1),
           ideas as (
               select a.target_id as id,
                      exists (select from votes v where v.idea_id = a.target_id
                                 and not exists (select from import_acts o
                                                  where o.target_id = v.idea_id and o.other_id = v.user_id and o.import_id = $1 and o.kind = 'vote'))
                      or exists (select from comments c where c.idea_id = a.target_id
                                 and not exists (select from import_acts o where o.target_id = c.id and o.import_id = $1))
                      or exists (select from followers f join imports m on m.id = $1
                                  where f.idea_id = a.target_id
                                    and (f.asked_at >= m.started_at
                                         or not exists (select from import_acts o
                                                         where o.target_id = f.idea_id and o.other_id = f.user_id and o.import_id = $1
                                                           and o.kind = 'follower')))
                      or exists (select from release_items i where i.idea_id = a.target_id)
                      or exists (select from notices n where n.idea_id = a.target_id)
                      or exists (select from events e where e.subject_id = a.target_id) as kept
                 from acts a where a.kind = 'idea' and a.act = 'made'),
           people as (
               select u.confirmed_at is not null as kept
                 from acts a join users u on u.id = a.target_id where a.kind = 'person' and a.act = 'made')
           select (select count(*) from ideas where not kept) as "ideas!", (select count(*) from ideas where kept) as "kept_ideas!",
                  (select count(*) from acts where kind = 'vote') as "votes!",
                  (select count(*) from acts where kind = 'comment' and act = 'made') as "comments!",
                  (select count(*) from people where not kept) as "people!", (select count(*) from people where kept) as "kept_people!",
                  (select count(*) from acts where act = 'changed' and kind <> 'merge') as "changed!""#,
        id.0,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(stakes)
}

/// Takes it back, all of it or nothing.
pub(super) async fn perform(app: &App, tenant: TenantId, id: ImportId) -> Result<Import> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let mut import = store::hold(&mut tx, id).await?;
    if import.state != State::Undoing {
        return Ok(import);
    }
    links::untie(&mut tx, &import).await?;
    nested_loops(&mut tx, false).await?;
    // What was touched is counted again at the end.
    let touched = sqlx::query_scalar!(
        r#"select distinct target_id as "id: Uuid" from import_acts
            where import_id = $1 and (kind in ('vote', 'comment') or kind = 'idea' and act = 'changed')"#,
        id.0,
    )
    .fetch_all(&mut *tx)
    .await?;
    let comments = sqlx::query_scalar!(
        r#"select distinct c.idea_id as "id: Uuid" from import_acts a join comments c on c.id = a.target_id
            where a.import_id = $1 and a.kind = 'comment'"#,
        id.0,
    )
    .fetch_all(&mut *tx)
    .await?;
    undo_moved::forget(&mut tx, id).await?;
    forget_pairs(&mut tx, id).await?;
    let mut kept = put_back::all(&mut tx, &import).await?;
    kept.extend(forget_things(&mut tx, id).await?);
    forget_names(&mut tx, &import).await?;
    nested_loops(&mut tx, true).await?;
    let touched = touched.into_iter().chain(comments).collect();
    super::apply::recount(&mut tx, &touched).await?;
    files::forget(&mut tx, id).await?;

    import.summary.kept.clone_from(&kept);
    import.act_count = 0;
    store::progress(&mut tx, &import, now).await?;
    store::advance(&mut tx, id, &[State::Undoing], State::Undone, now).await?;
    let data = json!({ "file": import.file_name, "kept": kept });
    events::record(&mut tx, "import.undone", import.created_by, id.0, data, now).await?;
    let import = store::find(&mut tx, id).await?;
    tx.commit().await?;
    Ok(import)
}

/// Whether a plan may go through one table once for each row of another. What an import has just made is not in the statistics
/// yet, and taken for a row or two; of the statements here each is about all of it.
async fn nested_loops(tx: &mut TenantTx, allowed: bool) -> Result<()> {
    sqlx::query("select set_config('enable_nestloop', $1, true)")
        .bind(if allowed { "on" } else { "off" })
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// What hangs on ideas and people: votes, followers, a "no", tags, comments that nobody has answered.
async fn forget_pairs(tx: &mut TenantTx, id: ImportId) -> Result<()> {
    sqlx::query!(
        "delete from opt_outs o using import_acts a
          where a.import_id = $1 and a.kind = 'opt_out' and a.act = 'made' and o.id = a.target_id",
        id.0,
    )
    .execute(&mut **tx)
    .await?;
    // Whoever has asked for it themselves since goes on following.
    sqlx::query!(
        "delete from followers f using import_acts a join imports i on i.id = a.import_id
          where a.import_id = $1 and a.kind = 'follower' and f.idea_id = a.target_id and f.user_id = a.other_id
            and (f.asked_at is null or f.asked_at < i.started_at)",
        id.0,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "delete from votes v using import_acts a
          where a.import_id = $1 and a.kind = 'vote' and v.idea_id = a.target_id and v.user_id = a.other_id",
        id.0,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "delete from idea_tags t using import_acts a
          where a.import_id = $1 and a.kind = 'tagging' and t.idea_id = a.target_id and t.tag_id = a.other_id",
        id.0,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "delete from comments c using import_acts a
          where a.import_id = $1 and a.kind = 'comment' and a.act = 'made' and c.id = a.target_id
            and not exists (select from comments r
                             where r.parent_id = c.id
                               and not exists (select from import_acts o where o.target_id = r.id and o.import_id = $1))",
        id.0,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// One kind of thing that goes where nothing hangs on it: its table, and what may hang on it.
struct Thing {
    kind: &'static str,
    /// What the statement says of those that may go, with `t` for the thing.
    table: &'static str,
    free: &'static str,
    one: &'static str,
    many: &'static str,
    why: &'static str,
}

/// In the order in which they hang on each other.
const THINGS: [Thing; 7] = [
    Thing {
        kind: "idea",
        table: "ideas",
        free: "not exists (select from votes v where v.idea_id = t.id)
               and not exists (select from comments c where c.idea_id = t.id)
               and not exists (select from followers f where f.idea_id = t.id)
               and not exists (select from release_items i where i.idea_id = t.id)
               and not exists (select from notices n where n.idea_id = t.id)
               and not exists (select from events e where e.subject_id = t.id)
               and not exists (select from ideas p where p.merged_into = t.id) and t.merged_into is null",
        one: "idea stays",
        many: "ideas stay",
        why: "with what others have added since",
    },
    Thing {
        kind: "picture",
        table: "pictures",
        free: "not exists (select from picture_uses u where u.picture_id = t.id)",
        one: "picture stays",
        many: "pictures stay",
        why: "in texts that stay",
    },
    Thing {
        kind: "person",
        table: "users",
        free: "t.confirmed_at is null and t.deleted_at is null
               and not exists (select from ideas i where i.author_id = t.id)
               and not exists (select from votes v where v.user_id = t.id)
               and not exists (select from votes v where v.cast_by = t.id)
               and not exists (select from comments c where c.author_id = t.id)
               and not exists (select from followers f where f.user_id = t.id)
               and not exists (select from opt_outs o where o.user_id = t.id)
               and not exists (select from pictures p where p.owner_id = t.id)
               and not exists (select from events e where e.actor_id = t.id)
               and not exists (select from notices n where n.user_id = t.id)",
        one: "person stays",
        many: "people stay",
        why: "who have signed in or have something here",
    },
    Thing {
        kind: "tag",
        table: "tags",
        free: "not exists (select from idea_tags i where i.tag_id = t.id)",
        one: "tag stays",
        many: "tags stay",
        why: "in use",
    },
    Thing {
        kind: "status",
        table: "statuses",
        free: "not exists (select from ideas i where i.status_id = t.id)",
        one: "status stays",
        many: "statuses stay",
        why: "in use",
    },
    Thing {
        kind: "board",
        table: "boards",
        free: "not exists (select from ideas i where i.board_id = t.id)",
        one: "board stays",
        many: "boards stay",
        why: "in use",
    },
    Thing {
        kind: "company",
        table: "companies",
        free: "not exists (select from users u where u.company_id = t.id)",
        one: "company stays",
        many: "companies stay",
        why: "in use",
    },
];

async fn forget_things(tx: &mut TenantTx, id: ImportId) -> Result<Vec<String>> {
    let mut kept = Vec::new();
    for thing in &THINGS {
        let Thing { kind, table, free, one, many, why } = thing;
        // Names of tables cannot be parameters; all of these stand above.
        let made = format!(
            "select t.id from {table} t join import_acts a on a.target_id = t.id
              where a.import_id = $1 and a.kind = '{kind}' and a.act = 'made'"
        );
        let going: Vec<Uuid> =
            sqlx::query_scalar(AssertSqlSafe(format!("{made} and {free}"))).bind(id.0).fetch_all(&mut **tx).await?;
        forget(tx, table, &going).await?;
        sqlx::query(AssertSqlSafe(format!(
            "delete from import_sources s
              where s.target_id = any($1) and s.kind = '{kind}' and not exists (select from {table} t where t.id = s.target_id)"
        )))
        .bind(&going)
        .execute(&mut **tx)
        .await?;
        let staying: Vec<Uuid> = sqlx::query_scalar(AssertSqlSafe(made)).bind(id.0).fetch_all(&mut **tx).await?;
        if !staying.is_empty() {
            kept.push(format!("{}, {why}.", count(i64::try_from(staying.len()).unwrap_or(0), one, many)));
        }
    }
    Ok(kept)
}

/// Deletes all of these, or, where something hangs on one of them that is not looked for above, all but those.
async fn forget(tx: &mut TenantTx, table: &'static str, ids: &[Uuid]) -> Result<()> {
    let statement = format!("delete from {table} where id = any($1)");
    let mut left: Vec<Vec<Uuid>> = vec![ids.to_vec()];
    while let Some(some) = left.pop() {
        if some.is_empty() {
            continue;
        }
        sqlx::raw_sql("savepoint attempt").execute(&mut **tx).await?;
        match sqlx::query(AssertSqlSafe(statement.clone())).bind(&some).execute(&mut **tx).await {
            Ok(_) => _ = sqlx::raw_sql("release attempt").execute(&mut **tx).await?,
            Err(sqlx::Error::Database(cause)) if cause.is_foreign_key_violation() => {
                sqlx::raw_sql("rollback to attempt; release attempt").execute(&mut **tx).await?;
                // By halves, so that few that stay do not make this a statement for each that goes.
                if some.len() > 1 {
                    let (one, other) = some.split_at(some.len() / 2);
                    left.extend([one.to_vec(), other.to_vec()]);
                }
            }
            Err(error) => return Err(Error::from(error)),
        }
    }
    Ok(())
}

/// What was called by its name there is not any more; and what said something else says what it did.
async fn forget_names(tx: &mut TenantTx, import: &Import) -> Result<()> {
    sqlx::query!(
        "delete from import_sources s using import_acts a
          where a.import_id = $1 and (a.act = 'found' or a.act = 'made' and a.kind in ('comment', 'opt_out'))
            and s.source = $2 and s.kind = a.kind and s.source_id = a.source_id
            and not (s.kind = 'comment' and exists (select from comments c where c.id = s.target_id))",
        import.id.0,
        import.source,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "update import_sources s set digest = (a.before->>'digest')::bigint
           from import_acts a
          where a.import_id = $1 and a.act = 'changed' and s.target_id = a.target_id and s.source_id = a.source_id and s.kind = a.kind
            and s.source = $2 and a.before ? 'digest'",
        import.id.0,
        import.source,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!("delete from import_acts where import_id = $1", import.id.0).execute(&mut **tx).await?;
    sqlx::query!("delete from import_links where import_id = $1", import.id.0).execute(&mut **tx).await?;
    Ok(())
}
