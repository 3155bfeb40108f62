//! A simulation over some of the households. Households do not bear on each other, so that a
//! population is gone through part by part: many parts at once, and never more in memory than those.
//! Start at [`Part::scenario`].

use super::beside::{self, Decided};
use super::count::{self, Counting};
use super::moves::{self, Moves};
use super::state::{self, Awards, Seen};
use super::{Line, Month, Simulation};
use crate::batch::{Outcome, Population, Question, run};
use crate::cel::columns::RowsColumn;
use crate::pack::{Parameter, parameters_on};
use crate::programme::{Period, Programme};
use base::money::Fen;
use jiff::civil::Date;

/// What every row of each programme is paid in each month.
pub(super) type Drawn = Vec<Vec<Vec<Option<Fen>>>>;

/// Some households of a simulation.
pub(super) struct Part<'a> {
    pub(super) simulation: &'a Simulation<'a>,
    /// The group of each of these households, for every way of grouping.
    pub(super) groups: Vec<&'a [u32]>,
    /// How many groups each way of grouping has.
    pub(super) sizes: &'a [usize],
}

/// What came out for some households under one law.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) months: Vec<Month>,
    /// What each draws in the last month.
    pub(super) last: Vec<Option<Fen>>,
    pub(super) moves: Moves,
    /// What monthly awards cost in all months.
    pub(super) by_month: i64,
    /// What other awards cost.
    pub(super) otherwise: i64,
}

impl Found {
    /// These households and those that follow them.
    pub(super) fn and(&mut self, mut more: Self) {
        if self.months.is_empty() {
            self.months = more.months;
        } else {
            let before = std::mem::take(&mut self.months).into_iter();
            self.months = before.zip(more.months).map(|(a, b)| a.and(b)).collect();
        }
        self.last.append(&mut more.last);
        for (way, households) in more.moves {
            *self.moves.entry(way).or_default() += households;
        }
        self.by_month = self.by_month.saturating_add(more.by_month);
        self.otherwise = self.otherwise.saturating_add(more.otherwise);
    }
}

impl<'a> Part<'a> {
    /// One law, and what everyone draws under it in each month.
    pub(super) fn scenario(
        &self,
        parameters: &[Parameter],
        population: &mut Population,
        given: &RowsColumn,
        base: Option<&Drawn>,
    ) -> (Found, Drawn) {
        let simulation = self.simulation;
        let ordered = self.ordered();
        let mut awards: Vec<Awards> = ordered.iter().map(|_| Awards::default()).collect();
        let mut drawn: Drawn = Vec::new();
        let mut found = Found::default();
        for month in 0..simulation.months.max(1) {
            let span = i64::try_from(month).unwrap_or_default();
            let day = jiff::Span::new()
                .try_months(span)
                .ok()
                .and_then(|span| simulation.on.checked_add(span).ok());
            let Some(on) = day else { break };
            let law = parameters_on(parameters, on);
            let open = self.decide(&ordered, (&law, on, month), population, given, &mut awards);
            let mut paid: Vec<Vec<Option<Fen>>> = vec![Vec::new(); simulation.programmes.len()];
            for (programme, awards) in ordered.iter().zip(&awards) {
                let period = programme.amount.as_ref().map(|a| a.period);
                let rows = awards.paid(period, month);
                let sum: i64 = rows.iter().flatten().map(|fen| fen.get()).sum();
                let total = match period {
                    Some(Period::Month) | None => &mut found.by_month,
                    _ => &mut found.otherwise,
                };
                *total = total.saturating_add(sum);
                if let Some(slot) = self.place(programme).and_then(|at| paid.get_mut(at)) {
                    *slot = rows;
                }
            }
            let before = base.and_then(|base| base.get(month));
            let counting = Counting::new(self, population, &open, &paid, before);
            found.months.push(counting.month(on));
            drawn.push(paid);
        }
        if let Some(now) = drawn.last() {
            found.last = count::together(simulation.programmes, now, population);
            if let Some(before) = base.and_then(|base| base.last()) {
                found.moves = moves::between(simulation.programmes, population, before, now);
            }
        }
        (found, drawn)
    }

    /// The programmes so that each stands after those it builds on.
    fn ordered(&self) -> Vec<&'a Programme> {
        let all = crate::decide::order(self.simulation.pack).into_iter();
        all.filter(|p| self.simulation.programmes.iter().any(|own| own.id == p.id))
            .collect()
    }

    /// The place of a programme among those simulated.
    fn place(&self, programme: &Programme) -> Option<usize> {
        let mut all = self.simulation.programmes.iter();
        all.position(|p| p.id == programme.id)
    }

    /// A month in which nobody has been counted.
    pub(super) fn nobody(&self, day: Date) -> Month {
        let lines = |count: usize| vec![Line::default(); count];
        Month {
            day: Some(day),
            all: Line::default(),
            programmes: lines(self.simulation.programmes.len()),
            groups: self.sizes.iter().map(|size| lines(*size)).collect(),
        }
    }

    /// One month's decisions, and what is in payment after them; which rows of each programme, in
    /// the order of the simulation, lack a fact.
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
        let alone = self.simulation.months <= 1;
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
        beside::settle(self.simulation.pack, on, population, &mut decided);
        let mut open = vec![Vec::new(); self.simulation.programmes.len()];
        for ((decided, awards), view) in decided.iter().zip(awards).zip(holding) {
            let question = question(decided.programme);
            see(&mut views, view, population, |population| {
                awards.take(&question, &decided.verdicts, population, (month, alone));
            });
            let lacks = |outcome: &Outcome| *outcome == Outcome::NeedsFact;
            let place = self.place(decided.programme);
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
