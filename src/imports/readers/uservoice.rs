//! UserVoice's two exports of suggestions: one line an idea and voter with spoken headings, and one line an idea with dotted
//! ones.

use std::fs::File;

use super::csv::{list, votes};
use super::rows::Rows;
use super::table::{Row, Table};
use super::{Fault, Head, Item, Once, Reader, Shape, dates, somebody};
use crate::imports::options::Options;
use crate::imports::record::{Idea, Vote};

/// The full export of suggestions: a line for each voter.
pub(super) const VOTERS: Shape =
    Shape { word: "uservoice", name: "UserVoice (full suggestions export)", recognise: of_voters, open: open_voters };

/// The export for analysis: `suggestion.title` and so on.
pub(super) const DOTTED: Shape =
    Shape { word: "uservoice-analysis", name: "UserVoice (suggestion.… columns)", recognise: dotted, open: open_dotted };

fn of_voters(head: &Head) -> bool {
    head.has(&["idea id", "idea title", "created timestamp"])
}

fn dotted(head: &Head) -> bool {
    head.has(&["suggestion.id", "suggestion.title"])
}

fn open_voters(file: File, options: &Options) -> Result<Reader, String> {
    Ok(Rows::reader(Table::open(file, options)?, Once::default(), by_voter))
}

fn open_dotted(file: File, options: &Options) -> Result<Reader, String> {
    Ok(Rows::reader(Table::open(file, options)?, (), by_suggestion))
}

fn filled(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

fn by_voter(from: &mut Rows<Once>, row: &Row) -> Result<(), Fault> {
    let cell = |heading: &str| row.cell(from.table.place(heading));
    let id = cell("Idea Id");
    if id.is_empty() {
        return Err("The Idea Id is missing.".into());
    }
    if from.by.first(id) {
        let mut idea = Idea::titled(cell("Idea Title"), dates::parse(cell("Created Timestamp"))?);
        id.clone_into(&mut idea.id);
        cell("Idea Description").clone_into(&mut idea.body);
        idea.board = filled(cell("Forum Name")).or_else(|| filled(cell("Category Name")));
        idea.status = filled(cell("Public Status Name"));
        idea.tags = list(cell("Labels"));
        idea.imported_votes = votes(cell("Voters Count"))?;
        idea.votes_are_all = true;
        cell("Public Status Update Message").clone_into(&mut idea.response);
        if !idea.response.is_empty() {
            idea.responded_at = filled(cell("Public Status Updated Timestamp")).map(|text| dates::parse(&text)).transpose()?;
        }
        if let Some(author) = somebody(cell("Idea Creator Email Address"), cell("Idea Creator Name"))? {
            idea.author = Some(author.id.clone());
            from.ready.push_back(Item::new(row.line, author));
        }
        from.ready.push_back(Item::new(row.line, idea));
    }
    if let Some(voter) = somebody(cell("User Email Address"), cell("User Name"))? {
        let voted_at = filled(cell("Linked Idea Creation Date")).map(|text| dates::parse(&text)).transpose()?;
        let vote = Vote::counted(id, &voter.id, voted_at);
        from.ready.push_back(Item::new(row.line, voter));
        from.ready.push_back(Item::new(row.line, vote));
    }
    Ok(())
}

fn by_suggestion(from: &mut Rows<()>, row: &Row) -> Result<(), Fault> {
    let cell = |heading: &str| row.cell(from.table.place(heading));
    let either = |one: &str, other: &str| filled(cell(one)).or_else(|| filled(cell(other)));
    let id = cell("suggestion.id");
    if id.is_empty() {
        return Err("The suggestion.id is missing.".into());
    }
    let created = either("suggestion.created_timestamp", "suggestion.created_at").unwrap_or_default();
    let mut idea = Idea::titled(cell("suggestion.title"), dates::parse(&created)?);
    id.clone_into(&mut idea.id);
    cell("suggestion.body").clone_into(&mut idea.body);
    idea.board = either("suggestion.forum.name", "suggestion.category.name");
    idea.status = filled(cell("suggestion.status.name"));
    idea.tags = list(cell("suggestion.labels.name"));
    idea.merged_into = filled(cell("suggestion.parent.id"));
    idea.imported_votes = votes(&either("suggestion.supporters_count", "suggestion.votes_count").unwrap_or_default())?;
    let (email, name) = (cell("suggestion.creator.email_address"), cell("suggestion.creator.name"));
    if let Some(author) = somebody(email, name)? {
        idea.author = Some(author.id.clone());
        from.ready.push_back(Item::new(row.line, author));
    }
    from.ready.push_back(Item::new(row.line, idea));
    Ok(())
}
