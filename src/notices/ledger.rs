//! The ledger's statements: planning notices, taking them for a mail, and writing down how the mail ended.

use uuid::Uuid;

use super::{Exclusion, Kind};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{IdeaId, ReleaseId, UserId};
use crate::outbox::{Outcome, Refusal};
use crate::text::Email;
use crate::words::{Language, Message, message};

/// What is to be told, to the audience of some ideas.
#[derive(Debug)]
pub struct Plan<'a> {
    /// What.
    pub kind: Kind,
    /// Of which ideas: roots.
    pub ideas: &'a [IdeaId],
    /// By which release, if by one.
    pub release: Option<ReleaseId>,
    /// Who caused it, and so need not be told.
    pub actor: UserId,
    /// The mail that tells it: all that is planned under one name reaches a person in one mail.
    pub mail: &'a str,
    /// Set where it happens without mail: everybody is left out, with a row that says so.
    pub silent: bool,
}

/// Plans a notice for everybody in the audience, in one statement. Whoever is told already stays told: the unique key sees to
/// that. So does whoever was told of another idea that is merged together with this one: it is the same wish. Whoever was left out, was cancelled or could not be reached is asked about anew.
pub async fn plan(tx: &mut TenantTx, plan: &Plan<'_>, now: Time) -> Result<u64> {
    let roots: Vec<Uuid> = plan.ideas.iter().map(|idea| idea.0).collect();
    let rows = sqlx::query!(
        r#"with last as materialized (
               -- The last thing that was told about each, in whichever epoch. Looked up at once and not for each person: what this
               -- statement has written so far would be walked through each time.
               select distinct on (n.user_id, n.idea_id) n.user_id, n.idea_id, n.kind
                 from ideas i join notices n on n.idea_id = i.id
                where i.id = any($1) and n.state in ('sent', 'sending') and n.kind in ('shipped', 'withdrawn') and n.epoch < i.epoch
                order by n.user_id, n.idea_id, n.epoch desc, n.kind desc
           ), elsewhere as materialized (
               -- As `told_of_another` has it for one person.
               select n.user_id, own.id as idea_id
                 from ideas own
                 join ideas other on other.canonical_id = own.canonical_id and other.id <> own.id
                 join notices n on n.idea_id = other.id and n.kind = 'shipped' and n.state in ('sending', 'sent')
                where own.id = any($1)
                  and not exists (select from notices w
                                   where w.user_id = n.user_id and w.idea_id = n.idea_id and w.kind = 'withdrawn'
                                     and w.epoch >= n.epoch and w.state in ('sending', 'sent'))
           )
           insert into notices as old (user_id, idea_id, kind, epoch, state, reason, release_id, mail, created_at)
           select asked.user_id, asked.idea_id, $3::notice_kind, asked.epoch,
                  case when asked.exclusion is null then 'planned'::notice_state else 'excluded' end,
                  asked.exclusion, $4, $5, $6
             from (
                   select a.user_id, a.idea_id, i.epoch,
                          coalesce(
                              a.exclusion,
                              case when $3::notice_kind = 'shipped' and (a.user_id, a.idea_id) in (
                                        select last.user_id, last.idea_id from last where last.kind = 'shipped')
                                   then 'told_before' end,
                              case when $3::notice_kind = 'shipped' and (a.user_id, a.idea_id) in (
                                        select elsewhere.user_id, elsewhere.idea_id from elsewhere)
                                   then 'told_before' end,
                              case when $7 then 'silent' end) as exclusion
                     from audience($1, $2) a join ideas i on i.id = a.idea_id
                  ) asked
           on conflict on constraint notices_once_key do update
              set state = excluded.state, reason = excluded.reason, release_id = excluded.release_id,
                  mail = excluded.mail, created_at = excluded.created_at
            where old.state in ('excluded', 'cancelled', 'failed')"#,
        &roots,
        plan.actor.0,
        plan.kind as Kind,
        plan.release.map(|release| release.0),
        plan.mail,
        now,
        plan.silent,
    )
    .execute(&mut **tx)
    .await?
    .rows_affected();
    Ok(rows)
}

/// Enqueues one mail a person for all planned notices under `mail`, in one statement. The job's payload is an [`Addressed`].
pub async fn enqueue_mails(tx: &mut TenantTx, kind: &str, mail: &str, due_at: Time, now: Time) -> Result<u64> {
    let rows = sqlx::query!(
        "insert into outbox (kind, key, payload, due_at, created_at)
         select distinct $1, n.mail || ':' || n.user_id, jsonb_build_object('mail', n.mail, 'user', n.user_id), $3::timestamptz, $4::timestamptz
           from notices n
          where n.mail = $2 and n.state = 'planned'
         on conflict on constraint outbox_once_key do nothing",
        kind,
        mail,
        due_at,
        now,
    )
    .execute(&mut **tx)
    .await?
    .rows_affected();
    Ok(rows)
}

/// One mail to one person: the payload of the jobs that [`enqueue_mails`] writes.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Addressed {
    /// The mail's name.
    pub mail: String,
    /// To whom.
    pub user: UserId,
}

/// A notice that a mail is about to tell.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The idea's number.
    pub number: i32,
    /// Its title.
    pub title: String,
    /// Whether they were told before that it had gone.
    pub back: bool,
    /// What the person themselves asked for, where that was merged into it.
    pub asked: Option<String>,
}

/// Takes the notices of one mail: locks them, asks once more whether the person may be told, leaves out (with the reason) the
/// ones they may not, and marks the rest `sending`. Taking again after a crash takes the same ones.
pub async fn take(tx: &mut TenantTx, to: &Addressed) -> Result<Vec<Taken>> {
    let held = sqlx::query!(
        r#"select n.id as "id: Uuid", n.idea_id as "idea: Uuid", i.canonical_id as "root: Uuid", n.kind
             from notices n join ideas i on i.id = n.idea_id
            where n.mail = $1 and n.user_id = $2 and n.state in ('planned', 'sending') order by n.id for update of n"#,
        to.mail,
        to.user.0,
    )
    .fetch_all(&mut **tx)
    .await?;
    let ids: Vec<Uuid> = held.iter().map(|notice| notice.id).collect();
    // What was combined with another idea after this was planned is asked for by way of that one.
    let ideas: Vec<Uuid> = held.iter().flat_map(|notice| [notice.idea, notice.root]).collect();
    // Whoever staff voted for is told that much before they have confirmed anything.
    let unconfirmed_too = held.iter().any(|notice| notice.kind == Kind::VotedFor);
    // A correction is for those who were told, whether or not they still ask.
    let correction = held.iter().any(|notice| notice.kind == Kind::Withdrawn);
    sqlx::query!(
        "with asked as materialized (
             select a.idea_id, nullif(a.exclusion, case when $6 then 'unconfirmed' end) as exclusion from audience($2, null, $3) a where a.user_id = $4
         )
         update notices n set state = 'excluded', reason = coalesce(now.exclusion, $5)
           from ideas i
           cross join lateral (select count(*) as ideas, max(asked.exclusion) as exclusion
                                 from asked where asked.idea_id in (i.id, i.canonical_id)) now
          where n.id = any($1) and n.state = 'planned' and i.id = n.idea_id and (now.ideas = 0 or now.exclusion is not null)",
        &ids,
        &ideas,
        correction,
        to.user.0,
        Exclusion::NoLongerAsks.code(),
        unconfirmed_too,
    )
    .execute(&mut **tx)
    .await?;
    // What was merged together while this waited is one wish, of which another mail may have told meanwhile.
    sqlx::query!(
        "update notices n set state = 'excluded', reason = $2
          where n.id = any($1) and n.state = 'planned' and n.kind = 'shipped' and told_of_another(n.user_id, n.idea_id)",
        &ids,
        Exclusion::ToldBefore.code(),
    )
    .execute(&mut **tx)
    .await?;
    let taken = sqlx::query_as!(
        Taken,
        r#"with taken as (
               update notices set state = 'sending' where id = any($1) and state in ('planned', 'sending')
               returning idea_id, user_id
           )
           select i.number, i.title,
                  exists (select from notices gone
                           where gone.user_id = t.user_id and gone.idea_id = i.id and gone.kind = 'withdrawn'
                             and gone.state in ('sending', 'sent')) as "back!",
                  (select asked.title from ideas asked
                    where asked.canonical_id = i.id and asked.id <> i.id and asked.deleted_at is null
                      and (exists (select from votes v where v.idea_id = asked.id and v.user_id = t.user_id)
                           or exists (select from followers f where f.idea_id = asked.id and f.user_id = t.user_id))
                    order by asked.number limit 1) as "asked?"
             from taken t join ideas i on i.id = t.idea_id
            order by i.vote_count desc, i.number"#,
        &ids,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(taken)
}

/// Whether the mail of a ship has to wait: another one that tells the person of the same wish is being handed over, and may yet
/// fail. Of two such mails the second is prepared once the first is.
pub async fn another_is_leaving(tx: &mut TenantTx, to: &Addressed) -> Result<bool> {
    let leaving = sqlx::query_scalar!(r#"select another_is_leaving($1, $2) as "leaving!""#, to.user.0, to.mail);
    Ok(leaving.fetch_one(&mut **tx).await?)
}

/// One idea, as a mail names it.
#[derive(Clone, Debug)]
pub struct Line {
    /// Where it is.
    pub url: String,
    /// Its title.
    pub title: String,
    /// What the reader should know besides; may be empty.
    pub note: String,
}

impl Taken {
    /// As a mail of this workspace (`origin`) names it.
    pub fn line(&self, origin: &str, language: Language) -> Line {
        let note = self.asked.as_ref().map(|asked| language.say(message("mail-line-combined").with("title", asked)).to_string());
        Line { url: format!("{origin}/ideas/{}", self.number), title: self.title.clone(), note: note.unwrap_or_default() }
    }
}

/// What a mail about several ideas is headed with: the first one, and how many more there are.
pub(crate) fn and_more(first: &str, all: usize) -> Message {
    match all {
        0 | 1 => first.into(),
        all => message("mail-and-more").with("first", first).with("count", all - 1),
    }
}

/// Where a person's mail goes and what they are called. None where they have been deleted.
pub async fn address(tx: &mut TenantTx, user: UserId) -> Result<Option<(Email, String)>> {
    let row = sqlx::query!("select email, name from users where id = $1", user.0).fetch_one(&mut **tx).await?;
    Ok(row.email.and_then(|email| Email::parse(&email).ok()).map(|email| (email, row.name)))
}

/// Puts the notices of a mail back that surely did not leave.
pub async fn put_back(tx: &mut TenantTx, to: &Addressed) -> Result<()> {
    sqlx::query!(
        "update notices set state = 'planned' where mail = $1 and user_id = $2 and state = 'sending'",
        to.mail,
        to.user.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Writes down how the mail ended.
pub async fn settle(tx: &mut TenantTx, to: &Addressed, outcome: &Outcome, now: Time) -> Result<()> {
    let (sent, reason) = match outcome {
        Outcome::Sent => (true, None),
        Outcome::Refused(Refusal { words, .. }) | Outcome::GivenUp(words) => (false, Some(words.as_str())),
    };
    sqlx::query!(
        "update notices
            set state = case when $2 then 'sent'::notice_state else 'failed' end, sent_at = case when $2 then $4::timestamptz end, reason = $3
          where mail = $1 and user_id = $5 and state = 'sending'",
        to.mail,
        sent,
        reason,
        now,
        to.user.0,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Cancels what has not left yet of the ship of a release. Returns how many.
pub async fn cancel(tx: &mut TenantTx, release: ReleaseId) -> Result<u64> {
    let rows = sqlx::query!(
        "update notices set state = 'cancelled', reason = null
          where release_id = $1 and kind = 'shipped' and state in ('planned', 'excluded')",
        release.0,
    )
    .execute(&mut **tx)
    .await?
    .rows_affected();
    Ok(rows)
}

/// Has another release tell what one planned to tell of an idea, under the name of that one's mail. A release that shipped
/// without mail tells it nobody.
pub async fn hand_over(tx: &mut TenantTx, idea: IdeaId, from: ReleaseId, to: ReleaseId, mail: &str, silent: bool) -> Result<()> {
    sqlx::query!(
        "update notices
            set release_id = $3, mail = $4,
                state = case when $5 then 'excluded'::notice_state else state end,
                reason = case when $5 then coalesce(reason, $6) else reason end
          where idea_id = $1 and release_id = $2 and kind = 'shipped' and state in ('planned', 'excluded')",
        idea.0,
        from.0,
        to.0,
        mail,
        silent,
        Exclusion::Silent.code(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Cancels the notices of one mail.
pub async fn cancel_mail(tx: &mut TenantTx, to: &Addressed) -> Result<()> {
    sqlx::query!(
        "update notices set state = 'cancelled' where mail = $1 and user_id = $2 and state in ('planned', 'sending')",
        to.mail,
        to.user.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// How many would be told about some ideas, and how many would not and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headcount {
    /// The exclusion's code; none for those who would be told.
    pub exclusion: Option<String>,
    /// Distinct people.
    pub people: i64,
}

/// Counts the audience: each person once, told if they may be told of any of the ideas.
pub async fn headcount(tx: &mut TenantTx, ideas: &[IdeaId], actor: UserId) -> Result<Vec<Headcount>> {
    let roots: Vec<Uuid> = ideas.iter().map(|idea| idea.0).collect();
    let counts = sqlx::query_as!(
        Headcount,
        r#"select exclusion, count(*) as "people!"
             from (
                   select a.user_id,
                          case when bool_or(coalesce(a.exclusion, case when told.before then 'told_before' end) is null) then null
                               else min(coalesce(a.exclusion, 'told_before')) end as exclusion
                     from audience($1, $2) a
                     left join lateral (
                          select exists (
                                     select from notices n
                                      where n.user_id = a.user_id and n.idea_id = a.idea_id and n.kind = 'shipped' and n.state in ('sent', 'sending')
                                        and not exists (select from notices w
                                                         where w.user_id = n.user_id and w.idea_id = n.idea_id and w.kind = 'withdrawn'
                                                           and w.epoch >= n.epoch and w.state in ('sent', 'sending')))
                                 or told_of_another(a.user_id, a.idea_id) as before) told on true
                    group by a.user_id
                  ) person
            group by exclusion
            order by exclusion nulls first"#,
        &roots,
        actor.0,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(counts)
}

/// How many of those who have not confirmed their address were voted for by staff, and so asked by mail to confirm it.
pub async fn asked_to_confirm(tx: &mut TenantTx, ideas: &[IdeaId]) -> Result<i64> {
    let roots: Vec<Uuid> = ideas.iter().map(|idea| idea.0).collect();
    let asked = sqlx::query_scalar!(
        r#"select count(distinct a.user_id) as "asked!"
             from audience($1, null) a
             join notices n on n.user_id = a.user_id and n.idea_id = a.idea_id and n.kind = 'voted_for' and n.state = 'sent'
            where a.exclusion = 'unconfirmed'"#,
        &roots,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(asked)
}

/// The words of [`Exclusion`] for a code of the ledger.
pub fn why(code: &str) -> &str {
    Exclusion::words(code)
}
