//! Documents of applications and cases: the pack's templates filled with what is known, as PDF, and
//! the notices that hang. Must not know: how paper is set (that is `paper`), or a template's words.
//! Start at [`hanging`]; what templates may ask for is [`NAMES`].

mod facts;
pub(crate) mod notice;
pub(crate) mod pages;

pub use facts::NAMES;
pub use notice::{Hanging, hanging};

#[cfg(test)]
mod tests;
