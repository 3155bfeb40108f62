//! The table `division`.

use crate::person::store::division_of;
use db::{Result, Row, Tx};
use platform::Division;

/// A division and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The division.
    pub division: Division,
    /// Its name, without the names of what it lies in.
    pub name: String,
}

fn place(row: &Row<'_>) -> Result<Place> {
    Ok(Place {
        division: division_of(row, "code")?,
        name: row.get("name")?,
    })
}

/// Whether there is such a division.
pub(crate) fn division_exists(tx: &Tx<'_>, division: &Division) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM division WHERE code = ?1";
    tx.value::<i64>(sql, &[&division.code()]).map(|n| n > 0)
}

/// Every division, by code.
pub fn division_list(tx: &Tx<'_>) -> Result<Vec<Place>> {
    let sql = "SELECT code, name FROM division ORDER BY code";
    tx.rows(sql, &[], place)
}

/// The name of a division, if it is in the tree.
pub fn division_name(tx: &Tx<'_>, division: &Division) -> Result<Option<String>> {
    let sql = "SELECT name FROM division WHERE code = ?1";
    tx.optional(sql, &[&division.code()], |row| row.at(0))
}

/// Puts a division into the tree. What it lies in must be there, unless the tree has nothing above.
pub(crate) fn division_put(tx: &Tx<'_>, division: &Division, name: &str) -> Result<()> {
    let parent = match division.parent() {
        Some(parent) if division_exists(tx, &parent)? => Some(parent.code().to_owned()),
        _ => None,
    };
    let sql = "INSERT INTO division (code, parent, name, level) VALUES (?1, ?2, ?3, ?4) \
               ON CONFLICT (code) DO UPDATE SET name = excluded.name";
    tx.execute(sql, &[&division.code(), &parent, &name, &division.level()])?;
    Ok(())
}
