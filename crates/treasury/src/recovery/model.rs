//! What money asked back is.

use base::date::Month;
use base::id::{AwardId, PersonId, RecoveryId};
use base::{Fen, words};
use jiff::civil::Date;
use platform::Division;

words! {
    /// How a part of it is settled.
    Kind {
        /// Paid back.
        Back = "back", "recovery-back";
        /// Let off, by a paper that says so.
        Off = "off", "recovery-off";
    }
}

/// Money asked back for one award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// Its id.
    pub id: RecoveryId,
    /// Goes up with every change.
    pub version: i64,
    /// The award that had too much.
    pub award: AwardId,
    /// Its programme.
    pub programme: String,
    /// Its case.
    pub case_number: String,
    /// Who was paid.
    pub payee: PersonId,
    /// Their name.
    pub name: String,
    /// The village.
    pub division: Division,
    /// How much is asked back.
    pub amount: Fen,
    /// How much of it came back.
    pub back: Fen,
    /// How much of it was let off.
    pub off: Fen,
    /// Why.
    pub reason: String,
    /// By which day.
    pub due: Date,
    /// When all of it was settled.
    pub closed_on: Option<Date>,
    /// By whom it was opened.
    pub opened_by: String,
}

impl Recovery {
    /// What is still to come.
    #[must_use]
    pub const fn open(&self) -> Fen {
        Fen::new(self.amount.get() - self.back.get() - self.off.get())
    }
}

/// A part that was settled, for one month of the award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Parts settled together have one number.
    pub number: i64,
    /// The month that had too much.
    pub month: Month,
    /// How.
    pub kind: Kind,
    /// How much.
    pub amount: Fen,
    /// The day.
    pub on: Date,
    /// Receipt or paper.
    pub document: String,
    /// Who entered it.
    pub by: String,
}

/// A part to be settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// How.
    pub kind: Kind,
    /// How much.
    pub amount: Fen,
    /// The day.
    pub on: Date,
    /// Receipt or paper.
    pub document: String,
}
