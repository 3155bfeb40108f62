//! Some records of a table as a table of its own; words stay in the dictionary they share. Start at
//! [`RowsColumn::slice`].

use super::table::{Cells, Column, RowsColumn, Table};
use std::ops::Range;
use std::sync::Arc;

impl Table {
    /// The records of a range; those beyond the end are not there.
    pub fn slice(&self, rows: Range<usize>) -> Self {
        let end = rows.end.min(self.rows);
        let rows = rows.start.min(end)..end;
        let columns = self.columns.iter();
        Self {
            rows: rows.len(),
            columns: columns.map(|c| c.slice(rows.clone())).collect(),
        }
    }
}

impl Column {
    fn slice(&self, rows: Range<usize>) -> Self {
        match self {
            Self::Missing => Self::Missing,
            Self::Bool(cells) => Self::Bool(cells.slice(rows)),
            Self::Int(cells) => Self::Int(cells.slice(rows)),
            Self::Decimal(cells) => Self::Decimal(cells.slice(rows)),
            Self::Money(cells) => Self::Money(cells.slice(rows)),
            Self::Date(cells) => Self::Date(cells.slice(rows)),
            Self::Text(cells, words) => Self::Text(cells.slice(rows), Arc::clone(words)),
            Self::Rows(within) => Self::Rows(Box::new(within.slice(rows))),
        }
    }
}

impl<T: Copy + Default> Cells<T> {
    fn slice(&self, rows: Range<usize>) -> Self {
        Self {
            values: part(&self.values, rows.clone()),
            valid: self.valid.as_ref().map(|valid| part(valid, rows)),
        }
    }
}

impl RowsColumn {
    /// The records within some records.
    pub fn slice(&self, rows: Range<usize>) -> Self {
        let ends = self.offsets.get(rows.start..=rows.end).unwrap_or_default();
        let first = ends.first().copied().unwrap_or_default();
        let last = ends.last().copied().unwrap_or_default();
        let mut offsets: Vec<u32> = ends.iter().map(|end| end.saturating_sub(first)).collect();
        if offsets.is_empty() {
            offsets.push(0);
        }
        Self {
            offsets,
            valid: self.valid.as_ref().map(|valid| part(valid, rows)),
            table: self.table.slice(first as usize..last as usize),
        }
    }
}

fn part<T: Copy>(all: &[T], rows: Range<usize>) -> Vec<T> {
    all.get(rows).unwrap_or_default().to_vec()
}
