//! Expressions over many cases at once: columns instead of records, a chunk of rows at a time.
//!
//! The same checked [`Expression`](super::Expression) that runs over one case runs here over typed
//! columns, with the same result to the last bit; what cannot be run so ([`NotColumnar`]) is left
//! to the row path. Records within a record (members of a household, incomes of a member) are
//! tables of their own with offsets, and their conditions run over all of them in one go.
//!
//! [`Table`] is what is read in, [`Vector`] what an expression gives, [`Source`] what a name
//! stands for. Truth values are bytes, not bits: comparisons of 64-bit numbers fill bytes without
//! shuffling, and a chunk fits the cache either way. Start at
//! [`Expression::over`](super::Expression::over).

mod arithmetic;
mod list;
mod run;
mod slice;
mod table;
mod vector;
pub(crate) mod wide;

#[cfg(test)]
mod tests;

pub use run::Source;
pub use table::{Cells, Column, Dictionary, RowsColumn, Table, TableBuilder};
pub use vector::{Computed, Part, Vector, day, packed};

/// An expression that does not run over columns, such as one that makes lists of lists. The row
/// path runs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the expression does not run over columns")]
pub struct NotColumnar;

/// Rows of one chunk: its columns stay in the cache between two steps.
pub const CHUNK: usize = 2048;
