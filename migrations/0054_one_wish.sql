-- What was merged is one wish: told of once, counted as far as it can be read, and held without waiting in a circle.

-- Whether whoever sees one idea's board sees the other's as well.
create function seen_with(part uuid, root uuid) returns boolean
    language sql stable
begin atomic
    select b.visibility <= rb.visibility
      from ideas i join boards b on b.id = i.board_id, ideas r join boards rb on rb.id = r.board_id
     where i.id = part and r.id = root;
end;

-- What a root's counter should say: the comments over its tree that everybody can read who sees the root. What was said on a
-- board for fewer people is not among them: their number would tell that there is one.
create or replace function count_comments(root uuid) returns integer
    language sql stable
begin atomic
    select count(*)::integer
      from tree_of(root) t join comments c on c.idea_id = t.idea_id
     where c.deleted_at is null and not c.staff_only and (t.idea_id = root or seen_with(t.idea_id, root));
end;

create function recount_comments(root uuid) returns void
    language sql volatile
begin atomic
    update ideas i set comment_count = c.said from count_comments(root) c (said) where i.id = root and i.comment_count <> c.said;
end;

-- A board that others see from now on, and an idea that lies on another board, change what is counted.
create function recount_a_board() returns trigger
    language plpgsql
as $$
declare
    roots constant uuid[] := array(
        select distinct r.id from ideas p join ideas r on r.tenant_id = p.tenant_id and r.id = p.canonical_id
         where p.tenant_id = new.tenant_id and p.merged_into is not null and new.id in (p.board_id, r.board_id));
begin
    perform from ideas i where i.tenant_id = new.tenant_id and i.id = any (roots) order by i.id for no key update;
    perform recount_comments(root) from unnest(roots) root;
    return null;
end
$$;
create trigger boards_recount after update of visibility on boards
    for each row when (old.visibility is distinct from new.visibility) execute function recount_a_board();

create function recount_a_moved_idea() returns trigger
    language plpgsql
as $$
begin
    if new.merged_into is not null
        or exists (select from ideas p where p.tenant_id = new.tenant_id and p.merged_into = new.id) then
        perform recount_comments(new.canonical_id);
    end if;
    return null;
end
$$;
create trigger ideas_recount after update of board_id on ideas
    for each row when (old.board_id is distinct from new.board_id) execute function recount_a_moved_idea();

-- The root of the tree that an idea stands in, locked until the transaction ends, so that whoever changes the tree's counters
-- does so one after the other. Null where the idea does not exist or was deleted. While it waits, a merge may have given the
-- tree another root: then the lock on the old one is given back, since whoever takes trees apart holds them in order, and would
-- wait for it.
create or replace function lock_root(meant uuid) returns uuid
    language plpgsql volatile
as $$
declare
    held uuid;
begin
    -- Where nobody is in the way, which is nearly always, a lock that can be given back is not needed.
    select r.id into held
      from ideas m join ideas r on r.id = m.canonical_id
     where m.id = meant and m.deleted_at is null and r.deleted_at is null
       for no key update of r skip locked;
    if held is not null and exists (select from ideas m where m.id = meant and m.canonical_id = held) then
        return held;
    end if;
    loop
        begin
            select r.id into held
              from ideas m join ideas r on r.id = m.canonical_id
             where m.id = meant and m.deleted_at is null and r.deleted_at is null
               for no key update of r;
            if held is null or exists (select from ideas m where m.id = meant and m.canonical_id = held) then
                return held;
            end if;
            raise exception using errcode = 'SB001', message = 'the tree has another root';
        exception
            when sqlstate 'SB001' then null;
        end;
    end loop;
end
$$;

-- Whether an idea is there: a release that shipped meets it fully, or what it was merged into. `but` is a release that is left
-- aside, because it is being taken back.
create function is_there(meant uuid, but uuid default null) returns boolean
    language sql stable
begin atomic
    select exists (
        select from ideas i
          join release_items item on item.idea_id in (i.id, i.canonical_id) and item.completes
          join releases r on r.id = item.release_id and r.stage = 'shipped' and r.id is distinct from but
         where i.id = meant);
end;

-- Whether the last thing that somebody was told of another idea merged together with this one is that it is there. A tree is one
-- wish: it counts them once, and tells them once.
create function told_of_another(person uuid, meant uuid) returns boolean
    language sql stable
begin atomic
    select exists (
        select from ideas own
          join ideas other on other.canonical_id = own.canonical_id and other.id <> own.id
          join notices n on n.user_id = person and n.idea_id = other.id and n.kind = 'shipped' and n.state in ('sending', 'sent')
         where own.id = meant
           and not exists (select from notices w
                            where w.user_id = person and w.idea_id = other.id and w.kind = 'withdrawn'
                              and w.epoch >= n.epoch and w.state in ('sending', 'sent')));
end;

-- Whether a mail has to wait, because another one that tells the same person of the same wish is just leaving. Two such mails to
-- one person are prepared one after the other.
create function another_is_leaving(person uuid, named text) returns boolean
    language plpgsql volatile
as $$
begin
    if not exists (
        select from notices n join ideas own on own.id = n.idea_id
          join ideas other on other.canonical_id = own.canonical_id and other.id <> own.id
         where n.user_id = person and n.mail = named and n.state = 'planned') then
        return false;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('one mail at a time to ' || person, 0));
    return exists (
        select from notices n join ideas own on own.id = n.idea_id
          join ideas other on other.canonical_id = own.canonical_id and other.id <> own.id
          join notices s on s.user_id = person and s.idea_id = other.id and s.kind = 'shipped' and s.state = 'sending' and s.mail <> named
         where n.user_id = person and n.mail = named and n.state = 'planned');
end
$$;

-- What is counted already.
do $$
declare
    workspace uuid;
begin
    for workspace in select id from tenants loop
        perform set_config('app.tenant_id', workspace::text, true);
        perform recount_comments(r.root) from (
            select distinct p.canonical_id as root from ideas p where p.tenant_id = workspace and p.merged_into is not null) r;
    end loop;
    perform set_config('app.tenant_id', '', true);
end
$$;
