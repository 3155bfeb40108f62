//! The table `division`.

use db::{Result, Tx};

pub(super) fn division_name(tx: &Tx<'_>, code: &str) -> Result<Option<String>> {
    let sql = "SELECT name FROM division WHERE code = ?1";
    tx.optional(sql, &[&code], |r| r.at(0))
}
