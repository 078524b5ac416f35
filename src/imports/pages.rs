//! The list of imports, and bringing a file.

use std::fs::File;
use std::io::Write;

use askama::Template;
use axum::Router;
use axum::extract::multipart::{MultipartError, MultipartRejection};
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
const LARGEST: usize = 512 * MIB;

/// One MiB, in bytes.
const MIB: usize = 1024 * 1024;

/// Imports on the list.
const MOST: i64 = 50;

/// `/admin/imports/…`.
pub fn router() -> Router<App> {
    show_pages::router()
}

/// What takes files itself: `/admin/imports`. [`receive`] knows how large they may be.
pub fn files() -> Router<App> {
    Router::new().route("/admin/imports", get(list).post(upload).layer(DefaultBodyLimit::disable()))
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
    let (mut admin, arrived) = admin.apart(receive(form, LARGEST)).await?;
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

/// Puts the file of a form on disk, a piece at a time, up to so many bytes. None where no file was chosen; words where it is too
/// large or broke off. What is too large is read to its end all the same: a browser that is cut off shows that the connection was
/// lost, and not what we have to say.
async fn receive(mut form: Multipart, most: usize) -> Result<Option<Arrived>, String> {
    let broken = |_: MultipartError| "The file did not arrive whole. Please try again.".to_owned();
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        if field.name() != Some("file") {
            continue;
        }
        let name: String = field.file_name().unwrap_or_default().chars().filter(|c| !c.is_control()).take(120).collect();
        let mut file = tempfile::tempfile().map_err(|error| error.to_string())?;
        let mut size = 0;
        while let Some(piece) = field.chunk().await.map_err(broken)? {
            size += piece.len();
            if size <= most {
                file.write_all(&piece).map_err(|error| error.to_string())?;
            }
        }
        if size > most {
            return Err(format!(
                "This file is larger than {} MB, which is the most that is taken from a browser. Whoever runs the server can bring \
                 it from there, however large it is, with the command “shipboard import”.",
                most / MIB
            ));
        }
        if size == 0 {
            return if name.is_empty() { Ok(None) } else { Err("This file is empty.".to_owned()) };
        }
        return Ok(Some(Arrived { name, file: readers::unpacked(file)? }));
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::extract::{FromRequest, Request};

    use super::*;

    /// What is made of a file of so many bytes.
    async fn received(size: usize) -> Result<Option<Arrived>, String> {
        let head = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n";
        let request = Request::post("/").header("content-type", "multipart/form-data; boundary=x");
        let request = request.body(Body::from(format!("{head}{}\r\n--x--\r\n", "a".repeat(size)))).unwrap();
        receive(Multipart::from_request(request, &()).await.unwrap(), MIB).await
    }

    #[tokio::test]
    async fn a_file_that_is_too_large_is_told_how_it_can_be_brought() {
        assert_eq!(received(MIB).await.unwrap().unwrap().name, "a.csv");
        let words = received(MIB + 1).await.err().unwrap();
        assert!(words.contains("larger than 1 MB") && words.contains("shipboard import"), "{words}");
    }
}
