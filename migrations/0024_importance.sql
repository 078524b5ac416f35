-- Votes in full: how much each matters, since when somebody asks, and a "no" to being voted for.

create type importance as enum ('nice', 'important', 'must');

-- How much it matters to whoever the vote is; null where they have not said.
alter table votes add column importance importance;

-- Everybody who asks for the given ideas (roots) or for anything merged into them: each person once for a root, since their
-- first vote and with the most they said of how much it matters.
create function askers(roots uuid[]) returns table (root_id uuid, user_id uuid, asked_at timestamptz, importance importance)
    language sql stable
begin atomic
    select i.canonical_id, v.user_id, min(v.created_at), max(v.importance)
      from ideas i join votes v on v.idea_id = i.id
     where i.canonical_id = any (roots)
     group by i.canonical_id, v.user_id;
end;

-- Somebody took a vote back that staff had cast for them. It is kept, so that staff do not cast it again.
create table vote_refusals (
    tenant_id  uuid        not null default current_tenant(),
    idea_id    uuid        not null,
    user_id    uuid        not null,
    created_at timestamptz not null,
    constraint vote_refusals_pkey primary key (tenant_id, idea_id, user_id),
    constraint vote_refusals_idea_fkey foreign key (tenant_id, idea_id) references ideas (tenant_id, id) on delete cascade,
    constraint vote_refusals_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id)
);
create index vote_refusals_user_idx on vote_refusals (tenant_id, user_id);
call isolate('vote_refusals');

-- Somebody is told, once, that staff voted for them.
alter type notice_kind add value 'voted_for';
