//! Files into registers: columns recognised, every row checked and held against what is kept, the
//! people in it found among those known; applied as a whole, and taken back as a whole.
//!
//! A file is [`bring`]ed and kept sealed; its columns are told ([`tell`]); [`checked`] reads every
//! row and changes nothing of the register; [`apply()`] writes all of it in one transaction,
//! [`undo()`] takes it back. `work` does these as jobs. Must not know: any register by name. Owns
//! `register_batch`, `register_batch_row` and `register_mapping`. Start at [`bring`].

mod apply;
mod check;
mod columns;
mod judge;
mod look;
pub(crate) mod pages;
mod store;
mod told;
mod undo;
mod upload;
mod who;
pub(crate) mod work;

pub use apply::apply;
pub use columns::Columns;
pub use judge::{Candidate, Said, Step};
pub(crate) use look::unsure_from;
pub use look::{Batch, Choice, Outcome, Shown, State, batch, batches, choose, rows};
pub use pages::rejected;
pub use undo::undo;
pub(crate) use upload::turn;
pub use upload::{bring, columns, leave, table, tell};
pub use work::checked;

use platform::crypto::SealedColumn;

/// Where what a row says lies.
pub(crate) const SAID: SealedColumn = SealedColumn {
    table: "register_batch_row",
    id: "id",
    column: "said_sealed",
};

/// Where the file itself lies.
pub(crate) const CONTENT: SealedColumn = SealedColumn {
    table: "register_batch",
    id: "id",
    column: "content_sealed",
};

/// The outcomes of a row, in the order of the counts.
pub(crate) const OUTCOMES: [&str; 6] = ["new", "changed", "same", "unsure", "rejected", "gone"];

#[cfg(test)]
mod odd_tests;
#[cfg(test)]
mod tests;
