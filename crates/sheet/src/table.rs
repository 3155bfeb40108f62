//! A ledger in memory: columns of text, each with its meaning, and where every record came from.

use crate::problem::Problems;
use crate::read::Format;
use crate::remark::Remark;
use arrow_array::{Array, StringViewArray};
use base::column::ColumnRole;

/// One column of a ledger.
#[derive(Debug, Clone)]
pub struct Column {
    /// The header as written; grouped headers are joined with `/`.
    pub header: String,
    /// What the column means, when that was recognised or given.
    pub role: Option<ColumnRole>,
    /// The values as text; null where nothing is written or what is written is damaged.
    pub values: StringViewArray,
}

/// The row of the file that each record came from, counted from 1 as spreadsheets do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowNumbers {
    /// Consecutive rows from this one.
    From(u32),
    /// Blank or note rows were passed over.
    Each(Vec<u32>),
}

impl RowNumbers {
    /// The file's row of a record counted from 0.
    pub fn row(&self, record: usize) -> u32 {
        match self {
            Self::From(first) => first.saturating_add(u32::try_from(record).unwrap_or(u32::MAX)),
            Self::Each(rows) => rows.get(record).copied().unwrap_or_default(),
        }
    }

    /// Those of some records.
    pub(crate) fn part(&self, from: usize, to: usize) -> Self {
        match self {
            Self::From(_) => Self::From(self.row(from)),
            Self::Each(rows) => Self::from_rows(rows.get(from..to).unwrap_or_default().to_vec()),
        }
    }

    /// Those of several parts, each with its number of records.
    pub(crate) fn joined(parts: &[(Self, usize)]) -> Self {
        let rows = parts
            .iter()
            .flat_map(|(rows, records)| (0..*records).map(|at| rows.row(at)));
        Self::from_rows(rows.collect())
    }

    pub(crate) fn from_rows(rows: Vec<u32>) -> Self {
        let consecutive = rows
            .windows(2)
            .all(|pair| pair.first().map(|r| r + 1) == pair.last().copied());
        match rows.first() {
            Some(first) if consecutive => Self::From(*first),
            _ => Self::Each(rows),
        }
    }
}

/// A ledger as read from one sheet or text file.
#[derive(Debug, Clone)]
pub struct Table {
    /// The file, as the user named it.
    pub file: String,
    /// The format it turned out to be in.
    pub format: Format,
    /// The sheet within a workbook.
    pub sheet: Option<String>,
    /// Other sheets of the workbook, not read.
    pub other_sheets: Vec<String>,
    /// The columns, in the file's order; columns without header and values are left out.
    pub columns: Vec<Column>,
    /// Where each record stands in the file.
    pub rows: RowNumbers,
    /// What is wrong with single rows.
    pub problems: Problems,
    /// Title rows above the header and note rows below the data (合计, 制表人), as written.
    pub notes: Vec<String>,
    /// What should be known about the file as a whole.
    pub remarks: Vec<Remark>,
}

impl Table {
    /// Number of records.
    pub fn len(&self) -> usize {
        self.columns.first().map_or(0, |c| c.values.len())
    }

    /// Whether there are no records.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The column of a role; for `Text` the first.
    pub fn column(&self, role: ColumnRole) -> Option<&Column> {
        self.columns.iter().find(|c| c.role == Some(role))
    }

    /// The value of a column in a record, or `None` when missing.
    pub fn value(&self, column: usize, record: usize) -> Option<&str> {
        let values = &self.columns.get(column)?.values;
        (record < values.len() && values.is_valid(record)).then(|| values.value(record))
    }

    /// The columns with a meaning, as the linkage takes them: `(role, values)`.
    pub fn roles(&self) -> impl Iterator<Item = (ColumnRole, &StringViewArray)> {
        self.columns
            .iter()
            .filter_map(|c| c.role.map(|role| (role, &c.values)))
    }
}
