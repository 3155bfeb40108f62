//! The tables `household` and `membership`.

use super::model::{End, Household, Kind, Membership, Relation};
use crate::person::store::{division_of, wrong};
use base::id::{HouseholdId, MembershipId, PersonId};
use db::{Param, Result, Row, Tx};
use jiff::Timestamp;
use jiff::civil::Date;
use std::borrow::Cow;

fn household(row: &Row<'_>) -> Result<Household> {
    let kind: String = row.get("kind")?;
    Ok(Household {
        id: row.get("id")?,
        version: row.get("version")?,
        number: row.get("number")?,
        division: division_of(row, "division")?,
        address: row.get("address")?,
        kind: Kind::of(&kind).ok_or_else(|| wrong("kind", "a kind"))?,
        head: row.get("head_id")?,
        ended_on: row.get("ended_on")?,
        source: row.get("source")?,
        created_at: row.get("created_at")?,
        created_by: row.get("created_by")?,
        changed_at: row.get("changed_at")?,
    })
}

pub(crate) fn household_fetch(tx: &Tx<'_>, id: HouseholdId) -> Result<Household> {
    let sql = "SELECT id, version, number, division, address, kind, head_id, ended_on, source, \
               created_at, created_by, changed_at FROM household WHERE id = ?1";
    tx.row(sql, &[&id], household)
}

fn text(value: impl Into<String>) -> Param<'static> {
    Param::Text(Cow::Owned(value.into()))
}

fn maybe<T: ToString>(value: Option<T>) -> Param<'static> {
    value.map_or(Param::Null, |v| text(v.to_string()))
}

fn instant(at: Timestamp) -> Param<'static> {
    text(format!("{at:.3}"))
}

pub(crate) fn household_insert_all<'h>(
    tx: &Tx<'_>,
    households: impl IntoIterator<Item = &'h Household>,
) -> Result<u64> {
    let columns = [
        "id",
        "version",
        "number",
        "division",
        "address",
        "kind",
        "head_id",
        "ended_on",
        "source",
        "created_at",
        "created_by",
        "changed_at",
    ];
    let rows = households.into_iter().map(|h| {
        vec![
            text(h.id.to_string()),
            Param::Int(h.version),
            maybe(h.number.as_ref()),
            text(h.division.code()),
            text(h.address.as_str()),
            text(h.kind.code()),
            maybe(h.head),
            maybe(h.ended_on),
            text(h.source.as_str()),
            instant(h.created_at),
            text(h.created_by.as_str()),
            instant(h.changed_at),
        ]
    });
    tx.insert_all("household", &columns, rows)
}

/// Writes a household anew over the version that was read, which goes up by one.
pub(crate) fn household_update(tx: &Tx<'_>, household: &Household) -> Result<()> {
    let sql = "UPDATE household SET version = version + 1, number = ?3, division = ?4, \
               address = ?5, kind = ?6, head_id = ?7, ended_on = ?8, changed_at = ?9 \
               WHERE id = ?1 AND version = ?2";
    tx.change(
        sql,
        &[
            &household.id,
            &household.version,
            &household.number,
            &household.division.code(),
            &household.address,
            &household.kind.code(),
            &household.head,
            &household.ended_on,
            &household.changed_at,
        ],
    )
}

fn membership(row: &Row<'_>) -> Result<Membership> {
    let relation: String = row.get("relation")?;
    let end: Option<String> = row.get("end_reason")?;
    Ok(Membership {
        id: row.get("id")?,
        household: row.get("household_id")?,
        person: row.get("person_id")?,
        relation: Relation::of(&relation).ok_or_else(|| wrong("relation", "a relation"))?,
        from: row.get("from_on")?,
        to: row.get("to_on")?,
        end: end.as_deref().and_then(End::of),
        source: row.get("source")?,
    })
}

pub(crate) fn membership_insert_all<'m>(
    tx: &Tx<'_>,
    memberships: impl IntoIterator<Item = &'m Membership>,
    by: &str,
    now: Timestamp,
) -> Result<u64> {
    let columns = [
        "id",
        "household_id",
        "person_id",
        "relation",
        "from_on",
        "to_on",
        "end_reason",
        "source",
        "created_at",
        "created_by",
    ];
    let rows = memberships.into_iter().map(|m| {
        vec![
            text(m.id.to_string()),
            text(m.household.to_string()),
            text(m.person.to_string()),
            text(m.relation.code()),
            text(m.from.to_string()),
            maybe(m.to),
            maybe(m.end.map(End::code)),
            text(m.source.as_str()),
            instant(now),
            text(by),
        ]
    });
    tx.insert_all("membership", &columns, rows)
}

/// Everybody who lives or lived in a household, the first to come first.
pub(crate) fn membership_list(tx: &Tx<'_>, household: HouseholdId) -> Result<Vec<Membership>> {
    let sql = "SELECT id, household_id, person_id, relation, from_on, to_on, end_reason, source \
               FROM membership WHERE household_id = ?1 ORDER BY from_on, id";
    tx.rows(sql, &[&household], membership)
}

/// The households of a person, the newest first.
pub(crate) fn membership_list_of(tx: &Tx<'_>, person: PersonId) -> Result<Vec<Membership>> {
    let sql = "SELECT id, household_id, person_id, relation, from_on, to_on, end_reason, source \
               FROM membership WHERE person_id = ?1 ORDER BY from_on DESC, id DESC";
    tx.rows(sql, &[&person], membership)
}

/// Where a person lives now.
pub(crate) fn membership_fetch_now(tx: &Tx<'_>, person: PersonId) -> Result<Option<Membership>> {
    let sql = "SELECT id, household_id, person_id, relation, from_on, to_on, end_reason, source \
               FROM membership WHERE person_id = ?1 AND to_on IS NULL";
    tx.optional(sql, &[&person], membership)
}

/// Ends a membership that lasts; stale when somebody else just did.
pub(crate) fn membership_end(tx: &Tx<'_>, id: MembershipId, on: Date, end: End) -> Result<()> {
    let sql = "UPDATE membership SET to_on = ?1, end_reason = ?2 WHERE id = ?3 AND to_on IS NULL";
    tx.change(sql, &[&on, &end.code(), &id])
}

/// Lets a membership last again.
pub(crate) fn membership_reopen(tx: &Tx<'_>, id: MembershipId) -> Result<()> {
    let sql = "UPDATE membership SET to_on = NULL, end_reason = NULL \
               WHERE id = ?1 AND to_on IS NOT NULL";
    tx.change(sql, &[&id])
}

/// How many live in a household now.
pub(crate) fn membership_count_now(tx: &Tx<'_>, household: HouseholdId) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM membership WHERE household_id = ?1 AND to_on IS NULL";
    tx.value(sql, &[&household])
}
