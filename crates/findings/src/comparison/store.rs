//! The tables `comparison` and `comparison_ledger`.

use super::model::{Comparison, Part, State};
use super::schedule::{Every, Schedule};
use base::id::ComparisonId;
use db::{DbError, Result, Row, Tx};

fn wrong(column: &str, wanted: &'static str) -> DbError {
    DbError::WrongKind {
        column: column.to_owned(),
        found: "text",
        wanted,
    }
}

fn comparison(row: &Row<'_>) -> Result<Comparison> {
    let (state, not_run): (String, String) = (row.get("state")?, row.get("not_run")?);
    Ok(Comparison {
        id: row.get("id")?,
        version: row.get("version")?,
        on: row.get("on_day")?,
        state: State::of(&state).ok_or_else(|| wrong("state", "a state"))?,
        pack: row.get("pack")?,
        told: row.get("told")?,
        people: row.get("people")?,
        found: row.get("found")?,
        fresh: row.get("fresh")?,
        gone: row.get("gone")?,
        not_run: match not_run.is_empty() {
            true => Vec::new(),
            false => serde_json::from_str(&not_run).map_err(|_| wrong("not_run", "JSON"))?,
        },
        job: row.get("job_id")?,
        created_at: row.get("created_at")?,
        created_by: row.get("created_by")?,
        done_at: row.get("done_at")?,
    })
}

pub(super) fn comparison_fetch(tx: &Tx<'_>, id: ComparisonId) -> Result<Comparison> {
    let sql = "SELECT * FROM comparison WHERE id = ?1";
    tx.row(sql, &[&id], comparison)
}

/// The newest first.
pub(super) fn comparison_list(tx: &Tx<'_>, limit: i64, offset: i64) -> Result<Vec<Comparison>> {
    let sql = "SELECT * FROM comparison ORDER BY created_at DESC, id DESC LIMIT ?1 OFFSET ?2";
    tx.rows(sql, &[&limit, &offset], comparison)
}

pub(super) fn comparison_insert(tx: &Tx<'_>, new: &Comparison) -> Result<()> {
    let sql = "INSERT INTO comparison (id, version, on_day, state, pack, created_at, created_by) \
               VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6)";
    tx.execute(
        sql,
        &[
            &new.id,
            &new.on,
            &new.state.code(),
            &new.pack,
            &new.created_at,
            &new.created_by,
        ],
    )?;
    Ok(())
}

/// Writes a comparison over the version that was read.
pub(super) fn comparison_update(tx: &Tx<'_>, new: &Comparison) -> Result<()> {
    let not_run = match new.not_run.is_empty() {
        true => String::new(),
        false => serde_json::to_string(&new.not_run).map_err(|_| wrong("not_run", "JSON"))?,
    };
    let sql = "UPDATE comparison SET version = version + 1, state = ?3, pack = ?4, told = ?5, \
               people = ?6, found = ?7, fresh = ?8, gone = ?9, not_run = ?10, job_id = ?11, \
               done_at = ?12 WHERE id = ?1 AND version = ?2";
    tx.change(
        sql,
        &[
            &new.id,
            &new.version,
            &new.state.code(),
            &new.pack,
            &new.told,
            &new.people,
            &new.found,
            &new.fresh,
            &new.gone,
            &not_run,
            &new.job,
            &new.done_at,
        ],
    )
}

pub(super) fn ledger_list(tx: &Tx<'_>, id: ComparisonId) -> Result<Vec<Part>> {
    let sql = "SELECT id, role, name, records, \
               CAST(CASE WHEN content_sealed IS NULL THEN 1 ELSE 0 END AS BIGINT) AS register \
               FROM comparison_ledger WHERE comparison_id = ?1 ORDER BY role";
    tx.rows(sql, &[&id], |row| {
        Ok(Part {
            id: row.get("id")?,
            role: row.get("role")?,
            name: row.get("name")?,
            records: row.get("records")?,
            register: row.get::<i64>("register")? == 1,
        })
    })
}

/// A file as it was brought, sealed; none of a register.
pub(super) fn ledger_content(tx: &Tx<'_>, id: &str) -> Result<Option<Vec<u8>>> {
    let sql = "SELECT content_sealed FROM comparison_ledger WHERE id = ?1";
    tx.row(sql, &[&id], |row| row.at(0))
}

pub(super) fn ledger_insert(
    tx: &Tx<'_>,
    id: ComparisonId,
    part: &Part,
    content: Option<&[u8]>,
) -> Result<()> {
    let sql = "INSERT INTO comparison_ledger \
               (id, comparison_id, role, name, records, content_sealed) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let content = content.map(<[u8]>::to_vec);
    tx.execute(
        sql,
        &[
            &part.id,
            &id,
            &part.role,
            &part.name,
            &part.records,
            &content,
        ],
    )?;
    Ok(())
}

pub(super) fn ledger_delete(tx: &Tx<'_>, id: ComparisonId, role: &str) -> Result<()> {
    let sql = "DELETE FROM comparison_ledger WHERE comparison_id = ?1 AND role = ?2";
    tx.execute(sql, &[&id, &role])?;
    Ok(())
}

pub(super) fn schedule_fetch(tx: &Tx<'_>) -> Result<Option<Schedule>> {
    let sql = "SELECT * FROM comparison_schedule WHERE id = 1";
    tx.optional(sql, &[], |row| {
        let every: String = row.get("every")?;
        Ok(Schedule {
            version: row.get("version")?,
            every: Every::of(&every).ok_or_else(|| wrong("every", "how often"))?,
            next: row.get("next_on")?,
            login: row.get("login")?,
            set_at: row.get("set_at")?,
        })
    })
}

pub(super) fn schedule_put(tx: &Tx<'_>, new: &Schedule) -> Result<()> {
    let sql = "INSERT INTO comparison_schedule (id, version, every, next_on, login, set_at) \
               VALUES (1, ?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO UPDATE SET \
               version = excluded.version, every = excluded.every, next_on = excluded.next_on, \
               login = excluded.login, set_at = excluded.set_at";
    tx.execute(
        sql,
        &[
            &new.version,
            &new.every.code(),
            &new.next,
            &new.login,
            &new.set_at,
        ],
    )?;
    Ok(())
}
