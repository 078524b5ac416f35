-- What somebody sent and the team read first is news for its author once that is decided, as it is mail.

-- What one person has sent that was decided about of late.
create index held_posts_decided_idx on held_posts (tenant_id, author_id, decided_at) where decided_at is not null;

comment on column desk_marks.subject_id is 'A release, a post that was declined, or the workspace, whose queue it is.';

-- As before, and for whoever had to wait: `appears`, which is read on the page of the idea, and `refused`, which is read where the
-- author finds their words. What waits again was not decided; whoever has read that
-- their post was declined is not told so twice; and a no to mail or to the idea is no reason not to say it here.
drop function news(uuid, timestamptz);

create function news(reader uuid, since timestamptz)
    returns table (kind text, idea_id uuid, release_id uuid, comment_id uuid, post_id uuid, actor_id uuid, times bigint, at timestamptz, unread boolean)
    language sql stable
as $$
    with refused as (
        select o.idea_id from opt_outs o where o.user_id = reader and o.scope = 'idea'
    ), me as (
        select u.roles && '{manager,releaser,admin,owner}'::role[] as staff,
               u.roles && '{releaser,admin,owner}'::role[] as ships,
               u.roles && '{manager,admin,owner}'::role[] as decides
          from users u where u.id = reader
    ), followed as (
        select f.root_id, min(f.begun) as begun
          from (
                select i.canonical_id as root_id, f.created_at as begun
                  from followers f join ideas i on i.id = f.idea_id
                 where f.user_id = reader and (f.comments or f.reason in ('submitted', 'asked', 'commented'))
                   and not exists (select from refused o where o.idea_id in (f.idea_id, i.canonical_id))
                union all
                select i.canonical_id, '-infinity' from ideas i where i.assignee_id = reader
               ) f
         group by f.root_id
    ), happened as (
        select n.kind::text as kind, i.canonical_id as root_id, n.release_id, null::uuid as comment_id, null::uuid as post_id,
               null::uuid as actor_id, 1::bigint as times, n.created_at as at
          from notices n join ideas i on i.id = n.idea_id
         where n.user_id = reader and n.created_at > since
           and (n.state in ('planned', 'sending', 'sent', 'failed')
                or n.state = 'excluded' and n.reason in ('suppressed', 'unconfirmed', 'out_of_everything', 'out_of_ideas'))
           and not exists (select from refused o where o.idea_id in (n.idea_id, i.canonical_id))
        union all
        select 'commented', f.root_id, null, (array_agg(c.id order by c.created_at desc, c.id desc))[1], null,
               (array_agg(c.author_id order by c.created_at desc, c.id desc))[1],
               coalesce(nullif(count(*) filter (where c.created_at > coalesce(m.read_at, '-infinity')), 0), count(*)),
               max(c.created_at)
          from followed f
          cross join me
          join ideas i on i.canonical_id = f.root_id and i.deleted_at is null
          join boards b on b.id = i.board_id
          join comments c on c.idea_id = i.id and c.created_at > greatest(since, f.begun) and c.author_id <> reader
           and c.deleted_at is null
          left join read_marks m on m.user_id = reader and m.idea_id = f.root_id
         where me.staff or (b.visibility <> 'staff' and not c.staff_only)
         group by f.root_id, m.read_at
        union all
        select 'assigned', i.id, null, null, null, e.actor_id, 1, e.created_at
          from ideas i
          cross join lateral (
               select e.actor_id, e.created_at, e.data ->> 'to_id' as to_id
                 from events e
                where e.subject_id = i.id and e.kind = 'idea.assigned'
                order by e.id desc limit 1) e
         where i.assignee_id = reader and e.to_id = reader::text and e.actor_id is distinct from reader and e.created_at > since
        union all
        select 'appears', i.canonical_id, null, h.comment_id, h.id, null, 1, h.decided_at
          from held_posts h
          cross join me
          join ideas i on i.id = h.idea_id and i.deleted_at is null
          join boards b on b.id = i.board_id
          left join comments c on c.id = h.comment_id
         where h.author_id = reader and h.state = 'approved' and h.decided_at > since and c.deleted_at is null
           and (me.staff or b.visibility <> 'staff')
    )
    select h.kind, h.root_id, h.release_id, h.comment_id, h.post_id, h.actor_id, h.times, h.at, h.at > coalesce(m.read_at, '-infinity')
      from happened h
      cross join me
      join ideas i on i.id = h.root_id and i.deleted_at is null
      join boards b on b.id = i.board_id
      left join read_marks m on m.user_id = reader and m.idea_id = h.root_id
     where me.staff or b.visibility <> 'staff'
    union all
    select d.kind, null, d.release_id, null, null, null, d.times, d.at, d.at > coalesce(m.read_at, '-infinity')
      from me
      cross join lateral (
           select substr(e.kind, length('release.') + 1) as kind, e.subject_id as release_id,
                  coalesce((e.data ->> 'failed')::bigint, 0) as times, e.created_at as at
             from events e
            where me.ships and e.kind in ('release.told', 'release.corrected') and e.created_at > since
           union all
           select 'held', null, count(*), max(h.created_at)
             from (select h.created_at from held_posts h where me.decides and h.state = 'waiting' order by h.id desc limit 100) h
            where h.created_at > since
           having count(*) > 0) d
      left join desk_marks m on m.user_id = reader and m.subject_id = coalesce(d.release_id, current_tenant())
     where me.staff
    union all
    select 'refused', null, null, null, h.id, null, 1, h.decided_at, m.subject_id is null
      from held_posts h
      cross join me
      left join ideas i on i.id = h.idea_id
      join boards b on b.id = coalesce(i.board_id, h.board_id)
      left join desk_marks m on m.user_id = reader and m.subject_id = h.id
     where h.author_id = reader and h.state = 'declined' and h.decided_at > since and i.deleted_at is null
       and (me.staff or b.visibility <> 'staff')
$$;
