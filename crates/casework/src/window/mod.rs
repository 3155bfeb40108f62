//! One window: a household's facts taken down once, everything it may be owed seen at once, all
//! applications made at once.
//!
//! Start at [`receive`]. What is known already stands in `known`; the form of facts in
//! `form`.

mod actions;
mod form;
mod known;
pub(crate) mod pages;
pub(crate) mod store;

pub use actions::{Application, Chosen, application, owed, receive};
pub use known::{Known, known};
