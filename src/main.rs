//! The command line.

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use shipboard::config::Config;
use shipboard::serve;

/// A feedback board with a release tracker: everyone who asked is told, once.
#[derive(Parser)]
#[command(version, about, max_term_width = 110)]
struct Command {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    config: Config,
}

#[derive(Subcommand)]
enum Verb {
    /// Run the server and its worker (the default)
    Serve,
    /// Bring the database schema up to date and stop
    Migrate,
}

fn main() -> ExitCode {
    let command = Command::parse();
    if let Err(error) = log(&command.config) {
        eprintln!("SHIPBOARD_LOG: {error}");
        return ExitCode::FAILURE;
    }
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("Shipboard cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Shipboard stopped: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<()> {
    match command.verb.unwrap_or(Verb::Serve) {
        Verb::Serve => serve::run(command.config).await,
        Verb::Migrate => {
            let database = serve::database::open(&command.config).await?;
            database.close().await?;
            println!("The schema is up to date.");
            Ok(())
        }
    }
}

/// Lines for people on a terminal, JSON for machines otherwise.
fn log(config: &Config) -> anyhow::Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log)?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        builder.with_target(false).compact().init();
    } else {
        builder.json().flatten_event(true).init();
    }
    Ok(())
}
