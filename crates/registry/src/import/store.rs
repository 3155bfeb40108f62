//! The tables `register_batch`, `register_batch_row` and `register_mapping`.

use crate::person::store::division_of;
use base::id::{BatchId, JobId, PersonId};
use db::{Param, Result, Row, Tx};
use jiff::Timestamp;
use platform::Division;

/// A row of `register_batch`, without the file itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) id: BatchId,
    pub(crate) version: i64,
    pub(crate) register: String,
    pub(crate) file: String,
    pub(crate) sheet: Option<String>,
    pub(crate) state: String,
    pub(crate) columns: String,
    pub(crate) whole: bool,
    pub(crate) division: Division,
    /// Why the last step was not done: a message as JSON, else empty.
    pub(crate) told: String,
    pub(crate) job: Option<JobId>,
    /// New, changed, same, unsure, rejected, gone.
    pub(crate) counts: [i64; 6],
    pub(crate) created_at: Timestamp,
    pub(crate) created_by: String,
    pub(crate) applied_at: Option<Timestamp>,
    pub(crate) applied_by: Option<String>,
    pub(crate) undone_at: Option<Timestamp>,
}

/// A row of `register_batch_row`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) row: i64,
    pub(crate) outcome: String,
    pub(crate) title: String,
    pub(crate) division: String,
    pub(crate) said: Vec<u8>,
    pub(crate) told: String,
    /// `same` or `new`, where somebody chose.
    pub(crate) chosen: Option<String>,
    pub(crate) person: Option<String>,
    pub(crate) person_new: bool,
    pub(crate) record: Option<String>,
    pub(crate) version: Option<i64>,
}

fn kept(row: &Row<'_>) -> Result<Kept> {
    Ok(Kept {
        id: row.get("id")?,
        version: row.get("version")?,
        register: row.get("register")?,
        file: row.get("file")?,
        sheet: row.get("sheet")?,
        state: row.get("state")?,
        columns: row.get("columns")?,
        whole: row.get("whole")?,
        division: division_of(row, "division")?,
        told: row.get("told")?,
        job: row.get("job_id")?,
        counts: [
            row.get("added")?,
            row.get("changed")?,
            row.get("same")?,
            row.get("unsure")?,
            row.get("rejected")?,
            row.get("gone")?,
        ],
        created_at: row.get("created_at")?,
        created_by: row.get("created_by")?,
        applied_at: row.get("applied_at")?,
        applied_by: row.get("applied_by")?,
        undone_at: row.get("undone_at")?,
    })
}

fn line(row: &Row<'_>) -> Result<Line> {
    Ok(Line {
        row: row.get("row_number")?,
        outcome: row.get("outcome")?,
        title: row.get("title")?,
        division: row.get("division")?,
        said: row.get("said_sealed")?,
        told: row.get("told")?,
        chosen: row.get("chosen")?,
        person: row.get("person_id")?,
        person_new: row.get("person_new")?,
        record: row.get("record_id")?,
        version: row.get("record_version")?,
    })
}

/// A file that was brought.
pub(crate) fn batch_insert(tx: &Tx<'_>, b: &Kept, content: &[u8]) -> Result<()> {
    let sql = "INSERT INTO register_batch (id, register, file, sheet, content_sealed, state, \
               columns, whole, division, created_at, created_by) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    tx.execute(
        sql,
        &[
            &b.id,
            &b.register,
            &b.file,
            &b.sheet,
            &content,
            &b.state,
            &b.columns,
            &b.whole,
            &b.division.code(),
            &b.created_at,
            &b.created_by,
        ],
    )?;
    Ok(())
}

pub(crate) fn batch_fetch(tx: &Tx<'_>, id: BatchId) -> Result<Kept> {
    let sql = "SELECT id, version, register, file, sheet, state, columns, whole, division, told, \
               job_id, added, changed, same, unsure, rejected, gone, created_at, created_by, \
               applied_at, applied_by, undone_at FROM register_batch WHERE id = ?1";
    tx.row(sql, &[&id], kept)
}

/// The sealed file; a batch that was put aside has none.
pub(crate) fn batch_content(tx: &Tx<'_>, id: BatchId) -> Result<Option<Vec<u8>>> {
    let sql = "SELECT content_sealed FROM register_batch WHERE id = ?1";
    tx.row(sql, &[&id], |row| row.at(0))
}

/// Forgets the file itself.
pub(crate) fn content_clear(tx: &Tx<'_>, id: BatchId) -> Result<()> {
    let sql = "UPDATE register_batch SET content_sealed = NULL WHERE id = ?1";
    tx.change(sql, &[&id])
}

/// The last files of a register.
pub(crate) fn batch_list(tx: &Tx<'_>, register: &str) -> Result<Vec<Kept>> {
    let sql = "SELECT id, version, register, file, sheet, state, columns, whole, division, told, \
               job_id, added, changed, same, unsure, rejected, gone, created_at, created_by, \
               applied_at, applied_by, undone_at FROM register_batch WHERE register = ?1 \
               ORDER BY created_at DESC LIMIT 100";
    tx.rows(sql, &[&register], kept)
}

/// What was told of a file's columns, or that it is in the hands of a job.
pub(crate) fn batch_told(tx: &Tx<'_>, b: &Kept) -> Result<()> {
    let sql = "UPDATE register_batch SET version = ?2 + 1, state = ?3, sheet = ?4, columns = ?5, \
               whole = ?6, told = ?7, job_id = ?8 WHERE id = ?1 AND version = ?2";
    tx.change(
        sql,
        &[
            &b.id, &b.version, &b.state, &b.sheet, &b.columns, &b.whole, &b.told, &b.job,
        ],
    )
}

/// Counts again, after a choice or a check.
pub(crate) fn batch_count(tx: &Tx<'_>, (id, version): (BatchId, i64), state: &str) -> Result<()> {
    let sql = "UPDATE register_batch SET version = ?2 + 1, state = ?3, told = '', job_id = NULL, \
               added = (SELECT COUNT(*) FROM register_batch_row \
                        WHERE batch_id = ?1 AND outcome = 'new'), \
               changed = (SELECT COUNT(*) FROM register_batch_row \
                          WHERE batch_id = ?1 AND outcome = 'changed'), \
               same = (SELECT COUNT(*) FROM register_batch_row \
                       WHERE batch_id = ?1 AND outcome = 'same'), \
               unsure = (SELECT COUNT(*) FROM register_batch_row \
                         WHERE batch_id = ?1 AND outcome = 'unsure'), \
               rejected = (SELECT COUNT(*) FROM register_batch_row \
                           WHERE batch_id = ?1 AND outcome = 'rejected'), \
               gone = (SELECT COUNT(*) FROM register_batch_row \
                       WHERE batch_id = ?1 AND outcome = 'gone') \
               WHERE id = ?1 AND version = ?2";
    tx.change(sql, &[&id, &version, &state])
}

pub(crate) fn batch_applied(tx: &Tx<'_>, b: &Kept, at: Timestamp, by: &str) -> Result<()> {
    let sql = "UPDATE register_batch SET version = ?2 + 1, state = 'applied', told = '', \
               job_id = NULL, applied_at = ?3, applied_by = ?4 WHERE id = ?1 AND version = ?2";
    tx.change(sql, &[&b.id, &b.version, &at, &by])
}

pub(crate) fn batch_undone(tx: &Tx<'_>, b: &Kept, at: Timestamp, by: &str) -> Result<()> {
    let sql = "UPDATE register_batch SET version = ?2 + 1, state = 'undone', told = ?5, \
               job_id = NULL, undone_at = ?3, undone_by = ?4 WHERE id = ?1 AND version = ?2";
    tx.change(sql, &[&b.id, &b.version, &at, &by, &b.told])
}

pub(crate) fn line_insert_all(tx: &Tx<'_>, id: BatchId, lines: &[Line]) -> Result<u64> {
    let columns = [
        "id",
        "batch_id",
        "row_number",
        "outcome",
        "title",
        "division",
        "said_sealed",
        "told",
        "chosen",
        "person_id",
        "person_new",
        "record_id",
        "record_version",
    ];
    let batch = id.to_string();
    let text = |t: &Option<String>| {
        t.as_ref()
            .map_or(Param::Null, |t| Param::Text(t.clone().into()))
    };
    let rows = lines.iter().map(|l| {
        vec![
            Param::Text(format!("{batch}.{}", l.row).into()),
            Param::Text(batch.clone().into()),
            Param::Int(l.row),
            Param::Text(l.outcome.clone().into()),
            Param::Text(l.title.clone().into()),
            Param::Text(l.division.clone().into()),
            Param::Bytes(l.said.clone().into()),
            Param::Text(l.told.clone().into()),
            text(&l.chosen),
            text(&l.person),
            Param::Int(i64::from(l.person_new)),
            text(&l.record),
            l.version.map_or(Param::Null, Param::Int),
        ]
    });
    tx.insert_all("register_batch_row", &columns, rows)
}

/// Takes the rows of a batch away: it is checked anew.
pub(crate) fn line_delete_all(tx: &Tx<'_>, id: BatchId) -> Result<u64> {
    let sql = "DELETE FROM register_batch_row WHERE batch_id = ?1";
    tx.execute(sql, &[&id])
}

/// Rows of an outcome, a page of them.
pub(crate) fn line_list(
    tx: &Tx<'_>,
    id: BatchId,
    outcome: &str,
    (skip, most): (i64, i64),
) -> Result<Vec<Line>> {
    let sql = "SELECT id, batch_id, row_number, outcome, title, division, said_sealed, told, \
               chosen, person_id, person_new, record_id, record_version \
               FROM register_batch_row WHERE batch_id = ?1 AND outcome = ?2 \
               ORDER BY row_number LIMIT ?3 OFFSET ?4";
    tx.rows(sql, &[&id, &outcome, &most, &skip], line)
}

/// Rows whose person somebody chose.
pub(crate) fn line_list_chosen(tx: &Tx<'_>, id: BatchId) -> Result<Vec<Line>> {
    let sql = "SELECT id, batch_id, row_number, outcome, title, division, said_sealed, told, \
               chosen, person_id, person_new, record_id, record_version \
               FROM register_batch_row WHERE batch_id = ?1 AND chosen IS NOT NULL \
               ORDER BY row_number";
    tx.rows(sql, &[&id], line)
}

/// The first row that waits for a choice, at or behind a row of the file.
pub(crate) fn line_unsure_from(tx: &Tx<'_>, id: BatchId, row: i64) -> Result<Option<Line>> {
    let sql = "SELECT id, batch_id, row_number, outcome, title, division, said_sealed, told, \
               chosen, person_id, person_new, record_id, record_version \
               FROM register_batch_row WHERE batch_id = ?1 AND outcome = 'unsure' \
               AND row_number >= ?2 ORDER BY row_number LIMIT 1";
    tx.optional(sql, &[&id, &row], line)
}

/// The rows that say something of a record.
pub(crate) fn line_list_of_record(tx: &Tx<'_>, id: BatchId, record: &str) -> Result<Vec<i64>> {
    let sql = "SELECT row_number FROM register_batch_row WHERE batch_id = ?1 AND record_id = ?2 \
               AND outcome <> 'gone'";
    tx.rows(sql, &[&id, &record], |row| row.at(0))
}

pub(crate) fn line_fetch(tx: &Tx<'_>, id: BatchId, row: i64) -> Result<Line> {
    let sql = "SELECT id, batch_id, row_number, outcome, title, division, said_sealed, told, \
               chosen, person_id, person_new, record_id, record_version \
               FROM register_batch_row WHERE batch_id = ?1 AND row_number = ?2";
    tx.row(sql, &[&id, &row], line)
}

/// What a row would do now, or what it did.
pub(crate) fn line_update(tx: &Tx<'_>, id: BatchId, l: &Line) -> Result<()> {
    let sql = "UPDATE register_batch_row SET outcome = ?3, told = ?4, person_id = ?5, \
               record_id = ?6, record_version = ?7, chosen = ?8, person_new = ?9 \
               WHERE batch_id = ?1 AND row_number = ?2";
    tx.change(
        sql,
        &[
            &id,
            &l.row,
            &l.outcome,
            &l.told,
            &l.person,
            &l.record,
            &l.version,
            &l.chosen,
            &l.person_new,
        ],
    )
}

/// The mapping that was last said for these headers.
pub(crate) fn mapping_fetch(tx: &Tx<'_>, register: &str, headers: &str) -> Result<Option<String>> {
    let sql = "SELECT columns FROM register_mapping WHERE register = ?1 AND headers = ?2";
    tx.optional(sql, &[&register, &headers], |row| row.at(0))
}

pub(crate) fn mapping_put(
    tx: &Tx<'_>,
    (register, headers): (&str, &str),
    columns: &str,
    at: Timestamp,
) -> Result<()> {
    let sql = "INSERT INTO register_mapping (register, headers, columns, used_at) \
               VALUES (?1, ?2, ?3, ?4) ON CONFLICT (register, headers) \
               DO UPDATE SET columns = excluded.columns, used_at = excluded.used_at";
    tx.execute(sql, &[&register, &headers, &columns, &at])?;
    Ok(())
}

/// Takes the record of somebody away whom an import registered and nobody knows by anything else.
pub(crate) fn person_delete(tx: &Tx<'_>, id: PersonId) -> Result<()> {
    let keys = "DELETE FROM person_key WHERE person_id = ?1";
    tx.execute(keys, &[&id])?;
    let person = "DELETE FROM person WHERE id = ?1 AND version = 1";
    tx.change(person, &[&id])
}

/// Whether anything but what an import itself wrote hangs on somebody.
pub(crate) fn person_used(tx: &Tx<'_>, id: PersonId, source: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM person WHERE id = ?1 AND (version <> 1 \
               OR EXISTS (SELECT 1 FROM membership WHERE person_id = ?1 AND source <> ?2) \
               OR EXISTS (SELECT 1 FROM household WHERE head_id = ?1 AND source <> ?2) \
               OR EXISTS (SELECT 1 FROM contact WHERE person_id = ?1) \
               OR EXISTS (SELECT 1 FROM bank_account WHERE person_id = ?1) \
               OR EXISTS (SELECT 1 FROM address WHERE person_id = ?1) \
               OR EXISTS (SELECT 1 FROM person_merge WHERE kept_id = ?1 OR gone_id = ?1) \
               OR EXISTS (SELECT 1 FROM register_record \
                          WHERE person_id = ?1 AND source <> ?2))";
    tx.value::<i64>(sql, &[&id, &source]).map(|n| n > 0)
}

/// Records that an import made of somebody are about nobody any more.
pub(crate) fn record_unlink(tx: &Tx<'_>, id: PersonId, source: &str) -> Result<()> {
    let sql = "UPDATE register_record SET person_id = NULL \
               WHERE person_id = ?1 AND source = ?2 AND state = 'void'";
    tx.execute(sql, &[&id, &source])?;
    Ok(())
}
