//! How mail leaves: by SMTP, into a folder, or into a test's hands. The one place that knows "for now" from "for good".

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use lettre::Message;
use lettre::transport::smtp::Error as SmtpError;
use secrecy::{ExposeSecret, SecretString};

use super::smtp::Server;
use super::verdict::{self, Verdict};
use super::{Mail, Sender};
use crate::clock::Time;
use crate::error::Result;

/// The way out.
#[derive(Clone, Debug)]
pub enum Transport {
    /// A mail server.
    Smtp(Server),
    /// One `.eml` file a mail, for an installation without a mail server.
    Folder(PathBuf),
    /// A list that a test reads.
    Memory(Memory),
}

/// Mail kept in memory, in the order it was sent.
pub type Memory = Arc<Mutex<Vec<Sent>>>;

/// A mail that was sent into memory.
#[derive(Clone, Debug)]
pub struct Sent {
    /// What was said.
    pub mail: Mail,
    /// As it would have travelled.
    pub message: Message,
}

/// Why a mail did not leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The other side may take it later: a full mailbox, a server that is away.
    Later(String),
    /// The connection broke before the answer: the other side may have it already.
    Unknown(String),
    /// The address will never take anything: no such mailbox.
    Refused(String),
    /// The other side will never take this mail, which says nothing about the next one to the same address.
    Never(String),
}

impl Transport {
    /// By the mail server at `url` (checked when the settings were read).
    pub fn smtp(url: &SecretString) -> anyhow::Result<Self> {
        Server::at(url.expose_secret()).map(Self::Smtp)
    }

    /// Sends one mail. `key` identifies it for good: see [`Mail::message`].
    pub async fn send(&self, mail: &Mail, sender: &Sender, key: &str, now: Time) -> Result<std::result::Result<(), Failure>> {
        let message = mail.message(sender, key, now)?;
        Ok(match self {
            Self::Smtp(server) => server.send(message.envelope(), &message.formatted()).await,
            Self::Folder(folder) => {
                let file = folder.join(format!("{}-{key}.eml", now.timestamp().strftime("%Y%m%dT%H%M%S%6f")));
                // Written aside and renamed, so that nobody ever reads half a mail.
                let partial = file.with_extension("part");
                let write = async {
                    tokio::fs::create_dir_all(folder).await?;
                    tokio::fs::write(&partial, message.formatted()).await?;
                    tokio::fs::rename(&partial, &file).await
                };
                let written = write.await;
                if written.is_err() {
                    // A disk that is full has no room for halves of mails either.
                    let _ = tokio::fs::remove_file(&partial).await;
                }
                written.map_err(|error| Failure::Later(format!("{}: {error}", file.display())))
            }
            Self::Memory(sent) => {
                sent.lock().unwrap_or_else(PoisonError::into_inner).push(Sent { mail: mail.clone(), message });
                Ok(())
            }
        })
    }
}

/// A negative reply is weighed by [`verdict`]; its words are the server's own. A refused connection or a failed handshake may
/// pass. Silence after the connection stood leaves open whether the mail was taken.
pub(super) fn classify(error: &SmtpError) -> Failure {
    let words = words(error);
    match error.status() {
        Some(code) => match verdict::of_reply(code.into(), &said(error)) {
            Verdict::Address => Failure::Refused(words),
            Verdict::Later => Failure::Later(words),
            Verdict::Mail => Failure::Never(words),
        },
        None if error.is_tls() || never_connected(error) => Failure::Later(words),
        None => Failure::Unknown(words),
    }
}

/// What a negative reply says, on one line.
fn said(error: &SmtpError) -> String {
    let said = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The server's own words, or what went wrong with all that was behind it.
pub(super) fn words(error: &SmtpError) -> String {
    match error.status() {
        Some(code) => format!("{code} {}", said(error)).trim_end().to_owned(),
        None => std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source())
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(": "),
    }
}

fn never_connected(error: &SmtpError) -> bool {
    use std::io::ErrorKind::{AddrNotAvailable, ConnectionRefused, HostUnreachable, NetworkUnreachable};
    std::iter::successors(std::error::Error::source(error), |error| error.source())
        .filter_map(|error| error.downcast_ref::<std::io::Error>())
        .any(|error| matches!(error.kind(), AddrNotAvailable | ConnectionRefused | HostUnreachable | NetworkUnreachable))
}
