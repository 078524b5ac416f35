//! The database the server works on: the one it was given, or one of its own.

use std::path::PathBuf;

use secrecy::ExposeSecret;
use sqlx::postgres::PgConnectOptions;

use crate::config::Config;
use crate::db::Db;
use crate::db::embedded::{Cluster, Durability, EmbeddedError};

/// What the private PostgreSQL calls its one database.
const DATABASE: &str = "shipboard";

/// Connections that a verb needs.
const POOL_OF_A_VERB: u32 = 2;

/// An open database, with its schema up to date.
pub struct Database {
    /// The doors to it.
    pub db: Db,
    cluster: Option<Cluster>,
}

/// Where the database is, and what runs it if that is us.
pub async fn locate(config: &Config) -> anyhow::Result<(PgConnectOptions, Option<Cluster>)> {
    if let Some(url) = &config.database_url {
        return Ok((url.expose_secret().parse()?, None));
    }
    let cluster = Cluster::start(&folder(config), Durability::Kept).await?;
    Ok((cluster.connect(DATABASE), Some(cluster)))
}

/// The way past a pooler, where one is named.
fn direct(config: &Config) -> anyhow::Result<Option<PgConnectOptions>> {
    Ok(config.database_direct_url.as_ref().map(|url| url.expose_secret().parse()).transpose()?)
}

/// The folder of the private PostgreSQL.
fn folder(config: &Config) -> PathBuf {
    config.data.join("postgresql")
}

/// Opens the database and brings its schema up to date.
pub async fn open(config: &Config) -> anyhow::Result<Database> {
    let (options, cluster) = locate(config).await?;
    Database::new(options, direct(config)?, config.pool, cluster).await
}

/// The same for a verb that ends soon: where a server runs on the private PostgreSQL, the verb works beside it.
pub async fn join(config: &Config) -> anyhow::Result<Database> {
    match locate(config).await {
        Ok((options, cluster)) => Database::new(options, direct(config)?, POOL_OF_A_VERB, cluster).await,
        Err(error) if matches!(error.downcast_ref(), Some(EmbeddedError::Held { .. })) => {
            Database::new(Cluster::join(&folder(config), DATABASE).await?, None, POOL_OF_A_VERB, None).await
        }
        Err(error) => Err(error),
    }
}

impl Database {
    async fn new(
        options: PgConnectOptions,
        direct: Option<PgConnectOptions>,
        pool: u32,
        cluster: Option<Cluster>,
    ) -> anyhow::Result<Self> {
        Db::migrate(direct.as_ref().unwrap_or(&options)).await?;
        let db = Db::connect_past(options, direct, pool).await?;
        Ok(Self { db, cluster })
    }

    /// Closes the doors, and stops the private PostgreSQL if there is one.
    pub async fn close(self) -> anyhow::Result<()> {
        self.db.close().await;
        if let Some(cluster) = self.cluster {
            cluster.stop().await?;
        }
        Ok(())
    }
}
