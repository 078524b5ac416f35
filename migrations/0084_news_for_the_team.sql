-- What the team finds under the bell beside the news of ideas: that everybody has been told of a release, and that posts wait.

-- Until when somebody of the team has read the news of a release, or looked into the queue. Swept out like the marks of ideas.
create table desk_marks (
    tenant_id  uuid        not null default current_tenant(),
    user_id    uuid        not null,
    -- A release; or the workspace, whose queue it is.
    subject_id uuid        not null,
    read_at    timestamptz not null,
    constraint desk_marks_pkey primary key (tenant_id, user_id, subject_id),
    constraint desk_marks_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id)
);
call isolate('desk_marks');
-- No public page shows what somebody has read.
drop trigger desk_marks_changed on desk_marks;

-- The mails of lately that have all left, or have been given up.
create index events_told_idx on events (tenant_id, created_at) where kind in ('release.told', 'release.corrected');

-- As before, and for the team: `told` and `corrected` for those who ship, with how many mails failed, and `held` for those who
-- decide about posts, one row however many wait. What somebody may is asked first, so that nobody else pays for it. How many wait
-- is counted up to a hundred, the newest.
create or replace function news(reader uuid, since timestamptz)
    returns table (kind text, idea_id uuid, release_id uuid, comment_id uuid, actor_id uuid, times bigint, at timestamptz, unread boolean)
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
        select n.kind::text as kind, i.canonical_id as root_id, n.release_id, null::uuid as comment_id, null::uuid as actor_id,
               1::bigint as times, n.created_at as at
          from notices n join ideas i on i.id = n.idea_id
         where n.user_id = reader and n.created_at > since
           and (n.state in ('planned', 'sending', 'sent', 'failed')
                or n.state = 'excluded' and n.reason in ('suppressed', 'unconfirmed', 'out_of_everything', 'out_of_ideas'))
           and not exists (select from refused o where o.idea_id in (n.idea_id, i.canonical_id))
        union all
        select 'commented', f.root_id, null, (array_agg(c.id order by c.created_at desc, c.id desc))[1],
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
        select 'assigned', i.id, null, null, e.actor_id, 1, e.created_at
          from ideas i
          cross join lateral (
               select e.actor_id, e.created_at, e.data ->> 'to_id' as to_id
                 from events e
                where e.subject_id = i.id and e.kind = 'idea.assigned'
                order by e.id desc limit 1) e
         where i.assignee_id = reader and e.to_id = reader::text and e.actor_id is distinct from reader and e.created_at > since
    )
    select h.kind, h.root_id, h.release_id, h.comment_id, h.actor_id, h.times, h.at, h.at > coalesce(m.read_at, '-infinity')
      from happened h
      cross join me
      join ideas i on i.id = h.root_id and i.deleted_at is null
      join boards b on b.id = i.board_id
      left join read_marks m on m.user_id = reader and m.idea_id = h.root_id
     where me.staff or b.visibility <> 'staff'
    union all
    select d.kind, null, d.release_id, null, null, d.times, d.at, d.at > coalesce(m.read_at, '-infinity')
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
$$;
