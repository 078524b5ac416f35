//! Where an idea stands, and what the team says about it in public.

use serde_json::json;

use crate::app::Site;
use crate::boards::Category;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::events;
use crate::ids::{IdeaId, StatusId, UserId};
use crate::notices::decisions::{self, Decision};
use crate::text::{Body, markdown};

/// Gives an idea a status, without telling anybody: what a release does to it is told by the release. False where it had it
/// already, and then nothing happened.
pub async fn set(tx: &mut TenantTx, idea: IdeaId, status: StatusId, actor: Option<UserId>, now: Time) -> Result<bool> {
    Ok(change(tx, idea, status, None, actor, now).await?.is_some())
}

/// Somebody of the team decides: the status and the public response that stand from now on, in one event. Whoever asked is
/// told where it is declined. False where nothing was different before.
pub async fn decide(
    tx: &mut TenantTx,
    site: &Site,
    idea: IdeaId,
    (status, response): (StatusId, &Body),
    actor: UserId,
    now: Time,
) -> Result<bool> {
    declare(tx, site, idea, (status, Some(response)), actor, now).await
}

/// The same with the public response as it is: a decision from a list.
pub async fn settle(tx: &mut TenantTx, site: &Site, idea: IdeaId, status: StatusId, actor: UserId, now: Time) -> Result<bool> {
    declare(tx, site, idea, (status, None), actor, now).await
}

async fn declare(
    tx: &mut TenantTx,
    site: &Site,
    idea: IdeaId,
    (status, response): (StatusId, Option<&Body>),
    actor: UserId,
    now: Time,
) -> Result<bool> {
    let moved = change(tx, idea, status, response, Some(actor), now).await?;
    if moved == Some(Moved::To(Category::Declined)) {
        decisions::plan(tx, site, &[idea], Decision::Declined, actor, now).await?;
    }
    Ok(moved.is_some())
}

/// What was different before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moved {
    /// The status; it now is of this category.
    To(Category),
    /// Only what the team says.
    Words,
}

async fn change(
    tx: &mut TenantTx,
    idea: IdeaId,
    status: StatusId,
    response: Option<&Body>,
    actor: Option<UserId>,
    now: Time,
) -> Result<Option<Moved>> {
    let moved = sqlx::query!(
        r#"with before as (
               select i.id, i.status_id from ideas i where i.id = $1 and i.deleted_at is null for no key update
           )
           update ideas i set status_id = s.id
             from before, statuses s, statuses old
            where i.id = before.id and s.id = $2 and old.id = before.status_id
        returning old.id <> s.id as "moved!", old.id as "from_id: StatusId", old.name as from_name, old.category as from_category,
                  s.id as "to_id: StatusId", s.name as to_name, s.category as to_category"#,
        idea.0,
        status.0,
    )
    .fetch_one(&mut **tx)
    .await?;
    let said = match response {
        Some(response) => write_response(tx, idea, response, now).await?,
        None => None,
    };
    if moved.moved {
        let mut data = json!({
            "from": moved.from_name, "from_id": moved.from_id, "from_category": moved.from_category.word(),
            "to": moved.to_name, "to_id": moved.to_id, "to_category": moved.to_category.word(),
        });
        if let Some((before, response)) = said.as_ref().zip(response) {
            data["response"] = json!(response.as_str());
            data["response_before"] = json!(before);
        }
        events::record(tx, "idea.status_changed", actor, idea.0, data, now).await?;
    } else if let Some((before, response)) = said.as_ref().zip(response) {
        let data = json!({ "response": response.as_str(), "response_before": before });
        events::record(tx, "idea.answered", actor, idea.0, data, now).await?;
    }
    Ok(match (moved.moved, said.is_some()) {
        (true, _) => Some(Moved::To(moved.to_category)),
        (false, true) => Some(Moved::Words),
        (false, false) => None,
    })
}

/// Writes, changes or (with an empty text) takes back the team's public response. What it said before; none where that was the
/// same.
async fn write_response(tx: &mut TenantTx, idea: IdeaId, response: &Body, now: Time) -> Result<Option<String>> {
    let before = sqlx::query_scalar!(
        "with before as (
             select i.id, i.response from ideas i where i.id = $1 and i.deleted_at is null and i.response <> $2 for no key update
         )
         update ideas i
            set response = $2, response_html = $3, responded_at = case when $2 = '' then null else $4::timestamptz end
           from before
          where i.id = before.id
         returning before.response",
        idea.0,
        response.as_str(),
        markdown::render(response.as_str()),
        now,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(before)
}
