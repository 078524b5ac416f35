//! `shipboard workspace`: what the operator does with workspaces.

use anyhow::{anyhow, bail};
use clap::{Args, Subcommand};
use serde_json::json;

use crate::app::{App, TenantState};
use crate::config::Config;
use crate::events;
use crate::founding::found::{self, Founding};
use crate::serve::{self, database};
use crate::tenants::store::{self, Standing};
use crate::text::{Email, Name, Slug};

#[derive(Subcommand)]
pub(super) enum Verb {
    /// Create a workspace that is open at once
    Create(Create),
    /// List all workspaces
    List,
    /// Close a workspace for now. Its pages say so, its mail waits, nothing is lost
    Suspend {
        /// Its address, as `workspace list` shows it
        slug: String,
    },
    /// Open a workspace again that was suspended, or closed by its owner
    Resume {
        /// Its address, as `workspace list` shows it
        slug: String,
    },
}

#[derive(Args)]
pub(super) struct Create {
    /// What it is called
    name: String,
    /// Its address on the base domain; follows from the name where it is left out
    #[arg(long)]
    slug: Option<String>,
    /// E-mail address of its owner
    #[arg(long, value_name = "EMAIL")]
    owner: String,
}

pub(super) async fn perform(verb: Verb, config: Config) -> anyhow::Result<()> {
    let database = database::join(&config).await?;
    let app = serve::app(config, database.db.clone())?;
    let done = match verb {
        Verb::Create(asked) => create(&app, &asked).await,
        Verb::List => list(&app).await,
        Verb::Suspend { slug } => set(&app, &slug, &[TenantState::Active], TenantState::Suspended).await,
        Verb::Resume { slug } => set(&app, &slug, &[TenantState::Suspended, TenantState::Deleted], TenantState::Active).await,
    };
    drop(app);
    database.close().await?;
    done
}

async fn create(app: &App, asked: &Create) -> anyhow::Result<()> {
    let name = Name::parse(&asked.name).map_err(anyhow::Error::msg)?;
    let owner = Email::parse(&asked.owner).map_err(anyhow::Error::msg)?;
    let slug = match &asked.slug {
        Some(slug) => Slug::parse(slug).map_err(|why| anyhow!("--slug {slug}: {why}"))?,
        None => {
            Slug::guess(name.as_str()).ok_or_else(|| anyhow!("no address follows from “{name}”; please give one with --slug"))?
        }
    };
    let asked = Founding { name: &name, slug: &slug, founder: &owner, language: None };
    if found::open(app, &asked, app.clock.now()).await?.is_none() {
        bail!("the address “{slug}” is taken; please give another with --slug");
    }
    let standing = find(app, slug.as_str()).await?;
    let address = standing.origin(&app.config);
    println!("{name} is open at {address}");
    println!("{owner} owns it, and signs in at {address}/sign-in");
    if app.config.smtp_url.is_none() {
        println!("No mail server is set (SMTP_URL), so the sign-in mail will lie in {}", app.config.data.join("mail").display());
        println!("and can be read at {}/_mail on this machine.", app.config.base_url);
    }
    Ok(())
}

async fn list(app: &App) -> anyhow::Result<()> {
    let all = store::all(&mut app.db.global().await?).await?;
    if all.is_empty() {
        println!("No workspaces yet. `shipboard workspace create NAME --owner EMAIL` makes one.");
        return Ok(());
    }
    let slugs = all.iter().map(|standing| standing.slug.len()).max().unwrap_or(0);
    for standing in all {
        let made = standing.created_at.date();
        println!(
            "{:slugs$}  {:9}  {made}  {}  {}",
            standing.slug,
            word(standing.state),
            standing.origin(&app.config),
            standing.name
        );
    }
    Ok(())
}

/// A state as the operator reads it.
fn word(state: TenantState) -> &'static str {
    match state {
        TenantState::Pending => "pending",
        TenantState::Active => "open",
        TenantState::Suspended => "suspended",
        TenantState::Deleted => "closed",
    }
}

async fn set(app: &App, slug: &str, from: &[TenantState], to: TenantState) -> anyhow::Result<()> {
    let standing = find(app, slug).await?;
    let mut tx = app.db.tenant(standing.id).await?;
    if !store::set_state(&mut tx, from, to).await? {
        bail!("“{slug}” is {} and stays so", word(standing.state));
    }
    let kind = if to == TenantState::Active { "workspace.resumed" } else { "workspace.suspended" };
    events::record(&mut tx, kind, None, standing.id.0, json!({}), app.clock.now()).await?;
    tx.commit().await?;
    println!("{} is {} now. Servers that run notice within seconds.", standing.name, word(to));
    Ok(())
}

/// The workspace at an address, or the way to find the right one.
pub(super) async fn find(app: &App, slug: &str) -> anyhow::Result<Standing> {
    let standing = store::by_slug(&mut app.db.global().await?, slug).await?;
    standing.ok_or_else(|| anyhow!("there is no workspace “{slug}”; `shipboard workspace list` shows all"))
}
