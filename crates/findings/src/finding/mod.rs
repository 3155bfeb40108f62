//! A finding: what comparisons say of somebody, by one screen. It is verified on the spot, then
//! closed by somebody else; found again after it was put right, it is open again. Its outcome says
//! how good the screen is.

mod actions;
mod model;
pub(crate) mod pages;
mod query;
mod store;
mod take;

pub use actions::{
    Wanted, close, count, events, find, get, give_back, of_person, quality, tally, verify,
};
pub use model::{Event, Finding, Outcome, Quality, Row, State, Step, Tally};
pub(crate) use take::take_in;

use platform::crypto::SealedColumn;

/// Where the rows lie that a finding rests on.
pub(crate) const EVIDENCE: SealedColumn = SealedColumn {
    table: "finding",
    id: "id",
    column: "evidence_sealed",
};

#[cfg(test)]
mod tests;
