//! Cases: received, moved on the road of their programme by those whom it names, decided, granted.
//!
//! The road itself stands in the pack and is walked by `policy::journey`; a case keeps its events
//! and is made again from them. Start at [`turn`].

mod actions;
pub(crate) mod files;
mod model;
pub(crate) mod pages;
mod query;
mod road;
pub(crate) mod store;
#[cfg(test)]
pub(crate) mod tests;

pub use actions::{
    Answer, Going, Paid, Wanted, count, events, find, get, note, of_household, turn, withdraw,
};
pub(crate) use actions::{New, begin, decision};
pub use model::{Casefile, Event, Kind, State, Verdict};
pub use road::{journey, may_act, roles};
