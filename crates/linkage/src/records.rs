//! The input: one ledger as columns with roles, and one person as a single record.

use arrow_array::{Array, StringViewArray};
use base::column::ColumnRole;

use crate::error::Error;

/// One ledger: columns of equal length, each with its meaning. Nulls and words such as `NaN`, `-`
/// or `未知` count as missing. Cloning shares the column buffers.
#[derive(Debug, Clone)]
pub struct Records {
    columns: Vec<(ColumnRole, StringViewArray)>,
    rows: usize,
}

impl Records {
    /// Takes the columns of a ledger. `Text` may repeat; any other role stands at most once.
    /// Roles that say nothing about who a person is (amounts, record keys) are carried but not
    /// compared.
    ///
    /// # Errors
    /// [`Error::LengthsDiffer`], [`Error::ColumnRepeated`], [`Error::TooManyRows`].
    pub fn new(columns: Vec<(ColumnRole, StringViewArray)>) -> Result<Self, Error> {
        let rows = columns.first().map_or(0, |(_, c)| c.len());
        if rows >= u32::MAX as usize / 2 {
            return Err(Error::TooManyRows { rows });
        }
        for (i, (role, column)) in columns.iter().enumerate() {
            if column.len() != rows {
                let (role, found) = (role.code(), column.len());
                return Err(Error::LengthsDiffer {
                    role,
                    expected: rows,
                    found,
                });
            }
            let earlier = columns.iter().take(i).any(|(r, _)| r == role);
            if earlier && *role != ColumnRole::Text {
                return Err(Error::ColumnRepeated { role: role.code() });
            }
        }
        Ok(Self { columns, rows })
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The columns in the order given.
    pub fn columns(&self) -> &[(ColumnRole, StringViewArray)] {
        &self.columns
    }

    /// The column of a role; for `Text` the `nth` of them (0 for every other role).
    pub fn column(&self, role: ColumnRole, nth: usize) -> Option<&StringViewArray> {
        self.columns
            .iter()
            .filter(|(r, _)| *r == role)
            .nth(nth)
            .map(|(_, c)| c)
    }

    /// How many columns have this role.
    pub fn count(&self, role: ColumnRole) -> usize {
        self.columns.iter().filter(|(r, _)| *r == role).count()
    }

    /// One row as a [`Record`].
    ///
    /// # Errors
    /// [`Error::RowAbsent`].
    pub fn record(&self, row: usize) -> Result<Record, Error> {
        if row >= self.rows {
            return Err(Error::RowAbsent {
                row,
                rows: self.rows,
            });
        }
        let mut record = Record::default();
        for (role, column) in &self.columns {
            let value = if column.is_null(row) {
                ""
            } else {
                column.value(row)
            };
            record = record.with(*role, value);
        }
        Ok(record)
    }
}

/// One person as entered at a window: the values known, by role. Unknown roles are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    values: Vec<(ColumnRole, String)>,
}

impl Record {
    /// A record without values yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value. `Text` may repeat and then stands for the successive text columns; any other
    /// role given twice keeps the first value.
    #[must_use]
    pub fn with(mut self, role: ColumnRole, value: &str) -> Self {
        self.values.push((role, value.to_owned()));
        self
    }

    /// The values in the order given.
    pub fn values(&self) -> &[(ColumnRole, String)] {
        &self.values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[&str]) -> StringViewArray {
        StringViewArray::from_iter_values(values)
    }

    #[test]
    fn columns_of_different_length_are_refused() {
        let found = Records::new(vec![
            (ColumnRole::Name, column(&["甲", "乙"])),
            (ColumnRole::Sex, column(&["男"])),
        ]);
        assert_eq!(
            found.err(),
            Some(Error::LengthsDiffer {
                role: "sex",
                expected: 2,
                found: 1
            })
        );
    }

    #[test]
    fn only_text_may_repeat() {
        let twice =
            |role| Records::new(vec![(role, column(&["a"])), (role, column(&["b"]))]).map(|_| ());
        assert_eq!(twice(ColumnRole::Text), Ok(()));
        assert_eq!(
            twice(ColumnRole::Name),
            Err(Error::ColumnRepeated { role: "name" })
        );
    }

    #[test]
    fn a_row_becomes_a_record() {
        let records = Records::new(vec![(ColumnRole::Name, column(&["甲", "乙"]))]).unwrap();
        assert_eq!(
            records.record(1),
            Ok(Record::new().with(ColumnRole::Name, "乙"))
        );
        assert_eq!(records.record(2), Err(Error::RowAbsent { row: 2, rows: 2 }));
    }
}
