//! Values that cannot be right for their column: damaged and wrong ID numbers, impossible dates.
//! Damaged ones are dropped, wrong ones kept as written; both are listed.

use crate::{Problem, Reason, Table};
use arrow_array::{Array, StringViewArray};
use base::citizen_id::{CitizenId, CitizenIdError};
use base::column::ColumnRole;
use base::date::parse_date;
use base::message::Speak;
use rayon::prelude::*;

/// Checks every column that has rules.
pub(crate) fn values(table: &mut Table) {
    for at in 0..table.columns.len() {
        match table.columns.get(at).and_then(|c| c.role) {
            Some(ColumnRole::IdNumber) => ids(table, at),
            Some(ColumnRole::BirthDate | ColumnRole::Date) => dates(table, at),
            _ => {}
        }
    }
}

fn bad(
    values: &StringViewArray,
    reason: impl Fn(&str) -> Option<Reason> + Sync,
) -> Vec<(usize, Reason)> {
    let check = |at: usize| {
        let written = values.is_valid(at).then(|| values.value(at))?;
        reason(written).map(|why| (at, why))
    };
    (0..values.len())
        .into_par_iter()
        .with_min_len(4096)
        .filter_map(check)
        .collect()
}

/// Whether most of the first values pass; only then is the rest held to the rule.
fn mostly(values: &StringViewArray, good: impl Fn(&str) -> bool) -> bool {
    let (mut passed, mut all) = (0, 0);
    for value in values.iter().flatten().take(400) {
        all += 1;
        passed += usize::from(good(value));
    }
    passed * 2 > all
}

/// Right, or wrong in a way that only a citizen ID number can be.
fn is_meant_as_id(value: &str) -> bool {
    use CitizenIdError::{CheckDigit, Damaged, ImpossibleDate, Masked};
    match CitizenId::parse(value) {
        Ok(_) | Err(CheckDigit { .. } | Damaged | ImpossibleDate { .. } | Masked) => true,
        Err(_) => false,
    }
}

fn ids(table: &mut Table, at: usize) {
    let Some(column) = table.columns.get(at) else {
        return;
    };
    let citizens = mostly(&column.values, is_meant_as_id);
    let found = bad(&column.values, |value| match CitizenId::parse(value) {
        Ok(_) => None,
        Err(CitizenIdError::Damaged) if citizens || value.contains(['E', 'e']) => {
            Some(Reason::IdDamaged)
        }
        Err(why) => citizens.then(|| Reason::IdWrong(why.message())),
    });
    let damaged: Vec<usize> = found
        .iter()
        .filter(|(_, r)| *r == Reason::IdDamaged)
        .map(|(record, _)| *record)
        .collect();
    list(table, at, found);
    if let Some(column) = table.columns.get_mut(at)
        && !damaged.is_empty()
    {
        let keep = |(record, value)| {
            if damaged.binary_search(&record).is_ok() {
                None
            } else {
                value
            }
        };
        column.values = column.values.iter().enumerate().map(keep).collect();
    }
}

fn dates(table: &mut Table, at: usize) {
    let Some(column) = table.columns.get(at) else {
        return;
    };
    if !mostly(&column.values, |v| parse_date(v).is_ok()) {
        return;
    }
    let found = bad(&column.values, |value| {
        parse_date(value)
            .err()
            .map(|why| Reason::DateWrong(why.message()))
    });
    list(table, at, found);
}

fn list(table: &mut Table, at: usize, found: Vec<(usize, Reason)>) {
    let header = table
        .columns
        .get(at)
        .map(|c| c.header.clone())
        .unwrap_or_default();
    for (record, reason) in found {
        let value = table.value(at, record).unwrap_or_default().to_owned();
        let (row, header) = (table.rows.row(record), header.clone());
        table.problems.push(Problem {
            row,
            column: Some(at),
            header,
            value,
            reason,
        });
    }
}
