//! Mail that proves an address: when it is written, and when it has become pointless.

use futures_util::future::BoxFuture;

use super::letters;
use super::sign_in::{self, MAIL, Payload, Purpose, Standing, WARN};
use super::{intents, language, store, withheld};
use crate::access::Role;
use crate::error::{Error, Result};
use crate::mail::Envelope;
use crate::outbox::{Desk, Handler, Handlers, Outcome, Prepared};
use crate::text::Email;
use crate::text::token::{self, Token};

/// Who does the jobs of this noun.
pub fn register(handlers: Handlers) -> Handlers {
    handlers.with(MAIL, ProofMail).with(WARN, WarningMail)
}

/// Mails a link and a code, which are made here and nowhere else. Each attempt makes new ones, so a mail that the server
/// refused for now holds nothing of worth when it turns up after all.
struct ProofMail;

impl Handler for ProofMail {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(prove(desk))
    }

    fn settle<'a>(&'a self, desk: Desk<'a>, outcome: &'a Outcome) -> BoxFuture<'a, Result<()>> {
        Box::pin(withheld::settle(desk, outcome))
    }
}

async fn prove(desk: Desk<'_>) -> Result<Prepared> {
    let Desk { app, site, tx, job } = desk;
    let now = app.clock.now();
    let payload: Payload = job.payload()?;
    let Some(proof) = sign_in::find(tx, payload.sign_in).await? else {
        return Ok(Prepared::Pointless("its person has been deleted"));
    };
    match proof.standing(now) {
        Standing::Open => {}
        Standing::Used => return Ok(Prepared::Pointless("it is not needed any more")),
        Standing::Expired => return Ok(Prepared::Pointless("its time was over before it could be sent")),
    }
    let to = Email::parse(&proof.email).map_err(|refusal| Error::internal(anyhow::anyhow!(refusal)))?;
    let holder = store::by_email(tx, &to).await?;
    let taken = proof.purpose == Purpose::ChangeEmail && holder.is_some();
    let user = match proof.user_id {
        Some(id) => Some(store::find(tx, id).await?),
        None => holder,
    };
    if user.as_ref().is_some_and(|user| !user.is_welcome()) {
        return Ok(Prepared::Pointless("its person is blocked or deleted"));
    }
    let roles = user.as_ref().map_or(&[][..], |user| &user.roles);
    if proof.purpose == Purpose::Found && !roles.contains(&Role::Owner) {
        return Ok(Prepared::Pointless("only the founder can open the workspace"));
    }

    let (link, code) = (Token::new(), proof.has_code().then(token::code));
    sign_in::seal(tx, &proof, &link, code.as_deref()).await?;
    let link = format!("{}/sign-in/link/{}", site.origin(&app.config), link.reveal());
    let code = code.map(|code| spaced(&code));
    let language = language::asked(tx, site, &to, payload.language).await?;
    let head = site.letterhead(&app.config);
    let envelope = Envelope { language, to, to_name: user.as_ref().map_or("", |user| &user.name), head: &head };
    let mail = match proof.purpose {
        Purpose::SignIn => {
            let kept = match proof.intent_id {
                Some(intent) => intents::store::find(tx, intent, now).await?.map(|kept| kept.what().noun()),
                None => None,
            };
            letters::sign_in(envelope, &link, code.as_deref(), kept.as_ref())?
        }
        Purpose::Found => letters::found(envelope, &site.origin(&app.config), &link, code.as_deref())?,
        Purpose::Invite => letters::invite(envelope, &link, roles)?,
        Purpose::ChangeEmail => letters::change_email(envelope, &link, taken)?,
    };
    Ok(Prepared::Mail(Box::new(mail)))
}

/// `123456` as people read it aloud.
fn spaced(code: &str) -> String {
    code.split_at_checked(3).map_or_else(|| code.to_owned(), |(first, second)| format!("{first} {second}"))
}

/// Tells the address that a person is about to leave, and has the new one mailed only then: nobody is moved unwarned.
struct WarningMail;

impl Handler for WarningMail {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(warn(desk))
    }

    fn settle<'a>(&'a self, desk: Desk<'a>, outcome: &'a Outcome) -> BoxFuture<'a, Result<()>> {
        Box::pin(withheld::settle(desk, outcome))
    }
}

async fn warn(desk: Desk<'_>) -> Result<Prepared> {
    let Desk { app, site, tx, job } = desk;
    let payload: Payload = job.payload()?;
    let Some(proof) = sign_in::find(tx, payload.sign_in).await? else {
        return Ok(Prepared::Pointless("its person has been deleted"));
    };
    sign_in::mail(tx, MAIL, payload, app.clock.now()).await?;
    let Some(id) = proof.user_id else { return Ok(Prepared::Pointless("it is nobody's")) };
    let user = store::find(tx, id).await?;
    let Some(Ok(to)) = user.email.as_deref().map(Email::parse) else {
        return Ok(Prepared::Pointless("its person has been deleted"));
    };
    let profile = format!("{}/profile", site.origin(&app.config));
    let language = language::asked(tx, site, &to, payload.language).await?;
    let head = site.letterhead(&app.config);
    let envelope = Envelope { language, to, to_name: &user.name, head: &head };
    Ok(Prepared::Mail(Box::new(letters::leaving_address(envelope, &proof.email, &profile)?)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_code_is_written_as_it_is_read_aloud() {
        assert_eq!(super::spaced("012345"), "012 345");
    }
}
