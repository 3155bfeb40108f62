//! The tables `person`, `person_key` and `person_merge`.

use super::model::{Document, Life, sex_code, sex_of};
use base::Sex;
use base::id::{MergeId, PersonId};
use db::{DbError, Param, Result, Row, ToParam, Tx};
use jiff::Timestamp;
use jiff::civil::Date;
use platform::Division;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A row of `person` as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stored {
    pub(crate) id: PersonId,
    pub(crate) version: i64,
    pub(crate) name: String,
    pub(crate) sort_key: String,
    pub(crate) former_names: Vec<String>,
    pub(crate) sex: Option<Sex>,
    pub(crate) birth: Option<Date>,
    pub(crate) document: Option<Document>,
    pub(crate) number_sealed: Option<Vec<u8>>,
    pub(crate) number_index: Option<Vec<u8>>,
    pub(crate) last4: Option<Vec<u8>>,
    pub(crate) last6: Option<Vec<u8>>,
    pub(crate) division: Division,
    pub(crate) life: Life,
    pub(crate) life_on: Option<Date>,
    pub(crate) life_source: Option<String>,
    pub(crate) merged_into: Option<PersonId>,
    pub(crate) source: String,
    pub(crate) created_at: Timestamp,
    pub(crate) created_by: String,
    pub(crate) changed_at: Timestamp,
}

impl Stored {
    /// Every name that they are found by.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.former_names.iter().map(String::as_str))
    }
}

pub(crate) fn wrong(column: &str, wanted: &'static str) -> DbError {
    DbError::WrongKind {
        column: column.to_owned(),
        found: "text",
        wanted,
    }
}

pub(crate) fn division_of(row: &Row<'_>, column: &str) -> Result<Division> {
    let code: String = row.get(column)?;
    Division::parse(&code).ok_or_else(|| wrong(column, "a division"))
}

/// A person of a row that has all columns.
pub(crate) fn stored(row: &Row<'_>) -> Result<Stored> {
    let (former, state): (String, String) = (row.get("former_names")?, row.get("state")?);
    let sex: Option<String> = row.get("sex")?;
    let document: Option<String> = row.get("document")?;
    Ok(Stored {
        id: row.get("id")?,
        version: row.get("version")?,
        name: row.get("name")?,
        sort_key: row.get("sort_key")?,
        former_names: serde_json::from_str(&former).map_err(|_| wrong("former_names", "JSON"))?,
        sex: sex.as_deref().and_then(sex_of),
        birth: row.get("birth")?,
        document: document.as_deref().map(Document::of),
        number_sealed: row.get("id_number_sealed")?,
        number_index: row.get("id_number_index")?,
        last4: row.get("id_last4")?,
        last6: row.get("id_last6")?,
        division: division_of(row, "division")?,
        life: Life::of(&state).ok_or_else(|| wrong("state", "a state"))?,
        life_on: row.get("state_on")?,
        life_source: row.get("state_source")?,
        merged_into: row.get("merged_into")?,
        source: row.get("source")?,
        created_at: row.get("created_at")?,
        created_by: row.get("created_by")?,
        changed_at: row.get("changed_at")?,
    })
}

pub(crate) fn person_fetch(tx: &Tx<'_>, id: PersonId) -> Result<Stored> {
    let sql = "SELECT id, version, name, sort_key, former_names, sex, birth, document, \
               id_number_sealed, id_number_index, id_last4, id_last6, division, state, state_on, \
               state_source, merged_into, source, created_at, created_by, changed_at \
               FROM person WHERE id = ?1";
    tx.row(sql, &[&id], stored)
}

/// People whose whole ID number it is; merged records left out.
pub(crate) fn person_list_by_number(tx: &Tx<'_>, index: &[u8]) -> Result<Vec<Stored>> {
    let sql = "SELECT id, version, name, sort_key, former_names, sex, birth, document, \
               id_number_sealed, id_number_index, id_last4, id_last6, division, state, state_on, \
               state_source, merged_into, source, created_at, created_by, changed_at \
               FROM person WHERE id_number_index = ?1 AND merged_into IS NULL ORDER BY id";
    tx.rows(sql, &[&index], stored)
}

/// Whether the oldest record came from a source.
pub(crate) fn person_exists_from(tx: &Tx<'_>, source: &str) -> Result<bool> {
    let sql = "SELECT source FROM person ORDER BY id LIMIT 1";
    let first: Option<String> = tx.optional(sql, &[], |row| row.at(0))?;
    Ok(first.as_deref() == Some(source))
}

/// Everybody but merged records: what is written of each, the division, and the sealed number.
pub(crate) fn person_each_plain(
    tx: &Tx<'_>,
    mut take: impl FnMut(crate::register::row::About, String, Option<Vec<u8>>),
) -> Result<()> {
    let sql = "SELECT id, name, sex, birth, division, id_number_sealed FROM person \
               WHERE merged_into IS NULL";
    tx.each(sql, &[], |row| {
        let sex: Option<String> = row.get("sex")?;
        let about = crate::register::row::About {
            id: row.get("id")?,
            name: row.get("name")?,
            sex: sex.as_deref().and_then(sex_of).map(sex_code),
            birth: row.get("birth")?,
        };
        take(about, row.get("division")?, row.get("id_number_sealed")?);
        Ok(())
    })
}

/// People whose name begins so, in the order of registers; merged records left out.
pub(crate) fn person_list_named(tx: &Tx<'_>, pattern: &str) -> Result<Vec<Stored>> {
    let sql = "SELECT id, version, name, sort_key, former_names, sex, birth, document, \
               id_number_sealed, id_number_index, id_last4, id_last6, division, state, state_on, \
               state_source, merged_into, source, created_at, created_by, changed_at \
               FROM person WHERE name LIKE ?1 ESCAPE '\\' AND merged_into IS NULL \
               ORDER BY sort_key LIMIT 300";
    tx.rows(sql, &[&pattern], stored)
}

const COLUMNS: [&str; 21] = [
    "id",
    "version",
    "name",
    "sort_key",
    "former_names",
    "sex",
    "birth",
    "document",
    "id_number_sealed",
    "id_number_index",
    "id_last4",
    "id_last6",
    "division",
    "state",
    "state_on",
    "state_source",
    "merged_into",
    "source",
    "created_at",
    "created_by",
    "changed_at",
];

fn owned(param: &dyn ToParam) -> Param<'static> {
    match param.to_param() {
        Param::Null => Param::Null,
        Param::Int(n) => Param::Int(n),
        Param::Real(x) => Param::Real(x),
        Param::Text(t) => Param::Text(Cow::Owned(t.into_owned())),
        Param::Bytes(b) => Param::Bytes(Cow::Owned(b.into_owned())),
    }
}

fn values(person: &Stored) -> Vec<Param<'static>> {
    let former = serde_json::Value::from(person.former_names.clone()).to_string();
    let all: [&dyn ToParam; 21] = [
        &person.id,
        &person.version,
        &person.name,
        &person.sort_key,
        &former,
        &person.sex.map(sex_code),
        &person.birth,
        &person.document.map(Document::code),
        &person.number_sealed,
        &person.number_index,
        &person.last4,
        &person.last6,
        &person.division.code(),
        &person.life.code(),
        &person.life_on,
        &person.life_source,
        &person.merged_into,
        &person.source,
        &person.created_at,
        &person.created_by,
        &person.changed_at,
    ];
    all.into_iter().map(owned).collect()
}

/// Inserts people; their keys are [`key_insert_all`]'s.
pub(crate) fn person_insert_all<'p>(
    tx: &Tx<'_>,
    people: impl IntoIterator<Item = &'p Stored>,
) -> Result<u64> {
    tx.insert_all("person", &COLUMNS, people.into_iter().map(values))
}

/// Writes a person anew over the version that was read, which goes up by one.
pub(crate) fn person_update(tx: &Tx<'_>, person: &Stored) -> Result<()> {
    let sql = "UPDATE person SET version = version + 1, name = ?3, sort_key = ?4, \
               former_names = ?5, sex = ?6, birth = ?7, document = ?8, id_number_sealed = ?9, \
               id_number_index = ?10, id_last4 = ?11, id_last6 = ?12, division = ?13, \
               state = ?14, state_on = ?15, state_source = ?16, merged_into = ?17, \
               changed_at = ?18 WHERE id = ?1 AND version = ?2";
    let former = serde_json::Value::from(person.former_names.clone()).to_string();
    tx.change(
        sql,
        &[
            &person.id,
            &person.version,
            &person.name,
            &person.sort_key,
            &former,
            &person.sex.map(sex_code),
            &person.birth,
            &person.document.map(Document::code),
            &person.number_sealed,
            &person.number_index,
            &person.last4,
            &person.last6,
            &person.division.code(),
            &person.life.code(),
            &person.life_on,
            &person.life_source,
            &person.merged_into,
            &person.changed_at,
        ],
    )
}

/// Adds keys: key, division, person.
pub(crate) fn key_insert_all(
    tx: &Tx<'_>,
    keys: impl IntoIterator<Item = (String, String, PersonId)>,
) -> Result<u64> {
    let rows = keys.into_iter().map(|(key, division, id)| {
        vec![
            Param::Text(Cow::Owned(key)),
            Param::Text(Cow::Owned(division)),
            owned(&id),
        ]
    });
    tx.insert_all("person_key", &["key", "division", "person_id"], rows)
}

/// Takes a person's keys away, to be made anew.
pub(crate) fn key_delete(
    tx: &Tx<'_>,
    keys: &BTreeSet<String>,
    division: &Division,
    id: PersonId,
) -> Result<()> {
    let sql = "DELETE FROM person_key WHERE key = ?1 AND division = ?2 AND person_id = ?3";
    for key in keys {
        tx.execute(sql, &[key, &division.code(), &id])?;
    }
    Ok(())
}

/// A merge as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Merged {
    pub(crate) id: MergeId,
    pub(crate) kept: PersonId,
    pub(crate) gone: PersonId,
    pub(crate) reason: String,
    pub(crate) done: String,
    pub(crate) at: Timestamp,
    pub(crate) by: String,
}

pub(crate) fn merge_insert(tx: &Tx<'_>, merged: &Merged) -> Result<()> {
    let sql = "INSERT INTO person_merge (id, kept_id, gone_id, reason, done, merged_at, merged_by) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    tx.execute(
        sql,
        &[
            &merged.id,
            &merged.kept,
            &merged.gone,
            &merged.reason,
            &merged.done,
            &merged.at,
            &merged.by,
        ],
    )?;
    Ok(())
}

/// The merge in which a record went into another, if it has not been undone.
pub(crate) fn merge_fetch_of(tx: &Tx<'_>, gone: PersonId) -> Result<Option<Merged>> {
    let sql = "SELECT id, kept_id, gone_id, reason, done, merged_at, merged_by FROM person_merge \
               WHERE gone_id = ?1 AND undone_at IS NULL";
    tx.optional(sql, &[&gone], |row| {
        Ok(Merged {
            id: row.get("id")?,
            kept: row.get("kept_id")?,
            gone: row.get("gone_id")?,
            reason: row.get("reason")?,
            done: row.get("done")?,
            at: row.get("merged_at")?,
            by: row.get("merged_by")?,
        })
    })
}

/// Records that went into one, with why, if that has not been undone.
pub(crate) fn merge_list_into(tx: &Tx<'_>, kept: PersonId) -> Result<Vec<(PersonId, String)>> {
    let sql = "SELECT gone_id, reason FROM person_merge \
               WHERE kept_id = ?1 AND undone_at IS NULL ORDER BY merged_at DESC";
    tx.rows(sql, &[&kept], |row| {
        Ok((row.get("gone_id")?, row.get("reason")?))
    })
}

pub(crate) fn merge_undo(tx: &Tx<'_>, id: MergeId, by: &str, now: Timestamp) -> Result<()> {
    let sql = "UPDATE person_merge SET undone_at = ?1, undone_by = ?2 \
               WHERE id = ?3 AND undone_at IS NULL";
    tx.change(sql, &[&now, &by, &id])
}

/// Name and life of everybody.
pub(crate) fn person_each_life(
    tx: &Tx<'_>,
    mut take: impl FnMut(PersonId, String, String, Option<Date>),
) -> Result<()> {
    let sql = "SELECT id, name, state, state_on FROM person";
    tx.each(sql, &[], |row| {
        take(
            row.get("id")?,
            row.get("name")?,
            row.get("state")?,
            row.get("state_on")?,
        );
        Ok(())
    })
}
