//! The tables `casefile` and `casefile_event`.

use super::model::{Casefile, Event, Kind, State};
use base::Fen;
use base::id::{ApplicationId, CasefileId, HouseholdId};
use db::{DbError, Result, Row, Tx};
use platform::Division;

pub(crate) fn unreadable(column: &str) -> DbError {
    DbError::WrongKind {
        column: column.to_owned(),
        found: "text",
        wanted: "a value of the model",
    }
}

pub(super) fn casefile(row: &Row<'_>) -> Result<Casefile> {
    let (division, state): (String, String) = (row.get("division")?, row.get("state")?);
    Ok(Casefile {
        id: row.get("id")?,
        version: row.get("version")?,
        number: row.get("number")?,
        application: row.get("application_id")?,
        household: row.get("household_id")?,
        person: row.get("person_id")?,
        whole: row.get::<i64>("whole")? == 1,
        programme: row.get("programme")?,
        division: Division::parse(&division).ok_or_else(|| unreadable("division"))?,
        step: row.get("step")?,
        actor: row.get("actor")?,
        due: row.get("due")?,
        state: State::of(&state).ok_or_else(|| unreadable("state"))?,
        amount: row.get::<Option<i64>>("amount_fen")?.map(Fen::new),
        award: row.get("award_id")?,
        begun_on: row.get("begun_on")?,
    })
}

pub(crate) fn casefile_fetch(tx: &Tx<'_>, id: CasefileId) -> Result<Casefile> {
    let sql = "SELECT id, version, number, application_id, household_id, person_id, whole, \
               programme, division, step, actor, due, state, amount_fen, award_id, begun_on \
               FROM casefile WHERE id = ?1";
    tx.row(sql, &[&id], casefile)
}

pub(crate) fn casefile_list_household(tx: &Tx<'_>, id: HouseholdId) -> Result<Vec<Casefile>> {
    let sql = "SELECT id, version, number, application_id, household_id, person_id, whole, \
               programme, division, step, actor, due, state, amount_fen, award_id, begun_on \
               FROM casefile WHERE household_id = ?1 ORDER BY number";
    tx.rows(sql, &[&id], casefile)
}

pub(crate) fn casefile_insert(tx: &Tx<'_>, new: &Casefile) -> Result<()> {
    let sql = "INSERT INTO casefile (id, version, number, application_id, household_id, \
               person_id, whole, programme, division, step, actor, due, state, begun_on) \
               VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    tx.execute(
        sql,
        &[
            &new.id,
            &new.number,
            &new.application,
            &new.household,
            &new.person,
            &i64::from(new.whole),
            &new.programme,
            &new.division.code(),
            &new.step,
            &new.actor,
            &new.due,
            &new.state.code(),
            &new.begun_on,
        ],
    )?;
    Ok(())
}

/// Writes what can change of a case over the version that was read.
pub(crate) fn casefile_update(tx: &Tx<'_>, case: &Casefile) -> Result<()> {
    let sql = "UPDATE casefile SET version = version + 1, step = ?3, actor = ?4, due = ?5, \
               state = ?6, amount_fen = ?7, award_id = ?8 WHERE id = ?1 AND version = ?2";
    tx.change(
        sql,
        &[
            &case.id,
            &case.version,
            &case.step,
            &case.actor,
            &case.due,
            &case.state.code(),
            &case.amount.map(Fen::get),
            &case.award,
        ],
    )
}

/// The case of a number, if there is one.
pub(crate) fn casefile_list_number(tx: &Tx<'_>, number: &str) -> Result<Vec<Casefile>> {
    let sql = "SELECT * FROM casefile WHERE number = ?1";
    tx.rows(sql, &[&number], casefile)
}

/// The cases of an application.
pub(crate) fn casefile_list_application(
    tx: &Tx<'_>,
    application: ApplicationId,
) -> Result<Vec<Casefile>> {
    let sql = "SELECT * FROM casefile WHERE application_id = ?1 ORDER BY number";
    tx.rows(sql, &[&application], casefile)
}

/// Cases that stand in a step of this name and are not over.
pub(crate) fn casefile_list_step(tx: &Tx<'_>, step: &str) -> Result<Vec<Casefile>> {
    let sql = "SELECT * FROM casefile WHERE step = ?1 AND state IN ('open', 'granted') ORDER BY id";
    tx.rows(sql, &[&step], casefile)
}

pub(crate) fn event_insert(tx: &Tx<'_>, case: CasefileId, event: &Event) -> Result<()> {
    let sql = "INSERT INTO casefile_event (casefile_id, number, kind, day, at, step, branch, \
               note, data, login, name) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    tx.execute(
        sql,
        &[
            &case,
            &event.number,
            &event.kind.code(),
            &event.day,
            &event.at,
            &event.step,
            &event.branch,
            &event.note,
            &event.data.to_string(),
            &event.login,
            &event.name,
        ],
    )?;
    Ok(())
}

pub(crate) fn event_list(tx: &Tx<'_>, case: CasefileId) -> Result<Vec<Event>> {
    let sql = "SELECT number, kind, day, at, step, branch, note, data, login, name \
               FROM casefile_event WHERE casefile_id = ?1 ORDER BY number";
    tx.rows(sql, &[&case], |row| {
        let (kind, data): (String, String) = (row.get("kind")?, row.get("data")?);
        Ok(Event {
            number: row.get("number")?,
            kind: Kind::of(&kind).ok_or_else(|| unreadable("kind"))?,
            day: row.get("day")?,
            at: row.get("at")?,
            step: row.get("step")?,
            branch: row.get("branch")?,
            note: row.get("note")?,
            data: serde_json::from_str(&data).map_err(|_| unreadable("data"))?,
            login: row.get("login")?,
            name: row.get("name")?,
        })
    })
}
