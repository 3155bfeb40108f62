//! Who draws what from one month to the next: awards in payment, and when each is looked at again.

use crate::batch::{Outcome, Population, Question, Verdicts, months_to_review};
use crate::cel::columns::{Cells, Column, Dictionary, RowsColumn, Table, packed};
use crate::cel::{Amount, Datum};
use crate::fact::Entity;
use crate::programme::{Period, Programme};
use base::money::Fen;
use jiff::civil::Date;
use rayon::prelude::*;
use std::sync::Arc;

/// An award in payment.
#[derive(Debug, Clone, Copy)]
struct Award {
    amount: Fen,
    since: Date,
    /// The month of the simulation in which it is paid first.
    first: usize,
    /// The month of the simulation in which it is looked at again.
    review: usize,
}

/// The awards of one programme, row by row.
#[derive(Debug, Default)]
pub(super) struct Awards {
    rows: Vec<Option<Award>>,
}

impl Awards {
    /// Takes a month's decisions: what is more is owed at once; what is less, or nothing, from the
    /// next review on. `alone`: no month follows.
    pub(super) fn take(
        &mut self,
        question: &Question<'_>,
        verdicts: &Verdicts,
        population: &Population,
        (month, alone): (usize, bool),
    ) {
        let reviews = if alone {
            Vec::new()
        } else {
            months_to_review(question, population)
        };
        self.rows.resize(verdicts.outcome.len(), None);
        self.rows
            .par_iter_mut()
            .enumerate()
            .for_each(|(row, award)| {
                let cycle = reviews.get(row).copied().flatten().unwrap_or(1);
                let next = month + usize::try_from(cycle.max(1)).unwrap_or(usize::MAX);
                let owed = match verdicts.outcome.get(row) {
                    Some(Outcome::Granted) => {
                        let amount = verdicts.amount.get(row).copied().flatten();
                        Some(amount.unwrap_or(Fen::ZERO))
                    }
                    _ => None,
                };
                *award = match (*award, owed) {
                    (None, owed) => owed.map(|amount| Award {
                        amount,
                        since: question.on,
                        first: month,
                        review: next,
                    }),
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
                    (Some(old), owed) if month >= old.review => owed.map(|amount| Award {
                        amount,
                        review: next,
                        ..old
                    }),
                    (old, _) => old,
                };
            });
    }

    /// What is paid in a month: of what is paid once or by the year nothing in the months between.
    pub(super) fn paid(&self, period: Option<Period>, month: usize) -> Vec<Option<Fen>> {
        let due = |award: &Award| match period {
            Some(Period::Once) => month == award.first,
            Some(Period::Year) => month.saturating_sub(award.first).is_multiple_of(12),
            Some(Period::Month) | None => true,
        };
        let paid = |award: &Award| if due(award) { award.amount } else { Fen::ZERO };
        let rows = self.rows.par_iter();
        rows.map(|award| award.as_ref().map(paid)).collect()
    }
}

/// What of a programme's awards others see: those in payment, and those just decided.
pub(super) struct Seen<'s> {
    pub(super) programme: &'s Programme,
    pub(super) awards: Option<&'s Awards>,
    pub(super) decided: Option<(&'s Verdicts, Date)>,
}

/// Awards as the rules see them: those given with the population, but for the programmes simulated
/// once they have been (`own`), and those seen.
pub(super) fn held(
    population: &Population,
    given: &RowsColumn,
    own: &[&Programme],
    seen: &[Seen<'_>],
) -> RowsColumn {
    if own.is_empty() && seen.is_empty() {
        return given.clone();
    }
    let mut columns = Columns::default();
    let mut offsets = Vec::with_capacity(population.household.rows + 1);
    offsets.push(0u32);
    let words: Vec<u32> = seen
        .iter()
        .map(|seen| columns.programmes.add(&seen.programme.id))
        .collect();
    let ids = match population.members.table.columns.first() {
        Some(Column::Text(cells, dictionary)) => Some((cells, dictionary)),
        _ => None,
    };
    let empty = columns.members.add("");
    for home in 0..population.household.rows {
        for row in given.range(home).into_iter().flatten() {
            let record = given.table.record(row);
            let ours = matches!(record.first(), Some(Datum::Text(id)) if own.iter().any(|p| *p.id == **id));
            if !ours {
                columns.push(&record);
            }
        }
        for (seen, word) in seen.iter().zip(&words) {
            for row in population.rows(seen.programme.unit, home..home + 1) {
                let Some((amount, since)) = seen.award(row) else {
                    continue;
                };
                let member = match seen.programme.unit {
                    Entity::Household => Some(empty),
                    Entity::Person => ids.and_then(|(cells, dictionary)| {
                        let id = dictionary.word(cells.get(row)?)?;
                        Some(columns.members.add(id))
                    }),
                };
                columns.programme.push(Some(*word));
                columns.member.push(member);
                let amount = amount.and_then(Amount::of);
                columns.amount.push(amount.map(Amount::micros));
                columns.since.push(Some(packed(since)));
            }
        }
        offsets.push(u32::try_from(columns.programme.values.len()).unwrap_or(u32::MAX));
    }
    RowsColumn {
        offsets,
        valid: None,
        table: columns.table(),
    }
}

impl Seen<'_> {
    /// What a row is paid and since when, if others see it.
    fn award(&self, row: usize) -> Option<(Option<Fen>, Date)> {
        let paid = self
            .awards
            .and_then(|awards| awards.rows.get(row)?.as_ref());
        if let Some(award) = paid {
            return Some((Some(award.amount), award.since));
        }
        let (verdicts, on) = self.decided.as_ref()?;
        let granted = verdicts.outcome.get(row) == Some(&Outcome::Granted);
        granted.then(|| (verdicts.amount.get(row).copied().flatten(), *on))
    }
}

/// Awards in the order of the fields of [`crate::fact::held_type`].
#[derive(Default)]
struct Columns {
    programmes: Dictionary,
    members: Dictionary,
    programme: Cells<u32>,
    member: Cells<u32>,
    amount: Cells<i64>,
    since: Cells<i32>,
}

impl Columns {
    fn push(&mut self, record: &[Datum]) {
        let text = |at: usize| match record.get(at) {
            Some(Datum::Text(text)) => Some(text.clone()),
            _ => None,
        };
        let programme = text(0).map(|text| self.programmes.add(&text));
        self.programme.push(programme);
        let member = text(1).map(|text| self.members.add(&text));
        self.member.push(member);
        self.amount.push(match record.get(2) {
            Some(Datum::Money(amount)) => Some(amount.micros()),
            _ => None,
        });
        self.since.push(match record.get(3) {
            Some(Datum::Date(day)) => Some(packed(*day)),
            _ => None,
        });
    }

    fn table(self) -> Table {
        Table {
            rows: self.programme.values.len(),
            columns: vec![
                Column::Text(self.programme, Arc::new(self.programmes)),
                Column::Text(self.member, Arc::new(self.members)),
                Column::Money(self.amount),
                Column::Date(self.since),
            ],
        }
    }
}
