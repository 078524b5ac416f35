-- That something changed is noted once in a transaction, and only asked the other times: a vote changes two tables, and noting it
-- took an eighth of what PostgreSQL spends on one.

-- What was noted is said in the transaction, and undone with whatever part of it is undone, as the row itself is.
create or replace function note_change() returns trigger
    language plpgsql
as $$
begin
    insert into changes (tenant_id, xid)
    values (coalesce(current_tenant(), '00000000-0000-0000-0000-000000000000'), pg_current_xact_id()) on conflict do nothing;
    perform set_config('app.change_noted', 'for ' || coalesce(current_setting('app.tenant_id', true), ''), true);
    return null;
end
$$;

create or replace procedure watch(name regclass)
    language plpgsql
as $$
begin
    execute format(
        'create trigger %I after insert or update or delete on %s for each statement
         when (current_setting(''app.change_noted'', true) is distinct from ''for '' || coalesce(current_setting(''app.tenant_id'', true), ''''))
         execute function note_change()',
        (select relname from pg_class where oid = name) || '_changed', name);
end
$$;

do $$
declare
    watched record;
begin
    for watched in select tgname, tgrelid::regclass as name from pg_trigger where tgfoid = 'note_change'::regproc order by 2 loop
        execute format('drop trigger %I on %s', watched.tgname, watched.name);
        call watch(watched.name);
    end loop;
end
$$;
