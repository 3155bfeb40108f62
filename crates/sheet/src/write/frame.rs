//! What is written: named columns of equal length, and the cover of a workbook.

use arrow_array::{Array, StringViewArray};
use base::Fen;
use base::date::Date;

/// The values of one column.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Values {
    /// Text; `None` where nothing is written.
    Text(Vec<Option<String>>),
    /// Text as it was read, without copying it.
    View(StringViewArray),
    /// Whole numbers.
    Whole(Vec<u32>),
    /// Whole numbers of either sign; `None` where nothing is written.
    Number(Vec<Option<i64>>),
    /// Numbers written with so many decimals.
    Decimal(Vec<f32>, usize),
    /// Amounts, written in yuan with two decimals; `None` where nothing is written.
    Money(Vec<Option<Fen>>),
    /// Days; `None` where nothing is written.
    Date(Vec<Option<Date>>),
}

impl Values {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Text(v) => v.len(),
            Self::View(v) => v.len(),
            Self::Whole(v) => v.len(),
            Self::Number(v) => v.len(),
            Self::Decimal(v, _) => v.len(),
            Self::Money(v) => v.len(),
            Self::Date(v) => v.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One value as the formats share it.
    pub(super) fn at(&self, row: usize) -> Value<'_> {
        let found = match self {
            Self::Text(v) => v.get(row).and_then(Option::as_deref).map(Value::Text),
            Self::View(v) => (row < v.len() && v.is_valid(row)).then(|| Value::Text(v.value(row))),
            Self::Whole(v) => v.get(row).map(|n| Value::Number(i64::from(*n))),
            Self::Number(v) => v.get(row).copied().flatten().map(Value::Number),
            Self::Decimal(v, places) => v
                .get(row)
                .filter(|n| n.is_finite())
                .map(|n| Value::Decimal(*n, *places)),
            Self::Money(v) => v.get(row).copied().flatten().map(Value::Money),
            Self::Date(v) => v.get(row).copied().flatten().map(Value::Date),
        };
        found.unwrap_or(Value::Missing)
    }

    /// No values of the same kind.
    fn none(&self) -> Self {
        match self {
            Self::Text(_) | Self::View(_) => Self::Text(Vec::new()),
            Self::Whole(_) | Self::Number(_) => Self::Number(Vec::new()),
            Self::Decimal(_, places) => Self::Decimal(Vec::new(), *places),
            Self::Money(_) => Self::Money(Vec::new()),
            Self::Date(_) => Self::Date(Vec::new()),
        }
    }

    /// Whether a later part of a column may follow an earlier one.
    pub(super) fn same_kind(&self, other: &Self) -> bool {
        let kind = |values: &Self| match values {
            Self::Text(_) | Self::View(_) => 0,
            Self::Whole(_) | Self::Number(_) => 1,
            Self::Decimal(..) => 2,
            Self::Money(_) => 3,
            Self::Date(_) => 4,
        };
        kind(self) == kind(other)
    }
}

/// One value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value<'a> {
    Missing,
    Text(&'a str),
    Number(i64),
    Decimal(f32, usize),
    Money(Fen),
    Date(Date),
}

/// Named columns of equal length.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    pub(super) columns: Vec<(String, Values)>,
    /// Row and column of the cells to point out, in order.
    pub(super) marked: Vec<(usize, usize)>,
}

impl Frame {
    /// Adds a column; a shorter one counts as empty at its end.
    #[must_use]
    pub fn with(mut self, header: impl Into<String>, values: Values) -> Self {
        self.columns.push((header.into(), values));
        self
    }

    /// Points out cells by row and column, both from 0: workbooks colour them.
    #[must_use]
    pub fn marking(mut self, mut cells: Vec<(usize, usize)>) -> Self {
        cells.sort_unstable();
        cells.dedup();
        self.marked = cells;
        self
    }

    /// The columns of a frame without their rows.
    pub(super) fn of_same_columns(frame: &Self) -> Self {
        let columns = frame.columns.iter();
        Self {
            columns: columns
                .map(|(name, values)| (name.clone(), values.none()))
                .collect(),
            marked: Vec::new(),
        }
    }

    /// Whether another part has the same columns.
    pub(super) fn same_columns(&self, other: &Self) -> bool {
        self.columns.len() == other.columns.len()
            && self.columns.iter().zip(&other.columns).all(
                |((name, values), (other_name, others))| {
                    name == other_name && values.same_kind(others)
                },
            )
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.columns
            .iter()
            .map(|(_, v)| v.len())
            .max()
            .unwrap_or_default()
    }
}

/// The cover sheet of a workbook: its title, and lines of label and value.
#[derive(Debug, Clone, Default)]
pub struct Cover {
    /// Name of the cover sheet and title on it.
    pub title: String,
    /// Label and value, line by line.
    pub lines: Vec<(String, String)>,
    /// Name of the sheet with the rows.
    pub sheet: String,
}
