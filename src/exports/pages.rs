//! Taking the workspace away: a page that says what goes along, and the download.

use std::io;
use std::time::Duration;

use askama::Template;
use axum::Router;
use axum::body::Body;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use futures_util::stream;
use serde_json::json;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tracing::Instrument;

use super::archive::Outlet;
use super::sizes::{self, Sizes};
use super::{file_name, write};
use crate::access::Admin;
use crate::app::App;
use crate::clock::Time;
use crate::error::Result;
use crate::events::{self, Event};
use crate::limits::Act;
use crate::web::{Page, Reply};
use crate::words::filters;

/// Exports listed on the page.
const LISTED: usize = 5;

/// Pieces that wait for the browser. The snapshot is read no faster than it takes them.
const QUEUE: usize = 8;

/// A browser that takes nothing for so long has gone: its snapshot is let go.
const PATIENCE: Duration = Duration::from_mins(1);

/// `/admin/export`.
pub fn router() -> Router<App> {
    Router::new().route("/admin/export", get(show).post(download)).merge(super::person_pages::router())
}

#[derive(Template)]
#[template(path = "exports/export.html")]
struct ExportPage {
    sizes: Sizes,
    slug: String,
    /// The latest first.
    earlier: Vec<Event>,
    now: Time,
}

async fn show(mut admin: Admin) -> Result<Reply> {
    let events = events::of(&mut admin.tx, admin.site.id.0).await?;
    let page = ExportPage {
        sizes: sizes::of(&mut admin.tx).await?,
        slug: admin.site.slug.clone(),
        earlier: events.into_iter().rev().filter(|event| event.kind == "workspace.exported").take(LISTED).collect(),
        now: admin.now,
    };
    Page::new(admin.chrome, "Export", &page)?.desk().reply()
}

/// Sends the export while it is written. That it was asked for is on record before the first byte leaves.
async fn download(mut admin: Admin) -> Result<Reply> {
    admin.limit(Act::Export)?;
    events::record(&mut admin.tx, "workspace.exported", Some(admin.id), admin.site.id.0, json!({}), admin.now).await?;
    let Admin { app, site, tx, now, .. } = admin;
    tx.commit().await?;
    let mut snapshot = app.db.tenant_snapshot(site.id).await?;
    let (pipe, pieces) = mpsc::channel(QUEUE);
    let origin = site.origin(&app.config);
    let writing = async move {
        if let Err(error) = write(&mut snapshot, Pipe(pipe.clone()), &origin, now).await {
            tracing::warn!(error = format!("{error:?}"), "an export ended before it was whole");
            // The connection is cut, so that the browser does not take what it has for all there is.
            let _ = pipe.send(Err(io::Error::other("the export ended before it was whole"))).await;
        }
    };
    tokio::spawn(writing.instrument(tracing::Span::current()));
    let pieces = stream::unfold(pieces, async |mut pieces| pieces.recv().await.map(|piece| (piece, pieces)));
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file_name(&site.slug, now))),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

/// The way to the browser.
struct Pipe(mpsc::Sender<io::Result<Vec<u8>>>);

impl Outlet for Pipe {
    async fn take(&mut self, piece: Vec<u8>) -> io::Result<()> {
        match timeout(PATIENCE, self.0.send(Ok(piece))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(io::Error::other("nobody reads it any more")),
            Err(_) => Err(io::Error::other("whoever reads it has stopped")),
        }
    }
}
