//! The table `preference`.

use base::id::AccountId;
use db::{Result, Tx};

pub(super) fn preference_list(
    tx: &Tx<'_>,
    account: AccountId,
    prefix: &str,
) -> Result<Vec<(String, String)>> {
    let sql = "SELECT key, value FROM preference \
               WHERE account_id = ?1 AND key >= ?2 AND key < ?3 ORDER BY key";
    // Everything that begins so lies before the same text followed by the last character.
    let end = format!("{prefix}\u{10FFFF}");
    tx.rows(sql, &[&account, &prefix, &end], |r| {
        Ok((r.at(0)?, r.at(1)?))
    })
}

pub(super) fn preference_count(tx: &Tx<'_>, account: AccountId) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM preference WHERE account_id = ?1";
    let found = tx.optional(sql, &[&account], |r| r.at(0))?;
    Ok(found.unwrap_or_default())
}

pub(super) fn preference_set(
    tx: &Tx<'_>,
    account: AccountId,
    key: &str,
    value: &str,
) -> Result<()> {
    let sql = "INSERT INTO preference (account_id, key, value) VALUES (?1, ?2, ?3) \
               ON CONFLICT (account_id, key) DO UPDATE SET value = excluded.value";
    tx.execute(sql, &[&account, &key, &value]).map(|_| ())
}

pub(super) fn preference_end(tx: &Tx<'_>, account: AccountId, key: &str) -> Result<()> {
    let sql = "DELETE FROM preference WHERE account_id = ?1 AND key = ?2";
    tx.execute(sql, &[&account, &key]).map(|_| ())
}
