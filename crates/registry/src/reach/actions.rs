//! What can be done with contacts, accounts and addresses.

use super::model::{Account, Address, Contact, ContactKind, Elsewhere};
use super::store::{self, AccountRow, ContactRow};
use crate::person::{self, reasoned, seen, store::Stored};
use crate::seal::{
    ACCOUNT, CONTACT, account_index, contact_index, contact_tail_index, internal, opened, sealed,
    tail,
};
use base::Fault;
use base::codes::{parse_bank_card, parse_phone};
use base::id::{BankAccountId, ContactId, PersonId};
use base::mask::{mask_account, mask_phone};
use base::message::{Message, Speak};
use jiff::civil::Date;
use platform::crypto::KeyError;
use platform::journal::Entry;
use platform::{Act, Ctx, Division};
use rayon::prelude::*;
use serde_json::json;

/// A telephone number to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewContact {
    /// Whose.
    pub person: PersonId,
    /// The number, in any spelling.
    pub number: String,
    /// Who answers; empty for themselves.
    pub whose: String,
}

/// A bank account to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// Whose.
    pub person: PersonId,
    /// The bank.
    pub bank: String,
    /// The name that the account is in.
    pub holder: String,
    /// Its number, in any spelling.
    pub number: String,
}

/// A place to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAddress {
    /// Which.
    pub kind: Elsewhere,
    /// The division, where known; may be empty.
    pub division: String,
    /// As it is written.
    pub line: String,
    /// First day.
    pub from: Date,
}

fn kept(ctx: &Ctx<'_>, person: PersonId) -> Result<Stored, Fault> {
    let scope = ctx.may(Act::PeopleKeep)?;
    let stored = seen(ctx, &scope, person)?;
    match stored.merged_into {
        Some(_) => Err(Fault::refused("person-merged")),
        None => Ok(stored),
    }
}

/// A number in its one spelling, and what kind it is.
fn number_of(written: &str) -> Result<(String, ContactKind), Message> {
    let number = parse_phone(written).map_err(|e| e.message())?;
    let mobile = number.len() == 11 && number.starts_with('1');
    let kind = if mobile {
        ContactKind::Mobile
    } else {
        ContactKind::Landline
    };
    Ok((number, kind))
}

/// Adds a telephone number.
pub fn add_contact(ctx: &Ctx<'_>, new: &NewContact) -> Result<(), Fault> {
    let person = kept(ctx, new.person)?;
    let (number, _) = number_of(&new.number).map_err(|m| Fault::field("number", m))?;
    let index = contact_index(ctx.keys(), &number);
    let same = store::contact_list_people_by(ctx.tx(), Some(&index), None, 100)?;
    let in_use = contacts(ctx, new.person)?.iter().any(|c| {
        c.ended_at.is_none() && same.contains(&new.person) && c.masked == mask_phone(&number)
    });
    if in_use {
        return Err(Fault::field("number", Message::new("contact-known")));
    }
    let rows = contact_rows(ctx, std::slice::from_ref(new))?;
    store::contact_insert_all(ctx.tx(), rows, &ctx.who().actor(), ctx.now())?;
    ctx.tell(
        Entry::named("person.contact", "person", new.person)
            .division(&person.division)
            .after(json!({ "contact": mask_phone(&number), "whose": new.whose })),
    );
    Ok(())
}

fn contact_rows(ctx: &Ctx<'_>, new: &[NewContact]) -> Result<Vec<ContactRow>, Fault> {
    let ids: Vec<ContactId> = new.iter().map(|_| ctx.id()).collect();
    let (keys, random) = (ctx.keys(), ctx.random());
    let rows: Result<Vec<ContactRow>, Fault> = new
        .par_iter()
        .zip(ids)
        .map(|(new, id)| {
            let (number, kind) = number_of(&new.number).map_err(|m| Fault::field("number", m))?;
            let place = id.to_string();
            Ok(ContactRow {
                id,
                person: new.person,
                kind,
                whose: new.whose.trim().to_owned(),
                sealed: sealed(keys, random, CONTACT, &place, &number).map_err(internal)?,
                index: contact_index(keys, &number),
                last4: tail(&number, 4).map(|t| contact_tail_index(keys, t)),
            })
        })
        .collect();
    rows
}

/// Adds many telephone numbers of people whom the caller has just registered.
pub fn add_contacts(ctx: &Ctx<'_>, new: &[NewContact], source: &str) -> Result<(), Fault> {
    ctx.may(Act::PeopleKeep)?;
    let rows = contact_rows(ctx, new)?;
    let count = store::contact_insert_all(ctx.tx(), rows, &ctx.who().actor(), ctx.now())?;
    ctx.tell(Entry::named("person.contacts", "people", source).after(json!({ "contacts": count })));
    Ok(())
}

/// Telephone numbers of a person, those in use first.
pub fn contacts(ctx: &Ctx<'_>, person: PersonId) -> Result<Vec<Contact>, Fault> {
    person::get(ctx, person)?;
    let rows = store::contact_list(ctx.tx(), person)?;
    rows.into_iter()
        .map(|(contact, sealed)| {
            let number = opened(ctx, CONTACT, &contact.id.to_string(), &sealed)?;
            Ok(Contact {
                masked: mask_phone(&number),
                ..contact
            })
        })
        .collect()
}

/// Ends a telephone number: it is out of use.
pub fn end_contact(ctx: &Ctx<'_>, person: PersonId, id: ContactId) -> Result<(), Fault> {
    let stored = kept(ctx, person)?;
    let all = contacts(ctx, person)?;
    let contact = all.iter().find(|c| c.id == id).ok_or(Fault::NotFound)?;
    store::contact_end(ctx.tx(), id, &ctx.who().actor(), ctx.now())?;
    ctx.tell(
        Entry::named("person.contact-end", "person", person)
            .division(&stored.division)
            .before(json!({ "contact": contact.masked, "whose": contact.whose })),
    );
    Ok(())
}

/// A whole telephone number, and a journal entry that says who looked and why.
pub fn unmask_contact(
    ctx: &Ctx<'_>,
    person: PersonId,
    id: ContactId,
    reason: &str,
) -> Result<String, Fault> {
    let scope = ctx.may(Act::PersonUnmask)?;
    let stored = seen(ctx, &scope, person)?;
    let reason = reasoned(reason)?;
    let rows = store::contact_list(ctx.tx(), person)?;
    let (_, sealed) = rows
        .iter()
        .find(|(c, _)| c.id == id)
        .ok_or(Fault::NotFound)?;
    ctx.tell(
        Entry::new(Act::PersonUnmask, "person", person)
            .division(&stored.division)
            .after(json!({ "shown": "contact", "contact": id.to_string() }))
            .reason(reason),
    );
    opened(ctx, CONTACT, &id.to_string(), sealed)
}

/// Adds a bank account. The number's check digit is held.
pub fn add_account(ctx: &Ctx<'_>, new: &NewAccount) -> Result<(), Fault> {
    let person = kept(ctx, new.person)?;
    let number = parse_bank_card(&new.number).map_err(|e| Fault::field("number", e.message()))?;
    if new.bank.trim().is_empty() {
        return Err(Fault::field("bank", Message::new("account-bank")));
    }
    let rows = account_rows(ctx, std::slice::from_ref(new))?;
    store::account_insert_all(ctx.tx(), rows, &ctx.who().actor(), ctx.now())?;
    ctx.tell(
        Entry::named("person.account", "person", new.person)
            .division(&person.division)
            .after(json!({ "bank": new.bank, "account": mask_account(&number) })),
    );
    Ok(())
}

fn account_rows(ctx: &Ctx<'_>, new: &[NewAccount]) -> Result<Vec<AccountRow>, Fault> {
    let ids: Vec<BankAccountId> = new.iter().map(|_| ctx.id()).collect();
    let (keys, random) = (ctx.keys(), ctx.random());
    let row = |new: &NewAccount, id: BankAccountId| -> Result<AccountRow, KeyError> {
        // What is no card number is kept as it is written: passbooks have numbers of their own.
        let number = parse_bank_card(&new.number).unwrap_or_else(|_| new.number.trim().to_owned());
        Ok(AccountRow {
            id,
            person: new.person,
            bank: new.bank.trim().to_owned(),
            holder: new.holder.trim().to_owned(),
            sealed: sealed(keys, random, ACCOUNT, &id.to_string(), &number)?,
            index: account_index(keys, &number),
        })
    };
    let rows: Result<Vec<AccountRow>, KeyError> = new
        .par_iter()
        .zip(ids)
        .map(|(new, id)| row(new, id))
        .collect();
    rows.map_err(internal)
}

/// Adds many accounts of people whom the caller has just registered; their ids, in that order.
pub fn add_accounts(
    ctx: &Ctx<'_>,
    new: &[NewAccount],
    source: &str,
) -> Result<Vec<BankAccountId>, Fault> {
    ctx.may(Act::PeopleKeep)?;
    let rows = account_rows(ctx, new)?;
    let ids = rows.iter().map(|row| row.id).collect();
    let count = store::account_insert_all(ctx.tx(), rows, &ctx.who().actor(), ctx.now())?;
    ctx.tell(Entry::named("person.accounts", "people", source).after(json!({ "accounts": count })));
    Ok(ids)
}

/// Bank accounts of a person, those in use first.
pub fn accounts(ctx: &Ctx<'_>, person: PersonId) -> Result<Vec<Account>, Fault> {
    person::get(ctx, person)?;
    let rows = store::account_list(ctx.tx(), person)?;
    rows.into_iter()
        .map(|(account, sealed)| {
            let number = opened(ctx, ACCOUNT, &account.id.to_string(), &sealed)?;
            Ok(Account {
                masked: mask_account(&number),
                ..account
            })
        })
        .collect()
}

/// Ends an account: nothing more is to be paid into it.
pub fn end_account(ctx: &Ctx<'_>, person: PersonId, id: BankAccountId) -> Result<(), Fault> {
    let stored = kept(ctx, person)?;
    let all = accounts(ctx, person)?;
    let account = all.iter().find(|a| a.id == id).ok_or(Fault::NotFound)?;
    store::account_end(ctx.tx(), id, &ctx.who().actor(), ctx.now())?;
    ctx.tell(
        Entry::named("person.account-end", "person", person)
            .division(&stored.division)
            .before(json!({ "bank": account.bank, "account": account.masked })),
    );
    Ok(())
}

/// A whole account number, and a journal entry that says who looked and why.
pub fn unmask_account(
    ctx: &Ctx<'_>,
    person: PersonId,
    id: BankAccountId,
    reason: &str,
) -> Result<String, Fault> {
    let scope = ctx.may(Act::PersonUnmask)?;
    let stored = seen(ctx, &scope, person)?;
    let reason = reasoned(reason)?;
    let rows = store::account_list(ctx.tx(), person)?;
    let (_, sealed) = rows
        .iter()
        .find(|(a, _)| a.id == id)
        .ok_or(Fault::NotFound)?;
    ctx.tell(
        Entry::new(Act::PersonUnmask, "person", person)
            .division(&stored.division)
            .after(json!({ "shown": "account", "account": id.to_string() }))
            .reason(reason),
    );
    opened(ctx, ACCOUNT, &id.to_string(), sealed)
}

/// Sets where somebody is registered or stays; the place of the same kind before ends.
pub fn add_address(ctx: &Ctx<'_>, person: PersonId, new: &NewAddress) -> Result<(), Fault> {
    let stored = kept(ctx, person)?;
    let line = new.line.trim();
    if line.is_empty() || line.chars().count() > 200 {
        return Err(Fault::field("line", Message::new("household-address")));
    }
    let division = match new.division.trim() {
        "" => None,
        code => Some(
            Division::parse(code)
                .ok_or_else(|| Fault::field("division", Message::new("person-division")))?,
        ),
    };
    let last = new.from.yesterday().unwrap_or(new.from);
    store::address_end(ctx.tx(), person, new.kind, last)?;
    let address = Address {
        id: ctx.id(),
        person,
        kind: new.kind,
        division,
        line: line.to_owned(),
        from: new.from,
        to: None,
    };
    store::address_insert(ctx.tx(), &address, &ctx.who().actor(), ctx.now())?;
    ctx.tell(
        Entry::named("person.address", "person", person)
            .division(&stored.division)
            .after(json!({ "kind": new.kind.code(), "line": line })),
    );
    Ok(())
}

/// Places of a person beside the household's, newest first.
pub fn addresses(ctx: &Ctx<'_>, person: PersonId) -> Result<Vec<Address>, Fault> {
    person::get(ctx, person)?;
    Ok(store::address_list(ctx.tx(), person)?)
}
