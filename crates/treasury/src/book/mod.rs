//! The books in the database: accounts and transfers by the rules of the `ledger` crate, held by
//! constraints and triggers of the tables as well.
//!
//! Start at `post`: several transfers, all or none; the same given twice are written once.

mod actions;
pub(crate) mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use actions::{
    Appropriation, Flaw, Kind, Standing, Verified, appropriate, close, closing, standings, verify,
};
pub(crate) use actions::{Line, account, identity, is_closed, lock, post};
