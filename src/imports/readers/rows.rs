//! A table that is read a row at a time: of one row come several records, or none.

use std::collections::VecDeque;

use super::table::{Row, Table};
use super::{Fault, Item, Reader};

/// What a row makes goes into [`Rows::ready`]; where it is wrong, nothing of it counts.
type Make<B> = fn(&mut Rows<B>, &Row) -> Result<(), Fault>;

/// The records of a table.
pub(super) struct Rows<B> {
    pub(super) table: Table,
    /// What its rows are read by, besides the headings.
    pub(super) by: B,
    /// What was made and has not been handed on.
    pub(super) ready: VecDeque<Item>,
    make: Make<B>,
}

impl<B: Send + 'static> Rows<B> {
    /// Reads a table so.
    pub(super) fn reader(table: Table, by: B, make: Make<B>) -> Reader {
        Box::new(Self { table, by, ready: VecDeque::new(), make })
    }
}

impl<B> Iterator for Rows<B> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            let (line, row) = self.table.next()?;
            if let Err(fault) = row.and_then(|row| (self.make)(self, &row)) {
                self.ready.clear();
                return Some(Item::wrong(line, fault));
            }
        }
    }
}
