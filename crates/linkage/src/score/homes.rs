//! How many people of one home the ledgers hold: pairs that share surname and address beyond what
//! chance explains, although given name and birth date say two people.

use super::kin::role_of_home;
use crate::block::Span;
use crate::compare::{Comparer, MISSING};
use crate::encode::{Encoded, mix};
use crate::field::Kind;
use crate::model::Model;
use base::column::ColumnRole;

/// Homes of more records than this are institutions, or no homes.
const HOME_MAX: usize = 40;

/// One home in so many is looked at in large ledgers.
const SAMPLED: u64 = 8;

/// No home that the ledgers could show.
pub(crate) const NO_HOMES: f32 = 60.0;

/// How much rarer it is to draw two people of one home than any two, in bits.
pub(crate) fn home_bits(
    encoded: &Encoded,
    comparer: &Comparer<'_>,
    span: Span,
    model: &Model,
) -> f32 {
    let of_home = |role| {
        role_of_home(role)
            && !matches!(
                role,
                ColumnRole::Phone | ColumnRole::BankAccount | ColumnRole::State
            )
    };
    let fields = encoded.fields.iter().enumerate();
    let key: Vec<usize> = fields
        .filter(|(_, f)| of_home(f.role))
        .map(|(at, _)| at)
        .collect();
    let given = encoded.field_of(Kind::Given);
    let (Some(given), true) = (given, key.len() > 1) else {
        return NO_HOMES;
    };
    let date = encoded.field_of(Kind::Date);
    let second = encoded.starts.get(1).copied().unwrap_or_default();
    let share = if encoded.rows() < 100_000 { 1 } else { SAMPLED };
    let rows = u32::try_from(encoded.rows()).unwrap_or(u32::MAX);
    let mut homes: Vec<(u64, u32)> = (0..rows)
        .filter_map(|row| {
            let words = encoded.row(row);
            let parts = key.iter().map(|f| u64::from(words[encoded.at[*f]]));
            let hash = parts.enumerate().try_fold(0u64, |hash, (at, part)| {
                (part != 0).then(|| mix(hash ^ part ^ (at as u64) << 40))
            })?;
            hash.is_multiple_of(share).then_some((hash, row))
        })
        .collect();
    homes.sort_unstable();
    let differ = |level: u8, most: u8| level != MISSING && level <= most;
    let mut kin = 0u64;
    for home in homes.chunk_by(|a, b| a.0 == b.0) {
        if home.len() > HOME_MAX {
            continue;
        }
        for (at, (_, a)) in home.iter().enumerate() {
            for (_, b) in &home[at + 1..] {
                let across = (*a as usize) < second && *b as usize >= second;
                if span == Span::Across && !across {
                    continue;
                }
                let (a, b) = (encoded.row(*a), encoded.row(*b));
                let two = differ(comparer.level(given, a, b), 2)
                    && date.is_none_or(|d| differ(comparer.level(d, a, b), 2));
                kin += u64::from(two);
            }
        }
    }
    let all = super::all_pairs(encoded, span);
    let chance: f64 = key
        .iter()
        .filter_map(|f| model.fields[*f].u.last())
        .product();
    let seen = kin as f64 * share as f64;
    // What chance explains is no family.
    let families = seen - 2.0 * all * chance;
    if families < 3.0 {
        return NO_HOMES;
    }
    (all / families).log2().clamp(2.0, f64::from(NO_HOMES)) as f32
}
