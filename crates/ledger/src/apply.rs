//! One batch, all or nothing. Changes are made on copies of the few accounts and transfers that the
//! batch touches, and the copies take their places only when the last transfer has been written.

use crate::account::{Account, AccountNumber, Guard, Side};
use crate::book::{Applied, Book, Table};
use crate::refusal::{Refusal, Refused};
use crate::transfer::{Deed, Held, Recorded, Transfer, TransferId};
use base::Fen;

pub(crate) fn apply(book: &mut Book, batch: &[Transfer]) -> Result<Applied, Refused> {
    let mut draft = Draft::new(book, batch.len());
    for (index, transfer) in batch.iter().enumerate() {
        draft
            .write(transfer)
            .map_err(|why| Refused { index, why })?;
    }
    let Draft {
        accounts,
        transfers,
        order,
        repeated,
        ..
    } = draft;
    let mut applied = Applied {
        repeated,
        ..Applied::default()
    };
    applied
        .written
        .extend(order.iter().filter_map(|id| transfers.get(id)));
    applied.changed.extend(
        transfers
            .values()
            .filter(|recorded| book.transfers.contains_key(&recorded.transfer.id)),
    );
    applied.changed.sort_unstable_by_key(|r| r.transfer.id);
    applied.accounts.extend(accounts.values());
    applied.accounts.sort_unstable_by_key(|a| a.number);
    debug_assert!(applied.accounts.iter().all(Account::is_sound));
    for recorded in transfers.values() {
        let before = book.transfers.insert(recorded.transfer.id, *recorded);
        let waited = before.is_some_and(|r| r.waits());
        let count = book.waiting.entry(recorded.transfer.month).or_default();
        match (waited, recorded.waits()) {
            (false, true) => *count += 1,
            (true, false) => *count -= 1,
            _ => {}
        }
    }
    book.accounts.extend(accounts);
    Ok(applied)
}

/// The touched part of a book, as it will be.
struct Draft<'b> {
    book: &'b Book,
    accounts: Table<AccountNumber, Account>,
    transfers: Table<TransferId, Recorded>,
    order: Vec<TransferId>,
    repeated: usize,
}

/// What is taken from a side that its account guards.
type Leg = (AccountNumber, Side);

impl<'b> Draft<'b> {
    fn new(book: &'b Book, size: usize) -> Self {
        Self {
            book,
            accounts: Table::default(),
            transfers: Table::with_capacity_and_hasher(size, foldhash::fast::FixedState::default()),
            order: Vec::with_capacity(size),
            repeated: 0,
        }
    }

    fn transfer(&self, id: TransferId) -> Option<&Recorded> {
        self.transfers
            .get(&id)
            .or_else(|| self.book.transfers.get(&id))
    }

    fn account(&self, number: AccountNumber) -> Result<Account, Refusal> {
        self.accounts
            .get(&number)
            .or_else(|| self.book.accounts.get(&number))
            .copied()
            .ok_or(Refusal::AccountUnknown { account: number })
    }

    fn write(&mut self, transfer: &Transfer) -> Result<(), Refusal> {
        if let Deed::Move { amount, .. }
        | Deed::Hold { amount, .. }
        | Deed::Settle { amount, .. }
        | Deed::Reverse { amount, .. } = transfer.deed
            && amount <= Fen::ZERO
        {
            return Err(Refusal::AmountNone { amount });
        }
        if let Some(known) = self.transfer(transfer.id) {
            if known.transfer != *transfer {
                return Err(Refusal::IdTaken);
            }
            self.repeated += 1;
            return Ok(());
        }
        if self.book.closed.is_some_and(|last| transfer.month <= last) {
            return Err(Refusal::MonthClosed {
                month: transfer.month,
            });
        }
        match transfer.deed {
            Deed::Move {
                debit,
                credit,
                amount,
            } => {
                self.between(debit, credit)?;
                self.posted(debit, credit, amount)?;
                self.record(transfer, debit, credit, amount);
            }
            Deed::Hold {
                debit,
                credit,
                amount,
            } => {
                self.between(debit, credit)?;
                self.held(debit, credit, amount)?;
                self.record(transfer, debit, credit, amount);
            }
            Deed::Settle { hold, amount } => self.settle(transfer, hold, amount)?,
            Deed::Release { hold } => self.release(transfer, hold)?,
            Deed::Reverse { of, amount } => self.reverse(transfer, of, amount)?,
        }
        Ok(())
    }

    fn settle(&mut self, by: &Transfer, hold: TransferId, amount: Fen) -> Result<(), Refusal> {
        let mut held = self.waiting_hold(hold)?;
        if amount > held.amount {
            return Err(Refusal::MoreThanHeld {
                amount,
                held: held.amount,
            });
        }
        self.freed(&held)?;
        self.posted(held.debit, held.credit, amount)?;
        held.held = Some(Held::Settled(by.id));
        self.transfers.insert(hold, held);
        self.record(by, held.debit, held.credit, amount);
        Ok(())
    }

    fn release(&mut self, by: &Transfer, hold: TransferId) -> Result<(), Refusal> {
        let mut held = self.waiting_hold(hold)?;
        self.freed(&held)?;
        held.held = Some(Held::Released(by.id));
        self.transfers.insert(hold, held);
        self.record(by, held.debit, held.credit, held.amount);
        Ok(())
    }

    fn reverse(&mut self, by: &Transfer, of: TransferId, amount: Fen) -> Result<(), Refusal> {
        let mut moved = *self
            .transfer(of)
            .ok_or(Refusal::TransferUnknown { id: of })?;
        if !moved.moved() {
            return Err(Refusal::NotMoved);
        }
        let left = moved
            .amount
            .checked_sub(moved.reversed)
            .ok_or(Refusal::SumTooLarge)?;
        if amount > left {
            return Err(Refusal::MoreThanLeft { amount, left });
        }
        self.posted(moved.credit, moved.debit, amount)?;
        moved.reversed = moved
            .reversed
            .checked_add(amount)
            .ok_or(Refusal::SumTooLarge)?;
        self.transfers.insert(of, moved);
        self.record(by, moved.credit, moved.debit, amount);
        Ok(())
    }

    fn waiting_hold(&self, id: TransferId) -> Result<Recorded, Refusal> {
        let recorded = self.transfer(id).ok_or(Refusal::TransferUnknown { id })?;
        match recorded.held {
            None => Err(Refusal::NotAHold),
            Some(Held::Waiting) => Ok(*recorded),
            Some(_) => Err(Refusal::HoldResolved),
        }
    }

    /// Both accounts are open and not one.
    fn between(&self, debit: AccountNumber, credit: AccountNumber) -> Result<(), Refusal> {
        self.account(debit)?;
        self.account(credit)?;
        if debit == credit {
            return Err(Refusal::AccountSame);
        }
        Ok(())
    }

    fn posted(
        &mut self,
        debit: AccountNumber,
        credit: AccountNumber,
        amount: Fen,
    ) -> Result<(), Refusal> {
        self.on((debit, Side::Debit), amount, Account::post)?;
        self.on((credit, Side::Credit), amount, Account::post)
    }

    fn held(
        &mut self,
        debit: AccountNumber,
        credit: AccountNumber,
        amount: Fen,
    ) -> Result<(), Refusal> {
        self.on((debit, Side::Debit), amount, Account::hold)?;
        self.on((credit, Side::Credit), amount, Account::hold)
    }

    fn freed(&mut self, hold: &Recorded) -> Result<(), Refusal> {
        self.on((hold.debit, Side::Debit), hold.amount, Account::free_up)?;
        self.on((hold.credit, Side::Credit), hold.amount, Account::free_up)
    }

    /// Changes one side of an account, unless its guard would break.
    fn on(
        &mut self,
        (number, side): Leg,
        amount: Fen,
        change: fn(&mut Account, Side, Fen) -> Option<()>,
    ) -> Result<(), Refusal> {
        let before = self.account(number)?;
        let mut after = before;
        change(&mut after, side, amount).ok_or(Refusal::SumTooLarge)?;
        if after.guard != Guard::Open && !after.is_sound() {
            return Err(Refusal::MoreThanFree {
                account: number,
                amount,
                free: before.free().unwrap_or(Fen::ZERO),
            });
        }
        self.accounts.insert(number, after);
        Ok(())
    }

    fn record(
        &mut self,
        transfer: &Transfer,
        debit: AccountNumber,
        credit: AccountNumber,
        amount: Fen,
    ) {
        let held = matches!(transfer.deed, Deed::Hold { .. }).then_some(Held::Waiting);
        let recorded = Recorded {
            transfer: *transfer,
            debit,
            credit,
            amount,
            held,
            reversed: Fen::ZERO,
        };
        self.transfers.insert(transfer.id, recorded);
        self.order.push(transfer.id);
    }
}
