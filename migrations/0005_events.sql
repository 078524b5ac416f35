-- What happened, by whom, to what. Append-only.

create table events (
    tenant_id  uuid        not null default current_tenant(),
    id         uuid        not null,
    -- Noun and verb in the past: 'idea.submitted', 'release.shipped'.
    kind       text        not null,
    -- Null for what Shipboard did by itself.
    actor_id   uuid,
    -- The id of the idea, release, user or other noun it happened to.
    subject_id uuid        not null,
    data       jsonb       not null,
    created_at timestamptz not null,
    constraint events_pkey primary key (tenant_id, id),
    constraint events_actor_fkey foreign key (tenant_id, actor_id) references users (tenant_id, id),
    constraint events_tenant_fkey foreign key (tenant_id) references tenants (id) on delete cascade
);
create index events_subject_idx on events (tenant_id, subject_id, id);
call isolate('events');
revoke update on events from shipboard_app;
