//! Rotation: every sealed value of the database under the newest key, a batch at a time, so that
//! the old key can be put away.

use super::keyring::{KeyError, Keyring};
use super::seal::number;
use crate::system::Random;
use db::Db;

/// A column that holds sealed values. Its place is `TABLE.COLUMN.ID`.
#[derive(Debug, Clone, Copy)]
pub struct SealedColumn {
    /// The table.
    pub table: &'static str,
    /// Its key column.
    pub id: &'static str,
    /// The sealed column.
    pub column: &'static str,
}

impl SealedColumn {
    /// The place of a row's value.
    #[must_use]
    pub fn place(&self, id: &str) -> String {
        format!("{}.{}.{id}", self.table, self.column)
    }
}

/// Rows of one transaction.
const BATCH: i64 = 500;

/// Seals every value of a column with the newest key; how many were sealed anew. Stopped half-way,
/// it goes on where it was: values of both keys open meanwhile.
pub fn reseal(
    db: &Db,
    keys: &Keyring,
    random: &dyn Random,
    column: SealedColumn,
) -> Result<u64, KeyError> {
    let SealedColumn {
        table,
        id,
        column: name,
    } = column;
    let select = format!(
        "SELECT {id}, {name} FROM {table} WHERE {id} > ?1 AND {name} IS NOT NULL \
         ORDER BY {id} LIMIT ?2"
    );
    let update = format!("UPDATE {table} SET {name} = ?1 WHERE {id} = ?2 AND {name} = ?3");
    let (newest, _) = keys.newest();
    let mut after = String::new();
    let mut count = 0;
    loop {
        let batch = db.write(|tx| {
            let rows: Vec<(String, Vec<u8>)> =
                tx.rows(&select, &[&after, &BATCH], |r| Ok((r.at(0)?, r.at(1)?)))?;
            for (row, sealed) in &rows {
                if number(sealed) == Some(newest) {
                    continue;
                }
                let place = column.place(row);
                let value = keys.open(&place, sealed)?;
                let fresh = keys.seal(&place, &value, random)?;
                // Changed meanwhile by someone else: then it is sealed with the newest key already.
                count += tx.execute(&update, &[&fresh, row, sealed])?;
            }
            Ok::<_, KeyError>(rows)
        })?;
        match batch.last() {
            Some((last, _)) => last.clone_into(&mut after),
            None => return Ok(count),
        }
    }
}
