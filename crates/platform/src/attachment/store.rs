//! The table `attachment`.

use db::{Result, Tx};
use jiff::Timestamp;

/// Adds a file; false when it is kept already.
pub(crate) fn attachment_insert(
    tx: &Tx<'_>,
    hash: &str,
    size: i64,
    kind: &str,
    now: Timestamp,
) -> Result<bool> {
    let sql = "INSERT INTO attachment (hash, size, media_type, created_at) \
               VALUES (?1, ?2, ?3, ?4) ON CONFLICT (hash) DO NOTHING";
    Ok(tx.execute(sql, &[&hash, &size, &kind, &now])? == 1)
}

pub(crate) fn attachment_kind(tx: &Tx<'_>, hash: &str) -> Result<Option<String>> {
    let sql = "SELECT media_type FROM attachment WHERE hash = ?1";
    tx.optional(sql, &[&hash], |row| row.at(0))
}
