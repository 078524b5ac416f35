//! `shipboard demo`: a workspace to look around in.

use crate::config::Config;
use crate::demo;
use crate::serve::{self, database};

pub(super) async fn perform(config: Config) -> anyhow::Result<()> {
    let database = database::join(&config).await?;
    let app = serve::app(config, database.db.clone())?;
    let loaded = demo::load(&app).await;
    let config = app.config.clone();
    drop(app);
    database.close().await?;
    let demo = loaded?;
    println!("{} is open at {}", demo.name, config.base_url.origin(&config.base_url.workspace_host(&demo.slug)));
    println!("Nobody was mailed. Sign in there as one of its made-up people:");
    for (email, does) in demo.people {
        println!("  {email:34} {does}");
    }
    if config.smtp_url.is_none() {
        println!("The code lies at {}/_mail on this machine.", config.base_url);
    }
    Ok(())
}
