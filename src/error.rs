//! What can go wrong, written for two readers: the person gets a sentence, the log gets the cause.

use crate::words::Message;

/// Everything a handler or a verb can fail with. How it is shown is decided once, in `web::errors`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// 404. It does not exist, or not for this person: the two are never told apart.
    #[error("not found")]
    NotFound,
    /// 401 for machines, the sign-in page for people. A write is kept until its author has signed in.
    #[error("nobody is signed in")]
    SignIn,
    /// 403. The person is known, may know that this exists, and may not do it. Says why.
    #[error("forbidden: {}", .0.english())]
    Forbidden(Message),
    /// 409 or 422. The request makes sense but cannot be done now. Says why and what to do instead.
    #[error("rejected: {}", .0.english())]
    Rejected(Message),
    /// 410. The workspace is closed, for now or for good. Says so.
    #[error("closed: {}", .0.english())]
    Closed(Message),
    /// 429. Says when to come back.
    #[error("too many requests; again in {retry_after} s")]
    TooMany {
        /// Seconds until it is worth trying again.
        retry_after: u64,
    },
    /// 503. Passing: the database is away, the server is stopping.
    #[error("unavailable for now")]
    Unavailable(#[source] anyhow::Error),
    /// 500. Ours to mend; the person gets a reference number, the log the whole chain.
    #[error(transparent)]
    Internal(anyhow::Error),
}

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A rejection with a sentence for the person.
    pub fn rejected(sentence: impl Into<Message>) -> Self {
        Self::Rejected(sentence.into())
    }

    /// A refusal with a sentence for the person.
    pub fn forbidden(sentence: impl Into<Message>) -> Self {
        Self::Forbidden(sentence.into())
    }

    /// Whether it failed because another transaction was in the way at the same moment, so that the same once more is likely
    /// to succeed: a deadlock or a serialization failure.
    pub fn lost_a_race(&self) -> bool {
        let Self::Unavailable(cause) = self else { return false };
        let code = cause.downcast_ref::<sqlx::Error>().and_then(|error| error.as_database_error()?.code());
        matches!(code.as_deref(), Some("40001" | "40P01"))
    }

    /// Anything unexpected.
    pub fn internal(cause: impl Into<anyhow::Error>) -> Self {
        Self::Internal(cause.into())
    }
}

impl From<sqlx::Error> for Error {
    /// "No row" is "not found"; a database that is away or too busy is a passing fault.
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Self::NotFound,
            // A server that goes away in the middle of an answer breaks the protocol, or the TLS that it had begun.
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error.into()),
            sqlx::Error::Database(ref cause) if passing(cause.code().as_deref()) => Self::Unavailable(error.into()),
            _ => Self::Internal(error.into()),
        }
    }
}

/// Whether PostgreSQL's code (its appendix A) means "try again": connection trouble (08), out of resources (53), ended by its
/// operator (57), a disk it cannot read from or write to (58030), a serialization failure or a deadlock (40), or a server that
/// only reads for now, as one does that is about to take another's place (25006).
fn passing(code: Option<&str>) -> bool {
    code.is_some_and(|code| {
        ["08", "40", "53", "57"].iter().any(|class| code.starts_with(class)) || matches!(code, "25006" | "58030")
    })
}

/// The name of the constraint that a statement ran into, if that is why it failed.
pub(crate) fn constraint(error: &sqlx::Error) -> Option<&str> {
    error.as_database_error().and_then(|cause| cause.constraint())
}
