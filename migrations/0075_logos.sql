-- A workspace's logo: the picture, and beside the name what a page says of it without reading the picture.

create table logos (
    tenant_id   uuid        not null default current_tenant(),
    -- PNG, as it was drawn again from what was uploaded.
    picture     bytea       not null,
    uploaded_at timestamptz not null,
    constraint logos_pkey primary key (tenant_id)
);
call isolate('logos');
-- Whoever changes it changes the workspace's row as well.
drop trigger logos_changed on logos;

alter table tenants
    -- The beginning of the picture's SHA-256, which is part of its address.
    add column logo        text,
    add column logo_width  integer,
    add column logo_height integer,
    add constraint tenants_logo_check check ((logo is null) = (logo_width is null) and (logo is null) = (logo_height is null));
