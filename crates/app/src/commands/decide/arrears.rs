//! `doudi decide --since MONTH --paid YUAN`: what closed months still owe, as one more section of the
//! decision.

use super::report::{Row, Section};
use crate::commands::text;
use crate::failure::Failure;
use crate::messages::Catalogue;
use base::date::{Date, Month};
use base::message::Message;
use base::money::{Fen, written};
use clap::ArgMatches;
use policy::decide::{Decision, MonthOwed, arrears, arrears_total};
use policy::fact::Case;
use policy::pack::Pack;
use serde_json::{Value, json};

/// The most closed months looked back on.
const MONTHS_MAX: i32 = 120;

/// The months asked for, each with what it owes; `None` when none are asked for.
pub(super) fn asked(
    args: &ArgMatches,
    pack: &Pack,
    case: &Case,
    decisions: &[Decision],
    on: Date,
) -> Result<Option<Vec<MonthOwed>>, Failure> {
    let (Some(since), Some(paid)) = (text(args, "since"), text(args, "paid")) else {
        return Ok(None);
    };
    let said =
        |code: &'static str, value: &str| Failure::Said(Message::new(code).with("value", value), 2);
    let first = Month::parse(since).ok_or_else(|| said("arrears-month", since))?;
    let paid: Fen = written::parse(paid).map_err(|_| said("arrears-paid", paid))?;
    let last = Month::of(on).and_then(|m| m.plus(-1));
    let last = last.filter(|last| first <= *last && first.until(*last) < MONTHS_MAX);
    let last = last.ok_or_else(|| said("arrears-range", since))?;
    let [one] = decisions else {
        return Err(Failure::Said(Message::new("arrears-one"), 2));
    };
    let Some(programme) = pack.programme(&one.programme) else {
        return Ok(None);
    };
    let about = (case, one.member);
    Ok(Some(arrears(
        pack,
        programme,
        about,
        (first, last),
        &|_| paid,
    )))
}

/// A row for each month and one for all.
pub(super) fn section(catalogue: &Catalogue, months: &[MonthOwed]) -> Section {
    let money =
        |fen: Option<Fen>| fen.map_or_else(|| catalogue.text("decide-open"), |fen| fen.to_string());
    let mut rows: Vec<Row> = months
        .iter()
        .map(|m| {
            let said = Message::new("arrears-month-owed")
                .with("owed", money(m.owed))
                .with("paid", m.paid.to_string())
                .with("rest", money(m.rest()));
            Row {
                mark: "",
                label: m.month.to_string(),
                text: catalogue.say(&said),
                cite: String::new(),
            }
        })
        .collect();
    rows.push(Row {
        mark: "=",
        label: catalogue.text("arrears-total"),
        text: money(arrears_total(months)),
        cite: String::new(),
    });
    Section {
        heading: "arrears-heading",
        looked_up: false,
        rows,
    }
}

/// The same as JSON.
pub(super) fn value(months: &[MonthOwed]) -> Value {
    let fen = |fen: Option<Fen>| fen.map(Fen::get);
    let each = months.iter().map(|m| {
        json!({
            "month": m.month.to_string(),
            "owed_fen": fen(m.owed),
            "paid_fen": m.paid.get(),
            "rest_fen": fen(m.rest()),
        })
    });
    json!({"months": each.collect::<Vec<_>>(), "total_fen": fen(arrears_total(months))})
}
