//! Mail: what one is made of, how it leaves, and where it waits when there is no server to leave by.

pub mod letterhead;
mod sender;
pub mod smtp;
pub mod transport;
pub mod verdict;

use askama::Template;
use letterhead::Paper;
use lettre::Message as Written;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};

use crate::clock::Time;
use crate::error::{Error, Result};
use crate::text::Email;
use crate::words::{Language, Message};

pub use letterhead::Letterhead;
pub use sender::Sender;
pub use transport::{Failure, Transport};

/// One mail to one person, in both forms.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Whom it is for.
    pub to: Email,
    /// What they are called; may be empty.
    pub to_name: String,
    /// The workspace it speaks for.
    pub from_name: String,
    /// One line.
    pub subject: String,
    /// For a terminal.
    pub text: String,
    /// For everybody else.
    pub html: String,
    /// Present on mail that people follow, absent on mail they asked for just now (a sign-in code).
    pub list: Option<List>,
    /// The mail this continues: its key, as in [`Mail::message`].
    pub in_reply_to: Option<String>,
}

/// What makes a mail leave-able (RFC 2369, RFC 2919, RFC 8058).
#[derive(Clone, Debug)]
pub struct List {
    /// Stable name of the list within the sender's host: `acme.feedback.example`.
    pub id: String,
    /// Address that unsubscribes on POST, without signing in.
    pub unsubscribe: String,
}

/// Whom a mail is for, and for whom it speaks.
#[derive(Clone, Debug)]
pub struct Envelope<'a> {
    /// What it is written in.
    pub language: Language,
    /// Whom it is for.
    pub to: Email,
    /// What they are called; may be empty.
    pub to_name: &'a str,
    /// The workspace.
    pub head: &'a Letterhead,
}

impl Mail {
    /// Renders both forms of a pair of templates.
    pub fn render(
        envelope: Envelope<'_>,
        subject: impl Into<Message>,
        text: &impl Template,
        html: &impl Template,
    ) -> Result<Self> {
        let Envelope { language, to, to_name, head } = envelope;
        Ok(Self {
            to,
            to_name: to_name.to_owned(),
            from_name: head.name.clone(),
            subject: language.say(subject).to_string(),
            text: text.render_with_values(&language).map_err(Error::internal)?,
            html: html.render_with_values(&Paper { language, head }).map_err(Error::internal)?,
            list: None,
            in_reply_to: None,
        })
    }

    /// With the means to leave the list.
    pub fn on_list(mut self, list: List) -> Self {
        self.list = Some(list);
        self
    }

    /// The mail as it travels. The same `key` gives the same `Message-ID`, so a mail that is sent again after a crash can be
    /// recognised as the one that may have arrived already.
    pub fn message(&self, sender: &Sender, key: &str, now: Time) -> Result<Written> {
        let address = |email: &Email| email.as_str().parse::<lettre::Address>().map_err(Error::internal);
        let name = Some(self.to_name.clone()).filter(|name| !name.is_empty());
        let (from, to) = (&sender.from, address(&self.to)?);
        let host = from.email.domain();
        let mut builder = Written::builder()
            .from(Mailbox::new(Some(self.from_name.clone()), from.email.clone()))
            .envelope(sender.envelope(to.clone(), key)?)
            .to(Mailbox::new(name, to))
            .subject(&self.subject)
            .date(now.timestamp().into())
            .message_id(Some(message_id(key, host)));
        if let Some(earlier) = &self.in_reply_to {
            builder = builder.in_reply_to(message_id(earlier, host)).references(message_id(earlier, host));
        }
        let parts = MultiPart::alternative()
            .singlepart(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(self.text.clone()))
            .singlepart(SinglePart::builder().header(ContentType::TEXT_HTML).body(self.html.clone()));
        // Above the mail like any other header, and not with the parts, where the library would not sign it.
        let kind = parts.headers().get::<ContentType>().ok_or_else(|| Error::internal(std::fmt::Error))?;
        let written = parts.formatted();
        let begins = written.windows(4).position(|end| end == b"\r\n\r\n").map_or(0, |at| at + 4);
        let body = Body::dangerous_pre_encoded(written[begins..].to_vec(), ContentTransferEncoding::SevenBit);
        let mut message = builder.header(MIME_VERSION_1_0).header(kind).body(body).map_err(Error::internal)?;
        let headers = message.headers_mut();
        // RFC 3834: nobody's holiday reply answers this.
        headers.insert_raw(header("Auto-Submitted", "auto-generated"));
        if let Some(list) = &self.list {
            headers.insert_raw(header("List-Id", &format!("<{}>", list.id)));
            headers.insert_raw(header("List-Unsubscribe", &format!("<{}>", list.unsubscribe)));
            headers.insert_raw(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
        sender.sign(&mut message);
        Ok(message)
    }
}

fn message_id(key: &str, host: &str) -> String {
    format!("<{key}@{host}>")
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_mail_can_be_left_with_one_click_and_keeps_its_message_id() {
        let mail = Mail {
            to: Email::parse("vera@example.com").unwrap(),
            to_name: "Vera \"V\" Öz".to_owned(),
            from_name: "Acme, Inc.".to_owned(),
            subject: "Dark mode\r\nBcc: everybody@example.com".to_owned(),
            text: "text".to_owned(),
            html: "<p>html</p>".to_owned(),
            list: Some(List { id: "acme.localhost".to_owned(), unsubscribe: "http://acme.localhost/unsubscribe/x".to_owned() }),
            in_reply_to: None,
        };
        let sender = Sender::new("Shipboard <mail@localhost>".parse().unwrap(), None);
        let now = crate::clock::Clock::system().now();
        let bytes = mail.message(&sender, "key", now).unwrap().formatted();
        let parsed = mail_parser::MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(parsed.message_id(), Some("key@localhost"));
        assert_eq!(parsed.header_raw("List-Unsubscribe-Post").unwrap().trim(), "List-Unsubscribe=One-Click");
        assert_eq!(parsed.header_raw("List-Unsubscribe").unwrap().trim(), "<http://acme.localhost/unsubscribe/x>");
        assert_eq!(parsed.to().unwrap().first().unwrap().name(), Some("Vera \"V\" Öz"));
        assert!(parsed.bcc().is_none(), "a subject cannot add a header");
        assert_eq!(parsed.body_text(0).unwrap().trim(), "text");
    }
}
