//! What the team has to read, and what it declined.

use super::{Kind, State, Why, explanation};
use crate::access::hue;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{CommentId, HeldId, UserId};
use crate::text::{count, initials};

/// Posts on one page.
pub const PAGE: usize = 30;

/// A post, as the team reads it.
#[derive(Clone, Debug)]
pub struct Queued {
    /// Which one.
    pub id: HeldId,
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub state: State,
    /// Its title; empty where it has none.
    pub title: String,
    /// Its text as it was typed: nothing in it can be clicked.
    pub body: String,
    /// Why it waits.
    pub reasons: Vec<Why>,
    /// Why it was declined.
    pub declined_as: Option<String>,
    /// What staff added to that.
    pub note: String,
    /// Who wrote it.
    pub author_id: UserId,
    /// What they are called.
    pub author: String,
    /// Where mail reaches them.
    pub email: Option<String>,
    /// When they were first heard of.
    pub since: Time,
    /// Whether they were shut out meanwhile.
    pub blocked: bool,
    /// Their ideas and comments that everybody can read.
    pub posts: i64,
    /// Posts of theirs that were declined, this one left out.
    pub declined: i64,
    /// Other posts of theirs that wait.
    pub others: i64,
    /// The board it is for: an idea's own, otherwise that of the idea it is about.
    pub board: String,
    /// Whether that takes no new ideas any more.
    pub closed: bool,
    /// The number of the idea that it is about.
    pub number: Option<i32>,
    /// That idea's title.
    pub about: Option<String>,
    /// Whether that idea was deleted.
    pub gone: bool,
    /// The comment that it answers or changes.
    pub comment_id: Option<CommentId>,
    /// What the words are that a change replaces.
    pub before: Option<String>,
    /// Whether those were changed by somebody after this change was written.
    pub overtaken: bool,
    /// When it was written.
    pub created_at: Time,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<Time>,
}

impl Queued {
    /// The letters of its author's avatar.
    pub fn initials(&self) -> String {
        initials(&self.author)
    }

    /// The colour of it.
    pub fn hue(&self) -> u8 {
        hue(self.author_id)
    }

    /// What a button or a box that belongs to it says it belongs to.
    pub fn name(&self) -> String {
        if self.title.is_empty() {
            format!("the {} of {}", self.kind.noun(), self.author)
        } else {
            format!("“{}”", self.title)
        }
    }

    /// The page of what it is about.
    pub fn about_path(&self) -> String {
        let path = self.number.map_or_else(String::new, crate::ideas::path);
        self.comment_id.map_or_else(|| path.clone(), |comment| format!("{path}#comment-{comment}"))
    }

    /// What else there is of its author's.
    pub fn record(&self) -> String {
        let others = [(self.others, "more waiting"), (self.declined, "declined")];
        let others = others.iter().filter(|(number, _)| *number > 0).map(|(number, words)| format!(", {number} {words}"));
        count(self.posts, "post here", "posts here") + &others.collect::<String>()
    }

    /// Why it cannot be approved as things are; empty where it can.
    pub fn obstacle(&self) -> &'static str {
        super::decide::obstacle(self.blocked, self.gone, self.overtaken).unwrap_or_default()
    }

    /// Why it was declined, as its author reads it.
    pub fn explanation(&self) -> String {
        explanation(self.declined_as.as_deref().unwrap_or_default(), &self.note).english()
    }
}

/// One page of the queue: what waits, longest waiting first, or what was declined, latest first. One more than a page where
/// there are more. `after` is the last post of the page before.
pub async fn page(tx: &mut TenantTx, state: State, after: Option<HeldId>) -> Result<Vec<Queued>> {
    let posts = sqlx::query_as!(
        Queued,
        r#"select h.id, h.kind, h.state, h.title, h.body, h.reasons, h.declined_as, h.note,
                  h.author_id, u.name as author, u.email, u.created_at as since, u.blocked_at is not null as "blocked!",
                  (select count(*) from ideas p where p.author_id = u.id and p.deleted_at is null)
                  + (select count(*) from comments p where p.author_id = u.id and p.deleted_at is null and not p.staff_only) as "posts!",
                  (select count(*) from held_posts p where p.author_id = u.id and p.state = 'declined' and p.id <> h.id) as "declined!",
                  (select count(*) from held_posts p where p.author_id = u.id and p.state = 'waiting' and p.id <> h.id) as "others!",
                  b.name as board, b.archived_at is not null as "closed!",
                  i.number as "number?", i.title as "about?",
                  coalesce(i.deleted_at is not null or r.deleted_at is not null, false)
                      or coalesce(h.kind = 'comment_edit' and c.deleted_at is not null, false) as "gone!",
                  h.comment_id,
                  case h.kind when 'idea_edit' then concat_ws(E'\n\n', i.title, nullif(i.body, '')) when 'comment_edit' then c.body end as before,
                  coalesce(case h.kind when 'idea_edit' then i.edited_at > h.created_at
                                       when 'comment_edit' then c.edited_at > h.created_at end, false) as "overtaken!",
                  h.created_at, d.name as "decided_by?", h.decided_at
             from held_posts h
             join users u on u.id = h.author_id
             left join ideas i on i.id = h.idea_id
             left join ideas r on r.id = i.canonical_id
             left join comments c on c.id = h.comment_id
             join boards b on b.id = coalesce(h.board_id, i.board_id)
             left join users d on d.id = h.decided_by
            where h.state = $1
              and ($2::uuid is null
                   or case when $1 = 'waiting' then h.id > $2
                           else exists (select from held_posts a where a.id = $2 and (h.decided_at, h.id) < (a.decided_at, a.id)) end)
            order by case when $1 = 'waiting' then h.id end, h.decided_at desc, h.id desc
            limit $3"#,
        state as State,
        after.map(|after| after.0),
        i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(posts)
}

/// How many posts wait, and how many were declined.
pub async fn counts(tx: &mut TenantTx) -> Result<(i64, i64)> {
    let counts = sqlx::query!(
        r#"select (select count(*) from held_posts where state = 'waiting') as "waiting!",
                  (select count(*) from held_posts where state = 'declined') as "declined!""#
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok((counts.waiting, counts.declined))
}
