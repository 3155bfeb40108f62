//! Which of a household's awards give way to others, over whole columns: the rules of stacking as
//! [`crate::decide::decide_all`] applies them, with two simplifications that no shipped rule meets.
//! An award of the household counts for each member by equal parts, and a household is not counted
//! anew without members who have another award. Where people may choose, they take the higher.
//! Start at [`settle`].

use crate::batch::{Outcome, Population, Verdicts, split};
use crate::cel::Datum;
use crate::fact::Entity;
use crate::pack::Pack;
use crate::programme::{Programme, Stacking, StackingRule};
use base::money::Fen;
use jiff::civil::Date;
use rayon::prelude::*;

/// One programme's decisions.
pub(super) struct Decided<'p> {
    pub(super) programme: &'p Programme,
    pub(super) verdicts: Verdicts,
}

/// The decisions of one programme on the rows of some households.
struct Part<'v> {
    programme: &'v Programme,
    /// The first row.
    start: usize,
    outcome: &'v mut [Outcome],
    amount: &'v mut [Option<Fen>],
}

impl Part<'_> {
    fn place(&self, row: usize) -> usize {
        row.wrapping_sub(self.start)
    }

    fn granted(&self, row: usize) -> bool {
        self.outcome.get(self.place(row)) == Some(&Outcome::Granted)
    }

    fn amount(&self, row: usize) -> Option<Fen> {
        self.amount.get(self.place(row)).copied().flatten()
    }

    fn set(&mut self, row: usize, outcome: Outcome, amount: Option<Fen>) {
        let place = self.place(row);
        if let Some(slot) = self.outcome.get_mut(place) {
            *slot = outcome;
        }
        if let Some(slot) = self.amount.get_mut(place) {
            *slot = amount;
        }
    }
}

/// Another award: what it pays, and where it was decided.
type Other = (Option<Fen>, Option<(usize, usize)>);

/// Lets awards bear on each other, programme by programme in the order of their decision.
/// Households do not bear on each other: many are settled at once.
pub(super) fn settle(pack: &Pack, on: Date, population: &Population, decided: &mut [Decided<'_>]) {
    let rules: Vec<Vec<&Stacking>> = decided
        .iter()
        .map(|own| {
            let all = pack.stackings.iter();
            all.filter(|s| s.programme == own.programme.id && s.days.contain(on))
                .filter(|s| s.rule != StackingRule::Together)
                .collect()
        })
        .collect();
    if rules.iter().all(Vec::is_empty) {
        return;
    }
    let homes = population.household.rows;
    let mut rest: Vec<Part<'_>> = decided
        .iter_mut()
        .map(|own| Part {
            programme: own.programme,
            start: 0,
            outcome: &mut own.verdicts.outcome,
            amount: &mut own.verdicts.amount,
        })
        .collect();
    let mut parts = Vec::with_capacity(homes.div_ceil(HOMES));
    for from in (0..homes).step_by(HOMES) {
        let range = from..(from + HOMES).min(homes);
        let own = rest.iter_mut().map(|rest| {
            let rows = population.rows(rest.programme.unit, range.clone());
            Part {
                programme: rest.programme,
                start: rows.start,
                outcome: split(&mut rest.outcome, rows.len()),
                amount: split(&mut rest.amount, rows.len()),
            }
        });
        parts.push((own.collect::<Vec<_>>(), range));
    }
    parts.into_par_iter().for_each(|(mut part, range)| {
        for home in range {
            settle_home(&rules, home, population, &mut part);
        }
    });
}

/// Households settled by one thread at a time.
const HOMES: usize = if cfg!(test) { 3 } else { 16_384 };

fn settle_home(
    rules: &[Vec<&Stacking>],
    home: usize,
    population: &Population,
    decided: &mut [Part<'_>],
) {
    for (at, rules) in rules.iter().enumerate() {
        let Some(unit) = decided.get(at).map(|own| own.programme.unit) else {
            continue;
        };
        if rules.is_empty() {
            continue;
        }
        for row in population.rows(unit, home..home + 1) {
            for rule in rules {
                for with in &rule.with {
                    if decided.get(at).is_some_and(|own| own.granted(row))
                        && let Some(other) =
                            other(rule, with, (home, row, unit), population, decided)
                    {
                        apply(rule, (at, row), other, decided);
                    }
                }
            }
        }
    }
}

/// The award of a programme beside one, if there is any.
fn other(
    rule: &Stacking,
    with: &str,
    (home, row, unit): (usize, usize, Entity),
    population: &Population,
    decided: &[Part<'_>],
) -> Option<Other> {
    let members = population.rows(Entity::Person, home..home + 1);
    let person = (unit == Entity::Person && rule.per == Entity::Person).then_some(row);
    let part = |amount: Option<Fen>| {
        let count = i64::try_from(members.len().max(1)).unwrap_or(1);
        amount.map(|a| {
            if person.is_some() {
                Fen::new(a.get() / count)
            } else {
                a
            }
        })
    };
    let mut sum: Option<Fen> = None;
    let mut first = None;
    for (at, theirs) in decided
        .iter()
        .enumerate()
        .filter(|(_, d)| d.programme.id == with)
    {
        for row in population.rows(theirs.programme.unit, home..home + 1) {
            let of_person = theirs.programme.unit == Entity::Person;
            let meant = !of_person || person.is_none_or(|p| p == row);
            if !(meant && theirs.granted(row)) {
                continue;
            }
            let amount = theirs.amount(row);
            let amount = if of_person { amount } else { part(amount) };
            sum = match (sum, amount) {
                (Some(a), Some(b)) => a.checked_add(b),
                (a, b) => a.or(b),
            };
            first = first.or(Some((at, row)));
        }
    }
    if first.is_some() {
        return Some((sum, first));
    }
    for held in population.held.range(home).into_iter().flatten() {
        let record = population.held.table.record(held);
        let [Datum::Text(programme), Datum::Text(member), amount, ..] = record.as_slice() else {
            continue;
        };
        if **programme != *with {
            continue;
        }
        let amount = match amount {
            Datum::Money(amount) => Some(amount.rounded()),
            _ => None,
        };
        let own = person.map(|p| population.members.table.columns.first().map(|c| c.datum(p)));
        let own = own.flatten();
        match own {
            Some(Datum::Text(own)) if !member.is_empty() => {
                if own == *member {
                    return Some((amount, None));
                }
            }
            Some(_) => return Some((part(amount), None)),
            None => return Some((amount, None)),
        }
    }
    None
}

fn apply(
    rule: &Stacking,
    (at, row): (usize, usize),
    (theirs, place): Other,
    decided: &mut [Part<'_>],
) {
    let Some(own) = decided.get_mut(at) else {
        return;
    };
    let mine = own.amount(row).unwrap_or_default();
    let other = theirs.unwrap_or_default();
    let household = own.programme.unit == Entity::Household;
    match rule.rule {
        StackingRule::Together => {}
        StackingRule::Refuse if household && rule.per == Entity::Person => {}
        StackingRule::Refuse => own.set(row, Outcome::Refused, None),
        StackingRule::Higher | StackingRule::Choice => {
            if mine <= other {
                own.set(row, Outcome::Refused, None);
            } else if let Some((at, row)) = place
                && let Some(other) = decided.get_mut(at)
            {
                other.set(row, Outcome::Refused, None);
            }
        }
        StackingRule::Difference => {
            let rest = mine.checked_sub(other).unwrap_or_default().max(Fen::ZERO);
            own.set(row, Outcome::Granted, Some(rest));
        }
    }
}
