//! Money: who has a right to be paid what, the monthly roll, the bank, the books.
//!
//! Must not know: why somebody is entitled (that is casework's), or any programme's name. Owns the
//! tables of `migrations/0010_treasury.sql`.
//!
//! Start at [`award`]: the right to be paid, month by month. Whoever decides cases calls its
//! actions within their own transaction.
//!
//! ```
//! // What is owed for a month is a function of what happened to the award. Nothing did: nothing is.
//! use base::Fen;
//! use base::date::Month;
//! use treasury::award::{Cadence, owed};
//! let march = Month::new(2020, 3).ok_or("no month")?;
//! assert_eq!(owed(&[], Cadence::Monthly, march).amount, Fen::ZERO);
//! # Ok::<(), &str>(())
//! ```

pub mod award;
mod stored;
#[cfg(test)]
mod testing;

/// Every message code of this crate that no template names.
pub const CODES: &[&str] = &[
    "award-known",
    "award-amount",
    "award-supplement",
    "award-month",
    "award-persons",
    "award-code",
    "award-decision",
    "award-account",
    "award-person-dead",
    "award-not-active",
    "award-not-suspended",
    "award-ended",
    "award-once",
    "award-state-active",
    "award-state-suspended",
    "award-state-ended",
    "award-turn-grant",
    "award-turn-change",
    "award-turn-suspend",
    "award-turn-resume",
    "award-turn-end",
    "cadence-monthly",
    "cadence-once",
];
