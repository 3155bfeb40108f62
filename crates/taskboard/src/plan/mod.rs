//! Published plans: the document as it was, and the tasks that it makes.

mod actions;
pub(crate) mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use actions::{Published, edition, latest, publish, sections};
