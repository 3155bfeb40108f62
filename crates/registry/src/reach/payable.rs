//! Accounts as a roll needs them: all at once, whether each can be paid into, and, for the file that
//! goes to the bank, their numbers. No number leaves this crate but by [`numbers`], which the journal
//! tells of.

use crate::person::Life;
use crate::seal::{ACCOUNT, internal};
use base::Fault;
use base::codes::parse_bank_card;
use base::id::{BankAccountId, PersonId};
use jiff::civil::Date;
use platform::journal::Entry;
use platform::{Act, Ctx};
use rayon::prelude::*;
use serde_json::json;

/// An account as a roll sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payable {
    /// Its id.
    pub account: BankAccountId,
    /// Whose it is in the register.
    pub person: PersonId,
    /// The name that it is in.
    pub holder: String,
    /// Whether its number can be one: digits that check by Luhn, or a passbook's of 10 to 32 digits.
    pub sound: bool,
    /// The same for the same number, and tells nothing of it.
    pub mark: Vec<u8>,
    /// Out of use.
    pub ended: bool,
}

/// Somebody as a roll sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payee {
    /// Their id.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Living here, moved, dead.
    pub life: Life,
    /// Since when they have moved or died.
    pub life_on: Option<Date>,
}

/// Whether a number can be an account's: a card's by its check digit, a passbook's by its length.
fn is_sound(number: &str) -> bool {
    let digits = number.bytes().all(|b| b.is_ascii_digit());
    match number.len() {
        16..=19 => parse_bank_card(number).is_ok(),
        10..=32 => digits,
        _ => false,
    }
}

/// Every account, for whoever makes rolls.
///
/// # Errors
/// A right that is missing; a number that does not open, which is our fault.
pub fn payables(ctx: &Ctx<'_>) -> Result<Vec<Payable>, Fault> {
    ctx.may(Act::RollsMake)?;
    let rows = super::store::account_list_all(ctx.tx())?;
    let keys = ctx.keys();
    let one = |row: super::store::AccountAtRest| -> Result<Payable, Fault> {
        let place = ACCOUNT.place(&row.id.to_string());
        let number = keys.open(&place, &row.sealed).map_err(internal)?;
        let number = String::from_utf8(number).map_err(internal)?;
        Ok(Payable {
            account: row.id,
            person: row.person,
            holder: row.holder,
            sound: is_sound(&number),
            mark: row.index,
            ended: row.ended,
        })
    };
    rows.into_par_iter().map(one).collect()
}

/// Everybody's name and life, for whoever makes rolls.
///
/// # Errors
/// A right that is missing.
pub fn payees(ctx: &Ctx<'_>, mut take: impl FnMut(Payee)) -> Result<(), Fault> {
    ctx.may(Act::RollsMake)?;
    crate::person::store::person_each_life(ctx.tx(), |id, name, state, on| {
        take(Payee {
            id,
            name,
            life: Life::of(&state).unwrap_or(Life::Living),
            life_on: on,
        });
    })?;
    Ok(())
}

/// Whole numbers of accounts with bank and holder, in the order asked for, for the file that goes to
/// the bank. The journal tells who made it and what for.
///
/// # Errors
/// A right that is missing; an account that is not there.
pub fn numbers(
    ctx: &Ctx<'_>,
    accounts: &[BankAccountId],
    reason: &str,
) -> Result<Vec<(String, String)>, Fault> {
    ctx.may(Act::RollsMake)?;
    let rows = super::store::account_list_all(ctx.tx())?;
    let by: std::collections::HashMap<BankAccountId, super::store::AccountAtRest> =
        rows.into_iter().map(|row| (row.id, row)).collect();
    let keys = ctx.keys();
    let found: Result<Vec<(String, String)>, Fault> = accounts
        .par_iter()
        .map(|id| {
            let row = by.get(id).ok_or(Fault::NotFound)?;
            let place = ACCOUNT.place(&id.to_string());
            let number = keys.open(&place, &row.sealed).map_err(internal)?;
            Ok((
                String::from_utf8(number).map_err(internal)?,
                row.bank.clone(),
            ))
        })
        .collect();
    let found = found?;
    ctx.tell(
        Entry::new(Act::RollsMake, "accounts", reason).after(json!({ "numbers": found.len() })),
    );
    Ok(found)
}
