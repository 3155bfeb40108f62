//! The tables `roll`, `roll_line` and `roll_item`.

use super::model::{Block, Cause, Kind, Line, LineState, Roll, State, Warning};
use crate::award::Area;
use crate::stored::{division, month, unreadable};
use base::Fen;
use base::date::Month;
use base::id::{AwardId, RollId};
use db::{Param, Result, Row, Tx};
use std::borrow::Cow;
use std::collections::HashMap;

fn word<T>(row: &Row<'_>, column: &str, of: fn(&str) -> Option<T>) -> Result<T> {
    let text: String = row.get(column)?;
    of(&text).ok_or_else(|| unreadable(column))
}

fn word_or_none<T>(row: &Row<'_>, column: &str, of: fn(&str) -> Option<T>) -> Result<Option<T>> {
    let text: Option<String> = row.get(column)?;
    text.map(|t| of(&t).ok_or_else(|| unreadable(column)))
        .transpose()
}

pub(super) fn roll(row: &Row<'_>) -> Result<Roll> {
    let signed = |n: &str| -> Result<_> {
        let (id, name, at) = (
            row.get(&format!("{n}_id"))?,
            row.get(&format!("{n}_name"))?,
            row.get(&format!("{n}_at"))?,
        );
        let all: (Option<_>, Option<_>, Option<_>) = (id, name, at);
        Ok(match all {
            (Some(id), Some(name), Some(at)) => Some((id, name, at)),
            _ => None,
        })
    };
    Ok(Roll {
        id: row.get("id")?,
        version: row.get("version")?,
        month: month(row, "month")?,
        number: row.get("number")?,
        kind: word(row, "kind", Kind::of)?,
        state: word(row, "state", State::of)?,
        pay_on: row.get("pay_on")?,
        stamp: row.get("awards_stamp")?,
        fingerprint: row.get("fingerprint")?,
        built_at: row.get("built_at")?,
        built_by: row.get("built_by")?,
        first: signed("first")?,
        second: signed("second")?,
        file_format: row.get("file_format")?,
        file_fingerprint: row.get("file_fingerprint")?,
    })
}

pub(super) fn line(row: &Row<'_>) -> Result<Line> {
    let result: Option<String> = row.get("result")?;
    let months: String = row.get("months")?;
    Ok(Line {
        number: row.get("number")?,
        award: row.get("award_id")?,
        programme: row.get("programme")?,
        case_number: row.get("case_number")?,
        household: row.get("household_id")?,
        payee: row.get("payee_id")?,
        payee_name: row.get("payee_name")?,
        account: row.get("account_id")?,
        division: division(row)?,
        area: word(row, "area", Area::of)?,
        persons: row.get("persons")?,
        due: row.get("due_fen")?,
        arrears: row.get("arrears_fen")?,
        recovery: row.get("recovery_fen")?,
        left: row.get("left_fen")?,
        pay: row.get("pay_fen")?,
        last: row.get("last_fen")?,
        cause: word(row, "cause", Cause::of)?,
        turn: row.get("turn")?,
        months: months_read(&months).ok_or_else(|| unreadable("months"))?,
        state: word(row, "state", LineState::of)?,
        block: word_or_none(row, "block", Block::of)?,
        warning: word_or_none(row, "warning", Warning::of)?,
        reason: row.get("reason")?,
        paid: result.map(|r| r == "paid"),
        failure: row.get("failure")?,
        answered_on: row.get("answered_on")?,
        again: row.get("again_id")?,
    })
}

/// `2020-03:44000 2020-02:3000`.
fn months_written(months: &[(Month, Fen)]) -> String {
    let parts = months.iter().map(|(m, fen)| format!("{m}:{}", fen.get()));
    parts.collect::<Vec<_>>().join(" ")
}

fn months_read(text: &str) -> Option<Vec<(Month, Fen)>> {
    text.split_whitespace()
        .map(|part| {
            let (m, fen) = part.split_once(':')?;
            Some((Month::parse(m)?, Fen::new(fen.parse().ok()?)))
        })
        .collect()
}

pub(super) fn roll_fetch(tx: &Tx<'_>, id: RollId) -> Result<Roll> {
    let sql = "SELECT id, version, month, number, kind, state, pay_on, awards_stamp, fingerprint, \
               built_at, built_by, first_id, first_name, first_at, second_id, second_name, \
               second_at, file_format, file_fingerprint FROM roll WHERE id = ?1";
    tx.row(sql, &[&id], roll)
}

pub(super) fn roll_list(tx: &Tx<'_>) -> Result<Vec<Roll>> {
    let sql = "SELECT id, version, month, number, kind, state, pay_on, awards_stamp, fingerprint, \
               built_at, built_by, first_id, first_name, first_at, second_id, second_name, \
               second_at, file_format, file_fingerprint FROM roll ORDER BY month DESC, number DESC";
    tx.rows(sql, &[], roll)
}

pub(super) fn roll_insert(tx: &Tx<'_>, roll: &Roll) -> Result<()> {
    let sql = "INSERT INTO roll (id, version, month, number, kind, state, pay_on, awards_stamp, \
               built_at, built_by) VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    tx.execute(
        sql,
        &[
            &roll.id,
            &roll.month.to_string(),
            &roll.number,
            &roll.kind.code(),
            &roll.state.code(),
            &roll.pay_on,
            &roll.stamp,
            &roll.built_at,
            &roll.built_by,
        ],
    )?;
    Ok(())
}

pub(super) fn roll_update(tx: &Tx<'_>, roll: &Roll) -> Result<()> {
    let sql = "UPDATE roll SET version = version + 1, state = ?3, pay_on = ?4, awards_stamp = ?5, \
               fingerprint = ?6, built_at = ?7, built_by = ?8, first_id = ?9, first_name = ?10, \
               first_at = ?11, second_id = ?12, second_name = ?13, second_at = ?14, \
               file_format = ?15, file_fingerprint = ?16 WHERE id = ?1 AND version = ?2";
    let (first, second) = (roll.first.as_ref(), roll.second.as_ref());
    tx.change(
        sql,
        &[
            &roll.id,
            &roll.version,
            &roll.state.code(),
            &roll.pay_on,
            &roll.stamp,
            &roll.fingerprint,
            &roll.built_at,
            &roll.built_by,
            &first.map(|s| s.0),
            &first.map(|s| s.1.clone()),
            &first.map(|s| s.2),
            &second.map(|s| s.0),
            &second.map(|s| s.1.clone()),
            &second.map(|s| s.2),
            &roll.file_format,
            &roll.file_fingerprint,
        ],
    )
}

/// What the awards are: changes whenever one does.
pub(super) fn award_stamp(tx: &Tx<'_>) -> Result<String> {
    let sql = "SELECT COUNT(*) AS many, CAST(COALESCE(SUM(version), 0) AS BIGINT) AS versions, \
               (SELECT COUNT(*) FROM recovery_entry) AS back FROM award";
    tx.row(sql, &[], |row| {
        let (many, versions): (i64, i64) = (row.get("many")?, row.get("versions")?);
        let back: i64 = row.get("back")?;
        // What came back changes what is owed as much as a decision does.
        Ok(match back {
            0 => format!("{many}/{versions}"),
            back => format!("{many}/{versions}/{back}"),
        })
    })
}

/// The first month of the books: that of the first roll.
pub(super) fn roll_opening(tx: &Tx<'_>) -> Result<Option<Month>> {
    let sql = "SELECT MIN(month) AS month FROM roll WHERE kind = 'monthly'";
    tx.row(sql, &[], |row| crate::stored::month_or_none(row, "month"))
}

/// What rolls gave, by award, less what came back or was let off.
pub(super) fn roll_item_all(tx: &Tx<'_>) -> Result<HashMap<AwardId, Vec<(Month, Fen)>>> {
    let sql = "SELECT award_id, month, amount_fen FROM roll_item UNION ALL \
               SELECT r.award_id, e.month, -e.amount_fen FROM recovery_entry e \
               JOIN recovery r ON r.id = e.recovery_id";
    let mut all: HashMap<AwardId, Vec<(Month, Fen)>> = HashMap::new();
    tx.each(sql, &[], |row| {
        let of = (month(row, "month")?, row.get("amount_fen")?);
        all.entry(row.get("award_id")?).or_default().push(of);
        Ok(())
    })?;
    Ok(all)
}

/// What rolls gave, one after the other.
pub(super) fn roll_item_each(tx: &Tx<'_>, mut take: impl FnMut(AwardId, Month, Fen)) -> Result<()> {
    let sql = "SELECT award_id, month, amount_fen FROM roll_item";
    tx.each(sql, &[], |row| {
        take(
            row.get("award_id")?,
            month(row, "month")?,
            row.get("amount_fen")?,
        );
        Ok(())
    })
}

/// What rolls gave one award, less what came back or was let off.
pub(super) fn roll_item_of(tx: &Tx<'_>, award: AwardId) -> Result<Vec<(Month, Fen)>> {
    let sql = "SELECT month, amount_fen FROM roll_item WHERE award_id = ?1 UNION ALL \
               SELECT e.month, -e.amount_fen FROM recovery_entry e \
               JOIN recovery r ON r.id = e.recovery_id WHERE r.award_id = ?1";
    tx.rows(sql, &[&award], |row| {
        Ok((month(row, "month")?, row.get("amount_fen")?))
    })
}

/// What rolls gave for one month, by award, less what came back or was let off.
pub(super) fn roll_item_month(tx: &Tx<'_>, of: Month) -> Result<HashMap<AwardId, Fen>> {
    let sql = "SELECT award_id, CAST(SUM(amount_fen) AS BIGINT) AS fen FROM ( \
               SELECT award_id, amount_fen FROM roll_item WHERE month = ?1 UNION ALL \
               SELECT r.award_id, -e.amount_fen FROM recovery_entry e \
               JOIN recovery r ON r.id = e.recovery_id WHERE e.month = ?1) AS given \
               GROUP BY award_id";
    let rows = tx.rows(sql, &[&of.to_string()], |row| {
        Ok((row.get("award_id")?, row.get("fen")?))
    })?;
    Ok(rows.into_iter().collect())
}

/// What was due in a month, by award.
pub(super) fn roll_line_due(tx: &Tx<'_>, of: Month) -> Result<HashMap<AwardId, Fen>> {
    let sql = "SELECT l.award_id, l.due_fen FROM roll_line l JOIN roll r ON r.id = l.roll_id \
               WHERE r.kind = 'monthly' AND r.month = ?1 AND l.due_fen > 0";
    let rows = tx.rows(sql, &[&of.to_string()], |row| {
        Ok((row.get("award_id")?, row.get("due_fen")?))
    })?;
    Ok(rows.into_iter().collect())
}

pub(super) fn roll_line_clear(tx: &Tx<'_>, id: RollId) -> Result<()> {
    tx.execute("DELETE FROM roll_line WHERE roll_id = ?1", &[&id])?;
    Ok(())
}

fn text(value: impl Into<String>) -> Param<'static> {
    Param::Text(Cow::Owned(value.into()))
}

fn text_or_null(value: Option<String>) -> Param<'static> {
    value.map_or(Param::Null, text)
}

pub(super) fn roll_line_insert_all<'l>(
    tx: &Tx<'_>,
    id: RollId,
    lines: impl IntoIterator<Item = &'l Line>,
) -> Result<u64> {
    let columns = [
        "roll_id",
        "number",
        "award_id",
        "programme",
        "case_number",
        "household_id",
        "payee_id",
        "payee_name",
        "account_id",
        "division",
        "area",
        "persons",
        "due_fen",
        "arrears_fen",
        "recovery_fen",
        "left_fen",
        "pay_fen",
        "last_fen",
        "cause",
        "turn",
        "months",
        "state",
        "block",
        "warning",
        "reason",
    ];
    let id = id.to_string();
    let rows = lines.into_iter().map(|l| {
        vec![
            text(id.as_str()),
            Param::Int(l.number),
            text(l.award.to_string()),
            text(&l.programme),
            text(&l.case_number),
            text_or_null(l.household.map(|h| h.to_string())),
            text(l.payee.to_string()),
            text(&l.payee_name),
            text_or_null(l.account.map(|a| a.to_string())),
            text(l.division.code()),
            text(l.area.code()),
            Param::Int(l.persons),
            Param::Int(l.due.get()),
            Param::Int(l.arrears.get()),
            Param::Int(l.recovery.get()),
            Param::Int(l.left.get()),
            Param::Int(l.pay.get()),
            Param::Int(l.last.get()),
            text(l.cause.code()),
            Param::Int(l.turn),
            text(months_written(&l.months)),
            text(l.state.code()),
            text_or_null(l.block.map(|b| b.code().to_owned())),
            text_or_null(l.warning.map(|w| w.code().to_owned())),
            text_or_null(l.reason.clone()),
        ]
    });
    tx.insert_all("roll_line", &columns, rows)
}

pub(super) fn roll_item_insert_all(
    tx: &Tx<'_>,
    id: RollId,
    items: impl IntoIterator<Item = (AwardId, Month, Fen)>,
) -> Result<u64> {
    let id = id.to_string();
    let rows = items.into_iter().map(|(award, month, fen)| {
        vec![
            text(id.as_str()),
            text(award.to_string()),
            text(month.to_string()),
            Param::Int(fen.get()),
        ]
    });
    let columns = ["roll_id", "award_id", "month", "amount_fen"];
    tx.insert_all("roll_item", &columns, rows)
}

pub(super) fn roll_line_each(tx: &Tx<'_>, id: RollId, mut take: impl FnMut(Line)) -> Result<()> {
    let sql = "SELECT number, award_id, programme, case_number, household_id, payee_id, \
               payee_name, account_id, division, area, persons, due_fen, arrears_fen, \
               recovery_fen, left_fen, pay_fen, last_fen, cause, turn, months, state, block, \
               warning, reason, result, failure, answered_on, again_id \
               FROM roll_line WHERE roll_id = ?1 ORDER BY number";
    tx.each(sql, &[&id], |row| {
        take(line(row)?);
        Ok(())
    })
}

pub(super) fn roll_line_fetch(tx: &Tx<'_>, id: RollId, number: i64) -> Result<Line> {
    let sql = "SELECT number, award_id, programme, case_number, household_id, payee_id, \
               payee_name, account_id, division, area, persons, due_fen, arrears_fen, \
               recovery_fen, left_fen, pay_fen, last_fen, cause, turn, months, state, block, \
               warning, reason, result, failure, answered_on, again_id \
               FROM roll_line WHERE roll_id = ?1 AND number = ?2";
    tx.row(sql, &[&id, &number], line)
}

pub(super) fn roll_line_state(tx: &Tx<'_>, id: RollId, line: &Line) -> Result<()> {
    let sql = "UPDATE roll_line SET state = ?3, reason = ?4 WHERE roll_id = ?1 AND number = ?2";
    tx.change(sql, &[&id, &line.number, &line.state.code(), &line.reason])
}

pub(super) fn roll_line_answer(tx: &Tx<'_>, id: RollId, line: &Line) -> Result<()> {
    let sql = "UPDATE roll_line SET result = ?3, failure = ?4, answered_on = ?5 \
               WHERE roll_id = ?1 AND number = ?2 AND result IS NULL AND state = 'pay'";
    let result = line.paid.map(|paid| if paid { "paid" } else { "failed" });
    tx.change(
        sql,
        &[&id, &line.number, &result, &line.failure, &line.answered_on],
    )
}

/// A line that had arrived and was sent back on a later day.
pub(super) fn roll_line_return(tx: &Tx<'_>, id: RollId, line: &Line) -> Result<()> {
    let sql = "UPDATE roll_line SET result = 'failed', failure = ?3, answered_on = ?4 \
               WHERE roll_id = ?1 AND number = ?2 AND result = 'paid'";
    tx.change(sql, &[&id, &line.number, &line.failure, &line.answered_on])
}

pub(super) fn roll_line_again(tx: &Tx<'_>, of: (RollId, i64), again: RollId) -> Result<()> {
    let sql = "UPDATE roll_line SET again_id = ?3 WHERE roll_id = ?1 AND number = ?2 \
               AND again_id IS NULL AND result = 'failed'";
    tx.change(sql, &[&of.0, &of.1, &again])
}

/// Failed lines that no roll pays again, with their roll and month.
pub(super) fn roll_line_failed(tx: &Tx<'_>) -> Result<Vec<(RollId, Month, Line)>> {
    let sql = "SELECT l.roll_id, r.month, l.number, award_id, programme, case_number, \
               household_id, payee_id, payee_name, account_id, division, area, persons, due_fen, \
               arrears_fen, recovery_fen, left_fen, pay_fen, last_fen, cause, turn, months, \
               l.state, block, warning, reason, result, failure, answered_on, again_id \
               FROM roll_line l JOIN roll r ON r.id = l.roll_id \
               WHERE l.result = 'failed' AND l.again_id IS NULL ORDER BY r.month, l.number";
    tx.rows(sql, &[], |row| {
        Ok((row.get("roll_id")?, month(row, "month")?, line(row)?))
    })
}

/// Lines that wait for the bank's answer.
pub(super) fn roll_line_waiting(tx: &Tx<'_>, id: RollId) -> Result<i64> {
    let sql = "SELECT COUNT(*) AS many FROM roll_line \
               WHERE roll_id = ?1 AND state = 'pay' AND result IS NULL";
    tx.row(sql, &[&id], |row| row.get("many"))
}

/// Lines of somebody on approved rolls, newest first.
pub(super) fn roll_line_payee(
    tx: &Tx<'_>,
    payee: base::id::PersonId,
) -> Result<Vec<(RollId, Month, Line)>> {
    let sql = "SELECT l.roll_id, r.month, l.number, award_id, programme, case_number, \
               household_id, payee_id, payee_name, account_id, division, area, persons, due_fen, \
               arrears_fen, recovery_fen, left_fen, pay_fen, last_fen, cause, turn, months, \
               l.state, block, warning, reason, result, failure, answered_on, again_id \
               FROM roll_line l JOIN roll r ON r.id = l.roll_id \
               WHERE l.payee_id = ?1 AND r.state <> 'draft' ORDER BY r.month DESC, l.number";
    tx.rows(sql, &[&payee], |row| {
        Ok((row.get("roll_id")?, month(row, "month")?, line(row)?))
    })
}
