//! Quackback's template for imports: one line an idea, the headings fixed.

use std::fs::File;

use super::csv::{at_midnight, list, named_by, votes};
use super::rows::Rows;
use super::table::{Row, Table};
use super::{Fault, Head, Item, Reader, Shape, dates, somebody};
use crate::clock::Date;
use crate::imports::options::Options;
use crate::imports::record::Idea;

/// A table in the columns of Quackback's template.
pub(super) const SHAPE: Shape = Shape { word: "quackback", name: "Quackback (CSV template)", recognise, open };

fn recognise(head: &Head) -> bool {
    head.has(&["title", "content", "author_email", "vote_count", "source_id"])
}

fn open(file: File, options: &Options) -> Result<Reader, String> {
    Ok(Rows::reader(Table::open(file, options)?, options.date, Rows::read))
}

/// Read by the date of what has none.
impl Rows<Option<Date>> {
    fn read(&mut self, row: &Row) -> Result<(), Fault> {
        let cell = |heading: &str| row.cell(self.table.place(heading));
        let created_at = match (cell("created_at"), self.by) {
            ("", Some(date)) => at_midnight(date)?,
            (text, _) => dates::parse(text)?,
        };
        let mut idea = Idea::titled(cell("title"), created_at);
        idea.id = match cell("source_id") {
            "" => named_by(&[cell("title"), cell("author_email"), cell("author_name"), cell("created_at")]),
            id => id.to_owned(),
        };
        cell("content").clone_into(&mut idea.body);
        let words = |heading: &str| Some(cell(heading).to_owned()).filter(|words| !words.is_empty());
        (idea.board, idea.status) = (words("board"), words("status"));
        idea.tags = list(cell("tags"));
        idea.imported_votes = votes(cell("vote_count"))?;
        if let Some(author) = somebody(cell("author_email"), cell("author_name"))? {
            idea.author = Some(author.id.clone());
            self.ready.push_back(Item::new(row.line, author));
        }
        self.ready.push_back(Item::new(row.line, idea));
        Ok(())
    }
}
