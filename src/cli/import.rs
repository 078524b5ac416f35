//! `shipboard import`: a file from elsewhere into a workspace, with what became of it.

use std::fs::File;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use anyhow::{Context as _, anyhow, bail};
use clap::Args;

use super::workspace::find;
use crate::app::App;
use crate::clock::{Date, Time};
use crate::config::Config;
use crate::ids::{ImportId, TenantId};
use crate::imports::options::{Encoding, Field, Options};
use crate::imports::readers::{self, Head, SHAPES, Shape};
use crate::imports::record::Kind;
use crate::imports::store::{self, NewImport};
use crate::imports::{Import, State, Summary, files, run};
use crate::serve::{self, database};

/// Errors that are shown; the page of the import has all.
const SHOWN: i64 = 20;

/// Columns of the bar.
const BAR: usize = 30;

#[derive(Args)]
pub(super) struct Asked {
    /// The file: another tool's export, a table, or Shipboard's own format
    #[arg(required_unless_present = "undo")]
    file: Option<PathBuf>,
    /// Address of the workspace, as `workspace list` shows it
    #[arg(long, value_name = "SLUG")]
    workspace: String,
    /// What kind of file it is; found out where it is left out
    #[arg(long, value_name = "FORMAT", value_parser = SHAPES.iter().map(|shape| shape.word).collect::<Vec<_>>())]
    format: Option<String>,
    /// Which column of a table is what: `title=Headline`. May be given several times; the rest is guessed from the headings
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = column)]
    map: Vec<(Field, String)>,
    /// The date of whatever has none in the file. Nothing is ever dated by today
    #[arg(long, value_name = "DATE", value_parser = day)]
    date: Option<Date>,
    /// The file is from an older program on Windows (Windows-1252)
    #[arg(long)]
    windows: bool,
    /// Where the ids in the file are from: files from one place speak of the same things. The format, where it is left out
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Take over confirmed addresses and roles: for a workspace that moves house
    #[arg(long)]
    trust: bool,
    /// Say what would happen, and leave everything as it is
    #[arg(long)]
    dry_run: bool,
    /// Take an import back, by the id that it was given
    #[arg(long, value_name = "ID", conflicts_with = "file")]
    undo: Option<uuid::Uuid>,
}

fn column(text: &str) -> Result<(Field, String), String> {
    let fields = || Field::ALL.map(Field::word).join(", ");
    let (field, column) =
        text.split_once('=').ok_or_else(|| format!("“{text}” should read FIELD=COLUMN; the fields are {}", fields()))?;
    let field = Field::parse(field.trim()).ok_or_else(|| format!("“{field}” is no field; the fields are {}", fields()))?;
    Ok((field, column.trim().to_owned()))
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map(Date).map_err(|_| format!("“{text}” is not a date such as 2024-04-03"))
}

pub(super) async fn perform(asked: Asked, config: Config) -> anyhow::Result<()> {
    let database = database::join(&config).await?;
    let app = serve::app(config, database.db.clone())?;
    let done = bring(&app, asked).await;
    drop(app);
    database.close().await?;
    done
}

async fn bring(app: &App, asked: Asked) -> anyhow::Result<()> {
    let workspace = find(app, &asked.workspace).await?;
    let tenant = workspace.id;
    if let Some(id) = asked.undo {
        return undo(app, tenant, ImportId(id)).await;
    }
    let path = asked.file.clone().unwrap_or_default();
    let file = File::open(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut file = readers::unpacked(file).map_err(anyhow::Error::msg)?;
    let (shape, options) = shape(&mut file, &asked)?;
    let source = asked.source.clone().unwrap_or_else(|| readers::source(shape).to_owned());
    let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let new = NewImport { file_name: &file_name, format: shape.word, options: &options, source: &source, created_by: None };
    let mut tx = app.db.tenant(tenant).await?;
    let begun = if asked.dry_run { None } else { store::interrupted(&mut tx, &files::digest(&mut file)?).await? };
    let id = match begun {
        Some(id) => {
            println!("This file was coming in when it was interrupted; going on where that was.");
            id
        }
        None => store::create(&mut tx, &new, &mut file, app.clock.now()).await?,
    };
    let what = if asked.dry_run { State::Checking } else { State::Running };
    if begun.is_none() {
        println!("{file_name}: {}", shape.name);
        run::begin(&mut tx, id, what, None, app.clock.now()).await?;
    }
    if !run::claim(&mut tx, id, app.clock.now()).await? {
        bail!("a server is working on this import already; its page shows how far it has come");
    }
    tx.commit().await?;
    let import = watch(app, tenant, id).await?;
    report(app, tenant, &import, asked.dry_run).await?;
    if asked.dry_run {
        let mut tx = app.db.tenant(tenant).await?;
        store::discard(&mut tx, id).await?;
        tx.commit().await?;
    }
    match import.state {
        State::Checked => Ok(()),
        State::Done => {
            println!("\nTo take it back: shipboard import --workspace {} --undo {}", asked.workspace, import.id);
            Ok(())
        }
        _ => Err(anyhow!("{}", import.failure.unwrap_or_else(|| format!("the import is {}", import.state.word())))),
    }
}

/// What kind of file it is, and how it is to be read.
fn shape(file: &mut File, asked: &Asked) -> anyhow::Result<(&'static Shape, Options)> {
    let encoding = if asked.windows { Encoding::Windows1252 } else { Encoding::Unicode };
    let mut options = Options { encoding, date: asked.date, trust: asked.trust, ..Options::default() };
    let head = Head::of(file, &options).map_err(anyhow::Error::msg)?;
    let shape = match &asked.format {
        Some(word) => readers::shape(word),
        None => readers::recognise(&head),
    };
    let shape = shape.ok_or_else(|| {
        let known: Vec<&str> = SHAPES.iter().map(|shape| shape.word).collect();
        anyhow!("this is no file that Shipboard knows; --format says what it is ({})", known.join(", "))
    })?;
    if shape.word == "csv" {
        options.columns = readers::csv::guess(&head.headings);
        for (field, column) in &asked.map {
            options.columns.retain(|_, taken| taken != column);
            options.columns.insert(*field, column.clone());
        }
        for (field, column) in &options.columns {
            println!("  {:24} is {}", column, field.label());
        }
    } else if !asked.map.is_empty() {
        bail!("the columns of {} are known, so --map has no meaning for it; --format csv reads it as any table", shape.name);
    }
    Ok((shape, options))
}

/// Works on it here, with a bar on a terminal and a line now and then otherwise.
async fn watch(app: &App, tenant: TenantId, id: ImportId) -> anyhow::Result<Import> {
    let terminal = std::io::stderr().is_terminal();
    let begun = app.clock.now();
    let mut said = -1;
    let import = run::work(app, tenant, id, &mut |import: &Import| {
        let percent = import.percent();
        if terminal {
            eprint!("\r{}", bar(import, app.clock.now(), begun));
            let _ = std::io::stderr().flush();
        } else if percent / 10 > said {
            said = percent / 10;
            eprintln!("{}", progress(import));
        }
    })
    .await?;
    if terminal {
        eprintln!();
    }
    Ok(import)
}

fn bar(import: &Import, now: Time, begun: Time) -> String {
    let filled = usize::try_from(import.percent()).unwrap_or(0) * BAR / 100;
    let seconds = now.since(begun).as_secs().max(1);
    format!(
        "[{}{}] {:3} %  {}  {}/s  {} wrong ",
        "#".repeat(filled),
        "-".repeat(BAR - filled),
        import.percent(),
        import.read_count,
        import.read_count / seconds,
        import.error_count
    )
}

fn progress(import: &Import) -> String {
    match import.record_count {
        Some(count) => format!("{} of {count} records", import.read_count),
        None => format!("{} records", import.read_count),
    }
}

/// What became of it, or would.
async fn report(app: &App, tenant: TenantId, import: &Import, dry: bool) -> anyhow::Result<()> {
    print!("{}", table(&import.summary, dry));
    for note in &import.summary.notes {
        println!("- {note}");
    }
    let errors = store::errors(&mut app.db.tenant_read(tenant).await?, import.id, 0, SHOWN).await?;
    if !errors.is_empty() {
        println!("\n{} could not be taken:", crate::text::count(import.error_count, "line", "lines"));
    }
    for error in &errors {
        println!("  line {}: {}", error.line, error.words);
    }
    let more = import.error_count - i64::try_from(errors.len()).unwrap_or(0);
    if more > 0 {
        println!("  and {more} more, which the page of the import lists");
    }
    Ok(())
}

fn table(summary: &Summary, dry: bool) -> String {
    let (made, changed) = if dry { ("would be new", "would change") } else { ("new", "changed") };
    let mut text = format!("\n{:16} {made:>14} {changed:>14} {:>14} {:>14} {:>10}\n", "", "here already", "unchanged", "refused");
    for kind in Kind::ALL {
        let Some(tally) = summary.kinds.get(kind) else { continue };
        text.push_str(&format!(
            "{:16} {:>14} {:>14} {:>14} {:>14} {:>10}\n",
            kind.label(),
            tally.made,
            tally.changed,
            tally.found,
            tally.unchanged,
            tally.refused
        ));
    }
    text
}

async fn undo(app: &App, tenant: TenantId, id: ImportId) -> anyhow::Result<()> {
    let mut tx = app.db.tenant(tenant).await?;
    run::begin(&mut tx, id, State::Undoing, None, app.clock.now()).await.map_err(said)?;
    run::claim(&mut tx, id, app.clock.now()).await?;
    tx.commit().await?;
    let import = run::work(app, tenant, id, &mut |_| {}).await?;
    if import.state != State::Undone {
        bail!("{}", import.failure.unwrap_or_else(|| "it could not be undone".to_owned()));
    }
    println!("{} was taken back.", import.file_name);
    for sentence in &import.summary.kept {
        println!("- {sentence}");
    }
    Ok(())
}

/// A refusal in its own words.
fn said(error: crate::error::Error) -> anyhow::Error {
    match error {
        crate::error::Error::Rejected(words) => anyhow!("{words}"),
        crate::error::Error::NotFound => anyhow!("there is no import of this id in the workspace"),
        error => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_named_by_its_field() {
        assert_eq!(column("title=Head line").unwrap(), (Field::Title, "Head line".to_owned()));
        assert!(column("headline").unwrap_err().contains("FIELD=COLUMN"));
        assert!(column("wish=x").unwrap_err().contains("title"));
        assert!(day("03.04.2024").is_err() && day("2024-04-03").is_ok());
    }

    #[test]
    fn both_exports_of_one_tool_speak_of_the_same_ideas() {
        let sources: Vec<&str> = SHAPES.iter().map(|shape| readers::source(shape)).collect();
        assert_eq!(sources.iter().filter(|source| **source == "fider").count(), 2);
        assert_eq!(sources.iter().filter(|source| **source == "uservoice").count(), 2);
    }
}
