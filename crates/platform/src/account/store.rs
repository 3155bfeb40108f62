//! The tables of accounts: `account`, `account_role`, `account_password`.

use super::model::{Account, State};
use crate::role::Role;
use crate::scope::Division;
use crate::who::Grant;
use base::id::{AccountId, GrantId};
use db::{DbError, Result, Row, Tx};
use jiff::Timestamp;

/// What signing in needs to know; never leaves this crate.
pub(crate) struct Credentials {
    pub(crate) id: AccountId,
    pub(crate) login: String,
    pub(crate) name: String,
    pub(crate) state: State,
    pub(crate) password_hash: String,
    pub(crate) password_set_at: Timestamp,
    pub(crate) password_expired: bool,
    pub(crate) totp_sealed: Option<Vec<u8>>,
    pub(crate) totp_step: i64,
    pub(crate) failures: i64,
    pub(crate) locked_until: Option<Timestamp>,
    pub(crate) language: String,
    pub(crate) theme: String,
}

fn credentials(row: &Row<'_>) -> Result<Credentials> {
    let state: String = row.get("state")?;
    Ok(Credentials {
        id: row.get("id")?,
        login: row.get("login")?,
        name: row.get("name")?,
        state: State::of(&state),
        password_hash: row.get("password_hash")?,
        password_set_at: row.get("password_set_at")?,
        password_expired: row.get("password_expired")?,
        totp_sealed: row.get("totp_sealed")?,
        totp_step: row.get("totp_step")?,
        failures: row.get("failures")?,
        locked_until: row.get("locked_until")?,
        language: row.get("language")?,
        theme: row.get("theme")?,
    })
}

pub(crate) fn credentials_by_login(tx: &Tx<'_>, login: &str) -> Result<Option<Credentials>> {
    let sql = "SELECT id, login, name, state, password_hash, password_set_at, password_expired, \
               totp_sealed, totp_step, failures, locked_until, language, theme \
               FROM account WHERE login = ?1";
    tx.optional(sql, &[&login], credentials)
}

pub(crate) fn credentials_fetch(tx: &Tx<'_>, id: AccountId) -> Result<Credentials> {
    let sql = "SELECT id, login, name, state, password_hash, password_set_at, password_expired, \
               totp_sealed, totp_step, failures, locked_until, language, theme \
               FROM account WHERE id = ?1";
    tx.row(sql, &[&id], credentials)
}

fn account(row: &Row<'_>) -> Result<Account> {
    let state: String = row.get("state")?;
    Ok(Account {
        id: row.get("id")?,
        login: row.get("login")?,
        name: row.get("name")?,
        state: State::of(&state),
        locked_until: row.get("locked_until")?,
        password_expired: row.get("password_expired")?,
        has_totp: row.get("has_totp")?,
        has_id_number: row.get("has_id_number")?,
        created_at: row.get("created_at")?,
        version: row.get("version")?,
        grants: Vec::new(),
    })
}

pub(crate) fn account_fetch(tx: &Tx<'_>, id: AccountId) -> Result<Account> {
    let sql = "SELECT id, login, name, state, locked_until, password_expired, created_at, version, \
               CASE WHEN totp_sealed IS NULL THEN 0 ELSE 1 END AS has_totp, \
               CASE WHEN id_number_sealed IS NULL THEN 0 ELSE 1 END AS has_id_number \
               FROM account WHERE id = ?1";
    let mut found = tx.row(sql, &[&id], account)?;
    found.grants = grant_list(tx, id)?;
    Ok(found)
}

/// Accounts in the order of their sign-in names, after one of them.
pub(crate) fn account_list(
    tx: &Tx<'_>,
    search: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<Account>> {
    let sql = "SELECT id, login, name, state, locked_until, password_expired, created_at, version, \
               CASE WHEN totp_sealed IS NULL THEN 0 ELSE 1 END AS has_totp, \
               CASE WHEN id_number_sealed IS NULL THEN 0 ELSE 1 END AS has_id_number \
               FROM account WHERE (login LIKE ?1 ESCAPE '\\' OR name LIKE ?1 ESCAPE '\\') \
               AND login > ?2 ORDER BY login LIMIT ?3";
    let pattern = db::prefix_pattern(search);
    let mut found = tx.rows(sql, &[&pattern, &after, &limit], account)?;
    for account in &mut found {
        account.grants = grant_list(tx, account.id)?;
    }
    Ok(found)
}

/// A new account.
pub(crate) struct New<'a> {
    pub(crate) id: AccountId,
    pub(crate) login: &'a str,
    pub(crate) name: &'a str,
    pub(crate) password_hash: &'a str,
    pub(crate) id_number_sealed: Option<Vec<u8>>,
    pub(crate) id_number_index: Option<Vec<u8>>,
    pub(crate) language: &'a str,
    pub(crate) now: Timestamp,
}

pub(crate) fn account_insert(tx: &Tx<'_>, new: &New<'_>) -> Result<()> {
    let sql = "INSERT INTO account (id, login, name, state, password_hash, password_set_at, \
               password_expired, id_number_sealed, id_number_index, language, created_at) \
               VALUES (?1, ?2, ?3, 'active', ?4, ?5, 1, ?6, ?7, ?8, ?5)";
    tx.execute(
        sql,
        &[
            &new.id,
            &new.login,
            &new.name,
            &new.password_hash,
            &new.now,
            &new.id_number_sealed,
            &new.id_number_index,
            &new.language,
        ],
    )?;
    Ok(())
}

pub(crate) fn account_rename(tx: &Tx<'_>, id: AccountId, version: i64, name: &str) -> Result<()> {
    let sql = "UPDATE account SET name = ?1, version = version + 1 WHERE id = ?2 AND version = ?3";
    tx.change(sql, &[&name, &id, &version])
}

pub(crate) fn account_set_state(tx: &Tx<'_>, id: AccountId, state: State) -> Result<()> {
    let code = match state {
        State::Active => "active",
        State::Closed => "closed",
    };
    let sql = "UPDATE account SET state = ?1, version = version + 1 WHERE id = ?2";
    tx.change(sql, &[&code, &id])
}

pub(crate) fn account_set_password(
    tx: &Tx<'_>,
    id: AccountId,
    hash: &str,
    expired: bool,
    now: Timestamp,
) -> Result<()> {
    let keep = "INSERT INTO account_password (account_id, set_at, password_hash) \
                SELECT id, password_set_at, password_hash FROM account WHERE id = ?1 \
                ON CONFLICT (account_id, set_at) DO NOTHING";
    tx.execute(keep, &[&id])?;
    let sql = "UPDATE account SET password_hash = ?1, password_set_at = ?2, \
               password_expired = ?3, failures = 0, locked_until = NULL WHERE id = ?4";
    tx.change(sql, &[&hash, &now, &expired, &id])
}

/// The hashes of earlier passwords, newest first.
pub(crate) fn password_list(tx: &Tx<'_>, id: AccountId, limit: i64) -> Result<Vec<String>> {
    let sql = "SELECT password_hash FROM account_password WHERE account_id = ?1 \
               ORDER BY set_at DESC LIMIT ?2";
    tx.rows(sql, &[&id, &limit], |row| row.at(0))
}

pub(crate) fn account_set_failures(
    tx: &Tx<'_>,
    id: AccountId,
    failures: i64,
    locked_until: Option<Timestamp>,
) -> Result<()> {
    let sql = "UPDATE account SET failures = ?1, locked_until = ?2 WHERE id = ?3";
    tx.change(sql, &[&failures, &locked_until, &id])
}

pub(crate) fn account_set_totp(tx: &Tx<'_>, id: AccountId, sealed: Option<Vec<u8>>) -> Result<()> {
    let sql = "UPDATE account SET totp_sealed = ?1, totp_step = 0 WHERE id = ?2";
    tx.change(sql, &[&sealed, &id])
}

/// Uses a code's step up; stale when somebody else just did.
pub(crate) fn account_use_step(tx: &Tx<'_>, id: AccountId, step: i64) -> Result<()> {
    let sql = "UPDATE account SET totp_step = ?1 WHERE id = ?2 AND totp_step < ?1";
    tx.change(sql, &[&step, &id])
}

pub(crate) fn account_set_preferences(
    tx: &Tx<'_>,
    id: AccountId,
    language: &str,
    theme: &str,
) -> Result<()> {
    let sql = "UPDATE account SET language = ?1, theme = ?2 WHERE id = ?3";
    tx.change(sql, &[&language, &theme, &id])
}

/// The roles that an account holds now.
pub(crate) fn grant_list(tx: &Tx<'_>, account: AccountId) -> Result<Vec<Grant>> {
    let sql = "SELECT id, role, division, section FROM account_role \
               WHERE account_id = ?1 AND ended_at IS NULL ORDER BY id";
    tx.rows(sql, &[&account], |row| {
        let (role, division): (String, String) = (row.get("role")?, row.get("division")?);
        let wrong = |column: &str, wanted| DbError::WrongKind {
            column: column.to_owned(),
            found: "text",
            wanted,
        };
        Ok(Grant {
            id: row.get("id")?,
            role: role.parse().map_err(|_| wrong("role", "a role"))?,
            division: Division::parse(&division).ok_or_else(|| wrong("division", "a division"))?,
            section: row.get("section")?,
        })
    })
}

pub(crate) fn grant_insert(
    tx: &Tx<'_>,
    account: AccountId,
    grant: &Grant,
    by: &str,
    now: Timestamp,
) -> Result<()> {
    let sql = "INSERT INTO account_role (id, account_id, role, is_administrator, division, \
               section, granted_by, granted_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let role: Role = grant.role;
    tx.execute(
        sql,
        &[
            &grant.id,
            &account,
            &role.code(),
            &role.is_administrator(),
            &grant.division.code(),
            &grant.section,
            &by,
            &now,
        ],
    )?;
    Ok(())
}

pub(crate) fn grant_end(tx: &Tx<'_>, id: GrantId, now: Timestamp) -> Result<()> {
    let sql = "UPDATE account_role SET ended_at = ?1 WHERE id = ?2 AND ended_at IS NULL";
    tx.change(sql, &[&now, &id])
}

/// Numbers for monitoring: name, help, value.
pub fn figures(tx: &Tx<'_>) -> Result<Vec<(&'static str, &'static str, i64)>> {
    let sql = "SELECT (SELECT COUNT(*) FROM account WHERE state = 'active') AS accounts, \
               (SELECT COUNT(*) FROM session WHERE ended_at IS NULL) AS sessions, \
               (SELECT COALESCE(MAX(seq), 0) FROM journal) AS entries, \
               (SELECT COUNT(*) FROM job WHERE state = 'queued') AS queued, \
               (SELECT COUNT(*) FROM job WHERE state = 'failed') AS failed";
    tx.row(sql, &[], |row| {
        Ok(vec![
            ("doudi_accounts", "Accounts in use", row.get("accounts")?),
            ("doudi_sessions", "Sessions not ended", row.get("sessions")?),
            (
                "doudi_journal_entries",
                "Entries of the journal",
                row.get("entries")?,
            ),
            ("doudi_jobs_queued", "Jobs that wait", row.get("queued")?),
            (
                "doudi_jobs_failed",
                "Jobs that were given up",
                row.get("failed")?,
            ),
        ])
    })
}
