//! A mail server: connections to it that are kept, and an end to every wait.
//!
//! The conversation is lettre's; how connections are kept is ours, for three reasons. lettre's timeout ends with connecting, so
//! a server that falls silent would hold a worker for ever. A wait that is cut off leaves its connection in the middle of a
//! command, and lettre's pool would hand it to the next mail, which would take the answers to the last one for its own. And
//! only who knows which command was refused can tell whether that says anything about the recipient.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context;
use lettre::address::Envelope;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Tls, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Quit, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use percent_encoding::percent_decode_str;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use url::Url;

use super::transport::{Failure, classify, words};

/// Connections at the same time. All are kept while nothing is sent; who has a mail for one that is busy waits for it.
const CONNECTIONS: usize = 8;

/// How long a connection is kept that nobody uses. Most servers close theirs after some minutes.
const QUIET: Duration = Duration::from_mins(1);

/// A server that says nothing for this long is treated as away, as long as it has not been given the mail.
const SILENCE: Duration = Duration::from_secs(30);

/// How long a server that has the mail may think about it. Who gives up on it earlier than it does sends the mail again, which
/// is why RFC 5321 (4.5.3.2.6) asks for ten minutes; a server that hangs holds up as much as that.
const VERDICT: Duration = Duration::from_mins(5);

/// How long a server may take to say goodbye, or to forget a recipient it refused.
const GOODBYE: Duration = Duration::from_secs(2);

/// A mail server. Cheap to clone.
#[derive(Clone)]
pub struct Server(Arc<Parts>);

struct Parts {
    host: String,
    port: u16,
    tls: Tls,
    hello: ClientId,
    credentials: Option<Credentials>,
    kept: Mutex<Vec<Kept>>,
    turns: Semaphore,
    /// Whether somebody will close what has gone quiet.
    swept: AtomicBool,
}

/// A connection that waits for the next mail, and since when.
struct Kept {
    connection: AsyncSmtpConnection,
    since: Instant,
}

/// What a mail server had been asked when it refused or fell silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Whether it will talk to us at all.
    Greeting,
    /// Whether it takes mail from our sender.
    Sender,
    /// Whether it takes mail for the recipient.
    Recipient,
    /// Whether it takes the mail: from here on it may have it.
    Content,
}

/// How a mail did not leave, and in answer to what.
struct Stopped {
    step: Step,
    why: Why,
}

enum Why {
    Error(SmtpError),
    Silence,
}

impl Server {
    /// The server at `url`, which the settings have checked: `smtp://`, `smtps://` or `smtp://…?tls=required` (or
    /// `opportunistic`), with `user:password@` where needed and the name we greet with as its path.
    pub fn at(url: &str) -> anyhow::Result<Self> {
        let url = Url::parse(url)?;
        let host = url.host_str().context("the address of the mail server has no host")?.to_owned();
        let tls = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
        let secrets = || TlsParameters::new(host.clone());
        let (port, tls) = match (url.scheme(), tls.as_deref()) {
            ("smtps", _) => (465, Tls::Wrapper(secrets()?)),
            ("smtp", Some("required")) => (587, Tls::Required(secrets()?)),
            ("smtp", Some("opportunistic")) => (587, Tls::Opportunistic(secrets()?)),
            ("smtp", None) => (25, Tls::None),
            (scheme, _) => anyhow::bail!("“{scheme}” is not how a mail server is reached"),
        };
        let plain = |text: &str| percent_decode_str(text).decode_utf8().map(Cow::into_owned);
        let credentials = match url.password() {
            Some(password) => Some(Credentials::new(plain(url.username())?, plain(password)?)),
            None => None,
        };
        let name = url.path().trim_matches('/');
        let hello = if name.is_empty() { ClientId::default() } else { ClientId::Domain(name.to_owned()) };
        let port = url.port().unwrap_or(port);
        let (kept, turns) = (Mutex::default(), Semaphore::new(CONNECTIONS));
        Ok(Self(Arc::new(Parts { host, port, tls, hello, credentials, kept, turns, swept: AtomicBool::new(false) })))
    }

    /// Sends one mail. Returns, however long the server is silent.
    pub async fn send(&self, envelope: &Envelope, mail: &[u8]) -> Result<(), Failure> {
        // Nobody closes it: where it were, there would only be more connections.
        let _turn = self.0.turns.acquire().await;
        // A connection that was kept may have ended meanwhile, or have had as many mails as its server allows (421). Nothing of
        // this mail was said on it then, so another one may be asked.
        while let Some(connection) = self.kept() {
            match self.converse(connection, envelope, mail).await {
                Err(stopped) if stopped.may_ask_another() => {}
                ended => return ended.map_err(Stopped::failure),
            }
        }
        let fresh = within(SILENCE, Step::Greeting, self.connect()).await.map_err(Stopped::failure)?;
        self.converse(fresh, envelope, mail).await.map_err(Stopped::failure)
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, SmtpError> {
        let Parts { host, port, tls, hello, credentials, .. } = &*self.0;
        let wrapped = if let Tls::Wrapper(parameters) = tls { Some(parameters.clone()) } else { None };
        let mut connection =
            AsyncSmtpConnection::connect_tokio1((host.as_str(), *port), Some(SILENCE), hello, wrapped, None).await?;
        match tls {
            Tls::Required(parameters) => connection.starttls(parameters.clone(), hello).await?,
            Tls::Opportunistic(parameters) if connection.can_starttls() => connection.starttls(parameters.clone(), hello).await?,
            _ => {}
        }
        if let Some(credentials) = credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }

    /// One mail on one connection, which is kept afterwards unless something is wrong with it.
    async fn converse(&self, mut connection: AsyncSmtpConnection, envelope: &Envelope, mail: &[u8]) -> Result<(), Stopped> {
        let said = say(&mut connection, envelope, mail).await;
        match &said {
            Ok(()) => self.keep(connection),
            // One recipient was refused, and the server is ready for the next.
            Err(stopped) if stopped.is_refusal() => {
                if let Ok(Ok(_)) = timeout(GOODBYE, connection.command(Rset)).await {
                    self.keep(connection);
                }
            }
            Err(_) => {}
        }
        said
    }

    fn kept(&self) -> Option<AsyncSmtpConnection> {
        let mut kept = self.0.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|kept| kept.since.elapsed() < QUIET);
        kept.pop().map(|kept| kept.connection)
    }

    fn keep(&self, connection: AsyncSmtpConnection) {
        let mut kept = self.0.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < CONNECTIONS {
            kept.push(Kept { connection, since: Instant::now() });
        }
        drop(kept);
        if !self.0.swept.swap(true, Ordering::Relaxed) {
            tokio::spawn(self.clone().sweep());
        }
    }

    /// Says goodbye to connections that nobody has used for a while, until none is left.
    async fn sweep(self) {
        loop {
            tokio::time::sleep(QUIET).await;
            let quiet = {
                let mut kept = self.0.kept.lock().unwrap_or_else(PoisonError::into_inner);
                if kept.is_empty() {
                    return self.0.swept.store(false, Ordering::Relaxed);
                }
                kept.extract_if(.., |kept| kept.since.elapsed() >= QUIET).collect::<Vec<_>>()
            };
            for mut kept in quiet {
                // Whatever it answers, the connection is closed.
                let _ = timeout(GOODBYE, kept.connection.command(Quit)).await;
            }
        }
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Server({}:{})", self.0.host, self.0.port)
    }
}

/// From the sender to the last dot and the answer to it (RFC 5321, 3.3).
async fn say(connection: &mut AsyncSmtpConnection, envelope: &Envelope, mail: &[u8]) -> Result<(), Stopped> {
    let mut parameters = Vec::new();
    if envelope.from().into_iter().chain(envelope.to()).any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !mail.is_ascii() && connection.server_info().supports_feature(Extension::EightBitMime) {
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    within(SILENCE, Step::Sender, connection.command(Mail::new(envelope.from().cloned(), parameters))).await?;
    for recipient in envelope.to() {
        within(SILENCE, Step::Recipient, connection.command(Rcpt::new(recipient.clone(), Vec::new()))).await?;
    }
    within(SILENCE, Step::Recipient, connection.command(Data)).await?;
    within(VERDICT, Step::Content, connection.message(mail)).await?;
    Ok(())
}

/// What the server answers, unless it says nothing for too long.
async fn within<T>(most: Duration, step: Step, asked: impl Future<Output = Result<T, SmtpError>>) -> Result<T, Stopped> {
    match timeout(most, asked).await {
        Ok(answer) => answer.map_err(|error| Stopped { step, why: Why::Error(error) }),
        Err(_) => Err(Stopped { step, why: Why::Silence }),
    }
}

impl Stopped {
    /// Whether the server has answered no, and goes on listening.
    fn is_refusal(&self) -> bool {
        matches!(&self.why, Why::Error(error) if error.status().is_some_and(|code| u16::from(code) != 421))
    }

    /// Whether it was the connection that ended, before anything of the mail was said on it.
    fn may_ask_another(&self) -> bool {
        matches!(&self.why, Why::Error(_)) && !self.is_refusal() && self.step != Step::Content
    }

    /// What that means for the mail. Whatever a server says before it has heard of the recipient says nothing about them.
    fn failure(self) -> Failure {
        match (self.step, self.why) {
            (Step::Content, Why::Silence) => {
                Failure::Unknown("the mail server was given the mail and said nothing for five minutes".to_owned())
            }
            (_, Why::Silence) => Failure::Later("the mail server said nothing for half a minute".to_owned()),
            (Step::Greeting | Step::Sender, Why::Error(error)) => Failure::Later(words(&error)),
            (Step::Recipient, Why::Error(error)) if error.status().is_none() => Failure::Later(words(&error)),
            (Step::Recipient | Step::Content, Why::Error(error)) => classify(&error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_is_read_from_its_address() {
        let server = Server::at("smtp://us%40er:pass%3Aword@mail.example:2525/our.name?tls=required").unwrap();
        assert_eq!((server.0.host.as_str(), server.0.port), ("mail.example", 2525));
        assert!(matches!(server.0.tls, Tls::Required(_)));
        assert_eq!(server.0.hello, ClientId::Domain("our.name".to_owned()));
        assert_eq!(server.0.credentials, Some(Credentials::new("us@er".to_owned(), "pass:word".to_owned())));
        for (address, port) in [("smtp://h", 25), ("smtps://h", 465), ("smtp://h?tls=opportunistic", 587)] {
            assert_eq!(Server::at(address).unwrap().0.port, port);
        }
        for wrong in ["gopher://h", "smtp://h?tls=perhaps", "smtp:", ""] {
            assert!(Server::at(wrong).is_err(), "{wrong}");
        }
    }
}
