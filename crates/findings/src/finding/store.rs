//! The tables `finding` and `finding_event`.

use super::model::{Event, Finding, Outcome, State, Step};
use base::id::{ComparisonId, FindingId, PersonId};
use db::{DbError, Result, Row, Tx};
use platform::Division;

pub(super) fn wrong(column: &str) -> DbError {
    DbError::WrongKind {
        column: column.to_owned(),
        found: "text",
        wanted: "a word of the schema",
    }
}

pub(super) fn finding(row: &Row<'_>) -> Result<Finding> {
    let (division, state): (String, String) = (row.get("division")?, row.get("state")?);
    let outcome: Option<String> = row.get("outcome")?;
    Ok(Finding {
        id: row.get("id")?,
        version: row.get("version")?,
        key: row.get("finding_key")?,
        screen: row.get("screen")?,
        name: row.get("name")?,
        person: row.get("person_id")?,
        division: Division::parse(&division).ok_or_else(|| wrong("division"))?,
        certainty: row.get("certainty")?,
        message: [row.get("message_zh")?, row.get("message_en")?],
        exempt: row.get("exempt")?,
        due: row.get("due")?,
        state: State::of(&state).ok_or_else(|| wrong("state"))?,
        outcome: outcome.as_deref().and_then(Outcome::of),
        verified_by: row.get("verified_id")?,
        seen: row.get::<i64>("seen")? == 1,
        first: row.get("first_id")?,
        last: row.get("last_id")?,
        found_on: row.get("found_on")?,
        closed_on: row.get("closed_on")?,
    })
}

pub(super) fn finding_fetch(tx: &Tx<'_>, id: FindingId) -> Result<Finding> {
    let sql = "SELECT * FROM finding WHERE id = ?1";
    tx.row(sql, &[&id], finding)
}

pub(super) fn finding_by_key(tx: &Tx<'_>, key: &str) -> Result<Option<Finding>> {
    let sql = "SELECT * FROM finding WHERE finding_key = ?1";
    tx.optional(sql, &[&key], finding)
}

pub(super) fn finding_list_person(tx: &Tx<'_>, person: PersonId) -> Result<Vec<Finding>> {
    let sql = "SELECT * FROM finding WHERE person_id = ?1 ORDER BY found_on DESC, id";
    tx.rows(sql, &[&person], finding)
}

/// Findings of a screen that the last comparison has, and that are not closed.
pub(super) fn finding_list_seen(tx: &Tx<'_>, screen: &str) -> Result<Vec<Finding>> {
    let sql = "SELECT * FROM finding WHERE screen = ?1 AND seen = 1 ORDER BY id";
    tx.rows(sql, &[&screen], finding)
}

pub(super) fn finding_evidence(tx: &Tx<'_>, id: FindingId) -> Result<Vec<u8>> {
    let sql = "SELECT evidence_sealed FROM finding WHERE id = ?1";
    tx.row(sql, &[&id], |row| row.at(0))
}

pub(super) fn finding_insert(tx: &Tx<'_>, new: &Finding, evidence: &[u8]) -> Result<()> {
    let sql = "INSERT INTO finding (id, version, finding_key, screen, name, person_id, division, \
               certainty, message_zh, message_en, exempt, evidence_sealed, due, state, seen, \
               first_id, last_id, found_on) \
               VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 1, ?14, ?15, ?16)";
    tx.execute(
        sql,
        &[
            &new.id,
            &new.key,
            &new.screen,
            &new.name,
            &new.person,
            &new.division.code(),
            &new.certainty,
            &new.message[0],
            &new.message[1],
            &new.exempt,
            &evidence.to_vec(),
            &new.due,
            &new.state.code(),
            &new.first,
            &new.last,
            &new.found_on,
        ],
    )?;
    Ok(())
}

/// What a comparison says anew of a finding that is known.
pub(super) fn finding_renew(tx: &Tx<'_>, new: &Finding, evidence: &[u8]) -> Result<()> {
    let sql = "UPDATE finding SET version = version + 1, name = ?3, person_id = ?4, division = ?5, \
               certainty = ?6, message_zh = ?7, message_en = ?8, exempt = ?9, \
               evidence_sealed = ?10, due = ?11, state = ?12, outcome = ?13, verified_id = ?14, \
               seen = 1, last_id = ?15, closed_on = ?16 WHERE id = ?1 AND version = ?2";
    tx.change(
        sql,
        &[
            &new.id,
            &new.version,
            &new.name,
            &new.person,
            &new.division.code(),
            &new.certainty,
            &new.message[0],
            &new.message[1],
            &new.exempt,
            &evidence.to_vec(),
            &new.due,
            &new.state.code(),
            &new.outcome.map(Outcome::code),
            &new.verified_by,
            &new.last,
            &new.closed_on,
        ],
    )
}

/// How far a finding is.
pub(super) fn finding_update(tx: &Tx<'_>, new: &Finding) -> Result<()> {
    let sql = "UPDATE finding SET version = version + 1, state = ?3, outcome = ?4, \
               verified_id = ?5, seen = ?6, closed_on = ?7 WHERE id = ?1 AND version = ?2";
    tx.change(
        sql,
        &[
            &new.id,
            &new.version,
            &new.state.code(),
            &new.outcome.map(Outcome::code),
            &new.verified_by,
            &i64::from(new.seen),
            &new.closed_on,
        ],
    )
}

/// Findings that comparisons before this one had, for the account of what is gone.
pub(super) fn finding_left(tx: &Tx<'_>, screen: &str, but: ComparisonId) -> Result<Vec<Finding>> {
    let all = finding_list_seen(tx, screen)?;
    Ok(all.into_iter().filter(|f| f.last != but).collect())
}

pub(super) fn event_list(tx: &Tx<'_>, id: FindingId) -> Result<Vec<Event>> {
    let sql = "SELECT * FROM finding_event WHERE finding_id = ?1 ORDER BY number";
    tx.rows(sql, &[&id], |row| {
        let kind: String = row.get("kind")?;
        let outcome: Option<String> = row.get("outcome")?;
        Ok(Event {
            number: row.get("number")?,
            step: Step::of(&kind).ok_or_else(|| wrong("kind"))?,
            day: row.get("day")?,
            at: row.get("at")?,
            outcome: outcome.as_deref().and_then(Outcome::of),
            note: row.get("note")?,
            login: row.get("login")?,
            name: row.get("name")?,
        })
    })
}

/// The next event of a finding.
pub(super) fn event_insert(tx: &Tx<'_>, id: FindingId, event: &Event) -> Result<()> {
    let sql = "INSERT INTO finding_event \
               (finding_id, number, kind, day, at, outcome, note, login, name) \
               SELECT ?1, COALESCE(MAX(number), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 \
               FROM finding_event WHERE finding_id = ?1";
    tx.execute(
        sql,
        &[
            &id,
            &event.step.code(),
            &event.day,
            &event.at,
            &event.outcome.map(Outcome::code),
            &event.note,
            &event.login,
            &event.name,
        ],
    )?;
    Ok(())
}
