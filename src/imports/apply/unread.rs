//! Records that an import does not take in.

use super::Batch;
use crate::imports::record::{Kind, Record};

/// Leaves them out, and says so once.
pub(super) fn apply(batch: &mut Batch<'_>, kind: Kind, records: &[(u64, Record)]) {
    for _ in records {
        batch.count(kind, |tally| tally.refused += 1);
    }
    let what = match kind {
        Kind::Currency => "Currencies",
        Kind::Segment => "Segments",
        Kind::Refusal => "Votes that people took back",
        Kind::Release => "Releases",
        Kind::Item => "Items of releases",
        Kind::Revision => "Earlier versions of ideas",
        Kind::Notice => "Who was told what",
        Kind::Subscriber => "Readers of the changelog",
        _ => "Events",
    };
    batch.import.summary.note(format!("{what} are in the file and are left out."));
}
