//! The book against a reference so simple that it is plainly right: a list of what happened, summed
//! anew at every question. Random deeds, many of them refused, must leave both the same.

use crate::{Account, AccountNumber, Book, Deed, Discrepancy, Guard, Held, Transfer, TransferId};
use base::Fen;
use base::date::Month;
use proptest::prelude::*;
use std::collections::BTreeMap;

const ACCOUNTS: u64 = 4;
const GUARDS: [Guard; 4] = [Guard::Open, Guard::Assets, Guard::Claims, Guard::Assets];

fn month(index: i32) -> Month {
    Month::new(2020, 1).unwrap().plus(index).unwrap()
}

fn opened() -> Book {
    let mut book = Book::default();
    for (number, guard) in (0..ACCOUNTS).zip(GUARDS) {
        book.open(Account::new(AccountNumber(number), guard))
            .unwrap();
    }
    book
}

/// What happened, as a list.
#[derive(Default)]
struct Reference {
    done: Vec<Transfer>,
    closed: Option<Month>,
}

impl Reference {
    fn find(&self, id: TransferId) -> Option<&Transfer> {
        self.done.iter().find(|t| t.id == id)
    }

    fn fate(&self, hold: TransferId) -> Option<&Transfer> {
        self.done.iter().find(|t| match t.deed {
            Deed::Settle { hold: of, .. } | Deed::Release { hold: of } => of == hold,
            _ => false,
        })
    }

    /// Debit, credit and amount of what moved by a transfer.
    fn legs(&self, transfer: &Transfer) -> Option<(AccountNumber, AccountNumber, i64)> {
        match transfer.deed {
            Deed::Move {
                debit,
                credit,
                amount,
            } => Some((debit, credit, amount.get())),
            Deed::Settle { hold, amount } => match self.find(hold)?.deed {
                Deed::Hold { debit, credit, .. } => Some((debit, credit, amount.get())),
                _ => None,
            },
            Deed::Reverse { of, amount } => {
                let of = self.find(of)?;
                if matches!(of.deed, Deed::Reverse { .. }) {
                    return None;
                }
                let (debit, credit, _) = self.legs(of)?;
                Some((credit, debit, amount.get()))
            }
            Deed::Hold { .. } | Deed::Release { .. } => None,
        }
    }

    /// Debits, credits, held debits, held credits.
    fn sums(&self, account: AccountNumber) -> [i64; 4] {
        let mut sums = [0; 4];
        for transfer in &self.done {
            if let Some((debit, credit, amount)) = self.legs(transfer) {
                sums[0] += if debit == account { amount } else { 0 };
                sums[1] += if credit == account { amount } else { 0 };
            }
            if let Deed::Hold {
                debit,
                credit,
                amount,
            } = transfer.deed
                && self.fate(transfer.id).is_none()
            {
                sums[2] += if debit == account { amount.get() } else { 0 };
                sums[3] += if credit == account { amount.get() } else { 0 };
            }
        }
        sums
    }

    fn sound(&self) -> bool {
        (0..ACCOUNTS).zip(GUARDS).all(|(number, guard)| {
            let [debits, credits, debits_held, credits_held] = self.sums(AccountNumber(number));
            match guard {
                Guard::Open => true,
                Guard::Assets => debits - credits - credits_held >= 0,
                Guard::Claims => credits - debits - debits_held >= 0,
            }
        })
    }

    /// Whether the deed makes sense before any account is looked at.
    fn possible(&self, transfer: &Transfer) -> bool {
        if self.closed.is_some_and(|last| transfer.month <= last) {
            return false;
        }
        match transfer.deed {
            Deed::Move {
                debit,
                credit,
                amount,
            }
            | Deed::Hold {
                debit,
                credit,
                amount,
            } => debit != credit && debit.0 < ACCOUNTS && credit.0 < ACCOUNTS && amount > Fen::ZERO,
            Deed::Settle { hold, amount } => match self.find(hold).map(|t| t.deed) {
                Some(Deed::Hold { amount: held, .. }) => {
                    self.fate(hold).is_none() && amount > Fen::ZERO && amount <= held
                }
                _ => false,
            },
            Deed::Release { hold } => {
                matches!(self.find(hold).map(|t| t.deed), Some(Deed::Hold { .. }))
                    && self.fate(hold).is_none()
            }
            Deed::Reverse { of, amount } => {
                let Some(moved) = self.find(of) else {
                    return false;
                };
                let back: i64 = self
                    .done
                    .iter()
                    .filter_map(|t| match t.deed {
                        Deed::Reverse { of: other, amount } if other == of => Some(amount.get()),
                        _ => None,
                    })
                    .sum();
                let reversible = matches!(moved.deed, Deed::Move { .. } | Deed::Settle { .. });
                reversible
                    && amount > Fen::ZERO
                    && self
                        .legs(moved)
                        .is_some_and(|(_, _, all)| back + amount.get() <= all)
            }
        }
    }

    /// Writes a batch or nothing; whether it was written.
    fn apply(&mut self, batch: &[Transfer]) -> bool {
        let before = self.done.len();
        for transfer in batch {
            let nothing = match transfer.deed {
                Deed::Release { .. } => false,
                Deed::Move { amount, .. }
                | Deed::Hold { amount, .. }
                | Deed::Settle { amount, .. }
                | Deed::Reverse { amount, .. } => amount <= Fen::ZERO,
            };
            let fine = match self.find(transfer.id) {
                Some(known) => known == transfer && !nothing,
                None => {
                    let possible = self.possible(transfer);
                    self.done.push(*transfer);
                    possible && self.sound()
                }
            };
            if !fine {
                self.done.truncate(before);
                return false;
            }
        }
        true
    }

    fn close(&mut self, to: Month) -> bool {
        if self.closed.is_some_and(|last| to <= last) {
            return true;
        }
        let next = self.closed.is_none_or(|last| last.plus(1) == Some(to));
        let waiting = self.done.iter().any(|t| {
            t.month <= to && matches!(t.deed, Deed::Hold { .. }) && self.fate(t.id).is_none()
        });
        if next && !waiting {
            self.closed = Some(to);
        }
        next && !waiting
    }
}

#[derive(Debug, Clone)]
enum Step {
    Apply(Vec<Transfer>),
    Close(Month),
}

fn deed() -> impl Strategy<Value = Deed> {
    let account = (0..=ACCOUNTS).prop_map(AccountNumber);
    let amount = (-1_i64..60).prop_map(Fen::new);
    let earlier = (0_u128..40).prop_map(TransferId);
    let legs = (account.clone(), account, amount.clone());
    prop_oneof![
        4 => legs.clone().prop_map(|(debit, credit, amount)| Deed::Move { debit, credit, amount }),
        3 => legs.prop_map(|(debit, credit, amount)| Deed::Hold { debit, credit, amount }),
        3 => (earlier.clone(), amount.clone()).prop_map(|(hold, amount)| Deed::Settle { hold, amount }),
        2 => earlier.clone().prop_map(|hold| Deed::Release { hold }),
        2 => (earlier, amount).prop_map(|(of, amount)| Deed::Reverse { of, amount }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let transfer = (0_u128..40, 0_i32..4, deed()).prop_map(|(id, index, deed)| Transfer {
        id: TransferId(id),
        month: month(index),
        deed,
    });
    prop_oneof![
        12 => prop::collection::vec(transfer, 1..4).prop_map(Step::Apply),
        1 => (0_i32..4).prop_map(|index| Step::Close(month(index))),
    ]
}

fn sums_of(account: &Account) -> [i64; 4] {
    [
        account.debits,
        account.credits,
        account.debits_held,
        account.credits_held,
    ]
    .map(Fen::get)
}

proptest! {
    #[test]
    fn a_book_is_what_a_list_of_its_transfers_says(steps in prop::collection::vec(step(), 1..60)) {
        let mut book = opened();
        let mut reference = Reference::default();
        for step in &steps {
            match step {
                Step::Apply(batch) => {
                    let before = book.clone();
                    let outcome = book.apply(batch);
                    prop_assert_eq!(outcome.is_ok(), reference.apply(batch), "{:?}: {:?}", batch, outcome);
                    if outcome.is_err() {
                        prop_assert_eq!(book.verify(), before.verify());
                    } else {
                        let again = book.apply(batch).unwrap();
                        prop_assert_eq!(again.repeated, batch.len());
                        prop_assert!(again.written.is_empty() && again.accounts.is_empty());
                    }
                }
                Step::Close(to) => prop_assert_eq!(book.close(*to).is_ok(), reference.close(*to)),
            }
            for number in (0..ACCOUNTS).map(AccountNumber) {
                let stored = sums_of(book.account(number).unwrap());
                prop_assert_eq!(stored, reference.sums(number));
            }
        }
        prop_assert_eq!(book.verify().1, Vec::<Discrepancy>::new());
    }

    /// A caller with a database loads only what a batch touches; the answer is the same.
    #[test]
    fn a_part_of_the_book_answers_as_the_whole(steps in prop::collection::vec(step(), 1..40)) {
        let mut whole = opened();
        let mut accounts: BTreeMap<AccountNumber, Account> =
            (0..ACCOUNTS).map(AccountNumber).map(|n| (n, *whole.account(n).unwrap())).collect();
        let mut stored = BTreeMap::new();
        for batch in steps.iter().filter_map(|s| match s {
            Step::Apply(batch) => Some(batch),
            Step::Close(_) => None,
        }) {
            let mut part = Book::default();
            for account in accounts.values() {
                part = part.with_account(*account);
            }
            for transfer in batch {
                let rests_on = match transfer.deed {
                    Deed::Settle { hold, .. } | Deed::Release { hold } => Some(hold),
                    Deed::Reverse { of, .. } => Some(of),
                    Deed::Move { .. } | Deed::Hold { .. } => None,
                };
                for id in [Some(transfer.id), rests_on].into_iter().flatten() {
                    if let Some(recorded) = stored.get(&id) {
                        part = part.with_transfer(*recorded);
                    }
                }
            }
            let outcome = part.apply(batch);
            prop_assert_eq!(&outcome, &whole.apply(batch));
            for recorded in outcome.iter().flat_map(|a| a.written.iter().chain(&a.changed)) {
                stored.insert(recorded.transfer.id, *recorded);
            }
            for account in outcome.iter().flat_map(|a| &a.accounts) {
                accounts.insert(account.number, *account);
            }
        }
    }
}

#[test]
fn tampering_is_found_and_named() {
    let mut book = opened();
    let grant = Deed::Move {
        debit: AccountNumber(1),
        credit: AccountNumber(0),
        amount: Fen::new(100),
    };
    let hold = Deed::Hold {
        debit: AccountNumber(3),
        credit: AccountNumber(1),
        amount: Fen::new(40),
    };
    let batch = [grant, hold]
        .into_iter()
        .zip(1..)
        .map(|(deed, id)| Transfer {
            id: TransferId(id),
            month: month(0),
            deed,
        });
    book.apply(&batch.collect::<Vec<_>>()).unwrap();
    let (totals, found) = book.verify();
    assert_eq!((totals.moved, totals.held, found.len()), (100, 40, 0));

    let mut richer = *book.account(AccountNumber(1)).unwrap();
    richer.debits = Fen::new(101);
    let (_, found) = book.clone().with_account(richer).verify();
    assert!(
        matches!(
            found[..],
            [Discrepancy::Sums { .. }, Discrepancy::Unequal { .. }]
        ),
        "{found:?}"
    );

    let mut resolved = *book.transfer(TransferId(2)).unwrap();
    resolved.held = Some(Held::Released(TransferId(9)));
    let (_, found) = book.with_transfer(resolved).verify();
    assert!(
        found.contains(&Discrepancy::Fate {
            transfer: TransferId(2)
        }),
        "{found:?}"
    );
}
