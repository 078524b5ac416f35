-- The table of ideas, narrowed and sorted in a way that somebody comes back to.

create table views (
    tenant_id  uuid        not null default current_tenant(),
    id         uuid        not null,
    owner_id   uuid        not null,
    name       text        not null,
    -- What stands after the question mark of its address.
    query      text        not null,
    -- Whether the whole team sees it.
    shared     boolean     not null default false,
    created_at timestamptz not null,
    constraint views_pkey primary key (tenant_id, id),
    constraint views_owner_fkey foreign key (tenant_id, owner_id) references users (tenant_id, id)
);
create unique index views_name_key on views (tenant_id, owner_id, lower(name));
call isolate('views');
