//! One row of everything that Acme can have.

use crate::support::{CAST, TestApp};

/// The ids of those rows, by the words that routes and forms use for them.
pub(crate) struct Rows(serde_json::Value);

impl Rows {
    /// As it stands in a path or a form.
    pub(crate) fn get(&self, name: &str) -> String {
        match &self.0[name] {
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Number(number) => number.to_string(),
            _ => panic!("no row is called “{name}”"),
        }
    }
}

/// Writes one row into every table of Acme's, fresh ones each time.
pub(crate) async fn one_of_each(app: &TestApp) -> Rows {
    let rows = app.in_scope(
        &CAST.acme,
        "with secret as (select replace(gen_random_uuid()::text, '-', '')::bytea as secret),
         ada as (select id from users where email = 'ada@acme.example'),
         person as (
             insert into users (id, email, name, confirmed_at, created_at)
             select fresh, fresh || '@customer.example', 'Somebody', now(), now() from gen_random_uuid() fresh returning id, email),
         company as (
             insert into companies (id, name, created_at) select fresh, 'Company ' || fresh, now() from gen_random_uuid() fresh returning id),
         employee as (
             insert into users (id, email, name, company_id, created_at)
             select fresh, fresh || '@company.example', 'Somebody else', company.id, now() from company, gen_random_uuid() fresh
             returning id),
         domain as (
             insert into company_domains (domain, company_id) select id || '.example', id from company),
         currency as (
             insert into currencies (code, rate, factor, set_by, set_at)
             select translate(upper(left(md5(company.id::text), 3)), '0123456789', 'GHIJKLMNOP'), 1, 1, ada.id, now() from company, ada
             on conflict do nothing),
         segment as (
             insert into segments (id, name, plans, created_by, created_at)
             select fresh, 'Segment ' || fresh, '{team}', ada.id, now() from ada, gen_random_uuid() fresh returning id),
         session as (
             insert into sessions (id, user_id, token_hash, user_agent, address, created_at, seen_at, expires_at)
             select fresh, ada.id, sha256(fresh::text::bytea), '', '', now(), now(), now() + interval '400 days'
               from ada, gen_random_uuid() fresh returning id),
         intent as (
             insert into intents (id, token_hash, browser_hash, path, content_type, body, created_at)
             select fresh, sha256(fresh::text::bytea), '', '/', '', '', now() from gen_random_uuid() fresh returning id),
         sign_in as (
             insert into sign_ins (id, purpose, email, user_id, token_hash, created_at, expires_at)
             select gen_random_uuid(), 'sign_in', person.email, person.id, sha256(secret), now(), now() + interval '400 days'
               from person, secret),
         event as (
             insert into events (id, kind, actor_id, subject_id, data, created_at)
             select gen_random_uuid(), 'test.happened', id, id, '{}', now() from person returning id),
         job as (
             insert into outbox (kind, key, payload, state, due_at, created_at)
             select 'test.job', gen_random_uuid()::text, '{}', 'done', now(), now() returning id),
         board as (
             insert into boards (id, slug, name, position, created_at)
             select fresh, left(fresh::text, 8), 'Board ' || fresh, 9, now() from gen_random_uuid() fresh returning id, slug),
         status as (
             insert into statuses (id, name, category, position)
             select fresh, left(fresh::text, 20), 'open', 9 from gen_random_uuid() fresh returning id),
         tag as (insert into tags (id, name) select fresh, left(fresh::text, 20) from gen_random_uuid() fresh returning id),
         idea as (
             insert into ideas (id, number, board_id, author_id, status_id, title, body, body_html, canonical_id, submission, search,
                                vote_count, comment_count, created_at, deleted_at)
             select fresh, next_number('idea'), board.id, person.id, status.id, 'Idea ' || fresh, '', '', fresh, fresh, '',
                    1, 1, now(), deleted
               from board, person, status,
                    (values (gen_random_uuid(), null), (gen_random_uuid(), now())) made (fresh, deleted)
             returning id, number, deleted_at),
         tagged as (insert into idea_tags (idea_id, tag_id) select idea.id, tag.id from idea, tag),
         revision as (
             insert into idea_revisions (id, idea_id, editor_id, title, body, created_at)
             select gen_random_uuid(), idea.id, person.id, 'Before', '', now() from idea, person),
         vote as (insert into votes (idea_id, user_id, created_at) select idea.id, person.id, now() from idea, person),
         refusal as (insert into vote_refusals (idea_id, user_id, created_at) select idea.id, person.id, now() from idea, person),
         comment as (
             insert into comments (id, idea_id, author_id, body, body_html, submission, created_at)
             select fresh, idea.id, ada.id, 'Comment', '', fresh, now()
               from idea, ada, gen_random_uuid() fresh where deleted_at is null returning id),
         held as (
             insert into held_posts (id, kind, author_id, board_id, title, body, words, submission, reasons, state, decided_at, declined_as, created_at)
             select fresh, 'idea', ada.id, board.id, 'Held', '', '', fresh, '{first}', state::held_state, decided, reason, now()
               from ada, board, (values (gen_random_uuid(), 'waiting', null, null), (gen_random_uuid(), 'declined', now(), 'spam'))
                    made (fresh, state, decided, reason)
             returning id, state),
         follower as (
             insert into followers (idea_id, user_id, reason, created_at)
             select idea.id, person.id, 'voted', now() from idea, person),
         read as (
             insert into read_marks (user_id, idea_id, read_at) select person.id, idea.id, now() from idea, person),
         logo as (insert into logos (picture, uploaded_at) select '', now() from person on conflict do nothing),
         picture as (
             insert into pictures (id, owner_id, format, width, height, picture, uploaded_at)
             select fresh, ada.id, 'png', 1, 1, '', now() from ada, gen_random_uuid() fresh returning id),
         used as (insert into picture_uses (picture_id, place, subject_id) select picture.id, 'idea', picture.id from picture),
         opt_out as (
             insert into opt_outs (id, user_id, scope, created_at)
             select gen_random_uuid(), id, 'everything', now() from person returning id),
         pair as (
             insert into likely_pairs (one_id, other_id, score, words, created_at)
             select min(id::text)::uuid, max(id::text)::uuid, 0.9, '{}', now() from idea),
         meaning as (
             insert into idea_meanings (idea_id, model, worded_in, vector, written_in)
             select id, 'a model', 0, '\\x7f'::bytea, 0 from idea),
         distinct_pair as (
             insert into distinct_pairs (one_id, other_id, decided_by, decided_at)
             select min(idea.id::text)::uuid, max(idea.id::text)::uuid, person.id, now() from idea, person group by person.id),
         release as (
             insert into releases (id, number, version, stage, shipped_at, settles_at, attempt, created_by, created_at, updated_at)
             select fresh, next_number('release'), left(fresh::text, 20), stage::release_stage, shipped, shipped,
                    case when shipped is null then 0 else 1 end, person.id, now(), now()
               from person, (values (gen_random_uuid(), 'draft', null), (gen_random_uuid(), 'shipped', now())) made (fresh, stage, shipped)
             returning id, number, stage),
         read_at_the_desk as (
             insert into desk_marks (user_id, subject_id, read_at) select person.id, release.id, now() from release, person),
         item as (
             insert into release_items (id, release_id, line, position, created_at)
             select fresh, release.id, 'A line', 1, now() from release, gen_random_uuid() fresh where stage = 'draft' returning id),
         wish as (
             insert into release_items (id, release_id, idea_id, position, created_at)
             select gen_random_uuid(), release.id, idea.id, 2, now() from release, idea where stage = 'draft' and deleted_at is null),
         notice as (
             insert into notices (user_id, idea_id, kind, epoch, state, mail, created_at)
             select person.id, idea.id, 'planned', 1, 'planned', '', now() from person, idea where deleted_at is null returning id),
         subscriber as (
             insert into changelog_subscribers (id, email, created_at, asked_at)
             select fresh, fresh || '@reader.example', now(), now() from gen_random_uuid() fresh returning id),
         view as (
             insert into views (id, owner_id, name, query, created_at)
             select fresh, ada.id, 'View ' || fresh, 'q=dark', now() from ada, gen_random_uuid() fresh returning id),
         waits as (
             insert into inbox (idea_id, kind, since, speaker_id)
             select idea.id, 'new', now(), person.id from idea, person where deleted_at is null),
         import as (
             insert into imports (id, file_name, format, source, size, digest, created_at)
             select gen_random_uuid(), 'ideas.csv', 'csv', 'csv', 1, '', now() returning id),
         chunk as (insert into import_chunks (import_id, position, content) select id, 0, 'title' from import),
         complaint as (insert into import_errors (import_id, position, line, words) select id, 1, 1, 'Wrong' from import),
         source as (
             insert into import_sources (source, kind, source_id, target_id, digest, made)
             select 'csv', 'idea', gen_random_uuid()::text, gen_random_uuid(), 0, true),
         act as (
             insert into import_acts (import_id, position, kind, act, target_id)
             select id, 1, 'idea', 'made', gen_random_uuid() from import),
         link as (
             insert into import_links (import_id, idea_id, into_id, line) select id, gen_random_uuid(), '1', 1 from import),
         told as (
             insert into changelog_mails (subscriber_id, release_id, attempt)
             select subscriber.id, release.id, 1 from subscriber, release)
         select json_build_object(
             'person', person.id, 'email', person.email, 'company', company.id, 'segment', segment.id, 'employee', employee.id, 'session', session.id, 'board', board.id,
             'board slug', board.slug, 'status', status.id, 'tag', tag.id, 'comment', comment.id, 'item', item.id, 'import', import.id, 'picture', replace(picture.id::text, '-', '') || '-1x1.png',
             'subscriber', subscriber.id, 'view', view.id, 'token', translate(encode(secret, 'base64'), '+/=', '-_'), 'fresh', gen_random_uuid(), 'short', left(gen_random_uuid()::text, 8),
             'held post', (select id from held where state = 'waiting'), 'declined post', (select id from held where state = 'declined'),
             'idea', (select number from idea where deleted_at is null),
             'deleted idea', (select number from idea where deleted_at is not null),
             'release', (select number from release where stage = 'draft'),
             'shipped release', (select number from release where stage = 'shipped'))
           from secret, person, company, segment, employee, session, board, status, tag, comment, item, import, picture, subscriber, view",
    );
    Rows(rows.await)
}
