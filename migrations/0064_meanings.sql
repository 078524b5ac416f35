-- What ideas mean, in numbers, by a model that an installation may have set up. Made of the words, and made anew from them.

create table idea_meanings (
    tenant_id  uuid   not null default current_tenant(),
    idea_id    uuid   not null,
    -- Numbers of two models say nothing about each other.
    model      text   not null,
    -- Which writing of the idea's words it was asked about.
    worded_in  bigint not null,
    -- A direction: one signed byte a number.
    vector     bytea  not null,
    -- In which transaction it was written. See ideas.worded_in.
    written_in bigint not null,
    constraint idea_meanings_pkey primary key (tenant_id, idea_id),
    constraint idea_meanings_idea_fkey foreign key (tenant_id, idea_id) references ideas (tenant_id, id) on delete cascade
);
create index idea_meanings_written_in_idx on idea_meanings (tenant_id, written_in);
-- It is read whole, and does not become smaller by being compressed.
alter table idea_meanings alter column vector set storage external;
call isolate('idea_meanings');
-- No public page shows it.
drop trigger idea_meanings_changed on idea_meanings;
