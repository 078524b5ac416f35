-- Versions that ship at one time, and what they promise.

create type release_stage as enum ('draft', 'planned', 'shipped', 'rolled_back');
create type date_precision as enum ('day', 'week', 'month', 'quarter');

create table releases (
    tenant_id        uuid           not null default current_tenant(),
    id               uuid           not null,
    number           integer        not null,
    version          text           not null,
    name             text           not null default '',
    notes            text           not null default '',
    notes_html       text           not null default '',
    stage            release_stage  not null default 'draft',
    target_date      date,
    target_precision date_precision not null default 'day',
    -- Counts the ships: a release that ships again after a roll-back is a new attempt.
    attempt          integer        not null default 0,
    shipped_at       timestamptz,
    -- Nothing is mailed before this moment; null when it ships without mail.
    settles_at       timestamptz,
    -- When mail began to leave. From then on the release cannot be unshipped in silence.
    announced_at     timestamptz,
    rolled_back_at   timestamptz,
    -- One public sentence on why it was rolled back.
    rollback_note    text           not null default '',
    created_by       uuid           not null,
    created_at       timestamptz    not null,
    updated_at       timestamptz    not null,
    constraint releases_pkey primary key (tenant_id, id),
    constraint releases_number_key unique (tenant_id, number),
    constraint releases_shipped_check check ((shipped_at is not null) = (stage in ('shipped', 'rolled_back'))),
    constraint releases_creator_fkey foreign key (tenant_id, created_by) references users (tenant_id, id)
);
create unique index releases_version_key on releases (tenant_id, lower(version));
create index releases_shipped_idx on releases (tenant_id, shipped_at desc) where shipped_at is not null;
call isolate('releases');

alter table notices
    add constraint notices_release_fkey foreign key (tenant_id, release_id) references releases (tenant_id, id);

create table release_items (
    tenant_id          uuid        not null default current_tenant(),
    id                 uuid        not null,
    release_id         uuid        not null,
    -- An idea, or a free line.
    idea_id            uuid,
    line               text        not null default '',
    -- Whether the wish is fully met by this release.
    completes          boolean     not null default true,
    position           integer     not null,
    -- The status the idea had before it was linked, and before it shipped: where it goes back to.
    status_before_link uuid,
    status_before_ship uuid,
    created_at         timestamptz not null,
    constraint release_items_pkey primary key (tenant_id, id),
    constraint release_items_idea_key unique (tenant_id, release_id, idea_id),
    constraint release_items_line_check check ((idea_id is null) = (line <> '')),
    constraint release_items_release_fkey foreign key (tenant_id, release_id) references releases (tenant_id, id) on delete cascade,
    constraint release_items_idea_fkey foreign key (tenant_id, idea_id) references ideas (tenant_id, id),
    constraint release_items_before_link_fkey foreign key (tenant_id, status_before_link) references statuses (tenant_id, id),
    constraint release_items_before_ship_fkey foreign key (tenant_id, status_before_ship) references statuses (tenant_id, id)
);
create index release_items_idea_idx on release_items (tenant_id, idea_id) where idea_id is not null;
call isolate('release_items');
