//! The table `sequence`.

use db::{Result, Tx};

/// One statement: whoever comes second waits for the first to end.
pub(super) fn sequence_next(tx: &Tx<'_>, name: &str, first: i64) -> Result<i64> {
    let sql = "INSERT INTO sequence (name, value) VALUES (?1, ?2) \
               ON CONFLICT (name) DO UPDATE SET value = sequence.value + 1 RETURNING value";
    tx.row(sql, &[&name, &first], |row| row.get("value"))
}
