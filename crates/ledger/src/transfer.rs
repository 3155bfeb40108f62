//! A transfer as it is asked for, and as the book remembers it.

use crate::account::AccountNumber;
use base::Fen;
use base::date::Month;

/// Chosen by the caller (from the roll line, the bank's answer …), never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TransferId(pub u128);

/// Something to be written into the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transfer {
    /// The caller's id: the same transfer given twice is one transfer.
    pub id: TransferId,
    /// The accounting month it belongs to.
    pub month: Month,
    /// What happens.
    pub deed: Deed,
}

/// What a transfer does. A deed that rests on an earlier one takes its accounts from there, so that
/// the two can never disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Money moves at once.
    Move {
        /// Where it goes.
        debit: AccountNumber,
        /// Where it comes from.
        credit: AccountNumber,
        /// How much, more than nothing.
        amount: Fen,
    },
    /// Money is set aside until it is settled or released, as between bank file and bank return.
    Hold {
        /// Where it will go.
        debit: AccountNumber,
        /// Where it will come from.
        credit: AccountNumber,
        /// How much, more than nothing.
        amount: Fen,
    },
    /// Held money moves, all of it or a part; the rest is released.
    Settle {
        /// The hold.
        hold: TransferId,
        /// How much moves, more than nothing, at most what is held.
        amount: Fen,
    },
    /// Held money stays where it was.
    Release {
        /// The hold.
        hold: TransferId,
    },
    /// Money that moved goes back, all of it or a part; as often as something is left.
    Reverse {
        /// The move or settlement.
        of: TransferId,
        /// How much goes back, more than nothing.
        amount: Fen,
    },
}

/// What became of a hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Neither settled nor released.
    Waiting,
    /// Settled by this transfer.
    Settled(TransferId),
    /// Released by this transfer.
    Released(TransferId),
}

/// A transfer in the book, with the accounts it touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// What was asked for.
    pub transfer: Transfer,
    /// The account that was debited.
    pub debit: AccountNumber,
    /// The account that was credited.
    pub credit: AccountNumber,
    /// What moved or was held or released.
    pub amount: Fen,
    /// Of a hold: what became of it. Of other deeds `None`.
    pub held: Option<Held>,
    /// Of a move or settlement: what was taken back since.
    pub reversed: Fen,
}

impl Recorded {
    /// Whether money moved, so that it can be reversed. A reversal cannot be: what was wrongly taken
    /// back is moved again.
    #[must_use]
    pub const fn moved(&self) -> bool {
        matches!(self.transfer.deed, Deed::Move { .. } | Deed::Settle { .. })
    }

    /// Whether it is a hold that waits.
    #[must_use]
    pub const fn waits(&self) -> bool {
        matches!(self.held, Some(Held::Waiting))
    }
}
