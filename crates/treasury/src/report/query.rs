//! Sums over the lines of approved rolls and over the books: statements put together from
//! conditions. The tests of this slice run them on both engines.

use base::Fen;
use base::date::Month;
use db::{Param, Result, Tx};
use platform::Scope;
use std::borrow::Cow;

/// One row of the return: programme, town or village (`urban`, `rural`), code of the town.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) programme: String,
    pub(crate) area: String,
    pub(crate) town: String,
    pub(crate) households: i64,
    pub(crate) persons: i64,
    pub(crate) due: Fen,
    pub(crate) arrears: Fen,
    pub(crate) pay: Fen,
}

fn own(text: &str) -> Param<'static> {
    Param::Text(Cow::Owned(text.to_owned()))
}

fn refs<'p>(params: &'p [Param<'static>]) -> Vec<&'p dyn db::ToParam> {
    params.iter().map(|p| p as &dyn db::ToParam).collect()
}

/// What the month's own roll pays, within a scope.
pub(super) fn month_sums(tx: &Tx<'_>, month: Month, scope: &Scope) -> Result<Vec<Sum>> {
    let (within, mut params) = scope.condition("division", 1);
    params.push(own(&month.to_string()));
    let sql = format!(
        "SELECT programme, area, SUBSTR(division, 1, 9) AS town, \
         COUNT(DISTINCT COALESCE(household_id, payee_id)) AS homes, \
         CAST(SUM(persons) AS BIGINT) AS people, CAST(SUM(due_fen) AS BIGINT) AS due, \
         CAST(SUM(arrears_fen - recovery_fen) AS BIGINT) AS arrears, \
         CAST(SUM(pay_fen) AS BIGINT) AS pay FROM roll_line \
         WHERE {within} AND state = 'pay' AND roll_id IN (SELECT id FROM roll \
         WHERE month = ?{} AND kind = 'monthly' AND state IN ('approved', 'filed', 'answered')) \
         GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        params.len()
    );
    tx.rows(&sql, &refs(&params), |row| {
        Ok(Sum {
            programme: row.get("programme")?,
            area: row.get("area")?,
            town: row.get("town")?,
            households: row.get("homes")?,
            persons: row.get("people")?,
            due: row.get("due")?,
            arrears: row.get("arrears")?,
            pay: row.get("pay")?,
        })
    })
}

/// A payment as a village posts it: programme, name, people, what is due.
pub(super) fn posted(
    tx: &Tx<'_>,
    month: Month,
    village: &str,
) -> Result<Vec<(String, String, i64, Fen)>> {
    let params = [own(&format!("{village}%")), own(&month.to_string())];
    let sql = "SELECT programme, payee_name, persons, due_fen FROM roll_line \
               WHERE division LIKE ?1 AND state = 'pay' AND due_fen > 0 AND roll_id IN \
               (SELECT id FROM roll WHERE month = ?2 AND kind = 'monthly' \
               AND state IN ('approved', 'filed', 'answered')) ORDER BY programme, number";
    tx.rows(sql, &refs(&params), |row| {
        Ok((
            row.get("programme")?,
            row.get("payee_name")?,
            row.get("persons")?,
            row.get("due_fen")?,
        ))
    })
}

/// What left the budget of a programme, month by month, reversals taken off.
pub(super) fn spent(tx: &Tx<'_>) -> Result<Vec<(String, Month, Fen)>> {
    let sql = "SELECT a.name, t.month, CAST(SUM(t.amount_fen) AS BIGINT) AS fen \
               FROM fund_transfer t JOIN fund_account a ON a.number = t.credit \
               WHERE a.kind = 'budget' AND t.deed IN ('move', 'settle') \
               GROUP BY a.name, t.month ORDER BY a.name, t.month";
    tx.rows(sql, &[], |row| {
        Ok((
            row.get("name")?,
            crate::stored::month(row, "month")?,
            row.get("fen")?,
        ))
    })
}

/// One transfer as the ledger of a month shows it.
pub(super) struct Written {
    pub(super) number: i64,
    pub(super) deed: String,
    pub(super) debit: (String, String, String),
    pub(super) credit: (String, String, String),
    pub(super) amount: Fen,
    pub(super) subject: String,
    pub(super) note: String,
    pub(super) at: jiff::Timestamp,
    pub(super) by: String,
}

/// The transfers of a month in their order.
pub(super) fn month_transfers(
    tx: &Tx<'_>,
    month: Month,
    mut take: impl FnMut(Written),
) -> Result<()> {
    let sql = "SELECT t.number, t.deed, d.kind AS d_kind, d.name AS d_name, \
               d.division AS d_division, c.kind AS c_kind, c.name AS c_name, \
               c.division AS c_division, t.amount_fen, t.subject, t.note, t.written_at, \
               t.written_by FROM fund_transfer t JOIN fund_account d ON d.number = t.debit \
               JOIN fund_account c ON c.number = t.credit WHERE t.month = ?1 ORDER BY t.number";
    tx.each(sql, &[&month.to_string()], |row| {
        take(Written {
            number: row.get("number")?,
            deed: row.get("deed")?,
            debit: (
                row.get("d_kind")?,
                row.get("d_name")?,
                row.get("d_division")?,
            ),
            credit: (
                row.get("c_kind")?,
                row.get("c_name")?,
                row.get("c_division")?,
            ),
            amount: row.get("amount_fen")?,
            subject: row.get("subject")?,
            note: row.get("note")?,
            at: row.get("written_at")?,
            by: row.get("written_by")?,
        });
        Ok(())
    })
}
