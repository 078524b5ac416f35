-- What is found from its other end: what refers to a person, a comment or an idea that goes, and what the team did by a rare word.

-- Deleting thousands of people, as undoing an import does, looks at each of these once for every one.
create index votes_cast_by_idx on votes (tenant_id, cast_by) where cast_by is not null;
create index comments_parent_idx on comments (tenant_id, parent_id) where parent_id is not null;
create index opt_outs_idea_idx on opt_outs (tenant_id, idea_id) where idea_id is not null;
create index idea_revisions_editor_idx on idea_revisions (tenant_id, editor_id);

create or replace function search_events(
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
    told   uuid[];
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
    -- How frequent a word is nobody knows beforehand. What few events have is looked up by it; what many have is met soon from
    -- the top. The other ways to be found have indexes of their own, and each is asked for no more than the page takes.
    told := array(
        select e.id from events e
         where e.tenant_id = tenant and e.by_staff and jsonb_to_tsvector('simple', e.data, '["string", "numeric"]') @@ query
         limit 2000);
    return query
        select found.id from (
            (select e.id, e.created_at from events e
              where e.tenant_id = tenant and e.by_staff
                and cardinality(told) < 2000 and e.id = any (told)
                and (actor is null or e.actor_id = actor)
                and (kinds is null or e.kind = any (kinds))
                and (subject is null or e.subject_id = subject)
                and (since is null or e.created_at >= since)
                and (until is null or e.created_at < until)
                and (before_at is null or (e.created_at, e.id) < (before_at, before_id))
              order by e.created_at desc, e.id desc
              limit most)
            union
            (select e.id, e.created_at from events e
              where e.tenant_id = tenant and e.by_staff
                and cardinality(told) = 2000 and jsonb_to_tsvector('simple', e.data, '["string", "numeric"]') @@ query
                and (actor is null or e.actor_id = actor)
                and (kinds is null or e.kind = any (kinds))
                and (subject is null or e.subject_id = subject)
                and (since is null or e.created_at >= since)
                and (until is null or e.created_at < until)
                and (before_at is null or (e.created_at, e.id) < (before_at, before_id))
              order by e.created_at desc, e.id desc
              limit most)
            union
            (select e.id, e.created_at from events e
              where e.tenant_id = tenant and e.by_staff
                and e.subject_id = any (named)
                and (actor is null or e.actor_id = actor)
                and (kinds is null or e.kind = any (kinds))
                and (subject is null or e.subject_id = subject)
                and (since is null or e.created_at >= since)
                and (until is null or e.created_at < until)
                and (before_at is null or (e.created_at, e.id) < (before_at, before_id))
              order by e.created_at desc, e.id desc
              limit most)
            union
            (select e.id, e.created_at from events e
              where e.tenant_id = tenant and e.by_staff
                and e.actor_id = any (named)
                and (actor is null or e.actor_id = actor)
                and (kinds is null or e.kind = any (kinds))
                and (subject is null or e.subject_id = subject)
                and (since is null or e.created_at >= since)
                and (until is null or e.created_at < until)
                and (before_at is null or (e.created_at, e.id) < (before_at, before_id))
              order by e.created_at desc, e.id desc
              limit most)
        ) found
         order by found.created_at desc, found.id desc
         limit most;
end
$$;
