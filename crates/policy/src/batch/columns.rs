//! A chunk of households over columns: derived quantities, conditions, ways and amounts one after
//! the other, each for all rows at once.

use super::amount::{fen, paid, rounded, rule};
use super::values::{NOT, OPEN, highest, known, money, open, plus, then, whole};
use super::ways::{Truth, Ways};
use super::{Holds, Outcome, Population, Question, Verdicts};
use crate::cel::columns::{Computed, NotColumnar, Source, Vector, wide};
use crate::cel::{Datum, Expression, Type, Value};
use crate::fact::Entity;
use crate::programme::scope::{HELD, HOUSEHOLD, MEMBERS};
use crate::programme::{AmountStep, Formula, Span, StepKind};
use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

/// The verdicts of a range of households.
pub(super) fn verdicts(
    question: &Question<'_>,
    population: &Population,
    households: Range<usize>,
) -> Result<Verdicts, NotColumnar> {
    let mut chunk = Chunk::new(question, population, households);
    chunk.derive()?;
    let (programme, on) = (question.programme, question.on);
    let unit = programme.unit;
    let rows = chunk.rows(unit).len();
    let mut conditions = Vec::new();
    for condition in programme.conditions_on(on) {
        conditions.push((
            condition,
            Tri::of(&chunk.value(&condition.is, unit)?, rows)?,
        ));
    }
    let ways = Ways::new(programme, on, conditions, Tri::sure(rows));
    let mut held = vec![(ways.needed(&[]), 0u8)];
    let ordinary_everywhere = held.iter().all(|(way, _)| way.always());
    for (at, status) in programme.statuses.iter().enumerate() {
        if ordinary_everywhere || !status.days.contain(on) {
            continue;
        }
        let needed = ways.needed(&status.instead_of);
        let mut way = Tri::of(&chunk.value(&status.when, unit)?, rows)?.both(&needed);
        if let Some(until) = &status.until {
            let days = chunk.value(until, unit)?;
            way = way.both(&Tri::not_before(&days, on, rows));
        }
        held.push((way, u8::try_from(at + 1).unwrap_or(u8::MAX)));
    }
    let mut found = Verdicts {
        outcome: Vec::with_capacity(rows),
        status: vec![0; rows],
        ..Verdicts::default()
    };
    match held.as_slice() {
        [(way, _)] => {
            let known = way.yes.iter().zip(&way.no);
            found.outcome.extend(known.map(|(yes, no)| match (yes, no) {
                (true, _) => Outcome::Granted,
                (_, true) => Outcome::Refused,
                _ => Outcome::NeedsFact,
            }));
        }
        ways => {
            for (row, slot) in found.status.iter_mut().enumerate() {
                let (outcome, status) = outcome(ways, row);
                found.outcome.push(outcome);
                *slot = status;
            }
        }
    }
    chunk.amounts(&mut found)?;
    if question.conditions {
        let holds = |(_, tri): &(_, Tri)| (0..rows).map(|row| tri.holds(row)).collect();
        found.conditions = ways.conditions.iter().map(holds).collect();
    }
    Ok(found)
}

/// The months to the next review of a range of households: of the first cycle that applies.
pub(super) fn reviews(
    question: &Question<'_>,
    population: &Population,
    households: Range<usize>,
) -> Result<Vec<Option<u32>>, NotColumnar> {
    let mut chunk = Chunk::new(question, population, households);
    chunk.derive()?;
    let unit = question.programme.unit;
    let rows = chunk.rows(unit).len();
    let mut found = vec![None; rows];
    let mut settled = vec![false; rows];
    let cycles = question.programme.reviews.iter();
    for review in cycles.filter(|r| r.days.contain(question.on)) {
        let months = match review.months {
            Span::Of(months) => Some(months),
            Span::Parameter(at) => match question.law.get(at) {
                Some(Datum::Int(months)) => u32::try_from(*months).ok(),
                _ => None,
            },
        };
        let when = match &review.when {
            Some(when) => Tri::of(&chunk.value(when, unit)?, rows)?,
            None => Tri::sure(rows),
        };
        for (row, (slot, settled)) in found.iter_mut().zip(&mut settled).enumerate() {
            if !*settled && when.holds(row) != Holds::No {
                *settled = true;
                *slot = months.filter(|_| when.holds(row) == Holds::Yes);
            }
        }
    }
    Ok(found)
}

/// The ordinary way, and where it fails the first status that holds; open where one may.
fn outcome(ways: &[(Tri, u8)], row: usize) -> (Outcome, u8) {
    let mut open = false;
    for (at, (way, status)) in ways.iter().enumerate() {
        match way.holds(row) {
            Holds::Yes => return (Outcome::Granted, *status),
            Holds::Open if at == 0 => return (Outcome::NeedsFact, 0),
            Holds::Open => open = true,
            Holds::No => {}
        }
    }
    if open {
        (Outcome::NeedsFact, 0)
    } else {
        (Outcome::Refused, 0)
    }
}

/// Three-valued truth of a chunk: true, false where neither holds.
#[derive(Clone)]
struct Tri {
    yes: Vec<bool>,
    no: Vec<bool>,
}

impl Tri {
    fn of(vector: &Vector<'_>, rows: usize) -> Result<Self, NotColumnar> {
        let part = vector.truth(rows).ok_or(NotColumnar)?;
        let values = part.values();
        Ok(match part.valid() {
            None => Self {
                yes: values.to_vec(),
                no: wide::one(values, |v: bool| !v),
            },
            Some(valid) => Self {
                yes: wide::two(values, valid, |v, known| v & known),
                no: wide::two(values, valid, |v: bool, known| !v & known),
            },
        })
    }

    fn sure(rows: usize) -> Self {
        Self {
            yes: vec![true; rows],
            no: vec![false; rows],
        }
    }

    /// Whether a day is on or before the days of a column.
    fn not_before(days: &Vector<'_>, on: jiff::civil::Date, rows: usize) -> Self {
        let holds = |row: usize| match days.value(row) {
            Value::Date(day) => Some(on <= day),
            _ => None,
        };
        let found: Vec<Option<bool>> = (0..rows).map(holds).collect();
        Self {
            yes: found.iter().map(|f| *f == Some(true)).collect(),
            no: found.iter().map(|f| *f == Some(false)).collect(),
        }
    }

    fn always(&self) -> bool {
        !self.yes.contains(&false)
    }

    fn holds(&self, row: usize) -> Holds {
        match (self.yes.get(row), self.no.get(row)) {
            (Some(true), _) => Holds::Yes,
            (_, Some(true)) => Holds::No,
            _ => Holds::Open,
        }
    }
}

fn each(a: &[bool], b: &[bool], f: impl Fn(bool, bool) -> bool) -> Vec<bool> {
    wide::two(a, b, f)
}

impl Truth for Tri {
    fn both(&self, other: &Self) -> Self {
        Self {
            yes: each(&self.yes, &other.yes, |a, b| a & b),
            no: each(&self.no, &other.no, |a, b| a | b),
        }
    }

    fn either(&self, other: &Self) -> Self {
        Self {
            yes: each(&self.yes, &other.yes, |a, b| a | b),
            no: each(&self.no, &other.no, |a, b| a & b),
        }
    }
}

struct Chunk<'a> {
    question: &'a Question<'a>,
    population: &'a Population,
    households: Range<usize>,
    people: Range<usize>,
    /// The household, within the chunk, of each member, once it is asked for.
    parents: OnceCell<Vec<u32>>,
    household: Arc<Computed<'a>>,
    person: Arc<Computed<'a>>,
}

impl<'a> Chunk<'a> {
    fn new(
        question: &'a Question<'a>,
        population: &'a Population,
        households: Range<usize>,
    ) -> Self {
        let people = population.rows(Entity::Person, households.clone());
        let layout = &question.programme.layout;
        let computed = |entity: Entity, rows: &Range<usize>| {
            let fields = match layout.record(entity) {
                Type::Record(fields) => fields.len() - layout.facts(entity),
                _ => 0,
            };
            Arc::new(Computed {
                rows: rows.clone(),
                fields: vec![Vector::Missing; fields],
            })
        };
        Self {
            question,
            population,
            household: computed(Entity::Household, &households),
            person: computed(Entity::Person, &people),
            households,
            people,
            parents: OnceCell::new(),
        }
    }

    fn parents(&self) -> &[u32] {
        self.parents.get_or_init(|| {
            let mut parents = Vec::with_capacity(self.people.len());
            for (at, home) in self.households.clone().enumerate() {
                let end = self.population.rows(Entity::Person, home..home + 1).end;
                let parent = u32::try_from(at).unwrap_or(u32::MAX);
                parents.resize(end - self.people.start, parent);
            }
            parents
        })
    }

    fn rows(&self, entity: Entity) -> Range<usize> {
        match entity {
            Entity::Household => self.households.clone(),
            Entity::Person => self.people.clone(),
        }
    }

    /// The sources of an expression's names.
    fn names(
        &self,
        expression: &Expression,
        entity: Entity,
    ) -> Result<Vec<Source<'a>>, NotColumnar> {
        let population = self.population;
        let mut names = vec![
            Source::One(Value::Date(self.question.on)),
            Source::One(Value::Record(self.question.law)),
        ];
        let common = [
            (
                HOUSEHOLD,
                Source::Record(&population.household, Some(self.household.clone())),
            ),
            (
                MEMBERS,
                Source::Rows(&population.members, Some(self.person.clone())),
            ),
            (HELD, Source::Rows(&population.held, None)),
        ];
        for (place, source) in common {
            names.push(match entity {
                Entity::Household => source,
                Entity::Person if expression.uses(place) => {
                    source.spread(self.households.clone(), self.parents())?
                }
                Entity::Person => Source::One(Value::Missing),
            });
        }
        if entity == Entity::Person {
            let person = Some(self.person.clone());
            names.push(Source::Record(&population.members.table, person));
        }
        Ok(names)
    }

    fn value(&self, formula: &'a Formula, entity: Entity) -> Result<Vector<'a>, NotColumnar> {
        let expression = &formula.expression;
        expression.over(&self.names(expression, entity)?, self.rows(entity))
    }

    fn derive(&mut self) -> Result<(), NotColumnar> {
        let (programme, on) = (self.question.programme, self.question.on);
        for derive in programme.derives_on(on) {
            let value = self.value(&derive.is, derive.entity)?;
            let place = derive.place - programme.layout.facts(derive.entity);
            let computed = match derive.entity {
                Entity::Household => &mut self.household,
                Entity::Person => &mut self.person,
            };
            if let Some(slot) = Arc::make_mut(computed).fields.get_mut(place) {
                *slot = value;
            }
        }
        Ok(())
    }

    /// The amounts of what is granted; where one is unknown, a fact is missing.
    fn amounts(&self, found: &mut Verdicts) -> Result<(), NotColumnar> {
        let programme = self.question.programme;
        let rows = found.outcome.len();
        found.amount = vec![None; rows];
        let (Some(amounts), true) = (&programme.amount, found.outcome.contains(&Outcome::Granted))
        else {
            return Ok(());
        };
        let steps = amounts.steps.iter();
        let steps: Vec<&AmountStep> = steps.filter(|s| s.days.contain(self.question.on)).collect();
        let mut totals = self.total(&steps)?;
        for (at, status) in programme.statuses.iter().enumerate() {
            let place = u8::try_from(at + 1).unwrap_or(u8::MAX);
            if let Some(formula) = &status.amount
                && found.status.contains(&place)
            {
                let own = self.value(formula, programme.unit)?;
                for (row, total) in totals.iter_mut().enumerate() {
                    if found.status.get(row) == Some(&place) {
                        *total = money(&own, row);
                    }
                }
            }
        }
        let rows = found.outcome.iter_mut().zip(&mut found.amount).zip(totals);
        // Without a branch for each row, which would be taken at random.
        rows.for_each(|((outcome, amount), total)| {
            let granted = *outcome == Outcome::Granted;
            let sure = total > OPEN;
            *amount = paid(known(total)).filter(|_| granted & sure);
            *outcome = if granted & !sure {
                Outcome::NeedsFact
            } else {
                *outcome
            };
        });
        Ok(())
    }

    fn total(&self, steps: &[&'a AmountStep]) -> Result<Vec<i64>, NotColumnar> {
        let unit = self.question.programme.unit;
        let mut totals: Vec<i64> = vec![0; self.rows(unit).len()];
        // What members add, until something is done with the total.
        let mut added: Option<Vec<i64>> = None;
        let mut taken: Vec<Option<Vec<i64>>> = Vec::new();
        for step in steps {
            let entity = if step.each_member {
                Entity::Person
            } else {
                unit
            };
            taken.push(match step.kind {
                StepKind::Round => None,
                _ => Some(self.step(step, entity)?),
            });
        }
        highest(steps, &mut taken);
        // To add nothing is to add zero, without a branch for each row.
        for (step, values) in steps.iter().zip(&mut taken) {
            if let (StepKind::Add, Some(values)) = (step.kind, values) {
                *values = wide::one(values, |v| if v == NOT { 0 } else { v });
            }
        }
        for (step, values) in steps.iter().zip(taken) {
            let of_members = step.each_member && unit == Entity::Household;
            match values {
                Some(values) if of_members && step.kind == StepKind::Add => {
                    added = Some(match added {
                        None => values,
                        Some(mut sum) => {
                            wide::with(&mut sum, &values, plus);
                            sum
                        }
                    });
                    continue;
                }
                values => {
                    self.flush(added.take(), &mut totals);
                    match values {
                        None => self.round(step, &mut totals)?,
                        Some(values) if of_members => {
                            for (parent, value) in self.parents().iter().zip(&values) {
                                if let Some(total) = totals.get_mut(*parent as usize) {
                                    *total = then(step.kind, *total, *value);
                                }
                            }
                        }
                        Some(values) if step.kind == StepKind::Add => {
                            wide::with(&mut totals, &values, plus);
                        }
                        Some(values) => {
                            let pairs = totals.iter_mut().zip(&values);
                            pairs.for_each(|(t, value)| *t = then(step.kind, *t, *value));
                        }
                    }
                }
            }
        }
        self.flush(added, &mut totals);
        Ok(totals)
    }

    /// Adds what the members of each household add to its total.
    fn flush(&self, added: Option<Vec<i64>>, totals: &mut [i64]) {
        let Some(added) = added else { return };
        let offsets = &self.population.members.offsets;
        let offsets = offsets.get(self.households.start..=self.households.end);
        let offsets = offsets.unwrap_or_default();
        let first = offsets.first().copied().unwrap_or(0);
        // A total that is open is far from zero too, and stays open.
        let near = |total: i64| total == OPEN || total.unsigned_abs() < 1 << 62;
        if wide::sums_fit(&added) && totals.iter().all(|total| near(*total)) {
            let offsets = wide::one(offsets, |end| end - first);
            wide::with(totals, &wide::by_offsets(&added, &offsets), plus);
            return;
        }
        let mut rest = added.as_slice();
        for (total, ends) in totals.iter_mut().zip(offsets.windows(2)) {
            let count = ends.iter().rev().copied().reduce(|to, from| to - from);
            let (own, others) = rest.split_at(count.unwrap_or(0) as usize);
            *total = own.iter().fold(*total, |sum, value| plus(sum, *value));
            rest = others;
        }
    }

    fn round(&self, step: &'a AmountStep, totals: &mut [i64]) -> Result<(), NotColumnar> {
        let unit = self.question.programme.unit;
        let words = self.value(&step.is, unit)?;
        let when = match &step.when {
            Some(when) => Tri::of(&self.value(when, unit)?, totals.len())?,
            None => Tri::sure(totals.len()),
        };
        let one = match &words {
            Vector::One(Value::Text(word)) => Some(word.clone()),
            _ => None,
        };
        if let (Some(word), true) = (&one, step.when.is_none()) {
            let rule = rule(word);
            let of = |total: i64| Some(base::money::Fen::new(known(total)?).rounded(rule?)?.get());
            totals
                .iter_mut()
                .for_each(|total| *total = open(of(*total)));
            return Ok(());
        }
        for (row, total) in totals.iter_mut().enumerate() {
            *total = match (when.holds(row), &one) {
                (Holds::No, _) => *total,
                (Holds::Yes, Some(word)) => open(rounded(known(*total), word)),
                (Holds::Yes, None) => match words.value(row) {
                    Value::Text(word) => open(rounded(known(*total), &word)),
                    _ => OPEN,
                },
                (Holds::Open, _) => OPEN,
            };
        }
        Ok(())
    }

    /// A step's value in each row; [`NOT`] where it does not apply.
    fn step(&self, step: &'a AmountStep, entity: Entity) -> Result<Vec<i64>, NotColumnar> {
        let rows = self.rows(entity).len();
        let value = self.value(&step.is, entity)?;
        let mut values: Vec<i64> = match &value {
            Vector::One(Value::Money(amount)) => vec![open(fen(Some(*amount))); rows],
            Vector::Money(part) => match part.known() {
                Some(micros) => micros.iter().map(|m| whole(*m)).collect(),
                None => (0..rows)
                    .map(|row| part.get(row).map_or(OPEN, whole))
                    .collect(),
            },
            value => (0..rows).map(|row| money(value, row)).collect(),
        };
        if let Some(when) = &step.when {
            let when = Tri::of(&self.value(when, entity)?, rows)?;
            // Masks, because a branch would be taken at random.
            values = wide::three(
                &values,
                &when.yes,
                &when.no,
                |value, yes: bool, no: bool| {
                    let otherwise = OPEN - i64::from(no);
                    let keep = -i64::from(yes);
                    (value & keep) | (otherwise & !keep)
                },
            );
        }
        Ok(values)
    }
}
