//! Voting for somebody who asked elsewhere: counted once, told to them once, and theirs to take back for good.

use serde_json::json;

use crate::access::Role;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::ideas::importance::{self, Importance};
use crate::ideas::votes::{self, OnBehalf};
use crate::ids::{IdeaId, UserId};
use crate::notices::voted_for;
use crate::text::Sentence;
use crate::users;

/// How many people are offered where a name could mean several.
const OFFERED: i64 = 6;

/// Somebody who may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// Who.
    pub id: UserId,
    /// What they are called.
    pub name: String,
    /// Where mail reaches them.
    pub email: String,
    /// Whether the words are exactly their name.
    pub exactly: bool,
}

/// The people whose name or address has these words in it, those who are called exactly so first: a few.
pub async fn called(tx: &mut TenantTx, words: &str) -> Result<Vec<Meant>> {
    let people = sqlx::query_as!(
        Meant,
        r#"select id, name, email as "email!", lower(name) = lower($1) as "exactly!"
             from users
            where email is not null and $1 <> ''
              and (position(lower($1) in lower(name)) > 0 or position(lower($1) in email) > 0)
            order by 4 desc, lower(name), id
            limit $2"#,
        words.trim(),
        OFFERED,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(people)
}

/// What voting for somebody came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cast {
    /// It counts, and they are told.
    Counted,
    /// They had voted already, for this or for something merged with it.
    VotedBefore,
    /// They had taken such a vote back, at this time, so it was not cast again.
    Refused(Time),
}

/// Votes for somebody who asked elsewhere. They are counted once and follow, are told once, and can take the vote back
/// themselves. Where they once did, it is not cast again.
pub async fn cast(
    tx: &mut TenantTx,
    idea: IdeaId,
    user: UserId,
    importance: Option<Importance>,
    by: OnBehalf<'_>,
    now: Time,
) -> Result<Cast> {
    let stands = sqlx::query!(
        r#"select exists (select from votes v join ideas same on same.id = v.idea_id
                           where same.canonical_id = i.canonical_id and v.user_id = $2) as "voted!",
                  (select max(r.created_at) from vote_refusals r join ideas same on same.id = r.idea_id
                    where same.canonical_id = i.canonical_id and r.user_id = $2) as "refused?: Time"
             from ideas i where i.id = $1"#,
        idea.0,
        user.0,
    )
    .fetch_one(&mut **tx)
    .await?;
    if stands.voted {
        return Ok(Cast::VotedBefore);
    }
    if let (Some(at), true) = (stands.refused, user != by.staff) {
        return Ok(Cast::Refused(at));
    }
    // Staff who name themselves vote as everybody does.
    let own = user == by.staff;
    let voted = votes::set(tx, idea, user, true, (!own).then_some(by), now).await?;
    if importance.is_some() {
        importance::set(tx, idea, user, importance).await?;
    }
    if voted.changed && !own {
        let data = json!({ "user": user, "source": by.source_url, "importance": importance.map(Importance::word) });
        events::record(tx, "idea.voted_for", Some(by.staff), idea.0, data, now).await?;
        voted_for::plan(tx, voted.root, user, by.staff, now).await?;
    }
    Ok(if voted.changed { Cast::Counted } else { Cast::VotedBefore })
}

/// Takes back a vote that staff cast. A vote that people cast themselves is theirs to withdraw.
pub async fn take_back(tx: &mut TenantTx, idea: IdeaId, user: UserId, staff: UserId, now: Time) -> Result<()> {
    let by_staff = sqlx::query_scalar!(
        r#"select bool_and(v.cast_by is not null) as "by_staff?"
             from ideas i, tree_of(i.canonical_id) t
             join votes v on v.idea_id = t.idea_id and v.user_id = $2
            where i.id = $1"#,
        idea.0,
        user.0,
    )
    .fetch_one(&mut **tx)
    .await?;
    match by_staff {
        None => return Ok(()),
        Some(false) => return Err(Error::rejected("They voted themselves, so only they can withdraw it.")),
        Some(true) => {}
    }
    votes::set(tx, idea, user, false, Some(OnBehalf { staff, source_url: None }), now).await?;
    events::record(tx, "idea.vote_taken_back", Some(staff), idea.0, json!({ "user": user }), now).await
}

/// How a person and their vote for an idea stand, for the page that a mailed link leads to.
#[derive(Debug)]
pub struct Standing {
    /// Where they were mailed.
    pub email: String,
    /// What they may.
    pub roles: Vec<Role>,
    /// Whether they have said that the address is theirs.
    pub confirmed: bool,
    /// Whether they have a vote there.
    pub voted: bool,
    /// Who of the staff cast it, where it is not their own.
    pub cast_by: Option<String>,
}

/// Reads that. Somebody deleted or blocked has no such page.
pub async fn standing(tx: &mut TenantTx, user: UserId, number: i32) -> Result<Standing> {
    let standing = sqlx::query_as!(
        Standing,
        r#"select u.email as "email!", u.roles, u.confirmed_at is not null as "confirmed!", v.votes > 0 as "voted!",
                  v.cast_by as "cast_by?"
             from users u join ideas i on i.number = $2
             cross join lateral (
                  select count(*) as votes, case when bool_and(v.cast_by is not null) then min(s.name) end as cast_by
                    from ideas same join votes v on v.idea_id = same.id and v.user_id = u.id
                    left join users s on s.id = v.cast_by
                   where same.canonical_id = i.canonical_id) v
            where u.id = $1 and u.email is not null and u.blocked_at is null"#,
        user.0,
        number,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(standing)
}

/// They have pressed the button in a mail to their address: it is theirs, and they want to hear of what they asked for.
pub async fn confirm(tx: &mut TenantTx, user: UserId, now: Time) -> Result<()> {
    if users::store::find(tx, user).await?.confirmed_at.is_none() {
        users::store::confirm(tx, user, now).await?;
        events::record(tx, "user.joined", Some(user), user.0, json!({}), now).await?;
    }
    Ok(())
}

/// They take the vote back. It is remembered: see [`votes::set`].
pub async fn withdraw(tx: &mut TenantTx, idea: IdeaId, user: UserId, now: Time) -> Result<()> {
    votes::set(tx, idea, user, false, None, now).await?;
    Ok(())
}

/// They want it after all: the vote is their own from now on.
pub async fn restore(tx: &mut TenantTx, idea: IdeaId, user: UserId, now: Time) -> Result<()> {
    votes::set(tx, idea, user, true, None, now).await?;
    Ok(())
}

/// A link to where somebody asked; none where nothing was typed.
pub fn source_url(text: &str) -> Result<Option<String>, Sentence> {
    const MOST: usize = 500;
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let stray = |c: char| c.is_whitespace() || c.is_control();
    let web = rest.is_some_and(|rest| rest.starts_with(char::is_alphanumeric) && !rest.contains(stray));
    if web && text.len() <= MOST {
        Ok(Some(text.to_owned()))
    } else {
        Err("The link should begin with https:// and lead to where they asked.".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_a_web_address_or_nothing() {
        assert_eq!(source_url(" ").unwrap(), None);
        assert_eq!(source_url("https://desk.example/t/1").unwrap().as_deref(), Some("https://desk.example/t/1"));
        for wrong in ["javascript:alert(1)", "desk", "ftp://x", "/path", "https://", "https:///x", "https://a b"] {
            assert!(source_url(wrong).is_err(), "{wrong}");
        }
    }
}
