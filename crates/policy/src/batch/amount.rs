//! The running total of an amount: what each step does with it. The same for one case and for
//! columns. Start at [`Total`].

use crate::cel::Amount;
use crate::programme::StepKind;
use base::money::{Fen, Rounding};

/// The total so far, in fen; `None` when something is unknown or out of range.
pub(super) type Total = Option<i64>;

/// A step's value in whole fen.
pub(super) fn fen(value: Option<Amount>) -> Total {
    value.map(|amount| amount.rounded().get())
}

/// The total after a step.
pub(super) fn after(kind: StepKind, total: Total, value: Total) -> Total {
    let (total, value) = (total?, value?);
    match kind {
        StepKind::Add => total.checked_add(value),
        StepKind::Cap => Some(total.min(value)),
        StepKind::Floor => Some(total.max(value)),
        StepKind::Round => Some(total),
    }
}

/// The rule of rounding that a word names; `None` for another word.
pub(super) fn rule(word: &str) -> Option<Rounding> {
    match word {
        "KEEP_FEN" => Some(Rounding::KeepFen),
        "CEIL_YUAN" => Some(Rounding::CeilYuan),
        "HALF_UP_YUAN" => Some(Rounding::HalfUpYuan),
        _ => None,
    }
}

/// The total rounded as a word says; `None` for another word.
pub(super) fn rounded(total: Total, word: &str) -> Total {
    Fen::new(total?).rounded(rule(word)?).map(Fen::get)
}

/// What is paid of a total: never less than nothing.
pub(super) fn paid(total: Total) -> Option<Fen> {
    total.map(|fen| Fen::new(fen.max(0)))
}
