//! The audit log as a file: read page by page and sent as it is read, so that its length costs no memory.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use futures_util::stream;
use serde_json::json;

use super::audit::{self, Entry, Place, Sought};
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::text::table::defused;
use crate::web::Reply;

/// How many are read at once.
const AT_ONCE: i32 = 500;

/// By this a spreadsheet knows that what follows is UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The columns of a table.
const COLUMNS: [&str; 8] = ["when", "who", "address", "did", "to", "changes", "kind", "id"];

/// How it is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// For spreadsheets: RFC 4180.
    Csv,
    /// For programs: one JSON object a line.
    JsonLines,
}

impl Format {
    fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::JsonLines => "application/jsonl; charset=utf-8",
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
        }
    }
}

/// Where the writing stands.
struct Writing {
    tx: TenantTx,
    sought: Sought,
    format: Format,
    below: Option<Place>,
    begun: bool,
    ended: bool,
}

/// The file, on its way. What breaks off in the middle breaks the download off, and is not taken for the whole.
pub(super) fn reply(tx: TenantTx, sought: Sought, format: Format, name: &str) -> Reply {
    let writing = Writing { tx, sought, format, below: None, begun: false, ended: false };
    let chunks = stream::try_unfold(writing, |mut writing| async move {
        let chunk = writing.next().await.map_err(std::io::Error::other)?;
        Ok::<_, std::io::Error>(chunk.map(|chunk| (chunk, writing)))
    });
    let disposition = format!("attachment; filename=\"{name}.{}\"", format.extension());
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(format.media_type())),
        (header::CONTENT_DISPOSITION, HeaderValue::try_from(disposition).unwrap_or(HeaderValue::from_static("attachment"))),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    (headers, Body::from_stream(chunks)).into_response()
}

impl Writing {
    async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        if self.ended {
            return Ok(None);
        }
        let entries = audit::page(&mut self.tx, &self.sought, self.below, AT_ONCE).await?;
        self.ended = i32::try_from(entries.len()).is_ok_and(|read| read < AT_ONCE);
        self.below = entries.last().map(|last| (last.created_at, last.id)).or(self.below);
        let heading = !std::mem::replace(&mut self.begun, true);
        write(&entries, self.format, heading).map(Some)
    }
}

fn write(entries: &[Entry], format: Format, heading: bool) -> Result<Vec<u8>> {
    let mut chunk = Vec::new();
    match format {
        Format::Csv => {
            if heading {
                chunk.extend_from_slice(BYTE_ORDER_MARK);
            }
            let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut chunk);
            if heading {
                table.write_record(COLUMNS).map_err(Error::internal)?;
            }
            for entry in entries {
                let cells = cells(entry);
                table.write_record(cells.iter().map(|cell| defused(cell).into_owned())).map_err(Error::internal)?;
            }
            table.flush().map_err(Error::internal)?;
        }
        Format::JsonLines => {
            for entry in entries {
                serde_json::to_writer(&mut chunk, &line(entry)).map_err(Error::internal)?;
                chunk.push(b'\n');
            }
        }
    }
    Ok(chunk)
}

fn cells(entry: &Entry) -> [String; COLUMNS.len()] {
    let changes: Vec<String> = entry.changes().iter().map(super::told::Change::say).collect();
    [
        entry.created_at.rfc3339(),
        entry.who().to_owned(),
        entry.actor_email.clone().unwrap_or_default(),
        entry.verb(),
        entry.whom(),
        changes.join("; "),
        entry.kind.clone(),
        entry.id.to_string(),
    ]
}

fn line(entry: &Entry) -> serde_json::Value {
    json!({
        "id": entry.id, "when": entry.created_at, "who": entry.who(), "address": entry.actor_email, "kind": entry.kind,
        "did": entry.verb(), "to": entry.whom(), "subject": entry.subject_id,
        "changes": entry.changes().into_iter().map(|change| json!({ "what": change.what, "before": change.before, "after": change.after }))
            .collect::<Vec<_>>(),
        "data": entry.data,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Time;
    use crate::ids::EventId;

    #[test]
    fn a_table_keeps_lines_and_quotes_apart_and_carries_out_nothing() {
        let entry = Entry {
            id: EventId::new(),
            kind: "board.changed".to_owned(),
            actor: Some("=HYPERLINK(\"https://evil.example\")".to_owned()),
            actor_email: None,
            subject_id: uuid::Uuid::nil(),
            subject: Some("A, \"B\"\nC".to_owned()),
            path: None,
            person: None,
            data: json!({ "name": "@SUM(A1)", "name_before": "x" }),
            created_at: Time::from_timestamp("2026-01-01T00:00:00Z".parse().unwrap()),
        };
        let csv = String::from_utf8(write(&[entry], Format::Csv, true).unwrap()).unwrap();
        let (heading, row) = csv.split_once("\r\n").unwrap();
        assert_eq!(heading, "\u{feff}when,who,address,did,to,changes,kind,id");
        assert!(row.starts_with(
            "2026-01-01T00:00:00Z,\"'=HYPERLINK(\"\"https://evil.example\"\")\",,changed the board,\"A, \"\"B\"\"\nC\","
        ));
    }
}
