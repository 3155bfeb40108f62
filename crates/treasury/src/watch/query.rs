//! Findings as somebody asks for them: statements put together from conditions. The tests of this
//! slice run them on both engines.

use super::model::{Finding, Rule, Wanted};
use super::store::finding;
use crate::stored::unreadable;
use base::Fen;
use base::date::Month;
use db::{Param, Result, Tx};
use platform::Scope;
use std::borrow::Cow;

fn own(text: &str) -> Param<'static> {
    Param::Text(Cow::Owned(text.to_owned()))
}

fn refs<'p>(params: &'p [Param<'static>]) -> Vec<&'p dyn db::ToParam> {
    params.iter().map(|p| p as &dyn db::ToParam).collect()
}

/// Findings of a month by number.
pub(super) fn finding_list(
    tx: &Tx<'_>,
    (month, scope): (Month, &Scope),
    wanted: &Wanted,
    (limit, offset): (i64, i64),
) -> Result<Vec<Finding>> {
    let (within, mut params) = scope.condition("division", 1);
    params.push(own(&month.to_string()));
    let mut sql = format!(
        "SELECT month, number, rule, division, payee_id, payee_name, award_id, roll_id, line, \
         case_number, programme, amount_fen, evidence FROM fund_finding \
         WHERE {within} AND month = ?{}",
        params.len()
    );
    for (column, value) in [("rule", &wanted.rule), ("programme", &wanted.programme)] {
        if !value.is_empty() {
            params.push(own(value));
            sql.push_str(&format!(" AND {column} = ?{}", params.len()));
        }
    }
    if !wanted.payee.is_empty() {
        params.push(own(&format!("{}%", wanted.payee.replace(['%', '_'], ""))));
        sql.push_str(&format!(" AND payee_name LIKE ?{}", params.len()));
    }
    if !wanted.division.is_empty() {
        params.push(own(&format!("{}%", wanted.division)));
        sql.push_str(&format!(" AND division LIKE ?{}", params.len()));
    }
    sql.push_str(&format!(" ORDER BY number LIMIT {limit} OFFSET {offset}"));
    tx.rows(&sql, &refs(&params), finding)
}

/// Findings and money of a month by rule.
pub(super) fn finding_sums(
    tx: &Tx<'_>,
    (month, scope): (Month, &Scope),
) -> Result<Vec<(Rule, i64, Fen)>> {
    let (within, mut params) = scope.condition("division", 1);
    params.push(own(&month.to_string()));
    let sql = format!(
        "SELECT rule, COUNT(*) AS many, CAST(SUM(amount_fen) AS BIGINT) AS fen FROM fund_finding \
         WHERE {within} AND month = ?{} GROUP BY rule",
        params.len()
    );
    let mut found = tx.rows(&sql, &refs(&params), |row| {
        let rule: String = row.get("rule")?;
        let rule = Rule::of(&rule).ok_or_else(|| unreadable("rule"))?;
        Ok((rule, row.get("many")?, row.get("fen")?))
    })?;
    found.sort();
    Ok(found)
}
