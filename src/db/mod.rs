//! The only way to the data: a few connections, two doors.
//!
//! [`Db::tenant`] and [`Db::tenant_read`] open a transaction that sees one workspace; [`Db::global`] opens one that sees
//! none. Row-level security does the rest, so statements never name the workspace and cannot forget it.

pub mod changes;
mod connections;
pub mod embedded;

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool};

use crate::error::Result;
use crate::ids::TenantId;

use changes::{Changes, Edition};
use connections::{ACQUIRE_TIMEOUT, Connections, Transaction};

/// The role that the server works as. It owns nothing; migrations make it.
const ROLE: &str = "shipboard_app";

/// "A prepared statement of this name exists" (PostgreSQL, appendix A): of another client.
const KNOWN_STATEMENT: &str = "42P05";

/// How PostgreSQL should plan for us. A page asks for a few rows of one workspace, by their keys: reading a small table whole for
/// each of them instead, which is what it makes of disks that turn, takes two to three times as long for a list of ideas; and
/// compiling a statement or starting other processes for it takes longer than the page.
pub const PLANNING: [(&str, &str); 3] = [("random_page_cost", "1.1"), ("jit", "off"), ("max_parallel_workers_per_gather", "0")];

/// Connections that hear notifications: one for each channel, and one to spare while a lost one is replaced.
const HEARING: u32 = 3;

/// The connections, and who may use them how.
#[derive(Clone, Debug)]
pub struct Db {
    connections: Connections,
    /// For connections that hear notifications: they are not lent out, so they do not count among the others.
    hearing: PgPool,
    changes: Arc<Changes>,
    /// What every transaction begins by saying, where connections are not ours from one to the next.
    role: Arc<str>,
}

impl Db {
    /// Brings the schema up to date as the owner. Safe to run twice, and by several servers at once.
    pub async fn migrate(options: &PgConnectOptions) -> anyhow::Result<()> {
        let mut connection = PgConnection::connect_with(options).await.map_err(unheard)?;
        sqlx::migrate!().run(&mut connection).await?;
        connection.close().await?;
        Ok(())
    }

    /// Opens connections, up to `size`, as the role that row-level security binds, and refuses any other.
    pub async fn connect(options: PgConnectOptions, size: u32) -> anyhow::Result<Self> {
        Self::connect_past(options, None, size).await
    }

    /// The same through a pooler that lends a connection for one transaction at a time. `direct` is the way past it, for hearing
    /// notifications; and every transaction says its own role, since the connection may have been somebody else's before.
    pub async fn connect_past(options: PgConnectOptions, direct: Option<PgConnectOptions>, size: u32) -> anyhow::Result<Self> {
        let pooled = direct.is_some();
        // Tried once by itself: asking for a connection would repeat it until there is no more time, and not say why.
        let mut first = PgConnection::connect_with(&options).await.map_err(unheard)?;
        // Prepared, since that is what a pooler may know nothing of.
        sqlx::raw_sql("begin").execute(&mut first).await?;
        if let Err(error) = sqlx::query(AssertSqlSafe(format!("set local role {ROLE}"))).execute(&mut first).await {
            return Err(refused(error, options.get_username()));
        }
        first.close().await?;
        let first = (!pooled).then(|| says("set"));
        let connections = Connections::new(options.clone(), first, size)?;
        let hearing = hearing(direct.unwrap_or(options));
        let role = if pooled { says("set local").into() } else { "".into() };
        let db = Self { connections, hearing, changes: Arc::default(), role };
        db.refuse_unsafe_role().await?;
        Ok(db)
    }

    /// Row-level security binds neither superusers nor owners: a server running as one would mix workspaces.
    async fn refuse_unsafe_role(&self) -> anyhow::Result<()> {
        let (role, bound): (String, bool) = sqlx::query_as(
            "select current_user::text,
                    not (rolsuper or rolbypassrls)
                    and not exists (select from pg_class where relowner = pg_roles.oid and relnamespace = 'public'::regnamespace)
               from pg_roles where rolname = current_user",
        )
        .fetch_one(&mut *self.global().await?)
        .await?;
        anyhow::ensure!(
            bound,
            "the database role “{role}” is not bound by row-level security (it is a superuser, bypasses it or owns tables), \
             so workspaces would not be kept apart; give “{ROLE}” back its plain rights"
        );
        Ok(())
    }

    /// A transaction that sees and changes one workspace.
    pub async fn tenant(&self, tenant: TenantId) -> Result<TenantTx> {
        let changes = Some(self.changes.clone());
        Ok(TenantTx { changes, ..self.begin(tenant, "begin").await? })
    }

    /// A transaction that only reads one workspace: a write in it is an error.
    pub async fn tenant_read(&self, tenant: TenantId) -> Result<TenantTx> {
        self.begin(tenant, "begin read only").await
    }

    /// A transaction that only reads one workspace, and sees it throughout as it stood at its first statement.
    pub async fn tenant_snapshot(&self, tenant: TenantId) -> Result<TenantTx> {
        self.begin(tenant, "begin isolation level repeatable read read only").await
    }

    async fn begin(&self, tenant: TenantId, begin: &str) -> Result<TenantTx> {
        // One round trip for both. A uuid cannot carry SQL.
        let tx = self.connections.begin(&format!("{begin}; {}set local app.tenant_id = '{tenant}'", self.role)).await?;
        Ok(TenantTx { tx, tenant, changes: None })
    }

    /// A transaction that sees no workspace's rows: the list of workspaces, and the outbox to claim from.
    pub async fn global(&self) -> Result<GlobalTx> {
        Ok(GlobalTx { tx: self.connections.begin(&format!("begin; {}", self.role)).await? })
    }

    /// How a workspace stands, to be compared with how it stood: what public pages show of it has not changed since, or has
    /// within the last second.
    pub async fn edition(&self, tenant: TenantId) -> Result<Edition> {
        self.changes.edition(self, tenant).await
    }

    /// A connection of its own that hears notifications.
    pub async fn listen(&self, channel: &str) -> Result<PgListener> {
        let mut listener = PgListener::connect_with(&self.hearing).await?;
        listener.listen(channel).await?;
        Ok(listener)
    }

    /// Whether the database answers.
    pub async fn answers(&self) -> bool {
        self.global().await.is_ok()
    }

    /// Closes the connections that nobody has needed for so long; they are opened again when somebody does.
    pub async fn rest(&self, unused: Duration) {
        self.connections.rest(unused).await;
    }

    /// Waits for running transactions and closes every connection.
    pub async fn close(&self) {
        self.hearing.close().await;
        self.connections.close().await;
    }
}

/// Why a connection was not made, where it was something between us and PostgreSQL that did not understand us.
fn unheard(error: sqlx::Error) -> anyhow::Error {
    let why = error.as_database_error().filter(|error| error.message().contains("unsupported startup parameter")).map(|_| {
        "what stands before the database does not know how numbers are asked for; in PgBouncer's settings, say: \
         ignore_startup_parameters = extra_float_digits"
    });
    match why {
        Some(why) => anyhow::Error::from(error).context(why),
        None => error.into(),
    }
}

/// Why the server cannot work with a database that it has reached.
fn refused(error: sqlx::Error, user: &str) -> anyhow::Error {
    let known = error.as_database_error().is_some_and(|error| error.code().as_deref() == Some(KNOWN_STATEMENT));
    let why = if known {
        "what stands before the database lends a connection to one client after the other and knows nothing of prepared \
         statements; PgBouncer does from 1.21 on, with max_prepared_statements, and its session mode always works"
            .to_owned()
    } else {
        format!(
            "the database user “{user}” may not work as the role “{ROLE}”; let it, as a superuser, with: \
             grant {ROLE} to \"{user}\" (from PostgreSQL 16 on: … with set true)"
        )
    };
    anyhow::Error::from(error).context(why)
}

/// As whom a connection works, and how its statements are planned.
fn says(set: &str) -> String {
    let planning = PLANNING.map(|(name, value)| format!("{set} {name} = {value}; ")).concat();
    format!("{set} role {ROLE}; {planning}")
}

fn hearing(options: PgConnectOptions) -> PgPool {
    PgPoolOptions::new().max_connections(HEARING).acquire_timeout(ACQUIRE_TIMEOUT).connect_lazy_with(options)
}

/// An open transaction that sees one workspace. Dropping it undoes everything.
#[derive(Debug)]
pub struct TenantTx {
    tx: Transaction,
    tenant: TenantId,
    /// Where it writes: who is told.
    changes: Option<Arc<Changes>>,
}

impl TenantTx {
    /// The workspace it sees.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Makes what was done in it lasting.
    pub async fn commit(self) -> Result<()> {
        self.tx.commit().await?;
        if let Some(changes) = self.changes {
            changes.committed(self.tenant).await;
        }
        Ok(())
    }
}

impl Deref for TenantTx {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.tx
    }
}

impl DerefMut for TenantTx {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.tx
    }
}

/// An open transaction that sees no workspace's rows.
#[derive(Debug)]
pub struct GlobalTx {
    tx: Transaction,
}

impl GlobalTx {
    /// Makes what was done in it lasting.
    pub async fn commit(self) -> Result<()> {
        Ok(self.tx.commit().await?)
    }
}

impl Deref for GlobalTx {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.tx
    }
}

impl DerefMut for GlobalTx {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.tx
    }
}

#[cfg(test)]
mod tests {
    use sqlx::postgres::PgSslMode;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn a_pooler_that_knows_fewer_settings_is_named_with_the_one_it_needs() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let pooler = tokio::spawn(async move {
            let (mut client, _) = listener.accept().await.unwrap();
            let length = client.read_u32().await.unwrap();
            client.read_exact(&mut vec![0; length as usize - 4]).await.unwrap();
            let said = b"SFATAL\0C08P01\0Munsupported startup parameter: extra_float_digits\0\0";
            client.write_u8(b'E').await.unwrap();
            client.write_u32(u32::try_from(said.len()).unwrap() + 4).await.unwrap();
            client.write_all(said).await.unwrap();
        });
        let options = PgConnectOptions::new_without_pgpass().host("127.0.0.1").port(port).ssl_mode(PgSslMode::Disable);
        let error = Db::connect(options, 2).await.unwrap_err();
        pooler.await.unwrap();
        assert!(format!("{error:#}").contains("ignore_startup_parameters = extra_float_digits"), "{error:#}");
    }
}
