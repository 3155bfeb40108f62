//! Reserve funds of towns: money that a town holds in hand so that help in an emergency does not wait
//! for the district. Granted from a budget, spent by the town on a case, filled up, reckoned every
//! month.
//!
//! Whoever pays first in a case calls [`spend`] within the transaction of the case. Every entry is
//! a transfer in the books ([`crate::book`]): a reserve is never less than nothing, whoever asks.

mod actions;
mod model;
pub(crate) mod pages;
mod pattern;
mod store;
#[cfg(test)]
mod tests;

use actions::source;
pub use actions::{Granted, Spend, Spent, grant, helped, spend, statement, statements, verify};
pub use model::{Entry, Kind, Statement, Way};
pub use pattern::{Pattern, Unusual, patterns};
