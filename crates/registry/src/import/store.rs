//! The tables `register_batch`, `register_batch_row` and `register_mapping`.

use crate::person::store::division_of;
use base::id::BatchId;
use db::{Param, Result, Row, Tx};
use jiff::Timestamp;
use platform::Division;

/// A row of `register_batch`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) id: BatchId,
    pub(crate) version: i64,
    pub(crate) register: String,
    pub(crate) file: String,
    pub(crate) state: String,
    pub(crate) columns: String,
    pub(crate) division: Division,
    /// New, changed, same, unsure, rejected.
    pub(crate) counts: [i64; 5],
    pub(crate) created_at: Timestamp,
    pub(crate) created_by: String,
    pub(crate) applied_at: Option<Timestamp>,
    pub(crate) undone_at: Option<Timestamp>,
}

/// A row of `register_batch_row`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) row: i64,
    pub(crate) outcome: String,
    pub(crate) title: String,
    pub(crate) division: String,
    pub(crate) said: Vec<u8>,
    pub(crate) told: String,
    pub(crate) person: Option<String>,
    pub(crate) record: Option<String>,
    pub(crate) version: Option<i64>,
}

fn kept(row: &Row<'_>) -> Result<Kept> {
    Ok(Kept {
        id: row.get("id")?,
        version: row.get("version")?,
        register: row.get("register")?,
        file: row.get("file")?,
        state: row.get("state")?,
        columns: row.get("columns")?,
        division: division_of(row, "division")?,
        counts: [
            row.get("added")?,
            row.get("changed")?,
            row.get("same")?,
            row.get("unsure")?,
            row.get("rejected")?,
        ],
        created_at: row.get("created_at")?,
        created_by: row.get("created_by")?,
        applied_at: row.get("applied_at")?,
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
        person: row.get("person_id")?,
        record: row.get("record_id")?,
        version: row.get("record_version")?,
    })
}

pub(crate) fn batch_insert(tx: &Tx<'_>, b: &Kept) -> Result<()> {
    let sql = "INSERT INTO register_batch (id, register, file, state, columns, division, added, \
               changed, same, unsure, rejected, created_at, created_by) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    let [added, changed, same, unsure, rejected] = &b.counts;
    tx.execute(
        sql,
        &[
            &b.id,
            &b.register,
            &b.file,
            &b.state,
            &b.columns,
            &b.division.code(),
            added,
            changed,
            same,
            unsure,
            rejected,
            &b.created_at,
            &b.created_by,
        ],
    )?;
    Ok(())
}

pub(crate) fn batch_fetch(tx: &Tx<'_>, id: BatchId) -> Result<Kept> {
    let sql = "SELECT * FROM register_batch WHERE id = ?1";
    tx.row(sql, &[&id], kept)
}

pub(crate) fn batch_list(tx: &Tx<'_>, register: &str) -> Result<Vec<Kept>> {
    let sql = "SELECT * FROM register_batch WHERE register = ?1 ORDER BY created_at DESC LIMIT 50";
    tx.rows(sql, &[&register], kept)
}

/// Counts again, after a choice.
pub(crate) fn batch_count(tx: &Tx<'_>, id: BatchId, version: i64) -> Result<()> {
    let sql = "UPDATE register_batch SET version = ?2 + 1, \
               added = (SELECT COUNT(*) FROM register_batch_row \
                        WHERE batch_id = ?1 AND outcome = 'new'), \
               changed = (SELECT COUNT(*) FROM register_batch_row \
                          WHERE batch_id = ?1 AND outcome = 'changed'), \
               same = (SELECT COUNT(*) FROM register_batch_row \
                       WHERE batch_id = ?1 AND outcome = 'same'), \
               unsure = (SELECT COUNT(*) FROM register_batch_row \
                         WHERE batch_id = ?1 AND outcome = 'unsure'), \
               rejected = (SELECT COUNT(*) FROM register_batch_row \
                           WHERE batch_id = ?1 AND outcome = 'rejected') \
               WHERE id = ?1 AND version = ?2";
    tx.change(sql, &[&id, &version])
}

pub(crate) fn batch_applied(tx: &Tx<'_>, b: &Kept, at: Timestamp, by: &str) -> Result<()> {
    let sql = "UPDATE register_batch SET version = ?2 + 1, state = 'applied', applied_at = ?3, \
               applied_by = ?4 WHERE id = ?1 AND version = ?2 AND state = 'read'";
    tx.change(sql, &[&b.id, &b.version, &at, &by])
}

pub(crate) fn batch_undone(tx: &Tx<'_>, b: &Kept, at: Timestamp, by: &str) -> Result<()> {
    let sql = "UPDATE register_batch SET version = ?2 + 1, state = 'undone', undone_at = ?3, \
               undone_by = ?4 WHERE id = ?1 AND version = ?2 AND state = 'applied'";
    tx.change(sql, &[&b.id, &b.version, &at, &by])
}

pub(crate) fn line_insert_all(tx: &Tx<'_>, id: BatchId, lines: &[Line]) -> Result<u64> {
    let columns = [
        "batch_id",
        "row_number",
        "outcome",
        "title",
        "division",
        "said_sealed",
        "told",
        "person_id",
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
            Param::Text(batch.clone().into()),
            Param::Int(l.row),
            Param::Text(l.outcome.clone().into()),
            Param::Text(l.title.clone().into()),
            Param::Text(l.division.clone().into()),
            Param::Bytes(l.said.clone().into()),
            Param::Text(l.told.clone().into()),
            text(&l.person),
            text(&l.record),
            l.version.map_or(Param::Null, Param::Int),
        ]
    });
    tx.insert_all("register_batch_row", &columns, rows)
}

/// Rows of an outcome, a page of them.
pub(crate) fn line_list(
    tx: &Tx<'_>,
    id: BatchId,
    outcome: &str,
    (skip, most): (i64, i64),
) -> Result<Vec<Line>> {
    let sql = "SELECT * FROM register_batch_row WHERE batch_id = ?1 AND outcome = ?2 \
               ORDER BY row_number LIMIT ?3 OFFSET ?4";
    tx.rows(sql, &[&id, &outcome, &most, &skip], line)
}

pub(crate) fn line_fetch(tx: &Tx<'_>, id: BatchId, row: i64) -> Result<Line> {
    let sql = "SELECT * FROM register_batch_row WHERE batch_id = ?1 AND row_number = ?2";
    tx.row(sql, &[&id, &row], line)
}

/// What a row would do now, or what it did.
pub(crate) fn line_update(tx: &Tx<'_>, id: BatchId, l: &Line) -> Result<()> {
    let sql = "UPDATE register_batch_row SET outcome = ?3, told = ?4, person_id = ?5, \
               record_id = ?6, record_version = ?7 WHERE batch_id = ?1 AND row_number = ?2";
    tx.change(
        sql,
        &[
            &id, &l.row, &l.outcome, &l.told, &l.person, &l.record, &l.version,
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
