//! Who draws what from one month to the next: awards in payment, and when each is looked at again.

use super::Simulation;
use crate::batch::{Outcome, Population, Question, Verdicts, months_to_review};
use crate::cel::columns::{RowsColumn, TableBuilder};
use crate::cel::{Amount, Datum, Type};
use crate::fact::{Entity, held_type};
use base::money::Fen;
use jiff::civil::Date;
use std::borrow::Cow;

/// An award in payment.
#[derive(Debug, Clone, Copy)]
struct Award {
    amount: Fen,
    since: Date,
    /// The month of the simulation in which it is looked at again.
    review: usize,
}

/// The population with its awards as they stand.
pub(super) struct State<'a> {
    simulation: &'a Simulation<'a>,
    population: Cow<'a, Population>,
    awards: Vec<Option<Award>>,
}

impl<'a> State<'a> {
    pub(super) fn new(simulation: &'a Simulation<'a>, population: &'a Population) -> Self {
        Self {
            simulation,
            population: Cow::Borrowed(population),
            awards: Vec::new(),
        }
    }

    pub(super) fn population(&self) -> &Population {
        &self.population
    }

    /// What everyone draws after a month's decisions.
    pub(super) fn after(
        &mut self,
        question: &Question<'_>,
        verdicts: &Verdicts,
        month: usize,
    ) -> Vec<Option<Fen>> {
        let rows = verdicts.outcome.len();
        let alone = self.simulation.months <= 1;
        let reviews = if alone {
            Vec::new()
        } else {
            months_to_review(question, &self.population)
        };
        self.awards.resize(rows, None);
        for (row, award) in self.awards.iter_mut().enumerate() {
            let cycle = reviews.get(row).copied().flatten().unwrap_or(1);
            let next = month + usize::try_from(cycle.max(1)).unwrap_or(usize::MAX);
            let owed = match verdicts.outcome.get(row) {
                Some(Outcome::Granted) => {
                    let amount = verdicts.amount.get(row).copied().flatten();
                    Some(amount.unwrap_or(Fen::new(0)))
                }
                _ => None,
            };
            let fresh = |amount, since| {
                Some(Award {
                    amount,
                    since,
                    review: next,
                })
            };
            *award = match (*award, owed) {
                (None, Some(amount)) => fresh(amount, question.on),
                (None, None) => None,
                // What is more is owed at once; what is less, or nothing, from the next review on.
                (Some(old), Some(amount)) if amount >= old.amount => {
                    let review = if month >= old.review {
                        next
                    } else {
                        old.review
                    };
                    Some(Award {
                        amount,
                        review,
                        ..old
                    })
                }
                (Some(old), owed) if month >= old.review => {
                    owed.and_then(|amount| fresh(amount, old.since))
                }
                (old, _) => old,
            };
        }
        if !alone {
            self.hold();
        }
        self.awards.iter().map(|a| a.map(|a| a.amount)).collect()
    }

    /// Puts the awards where the rules see them in the next month: beside those of other
    /// programmes, in the place of those of this one.
    fn hold(&mut self) {
        let programme = self.simulation.programme;
        let Type::Record(fields) = held_type() else {
            return;
        };
        let mut table = TableBuilder::new(&fields);
        let mut offsets = vec![0u32];
        let households = self.population.household.rows;
        for home in 0..households {
            let held = &self.population.held;
            for row in held.range(home).into_iter().flatten() {
                let record = held.table.record(row);
                let own = matches!(record.first(), Some(Datum::Text(id)) if **id == *programme.id);
                if !own {
                    table.push(&record);
                }
            }
            for row in self.population.rows(programme.unit, home..home + 1) {
                let Some(Some(award)) = self.awards.get(row) else {
                    continue;
                };
                let member = match programme.unit {
                    Entity::Household => Datum::Text("".into()),
                    Entity::Person => {
                        let ids = self.population.members.table.columns.first();
                        ids.map_or(Datum::Missing, |ids| ids.datum(row))
                    }
                };
                table.push(&[
                    Datum::Text(programme.id.as_str().into()),
                    member,
                    Amount::of(award.amount).map_or(Datum::Missing, Datum::Money),
                    Datum::Date(award.since),
                ]);
            }
            offsets.push(u32::try_from(table.len()).unwrap_or(u32::MAX));
        }
        self.population.to_mut().held = RowsColumn {
            offsets,
            valid: None,
            table: table.build(),
        };
    }
}
