//! What is kept as a sum, counted again; and the trees that the sums are over.

use super::Check;

/// The checks, in the order in which they are reported.
pub(super) const CHECKS: &[Check] = &[
    Check {
        name: "votes are counted once a person, over everything merged, with those that came without names",
        statement: "
            with voters as (
                select i.canonical_id as root_id, count(distinct v.user_id) as people
                  from votes v join ideas i on i.id = v.idea_id
                 group by i.canonical_id
            ), sums as (
                select canonical_id as root_id, sum(imported_votes) as imported from ideas group by canonical_id
            )
            select format('idea #%s (%s) shows %s votes, and there are %s',
                          i.number, i.id, i.vote_count, coalesce(voters.people, 0) + sums.imported)
              from ideas i join sums on sums.root_id = i.id left join voters on voters.root_id = i.id
             where i.merged_into is null and i.vote_count <> coalesce(voters.people, 0) + sums.imported
             order by i.number",
    },
    Check {
        name: "heat comes from the first vote of each person",
        statement: "
            with voters as (
                select i.canonical_id as root_id, warmth(min(v.created_at)) as warmth
                  from votes v join ideas i on i.id = v.idea_id
                 group by i.canonical_id, v.user_id
            ), hottest as (
                select root_id, greatest(max(warmth), 0) as warmth from voters group by root_id
            ), heats as (
                select root_id, h.warmth + ln(exp(greatest(-h.warmth, -700)) + sum(exp(greatest(v.warmth - h.warmth, -700)))) as heat
                  from voters v join hottest h using (root_id)
                 group by root_id, h.warmth
            )
            select format('idea #%s (%s) has a heat of %s, and its votes make %s', i.number, i.id, i.heat, coalesce(heats.heat, 0))
              from ideas i left join heats on heats.root_id = i.id
             where i.merged_into is null and abs(i.heat - coalesce(heats.heat, 0)) > 1e-6
             order by i.number",
    },
    Check {
        name: "people are counted once a release that has shipped, for whoever sees boards up to a visibility",
        statement: "
            with roots as (
                select distinct r.id as release_id, seen.sees, root.id as root_id
                  from releases r cross join unnest(enum_range(null::visibility)) seen (sees)
                  join release_items ri on ri.release_id = r.id
                  join ideas i on i.id = ri.idea_id
                  join ideas root on root.id = i.canonical_id and root.deleted_at is null
                  join boards b on b.id = root.board_id and b.visibility <= seen.sees
                 where r.shipped_at is not null
            ), asked as (
                select roots.release_id, roots.sees, t.id, t.imported_votes from roots join ideas t on t.canonical_id = roots.root_id
            ), voters as (
                select a.release_id, a.sees, count(distinct v.user_id) as people
                  from asked a join votes v on v.idea_id = a.id
                 group by a.release_id, a.sees
            ), sums as (
                select release_id, sees, sum(imported_votes) as imported from asked group by release_id, sees
            )
            select format('release #%s (%s) says that %s people asked for it to whoever sees %s boards, and %s did',
                          r.number, r.id, p.people, seen.sees, coalesce(voters.people, 0) + coalesce(sums.imported, 0))
              from releases r cross join unnest(enum_range(null::visibility)) seen (sees)
              left join release_people p on p.release_id = r.id and p.sees = seen.sees
              left join voters on voters.release_id = r.id and voters.sees = seen.sees
              left join sums on sums.release_id = r.id and sums.sees = seen.sees
             where r.shipped_at is not null
               and p.people is distinct from coalesce(voters.people, 0) + coalesce(sums.imported, 0)
             order by r.number, seen.sees",
    },
    Check {
        name: "comments are counted that everybody can read who sees the idea, over everything merged",
        statement: "
            with written as (
                select i.canonical_id as root_id, count(*) as comments
                  from comments c join ideas i on i.id = c.idea_id join boards b on b.id = i.board_id
                  join ideas r on r.id = i.canonical_id join boards rb on rb.id = r.board_id
                 where c.deleted_at is null and not c.staff_only and b.visibility <= rb.visibility
                 group by i.canonical_id
            )
            select format('idea #%s (%s) shows %s comments, and there are %s',
                          i.number, i.id, i.comment_count, coalesce(written.comments, 0))
              from ideas i left join written on written.root_id = i.id
             where i.merged_into is null and i.comment_count <> coalesce(written.comments, 0)
             order by i.number",
    },
    Check {
        name: "what was merged counts for its root and shows nothing itself",
        statement: "
            select format('idea #%s (%s) is merged, and shows %s votes, %s comments and a heat of %s itself',
                          number, id, vote_count, comment_count, heat)
              from ideas
             where merged_into is not null and (vote_count <> 0 or comment_count <> 0 or heat <> 0)
             order by number",
    },
    Check {
        name: "an idea has the root of the idea it was merged into",
        statement: "
            select format('idea #%s (%s) was merged into #%s and has the root #%s, which %s', i.number, i.id, p.number, r.number,
                          case when r.merged_into is not null then 'was itself merged' else 'is not the root of that' end)
              from ideas i join ideas p on p.id = i.merged_into join ideas r on r.id = i.canonical_id
             where r.merged_into is not null or p.canonical_id <> i.canonical_id
             order by i.number",
    },
    Check {
        name: "merges make no circle",
        statement: "
            with recursive reached as (
                select id from ideas where merged_into is null
                union all
                select i.id from reached join ideas i on i.merged_into = reached.id
            )
            select format('idea #%s (%s) was merged into #%s, and that leads in a circle', i.number, i.id, p.number)
              from ideas i join ideas p on p.id = i.merged_into
             where not exists (select from reached where reached.id = i.id)
             order by i.number",
    },
    Check {
        name: "the next number is free",
        statement: "
            with used as (
                select 'idea' as noun, max(number) as last from ideas
                union all
                select 'release', max(number) from releases
            )
            select format('the next %s would be #%s, and there is a #%s', used.noun, coalesce(c.last, 0) + 1, used.last)
              from used left join counters c on c.noun = used.noun
             where used.last > coalesce(c.last, 0)
             order by used.noun",
    },
    Check {
        name: "an answer stands with what it answers, one level deep",
        statement: "
            select format('comment %s on idea #%s answers comment %s, which %s', c.id, i.number, p.id,
                          case when p.idea_id <> c.idea_id then 'stands on another idea' else 'is an answer itself' end)
              from comments c join comments p on p.id = c.parent_id join ideas i on i.id = c.idea_id
             where p.idea_id <> c.idea_id or p.parent_id is not null
             order by c.id",
    },
];
