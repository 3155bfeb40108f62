//! The table `fund_allotment`, and sums of a year over the books and the lines of approved rolls.

use super::actions::Allotment;
use base::Fen;
use base::id::AllotmentId;
use db::{Param, Result, Tx};
use jiff::Timestamp;
use platform::Scope;
use std::borrow::Cow;

/// A programme's money within a year, in fen: before it, from sources, given back to sources.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Moved {
    pub(super) before: i64,
    pub(super) came: i64,
    pub(super) back: i64,
    /// Everything of the year, in less out.
    pub(super) net: i64,
}

pub(super) fn allotment_insert(
    tx: &Tx<'_>,
    id: AllotmentId,
    new: &Allotment,
    (at, by): (Timestamp, &str),
) -> Result<()> {
    let sql = "INSERT INTO fund_allotment (id, programme, division, year, amount_fen, document, \
               made_at, made_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    tx.execute(
        sql,
        &[
            &id,
            &new.programme,
            &new.town.code(),
            &i64::from(new.year),
            &new.amount,
            &new.document,
            &at,
            &by,
        ],
    )?;
    Ok(())
}

/// What a document gave a town of a programme in a year, if it did.
pub(super) fn allotment_of(tx: &Tx<'_>, new: &Allotment) -> Result<Option<Fen>> {
    let sql = "SELECT amount_fen FROM fund_allotment \
               WHERE programme = ?1 AND division = ?2 AND year = ?3 AND document = ?4";
    tx.optional(
        sql,
        &[
            &new.programme,
            &new.town.code(),
            &i64::from(new.year),
            &new.document,
        ],
        |row| row.get("amount_fen"),
    )
}

/// Programme, town and what it is meant to have.
pub(super) fn allotted(tx: &Tx<'_>, year: i16) -> Result<Vec<(String, String, i64)>> {
    let sql = "SELECT programme, division, CAST(SUM(amount_fen) AS BIGINT) AS fen \
               FROM fund_allotment WHERE year = ?1 GROUP BY programme, division \
               ORDER BY programme, division";
    tx.rows(sql, &[&i64::from(year)], |row| {
        Ok((row.get("programme")?, row.get("division")?, row.get("fen")?))
    })
}

/// What the books say of every programme's money, year by year.
pub(super) fn moved(tx: &Tx<'_>, year: i16) -> Result<Vec<(String, Moved)>> {
    let first = format!("{year}-01");
    let next = format!("{}-01", i32::from(year) + 1);
    let sql = "SELECT b.name, \
         CAST(SUM(CASE WHEN t.month < ?1 THEN \
           CASE WHEN t.debit = b.number THEN t.amount_fen ELSE -t.amount_fen END \
           ELSE 0 END) AS BIGINT) AS before, \
         CAST(SUM(CASE WHEN t.month >= ?1 AND t.debit = b.number AND o.kind = 'source' \
           THEN t.amount_fen ELSE 0 END) AS BIGINT) AS came, \
         CAST(SUM(CASE WHEN t.month >= ?1 AND t.credit = b.number AND o.kind = 'source' \
           THEN t.amount_fen ELSE 0 END) AS BIGINT) AS back, \
         CAST(SUM(CASE WHEN t.month >= ?1 THEN \
           CASE WHEN t.debit = b.number THEN t.amount_fen ELSE -t.amount_fen END \
           ELSE 0 END) AS BIGINT) AS net \
         FROM fund_account b \
         JOIN fund_transfer t ON t.debit = b.number OR t.credit = b.number \
         JOIN fund_account o ON o.number = CASE WHEN t.debit = b.number \
           THEN t.credit ELSE t.debit END \
         WHERE b.kind = 'budget' AND t.deed IN ('move', 'settle', 'reverse') AND t.month < ?2 \
         GROUP BY b.name ORDER BY b.name";
    tx.rows(sql, &[&first, &next], |row| {
        Ok((
            row.get("name")?,
            Moved {
                before: row.get("before")?,
                came: row.get("came")?,
                back: row.get("back")?,
                net: row.get("net")?,
            },
        ))
    })
}

fn refs<'p>(params: &'p [Param<'static>]) -> Vec<&'p dyn db::ToParam> {
    params.iter().map(|p| p as &dyn db::ToParam).collect()
}

/// What rolls of a year gave by programme and town, within a scope.
pub(super) fn given(tx: &Tx<'_>, year: i16, scope: &Scope) -> Result<Vec<(String, String, i64)>> {
    let (within, mut params) = scope.condition("division", 1);
    params.push(Param::Text(Cow::Owned(format!("{year}-%"))));
    let sql = format!(
        "SELECT programme, SUBSTR(division, 1, 9) AS town, \
         CAST(SUM(pay_fen) AS BIGINT) AS fen FROM roll_line \
         WHERE {within} AND state = 'pay' AND roll_id IN (SELECT id FROM roll \
         WHERE month LIKE ?{} AND kind = 'monthly' AND state IN ('approved', 'filed', 'answered')) \
         GROUP BY 1, 2 ORDER BY 1, 2",
        params.len()
    );
    tx.rows(&sql, &refs(&params), |row| {
        Ok((row.get("programme")?, row.get("town")?, row.get("fen")?))
    })
}

/// What the awards in force cost a month by programme and town, within a scope.
pub(super) fn monthly(tx: &Tx<'_>, scope: &Scope) -> Result<Vec<(String, String, i64)>> {
    let (within, params) = scope.condition("division", 1);
    let sql = format!(
        "SELECT programme, SUBSTR(division, 1, 9) AS town, \
         CAST(SUM(amount_fen) AS BIGINT) AS fen FROM award \
         WHERE {within} AND state = 'active' AND cadence = 'monthly' GROUP BY 1, 2 ORDER BY 1, 2"
    );
    tx.rows(&sql, &refs(&params), |row| {
        Ok((row.get("programme")?, row.get("town")?, row.get("fen")?))
    })
}
