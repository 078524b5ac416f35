//! What the ledger of notices promises: everyone who asked is told, once.

use super::Check;

/// The checks, in the order in which they are reported.
pub(super) const CHECKS: &[Check] = &[
    Check {
        name: "nobody is told the same thing twice",
        statement: "
            select format('%s was told %s times that idea #%s (%s) is %s, in epoch %s', n.user_id, count(*), i.number, i.id, n.kind, n.epoch)
              from notices n join ideas i on i.id = n.idea_id
             where n.state in ('sending', 'sent')
             group by n.user_id, i.number, i.id, n.kind, n.epoch
            having count(*) > 1
             order by i.number, n.user_id",
    },
    Check {
        name: "what was sent has a moment, and what was not has none",
        statement: "
            select format('notice %s (%s of idea %s to %s) is %s, and %s', id, kind, idea_id, user_id, state,
                          case when sent_at is null then 'nothing says when it was sent' else 'was sent at ' || sent_at end)
              from notices
             where (sent_at is not null) <> (state = 'sent')
             order by id",
    },
    Check {
        name: "whoever is left out is so for a reason",
        statement: "
            select format('notice %s (%s of idea %s to %s) is %s, and nothing says why', id, kind, idea_id, user_id, state)
              from notices
             where state in ('excluded', 'failed') and reason is null
             order by id",
    },
    Check {
        name: "what is to be told has a job that will tell it",
        statement: "
            select format('notice %s (%s of idea %s to %s) is %s, and no job of the outbox will tell it', n.id, n.kind, n.idea_id, n.user_id, n.state)
              from notices n
             where n.state in ('planned', 'sending')
               and not exists (select from outbox o where o.state = 'waiting' and o.key = n.mail || ':' || n.user_id)
               -- Before the settle delay of a ship has passed, one job stands for all of its mail.
               and not (n.kind = 'shipped'
                        and exists (select from releases r join outbox o on o.kind = 'releases.tell' and o.key = r.id || ':' || r.attempt
                                     where r.id = n.release_id and o.state = 'waiting'))
             order by n.id",
    },
    Check {
        name: "a release that is settling has a job that will announce it",
        statement: "
            select format('release %s (%s) shipped and waits to be announced, and no job of the outbox will do it', r.version, r.id)
              from releases r
             where r.stage = 'shipped' and r.settles_at is not null and r.announced_at is null
               and not exists (select from outbox o
                                where o.kind = 'releases.tell' and o.key = r.id || ':' || r.attempt and o.state = 'waiting')
             order by r.number",
    },
    Check {
        name: "everyone who asked for what has shipped stands in the ledger, told or left out",
        // An idea that was taken out of another after the ship was told of under that one's name. What an import brought later is
        // dated as it was elsewhere, and was not known here when it shipped.
        statement: "
            with asked as (
                select idea_id, user_id, min(created_at) as since
                  from (select idea_id, user_id, created_at from votes union all select idea_id, user_id, created_at from followers) said
                 group by idea_id, user_id
            )
            select format('release %s (%s) shipped idea #%s, and %s, who had asked for it, is not in the ledger', r.version, r.id, i.number, asked.user_id)
              from releases r
              join release_items item on item.release_id = r.id and item.completes
              join ideas i on i.id = item.idea_id and i.merged_into is null and i.deleted_at is null
              join asked on asked.idea_id = i.id and asked.since < r.shipped_at
             where r.stage = 'shipped'
               and not exists (select from notices n where n.user_id = asked.user_id and n.idea_id = i.id and n.kind = 'shipped')
               and not exists (select from events e
                                where e.subject_id = i.id and e.kind = 'idea.unmerged' and e.created_at >= r.shipped_at)
               and not exists (select from import_acts a join imports im on im.id = a.import_id
                                where a.target_id = i.id and a.other_id = asked.user_id and a.kind in ('vote', 'follower')
                                  and (im.finished_at is null or im.finished_at >= r.shipped_at))
             order by r.number, i.number, asked.user_id",
    },
    Check {
        name: "nobody is told of a time that an idea has not had",
        statement: "
            select format('notice %s (%s of idea #%s to %s) is of epoch %s, and the idea is in epoch %s', n.id, n.kind, i.number, n.user_id, n.epoch, i.epoch)
              from notices n join ideas i on i.id = n.idea_id
             where n.epoch > i.epoch
             order by n.id",
    },
];
