//! The table `application`.

use super::actions::Application;
use crate::case::store::unreadable;
use base::id::{ApplicationId, HouseholdId};
use db::{Result, Row, Tx};
use platform::Division;

fn application(row: &Row<'_>) -> Result<Application> {
    let division: String = row.get("division")?;
    let (facts, sources): (String, String) = (row.get("facts")?, row.get("sources")?);
    Ok(Application {
        id: row.get("id")?,
        number: row.get("number")?,
        household: row.get("household_id")?,
        division: Division::parse(&division).ok_or_else(|| unreadable("division"))?,
        facts: serde_json::from_str(&facts).map_err(|_| unreadable("facts"))?,
        sources: serde_json::from_str(&sources).map_err(|_| unreadable("sources"))?,
        received_on: row.get("received_on")?,
        received_at: row.get("received_at")?,
        received_by: row.get("received_by")?,
    })
}

pub(crate) fn application_fetch(tx: &Tx<'_>, id: ApplicationId) -> Result<Application> {
    let sql = "SELECT id, number, household_id, division, facts, sources, received_on, \
               received_at, received_by FROM application WHERE id = ?1";
    tx.row(sql, &[&id], application)
}

/// The application of a number, if there is one.
pub(crate) fn application_by_number(tx: &Tx<'_>, number: &str) -> Result<Option<ApplicationId>> {
    let sql = "SELECT id FROM application WHERE number = ?1";
    tx.optional(sql, &[&number], |row| row.get("id"))
}

/// The newest application of a household.
pub(crate) fn application_last(tx: &Tx<'_>, home: HouseholdId) -> Result<Option<Application>> {
    let sql = "SELECT id, number, household_id, division, facts, sources, received_on, \
               received_at, received_by FROM application WHERE household_id = ?1 \
               ORDER BY received_at DESC, number DESC LIMIT 1";
    tx.optional(sql, &[&home], application)
}

pub(crate) fn application_insert(tx: &Tx<'_>, new: &Application) -> Result<()> {
    let sql = "INSERT INTO application (id, number, household_id, division, facts, sources, \
               received_on, received_at, received_by) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    tx.execute(
        sql,
        &[
            &new.id,
            &new.number,
            &new.household,
            &new.division.code(),
            &new.facts.to_string(),
            &new.sources.to_string(),
            &new.received_on,
            &new.received_at,
            &new.received_by,
        ],
    )?;
    Ok(())
}
