//! What a reform would do: one programme over a population under the law as it is and under
//! reforms of it, on a day or month by month.
//!
//! Month by month, whoever is granted an award draws it from then on; a standard that rises raises
//! it at once, while what lowers or ends it takes effect at the next review only, by the cycle that
//! the programme sets. Facts stay as they are, but people grow older and the law changes with its
//! dates. Whoever is owed something is taken to draw it. Must not know files. Start at
//! [`Simulation::run`].

mod reform;
mod state;

#[cfg(test)]
mod tests;

pub use reform::{Change, Reform, ReformError};

use crate::batch::{Population, Question, Verdicts, run};
use crate::fact::Entity;
use crate::pack::{Label, Pack, Parameter, Severity, parameters_on};
use crate::programme::Programme;
use base::money::Fen;
use jiff::civil::Date;
use state::State;

/// What is to be simulated.
#[derive(Debug)]
pub struct Simulation<'a> {
    /// The rules.
    pub pack: &'a Pack,
    /// The programme.
    pub programme: &'a Programme,
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
    /// What each household or member draws in the last month.
    pub last: Vec<Option<Fen>>,
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
    /// All.
    pub all: Line,
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

impl Simulation<'_> {
    /// Runs the law as it is, then each reform.
    ///
    /// # Errors
    /// A reform that cannot be applied.
    pub fn run(&self, population: &Population) -> Result<Vec<Scenario>, ReformError> {
        let (base, drawn) = self.scenario("", &self.pack.parameters, population, &[]);
        let mut scenarios = vec![base];
        for reform in self.reforms {
            let parameters = reform.apply(self.pack)?;
            let (mut scenario, _) = self.scenario(&reform.name, &parameters, population, &drawn);
            scenario.broken = self.broken(&parameters);
            scenarios.push(scenario);
        }
        Ok(scenarios)
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

    /// One law, and what everyone draws under it in each month.
    fn scenario(
        &self,
        name: &str,
        parameters: &[Parameter],
        population: &Population,
        base: &[Vec<Option<Fen>>],
    ) -> (Scenario, Vec<Vec<Option<Fen>>>) {
        let mut state = State::new(self, population);
        let mut months = Vec::new();
        let mut drawn = Vec::new();
        for month in 0..self.months.max(1) {
            let span = i64::try_from(month).unwrap_or_default();
            let day = jiff::Span::new()
                .try_months(span)
                .ok()
                .and_then(|span| self.on.checked_add(span).ok());
            let Some(on) = day else { break };
            let law = parameters_on(parameters, on);
            let question = Question {
                programme: self.programme,
                law: &law,
                on,
                conditions: false,
                beside: None,
            };
            let verdicts = run(&question, state.population());
            let now = state.after(&question, &verdicts, month);
            months.push(self.month(on, &verdicts, &now, base.get(month), population));
            drawn.push(now);
        }
        let scenario = Scenario {
            name: name.to_owned(),
            months,
            last: drawn.last().cloned().unwrap_or_default(),
            broken: Vec::new(),
        };
        (scenario, drawn)
    }

    fn month(
        &self,
        day: Date,
        verdicts: &Verdicts,
        now: &[Option<Fen>],
        base: Option<&Vec<Option<Fen>>>,
        population: &Population,
    ) -> Month {
        let sizes = |of: &Vec<u32>| of.iter().max().map_or(0, |most| *most as usize + 1);
        let mut month = Month {
            day: Some(day),
            all: Line::default(),
            groups: self
                .groups
                .iter()
                .map(|of| vec![Line::default(); sizes(of)])
                .collect(),
        };
        let persons = self.programme.unit == Entity::Person;
        let mut home = 0usize;
        for (row, drawn) in now.iter().enumerate() {
            if persons {
                while population.rows(Entity::Person, home..home + 1).end <= row {
                    home += 1;
                }
            } else {
                home = row;
            }
            let people = if persons {
                1
            } else {
                population.rows(Entity::Person, home..home + 1).len()
            };
            let before = base.map_or(*drawn, |base| base.get(row).copied().flatten());
            let open = verdicts.outcome.get(row) == Some(&crate::batch::Outcome::NeedsFact);
            month.all.add(before, *drawn, people, open);
            for (lines, of) in month.groups.iter_mut().zip(self.groups) {
                let line = of
                    .get(home)
                    .and_then(|group| lines.get_mut(*group as usize));
                if let Some(line) = line {
                    line.add(before, *drawn, people, open);
                }
            }
        }
        month
    }
}

impl Line {
    fn add(&mut self, before: Option<Fen>, now: Option<Fen>, people: usize, open: bool) {
        self.open += u64::from(open && now.is_none());
        if let Some(fen) = now {
            self.granted += 1;
            self.people += u64::try_from(people).unwrap_or_default();
            self.cost_fen = self.cost_fen.saturating_add(fen.get());
        }
        match (before, now) {
            (None, Some(_)) => self.joined += 1,
            (Some(_), None) => self.left += 1,
            (Some(before), Some(now)) if now > before => self.up += 1,
            (Some(before), Some(now)) if now < before => self.down += 1,
            (Some(_), Some(_)) => self.same += 1,
            (None, None) => {}
        }
    }
}
