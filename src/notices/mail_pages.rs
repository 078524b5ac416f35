//! Mail and jobs, as admins see them: what waits, what failed and why, what left lately.

use askama::Template;
use axum::Router;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::access::Admin;
use crate::app::App;
use crate::clock::Time;
use crate::error::Result;
use crate::events;
use crate::ids::OutboxId;
use crate::mail::Transport;
use crate::outbox::store::Which;
use crate::outbox::{Report, State, store};
use crate::text::{capital, count};
use crate::users::people;
use crate::web::{Ask, Page, Query, Reply};

/// Lines shown at most.
const SHOWN: i64 = 100;

/// `/admin/mail`.
pub fn router() -> Router<App> {
    Router::new().route("/admin/mail", get(show)).route("/admin/mail/retry", post(retry))
}

/// What a job does, in words: one line for each kind there is.
fn what(kind: &str) -> &str {
    match kind {
        "users.sign_in" => "Mail that proves an address: signing in, an invitation, a new address",
        "users.leaving_address" => "Mail to an address that somebody is leaving",
        "tenants.language_changed" => "Making search read everything in the new language",
        "notices.decision" => "Mail that tells a decision: planned or declined",
        "notices.comment" => "Mail about a comment or an answer",
        "notices.merged" => "Mail that tells one person what their idea was combined with",
        "notices.voted_for" => "Mail that tells somebody that the team voted for them",
        "releases.tell" => "Finding out whom to tell about a release",
        "releases.ship_mail" => "Mail that tells one person what has shipped",
        "releases.withdrawal_mail" => "Mail that tells one person what was rolled back",
        "changelog.tell" => "Finding out who follows the changelog",
        "changelog.mail" => "Changelog mail to one follower",
        "changelog.correct" => "Finding out which followers of the changelog to correct",
        "changelog.correction" => "Mail to one follower of the changelog that a release was taken back",
        "changelog.confirm" => "Mail that asks whether somebody wants to follow the changelog",
        "moderation.decided" => "Mail that tells somebody what became of a post that waited",
        "import.work" => "Taking in a file from elsewhere",
        "import.forget" => "Forgetting a file that was brought and never taken in",
        "similar.compare" => "Comparing an idea with the others",
        "similar.compare_all" => "Comparing all ideas with one another",
        "similar.understand" => "Asking the model what titles mean",
        "pictures.sweep" => "Sweeping out pictures that no text mentions",
        _ => kind,
    }
}

/// Where a job stands: the word, and the colour it is said in.
fn word(state: State) -> (&'static str, &'static str) {
    match state {
        State::Waiting => ("Waiting", "info"),
        State::Done => ("Done", "success"),
        State::Dropped => ("Not needed", ""),
        State::Failed => ("Failed", "danger"),
    }
}

/// What a mail server reported, in the same way.
fn reported(report: Report) -> (&'static str, &'static str) {
    match report {
        Report::Delayed => ("Delayed", "warning"),
        Report::Relayed | Report::Expanded => ("Passed on", ""),
        Report::Delivered => ("Delivered", "success"),
        Report::Failed => ("Came back", "danger"),
    }
}

fn parse(state: &str) -> Option<State> {
    match state {
        "waiting" => Some(State::Waiting),
        "failed" => Some(State::Failed),
        "done" => Some(State::Done),
        "dropped" => Some(State::Dropped),
        _ => None,
    }
}

#[derive(Debug, Default, Deserialize)]
struct Filter {
    #[serde(default)]
    state: String,
    /// One job alone.
    job: Option<OutboxId>,
}

impl Filter {
    fn which(&self) -> Which {
        match (self.job, parse(&self.state)) {
            (Some(job), _) => Which::One(job),
            (None, Some(state)) => Which::In(state),
            (None, None) if self.state == "bounced" => Which::Bounced,
            (None, None) => Which::All,
        }
    }
}

/// A way to look at the list.
struct Tab {
    name: &'static str,
    href: &'static str,
    count: i64,
    here: bool,
}

struct Line {
    what: String,
    word: &'static str,
    tone: &'static str,
    /// Why, and when it is tried next.
    note: String,
    written: (String, String, String),
    attempts: i32,
    /// What a mail server reported later: the word, its colour, and when.
    report: Option<(&'static str, &'static str, String)>,
}

#[derive(Template)]
#[template(path = "notices/mail_log.html")]
struct MailPage {
    tabs: Vec<Tab>,
    lines: Vec<Line>,
    stuck: bool,
    kept_in_folder: bool,
    /// One job is shown, and the way back to all.
    alone: bool,
    /// How many addresses are not written to, since mail came back.
    withheld: i64,
    shown: i64,
    more: bool,
}

async fn show(mut asker: Admin, Query(filter): Query<Filter>) -> Result<Reply> {
    let wanted = filter.which();
    let counts = store::counts(&mut asker.tx).await?;
    let bounced = store::bounced(&mut asker.tx).await?;
    let withheld = people::count(&mut asker.tx, "", people::Which::NoMail).await?;
    let lines = store::recent(&mut asker.tx, wanted, SHOWN).await?;
    let of = |state: State| counts.iter().find(|(known, _)| *known == state).map_or(0, |(_, count)| *count);
    let all: i64 = counts.iter().map(|(_, count)| count).sum();
    let counted = |which: Which| match which {
        Which::In(state) => of(state),
        Which::Bounced => bounced,
        Which::All | Which::One(_) => all,
    };
    let tab = |name, href, which: Which| Tab { name, href, count: counted(which), here: wanted == which };
    let page = MailPage {
        tabs: vec![
            tab("All", "/admin/mail", Which::All),
            tab("Waiting", "/admin/mail?state=waiting", Which::In(State::Waiting)),
            tab("Failed", "/admin/mail?state=failed", Which::In(State::Failed)),
            tab("Came back", "/admin/mail?state=bounced", Which::Bounced),
            tab("Done", "/admin/mail?state=done", Which::In(State::Done)),
            tab("Not needed", "/admin/mail?state=dropped", Which::In(State::Dropped)),
        ],
        stuck: lines.iter().any(|line| line.state == State::Waiting && line.attempts > 0),
        kept_in_folder: matches!(asker.app.mail, Transport::Folder(_)),
        shown: SHOWN,
        more: lines.len() == usize::try_from(SHOWN).unwrap_or(usize::MAX) && counted(wanted) > SHOWN,
        alone: matches!(wanted, Which::One(_)),
        withheld,
        lines: lines.into_iter().map(|line| self::line(line, asker.now, &asker.site.time_zone)).collect(),
    };
    Page::new(asker.chrome, "Mail", &page)?.desk().reply()
}

fn line(line: store::Line, now: Time, zone: &str) -> Line {
    let (word, tone) = word(line.state);
    let reason = line.reason.map(|reason| sentence(&reason)).unwrap_or_default();
    let note = match line.state {
        State::Waiting if line.due_at > now => format!("{reason} Next at {}.", line.due_at.minute(zone)),
        State::Waiting => format!("{reason} Due now."),
        _ => reason,
    };
    let said = line.report_words.map(|words| sentence(&words)).unwrap_or_default();
    let note = if said.is_empty() { note } else { format!("{note} {said}") };
    let report = line.report.zip(line.reported_at).map(|(report, at)| {
        let (word, tone) = reported(report);
        (word, tone, at.minute(zone))
    });
    Line {
        what: what(&line.kind).to_owned(),
        word,
        tone,
        note: note.trim().to_owned(),
        written: (line.created_at.rfc3339(), line.created_at.ago(now), line.created_at.minute(zone)),
        attempts: line.attempts,
        report,
    }
}

/// The words of a mail server, or our own, as a sentence.
fn sentence(reason: &str) -> String {
    let begun = capital(reason.trim());
    if begun.is_empty() || begun.ends_with(['.', '!', '?']) { begun } else { format!("{begun}.") }
}

async fn retry(mut asker: Admin, ask: Ask) -> Result<Reply> {
    let hastened = store::hasten_all(&mut asker.tx, asker.now).await?;
    let data = serde_json::json!({ "jobs": hastened });
    events::record(&mut asker.tx, "mail.retried", Some(asker.id), asker.site.id.0, data, asker.now).await?;
    asker.tx.commit().await?;
    let said = match i64::try_from(hastened) {
        Ok(0) | Err(_) => "Nothing was waiting for another attempt.".to_owned(),
        Ok(hastened) => format!("{} being tried again now.", count(hastened, "job is", "jobs are")),
    };
    Ok(ask.go("/admin/mail?state=waiting", &said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_reads_as_a_sentence() {
        assert_eq!(sentence("the workspace was closed"), "The workspace was closed.");
        assert_eq!(sentence(" 550 No such user. "), "550 No such user.");
        assert_eq!(sentence(""), "");
    }
}
