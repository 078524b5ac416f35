-- The scope of a workspace: which rows a transaction sees, and as whom it sees them.

create extension if not exists btree_gin;
create extension if not exists fuzzystrmatch;
create extension if not exists pg_trgm;
create extension if not exists unaccent;

-- The role every connection of the server works as. It owns nothing, so row-level security binds it.
do $$
begin
    if not exists (select from pg_roles where rolname = 'shipboard_app') then
        create role shipboard_app nologin nosuperuser nobypassrls;
    end if;
exception
    -- Two databases of one server may be set up at the same moment; the role is shared by both.
    when duplicate_object or unique_violation then null;
end
$$;

do $$
begin
    if not pg_has_role(current_user, 'shipboard_app', 'member') then
        execute format('grant shipboard_app to %I', current_user);
    end if;
end
$$;

grant usage on schema public to shipboard_app;
alter default privileges in schema public grant select, insert, update, delete on tables to shipboard_app;

-- Unset means no workspace and therefore no rows. After a `set local` has ended the setting reads '' rather than null.
create function current_tenant() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('app.tenant_id', true), '')::uuid;

-- Puts a table under the scope. Every table with a `tenant_id` goes through here, and a test counts them.
create procedure isolate(name regclass)
    language plpgsql
as $$
begin
    execute format('alter table %s enable row level security', name);
    execute format('alter table %s force row level security', name);
    execute format(
        'create policy tenant on %s using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', name);
end
$$;
