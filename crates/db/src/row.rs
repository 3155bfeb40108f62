//! A row of a result, and the types its columns can be read as.

use crate::value::Cell;
use crate::{DbError, Result};

/// One row, borrowed from the engine while a query runs.
pub struct Row<'a> {
    inner: Inner<'a>,
}

enum Inner<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a ::postgres::Row),
}

/// A type that a column can be read as.
pub trait FromColumn: Sized {
    /// The value, or `None` when the cell holds something else.
    fn from_cell(cell: Cell<'_>) -> Option<Self>;
}

impl<'a> Row<'a> {
    pub(crate) fn sqlite(row: &'a rusqlite::Row<'a>) -> Self {
        Self {
            inner: Inner::Sqlite(row),
        }
    }

    pub(crate) fn postgres(row: &'a ::postgres::Row) -> Self {
        Self {
            inner: Inner::Postgres(row),
        }
    }

    /// The column of a name.
    pub fn get<T: FromColumn>(&self, name: &str) -> Result<T> {
        let index = match self.inner {
            Inner::Sqlite(row) => row.as_ref().column_index(name).ok(),
            Inner::Postgres(row) => row.columns().iter().position(|c| c.name() == name),
        };
        let index = index.ok_or_else(|| DbError::NoColumn(name.to_owned()))?;
        self.read(index, name)
    }

    /// The column at a position, counted from 0.
    pub fn at<T: FromColumn>(&self, index: usize) -> Result<T> {
        self.read(index, &format!("#{index}"))
    }

    /// How many columns there are.
    #[must_use]
    pub fn width(&self) -> usize {
        match self.inner {
            Inner::Sqlite(row) => row.as_ref().column_count(),
            Inner::Postgres(row) => row.len(),
        }
    }

    fn read<T: FromColumn>(&self, index: usize, name: &str) -> Result<T> {
        let cell = self.cell(index)?;
        T::from_cell(cell).ok_or_else(|| DbError::WrongKind {
            column: name.to_owned(),
            found: cell.kind(),
            wanted: std::any::type_name::<T>(),
        })
    }

    /// The bare value at a position.
    pub fn cell(&self, index: usize) -> Result<Cell<'a>> {
        match self.inner {
            Inner::Sqlite(row) => crate::sqlite::cell(row, index),
            Inner::Postgres(row) => crate::postgres::cell(row, index),
        }
    }
}

impl FromColumn for i64 {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Int(n) => Some(n),
            _ => None,
        }
    }
}

impl FromColumn for bool {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Int(0) => Some(false),
            Cell::Int(1) => Some(true),
            _ => None,
        }
    }
}

impl FromColumn for f64 {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Real(x) => Some(x),
            _ => None,
        }
    }
}

impl FromColumn for String {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Text(t) => Some(t.to_owned()),
            _ => None,
        }
    }
}

impl FromColumn for Vec<u8> {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Bytes(b) => Some(b.to_vec()),
            _ => None,
        }
    }
}

impl FromColumn for base::Fen {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        i64::from_cell(cell).map(Self::new)
    }
}

impl<K> FromColumn for base::Id<K> {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Text(t) => t.parse().ok(),
            _ => None,
        }
    }
}

impl FromColumn for jiff::civil::Date {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Text(t) => t.parse().ok(),
            _ => None,
        }
    }
}

impl FromColumn for jiff::Timestamp {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Text(t) => t.parse().ok(),
            _ => None,
        }
    }
}

impl<T: FromColumn> FromColumn for Option<T> {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            other => T::from_cell(other).map(Some),
        }
    }
}
