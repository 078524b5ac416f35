-- A vote that is dated before what the same person has said in the same tree counts from then on: heat is counted again.

create or replace function set_vote(
    meant uuid, voter uuid, wanted boolean, caster uuid, source text, moment timestamptz,
    out root uuid, out changed boolean, out total integer)
    language plpgsql volatile
as $$
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
    select i.vote_count into total from ideas i where i.id = root;
end
$$;
