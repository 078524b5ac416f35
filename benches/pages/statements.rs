//! The statements behind a page, as PostgreSQL saw them: to be done by pgbench alone, and to have their plans printed.

use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom};

use anyhow::{Context, ensure};
use shipboard::db::PLANNING;

use crate::Sizes;
use crate::place::Place;
use crate::rows::{Visitor, get};
use crate::{data, load};

/// A statement, and what stood for `$1`, `$2`, …; none where that was null.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) text: String,
    pub(crate) values: BTreeMap<usize, Option<String>>,
}

/// Asks a server of its own for a page, and reads in PostgreSQL's log what it did for it. A page that is asked for the third
/// time is answered as it always will be: its statements are prepared.
pub(crate) async fn behind(place: &Place, host: &str, path: &str, cookie: &str) -> anyhow::Result<Vec<Statement>> {
    // Settings of the database come before those that the server was started with. They are there as long as the server makes
    // connections: it makes them when it needs them.
    place
        .say("alter database shipboard set log_statement = 'all'; alter database shipboard set log_error_verbosity = 'default'")
        .await?;
    let statements = logged(place, host, path, cookie).await;
    place.say("alter database shipboard reset log_statement; alter database shipboard reset log_error_verbosity").await?;
    statements
}

async fn logged(place: &Place, host: &str, path: &str, cookie: &str) -> anyhow::Result<Vec<Statement>> {
    let server = place.serve(&[("SHIPBOARD_PAGE_CACHE", "0"), ("SHIPBOARD_POOL", "2")]).await?;
    let request = get(host, path, Visitor::Signed(cookie));
    let mut log = std::fs::File::open(place.log())?;
    for _ in 0..2 {
        load::once(server.address, &request).await?;
    }
    // The worker looks at its list now and then: what is read is of the page alone.
    for _ in 0..5 {
        log.seek(SeekFrom::End(0))?;
        let (status, ..) = load::once(server.address, &request).await?;
        ensure!(status == 200, "{path} answered {status}");
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let mut said = String::new();
        log.read_to_string(&mut said)?;
        if !said.contains("outbox") && !said.contains("from changes") {
            return read(&said);
        }
    }
    anyhow::bail!("the log never showed {path} alone")
}

/// Reads the log: entries begin with a time, go on after a tab, and what stood for parameters follows.
fn read(log: &str) -> anyhow::Result<Vec<Statement>> {
    let mut entries: Vec<String> = Vec::new();
    for line in log.lines() {
        match (line.strip_prefix('\t'), entries.last_mut()) {
            (Some(more), Some(entry)) => *entry = format!("{entry}\n{more}"),
            (_, Some(entry)) if !line.starts_with("20") => *entry = format!("{entry}\n{line}"),
            _ => entries.push(line.to_owned()),
        }
    }
    let mut statements: Vec<Statement> = Vec::new();
    for entry in entries {
        if let Some((_, text)) = entry.split_once("LOG:  statement: ") {
            statements.push(Statement { text: text.to_owned(), values: BTreeMap::new() });
        } else if let Some((_, rest)) = entry.split_once("LOG:  execute ") {
            let (_, text) = rest.split_once(": ").context("a statement has a name")?;
            statements.push(Statement { text: text.to_owned(), values: BTreeMap::new() });
        } else if let Some((_, rest)) =
            entry.split_once("DETAIL:  parameters: ").or_else(|| entry.split_once("DETAIL:  Parameters: "))
        {
            statements.last_mut().context("values belong to a statement")?.values = values(rest)?;
        }
    }
    ensure!(!statements.is_empty(), "PostgreSQL's log shows no statement");
    Ok(statements)
}

/// `$1 = 'it''s', $2 = NULL`.
fn values(mut text: &str) -> anyhow::Result<BTreeMap<usize, Option<String>>> {
    let mut found = BTreeMap::new();
    while let Some(rest) = text.trim_start_matches(", ").strip_prefix('$') {
        let (number, rest) = rest.split_once(" = ").context("a value")?;
        if let Some(rest) = rest.strip_prefix("NULL") {
            found.insert(number.parse()?, None);
            text = rest;
            continue;
        }
        let rest = rest.strip_prefix('\'').context("a value is quoted")?;
        let (mut value, mut end) = (String::new(), 0);
        let mut letters = rest.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            if letter == '\'' && letters.next_if(|(_, next)| *next == '\'').is_none() {
                end = at + 1;
                break;
            }
            value.push(letter);
        }
        found.insert(number.parse()?, Some(value));
        text = &rest[end..];
    }
    Ok(found)
}

impl Statement {
    /// With each `$n` as `with` has it.
    fn filled(&self, with: impl Fn(usize, Option<&str>) -> String) -> String {
        let mut text = String::new();
        let mut rest = self.text.as_str();
        while let Some((before, after)) = rest.split_once('$') {
            let digits = after.chars().take_while(char::is_ascii_digit).count();
            text.push_str(before);
            match after[..digits].parse() {
                Ok(number) => text.push_str(&with(number, self.values.get(&number).and_then(Option::as_deref))),
                Err(_) => text.push('$'),
            }
            rest = &after[digits..];
        }
        text + rest
    }

    fn is_frame(&self) -> bool {
        let text = self.text.trim_start().to_ascii_lowercase();
        ["begin", "commit", "rollback", "set "].iter().any(|word| text.starts_with(word))
    }
}

/// The same statements for pgbench, with what it has to know: the scope is set for its connections, so it has a trip less.
pub(crate) fn script(statements: &[Statement]) -> (String, Vec<(String, String)>) {
    let (mut script, mut variables) = ("begin read only;\n".to_owned(), Vec::new());
    for (n, statement) in statements.iter().filter(|statement| !statement.is_frame()).enumerate() {
        let text = statement.filled(|number, value| value.map_or("null".to_owned(), |_| format!(":v{n}_{number}")));
        script.push_str(text.trim().trim_end_matches(';'));
        script.push_str(";\n");
        for (number, value) in &statement.values {
            variables.extend(value.clone().map(|value| (format!("v{n}_{number}"), value)));
        }
    }
    (script + "rollback;\n", variables)
}

/// Prints how PostgreSQL goes about each statement of the pages, in the largest workspace there is.
pub(crate) async fn plans(place: &Place, sizes: &Sizes) -> anyhow::Result<()> {
    if !sizes.wants("plans") {
        return Ok(());
    }
    let slug = if sizes.large[0] > 0 { "large" } else { "small" };
    let cookie = data::sessions(place, slug).await?.pop().context("somebody is signed in")?;
    let tenant: uuid::Uuid =
        sqlx::query_scalar("select id from tenants where slug = $1").bind(slug).fetch_one(&place.owner).await?;
    let planning = PLANNING.map(|(name, value)| format!("; set local {name} = {value}")).concat();
    for (path, cookie) in [("/", ""), ("/", cookie.as_str()), ("/ideas/1", ""), ("/roadmap", ""), ("/changelog", "")] {
        let who = if cookie.is_empty() { "signed out" } else { "signed in" };
        let statements = behind(place, &format!("{slug}.localhost"), path, cookie).await?;
        println!("\n=== {path}, {who}: {} statements", statements.len());
        for statement in statements.iter().filter(|statement| !statement.is_frame()) {
            let text =
                statement.filled(|_, value| value.map_or("null".to_owned(), |value| format!("'{}'", value.replace('\'', "''"))));
            let words = statement.text.split_whitespace().collect::<Vec<_>>().join(" ");
            println!("\n--- {}", words.chars().take(240).collect::<String>());
            let mut tx = place
                .owner
                .begin_with(sqlx::AssertSqlSafe(format!(
                    "begin; set local role shipboard_app; set local app.tenant_id = '{tenant}'{planning}"
                )))
                .await?;
            let plan: Result<Vec<String>, _> =
                sqlx::query_scalar(sqlx::AssertSqlSafe(format!("explain (analyze, costs off, timing off, buffers) {text}")))
                    .fetch_all(&mut *tx)
                    .await;
            match plan {
                Ok(lines) => println!("{}", lines.join("\n")),
                Err(error) => println!("no plan: {error}"),
            }
        }
    }
    Ok(())
}
