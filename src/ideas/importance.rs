//! How much a vote matters: said by whoever the vote is, or by staff for them.
//!
//! It stands on the votes, so it goes with them and a vote that is set again keeps it. What is merged shows as one idea with one
//! vote, so it is said of all of a person's votes there at once.

use serde::Deserialize;
use serde_json::json;

use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::ids::{IdeaId, UserId};
use crate::words::{Message, message};

/// How much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "importance", rename_all = "snake_case")]
pub enum Importance {
    /// They would like it.
    Nice,
    /// They miss it.
    Important,
    /// They cannot do without it.
    Must,
}

impl Importance {
    /// Least first.
    pub const ALL: [Importance; 3] = [Self::Nice, Self::Important, Self::Must];

    /// As forms say it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Nice => "nice",
            Self::Important => "important",
            Self::Must => "must",
        }
    }

    /// As pages say it.
    pub fn label(self) -> Message {
        message(match self {
            Self::Nice => "importance-nice",
            Self::Important => "importance-important",
            Self::Must => "importance-must",
        })
    }

    /// What a form means; none for what says nothing.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|importance| importance.word() == word)
    }
}

/// What somebody has said of an idea and everything merged with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stance {
    /// Whether they have a vote there to say it of.
    pub voted: bool,
    /// How much it matters, if they have said so.
    pub importance: Option<Importance>,
}

/// Reads that.
pub async fn of(tx: &mut TenantTx, idea: IdeaId, user: UserId) -> Result<Stance> {
    let stance = sqlx::query_as!(
        Stance,
        r#"select count(*) > 0 as "voted!", max(v.importance) as "importance: Importance"
             from ideas i cross join lateral tree_of(i.canonical_id) t
             join votes v on v.idea_id = t.idea_id and v.user_id = $2
            where i.id = $1"#,
        idea.0,
        user.0,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(stance)
}

/// Says how much somebody's vote matters, or takes that back. Whoever has no vote there is told so.
pub async fn set(tx: &mut TenantTx, idea: IdeaId, user: UserId, importance: Option<Importance>) -> Result<()> {
    let changed = sqlx::query!(
        "update votes v set importance = $3
           from ideas i cross join lateral tree_of(i.canonical_id) t
          where i.id = $1 and v.idea_id = t.idea_id and v.user_id = $2",
        idea.0,
        user.0,
        importance as Option<Importance>,
    )
    .execute(&mut **tx)
    .await?;
    if changed.rows_affected() == 0 {
        return Err(Error::rejected("Only a vote can matter more or less. Please vote first."));
    }
    Ok(())
}

/// The same, by staff for somebody who said so elsewhere: with who did it, and what stood there before. False where it was so.
pub async fn set_for(
    tx: &mut TenantTx,
    idea: IdeaId,
    user: UserId,
    importance: Option<Importance>,
    staff: UserId,
    now: Time,
) -> Result<bool> {
    let before = of(tx, idea, user).await?.importance;
    set(tx, idea, user, importance).await?;
    if before == importance {
        return Ok(false);
    }
    let word = |importance: Option<Importance>| importance.map(Importance::word);
    let data = json!({ "user": user, "from": word(before), "to": word(importance) });
    events::record(tx, "idea.importance_set", Some(staff), idea.0, data, now).await?;
    Ok(true)
}
