//! Who draws what from one month to the next: awards in payment, and when each is looked at again.

use crate::batch::{Outcome, Population, Question, Verdicts, months_to_review};
use crate::cel::columns::{RowsColumn, TableBuilder};
use crate::cel::{Amount, Datum, Type};
use crate::fact::{Entity, held_type};
use crate::programme::{Period, Programme};
use base::money::Fen;
use jiff::civil::Date;

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
        for (row, award) in self.rows.iter_mut().enumerate() {
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
        }
    }

    /// What is paid in a month: of what is paid once or by the year nothing in the months between.
    pub(super) fn paid(&self, period: Option<Period>, month: usize) -> Vec<Option<Fen>> {
        let due = |award: &Award| match period {
            Some(Period::Once) => month == award.first,
            Some(Period::Year) => month.saturating_sub(award.first).is_multiple_of(12),
            Some(Period::Month) | None => true,
        };
        let paid = |award: &Award| if due(award) { award.amount } else { Fen::ZERO };
        self.rows.iter().map(|a| a.as_ref().map(paid)).collect()
    }
}

/// An award as the rules see it.
fn record(
    programme: &Programme,
    population: &Population,
    row: usize,
    amount: Option<Fen>,
    since: Date,
) -> [Datum; 4] {
    let member = match programme.unit {
        Entity::Household => Datum::Text("".into()),
        Entity::Person => {
            let ids = population.members.table.columns.first();
            ids.map_or(Datum::Missing, |ids| ids.datum(row))
        }
    };
    let amount = amount.and_then(Amount::of);
    [
        Datum::Text(programme.id.as_str().into()),
        member,
        amount.map_or(Datum::Missing, Datum::Money),
        Datum::Date(since),
    ]
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
    let fields = match held_type() {
        Type::Record(fields) => fields,
        _ => std::sync::Arc::default(),
    };
    let mut table = TableBuilder::new(&fields);
    let mut offsets = vec![0u32];
    for home in 0..population.household.rows {
        for row in given.range(home).into_iter().flatten() {
            let record = given.table.record(row);
            let ours = matches!(record.first(), Some(Datum::Text(id)) if own.iter().any(|p| *p.id == **id));
            if !ours {
                table.push(&record);
            }
        }
        for seen in seen {
            for row in population.rows(seen.programme.unit, home..home + 1) {
                let award = seen.awards.and_then(|a| a.rows.get(row)?.as_ref());
                if let Some(award) = award {
                    let amount = Some(award.amount);
                    table.push(&record(
                        seen.programme,
                        population,
                        row,
                        amount,
                        award.since,
                    ));
                    continue;
                }
                if let Some((verdicts, on)) = &seen.decided
                    && verdicts.outcome.get(row) == Some(&Outcome::Granted)
                {
                    let amount = verdicts.amount.get(row).copied().flatten();
                    table.push(&record(seen.programme, population, row, amount, *on));
                }
            }
        }
        offsets.push(u32::try_from(table.len()).unwrap_or(u32::MAX));
    }
    RowsColumn {
        offsets,
        valid: None,
        table: table.build(),
    }
}
