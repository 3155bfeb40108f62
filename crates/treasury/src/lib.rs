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
pub mod book;
pub mod roll;
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
    "fund-source",
    "fund-budget",
    "fund-transit",
    "fund-paid",
    "fund-returned",
    "fund-reserve",
    "fund-spent",
    "roll-draft",
    "roll-signed",
    "roll-approved",
    "roll-filed",
    "roll-answered",
    "roll-monthly",
    "roll-again",
    "cause-joined",
    "cause-left",
    "cause-up",
    "cause-down",
    "cause-same",
    "line-pay",
    "line-blocked",
    "line-held",
    "line-none",
    "block-dead",
    "block-no-account",
    "block-account-ended",
    "block-account-unsound",
    "block-account-shared",
    "block-over-limit",
    "warn-moved",
    "warn-jump",
    "warn-holder",
    "warn-recovery",
    "fund-amount",
    "fund-flaw-book",
    "fund-flaw-fingerprint",
    "fund-flaw-items",
    "fund-flaw-signatures",
    "roll-awards-changed",
    "roll-fingerprint",
    "roll-late",
    "roll-line-blocked",
    "roll-line-not-paid",
    "roll-not-approved",
    "roll-not-draft",
    "roll-not-filed",
    "roll-not-signed",
    "roll-nothing-again",
    "roll-open-before",
    "roll-other-file",
    "roll-reason",
    "roll-same-person",
    "answer-no-line",
    "answer-amount",
    "answer-other",
];
