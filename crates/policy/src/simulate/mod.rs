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
mod reform;
mod state;

#[cfg(test)]
mod tests;

pub use moves::Move;
pub use reform::{Change, Reform, ReformError};

use crate::batch::{Outcome, Population, Question, run};
use crate::cel::columns::RowsColumn;
use crate::fact::Entity;
use crate::pack::{Label, Pack, Parameter, Severity, parameters_on};
use crate::programme::{Period, Programme};
use base::money::Fen;
use beside::Decided;
use count::Counting;
use jiff::civil::Date;
use state::{Awards, Seen};

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

/// What every row of each programme is paid in each month.
type Drawn = Vec<Vec<Vec<Option<Fen>>>>;

impl<'a> Simulation<'a> {
    /// Whose rows the counts are of: with several programmes households.
    pub fn unit(&self) -> Entity {
        match self.programmes {
            [one] => one.unit,
            _ => Entity::Household,
        }
    }

    /// Runs the law as it is, then each reform. The awards of the population change on the way and
    /// are put back.
    ///
    /// # Errors
    /// A reform that cannot be applied.
    pub fn run(&self, population: &mut Population) -> Result<Vec<Scenario>, ReformError> {
        let changed = self.reforms.iter().map(|r| Ok((r, r.apply(self.pack)?)));
        let changed: Vec<(&Reform, Vec<Parameter>)> = changed.collect::<Result<_, _>>()?;
        let given = population.held.clone();
        let (base, drawn) = self.scenario("", &self.pack.parameters, population, &given, None);
        let mut scenarios = vec![base];
        for (reform, parameters) in &changed {
            let beside = Some(&drawn);
            let (mut scenario, _) =
                self.scenario(&reform.name, parameters, population, &given, beside);
            scenario.broken = self.broken(parameters);
            scenarios.push(scenario);
        }
        population.held = given;
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
        population: &mut Population,
        given: &RowsColumn,
        base: Option<&Drawn>,
    ) -> (Scenario, Drawn) {
        let ordered = self.ordered();
        let mut awards: Vec<Awards> = ordered.iter().map(|_| Awards::default()).collect();
        let mut months = Vec::new();
        let mut drawn: Drawn = Vec::new();
        let (mut by_month, mut otherwise) = (0i64, 0i64);
        for month in 0..self.months.max(1) {
            let span = i64::try_from(month).unwrap_or_default();
            let day = jiff::Span::new()
                .try_months(span)
                .ok()
                .and_then(|span| self.on.checked_add(span).ok());
            let Some(on) = day else { break };
            let law = parameters_on(parameters, on);
            let open = self.decide(&ordered, (&law, on, month), population, given, &mut awards);
            let mut paid: Vec<Vec<Option<Fen>>> = vec![Vec::new(); self.programmes.len()];
            for (programme, awards) in ordered.iter().zip(&awards) {
                let period = programme.amount.as_ref().map(|a| a.period);
                let rows = awards.paid(period, month);
                let sum: i64 = rows.iter().flatten().map(|fen| fen.get()).sum();
                match period {
                    Some(Period::Month) | None => by_month = by_month.saturating_add(sum),
                    _ => otherwise = otherwise.saturating_add(sum),
                }
                let place = self.programmes.iter().position(|p| p.id == programme.id);
                if let Some(slot) = place.and_then(|at| paid.get_mut(at)) {
                    *slot = rows;
                }
            }
            let before = base.and_then(|base| base.get(month));
            let counting = Counting::new(self, population, &open, &paid, before);
            months.push(counting.month(on));
            drawn.push(paid);
        }
        let last = drawn.last();
        let count = i64::try_from(months.len().max(1)).unwrap_or(1);
        let scenario = Scenario {
            name: name.to_owned(),
            months,
            last: last.map_or_else(Vec::new, |paid| {
                count::together(self.programmes, paid, population)
            }),
            moves: match (base.and_then(|b| b.last()), last) {
                (Some(before), Some(now)) => {
                    moves::between(self.programmes, population, before, now)
                }
                _ => Vec::new(),
            },
            year_fen: by_month.saturating_mul(12) / count + otherwise,
            broken: Vec::new(),
        };
        (scenario, drawn)
    }

    /// The programmes so that each stands after those it builds on.
    fn ordered(&self) -> Vec<&'a Programme> {
        let all = crate::decide::order(self.pack).into_iter();
        all.filter(|p| self.programmes.iter().any(|own| own.id == p.id))
            .collect()
    }

    /// One month's decisions, and what is in payment after them; which rows of each programme, in
    /// the order of `self.programmes`, lack a fact.
    fn decide(
        &self,
        ordered: &[&'a Programme],
        (law, on, month): (&crate::cel::Record, Date, usize),
        population: &mut Population,
        given: &RowsColumn,
        awards: &mut [Awards],
    ) -> Vec<Vec<bool>> {
        let mut decided: Vec<Decided<'a>> = Vec::new();
        let own = if month == 0 { &[][..] } else { ordered };
        let question = |programme| Question {
            programme,
            law,
            on,
            conditions: false,
            beside: None,
        };
        let alone = self.months <= 1;
        // Programmes that see the same awards share them.
        let mut views: Vec<(Vec<(usize, bool)>, RowsColumn)> = Vec::new();
        let mut holding = Vec::new();
        for (at, programme) in ordered.iter().enumerate() {
            let seen: Vec<(usize, bool)> = ordered
                .iter()
                .enumerate()
                .filter(|(_, other)| sees(programme, other))
                .map(|(place, other)| {
                    (place, place < at && programme.builds_on.contains(&other.id))
                })
                .collect();
            let view = views.iter().position(|(key, _)| *key == seen);
            let view = view.unwrap_or_else(|| {
                let shown = seen.iter().filter_map(|(place, now)| {
                    let decided = decided.get(*place).filter(|_| *now);
                    Some(Seen {
                        programme: ordered.get(*place)?,
                        awards: awards.get(*place).filter(|_| month > 0),
                        decided: decided.map(|d| (&d.verdicts, on)),
                    })
                });
                let shown: Vec<Seen<'_>> = shown.collect();
                let held = state::held(population, given, own, &shown);
                views.push((seen, held));
                views.len() - 1
            });
            let verdicts = see(&mut views, view, population, |population| {
                run(&question(programme), population)
            });
            holding.push(view);
            decided.push(Decided {
                programme,
                verdicts,
            });
        }
        // What others are paid from before bears on this month's decisions.
        let paying: Vec<Seen<'_>> = ordered
            .iter()
            .zip(awards.iter())
            .filter(|_| month > 0)
            .map(|(programme, awards)| Seen {
                programme,
                awards: Some(awards),
                decided: None,
            })
            .collect();
        population.held = state::held(population, given, own, &paying);
        beside::settle(self.pack, on, population, &mut decided);
        let mut open = vec![Vec::new(); self.programmes.len()];
        for ((decided, awards), view) in decided.iter().zip(awards).zip(holding) {
            let question = question(decided.programme);
            see(&mut views, view, population, |population| {
                awards.take(&question, &decided.verdicts, population, (month, alone));
            });
            let lacks = |outcome: &Outcome| *outcome == Outcome::NeedsFact;
            let place = self
                .programmes
                .iter()
                .position(|p| p.id == decided.programme.id);
            if let Some(slot) = place.and_then(|at| open.get_mut(at)) {
                *slot = decided.verdicts.outcome.iter().map(lacks).collect();
            }
        }
        open
    }
}

/// Does something while the population shows one view of the awards.
fn see<R>(
    views: &mut [(Vec<(usize, bool)>, RowsColumn)],
    view: usize,
    population: &mut Population,
    what: impl FnOnce(&Population) -> R,
) -> R {
    let Some((_, held)) = views.get_mut(view) else {
        return what(population);
    };
    std::mem::swap(&mut population.held, held);
    let done = what(population);
    std::mem::swap(&mut population.held, held);
    done
}

/// Whether a programme's rules look at the awards of another.
fn sees(programme: &Programme, other: &Programme) -> bool {
    let quoted = [format!("'{}'", other.id), format!("\"{}\"", other.id)];
    programme.builds_on.contains(&other.id)
        || crate::batch::formulas(programme).any(|f| quoted.iter().any(|q| f.text.contains(q)))
}
