-- What comes in from elsewhere: each file that was brought, how far it has come, and what it made, so that it can be undone.

create type import_state as enum ('new', 'checking', 'checked', 'running', 'done', 'failed', 'undoing', 'undone');

create table imports (
    tenant_id    uuid         not null default current_tenant(),
    id           uuid         not null,
    file_name    text         not null,
    -- Which reader reads it, and how: columns, encoding, what to do about missing dates.
    format       text         not null,
    options      jsonb        not null default '{}',
    -- Where the ids in the file are from. Two files from one place speak of the same things.
    source       text         not null,
    size         bigint       not null constraint imports_size_check check (size >= 0),
    -- SHA-256 of the file: the same file again goes on where the first stopped.
    digest       bytea        not null,
    state        import_state not null default 'new',
    -- Records that were read and carried out, in whole batches; how many there are, once they were counted.
    read_count   bigint       not null default 0,
    record_count bigint,
    -- What was made or changed so far; numbers the rows of import_acts.
    act_count    bigint       not null default 0,
    error_count  bigint       not null default 0,
    -- What came of it, by kind; of the dry run until the import begins.
    summary      jsonb        not null default '{}',
    -- Why it ended before its time, in words.
    failure      text,
    created_by   uuid,
    created_at   timestamptz  not null,
    started_at   timestamptz,
    finished_at  timestamptz,
    -- While somebody works on it: nobody else does before this moment.
    leased_until timestamptz,
    constraint imports_pkey primary key (tenant_id, id),
    constraint imports_creator_fkey foreign key (tenant_id, created_by) references users (tenant_id, id),
    constraint imports_tenant_fkey foreign key (tenant_id) references tenants (id) on delete cascade
);
call isolate('imports');

-- The file, for as long as it may be read again.
create table import_chunks (
    tenant_id uuid    not null default current_tenant(),
    import_id uuid    not null,
    position  integer not null,
    content   bytea   not null,
    constraint import_chunks_pkey primary key (tenant_id, import_id, position),
    constraint import_chunks_import_fkey foreign key (tenant_id, import_id) references imports (tenant_id, id) on delete cascade
);
alter table import_chunks alter column content set storage external;
call isolate('import_chunks');

-- What was wrong with the file, by line.
create table import_errors (
    tenant_id uuid    not null default current_tenant(),
    import_id uuid    not null,
    position  integer not null,
    line      bigint  not null,
    words     text    not null,
    constraint import_errors_pkey primary key (tenant_id, import_id, position),
    constraint import_errors_import_fkey foreign key (tenant_id, import_id) references imports (tenant_id, id) on delete cascade
);
call isolate('import_errors');

-- What a thing is called where it comes from, and which of ours it is. Outlives the import: a second one changes what the first
-- brought. People are kept by a hash, so that no address outlasts its owner's wish to be forgotten.
create table import_sources (
    tenant_id uuid    not null default current_tenant(),
    source    text    not null,
    kind      text    not null,
    source_id text    not null,
    target_id uuid    not null,
    -- Of the record as it was read last: the same again changes nothing.
    digest    bigint  not null,
    -- Whether an import made it. What was here before is left as it is.
    made      boolean not null,
    constraint import_sources_pkey primary key (tenant_id, source, kind, source_id),
    constraint import_sources_tenant_fkey foreign key (tenant_id) references tenants (id) on delete cascade
);
create index import_sources_target_idx on import_sources (tenant_id, target_id);
call isolate('import_sources');

create type import_act as enum ('made', 'changed', 'found');

-- What an import made, changed, or found to be here already.
create table import_acts (
    tenant_id uuid       not null default current_tenant(),
    import_id uuid       not null,
    position  bigint     not null,
    kind      text       not null,
    act       import_act not null,
    target_id uuid       not null,
    -- The person, where the target is an idea and the act a vote or the like.
    other_id  uuid,
    source_id text,
    -- What was changed, and into what: undoing puts back what nobody has changed since.
    before    jsonb,
    after     jsonb,
    constraint import_acts_pkey primary key (tenant_id, import_id, position),
    constraint import_acts_import_fkey foreign key (tenant_id, import_id) references imports (tenant_id, id) on delete cascade
);
create index import_acts_target_idx on import_acts (tenant_id, target_id, other_id);
call isolate('import_acts');

-- An idea that the file says was combined with another: it may stand further down, so links wait for the end.
create table import_links (
    tenant_id uuid   not null default current_tenant(),
    import_id uuid   not null,
    idea_id   uuid   not null,
    into_id   text   not null,
    line      bigint not null,
    constraint import_links_pkey primary key (tenant_id, import_id, idea_id),
    constraint import_links_import_fkey foreign key (tenant_id, import_id) references imports (tenant_id, id) on delete cascade
);
call isolate('import_links');
