//! Who sends: what all mail of an installation has in common.

use lettre::Address;
use lettre::address::Envelope;
use lettre::message::Mailbox;

use crate::config::Config;
use crate::error::{Error, Result};

/// The sender of all mail.
#[derive(Clone, Debug)]
pub struct Sender {
    /// Its address, and the name of the installation.
    pub from: Mailbox,
    /// Where reports of mail servers go. Without it, to `from`.
    return_path: Option<Address>,
}

impl Sender {
    /// As the settings say.
    pub fn of(config: &Config) -> Self {
        Self::new(config.mail_from.clone(), config.bounce_address.clone())
    }

    /// With a return path of its own.
    pub(super) fn new(from: Mailbox, return_path: Option<Address>) -> Self {
        Self { from, return_path }
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
}
