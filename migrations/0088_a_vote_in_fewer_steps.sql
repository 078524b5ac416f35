-- A vote asks PostgreSQL for less: what an update returns is not read again, the root that is the idea itself is not looked for a
-- second time, and what staff voted for is remembered where the vote is taken back, not in a statement before it.

create or replace function lock_root(meant uuid) returns uuid
    language plpgsql volatile
as $$
declare
    held uuid;
begin
    -- Where nobody is in the way, which is nearly always, a lock that can be given back is not needed. What is said of the root
    -- itself holds of the row as it is locked, not only as it was found.
    select r.id into held
      from ideas m join ideas r on r.id = m.canonical_id
     where m.id = meant and m.deleted_at is null and r.deleted_at is null and r.canonical_id = r.id
       for no key update of r skip locked;
    if held = meant or (held is not null and exists (select from ideas m where m.id = meant and m.canonical_id = held)) then
        return held;
    end if;
    loop
        begin
            select r.id into held
              from ideas m join ideas r on r.id = m.canonical_id
             where m.id = meant and m.deleted_at is null and r.deleted_at is null
               for no key update of r;
            if held is null or exists (select from ideas m where m.id = meant and m.canonical_id = held) then
                return held;
            end if;
            raise exception using errcode = 'SB001', message = 'the tree has another root';
        exception
            when sqlstate 'SB001' then null;
        end;
    end loop;
end
$$;

create or replace function set_vote(
    meant uuid, voter uuid, wanted boolean, caster uuid, source text, moment timestamptz,
    out root uuid, out changed boolean, out total integer)
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan
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
            insert into followers (idea_id, user_id, reason, created_at)
            select meant, voter, case when caster is null then 'voted' else 'voted_for' end::follow_reason, moment
             where not exists (select from opt_outs o where o.user_id = voter and o.idea_id in (meant, root))
            on conflict do nothing;
            update ideas i
               set vote_count = i.vote_count + 1, heat = add_warmth(i.heat, warmth(moment))
             where i.id = root
               and not exists (
                    select from tree_of(root) t join votes v on v.idea_id = t.idea_id
                     where v.user_id = voter and v.idea_id <> meant)
            returning i.vote_count,
                      exists (select from ideas t join release_items ri on ri.idea_id = t.id where t.canonical_id = i.id)
                 into total, has_shipped;
            if not found then
                if not exists (
                    select from tree_of(root) t join votes v on v.idea_id = t.idea_id
                     where v.user_id = voter and v.idea_id <> meant and v.created_at <= moment) then
                    perform recount_votes(root);
                end if;
                has_shipped := exists (select from ideas t join release_items ri on ri.idea_id = t.id where t.canonical_id = root);
            end if;
            if has_shipped then
                perform one_more_asked(root, meant, voter);
            end if;
        end if;
    else
        if caster is null then
            -- What staff cast for somebody and they take back is not cast again.
            insert into vote_refusals (idea_id, user_id, created_at)
            select distinct v.idea_id, v.user_id, moment
              from tree_of(root) t join votes v on v.idea_id = t.idea_id and v.user_id = voter and v.cast_by is not null
            on conflict on constraint vote_refusals_pkey do nothing;
        end if;
        delete from votes v where v.user_id = voter and v.idea_id in (select t.idea_id from tree_of(root) t);
        changed := found;
        if changed then
            delete from followers f
             where f.user_id = voter and f.reason in ('voted', 'voted_for')
               and f.idea_id in (select t.idea_id from tree_of(root) t);
            perform recount_votes(root);
        end if;
    end if;
    if total is null then
        select i.vote_count into total from ideas i where i.id = root;
    end if;
end
$$;
