-- Who of the team looks after an idea.

alter table ideas add column assignee_id uuid;
alter table ideas add constraint ideas_assignee_fkey foreign key (tenant_id, assignee_id) references users (tenant_id, id);
create index ideas_assignee_idx on ideas (tenant_id, assignee_id, number desc) where assignee_id is not null;
