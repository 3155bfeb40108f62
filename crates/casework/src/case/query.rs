//! Work lists: statements put together from conditions. The tests of this slice run them on both
//! engines.

use super::actions::Wanted;
use super::model::Casefile;
use super::store::casefile;
use db::{Param, Result, Tx};
use jiff::civil::Date;
use platform::Scope;
use std::borrow::Cow;

#[derive(Default)]
struct Where {
    parts: Vec<String>,
    params: Vec<Param<'static>>,
}

impl Where {
    fn next(&mut self, value: &str) -> usize {
        self.params.push(Param::Text(Cow::Owned(value.to_owned())));
        self.params.len()
    }

    /// A condition on one value; `{}` stands for it.
    fn with(&mut self, condition: &str, value: &str) {
        let at = self.next(value);
        self.parts.push(condition.replace("{}", &format!("?{at}")));
    }

    fn of(scope: &Scope, wanted: &Wanted, today: Date) -> Self {
        let mut of = Self::default();
        let (condition, params) = scope.condition("division", 1);
        of.parts.push(condition);
        of.params.extend(params);
        if let Some(state) = wanted.state {
            of.with("state = {}", state.code());
        }
        if wanted.overdue {
            of.with("due < {} AND state = 'open'", &today.to_string());
        }
        if !wanted.programme.is_empty() {
            of.with("programme = {}", &wanted.programme);
        }
        if !wanted.number.is_empty() {
            let pattern = format!("%{}", db::prefix_pattern(&wanted.number));
            of.with("number LIKE {} ESCAPE '\\'", &pattern);
        }
        if let Some(actors) = &wanted.actors {
            let mut places = Vec::new();
            for actor in actors {
                let at = of.next(actor);
                places.push(format!("?{at}"));
            }
            of.parts.push(match places.is_empty() {
                true => "1 = 0".to_owned(),
                false => format!("actor IN ({}) AND state = 'open'", places.join(", ")),
            });
        }
        of
    }

    fn text(&self) -> String {
        self.parts.join(" AND ")
    }

    fn params(&self) -> Vec<&dyn db::ToParam> {
        self.params.iter().map(|p| p as &dyn db::ToParam).collect()
    }
}

/// Cases by their last day, those without one last.
pub(super) fn casefile_list(
    tx: &Tx<'_>,
    (scope, wanted, today): (&Scope, &Wanted, Date),
    limit: i64,
    offset: i64,
) -> Result<Vec<Casefile>> {
    let of = Where::of(scope, wanted, today);
    let sql = format!(
        "SELECT id, version, number, application_id, household_id, person_id, whole, programme, \
         division, step, actor, due, state, amount_fen, award_id, begun_on FROM casefile \
         WHERE {} ORDER BY CASE WHEN due IS NULL THEN 1 ELSE 0 END, due, number \
         LIMIT {limit} OFFSET {offset}",
        of.text()
    );
    tx.rows(&sql, &of.params(), casefile)
}

/// How many there are.
pub(super) fn casefile_count(
    tx: &Tx<'_>,
    (scope, wanted, today): (&Scope, &Wanted, Date),
) -> Result<i64> {
    let of = Where::of(scope, wanted, today);
    let sql = format!("SELECT COUNT(*) AS many FROM casefile WHERE {}", of.text());
    tx.row(&sql, &of.params(), |row| row.get("many"))
}
