//! The changelog by mail: confirming an address, and the news of a release.

use askama::Template;
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};

use super::tell::Standing;
use super::{Entry, Wish, absolute, confirm_path, correct, leave_path, list_id, store, subscribers, tell};
use crate::app::Site;
use crate::boards::Visibility;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::ids::SubscriberId;
use crate::mail::{Envelope, List, Mail};
use crate::outbox::{Desk, Handler, Handlers, Outcome, Prepared};
use crate::releases::jobs::{CORRECT_CHANGELOG, TELL_CHANGELOG};
use crate::releases::ship::Ship;
use crate::text::{Email, markdown};
use crate::users::{language, withheld};
use crate::words::{Language, filters, message};

/// The job that mails one of them. Its payload is [`News`].
const MAIL: &str = "changelog.mail";

/// The job that takes it back. Its payload is [`News`].
const CORRECTION: &str = "changelog.correction";

/// The job that asks the owner of an address. Its payload is [`Confirm`].
pub(super) const CONFIRM: &str = "changelog.confirm";

/// Who does the jobs of this noun.
pub fn register(handlers: Handlers) -> Handlers {
    handlers
        .with(CONFIRM, ConfirmMail)
        .with(TELL_CHANGELOG, TellEverybody)
        .with(MAIL, NewsMail)
        .with(CORRECT_CHANGELOG, CorrectEverybody)
        .with(CORRECTION, CorrectionMail)
}

/// Whom to ask.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Confirm {
    pub(super) subscriber: SubscriberId,
    /// What the page was said in where it was asked for.
    #[serde(default)]
    pub(super) language: Option<Language>,
}

struct ConfirmMail;

#[derive(Template)]
#[template(path = "mail/changelog_confirm.txt")]
struct ConfirmText<'a> {
    site: &'a str,
    link: &'a str,
}

#[derive(Template)]
#[template(path = "mail/changelog_confirm.html")]
struct ConfirmHtml<'a> {
    site: &'a str,
    link: &'a str,
}

impl Handler for ConfirmMail {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(async move {
            let Confirm { subscriber, language: asked } = desk.job.payload()?;
            let subscriber = match subscribers::find(desk.tx, subscriber).await {
                Err(Error::NotFound) => return Ok(Prepared::Pointless("nobody answered for too long")),
                found => found?,
            };
            let Ok(to) = Email::parse(&subscriber.email) else { return Ok(Prepared::Pointless("its address is not one")) };
            let site = desk.site.name.as_str();
            let language = language::asked(desk.tx, desk.site, &to, asked).await?;
            let link = desk.site.origin(&desk.app.config) + &confirm_path(desk.site, subscriber.id);
            let subject = message("mail-confirm-subject").with("site", site);
            let (text, html) = (ConfirmText { site, link: &link }, ConfirmHtml { site, link: &link });
            let head = desk.site.letterhead(&desk.app.config);
            let envelope = Envelope { language, to, to_name: "", head: &head };
            Ok(Prepared::Mail(Box::new(Mail::render(envelope, subject, &text, &html)?)))
        })
    }

    fn settle<'a>(&'a self, desk: Desk<'a>, outcome: &'a Outcome) -> BoxFuture<'a, Result<()>> {
        Box::pin(settle(desk, outcome))
    }
}

/// Writes one mail for everybody who follows. Payload: [`Ship`].
struct TellEverybody;

impl Handler for TellEverybody {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(async move {
            let ship: Ship = desk.job.payload()?;
            if tell::standing(desk.tx, ship).await? == Standing::Undone {
                return Ok(Prepared::Pointless(UNDONE));
            }
            tell::everybody(desk.tx, MAIL, ship, desk.app.clock.now()).await?;
            Ok(Prepared::Done)
        })
    }
}

/// Why a ship is not told of.
const UNDONE: &str = "the release has been taken back, or has shipped again";

/// Whom to mail about which ship.
#[derive(Debug, Serialize, Deserialize)]
struct News {
    ship: Ship,
    subscriber: SubscriberId,
}

struct NewsMail;

#[derive(Template)]
#[template(path = "mail/changelog_news.txt")]
struct NewsText<'a> {
    site: &'a str,
    origin: &'a str,
    entry: &'a Entry,
    notes: String,
    title: &'a str,
    again: bool,
    leave: &'a str,
}

#[derive(Template)]
#[template(path = "mail/changelog_news.html")]
struct NewsHtml<'a> {
    site: &'a str,
    origin: &'a str,
    entry: &'a Entry,
    title: &'a str,
    notes: String,
    again: bool,
    leave: &'a str,
}

impl NewsHtml<'_> {
    /// Where an idea is.
    fn link(&self, wish: &Wish) -> String {
        format!("{}/ideas/{}", self.origin, wish.number)
    }

    /// Where the story is.
    fn page(&self) -> String {
        format!("{}{}", self.origin, self.entry.path())
    }
}

impl Handler for NewsMail {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(async move {
            let News { ship, subscriber } = desk.job.payload()?;
            let number = match tell::standing(desk.tx, ship).await? {
                Standing::Undone => {
                    tell::assume_told(desk.tx, subscriber, ship).await?;
                    return Ok(Prepared::Pointless(UNDONE));
                }
                Standing::Settling => return Ok(Prepared::NotYet("the release can still be unshipped")),
                Standing::Announced(number) => number,
            };
            let subscriber = subscribers::find(desk.tx, subscriber).await?;
            if !subscriber.follows() {
                return Ok(Prepared::Pointless("they do not follow any more"));
            }
            let heard = tell::heard(desk.tx, subscriber.id, ship).await?;
            if heard.of_this {
                return Ok(Prepared::Pointless("they have this mail already"));
            }
            let Ok(to) = Email::parse(&subscriber.email) else { return Ok(Prepared::Pointless("its address is not one")) };
            tell::begin(desk.tx, subscriber.id, ship, true, desk.app.clock.now()).await?;
            // Whoever the address belongs to: a mail is read by more people than a page, so it names public ideas only.
            let entry = store::entry(desk.tx, number, &Visibility::seen_by(None)).await?;
            let leave = leave_path(desk.site, subscriber.id);
            let language = language::of(desk.tx, desk.site, &to).await?;
            news(language, to, desk.site, &desk.app.config, &entry, heard.of_another, &leave)
        })
    }

    fn postpone<'a>(&'a self, desk: Desk<'a>, certain: bool) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            if certain {
                let News { ship, subscriber } = desk.job.payload()?;
                tell::begin(desk.tx, subscriber, ship, false, desk.app.clock.now()).await?;
            }
            Ok(())
        })
    }

    fn settle<'a>(&'a self, desk: Desk<'a>, outcome: &'a Outcome) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            if *outcome == Outcome::Sent {
                let News { ship, subscriber } = desk.job.payload()?;
                tell::sent(desk.tx, subscriber, ship, desk.app.clock.now()).await?;
            }
            settle(desk, outcome).await
        })
    }
}

/// What every mail to whoever follows does when it was refused.
async fn settle(desk: Desk<'_>, outcome: &Outcome) -> Result<()> {
    if let Outcome::Refused(refusal) = outcome {
        subscribers::refused(desk.tx, refusal, desk.app.clock.now()).await?;
    }
    withheld::settle(desk, outcome).await
}

/// The mail of one ship to one address. `again` says that the address was told of an earlier one, which was taken back.
fn news(
    language: Language,
    to: Email,
    site: &Site,
    config: &Config,
    entry: &Entry,
    again: bool,
    leave: &str,
) -> Result<Prepared> {
    let origin = site.origin(config);
    let leave = origin.clone() + leave;
    let title = entry.title();
    let subject = if again {
        message("mail-news-back-subject").with("title", &title)
    } else {
        message("mail-news-subject").with("site", &site.name).with("title", &title)
    };
    let notes = markdown::text_for_mail(&entry.notes, &origin);
    let text = NewsText { site: &site.name, origin: &origin, entry, notes, title: &title, again, leave: &leave };
    let notes = absolute(&markdown::render_for_mail(&entry.notes, &origin), &origin);
    let html = NewsHtml { site: &site.name, origin: &origin, entry, title: &title, notes, again, leave: &leave };
    let envelope = Envelope { language, to, to_name: "", head: &site.letterhead(config) };
    let mail = Mail::render(envelope, subject, &text, &html)?;
    Ok(Prepared::Mail(Box::new(mail.on_list(List { id: list_id(site, config), unsubscribe: leave.clone() }))))
}

/// Writes one correction for everybody who was mailed that the release is out. Payload: [`Ship`].
struct CorrectEverybody;

impl Handler for CorrectEverybody {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(async move {
            let ship: Ship = desk.job.payload()?;
            if correct::withdrawn(desk.tx, ship).await?.is_none() {
                return Ok(Prepared::Pointless(BACK));
            }
            if tell::under_way(desk.tx, MAIL, ship).await? {
                return Ok(Prepared::NotYet("mail that it corrects is still under way"));
            }
            correct::everybody(desk.tx, CORRECTION, ship, desk.app.clock.now()).await?;
            Ok(Prepared::Done)
        })
    }
}

/// Why a ship is not corrected.
const BACK: &str = "the release has shipped again";

struct CorrectionMail;

#[derive(Template)]
#[template(path = "mail/changelog_correction.txt")]
struct CorrectionText<'a> {
    site: &'a str,
    origin: &'a str,
    entry: &'a Entry,
    leave: &'a str,
}

#[derive(Template)]
#[template(path = "mail/changelog_correction.html")]
struct CorrectionHtml<'a> {
    site: &'a str,
    origin: &'a str,
    entry: &'a Entry,
    leave: &'a str,
}

impl CorrectionHtml<'_> {
    /// Where the story is.
    fn page(&self) -> String {
        format!("{}{}", self.origin, self.entry.path())
    }
}

impl Handler for CorrectionMail {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(async move {
            let News { ship, subscriber } = desk.job.payload()?;
            let Some(number) = correct::withdrawn(desk.tx, ship).await? else { return Ok(Prepared::Pointless(BACK)) };
            let subscriber = subscribers::find(desk.tx, subscriber).await?;
            if !subscriber.follows() {
                return Ok(Prepared::Pointless("they do not follow any more"));
            }
            let Ok(to) = Email::parse(&subscriber.email) else { return Ok(Prepared::Pointless("its address is not one")) };
            if !correct::note(desk.tx, subscriber.id, ship, desk.app.clock.now()).await? {
                return Ok(Prepared::Pointless("they were never told"));
            }
            let entry = store::entry(desk.tx, number, &Visibility::seen_by(None)).await?;
            let language = language::of(desk.tx, desk.site, &to).await?;
            let site = desk.site.name.as_str();
            let origin = desk.site.origin(&desk.app.config);
            let leave = origin.clone() + &leave_path(desk.site, subscriber.id);
            let text = CorrectionText { site, origin: &origin, entry: &entry, leave: &leave };
            let html = CorrectionHtml { site, origin: &origin, entry: &entry, leave: &leave };
            let subject = message("mail-correction-subject").with("title", entry.title());
            let envelope = Envelope { language, to, to_name: "", head: &desk.site.letterhead(&desk.app.config) };
            let mail = Mail::render(envelope, subject, &text, &html)?;
            let list = List { id: list_id(desk.site, &desk.app.config), unsubscribe: leave.clone() };
            Ok(Prepared::Mail(Box::new(mail.on_list(list))))
        })
    }

    fn settle<'a>(&'a self, desk: Desk<'a>, outcome: &'a Outcome) -> BoxFuture<'a, Result<()>> {
        Box::pin(settle(desk, outcome))
    }
}
