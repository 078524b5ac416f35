-- What must happen later, written in the transaction of its cause.

create type outbox_state as enum ('waiting', 'done', 'dropped', 'failed');

create table outbox (
    tenant_id    uuid         not null default current_tenant(),
    id           uuid         not null default gen_random_uuid(),
    -- Which job: 'release.tell', 'users.sign_in'.
    kind         text         not null,
    -- What makes it the same job: saying it twice is saying it once.
    key          text         not null,
    payload      jsonb        not null,
    state        outbox_state not null default 'waiting',
    due_at       timestamptz  not null,
    -- While a worker has it: nobody else takes it before this moment.
    leased_until timestamptz,
    attempts     integer      not null default 0,
    -- 0 while somebody waits in front of a screen (a sign-in code), 1 otherwise.
    priority     smallint     not null default 1 constraint outbox_priority_check check (priority in (0, 1)),
    -- Why it failed last, why it was dropped, or null.
    reason       text,
    created_at   timestamptz  not null,
    finished_at  timestamptz,
    constraint outbox_pkey primary key (tenant_id, id),
    constraint outbox_once_key unique (tenant_id, kind, key),
    constraint outbox_tenant_fkey foreign key (tenant_id) references tenants (id) on delete cascade
);
create index outbox_waiting_idx on outbox (tenant_id, priority, due_at) where state = 'waiting';
create index outbox_recent_idx on outbox (tenant_id, created_at);

-- A workspace sees its own rows. Only the worker's claim, which opens no workspace, sees all of them.
alter table outbox enable row level security;
alter table outbox force row level security;
create policy tenant on outbox
    using (tenant_id = current_tenant() or current_tenant() is null)
    with check (tenant_id = current_tenant() or current_tenant() is null);
