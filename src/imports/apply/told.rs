//! Who has been told what, so that nobody is told it again.

use std::collections::HashMap;

use serde_json::json;
use uuid::Uuid;

use super::past::idea;
use super::{Batch, Fresh, Said, Sorted, mint};
use crate::error::Result;
use crate::ids::NoticeId;
use crate::imports::acts::{Act, Deed};
use crate::imports::record::{Kind, Notice, Subscriber};
use crate::notices::State;
use crate::text::Email;

/// The ledger. What was under way where the file is from is not under way here: it was sent, or it was not.
pub(super) async fn notices(batch: &mut Batch<'_>, records: Vec<Said<Notice>>) -> Result<()> {
    batch.resolve(Kind::Idea, records.iter().map(|(_, notice)| &notice.idea).collect()).await?;
    batch.resolve(Kind::Person, records.iter().map(|(_, notice)| &notice.person).collect()).await?;
    batch.resolve(Kind::Release, records.iter().filter_map(|(_, notice)| notice.release.as_ref()).collect()).await?;
    let mut rows = Vec::new();
    for (line, record) in records {
        let state = match record.state {
            State::Planned => State::Cancelled,
            State::Sending => State::Sent,
            state => state,
        };
        let reason = matches!(state, State::Excluded | State::Failed).then(|| record.reason.clone().unwrap_or_default());
        match (idea(batch, &record.idea), batch.id(Kind::Person, &record.person)) {
            (Err(words), _) => batch.refuse(Kind::Notice, line, words),
            (_, None) => batch.refuse(Kind::Notice, line, format!("Nobody is called “{}” further up in the file.", record.person)),
            (Ok(idea), Some(person)) => rows.push(json!({
                "id": NoticeId::new(), "user_id": person, "idea_id": idea, "kind": record.kind, "epoch": record.epoch, "state": state,
                "reason": reason, "release_id": record.release.as_ref().and_then(|name| batch.id(Kind::Release, name)),
                "mail": record.mail, "created_at": record.created_at,
                "sent_at": (state == State::Sent).then_some(record.sent_at.unwrap_or(record.created_at)),
            })),
        }
    }
    let all = i64::try_from(rows.len()).unwrap_or(0);
    if batch.dry() {
        batch.count(Kind::Notice, |tally| tally.made += all);
        return Ok(());
    }
    let made = sqlx::query_scalar!(
        r#"insert into notices (id, user_id, idea_id, kind, epoch, state, reason, release_id, mail, created_at, sent_at)
           select * from jsonb_to_recordset($1)
                as n (id uuid, user_id uuid, idea_id uuid, kind notice_kind, epoch integer, state notice_state, reason text,
                      release_id uuid, mail text, created_at timestamptz, sent_at timestamptz)
               on conflict on constraint notices_once_key do nothing
           returning id as "id: Uuid""#,
        serde_json::Value::Array(rows),
    )
    .fetch_all(&mut **batch.tx)
    .await?;
    let new = i64::try_from(made.len()).unwrap_or(0);
    batch.count(Kind::Notice, |tally| {
        tally.made += new;
        tally.unchanged += all - new;
    });
    for target in made {
        batch.act(Act { kind: "notice", deed: Deed::Made, target, other: None, source_id: None, change: None });
    }
    Ok(())
}

/// Those who follow the changelog. Whether they confirmed it is believed only of a file that is trusted.
pub(super) async fn subscribers(batch: &mut Batch<'_>, records: Vec<Said<Subscriber>>) -> Result<()> {
    let Sorted { new, changed } = batch.sort(Kind::Subscriber, records, |subscriber| &subscriber.id).await?;
    batch.count(Kind::Subscriber, |tally| tally.unchanged += i64::try_from(changed.len()).unwrap_or(0));
    let releases = new.iter().flat_map(|fresh| fresh.record.told.iter().map(|told| &told.release)).collect();
    batch.resolve(Kind::Release, releases).await?;
    let emails: Vec<String> = new.iter().map(|fresh| fresh.record.email.trim().to_lowercase()).collect();
    let here = sqlx::query!(r#"select id as "id: Uuid", email from changelog_subscribers where email = any($1)"#, &emails)
        .fetch_all(&mut **batch.tx)
        .await?;
    let mut known: HashMap<String, Uuid> = here.into_iter().map(|row| (row.email, row.id)).collect();
    let (mut rows, mut told, mut links) = (Vec::new(), Vec::new(), Vec::new());
    for Fresh { line, record, digest } in new {
        let email = match Email::parse(&record.email) {
            Ok(email) => email,
            Err(words) => {
                batch.refuse(Kind::Subscriber, line, words);
                continue;
            }
        };
        if let Some(id) = known.get(email.as_str()) {
            batch.found(Kind::Subscriber, &record.id, *id, &mut links, digest);
            continue;
        }
        let id = mint(&record.id, record.created_at);
        known.insert(email.as_str().to_owned(), id);
        batch.made(Kind::Subscriber, &record.id, id, &mut links, digest);
        let confirmed_at = record.confirmed_at.filter(|_| batch.import.options.trust);
        rows.push(json!({
            "id": id, "email": email.as_str(), "created_at": record.created_at, "confirmed_at": confirmed_at,
            "asked_at": record.asked_at.unwrap_or(record.created_at), "unsubscribed_at": record.unsubscribed_at,
        }));
        for mail in &record.told {
            if let Some(release) = batch.id(Kind::Release, &mail.release) {
                told.push(json!({
                    "subscriber_id": id, "release_id": release, "attempt": mail.attempt, "sent_at": mail.sent_at,
                    "corrected_at": mail.corrected_at.filter(|_| mail.sent_at.is_some()),
                }));
            }
        }
    }
    if !batch.dry() {
        sqlx::query!(
            "insert into changelog_subscribers (id, email, created_at, asked_at, confirmed_at, unsubscribed_at)
             select s.id, s.email, s.created_at, s.asked_at, s.confirmed_at, s.unsubscribed_at from jsonb_to_recordset($1)
                 as s (id uuid, email text, created_at timestamptz, asked_at timestamptz, confirmed_at timestamptz,
                       unsubscribed_at timestamptz)",
            serde_json::Value::Array(rows),
        )
        .execute(&mut **batch.tx)
        .await?;
        sqlx::query!(
            "insert into changelog_mails (subscriber_id, release_id, attempt, sent_at, corrected_at)
             select m.subscriber_id, m.release_id, m.attempt, m.sent_at, m.corrected_at from jsonb_to_recordset($1)
                 as m (subscriber_id uuid, release_id uuid, attempt integer, sent_at timestamptz, corrected_at timestamptz)
                 on conflict on constraint changelog_mails_pkey do nothing",
            serde_json::Value::Array(told),
        )
        .execute(&mut **batch.tx)
        .await?;
    }
    batch.link(Kind::Subscriber, links).await
}
