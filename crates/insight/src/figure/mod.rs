//! Figures: an indicator of the pack, computed on a day from the records that whoever asks may see.
//!
//! Start at [`all`] and [`of`].

mod actions;
pub(crate) mod pages;
#[cfg(test)]
mod tests;

pub use actions::{Computed, Met, all, of};
