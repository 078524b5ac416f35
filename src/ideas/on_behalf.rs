//! Who voted, for the eyes of staff, and voting for somebody who asked elsewhere.

use serde_json::json;

use crate::access::hue;
use crate::clock::Time;
use crate::companies::Money;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::ideas::votes::{self, OnBehalf};
use crate::ids::{IdeaId, UserId};
use crate::text::{Refusal, initials};

/// How many voters one page lists.
pub const PAGE: usize = 100;

/// Somebody who voted.
#[derive(Clone, Debug)]
pub struct Voter {
    /// Who.
    pub user_id: UserId,
    /// What they are called.
    pub name: String,
    /// Where mail reaches them; none once they have been deleted.
    pub email: Option<String>,
    /// Whether they have proved that the address is theirs.
    pub confirmed: bool,
    /// Where they work.
    pub company: Option<String>,
    /// What that company has bought.
    pub plan: Option<String>,
    /// What it pays a month, in the smallest unit.
    pub revenue: i64,
    /// In this currency.
    pub currency: Option<String>,
    /// Which idea of the tree they voted for.
    pub number: i32,
    /// Who of the staff voted for them.
    pub cast_by: Option<String>,
    /// Where they had asked.
    pub source_url: Option<String>,
    /// When.
    pub created_at: Time,
}

impl Voter {
    /// The letters of their avatar.
    pub fn initials(&self) -> String {
        initials(&self.name)
    }

    /// The colour of it.
    pub fn hue(&self) -> u8 {
        hue(self.user_id)
    }

    /// What their company pays a month, for people.
    pub fn money(&self) -> String {
        self.currency.as_deref().map_or_else(String::new, |currency| Money::new(self.revenue, currency).to_string())
    }
}

/// Where a page of voters ends: the revenue and the id of its last one.
pub type After = (i64, UserId);

/// The voters of an idea's tree, whoever pays most first; one more than a page where there are more.
pub async fn voters(tx: &mut TenantTx, root: IdeaId, after: Option<After>) -> Result<Vec<Voter>> {
    let voters = sqlx::query_as!(
        Voter,
        r#"select v.user_id, u.name, u.email, u.confirmed_at is not null as "confirmed!",
                  c.name as "company?", c.plan as "plan?", coalesce(c.monthly_revenue_minor, 0) as "revenue!",
                  c.currency as "currency?", i.number, s.name as "cast_by?", v.source_url, v.created_at
             from (select distinct on (v.user_id) v.user_id, v.idea_id, v.cast_by, v.source_url, v.created_at
                     from tree_of($1) t join votes v on v.idea_id = t.idea_id
                    order by v.user_id, v.created_at) v
             join users u on u.id = v.user_id
             join ideas i on i.id = v.idea_id
             left join companies c on c.id = u.company_id
             left join users s on s.id = v.cast_by
            where $2::bigint is null or (coalesce(c.monthly_revenue_minor, 0), v.user_id) < ($2, $3)
            order by coalesce(c.monthly_revenue_minor, 0) desc, v.user_id desc
            limit $4"#,
        root.0,
        after.map(|(revenue, _)| revenue),
        after.map(|(_, user)| user.0),
        i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(voters)
}

/// People who are called exactly this, and their addresses: at most a few, for the choice between them.
pub async fn called(tx: &mut TenantTx, name: &str) -> Result<Vec<(UserId, String)>> {
    let people = sqlx::query!(
        r#"select id, email as "email!" from users where lower(name) = lower($1) and email is not null order by id limit 5"#,
        name,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(people.into_iter().map(|person| (person.id, person.email)).collect())
}

/// Votes for somebody who asked elsewhere. They are counted once and follow, and can take the vote back themselves. False where
/// they had voted already.
pub async fn cast(tx: &mut TenantTx, idea: IdeaId, user: UserId, by: OnBehalf<'_>, now: Time) -> Result<bool> {
    let voted = votes::set(tx, idea, user, true, Some(by), now).await?;
    if voted.changed {
        let data = json!({ "user": user, "source": by.source_url });
        events::record(tx, "idea.voted_for", Some(by.staff), idea.0, data, now).await?;
    }
    Ok(voted.changed)
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
    votes::set(tx, idea, user, false, None, now).await?;
    events::record(tx, "idea.vote_taken_back", Some(staff), idea.0, json!({ "user": user }), now).await
}

/// A link to where somebody asked; none where nothing was typed.
pub fn source_url(text: &str) -> Result<Option<String>, Refusal> {
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
