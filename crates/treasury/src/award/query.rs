//! Awards as somebody asks for them, and all of them with their turns for a roll: statements put
//! together from conditions. The tests of this slice run them on both engines.

use super::actions::Wanted;
use super::model::{Award, Turn};
use super::store::{award, turn};
use base::Fault;
use db::{Param, Result, Tx};
use platform::Scope;
use std::borrow::Cow;

/// Awards within a scope, by place and case.
pub(super) fn award_list(
    tx: &Tx<'_>,
    scope: &Scope,
    wanted: &Wanted,
    limit: i64,
    offset: i64,
) -> Result<Vec<Award>> {
    let (within, mut params) = scope.condition("division", 1);
    let mut sql = format!(
        "SELECT id, version, programme, case_number, part, household_id, payee_id, account_id, \
         division, area, cadence, first_month, last_month, state, amount_fen, persons FROM award \
         WHERE {within}"
    );
    for (column, value) in [
        ("programme", &wanted.programme),
        ("state", &wanted.standing),
        ("case_number", &wanted.case_number),
    ] {
        if !value.is_empty() {
            params.push(Param::Text(Cow::Owned(value.clone())));
            sql.push_str(&format!(" AND {column} = ?{}", params.len()));
        }
    }
    if !wanted.division.is_empty() {
        params.push(Param::Text(Cow::Owned(format!("{}%", wanted.division))));
        sql.push_str(&format!(" AND division LIKE ?{}", params.len()));
    }
    sql.push_str(&format!(
        " ORDER BY division, programme, case_number, part LIMIT {limit} OFFSET {offset}"
    ));
    let params: Vec<&dyn db::ToParam> = params.iter().map(|p| p as &dyn db::ToParam).collect();
    tx.rows(&sql, &params, award)
}

/// Every award with all its turns, one after the other, without holding them all.
pub fn each_with_turns(
    tx: &Tx<'_>,
    mut take: impl FnMut(Award, Vec<Turn>) -> std::result::Result<(), Fault>,
) -> std::result::Result<(), Fault> {
    let sql = "SELECT a.id, a.version, a.programme, a.case_number, a.part, a.household_id, \
               a.payee_id, a.account_id, a.division, a.area, a.cadence, a.first_month, \
               a.last_month, a.state, a.amount_fen, a.persons, t.number, t.kind, t.from_month, \
               t.amount_fen AS turn_fen, t.supplements, t.persons AS turn_persons, t.decided_on, \
               t.decision, t.reason, t.recorded_at, t.recorded_by \
               FROM award a JOIN award_turn t ON t.award_id = a.id \
               ORDER BY a.id, t.number";
    let mut now: Option<(Award, Vec<Turn>)> = None;
    let mut fault = None;
    tx.each(sql, &[], |row| {
        if fault.is_some() {
            return Ok(());
        }
        let id = row.get("id")?;
        let turn = turn(row)?;
        match &mut now {
            Some((award, turns)) if award.id == id => turns.push(turn),
            _ => {
                let done = now.replace((award(row)?, vec![turn]));
                if let Some((award, turns)) = done {
                    fault = take(award, turns).err();
                }
            }
        }
        Ok(())
    })?;
    match (fault, now) {
        (Some(fault), _) => Err(fault),
        (None, Some((award, turns))) => take(award, turns),
        (None, None) => Ok(()),
    }
}
