-- The ideas of a status in the order of a roadmap, and what was lately done: neither is looked for among all ideas.

create index ideas_most_wanted_idx on ideas (tenant_id, status_id, vote_count desc, number desc) include (board_id)
    where merged_into is null and deleted_at is null;
-- It begins as this one does.
drop index ideas_status_idx;

create index events_done_idx on events (tenant_id, created_at)
    where kind = 'idea.status_changed' and data ->> 'to_category' = 'done';
