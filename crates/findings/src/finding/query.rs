//! Lists and accounts of findings: statements put together from conditions. The tests of this slice
//! run them on both engines.

use super::model::{Finding, Quality, State, Tally};
use super::store::{finding, wrong};
use db::{Param, Result, Tx};
use jiff::civil::Date;
use platform::Scope;
use std::borrow::Cow;

/// Conditions and their parameters, numbered as they come; the first is the day.
pub(super) struct Where {
    parts: Vec<String>,
    params: Vec<Param<'static>>,
}

impl Where {
    pub(super) fn on(day: Date) -> Self {
        Self {
            parts: Vec::new(),
            params: vec![Param::Text(Cow::Owned(day.to_string()))],
        }
    }

    /// A condition on one value; `{}` stands for it.
    pub(super) fn with(&mut self, condition: &str, value: &str) {
        self.params.push(Param::Text(Cow::Owned(value.to_owned())));
        let place = format!("?{}", self.params.len());
        self.parts.push(condition.replace("{}", &place));
    }

    pub(super) fn plain(&mut self, condition: &str) {
        self.parts.push(condition.to_owned());
    }

    /// Rows within reach.
    pub(super) fn within(&mut self, scope: &Scope) {
        let (condition, params) = scope.condition("division", self.params.len() + 1);
        self.parts.push(condition);
        self.params.extend(params);
    }

    fn and(&self) -> String {
        let parts = self.parts.iter();
        parts.map(|part| format!(" AND {part}")).collect()
    }

    fn params(&self) -> Vec<&dyn db::ToParam> {
        self.params.iter().map(|p| p as &dyn db::ToParam).collect()
    }
}

/// Findings by their last day.
pub(super) fn finding_list(
    tx: &Tx<'_>,
    of: &Where,
    limit: i64,
    offset: i64,
) -> Result<Vec<Finding>> {
    let and = of.and();
    let sql = format!(
        "{} FROM finding WHERE ?1 <> ''{and} ORDER BY due, id LIMIT {limit} OFFSET {offset}",
        "SELECT *"
    );
    tx.rows(&sql, &of.params(), finding)
}

pub(super) fn finding_count(tx: &Tx<'_>, of: &Where) -> Result<i64> {
    let and = of.and();
    let sql = format!("{} FROM finding WHERE ?1 <> ''{and}", "SELECT COUNT(*)");
    tx.value(&sql, &of.params())
}

/// How many stand where.
pub(super) fn finding_tally(tx: &Tx<'_>, of: &Where) -> Result<Tally> {
    let and = of.and();
    let sql = format!(
        "SELECT state, COUNT(*) AS many, SUM(CASE WHEN due < ?1 THEN 1 ELSE 0 END) AS late \
         FROM finding WHERE ?1 <> ''{and} GROUP BY state"
    );
    let mut tally = Tally::default();
    for (state, many, late) in tx.rows(&sql, &of.params(), |row| {
        let state: String = row.get("state")?;
        let state = State::of(&state).ok_or_else(|| wrong("state"))?;
        Ok((state, row.get::<i64>("many")?, row.get::<i64>("late")?))
    })? {
        match state {
            State::Open => tally.open = many,
            State::Verified => tally.verified = many,
            State::Closed => tally.closed = many,
        }
        if state != State::Closed {
            tally.overdue += late;
        }
    }
    Ok(tally)
}

/// What came of each screen's findings.
pub(super) fn finding_quality(tx: &Tx<'_>, of: &Where) -> Result<Vec<Quality>> {
    let and = of.and();
    let count = |condition: &str| format!("SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)");
    let sql = format!(
        "SELECT screen, COUNT(*) AS many, {} AS living, {} AS hits, {} AS misses, \
         MIN(CASE WHEN outcome = 'true' THEN certainty END) AS least, \
         MAX(CASE WHEN outcome = 'false' THEN certainty END) AS most \
         FROM finding WHERE ?1 <> ''{and} GROUP BY screen ORDER BY screen",
        count("state <> 'closed'"),
        count("outcome IN ('true', 'handled')"),
        count("outcome = 'false'"),
    );
    tx.rows(&sql, &of.params(), |row| {
        Ok(Quality {
            screen: row.get("screen")?,
            all: row.get("many")?,
            open: row.get("living")?,
            right: row.get("hits")?,
            wrong: row.get("misses")?,
            right_from: row.get("least")?,
            wrong_to: row.get("most")?,
        })
    })
}
