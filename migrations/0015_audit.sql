-- What the team did, so that it can be looked up years later: who worked here when they did it, and the ways to find it.

-- Whether whoever did it worked here at that moment, or Shipboard or whoever runs it did it. Roles change; this does not.
alter table events add column by_staff boolean not null default false;

-- For what happened before this was written down, today's roles have to do.
do $$
declare
    workspace uuid;
begin
    for workspace in select id from tenants loop
        perform set_config('app.tenant_id', workspace::text, true);
        update events e set by_staff = true
         where e.tenant_id = workspace
           and (e.actor_id is null
                or exists (select from users u where u.tenant_id = workspace and u.id = e.actor_id and u.roles <> '{member}'));
    end loop;
    perform set_config('app.tenant_id', '', true);
end
$$;

create index events_audit_idx on events (tenant_id, created_at desc, id desc) where by_staff;
create index events_actor_idx on events (tenant_id, actor_id, created_at desc, id desc) where by_staff;
create index events_kind_idx on events (tenant_id, kind, created_at desc, id desc) where by_staff;
create index events_words_idx on events using gin (tenant_id, jsonb_to_tsvector('simple', data, '["string", "numeric"]')) where by_staff;

-- As for ideas, text search is not leakproof: `search_events` runs as the owner, and names the workspace itself.
create policy search on events for select to current_user using (true);

-- A page of what the team did, latest first, below a place. What is null or empty is not asked for. Words are looked for in
-- what was written down with it, and in the names of whom or what it was done to and by whom.
create function search_events(
    words text, actor uuid, kinds text[], subject uuid, since timestamptz, until timestamptz,
    before_at timestamptz, before_id uuid, most integer)
    returns table (id uuid)
    language plpgsql stable security definer
    set search_path = public, pg_temp
    set client_min_messages = warning
    -- What is not asked for is to fold away.
    set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
    tenant constant uuid := current_tenant();
    asked  constant text := trim(left(coalesce(words, ''), 200));
    alike  constant text := '%' || replace(replace(replace(asked, '\', '\\'), '%', '\%'), '_', '\_') || '%';
    query  constant tsquery := websearch_to_tsquery('simple', asked);
    named  uuid[] := '{}';
begin
    if asked = '' then
        return query
            select e.id from events e
             where e.tenant_id = tenant and e.by_staff
               and (actor is null or e.actor_id = actor)
               and (kinds is null or e.kind = any (kinds))
               and (subject is null or e.subject_id = subject)
               and (since is null or e.created_at >= since)
               and (until is null or e.created_at < until)
               and (before_at is null or (e.created_at, e.id) < (before_at, before_id))
             order by e.created_at desc, e.id desc
             limit most;
        return;
    end if;
    named := array(
        (select i.id from ideas i
          where i.tenant_id = tenant
            and (i.search @@ websearch_to_tsquery(current_language(), unaccent(asked))
                 or i.number = substring(asked from '^#?(\d{1,9})$')::integer)
          limit 500)
        union all
        (select u.id from users u where u.tenant_id = tenant and (u.name ilike alike or u.email ilike alike) limit 100)
        union all
        (select r.id from releases r where r.tenant_id = tenant and (r.version ilike alike or r.name ilike alike) limit 100));
    return query
        select e.id from events e
         where e.tenant_id = tenant and e.by_staff
           and (jsonb_to_tsvector('simple', e.data, '["string", "numeric"]') @@ query
                or e.subject_id = any (named) or e.actor_id = any (named))
           and (actor is null or e.actor_id = actor)
           and (kinds is null or e.kind = any (kinds))
           and (subject is null or e.subject_id = subject)
           and (since is null or e.created_at >= since)
           and (until is null or e.created_at < until)
           and (before_at is null or (e.created_at, e.id) < (before_at, before_id))
         order by e.created_at desc, e.id desc
         limit most;
end
$$;
