-- Planning took half of what PostgreSQL spent on a page for somebody who is signed in, and a sixth of what it spent on a vote. What
-- is found by keys alone is found in the same way whoever asks, so its plan is made once for each connection.

-- How much somebody has not read of what happened, up to a hundred: the number on the bell of every page. `news` looks into twenty
-- tables, always beginning with what its reader follows.
create function unread_news(reader uuid, since timestamptz) returns bigint
    language plpgsql stable
    set plan_cache_mode = force_generic_plan
as $$
begin
    return (select count(*) from (select from news(reader, since) n where n.unread limit 100) n);
end
$$;

alter function set_vote(uuid, uuid, boolean, uuid, text, timestamptz) set plan_cache_mode = force_generic_plan;

-- What was merged into an idea, without reading over all that was ever merged in a workspace.
create index ideas_merged_idx on ideas (tenant_id, canonical_id) where merged_into is not null;
