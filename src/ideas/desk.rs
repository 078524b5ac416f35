//! Ideas at the desk: what they are worth to whom, and changing many at once.

use std::collections::HashMap;

use serde_json::json;

use super::list::Filter;
use super::search::{Hit, MOST};
use crate::clock::Time;
use crate::companies::money;
use crate::db::TenantTx;
use crate::error::Result;
use crate::events;
use crate::ids::{IdeaId, TagId, UserId};

/// Who wants an idea, beyond heads.
#[derive(Clone, Debug, Default)]
pub struct Demand {
    /// How many companies.
    pub companies: i64,
    /// What they pay a month, each counted once, by currency.
    revenue: Vec<(String, i64)>,
}

impl Demand {
    /// What those who want it pay a month: `€ 4,200`, or nothing.
    pub fn money(&self) -> String {
        let amounts: Vec<String> =
            self.revenue.iter().filter(|(_, minor)| *minor > 0).map(|(currency, minor)| money(*minor, currency)).collect();
        amounts.join(" + ")
    }
}

/// The demand for each of these ideas, with everything merged into them. An idea that no company wants is left out.
pub async fn demand(tx: &mut TenantTx, ideas: &[IdeaId]) -> Result<HashMap<IdeaId, Demand>> {
    let rows = sqlx::query!(
        r#"select d.canonical_id, d.currency, count(*) as "companies!", sum(d.monthly_revenue_minor)::bigint as "revenue!"
             from (select distinct i.canonical_id, c.id, c.currency, c.monthly_revenue_minor
                     from ideas i
                     join votes v on v.idea_id = i.id
                     join users u on u.id = v.user_id
                     join companies c on c.id = u.company_id
                    where i.id = any($1) or (i.merged_into is not null and i.canonical_id = any($1))) d
            group by d.canonical_id, d.currency
            order by 4 desc"#,
        &ideas.iter().map(|idea| idea.0).collect::<Vec<_>>(),
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut demand: HashMap<IdeaId, Demand> = HashMap::new();
    for row in rows {
        let of = demand.entry(row.canonical_id).or_default();
        of.companies += row.companies;
        of.revenue.push((row.currency, row.revenue));
    }
    Ok(demand)
}

/// The ideas that a filter leaves, by what those who want them pay: a ranking for [`super::list::Sort::Ranked`]. Amounts of
/// different currencies are added as they are, which orders well enough and is not shown.
pub async fn by_revenue(tx: &mut TenantTx, filter: &Filter) -> Result<Vec<Hit>> {
    let statuses = filter.status_ids();
    let found: Option<Vec<_>> = filter.hits.as_ref().map(|hits| hits.iter().map(|hit| hit.id.0).collect());
    let hits = sqlx::query_as!(
        Hit,
        r#"select i.id, i.number, coalesce(w.revenue, 0)::float8 as "rank!"
             from ideas i
             left join (select d.canonical_id, sum(d.monthly_revenue_minor) as revenue
                          from (select distinct t.canonical_id, c.id, c.monthly_revenue_minor
                                  from votes v
                                  join ideas t on t.id = v.idea_id
                                  join users u on u.id = v.user_id
                                  join companies c on c.id = u.company_id) d
                         group by d.canonical_id) w on w.canonical_id = i.id
            where i.merged_into is null and i.deleted_at is null
              and i.board_id = any($1)
              and ($2::uuid[] is null or i.status_id = any($2))
              and ($3::uuid is null or exists (select from idea_tags f where f.idea_id = i.id and f.tag_id = $3))
              and ($4::uuid[] is null or i.id = any($4))
            order by 3 desc, 2 desc
            limit $5"#,
        &filter.board_ids(),
        statuses.as_deref() as Option<&[uuid::Uuid]>,
        filter.tag.map(|tag| tag.0),
        found.as_deref() as Option<&[uuid::Uuid]>,
        MOST,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(hits)
}

/// The ideas with these numbers that stand for themselves, in the order in which they are to be locked.
pub async fn numbered(tx: &mut TenantTx, numbers: &[i32]) -> Result<Vec<IdeaId>> {
    let ids = sqlx::query_scalar!(
        "select id from ideas where number = any($1) and merged_into is null and deleted_at is null order by id",
        numbers,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(ids)
}

/// Gives an idea one tag more, or takes it away. False where it was so already.
pub async fn set_tag(tx: &mut TenantTx, idea: IdeaId, tag: TagId, has: bool, actor: UserId, now: Time) -> Result<bool> {
    let changed = if has {
        sqlx::query!("insert into idea_tags (idea_id, tag_id) values ($1, $2) on conflict do nothing", idea.0, tag.0)
    } else {
        sqlx::query!("delete from idea_tags where idea_id = $1 and tag_id = $2", idea.0, tag.0)
    };
    let changed = changed.execute(&mut **tx).await?.rows_affected() > 0;
    if changed {
        let data = if has { json!({ "added": tag }) } else { json!({ "removed": tag }) };
        events::record(tx, "idea.tagged", Some(actor), idea.0, data, now).await?;
    }
    Ok(changed)
}
