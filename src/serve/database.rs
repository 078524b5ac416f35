//! The database the server works on: the one it was given, or one of its own.

use secrecy::ExposeSecret;
use sqlx::postgres::PgConnectOptions;

use crate::config::Config;
use crate::db::Db;
use crate::db::embedded::{Cluster, Durability};

/// What the private PostgreSQL calls its one database.
const DATABASE: &str = "shipboard";

/// An open database, with its schema up to date.
pub struct Database {
    /// The doors to it.
    pub db: Db,
    cluster: Option<Cluster>,
}

/// Where the database is, and what runs it if that is us.
pub async fn locate(config: &Config) -> anyhow::Result<(PgConnectOptions, Option<Cluster>)> {
    Ok(match &config.database_url {
        Some(url) => (url.expose_secret().parse()?, None),
        None => {
            let cluster = Cluster::start(&config.data.join("postgresql"), Durability::Kept).await?;
            (cluster.connect(DATABASE), Some(cluster))
        }
    })
}

/// Opens the database and brings its schema up to date.
pub async fn open(config: &Config) -> anyhow::Result<Database> {
    let (options, cluster) = locate(config).await?;
    Db::migrate(&options).await?;
    let db = Db::connect(options, config.pool).await?;
    Ok(Database { db, cluster })
}

impl Database {
    /// Closes the doors, and stops the private PostgreSQL if there is one.
    pub async fn close(self) -> anyhow::Result<()> {
        self.db.close().await;
        if let Some(cluster) = self.cluster {
            cluster.stop().await?;
        }
        Ok(())
    }
}
