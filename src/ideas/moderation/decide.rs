//! Deciding about what waits: it appears, or it does not. Whoever takes a post's row first decides; the other is told.

use std::collections::BTreeSet;

use serde_json::json;
use sqlx::types::Uuid;

use super::{Decline, Kind, State, tell};
use crate::access::{Role, Roles};
use crate::app::Site;
use crate::boards::{self, Category, Visibility};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result, constraint};
use crate::events;
use crate::ideas::comments::{self, NewComment};
use crate::ideas::edit;
use crate::ideas::followers::{self, Reason};
use crate::ideas::submit::{self, NewIdea};
use crate::ids::{BoardId, CommentId, HeldId, IdeaId, UserId};
use crate::text::{Body, CommentBody, Line, Refusal, Sentence, Title};
use crate::users::{roles, trust};
use jiff::SignedDuration;

/// The most posts that are decided at once: more than a page of the queue has.
pub const AT_ONCE: usize = 200;

/// What is done with posts.
#[derive(Clone, Debug)]
pub enum Act {
    /// They appear.
    Approve,
    /// They appear, with everything else of their authors' that waits, and whatever those say later appears at once.
    Trust,
    /// They do not appear, and their authors are told why.
    Decline(Decline, Line),
    /// Neither they nor anything else of their authors' that waits appears, and those are shut out.
    Block(Decline, Line),
}

impl Act {
    /// Takes why something is declined: one of the reasons, and what staff add, which stands alone where no reason fits.
    pub fn reason(word: &str, note: &str) -> Result<(Decline, Line), Sentence> {
        let reason = Decline::parse(word).ok_or("Please choose a reason.")?;
        let note = Line::parse(note)?;
        if reason == Decline::Other && note.as_str().is_empty() {
            return Err("Please say the reason in your own words.".to_owned());
        }
        Ok((reason, note))
    }

    /// Whether it is about everything of the authors' that waits.
    fn is_about_people(&self) -> bool {
        matches!(self, Self::Trust | Self::Block(..))
    }

    fn approves(&self) -> bool {
        matches!(self, Self::Approve | Self::Trust)
    }
}

/// Who decides.
#[derive(Clone, Copy, Debug)]
pub struct Staff {
    /// Who.
    pub id: UserId,
    /// When.
    pub now: Time,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    /// How many posts were decided about.
    pub done: i64,
    /// Why others were not, each a sentence.
    pub left: Vec<String>,
}

/// Why a post cannot be approved as things are.
pub(super) fn obstacle(blocked: bool, gone: bool, overtaken: bool) -> Option<&'static str> {
    if blocked {
        Some("Its author is blocked. Let them in again first, or decline it.")
    } else if gone {
        Some("What it is about was deleted. Bring that back first, or decline it.")
    } else if overtaken {
        Some("What it would change was changed by somebody else since. Decline it, or make the change yourself.")
    } else {
        None
    }
}

/// A post that is being decided about, its row locked.
#[derive(Debug)]
struct Taken {
    id: HeldId,
    kind: Kind,
    state: State,
    author: UserId,
    name: String,
    roles: Vec<Role>,
    blocked: bool,
    board: Option<BoardId>,
    idea: Option<IdeaId>,
    root: Option<IdeaId>,
    gone: bool,
    overtaken: bool,
    comment: Option<CommentId>,
    title: String,
    body: String,
    submission: Uuid,
    created_at: Time,
    decided_by: Option<String>,
}

impl Taken {
    fn name(&self) -> String {
        if self.title.is_empty() { format!("The {} of {}", self.kind.noun(), self.name) } else { format!("“{}”", self.title) }
    }

    /// Said to whoever was slower.
    fn decided_already(&self) -> String {
        let who = self.decided_by.as_deref().unwrap_or("somebody");
        format!("{} has been {} by {who} already.", self.name(), self.state.word())
    }
}

/// Decides about posts, all of it or nothing. What cannot be decided so stays as it is, and is said.
pub async fn decide(tx: &mut TenantTx, site: &Site, posts: &[HeldId], act: &Act, staff: Staff) -> Result<Decided> {
    let taken = take(tx, posts, act.is_about_people()).await?;
    if taken.is_empty() {
        return Err(Error::NotFound);
    }
    let mut decided = Decided::default();
    let (waiting, others): (Vec<Taken>, Vec<Taken>) = taken.into_iter().partition(|post| post.state == State::Waiting);
    decided.left.extend(others.iter().map(Taken::decided_already));
    let decision = Uuid::new_v4();
    let mut authors = BTreeSet::new();
    for post in &waiting {
        let done = if act.approves() { appear(tx, post, decision, staff).await? } else { Ok(()) };
        match done {
            Ok(()) => {
                authors.insert(post.author);
                decided.done += 1;
            }
            Err(why) => decided.left.push(format!("{}: {why}", post.name())),
        }
    }
    match act {
        Act::Approve => {}
        Act::Trust => {
            for author in &authors {
                trust::set(tx, *author, true, staff.id, staff.now).await?;
            }
        }
        Act::Decline(reason, note) | Act::Block(reason, note) => decline(tx, &waiting, *reason, note, decision, staff).await?,
    }
    if let Act::Block(..) = act {
        // Whoever is shut out is not written to.
        for author in &authors {
            roles::block(tx, staff.id, *author, true, staff.now).await?;
        }
    } else if decided.done > 0 {
        let delay = if act.approves() { SignedDuration::ZERO } else { SignedDuration::from_mins(site.settle_minutes.into()) };
        tell::plan(tx, decision, staff.now + delay, staff.now).await?;
    }
    Ok(decided)
}

/// Locks the posts, and with `people` all that wait of the same authors, always in the same order.
async fn take(tx: &mut TenantTx, posts: &[HeldId], people: bool) -> Result<Vec<Taken>> {
    let ids: Vec<Uuid> = posts.iter().map(|post| post.0).collect();
    let taken = sqlx::query_as!(
        Taken,
        r#"select h.id, h.kind, h.state, h.author_id as author, u.name, u.roles, u.blocked_at is not null as "blocked!",
                  h.board_id as board, h.idea_id as idea, i.canonical_id as "root?",
                  coalesce(i.deleted_at is not null or r.deleted_at is not null, false)
                      or coalesce(h.kind = 'comment_edit' and c.deleted_at is not null, false) as "gone!",
                  coalesce(case h.kind when 'idea_edit' then i.edited_at > h.created_at
                                       when 'comment_edit' then c.edited_at > h.created_at end, false) as "overtaken!",
                  h.comment_id as comment, h.title, h.body, h.submission, h.created_at, d.name as "decided_by?"
             from held_posts h
             join users u on u.id = h.author_id
             left join ideas i on i.id = h.idea_id
             left join ideas r on r.id = i.canonical_id
             left join comments c on c.id = h.comment_id
             left join users d on d.id = h.decided_by
            where h.id = any($1)
               or $2 and h.state = 'waiting'
                  and h.author_id in (select a.author_id from held_posts a where a.id = any($1) and a.state = 'waiting')
            order by h.id
              for update of h"#,
        &ids,
        people,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(taken)
}

/// Makes of a post what its author meant it to be, or says why that cannot be.
async fn appear(tx: &mut TenantTx, post: &Taken, decision: Uuid, staff: Staff) -> Result<Result<(), String>> {
    if let Some(why) = obstacle(post.blocked, post.gone, post.overtaken) {
        return Ok(Err(why.to_owned()));
    }
    let place = match post.kind {
        Kind::Idea => new_idea(tx, post).await,
        Kind::Comment => new_comment(tx, post).await,
        Kind::IdeaEdit => {
            let (title, body) = (kept(Title::parse(&post.title))?, kept(Body::parse(&post.body))?);
            let idea = post.idea.ok_or(Error::NotFound)?;
            edit::edit(tx, idea, &title, &body, post.author, staff.now).await?;
            Ok((Some(idea), None))
        }
        Kind::CommentEdit => {
            let comment = post.comment.ok_or(Error::NotFound)?;
            comments::edit(tx, comment, &kept(CommentBody::parse(&post.body))?, staff.now).await?;
            Ok((post.idea, Some(comment)))
        }
    };
    let (idea, comment) = match place {
        Ok(place) => place,
        Err(Error::Rejected(why)) => return Ok(Err(why.english())),
        Err(error) => return Err(error),
    };
    // The words stand where they belong now.
    sqlx::query!(
        "update held_posts
            set state = 'approved', title = '', body = '', words = '', idea_id = $2, comment_id = $3,
                decided_by = $4, decided_at = $5, decision = $6
          where id = $1",
        post.id.0,
        idea.map(|idea| idea.0),
        comment.map(|comment| comment.0),
        staff.id.0,
        staff.now,
        decision,
    )
    .execute(&mut **tx)
    .await?;
    record(tx, "post.approved", post, State::Approved, json!({ "idea": idea, "comment": comment }), staff).await?;
    Ok(Ok(()))
}

/// What a post has become: the idea, and the comment where it is one.
type Place = (Option<IdeaId>, Option<CommentId>);

async fn new_idea(tx: &mut TenantTx, post: &Taken) -> Result<Place> {
    let new = NewIdea {
        board: post.board.ok_or(Error::NotFound)?,
        author: post.author,
        status: boards::store::status_in(tx, Category::Open).await?.id,
        title: kept(Title::parse(&post.title))?,
        body: kept(Body::parse(&post.body))?,
        submission: post.submission,
        created_at: post.created_at,
    };
    Ok((Some(submit::submit(tx, &new).await?.id), None))
}

async fn new_comment(tx: &mut TenantTx, post: &Taken) -> Result<Place> {
    let (idea, _) = post.idea.zip(post.root).ok_or(Error::NotFound)?;
    let by_staff = post.roles.staff();
    let new = NewComment {
        idea,
        author: post.author,
        parent: post.comment,
        visible: if by_staff { Visibility::ALL.to_vec() } else { vec![Visibility::Public, Visibility::SignedIn] },
        by_staff,
        body: kept(CommentBody::parse(&post.body))?,
        staff_only: false,
        submission: post.submission,
    };
    let comment = comments::add(tx, &new, post.created_at).await?;
    followers::follow(tx, idea, post.author, Reason::Commented, post.created_at).await?;
    Ok((Some(idea), comment))
}

/// A text that was checked before it was held.
fn kept<T>(text: Result<T, Refusal>) -> Result<T> {
    text.map_err(|refusal| Error::internal(anyhow::anyhow!(refusal)))
}

async fn decline(tx: &mut TenantTx, posts: &[Taken], reason: Decline, note: &Line, decision: Uuid, staff: Staff) -> Result<()> {
    let ids: Vec<Uuid> = posts.iter().map(|post| post.id.0).collect();
    sqlx::query!(
        "update held_posts
            set state = 'declined', declined_as = $2, note = $3, decided_by = $4, decided_at = $5, decision = $6
          where id = any($1)",
        &ids,
        reason.word(),
        note.as_str(),
        staff.id.0,
        staff.now,
        decision,
    )
    .execute(&mut **tx)
    .await?;
    for post in posts {
        let why = json!({ "reason": reason.word(), "note": note.as_str() });
        record(tx, "post.declined", post, State::Declined, why, staff).await?;
    }
    Ok(())
}

/// Puts a declined post back among those that wait. Mail about it that has not left does not leave.
pub async fn undo(tx: &mut TenantTx, post: HeldId, staff: Staff) -> Result<()> {
    let found = take(tx, &[post], false).await?;
    let declined = found.first().ok_or(Error::NotFound)?;
    match declined.state {
        State::Declined => {}
        State::Waiting => return Err(Error::rejected("It waits again already.")),
        State::Approved => return Err(Error::Rejected(declined.decided_already().into())),
    }
    let undone = sqlx::query!(
        "update held_posts
            set state = 'waiting', declined_as = null, note = '', decided_by = null, decided_at = null, decision = null
          where id = $1",
        post.0,
    )
    .execute(&mut **tx)
    .await;
    match undone {
        Ok(_) => {}
        Err(error) if constraint(&error) == Some("held_posts_edit_key") => {
            return Err(Error::rejected("Its author has written another change to the same thing, which waits already."));
        }
        Err(error) => return Err(error.into()),
    }
    record(tx, "post.decline_undone", declined, State::Waiting, json!({}), staff).await
}

/// Writes down who decided what, about whose post, and how it stood before.
async fn record(tx: &mut TenantTx, kind: &str, post: &Taken, to: State, mut data: serde_json::Value, staff: Staff) -> Result<()> {
    data["what"] = json!(post.kind.noun());
    data["author"] = json!(post.author);
    data["from"] = json!(post.state.word());
    data["to"] = json!(to.word());
    events::record(tx, kind, Some(staff.id), post.id.0, data, staff.now).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_one_of_ours_or_said_in_words() {
        assert!(Act::reason("spam", "").is_ok());
        assert!(Act::reason("other", "We make boats.").is_ok());
        assert!(Act::reason("other", " ").unwrap_err().contains("own words"));
        assert!(Act::reason("", "").is_err());
        assert!(Act::reason("spam", &"x".repeat(201)).is_err());
    }
}
