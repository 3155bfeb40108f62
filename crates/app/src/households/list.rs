//! The records of a list, as the columns of a row give them: by their number and field, by their
//! code and amount, or only how many there are. Start at [`Records::take`].

use super::cell::{Reading, cell, unknown, whole};
use super::field::{Given, Wrong};
use super::gather::Rows;
use super::header::{Part, RECORDS_MAX, keyed};
use super::problem::Reason;
use policy::cel::columns::{RowsColumn, TableBuilder};
use policy::cel::{Datum, Type};
use policy::fact::Fact;
use std::collections::BTreeMap;

/// A list of every row read so far.
pub(super) struct Records<'a> {
    fact: &'a Fact,
    fields: Vec<Reading<'a>>,
    /// Places of the amount and of the code that a column may name.
    keyed: Option<(usize, usize)>,
    table: TableBuilder,
    ends: Vec<u32>,
    known: Vec<bool>,
}

impl<'a> Records<'a> {
    /// Of a fact that is a list of records; `None` of another.
    pub(super) fn new(fact: &'a Fact) -> Option<Self> {
        let Type::List(inner) = &fact.of else {
            return None;
        };
        let Type::Record(fields) = &**inner else {
            return None;
        };
        let keyed = keyed(fact).and_then(|(amount, code)| {
            let code = fact.fields.iter().position(|f| f.id == code.id)?;
            Some((amount, code))
        });
        Some(Self {
            fact,
            fields: fact.fields.iter().map(Reading::new).collect(),
            keyed,
            table: TableBuilder::new(fields),
            ends: vec![0],
            known: Vec::new(),
        })
    }

    /// Takes a list for each record of a part (`first`: for each new household).
    pub(super) fn take(&mut self, given: &Given<'_>, rows: &Rows, first: bool, wrong: &mut Wrong) {
        for (record, home) in rows.records() {
            if first && home < rows.start + rows.new_before(record) {
                continue;
            }
            let known = if given.is_empty() {
                matches!(self.fact.absent, Some(Datum::Rows(_)))
            } else {
                self.row(given, record, wrong)
            };
            self.known.push(known);
            let end = u32::try_from(self.table.len()).unwrap_or(u32::MAX);
            self.ends.push(end);
        }
    }

    /// The list of one row; whether it is known.
    fn row(&mut self, given: &Given<'_>, record: usize, wrong: &mut Wrong) -> bool {
        let mut items: BTreeMap<usize, Vec<Datum>> = BTreeMap::new();
        let mut said = None;
        for (of, column) in given {
            let Some(text) = cell(column, record) else {
                continue;
            };
            match &of.part {
                Part::Whole => match counted(text) {
                    Some(count) => said = Some(count),
                    None => wrong.push((record, of.column, Reason::Value("households-count"))),
                },
                Part::Item(number, field) => {
                    let read = self.fields.get(*field).map(|f| f.read(Some(text)));
                    let item = items.entry(*number).or_insert_with(|| blank(self.fact));
                    match (read, item.get_mut(*field)) {
                        (Some(Ok(value)), Some(slot)) => *slot = value,
                        (Some(Err(reason)), Some(slot)) => {
                            *slot = Datum::Missing;
                            wrong.push((record, of.column, reason));
                        }
                        _ => {}
                    }
                }
                Part::Amount(code) => {
                    let Some((amount, place)) = self.keyed else {
                        continue;
                    };
                    let read = self.fields.get(amount).map(|f| f.read(Some(text)));
                    let mut item = blank(self.fact);
                    let value = read.unwrap_or(Ok(Datum::Missing)).unwrap_or_else(|reason| {
                        wrong.push((record, of.column, reason));
                        Datum::Missing
                    });
                    if let Some(slot) = item.get_mut(amount) {
                        *slot = value;
                    }
                    if let Some(slot) = item.get_mut(place) {
                        *slot = Datum::Text(code.as_str().into());
                    }
                    items.insert(RECORDS_MAX + 1 + of.column, item);
                }
            }
        }
        let known = match said {
            Some(Count::Unknown) => false,
            Some(Count::Of(count)) => {
                for number in 1..=count {
                    items.entry(number).or_insert_with(|| blank(self.fact));
                }
                true
            }
            None => !items.is_empty() || matches!(self.fact.absent, Some(Datum::Rows(_))),
        };
        if known {
            items.values().for_each(|item| self.table.push(item));
        }
        known
    }

    /// The lists of all rows.
    pub(super) fn build(self) -> RowsColumn {
        RowsColumn {
            offsets: self.ends,
            valid: self.known.contains(&false).then_some(self.known),
            table: self.table.build(),
        }
    }
}

/// A record of which nothing is said but what the pack assumes.
fn blank(fact: &Fact) -> Vec<Datum> {
    let fields = fact.fields.iter();
    fields
        .map(|f| f.absent.clone().unwrap_or_default())
        .collect()
}

enum Count {
    Unknown,
    Of(usize),
}

/// How many records there are, as it is written.
fn counted(text: &str) -> Option<Count> {
    if unknown(text) {
        return Some(Count::Unknown);
    }
    if matches!(text, "无" | "没有" | "none" | "-") {
        return Some(Count::Of(0));
    }
    let count = usize::try_from(whole(text)?).ok()?;
    (count <= RECORDS_MAX).then_some(Count::Of(count))
}
