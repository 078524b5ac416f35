//! What the mails that prove an address say.

use askama::Template;

use super::{role, role_words};
use crate::access::Role;
use crate::error::Result;
use crate::mail::{Envelope, Mail};
use crate::words::{Message, filters, message};

#[derive(Template)]
#[template(path = "mail/sign_in.txt")]
struct SignInText<'a> {
    site: &'a str,
    link: &'a str,
    code: Option<&'a str>,
    kept: Option<&'a Message>,
}

#[derive(Template)]
#[template(path = "mail/sign_in.html")]
struct SignInHtml<'a> {
    site: &'a str,
    link: &'a str,
    code: Option<&'a str>,
    kept: Option<&'a Message>,
}

/// Signs in. `kept` is what is carried out then.
pub(super) fn sign_in(envelope: Envelope<'_>, link: &str, code: Option<&str>, kept: Option<&Message>) -> Result<Mail> {
    let site = envelope.head.name.as_str();
    let subject = match code {
        Some(code) => message("mail-sign-in-subject-code").with("code", code).with("site", site),
        None => message("mail-sign-in-subject").with("site", site),
    };
    Mail::render(envelope, subject, &SignInText { site, link, code, kept }, &SignInHtml { site, link, code, kept })
}

#[derive(Template)]
#[template(path = "mail/found.txt")]
struct FoundText<'a> {
    site: &'a str,
    address: &'a str,
    link: &'a str,
    code: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "mail/found.html")]
struct FoundHtml<'a> {
    site: &'a str,
    address: &'a str,
    link: &'a str,
    code: Option<&'a str>,
}

/// Opens a workspace, which will be found at `address`.
pub(super) fn found(envelope: Envelope<'_>, address: &str, link: &str, code: Option<&str>) -> Result<Mail> {
    let site = envelope.head.name.as_str();
    let subject = message("mail-found-subject").with("site", site);
    Mail::render(envelope, subject, &FoundText { site, address, link, code }, &FoundHtml { site, address, link, code })
}

#[derive(Template)]
#[template(path = "mail/invite.txt")]
struct InviteText<'a> {
    site: &'a str,
    email: &'a str,
    link: &'a str,
    roles: &'a str,
}

#[derive(Template)]
#[template(path = "mail/invite.html")]
struct InviteHtml<'a> {
    site: &'a str,
    email: &'a str,
    link: &'a str,
    roles: &'a str,
}

/// Invites somebody who will have these roles.
pub(super) fn invite(envelope: Envelope<'_>, link: &str, roles: &[Role]) -> Result<Mail> {
    let site = envelope.head.name.as_str();
    let subject = message("mail-invite-subject").with("site", site);
    let (email, roles) = (envelope.to.to_string(), envelope.language.list(role_words(roles).into_iter().map(role)));
    let text = InviteText { site, email: &email, link, roles: &roles };
    Mail::render(envelope, subject, &text, &InviteHtml { site, email: &email, link, roles: &roles })
}

#[derive(Template)]
#[template(path = "mail/change_email.txt")]
struct ChangeEmailText<'a> {
    site: &'a str,
    email: &'a str,
    link: &'a str,
    taken: bool,
}

#[derive(Template)]
#[template(path = "mail/change_email.html")]
struct ChangeEmailHtml<'a> {
    site: &'a str,
    email: &'a str,
    link: &'a str,
    taken: bool,
}

/// Asks whether an address is somebody's; `taken` tells its person that it is theirs already.
pub(super) fn change_email(envelope: Envelope<'_>, link: &str, taken: bool) -> Result<Mail> {
    let site = envelope.head.name.as_str();
    let subject = message(if taken { "mail-taken-subject" } else { "mail-address-subject" }).with("site", site);
    let email = envelope.to.to_string();
    let text = ChangeEmailText { site, email: &email, link, taken };
    Mail::render(envelope, subject, &text, &ChangeEmailHtml { site, email: &email, link, taken })
}

#[derive(Template)]
#[template(path = "mail/leaving_address.txt")]
struct LeavingText<'a> {
    site: &'a str,
    email: &'a str,
    profile: &'a str,
}

#[derive(Template)]
#[template(path = "mail/leaving_address.html")]
struct LeavingHtml<'a> {
    site: &'a str,
    email: &'a str,
    profile: &'a str,
}

/// Tells an address that its person is about to move to `email`.
pub(super) fn leaving_address(envelope: Envelope<'_>, email: &str, profile: &str) -> Result<Mail> {
    let site = envelope.head.name.as_str();
    let subject = message("mail-moving-subject").with("site", site);
    Mail::render(envelope, subject, &LeavingText { site, email, profile }, &LeavingHtml { site, email, profile })
}
