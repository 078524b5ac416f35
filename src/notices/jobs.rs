//! Mail about decisions and comments.

use askama::Template;
use futures_util::future::BoxFuture;

use super::comments::{self, To};
use super::ledger::{self, Addressed, Line};
use super::merged_mail::{MERGED, MergedMail};
use super::{Kind, decisions, opt_outs, voted_for};
use crate::error::Result;
use crate::mail::{Envelope, Mail};
use crate::outbox::{Desk, Handler, Handlers, Outcome, Prepared};
use crate::text::{Email, markdown};
use crate::users::{language, withheld};
use crate::words::{filters, message, standard};

/// Mail about a decision; see `decisions`.
pub const DECISION: &str = "notices.decision";

/// Mail about a comment; see `comments`.
pub const COMMENT: &str = "notices.comment";

/// Mail that tells somebody that staff voted for them; see `voted_for`.
pub const VOTED_FOR: &str = "notices.voted_for";

/// Who does the jobs of this noun.
pub fn register(handlers: Handlers) -> Handlers {
    handlers.with(DECISION, DecisionMail).with(COMMENT, CommentMail).with(MERGED, MergedMail).with(VOTED_FOR, VotedForMail)
}

/// The words of a decision's mail.
#[derive(Template)]
#[template(path = "mail/decision.txt")]
struct DecisionText<'a> {
    said: &'a DecisionSaid<'a>,
}

#[derive(Template)]
#[template(path = "mail/decision.html")]
struct DecisionHtml<'a> {
    said: &'a DecisionSaid<'a>,
}

struct DecisionSaid<'a> {
    site: &'a str,
    name: String,
    planned: bool,
    release: Option<String>,
    response: String,
    response_html: String,
    ideas: Vec<Line>,
    unsubscribe: String,
}

struct DecisionMail;

impl Handler for DecisionMail {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(async move {
            let to: Addressed = desk.job.payload()?;
            let Some(about) = decisions::about(desk.tx, &to).await? else {
                return Ok(Prepared::Pointless("it is not so any more"));
            };
            let ideas = ledger::take(desk.tx, &to).await?;
            let Some(first) = ideas.first() else { return Ok(Prepared::Pointless("they are not to be told")) };
            let Some((email, name)) = ledger::address(desk.tx, to.user).await? else {
                ledger::cancel_mail(desk.tx, &to).await?;
                return Ok(Prepared::Pointless("they are gone"));
            };
            let language = language::of(desk.tx, desk.site, &email).await?;
            let single = (ideas.len() == 1).then_some(first.number);
            let list = opt_outs::list(desk.site, &desk.app.config, to.user, single);
            let origin = desk.site.origin(&desk.app.config);
            let planned = about.kind == Kind::Planned;
            let subject = if planned {
                message("mail-planned-subject").with("what", ledger::and_more(&first.title, ideas.len()))
            } else {
                message("mail-declined-subject").with("what", &first.title)
            };
            let said = DecisionSaid {
                site: &desk.site.name,
                name,
                planned,
                release: about.release,
                response: if planned { String::new() } else { markdown::text_for_mail(&about.response, &origin) },
                response_html: if planned { String::new() } else { markdown::render_for_mail(&about.response, &origin) },
                ideas: ideas.iter().map(|idea| idea.line(&origin, language)).collect(),
                unsubscribe: list.unsubscribe.clone(),
            };
            let (text, html) = (DecisionText { said: &said }, DecisionHtml { said: &said });
            let head = desk.site.letterhead(&desk.app.config);
            let mail = Mail::render(Envelope { language, to: email, to_name: &said.name, head: &head }, subject, &text, &html)?;
            Ok(Prepared::Mail(Box::new(mail.on_list(list))))
        })
    }

    fn postpone<'a>(&'a self, desk: Desk<'a>, certain: bool) -> BoxFuture<'a, Result<()>> {
        Box::pin(postpone(desk, certain))
    }

    fn settle<'a>(&'a self, desk: Desk<'a>, outcome: &'a Outcome) -> BoxFuture<'a, Result<()>> {
        Box::pin(settle(desk, outcome))
    }
}

/// What every mail made of notices does when it did not leave for now.
pub(crate) async fn postpone(desk: Desk<'_>, certain: bool) -> Result<()> {
    if certain { ledger::put_back(desk.tx, &desk.job.payload()?).await } else { Ok(()) }
}

/// What every mail made of notices does when it has ended.
pub(crate) async fn settle(desk: Desk<'_>, outcome: &Outcome) -> Result<()> {
    ledger::settle(desk.tx, &desk.job.payload()?, outcome, desk.app.clock.now()).await?;
    withheld::settle(desk, outcome).await
}

#[derive(Template)]
#[template(path = "mail/voted_for.txt")]
struct VotedForText<'a> {
    said: &'a VotedForSaid<'a>,
}

#[derive(Template)]
#[template(path = "mail/voted_for.html")]
struct VotedForHtml<'a> {
    said: &'a VotedForSaid<'a>,
}

struct VotedForSaid<'a> {
    site: &'a str,
    name: String,
    /// Who of the staff.
    who: String,
    /// Each with the way to take the vote back as its note.
    ideas: Vec<Line>,
    confirmed: bool,
    confirm: String,
    unsubscribe: String,
}

struct VotedForMail;

impl Handler for VotedForMail {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(async move {
            let to: Addressed = desk.job.payload()?;
            let Some(about) = voted_for::about(desk.tx, &to).await? else {
                return Ok(Prepared::Pointless("it is not so any more"));
            };
            let ideas = ledger::take(desk.tx, &to).await?;
            let Some(first) = ideas.first() else { return Ok(Prepared::Pointless("they are not to be told")) };
            let Some((email, name)) = ledger::address(desk.tx, to.user).await? else {
                ledger::cancel_mail(desk.tx, &to).await?;
                return Ok(Prepared::Pointless("they are gone"));
            };
            let language = language::of(desk.tx, desk.site, &email).await?;
            let site = desk.site.name.as_str();
            let origin = desk.site.origin(&desk.app.config);
            let way = |number: i32| format!("{origin}{}", voted_for::path(desk.site, to.user, number, email.as_str()));
            let single = (ideas.len() == 1).then_some(first.number);
            let list = opt_outs::list(desk.site, &desk.app.config, to.user, single);
            let subject = message("mail-voted-subject").with("what", ledger::and_more(&first.title, ideas.len()));
            let said = VotedForSaid {
                site,
                name,
                who: language.list(about.staff.iter().map(|name| standard(name))),
                ideas: ideas.iter().map(|idea| Line { note: way(idea.number), ..idea.line(&origin, language) }).collect(),
                confirmed: about.confirmed,
                confirm: way(first.number),
                unsubscribe: list.unsubscribe.clone(),
            };
            let (text, html) = (VotedForText { said: &said }, VotedForHtml { said: &said });
            let head = desk.site.letterhead(&desk.app.config);
            let mail = Mail::render(Envelope { language, to: email, to_name: &said.name, head: &head }, subject, &text, &html)?;
            Ok(Prepared::Mail(Box::new(mail.on_list(list))))
        })
    }

    fn postpone<'a>(&'a self, desk: Desk<'a>, certain: bool) -> BoxFuture<'a, Result<()>> {
        Box::pin(postpone(desk, certain))
    }

    fn settle<'a>(&'a self, desk: Desk<'a>, outcome: &'a Outcome) -> BoxFuture<'a, Result<()>> {
        Box::pin(settle(desk, outcome))
    }
}

#[derive(Template)]
#[template(path = "mail/comment.txt")]
struct CommentText<'a> {
    site: &'a str,
    said: &'a comments::Said,
    url: &'a str,
    unsubscribe: &'a str,
}

#[derive(Template)]
#[template(path = "mail/comment.html")]
struct CommentHtml<'a> {
    site: &'a str,
    said: &'a comments::Said,
    body: String,
    url: &'a str,
    unsubscribe: &'a str,
}

struct CommentMail;

impl Handler for CommentMail {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(async move {
            let to: To = desk.job.payload()?;
            let Some(mut said) = comments::said(desk.tx, &to).await? else {
                return Ok(Prepared::Pointless("the comment is not for them any more"));
            };
            let origin = desk.site.origin(&desk.app.config);
            let body = markdown::render_for_mail(&said.body, &origin);
            said.body = markdown::text_for_mail(&said.body, &origin);
            let Ok(email) = Email::parse(&said.email) else { return Ok(Prepared::Pointless("the address cannot be written to")) };
            let language = language::of(desk.tx, desk.site, &email).await?;
            let site = desk.site.name.as_str();
            let url = format!("{origin}/ideas/{}#comment-{}", said.number, to.comment);
            let list = opt_outs::list(desk.site, &desk.app.config, to.user, Some(said.number));
            let subject = message("mail-comment-subject").with("author", &said.author).with("title", &said.title);
            let text = CommentText { site, said: &said, url: &url, unsubscribe: &list.unsubscribe };
            let html = CommentHtml { site, said: &said, body, url: &url, unsubscribe: &list.unsubscribe };
            let head = desk.site.letterhead(&desk.app.config);
            let mail = Mail::render(Envelope { language, to: email, to_name: &said.name, head: &head }, subject, &text, &html)?;
            Ok(Prepared::Mail(Box::new(mail.on_list(list))))
        })
    }

    fn settle<'a>(&'a self, desk: Desk<'a>, outcome: &'a Outcome) -> BoxFuture<'a, Result<()>> {
        Box::pin(withheld::settle(desk, outcome))
    }
}
