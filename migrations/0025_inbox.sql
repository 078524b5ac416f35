-- What waits for the team, and what the team has put aside.

create type inbox_kind as enum ('new', 'unanswered', 'stalled', 'late');

-- One row for the root of an idea's tree once anything has happened there. It follows from the tables it is about: `attend`
-- writes it anew after every event.
create table inbox (
    tenant_id  uuid        not null default current_tenant(),
    idea_id    uuid        not null,
    -- Why it waits: null where it does not. (What is late follows from the calendar and never stands here.)
    kind       inbox_kind,
    -- Since when: the last word of a customer; and whose that was.
    since      timestamptz,
    speaker_id uuid,
    -- When the team said that nothing is to be done. It holds until something newer waits, or until a moment of their choice.
    done_at    timestamptz,
    until      timestamptz,
    constraint inbox_pkey primary key (tenant_id, idea_id),
    constraint inbox_kind_check check ((kind is null) = (since is null) and kind is distinct from 'late'),
    constraint inbox_idea_fkey foreign key (tenant_id, idea_id) references ideas (tenant_id, id) on delete cascade,
    constraint inbox_speaker_fkey foreign key (tenant_id, speaker_id) references users (tenant_id, id)
);
create index inbox_waiting_idx on inbox (tenant_id, kind, since, idea_id) where kind is not null;
call isolate('inbox');

-- Says anew what waits on an idea. It is new until somebody of the team has done anything to it; unanswered until they have
-- said or decided something that others see; and stalled when a customer has spoken after that.
create function attend(root uuid) returns void
    language plpgsql volatile
as $$
declare
    idea     ideas;
    category status_category;
    asked    boolean;
    touched  boolean;
    answered timestamptz;
    spoke    timestamptz;
    speaker  uuid;
    waits    inbox_kind;
begin
    select i.* into idea from ideas i where i.id = root;
    if idea.id is null then
        return;
    end if;
    if idea.deleted_at is null and idea.merged_into is null then
        select s.category into category from statuses s where s.id = idea.status_id;
        -- Ideas that came from another tool were nobody's news here.
        select bool_or(e.kind = 'idea.submitted'),
               bool_or(e.by_staff and e.actor_id is not null and e.kind not like 'inbox.%'
                       and e.kind not in ('idea.submitted', 'idea.imported', 'idea.edited', 'idea.voted_for', 'idea.vote_taken_back')),
               max(e.created_at) filter (where e.by_staff
                       and (e.kind in ('idea.status_changed', 'idea.answered', 'comment.added')
                            or e.kind = 'idea.merged' and e.subject_id <> root))
          into asked, touched, answered
          from tree_of(root) t join events e on e.subject_id = t.idea_id;
        -- Whoever worked here when they said it spoke for the team, whatever they do now.
        select said.created_at, said.author_id into spoke, speaker
          from (select c.created_at, c.author_id
                  from tree_of(root) t
                  join comments c on c.idea_id = t.idea_id
                  join users u on u.id = c.author_id
                 where not c.staff_only and c.deleted_at is null and u.roles = '{member}'
                   and c.id::text not in (
                        select e.data ->> 'comment' from tree_of(root) t join events e on e.subject_id = t.idea_id
                         where e.kind = 'comment.added' and e.by_staff and e.data ->> 'comment' is not null)
                union all
                select i.created_at, i.author_id from tree_of(root) t join ideas i on i.id = t.idea_id) said
         order by said.created_at desc
         limit 1;
        waits := case when category = 'open' and asked and not coalesce(touched, false) then 'new'
                      when answered is null and category = 'open' then 'unanswered'
                      when spoke > answered then 'stalled' end;
    end if;
    if waits is null then
        update inbox set kind = null, since = null, speaker_id = null where idea_id = root and kind is not null;
    else
        insert into inbox (tenant_id, idea_id, kind, since, speaker_id) values (idea.tenant_id, root, waits, spoke, speaker)
        on conflict on constraint inbox_pkey do update
           set kind = excluded.kind, since = excluded.since, speaker_id = excluded.speaker_id
         where (inbox.kind, inbox.since, inbox.speaker_id) is distinct from (excluded.kind, excluded.since, excluded.speaker_id);
    end if;
end
$$;

-- Every verb writes an event, so whatever happens to an idea comes by here.
create function attend_to_events() returns trigger
    language plpgsql
as $$
begin
    perform attend(touched.root)
       from (select distinct i.canonical_id as root from happened h join ideas i on i.id = h.subject_id
              where h.kind <> 'idea.imported'
              order by 1) touched;
    return null;
end
$$;
create trigger events_attend after insert on events referencing new table as happened
    for each statement execute function attend_to_events();

-- What was combined or taken apart waits elsewhere now.
create function attend_to_trees() returns trigger
    language plpgsql
as $$
begin
    perform attend(old.id);
    perform attend(old.canonical_id);
    perform attend(new.canonical_id);
    return null;
end
$$;
create trigger ideas_attend after update of canonical_id on ideas
    for each row when (old.canonical_id is distinct from new.canonical_id) execute function attend_to_trees();

-- The first moment after a target date, as exactly as it is meant, in UTC.
create function target_passed(day date, exactly date_precision) returns timestamptz
    language sql immutable parallel safe
    return (case exactly
                when 'day' then day + 1
                when 'week' then date_trunc('week', day::timestamp)::date + 7
                when 'month' then (date_trunc('month', day::timestamp) + interval '1 month')::date
                when 'quarter' then (date_trunc('quarter', day::timestamp) + interval '3 months')::date
            end)::timestamp at time zone 'UTC';

-- Everything that waits at a moment. An idea that a release promised for a day that has passed waits too, and may do so beside
-- another reason.
create function waiting(moment timestamptz)
    returns table (idea_id uuid, kind inbox_kind, since timestamptz, speaker_id uuid, release_id uuid)
    language sql stable
begin atomic
    select w.idea_id, w.kind, w.since, w.speaker_id, null::uuid
      from inbox w
     where w.kind is not null and (w.done_at is null or w.since > w.done_at or w.until <= moment)
    union all
    select late.idea_id, 'late', late.since, null, late.release_id
      from (select distinct on (i.canonical_id) i.canonical_id as idea_id, r.id as release_id,
                   target_passed(r.target_date, r.target_precision) as since
              from releases r
              join release_items item on item.release_id = r.id
              join ideas i on i.id = item.idea_id
              join ideas root on root.id = i.canonical_id
              join statuses s on s.id = root.status_id
             where r.stage = 'planned' and target_passed(r.target_date, r.target_precision) <= moment
               and root.deleted_at is null and s.category not in ('done', 'declined')
             order by i.canonical_id, 3) late
      left join inbox w on w.idea_id = late.idea_id
     where w.done_at is null or late.since > w.done_at or w.until <= moment;
end;

-- What waits already.
do $$
declare
    workspace uuid;
begin
    for workspace in select id from tenants loop
        perform set_config('app.tenant_id', workspace::text, true);
        perform attend(i.id) from ideas i where i.tenant_id = workspace and i.merged_into is null and i.deleted_at is null;
    end loop;
    perform set_config('app.tenant_id', '', true);
end
$$;
