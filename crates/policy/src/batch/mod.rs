//! One programme for a whole population at once: the outcome, amount and status of every household
//! or member on a day, as [`crate::decide`] gives them for one case.
//!
//! Expressions run over columns ([`crate::cel::columns`]), chunk by chunk and in parallel; a chunk
//! with an expression that does not is evaluated case by case. Must not know files. Start at
//! [`run`].

mod amount;
mod beside;
mod columns;
mod needed;
mod row;
mod values;
mod ways;

#[cfg(test)]
pub(crate) mod tests;

pub use crate::decide::Outcome;
pub(crate) use needed::formulas;
pub use needed::{needed, reasons};

use crate::cel::columns::{CHUNK, RowsColumn, Table, TableBuilder};
use crate::cel::{Record, Type};
use crate::fact::{Case, Entity, Facts};
use crate::pack::Pack;
use crate::programme::Programme;
use base::money::Fen;
use jiff::civil::Date;
use rayon::prelude::*;
use std::ops::Range;

/// Households, their members and their awards in payment, as columns of the pack's facts.
#[derive(Debug, Clone, Default)]
pub struct Population {
    /// The households' facts.
    pub household: Table,
    /// The members of each household, and their facts.
    pub members: RowsColumn,
    /// The awards in payment of each household.
    pub held: RowsColumn,
}

/// Whether a condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// A missing fact leaves it open.
    Open,
}

/// What came out, for each household, or for each member where the programme is for persons.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Verdicts {
    /// The outcomes.
    pub outcome: Vec<Outcome>,
    /// The amounts in fen; `None` where nothing, a service, or not yet known is owed.
    pub amount: Vec<Option<Fen>>,
    /// The way it is granted: 0 the ordinary one, else the place of the status, from 1.
    pub status: Vec<u8>,
    /// For each condition in force, in the order of the programme, whether it holds; empty unless
    /// asked for.
    pub conditions: Vec<Vec<Holds>>,
    /// How many chunks had to be evaluated case by case.
    pub by_row: usize,
}

/// What is to be decided.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The programme.
    pub programme: &'a Programme,
    /// The values of the law in force on the day ([`crate::pack::Pack::values_on`]).
    pub law: &'a Record,
    /// The day.
    pub on: Date,
    /// Whether the conditions are wanted one by one.
    pub conditions: bool,
    /// The pack, where other awards in payment are to bear on the outcome; the law must then be
    /// its own.
    pub beside: Option<&'a Pack>,
}

/// Decides a programme for a population, in its order.
pub fn run(question: &Question<'_>, population: &Population) -> Verdicts {
    let households = population.household.rows;
    if !question.programme.days.contain(question.on) {
        let rows = population
            .rows(question.programme.unit, 0..households)
            .len();
        return Verdicts {
            outcome: vec![Outcome::NotInForce; rows],
            amount: vec![None; rows],
            status: vec![0; rows],
            ..Verdicts::default()
        };
    }
    let rows = population
        .rows(question.programme.unit, 0..households)
        .len();
    let mut all = Verdicts {
        outcome: vec![Outcome::Refused; rows],
        // By all threads, because memory is given page by page.
        amount: (0..rows).into_par_iter().map(|_| None).collect(),
        status: vec![0; rows],
        ..Verdicts::default()
    };
    // Each chunk is written where it belongs while it is in the cache.
    let mut places = Vec::with_capacity(households.div_ceil(CHUNK));
    let mut outcome = all.outcome.as_mut_slice();
    let mut amount = all.amount.as_mut_slice();
    let mut status = all.status.as_mut_slice();
    for from in (0..households).step_by(CHUNK) {
        let homes = from..(from + CHUNK).min(households);
        let own = population.rows(question.programme.unit, homes.clone());
        let place = Place {
            outcome: split(&mut outcome, own.len()),
            amount: split(&mut amount, own.len()),
            status: split(&mut status, own.len()),
        };
        places.push((homes, place));
    }
    let rest: Vec<(Vec<Vec<Holds>>, usize)> = places
        .into_par_iter()
        .map(|(homes, place)| {
            let found = chunk(question, population, homes);
            copy(&found.outcome, place.outcome);
            copy(&found.amount, place.amount);
            copy(&found.status, place.status);
            (found.conditions, found.by_row)
        })
        .collect();
    for (conditions, by_row) in rest {
        all.by_row += by_row;
        if all.conditions.is_empty() {
            all.conditions = conditions;
        } else {
            let pairs = all.conditions.iter_mut().zip(conditions);
            pairs.for_each(|(all, mut more)| all.append(&mut more));
        }
    }
    all
}

fn copy<T: Copy>(from: &[T], to: &mut [T]) {
    let pairs = to.iter_mut().zip(from);
    pairs.for_each(|(to, from)| *to = *from);
}

/// Where the verdicts of a chunk belong.
struct Place<'v> {
    outcome: &'v mut [Outcome],
    amount: &'v mut [Option<Fen>],
    status: &'v mut [u8],
}

/// The first `count` of a slice; what follows stays.
pub(crate) fn split<'v, T>(rest: &mut &'v mut [T], count: usize) -> &'v mut [T] {
    let all = std::mem::take(rest);
    let (first, others) = all.split_at_mut(count.min(all.len()));
    *rest = others;
    first
}

/// One chunk of households.
pub(crate) fn chunk(
    question: &Question<'_>,
    population: &Population,
    rows: Range<usize>,
) -> Verdicts {
    let mut found = match columns::verdicts(question, population, rows.clone()) {
        Ok(found) => found,
        Err(_) => Verdicts {
            by_row: 1,
            ..row::verdicts(question, population, rows.clone())
        },
    };
    if let Some(pack) = question.beside {
        beside::bear(question, pack, population, rows, &mut found);
    }
    found
}

/// How many months after a decision each household or member is looked at again; `None` where no
/// cycle applies, or it hangs on a missing fact.
pub fn months_to_review(question: &Question<'_>, population: &Population) -> Vec<Option<u32>> {
    let households = population.household.rows;
    let unit = question.programme.unit;
    let mut reviews = question.programme.reviews.iter();
    if !reviews.any(|review| review.days.contain(question.on)) {
        return vec![None; population.rows(unit, 0..households).len()];
    }
    let parts: Vec<Vec<Option<u32>>> = (0..households.div_ceil(CHUNK))
        .into_par_iter()
        .map(|at| {
            let rows = at * CHUNK..((at + 1) * CHUNK).min(households);
            let rows_of_unit = population.rows(unit, rows.clone()).len();
            columns::reviews(question, population, rows)
                .unwrap_or_else(|_| vec![None; rows_of_unit])
        })
        .collect();
    parts.into_iter().flatten().collect()
}

impl Population {
    /// Of single cases.
    pub fn of<'c>(facts: &Facts, cases: impl Iterator<Item = &'c Case>) -> Self {
        let fields = |entity: Entity| match crate::fact::record(facts.of(entity), &[]) {
            Type::Record(fields) => TableBuilder::new(&fields),
            _ => TableBuilder::new(&[]),
        };
        let held = match crate::fact::held_type() {
            Type::Record(fields) => TableBuilder::new(&fields),
            _ => TableBuilder::new(&[]),
        };
        let mut household = fields(Entity::Household);
        let mut lists = [(fields(Entity::Person), vec![0u32]), (held, vec![0u32])];
        for case in cases {
            household.push(&case.household);
            for ((table, offsets), rows) in lists.iter_mut().zip([&case.members, &case.held]) {
                rows.iter().for_each(|row| table.push(row));
                offsets.push(u32::try_from(table.len()).unwrap_or(u32::MAX));
            }
        }
        let [mut members, held] = lists.map(|(table, offsets)| RowsColumn {
            offsets,
            valid: None,
            table: table.build(),
        });
        // Of a household without members nothing is known.
        let ends = members.offsets.iter().zip(members.offsets.iter().skip(1));
        let known: Vec<bool> = ends.map(|(from, to)| from < to).collect();
        members.valid = known.contains(&false).then_some(known);
        Self {
            household: household.build(),
            members,
            held,
        }
    }

    /// The rows of the households in a range, or of their members.
    pub fn rows(&self, unit: Entity, households: Range<usize>) -> Range<usize> {
        let at = |n: usize| self.members.offsets.get(n).copied().unwrap_or(0) as usize;
        match unit {
            Entity::Household => households,
            Entity::Person => at(households.start)..at(households.end),
        }
    }

    /// Some of the households as a population of its own.
    pub fn part(&self, households: Range<usize>) -> Self {
        Self {
            household: self.household.slice(households.clone()),
            members: self.members.slice(households.clone()),
            held: self.held.slice(households),
        }
    }

    /// The household of a member.
    pub fn home(&self, member: usize) -> usize {
        let ends = self.members.offsets.get(1..).unwrap_or_default();
        ends.partition_point(|end| *end as usize <= member)
    }
}
