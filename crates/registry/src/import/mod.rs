//! Files into registers: columns recognised, every row checked and held against what is kept, the
//! people in it found among those known; applied as a whole, and taken back as a whole.
//!
//! A file is read into a batch ([`read_in`]) that changes nothing; [`apply`] writes all of it in one
//! transaction, [`undo`] takes it back. Must not know: any register by name. Owns
//! `register_batch`, `register_batch_row` and `register_mapping`. Start at [`read_in`].

mod actions;
mod columns;
mod judge;
mod reading;
mod store;

pub use actions::{
    Batch, Choice, Outcome, Shown, apply, batch, batches, choose, rejected, rows, undo,
};
pub use columns::Columns;
pub use judge::{Candidate, Said};
pub use reading::read_in;

#[cfg(test)]
mod tests;
