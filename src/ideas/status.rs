//! Where an idea stands, and what the team says about it in public.

use serde_json::json;

use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::events;
use crate::ids::{IdeaId, StatusId, UserId};
use crate::text::{Body, markdown};

/// Gives an idea a status. False where it had it already, and then nothing happened.
pub async fn set(tx: &mut TenantTx, idea: IdeaId, status: StatusId, actor: Option<UserId>, now: Time) -> Result<bool> {
    change(tx, idea, status, None, actor, now).await
}

/// Gives an idea a status and, where one is given, a public response: one change with one event. False where nothing was
/// different before.
pub async fn change(
    tx: &mut TenantTx,
    idea: IdeaId,
    status: StatusId,
    response: Option<&Body>,
    actor: Option<UserId>,
    now: Time,
) -> Result<bool> {
    let moved = sqlx::query!(
        r#"with before as (
               select i.id, i.status_id from ideas i where i.id = $1 and i.deleted_at is null for no key update
           )
           update ideas i set status_id = s.id
             from before, statuses s, statuses old
            where i.id = before.id and s.id = $2 and old.id = before.status_id
        returning old.id <> s.id as "moved!", old.name as from_name, old.category as from_category,
                  s.name as to_name, s.category as to_category"#,
        idea.0,
        status.0,
    )
    .fetch_one(&mut **tx)
    .await?;
    let said = match response {
        Some(response) => write_response(tx, idea, response, now).await?,
        None => false,
    };
    if moved.moved {
        let mut data = json!({
            "from": moved.from_name, "from_category": moved.from_category.word(),
            "to": moved.to_name, "to_category": moved.to_category.word(),
        });
        if let Some(response) = response.filter(|_| said) {
            data["response"] = json!(response.as_str());
        }
        events::record(tx, "idea.status_changed", actor, idea.0, data, now).await?;
    } else if let Some(response) = response.filter(|_| said) {
        events::record(tx, "idea.answered", actor, idea.0, json!({ "response": response.as_str() }), now).await?;
    }
    Ok(moved.moved || said)
}

/// Writes, changes or (with an empty text) takes back the team's public response. False where it said the same before.
pub async fn respond(tx: &mut TenantTx, idea: IdeaId, response: &Body, actor: Option<UserId>, now: Time) -> Result<bool> {
    let said = write_response(tx, idea, response, now).await?;
    if said {
        events::record(tx, "idea.answered", actor, idea.0, json!({ "response": response.as_str() }), now).await?;
    }
    Ok(said)
}

async fn write_response(tx: &mut TenantTx, idea: IdeaId, response: &Body, now: Time) -> Result<bool> {
    let written = sqlx::query!(
        "update ideas
            set response = $2, response_html = $3, responded_at = case when $2 = '' then null else $4::timestamptz end
          where id = $1 and deleted_at is null and response <> $2",
        idea.0,
        response.as_str(),
        markdown::render(response.as_str()),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(written.rows_affected() == 1)
}
