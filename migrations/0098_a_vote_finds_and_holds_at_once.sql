-- A vote asks PostgreSQL for less again. Most ideas stand alone, with nothing merged into them: then a voter cannot have voted
-- elsewhere in their tree, and the vote, the following and what there is to know of the idea are one statement. Whoever holds the
-- root already says so, and it is not looked for again.

-- Sets or withdraws a vote in the tree of a root that the transaction holds (see `lock_root`). Without a root, nothing.
create function count_vote(
    root uuid, meant uuid, voter uuid, wanted boolean, caster uuid, source text, moment timestamptz,
    out changed boolean, out total integer)
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan
as $$
declare
    alone boolean;
    has_shipped boolean;
begin
    if root is null then
        return;
    end if;
    if wanted then
        with vote as (
            insert into votes (idea_id, user_id, cast_by, source_url, created_at) values (meant, voter, caster, source, moment)
            on conflict do nothing
            returning idea_id
        ), follower as (
            insert into followers (idea_id, user_id, reason, created_at)
            select meant, voter, case when caster is null then 'voted' else 'voted_for' end::follow_reason, moment
              from vote
             where not exists (select from opt_outs o where o.user_id = voter and o.idea_id in (meant, root))
            on conflict do nothing
        )
        select exists (select from vote),
               meant = root and not exists (select from ideas i where i.canonical_id = root and i.merged_into is not null),
               exists (select from release_items ri where ri.idea_id = meant)
          into changed, alone, has_shipped;
        if changed then
            if alone then
                update ideas i
                   set vote_count = i.vote_count + 1, heat = add_warmth(i.heat, warmth(moment))
                 where i.id = root
                returning i.vote_count into total;
            else
                update ideas i
                   set vote_count = i.vote_count + 1, heat = add_warmth(i.heat, warmth(moment))
                 where i.id = root
                   and not exists (
                        select from tree_of(root) t join votes v on v.idea_id = t.idea_id
                         where v.user_id = voter and v.idea_id <> meant)
                returning i.vote_count into total;
                -- Who had voted in the tree before counts once, by their first vote.
                if not found and not exists (
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

create or replace function set_vote(
    meant uuid, voter uuid, wanted boolean, caster uuid, source text, moment timestamptz,
    out root uuid, out changed boolean, out total integer)
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan
as $$
begin
    root := lock_root(meant);
    select c.changed, c.total into changed, total from count_vote(root, meant, voter, wanted, caster, source, moment) c;
end
$$;
