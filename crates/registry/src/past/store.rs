//! The table of past states: rows are added, never changed.

use super::{Keep, Past};
use base::id::PastId;
use db::{DbError, Result, Row, Tx};
use jiff::Timestamp;

pub(super) fn past_insert(
    tx: &Tx<'_>,
    id: PastId,
    what: &Keep<'_>,
    secret: Option<Vec<u8>>,
    by: &str,
    now: Timestamp,
) -> Result<()> {
    let sql = "INSERT INTO record_past (id, subject, subject_id, version, data, secret_sealed, \
               act, reason, ended_at, ended_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let reason = Some(what.reason).filter(|r| !r.is_empty());
    let done = tx.execute(
        sql,
        &[
            &id,
            &what.subject,
            &what.subject_id,
            &what.version,
            &what.data.to_string(),
            &secret,
            &what.act,
            &reason,
            &now,
            &by,
        ],
    );
    match done {
        // Somebody else has just ended the same version.
        Err(e) if e.is_unique("record_past", &["subject", "subject_id", "version"]) => {
            Err(DbError::Stale)
        }
        done => done.map(|_| ()),
    }
}

fn past(row: &Row<'_>) -> Result<Past> {
    let data: String = row.get("data")?;
    let secret: Option<Vec<u8>> = row.get("secret_sealed")?;
    Ok(Past {
        id: row.get("id")?,
        version: row.get("version")?,
        data: serde_json::from_str(&data).map_err(|_| DbError::WrongKind {
            column: "data".to_owned(),
            found: "text",
            wanted: "JSON",
        })?,
        has_secret: secret.is_some(),
        act: row.get("act")?,
        reason: row.get("reason")?,
        ended_at: row.get("ended_at")?,
        ended_by: row.get("ended_by")?,
        secret,
    })
}

pub(super) fn past_list(tx: &Tx<'_>, subject: &str, subject_id: &str) -> Result<Vec<Past>> {
    let sql = "SELECT id, version, data, secret_sealed, act, reason, ended_at, ended_by \
               FROM record_past WHERE subject = ?1 AND subject_id = ?2 ORDER BY version DESC";
    tx.rows(sql, &[&subject, &subject_id], past)
}

pub(super) fn past_fetch(
    tx: &Tx<'_>,
    subject: &str,
    subject_id: &str,
    version: i64,
) -> Result<Option<Past>> {
    let sql = "SELECT id, version, data, secret_sealed, act, reason, ended_at, ended_by \
               FROM record_past WHERE subject = ?1 AND subject_id = ?2 AND version = ?3";
    tx.optional(sql, &[&subject, &subject_id, &version], past)
}
