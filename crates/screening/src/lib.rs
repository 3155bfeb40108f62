//! Comparison runs: ledgers of several bureaux become people and households, the screens of a pack
//! are held against them, and their hits become findings that a person can work off.
//!
//! The road: [`Ledger`] (which column is which field), [`People`] (who is who, and how sure that
//! is), [`Run`] (the screens, and findings put together by person or household). Must not know:
//! files and folders, terminals and pages, programmes and places; sentences other than those of
//! the pack.

mod case;
mod error;
mod household;
mod ledger;
pub mod people;
mod population;
mod value;

pub use case::{Case, Evidence, Standing};
pub use error::{CODES, Error};
pub use ledger::{Ledger, Unread};
pub use people::{Link, People};
pub use population::{Given, Run, run};
