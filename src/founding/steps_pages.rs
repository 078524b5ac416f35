//! Where the desk begins: the first steps of a new workspace, and how it stands.

use askama::Template;
use axum::Router;
use axum::routing::get;

use super::standing::{self, Standing, Wanted};
use crate::access::{Roles, Staff};
use crate::app::App;
use crate::desk::INBOX;
use crate::error::Result;
use crate::web::{Page, Reply, see_other};
use crate::words::{Language, filters};

/// `/admin`.
pub fn router() -> Router<App> {
    Router::new().route("/admin", get(begin)).route("/admin/overview", get(show))
}

/// One step from nothing to "it shipped".
struct Step {
    done: bool,
    title: &'static str,
    text: &'static str,
    href: &'static str,
    button: &'static str,
    /// Whether this person's roles let them do it.
    theirs: bool,
}

/// A figure with its name and a small line after it.
struct Figure {
    name: &'static str,
    value: i64,
    note: String,
}

#[derive(Template)]
#[template(path = "founding/steps.html")]
struct StepsPage {
    origin: String,
    steps: [Step; 4],
    figures: [Figure; 4],
    wanted: Vec<Wanted>,
    failed: i64,
    sees_mail: bool,
}

impl StepsPage {
    fn done(&self) -> usize {
        self.steps.iter().filter(|step| step.done).count()
    }

    /// Whether this is the step that comes next for this person.
    fn is_next(&self, step: &Step) -> bool {
        self.steps.iter().find(|step| !step.done && step.theirs).is_some_and(|next| std::ptr::eq(next, step))
    }
}

/// Where the desk begins: with the first steps, and once they are done, with what waits.
async fn begin(mut asker: Staff) -> Result<Reply> {
    let standing = standing::of(&mut asker.tx, asker.now).await?;
    if standing.is_under_way() {
        return Ok(see_other(INBOX));
    }
    page(asker, standing).await
}

async fn show(mut asker: Staff) -> Result<Reply> {
    let standing = standing::of(&mut asker.tx, asker.now).await?;
    page(asker, standing).await
}

async fn page(mut asker: Staff, standing: Standing) -> Result<Reply> {
    let wanted = standing::most_wanted(&mut asker.tx).await?;
    let roles = &asker.person.roles;
    let steps = [
        Step {
            done: standing.ideas > 0,
            title: "Ask for something",
            text: "Write down one thing a customer wants. It takes a title and a sentence.",
            href: "/ideas/new",
            button: "Submit an idea",
            theirs: true,
        },
        Step {
            done: standing.colleagues > 0,
            title: "Invite a colleague",
            text: "Somebody who sorts ideas with you, or who ships.",
            href: "/admin/people",
            button: "Invite",
            theirs: roles.administers(),
        },
        Step {
            done: standing.releases > 0,
            title: "Plan a release",
            text: "Give it a version and link the ideas it answers. Those who asked see that it is coming.",
            href: "/admin/releases",
            button: "Plan a release",
            theirs: roles.releases(),
        },
        Step {
            done: standing.shipped > 0,
            title: "Ship it",
            text: "You see who will be told and what the mail looks like before anything leaves.",
            href: "/admin/releases",
            button: "To the releases",
            theirs: roles.releases(),
        },
    ];
    let figures = [
        Figure { name: "Ideas", value: standing.ideas, note: format!("of which {} undecided", standing.undecided) },
        Figure {
            name: "Votes this week",
            value: standing.votes_this_week,
            note: format!("of {} in all", Language::English.number(standing.votes)),
        },
        Figure { name: "People", value: standing.people, note: format!("of whom {} on the team", standing.staff) },
        Figure {
            name: "Releases",
            value: standing.shipped,
            note: format!("shipped, {} in the making", standing.releases - standing.shipped),
        },
    ];
    let page = StepsPage {
        origin: asker.site.origin(&asker.app.config),
        steps,
        figures,
        wanted,
        failed: standing.failed_jobs,
        sees_mail: roles.administers(),
    };
    let title = if page.done() == page.steps.len() { "Overview" } else { "First steps" };
    Page::new(asker.chrome, title, &page)?.desk().reply()
}
