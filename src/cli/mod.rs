//! The command line: verbs for whoever runs the server. Settings come from the environment alone.

mod demo;
mod environment;
mod export;
mod health;
mod import;
mod user;
mod verify;
mod workspace;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::config::Config;
use crate::serve::{self, database};

/// A feedback board with a release tracker: everyone who asked is told, once.
#[derive(Parser)]
#[command(name = "shipboard", version, max_term_width = 110, disable_help_subcommand = true)]
struct Line {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Subcommand)]
enum Verb {
    /// Run the server and the worker beside it. This is what happens without a verb
    Serve,
    /// Bring the database schema up to date, and stop
    Migrate,
    /// Load a made-up workspace to look around in. Mails nobody
    Demo,
    /// Create, list, suspend and resume workspaces
    #[command(subcommand)]
    Workspace(workspace::Verb),
    /// Change what a person may do
    #[command(subcommand)]
    User(user::Verb),
    /// Write everything in a workspace into a zip that another Shipboard imports
    Export(export::Verb),
    /// Count everything again, look at every promise of the ledger, and name what differs. Ends with 1 if anything does
    Verify(verify::Verify),
    /// Bring ideas, votes and people from elsewhere into a workspace. Mails nobody
    Import(import::Asked),
    /// Print the DNS record that the signatures of mail are checked by (SHIPBOARD_DKIM_KEY)
    Dkim,
    /// Ask the running server whether it can work. Ends with 0 if it can, with 1 if not
    Health,
}

/// Does what the command line says.
pub fn run() -> ExitCode {
    let command = Line::command().after_help(environment::help());
    let line = Line::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit());
    let verb = line.verb.unwrap_or(Verb::Serve);
    let done = environment::read().map_err(anyhow::Error::msg).and_then(|config| {
        log(&config, matches!(verb, Verb::Serve))?;
        match verb {
            Verb::Health => health::ask(&config),
            Verb::Dkim => dkim(&config),
            verb => tokio::runtime::Runtime::new()?.block_on(perform(verb, config)),
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("shipboard: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn perform(verb: Verb, config: Config) -> anyhow::Result<()> {
    match verb {
        Verb::Serve => {
            for name in environment::unknown() {
                tracing::warn!("{name} is set, but there is no setting of that name; `shipboard --help` lists them");
            }
            serve::run(config).await
        }
        Verb::Migrate => {
            database::join(&config).await?.close().await?;
            println!("The schema is up to date.");
            Ok(())
        }
        Verb::Demo => demo::perform(config).await,
        Verb::Workspace(verb) => workspace::perform(verb, config).await,
        Verb::User(verb) => user::perform(verb, config).await,
        Verb::Export(verb) => export::perform(verb, config).await,
        Verb::Verify(asked) => verify::perform(asked, config).await,
        Verb::Import(asked) => import::perform(asked, config).await,
        Verb::Health => health::ask(&config),
        Verb::Dkim => dkim(&config),
    }
}

/// The record, as a line of a zone.
fn dkim(config: &Config) -> anyhow::Result<()> {
    let Some(key) = &config.dkim_key else {
        anyhow::bail!("mail is not signed: SHIPBOARD_DKIM_KEY names no key. openssl genrsa -out FILE 2048 makes one");
    };
    println!("{}", key.zone_line(&config.dkim_selector, config.dkim_domain()));
    Ok(())
}

/// Lines for people on a terminal, JSON for machines otherwise. A verb that ends soon says only what is wrong, unless more
/// was asked for.
fn log(config: &Config, serves: bool) -> anyhow::Result<()> {
    let asked = if serves || environment::is_set("SHIPBOARD_LOG") { config.log.as_str() } else { "warn" };
    let filter = tracing_subscriber::EnvFilter::try_new(asked).map_err(|error| {
        anyhow::anyhow!(
            "SHIPBOARD_LOG is “{asked}”, which does not work: {error}. A level works, such as info, or filters such as \
             shipboard=debug,sqlx=warn"
        )
    })?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        builder.with_target(false).compact().init();
    } else {
        builder.json().flatten_event(true).init();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_is_well_formed() {
        Line::command().debug_assert();
    }
}
