//! Text files: encoding, delimiter, records.

mod delimited;
mod encoding;

#[cfg(test)]
mod tests;

pub(crate) use delimited::{Delimited, fields, record_ends, sniff_delimiter};
pub use encoding::Encoding;
pub(crate) use encoding::decode;
