//! Cases as columns: a table for each type of record. Must not know expressions. Start at
//! [`TableBuilder`].

use super::super::amount::Amount;
use super::super::eval::{Datum, Record};
use super::super::types::Type;
use super::vector::{day, packed};
use std::collections::HashMap;
use std::sync::Arc;

/// Records of one type, field by field.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// How many.
    pub rows: usize,
    /// Fields in the order of the type.
    pub columns: Vec<Column>,
}

/// The values of one field, and which of them are known; `None` when all are. A value that is not
/// known is zero.
#[derive(Debug, Clone, Default)]
pub struct Cells<T> {
    /// Values.
    pub values: Vec<T>,
    /// Which are known.
    pub valid: Option<Vec<bool>>,
}

/// One field of a table.
#[derive(Debug, Clone)]
pub enum Column {
    /// Of a type without values, or known nowhere.
    Missing,
    /// true or false.
    Bool(Cells<bool>),
    /// Whole numbers.
    Int(Cells<i64>),
    /// Millionths.
    Decimal(Cells<i128>),
    /// Millionths of a yuan.
    Money(Cells<i64>),
    /// Days, as [`packed`].
    Date(Cells<i32>),
    /// Words of a dictionary by their number.
    Text(Cells<u32>, Arc<Dictionary>),
    /// Records within each record.
    Rows(Box<RowsColumn>),
}

/// Records within each record of a table.
#[derive(Debug, Clone, Default)]
pub struct RowsColumn {
    /// Those of record `r` are `offsets[r]..offsets[r + 1]` of the table.
    pub offsets: Vec<u32>,
    /// Which records have theirs known.
    pub valid: Option<Vec<bool>>,
    /// All of them.
    pub table: Table,
}

/// The distinct words of a column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dictionary {
    words: Vec<Arc<str>>,
    places: HashMap<Arc<str>, u32>,
}

impl Dictionary {
    /// The number of a word, which is added if it is new.
    pub fn add(&mut self, word: &str) -> u32 {
        if let Some(place) = self.places.get(word) {
            return *place;
        }
        let (word, place) = (Arc::from(word), self.next());
        self.words.push(Arc::clone(&word));
        self.places.insert(word, place);
        place
    }

    fn next(&self) -> u32 {
        u32::try_from(self.words.len()).unwrap_or(u32::MAX)
    }

    /// The number of a word, if it is there.
    pub fn place(&self, word: &str) -> Option<u32> {
        self.places.get(word).copied()
    }

    /// The word of a number.
    pub fn word(&self, place: u32) -> Option<&Arc<str>> {
        self.words.get(place as usize)
    }

    /// All words by their numbers.
    pub fn words(&self) -> &[Arc<str>] {
        &self.words
    }
}

impl<T: Copy + Default> Cells<T> {
    /// Adds a value.
    pub fn push(&mut self, value: Option<T>) {
        if value.is_none() && self.valid.is_none() {
            self.valid = Some(vec![true; self.values.len()]);
        }
        if let Some(valid) = &mut self.valid {
            valid.push(value.is_some());
        }
        self.values.push(value.unwrap_or_default());
    }

    /// A value, if it is known.
    pub fn get(&self, row: usize) -> Option<T> {
        let known = self
            .valid
            .as_ref()
            .is_none_or(|v| v.get(row) == Some(&true));
        self.values.get(row).copied().filter(|_| known)
    }
}

impl Table {
    /// The record of a row, as the row path wants it.
    pub fn record(&self, row: usize) -> Record {
        self.columns
            .iter()
            .map(|column| column.datum(row))
            .collect()
    }
}

impl Column {
    /// The value of a row.
    pub fn datum(&self, row: usize) -> Datum {
        let found = match self {
            Self::Missing => None,
            Self::Bool(cells) => cells.get(row).map(Datum::Bool),
            Self::Int(cells) => cells.get(row).map(Datum::Int),
            Self::Decimal(cells) => cells.get(row).map(Datum::Decimal),
            Self::Money(cells) => cells
                .get(row)
                .map(|micros| Datum::Money(Amount::from_micros(micros))),
            Self::Date(cells) => cells.get(row).and_then(day).map(Datum::Date),
            Self::Text(cells, dictionary) => cells
                .get(row)
                .and_then(|code| dictionary.word(code).cloned())
                .map(Datum::Text),
            Self::Rows(rows) => rows
                .range(row)
                .map(|range| Datum::Rows(range.map(|at| rows.table.record(at)).collect())),
        };
        found.unwrap_or(Datum::Missing)
    }
}

impl RowsColumn {
    /// Where the records of a row are, if they are known.
    pub fn range(&self, row: usize) -> Option<std::ops::Range<usize>> {
        let known = self
            .valid
            .as_ref()
            .is_none_or(|v| v.get(row) == Some(&true));
        let (from, to) = (self.offsets.get(row)?, self.offsets.get(row + 1)?);
        known.then_some(*from as usize..*to as usize)
    }
}

/// Fills a table record by record.
#[derive(Debug)]
pub struct TableBuilder {
    rows: usize,
    columns: Vec<Filling>,
}

#[derive(Debug)]
enum Filling {
    Missing,
    Bool(Cells<bool>),
    Int(Cells<i64>),
    Decimal(Cells<i128>),
    Money(Cells<i64>),
    Date(Cells<i32>),
    Text(Cells<u32>, Dictionary),
    Rows {
        offsets: Vec<u32>,
        valid: Cells<bool>,
        table: TableBuilder,
    },
}

impl TableBuilder {
    /// For records of a type's fields.
    pub fn new(fields: &[(String, Type)]) -> Self {
        let columns = fields.iter().map(|(_, of)| Filling::of(of)).collect();
        Self { rows: 0, columns }
    }

    /// Adds a record; a value of another type than its field's counts as missing.
    pub fn push(&mut self, record: &[Datum]) {
        for (at, column) in self.columns.iter_mut().enumerate() {
            column.push(record.get(at).unwrap_or(&Datum::Missing));
        }
        self.rows += 1;
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The table.
    pub fn build(self) -> Table {
        Table {
            rows: self.rows,
            columns: self.columns.into_iter().map(Filling::build).collect(),
        }
    }
}

impl Filling {
    fn of(of: &Type) -> Self {
        match of {
            Type::Bool => Self::Bool(Cells::default()),
            Type::Int => Self::Int(Cells::default()),
            Type::Decimal => Self::Decimal(Cells::default()),
            Type::Money => Self::Money(Cells::default()),
            Type::Date => Self::Date(Cells::default()),
            Type::Text | Type::Code(_) => Self::Text(Cells::default(), Dictionary::default()),
            Type::List(inner) => match &**inner {
                Type::Record(fields) => Self::Rows {
                    offsets: vec![0],
                    valid: Cells::default(),
                    table: TableBuilder::new(fields),
                },
                _ => Self::Missing,
            },
            Type::Record(_) | Type::Table(..) | Type::Any => Self::Missing,
        }
    }

    fn push(&mut self, datum: &Datum) {
        match (self, datum) {
            (Self::Missing, _) => {}
            (Self::Bool(cells), datum) => cells.push(match datum {
                Datum::Bool(b) => Some(*b),
                _ => None,
            }),
            (Self::Int(cells), datum) => cells.push(match datum {
                Datum::Int(n) => Some(*n),
                _ => None,
            }),
            (Self::Decimal(cells), datum) => cells.push(match datum {
                Datum::Decimal(d) => Some(*d),
                _ => None,
            }),
            (Self::Money(cells), datum) => cells.push(match datum {
                Datum::Money(m) => Some(m.micros()),
                _ => None,
            }),
            (Self::Date(cells), datum) => cells.push(match datum {
                Datum::Date(d) => Some(packed(*d)),
                _ => None,
            }),
            (Self::Text(cells, dictionary), datum) => cells.push(match datum {
                Datum::Text(text) => Some(dictionary.add(text)),
                _ => None,
            }),
            (
                Self::Rows {
                    offsets,
                    valid,
                    table,
                },
                datum,
            ) => {
                let rows = match datum {
                    Datum::Rows(rows) => Some(rows),
                    _ => None,
                };
                for row in rows.into_iter().flatten() {
                    table.push(row);
                }
                offsets.push(u32::try_from(table.rows).unwrap_or(u32::MAX));
                valid.push(rows.map(|_| true));
            }
        }
    }

    fn build(self) -> Column {
        match self {
            Self::Missing => Column::Missing,
            Self::Bool(cells) => Column::Bool(cells),
            Self::Int(cells) => Column::Int(cells),
            Self::Decimal(cells) => Column::Decimal(cells),
            Self::Money(cells) => Column::Money(cells),
            Self::Date(cells) => Column::Date(cells),
            Self::Text(cells, dictionary) => Column::Text(cells, Arc::new(dictionary)),
            Self::Rows {
                offsets,
                valid,
                table,
            } => Column::Rows(Box::new(RowsColumn {
                offsets,
                valid: valid.valid,
                table: table.build(),
            })),
        }
    }
}
