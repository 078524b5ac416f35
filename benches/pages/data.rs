//! Workspaces full of ideas and votes, written by PostgreSQL itself: every counter as `shipboard verify` expects it.
//!
//! What is random is so by hashes, so that every run has the same ideas. Ids follow from names: `md5('large/user/7')::uuid`.

use std::time::Instant;

use shipboard::text::token::Token;

use crate::Sizes;
use crate::place::Place;

/// Customers who are signed in and vote and submit, beside those whose votes are there: each may do so only so often.
pub(crate) const WRITERS: usize = 6_000;

/// Fills everything that the sizes ask for.
pub(crate) async fn fill(place: &Place, sizes: &Sizes) -> anyhow::Result<()> {
    fill_with(place, sizes, sizes.workspaces).await
}

/// The same, with so many workspaces.
pub(crate) async fn fill_with(place: &Place, sizes: &Sizes, workspaces_of_a_hundred: u32) -> anyhow::Result<()> {
    let began = Instant::now();
    place.say(FUNCTIONS).await?;
    workspace(place, "small", sizes.small).await?;
    if sizes.large[0] > 0 {
        workspace(place, "large", sizes.large).await?;
    }
    if workspaces_of_a_hundred > 0 && !is_there(place, "many1").await? {
        workspaces(place, "many", workspaces_of_a_hundred, [100, 500, 20]).await?;
    }
    place.say("vacuum analyze").await?;
    let [workspaces, ideas, votes]: [i64; 3] = sqlx::query_as::<_, (i64, i64, i64)>(
        "select (select count(*) from tenants), (select count(*) from ideas), (select count(*) from votes)",
    )
    .fetch_one(&place.owner)
    .await?
    .into();
    println!("{workspaces} workspaces, {ideas} ideas and {votes} votes, written in {:.0} s", began.elapsed().as_secs_f64());
    Ok(())
}

async fn is_there(place: &Place, slug: &str) -> anyhow::Result<bool> {
    Ok(sqlx::query_scalar("select exists (select from tenants where slug = $1)").bind(slug).fetch_one(&place.owner).await?)
}

/// Fills a workspace, unless it is there.
pub(crate) async fn workspace(place: &Place, slug: &str, sizes: [u32; 3]) -> anyhow::Result<()> {
    if is_there(place, slug).await? { Ok(()) } else { workspaces(place, slug, 1, sizes).await }
}

/// How many votes the writers of a workspace have cast.
pub(crate) async fn voted(place: &Place, tenant: uuid::Uuid) -> anyhow::Result<usize> {
    let votes: i64 = sqlx::query_scalar(
        "select count(*) from votes v join users u on u.tenant_id = v.tenant_id and u.id = v.user_id
          where v.tenant_id = $1 and u.email like 'writer%'",
    )
    .bind(tenant)
    .fetch_one(&place.owner)
    .await?;
    Ok(usize::try_from(votes)?)
}

/// Drops what new ideas have left to be done: they are compared with all others half a minute later, beside what is measured then.
pub(crate) async fn drop_jobs(place: &Place) -> anyhow::Result<()> {
    place.say("update outbox set state = 'dropped', reason = 'not measured', finished_at = now(), leased_until = null where state = 'waiting'").await
}

/// Signs the owner of a workspace in. The cookie.
pub(crate) async fn owner(place: &Place, slug: &str) -> anyhow::Result<String> {
    let token = Token::new();
    sqlx::query(
        "insert into sessions (tenant_id, id, user_id, token_hash, user_agent, address, created_at, seen_at, expires_at)
         select t.id, gen_random_uuid(), md5($1 || '/user/1')::uuid, $2, '', '127.0.0.1', now(), now(), now() + interval '1 day'
           from tenants t
          where t.slug = $1",
    )
    .bind(slug)
    .bind(token.hash())
    .execute(&place.owner)
    .await?;
    Ok(format!("session={}", token.reveal()))
}

/// Signs [`WRITERS`] of a workspace in. The cookie of each.
pub(crate) async fn sessions(place: &Place, slug: &str) -> anyhow::Result<Vec<String>> {
    sessions_of(place, slug, WRITERS).await
}

/// Signs so many writers of a workspace in. The cookie of each.
pub(crate) async fn sessions_of(place: &Place, slug: &str, writers: usize) -> anyhow::Result<Vec<String>> {
    let tokens: Vec<Token> = (0..writers).map(|_| Token::new()).collect();
    sqlx::query(
        "insert into users (tenant_id, id, email, name, created_at, confirmed_at, trusted_at)
         select t.id, md5($1 || '/writer/' || n)::uuid, 'writer' || n || '@bench.example', 'Writer ' || n, now(), now(), now()
           from tenants t, generate_series(1, $2) n
          where t.slug = $1
         on conflict do nothing",
    )
    .bind(slug)
    .bind(i32::try_from(writers)?)
    .execute(&place.owner)
    .await?;
    sqlx::query(
        "insert into sessions (tenant_id, id, user_id, token_hash, user_agent, address, created_at, seen_at, expires_at)
         select t.id, gen_random_uuid(), md5($1 || '/writer/' || s.n)::uuid, s.hash, '', '127.0.0.1', now(), now(), now() + interval '1 day'
           from tenants t, unnest($2::bytea[]) with ordinality s (hash, n)
          where t.slug = $1",
    )
    .bind(slug)
    .bind(tokens.iter().map(Token::hash).collect::<Vec<_>>())
    .execute(&place.owner)
    .await?;
    Ok(tokens.iter().map(|token| format!("session={}", token.reveal())).collect())
}

/// Workspaces called `slug`, or `slug1` to `slugN`, each of the same size.
async fn workspaces(place: &Place, slug: &str, count: u32, [ideas, votes, people]: [u32; 3]) -> anyhow::Result<()> {
    let name = if count == 1 { format!("'{slug}'") } else { format!("'{slug}' || n") };
    let statements = FILL
        .replace("{name}", &name)
        .replace("{slug}", slug)
        .replace("{count}", &count.to_string())
        .replace("{ideas}", &ideas.to_string())
        .replace("{votes}", &votes.to_string())
        .replace("{people}", &people.to_string());
    place.say(statements).await
}

const FUNCTIONS: &str = "
create or replace function pick(seed text, below integer) returns integer language sql immutable parallel safe
    return 1 + (hashtextextended(seed, 7) & 9007199254740991) % below;
create or replace function words(seed text) returns text language sql immutable parallel safe
    return (array['Export','Import','Filter','Search','Sort','Share','Archive','Print','Sync','Tag','Merge','Lock'])[pick(seed || 1, 12)]
        || ' ' || (array['invoices','reports','charts','comments','dashboards','projects','tasks','calendars','files','contacts'])[pick(seed || 2, 10)]
        || ' ' || (array['by date','as a spreadsheet','on the phone','for the whole team','without a mouse','by customer','at night','in bulk'])[pick(seed || 3, 8)]
        || ' ' || (array['','please','again','with one click','from the menu','faster'])[pick(seed || 4, 6)];
";

/// Everything of some workspaces of one size. Votes have a long tail; a tenth of all ideas is planned, some are being made.
const FILL: &str = "
begin;
-- Rows refer to each other by how they are made, so nothing has to be looked up, row by row, to know that they do.
set local session_replication_role = replica;
create temp table w as select {name} as slug, md5({name} || '/tenant')::uuid as id from generate_series(1, {count}) n;
insert into tenants (id, slug, name, state, mail_key, created_at, activated_at)
select id, slug, 'Workspace ' || slug, 'active', decode(md5(slug) || md5(slug || 'k'), 'hex'), now() - interval '3 years', now() from w;
insert into boards (tenant_id, id, slug, name, position, created_at)
select id, md5(slug || '/board')::uuid, 'ideas', 'Ideas', 1, now() - interval '3 years' from w;
insert into statuses (tenant_id, id, name, category, position)
select w.id, md5(w.slug || '/status/' || s.category)::uuid, s.name, s.category::status_category, s.position
  from w, (values ('Open', 'open', 1), ('Planned', 'planned', 2), ('In progress', 'active', 3), ('Done', 'done', 4),
                  ('Declined', 'declined', 5)) s (name, category, position);
insert into tags (tenant_id, id, name) select w.id, md5(w.slug || '/tag/' || t)::uuid, 'Tag ' || t from w, generate_series(1, 5) t;
insert into users (tenant_id, id, email, name, created_at, confirmed_at, trusted_at, roles)
select w.id, md5(w.slug || '/user/' || u)::uuid, 'user' || u || '@bench.example', 'Person ' || u, now() - interval '3 years', now(), now(),
       case u when 1 then '{member,admin,owner}'::role[] else '{member}'::role[] end
  from w, generate_series(1, {people}) u;
insert into ideas (tenant_id, id, number, board_id, author_id, status_id, title, body, body_html, canonical_id, submission, search, created_at)
select id, idea, number, board, author, status, title, body, '<p>' || body || '</p>', idea, idea,
       setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'B'), created_at
  from (select w.id, md5(w.slug || '/idea/' || n)::uuid as idea, n as number, md5(w.slug || '/board')::uuid as board,
               md5(w.slug || '/user/' || pick('author' || n, {people}))::uuid as author,
               md5(w.slug || '/status/' || case when n % 10 = 3 then 'planned' when n % 20 = 5 then 'active' when n % 10 = 7 then 'done'
                                               when n % 20 = 9 then 'declined' else 'open' end)::uuid as status,
               words('title' || n) || ' ' || n as title,
               'It would help us to ' || lower(words('one' || n)) || ', because we ' || lower(words('two' || n)) || ' every day. '
                   || words('three' || n) || '. ' || words('four' || n) || '.' as body,
               now() - interval '2 years' * (1 - n::float8 / {ideas}) - interval '1 day' as created_at
          from w, generate_series(1, {ideas}) n) i;
insert into idea_tags (tenant_id, idea_id, tag_id)
select w.id, md5(w.slug || '/idea/' || n)::uuid, md5(w.slug || '/tag/' || pick('tag' || n, 5))::uuid
  from w, generate_series(1, {ideas}) n where n % 3 = 0;
-- Half of what is done was done within the last three months.
insert into events (tenant_id, id, kind, actor_id, subject_id, data, created_at, by_staff)
select w.id, md5(w.slug || '/done/' || n)::uuid, 'idea.status_changed', md5(w.slug || '/user/1')::uuid, md5(w.slug || '/idea/' || n)::uuid,
       '{\"to\": \"Done\", \"to_category\": \"done\"}', now() - interval '1 hour' * pick('done' || n, 4320), true
  from w, generate_series(1, {ideas}) n where n % 10 = 7;
insert into counters (tenant_id, noun, last) select id, 'idea', {ideas} from w;
insert into votes (tenant_id, idea_id, user_id, created_at)
select distinct on (w.id, idea, person) w.id, md5(w.slug || '/idea/' || idea)::uuid, md5(w.slug || '/user/' || person)::uuid, at
  from w, (select 1 + floor({ideas} * power((pick('i' || n, 1000000) - 1) / 1000000.0, 1.7))::integer as idea, pick('p' || n, {people}) as person,
                  now() - interval '1 day' * pick('d' || n, 700) as at
             from generate_series(1, ({votes} * 1.08)::integer) n) v;
insert into comments (tenant_id, id, idea_id, author_id, body, body_html, submission, created_at)
select w.id, md5(w.slug || '/comment/' || n)::uuid, md5(w.slug || '/idea/' || 1 + floor({ideas} * power((pick('c' || n, 1000000) - 1) / 1000000.0, 1.3)))::uuid,
       md5(w.slug || '/user/' || pick('s' || n, {people}))::uuid, words('comment' || n), '<p>' || words('comment' || n) || '</p>',
       md5(w.slug || '/comment/' || n)::uuid, now() - interval '1 hour' * pick('h' || n, 10000)
  from w, generate_series(1, {ideas} * 2) n;
analyze votes; analyze ideas; analyze comments; analyze w;
with heads as (
    select v.tenant_id, v.idea_id, count(*) as votes, greatest(max(warmth(v.created_at)), 0) as warmest from votes v join w on w.id = v.tenant_id group by 1, 2
), heats as (
    select h.tenant_id, h.idea_id, h.votes, h.warmest + ln(exp(greatest(-h.warmest, -700)) + sum(exp(greatest(warmth(v.created_at) - h.warmest, -700)))) as heat
      from heads h join votes v using (tenant_id, idea_id) group by h.tenant_id, h.idea_id, h.votes, h.warmest
), said as (
    select c.tenant_id, c.idea_id, count(*) as comments from comments c join w on w.id = c.tenant_id group by 1, 2
)
update ideas i set vote_count = coalesce(h.votes, 0), heat = coalesce(h.heat, 0), comment_count = coalesce(s.comments, 0)
  from ideas o join w on w.id = o.tenant_id
  left join heats h on h.tenant_id = o.tenant_id and h.idea_id = o.id
  left join said s on s.tenant_id = o.tenant_id and s.idea_id = o.id
 where i.tenant_id = o.tenant_id and i.id = o.id;
insert into releases (tenant_id, id, number, version, notes, notes_html, stage, shipped_at, target_date, created_by, created_at, updated_at)
select w.id, md5(w.slug || '/release/' || r)::uuid, r, '1.' || r, 'Much is new.', '<p>Much is new, and <strong>faster</strong>.</p>',
       (case when r > 12 then 'planned' else 'shipped' end)::release_stage, case when r <= 12 then now() - interval '10 days' * (13 - r) end,
       case when r > 12 then current_date + 30 end, md5(w.slug || '/user/1')::uuid, now() - interval '1 year', now() - interval '1 year'
  from w, generate_series(1, 14) r;
insert into counters (tenant_id, noun, last) select id, 'release', 14 from w;
insert into release_items (tenant_id, id, release_id, idea_id, completes, position, created_at)
select w.id, md5(w.slug || '/item/' || n)::uuid, md5(w.slug || '/release/' || 1 + n % 14)::uuid, md5(w.slug || '/idea/' || n)::uuid, false, n, now()
  from w, generate_series(1, least({ideas}, 140)) n where n % 2 = 1;
select recount_people(w.id, array(select r.id from releases r where r.tenant_id = w.id and r.shipped_at is not null)) from w;
drop table w;
commit;
";
