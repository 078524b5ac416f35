-- Named lists of ideas, and the words a workspace sorts ideas with.

create type visibility as enum ('public', 'signed_in', 'staff');

create table boards (
    tenant_id   uuid        not null default current_tenant(),
    id          uuid        not null,
    slug        text        not null,
    name        text        not null,
    description text        not null default '',
    visibility  visibility  not null default 'public',
    position    integer     not null,
    created_at  timestamptz not null,
    archived_at timestamptz,
    constraint boards_pkey primary key (tenant_id, id),
    constraint boards_slug_key unique (tenant_id, slug),
    constraint boards_tenant_fkey foreign key (tenant_id) references tenants (id) on delete cascade
);
call isolate('boards');

create type status_category as enum ('open', 'planned', 'active', 'done', 'declined');

create table statuses (
    tenant_id uuid            not null default current_tenant(),
    id        uuid            not null,
    name      text            not null,
    category  status_category not null,
    position  integer         not null,
    constraint statuses_pkey primary key (tenant_id, id),
    constraint statuses_tenant_fkey foreign key (tenant_id) references tenants (id) on delete cascade
);
create unique index statuses_name_key on statuses (tenant_id, lower(name));
call isolate('statuses');

create table tags (
    tenant_id uuid not null default current_tenant(),
    id        uuid not null,
    name      text not null,
    color     text not null default 'gray'
        constraint tags_color_check check (color in ('gray', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple', 'pink')),
    constraint tags_pkey primary key (tenant_id, id),
    constraint tags_tenant_fkey foreign key (tenant_id) references tenants (id) on delete cascade
);
create unique index tags_name_key on tags (tenant_id, lower(name));
call isolate('tags');
