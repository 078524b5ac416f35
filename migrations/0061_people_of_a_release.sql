-- How many people asked for what is in a release, kept for the changelog: counting them took longer than all the rest of its page,
-- and the longer the more votes there are.

-- A row for each release that has shipped, and for whom it is said: whoever sees boards up to this visibility.
create table release_people (
    tenant_id  uuid       not null default current_tenant(),
    release_id uuid       not null,
    sees       visibility not null,
    people     integer    not null,
    constraint release_people_pkey primary key (tenant_id, release_id, sees),
    constraint release_people_release_fkey foreign key (tenant_id, release_id) references releases (tenant_id, id) on delete cascade
);
call isolate('release_people');

-- What a row should say: everybody once who voted for any of its ideas or for what was combined with them, and with them the
-- votes that came from another tool without names.
create function count_people(workspace uuid, release uuid, seen visibility) returns integer
    language sql stable
begin atomic
    with asked as (
        select t.id, t.imported_votes
          from (select distinct r.id
                  from release_items ri
                  join ideas i on i.tenant_id = workspace and i.id = ri.idea_id
                  join ideas r on r.tenant_id = workspace and r.id = i.canonical_id and r.deleted_at is null
                  join boards b on b.tenant_id = workspace and b.id = r.board_id and b.visibility <= seen
                 where ri.tenant_id = workspace and ri.release_id = release) root
          join ideas t on t.tenant_id = workspace and t.canonical_id = root.id
    )
    select ((select count(distinct v.user_id) from asked a join votes v on v.tenant_id = workspace and v.idea_id = a.id)
            + (select coalesce(sum(a.imported_votes), 0) from asked a))::integer;
end;

-- Makes the rows of these releases say it. Whoever counts holds them first, so that nobody counts what another is just adding.
create function recount_people(workspace uuid, releases uuid[]) returns void
    language plpgsql
as $$
begin
    perform from release_people p where p.tenant_id = workspace and p.release_id = any (releases) order by p.release_id, p.sees for update;
    insert into release_people as kept (tenant_id, release_id, sees, people)
    select workspace, r.id, seen, count_people(workspace, r.id, seen)
      from releases r cross join unnest(enum_range(null::visibility)) seen
     where r.tenant_id = workspace and r.id = any (releases) and r.shipped_at is not null
        on conflict on constraint release_people_pkey do update set people = excluded.people where kept.people <> excluded.people;
end
$$;

-- The releases that have shipped with something of these trees in them.
create function shipped_with(workspace uuid, roots uuid[]) returns uuid[]
    language sql stable
begin atomic
    select coalesce(array_agg(distinct r.id), '{}')
      from ideas t
      join release_items ri on ri.tenant_id = t.tenant_id and ri.idea_id = t.id
      join releases r on r.tenant_id = ri.tenant_id and r.id = ri.release_id and r.shipped_at is not null
     where t.tenant_id = workspace and t.canonical_id = any (roots);
end;

create function people_of_a_shipped_release() returns trigger
    language plpgsql
as $$
begin
    perform recount_people(new.tenant_id, array[new.id]);
    return null;
end
$$;
create trigger releases_people_added after insert on releases
    for each row when (new.shipped_at is not null) execute function people_of_a_shipped_release();
create trigger releases_people_changed after update of shipped_at on releases
    for each row when (new.shipped_at is not null and new.shipped_at is distinct from old.shipped_at)
    execute function people_of_a_shipped_release();

create function people_of_other_items() returns trigger
    language plpgsql
as $$
begin
    perform recount_people(t.tenant_id, array_agg(distinct t.release_id)) from touched t where t.idea_id is not null group by t.tenant_id;
    return null;
end
$$;
create trigger release_items_people_added after insert on release_items referencing new table as touched
    for each statement execute function people_of_other_items();
create trigger release_items_people_removed after delete on release_items referencing old table as touched
    for each statement execute function people_of_other_items();

create function people_of_a_changed_idea() returns trigger
    language plpgsql
as $$
declare
    releases constant uuid[] := shipped_with(new.tenant_id, array[old.canonical_id, new.canonical_id]);
begin
    if releases <> '{}' then
        perform recount_people(new.tenant_id, releases);
    end if;
    return null;
end
$$;
create trigger ideas_people after update of canonical_id, deleted_at, board_id, imported_votes on ideas
    for each row when ((old.canonical_id, old.deleted_at, old.board_id, old.imported_votes)
                       is distinct from (new.canonical_id, new.deleted_at, new.board_id, new.imported_votes))
    execute function people_of_a_changed_idea();

create function people_of_a_changed_board() returns trigger
    language plpgsql
as $$
begin
    perform recount_people(new.tenant_id, shipped_with(new.tenant_id, array(
        select i.id from release_items ri
          join ideas t on t.tenant_id = ri.tenant_id and t.id = ri.idea_id
          join ideas i on i.tenant_id = t.tenant_id and i.id = t.canonical_id
         where ri.tenant_id = new.tenant_id and i.board_id = new.id)));
    return null;
end
$$;
create trigger boards_people after update of visibility on boards
    for each row when (old.visibility is distinct from new.visibility) execute function people_of_a_changed_board();

-- Whoever counts the votes of a tree anew counts the people of its releases with them.
create function recount_people_of(root uuid) returns void
    language sql volatile
begin atomic
    select recount_people(i.tenant_id, shipped_with(i.tenant_id, array[i.id])) from ideas i
     where i.id = root and shipped_with(i.tenant_id, array[i.id]) <> '{}';
end;

create or replace function recount_votes(root uuid) returns void
    language sql volatile
begin atomic
    update ideas i set vote_count = c.votes, heat = c.heat from count_votes(root) c where i.id = root;
    select recount_people_of(root);
end;

create or replace function recount_tree(root uuid) returns void
    language sql volatile
begin atomic
    update ideas i
       set vote_count = c.votes, heat = c.heat, comment_count = count_comments(root)
      from count_votes(root) c
     where i.id = root;
    select recount_people_of(root);
end;

-- One more has voted, in a tree that releases have shipped with: counted where they had voted for nothing else there.
create function one_more_asked(root uuid, meant uuid, voter uuid) returns void
    language plpgsql
as $$
declare
    releases constant uuid[] := shipped_with(current_tenant(), array[root]);
begin
    perform from release_people p where p.release_id = any (releases) order by p.release_id, p.sees for update;
    update release_people p set people = p.people + 1
     where p.release_id = any (releases)
       and exists (select from ideas r join boards b on b.id = r.board_id where r.id = root and b.visibility <= p.sees)
       and not exists (
            select from release_items ri
              join ideas i on i.id = ri.idea_id
              join ideas r on r.id = i.canonical_id and r.deleted_at is null
              join boards b on b.id = r.board_id and b.visibility <= p.sees
              join ideas t on t.canonical_id = r.id
              join votes v on v.idea_id = t.id and v.user_id = voter and v.idea_id <> meant
             where ri.release_id = p.release_id);
end
$$;

create or replace function set_vote(
    meant uuid, voter uuid, wanted boolean, caster uuid, source text, moment timestamptz,
    out root uuid, out changed boolean, out total integer)
    language plpgsql volatile
as $$
declare
    has_shipped boolean;
begin
    root := lock_root(meant);
    if root is null then
        return;
    end if;
    if wanted then
        insert into votes (idea_id, user_id, cast_by, source_url, created_at) values (meant, voter, caster, source, moment)
        on conflict do nothing;
        changed := found;
        if changed then
            update ideas i
               set vote_count = i.vote_count + 1, heat = add_warmth(i.heat, warmth(moment))
             where i.id = root
               and not exists (
                    select from tree_of(root) t join votes v on v.idea_id = t.idea_id
                     where v.user_id = voter and v.idea_id <> meant);
            if not found
               and not exists (
                    select from tree_of(root) t join votes v on v.idea_id = t.idea_id
                     where v.user_id = voter and v.idea_id <> meant and v.created_at <= moment) then
                perform recount_votes(root);
            end if;
            insert into followers (idea_id, user_id, reason, created_at)
            select meant, voter, case when caster is null then 'voted' else 'voted_for' end::follow_reason, moment
             where not exists (select from opt_outs o where o.user_id = voter and o.idea_id in (meant, root))
            on conflict do nothing;
        end if;
    else
        delete from votes v where v.user_id = voter and v.idea_id in (select t.idea_id from tree_of(root) t);
        changed := found;
        if changed then
            delete from followers f
             where f.user_id = voter and f.reason in ('voted', 'voted_for')
               and f.idea_id in (select t.idea_id from tree_of(root) t);
            perform recount_votes(root);
        end if;
    end if;
    select i.vote_count, changed and wanted and exists (
               select from ideas t join release_items ri on ri.idea_id = t.id where t.canonical_id = i.id)
      into total, has_shipped
      from ideas i where i.id = root;
    if has_shipped then
        perform one_more_asked(root, meant, voter);
    end if;
end
$$;

-- What has shipped already.
do $$
declare
    workspace uuid;
begin
    for workspace in select id from tenants loop
        perform set_config('app.tenant_id', workspace::text, true);
        perform recount_people(workspace, array(select r.id from releases r where r.tenant_id = workspace and r.shipped_at is not null));
    end loop;
    perform set_config('app.tenant_id', '', true);
end
$$;
