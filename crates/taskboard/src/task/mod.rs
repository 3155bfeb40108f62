//! Tasks: set, accepted, handed on, reported with proof, returned or closed out by somebody else.

mod actions;
mod model;
pub(crate) mod pages;
pub(crate) mod query;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub use actions::{
    Found, New, Wanted, counts, events, find, get, hand_on, postpone, set, step, tally,
};
pub(crate) use actions::{checked, insert, reaches};
pub use model::{Event, Proof, State, Step, Tally, Task};
