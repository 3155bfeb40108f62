//! What somebody was paid and why: a part of the pages of people and households, and the slip that a
//! payee may be handed.
//!
//! Must not know: how rolls are made. Start at `section`.

mod own;
mod pages;
mod slip;

pub use own::{Own, own};
pub(crate) use pages::section;
pub(crate) use slip::{export, show};

#[cfg(test)]
mod tests;
