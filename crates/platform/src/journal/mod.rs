//! The journal: who did what, before and after, each entry sealed onto the one before.
//!
//! The seal is HMAC-SM3 under a key that is not in the database, so an entry that was altered,
//! removed or inserted does not fit. The end is also kept in a small file ([`Anchor`]), so that
//! cutting off the newest entries is seen too. Start at [`Entry`] for telling and `verify` for
//! checking.

mod anchor;
mod entry;
mod search;
mod store;
mod verify;

pub use anchor::Anchor;
pub use entry::Entry;
pub use search::{Filter, Record, get, list};
pub use verify::{Flaw, Report, verify};

pub(crate) use store::append;

/// The end of the chain: number and seal of the newest entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// Its number.
    pub seq: i64,
    /// Its seal.
    pub seal: Vec<u8>,
}

#[cfg(test)]
mod tests;
