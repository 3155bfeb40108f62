//! The table `session`.

use base::id::AccountId;
use db::{Result, Row, Tx};
use jiff::Timestamp;

/// A sign-in as its owner sees it in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Hash of the token.
    pub id: String,
    /// Whose it is.
    pub account: AccountId,
    /// When they signed in.
    pub started_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// From where.
    pub address: String,
    /// With which browser.
    pub agent: String,
    /// The second factor is still to come.
    pub pending: bool,
    /// Opened by the provider of single sign-on, not by a password.
    pub by_provider: bool,
}

fn session(row: &Row<'_>) -> Result<Session> {
    Ok(Session {
        id: row.get("id")?,
        account: row.get("account_id")?,
        started_at: row.get("started_at")?,
        seen_at: row.get("seen_at")?,
        address: row.get("address")?,
        agent: row.get("agent")?,
        pending: row.get("pending")?,
        by_provider: row.get("by_provider")?,
    })
}

pub(crate) fn session_insert(tx: &Tx<'_>, new: &Session) -> Result<()> {
    let sql = "INSERT INTO session (id, account_id, started_at, seen_at, address, agent, pending, \
               by_provider) VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7)";
    tx.execute(
        sql,
        &[
            &new.id,
            &new.account,
            &new.started_at,
            &new.address,
            &new.agent,
            &new.pending,
            &new.by_provider,
        ],
    )?;
    Ok(())
}

/// A session that has not ended.
pub(crate) fn session_fetch(tx: &Tx<'_>, id: &str) -> Result<Option<Session>> {
    let sql = "SELECT id, account_id, started_at, seen_at, address, agent, pending, by_provider \
               FROM session \
               WHERE id = ?1 AND ended_at IS NULL";
    tx.optional(sql, &[&id], session)
}

/// The open sessions of an account, newest first.
pub(crate) fn session_list(tx: &Tx<'_>, account: AccountId) -> Result<Vec<Session>> {
    let sql = "SELECT id, account_id, started_at, seen_at, address, agent, pending, by_provider \
               FROM session \
               WHERE account_id = ?1 AND ended_at IS NULL ORDER BY started_at DESC, id";
    tx.rows(sql, &[&account], session)
}

pub(crate) fn session_touch(tx: &Tx<'_>, id: &str, now: Timestamp) -> Result<()> {
    let sql = "UPDATE session SET seen_at = ?1 WHERE id = ?2";
    tx.execute(sql, &[&now, &id]).map(|_| ())
}

pub(crate) fn session_confirm(tx: &Tx<'_>, id: &str) -> Result<()> {
    let sql = "UPDATE session SET pending = 0 WHERE id = ?1 AND ended_at IS NULL";
    tx.change(sql, &[&id])
}

pub(crate) fn session_end(tx: &Tx<'_>, id: &str, now: Timestamp) -> Result<()> {
    let sql = "UPDATE session SET ended_at = ?1 WHERE id = ?2 AND ended_at IS NULL";
    tx.change(sql, &[&now, &id])
}

/// Ends the sessions of an account except one; how many.
pub(crate) fn session_end_all(
    tx: &Tx<'_>,
    account: AccountId,
    except: &str,
    now: Timestamp,
) -> Result<u64> {
    let sql = "UPDATE session SET ended_at = ?1 \
               WHERE account_id = ?2 AND id <> ?3 AND ended_at IS NULL";
    tx.execute(sql, &[&now, &account, &except])
}
