//! Values that cannot be right for their column: damaged and wrong ID numbers, impossible dates.
//! Damaged ones are dropped, wrong ones kept as written; both are listed.

use crate::{Problem, Reason, Table};
use arrow_array::{Array, StringViewArray};
use base::citizen_id::{CitizenId, CitizenIdError};
use base::column::ColumnRole;
use base::date::parse_date;
use base::message::Speak;
use rayon::prelude::*;

/// Values looked at before a column is held to its rule.
const SAMPLE: usize = 400;

/// The rule of each column of a table: whether its values are held to it is decided by the first
/// values there are, and then holds for every later part.
pub(super) struct Rules {
    columns: Vec<Rule>,
}

#[derive(Debug, Clone, Copy)]
struct Rule {
    kind: Kind,
    /// Whether most values pass; `None` while none has been seen.
    holds: Option<bool>,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Free,
    Id,
    Date,
}

impl Rules {
    /// The rules by the columns' roles.
    pub(super) fn new(roles: Vec<Option<ColumnRole>>) -> Self {
        let kind = |role| match role {
            Some(ColumnRole::IdNumber) => Kind::Id,
            Some(ColumnRole::BirthDate | ColumnRole::Date) => Kind::Date,
            _ => Kind::Free,
        };
        let rule = |role| Rule {
            kind: kind(role),
            holds: None,
        };
        Self {
            columns: roles.into_iter().map(rule).collect(),
        }
    }

    /// Checks a part.
    pub(super) fn apply(&mut self, table: &mut Table) {
        for (at, rule) in self.columns.iter_mut().enumerate() {
            let Some(column) = table.columns.get(at) else {
                continue;
            };
            let good = match rule.kind {
                Kind::Free => continue,
                Kind::Id => is_meant_as_id,
                Kind::Date => is_date,
            };
            if rule.holds.is_none() {
                rule.holds = mostly(&column.values, good);
            }
            match (rule.kind, rule.holds) {
                (Kind::Id, holds) => ids(table, at, holds == Some(true)),
                (Kind::Date, Some(true)) => dates(table, at),
                _ => {}
            }
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

/// Whether most of the first values pass; `None` if there are none.
fn mostly(values: &StringViewArray, good: impl Fn(&str) -> bool) -> Option<bool> {
    let (mut passed, mut all) = (0, 0);
    for value in values.iter().flatten().take(SAMPLE) {
        all += 1;
        passed += usize::from(good(value));
    }
    (all > 0).then_some(passed * 2 > all)
}

/// Right, or wrong in a way that only a citizen ID number can be.
fn is_meant_as_id(value: &str) -> bool {
    use CitizenIdError::{CheckDigit, Damaged, ImpossibleDate, Masked};
    match CitizenId::parse(value) {
        Ok(_) | Err(CheckDigit { .. } | Damaged | ImpossibleDate { .. } | Masked) => true,
        Err(_) => false,
    }
}

fn is_date(value: &str) -> bool {
    parse_date(value).is_ok()
}

fn ids(table: &mut Table, at: usize, citizens: bool) {
    let Some(column) = table.columns.get(at) else {
        return;
    };
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
        let keep = |(record, value)| match damaged.binary_search(&record) {
            Ok(_) => None,
            Err(_) => value,
        };
        column.values = column.values.iter().enumerate().map(keep).collect();
    }
}

fn dates(table: &mut Table, at: usize) {
    let Some(column) = table.columns.get(at) else {
        return;
    };
    let found = bad(&column.values, |value| {
        let why = parse_date(value).err()?;
        Some(Reason::DateWrong(why.message()))
    });
    list(table, at, found);
}

fn list(table: &mut Table, at: usize, found: Vec<(usize, Reason)>) {
    let header = table.columns.get(at).map(|c| c.header.clone());
    let header = header.unwrap_or_default();
    for (record, reason) in found {
        let value = table.value(at, record).unwrap_or_default().to_owned();
        table.problems.push(Problem {
            row: table.rows.row(record),
            column: Some(at),
            header: header.clone(),
            value,
            reason,
        });
    }
}
