//! Ideas of a Productboard portal as JSON. A portal does not say when somebody asked, so a date has to be chosen for all.

use std::fs::File;

use serde::Deserialize;
use serde_json::Value;

use super::csv::at_midnight;
use super::json;
use super::{Fault, Head, Reader, Shape};
use crate::clock::{Date, Time};
use crate::imports::options::Options;
use crate::imports::record::{Idea, Person, Record};

/// A list of ideas with the portal's fields.
pub(super) const SHAPE: Shape = Shape { word: "productboard", name: "Productboard portal (JSON)", recognise, open };

fn recognise(head: &Head) -> bool {
    head.json(&['{'], &["ideas", "productboardUrl"]) || head.json(&['{'], &["ideas", "votes", "category"])
}

#[derive(Deserialize)]
struct Wish {
    id: Value,
    title: String,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    votes: i32,
    /// What the portal counted, where the list counts votes of its own.
    #[serde(default)]
    productboard_votes_seen: Option<i32>,
    #[serde(default)]
    category: Option<String>,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    author: Option<Author>,
    #[serde(default, alias = "createdAt")]
    created_at: Option<Time>,
}

#[derive(Deserialize)]
struct Author {
    username: String,
}

#[expect(clippy::needless_pass_by_value, reason = "as a shape has it")]
fn open(file: File, options: &Options) -> Result<Reader, String> {
    let date = options.date;
    json::list(&file, "ideas", move |value| wish(value, date))
}

fn wish(value: Value, date: Option<Date>) -> Result<Vec<Record>, Fault> {
    let wish: Wish = json::parse(value)?;
    let asked_at = match (wish.created_at, date) {
        (Some(moment), _) => moment,
        (None, Some(date)) => at_midnight(date)?,
        (None, None) => return Err("It does not say when it was asked. Please choose a date for all that do not.".into()),
    };
    let mut idea = Idea::titled(&wish.title, asked_at);
    idea.id = match wish.id {
        Value::String(id) => format!("productboard:{id}"),
        id => format!("productboard:{id}"),
    };
    idea.body = wish.description.unwrap_or_default();
    idea.imported_votes = wish.votes.max(0).saturating_add(wish.productboard_votes_seen.unwrap_or(0).max(0));
    idea.status = wish.status;
    idea.tags = wish.category.into_iter().collect();
    let author = wish.author.map(|author| Person { id: author.username.clone(), ..Person::named(&author.username) });
    idea.author = author.as_ref().map(|author| author.id.clone());
    Ok(author.map(Record::from).into_iter().chain([idea.into()]).collect())
}
