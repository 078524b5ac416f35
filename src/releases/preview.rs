//! Before and after shipping: who is told, who is left out and why, and how far the mail is.

use super::Release;
use super::jobs::{SHIP_MAIL, WITHDRAWAL_MAIL};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{ReleaseId, UserId};
use crate::notices::ledger::{self, Headcount, Taken};
use crate::notices::{Exclusion, Kind, State};

/// Who would hear of a ship.
#[derive(Debug)]
pub struct Audience {
    /// People who would get a mail.
    pub told: i64,
    /// People who would not, by reason in words.
    pub left_out: Vec<(String, i64)>,
}

/// Counts who would hear of a ship right now.
pub async fn audience(tx: &mut TenantTx, release: &Release, actor: UserId) -> Result<Audience> {
    let ideas = super::wishes::completed(tx, release.id).await?;
    let counts = ledger::headcount(tx, &ideas, actor).await?;
    let told = counts.iter().find(|count| count.exclusion.is_none()).map_or(0, |count| count.people);
    let left_out: Vec<(String, i64)> = counts
        .into_iter()
        .filter_map(|Headcount { exclusion, people }| exclusion.map(|code| (ledger::why(&code).to_owned(), people)))
        .collect();
    let asked = ledger::asked_to_confirm(tx, &ideas).await?;
    Ok(Audience { told, left_out: with_note(left_out, asked) })
}

/// Says of those who have not confirmed their address how many the team voted for: they were asked by mail.
fn with_note(mut left_out: Vec<(String, i64)>, asked: i64) -> Vec<(String, i64)> {
    let unconfirmed = Exclusion::Unconfirmed.to_string();
    if let Some((words, _)) = left_out.iter_mut().find(|(words, _)| *words == unconfirmed && asked > 0) {
        *words = format!("{words} (the team voted for {asked} of them, who were asked by mail to confirm it)");
    }
    left_out
}

/// The ideas as the mail to a fictitious person would name them who asked for everything.
pub async fn sample(tx: &mut TenantTx, release: ReleaseId) -> Result<Vec<Taken>> {
    let ideas: Vec<_> = super::wishes::completed(tx, release).await?.into_iter().map(|idea| idea.0).collect();
    let taken = sqlx::query_as!(
        Taken,
        r#"select i.number, i.title, i.epoch > 1 as "back!", null::text as asked
             from ideas i
            where i.id = any($1)
            order by i.vote_count desc, i.number limit 3"#,
        &ideas,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(taken)
}

/// How many notices of a release stand where: people, by kind and state.
#[derive(Debug)]
pub struct Progress {
    /// Shipped or withdrawn.
    pub kind: Kind,
    /// Where they stand.
    pub state: State,
    /// Distinct people.
    pub people: i64,
}

/// How far the mail of a release is.
pub async fn progress(tx: &mut TenantTx, release: ReleaseId) -> Result<Vec<Progress>> {
    let progress = sqlx::query_as!(
        Progress,
        r#"select kind, state, count(distinct user_id) as "people!" from notices
            where release_id = $1 and kind in ('shipped', 'withdrawn')
            group by kind, state order by kind, state"#,
        release.0,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(progress)
}

/// One person in the ledger of a release.
#[derive(Debug)]
pub struct Recipient {
    /// Who.
    pub user_id: UserId,
    /// What they are called.
    pub name: String,
    /// Where their mail goes; none once deleted.
    pub email: Option<String>,
    /// Whom they work for.
    pub company: Option<String>,
    /// What they are told.
    pub kind: Kind,
    /// Where that stands.
    pub state: State,
    /// Why not, as a code or a mail server's words.
    pub reason: Option<String>,
    /// When it was sent.
    pub sent_at: Option<Time>,
    /// That the mail came back after it was sent, in the words of the mail server that reported it, which may be none.
    pub bounced: Option<String>,
    /// Of which ideas, by number.
    pub ideas: Vec<i32>,
}

impl Recipient {
    /// Why not, in words.
    pub fn why(&self) -> &str {
        self.reason.as_deref().map_or("", ledger::why)
    }
}

/// People of one page of the ledger.
pub const PAGE: i64 = 100;

/// How many people's mail of a release came back after it was sent.
pub async fn bounced(tx: &mut TenantTx, release: ReleaseId) -> Result<i64> {
    let bounced = sqlx::query_scalar!(
        r#"with back as materialized (select o.key from outbox o where o.report = 'failed' and o.kind in ($2, $3))
           select count(distinct n.user_id) as "bounced!"
             from back join notices n on back.key = n.mail || ':' || n.user_id
            where n.release_id = $1 and n.state = 'sent'"#,
        release.0,
        SHIP_MAIL,
        WITHDRAWAL_MAIL,
    );
    Ok(bounced.fetch_one(&mut **tx).await?)
}

/// The ledger of a release, a row a person, kind and state, by name, from `after` on (a name and id of the last row seen); with
/// `bounced` only those whose mail came back.
pub async fn recipients(
    tx: &mut TenantTx,
    release: ReleaseId,
    state: Option<State>,
    bounced: bool,
    after: Option<(&str, UserId)>,
) -> Result<Vec<Recipient>> {
    let recipients = sqlx::query_as!(
        Recipient,
        r#"with back as materialized (
               select o.key, coalesce(o.report_words, '') as words from outbox o where o.report = 'failed' and o.kind in ($6, $7)
           )
           select u.id as user_id, u.name, u.email, c.name as "company?", n.kind, n.state, n.reason, n.sent_at,
                  max(back.words) as "bounced?", array_agg(i.number order by i.number) as "ideas!"
             from notices n join users u on u.id = n.user_id join ideas i on i.id = n.idea_id
             left join companies c on c.id = u.company_id
             left join back on back.key = n.mail || ':' || n.user_id and n.state = 'sent'
            where n.release_id = $1 and n.kind in ('shipped', 'withdrawn') and ($2::notice_state is null or n.state = $2)
              and ($3::text is null or (u.name, u.id) > ($3, $4))
              and (not $8 or back.key is not null)
            group by u.id, u.name, u.email, c.name, n.kind, n.state, n.reason, n.sent_at
            order by u.name, u.id, n.kind, n.state
            limit $5"#,
        release.0,
        state as Option<State>,
        after.map(|(name, _)| name),
        after.map(|(_, id)| id.0),
        PAGE,
        SHIP_MAIL,
        WITHDRAWAL_MAIL,
        bounced,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(recipients)
}
