//! Supervision: what does not look right in a month's money, each with its evidence, opening to the
//! award, the line and the person. People judge; nothing here is a verdict.
//!
//! Start at [`run()`]: it looks through a month that has been rolled and writes down what it finds.

mod actions;
mod look;
mod model;
pub(crate) mod pages;
mod query;
mod store;
#[cfg(test)]
mod tests;
mod work;

pub use actions::{find, get, last, of_person, run, sums};
pub use model::{Evidence, Finding, Kind, Ran, Rule, Skipped, Wanted};
pub(crate) use work::JOBS;
pub use work::ask;
