//! `shipboard export`: takes a workspace away, as a file.

use std::fs::{self, File, OpenOptions};
use std::io::{self, IsTerminal};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use serde_json::json;

use super::workspace::find;
use crate::app::App;
use crate::config::Config;
use crate::events;
use crate::exports;
use crate::imports::manifest::Manifest;
use crate::imports::record::Kind;
use crate::serve::{self, database};
use crate::text::count;

/// There are addresses in it, so it is for nobody else on this machine.
const MODE: u32 = 0o600;

#[derive(Args)]
pub(super) struct Verb {
    /// Address of the workspace, as `workspace list` shows it
    #[arg(long, value_name = "SLUG")]
    workspace: String,
    /// Where the zip goes; `-` is the standard output. Otherwise it is called after the workspace and the day
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) async fn perform(verb: Verb, config: Config) -> anyhow::Result<()> {
    let database = database::join(&config).await?;
    let app = serve::app(config, database.db.clone())?;
    let done = export(&app, &verb).await;
    drop(app);
    database.close().await?;
    done
}

async fn export(app: &App, verb: &Verb) -> anyhow::Result<()> {
    let standing = find(app, &verb.workspace).await?;
    let now = app.clock.now();
    let origin = standing.origin(&app.config);
    let out = verb.out.clone().unwrap_or_else(|| exports::file_name(&standing.slug, now).into());
    let to_stdout = out.as_os_str() == "-";
    if to_stdout && io::stdout().is_terminal() {
        bail!("a zip is nothing for a terminal; please send it on, as in `--out - >export.zip`");
    }
    let file = if to_stdout { None } else { Some(create(&out)?) };

    let mut tx = app.db.tenant(standing.id).await?;
    events::record(&mut tx, "workspace.exported", None, standing.id.0, json!({}), now).await?;
    tx.commit().await?;
    let mut snapshot = app.db.tenant_snapshot(standing.id).await?;
    let written = match file {
        None => exports::write(&mut snapshot, io::stdout(), &origin, now).await.map(|(manifest, _)| manifest),
        Some(file) => exports::write(&mut snapshot, file, &origin, now).await.and_then(|(manifest, file)| {
            file.sync_all().map_err(crate::error::Error::internal)?;
            Ok(manifest)
        }),
    };
    match written {
        Ok(manifest) if to_stdout => eprintln!("{}", said(&standing.name, &manifest)),
        Ok(manifest) => println!("{}\nIt lies in {}.", said(&standing.name, &manifest), out.display()),
        Err(error) => {
            if !to_stdout {
                // A part of an export is worth nothing, and looks like one.
                let _ = fs::remove_file(&out);
            }
            return Err(anyhow::Error::from(error).context("the export could not be written to its end"));
        }
    }
    Ok(())
}

/// Nothing that is there already is written over.
fn create(path: &Path) -> anyhow::Result<File> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(MODE)
        .open(path)
        .with_context(|| format!("cannot create {}; --out chooses another file", path.display()))
}

fn said(name: &str, manifest: &Manifest) -> String {
    let of = |kind| manifest.records.get(&kind).copied().unwrap_or_default().try_into().unwrap_or(i64::MAX);
    format!(
        "{name} is exported: {}, {}, {}, {} and {}.",
        count(of(Kind::Idea), "idea", "ideas"),
        count(of(Kind::Vote), "vote", "votes"),
        count(of(Kind::Comment), "comment", "comments"),
        count(of(Kind::Person), "person", "people"),
        count(of(Kind::Release), "release", "releases"),
    )
}
