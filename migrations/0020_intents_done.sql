-- A kept write is done with when it has been carried out, not when it was taken for that: a server may end in between.

alter table intents
    add column done_at timestamptz,
    add constraint intents_done_check check (done_at is null or used_at is not null);

update intents set done_at = used_at;

create index intents_browser_idx on intents (tenant_id, browser_hash) where done_at is null;
