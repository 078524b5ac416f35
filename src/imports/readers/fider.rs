//! Fider's `posts.csv`: one line an idea. It knows people by name alone, and votes by number.

use std::fs::File;

use super::csv::{list, votes};
use super::rows::Rows;
use super::table::{Row, Table};
use super::{Fault, Head, Item, Reader, Shape, dates, somebody};
use crate::imports::options::Options;
use crate::imports::record::Idea;

/// The export of a Fider site's posts.
pub(super) const SHAPE: Shape = Shape { word: "fider", name: "Fider (posts.csv)", recognise, open };

fn recognise(head: &Head) -> bool {
    head.has(&["number", "title", "created_by", "votes_count", "original_number"])
}

fn open(file: File, options: &Options) -> Result<Reader, String> {
    Ok(Rows::reader(Table::open(file, options)?, (), read))
}

fn read(from: &mut Rows<()>, row: &Row) -> Result<(), Fault> {
    let cell = |heading: &str| row.cell(from.table.place(heading));
    let created_at = dates::parse(cell("created_at"))?;
    let mut idea = Idea::titled(cell("title"), created_at);
    cell("number").clone_into(&mut idea.id);
    if idea.id.is_empty() {
        return Err("The number is missing.".into());
    }
    idea.number = idea.id.parse().ok();
    cell("description").clone_into(&mut idea.body);
    idea.imported_votes = votes(cell("votes_count"))?;
    idea.tags = list(cell("tags"));
    cell("response").clone_into(&mut idea.response);
    if !idea.response.is_empty() {
        idea.responded_at = Some(dates::parse(cell("responded_at"))?);
    }
    stand(&mut idea, cell("status"), cell("original_number"));
    if let Some(author) = somebody("", cell("created_by"))? {
        idea.author = Some(author.id.clone());
        from.ready.push_back(Item::new(row.line, author));
    }
    from.ready.push_back(Item::new(row.line, idea));
    Ok(())
}

/// Where an idea stands: being a duplicate or deleted are statuses there.
pub(super) fn stand(idea: &mut Idea, status: &str, original: &str) {
    match status {
        "duplicate" => idea.merged_into = Some(original.to_owned()).filter(|original| !original.is_empty()),
        "deleted" => idea.deleted_at = Some(idea.responded_at.unwrap_or(idea.created_at)),
        "" => {}
        status => idea.status = Some(status.to_owned()),
    }
}
