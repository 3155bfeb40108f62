//! An award: the right of a household or person to be paid under a programme, month by month.
//!
//! Whoever decides cases calls [`grant`], [`change`], [`suspend`], [`resume`] and [`end`] within
//! the transaction of the decision; each needs the decision's day and fingerprint. Nothing is
//! overwritten: every call adds a [`Turn`], and what is owed for a month follows from all turns
//! ([`owed`]), so that a back-dated raise makes arrears and a back-dated end makes recoveries.

mod actions;
mod model;
pub(crate) mod pages;
mod query;
mod store;
#[cfg(test)]
mod tests;
pub(crate) mod turning;

pub(crate) use actions::payees_of;
pub use actions::{
    Change, Decided, Grant, Many, Wanted, change, end, find, get, grant, grant_all, monthly,
    of_household, of_person, redirect, resume, suspend, turns,
};
pub use model::{Area, Award, Cadence, Owed, Standing, Supplement, Turn, TurnKind, owed};
pub use query::each_with_turns;
