//! Amounts of a chunk as plain numbers: what does not apply and what is not known are the two
//! lowest, so that sums and maxima run without a branch for each row. Start at [`highest`].

use super::amount::{Total, after, fen};
use crate::cel::Value;
use crate::cel::columns::{Vector, wide};
use crate::programme::{AmountStep, StepKind};

/// A step that does not apply; no amount is so low.
pub(super) const NOT: i64 = i64::MIN;
/// An amount that is not known.
pub(super) const OPEN: i64 = i64::MIN + 1;

pub(super) fn open(total: Total) -> i64 {
    total.unwrap_or(OPEN)
}

pub(super) fn known(value: i64) -> Total {
    (value > OPEN).then_some(value)
}

pub(super) fn whole(micros: i64) -> i64 {
    crate::cel::Amount::from_micros(micros).rounded().get()
}

pub(super) fn money(vector: &Vector<'_>, row: usize) -> i64 {
    match vector.value(row) {
        Value::Money(amount) => open(fen(Some(amount))),
        _ => OPEN,
    }
}

/// The sum of two values that are amounts or open.
pub(super) fn plus(a: i64, b: i64) -> i64 {
    let (sum, over) = a.overflowing_add(b);
    if (a == OPEN) | (b == OPEN) | over {
        OPEN
    } else {
        sum
    }
}

/// The total after a step.
pub(super) fn then(kind: StepKind, total: i64, value: i64) -> i64 {
    match (kind, value) {
        (_, NOT) => total,
        (StepKind::Add, value) => plus(total, value),
        _ => open(after(kind, known(total), known(value))),
    }
}

/// Of the steps with one word only the highest counts in each row. Where the steps between them
/// only add, it does not matter which of them it is, and the first one counts.
pub(super) fn highest(steps: &[&AmountStep], taken: &mut [Option<Vec<i64>>]) {
    for at in 0..steps.len() {
        let Some(word) = steps[at].highest_of.as_ref() else {
            continue;
        };
        let same = |other: &usize| {
            steps[*other].highest_of.as_ref() == Some(word)
                && steps[*other].each_member == steps[at].each_member
                && taken[*other].is_some()
        };
        let rivals: Vec<usize> = (0..steps.len()).filter(same).collect();
        let (Some(first), Some(last)) = (rivals.first(), rivals.last()) else {
            continue;
        };
        if *first != at || first == last {
            continue;
        }
        let between = steps.get(*first..=*last).unwrap_or_default();
        if between.iter().all(|s| s.kind == StepKind::Add) {
            for rival in rivals.iter().skip(1) {
                let other = taken[*rival].take().unwrap_or_default();
                if let Some(best) = &mut taken[*first] {
                    wide::with(best, &other, higher);
                }
                taken[*rival] = Some(vec![NOT; other.len()]);
            }
        } else {
            highest_by_row(&rivals, taken);
        }
    }
}

/// The higher of two values; open where either is.
fn higher(a: i64, b: i64) -> i64 {
    if (a == OPEN) | (b == OPEN) {
        OPEN
    } else {
        a.max(b)
    }
}

/// The first of the highest keeps its value in each row.
fn highest_by_row(rivals: &[usize], taken: &mut [Option<Vec<i64>>]) {
    let rows = rivals
        .first()
        .and_then(|r| taken[*r].as_ref())
        .map_or(0, Vec::len);
    for row in 0..rows {
        let value = |taken: &[Option<Vec<i64>>], place: usize| {
            let values = taken[place].as_ref();
            values.and_then(|v| v.get(row)).copied().unwrap_or(NOT)
        };
        let all: Vec<i64> = rivals.iter().map(|r| value(taken, *r)).collect();
        let unknown = all.contains(&OPEN);
        let most = all.iter().copied().max().unwrap_or(NOT);
        let best = all.iter().position(|v| *v == most);
        for (at, rival) in rivals.iter().enumerate() {
            let slot = taken[*rival]
                .as_mut()
                .and_then(|values| values.get_mut(row));
            if let Some(slot) = slot {
                *slot = match (Some(at) == best, unknown) {
                    (true, true) => OPEN,
                    (true, false) => *slot,
                    (false, _) => NOT,
                };
            }
        }
    }
}
