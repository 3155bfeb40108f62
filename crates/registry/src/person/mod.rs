//! People: who the bureau knows, under which names and numbers, and whether they live here.
//!
//! The ID number is sealed; it is found by keyed indexes and shown masked, and [`unmask`] tells the
//! journal who looked and why. Every change keeps what was ([`crate::past`]). Start at [`register`]
//! and [`get`].

mod actions;
pub(crate) mod keys;
mod merge;
mod model;
pub(crate) mod store;

pub use actions::{
    Change, Register, change, ends_in, get, history, mark_dead, mark_moved, mark_returned,
    numbered, register, register_all, unmask,
};
pub(crate) use actions::{person_of, reachable, reasoned, rewrite, seen};
pub use merge::{merge, merged_from, merged_into, split};
pub use model::{Checked, Document, Life, Person, Written};
pub(crate) use model::{sex_code, sex_of};

#[cfg(test)]
mod tests;
