//! One household at a time, by the row path: for what does not run over columns, and the measure
//! that the columns are held against.

use super::amount::{Total, after, fen, paid, rounded};
use super::ways::{Truth, Ways};
use super::{Holds, Outcome, Population, Question, Verdicts};
use crate::cel::{Datum, Record, Value};
use crate::fact::Entity;
use crate::pack::Label;
use crate::programme::{AmountStep, Amounts, Formula, StepKind};
use crate::screen::Template;
use std::ops::Range;

/// The verdicts of a range of households.
pub(super) fn verdicts(
    question: &Question<'_>,
    population: &Population,
    households: Range<usize>,
) -> Verdicts {
    let mut found = Verdicts::default();
    for at in households {
        let home = Home::new(question, population, at);
        match question.programme.unit {
            Entity::Household => home.decide(None, &mut found),
            Entity::Person => {
                for member in 0..home.members.len() {
                    home.decide(Some(member), &mut found);
                }
            }
        }
    }
    found
}

/// A household with its derived quantities.
pub(super) struct Home<'q> {
    question: &'q Question<'q>,
    household: Record,
    members: Vec<Record>,
    /// Whether the members are known.
    known: bool,
    held: Vec<Record>,
}

fn names<'a>(
    question: &Question<'a>,
    (household, members, held): (&'a Record, Option<&'a [Record]>, &'a [Record]),
    member: Option<usize>,
) -> Vec<Value<'a>> {
    let mut names = vec![
        Value::Date(question.on),
        Value::Record(question.law),
        Value::Record(household),
        members.map_or(Value::Missing, Value::Rows),
        Value::Rows(held),
    ];
    names.extend(member.and_then(|m| members?.get(m)).map(Value::Record));
    names
}

/// A scalar value on its own.
fn owned(value: &Value<'_>) -> Datum {
    match value {
        Value::Bool(b) => Datum::Bool(*b),
        Value::Int(n) => Datum::Int(*n),
        Value::Decimal(d) => Datum::Decimal(*d),
        Value::Money(m) => Datum::Money(*m),
        Value::Date(d) => Datum::Date(*d),
        Value::Text(t) => Datum::Text(t.clone()),
        _ => Datum::Missing,
    }
}

impl<'q> Home<'q> {
    pub(super) fn new(question: &'q Question<'q>, population: &Population, at: usize) -> Self {
        let (programme, layout) = (question.programme, &question.programme.layout);
        let records = |rows: &crate::cel::columns::RowsColumn| -> Vec<Record> {
            let range = rows.range(at).unwrap_or(0..0);
            range.map(|row| rows.table.record(row)).collect()
        };
        let mut home = Self {
            question,
            household: population.household.record(at),
            members: records(&population.members),
            known: population.members.range(at).is_some(),
            held: records(&population.held),
        };
        let size = |of: &crate::cel::Type| match of {
            crate::cel::Type::Record(fields) => fields.len(),
            _ => 0,
        };
        home.household
            .resize(size(&layout.household), Datum::Missing);
        for member in &mut home.members {
            member.resize(size(&layout.person), Datum::Missing);
        }
        for derive in programme.derives_on(question.on) {
            match derive.entity {
                Entity::Household => {
                    let value = owned(&home.value(&derive.is, None));
                    if let Some(slot) = home.household.get_mut(derive.place) {
                        *slot = value;
                    }
                }
                Entity::Person => {
                    for member in 0..home.members.len() {
                        let value = owned(&home.value(&derive.is, Some(member)));
                        if let Some(slot) = home.members[member].get_mut(derive.place) {
                            *slot = value;
                        }
                    }
                }
            }
        }
        home
    }

    fn names(&self, member: Option<usize>) -> Vec<Value<'_>> {
        names(
            self.question,
            (
                &self.household,
                self.known.then_some(&*self.members),
                &self.held,
            ),
            member,
        )
    }

    fn value(&self, formula: &Formula, member: Option<usize>) -> Value<'_> {
        formula.expression.evaluate(&self.names(member))
    }

    fn holds(&self, formula: &Formula, member: Option<usize>) -> Option<bool> {
        formula.expression.holds(&self.names(member))
    }

    fn money(&self, formula: &Formula, member: Option<usize>) -> Total {
        match self.value(formula, member) {
            Value::Money(amount) => fen(Some(amount)),
            _ => None,
        }
    }

    fn decide(&self, member: Option<usize>, found: &mut Verdicts) {
        let (programme, on) = (self.question.programme, self.question.on);
        let conditions = programme.conditions_on(on);
        let conditions = conditions.map(|c| (c, self.holds(&c.is, member))).collect();
        let ways = Ways::new(programme, on, conditions, Some(true));
        let (outcome, status) = self.outcome(&ways, member);
        let amount = match (outcome, &programme.amount) {
            (Outcome::Granted, Some(amounts)) => Some(paid(self.amount(amounts, status, member))),
            _ => None,
        };
        found.outcome.push(match amount {
            Some(None) => Outcome::NeedsFact,
            _ => outcome,
        });
        found.amount.push(amount.flatten());
        found.status.push(status);
        if self.question.conditions {
            found.conditions.resize(ways.conditions.len(), Vec::new());
            for ((_, truth), all) in ways.conditions.iter().zip(&mut found.conditions) {
                all.push(match truth {
                    Some(true) => Holds::Yes,
                    Some(false) => Holds::No,
                    None => Holds::Open,
                });
            }
        }
    }

    pub(super) fn reasons(&self, member: Option<usize>) -> Vec<Label> {
        let (programme, on) = (self.question.programme, self.question.on);
        let names = self.names(member);
        let said = |[zh, en]: &[Template; 2]| Label {
            zh: zh.render(&names),
            en: en.render(&names),
        };
        let conditions = programme.conditions_on(on);
        let conditions: Vec<_> = conditions.map(|c| (c, self.holds(&c.is, member))).collect();
        let ways = Ways::new(programme, on, conditions, Some(true));
        let (outcome, status) = self.outcome(&ways, member);
        if outcome == Outcome::Granted {
            let own = usize::from(status).checked_sub(1);
            let own = own.and_then(|at| programme.statuses.get(at));
            return own.map(|s| said(&s.sentence)).into_iter().collect();
        }
        let wanted = match outcome {
            Outcome::Refused => Some(false),
            _ => None,
        };
        let told = ways.conditions.iter().filter(|(_, truth)| *truth == wanted);
        told.map(|(condition, truth)| match (truth, &condition.unknown) {
            (Some(_), _) => said(&condition.fails),
            (None, Some(unknown)) => said(unknown),
            (None, None) => condition.label.clone(),
        })
        .collect()
    }

    fn outcome(&self, ways: &Ways<'_, Option<bool>>, member: Option<usize>) -> (Outcome, u8) {
        let on = self.question.on;
        match ways.needed(&[]) {
            Some(true) => return (Outcome::Granted, 0),
            None => return (Outcome::NeedsFact, 0),
            Some(false) => {}
        }
        let statuses = self.question.programme.statuses.iter().enumerate();
        let mut open = false;
        for (at, status) in statuses.filter(|(_, s)| s.days.contain(on)) {
            let needed = ways.needed(&status.instead_of);
            let mut holds = self.holds(&status.when, member).both(&needed);
            if let Some(until) = &status.until {
                holds = holds.both(&match self.value(until, member) {
                    Value::Date(day) => Some(on <= day),
                    _ => None,
                });
            }
            match holds {
                Some(true) => return (Outcome::Granted, u8::try_from(at + 1).unwrap_or(u8::MAX)),
                None => open = true,
                Some(false) => {}
            }
        }
        if open {
            return (Outcome::NeedsFact, 0);
        }
        (Outcome::Refused, 0)
    }

    fn amount(&self, amounts: &Amounts, status: u8, member: Option<usize>) -> Total {
        let own = usize::from(status).checked_sub(1);
        let own = own.and_then(|at| self.question.programme.statuses.get(at)?.amount.as_ref());
        if let Some(formula) = own {
            return self.money(formula, member);
        }
        let steps = amounts.steps.iter();
        let steps: Vec<&AmountStep> = steps.filter(|s| s.days.contain(self.question.on)).collect();
        let mut total = Some(0);
        for (at, step) in steps.iter().enumerate() {
            if step.kind == StepKind::Round {
                total = match (self.applies(step, member), self.value(&step.is, member)) {
                    (Some(false), _) => total,
                    (Some(true), Value::Text(word)) => rounded(total, &word),
                    _ => None,
                };
                continue;
            }
            let whose: Vec<Option<usize>> = if step.each_member && member.is_none() {
                (0..self.members.len()).map(Some).collect()
            } else {
                vec![member]
            };
            for member in whose {
                match self.step(&steps, at, member) {
                    Step::Counts(value) => total = after(step.kind, total, value),
                    Step::Unknown => total = None,
                    Step::Not => {}
                }
            }
        }
        total
    }

    fn applies(&self, step: &AmountStep, member: Option<usize>) -> Option<bool> {
        step.when
            .as_ref()
            .map_or(Some(true), |when| self.holds(when, member))
    }

    /// What a step is for the unit or a member; of steps with one word only the first of the
    /// highest counts.
    fn step(&self, steps: &[&AmountStep], at: usize, member: Option<usize>) -> Step {
        let value = |step: &AmountStep| match self.applies(step, member) {
            Some(false) => Step::Not,
            Some(true) => Step::Counts(self.money(&step.is, member)),
            None => Step::Unknown,
        };
        let Some(step) = steps.get(at) else {
            return Step::Not;
        };
        let own = value(step);
        let Some(word) = &step.highest_of else {
            return own;
        };
        let Step::Counts(Some(own_fen)) = own else {
            return own;
        };
        for (other_at, other) in steps.iter().enumerate() {
            let rival = other.highest_of.as_ref() == Some(word)
                && other.each_member == step.each_member
                && other_at != at;
            if !rival {
                continue;
            }
            match value(other) {
                Step::Counts(Some(fen)) if fen > own_fen => return Step::Not,
                Step::Counts(Some(fen)) if fen == own_fen && other_at < at => return Step::Not,
                Step::Counts(Some(_)) | Step::Not => {}
                Step::Counts(None) | Step::Unknown => return Step::Unknown,
            }
        }
        own
    }
}

#[derive(Clone, Copy)]
enum Step {
    /// It counts, if its value is known.
    Counts(Total),
    /// It does not apply, or another one is higher.
    Not,
    /// Whether it applies is open.
    Unknown,
}
