//! What can go wrong before or during a run, with catalogue codes.

use base::message::{Message, Speak};

/// Every catalogue code this crate can speak.
pub const CODES: &[&str] = &[
    "linkage-lengths-differ",
    "linkage-column-repeated",
    "linkage-too-many-rows",
    "linkage-nothing-to-compare",
    "linkage-cancelled",
    "linkage-model-unreadable",
    "linkage-model-foreign",
    "linkage-model-newer",
    "linkage-model-level",
    "linkage-model-number",
    "linkage-row-absent",
    "linkage-ledger-absent",
];

/// Why a linkage run or a model file was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The columns of one table do not have the same number of rows.
    #[error("column {role} has {found} rows where the first has {expected}")]
    LengthsDiffer {
        /// Role code of the column that differs.
        role: &'static str,
        /// Rows of the first column.
        expected: usize,
        /// Rows of this column.
        found: usize,
    },
    /// A role that may stand only once was given to two columns.
    #[error("role {role} was given to two columns")]
    ColumnRepeated {
        /// Role code.
        role: &'static str,
    },
    /// More rows than 32-bit row numbers can hold.
    #[error("{rows} rows are more than one run can hold")]
    TooManyRows {
        /// Rows of all tables together.
        rows: usize,
    },
    /// No column that identifies people stands in both tables.
    #[error("the tables share no column that identifies people")]
    NothingToCompare,
    /// The caller asked to stop.
    #[error("cancelled")]
    Cancelled,
    /// The model file is not the TOML that this crate writes.
    #[error("model file unreadable: {reason}")]
    ModelUnreadable {
        /// What the parser said, with line and column.
        reason: String,
    },
    /// The file is TOML but says it is something else.
    #[error("not a linkage model: format is {found:?}")]
    ModelForeign {
        /// The `format` it states.
        found: String,
    },
    /// The model was written by a later version of this crate.
    #[error("model version {found} is newer than {known}")]
    ModelNewer {
        /// Version in the file.
        found: u32,
        /// Newest version known here.
        known: u32,
    },
    /// A field of the model has not as many levels as its kind.
    #[error("field {field}: {found} levels instead of {expected}")]
    ModelLevel {
        /// Field name in the file.
        field: String,
        /// Levels in the file.
        found: usize,
        /// Levels of the kind.
        expected: usize,
    },
    /// A probability or scale of the model is out of range.
    #[error("field {field}: {value} is out of range")]
    ModelNumber {
        /// Field name in the file.
        field: String,
        /// The value as written.
        value: String,
    },
    /// A row number beyond the table.
    #[error("row {row} does not exist (the table has {rows})")]
    RowAbsent {
        /// Row asked for, from 0.
        row: usize,
        /// Rows there are.
        rows: usize,
    },
    /// A ledger number beyond those announced.
    #[error("ledger {ledger} was not announced (there are {ledgers})")]
    LedgerAbsent {
        /// Ledger named, from 0.
        ledger: usize,
        /// Ledgers there are.
        ledgers: usize,
    },
}

impl Speak for Error {
    fn message(&self) -> Message {
        match self {
            Error::LengthsDiffer {
                role,
                expected,
                found,
            } => Message::new("linkage-lengths-differ")
                .with("role", *role)
                .with("expected", *expected)
                .with("found", *found),
            Error::ColumnRepeated { role } => {
                Message::new("linkage-column-repeated").with("role", *role)
            }
            Error::TooManyRows { rows } => {
                Message::new("linkage-too-many-rows").with("rows", *rows)
            }
            Error::NothingToCompare => Message::new("linkage-nothing-to-compare"),
            Error::Cancelled => Message::new("linkage-cancelled"),
            Error::ModelUnreadable { reason } => {
                Message::new("linkage-model-unreadable").with("reason", reason.as_str())
            }
            Error::ModelForeign { found } => {
                Message::new("linkage-model-foreign").with("found", found.as_str())
            }
            Error::ModelNewer { found, known } => Message::new("linkage-model-newer")
                .with("found", *found as usize)
                .with("known", *known as usize),
            Error::ModelLevel {
                field,
                found,
                expected,
            } => Message::new("linkage-model-level")
                .with("field", field.as_str())
                .with("found", *found)
                .with("expected", *expected),
            Error::ModelNumber { field, value } => Message::new("linkage-model-number")
                .with("field", field.as_str())
                .with("value", value.as_str()),
            Error::RowAbsent { row, rows } => Message::new("linkage-row-absent")
                .with("row", *row)
                .with("rows", *rows),
            Error::LedgerAbsent { ledger, ledgers } => Message::new("linkage-ledger-absent")
                .with("ledger", *ledger)
                .with("ledgers", *ledgers),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_error_speaks_a_listed_code() {
        let text = String::new;
        let all = [
            Error::LengthsDiffer {
                role: "name",
                expected: 1,
                found: 2,
            },
            Error::ColumnRepeated { role: "name" },
            Error::TooManyRows { rows: 1 },
            Error::NothingToCompare,
            Error::Cancelled,
            Error::ModelUnreadable { reason: text() },
            Error::ModelForeign { found: text() },
            Error::ModelNewer { found: 2, known: 1 },
            Error::ModelLevel {
                field: text(),
                found: 1,
                expected: 2,
            },
            Error::ModelNumber {
                field: text(),
                value: text(),
            },
            Error::RowAbsent { row: 1, rows: 1 },
            Error::LedgerAbsent {
                ledger: 1,
                ledgers: 1,
            },
        ];
        let spoken: Vec<_> = all.iter().map(|e| e.message().code).collect();
        assert_eq!(spoken, CODES);
    }
}
