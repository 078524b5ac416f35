//! What waits for the team. The schema's `waiting` decides what that is; here it is read, and put aside.

use serde_json::json;

use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::events;
use crate::ids::{IdeaId, UserId};
use crate::text::count;

/// Counts stop here: beyond it nobody counts on.
pub const MOST: i64 = 999;

/// Why an idea waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "inbox_kind", rename_all = "snake_case")]
pub enum Kind {
    /// Nobody of the team has done anything about it.
    New,
    /// Nobody of the team has said anything that others see.
    Unanswered,
    /// The team answered, and a customer spoke after that.
    Stalled,
    /// A release promised it for a day that has passed.
    Late,
}

impl Kind {
    /// In the order of the page.
    pub const ALL: [Self; 4] = [Self::New, Self::Unanswered, Self::Stalled, Self::Late];

    /// As an address says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unanswered => "unanswered",
            Self::Stalled => "stalled",
            Self::Late => "late",
        }
    }

    /// As the page says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Unanswered => "Unanswered",
            Self::Stalled => "Waiting for you",
            Self::Late => "Late",
        }
    }

    /// The colour it is said in.
    pub fn tone(self) -> &'static str {
        match self {
            Self::New => "info",
            Self::Unanswered => "",
            Self::Stalled => "warning",
            Self::Late => "danger",
        }
    }

    /// What an address meant.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// How many wait, for each reason.
pub async fn counts(tx: &mut TenantTx, now: Time) -> Result<Vec<(Kind, i64)>> {
    let counts = sqlx::query!(r#"select w.kind as "kind!", count(*) as "ideas!" from waiting($1) w group by w.kind"#, now,)
        .fetch_all(&mut **tx)
        .await?;
    Ok(counts.into_iter().map(|row| (row.kind, row.ideas)).collect())
}

/// Something that waits.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The idea.
    pub id: IdeaId,
    /// What people call it by.
    pub number: i32,
    /// What is wanted.
    pub title: String,
    /// The board it is on.
    pub board: String,
    /// How many want it.
    pub votes: i32,
    /// Who looks after it.
    pub assignee: Option<String>,
    /// Why it waits.
    pub kind: Kind,
    /// Since when.
    pub since: Time,
    /// Who spoke last.
    pub speaker: Option<String>,
    /// Whether that was to ask for it, rather than a comment.
    pub asking: bool,
    /// The version it was promised for, where that is why.
    pub release: Option<String>,
}

impl Entry {
    /// Why it is here, for whoever looks through the list.
    pub fn why(&self) -> String {
        let who = self.speaker.as_deref().unwrap_or("Somebody");
        match self.kind {
            Kind::New if self.asking => format!("{who} asked"),
            Kind::New => format!("{who} wrote"),
            Kind::Unanswered if self.asking => format!("{who} asked, and nobody has answered"),
            Kind::Unanswered => format!("{who} wrote, and nobody has answered"),
            Kind::Stalled => format!("{who} spoke last, after the team had answered"),
            Kind::Late => format!("Promised for {}, and the date has passed", self.release.as_deref().unwrap_or("a release")),
        }
    }

    /// `12 votes`.
    pub fn votes(&self) -> String {
        count(self.votes.into(), "vote", "votes")
    }
}

/// A page of what waits, whatever waits longest first, from behind a place on: the moment and the number of the last one before.
/// One more than `most` where there are more.
pub async fn list(
    tx: &mut TenantTx,
    kind: Option<Kind>,
    after: Option<(Time, i32)>,
    now: Time,
    most: usize,
) -> Result<Vec<Entry>> {
    let entries = sqlx::query_as!(
        Entry,
        r#"select i.id, i.number, i.title, b.name as board, i.vote_count as votes, a.name as "assignee?",
                  w.kind as "kind!", w.since as "since!", s.name as "speaker?",
                  w.since = i.created_at as "asking!", r.version as "release?"
             from waiting($1) w
             join ideas i on i.id = w.idea_id
             join boards b on b.id = i.board_id
             left join users a on a.id = i.assignee_id
             left join users s on s.id = w.speaker_id
             left join releases r on r.id = w.release_id
            where ($2::inbox_kind is null or w.kind = $2)
              and ($3::timestamptz is null or (w.since, i.number) > ($3, $4))
            order by w.since, i.number
            limit $5"#,
        now,
        kind as Option<Kind>,
        after.map(|(since, _)| since) as Option<Time>,
        after.map(|(_, number)| number),
        i64::try_from(most + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(entries)
}

/// Puts an idea aside: until something new happens, or until a moment at the latest. What waits at `now` has been seen.
pub async fn put_aside(tx: &mut TenantTx, idea: IdeaId, until: Option<Time>, actor: UserId, now: Time) -> Result<()> {
    sqlx::query!(
        "insert into inbox (idea_id, done_at, until) values ($1, $2, $3)
         on conflict on constraint inbox_pkey do update set done_at = excluded.done_at, until = excluded.until",
        idea.0,
        now,
        until as Option<Time>,
    )
    .execute(&mut **tx)
    .await?;
    let kind = if until.is_some() { "inbox.snoozed" } else { "inbox.done" };
    events::record(tx, kind, Some(actor), idea.0, json!({ "until": until }), now).await
}

/// Takes that back.
pub async fn take_back(tx: &mut TenantTx, idea: IdeaId, actor: UserId, now: Time) -> Result<()> {
    sqlx::query!("update inbox set done_at = null, until = null where idea_id = $1", idea.0).execute(&mut **tx).await?;
    events::record(tx, "inbox.taken_back", Some(actor), idea.0, json!({}), now).await
}
