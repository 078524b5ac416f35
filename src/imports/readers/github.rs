//! Issues of GitHub, as its REST API and its command line (`gh issue list --json …`) list them, and comments as the API lists
//! them. Thumbs up are votes without names. Pull requests are no wishes.

use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use serde::Deserialize;
use serde_json::Value;

use super::json;
use super::{Fault, Head, Item, Reader, Shape};
use crate::clock::Time;
use crate::imports::options::Options;
use crate::imports::record::{Comment, Idea, Person, Record};
use crate::text::count;

/// Issues, by the API.
pub(super) const REST: Shape = Shape { word: "github", name: "GitHub issues (REST API)", recognise: rest, open: open_rest };

/// Issues, by the command line.
pub(super) const CLI: Shape = Shape { word: "gh", name: "GitHub issues (gh issue list --json)", recognise: cli, open: open_cli };

/// Comments, by the API. The issues have to be here.
pub(super) const COMMENTS: Shape =
    Shape { word: "github-comments", name: "GitHub comments (REST API)", recognise: comments, open: open_comments };

fn rest(head: &Head) -> bool {
    head.json(&['['], &["html_url", "number", "title", "created_at"])
}

fn cli(head: &Head) -> bool {
    head.json(&['['], &["number", "title", "createdAt"])
}

fn comments(head: &Head) -> bool {
    head.json(&['['], &["issue_url", "body"]) && !head.json(&['['], &["repository_url"])
}

#[derive(Deserialize)]
struct User {
    login: String,
    #[serde(default)]
    name: Option<String>,
}

#[derive(Deserialize)]
struct Label {
    name: String,
}

#[derive(Deserialize)]
struct Issue {
    #[serde(default, alias = "url")]
    html_url: String,
    number: u64,
    title: String,
    #[serde(default, alias = "author")]
    user: Option<User>,
    #[serde(default)]
    labels: Vec<Label>,
    #[serde(default)]
    state: String,
    #[serde(default, alias = "stateReason")]
    state_reason: Option<String>,
    #[serde(default)]
    body: Option<String>,
    #[serde(alias = "createdAt")]
    created_at: Time,
    #[serde(default)]
    reactions: Option<Reactions>,
    #[serde(default, rename = "reactionGroups")]
    reaction_groups: Vec<ReactionGroup>,
    #[serde(default)]
    pull_request: Option<Value>,
    /// A number by the API, a list by the command line.
    #[serde(default)]
    comments: Value,
}

#[derive(Deserialize)]
struct Reactions {
    #[serde(default, rename = "+1")]
    up: i32,
}

#[derive(Deserialize)]
struct ReactionGroup {
    content: String,
    users: Users,
}

#[derive(Deserialize)]
struct Users {
    #[serde(rename = "totalCount")]
    count: i32,
}

#[derive(Deserialize)]
struct Said {
    /// A number by the API, a text by the command line.
    id: Value,
    #[serde(default, alias = "author")]
    user: Option<User>,
    #[serde(default)]
    body: Option<String>,
    #[serde(alias = "createdAt")]
    created_at: Time,
    #[serde(default)]
    issue_url: String,
    #[serde(default, rename = "isMinimized")]
    minimized: bool,
}

#[expect(clippy::needless_pass_by_value, reason = "as a shape has it")]
fn open_rest(file: File, _options: &Options) -> Result<Reader, String> {
    issues(&file, |value| {
        // The API names the address for machines beside the one for people.
        if let Some(fields) = value.as_object_mut() {
            fields.remove("url");
        }
    })
}

#[expect(clippy::needless_pass_by_value, reason = "as a shape has it")]
fn open_cli(file: File, _options: &Options) -> Result<Reader, String> {
    issues(&file, |_| ())
}

/// The issues of a list. How many pull requests stood between them is told at its end.
fn issues(file: &File, prepare: fn(&mut Value)) -> Result<Reader, String> {
    let requests = Arc::new(AtomicU32::new(0));
    let left_out = requests.clone();
    let reader = json::whole(file, move |mut value| {
        prepare(&mut value);
        let records = issue(value)?;
        requests.fetch_add(u32::from(records.is_empty()), Ordering::Relaxed);
        Ok(records)
    })?;
    let note = move || {
        let requests = i64::from(left_out.load(Ordering::Relaxed));
        (requests > 0).then(|| {
            let requests = count(requests, "pull request was", "pull requests were");
            Item::note(format!("{requests} left out: they are no wishes."))
        })
    };
    Ok(Box::new(reader.chain(std::iter::once_with(note).flatten())))
}

#[expect(clippy::needless_pass_by_value, reason = "as a shape has it")]
fn open_comments(file: File, _options: &Options) -> Result<Reader, String> {
    json::whole(&file, |value| {
        let said: Said = json::parse(value)?;
        let issue = name(&said.issue_url).ok_or("This comment does not say which issue it is about.")?;
        Ok(comment(&issue, said))
    })
}

/// What an issue is called wherever it is mentioned: `owner/repository#12`, from either of its addresses.
fn name(url: &str) -> Option<String> {
    let (place, number) = url.rsplit_once("/issues/").or_else(|| url.rsplit_once("/pull/"))?;
    let mut parts = place.rsplit('/');
    let (repository, owner) = (parts.next()?, parts.next()?);
    Some(format!("{owner}/{repository}#{number}"))
}

/// The records of an issue; none of a pull request.
fn issue(value: Value) -> Result<Vec<Record>, Fault> {
    let issue: Issue = json::parse(value)?;
    let id = name(&issue.html_url).unwrap_or_else(|| format!("#{}", issue.number));
    if issue.pull_request.is_some_and(|it| !it.is_null()) || issue.html_url.contains("/pull/") {
        return Ok(Vec::new());
    }
    let mut idea = Idea::titled(&issue.title, issue.created_at);
    idea.id.clone_from(&id);
    idea.body = issue.body.unwrap_or_default();
    idea.status = Some(status(&issue.state, issue.state_reason.as_deref()).to_owned());
    idea.tags = issue.labels.into_iter().map(|label| label.name).collect();
    let up = issue.reaction_groups.iter().filter(|group| group.content == "THUMBS_UP").map(|group| group.users.count).sum();
    idea.imported_votes = issue.reactions.map_or(up, |reactions| reactions.up).max(0);
    let mut records = Vec::new();
    idea.author = somebody(issue.user, &mut records);
    records.push(idea.into());
    if issue.comments.is_array() {
        let said: Vec<Said> = json::parse(issue.comments)?;
        records.extend(said.into_iter().filter(|said| !said.minimized).flat_map(|said| comment(&id, said)));
    }
    Ok(records)
}

/// The state of an issue, as boards say it.
fn status(state: &str, reason: Option<&str>) -> &'static str {
    match (state.to_lowercase().as_str(), reason.unwrap_or_default().to_lowercase().as_str()) {
        ("closed", "not_planned" | "duplicate") => "not planned",
        ("closed", _) => "completed",
        _ => "open",
    }
}

/// Somebody, with their record before what they did. Whoever has left GitHub is nobody.
fn somebody(user: Option<User>, records: &mut Vec<Record>) -> Option<String> {
    let User { login, name } = user?;
    let name = name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| login.clone());
    records.push(Person { id: login.clone(), ..Person::named(&name) }.into());
    Some(login)
}

fn comment(issue: &str, said: Said) -> Vec<Record> {
    let mut records = Vec::new();
    let mut comment = Comment::said(issue, &said.body.unwrap_or_default(), said.created_at);
    comment.id = match said.id {
        Value::String(id) => id,
        id => id.to_string(),
    };
    comment.author = somebody(said.user, &mut records);
    records.push(comment.into());
    records
}
