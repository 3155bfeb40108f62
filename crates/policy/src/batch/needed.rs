//! What a programme needs to know, and why a row came out as it did.

use super::row::Home;
use super::{Population, Question};
use crate::fact::{Entity, Facts};
use crate::pack::Label;
use crate::programme::{FirstRule, Formula, Programme};
use std::collections::HashSet;

/// The expressions that decide a programme, of every version of it.
pub(crate) fn formulas(programme: &Programme) -> impl Iterator<Item = &Formula> {
    let statuses = programme.statuses.iter();
    let steps = programme.amount.iter().flat_map(|a| &a.steps);
    let derives = programme.derives.iter().map(|d| &d.is);
    let first = programme.first_months.iter().filter_map(|f| match &f.rule {
        FirstRule::Application(formula) => Some(formula),
        _ => None,
    });
    derives
        .chain(programme.conditions.iter().map(|c| &c.is))
        .chain(statuses.flat_map(|s| {
            [Some(&s.when), s.until.as_ref(), s.amount.as_ref()]
                .into_iter()
                .flatten()
        }))
        .chain(steps.flat_map(|s| std::iter::once(&s.is).chain(&s.when)))
        .chain(programme.reviews.iter().filter_map(|r| r.when.as_ref()))
        .chain(first)
}

/// The names of the facts that a programme's expressions mention.
pub fn needed(programme: &Programme, facts: &Facts) -> HashSet<String> {
    let formulas: Vec<&Formula> = formulas(programme).collect();
    let all = facts
        .of(Entity::Household)
        .iter()
        .chain(facts.of(Entity::Person));
    all.map(|fact| &fact.id)
        .filter(|id| formulas.iter().any(|f| mentions(&f.text, id)))
        .cloned()
        .collect()
}

/// Whether a text has a field of that name.
fn mentions(text: &str, id: &str) -> bool {
    let field = format!(".{id}");
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(&field) {
        if !after.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
            return true;
        }
        rest = after;
    }
    false
}

/// Why a household or member came out as it did: what fails, what is open, by which other way it
/// is granted.
pub fn reasons(
    question: &Question<'_>,
    population: &Population,
    household: usize,
    member: Option<usize>,
) -> Vec<Label> {
    Home::new(question, population, household).reasons(member)
}
