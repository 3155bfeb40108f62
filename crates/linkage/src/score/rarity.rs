//! Full agreement on a rare value counts for more: how often each value stands in the ledgers.

use crate::encode::Encoded;
use crate::field::Kind;
use crate::model::FieldModel;

/// Values of an outside population that stand behind small ledgers: a name held twice among four
/// rows is not a name that every second person has.
const POPULATION: f64 = 1_000.0;

/// Rarity counts no further than this many bits.
const BITS_MAX: f64 = 20.0;

/// Rows that days are counted in; more would say the same.
const DAYS_SAMPLE: usize = 200_000;

/// A day from 1500 on as a place in a table; beyond the table when it is no full date.
#[inline]
pub(super) fn day_slot(day: u32) -> usize {
    let (year, month, date) = (day / 10_000, day / 100 % 100, day % 100);
    if month == 0 || date == 0 {
        return usize::MAX;
    }
    (year.wrapping_sub(1500) as usize).saturating_mul(372)
        + (month as usize - 1) * 31
        + date as usize
        - 1
}

/// The weight of full agreement on each value of a field; empty for fields without frequencies.
pub(super) fn weights(encoded: &Encoded, at: usize, field: &FieldModel, repeats: f64) -> Vec<f32> {
    let full = field.m.last().copied().unwrap_or(0.5);
    let same = field.u.last().copied().unwrap_or(0.01).min(0.02);
    let weight = |count: u32, total: f64| {
        // The records of one person must not make a name look common.
        let total = total.max(1.0) / repeats;
        let others = (f64::from(count) / repeats - if repeats > 1.5 { 1.0 } else { 0.0 }).max(0.0);
        let seen = others + POPULATION * same * 0.3;
        let chance = (seen / (total + POPULATION)).max(1.0 / total.max(POPULATION));
        ((full / chance).log2().min(BITS_MAX) * field.scale) as f32
    };
    if field.kind == Kind::Date {
        let (counts, total) = days(encoded, at);
        return counts.iter().map(|n| weight(*n, total)).collect();
    }
    let book = encoded.book(at).filter(|_| field.kind.has_frequencies());
    book.map_or_else(Vec::new, |book| {
        let total = book.total as f64;
        book.entries()
            .iter()
            .map(|e| weight(e.count, total))
            .collect()
    })
}

/// How often each day stands in an even sample of the rows: the first of January, written where
/// only the year is known, is no rare day.
fn days(encoded: &Encoded, at: usize) -> (Vec<u32>, f64) {
    let mut counts = vec![0u32; 601 * 372];
    let mut total = 0;
    let word = encoded.at[at];
    let step = (encoded.rows() / DAYS_SAMPLE).max(1);
    for row in (0..encoded.rows()).step_by(step) {
        let day = encoded.words[row * encoded.stride + word];
        if let Some(count) = counts.get_mut(day_slot(day)) {
            *count += 1;
            total += 1;
        }
    }
    (counts, f64::from(total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_has_a_place_of_its_own() {
        assert_eq!(day_slot(15_000_101), 0);
        assert_eq!(day_slot(15_010_101), 372);
        assert_eq!(day_slot(15_000_201), 31);
        assert_eq!(day_slot(19_510_000), usize::MAX);
        assert!(day_slot(21_001_231) < 601 * 372);
    }
}
