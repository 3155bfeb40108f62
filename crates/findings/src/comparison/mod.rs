//! A comparison: ledgers that were brought and registers of the bureau, held against each other by
//! the pack's screens on a day. Prepared by hand, run as a job, kept with what it was made of.

mod actions;
mod model;
pub(crate) mod pages;
mod schedule;
mod store;
mod work;

pub use actions::{Role, bring, draft, get, leave, ledgers, list, roles, start};
pub use model::{Comparison, Missing, Part, State};
pub use schedule::{Every, Schedule, schedule, set};
pub(crate) use work::{JOBS, internal};

#[cfg(test)]
pub(crate) use schedule::due;
#[cfg(test)]
pub(crate) use work::carry_out;

use platform::crypto::SealedColumn;

/// Where the files that were brought lie.
pub(crate) const CONTENT: SealedColumn = SealedColumn {
    table: "comparison_ledger",
    id: "id",
    column: "content_sealed",
};
