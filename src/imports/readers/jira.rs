//! Issues as Jira exports them to CSV with all fields. A field of several values is as many columns of one heading.

use std::collections::HashMap;
use std::fs::File;

use super::csv::votes;
use super::rows::Rows;
use super::table::{Row, Table};
use super::{Fault, Head, Item, Reader, Shape, dates};
use crate::boards::Category;
use crate::clock::Time;
use crate::ideas::followers::Reason;
use crate::imports::options::Options;
use crate::imports::record::{Comment, Follower, Idea, Person, Status};

/// All fields, as CSV.
pub(super) const SHAPE: Shape = Shape { word: "jira", name: "Jira issues (CSV, all fields)", recognise, open };

/// Resolutions by which something was decided against.
const DECLINED: [&str; 8] =
    ["won't do", "won't fix", "won’t do", "declined", "rejected", "cannot reproduce", "duplicate", "incomplete"];

fn recognise(head: &Head) -> bool {
    head.has(&["summary", "issue key", "status", "created"])
}

fn open(file: File, options: &Options) -> Result<Reader, String> {
    let table = Table::open(file, options)?;
    let mut columns: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, heading) in table.columns.iter().enumerate() {
        columns.entry(heading.to_lowercase()).or_default().push(place);
    }
    Ok(Rows::reader(table, Known { columns, names: HashMap::new() }, Rows::read))
}

/// What is known of the table and from the rows before.
struct Known {
    /// Where each heading stands, in lower case.
    columns: HashMap<String, Vec<usize>>,
    /// What accounts are called, as far as a row has said it.
    names: HashMap<String, String>,
}

impl Rows<Known> {
    /// The first value of a field; empty where there is none.
    fn one<'a>(&self, row: &'a Row, heading: &str) -> &'a str {
        self.every(row, heading).next().unwrap_or_default()
    }

    /// Every value of a field.
    fn every<'a>(&self, row: &'a Row, heading: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let places = self.by.columns.get(heading).cloned().unwrap_or_default();
        places.into_iter().map(|place| row.cell(Some(place))).filter(|cell| !cell.is_empty())
    }

    fn read(&mut self, row: &Row) -> Result<(), Fault> {
        let key = self.one(row, "issue key");
        if key.is_empty() {
            return Err("The issue key is missing.".into());
        }
        let mut idea = Idea::titled(self.one(row, "summary"), dates::parse(self.one(row, "created"))?);
        key.clone_into(&mut idea.id);
        self.one(row, "description").clone_into(&mut idea.body);
        idea.board = filled(self.one(row, "project name"));
        idea.tags = self
            .every(row, "labels")
            .chain(self.every(row, "component/s"))
            .chain(self.every(row, "components"))
            .map(str::to_owned)
            .collect();
        idea.imported_votes = votes(self.one(row, "votes"))?;
        idea.merged_into = filled(self.one(row, "outward issue link (duplicate)"));
        if let Some(status) = self.status(row) {
            idea.status = Some(status.id.clone());
            self.ready.push_back(Item::new(row.line, status));
        }
        idea.author = self.person(row, "reporter").or_else(|| self.person(row, "creator"));
        self.person(row, "assignee");
        let watchers: Vec<(&str, &str)> = self.every(row, "watchers").zip(self.every(row, "watchers id")).collect();
        let comments = self.every(row, "comment").map(|text| self.comment(key, text)).collect::<Result<Vec<_>, _>>()?;
        self.ready.push_back(Item::new(row.line, idea));
        for (name, id) in watchers {
            let person = self.known(row.line, id, name);
            let follower = Follower { idea: key.to_owned(), person, reason: Reason::Asked, comments: false, created_at: None };
            self.ready.push_back(Item::new(row.line, follower));
        }
        for (at, (account, mut comment)) in comments.into_iter().enumerate() {
            comment.id = format!("{key}/{at}/{}", comment.created_at);
            let name = self.by.names.get(&account).cloned().unwrap_or_default();
            comment.author = filled(&account).map(|account| self.known(row.line, &account, &name));
            self.ready.push_back(Item::new(row.line, comment));
        }
        Ok(())
    }

    /// Where the issue stands: what was decided against has its resolution's name.
    fn status(&self, row: &Row) -> Option<Status> {
        let (name, resolution) = (self.one(row, "status"), self.one(row, "resolution"));
        let declined = DECLINED.contains(&resolution.to_lowercase().as_str());
        let category = match self.one(row, "status category").to_lowercase().as_str() {
            _ if declined => Category::Declined,
            "in progress" => Category::Active,
            "done" => Category::Done,
            _ => Category::Open,
        };
        let name = if declined { resolution } else { name };
        filled(name).map(|name| Status { id: name.clone(), name, category, position: None })
    }

    /// Somebody by the columns of their account and of their name, with their record.
    fn person(&mut self, row: &Row, heading: &str) -> Option<String> {
        let (name, id) = (self.one(row, heading), self.one(row, &format!("{heading} id")));
        if name.is_empty() && id.is_empty() {
            return None;
        }
        Some(self.known(row.line, id, name))
    }

    /// Says who somebody is, and remembers the name of the account.
    fn known(&mut self, line: u64, account: &str, name: &str) -> String {
        let id = if account.is_empty() { format!("name:{name}") } else { account.to_owned() };
        if !account.is_empty() && !name.is_empty() {
            self.by.names.insert(account.to_owned(), name.to_owned());
        }
        self.ready.push_back(Item::new(line, Person { id: id.clone(), ..Person::named(name) }));
        id
    }

    /// A comment as one cell: the date, the account, and what was said, between semicolons.
    fn comment(&self, key: &str, text: &str) -> Result<(String, Comment), Fault> {
        let mut parts = text.splitn(3, ';');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(date), Some(account), Some(body)) => {
                let said_at: Time = dates::parse(date).map_err(|why| format!("A comment on {key}: {why}"))?;
                Ok((account.to_owned(), Comment::said(key, body, said_at)))
            }
            _ => Err(Fault::Line(format!("A comment on {key} is not made of a date, an account and a text."))),
        }
    }
}

fn filled(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}
