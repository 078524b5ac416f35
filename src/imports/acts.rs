//! What an import made, changed or found: written down in the transaction that does it, read again to take it back.

use serde_json::Value;
use uuid::Uuid;

use super::record::Kind;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::ImportId;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "import_act", rename_all = "snake_case")]
pub(super) enum Deed {
    /// It is new.
    Made,
    /// It was here by an import, and says something else now.
    Changed,
    /// It was here already.
    Found,
}

/// One line of it.
#[derive(Clone, Debug)]
pub(super) struct Act {
    /// What it is about: a record's kind, `tagging` or `merge`.
    pub(super) kind: &'static str,
    /// What was done.
    pub(super) deed: Deed,
    /// To what.
    pub(super) target: Uuid,
    /// The person or the tag beside an idea.
    pub(super) other: Option<Uuid>,
    /// What it is called where it comes from.
    pub(super) source_id: Option<String>,
    /// What was changed, and into what.
    pub(super) change: Option<(Value, Value)>,
}

impl Act {
    /// Something new that is a pair: a vote, a follower, a tag on an idea.
    pub(super) fn pair(kind: &'static str, target: Uuid, other: Uuid) -> Self {
        Self { kind, deed: Deed::Made, target, other: Some(other), source_id: None, change: None }
    }

    /// Something that says something else now.
    pub(super) fn change(kind: &'static str, target: Uuid, before: Value, after: Value) -> Self {
        Self { kind, deed: Deed::Changed, target, other: None, source_id: None, change: Some((before, after)) }
    }
}

/// The word for what a record is about.
pub(super) fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Shipboard => "shipboard",
        Kind::Workspace => "workspace",
        Kind::Company => "company",
        Kind::Board => "board",
        Kind::Status => "status",
        Kind::Tag => "tag",
        Kind::Person => "person",
        Kind::Currency => "currency",
        Kind::Segment => "segment",
        Kind::Picture => "picture",
        Kind::Refusal => "refusal",
        Kind::Release => "release",
        Kind::Idea => "idea",
        Kind::Revision => "revision",
        Kind::Vote => "vote",
        Kind::Comment => "comment",
        Kind::Follower => "follower",
        Kind::OptOut => "opt_out",
        Kind::Item => "item",
        Kind::Notice => "notice",
        Kind::Subscriber => "subscriber",
        Kind::Held => "held",
        Kind::Distinct => "distinct",
        Kind::View => "view",
        Kind::Event => "event",
    }
}

/// Writes down what was done, after the first `before` acts.
pub(super) async fn write(tx: &mut TenantTx, import: ImportId, before: i64, acts: &[Act]) -> Result<()> {
    let kinds: Vec<String> = acts.iter().map(|act| act.kind.to_owned()).collect();
    let deeds: Vec<Deed> = acts.iter().map(|act| act.deed).collect();
    let targets: Vec<Uuid> = acts.iter().map(|act| act.target).collect();
    let others: Vec<Option<Uuid>> = acts.iter().map(|act| act.other).collect();
    let source_ids: Vec<Option<String>> = acts.iter().map(|act| act.source_id.clone()).collect();
    let befores: Vec<Option<Value>> = acts.iter().map(|act| act.change.as_ref().map(|(before, _)| before.clone())).collect();
    let afters: Vec<Option<Value>> = acts.iter().map(|act| act.change.as_ref().map(|(_, after)| after.clone())).collect();
    sqlx::query!(
        "insert into import_acts (import_id, position, kind, act, target_id, other_id, source_id, before, after)
         select $1, $2 + a.turn, a.kind, a.act, a.target, a.other, a.source_id, a.before, a.after
           from unnest($3::text[], $4::import_act[], $5::uuid[], $6::uuid[], $7::text[], $8::jsonb[], $9::jsonb[])
                with ordinality as a (kind, act, target, other, source_id, before, after, turn)",
        import.0,
        before,
        &kinds,
        &deeds as &[Deed],
        &targets,
        &others as &[Option<Uuid>],
        &source_ids as &[Option<String>],
        &befores as &[Option<Value>],
        &afters as &[Option<Value>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
