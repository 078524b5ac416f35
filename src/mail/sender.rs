//! Who sends: what all mail of an installation has in common, and its signature.

use std::fmt;
use std::sync::Arc;

use lettre::address::Envelope;
use lettre::message::header::HeaderName;
use lettre::message::{DkimCanonicalization, DkimCanonicalizationType, DkimConfig, Mailbox};
use lettre::{Address, Message};

use crate::config::Config;
use crate::error::{Error, Result};

/// What is signed, where a mail has it; of what it has not, that it has not, so that nobody adds it (RFC 6376, 5.4.1). The
/// two headers of RFC 8058 have to be among them (its section 4).
const SIGNED: [&str; 16] = [
    "From",
    "To",
    "Cc",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Auto-Submitted",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
];

/// The sender of all mail.
#[derive(Clone, Debug)]
pub struct Sender {
    /// Its address, and the name of the installation.
    pub from: Mailbox,
    /// Where reports of mail servers go. Without it, to `from`.
    return_path: Option<Address>,
    signer: Option<Signer>,
}

impl Sender {
    /// As the settings say.
    pub fn of(config: &Config) -> Self {
        let signer = config.dkim_key.as_ref().map(|key| {
            let headers = SIGNED.map(HeaderName::new_from_ascii_str).to_vec();
            // Relays fold headers anew and trim what stands at the end of lines: neither is to break the signature.
            let (header, body) = (DkimCanonicalizationType::Relaxed, DkimCanonicalizationType::Relaxed);
            let selector = config.dkim_selector.clone();
            let canonical = DkimCanonicalization { header, body };
            Signer(Arc::new(DkimConfig::new(selector, config.dkim_domain().to_owned(), key.for_signing(), headers, canonical)))
        });
        Self { signer, ..Self::new(config.mail_from.clone(), config.bounce_address.clone()) }
    }

    /// With a return path of its own, and without a signature.
    pub(super) fn new(from: Mailbox, return_path: Option<Address>) -> Self {
        Self { from, return_path, signer: None }
    }

    /// The envelope of a mail. The return path names the mail by its `key`, so that a report tells which it is about even where
    /// nothing of the mail comes back with it.
    pub(super) fn envelope(&self, to: Address, key: &str) -> Result<Envelope> {
        let path = match &self.return_path {
            Some(path) => Address::new(format!("{}+{key}", path.user()), path.domain()).map_err(Error::internal)?,
            None => self.from.email.clone(),
        };
        Envelope::new(Some(path), vec![to]).map_err(Error::internal)
    }

    /// Signs a mail that nothing is changed in any more.
    pub(super) fn sign(&self, message: &mut Message) {
        if let Some(signer) = &self.signer {
            message.sign(&signer.0);
        }
    }
}

#[derive(Clone)]
struct Signer(Arc<DkimConfig>);

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer(…)")
    }
}
