//! Administrative divisions: codes, and the tree of a region with its names.
//!
//! Start at [`DivisionCode`]; [`Divisions`] holds the names of a region, which are data and never
//! code. Codes and names change: a tree knows the former names of its divisions with their dates.

mod code;
mod tree;

pub use code::{DivisionCode, DivisionCodeError, Level};
pub use tree::{Alias, Divisions, DivisionsError, Named};

#[cfg(test)]
mod tests;
