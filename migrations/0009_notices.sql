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

create type notice_kind as enum ('shipped', 'withdrawn', 'planned', 'declined', 'answered', 'merged');
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
    -- Everything one mail says shares its outbox key.
    mail_key   text         not null,
    created_at timestamptz  not null,
    sent_at    timestamptz,
    constraint notices_pkey primary key (tenant_id, id),
    constraint notices_once_key unique (tenant_id, user_id, idea_id, kind, epoch),
    constraint notices_reason_check check ((reason is not null) = (state in ('excluded', 'failed'))),
    constraint notices_sent_check check ((sent_at is not null) = (state = 'sent')),
    constraint notices_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id),
    constraint notices_idea_fkey foreign key (tenant_id, idea_id) references ideas (tenant_id, id)
);
create index notices_mail_idx on notices (tenant_id, mail_key);
create index notices_release_idx on notices (tenant_id, release_id, user_id) where release_id is not null;
create index notices_idea_idx on notices (tenant_id, idea_id);
call isolate('notices');
