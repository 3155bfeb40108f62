//! Rectification: problems, the measures against them, who answers, and the close-out that two
//! people sign who did not do the work (对账销号).

mod actions;
pub(crate) mod lists;
mod model;
pub(crate) mod pages;
mod query;
mod store;
#[cfg(test)]
mod tests;

pub use actions::{
    New, Wanted, account, add_measure, find, get, measures, raise, reopen, sign, signatures,
};
pub use model::{Problem, Signature, Source, Standing, Sum};
