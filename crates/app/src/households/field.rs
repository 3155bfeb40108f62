//! One fact of all records: its cells as they are written, its values as the rules want them.

use super::gather::Rows;
use super::header::{Headers, Use, keyed};
use super::problem::Reason;
use arrow_array::Array;
use base::money::written;
use policy::cel::columns::{
    Cells, Column, Dictionary, RowsColumn, Table as Columns, TableBuilder, packed,
};
use policy::cel::{Amount, Datum, Type};
use policy::fact::{Entity, Fact};
use rayon::prelude::*;
use sheet::Table;
use std::collections::HashMap;
use std::sync::Arc;

/// A fact and its values so far.
pub(super) struct Field<'a> {
    pub(super) fact: &'a Fact,
    /// Whether the rules need it.
    pub(super) needed: bool,
    /// Whether a column gives it.
    pub(super) given: bool,
    cells: Filling,
    /// Spellings of a code's words.
    words: HashMap<String, u32>,
    absent: Option<Datum>,
}

enum Filling {
    Bool(Cells<bool>),
    Int(Cells<i64>),
    Decimal(Cells<i128>),
    Money(Cells<i64>),
    Date(Cells<i32>),
    Text(Cells<u32>, Dictionary),
    /// The records of a list, and where each row's end.
    Rows(TableBuilder, Vec<u32>),
    /// Not needed.
    Nothing,
}

/// Values that could not be read: record, column and reason.
type Wrong = Vec<(usize, usize, Reason)>;

/// The columns that give a field: for a list one for each code.
type Given<'t> = Vec<(&'t Use, &'t sheet::Column)>;

/// Takes an entity's values of some rows of a part.
pub(super) fn take(
    fields: &mut [Field<'_>],
    part: &Table,
    headers: &Headers,
    entity: Entity,
    rows: &Rows,
) -> Wrong {
    let first = entity == Entity::Household;
    let mut found: Wrong = fields
        .par_iter_mut()
        .enumerate()
        .filter(|(_, field)| field.needed)
        .flat_map_iter(|(at, field)| {
            let uses = headers.of_entity(entity).filter(|u| u.fact == at);
            let given: Given<'_> = uses
                .filter_map(|u| Some((u, part.columns.get(u.column)?)))
                .collect();
            field.given |= !given.is_empty();
            field.take(&given, rows, first)
        })
        .collect();
    found.sort_by_key(|(record, column, _)| (*record, *column));
    found
}

impl<'a> Field<'a> {
    pub(super) fn new(fact: &'a Fact, needed: bool) -> Self {
        let mut words = HashMap::new();
        let mut dictionary = Dictionary::default();
        for (code, label) in &fact.codes {
            let place = dictionary.add(code);
            for spelling in [code, &label.zh, &label.en] {
                words.insert(spelling.trim().to_lowercase(), place);
            }
        }
        let cells = match &fact.of {
            _ if !needed => Filling::Nothing,
            Type::Bool => Filling::Bool(Cells::default()),
            Type::Int => Filling::Int(Cells::default()),
            Type::Decimal => Filling::Decimal(Cells::default()),
            Type::Money => Filling::Money(Cells::default()),
            Type::Date => Filling::Date(Cells::default()),
            Type::Text | Type::Code(_) => Filling::Text(Cells::default(), dictionary),
            Type::List(inner) => match &**inner {
                Type::Record(fields) => Filling::Rows(TableBuilder::new(fields), vec![0]),
                _ => Filling::Nothing,
            },
            _ => Filling::Nothing,
        };
        Self {
            fact,
            needed,
            given: false,
            cells,
            words,
            absent: fact.absent.clone(),
        }
    }

    /// Adds a value for each record (`first`: for each new household, held against the others of
    /// the same).
    fn take(&mut self, given: &Given<'_>, rows: &Rows, first: bool) -> Wrong {
        let mut wrong = Vec::new();
        if let Filling::Rows(..) = self.cells {
            self.list(given, rows, first, &mut wrong);
            return wrong;
        }
        let column = given.first();
        for (record, home) in rows.records() {
            let cell = column.and_then(|(_, c)| {
                c.values
                    .is_valid(record)
                    .then(|| c.values.value(record).trim())
            });
            let cell = cell.filter(|text| !text.is_empty());
            let known = first && home < rows.start + rows.new_before(record);
            let mut read = self.read(cell);
            if let (Err(reason), Some((_, _))) = (&read, column) {
                let at = column.map_or(0, |(u, _)| u.column);
                wrong.push((record, at, reason.clone()));
                read = Ok(Datum::Missing);
            }
            let value = read.unwrap_or_default();
            if !known {
                self.push(&value);
                continue;
            }
            let before = self.at(home);
            if cell.is_some() && value != Datum::Missing && before != value {
                let at = column.map_or(0, |(u, _)| u.column);
                wrong.push((record, at, Reason::Differs(before.value().shown())));
            }
        }
        wrong
    }

    fn list(&mut self, given: &Given<'_>, rows: &Rows, first: bool, wrong: &mut Wrong) {
        let Some((amount, code)) = keyed(self.fact) else {
            return self.nothing(rows, first);
        };
        if given.is_empty() {
            return self.nothing(rows, first);
        }
        let place = |fact: &Fact| self.fact.fields.iter().position(|f| f.id == fact.id);
        let code = place(code).unwrap_or_default();
        for (record, home) in rows.records() {
            if first && home < rows.start + rows.new_before(record) {
                continue;
            }
            for (of, column) in given {
                let written = column
                    .values
                    .is_valid(record)
                    .then(|| column.values.value(record));
                let Some(written) = written.filter(|w| !w.trim().is_empty()) else {
                    continue;
                };
                let money = written::parse(written).ok().and_then(Amount::of);
                if money.is_none() {
                    wrong.push((record, of.column, Reason::Value("households-money")));
                }
                let mut row: Vec<Datum> = self
                    .fact
                    .fields
                    .iter()
                    .map(|f| f.absent.clone().unwrap_or_default())
                    .collect();
                if let Some(slot) = row.get_mut(amount) {
                    *slot = money.map_or(Datum::Missing, Datum::Money);
                }
                if let Some(slot) = row.get_mut(code) {
                    *slot = Datum::Text(of.code.clone().unwrap_or_default().into());
                }
                if let Filling::Rows(table, _) = &mut self.cells {
                    table.push(&row);
                }
            }
            if let Filling::Rows(table, ends) = &mut self.cells {
                ends.push(u32::try_from(table.len()).unwrap_or(u32::MAX));
            }
        }
    }

    fn nothing(&mut self, rows: &Rows, first: bool) {
        let count = if first {
            rows.new
        } else {
            rows.records().count()
        };
        if let Filling::Rows(table, ends) = &mut self.cells {
            let end = u32::try_from(table.len()).unwrap_or(u32::MAX);
            ends.resize(ends.len() + count, end);
        }
    }

    /// The value of a cell; what the pack assumes for an empty one.
    fn read(&self, cell: Option<&str>) -> Result<Datum, Reason> {
        let Some(text) = cell else {
            return Ok(self.absent.clone().unwrap_or_default());
        };
        let value = match &self.fact.of {
            Type::Bool => truth(text).map(Datum::Bool).ok_or("households-bool"),
            Type::Int => whole(text).map(Datum::Int).ok_or("households-int"),
            Type::Decimal => policy::pack::datum(text, &Type::Decimal).ok_or("households-decimal"),
            Type::Money => written::parse(text)
                .ok()
                .and_then(Amount::of)
                .map(Datum::Money)
                .ok_or("households-money"),
            Type::Date => base::date::parse_date(text)
                .map(Datum::Date)
                .map_err(|_| "households-date"),
            Type::Code(_) => {
                let place = self.words.get(&text.to_lowercase()).copied();
                return match place.and_then(|p| self.fact.codes.get(p as usize)) {
                    Some((code, _)) => Ok(Datum::Text(code.as_str().into())),
                    None => {
                        let words = self.fact.codes.iter().map(|(code, _)| code.as_str());
                        Err(Reason::Code(words.collect::<Vec<_>>().join(", ")))
                    }
                };
            }
            _ => Ok(Datum::Text(text.into())),
        };
        value.map_err(Reason::Value)
    }

    fn push(&mut self, value: &Datum) {
        match (&mut self.cells, value) {
            (Filling::Bool(cells), Datum::Bool(b)) => cells.push(Some(*b)),
            (Filling::Int(cells), Datum::Int(n)) => cells.push(Some(*n)),
            (Filling::Decimal(cells), Datum::Decimal(d)) => cells.push(Some(*d)),
            (Filling::Money(cells), Datum::Money(m)) => cells.push(Some(m.micros())),
            (Filling::Date(cells), Datum::Date(d)) => cells.push(Some(packed(*d))),
            (Filling::Text(cells, words), Datum::Text(text)) => cells.push(Some(words.add(text))),
            (Filling::Bool(cells), _) => cells.push(None),
            (Filling::Int(cells), _) => cells.push(None),
            (Filling::Decimal(cells), _) => cells.push(None),
            (Filling::Money(cells), _) => cells.push(None),
            (Filling::Date(cells), _) => cells.push(None),
            (Filling::Text(cells, _), _) => cells.push(None),
            (Filling::Rows(..) | Filling::Nothing, _) => {}
        }
    }

    fn at(&self, row: usize) -> Datum {
        let found = match &self.cells {
            Filling::Bool(cells) => cells.get(row).map(Datum::Bool),
            Filling::Int(cells) => cells.get(row).map(Datum::Int),
            Filling::Decimal(cells) => cells.get(row).map(Datum::Decimal),
            Filling::Money(cells) => cells.get(row).map(|m| Datum::Money(Amount::from_micros(m))),
            Filling::Date(cells) => cells
                .get(row)
                .and_then(policy::cel::columns::day)
                .map(Datum::Date),
            Filling::Text(cells, words) => cells
                .get(row)
                .and_then(|code| words.word(code).cloned())
                .map(Datum::Text),
            Filling::Rows(..) | Filling::Nothing => None,
        };
        found.unwrap_or_default()
    }

    /// The column, in another order of rows if one is given.
    pub(super) fn column(self, rows: usize, order: Option<&[u32]>) -> Column {
        // A list that no column gives is what the pack assumes, or unknown.
        let assumed = self.given || matches!(self.absent, Some(Datum::Rows(_)));
        match self.cells {
            Filling::Bool(cells) => Column::Bool(ordered(cells, order)),
            Filling::Int(cells) => Column::Int(ordered(cells, order)),
            Filling::Decimal(cells) => Column::Decimal(ordered(cells, order)),
            Filling::Money(cells) => Column::Money(ordered(cells, order)),
            Filling::Date(cells) => Column::Date(ordered(cells, order)),
            Filling::Text(cells, words) => Column::Text(ordered(cells, order), Arc::new(words)),
            Filling::Rows(..) if !assumed => Column::Missing,
            Filling::Rows(table, ends) => {
                let table = table.build();
                Column::Rows(Box::new(lists(table, ends, order, rows)))
            }
            Filling::Nothing => Column::Missing,
        }
    }
}

fn ordered<T: Copy + Default>(cells: Cells<T>, order: Option<&[u32]>) -> Cells<T> {
    let Some(order) = order else {
        return cells;
    };
    let at = |values: &[T], row: &u32| values.get(*row as usize).copied().unwrap_or_default();
    Cells {
        values: order.iter().map(|row| at(&cells.values, row)).collect(),
        valid: cells.valid.map(|valid| {
            let known = |row: &u32| valid.get(*row as usize) == Some(&true);
            order.iter().map(known).collect()
        }),
    }
}

fn lists(table: Columns, ends: Vec<u32>, order: Option<&[u32]>, rows: usize) -> RowsColumn {
    let Some(order) = order else {
        return RowsColumn {
            offsets: ends,
            valid: None,
            table,
        };
    };
    let range = |row: &u32| {
        let at = |n: usize| ends.get(n).copied().unwrap_or(0);
        at(*row as usize)..at(*row as usize + 1)
    };
    let mut offsets = Vec::with_capacity(rows + 1);
    offsets.push(0u32);
    let mut places = Vec::with_capacity(table.rows);
    for row in order {
        places.extend(range(row));
        offsets.push(u32::try_from(places.len()).unwrap_or(u32::MAX));
    }
    let columns = table.columns.into_iter();
    let columns = columns.map(|column| match column {
        Column::Bool(cells) => Column::Bool(ordered(cells, Some(&places))),
        Column::Int(cells) => Column::Int(ordered(cells, Some(&places))),
        Column::Decimal(cells) => Column::Decimal(ordered(cells, Some(&places))),
        Column::Money(cells) => Column::Money(ordered(cells, Some(&places))),
        Column::Date(cells) => Column::Date(ordered(cells, Some(&places))),
        Column::Text(cells, words) => Column::Text(ordered(cells, Some(&places)), words),
        other => other,
    });
    RowsColumn {
        offsets,
        valid: None,
        table: Columns {
            rows: places.len(),
            columns: columns.collect(),
        },
    }
}

fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "1" | "y" | "yes" | "是" | "有" | "√" => Some(true),
        "false" | "0" | "n" | "no" | "否" | "无" | "×" => Some(false),
        _ => None,
    }
}

/// A whole number, also as spreadsheets write it (`3.0`).
fn whole(text: &str) -> Option<i64> {
    let digits = match text.split_once('.') {
        Some((whole, rest)) if rest.bytes().all(|b| b == b'0') => whole,
        _ => text,
    };
    digits.replace(',', "").parse().ok()
}
