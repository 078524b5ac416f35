//! Whether everything that is kept as a sum is right, and every rule of the ledger kept: `shipboard verify`, and the end of
//! heavy tests.
//!
//! A check is a name and a statement that finds what differs, in words with numbers and ids, seeing one workspace. It looks at
//! all rows at once and never asks row by row, so that a hundred thousand ideas are a matter of seconds. Another check is
//! another item in the list of the file it belongs to.

mod counters;
mod ledger;
mod moderation;

use crate::db::TenantTx;
use crate::error::Result;

/// One thing that holds.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// What holds.
    pub name: &'static str,
    /// Finds where it does not: one column of text, a row for each difference.
    pub statement: &'static str,
}

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The name of the check that found it.
    pub check: &'static str,
    /// What is wrong with which row.
    pub words: String,
}

/// Everything that is looked at.
pub fn checks() -> impl Iterator<Item = Check> {
    counters::CHECKS.iter().chain(ledger::CHECKS).chain(moderation::CHECKS).copied()
}

/// Looks at everything in one workspace, in a transaction of its own. Empty where all is well.
pub async fn differences(tx: &mut TenantTx) -> Result<Vec<Difference>> {
    // Behind the policy of a workspace rows are hard to estimate, and what is thought to be few would be joined row by row.
    sqlx::query("set local enable_nestloop = off").execute(&mut **tx).await?;
    let mut differences = Vec::new();
    for Check { name, statement } in checks() {
        let found: Vec<String> = sqlx::query_scalar(statement).fetch_all(&mut **tx).await?;
        differences.extend(found.into_iter().map(|words| Difference { check: name, words }));
    }
    Ok(differences)
}
