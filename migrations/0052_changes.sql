-- In which transactions something changed that public pages show, so that a page that was kept knows when it has to be read again.

-- One row for a workspace and a transaction, written by the transaction itself: what was changed and what says so become
-- visible at the same moment, and whoever votes waits for nobody, since every transaction has its own row. A server asks for
-- the rows that it could not see when it last looked; after a while nobody asks for them any more, and they are swept out.
-- Where a transaction has no workspace, the zero id stands for all of them.
create table changes (
    tenant_id uuid not null default current_tenant(),
    xid       xid8 not null,
    constraint changes_pkey primary key (tenant_id, xid)
);

-- A server looks and sweeps without a workspace, as the worker claims from the outbox.
alter table changes enable row level security;
alter table changes force row level security;
create policy tenant on changes
    using (tenant_id = current_tenant() or current_tenant() is null)
    with check (tenant_id = current_tenant() or current_tenant() is null);

-- Says once in a transaction that it changes something.
create function note_change() returns trigger
    language plpgsql
as $$
declare
    tenant constant uuid := coalesce(current_tenant(), '00000000-0000-0000-0000-000000000000');
    noted  constant text := tenant || ' ' || pg_current_xact_id();
begin
    if current_setting('app.change_noted', true) is distinct from noted then
        insert into changes (tenant_id, xid) values (tenant, pg_current_xact_id()) on conflict do nothing;
        perform set_config('app.change_noted', noted, true);
    end if;
    return null;
end
$$;

create procedure watch(name regclass)
    language plpgsql
as $$
begin
    execute format(
        'create trigger %I after insert or update or delete on %s for each statement execute function note_change()',
        (select relname from pg_class where oid = name) || '_changed', name);
end
$$;

-- A table of workspaces is watched, unless its migration says that no public page shows it, by dropping the trigger.
create or replace procedure isolate(name regclass)
    language plpgsql
as $$
begin
    execute format('alter table %s enable row level security', name);
    execute format('alter table %s force row level security', name);
    execute format(
        'create policy tenant on %s using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', name);
    call watch(name);
end
$$;

call watch('tenants');
do $$
declare
    name regclass;
begin
    for name in
        select c.oid
          from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
         where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
           and c.relname not in (
                -- People's own business, and the team's.
                'changelog_mails', 'changelog_subscribers', 'followers', 'held_posts', 'idea_revisions', 'inbox', 'intents',
                'notices', 'opt_outs', 'segments', 'sessions', 'sign_ins', 'views', 'vote_refusals',
                -- Of whom somebody is, and what that is worth.
                'companies', 'company_domains', 'currencies',
                -- What is under way, and how it is counted.
                'changes', 'counters', 'distinct_pairs', 'likely_pairs', 'outbox',
                'import_acts', 'import_chunks', 'import_errors', 'import_links', 'import_sources', 'imports')
    loop
        call watch(name);
    end loop;
end
$$;
