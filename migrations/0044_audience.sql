-- Being unconfirmed is the last reason to be left out, so that it is named only where there is no other: whoever staff voted for
-- is told that much, unless something else speaks against it.

-- Everybody who asked for the given ideas (roots) or for anything merged into them, and why they are not to be told, or null
-- where they are. One row per idea and person. Used for the preview, for planning, and again just before sending. With `told`
-- also those who do not ask any more, but were told that it is there: a correction is owed to them, unless they want none.
create or replace function audience(roots uuid[], actor uuid, told boolean default false)
    returns table (idea_id uuid, user_id uuid, exclusion text)
    language sql stable
as $$
    select asked.root_id, u.id,
           case
               when u.id = actor then 'actor'
               when u.deleted_at is not null then 'deleted'
               when u.blocked_at is not null then 'blocked'
               when u.suppressed_reason is not null then 'suppressed'
               when b.visibility = 'staff' and not u.roles && '{manager,releaser,admin,owner}'::role[] then 'no_access'
               when out.everything then 'out_of_everything'
               when out.ideas then 'out_of_ideas'
               when asked.root_id = any(out.these) or asked.meant && out.these then 'out_of_this_idea'
               when u.confirmed_at is null then 'unconfirmed'
           end
      from (
            select wanted.root_id, wanted.user_id, array_agg(wanted.idea_id) as meant
              from (
                    select i.canonical_id as root_id, v.user_id, i.id as idea_id
                      from ideas i join votes v on v.idea_id = i.id
                     where i.canonical_id = any(roots) and i.deleted_at is null
                    union
                    select i.canonical_id, f.user_id, i.id
                      from ideas i join followers f on f.idea_id = i.id
                     where i.canonical_id = any(roots) and i.deleted_at is null
                    union
                    select n.idea_id, n.user_id, n.idea_id
                      from notices n
                     where told and n.idea_id = any(roots) and n.kind = 'shipped' and n.state in ('sending', 'sent')
                   ) wanted
             group by wanted.root_id, wanted.user_id
           ) asked
      join users u on u.id = asked.user_id
      join ideas root on root.id = asked.root_id
      join boards b on b.id = root.board_id
      left join (
            select o.user_id, bool_or(o.scope = 'everything') as everything, bool_or(o.scope = 'ideas') as ideas,
                   array_agg(o.idea_id) filter (where o.scope = 'idea') as these
              from opt_outs o group by o.user_id
           ) out on out.user_id = u.id
$$;
