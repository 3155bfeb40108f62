//! Why a transfer is not written. One transfer can be wrong in several ways; it is refused for the
//! first in the order of [`Refusal`]'s variants, so that answers do not hang on how the check is
//! written.

use crate::account::AccountNumber;
use crate::transfer::TransferId;
use base::Fen;
use base::date::Month;
use base::message::{Message, Speak};

/// Every catalogue code this crate can speak.
pub const CODES: &[&str] = &[
    "ledger-amount-none",
    "ledger-id-taken",
    "ledger-month-closed",
    "ledger-account-unknown",
    "ledger-account-same",
    "ledger-transfer-unknown",
    "ledger-not-a-hold",
    "ledger-hold-resolved",
    "ledger-not-moved",
    "ledger-more-than-held",
    "ledger-more-than-left",
    "ledger-more-than-free",
    "ledger-sum-too-large",
    "ledger-account-open",
    "ledger-month-not-next",
    "ledger-month-holds",
];

/// Why one transfer is not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing, or less, is to be moved.
    #[error("the amount {amount} is not more than nothing")]
    AmountNone {
        /// What was asked for.
        amount: Fen,
    },
    /// The id belongs to a transfer that says something else.
    #[error("this id belongs to another transfer")]
    IdTaken,
    /// The month is closed; corrections belong to an open one.
    #[error("{month} is closed")]
    MonthClosed {
        /// The month asked for.
        month: Month,
    },
    /// No such account is open.
    #[error("account {} is not open", account.0)]
    AccountUnknown {
        /// The number.
        account: AccountNumber,
    },
    /// From an account to itself.
    #[error("debit and credit are the same account")]
    AccountSame,
    /// The transfer it rests on is not in the book.
    #[error("the transfer it rests on is not in the book")]
    TransferUnknown {
        /// Its id.
        id: TransferId,
    },
    /// Settled or released is something that is no hold.
    #[error("the transfer it rests on is no hold")]
    NotAHold,
    /// The hold was settled or released before.
    #[error("the hold was resolved before")]
    HoldResolved,
    /// Reversed is something by which no money moved.
    #[error("by the transfer it rests on no money moved")]
    NotMoved,
    /// More is settled than is held.
    #[error("{amount} is more than the {held} held")]
    MoreThanHeld {
        /// Asked for.
        amount: Fen,
        /// Held.
        held: Fen,
    },
    /// More is taken back than is left of what moved.
    #[error("{amount} is more than the {left} left to reverse")]
    MoreThanLeft {
        /// Asked for.
        amount: Fen,
        /// Left of what moved.
        left: Fen,
    },
    /// The account's guard would break.
    #[error("{amount} is more than the {free} free on account {}", account.0)]
    MoreThanFree {
        /// The account.
        account: AccountNumber,
        /// Asked for.
        amount: Fen,
        /// Free on it.
        free: Fen,
    },
    /// A sum would not fit.
    #[error("a sum grows too large")]
    SumTooLarge,
}

/// The first transfer of a batch that cannot be written, and why. Nothing of the batch was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("transfer {index}: {why}")]
pub struct Refused {
    /// Its place in the batch, from 0.
    pub index: usize,
    /// Why.
    pub why: Refusal,
}

/// Why an account is not opened, a month not closed, or a book not loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// The number is taken.
    #[error("account {} is open already", .0.0)]
    AccountOpen(AccountNumber),
    /// Months are closed one after the other.
    #[error("{month} cannot be closed: {next} comes next")]
    MonthNotNext {
        /// Asked for.
        month: Month,
        /// The month after the last closed one.
        next: Month,
    },
    /// Money of the month is still held.
    #[error("{waiting} holds of {month} or before still wait")]
    MonthHolds {
        /// Asked for.
        month: Month,
        /// How many.
        waiting: usize,
    },
}

impl Speak for Refusal {
    fn message(&self) -> Message {
        match self {
            Self::AmountNone { amount } => {
                Message::new("ledger-amount-none").with("amount", amount.to_string())
            }
            Self::IdTaken => Message::new("ledger-id-taken"),
            Self::MonthClosed { month } => {
                Message::new("ledger-month-closed").with("month", month.to_string())
            }
            Self::AccountUnknown { account } => {
                Message::new("ledger-account-unknown").with("account", account.0.to_string())
            }
            Self::AccountSame => Message::new("ledger-account-same"),
            Self::TransferUnknown { .. } => Message::new("ledger-transfer-unknown"),
            Self::NotAHold => Message::new("ledger-not-a-hold"),
            Self::HoldResolved => Message::new("ledger-hold-resolved"),
            Self::NotMoved => Message::new("ledger-not-moved"),
            Self::MoreThanHeld { amount, held } => Message::new("ledger-more-than-held")
                .with("amount", amount.to_string())
                .with("held", held.to_string()),
            Self::MoreThanLeft { amount, left } => Message::new("ledger-more-than-left")
                .with("amount", amount.to_string())
                .with("left", left.to_string()),
            Self::MoreThanFree {
                account,
                amount,
                free,
            } => Message::new("ledger-more-than-free")
                .with("account", account.0.to_string())
                .with("amount", amount.to_string())
                .with("free", free.to_string()),
            Self::SumTooLarge => Message::new("ledger-sum-too-large"),
        }
    }
}

impl Speak for LoadError {
    fn message(&self) -> Message {
        match self {
            Self::AccountOpen(account) => {
                Message::new("ledger-account-open").with("account", account.0.to_string())
            }
            Self::MonthNotNext { month, next } => Message::new("ledger-month-not-next")
                .with("month", month.to_string())
                .with("next", next.to_string()),
            Self::MonthHolds { month, waiting } => Message::new("ledger-month-holds")
                .with("month", month.to_string())
                .with("waiting", *waiting),
        }
    }
}
