//! What a reform would do: one programme or several over a population under the law as it is and
//! under reforms of it, on a day or month by month.
//!
//! Several programmes are decided in the order in which they build on each other; each sees the
//! awards of those before it, and those that exclude each other give way (`beside`).
//!
//! Month by month, whoever is granted an award draws it from then on; a standard that rises raises
//! it at once, while what lowers or ends it takes effect at the next review only, by the cycle that
//! the programme sets. Facts stay as they are, but people grow older and the law changes with its
//! dates. Whoever is owed something is taken to draw it. Must not know files. Start at
//! [`Simulation::run`].

mod beside;
mod count;
mod moves;
mod part;
mod reform;
mod state;

#[cfg(test)]
mod tests;

pub use moves::Move;
pub use reform::{Change, Reform, ReformError};

use crate::batch::Population;
use crate::fact::Entity;
use crate::pack::{Label, Pack, Parameter, Severity};
use crate::programme::Programme;
use base::money::Fen;
use jiff::civil::Date;
use part::{Found, Part};
use rayon::prelude::*;
use std::ops::Range;

/// What is to be simulated.
#[derive(Debug)]
pub struct Simulation<'a> {
    /// The rules.
    pub pack: &'a Pack,
    /// The programmes.
    pub programmes: &'a [&'a Programme],
    /// The first month's day.
    pub on: Date,
    /// How many months.
    pub months: usize,
    /// The reforms; the law as it is comes first by itself.
    pub reforms: &'a [Reform],
    /// The group of each household, for every way of grouping.
    pub groups: &'a [Vec<u32>],
}

/// What came out under one law.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// The reform's name; empty for the law as it is.
    pub name: String,
    /// Month by month.
    pub months: Vec<Month>,
    /// What each household or member draws in the last month; each household, of several
    /// programmes together.
    pub last: Vec<Option<Fen>>,
    /// Who leaves one programme for another, in the last month.
    pub moves: Vec<Move>,
    /// What a year costs: monthly awards brought to twelve months, others as they fall due.
    pub year_fen: i64,
    /// What the law says of its values and the reform breaks.
    pub broken: Vec<Broken>,
}

/// A rule about the values of the law that a reform breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The rule.
    pub label: Label,
    /// What is wrong.
    pub text: Label,
    /// From when.
    pub from: Date,
    /// Where it stands.
    pub cite: String,
    /// Whether it forbids.
    pub severity: Severity,
}

/// One month.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Month {
    /// Its day.
    pub day: Option<Date>,
    /// All: of several programmes by household.
    pub all: Line,
    /// Each programme by itself.
    pub programmes: Vec<Line>,
    /// For every way of grouping, by group.
    pub groups: Vec<Vec<Line>>,
}

/// Counts and sums of some households or members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Line {
    /// How many draw something, or are granted a service.
    pub granted: u64,
    /// The people in the households that do.
    pub people: u64,
    /// What is paid.
    pub cost_fen: i64,
    /// Granted here and not under the law as it is.
    pub joined: u64,
    /// Granted under the law as it is and not here.
    pub left: u64,
    /// Granted under both, with more here.
    pub up: u64,
    /// Granted under both, with less here.
    pub down: u64,
    /// Granted under both, with the same amount.
    pub same: u64,
    /// A fact is missing.
    pub open: u64,
}

/// Households simulated together: few enough that what they draw in all months stays small.
const PART: usize = if cfg!(test) { 3 } else { 8_192 };

impl Scenario {
    fn of(name: &str, found: Found) -> Self {
        let count = i64::try_from(found.months.len().max(1)).unwrap_or(1);
        Self {
            name: name.to_owned(),
            months: found.months,
            last: found.last,
            moves: moves::sorted(found.moves),
            year_fen: found.by_month.saturating_mul(12) / count + found.otherwise,
            broken: Vec::new(),
        }
    }
}

impl Simulation<'_> {
    /// Whose rows the counts are of: with several programmes households.
    pub fn unit(&self) -> Entity {
        match self.programmes {
            [one] => one.unit,
            _ => Entity::Household,
        }
    }

    /// Runs the law as it is, then each reform.
    ///
    /// # Errors
    /// A reform that cannot be applied.
    pub fn run(&self, population: &Population) -> Result<Vec<Scenario>, ReformError> {
        let changed = self.reforms.iter().map(|r| r.apply(self.pack));
        let changed: Vec<Vec<Parameter>> = changed.collect::<Result<_, _>>()?;
        let homes = population.household.rows;
        let sizes = |of: &Vec<u32>| of.iter().max().map_or(0, |most| *most as usize + 1);
        let sizes: Vec<usize> = self.groups.iter().map(sizes).collect();
        // Without any household there is still one part, which is empty.
        let parts = (0..homes.div_ceil(PART).max(1)).into_par_iter();
        let parts: Vec<Vec<Found>> = parts
            .map(|at| at * PART..((at + 1) * PART).min(homes))
            .map(|own| self.part(&changed, &sizes, own.clone(), population.part(own)))
            .collect();
        let mut laws: Vec<Found> = Vec::new();
        laws.resize_with(changed.len() + 1, Found::default);
        for part in parts {
            let pairs = laws.iter_mut().zip(part);
            pairs.for_each(|(law, found)| law.and(found));
        }
        let names = std::iter::once("").chain(self.reforms.iter().map(|r| r.name.as_str()));
        let mut scenarios: Vec<Scenario> = names
            .zip(laws)
            .map(|(name, found)| Scenario::of(name, found))
            .collect();
        let reformed = scenarios.iter_mut().skip(1);
        for (scenario, parameters) in reformed.zip(&changed) {
            scenario.broken = self.broken(parameters);
        }
        Ok(scenarios)
    }

    /// The law as it is and each reform, for some households.
    fn part(
        &self,
        changed: &[Vec<Parameter>],
        sizes: &[usize],
        homes: Range<usize>,
        mut population: Population,
    ) -> Vec<Found> {
        let groups = self.groups.iter();
        let part = Part {
            simulation: self,
            groups: groups
                .map(|of| of.get(homes.clone()).unwrap_or_default())
                .collect(),
            sizes,
        };
        let given = population.held.clone();
        let law = &self.pack.parameters;
        let (base, drawn) = part.scenario(law, &mut population, &given, None);
        let mut found = vec![base];
        for parameters in changed {
            let beside = Some(&drawn);
            found.push(part.scenario(parameters, &mut population, &given, beside).0);
        }
        found
    }

    /// The constraints that hold for the pack's own values and not for others, in the months
    /// simulated and at least for a year.
    fn broken(&self, parameters: &[Parameter]) -> Vec<Broken> {
        let span = i64::try_from(self.months.max(12)).unwrap_or(12);
        let span = jiff::Span::new().try_months(span).ok();
        let end = span.and_then(|span| self.on.checked_add(span).ok());
        let end = end.unwrap_or(self.on);
        let mut found = Vec::new();
        for constraint in &self.pack.constraints {
            let before = constraint.check(&self.pack.parameters);
            let after = constraint.check(parameters);
            let seen =
                |from: Date, to: Option<Date>| from <= end && to.is_none_or(|to| self.on <= to);
            let new = after.into_iter().filter(|v| !before.contains(v));
            for violation in new.filter(|v| seen(v.from, v.to)) {
                let cite = &constraint.cite;
                found.push(Broken {
                    label: constraint.label.clone(),
                    text: violation.text,
                    from: violation.from,
                    cite: format!("{} {}", cite.document, cite.article)
                        .trim_end()
                        .to_owned(),
                    severity: constraint.severity,
                });
            }
        }
        found
    }
}
