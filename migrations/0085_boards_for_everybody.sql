-- Whether anybody may read a board of a workspace without being let in: what a stranger is offered depends on it, on every page.

alter table tenants add column has_public_board boolean not null default false;

create function note_public_boards() returns trigger
    language plpgsql
as $$
declare
    workspace uuid := case tg_op when 'DELETE' then old.tenant_id else new.tenant_id end;
    public    boolean := exists (select from boards b where b.tenant_id = workspace and b.visibility = 'public');
begin
    update tenants set has_public_board = public where id = workspace and has_public_board <> public;
    return null;
end
$$;
create trigger boards_public after insert or delete or update of visibility on boards
    for each row execute function note_public_boards();

-- What there is already.
do $$
declare
    workspace uuid;
begin
    for workspace in select id from tenants loop
        perform set_config('app.tenant_id', workspace::text, true);
        update tenants set has_public_board = true
         where id = workspace and exists (select from boards b where b.tenant_id = workspace and b.visibility = 'public');
    end loop;
    perform set_config('app.tenant_id', '', true);
end
$$;
