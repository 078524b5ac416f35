//! What Canny's API lists: boards, posts, comments and votes, each in a file or all in one.
//!
//! A post's score counts the votes that a list of votes names, so the names count down from it, in whichever order the files come.

use std::collections::HashMap;
use std::fs::File;

use serde::Deserialize;

use super::json::{self, List};
use super::{Fault, Head, Item, Reader, Shape};
use crate::boards::Visibility;
use crate::clock::Time;
use crate::imports::options::Options;
use crate::imports::record::{Board, Comment, Idea, Person, Record, Vote};
use crate::text::Email;

/// Lists as Canny's API answers them.
pub(super) const SHAPE: Shape = Shape { word: "canny", name: "Canny (API lists as JSON)", recognise, open };

fn recognise(head: &Head) -> bool {
    let lists = [("posts", "score"), ("votes", "voter"), ("boards", "isPrivate"), ("comments", "internal")];
    lists.iter().any(|(list, key)| head.json(&['{'], &[list, key]))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    name: String,
    #[serde(default)]
    is_private: bool,
    #[serde(default)]
    created: Option<Time>,
}

#[derive(Deserialize)]
struct User {
    id: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    created: Option<Time>,
}

#[derive(Deserialize)]
struct Word {
    name: String,
}

#[derive(Deserialize)]
struct Other {
    id: String,
}

#[derive(Deserialize)]
struct Merge {
    post: Other,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Post {
    id: String,
    #[serde(default)]
    author: Option<User>,
    #[serde(default)]
    board: Option<Word>,
    #[serde(default)]
    category: Option<Word>,
    created: Time,
    #[serde(default)]
    details: Option<String>,
    #[serde(default)]
    merge_history: Vec<Merge>,
    #[serde(default)]
    score: i32,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    tags: Vec<Word>,
    title: String,
}

#[derive(Deserialize)]
struct Cast {
    voter: User,
    created: Option<Time>,
    post: Other,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Said {
    id: String,
    author: Option<User>,
    post: Other,
    created: Time,
    #[serde(default)]
    value: String,
    #[serde(default)]
    internal: bool,
    #[serde(default, rename = "parentID")]
    parent_id: Option<String>,
}

#[expect(clippy::needless_pass_by_value, reason = "as every reader is opened")]
fn open(file: File, _options: &Options) -> Result<Reader, String> {
    let merges = merges(&file);
    let lists: [(&str, Make); 4] = [
        ("boards", Box::new(board)),
        ("posts", Box::new(move |value| post(value, &merges))),
        ("votes", Box::new(vote)),
        ("comments", Box::new(comment)),
    ];
    let mut reader: Reader = Box::new(std::iter::empty());
    for (key, make) in lists {
        // A file that breaks off is named by the list it breaks off in. Each list is read from the beginning of the file again
        // when its turn comes: they share one place in it.
        if matches!(json::array(&file, Some(key)), Ok(Some(_))) {
            let file = file.try_clone().map_err(|error| error.to_string())?;
            let list = List::new(&file, key)?;
            reader = Box::new(reader.chain(list.flat_map(move |(line, value)| match value.and_then(&make) {
                Ok(records) => records.into_iter().map(|record| Item { line, record: Ok(record) }).collect(),
                Err(fault) => vec![Item::wrong(line, fault)],
            })));
        }
    }
    Ok(reader)
}

/// What becomes of an element.
type Make = Box<dyn Fn(serde_json::Value) -> Result<Vec<Record>, Fault> + Send>;

/// Which post was combined with which. The surviving one knows, wherever it stands.
fn merges(file: &File) -> HashMap<String, String> {
    let posts = json::array(file, Some("posts")).ok().flatten().into_iter().flatten();
    let posts = posts.filter_map(|(_, value)| value.and_then(json::parse::<Post>).ok());
    posts.flat_map(|post| post.merge_history.into_iter().map(move |merge| (merge.post.id, post.id.clone()))).collect()
}

/// Somebody, with their record before what they did.
fn person(user: Option<User>, records: &mut Vec<Record>) -> Result<Option<String>, Fault> {
    let Some(user) = user else { return Ok(None) };
    let mut person = Person::named(&user.name);
    person.email = user.email.filter(|email| !email.trim().is_empty());
    if let Some(email) = &person.email {
        Email::parse(email)?;
    }
    person.id.clone_from(&user.id);
    person.created_at = user.created;
    records.push(person.into());
    Ok(Some(user.id))
}

fn board(value: serde_json::Value) -> Result<Vec<Record>, Fault> {
    let place: Place = json::parse(value)?;
    let visibility = if place.is_private { Visibility::Staff } else { Visibility::Public };
    // Posts say the board's name, which is what a workspace knows it by.
    let board = Board { visibility, created_at: place.created, ..Board::named(&place.name) };
    Ok(vec![board.into()])
}

fn post(value: serde_json::Value, merges: &HashMap<String, String>) -> Result<Vec<Record>, Fault> {
    let post: Post = json::parse(value)?;
    let mut records = Vec::new();
    let mut idea = Idea::titled(&post.title, post.created);
    idea.author = person(post.author, &mut records)?;
    idea.id.clone_from(&post.id);
    idea.body = post.details.unwrap_or_default();
    idea.board = post.board.map(|board| board.name);
    idea.status = post.status;
    idea.tags = post.category.into_iter().chain(post.tags).map(|word| word.name).collect();
    idea.imported_votes = post.score.max(0);
    idea.votes_are_all = true;
    idea.merged_into = merges.get(&post.id).cloned();
    records.push(idea.into());
    Ok(records)
}

fn vote(value: serde_json::Value) -> Result<Vec<Record>, Fault> {
    let cast: Cast = json::parse(value)?;
    let mut records = Vec::new();
    if let Some(voter) = person(Some(cast.voter), &mut records)? {
        records.push(Vote::counted(&cast.post.id, &voter, cast.created).into());
    }
    Ok(records)
}

fn comment(value: serde_json::Value) -> Result<Vec<Record>, Fault> {
    let said: Said = json::parse(value)?;
    let mut records = Vec::new();
    let mut comment = Comment::said(&said.post.id, &said.value, said.created);
    comment.author = person(said.author, &mut records)?;
    (comment.id, comment.parent, comment.staff_only) = (said.id, said.parent_id, said.internal);
    records.push(comment.into());
    Ok(records)
}
