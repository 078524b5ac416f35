//! The mail to those whose idea was combined with another.

use askama::Template;
use futures_util::future::BoxFuture;

use super::jobs::{postpone, settle};
use super::ledger::{self, Addressed, Line};
use super::merged::{self, Root};
use super::opt_outs;
use crate::boards::Category;
use crate::error::Result;
use crate::mail::{Envelope, Mail};
use crate::outbox::{Desk, Handler, Outcome, Prepared};
use crate::users::language;
use crate::words::{Language, filters, message, standard};

/// One mail to one person. Payload: [`Addressed`].
pub const MERGED: &str = "notices.merged";

#[derive(Template)]
#[template(path = "mail/merged.txt")]
struct Text<'a> {
    said: &'a Said<'a>,
}

#[derive(Template)]
#[template(path = "mail/merged.html")]
struct Html<'a> {
    said: &'a Said<'a>,
}

struct Said<'a> {
    site: &'a str,
    name: String,
    ideas: Vec<Line>,
    unsubscribe: String,
}

pub(super) struct MergedMail;

impl Handler for MergedMail {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(async move {
            let to: Addressed = desk.job.payload()?;
            merged::drop_untrue(desk.tx, &to).await?;
            let taken = ledger::take(desk.tx, &to).await?;
            if taken.is_empty() {
                return Ok(Prepared::Pointless("it is not so any more, or they are not to be told"));
            }
            let Some((email, name)) = ledger::address(desk.tx, to.user).await? else {
                ledger::cancel_mail(desk.tx, &to).await?;
                return Ok(Prepared::Pointless("they are gone"));
            };
            let language = language::of(desk.tx, desk.site, &email).await?;
            let roots = merged::roots(desk.tx, &to).await?;
            let single = (taken.len() == 1).then(|| taken[0].number);
            let list = opt_outs::list(desk.site, &desk.app.config, to.user, single);
            let origin = desk.site.origin(&desk.app.config);
            let subject = message("mail-merged-subject").with("what", ledger::and_more(&taken[0].title, taken.len()));
            let ideas = roots.iter().map(|root| root.line(&origin, language)).collect();
            let said = Said { site: &desk.site.name, name, ideas, unsubscribe: list.unsubscribe.clone() };
            let head = desk.site.letterhead(&desk.app.config);
            let envelope = Envelope { language, to: email, to_name: &said.name, head: &head };
            let mail = Mail::render(envelope, subject, &Text { said: &said }, &Html { said: &said })?;
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

impl Root {
    /// As a mail of this workspace (`origin`) names it. The address is the one they know; it leads to where the idea is now.
    fn line(&self, origin: &str, language: Language) -> Line {
        let asked = language.list(self.asked.iter().map(|title| message("mail-quoted").with("title", title)));
        let key = match self.category {
            Category::Open => "mail-merged-line",
            Category::Done => "mail-merged-line-done",
            _ => "mail-merged-line-stands",
        };
        let note = language.say(message(key).with("asked", asked).with("status", standard(&self.status))).to_string();
        Line { url: format!("{origin}/ideas/{}", self.asked_number), title: self.title.clone(), note }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_was_asked_for_and_where_that_stands_now() {
        let root = |category, asked: &[&str]| Root {
            title: "Themes".to_owned(),
            status: "Shipped".to_owned(),
            category,
            asked_number: 12,
            asked: asked.iter().map(|title| (*title).to_owned()).collect(),
        };
        let line = root(Category::Open, &["Dark mode"]).line("https://acme.example", Language::English);
        assert_eq!((line.url.as_str(), line.note.as_str()), ("https://acme.example/ideas/12", "You asked for “Dark mode”."));
        let line = root(Category::Done, &["Dark mode", "Night", "Black"]).line("", Language::English);
        assert_eq!(line.note, "You asked for “Dark mode”, “Night” and “Black”. It is there already: Shipped.");
    }
}
