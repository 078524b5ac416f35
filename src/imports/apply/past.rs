//! What an idea said before it was edited, and what happened.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Batch, Fresh, Said, Sorted, mint, own, sources};
use crate::error::Result;
use crate::imports::record::{Event, Kind, Revision, SourceId};

/// Rows on their way in, each with what it is called and what it says.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) rows: Vec<Value>,
    names: Vec<(SourceId, Uuid, i64)>,
}

impl Rows {
    /// One more.
    pub(super) fn add(&mut self, source_id: &str, id: Uuid, digest: i64, row: Value) {
        self.rows.push(row);
        self.names.push((source_id.to_owned(), id, digest));
    }

    /// As a statement takes them.
    pub(super) fn json(&mut self) -> Value {
        Value::Array(std::mem::take(&mut self.rows))
    }

    /// Notes which of them are new; the others were here.
    pub(super) async fn settle(self, batch: &mut Batch<'_>, kind: Kind, new: &HashSet<Uuid>) -> Result<()> {
        let mut links = Vec::new();
        for (source_id, id, digest) in self.names {
            if batch.dry() || new.contains(&id) {
                batch.made(kind, &source_id, id, &mut links, digest);
            } else {
                batch.found(kind, &source_id, id, &mut links, digest);
            }
        }
        batch.link(kind, links).await
    }
}

/// Whoever is named, or whoever brings the file where nobody is.
pub(super) fn actor(batch: &Batch<'_>, person: Option<&SourceId>) -> Result<Uuid, String> {
    match person {
        None => Ok(batch.actor.0),
        Some(person) => {
            batch.id(Kind::Person, person).ok_or_else(|| format!("Nobody is called “{person}” further up in the file."))
        }
    }
}

/// The idea that is named.
pub(super) fn idea(batch: &Batch<'_>, idea: &SourceId) -> Result<Uuid, String> {
    batch.id(Kind::Idea, idea).ok_or_else(|| format!("No idea is called “{idea}” further up in the file."))
}

/// Earlier words of ideas.
pub(super) async fn revisions(batch: &mut Batch<'_>, records: Vec<Said<Revision>>) -> Result<()> {
    let Sorted { new, changed } = batch.sort(Kind::Revision, records, |revision| &revision.id).await?;
    batch.count(Kind::Revision, |tally| tally.unchanged += i64::try_from(changed.len()).unwrap_or(0));
    batch.resolve(Kind::Idea, new.iter().map(|fresh| &fresh.record.idea).collect()).await?;
    batch.resolve(Kind::Person, new.iter().filter_map(|fresh| fresh.record.editor.as_ref()).collect()).await?;
    let mut rows = Rows::default();
    for Fresh { line, record, digest } in new {
        match (idea(batch, &record.idea), actor(batch, record.editor.as_ref())) {
            (Err(words), _) | (_, Err(words)) => batch.refuse(Kind::Revision, line, words),
            (Ok(idea), Ok(editor)) => {
                let id = mint(&record.id, record.created_at);
                let row = json!({
                    "id": id, "idea_id": idea, "editor_id": editor, "title": record.title, "body": record.body,
                    "created_at": record.created_at,
                });
                rows.add(&record.id, id, digest, row);
            }
        }
    }
    let mut made = HashSet::new();
    if !batch.dry() {
        made = sqlx::query_scalar!(
            r#"insert into idea_revisions (id, idea_id, editor_id, title, body, created_at)
               select * from jsonb_to_recordset($1)
                    as r (id uuid, idea_id uuid, editor_id uuid, title text, body text, created_at timestamptz)
                   on conflict on constraint idea_revisions_pkey do nothing
               returning id as "id: Uuid""#,
            rows.json(),
        )
        .fetch_all(&mut **batch.tx)
        .await?
        .into_iter()
        .collect();
    }
    rows.settle(batch, Kind::Revision, &made).await
}

/// The history. It says who did what, so it comes only with a file that is trusted.
pub(super) async fn events(batch: &mut Batch<'_>, records: Vec<Said<Event>>) -> Result<()> {
    if !batch.import.options.trust {
        batch.count(Kind::Event, |tally| tally.refused += i64::try_from(records.len()).unwrap_or(0));
        batch.import.summary.note("The history in the file is left out: it is taken over only with a file that is trusted.");
        return Ok(());
    }
    let Sorted { new, changed } = batch.sort(Kind::Event, records, |event| &event.id).await?;
    batch.count(Kind::Event, |tally| tally.unchanged += i64::try_from(changed.len()).unwrap_or(0));
    batch.resolve(Kind::Person, new.iter().filter_map(|fresh| fresh.record.actor.as_ref()).collect()).await?;
    let subjects: BTreeSet<&SourceId> = new.iter().map(|fresh| &fresh.record.subject).collect();
    let subjects = sources::anything(batch.tx, &batch.import.source, &subjects).await?;
    let workspace = batch.tx.tenant().0;
    let mut rows = Rows::default();
    for Fresh { line, record, digest } in new {
        let subject = match record.subject.as_str() {
            "workspace" => Some(workspace),
            // What is not here any more was something once.
            subject => subjects.get(subject).copied().or_else(|| own(subject)),
        };
        let actor = record.actor.as_ref().map(|person| actor(batch, Some(person))).transpose();
        match (subject, actor) {
            (None, _) => {
                batch.refuse(Kind::Event, line, format!("Nothing is called “{}” further up in the file.", record.subject));
            }
            (_, Err(words)) => batch.refuse(Kind::Event, line, words),
            (Some(subject), Ok(actor)) => {
                let id = mint(&record.id, record.created_at);
                let row = json!({
                    "id": id, "kind": record.kind, "actor_id": actor, "subject_id": subject, "by_staff": record.by_staff, "data": record.data,
                    "created_at": record.created_at,
                });
                rows.add(&record.id, id, digest, row);
            }
        }
    }
    let mut made = HashSet::new();
    if !batch.dry() {
        made = sqlx::query_scalar!(
            r#"insert into events (id, kind, actor_id, subject_id, by_staff, data, created_at)
               select * from jsonb_to_recordset($1)
                    as e (id uuid, kind text, actor_id uuid, subject_id uuid, by_staff boolean, data jsonb, created_at timestamptz)
                   on conflict on constraint events_pkey do nothing
               returning id as "id: Uuid""#,
            rows.json(),
        )
        .fetch_all(&mut **batch.tx)
        .await?
        .into_iter()
        .collect();
    }
    rows.settle(batch, Kind::Event, &made).await
}
