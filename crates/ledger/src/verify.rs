//! Whether a book is true: every sum computed anew from the transfers alone, by arithmetic that
//! shares nothing with the way they were written.

use crate::account::{Account, AccountNumber};
use crate::book::{Book, Table};
use crate::transfer::{Deed, Held, TransferId};
use base::Fen;

/// What does not agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Discrepancy {
    /// An account's sums are not those of its transfers.
    Sums {
        /// The account as the book has it.
        stored: Account,
        /// As its transfers make it.
        computed: Account,
    },
    /// A transfer names an account that is not open.
    Stray {
        /// The transfer.
        transfer: TransferId,
        /// The account.
        account: AccountNumber,
    },
    /// An account's guard is broken.
    Guard {
        /// The account.
        account: AccountNumber,
    },
    /// What became of a hold, or was reversed of a move, is not what later transfers say.
    Fate {
        /// The hold or move.
        transfer: TransferId,
    },
    /// All debits are not all credits.
    Unequal {
        /// All debits.
        debits: i128,
        /// All credits.
        credits: i128,
    },
}

/// What a book holds in all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Accounts.
    pub accounts: usize,
    /// Transfers.
    pub transfers: usize,
    /// Fen moved, counted once.
    pub moved: i128,
    /// Fen held, counted once.
    pub held: i128,
}

#[derive(Default, Clone, Copy)]
struct Sums {
    debits: i128,
    credits: i128,
    debits_held: i128,
    credits_held: i128,
}

impl Book {
    /// Computes every sum anew and lists what does not agree. Needs the whole book, not a part.
    #[must_use]
    pub fn verify(&self) -> (Totals, Vec<Discrepancy>) {
        let mut sums: Table<AccountNumber, Sums> = Table::default();
        let mut fates: Table<TransferId, Held> = Table::default();
        let mut reversed: Table<TransferId, i128> = Table::default();
        let mut totals = Totals {
            accounts: self.accounts.len(),
            transfers: self.transfers.len(),
            ..Totals::default()
        };
        for recorded in self.transfers.values() {
            let amount = i128::from(recorded.amount.get());
            match recorded.transfer.deed {
                Deed::Settle { hold, .. } => {
                    fates.insert(hold, Held::Settled(recorded.transfer.id));
                }
                Deed::Release { hold } => {
                    fates.insert(hold, Held::Released(recorded.transfer.id));
                }
                Deed::Reverse { of, .. } => *reversed.entry(of).or_default() += amount,
                Deed::Move { .. } | Deed::Hold { .. } => {}
            }
            let moves = recorded.moved() || matches!(recorded.transfer.deed, Deed::Reverse { .. });
            if moves {
                totals.moved += amount;
                sums.entry(recorded.debit).or_default().debits += amount;
                sums.entry(recorded.credit).or_default().credits += amount;
            } else if recorded.waits() {
                totals.held += amount;
                sums.entry(recorded.debit).or_default().debits_held += amount;
                sums.entry(recorded.credit).or_default().credits_held += amount;
            }
        }
        let mut found = self.strays_and_fates(&fates, &reversed);
        found.extend(self.wrong_sums(&sums));
        let all = |side: fn(&Account) -> Fen| -> i128 {
            self.accounts
                .values()
                .map(|a| i128::from(side(a).get()))
                .sum()
        };
        let (debits, credits) = (all(|a| a.debits), all(|a| a.credits));
        if debits != credits {
            found.push(Discrepancy::Unequal { debits, credits });
        }
        (totals, found)
    }

    fn strays_and_fates(
        &self,
        fates: &Table<TransferId, Held>,
        reversed: &Table<TransferId, i128>,
    ) -> Vec<Discrepancy> {
        let mut found = Vec::new();
        let mut ids: Vec<_> = self.transfers.keys().copied().collect();
        ids.sort_unstable();
        for recorded in ids.iter().filter_map(|id| self.transfers.get(id)) {
            let transfer = recorded.transfer.id;
            for account in [recorded.debit, recorded.credit] {
                if !self.accounts.contains_key(&account) {
                    found.push(Discrepancy::Stray { transfer, account });
                }
            }
            let fate = fates.get(&transfer).copied();
            let back = reversed.get(&transfer).copied().unwrap_or_default();
            let fate_holds = match recorded.held {
                None => fate.is_none(),
                Some(Held::Waiting) => fate.is_none(),
                resolved => fate == resolved,
            };
            if !fate_holds || back != i128::from(recorded.reversed.get()) {
                found.push(Discrepancy::Fate { transfer });
            }
        }
        found
    }

    fn wrong_sums(&self, sums: &Table<AccountNumber, Sums>) -> Vec<Discrepancy> {
        let mut found = Vec::new();
        let mut accounts: Vec<&Account> = self.accounts.values().collect();
        accounts.sort_unstable_by_key(|a| a.number);
        for stored in accounts {
            let sum = sums.get(&stored.number).copied().unwrap_or_default();
            let fen = |n: i128| i64::try_from(n).ok().map(Fen::new);
            let computed = (|| {
                Some(Account {
                    debits: fen(sum.debits)?,
                    credits: fen(sum.credits)?,
                    debits_held: fen(sum.debits_held)?,
                    credits_held: fen(sum.credits_held)?,
                    ..*stored
                })
            })();
            match computed {
                Some(computed) if computed == *stored => {}
                Some(computed) => found.push(Discrepancy::Sums {
                    stored: *stored,
                    computed,
                }),
                None => found.push(Discrepancy::Guard {
                    account: stored.number,
                }),
            }
            if !stored.is_sound() {
                found.push(Discrepancy::Guard {
                    account: stored.number,
                });
            }
        }
        found
    }
}
