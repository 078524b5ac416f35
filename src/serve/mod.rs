//! The server and the worker beside it: started together, stopped together, nothing cut.

pub mod database;
pub mod metrics;

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::access::sites;
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::changes;
use crate::limits::Limits;
use crate::mail::Transport;
use crate::{router, workers};

/// How long requests and mails that were under way may take to end.
const DRAIN: Duration = Duration::from_secs(20);

/// Puts the product together on an open database.
pub fn app(config: Config, db: crate::db::Db) -> anyhow::Result<App> {
    let mail = match &config.smtp_url {
        Some(url) => Transport::smtp(url)?,
        None => Transport::Folder(config.data.join("mail")),
    };
    Ok(App::new(db, Clock::system(), config, mail, Limits::on()))
}

/// Serves until SIGTERM or Ctrl-C, then ends what was begun.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let metrics = metrics::start(&config)?;
    let database = database::open(&config).await?;
    let app = app(config, database.db.clone())?;
    let listener = TcpListener::bind(app.config.address).await.map_err(|error| {
        anyhow::anyhow!(
            "cannot listen on {} ({error}); is another Shipboard running there? SHIPBOARD_ADDRESS chooses another",
            app.config.address
        )
    })?;
    let stop = CancellationToken::new();
    let mut worker = tokio::spawn(workers::run(app.clone(), stop.clone()));
    let exchange = tokio::spawn(changes::exchange(app.db.clone()));
    let mut server = tokio::spawn(serve(listener, app.clone(), stop.clone()));
    greet(&app);
    if sites::lacks_its_workspace(&app).await?
        && let Some(slug) = &app.config.workspace
    {
        tracing::warn!(
            "SHIPBOARD_WORKSPACE names “{slug}”, which does not exist yet; create it with: \
             shipboard workspace create NAME --slug {slug} --owner EMAIL"
        );
    }

    told_to_stop().await?;
    tracing::info!("stopping: ending what was begun");
    stop.cancel();
    let ended = async {
        let (server, worker) = tokio::join!(&mut server, &mut worker);
        server.map_err(anyhow::Error::from).and_then(|served| served.map_err(Into::into)).and(worker.map_err(Into::into))
    };
    if let Ok(result) = tokio::time::timeout(DRAIN, ended).await {
        result?;
    } else {
        let seconds = DRAIN.as_secs();
        tracing::warn!("some requests or mails did not end within {seconds} s; jobs come back when their lease ends");
        // They may hold connections, and closing the doors waits for those.
        server.abort();
        worker.abort();
    }
    drop(metrics);
    exchange.abort();
    database.close().await?;
    tracing::info!("stopped");
    Ok(())
}

/// Answers requests on `listener` until `stop`.
pub async fn serve(listener: TcpListener, app: App, stop: CancellationToken) -> std::io::Result<()> {
    let service = router::router(&app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop.cancelled_owned()).await
}

async fn told_to_stop() -> std::io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

/// A few calm lines for whoever started it by hand.
fn greet(app: &App) {
    let config = &app.config;
    tracing::info!(address = %config.address, "serving");
    if !std::io::IsTerminal::is_terminal(&std::io::stderr()) {
        return;
    }
    let database = if config.database_url.is_some() {
        "the PostgreSQL of DATABASE_URL".to_owned()
    } else {
        format!("a private PostgreSQL in {}", config.data.display())
    };
    let mail = match config.smtp_url {
        Some(_) => "through the mail server of SMTP_URL".to_owned(),
        None => format!("not sent; read it at {}/_mail", config.base_url),
    };
    eprintln!(
        "\n  Shipboard is at   {}\n  Data              {database}\n  Mail              {mail}\n  Demo              shipboard demo\n  Stop              Ctrl-C\n",
        config.base_url
    );
}
