//! The tables `award` and `award_turn`.

use super::model::{Area, Award, Cadence, Standing, Turn, TurnKind};
use crate::stored::{division, month, month_or_none, unreadable};
use base::id::{AwardId, HouseholdId, PersonId};
use db::{Param, Result, Row, Tx};
use jiff::Timestamp;
use std::borrow::Cow;

pub(super) fn award(row: &Row<'_>) -> Result<Award> {
    let (area, cadence, state): (String, String, String) =
        (row.get("area")?, row.get("cadence")?, row.get("state")?);
    Ok(Award {
        id: row.get("id")?,
        version: row.get("version")?,
        programme: row.get("programme")?,
        case_number: row.get("case_number")?,
        part: row.get("part")?,
        household: row.get("household_id")?,
        payee: row.get("payee_id")?,
        account: row.get("account_id")?,
        division: division(row)?,
        area: Area::of(&area).ok_or_else(|| unreadable("area"))?,
        cadence: Cadence::of(&cadence).ok_or_else(|| unreadable("cadence"))?,
        first: month(row, "first_month")?,
        last: month_or_none(row, "last_month")?,
        standing: Standing::of(&state).ok_or_else(|| unreadable("state"))?,
        amount: row.get("amount_fen")?,
        persons: row.get("persons")?,
    })
}

pub(super) fn turn(row: &Row<'_>) -> Result<Turn> {
    let (kind, supplements): (String, String) = (row.get("kind")?, row.get("supplements")?);
    Ok(Turn {
        number: row.get("number")?,
        kind: TurnKind::of(&kind).ok_or_else(|| unreadable("kind"))?,
        from: month(row, "from_month")?,
        amount: row.get("turn_fen")?,
        supplements: match supplements.as_str() {
            "[]" => Vec::new(),
            text => serde_json::from_str(text).map_err(|_| unreadable("supplements"))?,
        },
        persons: row.get("turn_persons")?,
        decided_on: row.get("decided_on")?,
        decision: row.get("decision")?,
        reason: row.get("reason")?,
        recorded_at: row.get("recorded_at")?,
        recorded_by: row.get("recorded_by")?,
    })
}

pub(super) fn award_fetch(tx: &Tx<'_>, id: AwardId) -> Result<Award> {
    let sql = "SELECT id, version, programme, case_number, part, household_id, payee_id, \
               account_id, division, area, cadence, first_month, last_month, state, amount_fen, \
               persons FROM award WHERE id = ?1";
    tx.row(sql, &[&id], award)
}

pub(super) fn award_of_case(
    tx: &Tx<'_>,
    programme: &str,
    case: &str,
    part: &str,
) -> Result<Option<AwardId>> {
    let sql = "SELECT id FROM award WHERE programme = ?1 AND case_number = ?2 AND part = ?3";
    tx.optional(sql, &[&programme, &case, &part], |row| row.at(0))
}

pub(super) fn award_list_household(tx: &Tx<'_>, id: HouseholdId) -> Result<Vec<Award>> {
    let sql = "SELECT id, version, programme, case_number, part, household_id, payee_id, \
               account_id, division, area, cadence, first_month, last_month, state, amount_fen, \
               persons FROM award WHERE household_id = ?1 ORDER BY programme, first_month, id";
    tx.rows(sql, &[&id], award)
}

pub(super) fn award_list_payee(tx: &Tx<'_>, id: PersonId) -> Result<Vec<Award>> {
    let sql = "SELECT id, version, programme, case_number, part, household_id, payee_id, \
               account_id, division, area, cadence, first_month, last_month, state, amount_fen, \
               persons FROM award WHERE payee_id = ?1 ORDER BY programme, first_month, id";
    tx.rows(sql, &[&id], award)
}

pub(super) fn award_payees_of_case(tx: &Tx<'_>, number: &str) -> Result<Vec<PersonId>> {
    let sql = "SELECT DISTINCT payee_id FROM award WHERE case_number = ?1 ORDER BY payee_id";
    tx.rows(sql, &[&number], |row| row.get("payee_id"))
}

pub(super) fn turn_list(tx: &Tx<'_>, id: AwardId) -> Result<Vec<Turn>> {
    let sql = "SELECT number, kind, from_month, amount_fen AS turn_fen, supplements, persons AS \
               turn_persons, decided_on, decision, reason, recorded_at, recorded_by \
               FROM award_turn WHERE award_id = ?1 ORDER BY number";
    tx.rows(sql, &[&id], turn)
}

fn text(value: impl Into<String>) -> Param<'static> {
    Param::Text(Cow::Owned(value.into()))
}

/// Inserts awards with their first turns.
pub(super) fn award_insert_all(
    tx: &Tx<'_>,
    new: &[(Award, Turn)],
    by: &str,
    now: Timestamp,
) -> Result<()> {
    let columns = [
        "id",
        "version",
        "programme",
        "case_number",
        "part",
        "household_id",
        "payee_id",
        "account_id",
        "division",
        "area",
        "cadence",
        "first_month",
        "state",
        "amount_fen",
        "persons",
        "created_at",
        "created_by",
    ];
    let rows = new.iter().map(|(award, _)| {
        vec![
            text(award.id.to_string()),
            Param::Int(award.version),
            text(&award.programme),
            text(&award.case_number),
            text(&award.part),
            award
                .household
                .map_or(Param::Null, |id| text(id.to_string())),
            text(award.payee.to_string()),
            award.account.map_or(Param::Null, |id| text(id.to_string())),
            text(award.division.code()),
            text(award.area.code()),
            text(award.cadence.code()),
            text(award.first.to_string()),
            text(award.standing.code()),
            Param::Int(award.amount.get()),
            Param::Int(award.persons),
            text(format!("{now:.3}")),
            text(by),
        ]
    });
    tx.insert_all("award", &columns, rows)?;
    turn_insert_all(tx, new.iter().map(|(award, turn)| (award.id, turn)))
}

/// Inserts turns.
pub(super) fn turn_insert_all<'t>(
    tx: &Tx<'_>,
    turns: impl IntoIterator<Item = (AwardId, &'t Turn)>,
) -> Result<()> {
    let columns = [
        "award_id",
        "number",
        "kind",
        "from_month",
        "amount_fen",
        "supplements",
        "persons",
        "decided_on",
        "decision",
        "reason",
        "recorded_at",
        "recorded_by",
    ];
    let rows = turns.into_iter().map(|(award, turn)| {
        vec![
            text(award.to_string()),
            Param::Int(turn.number),
            text(turn.kind.code()),
            text(turn.from.to_string()),
            turn.amount.map_or(Param::Null, |fen| Param::Int(fen.get())),
            // Nothing in a supplement that JSON could not write.
            text(serde_json::to_string(&turn.supplements).unwrap_or_default()),
            turn.persons.map_or(Param::Null, Param::Int),
            text(turn.decided_on.to_string()),
            text(&turn.decision),
            text(&turn.reason),
            text(format!("{:.3}", turn.recorded_at)),
            text(&turn.recorded_by),
        ]
    });
    tx.insert_all("award_turn", &columns, rows)?;
    Ok(())
}

/// What active monthly awards come to, by programme.
pub(super) fn award_monthly(tx: &Tx<'_>) -> Result<Vec<(String, base::Fen)>> {
    let sql = "SELECT programme, CAST(SUM(amount_fen) AS BIGINT) AS fen FROM award \
               WHERE state = 'active' AND cadence = 'monthly' GROUP BY programme \
               ORDER BY programme";
    tx.rows(sql, &[], |row| Ok((row.get("programme")?, row.get("fen")?)))
}

/// How many turns an award has.
pub(super) fn turn_count(tx: &Tx<'_>, id: AwardId) -> Result<i64> {
    let sql = "SELECT COUNT(*) AS many FROM award_turn WHERE award_id = ?1";
    tx.row(sql, &[&id], |row| row.get("many"))
}

/// Writes how an award stands now.
pub(super) fn award_update(tx: &Tx<'_>, award: &Award) -> Result<()> {
    let sql = "UPDATE award SET version = version + 1, payee_id = ?3, account_id = ?4, \
               last_month = ?5, state = ?6, amount_fen = ?7, persons = ?8 \
               WHERE id = ?1 AND version = ?2";
    tx.change(
        sql,
        &[
            &award.id,
            &award.version,
            &award.payee,
            &award.account,
            &award.last.map(|m| m.to_string()),
            &award.standing.code(),
            &award.amount,
            &award.persons,
        ],
    )
}
