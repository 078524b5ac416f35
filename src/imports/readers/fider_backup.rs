//! Fider's backup: an archive with one JSON array a table. Lossless: it names every voter and follower.

use std::collections::HashMap;
use std::fs::File;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::json::{self, Elements};
use super::zipped::Archive;
use super::{Fault, Head, Item, Reader, Shape, fider};
use crate::clock::Time;
use crate::ideas::followers::Reason;
use crate::imports::options::Options;
use crate::imports::record::{Comment, Follower, Idea, OptOut, Person, Record, Vote};
use crate::notices::opt_outs::Scope;
use crate::text::Email;

/// The backup of a Fider site.
pub(super) const SHAPE: Shape = Shape { word: "fider-backup", name: "Fider (backup.zip)", recognise, open };

fn recognise(head: &Head) -> bool {
    ["posts.json", "users.json", "post_votes.json"].iter().all(|name| head.entries.iter().any(|entry| entry == name))
}

#[derive(Deserialize)]
struct User {
    id: i64,
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: Option<String>,
    created_at: Option<Time>,
    /// 1 active, 2 deleted, 3 blocked.
    #[serde(default)]
    status: i64,
}

#[derive(Deserialize)]
struct Post {
    id: i64,
    number: i32,
    title: String,
    #[serde(default)]
    description: Option<String>,
    created_at: Time,
    user_id: i64,
    #[serde(default)]
    status: i64,
    #[serde(default)]
    response: Option<String>,
    #[serde(default)]
    response_date: Option<Time>,
    #[serde(default)]
    original_id: Option<i64>,
}

#[derive(Deserialize)]
struct Tag {
    id: i64,
    name: String,
}

#[derive(Deserialize)]
struct PostTag {
    tag_id: i64,
    post_id: i64,
}

#[derive(Deserialize)]
struct PostUser {
    user_id: i64,
    post_id: i64,
    created_at: Option<Time>,
    /// Of a subscription: 0 has said no, 1 wants to hear.
    #[serde(default)]
    status: i64,
}

#[derive(Deserialize)]
struct Said {
    id: i64,
    content: String,
    post_id: i64,
    user_id: i64,
    created_at: Time,
    #[serde(default)]
    edited_at: Option<Time>,
    #[serde(default)]
    deleted_at: Option<Time>,
}

/// Fider's statuses, by their number.
const STATUSES: [&str; 7] = ["open", "started", "completed", "declined", "planned", "duplicate", "deleted"];

fn open(file: File, _options: &Options) -> Result<Reader, String> {
    let mut archive = Archive::open(file)?;
    // What is small is known by heart: which number an idea has, and what it is about.
    let numbers: HashMap<i64, i32> =
        all::<Post>(&mut archive, "posts.json")?.into_iter().map(|post| (post.id, post.number)).collect();
    let words: HashMap<i64, String> = all::<Tag>(&mut archive, "tags.json")?.into_iter().map(|tag| (tag.id, tag.name)).collect();
    let mut tags: HashMap<i64, Vec<String>> = HashMap::new();
    for tagged in all::<PostTag>(&mut archive, "post_tags.json")? {
        if let Some(word) = words.get(&tagged.tag_id) {
            tags.entry(tagged.post_id).or_default().push(word.clone());
        }
    }
    let numbered = |post: i64, numbers: &HashMap<i64, i32>| {
        numbers.get(&post).map(ToString::to_string).ok_or_else(|| Fault::Line(format!("There is no post {post}.")))
    };
    let people = each(&mut archive, "users.json", |user: User| {
        let mut person = Person::named(&user.name);
        person.id = user.id.to_string();
        person.email = user.email.filter(|email| !email.trim().is_empty());
        if let Some(email) = &person.email {
            Email::parse(email)?;
        }
        person.created_at = user.created_at;
        person.deleted_at = user.created_at.filter(|_| user.status == 2);
        person.blocked_at = user.created_at.filter(|_| user.status == 3);
        Ok(person.into())
    })?;
    let known = numbers.clone();
    let ideas = each(&mut archive, "posts.json", move |post: Post| {
        let mut idea = Idea::titled(&post.title, post.created_at);
        idea.id = post.number.to_string();
        idea.number = Some(post.number);
        idea.body = post.description.unwrap_or_default();
        idea.author = Some(post.user_id.to_string());
        idea.tags = tags.get(&post.id).cloned().unwrap_or_default();
        idea.response = post.response.unwrap_or_default();
        idea.responded_at = post.response_date;
        let original = post.original_id.map(|original| numbered(original, &known)).transpose()?;
        let status = usize::try_from(post.status).ok().and_then(|status| STATUSES.get(status)).copied().unwrap_or("open");
        fider::stand(&mut idea, status, &original.unwrap_or_default());
        Ok(idea.into())
    })?;
    let known = numbers.clone();
    let refusals = each_of(&mut archive, "post_subscribers.json", move |subscriber: PostUser| {
        let idea = numbered(subscriber.post_id, &known)?;
        let Some(created_at) = subscriber.created_at.filter(|_| subscriber.status == 0) else { return Ok(None) };
        let id = format!("{}:{idea}", subscriber.user_id);
        Ok(Some(OptOut { id, person: subscriber.user_id.to_string(), scope: Scope::Idea, idea: Some(idea), created_at }.into()))
    })?;
    let known = numbers.clone();
    let followers = each_of(&mut archive, "post_subscribers.json", move |follower: PostUser| {
        let (idea, person) = (numbered(follower.post_id, &known)?, follower.user_id.to_string());
        let record = Follower { idea, person, reason: Reason::Asked, comments: false, created_at: follower.created_at };
        Ok((follower.status == 1).then(|| record.into()))
    })?;
    let known = numbers.clone();
    let votes = each(&mut archive, "post_votes.json", move |vote: PostUser| {
        let mut record = Vote::counted(&numbered(vote.post_id, &known)?, &vote.user_id.to_string(), vote.created_at);
        record.counted = false;
        Ok(record.into())
    })?;
    let comments = each(&mut archive, "comments.json", move |said: Said| {
        let mut comment = Comment::said(&numbered(said.post_id, &numbers)?, &said.content, said.created_at);
        comment.id = said.id.to_string();
        comment.author = Some(said.user_id.to_string());
        (comment.edited_at, comment.deleted_at) = (said.edited_at, said.deleted_at);
        Ok(comment.into())
    })?;
    Ok(Box::new(people.chain(ideas).chain(refusals).chain(followers).chain(votes).chain(comments)))
}

/// A table as its rows; empty where the archive has none.
fn rows(archive: &mut Archive, name: &str) -> Result<Option<Elements>, String> {
    match archive.entry(name)? {
        Some(file) => json::array(&file, None)?.map(Some).ok_or_else(|| format!("{name} is not a JSON array.")),
        None => Ok(None),
    }
}

fn all<T: DeserializeOwned>(archive: &mut Archive, name: &str) -> Result<Vec<T>, String> {
    let rows = rows(archive, name)?.into_iter().flatten();
    // What cannot be read here is named where its table is read for good.
    Ok(rows.filter_map(|(_, row)| row.and_then(json::parse).ok()).collect())
}

fn each<T: DeserializeOwned + 'static>(
    archive: &mut Archive,
    name: &'static str,
    make: impl Fn(T) -> Result<Record, Fault> + Send + 'static,
) -> Result<Reader, String> {
    each_of(archive, name, move |row| make(row).map(Some))
}

fn each_of<T: DeserializeOwned + 'static>(
    archive: &mut Archive,
    name: &'static str,
    make: impl Fn(T) -> Result<Option<Record>, Fault> + Send + 'static,
) -> Result<Reader, String> {
    let rows = rows(archive, name)?.into_iter().flatten();
    Ok(Box::new(rows.filter_map(move |(line, row)| match row.and_then(json::parse).and_then(&make) {
        Ok(record) => record.map(|record| Item { line, record: Ok(record) }),
        Err(Fault::Line(words)) => Some(Item::wrong(line, format!("{name}: {words}"))),
        Err(fault) => Some(Item::wrong(line, fault)),
    })))
}
