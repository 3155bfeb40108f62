//! Which of a household's awards give way to others, over whole columns: the rules of stacking as
//! [`crate::decide::decide_all`] applies them, with two simplifications that no shipped rule meets.
//! An award of the household counts for each member by equal parts, and a household is not counted
//! anew without members who have another award. Where people may choose, they take the higher.
//! Start at [`settle`].

use crate::batch::{Outcome, Population, Verdicts};
use crate::cel::Datum;
use crate::fact::Entity;
use crate::pack::Pack;
use crate::programme::{Programme, Stacking, StackingRule};
use base::money::Fen;
use jiff::civil::Date;

/// One programme's decisions.
pub(super) struct Decided<'p> {
    pub(super) programme: &'p Programme,
    pub(super) verdicts: Verdicts,
}

impl Decided<'_> {
    fn granted(&self, row: usize) -> bool {
        self.verdicts.outcome.get(row) == Some(&Outcome::Granted)
    }

    fn amount(&self, row: usize) -> Option<Fen> {
        self.verdicts.amount.get(row).copied().flatten()
    }

    fn set(&mut self, row: usize, outcome: Outcome, amount: Option<Fen>) {
        if let Some(slot) = self.verdicts.outcome.get_mut(row) {
            *slot = outcome;
        }
        if let Some(slot) = self.verdicts.amount.get_mut(row) {
            *slot = amount;
        }
    }
}

/// Another award: what it pays, and where it was decided.
type Other = (Option<Fen>, Option<(usize, usize)>);

/// Lets awards bear on each other, programme by programme in the order of their decision.
pub(super) fn settle(pack: &Pack, on: Date, population: &Population, decided: &mut [Decided<'_>]) {
    for at in 0..decided.len() {
        let (id, unit) = match decided.get(at) {
            Some(own) => (own.programme.id.as_str(), own.programme.unit),
            None => continue,
        };
        let rules: Vec<&Stacking> = pack
            .stackings
            .iter()
            .filter(|s| s.programme == id && s.days.contain(on))
            .filter(|s| s.rule != StackingRule::Together)
            .collect();
        if rules.is_empty() {
            continue;
        }
        for home in 0..population.household.rows {
            for row in population.rows(unit, home..home + 1) {
                for rule in &rules {
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
}

/// The award of a programme beside one, if there is any.
fn other(
    rule: &Stacking,
    with: &str,
    (home, row, unit): (usize, usize, Entity),
    population: &Population,
    decided: &[Decided<'_>],
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
    decided: &mut [Decided<'_>],
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
