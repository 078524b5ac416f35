//! The records that name other records: what was said, voted, promised and told.

use sqlx::types::Json;

use super::id;
use super::nouns::Rows;
use crate::db::TenantTx;
use crate::imports::record::{
    Comment, Event, Follower, Importance, Item, Notice, OptOut, Refusal, Revision, Subscriber, Told, Vote,
};

pub(super) fn revisions(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!("select r.id, r.idea_id, r.editor_id, r.title, r.body, r.created_at from idea_revisions r order by r.id")
        .map(|row| {
            let revision = Revision {
                id: id(row.id),
                idea: id(row.idea_id),
                editor: Some(id(row.editor_id)),
                title: row.title,
                body: row.body,
                created_at: row.created_at,
            };
            revision.into()
        })
        .fetch(&mut **tx)
}

pub(super) fn votes(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!(
        r#"select v.idea_id, v.user_id, v.importance as "importance: Importance", v.cast_by, v.source_url, v.created_at
             from votes v order by v.idea_id, v.user_id"#
    )
    .map(|row| {
        let vote = Vote {
            counted: false,
            idea: id(row.idea_id),
            person: id(row.user_id),
            importance: row.importance,
            cast_by: row.cast_by.map(id),
            source_url: row.source_url,
            created_at: Some(row.created_at),
        };
        vote.into()
    })
    .fetch(&mut **tx)
}

pub(super) fn refusals(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!(
        r#"select r.idea_id as "idea_id: crate::ids::IdeaId", r.user_id as "user_id: crate::ids::UserId", r.created_at
             from vote_refusals r order by r.idea_id, r.user_id"#
    )
    .map(|row| Refusal { idea: id(row.idea_id), person: id(row.user_id), created_at: row.created_at }.into())
    .fetch(&mut **tx)
}

/// Comments and notes. An answer comes after what it answers.
pub(super) fn comments(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!(
        "select c.id, c.idea_id, c.parent_id, c.author_id, c.body, c.staff_only, c.created_at, c.edited_at, c.deleted_at
           from comments c order by c.parent_id is not null, c.id"
    )
    .map(|row| {
        let comment = Comment {
            id: id(row.id),
            idea: id(row.idea_id),
            parent: row.parent_id.map(id),
            author: Some(id(row.author_id)),
            body: row.body,
            staff_only: row.staff_only,
            created_at: row.created_at,
            edited_at: row.edited_at,
            deleted_at: row.deleted_at,
        };
        comment.into()
    })
    .fetch(&mut **tx)
}

pub(super) fn followers(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!("select f.idea_id, f.user_id, f.reason, f.comments, f.created_at from followers f order by f.idea_id, f.user_id")
        .map(|row| {
            let follower = Follower {
                idea: id(row.idea_id),
                person: id(row.user_id),
                reason: row.reason,
                comments: row.comments,
                created_at: Some(row.created_at),
            };
            follower.into()
        })
        .fetch(&mut **tx)
}

pub(super) fn opt_outs(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!("select o.id, o.user_id, o.scope, o.idea_id, o.created_at from opt_outs o order by o.id")
        .map(|row| {
            let opt_out = OptOut {
                id: id(row.id),
                person: id(row.user_id),
                scope: row.scope,
                idea: row.idea_id.map(id),
                created_at: row.created_at,
            };
            opt_out.into()
        })
        .fetch(&mut **tx)
}

/// Items of releases. Those of one that goes as planned have not shipped.
pub(super) fn items(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!(
        r#"select i.id, i.release_id, i.idea_id, i.line, i.completes, i.position, i.status_before_link,
                  case when r.stage <> 'shipped' or r.announced_at is not null then i.status_before_ship end
                      as "status_before_ship: crate::ids::StatusId",
                  i.created_at
             from release_items i join releases r on r.id = i.release_id
            order by r.number, i.position, i.id"#
    )
    .map(|row| {
        let item = Item {
            id: id(row.id),
            release: id(row.release_id),
            idea: row.idea_id.map(id),
            line: row.line,
            completes: row.completes,
            position: row.position,
            status_before_link: row.status_before_link.map(id),
            status_before_ship: row.status_before_ship.map(id),
            created_at: row.created_at,
        };
        item.into()
    })
    .fetch(&mut **tx)
}

/// The ledger. A mail that is being handed over at this moment counts as sent, for it may have arrived; one that has not left
/// as cancelled, for an import sends none: a release that ships again, or for the first time, plans it anew.
pub(super) fn notices(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!(
        r#"select n.user_id, n.idea_id, n.kind, n.epoch, n.reason, n.release_id, n.mail, n.created_at,
                  case n.state when 'planned' then 'cancelled' when 'sending' then 'sent' else n.state end
                      as "state!: crate::notices::State",
                  case n.state when 'sending' then n.created_at else n.sent_at end as "sent_at: crate::clock::Time"
             from notices n order by n.user_id, n.idea_id, n.kind, n.epoch"#
    )
    .map(|row| {
        let notice = Notice {
            person: id(row.user_id),
            idea: id(row.idea_id),
            kind: row.kind,
            epoch: row.epoch,
            state: row.state,
            reason: row.reason,
            release: row.release_id.map(id),
            mail: row.mail,
            created_at: row.created_at,
            sent_at: row.sent_at,
        };
        notice.into()
    })
    .fetch(&mut **tx)
}

/// Those who follow the changelog, and what they were told: as in [`notices`], what may have arrived counts as sent.
pub(super) fn subscribers(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!(
        r#"select s.id, s.email, s.created_at, s.asked_at, s.confirmed_at, s.unsubscribed_at,
                  (select coalesce(
                              json_agg(json_build_object('release', m.release_id, 'attempt', m.attempt,
                                                         'sent_at', coalesce(m.sent_at, m.begun_at), 'corrected_at', m.corrected_at)
                                       order by m.release_id, m.attempt),
                              '[]')
                     from changelog_mails m where m.subscriber_id = s.id) as "told!: Json<Vec<Told>>"
             from changelog_subscribers s order by s.id"#
    )
    .map(|row| {
        let subscriber = Subscriber {
            id: id(row.id),
            email: row.email,
            created_at: row.created_at,
            asked_at: Some(row.asked_at),
            confirmed_at: row.confirmed_at,
            unsubscribed_at: row.unsubscribed_at,
            told: row.told.0,
        };
        subscriber.into()
    })
    .fetch(&mut **tx)
}

/// What happened. The workspace itself, which has another id wherever this arrives, is called `workspace`.
pub(super) fn events(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!(
        r#"select e.id, e.kind, e.actor_id, e.by_staff, e.data, e.created_at,
                  case when e.subject_id = e.tenant_id then 'workspace' else e.subject_id::text end as "subject!"
             from events e order by e.id"#
    )
    .map(|row| {
        let event = Event {
            id: id(row.id),
            kind: row.kind,
            actor: row.actor_id.map(id),
            subject: row.subject,
            by_staff: row.by_staff,
            data: row.data,
            created_at: row.created_at,
        };
        event.into()
    })
    .fetch(&mut **tx)
}
