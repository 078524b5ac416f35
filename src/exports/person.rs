//! Everything that is known about one person, for that person.

use serde_json::Value;

use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::ids::UserId;

/// What the workspace knows about a person who has not been deleted: what they are, did, wrote and were told, and from where
/// they were here. Not what lets them in.
pub async fn known(tx: &mut TenantTx, user: UserId) -> Result<Value> {
    let text = sqlx::query_scalar!(
        r#"select json_build_object(
               'person', json_build_object(
                   'id', u.id, 'name', u.name, 'email', u.email, 'roles', u.roles, 'theme', u.theme, 'language', u.language,
                   'company', (select c.name from companies c where c.id = u.company_id),
                   'has_password', u.password_hash is not null, 'trusted_at', u.trusted_at, 'confirmed_at', u.confirmed_at, 'blocked_at', u.blocked_at,
                   'mail_withheld_because', u.suppressed_reason, 'mail_withheld_since', u.suppressed_at, 'created_at', u.created_at),
               'devices', (
                   select coalesce(json_agg(json_build_object(
                              'browser', s.user_agent, 'address', s.address, 'signed_in_at', s.created_at, 'last_seen_at', s.seen_at,
                              'expires_at', s.expires_at) order by s.id), '[]')
                     from sessions s where s.user_id = u.id),
               'sign_in_mails', (
                   select coalesce(json_agg(json_build_object(
                              'purpose', s.purpose, 'email', s.email, 'asked_at', s.created_at, 'used_at', s.used_at) order by s.id), '[]')
                     from sign_ins s where s.user_id = u.id or s.email = u.email),
               'ideas', (
                   select coalesce(json_agg(json_build_object(
                              'number', i.number, 'title', i.title, 'body', i.body, 'created_at', i.created_at,
                              'edited_at', i.edited_at, 'deleted_at', i.deleted_at) order by i.number), '[]')
                     from ideas i where i.author_id = u.id),
               'edits', (
                   select coalesce(json_agg(json_build_object(
                              'idea', i.number, 'title_before', r.title, 'body_before', r.body, 'at', r.created_at) order by r.id), '[]')
                     from idea_revisions r join ideas i on i.id = r.idea_id where r.editor_id = u.id),
               'votes', (
                   select coalesce(json_agg(json_build_object(
                              'idea', i.number, 'title', i.title, 'importance', v.importance, 'cast_by_the_team', v.cast_by is not null, 'source', v.source_url,
                              'at', v.created_at) order by v.created_at, i.number), '[]')
                     from votes v join ideas i on i.id = v.idea_id where v.user_id = u.id),
               'votes_of_the_team_taken_back', (
                   select coalesce(json_agg(json_build_object('idea', i.number, 'title', i.title, 'at', r.created_at) order by i.number), '[]')
                     from vote_refusals r join ideas i on i.id = r.idea_id where r.user_id = u.id),
               'posts_read_first', (
                   select coalesce(json_agg(json_build_object(
                              'what', h.kind, 'title', h.title, 'body', h.body, 'state', h.state, 'note', h.note,
                              'created_at', h.created_at, 'decided_at', h.decided_at) order by h.id), '[]')
                     from held_posts h where h.author_id = u.id),
               'comments', (
                   select coalesce(json_agg(json_build_object(
                              'idea', i.number, 'title', i.title, 'body', c.body, 'among_the_team', c.staff_only,
                              'created_at', c.created_at, 'edited_at', c.edited_at, 'deleted_at', c.deleted_at) order by c.id), '[]')
                     from comments c join ideas i on i.id = c.idea_id where c.author_id = u.id),
               'pictures_brought', (
                   select coalesce(json_agg(json_build_object(
                              'found_at', '/pictures/' || replace(p.id::text, '-', '') || '-' || p.width || 'x' || p.height || '.' || p.format,
                              'at', p.uploaded_at) order by p.uploaded_at, p.id), '[]')
                     from pictures p where p.owner_id = u.id),
               'follows', (
                   select coalesce(json_agg(json_build_object(
                              'idea', i.number, 'title', i.title, 'because', f.reason, 'comments', f.comments, 'since', f.created_at)
                              order by f.created_at, i.number), '[]')
                     from followers f join ideas i on i.id = f.idea_id where f.user_id = u.id),
               'wants_no_mail', (
                   select coalesce(json_agg(json_build_object(
                              'scope', o.scope, 'idea', (select i.number from ideas i where i.id = o.idea_id), 'since', o.created_at)
                              order by o.id), '[]')
                     from opt_outs o where o.user_id = u.id),
               'notices', (
                   select coalesce(json_agg(json_build_object(
                              'idea', i.number, 'title', i.title, 'what', n.kind, 'state', n.state, 'reason', n.reason,
                              'planned_at', n.created_at, 'sent_at', n.sent_at) order by n.created_at, i.number, n.kind), '[]')
                     from notices n join ideas i on i.id = n.idea_id where n.user_id = u.id),
               'changelog', (
                   select json_build_object(
                              'email', s.email, 'asked_at', s.asked_at, 'confirmed_at', s.confirmed_at,
                              'unsubscribed_at', s.unsubscribed_at,
                              'mails', (select coalesce(json_agg(json_build_object('release', r.version, 'sent_at', m.sent_at)
                                                                 order by r.number, m.attempt), '[]')
                                          from changelog_mails m join releases r on r.id = m.release_id
                                         where m.subscriber_id = s.id))
                     from changelog_subscribers s where s.email = u.email),
               'events', (
                   select coalesce(json_agg(json_build_object(
                              'what', e.kind, 'done_by_them', e.actor_id is not distinct from u.id, 'at', e.created_at) order by e.id), '[]')
                     from events e where e.actor_id = u.id or e.subject_id = u.id))::text as "known!"
             from users u
            where u.id = $1 and u.deleted_at is null"#,
        user.0,
    )
    .fetch_one(&mut **tx)
    .await?;
    serde_json::from_str(&text).map_err(Error::internal)
}
