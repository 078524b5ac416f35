//! What a refusal is about: the address, the mail, or us. Only the first may keep an address from being written to again.
//!
//! A reply of 500 to 599 says "not now, and not later" (RFC 5321, 4.2.1), and does not say about whom. The enhanced status code
//! does, where there is one (RFC 3463, and the registry that IANA keeps of them): `X.1` is about addresses, `X.2` about the
//! mailbox, `X.3` about the other system, `X.4` about the way there, `X.5` about the conversation, `X.6` about the content and
//! `X.7` about what is allowed. In doubt nobody is suppressed: a mail in vain costs less than a person who is never told again.

/// What follows from a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// There is no such mailbox, and trying again does not make it: the address is suppressed.
    Address,
    /// It passes, or whoever runs this installation can put it right: a full mailbox, a policy, a blocked server. Though a
    /// sender should not repeat by itself what was answered with 5xx, this one does, at most ten times and ever more slowly: a
    /// DNS record that is missing while a release ships would otherwise leave everybody untold.
    Later,
    /// This mail will not be taken however often it is sent: too long, not understood. The next one may be.
    Mail,
}

/// An enhanced status code: `5.1.1` (RFC 3463, 2).
type Status = (u16, u16, u16);

/// What a reply of a mail server means: its code, and its words, which begin with the enhanced status code where it has one
/// (RFC 2034, 4).
pub fn of_reply(code: u16, words: &str) -> Verdict {
    match status_in(words) {
        _ if code < 500 => Verdict::Later,
        // Who logs in wrongly is told nothing about the recipient (RFC 4954, 6; RFC 8689 for 530).
        _ if matches!(code, 530 | 534 | 535 | 538) => Verdict::Later,
        Some((5, subject, detail)) => of_status(subject, detail),
        _ => of_code(code, words),
    }
}

/// What a report of a mail server means (RFC 3464, 2.3.4 and 2.3.6): its status, and what was answered on the way, which is asked
/// where the status says nothing more than "failed".
pub fn of_report(status: &str, diagnostic: &str) -> Verdict {
    match status_in(status) {
        Some((5, 0, 0)) | None => {
            let reply = diagnostic.trim_start();
            let code = reply.get(..3).and_then(|code| code.parse().ok()).unwrap_or(0);
            let words = reply.get(3..).unwrap_or_default().trim_start_matches(['-', ' ']);
            if (500..600).contains(&code) { of_reply(code, words) } else { Verdict::Mail }
        }
        Some((5, subject, detail)) => of_status(subject, detail),
        // A mail server that gave up waiting.
        Some(_) => Verdict::Later,
    }
}

/// The permanent ones, by subject and detail.
fn of_status(subject: u16, detail: u16) -> Verdict {
    match (subject, detail) {
        // RFC 3463, 3.2: no such mailbox, system or address; ambiguous; moved without a trace. RFC 7505: the domain takes no mail.
        (1, 1..=4 | 6 | 10)
        // RFC 3463, 3.3: the mailbox is disabled.
        | (2, 1) => Verdict::Address,
        // Of the sender's address (1.7, 1.8), of a full mailbox (2.2) or system (3.1), of a system that takes nothing at the moment
        // or is set up wrongly (3.2, 3.5), of the network (4), and of all that is not allowed, which is said to us (7).
        (1, 7 | 8) | (2, 2) | (3, 1 | 2 | 5) | (4 | 7, _) => Verdict::Later,
        // "Other" (1.0, 2.0, 3.0), which names nobody, and what concerns the form of this mail (2.3, 2.4, 3.3, 3.4, 5, 6).
        _ => Verdict::Mail,
    }
}

/// Codes without an enhanced one (RFC 5321, 4.2.2 and 4.2.3; RFC 7504 for 521 and 556).
fn of_code(code: u16, words: &str) -> Verdict {
    match code {
        // "Mailbox unavailable", "user not local", "mailbox name not allowed". RFC 5321 has servers say 550 for reasons of policy
        // as well, so the words are looked at before a mailbox is believed to be gone.
        550 | 551 | 553 if about_us(words) => Verdict::Later,
        550 | 551 | 553 | 556 => Verdict::Address,
        // "Exceeded storage allocation", "no mail here", "transaction failed" or "no SMTP service here".
        552 | 521 | 554 => Verdict::Later,
        _ => Verdict::Mail,
    }
}

/// Whether words that come without an enhanced status code speak of the sender. They need not be right about it: this only ever
/// spares an address.
fn about_us(words: &str) -> bool {
    const OURS: [&str; 17] = [
        "relay",
        "spam",
        "policy",
        "policies",
        "block",
        "blacklist",
        "denylist",
        "listed",
        "spf",
        "dkim",
        "dmarc",
        "sender",
        "reputation",
        "authenti",
        "reverse dns",
        "banned",
        "http",
    ];
    let words = words.to_lowercase();
    OURS.iter().any(|ours| words.contains(ours))
}

/// The enhanced status code that words begin with.
fn status_in(words: &str) -> Option<Status> {
    let code = words.trim_start().split(|c: char| !c.is_ascii_digit() && c != '.').next()?;
    let mut parts = code.splitn(3, '.').map(str::parse);
    let status = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    matches!(status.0, 2 | 4 | 5).then_some(status)
}

#[cfg(test)]
mod tests {
    use super::Verdict::{Address, Later, Mail};
    use super::*;

    #[test]
    fn replies_mean_the_address_the_mail_or_us() {
        let replies = [
            // By enhanced status code, whatever the code beside it.
            (550, "5.1.1 The email account that you tried to reach does not exist.", Address),
            (550, "5.1.2 Host unknown", Address),
            (501, "5.1.3 Bad recipient address syntax", Address),
            (550, "5.1.4 Mailbox is ambiguous", Address),
            (551, "5.1.6 Recipient has moved", Address),
            (556, "5.1.10 Recipient address has null MX", Address),
            (550, "5.2.1 The email account that you tried to reach is disabled", Address),
            (554, "5.1.1 <gone@customer.example>: Recipient address rejected: User unknown", Address),
            (550, "5.1.0 Address rejected", Mail),
            (553, "5.1.7 The sender's address is no address", Later),
            (550, "5.1.8 Sender's domain does not exist", Later),
            (552, "5.2.2 The recipient's inbox is out of storage space", Later),
            (550, "5.2.2 Over quota", Later),
            (552, "5.2.3 Message exceeds the limit of this mailbox", Mail),
            (550, "5.3.0 Something else", Mail),
            (552, "5.3.4 Message too big for system", Mail),
            (550, "5.4.1 Recipient address rejected: Access denied", Later),
            (550, "5.4.4 Unable to route", Later),
            (503, "5.5.1 Bad sequence of commands", Mail),
            (554, "5.6.0 Message is malformed", Mail),
            (550, "5.7.1 Blocked by our policy", Later),
            (550, "5.7.26 Unauthenticated email is not accepted", Later),
            (554, "5.7.1 <gone@customer.example>: Relay access denied", Later),
            (535, "5.7.8 Authentication failed", Later),
            // By code alone.
            (550, "No such user here", Address),
            (550, "Unrouteable address", Address),
            (551, "User not local", Address),
            (553, "Mailbox name not allowed", Address),
            (556, "Domain does not accept mail", Address),
            (550, "relay not permitted", Later),
            (550, "SPF check failed", Later),
            (550, "Your server is on a block list, see https://lists.example", Later),
            (553, "sorry, your envelope sender is in my badmailfrom list", Later),
            (552, "Requested mail action aborted: exceeded storage allocation", Later),
            (554, "No SMTP service here", Later),
            (521, "Host does not accept mail", Later),
            (530, "Authentication required", Later),
            (500, "Syntax error", Mail),
            (555, "MAIL FROM parameters not recognized", Mail),
            // Words that look like a code and are none.
            (550, "10.0.0.1 is nobody", Address),
            (550, "3.1.1 nonsense", Address),
            // For now.
            (450, "4.2.1 Mailbox busy", Later),
            (451, "Greylisted", Later),
            (421, "5.1.1 which contradicts itself", Later),
        ];
        for (code, words, verdict) in replies {
            assert_eq!(of_reply(code, words), verdict, "{code} {words}");
        }
    }

    #[test]
    fn reports_mean_the_same_and_one_that_says_nothing_leads_to_what_was_answered() {
        let reports = [
            ("5.1.1", "550 5.1.1 no such mailbox", Address),
            ("5.1.1 (bad destination mailbox)", "", Address),
            ("5.0.0", "550 5.1.1 no such mailbox", Address),
            ("5.0.0", "550-5.2.2 mailbox full", Later),
            ("5.0.0", "550 no such mailbox", Address),
            ("5.0.0", "it did not work", Mail),
            ("5.0.0", "", Mail),
            ("", "550 5.1.1 no such mailbox", Address),
            ("5.7.1", "550 5.1.1 no such mailbox", Later),
            ("5.4.7", "", Later),
            ("4.4.7", "delivery time expired", Later),
            ("nonsense", "äöü", Mail),
        ];
        for (status, diagnostic, verdict) in reports {
            assert_eq!(of_report(status, diagnostic), verdict, "{status} {diagnostic}");
        }
    }
}
