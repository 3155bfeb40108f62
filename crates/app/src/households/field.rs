//! One fact of all records: its cells as they are written, its values as the rules want them.

use super::cell::{Reading, cell};
use super::gather::Rows;
use super::header::{Headers, Use};
use super::list::Records;
use super::problem::Reason;
use policy::cel::columns::{Cells, Column, Dictionary, RowsColumn, Table as Columns, packed};
use policy::cel::{Amount, Datum, Type};
use policy::fact::{Entity, Fact};
use rayon::prelude::*;
use sheet::Table;
use std::sync::Arc;

/// A fact and its values so far.
pub(super) struct Field<'a> {
    pub(super) fact: &'a Fact,
    /// Whether the rules need it.
    pub(super) needed: bool,
    /// Whether a column gives it.
    pub(super) given: bool,
    cells: Filling<'a>,
    reading: Reading<'a>,
}

enum Filling<'a> {
    Bool(Cells<bool>),
    Int(Cells<i64>),
    Decimal(Cells<i128>),
    Money(Cells<i64>),
    Date(Cells<i32>),
    Text(Cells<u32>, Dictionary),
    Rows(Box<Records<'a>>),
    /// Not needed.
    Nothing,
}

/// Values that could not be read: record, column and reason.
pub(super) type Wrong = Vec<(usize, usize, Reason)>;

/// The columns that give a field: for a list as many as it takes.
pub(super) type Given<'t> = Vec<(&'t Use, &'t sheet::Column)>;

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
        let reading = Reading::new(fact);
        let cells = match &fact.of {
            _ if !needed => Filling::Nothing,
            Type::Bool => Filling::Bool(Cells::default()),
            Type::Int => Filling::Int(Cells::default()),
            Type::Decimal => Filling::Decimal(Cells::default()),
            Type::Money => Filling::Money(Cells::default()),
            Type::Date => Filling::Date(Cells::default()),
            Type::Text | Type::Code(_) => Filling::Text(Cells::default(), reading.dictionary()),
            Type::List(_) => Records::new(fact)
                .map_or(Filling::Nothing, |records| Filling::Rows(Box::new(records))),
            _ => Filling::Nothing,
        };
        Self {
            fact,
            needed,
            given: false,
            cells,
            reading,
        }
    }

    /// Adds a value for each record (`first`: for each new household, held against the others of
    /// the same).
    fn take(&mut self, given: &Given<'_>, rows: &Rows, first: bool) -> Wrong {
        let mut wrong = Vec::new();
        if let Filling::Rows(records) = &mut self.cells {
            records.take(given, rows, first, &mut wrong);
            return wrong;
        }
        let column = given.first();
        for (record, home) in rows.records() {
            let cell = column.and_then(|(_, c)| cell(c, record));
            let known = first && home < rows.start + rows.new_before(record);
            let mut read = self.reading.read(cell);
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
            (Filling::Rows(_) | Filling::Nothing, _) => {}
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
            Filling::Rows(_) | Filling::Nothing => None,
        };
        found.unwrap_or_default()
    }

    /// The column, in another order of rows if one is given.
    pub(super) fn column(self, rows: usize, order: Option<&[u32]>) -> Column {
        // A list that no column gives is what the pack assumes, or unknown.
        let assumed = self.given || matches!(self.fact.absent, Some(Datum::Rows(_)));
        match self.cells {
            Filling::Bool(cells) => Column::Bool(ordered(cells, order)),
            Filling::Int(cells) => Column::Int(ordered(cells, order)),
            Filling::Decimal(cells) => Column::Decimal(ordered(cells, order)),
            Filling::Money(cells) => Column::Money(ordered(cells, order)),
            Filling::Date(cells) => Column::Date(ordered(cells, order)),
            Filling::Text(cells, words) => Column::Text(ordered(cells, order), Arc::new(words)),
            Filling::Rows(_) if !assumed => Column::Missing,
            Filling::Rows(records) => Column::Rows(Box::new(lists(records.build(), order, rows))),
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

fn lists(all: RowsColumn, order: Option<&[u32]>, rows: usize) -> RowsColumn {
    let Some(order) = order else {
        return all;
    };
    let RowsColumn {
        offsets: ends,
        valid,
        table,
    } = all;
    let range = |row: &u32| {
        let at = |n: usize| ends.get(n).copied().unwrap_or(0);
        at(*row as usize)..at(*row as usize + 1)
    };
    let known = |row: &u32, valid: &[bool]| valid.get(*row as usize).copied().unwrap_or(true);
    let valid = valid.map(|valid| order.iter().map(|row| known(row, &valid)).collect());
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
        valid,
        table: Columns {
            rows: places.len(),
            columns: columns.collect(),
        },
    }
}
