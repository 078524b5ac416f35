//! Companies as a file: uploading one, seeing what it would change before it does, and downloading them all.

use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use csv::{Terminator, WriterBuilder};
use futures_util::TryStreamExt;

use super::sheet::{self, HEADS, MOST, Outcome, Sheet};
use super::sheet_store;
use crate::access::{Manager, Staff};
use crate::app::App;
use crate::error::{Error, Result};
use crate::text::count;
use crate::text::table::defused;
use crate::web::{Ask, Page, Reply};
use crate::words::{Language, filters};

/// The longest file: far more than [`MOST`] companies need.
const LONGEST: usize = 2 * 1024 * 1024;

/// Changes that are shown before they are made; the others are counted.
const SHOWN: usize = 200;

/// By this a spreadsheet knows that what follows is UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new().route("/admin/companies.csv", get(download))
}

/// What takes files itself.
pub fn files() -> Router<App> {
    Router::new().route("/admin/companies/csv", get(show).post(upload).layer(DefaultBodyLimit::max(LONGEST)))
}

#[derive(Template)]
#[template(path = "companies/sheet.html")]
struct SheetPage {
    /// The table, as it was uploaded or typed: nothing of it is lost.
    text: String,
    /// What it would do; none where nothing has been given yet.
    outcome: Option<Outcome>,
    sheet: Sheet,
    error: String,
    heads: String,
    most: String,
}

impl SheetPage {
    fn new(text: String) -> Self {
        let most = Language::English.number(i64::try_from(MOST).unwrap_or(i64::MAX));
        Self { text, outcome: None, sheet: Sheet::default(), error: String::new(), heads: HEADS.join(", "), most }
    }

    fn made(outcome: &Outcome) -> usize {
        outcome.changes.iter().filter(|change| change.company.is_none()).count()
    }

    /// `3 companies are new, 2 are changed, 12 stay as they are.`
    fn sentence(&self, outcome: &Outcome) -> String {
        let made = Self::made(outcome);
        let number = |number: usize, one, many| count(i64::try_from(number).unwrap_or(i64::MAX), one, many);
        format!(
            "{} new, {} changed, {} as it is.",
            number(made, "company is", "companies are"),
            number(outcome.changes.len() - made, "is", "are"),
            number(outcome.same, "stays", "stay"),
        )
    }

    /// How many changes are not shown.
    fn more(&self, outcome: &Outcome) -> usize {
        outcome.changes.len().saturating_sub(SHOWN)
    }

    /// Whether it can be carried out as it stands.
    fn ready(&self) -> bool {
        self.outcome.as_ref().is_some_and(|outcome| outcome.faults.is_empty() && !outcome.changes.is_empty())
    }

    fn most_shown(&self) -> usize {
        SHOWN
    }
}

async fn show(manager: Manager) -> Result<Reply> {
    Page::new(manager.chrome, "Companies from a file", &SheetPage::new(String::new()))?.desk().reply()
}

/// What came with the form.
#[derive(Default)]
struct Upload {
    file: Vec<u8>,
    text: String,
    apply: bool,
}

impl Upload {
    async fn read(mut form: Multipart) -> Result<Self> {
        let broken = |error: axum::extract::multipart::MultipartError| match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => {
                Error::rejected(format!("This is more than {} MB. Please upload it in several files.", LONGEST / 1024 / 1024))
            }
            _ => Error::rejected("The file did not arrive whole. Please go back and try again."),
        };
        let mut upload = Self::default();
        while let Some(field) = form.next_field().await.map_err(broken)? {
            match field.name() {
                Some("file") => upload.file = field.bytes().await.map_err(broken)?.to_vec(),
                Some("text") => upload.text = field.text().await.map_err(broken)?,
                Some("apply") => upload.apply = true,
                _ => {}
            }
        }
        Ok(upload)
    }

    /// The table: the file where there is one, or else what stands in the field.
    fn table(&self) -> Result<String, String> {
        if self.file.is_empty() {
            return Ok(self.text.clone());
        }
        match std::str::from_utf8(&self.file) {
            Ok(text) => Ok(text.trim_start_matches(BYTE_ORDER_MARK).to_owned()),
            Err(_) => {
                Err("This file is not UTF-8 text. In a spreadsheet, save it as “CSV UTF-8” and upload it again.".to_owned())
            }
        }
    }
}

/// Shows what a table would change. Where it was seen and nothing is wrong with it, changes it.
async fn upload(mut manager: Manager, ask: Ask, form: Multipart) -> Result<Reply> {
    let upload = Upload::read(form).await?;
    let text = match upload.table() {
        Ok(text) => text,
        Err(error) => return refused(manager, &SheetPage { error, ..SheetPage::new(upload.text) }),
    };
    if text.trim().is_empty() {
        let error = "Please choose a file, or paste a table.".to_owned();
        return refused(manager, &SheetPage { error, ..SheetPage::new(text) });
    }
    let sheet = sheet::read(&text);
    let known = sheet_store::known(&mut manager.tx, &sheet).await?;
    let outcome = sheet::compare(&sheet, &known);
    let fine = outcome.faults.is_empty();
    if fine && upload.apply {
        sheet_store::apply(&mut manager.tx, &outcome.changes, manager.id, manager.now).await?;
        manager.tx.commit().await?;
        let said = SheetPage::new(String::new()).sentence(&outcome);
        return Ok(ask.go("/admin/companies", format!("Done: {said}")));
    }
    let status = if fine { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = SheetPage { sheet, outcome: Some(outcome), ..SheetPage::new(text) };
    Page::new(manager.chrome, "Companies from a file", &page)?.desk().status(status).reply()
}

fn refused(manager: Manager, page: &SheetPage) -> Result<Reply> {
    Page::new(manager.chrome, "Companies from a file", page)?.desk().status(StatusCode::UNPROCESSABLE_ENTITY).reply()
}

/// Every company, in the form that [`upload`] takes and that spreadsheets open by themselves (RFC 4180).
async fn download(mut staff: Staff) -> Result<Reply> {
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    table.write_record(HEADS).map_err(Error::internal)?;
    let mut lines = sheet_store::lines(&mut staff.tx);
    while let Some(line) = lines.try_next().await? {
        table.write_record(line.iter().map(|cell| defused(cell).into_owned())).map_err(Error::internal)?;
    }
    drop(lines);
    let bytes = table.into_inner().map_err(|error| Error::internal(error.into_error()))?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"companies.csv\""),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, bytes).into_response())
}
