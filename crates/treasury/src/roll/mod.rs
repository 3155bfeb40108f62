//! The roll of a month: whom it pays how much and why, what stands against a payment, two
//! signatures, and what became of each line.
//!
//! What an award is paid is what is owed for it by its turns ([`crate::award::owed`]) less what
//! approved rolls gave it already, month by month: nothing is paid twice and what was not paid is
//! owed still, whatever was interrupted. Start at [`build()`].

mod actions;
mod answer;
mod build;
pub(crate) mod exchange;
mod model;
pub(crate) mod pages;
mod query;
mod reckon;
mod store;
#[cfg(test)]
mod tests;
mod verify;
mod waterfall;

pub use actions::{
    again, failed, find, get, hold, line, lines, paid_to, release, reopen, sign, sums, waterfall,
};
pub(crate) use actions::{
    approved, given, is_approved, last_approved, lines_of, of_month, over, signed_lines,
    waiting_until,
};
pub use answer::{Answered, Said, answer, answer_told, paid_lines, record_file};
pub use build::build;
pub use model::{Block, Cause, Kind, Line, LineState, Roll, State, Step, Wanted, Warning};
pub(crate) use verify::verify;
