//! A database for one test: a copy of the migrated template, dropped afterwards; or a server of its own, to be stopped.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, mpsc};

use shipboard::db::Db;
use shipboard::db::embedded::{Cluster, Durability};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::fixture;
use super::server::{TEMPLATE, server};

/// Tests that may have a database at the same time: the server takes 100 connections, and a test may use six.
static SEATS: Semaphore = Semaphore::const_new(14);

/// What a server of one test calls its database.
const OWN: &str = "shipboard";

static MADE: AtomicU32 = AtomicU32::new(0);

/// A test's own database.
pub(crate) struct Database {
    options: PgConnectOptions,
    owner: PgPool,
    place: Place,
}

/// Where it is.
enum Place {
    /// On the server that all tests share, under this name.
    Shared { name: String, seat: Option<SemaphorePermit<'static>> },
    /// On a server that nobody else uses, in this folder. None while it is stopped.
    Own { folder: PathBuf, cluster: Mutex<Option<Cluster>> },
}

impl Database {
    /// A fresh one, with the workspaces and people of the fixture in it.
    pub(crate) async fn create() -> Self {
        Self::create_for(0).await
    }

    /// The same for a test and this many servers beside it.
    pub(crate) async fn create_for(servers: u32) -> Self {
        let seat = SEATS.acquire_many(1 + servers).await.unwrap();
        let server = tokio::task::spawn_blocking(server).await.unwrap();
        let name = format!("test_{}", MADE.fetch_add(1, Ordering::Relaxed));
        let strategy = if server.copies_files { "strategy file_copy" } else { "" };
        let create = AssertSqlSafe(format!("create database {name} template {TEMPLATE} {strategy}"));
        server.handle.spawn(async { sqlx::query(create).execute(&server.admin).await }).await.unwrap().unwrap();
        Self::at(server.cluster.connect(&name), Place::Shared { name, seat: Some(seat) })
    }

    /// One without so much as a table.
    pub(crate) async fn create_empty() -> Self {
        let seat = SEATS.acquire().await.unwrap();
        let server = tokio::task::spawn_blocking(server).await.unwrap();
        let name = format!("test_{}", MADE.fetch_add(1, Ordering::Relaxed));
        let create = AssertSqlSafe(format!("create database {name}"));
        server.handle.spawn(async { sqlx::query(create).execute(&server.admin).await }).await.unwrap().unwrap();
        Self::at(server.cluster.connect(&name), Place::Shared { name, seat: Some(seat) })
    }

    /// One with the fixture in it on a server of its own, which can be stopped and started.
    pub(crate) async fn create_apart() -> Self {
        // The folder of the shared server, and all in it, is removed when the tests end, however they do.
        let shared = tokio::task::spawn_blocking(server).await.unwrap();
        let folder = shared.cluster.folder().join(format!("own-{}", MADE.fetch_add(1, Ordering::Relaxed)));
        let cluster = Cluster::start(&folder, Durability::Throwaway).await.unwrap();
        let options = cluster.connect(OWN);
        Db::migrate(&options).await.unwrap();
        fixture::plant(&options).await;
        Self::at(options, Place::Own { folder, cluster: Mutex::new(Some(cluster)) })
    }

    fn at(options: PgConnectOptions, place: Place) -> Self {
        let owner = PgPoolOptions::new().max_connections(2).connect_lazy_with(options.clone());
        Self { options, owner, place }
    }

    /// How to connect to it as the owner of everything.
    pub(crate) fn options(&self) -> PgConnectOptions {
        self.options.clone()
    }

    /// Stops the server of a database that has one of its own, as its operator would.
    pub(crate) async fn stops(&self) {
        let Place::Own { cluster, .. } = &self.place else { panic!("this server is everybody's") };
        let running = cluster.lock().unwrap().take();
        running.expect("it runs").stop().await.unwrap();
    }

    /// Starts it again.
    pub(crate) async fn starts(&self) {
        let Place::Own { folder, cluster } = &self.place else { panic!("this server is everybody's") };
        let started = Cluster::start(folder, Durability::Throwaway).await.unwrap();
        *cluster.lock().unwrap() = Some(started);
    }

    /// The owner's connections, which see every workspace. For fixtures and assertions.
    pub(crate) fn owner(&self) -> &PgPool {
        &self.owner
    }

    /// Asks for one number from outside of the test's runtime, which may be ending.
    pub(super) fn count_at_the_end(&self, statement: &'static str) -> i64 {
        let (options, (tell, told)) = (self.options(), mpsc::channel());
        server().handle.spawn(async move {
            let mut connection = PgConnection::connect_with(&options).await.unwrap();
            let _ = tell.send(sqlx::query_scalar(statement).fetch_one(&mut connection).await.unwrap());
        });
        told.recv().expect("the database of the test answers")
    }
}

impl Drop for Database {
    /// Nobody waits for it: the next test begins meanwhile. A server of its own stops when it is dropped.
    fn drop(&mut self) {
        let Place::Shared { name, seat } = &mut self.place else { return };
        let (server, seat) = (server(), seat.take());
        let drop = AssertSqlSafe(format!("drop database if exists {name} with (force)"));
        server.handle.spawn(async move {
            if let Err(error) = sqlx::query(drop).execute(&server.admin).await {
                eprintln!("a test's database was not dropped: {error}");
            }
            std::mem::drop(seat);
        });
    }
}
