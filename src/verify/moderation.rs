//! What waits to be read is not there yet, and what was approved is.

use super::Check;

/// The checks, in the order in which they are reported.
pub(super) const CHECKS: &[Check] = &[
    Check {
        name: "what waits to be read, or was declined, is not there yet",
        statement: "
            select format('post %s (%s) is %s, and stands already as %s', h.id, h.kind, h.state, coalesce('idea #' || i.number, 'comment ' || c.id))
              from held_posts h
              left join ideas i on h.kind = 'idea' and i.submission = h.submission
              left join comments c on h.kind = 'comment' and c.submission = h.submission
             where h.state <> 'approved' and (i.id is not null or c.id is not null)
             order by h.id",
    },
    Check {
        name: "what was approved is there, once",
        statement: "
            select format('post %s (%s) was approved, and what it became is not its own', h.id, h.kind)
              from held_posts h
              left join ideas i on i.id = h.idea_id
              left join comments c on c.id = h.comment_id
             where h.state = 'approved'
               and (h.kind = 'idea' and i.submission is distinct from h.submission
                    or h.kind = 'comment' and c.submission is distinct from h.submission)
             order by h.id",
    },
    Check {
        name: "nobody who is gone waits to be read",
        statement: "
            select format('post %s (%s) waits, and its author %s is gone', h.id, h.kind, u.id)
              from held_posts h join users u on u.id = h.author_id
             where h.state = 'waiting' and u.deleted_at is not null
             order by h.id",
    },
];
