//! The account of rectification: a statement put together from conditions. The tests of this slice
//! run it on both engines.

use super::model::{Source, Sum};
use crate::task::query::Where;
use crate::task::store::unreadable;
use db::{Result, Tx};

/// The account by source. The conditions must be made by [`Where::since`] the day.
pub(super) fn problem_sums(tx: &Tx<'_>, of: &Where) -> Result<Vec<(Source, Sum)>> {
    let and = of.and();
    let sql = format!(
        "SELECT source, COUNT(*) AS many, \
         SUM(CASE WHEN state = 'closed' THEN 1 ELSE 0 END) AS closed, \
         SUM(CASE WHEN state <> 'closed' AND due < ?1 THEN 1 ELSE 0 END) AS late \
         FROM problem WHERE ?1 <> ''{and} GROUP BY source"
    );
    tx.rows(&sql, &of.params(), |row| {
        let source: String = row.get("source")?;
        let sum = Sum {
            all: row.get("many")?,
            closed: row.get("closed")?,
            overdue: row.get("late")?,
        };
        let source = Source::of(&source).ok_or_else(|| unreadable("source"))?;
        Ok((source, sum))
    })
}
