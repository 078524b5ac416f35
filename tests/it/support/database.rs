//! A database for one test: a copy of the migrated template, dropped afterwards.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::server::{TEMPLATE, server};

/// Tests that may have a database at the same time: the server takes 100 connections, and a test may use six.
static SEATS: Semaphore = Semaphore::const_new(14);

static MADE: AtomicU32 = AtomicU32::new(0);

/// A test's own database.
pub(crate) struct Database {
    name: String,
    owner: PgPool,
    seat: Option<SemaphorePermit<'static>>,
}

impl Database {
    /// A fresh one, with the workspaces and people of the fixture in it.
    pub(crate) async fn create() -> Self {
        let seat = SEATS.acquire().await.unwrap();
        let server = tokio::task::spawn_blocking(server).await.unwrap();
        let name = format!("test_{}", MADE.fetch_add(1, Ordering::Relaxed));
        let strategy = if server.copies_files { "strategy file_copy" } else { "" };
        let create = AssertSqlSafe(format!("create database {name} template {TEMPLATE} {strategy}"));
        server.handle.spawn(async { sqlx::query(create).execute(&server.admin).await }).await.unwrap().unwrap();
        let owner = PgPoolOptions::new().max_connections(2).connect_lazy_with(server.cluster.connect(&name));
        Self { name, owner, seat: Some(seat) }
    }

    /// How to connect to it as the owner of everything.
    pub(crate) fn options(&self) -> PgConnectOptions {
        server().cluster.connect(&self.name)
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
    /// Nobody waits for it: the next test begins meanwhile.
    fn drop(&mut self) {
        let (server, seat) = (server(), self.seat.take());
        let drop = AssertSqlSafe(format!("drop database if exists {} with (force)", self.name));
        server.handle.spawn(async move {
            if let Err(error) = sqlx::query(drop).execute(&server.admin).await {
                eprintln!("a test's database was not dropped: {error}");
            }
            std::mem::drop(seat);
        });
    }
}
