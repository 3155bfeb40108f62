//! What closed months still owe: a standard raised with effect from an earlier day, or an award
//! that was paid by the old one. Each month is decided by the rules in force on its first day, as
//! they are known now, and held against what was paid.
//!
//! Must not know: rolls, or how the difference is paid. Start at [`arrears`].

use super::{Outcome, decide};
use crate::fact::Case;
use crate::pack::Pack;
use crate::programme::Programme;
use base::date::Month;
use base::money::Fen;

/// A closed month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthOwed {
    /// The month.
    pub month: Month,
    /// What the rules give for it; `None` when that hangs on a missing fact.
    pub owed: Option<Fen>,
    /// What was paid.
    pub paid: Fen,
}

impl MonthOwed {
    /// What is still to be paid; below zero what was paid too much.
    pub fn rest(&self) -> Option<Fen> {
        self.owed?.checked_sub(self.paid)
    }
}

/// The months from a first to a last one, with what each owes one case by a programme paid by the
/// month. `paid` is what each of them was paid.
pub fn arrears(
    pack: &Pack,
    programme: &Programme,
    (case, member): (&Case, Option<usize>),
    (first, last): (Month, Month),
    paid: &dyn Fn(Month) -> Fen,
) -> Vec<MonthOwed> {
    let mut found = Vec::new();
    let mut month = first;
    while month <= last {
        let decision = decide(pack, programme, case, member, month.first_day());
        let owed = match decision.outcome {
            Outcome::Granted => decision.amount,
            Outcome::Refused | Outcome::NotInForce => Some(Fen::ZERO),
            Outcome::NeedsFact => None,
        };
        found.push(MonthOwed {
            month,
            owed,
            paid: paid(month),
        });
        match month.plus(1) {
            Some(next) => month = next,
            None => break,
        }
    }
    found
}

/// The arrears of all months together; `None` when one of them is not known.
pub fn total(months: &[MonthOwed]) -> Option<Fen> {
    let rests: Option<Vec<Fen>> = months.iter().map(MonthOwed::rest).collect();
    Fen::checked_sum(rests?)
}
