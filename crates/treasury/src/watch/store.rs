//! The tables `fund_watch` and `fund_finding`.

use super::model::{Finding, Ran, Rule};
use crate::stored::{division, month, unreadable};
use base::date::Month;
use base::id::{PersonId, RollId};
use db::{Param, Result, Row, Tx};
use std::borrow::Cow;

pub(super) fn finding(row: &Row<'_>) -> Result<Finding> {
    let (rule, evidence): (String, String) = (row.get("rule")?, row.get("evidence")?);
    let (payee, name): (Option<PersonId>, String) = (row.get("payee_id")?, row.get("payee_name")?);
    let (roll, line): (Option<RollId>, Option<i64>) = (row.get("roll_id")?, row.get("line")?);
    Ok(Finding {
        month: month(row, "month")?,
        number: row.get("number")?,
        rule: Rule::of(&rule).ok_or_else(|| unreadable("rule"))?,
        division: division(row)?,
        payee: payee.map(|id| (id, name)),
        award: row.get("award_id")?,
        line: roll.zip(line),
        case_number: row.get("case_number")?,
        programme: row.get("programme")?,
        amount: row.get("amount_fen")?,
        evidence: serde_json::from_str(&evidence).map_err(|_| unreadable("evidence"))?,
    })
}

/// Writes down that a month was looked through; what was found before goes.
pub(super) fn fund_watch_put(tx: &Tx<'_>, month: Month, ran: &Ran) -> Result<()> {
    tx.execute(
        "DELETE FROM fund_finding WHERE month = ?1",
        &[&month.to_string()],
    )?;
    let sql = "INSERT INTO fund_watch (month, run_at, run_by, findings, skipped) \
               VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (month) DO UPDATE SET \
               run_at = excluded.run_at, run_by = excluded.run_by, \
               findings = excluded.findings, skipped = excluded.skipped";
    // Nothing in it that JSON could not write.
    let skipped = serde_json::to_string(&ran.skipped).unwrap_or_default();
    tx.execute(
        sql,
        &[
            &month.to_string(),
            &ran.at,
            &ran.by,
            &ran.findings,
            &skipped,
        ],
    )?;
    Ok(())
}

pub(super) fn fund_watch_find(tx: &Tx<'_>, month: Month) -> Result<Option<Ran>> {
    let sql = "SELECT run_at, run_by, findings, skipped FROM fund_watch WHERE month = ?1";
    tx.optional(sql, &[&month.to_string()], |row| {
        let skipped: String = row.get("skipped")?;
        Ok(Ran {
            at: row.get("run_at")?,
            by: row.get("run_by")?,
            findings: row.get("findings")?,
            skipped: serde_json::from_str(&skipped).map_err(|_| unreadable("skipped"))?,
        })
    })
}

fn text(value: impl Into<String>) -> Param<'static> {
    Param::Text(Cow::Owned(value.into()))
}

fn text_or_null(value: Option<String>) -> Param<'static> {
    value.map_or(Param::Null, text)
}

pub(super) fn fund_finding_insert_all(tx: &Tx<'_>, found: &[Finding]) -> Result<()> {
    let columns = [
        "month",
        "number",
        "rule",
        "division",
        "payee_id",
        "payee_name",
        "award_id",
        "roll_id",
        "line",
        "case_number",
        "programme",
        "amount_fen",
        "evidence",
    ];
    let rows = found.iter().map(|f| {
        let name = f.payee.as_ref().map_or("", |(_, name)| name.as_str());
        vec![
            text(f.month.to_string()),
            Param::Int(f.number),
            text(f.rule.code()),
            text(f.division.code()),
            text_or_null(f.payee.as_ref().map(|(id, _)| id.to_string())),
            text(name),
            text_or_null(f.award.map(|id| id.to_string())),
            text_or_null(f.line.map(|(roll, _)| roll.to_string())),
            f.line.map_or(Param::Null, |(_, number)| Param::Int(number)),
            text(&f.case_number),
            text(&f.programme),
            Param::Int(f.amount.get()),
            text(serde_json::to_string(&f.evidence).unwrap_or_default()),
        ]
    });
    tx.insert_all("fund_finding", &columns, rows)?;
    Ok(())
}

pub(super) fn fund_finding_fetch(tx: &Tx<'_>, month: Month, number: i64) -> Result<Finding> {
    let sql = "SELECT month, number, rule, division, payee_id, payee_name, award_id, roll_id, \
               line, case_number, programme, amount_fen, evidence FROM fund_finding \
               WHERE month = ?1 AND number = ?2";
    tx.row(sql, &[&month.to_string(), &number], finding)
}

pub(super) fn fund_finding_payee(tx: &Tx<'_>, payee: PersonId) -> Result<Vec<Finding>> {
    let sql = "SELECT month, number, rule, division, payee_id, payee_name, award_id, roll_id, \
               line, case_number, programme, amount_fen, evidence FROM fund_finding \
               WHERE payee_id = ?1 ORDER BY month DESC, number";
    tx.rows(sql, &[&payee], finding)
}
