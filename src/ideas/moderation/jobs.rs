//! The mail that tells somebody how the team decided about what they sent.

use askama::Template;
use futures_util::future::BoxFuture;

use super::State;
use super::tell::{self, Post, To};
use crate::error::Result;
use crate::mail::{Envelope, Mail};
use crate::notices::{ledger, opt_outs};
use crate::outbox::{Desk, Handler, Handlers, Outcome, Prepared};
use crate::users::{language, withheld};
use crate::words::{filters, message};

/// Mail about posts that were read.
pub const DECIDED: &str = "moderation.decided";

/// Who does the jobs of this noun.
pub fn register(handlers: Handlers) -> Handlers {
    handlers.with(DECIDED, DecidedMail)
}

/// One post, as the mail shows it.
struct Line {
    url: String,
    name: String,
    why: String,
}

/// What the mail says.
struct Said<'a> {
    site: &'a str,
    name: &'a str,
    appears: bool,
    posts: Vec<Line>,
    unsubscribe: String,
}

#[derive(Template)]
#[template(path = "mail/moderated.txt")]
struct DecidedText<'a> {
    said: &'a Said<'a>,
}

#[derive(Template)]
#[template(path = "mail/moderated.html")]
struct DecidedHtml<'a> {
    said: &'a Said<'a>,
}

struct DecidedMail;

impl Handler for DecidedMail {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(prepare(desk))
    }

    fn settle<'a>(&'a self, desk: Desk<'a>, outcome: &'a Outcome) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let to: To = desk.job.payload()?;
            match outcome {
                Outcome::Sent => tell::told(desk.tx, &to).await,
                _ => withheld::settle(desk, outcome).await,
            }
        })
    }
}

async fn prepare(desk: Desk<'_>) -> Result<Prepared> {
    let to: To = desk.job.payload()?;
    let posts = tell::posts(desk.tx, &to).await?;
    let Some(first) = posts.first() else { return Ok(Prepared::Pointless("it is not so any more, or they are not to be told")) };
    let Some((email, name)) = ledger::address(desk.tx, to.user).await? else { return Ok(Prepared::Pointless("they are gone")) };
    let language = language::of(desk.tx, desk.site, &email).await?;
    let appears = first.state == State::Approved;
    let subject = match (appears, posts.as_slice()) {
        (true, [one]) => message("mail-there-subject").with("kind", one.kind.word()),
        (true, more) => message("mail-there-subject-many").with("count", more.len()),
        (false, [one]) => message("mail-refused-subject").with("kind", one.kind.word()),
        (false, more) => message("mail-refused-subject-many").with("count", more.len()),
    };
    let list = opt_outs::list(desk.site, &desk.app.config, to.user, None);
    let origin = desk.site.origin(&desk.app.config);
    let line = |post: &Post| Line {
        url: format!("{origin}{}", post.path()),
        name: language.say(post.name()).to_string(),
        why: language.say(post.explanation()).to_string(),
    };
    let said = Said {
        site: &desk.site.name,
        name: &name,
        appears,
        posts: posts.iter().map(line).collect(),
        unsubscribe: list.unsubscribe.clone(),
    };
    let envelope = Envelope { language, to: email, to_name: &name, head: &desk.site.letterhead(&desk.app.config) };
    let mail = Mail::render(envelope, subject, &DecidedText { said: &said }, &DecidedHtml { said: &said })?;
    Ok(Prepared::Mail(Box::new(mail.on_list(list))))
}
