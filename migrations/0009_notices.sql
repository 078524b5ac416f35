-- One person told one thing about one idea: the ledger that makes mail exactly-once.

create type opt_out_scope as enum ('idea', 'ideas', 'everything');

-- A "no" is kept as a row, so that a later vote does not enrol the person again.
create table opt_outs (
    tenant_id  uuid          not null default current_tenant(),
    id         uuid          not null,
    user_id    uuid          not null,
    scope      opt_out_scope not null,
    idea_id    uuid,
    created_at timestamptz   not null,
    constraint opt_outs_pkey primary key (tenant_id, id),
    constraint opt_outs_scope_check check ((scope = 'idea') = (idea_id is not null)),
    constraint opt_outs_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id),
    constraint opt_outs_idea_fkey foreign key (tenant_id, idea_id) references ideas (tenant_id, id) on delete cascade
);
create unique index opt_outs_idea_key on opt_outs (tenant_id, user_id, idea_id) where scope = 'idea';
create unique index opt_outs_scope_key on opt_outs (tenant_id, user_id, scope) where scope <> 'idea';
call isolate('opt_outs');

create type notice_kind as enum ('shipped', 'withdrawn', 'planned', 'declined');
create type notice_state as enum ('planned', 'sending', 'sent', 'excluded', 'cancelled', 'failed');

create table notices (
    tenant_id  uuid         not null default current_tenant(),
    id         uuid         not null default gen_random_uuid(),
    user_id    uuid         not null,
    idea_id    uuid         not null,
    kind       notice_kind  not null,
    -- The idea's epoch: the guarantee is once per person, idea, kind and epoch.
    epoch      integer      not null,
    state      notice_state not null,
    -- Why nobody was told, or why it failed: a code for exclusions, the mail server's words for failures.
    reason     text,
    release_id uuid,
    -- The mail that tells it: everything a mail says to one person has its name in common.
    mail       text         not null,
    created_at timestamptz  not null,
    sent_at    timestamptz,
    constraint notices_pkey primary key (tenant_id, id),
    constraint notices_once_key unique (tenant_id, user_id, idea_id, kind, epoch),
    constraint notices_reason_check check ((reason is not null) = (state in ('excluded', 'failed'))),
    constraint notices_sent_check check ((sent_at is not null) = (state = 'sent')),
    constraint notices_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id),
    constraint notices_idea_fkey foreign key (tenant_id, idea_id) references ideas (tenant_id, id)
);
create index notices_mail_idx on notices (tenant_id, mail, user_id);
create index notices_release_idx on notices (tenant_id, release_id, user_id) where release_id is not null;
create index notices_idea_idx on notices (tenant_id, idea_id);
call isolate('notices');

-- Everybody who asked for the given ideas (roots) or for anything merged into them, and why they are not to be told, or null
-- where they are. One row per idea and person. Used for the preview, for planning, and again just before sending. With `told`
-- also those who do not ask any more, but were told that it is there: a correction is owed to them, unless they want none.
create function audience(roots uuid[], actor uuid, told boolean default false)
    returns table (idea_id uuid, user_id uuid, exclusion text)
    language sql stable
as $$
    select asked.root_id, u.id,
           case
               when u.id = actor then 'actor'
               when u.deleted_at is not null then 'deleted'
               when u.blocked_at is not null then 'blocked'
               when u.confirmed_at is null then 'unconfirmed'
               when u.suppressed_reason is not null then 'suppressed'
               when b.visibility = 'staff' and not u.roles && '{manager,releaser,admin,owner}'::role[] then 'no_access'
               when out.everything then 'out_of_everything'
               when out.ideas then 'out_of_ideas'
               when asked.root_id = any(out.these) or asked.meant && out.these then 'out_of_this_idea'
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
