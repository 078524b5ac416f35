//! The product in process, on a database of its own, at a standstill in time.

use std::net::SocketAddr;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Once, PoisonError};

use axum::Router;
use shipboard::access::find_site;
use shipboard::app::App;
use shipboard::clock::Clock;
use shipboard::config::dkim::SigningKey;
use shipboard::config::embeddings::address;
use shipboard::config::{Config, Embeddings, Optional};
use shipboard::db::Db;
use shipboard::ids::TenantId;
use shipboard::limits::Limits;
use shipboard::mail::Transport;
use shipboard::mail::transport::Memory;
use shipboard::outbox::{Handlers, worker};
use shipboard::{router, serve, verify, workers};
use sqlx::postgres::{PgPool, PgRow};
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::browser::Browser;
use super::cast::{CAST, Person};
use super::database::Database;
use super::fixture;
use super::letters::Letter;
use super::smtp::SmtpServer;

/// How an app differs from the usual one.
#[derive(Default)]
pub(crate) struct Setup {
    /// Rate limits are in force.
    pub(crate) limits: bool,
    /// Browsers come by TLS.
    pub(crate) secure: bool,
    /// Every host is this workspace.
    pub(crate) workspace: Option<&'static str>,
    /// Reverse proxies that are believed.
    pub(crate) trusted_proxies: usize,
    /// Pages are kept for readers who are signed out, who may then see them as they were a moment ago.
    pub(crate) keeps_pages: bool,
    /// What the pictures of a workspace may take, in MiB, where it is not what is usual.
    pub(crate) picture_room: Option<u32>,
    /// Where reports of mail servers go.
    pub(crate) bounce_address: Option<&'static str>,
    /// What mail is signed with.
    pub(crate) dkim_key: Option<SigningKey>,
    /// What the mail server signs its reports with.
    pub(crate) bounce_secret: Option<&'static str>,
    /// Where a model says what texts mean.
    pub(crate) embeddings: Option<String>,
    /// A real server answers on a port of its own: see [`TestApp::address`].
    pub(crate) listens: bool,
    /// Mail leaves by a real mail server on this machine: see [`TestApp::smtp`].
    pub(crate) smtp: bool,
    /// Real servers that work on the database beside it.
    pub(crate) servers: u32,
    /// The database is on a server of its own, which can be stopped: see [`TestApp::database`].
    pub(crate) database_apart: bool,
}

/// The product, as a test has it. Dereferences to the `App`.
pub(crate) struct TestApp {
    app: App,
    router: Router,
    memory: Memory,
    smtp: Option<SmtpServer>,
    address: Option<SocketAddr>,
    leaves_outbox: bool,
    // Stops the server, before the database goes.
    _listening: Option<DropGuard>,
    database: Database,
}

impl TestApp {
    /// The usual one.
    pub(crate) async fn start() -> Self {
        Self::start_with(Setup::default()).await
    }

    /// One that differs from the usual.
    pub(crate) async fn start_with(setup: Setup) -> Self {
        log_what_a_failing_test_logs();
        let database =
            if setup.database_apart { Database::create_apart().await } else { Database::create_for(setup.servers).await };
        let db = Db::connect(database.options(), 4).await.unwrap();
        let smtp = if setup.smtp { Some(SmtpServer::start().await) } else { None };
        let listener = if setup.listens { Some(TcpListener::bind("127.0.0.1:0").await.unwrap()) } else { None };
        let address = listener.as_ref().map(|listener| listener.local_addr().unwrap());
        let memory = Memory::default();
        let mail = match &smtp {
            Some(server) => Transport::smtp(&server.url().into()).unwrap(),
            None => Transport::Memory(memory.clone()),
        };
        let limits = if setup.limits { Limits::on() } else { Limits::off() };
        let app = App::new(db, Clock::stopped(fixture::start()), config(&setup, address), mail, limits);
        let listening = listener.map(|listener| {
            let stop = CancellationToken::new();
            tokio::spawn(serve::serve(listener, app.clone(), stop.clone()));
            stop.drop_guard()
        });
        let router = router::router(&app);
        Self { app, router, memory, smtp, address, leaves_outbox: false, _listening: listening, database }
    }

    /// Jobs may wait in the outbox when the test ends: it is about something else.
    pub(crate) fn leaves_outbox(mut self) -> Self {
        self.leaves_outbox = true;
        self
    }

    /// Ada, who administers Acme.
    pub(crate) fn ada(&self) -> Browser {
        self.of(&CAST.ada, CAST.acme.slug)
    }

    /// Max, who triages at Acme.
    pub(crate) fn max(&self) -> Browser {
        self.of(&CAST.max, CAST.acme.slug)
    }

    /// Rel, who ships at Acme.
    pub(crate) fn rel(&self) -> Browser {
        self.of(&CAST.rel, CAST.acme.slug)
    }

    /// Vera, who votes at Acme.
    pub(crate) fn vera(&self) -> Browser {
        self.of(&CAST.vera, CAST.acme.slug)
    }

    /// Gus, who administers Globex, at home.
    pub(crate) fn gus(&self) -> Browser {
        self.of(&CAST.gus, CAST.globex.slug)
    }

    /// Somebody who is signed out, at Acme.
    pub(crate) fn nobody(&self) -> Browser {
        self.browser(&self.config.base_url.workspace_host(CAST.acme.slug))
    }

    /// Somebody who is signed out, at a host of their choice (`localhost` is the base domain).
    pub(crate) fn browser(&self, host: &str) -> Browser {
        Browser::new(self.router.clone(), self.config.base_url.origin(host), "203.0.113.99".parse().unwrap())
    }

    fn of(&self, person: &Person, slug: &str) -> Browser {
        let origin = self.config.base_url.origin(&self.config.base_url.workspace_host(slug));
        let browser = Browser::new(self.router.clone(), origin, person.address.parse().unwrap());
        browser.keep(if self.config.base_url.secure { "__Host-session" } else { "session" }, &person.session.reveal());
        browser
    }

    /// Where the real server listens, with `listens`.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address.expect("the app was started with `listens`")
    }

    /// The mail server, with `smtp`.
    pub(crate) fn smtp(&self) -> &SmtpServer {
        self.smtp.as_ref().expect("the app was started with `smtp`")
    }

    /// Where the data is.
    pub(crate) fn database(&self) -> &Database {
        &self.database
    }

    /// Does what is due, and what that makes due, until nothing is. The clock stands still. Returns the number of jobs.
    pub(crate) async fn deliver(&self) -> usize {
        self.deliver_by(&workers::handlers()).await
    }

    /// The same, by somebody else.
    pub(crate) async fn deliver_by(&self, handlers: &Handlers) -> usize {
        let mut jobs = 0;
        loop {
            match worker::drain(&self.app, handlers, find_site).await.unwrap() {
                0 => return jobs,
                more => jobs += more,
            }
        }
    }

    /// So much time passes that whoever has a job to itself has it no longer.
    pub(crate) async fn leases_end(&self) {
        self.change("update outbox set leased_until = clock_timestamp() - interval '1 second' where leased_until is not null")
            .await;
    }

    /// All mail that has left, in the order it did.
    pub(crate) fn mailbox(&self) -> Vec<Letter> {
        if let Some(server) = &self.smtp {
            return server.letters();
        }
        let sent = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        sent.iter().map(|sent| Letter::read(&sent.message.formatted())).collect()
    }

    /// The mail that has left for one person.
    pub(crate) fn mail_to(&self, email: &str) -> Vec<Letter> {
        self.mailbox().into_iter().filter(|letter| letter.to == email).collect()
    }

    /// Holds that every count is right and every promise of the ledger kept.
    pub(crate) async fn is_in_order(&self) {
        for (id, slug) in self.sql::<(TenantId, String)>("select id, slug from tenants").await {
            let mut tx = self.app.db.tenant_read(id).await.unwrap();
            let differences = verify::differences(&mut tx).await.unwrap();
            assert!(differences.is_empty(), "{slug}: {differences:#?}");
        }
    }

    /// The owner's connections: they see every workspace.
    pub(crate) fn owner(&self) -> &PgPool {
        self.database.owner()
    }

    /// What a statement finds, seeing every workspace.
    pub(crate) async fn sql<T>(&self, statement: &'static str) -> Vec<T>
    where
        T: for<'r> sqlx::FromRow<'r, PgRow> + Send + Unpin,
    {
        sqlx::query_as(statement).fetch_all(self.owner()).await.unwrap()
    }

    /// The number that a statement finds, seeing every workspace.
    pub(crate) async fn number(&self, statement: &'static str) -> i64 {
        sqlx::query_scalar(statement).fetch_one(self.owner()).await.unwrap()
    }

    /// Carries out a statement, on every workspace. Returns the number of rows.
    pub(crate) async fn change(&self, statement: &'static str) -> u64 {
        sqlx::query(statement).execute(self.owner()).await.unwrap().rows_affected()
    }
}

impl Deref for TestApp {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if self.leaves_outbox || std::thread::panicking() {
            return;
        }
        // That ideas are compared with the others, and files and pictures forgotten, after a while is the business of the tests about that.
        let waiting = self.database.count_at_the_end(
            "select count(*) from outbox where state = 'waiting' and kind not like 'similar.%' and kind not in ('import.forget', 'pictures.sweep')",
        );
        assert!(waiting == 0, "{waiting} jobs wait in the outbox of this test: call app.deliver(), or say app.leaves_outbox()");
    }
}

fn config(setup: &Setup, address: Option<SocketAddr>) -> Config {
    let base_url = match address {
        _ if setup.secure => "https://shipboard.example".to_owned(),
        Some(address) => format!("http://localhost:{}", address.port()),
        None => "http://localhost:3000".to_owned(),
    };
    Config {
        database_url: None,
        database_direct_url: None,
        // Nothing is written there: mail stays in memory, and the database is the tests'.
        data: PathBuf::from("/nonexistent"),
        address: "127.0.0.1:0".parse().unwrap(),
        base_url: base_url.parse().unwrap(),
        workspace: setup.workspace.map(str::to_owned),
        smtp_url: None,
        mail_from: "Shipboard <shipboard@localhost>".parse().unwrap(),
        bounce_address: setup.bounce_address.map(|address| address.parse().unwrap()),
        dkim_key: setup.dkim_key.clone(),
        dkim_selector: "mail".to_owned(),
        dkim_domain: None,
        bounce_secret: setup.bounce_secret.map(Into::into),
        embeddings: embeddings(setup.embeddings.as_deref()),
        trusted_proxies: setup.trusted_proxies,
        metrics_address: Optional::Off,
        pool: 4,
        page_cache: if setup.keeps_pages { 16 } else { 0 },
        picture_room: setup.picture_room.unwrap_or(1024),
        log: "warn".to_owned(),
    }
}

/// A model at this address, with a key that is to go nowhere else.
pub(crate) fn embeddings(url: Option<&str>) -> Embeddings {
    let model = url.map(|_| "test".to_owned());
    Embeddings { url: url.map(|url| address(url).unwrap()), key: Some("sk-secret".to_owned().into()), model }
}

/// The test's own output: what goes wrong inside the product stands beside the assertion that noticed.
fn log_what_a_failing_test_logs() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let log = tracing_subscriber::fmt().with_env_filter("warn").with_test_writer().without_time().finish();
        let _ = tracing::subscriber::set_global_default(log);
    });
}
