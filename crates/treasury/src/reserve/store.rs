//! The table `reserve_entry`.

use super::model::{Entry, Kind, Way};
use crate::stored::{month, unreadable};
use base::Fen;
use db::{Result, Row, Tx};
use platform::Division;

fn town(code: &str) -> Result<Division> {
    Division::parse(code).ok_or_else(|| unreadable("town"))
}

fn entry(row: &Row<'_>) -> Result<Entry> {
    let (code, kind): (String, String) = (row.get("town")?, row.get("kind")?);
    let way: Option<String> = row.get("way")?;
    let payee: Option<base::id::PersonId> = row.get("payee_id")?;
    let name: String = row.get("payee_name")?;
    Ok(Entry {
        town: town(&code)?,
        number: row.get("number")?,
        kind: Kind::of(&kind).ok_or_else(|| unreadable("kind"))?,
        month: month(row, "month")?,
        on: row.get("entry_on")?,
        amount: row.get("amount_fen")?,
        balance: row.get("balance_fen")?,
        programme: row.get("programme")?,
        case_number: row.get("case_number")?,
        household: row.get("household_id")?,
        payee: payee.map(|id| (id, name)),
        way: way
            .map(|w| Way::of(&w).ok_or_else(|| unreadable("way")))
            .transpose()?,
        ceiling: row.get("ceiling_fen")?,
        document: row.get("document")?,
        witness: row.get("witness")?,
        reason: row.get("reason")?,
        written_at: row.get("written_at")?,
        written_by: row.get("written_by")?,
    })
}

/// The book of a town in its order.
pub(super) fn reserve_entry_list(tx: &Tx<'_>, town: &str) -> Result<Vec<Entry>> {
    let sql = "SELECT town, number, kind, month, entry_on, amount_fen, balance_fen, programme, \
               case_number, household_id, payee_id, payee_name, way, ceiling_fen, document, \
               witness, reason, written_at, written_by FROM reserve_entry \
               WHERE town = ?1 ORDER BY number";
    tx.rows(sql, &[&town], entry)
}

/// What somebody was helped with, newest first.
pub(super) fn reserve_entry_payee(tx: &Tx<'_>, payee: base::id::PersonId) -> Result<Vec<Entry>> {
    let sql = "SELECT town, number, kind, month, entry_on, amount_fen, balance_fen, programme, \
               case_number, household_id, payee_id, payee_name, way, ceiling_fen, document, \
               witness, reason, written_at, written_by FROM reserve_entry \
               WHERE payee_id = ?1 ORDER BY entry_on DESC, number DESC";
    tx.rows(sql, &[&payee], entry)
}

/// Towns that have a reserve.
pub(super) fn reserve_entry_towns(tx: &Tx<'_>) -> Result<Vec<Division>> {
    let sql = "SELECT DISTINCT town FROM reserve_entry ORDER BY town";
    tx.rows(sql, &[], |row| {
        let code: String = row.get("town")?;
        town(&code)
    })
}

/// The last number of a town's book and what is left, nothing at first.
pub(super) fn reserve_entry_last(tx: &Tx<'_>, town: &str) -> Result<(i64, Fen)> {
    let sql = "SELECT number, balance_fen FROM reserve_entry WHERE town = ?1 \
               ORDER BY number DESC LIMIT 1";
    let found = tx.optional(sql, &[&town], |row| {
        Ok((row.get("number")?, row.get("balance_fen")?))
    })?;
    Ok(found.unwrap_or((0, Fen::ZERO)))
}

/// Whether a town's book has an entry of that kind by that document.
pub(super) fn reserve_entry_known(
    tx: &Tx<'_>,
    town: &str,
    kind: &str,
    document: &str,
) -> Result<bool> {
    let sql = "SELECT COUNT(*) AS many FROM reserve_entry \
               WHERE town = ?1 AND kind = ?2 AND document = ?3";
    let many: i64 = tx.row(sql, &[&town, &kind, &document], |row| row.get("many"))?;
    Ok(many > 0)
}

pub(super) fn reserve_entry_insert(tx: &Tx<'_>, entry: &Entry) -> Result<()> {
    let sql = "INSERT INTO reserve_entry (town, number, kind, month, entry_on, amount_fen, \
               balance_fen, programme, case_number, household_id, payee_id, payee_name, way, \
               ceiling_fen, document, witness, reason, written_at, written_by) VALUES (?1, ?2, \
               ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";
    let (payee, name) = match &entry.payee {
        Some((id, name)) => (Some(*id), name.as_str()),
        None => (None, ""),
    };
    tx.execute(
        sql,
        &[
            &entry.town.code(),
            &entry.number,
            &entry.kind.code(),
            &entry.month.to_string(),
            &entry.on,
            &entry.amount,
            &entry.balance,
            &entry.programme,
            &entry.case_number,
            &entry.household,
            &payee,
            &name,
            &entry.way.map(Way::code),
            &entry.ceiling,
            &entry.document,
            &entry.witness,
            &entry.reason,
            &entry.written_at,
            &entry.written_by,
        ],
    )?;
    Ok(())
}
