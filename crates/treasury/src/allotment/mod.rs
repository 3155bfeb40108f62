//! A year's money: what was carried over, what came in, what of it is meant for which town, and what
//! spending by town looks like beside it. An allotment holds no money: rolls are paid from the
//! programme's own.
//!
//! Start at [`allot()`] and [`year()`].

mod actions;
pub(crate) mod pages;
mod query;
#[cfg(test)]
mod tests;

pub use actions::{Allotment, Town, Year, allot, give_back, year};
