//! The tables `problem` and `problem_signature`.

use super::model::{Problem, Signature, Source, Standing};
use crate::task::query::Where;
use crate::task::store::unreadable;
use base::Id;
use base::id::{ProblemId, kind};
use db::{Result, Row, Tx};
use jiff::Timestamp;
use platform::Division;

fn problem(row: &Row<'_>) -> Result<Problem> {
    let (source, state): (String, String) = (row.get("source")?, row.get("state")?);
    let division: String = row.get("division")?;
    Ok(Problem {
        id: row.get("id")?,
        version: row.get("version")?,
        number: row.get("number")?,
        source: Source::of(&source).ok_or_else(|| unreadable("source"))?,
        title: row.get("title")?,
        detail: row.get("detail")?,
        cause: row.get("cause")?,
        found_on: row.get("found_on")?,
        division: Division::parse(&division).ok_or_else(|| unreadable("division"))?,
        section: row.get("section")?,
        due: row.get("due")?,
        standing: Standing::of(&state).ok_or_else(|| unreadable("state"))?,
        closed_on: row.get("closed_on")?,
        created_at: row.get("created_at")?,
        created_by: row.get("created_by")?,
    })
}

pub(super) fn problem_fetch(tx: &Tx<'_>, id: ProblemId) -> Result<Problem> {
    let sql = "SELECT id, version, number, source, title, detail, cause, found_on, division, \
               section, due, state, closed_on, created_at, created_by FROM problem WHERE id = ?1";
    tx.row(sql, &[&id], problem)
}

pub(super) fn problem_list(
    tx: &Tx<'_>,
    of: &Where,
    limit: i64,
    offset: i64,
) -> Result<Vec<Problem>> {
    let all = "SELECT id, version, number, source, title, detail, cause, found_on, division, \
               section, due, state, closed_on, created_at, created_by FROM problem WHERE ?1 <> ''";
    let and = of.and();
    let sql = format!("{all}{and} ORDER BY due, number LIMIT {limit} OFFSET {offset}");
    tx.rows(&sql, &of.params(), problem)
}

/// How many problems were entered in a year, whoever may see them: where its numbers begin that
/// were given out before there was a sequence of them.
pub(super) fn problem_count(tx: &Tx<'_>, year: &str) -> Result<i64> {
    let sql = "SELECT COUNT(*) AS many FROM problem WHERE number LIKE ?1";
    tx.row(sql, &[&format!("{year}-%")], |row| row.get("many"))
}

pub(super) fn problem_insert(tx: &Tx<'_>, new: &Problem) -> Result<()> {
    let sql = "INSERT INTO problem (id, version, number, source, title, detail, cause, found_on, \
               division, section, due, state, created_at, created_by) \
               VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    tx.execute(
        sql,
        &[
            &new.id,
            &new.number,
            &new.source.code(),
            &new.title,
            &new.detail,
            &new.cause,
            &new.found_on,
            &new.division.code(),
            &new.section,
            &new.due,
            &new.standing.code(),
            &new.created_at,
            &new.created_by,
        ],
    )?;
    Ok(())
}

pub(super) fn problem_update(tx: &Tx<'_>, problem: &Problem) -> Result<()> {
    let sql = "UPDATE problem SET version = version + 1, state = ?3, closed_on = ?4 \
               WHERE id = ?1 AND version = ?2";
    tx.change(
        sql,
        &[
            &problem.id,
            &problem.version,
            &problem.standing.code(),
            &problem.closed_on,
        ],
    )
}

pub(super) fn signature_insert(
    tx: &Tx<'_>,
    id: Id<kind::Signature>,
    problem: ProblemId,
    signature: &Signature,
) -> Result<()> {
    let sql = "INSERT INTO problem_signature (id, problem_id, account_id, name, note, at) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    tx.execute(
        sql,
        &[
            &id,
            &problem,
            &signature.account,
            &signature.name,
            &signature.note,
            &signature.at,
        ],
    )?;
    Ok(())
}

/// Undoes the signatures that stand.
pub(super) fn signatures_revoke(tx: &Tx<'_>, problem: ProblemId, now: Timestamp) -> Result<()> {
    let sql = "UPDATE problem_signature SET revoked_at = ?2 \
               WHERE problem_id = ?1 AND revoked_at IS NULL";
    tx.execute(sql, &[&problem, &now])?;
    Ok(())
}

pub(super) fn signature_list(tx: &Tx<'_>, problem: ProblemId) -> Result<Vec<Signature>> {
    let sql = "SELECT account_id, name, note, at, revoked_at FROM problem_signature \
               WHERE problem_id = ?1 ORDER BY at, id";
    tx.rows(sql, &[&problem], |row| {
        Ok(Signature {
            account: row.get("account_id")?,
            name: row.get("name")?,
            note: row.get("note")?,
            at: row.get("at")?,
            revoked_at: row.get("revoked_at")?,
        })
    })
}
