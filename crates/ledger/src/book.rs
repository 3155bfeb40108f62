//! The book: accounts, transfers, closed months. All of it, or the part that a batch touches.

use crate::account::{Account, AccountNumber};
use crate::refusal::{LoadError, Refused};
use crate::transfer::{Recorded, Transfer, TransferId};
use base::date::Month;
use hashbrown::HashMap;

pub(crate) type Table<K, V> = HashMap<K, V, foldhash::fast::FixedState>;

/// Accounts and what was written on them.
///
/// A caller with a database loads the accounts and transfers that a batch names
/// ([`Book::with_account`], [`Book::with_transfer`]), applies the batch, and stores what
/// [`Applied`] lists, all in one transaction.
#[derive(Debug, Clone, Default)]
pub struct Book {
    pub(crate) accounts: Table<AccountNumber, Account>,
    pub(crate) transfers: Table<TransferId, Recorded>,
    /// Waiting holds by month: what stands in the way of closing.
    pub(crate) waiting: Table<Month, usize>,
    pub(crate) closed: Option<Month>,
}

/// What a batch changed: to be stored, nothing else is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// New transfers, in the order of the batch. Those that the book held already are left out.
    pub written: Vec<Recorded>,
    /// Earlier transfers whose fate changed: holds resolved, moves reversed.
    pub changed: Vec<Recorded>,
    /// Accounts with new sums, by number.
    pub accounts: Vec<Account>,
    /// How many of the batch the book held already.
    pub repeated: usize,
}

impl Book {
    /// Opens an account on which nothing has happened.
    ///
    /// # Errors
    /// When the number is taken.
    pub fn open(&mut self, account: Account) -> Result<(), LoadError> {
        if self.accounts.contains_key(&account.number) {
            return Err(LoadError::AccountOpen(account.number));
        }
        let fresh = Account::new(account.number, account.guard);
        self.accounts.insert(account.number, fresh);
        Ok(())
    }

    /// Loads an account as it was stored, with its sums.
    #[must_use]
    pub fn with_account(mut self, account: Account) -> Self {
        self.accounts.insert(account.number, account);
        self
    }

    /// Loads a transfer as it was stored; its sums are in the accounts already.
    #[must_use]
    pub fn with_transfer(mut self, recorded: Recorded) -> Self {
        if recorded.waits() {
            *self.waiting.entry(recorded.transfer.month).or_default() += 1;
        }
        self.transfers.insert(recorded.transfer.id, recorded);
        self
    }

    /// Loads the last closed month.
    #[must_use]
    pub const fn with_closed(mut self, month: Option<Month>) -> Self {
        self.closed = month;
        self
    }

    /// An account, when it is in the book.
    #[must_use]
    pub fn account(&self, number: AccountNumber) -> Option<&Account> {
        self.accounts.get(&number)
    }

    /// A transfer, when it is in the book.
    #[must_use]
    pub fn transfer(&self, id: TransferId) -> Option<&Recorded> {
        self.transfers.get(&id)
    }

    /// The last closed month: nothing can be written into it or any before.
    #[must_use]
    pub const fn closed(&self) -> Option<Month> {
        self.closed
    }

    /// Closes a month. The first can be any; after it they are closed one by one. Closing a closed
    /// month again changes nothing.
    ///
    /// # Errors
    /// When a month is left out, or money of the month or before is still held.
    pub fn close(&mut self, month: Month) -> Result<(), LoadError> {
        if let Some(last) = self.closed {
            if month <= last {
                return Ok(());
            }
            let next = last.plus(1).unwrap_or(last);
            if month != next {
                return Err(LoadError::MonthNotNext { month, next });
            }
        }
        let waiting = self
            .waiting
            .iter()
            .filter(|(of, _)| **of <= month)
            .map(|(_, count)| *count)
            .sum();
        if waiting > 0 {
            return Err(LoadError::MonthHolds { month, waiting });
        }
        self.closed = Some(month);
        Ok(())
    }

    /// Writes a batch of transfers, all or nothing, in order; a later one may rest on an earlier
    /// one. A transfer that the book holds already is passed over.
    ///
    /// # Errors
    /// The first transfer that cannot be written; then the book is as it was.
    pub fn apply(&mut self, batch: &[Transfer]) -> Result<Applied, Refused> {
        crate::apply::apply(self, batch)
    }
}
