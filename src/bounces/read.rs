//! Reads a report: `multipart/report` with its `message/delivery-status` (RFC 6522, RFC 3464), the international form of it
//! (RFC 6533), or the status alone.

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

use super::{Fate, Notification};
use crate::ids::OutboxId;
use crate::outbox::Report;

/// Words kept of a server's answer.
const MOST_WORDS: usize = 500;

/// The report in a mail. Says why, where it is none.
pub(super) fn read(mail: &[u8]) -> Result<Notification, &'static str> {
    let message = MessageParser::default().parse(mail).ok_or("This is no mail.")?;
    let status = message.parts.iter().find(|part| is(part, "message", &["delivery-status", "global-delivery-status"]));
    let status = status.ok_or("This mail has no part of the kind message/delivery-status (RFC 3464).")?;
    // The first group of fields is about the mail, each other about one recipient (RFC 3464, 2.1).
    let groups = groups(status.contents());
    let mut groups = groups.iter().map(|group| Fields::read(group));
    let about_the_mail = groups.next();
    let fates: Vec<Fate> = groups.filter_map(|fields| fate(&fields)).collect();
    if fates.is_empty() {
        return Err("The report names no recipient (RFC 3464, 2.3).");
    }
    let mut mails = returned(&message);
    mails.extend(about_the_mail.and_then(|fields| id_in(&fields.get("Original-Envelope-Id"))));
    mails.extend(addressed(&message));
    mails.dedup();
    Ok(Notification { mails, fates })
}

fn is(part: &mail_parser::MessagePart<'_>, kind: &str, subkinds: &[&str]) -> bool {
    part.content_type().is_some_and(|found| {
        found.ctype().eq_ignore_ascii_case(kind)
            && found.subtype().is_some_and(|sub| subkinds.iter().any(|wanted| sub.eq_ignore_ascii_case(wanted)))
    })
}

/// Groups of fields, apart by empty lines. Each ends as a header does.
fn groups(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    let groups = text.split("\n\n").map(|group| group.trim_matches('\n')).filter(|group| !group.is_empty());
    groups.map(|group| format!("{group}\n\n")).collect()
}

/// One group of fields. They are written as those of a mail are, so the same parser reads them.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn read(group: &str) -> Self {
        let parsed = MessageParser::default().parse_headers(group);
        let fields = parsed.iter().flat_map(Message::headers_raw);
        Self(fields.map(|(name, value)| (name.to_owned(), value.split_whitespace().collect::<Vec<_>>().join(" "))).collect())
    }

    /// The value of a field, unfolded; empty where there is none.
    fn get(&self, name: &str) -> String {
        let field = self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        field.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// What stands behind the type of an address or an answer: `rfc822; vera@customer.example`, `smtp; 550 no`.
    fn typed(&self, name: &str) -> String {
        let value = self.get(name);
        value.split_once(';').map_or_else(String::new, |(_, value)| value.trim().to_owned())
    }
}

/// What became of the mail for one recipient. None where the group is about none, or says nothing that is known.
fn fate(fields: &Fields) -> Option<Fate> {
    let action = match fields.get("Action").to_ascii_lowercase().split(' ').next()? {
        "failed" => Report::Failed,
        "delayed" => Report::Delayed,
        "delivered" => Report::Delivered,
        "relayed" => Report::Relayed,
        "expanded" => Report::Expanded,
        _ => return None,
    };
    let named = ["Original-Recipient", "Final-Recipient"].map(|name| fields.typed(name));
    let mut recipients: Vec<String> =
        named.into_iter().filter(|address| !address.is_empty()).map(|address| bare(&address)).collect();
    recipients.dedup();
    if recipients.is_empty() {
        return None;
    }
    Some(Fate {
        recipients,
        action,
        status: fields.get("Status").chars().take(MOST_WORDS).collect(),
        diagnostic: fields.typed("Diagnostic-Code").chars().filter(|c| !c.is_control()).take(MOST_WORDS).collect(),
    })
}

/// An address without its angle brackets, in lower case, and as it was before it was written in xtext (RFC 3461, 4).
fn bare(address: &str) -> String {
    let address = address.trim().trim_start_matches('<').trim_end_matches('>');
    let mut parts = address.split('+');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let encoded = part.get(..2).filter(|hex| hex.bytes().all(|c| matches!(c, b'0'..=b'9' | b'A'..=b'F')));
        match encoded.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|c| matches!(c, b'+' | b'=')) {
            Some(c) => plain.extend([char::from(c).to_string().as_str(), &part[2..]]),
            None => plain.extend(["+", part]),
        }
    }
    plain.to_lowercase()
}

/// By what was sent back: the mail, or its headers alone.
fn returned(message: &Message<'_>) -> Vec<OutboxId> {
    let ids = message.parts.iter().filter_map(|part| match &part.body {
        PartType::Message(mail) => mail.message_id().and_then(id_in),
        _ if is(part, "text", &["rfc822-headers"]) || is(part, "message", &["global-headers"]) => {
            let headers = String::from_utf8_lossy(part.contents()).into_owned() + "\n\n";
            MessageParser::default().parse_headers(&headers)?.message_id().and_then(id_in)
        }
        _ => None,
    });
    ids.collect()
}

/// By the return path that the mail left with, to which the report was sent.
fn addressed(message: &Message<'_>) -> Vec<OutboxId> {
    let to =
        message.to().into_iter().flat_map(mail_parser::Address::iter).filter_map(|address| address.address().map(str::to_owned));
    let delivered = ["Delivered-To", "X-Original-To", "Envelope-To"]
        .into_iter()
        .filter_map(|name| message.header_raw(name).map(str::to_owned));
    to.chain(delivered).filter_map(|address| id_in(&address)).collect()
}

/// The id in the local part of an address or of a `Message-ID`: alone, or behind a `+`.
fn id_in(text: &str) -> Option<OutboxId> {
    let local = text.trim().trim_start_matches('<').split('@').next()?;
    local.rsplit('+').next()?.parse().ok().map(OutboxId)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0192f0c1-0000-7000-8000-000000000001";

    /// As Postfix writes it: the status, and the mail that came back behind it.
    fn report(status: &str, returned: &str) -> String {
        format!(
            "From: MAILER-DAEMON@mail.example\nTo: bounces@feedback.example\nSubject: Undelivered Mail Returned to Sender\n\
             MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n\
             --b\nContent-Type: text/plain\n\nI'm sorry to have to inform you.\n\n\
             --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example\nX-Postfix-Queue-ID: 12AB\n\n{status}\n\
             --b\n{returned}\n--b--\n"
        )
    }

    fn returned_mail() -> String {
        format!(
            "Content-Type: message/rfc822\n\nFrom: a@feedback.example\nTo: gone@customer.example\nMessage-ID: <{ID}@feedback.example>\nSubject: It shipped\n\nText\n"
        )
    }

    fn ids(mail: &str) -> Vec<String> {
        read(mail.as_bytes()).unwrap().mails.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_report_says_what_became_of_which_mail_for_whom() {
        let status = "Final-Recipient: rfc822; gone@customer.example\nOriginal-Recipient: rfc822;Vera+2Bshop@Customer.example\n\
                      Action: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx.customer.example\n\
                      Diagnostic-Code: smtp; 550 5.1.1 <gone@customer.example>: Recipient address\n    rejected: User unknown\n";
        for ends in ["\n", "\r\n"] {
            let mail = report(status, &returned_mail()).replace('\n', ends);
            let notification = read(mail.as_bytes()).unwrap();
            assert_eq!(notification.mails, [OutboxId(ID.parse().unwrap())]);
            let [fate] = notification.fates.as_slice() else { panic!("{notification:?}") };
            assert_eq!(fate.recipients, ["vera+shop@customer.example", "gone@customer.example"]);
            assert_eq!((fate.action, fate.status.as_str()), (Report::Failed, "5.1.1"));
            assert_eq!(fate.words(), "550 5.1.1 <gone@customer.example>: Recipient address rejected: User unknown");
        }
    }

    #[test]
    fn each_recipient_has_a_fate_and_what_is_unknown_is_none() {
        let status = "Final-Recipient: rfc822; a@x.example\nAction: delayed (will retry)\nStatus: 4.4.1\nWill-Retry-Until: later\n\n\
                      Final-Recipient: rfc822; b@x.example\nAction: Delivered\nStatus: 2.0.0\n\n\
                      Final-Recipient: rfc822; c@x.example\nAction: eaten\nStatus: 5.0.0\n\n\
                      Action: failed\nStatus: 5.0.0\n";
        let fates = read(report(status, &returned_mail()).as_bytes()).unwrap().fates;
        let said: Vec<_> = fates.iter().map(|fate| (fate.recipients[0].as_str(), fate.action, fate.words())).collect();
        assert_eq!(
            said,
            [("a@x.example", Report::Delayed, "4.4.1".to_owned()), ("b@x.example", Report::Delivered, "2.0.0".to_owned())]
        );
    }

    #[test]
    fn the_mail_is_found_by_its_headers_by_the_envelope_and_by_the_return_path_as_well() {
        let status = "Final-Recipient: utf-8; gone@customer.example\nAction: failed\nStatus: 5.1.1\n";
        let headers = format!("Content-Type: text/rfc822-headers\n\nMessage-ID: <{ID}@feedback.example>\nSubject: It shipped\n");
        assert_eq!(ids(&report(status, &headers)), [ID]);
        let nothing = "Content-Type: text/plain\n\nnothing came back\n";
        assert!(ids(&report(status, nothing)).is_empty());
        let addressed = report(status, nothing).replace("bounces@", &format!("bounces+{ID}@"));
        assert_eq!(ids(&addressed), [ID]);
        let enveloped = report(status, nothing).replace("X-Postfix-Queue-ID: 12AB", &format!("Original-Envelope-Id: {ID}"));
        assert_eq!(ids(&enveloped), [ID]);
        let international = report(status, &returned_mail())
            .replace("message/delivery-status", "message/global-delivery-status")
            .replace("message/rfc822", "message/global");
        assert_eq!(ids(&international), [ID]);
        let alone = format!(
            "To: bounces+{ID}@feedback.example\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n{status}"
        );
        assert_eq!(ids(&alone), [ID]);
        assert_eq!(read(alone.as_bytes()).unwrap().fates[0].recipients, ["gone@customer.example"]);
    }

    #[test]
    fn what_is_no_report_is_refused_with_the_reason() {
        for (mail, why) in [
            ("", "no mail"),
            ("Subject: holiday\n\nI am away.\n", "message/delivery-status"),
            (&*report("Nonsense\n", &returned_mail()), "no recipient"),
        ] {
            assert!(read(mail.as_bytes()).unwrap_err().contains(why), "{mail}");
        }
        // Bytes of any kind do no harm.
        let mail = report("Final-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.1.1\n", &returned_mail());
        for at in (0..mail.len()).step_by(7) {
            let mut bytes = mail.clone().into_bytes();
            bytes[at] = 0xff;
            let _ = read(&bytes);
            let _ = read(&mail.as_bytes()[..at]);
        }
    }
}
