//! `shipboard verify`: whether every count is right and every promise of the ledger kept.

use anyhow::bail;
use clap::Args;

use super::workspace::find;
use crate::app::App;
use crate::config::Config;
use crate::serve::{self, database};
use crate::tenants::store;
use crate::text::count;
use crate::verify;

#[derive(Args)]
pub(super) struct Verify {
    /// Only this workspace, by its address as `workspace list` shows it
    #[arg(long, value_name = "SLUG")]
    workspace: Option<String>,
}

pub(super) async fn perform(asked: Verify, config: Config) -> anyhow::Result<()> {
    let database = database::join(&config).await?;
    let app = serve::app(config, database.db.clone())?;
    let done = look(&app, asked.workspace.as_deref()).await;
    drop(app);
    database.close().await?;
    done
}

async fn look(app: &App, workspace: Option<&str>) -> anyhow::Result<()> {
    let standings = match workspace {
        Some(slug) => vec![find(app, slug).await?],
        None => store::all(&mut app.db.global().await?).await?,
    };
    let mut wrong = 0;
    for standing in &standings {
        let mut tx = app.db.tenant_read(standing.id).await?;
        for difference in verify::differences(&mut tx).await? {
            println!("{}: {}", standing.slug, difference.words);
            wrong += 1;
        }
    }
    let checks = verify::checks().count();
    let workspaces = count(i64::try_from(standings.len())?, "workspace", "workspaces");
    if wrong > 0 {
        bail!("{} found by {checks} checks of {workspaces}", count(wrong, "difference", "differences"));
    }
    println!("Nothing differs: {checks} checks of {workspaces}.");
    Ok(())
}
