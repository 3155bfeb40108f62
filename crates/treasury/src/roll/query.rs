//! Lines as somebody asks for them, and their sums: statements put together from conditions. The
//! tests of this slice run them on both engines.

use super::model::{Line, Step, Wanted};
use super::store::line;
use base::Fen;
use base::id::RollId;
use db::{Param, Result, Tx};
use platform::Scope;
use std::borrow::Cow;

fn conditions(id: RollId, scope: &Scope, wanted: &Wanted) -> (String, Vec<Param<'static>>) {
    let (within, mut params) = scope.condition("division", 1);
    let own = |text: &str| Param::Text(Cow::Owned(text.to_owned()));
    params.push(own(&id.to_string()));
    let mut sql = format!("{within} AND roll_id = ?{}", params.len());
    for (column, value) in [
        ("state", &wanted.state),
        ("cause", &wanted.cause),
        ("block", &wanted.block),
        ("programme", &wanted.programme),
        ("result", &wanted.result),
    ] {
        if !value.is_empty() {
            params.push(own(value));
            sql.push_str(&format!(" AND {column} = ?{}", params.len()));
        }
    }
    if !wanted.division.is_empty() {
        params.push(own(&format!("{}%", wanted.division)));
        sql.push_str(&format!(" AND division LIKE ?{}", params.len()));
    }
    if wanted.warned {
        sql.push_str(" AND warning IS NOT NULL");
    }
    if wanted.arrears {
        sql.push_str(" AND arrears_fen > 0");
    }
    (sql, params)
}

fn refs<'p>(params: &'p [Param<'static>]) -> Vec<&'p dyn db::ToParam> {
    params.iter().map(|p| p as &dyn db::ToParam).collect()
}

/// Lines in their order.
pub(super) fn line_list(
    tx: &Tx<'_>,
    (id, scope): (RollId, &Scope),
    wanted: &Wanted,
    (limit, offset): (i64, i64),
) -> Result<Vec<Line>> {
    let (of, params) = conditions(id, scope, wanted);
    let sql = format!(
        "SELECT number, award_id, programme, case_number, household_id, payee_id, payee_name, \
         account_id, division, area, persons, due_fen, arrears_fen, recovery_fen, left_fen, \
         pay_fen, last_fen, cause, turn, months, state, block, warning, reason, result, failure, \
         answered_on, again_id FROM roll_line WHERE {of} ORDER BY number LIMIT {limit} \
         OFFSET {offset}"
    );
    tx.rows(&sql, &refs(&params), line)
}

/// Lines and money by a word of theirs.
pub(super) fn line_sums(
    tx: &Tx<'_>,
    (id, scope): (RollId, &Scope),
    wanted: &Wanted,
    (by, sum): (&str, &str),
) -> Result<Vec<(String, Step)>> {
    let (of, params) = conditions(id, scope, wanted);
    let sql = format!(
        "SELECT COALESCE({by}, '') AS word, COUNT(*) AS many, \
         CAST(COALESCE(SUM({sum}), 0) AS BIGINT) AS fen FROM roll_line WHERE {of} GROUP BY 1 \
         ORDER BY 1"
    );
    tx.rows(&sql, &refs(&params), |row| {
        let step = Step {
            lines: row.get("many")?,
            amount: row.get::<Fen>("fen")?,
        };
        Ok((row.get("word")?, step))
    })
}
