//! The tables `attachment` and `filed`.

use super::filed::{Filed, Subject};
use base::id::FileId;
use db::{Result, Row, Tx};
use jiff::Timestamp;

/// Adds a file; false when it is kept already.
pub(crate) fn attachment_insert(
    tx: &Tx<'_>,
    hash: &str,
    size: i64,
    kind: &str,
    now: Timestamp,
) -> Result<bool> {
    let sql = "INSERT INTO attachment (hash, size, media_type, created_at) \
               VALUES (?1, ?2, ?3, ?4) ON CONFLICT (hash) DO NOTHING";
    Ok(tx.execute(sql, &[&hash, &size, &kind, &now])? == 1)
}

pub(crate) fn attachment_kind(tx: &Tx<'_>, hash: &str) -> Result<Option<String>> {
    let sql = "SELECT media_type FROM attachment WHERE hash = ?1";
    tx.optional(sql, &[&hash], |row| row.at(0))
}

/// The hashes of all files.
pub(crate) fn attachment_all(tx: &Tx<'_>) -> Result<Vec<String>> {
    tx.rows("SELECT hash FROM attachment ORDER BY hash", &[], |row| {
        row.at(0)
    })
}

/// A file for a row.
pub(super) struct New<'a> {
    pub(super) id: FileId,
    pub(super) part: &'a str,
    pub(super) name: &'a str,
    pub(super) note: &'a str,
    pub(super) hash: Option<&'a str>,
    pub(super) at: Timestamp,
    pub(super) by: &'a str,
}

pub(super) fn filed_insert(tx: &Tx<'_>, of: &Subject, new: &New<'_>) -> Result<()> {
    let sql = "INSERT INTO filed (id, subject, subject_id, part, name, note, hash, added_at, \
               added_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    tx.execute(
        sql,
        &[
            &new.id, &of.kind, &of.id, &new.part, &new.name, &new.note, &new.hash, &new.at, &new.by,
        ],
    )?;
    Ok(())
}

fn filed(row: &Row<'_>) -> Result<Filed> {
    let hash: Option<String> = row.get("hash")?;
    let size: Option<i64> = row.get("size")?;
    let at: Option<Timestamp> = row.get("ended_at")?;
    let by: Option<String> = row.get("ended_by")?;
    let reason: Option<String> = row.get("reason")?;
    Ok(Filed {
        id: row.get("id")?,
        part: row.get("part")?,
        name: row.get("name")?,
        note: row.get("note")?,
        bytes: hash.zip(size),
        added_at: row.get("added_at")?,
        added_by: row.get("added_by")?,
        ended: at.zip(by).zip(reason).map(|((at, by), why)| (at, by, why)),
    })
}

pub(super) fn filed_list(tx: &Tx<'_>, of: &Subject) -> Result<Vec<Filed>> {
    let sql = "SELECT f.id, f.part, f.name, f.note, f.hash, a.size, f.added_at, f.added_by, \
               f.ended_at, f.ended_by, f.reason FROM filed f \
               LEFT JOIN attachment a ON a.hash = f.hash \
               WHERE f.subject = ?1 AND f.subject_id = ?2 ORDER BY f.added_at DESC, f.id DESC";
    tx.rows(sql, &[&of.kind, &of.id], filed)
}

pub(super) fn filed_end(
    tx: &Tx<'_>,
    id: FileId,
    by: &str,
    (at, reason): (Timestamp, &str),
) -> Result<()> {
    let sql = "UPDATE filed SET ended_at = ?2, ended_by = ?3, reason = ?4 \
               WHERE id = ?1 AND ended_at IS NULL";
    tx.change(sql, &[&id, &at, &by, &reason])
}
