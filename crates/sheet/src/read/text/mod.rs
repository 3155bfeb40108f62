//! Text files: encoding, delimiter, header, records.
//!
//! A text is read in blocks that end with a record; a file small enough to be held is one block.
//! Start at [`whole`] and [`parts`].

mod block;
mod delimited;
mod encoding;
mod stream;

#[cfg(test)]
mod tests;

pub(super) use block::whole;
pub use encoding::Encoding;
pub(super) use encoding::unmarked_utf16;
pub(super) use stream::parts;
