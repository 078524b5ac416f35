//! The list of imports, and bringing a file.

use std::fs::File;
use std::io::Write;

use askama::Template;
use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart};
use axum::http::StatusCode;
use axum::routing::get;

use super::options::Options;
use super::readers::{self, Head};
use super::store::{self, NewImport};
use super::{Import, show_pages};
use crate::access::Admin;
use crate::app::App;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::web::{Ask, Errors, Page, Reply};
use crate::words::filters;

/// The largest file that is taken from a browser, in bytes. The command takes any.
const LARGEST: usize = 512 * 1024 * 1024;

/// Imports on the list.
const MOST: i64 = 50;

/// `/admin/imports`.
pub fn router() -> Router<App> {
    Router::new()
        .route("/admin/imports", get(list).post(upload).layer(DefaultBodyLimit::max(LARGEST)))
        .merge(show_pages::router())
}

#[derive(Template)]
#[template(path = "imports/list.html")]
struct ListPage {
    imports: Vec<Import>,
    errors: Errors,
    now: Time,
}

async fn page(mut admin: Admin, errors: Errors) -> Result<Reply> {
    let imports = store::recent(&mut admin.tx, MOST).await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = ListPage { imports, errors, now: admin.now };
    Page::new(admin.chrome, "Imports", &page)?.desk().status(status).reply()
}

async fn list(admin: Admin) -> Result<Reply> {
    page(admin, Errors::new()).await
}

/// A file as it arrived, on disk.
struct Arrived {
    name: String,
    file: File,
}

async fn upload(admin: Admin, ask: Ask, form: Result<Multipart, MultipartRejection>) -> Result<Reply> {
    let form =
        form.map_err(|rejection| Error::rejected(format!("No file came with this form ({rejection}). Please choose one.")))?;
    // A slow line must not keep a connection to the database busy.
    let (mut admin, arrived) = admin.apart(receive(form)).await?;
    let refused = |words: String| {
        let mut errors = Errors::new();
        errors.add("file", words);
        errors
    };
    let mut arrived = match arrived {
        Ok(Some(arrived)) => arrived,
        Ok(None) => return page(admin, refused("Please choose a file.".to_owned())).await,
        Err(words) => return page(admin, refused(words)).await,
    };
    let head = match Head::of(&mut arrived.file, &Options::default()) {
        Ok(head) => head,
        Err(words) => return page(admin, refused(words)).await,
    };
    let Some(shape) = readers::recognise(&head).or_else(|| readers::shape("csv").filter(|_| head.headings.len() > 1)) else {
        let words = "This is no file that Shipboard knows: it takes the exports listed below, tables (CSV), and its own format.";
        return page(admin, refused(words.to_owned())).await;
    };
    let mut options = Options::default();
    if shape.word == "csv" {
        options.columns = readers::csv::guess(&head.headings);
    }
    let new = NewImport {
        file_name: &arrived.name,
        format: shape.word,
        options: &options,
        source: readers::source(shape),
        created_by: Some(admin.id),
    };
    let id = store::create(&mut admin.tx, &new, &mut arrived.file, admin.now).await?;
    admin.tx.commit().await?;
    Ok(ask.go(&super::path(id), ""))
}

/// Puts the file of a form on disk, a piece at a time. None where no file was chosen; words where it is too large or broke off.
async fn receive(mut form: Multipart) -> Result<Option<Arrived>, String> {
    let broken = |error: axum::extract::multipart::MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            format!(
                "This file is larger than {} MB. The command “shipboard import” on the server takes any size.",
                LARGEST / 1024 / 1024
            )
        } else {
            "The file did not arrive whole. Please try again.".to_owned()
        }
    };
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        if field.name() != Some("file") {
            continue;
        }
        let name: String = field.file_name().unwrap_or_default().chars().filter(|c| !c.is_control()).take(120).collect();
        let mut file = tempfile::tempfile().map_err(|error| error.to_string())?;
        let mut size = 0;
        while let Some(piece) = field.chunk().await.map_err(broken)? {
            size += piece.len();
            file.write_all(&piece).map_err(|error| error.to_string())?;
        }
        if size == 0 {
            return if name.is_empty() { Ok(None) } else { Err("This file is empty.".to_owned()) };
        }
        return Ok(Some(Arrived { name, file: readers::unpacked(file)? }));
    }
    Ok(None)
}
