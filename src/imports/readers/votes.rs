//! A table of votes alone: an idea and a person a line. The ideas have to be here.

use std::fs::File;

use super::csv::{guess, plain};
use super::rows::Rows;
use super::table::{Row, Table};
use super::{Fault, Head, Item, Reader, Shape, dates, somebody};
use crate::imports::options::{Field, Options};
use crate::imports::record::Vote;

/// Votes, a line each.
pub(super) const SHAPE: Shape = Shape { word: "votes", name: "Votes (CSV: idea, voter)", recognise, open };

/// Headings that mean the idea, the voter's address or name, and the moment; in lower case with `_` between words.
const IDEA: &[&str] = &["idea_id", "idea", "post_id", "post", "suggestion_id", "feature_id", "issue_key", "number", "key", "id"];
const EMAIL: &[&str] = &["voter_email", "user_email", "user_email_address", "email", "email_address"];
const NAME: &[&str] = &["voter", "voter_name", "user", "user_name", "name", "voter_id", "user_id", "person"];
const MOMENT: &[&str] = &["voted_at", "vote_created_at", "created_at", "created", "date"];

fn place(columns: &[String], headings: &[&str]) -> Option<usize> {
    headings.iter().find_map(|heading| columns.iter().position(|column| plain(column) == *heading))
}

fn recognise(head: &Head) -> bool {
    let has = |headings| place(&head.columns, headings).is_some();
    head.entries.is_empty()
        && !head.json(&['{', '['], &[])
        && has(&IDEA[..IDEA.len() - 3])
        && (has(EMAIL) || has(NAME))
        && !guess(&head.columns).keys().any(|field| matches!(field, Field::Body | Field::Status | Field::Votes))
        && !head.columns.iter().any(|column| plain(column).contains("title"))
}

fn open(file: File, options: &Options) -> Result<Reader, String> {
    let table = Table::open(file, options)?;
    let idea = place(&table.columns, IDEA).ok_or("The file has no column that says which idea a vote is for.")?;
    let (email, name) = (place(&table.columns, EMAIL), place(&table.columns, NAME));
    if email.is_none() && name.is_none() {
        return Err("The file has no column that says who voted.".to_owned());
    }
    let moment = place(&table.columns, MOMENT);
    Ok(Rows::reader(table, Places { idea, email, name, moment }, Rows::read))
}

/// Where what stands.
struct Places {
    idea: usize,
    email: Option<usize>,
    name: Option<usize>,
    moment: Option<usize>,
}

impl Rows<Places> {
    fn read(&mut self, row: &Row) -> Result<(), Fault> {
        let idea = row.cell(Some(self.by.idea));
        if idea.is_empty() {
            return Err("This vote does not say which idea it is for.".into());
        }
        // Whoever has no column for addresses may have them where others have names.
        let (mut email, mut name) = (row.cell(self.by.email), row.cell(self.by.name));
        if email.is_empty() && name.contains('@') {
            (email, name) = (name, "");
        }
        let voter = somebody(email, name)?.ok_or("This vote does not say whose it is.")?;
        let moment = Some(row.cell(self.by.moment)).filter(|text| !text.is_empty()).map(dates::parse).transpose()?;
        let vote = Vote::counted(idea, &voter.id, moment);
        self.ready.push_back(Item::new(row.line, voter));
        self.ready.push_back(Item::new(row.line, vote));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::imports::readers;
    use crate::imports::record::{Kind, Record};

    fn file(text: &str) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file
    }

    #[test]
    fn a_table_of_votes_is_told_from_one_of_ideas() {
        for (text, wanted) in [
            ("idea_id,voter\n1,a\n", "votes"),
            ("Post ID;Email;Created\n1;a@x.com;2024-01-01\n", "votes"),
            ("id,title,created,votes,voter_email\n1,Dark mode,2024-01-01,2,a@x.com\n", "csv"),
            ("idea,status,created_at,email\nDark mode,open,2024-01-01,a@x.com\n", "csv"),
        ] {
            let head = Head::of(&mut file(text), &Options::default()).unwrap();
            assert_eq!(readers::recognise(&head).map(|shape| shape.word), Some(wanted), "{text}");
        }
    }

    #[test]
    fn each_line_is_somebody_and_their_vote() {
        let items: Vec<Item> =
            open(file("idea_id,voter,voted_at\n7,Vera,2024-01-01\n7,max@x.com,\n,Vera,\n"), &Options::default())
                .unwrap()
                .collect();
        let kinds: Vec<Option<Kind>> = items.iter().map(|item| item.record.as_ref().ok().map(Record::kind)).collect();
        assert_eq!(kinds, [Some(Kind::Person), Some(Kind::Vote), Some(Kind::Person), Some(Kind::Vote), None]);
        assert!(matches!(&items[3].record, Ok(Record::Vote(vote)) if vote.person == "max@x.com" && vote.counted));
    }
}
