//! The tables `register_record` and `register_slot`.

use super::model::State;
use super::row::{SLOTS, Stored};
use crate::person::store::{division_of, wrong};
use base::id::{PersonId, RecordId};
use db::{Param, Result, Row, ToParam, Tx};
use std::borrow::Cow;

/// Columns of a record, in the order of [`values`].
pub(crate) const COLUMNS: [&str; 42] = [
    "id",
    "version",
    "register",
    "state",
    "division",
    "person_id",
    "household_id",
    "title",
    "sort_key",
    "one_key",
    "data",
    "secret_names",
    "secret_sealed",
    "warnings",
    "since_on",
    "confirmed_on",
    "stale_on",
    "remind_on",
    "reminder",
    "ended_on",
    "end_reason",
    "source",
    "created_at",
    "created_by",
    "changed_at",
    "changed_by",
    "k01",
    "k02",
    "k03",
    "k04",
    "k05",
    "k06",
    "k07",
    "k08",
    "k09",
    "k10",
    "k11",
    "k12",
    "k13",
    "k14",
    "k15",
    "k16",
];

/// The column of a slot, counted from 0.
pub(crate) fn slot_column(slot: usize) -> &'static str {
    COLUMNS.get(26 + slot).copied().unwrap_or("k01")
}

pub(crate) fn stored(row: &Row<'_>) -> Result<Stored> {
    let state: String = row.get("state")?;
    let remind = row.get::<Option<String>>("reminder")?;
    let day = row.get("remind_on")?;
    let mut slots: [Option<String>; SLOTS] = Default::default();
    for (slot, place) in slots.iter_mut().enumerate() {
        *place = row.get(slot_column(slot))?;
    }
    Ok(Stored {
        id: row.get("id")?,
        version: row.get("version")?,
        register: row.get("register")?,
        state: State::of(&state).ok_or_else(|| wrong("state", "a state"))?,
        division: division_of(row, "division")?,
        person: row.get("person_id")?,
        household: row.get("household_id")?,
        title: row.get("title")?,
        sort_key: row.get("sort_key")?,
        one_key: row.get("one_key")?,
        data: row.get("data")?,
        secret_names: row.get("secret_names")?,
        secret: row.get("secret_sealed")?,
        warnings: row.get("warnings")?,
        since: row.get("since_on")?,
        confirmed_on: row.get("confirmed_on")?,
        stale_on: row.get("stale_on")?,
        remind: remind.zip(day),
        ended_on: row.get("ended_on")?,
        end_reason: row.get("end_reason")?,
        source: row.get("source")?,
        created_at: row.get("created_at")?,
        created_by: row.get("created_by")?,
        changed_at: row.get("changed_at")?,
        changed_by: row.get("changed_by")?,
        slots,
    })
}

fn owned(param: &dyn ToParam) -> Param<'static> {
    match param.to_param() {
        Param::Null => Param::Null,
        Param::Int(n) => Param::Int(n),
        Param::Real(x) => Param::Real(x),
        Param::Text(t) => Param::Text(Cow::Owned(t.into_owned())),
        Param::Bytes(b) => Param::Bytes(Cow::Owned(b.into_owned())),
    }
}

fn values(r: &Stored) -> Vec<Param<'static>> {
    let (remind_on, reminder) = match &r.remind {
        Some((name, day)) => (Some(*day), Some(name.clone())),
        None => (None, None),
    };
    let fixed: [&dyn ToParam; 26] = [
        &r.id,
        &r.version,
        &r.register,
        &r.state.code(),
        &r.division.code(),
        &r.person,
        &r.household,
        &r.title,
        &r.sort_key,
        &r.one_key,
        &r.data,
        &r.secret_names,
        &r.secret,
        &r.warnings,
        &r.since,
        &r.confirmed_on,
        &r.stale_on,
        &remind_on,
        &reminder,
        &r.ended_on,
        &r.end_reason,
        &r.source,
        &r.created_at,
        &r.created_by,
        &r.changed_at,
        &r.changed_by,
    ];
    let slots = r.slots.iter().map(|s| owned(s));
    fixed.into_iter().map(owned).chain(slots).collect()
}

/// A record.
pub(crate) fn record_fetch(tx: &Tx<'_>, register: &str, id: RecordId) -> Result<Stored> {
    let sql = "SELECT * FROM register_record WHERE id = ?1 AND register = ?2";
    tx.row(sql, &[&id, &register], stored)
}

/// The kept record of what makes one.
pub(crate) fn record_one(tx: &Tx<'_>, register: &str, key: &str) -> Result<Option<Stored>> {
    let sql = "SELECT * FROM register_record \
               WHERE register = ?1 AND one_key = ?2 AND state = 'kept'";
    tx.optional(sql, &[&register, &key], stored)
}

/// Everything kept in a register, in no order; for comparing a file with it.
pub(crate) fn record_each(tx: &Tx<'_>, register: &str, mut take: impl FnMut(Stored)) -> Result<()> {
    let sql = "SELECT * FROM register_record WHERE register = ?1 AND state = 'kept'";
    tx.each(sql, &[&register], |row| {
        take(stored(row)?);
        Ok(())
    })
}

/// What a comparison must know of somebody whom a register is about.
pub(crate) struct Known {
    pub(crate) id: PersonId,
    pub(crate) sealed: Option<Vec<u8>>,
    pub(crate) sex: Option<base::Sex>,
    pub(crate) birth: Option<jiff::civil::Date>,
}

/// The people whom kept records of a register are about.
pub(crate) fn known_each(tx: &Tx<'_>, register: &str, mut take: impl FnMut(Known)) -> Result<()> {
    let sql = "SELECT id, id_number_sealed, sex, birth FROM person WHERE id IN \
               (SELECT person_id FROM register_record WHERE register = ?1 AND state = 'kept')";
    tx.each(sql, &[&register], |row| {
        let sex: Option<String> = row.get("sex")?;
        take(Known {
            id: row.get("id")?,
            sealed: row.get("id_number_sealed")?,
            sex: sex.as_deref().and_then(crate::person::sex_of),
            birth: row.get("birth")?,
        });
        Ok(())
    })
}

/// Records about a person in any register.
pub(crate) fn record_list_of_person(tx: &Tx<'_>, person: PersonId) -> Result<Vec<Stored>> {
    let sql = "SELECT * FROM register_record WHERE person_id = ?1 AND state <> 'void' \
               ORDER BY state DESC, since_on, id";
    tx.rows(sql, &[&person], stored)
}

/// Puts new records in.
pub(crate) fn record_insert_all<'r>(
    tx: &Tx<'_>,
    rows: impl IntoIterator<Item = &'r Stored>,
) -> Result<u64> {
    tx.insert_all("register_record", &COLUMNS, rows.into_iter().map(values))
}

/// Writes a record whose version is still the one that was read.
pub(crate) fn record_update(tx: &Tx<'_>, row: &Stored) -> Result<()> {
    let sql = "UPDATE register_record SET version = ?2 + 1, register = ?3, state = ?4, \
               division = ?5, person_id = ?6, household_id = ?7, title = ?8, sort_key = ?9, \
               one_key = ?10, data = ?11, secret_names = ?12, secret_sealed = ?13, \
               warnings = ?14, since_on = ?15, confirmed_on = ?16, stale_on = ?17, \
               remind_on = ?18, reminder = ?19, ended_on = ?20, end_reason = ?21, source = ?22, \
               created_at = ?23, created_by = ?24, changed_at = ?25, changed_by = ?26, \
               k01 = ?27, k02 = ?28, k03 = ?29, k04 = ?30, k05 = ?31, k06 = ?32, k07 = ?33, \
               k08 = ?34, k09 = ?35, k10 = ?36, k11 = ?37, k12 = ?38, k13 = ?39, k14 = ?40, \
               k15 = ?41, k16 = ?42 WHERE id = ?1 AND version = ?2";
    let values = values(row);
    let params: Vec<&dyn ToParam> = values.iter().map(|v| v as &dyn ToParam).collect();
    tx.change(sql, &params)
}

/// In which slot each field of a register stands, counted from 1.
pub(crate) fn slot_list(tx: &Tx<'_>, register: &str) -> Result<Vec<(String, i64)>> {
    let sql = "SELECT field, slot FROM register_slot WHERE register = ?1 ORDER BY slot";
    tx.rows(sql, &[&register], |row| Ok((row.at(0)?, row.at(1)?)))
}

/// Gives a field its slot for ever.
pub(crate) fn slot_put(tx: &Tx<'_>, register: &str, field: &str, slot: i64) -> Result<()> {
    let sql = "INSERT INTO register_slot (register, field, slot) VALUES (?1, ?2, ?3)";
    tx.execute(sql, &[&register, &field, &slot])?;
    Ok(())
}
