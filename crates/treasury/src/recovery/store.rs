//! The tables `recovery` and `recovery_entry`.

use super::model::{Entry, Kind, Recovery, Settled};
use crate::stored::{division, month, unreadable};
use base::Fen;
use base::date::Month;
use base::id::{AwardId, RecoveryId};
use db::{Result, Row, Tx};
use jiff::Timestamp;
use jiff::civil::Date;

fn recovery(row: &Row<'_>) -> Result<Recovery> {
    Ok(Recovery {
        id: row.get("id")?,
        version: row.get("version")?,
        award: row.get("award_id")?,
        programme: row.get("programme")?,
        case_number: row.get("case_number")?,
        payee: row.get("payee_id")?,
        name: row.get("name")?,
        division: division(row)?,
        amount: row.get("amount_fen")?,
        back: row.get("back_fen")?,
        off: row.get("off_fen")?,
        reason: row.get("reason")?,
        due: row.get("due")?,
        closed_on: row.get("closed_on")?,
        opened_by: row.get("opened_by")?,
    })
}

/// Every recovery, the open ones first, then the newest.
pub(super) fn recovery_list(tx: &Tx<'_>) -> Result<Vec<Recovery>> {
    let sql = "SELECT r.id, r.version, r.award_id, a.programme, a.case_number, a.payee_id, \
               p.name, a.division, r.amount_fen, \
               CAST(COALESCE((SELECT SUM(amount_fen) FROM recovery_entry e \
               WHERE e.recovery_id = r.id AND e.kind = 'back'), 0) AS BIGINT) AS back_fen, \
               CAST(COALESCE((SELECT SUM(amount_fen) FROM recovery_entry e \
               WHERE e.recovery_id = r.id AND e.kind = 'off'), 0) AS BIGINT) AS off_fen, \
               r.reason, r.due, r.closed_on, r.opened_by \
               FROM recovery r JOIN award a ON a.id = r.award_id \
               JOIN person p ON p.id = a.payee_id \
               ORDER BY CASE WHEN r.closed_on IS NULL THEN 0 ELSE 1 END, r.due, r.id";
    tx.rows(sql, &[], recovery)
}

pub(super) fn recovery_insert(
    tx: &Tx<'_>,
    id: RecoveryId,
    (award, amount, reason, due): (AwardId, Fen, &str, Date),
    (at, by): (Timestamp, &str),
) -> Result<()> {
    let sql = "INSERT INTO recovery (id, version, award_id, amount_fen, reason, due, opened_at, \
               opened_by) VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7)";
    tx.execute(sql, &[&id, &award, &amount, &reason, &due, &at, &by])?;
    Ok(())
}

/// Counts a change; with a day, nothing is open any more.
pub(super) fn recovery_update(
    tx: &Tx<'_>,
    (id, version): (RecoveryId, i64),
    closed_on: Option<Date>,
) -> Result<()> {
    let sql = "UPDATE recovery SET version = version + 1, closed_on = ?3 \
               WHERE id = ?1 AND version = ?2 AND closed_on IS NULL";
    tx.change(sql, &[&id, &version, &closed_on])
}

pub(super) fn recovery_entry_insert(
    tx: &Tx<'_>,
    (id, number, month): (RecoveryId, i64, Month),
    (amount, settled): (Fen, &Settled),
    (at, by): (Timestamp, &str),
) -> Result<()> {
    let sql = "INSERT INTO recovery_entry (recovery_id, number, month, kind, amount_fen, on_day, \
               document, made_at, made_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    tx.execute(
        sql,
        &[
            &id,
            &number,
            &month.to_string(),
            &settled.kind.code(),
            &amount,
            &settled.on,
            &settled.document,
            &at,
            &by,
        ],
    )?;
    Ok(())
}

pub(super) fn recovery_entry_list(tx: &Tx<'_>, id: RecoveryId) -> Result<Vec<Entry>> {
    let sql = "SELECT number, month, kind, amount_fen, on_day, document, made_by \
               FROM recovery_entry WHERE recovery_id = ?1 ORDER BY number, month";
    tx.rows(sql, &[&id], |row| {
        let kind: String = row.get("kind")?;
        Ok(Entry {
            number: row.get("number")?,
            month: month(row, "month")?,
            kind: Kind::of(&kind).ok_or_else(|| unreadable("kind"))?,
            amount: row.get("amount_fen")?,
            on: row.get("on_day")?,
            document: row.get("document")?,
            by: row.get("made_by")?,
        })
    })
}
