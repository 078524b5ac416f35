//! `/_mail`: mail that is not sent, read in a browser. Only without a mail server, and only from this machine.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use mail_parser::MessageParser;

use crate::app::App;
use crate::error::{Error, Result};
use crate::mail::Transport;
use crate::web::address::ClientAddress;
use crate::web::ask::Reply;
use crate::web::{Chrome, Page, Path};

/// Mails listed at most.
const LISTED: usize = 200;

/// The list, a mail, and its HTML form by itself.
pub fn router() -> Router<App> {
    Router::new().route("/", get(list)).route("/{file}", get(show)).route("/{file}/html", get(body))
}

/// One mail of the folder.
struct Kept {
    file: String,
    to: String,
    subject: String,
    date: String,
    text: String,
}

#[derive(Template)]
#[template(path = "mail/inbox.html")]
struct ListPage {
    mails: Vec<Kept>,
}

async fn list(State(app): State<App>, client: ClientAddress, headers: axum::http::HeaderMap) -> Result<Reply> {
    let folder = folder(&app, client)?;
    let mut names = Vec::new();
    if let Ok(mut entries) = tokio::fs::read_dir(folder).await {
        while let Ok(Some(entry)) = entries.next_entry().await {
            names.extend(entry.file_name().into_string().ok().filter(|name| is_mail(name)));
        }
    }
    names.sort_unstable_by(|a, b| b.cmp(a));
    let mut mails = Vec::new();
    for name in names.into_iter().take(LISTED) {
        mails.extend(read(folder, name).await.ok());
    }
    Page::new(Chrome::bare(&app, "/_mail", &headers), "Mail that was not sent", &ListPage { mails })?.private().reply()
}

#[derive(Template)]
#[template(path = "mail/kept.html")]
struct ShowPage {
    mail: Kept,
}

async fn show(
    State(app): State<App>,
    client: ClientAddress,
    Path(file): Path<String>,
    headers: axum::http::HeaderMap,
) -> Result<Reply> {
    let mail = read(folder(&app, client)?, file).await?;
    Page::new(Chrome::bare(&app, "/_mail", &headers), mail.subject.clone(), &ShowPage { mail })?.private().reply()
}

/// The mail's own HTML, with its inline styles and without anything that could run.
async fn body(
    State(app): State<App>,
    client: ClientAddress,
    Path(file): Path<String>,
) -> Result<([(&'static str, String); 1], Html<String>)> {
    let bytes = load(folder(&app, client)?, &file).await?;
    let html = MessageParser::default()
        .parse(&bytes)
        .and_then(|mail| mail.body_html(0).map(std::borrow::Cow::into_owned))
        .ok_or(Error::NotFound)?;
    // Logos come from the workspaces' own addresses.
    let base = &app.config.base_url;
    let logos = base.origin(&format!("*.{}", base.host));
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' {logos} data:; sandbox allow-popups allow-top-navigation"
    );
    Ok(([("content-security-policy", policy)], Html(html)))
}

fn folder(app: &App, client: ClientAddress) -> Result<&std::path::Path> {
    match &app.mail {
        Transport::Folder(folder) if client.is_loopback() => Ok(folder),
        _ => Err(Error::NotFound),
    }
}

fn is_mail(file: &str) -> bool {
    std::path::Path::new(file).extension().is_some_and(|extension| extension == "eml")
}

async fn load(folder: &std::path::Path, file: &str) -> Result<Vec<u8>> {
    let plain = is_mail(file) && file.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'.'));
    if !plain {
        return Err(Error::NotFound);
    }
    tokio::fs::read(folder.join(file)).await.map_err(|_| Error::NotFound)
}

async fn read(folder: &std::path::Path, file: String) -> Result<Kept> {
    let bytes = load(folder, &file).await?;
    let mail = MessageParser::default().parse(&bytes).ok_or(Error::NotFound)?;
    Ok(Kept {
        to: mail.to().and_then(|to| to.first()).and_then(|to| to.address()).unwrap_or_default().to_owned(),
        subject: mail.subject().unwrap_or_default().to_owned(),
        date: mail.date().map(mail_parser::DateTime::to_rfc3339).unwrap_or_default(),
        text: mail.body_text(0).unwrap_or_default().into_owned(),
        file,
    })
}
