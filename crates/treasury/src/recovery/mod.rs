//! Money that was paid too much and is asked back: after a death, after an end decided late, after a
//! mistake. What comes back returns to the programme's money; what is let off needs a paper. Both
//! count for the month that had too much, so that no later roll takes it once more.
//!
//! Start at [`open()`], then [`settle()`].

mod actions;
mod model;
pub(crate) mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use actions::{asked, find, get, of_award, open, settle};
pub use model::{Entry, Kind, Recovery, Settled};
