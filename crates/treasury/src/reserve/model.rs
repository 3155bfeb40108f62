//! What stands in a reserve's book, and a month of it.

use base::Fen;
use base::date::Month;
use base::id::{HouseholdId, PersonId};
use base::words;
use jiff::Timestamp;
use jiff::civil::Date;
use platform::Division;

words! {
    /// What an entry is.
    Kind {
        /// The reserve is set up or enlarged.
        Grant = "grant", "reserve-grant";
        /// What was spent is filled up.
        Refill = "refill", "reserve-refill";
        /// Money goes back to the budget that it came from.
        Return = "return", "reserve-return";
        /// Somebody was helped.
        Spend = "spend", "reserve-spend";
    }
}

impl Kind {
    /// Whether the reserve has more after it.
    #[must_use]
    pub const fn adds(self) -> bool {
        matches!(self, Self::Grant | Self::Refill)
    }
}

words! {
    /// How somebody was given what was spent.
    Way {
        /// Into an account.
        Transfer = "transfer", "way-transfer";
        /// In cash, with a receipt.
        Cash = "cash", "way-cash";
        /// In goods.
        Goods = "goods", "way-goods";
    }
}

/// An entry. Never changed, never deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whose reserve.
    pub town: Division,
    /// From 1, in the order of writing.
    pub number: i64,
    /// What it is.
    pub kind: Kind,
    /// The accounting month.
    pub month: Month,
    /// The day.
    pub on: Date,
    /// How much, more than nothing.
    pub amount: Fen,
    /// What the reserve held after it.
    pub balance: Fen,
    /// Code of the programme whose budget it came from, or under which it was spent.
    pub programme: String,
    /// Number of the case, of what was spent.
    pub case_number: String,
    /// The household.
    pub household: Option<HouseholdId>,
    /// Who was helped, and their name then.
    pub payee: Option<(PersonId, String)>,
    /// How it was given.
    pub way: Option<Way>,
    /// What one payment could be at most on that day.
    pub ceiling: Option<Fen>,
    /// The receipt, or the document of the grant.
    pub document: String,
    /// Who was there beside the one who paid.
    pub witness: String,
    /// What for.
    pub reason: String,
    /// When it was written.
    pub written_at: Timestamp,
    /// By whom.
    pub written_by: String,
}

/// A month of a town's reserve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Whose.
    pub town: Division,
    /// Which.
    pub month: Month,
    /// What was there before the first entry of the month.
    pub opening: Fen,
    /// Granted and filled up.
    pub came: Fen,
    /// Spent on people.
    pub spent: Fen,
    /// Given back.
    pub returned: Fen,
    /// What is there after the last.
    pub closing: Fen,
    /// The entries of the month.
    pub entries: Vec<Entry>,
}

impl Statement {
    /// A month from all entries of a town up to its end, in their order.
    #[must_use]
    pub fn of(town: Division, month: Month, all: &[Entry]) -> Self {
        let before = all.iter().rev().find(|e| e.month < month);
        let opening = before.map_or(Fen::ZERO, |e| e.balance);
        let entries: Vec<Entry> = all.iter().filter(|e| e.month == month).cloned().collect();
        let sum = |wanted: fn(Kind) -> bool| {
            let of = entries.iter().filter(|e| wanted(e.kind));
            Fen::new(of.map(|e| e.amount.get()).sum())
        };
        Self {
            town,
            month,
            opening,
            came: sum(Kind::adds),
            spent: sum(|k| k == Kind::Spend),
            returned: sum(|k| k == Kind::Return),
            closing: entries.last().map_or(opening, |e| e.balance),
            entries,
        }
    }
}
