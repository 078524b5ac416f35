//! One import: how its file is read, what that would do, how far it has come, and taking it back.

use std::collections::BTreeMap;

use ::csv::{Terminator, WriterBuilder};
use askama::Template;
use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};

use super::options::{Encoding, Field, Options};
use super::readers::{SHAPES, csv, shape, table};
use super::record::Kind;
use super::store::LineError;
use super::undo::{self, Stakes};
use super::{Import, State, Tally, files, run, store};
use crate::access::Admin;
use crate::app::App;
use crate::clock::Date;
use crate::error::{Error, Result};
use crate::ids::ImportId;
use crate::text::Name;
use crate::text::count;
use crate::text::table::defused;
use crate::web::ask::html;
use crate::web::{Ask, Errors, Form, Page, Path, Reply};
use crate::words::filters;

/// Errors on the page; the download has all.
const SHOWN: i64 = 100;

/// Errors that are read from the database at a time.
const PIECE: i64 = 10_000;

/// Columns that are shown of a table.
const WIDEST: usize = 12;

/// Rows that show what stands in a column.
const SAMPLES: usize = 3;

/// `/admin/imports/…`.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/admin/imports/{import}", get(show).post(decide))
        .route("/admin/imports/{import}/errors.csv", get(errors))
        .route("/admin/imports/{import}/start", post(start))
        .route("/admin/imports/{import}/discard", post(discard))
        .route("/admin/imports/{import}/undo", get(ask_undo).post(undo))
}

/// How a file is to be read, as it was typed. Columns come as `column-title` and so on.
type Typed = BTreeMap<String, String>;

/// One field of a table, and which column was chosen for it.
struct Choice {
    field: Field,
    column: String,
    samples: Vec<String>,
}

/// The first rows of a table.
#[derive(Default)]
struct Preview {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    /// What is said of columns that are not shown.
    more: String,
}

#[derive(Template)]
#[template(path = "imports/show.html")]
struct ShowPage {
    import: Import,
    /// Of its reader.
    shape: &'static str,
    shapes: Vec<(&'static str, &'static str)>,
    encodings: [(&'static str, &'static str); 2],
    encoding: &'static str,
    date: String,
    /// The columns of a table; empty for files of a known shape.
    choices: Vec<Choice>,
    columns: Vec<(String, String)>,
    /// The first rows of a table, as they are.
    preview: Preview,
    lines: Vec<LineError>,
    kinds: Vec<(&'static str, Tally)>,
    errors: Errors,
    is_owner: bool,
}

impl ShowPage {
    /// Whether how it is read can still be decided.
    fn open(&self) -> bool {
        self.import.started_at.is_none() && !self.import.state.under_way()
    }

    /// Whether it can be taken in now.
    fn ready(&self) -> bool {
        self.import.state == State::Checked && !self.import.summary.changes_nothing()
    }

    /// Whether it can be taken back.
    fn undoable(&self) -> bool {
        self.import.started_at.is_some() && matches!(self.import.state, State::Done | State::Failed)
    }

    /// Whether it stopped on its way in and can go on.
    fn stopped(&self) -> bool {
        self.import.started_at.is_some() && self.import.state == State::Failed
    }

    fn progress(&self) -> String {
        match (self.import.state, self.import.record_count) {
            (State::Running, Some(count)) => format!("{} of {count} records are in", self.import.read_count),
            (State::Undoing, _) => "Being undone".to_owned(),
            _ => format!("{} records looked at", self.import.read_count),
        }
    }
}

async fn page(mut admin: Admin, import: Import, errors: Errors, ask: &Ask) -> Result<Reply> {
    let shape = shape(&import.format);
    let lines = store::errors(&mut admin.tx, import.id, 0, SHOWN).await?;
    let open = import.started_at.is_none();
    let (choices, columns, preview) =
        if import.format == "csv" && open { choices(&mut admin, &import).await? } else { Default::default() };
    let kinds = import.summary.kinds.iter().map(|(kind, tally): (&Kind, &Tally)| (kind.label(), *tally)).collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = ShowPage {
        shape: shape.map_or("", |shape| shape.name),
        shapes: SHAPES.iter().map(|shape| (shape.word, shape.name)).collect(),
        encodings: [("unicode", "UTF-8, or what the file says"), ("windows1252", "Windows-1252")],
        encoding: if import.options.encoding == Encoding::Windows1252 { "windows1252" } else { "unicode" },
        date: import.options.date.map(|date| date.to_string()).unwrap_or_default(),
        choices,
        columns,
        preview,
        lines,
        kinds,
        errors,
        is_owner: admin.person.roles.contains(&crate::access::Role::Owner),
        import,
    };
    if ask.enhanced {
        return html(status, ask.language, &page);
    }
    Page::new(admin.chrome, format!("Import of {}", page.import.file_name), &page)?.desk().status(status).reply()
}

/// What of a cell is shown.
fn short(cell: &str) -> String {
    crate::text::markdown::excerpt(cell, 60)
}

/// The fields of a table with the columns chosen for them, and all its columns.
async fn choices(admin: &mut Admin, import: &Import) -> Result<(Vec<Choice>, Vec<(String, String)>, Preview)> {
    let head = files::head(&mut admin.tx, import.id).await?;
    let Ok(mut table) = table::Table::open(head, &import.options) else { return Ok(Default::default()) };
    let rows: Vec<table::Row> = table.by_ref().take(SAMPLES).filter_map(|(_, row)| row.ok()).collect();
    let chosen = if import.options.columns.is_empty() { csv::guess(&table.columns) } else { import.options.columns.clone() };
    let choices = Field::ALL.map(|field| {
        let column = chosen.get(&field).cloned().unwrap_or_default();
        let place = table.place(&column);
        let samples = rows.iter().map(|row| short(row.cell(place)));
        Choice { field, samples: samples.filter(|sample| !sample.is_empty()).collect(), column }
    });
    let none = (String::new(), "–".to_owned());
    let columns = std::iter::once(none).chain(table.columns.iter().map(|column| (column.clone(), column.clone())));
    let cells = |row: &table::Row| (0..table.columns.len().min(WIDEST)).map(|place| short(row.cell(Some(place)))).collect();
    let preview = Preview {
        columns: table.columns.iter().take(WIDEST).cloned().collect(),
        rows: rows.iter().map(cells).collect(),
        more: match i64::try_from(table.columns.len().saturating_sub(WIDEST)).unwrap_or(0) {
            0 => String::new(),
            more => count(more, "more column is not shown.", "more columns are not shown."),
        },
    };
    Ok((choices.into(), columns.collect(), preview))
}

async fn show(mut admin: Admin, ask: Ask, Path(id): Path<ImportId>) -> Result<Reply> {
    let import = store::find(&mut admin.tx, id).await?;
    page(admin, import, Errors::new(), &ask).await
}

/// How the file is to be read, from what was typed.
fn options(typed: &Typed, owner: bool, errors: &mut Errors) -> Options {
    let said = |name: &str| typed.get(name).map(|text| text.trim()).unwrap_or_default();
    let date = Some(said("date")).filter(|text| !text.is_empty()).map(str::parse).transpose();
    let date = date.map_err(|_| errors.add("date", "This is not a date such as 2024-04-03.")).ok().flatten().map(Date);
    let columns = Field::ALL.into_iter().filter_map(|field| {
        let column = said(&format!("column-{}", field.word()));
        (!column.is_empty()).then(|| (field, column.to_owned()))
    });
    Options {
        columns: columns.collect(),
        encoding: if said("encoding") == "windows1252" { Encoding::Windows1252 } else { Encoding::Unicode },
        date,
        // Only an owner lets a file say who works here.
        trust: owner && said("trust") == "true",
    }
}

async fn decide(mut admin: Admin, ask: Ask, Path(id): Path<ImportId>, Form(typed): Form<Typed>) -> Result<Reply> {
    let mut import = store::find(&mut admin.tx, id).await?;
    let mut errors = Errors::new();
    let owner = admin.person.roles.contains(&crate::access::Role::Owner);
    import.options = options(&typed, owner, &mut errors);
    let format = typed.get("format").map_or(import.format.as_str(), String::as_str);
    let format = shape(format).map_or(import.format.clone(), |shape| shape.word.to_owned());
    if format != import.format {
        // The columns that were chosen were those of another shape.
        import.options.columns.clear();
    }
    let source = typed.get("source").map_or(import.source.as_str(), String::as_str);
    let source = errors.take("source", Name::parse(source)).map_or_else(|| source.to_owned(), |name| name.as_str().to_owned());
    (import.format, import.source) = (format, source);
    if !errors.is_empty() {
        return page(admin, import, errors, &ask).await;
    }
    store::decide(&mut admin.tx, id, &import.format, &import.options, &import.source).await?;
    run::begin(&mut admin.tx, id, State::Checking, Some(admin.id), admin.now).await?;
    admin.tx.commit().await?;
    Ok(ask.go(&super::path(id), ""))
}

async fn start(mut admin: Admin, ask: Ask, Path(id): Path<ImportId>) -> Result<Reply> {
    run::begin(&mut admin.tx, id, State::Running, Some(admin.id), admin.now).await?;
    admin.tx.commit().await?;
    Ok(ask.go(&super::path(id), ""))
}

async fn discard(mut admin: Admin, ask: Ask, Path(id): Path<ImportId>) -> Result<Reply> {
    store::find(&mut admin.tx, id).await?;
    store::discard(&mut admin.tx, id).await?;
    admin.tx.commit().await?;
    Ok(ask.go("/admin/imports", "The file is gone. Nothing of it came in."))
}

#[derive(Template)]
#[template(path = "imports/undo.html")]
struct UndoPage {
    import: Import,
    stakes: Stakes,
}

async fn ask_undo(mut admin: Admin, Path(id): Path<ImportId>) -> Result<Reply> {
    let import = store::find(&mut admin.tx, id).await?;
    let stakes = undo::stakes(&mut admin.tx, id).await?;
    Page::new(admin.chrome, "Undo an import", &UndoPage { import, stakes })?.desk().reply()
}

async fn undo(mut admin: Admin, ask: Ask, Path(id): Path<ImportId>) -> Result<Reply> {
    run::begin(&mut admin.tx, id, State::Undoing, Some(admin.id), admin.now).await?;
    admin.tx.commit().await?;
    Ok(ask.go(&super::path(id), ""))
}

/// Every error as a table.
async fn errors(mut admin: Admin, Path(id): Path<ImportId>) -> Result<Reply> {
    let import = store::find(&mut admin.tx, id).await?;
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    table.write_record(["line", "what is wrong"]).map_err(Error::internal)?;
    let mut skip = 0;
    loop {
        let errors = store::errors(&mut admin.tx, import.id, skip, PIECE).await?;
        for LineError { line, words } in &errors {
            table.write_record([&line.to_string(), defused(words).as_ref()]).map_err(Error::internal)?;
        }
        let read = i64::try_from(errors.len()).unwrap_or(0);
        skip += read;
        if read < PIECE {
            break;
        }
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"import-errors.csv\"".to_owned()),
    ];
    let table = table.into_inner().map_err(|error| Error::internal(error.into_error()))?;
    Ok((headers, table).into_response())
}
