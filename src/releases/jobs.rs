//! Mail of releases: "it shipped", "it is back", and the correction.

use askama::Template;
use futures_util::future::BoxFuture;

use super::ship::{self, Ship};
use super::{Release, Stage, store, told};
use crate::app::{App, Site};
use crate::error::Result;
use crate::ids::{ReleaseId, UserId};
use crate::mail::{Envelope, Mail};
use crate::notices::jobs::{self, postpone};
use crate::notices::ledger::{self, Addressed, Line};
use crate::notices::{corrections, opt_outs};
use crate::outbox::{Desk, Handler, Handlers, Outcome, Prepared};
use crate::text::Email;
use crate::users::language;
use crate::words::{Language, filters, message};

/// The settle delay of a ship has passed. Payload: [`Ship`].
pub const TELL: &str = "releases.tell";

/// The same, for those who follow the changelog; `changelog` does it.
pub const TELL_CHANGELOG: &str = "changelog.tell";

/// Those who follow the changelog were mailed about a ship that was rolled back; `changelog` does it. Payload: [`Ship`].
pub const CORRECT_CHANGELOG: &str = "changelog.correct";

/// What follows a ship that is announced.
pub(super) const AFTER_A_SHIP: [&str; 2] = [TELL, TELL_CHANGELOG];

/// One mail to one person: it shipped. Payload: [`Addressed`].
pub const SHIP_MAIL: &str = "releases.ship_mail";

/// One mail to one person: it is not there any more. Payload: [`Addressed`].
pub const WITHDRAWAL_MAIL: &str = "releases.withdrawal_mail";

/// Who does the jobs of this noun.
pub fn register(handlers: Handlers) -> Handlers {
    handlers.with(TELL, Tell).with(SHIP_MAIL, ShipMail).with(WITHDRAWAL_MAIL, WithdrawalMail)
}

struct Tell;

impl Handler for Tell {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(async move {
            let ship: Ship = desk.job.payload()?;
            let announced = ship::announce(desk.tx, ship, desk.app.clock.now()).await?;
            Ok(if announced { Prepared::Done } else { Prepared::Pointless("the release was taken back") })
        })
    }
}

#[derive(Template)]
#[template(path = "mail/shipped.txt")]
struct ShippedText<'a> {
    said: &'a ShippedSaid<'a>,
}

#[derive(Template)]
#[template(path = "mail/shipped.html")]
struct ShippedHtml<'a> {
    said: &'a ShippedSaid<'a>,
}

/// What the mail of a ship says.
struct ShippedSaid<'a> {
    site: &'a str,
    name: &'a str,
    release: String,
    url: String,
    ideas: Vec<Line>,
    /// Whether they were told before that it had gone.
    back: bool,
    unsubscribe: &'a str,
}

/// Whom a mail is for.
pub(super) struct Reader<'a> {
    pub(super) language: Language,
    pub(super) user: UserId,
    pub(super) email: Email,
    pub(super) name: &'a str,
}

/// Writes the mail of a ship to one person: also for the preview, which is therefore what leaves.
pub(super) fn shipped(app: &App, site: &Site, release: &Release, to: Reader<'_>, taken: &[ledger::Taken]) -> Result<Mail> {
    let Reader { language, user, email, name } = to;
    let single = (taken.len() == 1).then(|| taken[0].number);
    let list = opt_outs::list(site, &app.config, user, single);
    let origin = site.origin(&app.config);
    let back = !taken.is_empty() && taken.iter().all(|idea| idea.back);
    let said = ShippedSaid {
        site: &site.name,
        name,
        release: release.title(),
        url: format!("{origin}/changelog/{}", release.number),
        ideas: taken.iter().map(|idea| idea.line(&origin, language)).collect(),
        back,
        unsubscribe: &list.unsubscribe,
    };
    let first = taken.first().map_or("", |idea| idea.title.as_str());
    let key = if back { "mail-back-subject" } else { "mail-shipped-subject" };
    let subject = message(key).with("what", ledger::and_more(first, taken.len()));
    let envelope = Envelope { language, to: email, to_name: name, head: &site.letterhead(&app.config) };
    let mail = Mail::render(envelope, subject, &ShippedText { said: &said }, &ShippedHtml { said: &said })?;
    Ok(mail.on_list(list))
}

struct ShipMail;

impl Handler for ShipMail {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(async move {
            let to: Addressed = desk.job.payload()?;
            let Some(release) = release_of(desk.tx, &to).await? else {
                return Ok(Prepared::Pointless("there is no such release"));
            };
            if release.stage != Stage::Shipped {
                corrections::assume_told(desk.tx, &to, desk.app.clock.now()).await?;
                return Ok(Prepared::Pointless("the release was rolled back"));
            }
            if ledger::another_is_leaving(desk.tx, &to).await? {
                return Ok(Prepared::NotYet("another mail about the same wish is being sent"));
            }
            let taken = ledger::take(desk.tx, &to).await?;
            if taken.is_empty() {
                told::note(desk.tx, &to, desk.app.clock.now()).await?;
                return Ok(Prepared::Pointless("they are not to be told"));
            }
            let Some((email, name)) = ledger::address(desk.tx, to.user).await? else {
                ledger::cancel_mail(desk.tx, &to).await?;
                told::note(desk.tx, &to, desk.app.clock.now()).await?;
                return Ok(Prepared::Pointless("they are gone"));
            };
            let language = language::of(desk.tx, desk.site, &email).await?;
            let reader = Reader { language, user: to.user, email, name: &name };
            let mail = shipped(desk.app, desk.site, &release, reader, &taken)?;
            Ok(Prepared::Mail(Box::new(mail)))
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
#[template(path = "mail/withdrawn.txt")]
struct WithdrawnText<'a> {
    said: &'a WithdrawnSaid<'a>,
}

#[derive(Template)]
#[template(path = "mail/withdrawn.html")]
struct WithdrawnHtml<'a> {
    said: &'a WithdrawnSaid<'a>,
}

struct WithdrawnSaid<'a> {
    site: &'a str,
    name: &'a str,
    release: String,
    note: &'a str,
    ideas: Vec<Line>,
    unsubscribe: &'a str,
}

struct WithdrawalMail;

impl Handler for WithdrawalMail {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(async move {
            let to: Addressed = desk.job.payload()?;
            let Some(release) = release_of(desk.tx, &to).await? else {
                return Ok(Prepared::Pointless("there is no such release"));
            };
            if corrections::under_way(desk.tx, &to).await? {
                return Ok(Prepared::NotYet("the mail that it corrects is still under way"));
            }
            corrections::drop_needless(desk.tx, &to, desk.app.clock.now()).await?;
            let taken = ledger::take(desk.tx, &to).await?;
            if taken.is_empty() {
                told::note(desk.tx, &to, desk.app.clock.now()).await?;
                return Ok(Prepared::Pointless("there is nothing to correct any more"));
            }
            let Some((email, name)) = ledger::address(desk.tx, to.user).await? else {
                ledger::cancel_mail(desk.tx, &to).await?;
                told::note(desk.tx, &to, desk.app.clock.now()).await?;
                return Ok(Prepared::Pointless("they are gone"));
            };
            let origin = desk.site.origin(&desk.app.config);
            let single = (taken.len() == 1).then(|| taken[0].number);
            let list = opt_outs::list(desk.site, &desk.app.config, to.user, single);
            let language = language::of(desk.tx, desk.site, &email).await?;
            let said = WithdrawnSaid {
                site: &desk.site.name,
                name: &name,
                release: release.title(),
                note: &release.rollback_note,
                ideas: taken.iter().map(|idea| idea.line(&origin, language)).collect(),
                unsubscribe: &list.unsubscribe,
            };
            let subject = message("mail-withdrawn-subject").with("what", &taken[0].title);
            let envelope = Envelope { language, to: email, to_name: &name, head: &desk.site.letterhead(&desk.app.config) };
            let mail = Mail::render(envelope, subject, &WithdrawnText { said: &said }, &WithdrawnHtml { said: &said })?;
            let mut mail = mail.on_list(list);
            mail.in_reply_to = corrections::earlier_mail(desk.tx, SHIP_MAIL, &to).await?.map(|id| id.to_string());
            Ok(Prepared::Mail(Box::new(mail)))
        })
    }

    fn postpone<'a>(&'a self, desk: Desk<'a>, certain: bool) -> BoxFuture<'a, Result<()>> {
        Box::pin(postpone(desk, certain))
    }

    fn settle<'a>(&'a self, desk: Desk<'a>, outcome: &'a Outcome) -> BoxFuture<'a, Result<()>> {
        Box::pin(settle(desk, outcome))
    }
}

/// A mail of a release has ended; perhaps it was the last.
async fn settle(desk: Desk<'_>, outcome: &Outcome) -> Result<()> {
    let Desk { app, site, tx, job } = desk;
    jobs::settle(Desk { app, site, tx: &mut *tx, job }, outcome).await?;
    told::note(tx, &job.payload()?, app.clock.now()).await
}

/// The release that a mail is about: its name carries it. Each of its mails is about the same one.
async fn release_of(tx: &mut crate::db::TenantTx, to: &Addressed) -> Result<Option<Release>> {
    let Some(id) = to.mail.split(':').nth(1).and_then(|id| id.parse().ok()) else { return Ok(None) };
    store::hold_beside(tx, ReleaseId(id)).await
}
