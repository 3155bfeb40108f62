//! The tables `fund_account`, `fund_transfer` and `fund_month`.

use super::actions::Kind;
use crate::stored::{month, unreadable};
use base::date::Month;
use base::{Fen, Id};
use db::{Result, Row, Tx};
use jiff::Timestamp;
use ledger::{Account, AccountNumber, Book, Deed, Guard, Held, Recorded, Transfer, TransferId};
use std::collections::{BTreeMap, BTreeSet};

/// What ids of transfers are written as.
fn written(id: TransferId) -> String {
    Id::<()>::from_bits(id.0).to_string()
}

fn read(text: &str) -> Result<TransferId> {
    let id: Id<()> = text.parse().map_err(|_| unreadable("id"))?;
    Ok(TransferId(id.bits()))
}

fn number(row: &Row<'_>, column: &str) -> Result<AccountNumber> {
    let value: i64 = row.get(column)?;
    u64::try_from(value)
        .map(AccountNumber)
        .map_err(|_| unreadable(column))
}

fn stored(number: AccountNumber) -> Result<i64> {
    i64::try_from(number.0).map_err(|_| unreadable("number"))
}

/// An account with what it stands for.
pub(super) struct Named {
    pub(super) account: Account,
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) division: String,
}

fn named(row: &Row<'_>) -> Result<Named> {
    let (kind, guard): (String, String) = (row.get("kind")?, row.get("guard")?);
    let mut account = Account::new(
        number(row, "number")?,
        match guard.as_str() {
            "open" => Guard::Open,
            "assets" => Guard::Assets,
            "claims" => Guard::Claims,
            _ => return Err(unreadable("guard")),
        },
    );
    account.debits = row.get("debits_fen")?;
    account.credits = row.get("credits_fen")?;
    account.debits_held = row.get("debits_held_fen")?;
    account.credits_held = row.get("credits_held_fen")?;
    Ok(Named {
        account,
        kind: Kind::of(&kind).ok_or_else(|| unreadable("kind"))?,
        name: row.get("name")?,
        division: row.get("division")?,
    })
}

pub(super) fn fund_account_list(tx: &Tx<'_>) -> Result<Vec<Named>> {
    let sql = "SELECT number, kind, name, division, guard, debits_fen, credits_fen, \
               debits_held_fen, credits_held_fen FROM fund_account ORDER BY number";
    tx.rows(sql, &[], named)
}

fn fund_account_fetch(tx: &Tx<'_>, number: AccountNumber) -> Result<Option<Named>> {
    let sql = "SELECT number, kind, name, division, guard, debits_fen, credits_fen, \
               debits_held_fen, credits_held_fen FROM fund_account WHERE number = ?1";
    tx.optional(sql, &[&stored(number)?], named)
}

pub(super) fn fund_account_find(
    tx: &Tx<'_>,
    kind: Kind,
    name: &str,
    division: &str,
) -> Result<Option<AccountNumber>> {
    let sql = "SELECT number FROM fund_account WHERE kind = ?1 AND name = ?2 AND division = ?3";
    tx.optional(sql, &[&kind.code(), &name, &division], |row| {
        number(row, "number")
    })
}

pub(super) fn fund_account_insert(
    tx: &Tx<'_>,
    kind: Kind,
    name: &str,
    division: &str,
) -> Result<AccountNumber> {
    let sql = "SELECT COALESCE(MAX(number), 0) + 1 AS next FROM fund_account";
    let next: i64 = tx.row(sql, &[], |row| row.get("next"))?;
    let guard = match kind.guard() {
        Guard::Open => "open",
        Guard::Assets => "assets",
        Guard::Claims => "claims",
    };
    let sql = "INSERT INTO fund_account (number, kind, name, division, guard) \
               VALUES (?1, ?2, ?3, ?4, ?5)";
    tx.execute(sql, &[&next, &kind.code(), &name, &division, &guard])?;
    u64::try_from(next)
        .map(AccountNumber)
        .map_err(|_| unreadable("number"))
}

pub(super) fn fund_account_update(tx: &Tx<'_>, account: &Account) -> Result<()> {
    let sql = "UPDATE fund_account SET debits_fen = ?2, credits_fen = ?3, debits_held_fen = ?4, \
               credits_held_fen = ?5 WHERE number = ?1";
    tx.change(
        sql,
        &[
            &stored(account.number)?,
            &account.debits,
            &account.credits,
            &account.debits_held,
            &account.credits_held,
        ],
    )
}

pub(super) fn fund_month_last(tx: &Tx<'_>) -> Result<Option<Month>> {
    let sql = "SELECT MAX(month) AS month FROM fund_month";
    tx.row(sql, &[], |row| crate::stored::month_or_none(row, "month"))
}

/// The first month that has a transfer.
pub(super) fn fund_transfer_first(tx: &Tx<'_>) -> Result<Option<Month>> {
    let sql = "SELECT MIN(month) AS month FROM fund_transfer";
    tx.row(sql, &[], |row| crate::stored::month_or_none(row, "month"))
}

pub(super) fn fund_month_insert(tx: &Tx<'_>, month: Month, by: &str, now: Timestamp) -> Result<()> {
    let sql = "INSERT INTO fund_month (month, closed_at, closed_by) VALUES (?1, ?2, ?3)";
    tx.execute(sql, &[&month.to_string(), &now, &by])?;
    Ok(())
}

/// A transfer as it was written; what became of it is told by others.
fn recorded(row: &Row<'_>) -> Result<Recorded> {
    let (id, deed, of): (String, String, Option<String>) =
        (row.get("id")?, row.get("deed")?, row.get("of_id")?);
    let of = of.map(|text| read(&text)).transpose()?;
    let (debit, credit) = (number(row, "debit")?, number(row, "credit")?);
    let amount: Fen = row.get("amount_fen")?;
    let deed = match (deed.as_str(), of) {
        ("move", None) => Deed::Move {
            debit,
            credit,
            amount,
        },
        ("hold", None) => Deed::Hold {
            debit,
            credit,
            amount,
        },
        ("settle", Some(hold)) => Deed::Settle { hold, amount },
        ("release", Some(hold)) => Deed::Release { hold },
        ("reverse", Some(of)) => Deed::Reverse { of, amount },
        _ => return Err(unreadable("deed")),
    };
    Ok(Recorded {
        transfer: Transfer {
            id: read(&id)?,
            month: month(row, "month")?,
            deed,
        },
        debit,
        credit,
        amount,
        held: matches!(deed, Deed::Hold { .. }).then_some(Held::Waiting),
        reversed: Fen::ZERO,
    })
}

/// Tells an earlier transfer what a later one made of it.
fn fated(earlier: &mut Recorded, later: &Transfer) {
    match later.deed {
        Deed::Settle { .. } => earlier.held = Some(Held::Settled(later.id)),
        Deed::Release { .. } => earlier.held = Some(Held::Released(later.id)),
        Deed::Reverse { amount, .. } => {
            let sum = earlier.reversed.checked_add(amount);
            earlier.reversed = sum.unwrap_or(earlier.reversed);
        }
        Deed::Move { .. } | Deed::Hold { .. } => {}
    }
}

/// The earlier transfer that one rests on.
const fn rests_on(transfer: &Transfer) -> Option<TransferId> {
    match transfer.deed {
        Deed::Settle { hold, .. } | Deed::Release { hold } => Some(hold),
        Deed::Reverse { of, .. } => Some(of),
        Deed::Move { .. } | Deed::Hold { .. } => None,
    }
}

/// The whole book: every account, every transfer with what became of it.
pub(super) fn fund_book(tx: &Tx<'_>) -> Result<Book> {
    let mut book = Book::default().with_closed(fund_month_last(tx)?);
    for named in fund_account_list(tx)? {
        book = book.with_account(named.account);
    }
    let sql = "SELECT id, month, deed, debit, credit, amount_fen, of_id FROM fund_transfer \
               ORDER BY number";
    let rows = tx.rows(sql, &[], recorded)?;
    let mut all: BTreeMap<TransferId, Recorded> = BTreeMap::new();
    for recorded in rows {
        let of = rests_on(&recorded.transfer);
        if let Some(earlier) = of.and_then(|of| all.get_mut(&of)) {
            fated(earlier, &recorded.transfer);
        }
        all.insert(recorded.transfer.id, recorded);
    }
    for recorded in all.into_values() {
        book = book.with_transfer(recorded);
    }
    Ok(book)
}

/// A transfer with what became of it, if it was written.
fn fund_transfer_fetch(tx: &Tx<'_>, id: TransferId) -> Result<Option<Recorded>> {
    let sql = "SELECT id, month, deed, debit, credit, amount_fen, of_id FROM fund_transfer \
               WHERE id = ?1";
    let Some(mut found) = tx.optional(sql, &[&written(id)], recorded)? else {
        return Ok(None);
    };
    let sql = "SELECT id, month, deed, debit, credit, amount_fen, of_id FROM fund_transfer \
               WHERE of_id = ?1 ORDER BY number";
    for later in tx.rows(sql, &[&written(id)], recorded)? {
        fated(&mut found, &later.transfer);
    }
    Ok(Some(found))
}

/// The part of the book that a batch touches: the transfers that it names and those they rest on,
/// with the accounts of all of them. What a posting costs does not grow with the books.
pub(super) fn fund_book_of(tx: &Tx<'_>, batch: &[Transfer]) -> Result<Book> {
    let mut book = Book::default().with_closed(fund_month_last(tx)?);
    let mut ids: BTreeSet<TransferId> = BTreeSet::new();
    let mut accounts: BTreeSet<AccountNumber> = BTreeSet::new();
    for transfer in batch {
        ids.insert(transfer.id);
        ids.extend(rests_on(transfer));
        if let Deed::Move { debit, credit, .. } | Deed::Hold { debit, credit, .. } = transfer.deed {
            accounts.extend([debit, credit]);
        }
    }
    for id in ids {
        if let Some(found) = fund_transfer_fetch(tx, id)? {
            accounts.extend([found.debit, found.credit]);
            book = book.with_transfer(found);
        }
    }
    for number in accounts {
        if let Some(named) = fund_account_fetch(tx, number)? {
            book = book.with_account(named.account);
        }
    }
    Ok(book)
}

/// What stands in the way of closing a month: the holds up to it that wait.
pub(super) fn fund_book_waiting(tx: &Tx<'_>, until: Month) -> Result<Book> {
    let mut book = Book::default().with_closed(fund_month_last(tx)?);
    let sql = "SELECT id, month, deed, debit, credit, amount_fen, of_id FROM fund_transfer h \
               WHERE deed = 'hold' AND month <= ?1 AND NOT EXISTS (SELECT 1 FROM fund_transfer r \
               WHERE r.of_id = h.id AND r.deed IN ('settle', 'release'))";
    for hold in tx.rows(sql, &[&until.to_string()], recorded)? {
        book = book.with_transfer(hold);
    }
    Ok(book)
}

/// What is told of a transfer beside its numbers.
pub(super) struct Told<'t> {
    pub(super) subject: &'t str,
    pub(super) note: &'t str,
    pub(super) by: &'t str,
    pub(super) now: Timestamp,
}

pub(super) fn fund_transfer_insert(
    tx: &Tx<'_>,
    recorded: &Recorded,
    told: &Told<'_>,
) -> Result<()> {
    let (deed, of) = match recorded.transfer.deed {
        Deed::Move { .. } => ("move", None),
        Deed::Hold { .. } => ("hold", None),
        Deed::Settle { hold, .. } => ("settle", Some(hold)),
        Deed::Release { hold } => ("release", Some(hold)),
        Deed::Reverse { of, .. } => ("reverse", Some(of)),
    };
    let sql = "INSERT INTO fund_transfer (id, number, month, deed, debit, credit, amount_fen, \
               of_id, subject, note, written_at, written_by) \
               SELECT ?1, COALESCE(MAX(number), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11 \
               FROM fund_transfer";
    tx.execute(
        sql,
        &[
            &written(recorded.transfer.id),
            &recorded.transfer.month.to_string(),
            &deed,
            &stored(recorded.debit)?,
            &stored(recorded.credit)?,
            &recorded.amount,
            &of.map(written),
            &told.subject,
            &told.note,
            &told.now,
            &told.by,
        ],
    )?;
    Ok(())
}
