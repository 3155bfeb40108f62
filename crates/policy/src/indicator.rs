//! Indicators: a figure that nobody types in. A pack says over which records it is taken, which of
//! them are meant, which of these count, and what was aimed at; whoever holds the records hands in
//! their values.
//!
//! Start at [`Indicator::weigh`]; sums are kept in [`Figure`].

use crate::cel::{Datum, Type, Value};
use crate::pack::{Citation, Label};
use crate::programme::Formula;

/// Over what an indicator is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Over {
    /// The records of a register, by its name.
    Register(String),
    /// The tasks of the plan ([`task_fields`]).
    Tasks,
    /// The problems to be put right ([`problem_fields`]).
    Problems,
    /// What comparisons found ([`finding_fields`]).
    Findings,
    /// The values of the law themselves: one record, which always counts.
    Law,
}

/// What is known of a task, in the order in which its values are handed in.
pub fn task_fields() -> Vec<(String, Type)> {
    named(&[
        ("state", Type::Text),
        ("section", Type::Text),
        ("item", Type::Text),
        ("due", Type::Date),
        ("closed_on", Type::Date),
        ("has_owner", Type::Bool),
        ("division", Type::Text),
    ])
}

/// What is known of a problem, in the order in which its values are handed in.
pub fn problem_fields() -> Vec<(String, Type)> {
    named(&[
        ("state", Type::Text),
        ("source", Type::Text),
        ("due", Type::Date),
        ("closed_on", Type::Date),
        ("division", Type::Text),
    ])
}

/// What is known of a finding, in the order in which its values are handed in.
pub fn finding_fields() -> Vec<(String, Type)> {
    named(&[
        ("state", Type::Text),
        ("outcome", Type::Text),
        ("screen", Type::Text),
        ("found_on", Type::Date),
        ("due", Type::Date),
        ("closed_on", Type::Date),
        ("seen", Type::Bool),
        ("division", Type::Text),
    ])
}

fn named(fields: &[(&str, Type)]) -> Vec<(String, Type)> {
    let own = |(name, of): &(&str, Type)| ((*name).to_owned(), of.clone());
    fields.iter().map(own).collect()
}

/// What is made of the records.
#[derive(Debug, Clone)]
pub enum Measure {
    /// How many count.
    Count,
    /// How many count of those that are meant.
    Share,
    /// A sum over those that count, of whole numbers.
    Sum(Formula),
    /// A sum of money over those that count.
    Money(Formula),
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// The target is a floor.
    #[default]
    More,
    /// The target is a ceiling.
    Less,
}

/// A figure that is computed.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Stable name.
    pub id: String,
    /// Label.
    pub label: Label,
    /// Items of the plan that it answers.
    pub items: Vec<String>,
    /// Over what it is taken.
    pub over: Over,
    /// Which records are meant; all without it.
    pub of: Option<Formula>,
    /// Which of them count; all without it.
    pub counts: Option<Formula>,
    /// What is made of them.
    pub measure: Measure,
    /// What was aimed at: hundredths of a per cent for a share, fen for money.
    pub target: Option<i64>,
    /// Which way is better.
    pub better: Better,
    /// Where it is asked for.
    pub cite: Vec<Citation>,
}

/// What a record is to an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Not meant.
    Outside,
    /// Meant, and does not count.
    Lacks,
    /// Counts, with what it adds to the sum.
    Counts(i64),
    /// Something that the rule reads is not known, so that it cannot be told.
    Unknown,
}

/// A figure: how many are meant, how many count, what they add up to, how many cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figure {
    /// Records that are meant.
    pub meant: i64,
    /// Those of them that count.
    pub count: i64,
    /// What these add up to.
    pub sum: i64,
    /// Records of which it cannot be told.
    pub unknown: i64,
}

impl Figure {
    /// Takes a record in.
    pub fn add(&mut self, weight: Weight) {
        match weight {
            Weight::Outside => {}
            Weight::Lacks => self.meant += 1,
            Weight::Counts(adds) => {
                self.meant += 1;
                self.count += 1;
                self.sum = self.sum.saturating_add(adds);
            }
            Weight::Unknown => {
                self.meant += 1;
                self.unknown += 1;
            }
        }
    }
}

impl Indicator {
    /// What a record is, `names` being the values of its scope in their order.
    pub fn weigh(&self, names: &[Value<'_>]) -> Weight {
        let asked = |formula: &Option<Formula>| match formula {
            Some(formula) => formula.expression.holds(names),
            None => Some(true),
        };
        match (asked(&self.of), asked(&self.counts)) {
            (Some(false), _) => Weight::Outside,
            (None, _) | (Some(true), None) => Weight::Unknown,
            (Some(true), Some(false)) => Weight::Lacks,
            (Some(true), Some(true)) => match &self.measure {
                Measure::Count | Measure::Share => Weight::Counts(1),
                Measure::Sum(formula) | Measure::Money(formula) => {
                    match formula.expression.evaluate(names) {
                        Value::Int(number) => Weight::Counts(number),
                        Value::Money(amount) => Weight::Counts(amount.rounded().get()),
                        _ => Weight::Unknown,
                    }
                }
            },
        }
    }

    /// [`Indicator::weigh`] for records that are no register's: tasks, problems.
    pub fn weigh_plain(
        &self,
        on: jiff::civil::Date,
        parameters: &Vec<Datum>,
        own: &Vec<Datum>,
    ) -> Weight {
        self.weigh(&[
            Value::Date(on),
            Value::Record(parameters),
            Value::Record(own),
        ])
    }

    /// The figure as a number: a share in hundredths of a per cent, of nothing `None`.
    pub fn value(&self, figure: &Figure) -> Option<i64> {
        match self.measure {
            Measure::Count => Some(figure.count),
            Measure::Share if figure.meant == 0 => None,
            Measure::Share => Some(figure.count.saturating_mul(10_000) / figure.meant),
            // Of records that all keep silent there is no sum.
            Measure::Sum(_) | Measure::Money(_) if figure.count == 0 && figure.unknown > 0 => None,
            Measure::Sum(_) | Measure::Money(_) => Some(figure.sum),
        }
    }

    /// Whether the target is reached; `None` without a target or a figure.
    pub fn reached(&self, figure: &Figure) -> Option<bool> {
        let (value, target) = (self.value(figure)?, self.target?);
        Some(match self.better {
            Better::More => value >= target,
            Better::Less => value <= target,
        })
    }
}

#[cfg(test)]
mod tests;
