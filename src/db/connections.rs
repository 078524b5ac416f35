//! Connections to PostgreSQL that stay open and are lent out, each for one transaction at a time.
//!
//! A transaction knows how it ended, so its connection goes back at once where it was committed. The pool that comes with sqlx
//! asks PostgreSQL after every use whether the connection is well, which is one round trip more for each request, and its way to a
//! new connection is a part of whatever waits for one: every request was some kilobytes larger for it.

use std::io::ErrorKind;
use std::ops::{Deref, DerefMut};
use std::time::Duration;

use deadpool::managed::{Manager, Metrics, Object, Pool, PoolError, QueueMode, RecycleError, RecycleResult};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};
use tokio::runtime::Handle;
use tokio_util::task::TaskTracker;
use tokio_util::task::task_tracker::TaskTrackerToken;

/// How long a request waits for a connection before it is told to come back.
pub(super) const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// A connection is not kept longer: its process in PostgreSQL remembers what it has read, and gives it back only by ending.
const LIFETIME: Duration = Duration::from_mins(30);

/// How long to wait before trying again to reach a PostgreSQL that is starting.
const PAUSE: Duration = Duration::from_millis(50);

/// The connections of a server.
#[derive(Clone, Debug)]
pub(super) struct Connections {
    pool: Pool<Opener>,
    /// Transactions that have not ended.
    open: TaskTracker,
}

impl Connections {
    /// None yet: up to `size` are opened as they are needed, and each says `first`.
    pub(super) fn new(options: PgConnectOptions, first: Option<String>, size: u32) -> anyhow::Result<Self> {
        let size = usize::try_from(size)?;
        let pool = Pool::builder(Opener { options, first }).max_size(size).queue_mode(QueueMode::Lifo).build()?;
        Ok(Self { pool, open: TaskTracker::new() })
    }

    /// A transaction on a connection that is whole. After the database was away every idle connection is broken, and shows it
    /// at its first statement, when nothing has been done on it yet.
    pub(super) async fn begin(&self, statement: &str) -> sqlx::Result<Transaction> {
        let mut tries = self.pool.status().size + 1;
        loop {
            tries -= 1;
            match self.try_to_begin(statement).await {
                Err(error) if tries > 0 && cut(&error) => {}
                begun => return begun,
            }
        }
    }

    async fn try_to_begin(&self, statement: &str) -> sqlx::Result<Transaction> {
        let lent = tokio::time::timeout(ACQUIRE_TIMEOUT, self.pool.get()).await;
        let lent = lent.map_err(|_| sqlx::Error::PoolTimedOut)?.map_err(|error| match error {
            PoolError::Backend(error) => error,
            PoolError::Closed => sqlx::Error::PoolClosed,
            // Nobody set a limit of time or a hook there.
            PoolError::Timeout(_) | PoolError::NoRuntimeSpecified | PoolError::PostCreateHook(_) => sqlx::Error::PoolTimedOut,
        })?;
        let mut transaction = Transaction { lent: Some(lent), state: State::Unknown, open: self.open.token() };
        sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(&mut *transaction).await?;
        transaction.state = State::Open;
        Ok(transaction)
    }

    /// Closes the connections that nobody has needed for so long.
    pub(super) async fn rest(&self, unused: Duration) {
        for connection in self.pool.retain(|_, metrics| metrics.last_used() < unused).removed {
            // Whether PostgreSQL hears it makes no difference.
            let _ = connection.close().await;
        }
    }

    /// Lends nothing any more, waits for running transactions and closes every connection.
    pub(super) async fn close(&self) {
        self.rest(Duration::ZERO).await;
        self.pool.close();
        self.open.close();
        self.open.wait().await;
    }
}

/// Whether it was the connection that ended, and not the statement that failed.
fn cut(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) => true,
        sqlx::Error::Database(cause) => matches!(cause.code().as_deref(), Some("57P01" | "57P02" | "57P03" | "57P05")),
        _ => false,
    }
}

/// Opens connections, and looks over those that come back.
struct Opener {
    options: PgConnectOptions,
    /// What each connection says before anything else.
    first: Option<String>,
}

impl std::fmt::Debug for Opener {
    // Without the password.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Opener").finish_non_exhaustive()
    }
}

impl Opener {
    async fn open(&self) -> sqlx::Result<PgConnection> {
        let mut connection = loop {
            match self.options.connect().await {
                Err(error) if is_starting(&error) => tokio::time::sleep(PAUSE).await,
                opened => break opened?,
            }
        };
        if let Some(first) = &self.first {
            sqlx::raw_sql(AssertSqlSafe(first.clone())).execute(&mut connection).await?;
        }
        Ok(connection)
    }
}

/// Whether there may be a PostgreSQL, or room in it for one connection more, in a moment.
fn is_starting(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(error) => error.kind() == ErrorKind::ConnectionRefused,
        sqlx::Error::Database(cause) => matches!(cause.code().as_deref(), Some("53300" | "57P03")),
        _ => false,
    }
}

impl Manager for Opener {
    type Type = PgConnection;
    type Error = sqlx::Error;

    async fn create(&self) -> sqlx::Result<PgConnection> {
        // On the heap: it is large, and seldom.
        Box::pin(self.open()).await
    }

    async fn recycle(&self, _: &mut PgConnection, metrics: &Metrics) -> RecycleResult<sqlx::Error> {
        if metrics.age() < LIFETIME { Ok(()) } else { Err(RecycleError::Message("it is old".into())) }
    }
}

/// A transaction on a connection that is lent for it. Dropping it undoes everything.
#[derive(Debug)]
pub(super) struct Transaction {
    /// There until it is dropped.
    lent: Option<Object<Opener>>,
    state: State,
    open: TaskTrackerToken,
}

/// What is known of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// It is being begun, or that failed.
    Unknown,
    /// It was begun.
    Open,
    /// It was committed.
    Ended,
}

impl Transaction {
    /// Makes what was done in it lasting.
    pub(super) async fn commit(mut self) -> sqlx::Result<()> {
        sqlx::raw_sql("commit").execute(&mut *self).await?;
        self.state = State::Ended;
        Ok(())
    }
}

impl Deref for Transaction {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        self.lent.as_ref().expect("it is dropped once")
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut PgConnection {
        self.lent.as_mut().expect("it is dropped once")
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        let Some(lent) = self.lent.take() else { return };
        match (self.state, Handle::try_current()) {
            (State::Ended, _) => drop(lent),
            (State::Open, Ok(runtime)) => drop(runtime.spawn(undo(lent, self.open.clone()))),
            // Nobody knows what will still come from it.
            _ => drop(Object::take(lent)),
        }
    }
}

/// Undoes a transaction before its connection goes back, whatever its last statement was doing.
async fn undo(mut lent: Object<Opener>, _open: TaskTrackerToken) {
    if let Err(error) = sqlx::raw_sql("rollback").execute(&mut *lent).await {
        tracing::debug!(%error, "a connection ended with its transaction");
        drop(Object::take(lent));
    }
}
