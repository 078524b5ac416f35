//! The forms of the desk: one idea or many changed, a note or an answer written, and what was done undone.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use uuid::Uuid;

use super::acts::{self, Aside, Outcome, Wanted};
use super::{TABLE, undo};
use crate::access::{Manager, Roles, Staff};
use crate::app::App;
use crate::boards::Visibility;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::ideas::comments::{self, NewComment};
use crate::ideas::followers::{self, Reason};
use crate::ideas::narrow::Shelf;
use crate::ideas::show::{self, Meant};
use crate::ideas::{assign, desk};
use crate::ids::{IdeaId, StatusId, UserId};
use crate::limits::Act;
use crate::releases::store as releases;
use crate::text::CommentBody;
use crate::web::ask::is_local;
use crate::web::{Ask, Form, Page, Path, Query, Reply};
use crate::words::filters;

/// The most ideas that are changed at once: more than a page has.
const AT_ONCE: usize = 200;

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/admin/ideas/bulk", post(bulk))
        .route("/admin/ideas/undo", post(take_back))
        .route("/admin/ideas/{number}/status", post(set_status))
        .route("/admin/ideas/{number}/note", get(ask_for_words).post(say))
}

/// What is to be done with the ideas that are selected; what is empty stays as it is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Bulk {
    idea: Vec<i32>,
    to_status: String,
    to_board: String,
    tag: String,
    untag: String,
    /// `nobody`, `me`, or somebody's id.
    assignee: String,
    /// The number of a release.
    release: String,
    /// `done`, `day`, `week` or `month`.
    aside: String,
    /// The number of the idea that they are to become a part of, perhaps with a `#`.
    merge_into: String,
    /// Where to go afterwards.
    back: String,
}

/// Back to where the form was sent from, or where it says.
fn return_to<'a>(ask: &'a Ask, back: &'a str) -> &'a str {
    if is_local(back) { back } else { ask.from.as_deref().unwrap_or(TABLE) }
}

/// Until when something is put aside, where a form says so. What is not understood is not wanted.
fn aside(word: &str, now: Time) -> Option<Aside> {
    let days = match word {
        "done" => return Some(Aside::Done),
        "day" => 1,
        "week" => 7,
        "month" => 30,
        _ => return None,
    };
    Some(Aside::Until(now + SignedDuration::from_hours(24 * days)))
}

/// `POST /admin/ideas/bulk`: the same change to every idea that is selected, or to the one at the side.
async fn bulk(mut staff: Staff, ask: Ask, Form(form): Form<Bulk>) -> Result<Reply> {
    let back = return_to(&ask, &form.back).to_owned();
    if form.idea.len() > AT_ONCE {
        return Err(Error::rejected(format!("That is more than {AT_ONCE} ideas at once. Please choose fewer.")));
    }
    let shelf = Shelf::read(&mut staff.tx, &Visibility::ALL).await?;
    let team = assign::team(&mut staff.tx).await?;
    let me = staff.id;
    let person = |id: UserId| team.iter().find(|one| one.id == id).map(|one| Some((one.id, one.name.as_str())));
    let release = match form.release.parse() {
        Ok(number) => Some(releases::hold(&mut staff.tx, number).await?),
        Err(_) => None,
    };
    let merge = match target(&mut staff, &form.merge_into).await {
        Err(Error::NotFound) => {
            let said = format!("There is no idea “{}” to combine with. Nothing has changed.", form.merge_into.trim());
            return Ok(ask.go(&back, &said));
        }
        merge => merge?,
    };
    let wanted = Wanted {
        merge,
        status: shelf.statuses.iter().find(|status| status.id.to_string() == form.to_status),
        board: shelf.boards.iter().find(|board| board.slug == form.to_board && board.archived_at.is_none()),
        tag: shelf.tag_called(&form.tag),
        untag: shelf.tag_called(&form.untag),
        assignee: match form.assignee.as_str() {
            "nobody" => Some(None),
            "me" => person(me),
            id => id.parse().ok().and_then(|id| person(UserId(id))),
        },
        release: release.as_ref(),
        aside: aside(&form.aside, staff.now),
    };
    if wanted.is_nothing() {
        return Ok(ask.go(&back, "Please choose what is to change first. Nothing has changed."));
    }
    if wanted.is_for_whoever_triages() && !staff.person.roles.manages() {
        return Err(Error::forbidden(
            "Your role in this workspace does not include this. An admin can give it to you under People.",
        ));
    }
    let ideas = desk::numbered(&mut staff.tx, &form.idea).await?;
    if ideas.is_empty() {
        return Ok(ask.go(&back, "No idea was selected, so nothing has changed."));
    }
    let mut outcome = acts::carry_out(&mut staff.tx, &staff.site, &ideas, &wanted, staff.id, staff.now).await?;
    let gone = form.idea.iter().filter(|number| ideas.iter().all(|(_, there)| there != *number));
    outcome.refused.extend(gone.map(|number| (*number, "It has been combined or deleted meanwhile.".to_owned())));
    staff.tx.commit().await?;
    Ok(ask.go_with_undo(&back, outcome.say(), &undo_path(&outcome, staff.now)))
}

/// What the ideas are to become a part of: the root of what the number names. None where nothing was typed.
async fn target(staff: &mut Staff, typed: &str) -> Result<Option<(IdeaId, i32)>> {
    let typed = typed.trim().trim_start_matches('#');
    if typed.is_empty() {
        return Ok(None);
    }
    let number = typed.parse().map_err(|_| Error::NotFound)?;
    let meant = show::meant(&mut staff.tx, number, &Visibility::ALL).await?;
    Ok(Some((meant.root, meant.root_number)))
}

/// What undoes what was done at a moment; empty where nothing was.
fn undo_path(outcome: &Outcome, at: Time) -> String {
    if outcome.changed.is_empty() { String::new() } else { format!("/admin/ideas/undo?at={}", at.timestamp().as_microsecond()) }
}

/// Where an idea is to stand.
#[derive(Clone, Copy, Debug, Deserialize)]
struct SetStatus {
    status: StatusId,
}

/// `POST /admin/ideas/{number}/status`: one idea, from its row.
async fn set_status(mut manager: Manager, ask: Ask, Path(number): Path<i32>, Form(form): Form<SetStatus>) -> Result<Reply> {
    let ideas = desk::numbered(&mut manager.tx, &[number]).await?;
    if ideas.is_empty() {
        return Err(Error::NotFound);
    }
    let shelf = Shelf::read(&mut manager.tx, &Visibility::ALL).await?;
    let to = shelf.statuses.iter().find(|status| status.id == form.status).ok_or(Error::NotFound)?;
    let wanted = Wanted { status: Some(to), ..Wanted::default() };
    let outcome = acts::carry_out(&mut manager.tx, &manager.site, &ideas, &wanted, manager.id, manager.now).await?;
    manager.tx.commit().await?;
    Ok(ask.go_with_undo(return_to(&ask, ""), outcome.say(), &undo_path(&outcome, manager.now)))
}

/// The moment, in microseconds since 1970, at which it was done.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Moment {
    at: i64,
}

/// `POST /admin/ideas/undo`: whatever the one who asks did at that moment.
async fn take_back(mut staff: Staff, ask: Ask, Query(moment): Query<Moment>) -> Result<Reply> {
    let at = Timestamp::from_microsecond(moment.at).map_err(|_| Error::NotFound)?;
    let undone = undo::undo(&mut staff.tx, Time::from_timestamp(at), staff.id, staff.now).await?;
    staff.tx.commit().await?;
    Ok(ask.back(TABLE, undone.say()))
}

/// What is said from the desk about an idea.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Words {
    body: String,
    /// Whether everybody may read it; otherwise it is a note.
    public: bool,
    submission: Uuid,
    /// Where to go after an answer, and where after a note.
    back: String,
    stay: String,
}

/// A note or an answer, on a page of its own.
#[derive(Template)]
#[template(path = "desk/note.html")]
struct WordsPage<'a> {
    idea: &'a Meant,
    words: &'a Words,
    error: &'a str,
}

async fn meant(staff: &mut Staff, number: i32) -> Result<Meant> {
    show::meant(&mut staff.tx, number, &Visibility::ALL).await
}

/// `GET /admin/ideas/{number}/note`.
async fn ask_for_words(mut staff: Staff, Path(number): Path<i32>) -> Result<Reply> {
    let idea = meant(&mut staff, number).await?;
    let form = Words { submission: Uuid::new_v4(), ..Words::default() };
    Page::new(staff.chrome, "Answer or note", &WordsPage { idea: &idea, words: &form, error: "" })?.desk().reply()
}

/// `POST /admin/ideas/{number}/note`: a note among the team, or an answer that everybody reads.
async fn say(mut staff: Staff, ask: Ask, Path(number): Path<i32>, Form(form): Form<Words>) -> Result<Reply> {
    staff.limit(Act::Comment)?;
    let idea = meant(&mut staff, number).await?;
    let body = match CommentBody::parse(&form.body) {
        Ok(body) => body,
        Err(error) => {
            let page =
                Page::new(staff.chrome, "Answer or note", &WordsPage { idea: &idea, words: &form, error: &error.english() })?;
            return page.desk().status(StatusCode::UNPROCESSABLE_ENTITY).reply();
        }
    };
    let new = NewComment {
        idea: idea.id,
        author: staff.id,
        parent: None,
        visible: Visibility::ALL.to_vec(),
        by_staff: true,
        body,
        staff_only: !form.public,
        submission: form.submission,
    };
    let added = comments::add(&mut staff.tx, &new, staff.now).await?;
    if added.is_some() && form.public {
        followers::follow(&mut staff.tx, idea.root, staff.id, Reason::Commented, staff.now).await?;
    }
    staff.tx.commit().await?;
    let (to, said) = if form.public { (&form.back, "Answered.") } else { (&form.stay, "Noted, for the team only.") };
    Ok(ask.go(return_to(&ask, to), format!("#{number}: {said}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_aside_comes_back_when_it_was_said_to() {
        let now = Time::from_timestamp("2026-01-01T00:00:00Z".parse().unwrap());
        assert_eq!(aside("done", now), Some(Aside::Done));
        assert_eq!(aside("week", now), Some(Aside::Until(now + SignedDuration::from_hours(168))));
        assert_eq!(aside("", now), None);
        assert_eq!(aside("never", now), None);
    }
}
