//! Lists of tasks as somebody asks for them: statements put together from conditions, each with its
//! parameter. The tests of this slice run them on both engines.

use super::model::{State, Tally, Task};
use super::store::{EVERYBODY, task, unreadable};
use base::Fault;
use db::{Param, Result, Tx};
use jiff::civil::Date;
use platform::Scope;
use std::borrow::Cow;

/// Conditions and their parameters, numbered as they come.
#[derive(Default)]
pub(crate) struct Where {
    pub(crate) parts: Vec<String>,
    pub(crate) params: Vec<Param<'static>>,
}

impl Where {
    /// Conditions whose first parameter is a day.
    pub(crate) fn since(day: Date) -> Self {
        let mut of = Self::default();
        of.next(&day.to_string());
        of
    }

    fn next(&mut self, value: &str) -> usize {
        self.params.push(Param::Text(Cow::Owned(value.to_owned())));
        self.params.len()
    }

    /// A condition on one value; `{}` stands for it.
    pub(crate) fn with(&mut self, condition: &str, value: &str) {
        let at = self.next(value);
        self.parts.push(condition.replace("{}", &format!("?{at}")));
    }

    /// Rows within reach: of the divisions of a scope, and of its sections or of all of them.
    pub(crate) fn within(&mut self, scope: &Scope) {
        let mut areas = Vec::new();
        for area in scope.areas() {
            let place = self.next(&format!("{}%", area.division.code()));
            areas.push(match &area.section {
                None => format!("division LIKE ?{place}"),
                Some(section) => {
                    let (own, all) = (self.next(section), self.next(EVERYBODY));
                    format!("(division LIKE ?{place} AND section IN (?{own}, ?{all}))")
                }
            });
        }
        self.parts.push(match areas.is_empty() {
            true => "1 = 0".to_owned(),
            false => format!("({})", areas.join(" OR ")),
        });
    }

    /// What goes behind a `WHERE` that holds anyway.
    pub(crate) fn and(&self) -> String {
        self.parts
            .iter()
            .map(|part| format!(" AND {part}"))
            .collect()
    }

    pub(crate) fn params(&self) -> Vec<&dyn db::ToParam> {
        self.params.iter().map(|p| p as &dyn db::ToParam).collect()
    }
}

/// Tasks by their last day, from a place on.
pub(crate) fn task_list(tx: &Tx<'_>, of: &Where, limit: i64, offset: i64) -> Result<Vec<Task>> {
    let all = "SELECT id, version, plan_id, item, month, problem_id, title, title_en, detail, \
               evidence, division, section, owner_id, owner_name, due, state, reported_by, \
               closed_on, created_at, created_by FROM task WHERE 1 = 1";
    let and = of.and();
    let sql = format!("{all}{and} ORDER BY due, item, id LIMIT {limit} OFFSET {offset}");
    tx.rows(&sql, &of.params(), task)
}

/// How many tasks stand where, by the item of a plan or all together. The conditions must be made
/// by [`Where::since`] the day.
pub(crate) fn task_tally(
    tx: &Tx<'_>,
    of: &Where,
    by_item: bool,
) -> std::result::Result<Vec<(String, Tally)>, Fault> {
    let (key, groups) = match by_item {
        true => ("COALESCE(item, '')", "COALESCE(item, ''), state"),
        false => ("''", "state"),
    };
    let and = of.and();
    let sql = format!(
        "SELECT {key} AS grouped, state, COUNT(*) AS many, \
         SUM(CASE WHEN due < ?1 THEN 1 ELSE 0 END) AS late FROM task WHERE ?1 <> ''{and} \
         GROUP BY {groups} ORDER BY {groups}"
    );
    let rows = tx.rows(&sql, &of.params(), |row| {
        let state: String = row.get("state")?;
        let state = State::of(&state).ok_or_else(|| unreadable("state"))?;
        let (many, late): (i64, i64) = (row.get("many")?, row.get("late")?);
        Ok((row.get::<String>("grouped")?, state, many, late))
    })?;
    let mut found: Vec<(String, Tally)> = Vec::new();
    for (key, state, many, late) in rows {
        if found.last().is_none_or(|(last, _)| *last != key) {
            found.push((key, Tally::default()));
        }
        let Some((_, tally)) = found.last_mut() else {
            continue;
        };
        match state {
            State::Open => tally.open += many,
            State::Doing => tally.doing += many,
            State::Reported => tally.reported += many,
            State::Closed => tally.closed += many,
            State::Withdrawn => continue,
        }
        tally.all += many;
        tally.overdue += if state.is_alive() { late } else { 0 };
    }
    Ok(found)
}
