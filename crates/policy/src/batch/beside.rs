//! Households with awards of other programmes in payment that bear on this one: they are few, and
//! decided one by one as [`crate::decide`] does.

use super::{Population, Question, Verdicts};
use crate::cel::Datum;
use crate::decide::decide;
use crate::fact::{Case, Entity};
use crate::pack::Pack;
use std::collections::HashSet;
use std::ops::Range;

/// Puts the single-case decision in the place of the verdict where another award bears on it.
pub(super) fn bear(
    question: &Question<'_>,
    pack: &Pack,
    population: &Population,
    households: Range<usize>,
    found: &mut Verdicts,
) {
    let programme = question.programme;
    let rules = pack
        .stackings
        .iter()
        .filter(|s| s.programme == programme.id);
    let others: HashSet<&str> = rules.flat_map(|s| &s.with).map(String::as_str).collect();
    if others.is_empty() {
        return;
    }
    let start = population.rows(programme.unit, households.clone()).start;
    for home in households {
        let held = population.held.range(home).unwrap_or(0..0);
        let held: Vec<_> = held.map(|row| population.held.table.record(row)).collect();
        let bears = held
            .iter()
            .any(|h| matches!(h.first(), Some(Datum::Text(id)) if others.contains(&**id)));
        if !bears {
            continue;
        }
        let members = population.members.range(home).unwrap_or(0..0);
        let case = Case {
            on: Some(question.on),
            household: population.household.record(home),
            members: members
                .map(|row| population.members.table.record(row))
                .collect(),
            held,
            assumed: Vec::new(),
            given: serde_json::Value::Null,
        };
        let rows = population.rows(programme.unit, home..home + 1);
        for (at, row) in rows.enumerate() {
            let member = (programme.unit == Entity::Person).then_some(at);
            let decision = decide(pack, programme, &case, member, question.on);
            let row = row - start;
            if let (Some(outcome), Some(amount)) =
                (found.outcome.get_mut(row), found.amount.get_mut(row))
            {
                (*outcome, *amount) = (decision.outcome, decision.amount);
            }
        }
    }
}
