//! The ledger of a month as a workbook: every transfer of the books, in its order.

use super::query::{self, Written};
use crate::book::Kind;
use crate::shown::{cell, file, month_asked, programme};
use base::Fen;
use platform::{Act, Division};
use sheet::Cell;
use webkit::{Answer, Request, Say};

/// An account as a reader knows it.
fn account(request: &Request<'_>, t: Say<'_>, of: &(String, String, String)) -> String {
    let (kind, name, division) = of;
    let kind = Kind::of(kind).map_or_else(|| kind.clone(), |k| t.text(k.label()));
    let name = match Division::parse(division) {
        Some(town) => request.division(&town),
        None => programme(request, name),
    };
    format!("{kind} · {name}")
}

/// The workbook. The books hold sums of programmes and towns, and nobody's name.
pub(crate) fn export(request: &Request<'_>) -> Answer {
    let month = month_asked(request)?;
    let t = Say(request.catalogue());
    let mut found: Vec<Written> = Vec::new();
    request.read(|ctx| {
        ctx.may(Act::AwardsSee)?;
        query::month_transfers(ctx.tx(), month, |one| found.push(one))?;
        Ok(())
    })?;
    let title = format!("{} {month}", t.text("ledger-month"));
    let header = [
        "line-number",
        "ledger-deed",
        "ledger-debit",
        "ledger-credit",
        "line-amount",
        "ledger-subject",
        "ledger-note",
        "ledger-at",
        "ledger-by",
    ];
    let moved: i64 = found
        .iter()
        .filter(|w| matches!(w.deed.as_str(), "move" | "settle" | "reverse"))
        .map(|w| w.amount.get())
        .sum();
    let sum = crate::shown::money(Fen::new(moved));
    let page = sheet::Page {
        sheet: month.to_string(),
        titles: vec![title.clone()],
        groups: Vec::new(),
        header: header.iter().map(|code| t.text(code)).collect(),
        notes: vec![format!("{} {sum}", t.text("ledger-moved"))],
    };
    let rows: Vec<Vec<Cell>> = found
        .iter()
        .map(|w| {
            vec![
                Cell::Number(w.number as f64),
                t.text(&format!("deed-{}", w.deed)).into(),
                account(request, t, &w.debit).into(),
                account(request, t, &w.credit).into(),
                cell(w.amount),
                w.subject.as_str().into(),
                w.note.as_str().into(),
                t.time(&w.at).into(),
                w.by.as_str().into(),
            ]
        })
        .collect();
    file(request, &title, &page, rows)
}
