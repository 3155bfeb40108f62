//! The tables `contact`, `bank_account` and `address`.

use super::model::{Account, Address, Contact, ContactKind, Elsewhere};
use base::id::{AddressId, BankAccountId, ContactId, PersonId};
use db::{Param, Result, Tx};
use jiff::Timestamp;
use jiff::civil::Date;
use platform::Division;
use std::borrow::Cow;

fn text(value: impl Into<String>) -> Param<'static> {
    Param::Text(Cow::Owned(value.into()))
}

/// A contact on its way into the table.
pub(crate) struct ContactRow {
    pub(crate) id: ContactId,
    pub(crate) person: PersonId,
    pub(crate) kind: ContactKind,
    pub(crate) whose: String,
    pub(crate) sealed: Vec<u8>,
    pub(crate) index: Vec<u8>,
    pub(crate) last4: Option<Vec<u8>>,
}

pub(crate) fn contact_insert_all(
    tx: &Tx<'_>,
    rows: Vec<ContactRow>,
    by: &str,
    now: Timestamp,
) -> Result<u64> {
    let columns = [
        "id",
        "person_id",
        "kind",
        "whose",
        "value_sealed",
        "value_index",
        "value_last4",
        "created_at",
        "created_by",
    ];
    let rows = rows.into_iter().map(|row| {
        vec![
            text(row.id.to_string()),
            text(row.person.to_string()),
            text(row.kind.code()),
            text(row.whose),
            Param::Bytes(Cow::Owned(row.sealed)),
            Param::Bytes(Cow::Owned(row.index)),
            row.last4
                .map_or(Param::Null, |b| Param::Bytes(Cow::Owned(b))),
            text(format!("{now:.3}")),
            text(by),
        ]
    });
    tx.insert_all("contact", &columns, rows)
}

/// Contacts with their sealed values, those in use first.
pub(crate) fn contact_list(tx: &Tx<'_>, person: PersonId) -> Result<Vec<(Contact, Vec<u8>)>> {
    let sql = "SELECT id, person_id, kind, whose, value_sealed, created_at, ended_at FROM contact \
               WHERE person_id = ?1 ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, id DESC";
    tx.rows(sql, &[&person], |row| {
        let kind: String = row.get("kind")?;
        let contact = Contact {
            id: row.get("id")?,
            person: row.get("person_id")?,
            kind: ContactKind::of(&kind),
            whose: row.get("whose")?,
            masked: String::new(),
            created_at: row.get("created_at")?,
            ended_at: row.get("ended_at")?,
        };
        Ok((contact, row.get("value_sealed")?))
    })
}

/// People by the index of a number, or of its last four digits.
pub(crate) fn contact_list_people_by(
    tx: &Tx<'_>,
    whole: Option<&[u8]>,
    last4: Option<&[u8]>,
    limit: i64,
) -> Result<Vec<PersonId>> {
    let whole_sql = "SELECT DISTINCT person_id FROM contact WHERE value_index = ?1 \
                     ORDER BY person_id LIMIT ?2";
    let tail_sql = "SELECT DISTINCT person_id FROM contact WHERE value_last4 = ?1 \
                    ORDER BY person_id LIMIT ?2";
    match (whole, last4) {
        (Some(index), _) => tx.rows(whole_sql, &[&index, &limit], |row| row.at(0)),
        (None, Some(tail)) => tx.rows(tail_sql, &[&tail, &limit], |row| row.at(0)),
        (None, None) => Ok(Vec::new()),
    }
}

pub(crate) fn contact_end(tx: &Tx<'_>, id: ContactId, by: &str, now: Timestamp) -> Result<()> {
    let sql = "UPDATE contact SET ended_at = ?1, ended_by = ?2 WHERE id = ?3 AND ended_at IS NULL";
    tx.change(sql, &[&now, &by, &id])
}

/// An account on its way into the table.
pub(crate) struct AccountRow {
    pub(crate) id: BankAccountId,
    pub(crate) person: PersonId,
    pub(crate) bank: String,
    pub(crate) holder: String,
    pub(crate) sealed: Vec<u8>,
    pub(crate) index: Vec<u8>,
}

pub(crate) fn account_insert_all(
    tx: &Tx<'_>,
    rows: Vec<AccountRow>,
    by: &str,
    now: Timestamp,
) -> Result<u64> {
    let columns = [
        "id",
        "person_id",
        "bank",
        "holder",
        "number_sealed",
        "number_index",
        "created_at",
        "created_by",
    ];
    let rows = rows.into_iter().map(|row| {
        vec![
            text(row.id.to_string()),
            text(row.person.to_string()),
            text(row.bank),
            text(row.holder),
            Param::Bytes(Cow::Owned(row.sealed)),
            Param::Bytes(Cow::Owned(row.index)),
            text(format!("{now:.3}")),
            text(by),
        ]
    });
    tx.insert_all("bank_account", &columns, rows)
}

/// An account as it lies in the table.
pub(crate) struct AccountAtRest {
    pub(crate) id: BankAccountId,
    pub(crate) person: PersonId,
    pub(crate) bank: String,
    pub(crate) holder: String,
    pub(crate) sealed: Vec<u8>,
    pub(crate) index: Vec<u8>,
    pub(crate) ended: bool,
}

/// Every account there is.
pub(crate) fn account_list_all(tx: &Tx<'_>) -> Result<Vec<AccountAtRest>> {
    let sql = "SELECT id, person_id, bank, holder, number_sealed, number_index, ended_at \
               FROM bank_account";
    tx.rows(sql, &[], |row| {
        let ended: Option<Timestamp> = row.get("ended_at")?;
        Ok(AccountAtRest {
            id: row.get("id")?,
            person: row.get("person_id")?,
            bank: row.get("bank")?,
            holder: row.get("holder")?,
            sealed: row.get("number_sealed")?,
            index: row.get("number_index")?,
            ended: ended.is_some(),
        })
    })
}

/// Accounts with their sealed numbers, those in use first.
pub(crate) fn account_list(tx: &Tx<'_>, person: PersonId) -> Result<Vec<(Account, Vec<u8>)>> {
    let sql = "SELECT id, person_id, bank, holder, number_sealed, created_at, ended_at \
               FROM bank_account WHERE person_id = ?1 \
               ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, id DESC";
    tx.rows(sql, &[&person], |row| {
        let account = Account {
            id: row.get("id")?,
            person: row.get("person_id")?,
            bank: row.get("bank")?,
            holder: row.get("holder")?,
            masked: String::new(),
            created_at: row.get("created_at")?,
            ended_at: row.get("ended_at")?,
        };
        Ok((account, row.get("number_sealed")?))
    })
}

pub(crate) fn account_end(tx: &Tx<'_>, id: BankAccountId, by: &str, now: Timestamp) -> Result<()> {
    let sql = "UPDATE bank_account SET ended_at = ?1, ended_by = ?2 \
               WHERE id = ?3 AND ended_at IS NULL";
    tx.change(sql, &[&now, &by, &id])
}

pub(crate) fn address_insert(
    tx: &Tx<'_>,
    address: &Address,
    by: &str,
    now: Timestamp,
) -> Result<()> {
    let sql = "INSERT INTO address (id, person_id, kind, division, line, from_on, created_at, \
               created_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    tx.execute(
        sql,
        &[
            &address.id,
            &address.person,
            &address.kind.code(),
            &address.division.as_ref().map(|d| d.code().to_owned()),
            &address.line,
            &address.from,
            &now,
            &by,
        ],
    )?;
    Ok(())
}

/// Ends the address of a kind that somebody has.
pub(crate) fn address_end(tx: &Tx<'_>, person: PersonId, kind: Elsewhere, on: Date) -> Result<u64> {
    let sql = "UPDATE address SET to_on = ?1 WHERE person_id = ?2 AND kind = ?3 AND to_on IS NULL";
    tx.execute(sql, &[&on, &person, &kind.code()])
}

pub(crate) fn address_list(tx: &Tx<'_>, person: PersonId) -> Result<Vec<Address>> {
    let sql = "SELECT id, person_id, kind, division, line, from_on, to_on FROM address \
               WHERE person_id = ?1 ORDER BY from_on DESC, id DESC";
    tx.rows(sql, &[&person], |row| {
        let (kind, division): (String, Option<String>) = (row.get("kind")?, row.get("division")?);
        let id: AddressId = row.get("id")?;
        Ok(Address {
            id,
            person: row.get("person_id")?,
            kind: Elsewhere::of(&kind),
            division: division.as_deref().and_then(Division::parse),
            line: row.get("line")?,
            from: row.get("from_on")?,
            to: row.get("to_on")?,
        })
    })
}
