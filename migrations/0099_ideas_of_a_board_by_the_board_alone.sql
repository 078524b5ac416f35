-- A board says which workspace it is in. In an index, the two beside each other made PostgreSQL expect that an installation of ten
-- thousand workspaces has one idea where a board has hundreds: it took what a join with boards wanted from all ideas of the board,
-- one after the other, instead of by their ids, on every page of an idea and for every vote. By the board alone it expects as many
-- as there are.
drop index ideas_board_idx;
create index ideas_board_idx on ideas (board_id);

-- For the same reason the people of a release are counted without a join with boards: who sees the idea's is known beforehand, and
-- who sees those of others is looked up.
create or replace function one_more_asked(root uuid, meant uuid, voter uuid) returns void
    language plpgsql
as $$
declare
    releases constant uuid[] := shipped_with(current_tenant(), array[root]);
    seen     constant visibility := (select b.visibility from ideas r join boards b on b.id = r.board_id where r.id = root);
begin
    perform from release_people p where p.release_id = any (releases) order by p.release_id, p.sees for update;
    update release_people p set people = p.people + 1
     where p.release_id = any (releases)
       and seen <= p.sees
       and not exists (
            select from release_items ri
              join ideas i on i.id = ri.idea_id
              join ideas r on r.id = i.canonical_id and r.deleted_at is null
              join ideas t on t.canonical_id = r.id
              join votes v on v.idea_id = t.id and v.user_id = voter and v.idea_id <> meant
             where ri.release_id = p.release_id and (select b.visibility from boards b where b.id = r.board_id) <= p.sees);
end
$$;
