-- Since when, and because of which mail, an address is not written to: what staff ask before they lift it.

alter table users
    add column suppressed_at timestamptz,
    -- The job whose mail was refused. Jobs may be forgotten one day; this only says which it was.
    add column suppressed_by uuid,
    add constraint users_suppressed_check check (suppressed_reason is not null or (suppressed_at is null and suppressed_by is null));
create index users_suppressed_idx on users (tenant_id, id) where suppressed_reason is not null;
