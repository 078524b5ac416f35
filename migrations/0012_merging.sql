-- Merging ideas: what is counted over a tree, and the notice that tells whoever asked for a part of it.

-- Used by nothing in here: PostgreSQL lets a new value be used only once the transaction that adds it is over.
alter type notice_kind add value 'merged';

-- What was merged into an idea directly.
create index ideas_merged_into_idx on ideas (tenant_id, merged_into) where merged_into is not null;

-- What a root's counter should say: the comments over its tree that everybody can read.
create function count_comments(root uuid) returns integer
    language sql stable
begin atomic
    select count(*)::integer
      from tree_of(root) t join comments c on c.idea_id = t.idea_id
     where c.deleted_at is null and not c.staff_only;
end;

-- Makes all counters of a root say what they should. What was merged counts for its root and says nothing itself.
create function recount_tree(root uuid) returns void
    language sql volatile
begin atomic
    update ideas i
       set vote_count = c.votes, heat = c.heat, comment_count = count_comments(root)
      from count_votes(root) c
     where i.id = root;
end;

-- Everybody who asked for one of these ideas (roots) that are about to become parts of another root's tree, and why they are not
-- to be told, or null where they are. Whoever asks for the other one as well loses sight of nothing. One row per idea and
-- person. Whoever asked for what had been merged into one of them before knows where to find it, and is left aside.
create function merge_audience(parts uuid[], into_root uuid, actor uuid)
    returns table (idea_id uuid, user_id uuid, exclusion text)
    language sql stable
as $$
    select a.idea_id, a.user_id,
           case
               when a.exclusion is not null then a.exclusion
               when exists (select from ideas r join boards b on b.id = r.board_id join users u on u.id = a.user_id
                             where r.id = into_root and b.visibility = 'staff'
                               and not u.roles && '{manager,releaser,admin,owner}'::role[]) then 'no_access'
               when exists (select from notices n
                             where n.user_id = a.user_id and n.idea_id = a.idea_id and n.kind::text = 'merged'
                               and n.state in ('sending', 'sent')) then 'told_before'
               when a.user_id in (select v.user_id from tree_of(into_root) t join votes v on v.idea_id = t.idea_id
                                  union
                                  select f.user_id from tree_of(into_root) t join followers f on f.idea_id = t.idea_id)
                   then 'asks_for_both'
           end
      from audience(parts, actor) a
     where exists (select from votes v where v.idea_id = a.idea_id and v.user_id = a.user_id)
        or exists (select from followers f where f.idea_id = a.idea_id and f.user_id = a.user_id)
$$;
