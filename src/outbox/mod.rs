//! What must happen later: written in the transaction of its cause, done at least once, and done with once.
//!
//! A job prepares inside a transaction and sends outside of it: [`Handler::prepare`] reads and renders, the worker closes the
//! transaction and only then talks to the network, and [`Handler::settle`] writes down how it ended, in the same transaction
//! that takes the job off the list.

pub mod reports;
pub mod store;
pub mod worker;

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use serde::de::DeserializeOwned;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::app::{App, Site};
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::ids::{OutboxId, TenantId};
use crate::mail::Mail;
use crate::text::Email;
use crate::text::token::sign;

pub use store::{Entry, enqueue, hasten, wake};

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "outbox_state", rename_all = "snake_case")]
pub enum State {
    /// Not done yet; perhaps tried before.
    Waiting,
    /// Done.
    Done,
    /// Had become pointless before it was done.
    Dropped,
    /// Given up, with a reason.
    Failed,
}

/// What a mail server reported of a mail that it had taken (RFC 3464, 2.3.3), the weightiest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, sqlx::Type)]
#[sqlx(type_name = "delivery_report", rename_all = "snake_case")]
pub enum Report {
    /// It is still being tried.
    Delayed,
    /// It went on to a server that does not report.
    Relayed,
    /// It went on to several.
    Expanded,
    /// It is in the mailbox.
    Delivered,
    /// It will never be there: it bounced.
    Failed,
}

/// Whom a mail went to, as the outbox keeps it: it says whether an address is the one, and not which it is.
pub fn recipient(site: &Site, address: &str) -> String {
    sign(&site.mail_key, &format!("recipient:{address}"))
}

/// A job that a worker has taken.
#[derive(Clone, Debug)]
pub struct Job {
    /// The workspace it is for.
    pub tenant: TenantId,
    /// Which one.
    pub id: OutboxId,
    /// Which handler does it.
    pub kind: String,
    /// What makes it the same job.
    pub key: String,
    /// What it needs to know.
    pub payload: serde_json::Value,
    /// How often it has been taken, this time included.
    pub attempts: i32,
}

impl Job {
    /// What the job needs to know, as the type it was written from.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_value(self.payload.clone()).map_err(Error::internal)
    }
}

/// Something to be done with no transaction open, that writes down by itself what came of it. Where the other side is to blame for a
/// failure, its words say so, and it is tried again.
pub struct Errand(pub BoxFuture<'static, Result<std::result::Result<(), String>>>);

impl std::fmt::Debug for Errand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Errand")
    }
}

/// What preparing came to.
#[derive(Debug)]
pub enum Prepared {
    /// One mail, to be sent after the transaction has been closed.
    Mail(Box<Mail>),
    /// Something else to be done after the transaction has been closed.
    Errand(Errand),
    /// All was done inside the transaction.
    Done,
    /// There is no point any more. Says why.
    Pointless(&'static str),
    /// Not yet: something else has to end first. Says what.
    NotYet(&'static str),
}

/// How sending ended, for [`Handler::settle`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The other side took it.
    Sent,
    /// The address will never take anything.
    Refused(Refusal),
    /// It was tried for two days, or this mail cannot be taken at all: the last words.
    GivenUp(String),
}

/// An address that was refused for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Where the mail went.
    pub to: Email,
    /// The mail server's words.
    pub words: String,
}

/// What a handler has at hand.
pub struct Desk<'a> {
    /// The product.
    pub app: &'a App,
    /// The workspace the job is for.
    pub site: &'a Site,
    /// An open transaction in it.
    pub tx: &'a mut TenantTx,
    /// The job.
    pub job: &'a Job,
}

/// Does the jobs of one kind.
pub trait Handler: Send + Sync + 'static {
    /// Reads, renders, and writes what has to be written before anything leaves.
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>>;

    /// Called when a mail did not leave for now. `certain` is whether the other side surely does not have it: a connection
    /// that broke before the answer leaves that open.
    fn postpone<'a>(&'a self, _desk: Desk<'a>, _certain: bool) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }

    /// Writes down how it ended. Runs in the transaction that takes the job off the list.
    fn settle<'a>(&'a self, _desk: Desk<'a>, _outcome: &'a Outcome) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }
}

/// Who does what, and how many of them may be at the database at the same moment.
#[derive(Clone)]
pub struct Handlers {
    by_kind: HashMap<&'static str, Arc<dyn Handler>>,
    desks: Arc<Semaphore>,
}

/// Jobs that are prepared or written down at the same moment, however many are being sent: pages need connections too.
const DESKS: usize = 6;

impl Default for Handlers {
    fn default() -> Self {
        Self { by_kind: HashMap::new(), desks: Arc::new(Semaphore::new(DESKS)) }
    }
}

impl Handlers {
    /// With a handler for one kind more.
    pub fn with(mut self, kind: &'static str, handler: impl Handler) -> Self {
        let twice = self.by_kind.insert(kind, Arc::new(handler));
        debug_assert!(twice.is_none(), "two handlers for {kind}");
        self
    }

    /// Every kind there is a handler for.
    pub fn kinds(&self) -> impl Iterator<Item = &'static str> {
        self.by_kind.keys().copied()
    }

    fn of(&self, kind: &str) -> Option<Arc<dyn Handler>> {
        self.by_kind.get(kind).cloned()
    }

    /// Waits for a place at the database.
    async fn desk(&self) -> Result<SemaphorePermit<'_>> {
        self.desks.acquire().await.map_err(Error::internal)
    }
}
