//! The index of a workspace: built from its ideas, and brought up to date by whoever asks.
//!
//! What the asking transaction has written itself is left out, since it may yet be undone and the index is everybody's.

use std::collections::VecDeque;
use std::sync::Arc;

use futures_util::TryStreamExt;

use crate::alike::index::{MOST, READ};
use crate::alike::{Index, Language, Written, read};
use crate::app::App;
use crate::db::TenantTx;
use crate::error::{Error, Result};

/// Ideas that are read together, away from the threads that serve.
const BATCH: usize = 500;

/// Batches that are read at once, where there are as many processors.
const MOST_HANDS: usize = 4;

/// The index of the workspace, with every word that was committed before now.
pub(super) async fn index(app: &App, tx: &mut TenantTx) -> Result<Arc<Index>> {
    let tenant = tx.tenant();
    let mut kept = app.alike.of(tenant, build(tx)).await?;
    let news = news(tx, &kept).await?;
    if kept.is_worn() || kept.language().tag() != news.language {
        kept = Arc::new(build(tx).await?);
    } else if news.written.is_empty() && (news.since == kept.since || !news.again) {
        return Ok(kept);
    } else {
        let mut index = Index::clone(&kept);
        index.since = news.since;
        let index = away(move || {
            index.take(read(index.language(), &news.written));
            index.order();
            index
        })
        .await?;
        kept = Arc::new(index);
    }
    app.alike.keep(tenant, kept.clone()).await;
    Ok(kept)
}

/// Reads every idea there is, or the latest of very many, deleted ones too: they may come back, and who may see what is asked
/// later.
async fn build(tx: &mut TenantTx) -> Result<Index> {
    let about = sqlx::query!(
        r#"select t.language,
                  -- Where an idea is left out, what it said before can only be read later: then all is looked at once more.
                  case when exists (select from ideas where worded_in = pg_current_xact_id_if_assigned()::text::bigint)
                       then 0 else pg_snapshot_xmin(pg_current_snapshot())::text::bigint end as "since!"
             from tenants t where t.id = current_tenant()"#
    )
    .fetch_one(&mut **tx)
    .await?;
    let mut index = Index::new(Language::of(&about.language));
    let hands = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_HANDS);
    index.since = about.since;
    {
        let mut ideas = sqlx::query_as!(
            Written,
            r#"select id, number, worded_in as version, title, left(body, $1) as "text!" from ideas
                where worded_in is distinct from pg_current_xact_id_if_assigned()::text::bigint
                  and number > (select max(number) from ideas) - $2
                order by number"#,
            READ,
            MOST,
        )
        .fetch(&mut **tx);
        let mut batches = VecDeque::new();
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            let idea = ideas.try_next().await?;
            let ended = idea.is_none();
            batch.extend(idea);
            if batch.len() == BATCH || ended {
                let (wishes, language) = (std::mem::replace(&mut batch, Vec::with_capacity(BATCH)), index.language().clone());
                batches.push_back(tokio::spawn(away(move || read(&language, &wishes))));
            }
            // As many are read at once as there are processors; while the oldest of them ends, the database waits for us.
            while batches.len() > hands || ended && !batches.is_empty() {
                if let Some(oldest) = batches.pop_front() {
                    index.take(oldest.await.map_err(Error::internal)??);
                }
            }
            if ended {
                break;
            }
        }
    }
    away(move || {
        index.order();
        index
    })
    .await
}

/// Does what takes longer than others should wait for this thread: reading thousands of texts, sorting millions of postings.
async fn away<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}

/// What has been written since an index was last brought up to date.
struct News {
    language: String,
    since: i64,
    /// What the index does not know yet.
    written: Vec<Written>,
    /// Whether something was looked at that it knows: then it is worth noting that it need not be looked at again.
    again: bool,
}

/// Where the asking transaction has written itself, the next look begins where this one did. A transaction that was still running at the last look may have become visible since; all that came later has. Numbers of
/// transactions that lie in the future come from a database that this one was restored from, and were read at the first look.
async fn news(tx: &mut TenantTx, index: &Index) -> Result<News> {
    let rows = sqlx::query!(
        r#"select t.language,
                  case when exists (select from ideas where worded_in = pg_current_xact_id_if_assigned()::text::bigint)
                       then $1 else pg_snapshot_xmin(pg_current_snapshot())::text::bigint end as "since!",
                  i.id as "id?: crate::ids::IdeaId", i.number as "number?", i.title as "title?", left(i.body, $2) as text, i.worded_in as "worded_in?"
             from tenants t
             left join ideas i
               on i.worded_in >= $1 and i.worded_in < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
              and i.worded_in is distinct from pg_current_xact_id_if_assigned()::text::bigint
            where t.id = current_tenant()"#,
        index.since,
        READ,
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut news = News { language: String::new(), since: index.since, written: Vec::new(), again: false };
    for row in rows {
        (news.language, news.since) = (row.language, row.since);
        if let (Some(id), Some(number), Some(title), Some(text), Some(version)) =
            (row.id, row.number, row.title, row.text, row.worded_in)
        {
            if index.knows(id, version) {
                news.again = true;
            } else {
                news.written.push(Written { id, number, version, title, text });
            }
        }
    }
    Ok(news)
}
