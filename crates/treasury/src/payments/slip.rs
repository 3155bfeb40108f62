//! The payment slip: what one payee was paid in a year and for which months, to be printed and handed
//! over, or taken as a workbook.

use super::pages::outcome;
use crate::reserve;
use crate::roll;
use crate::shown::{cell, file, money, programme};
use askama::Template;
use base::id::PersonId;
use base::{Fault, Fen};
use sheet::Cell;
use webkit::{Answer, Html, Page, Request, Say};

/// One payment on the slip.
struct Line {
    path: String,
    month: String,
    programme: String,
    months: String,
    amount: Fen,
    shown: String,
    on: String,
    state: Html,
    word: String,
    good: bool,
}

#[derive(Template)]
#[template(path = "slip.html")]
struct Slip<'a> {
    t: Say<'a>,
    name: String,
    year: i16,
    lines: Vec<Line>,
    total: String,
    export: String,
    before: String,
    after: String,
}

fn asked(request: &Request<'_>) -> Result<(PersonId, i16), Fault> {
    let today = base::clock::china(request.platform().clock().now()).date();
    let year = match request.query.get("year") {
        "" => today.year(),
        text => text.parse().map_err(|_| Fault::NotFound)?,
    };
    Ok((request.param("person")?, year))
}

fn lines(
    request: &Request<'_>,
    t: Say<'_>,
    (payee, year): (PersonId, i16),
) -> Result<(String, Vec<Line>), Fault> {
    let (name, lines, helped) = request.read(|ctx| {
        Ok((
            registry::person::get(ctx, payee)?.name,
            roll::paid_to(ctx, payee)?,
            reserve::helped(ctx, payee)?,
        ))
    })?;
    let mut all: Vec<Line> = Vec::new();
    for (id, month, line) in lines.iter().rev().filter(|(_, m, _)| m.year() == year) {
        let months = line.months.iter().map(|(m, fen)| match line.months.len() {
            1 => m.to_string(),
            _ => format!("{m}: {}", money(*fen)),
        });
        let word = match line.paid {
            Some(true) => "result-paid",
            Some(false) => "result-failed",
            None => line.state.label(),
        };
        all.push(Line {
            path: format!("/rolls/{id}/lines/{}", line.number),
            month: month.to_string(),
            programme: programme(request, &line.programme),
            months: months.collect::<Vec<_>>().join("、"),
            amount: line.pay,
            shown: money(line.pay),
            on: line.answered_on.map_or_else(String::new, |d| d.to_string()),
            state: outcome(t, line),
            word: t.text(word),
            good: line.paid == Some(true),
        });
    }
    for entry in helped.iter().rev().filter(|e| e.on.year() == year) {
        all.push(Line {
            path: format!("/reserves/{}?month={}", entry.town.code(), entry.month),
            month: entry.month.to_string(),
            programme: programme(request, &entry.programme),
            months: entry.reason.clone(),
            amount: entry.amount,
            shown: money(entry.amount),
            on: entry.on.to_string(),
            state: Html::text(t.text("reserve")),
            word: t.text("reserve"),
            good: true,
        });
    }
    Ok((name, all))
}

fn total(lines: &[Line]) -> Fen {
    let good = lines.iter().filter(|l| l.good);
    Fen::new(good.map(|l| l.amount.get()).sum())
}

/// The slip of a year.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    let (payee, year) = asked(request)?;
    let t = Say(request.catalogue());
    let (name, lines) = lines(request, t, (payee, year))?;
    let path = format!("/payments/{payee}");
    let content = Slip {
        t,
        year,
        total: money(total(&lines)),
        lines,
        export: format!("{path}/export?year={year}"),
        before: format!("{path}?year={}", year.saturating_sub(1)),
        after: format!("{path}?year={}", year.saturating_add(1)),
        name: name.clone(),
    };
    let title = format!("{} · {name} · {year}", t.text("slip"));
    Ok(Page::new(request, "slip", &content)?
        .titled(&title)
        .under(request, "person", &format!("/people/{payee}"))
        .into())
}

/// The slip as a workbook.
pub(crate) fn export(request: &Request<'_>) -> Answer {
    let (payee, year) = asked(request)?;
    let t = Say(request.catalogue());
    let (name, lines) = lines(request, t, (payee, year))?;
    let title = format!("{} {name} {year}", t.text("slip"));
    let header = [
        "roll-month",
        "award-programme",
        "slip-months",
        "line-amount",
        "slip-on",
        "line-state",
    ];
    let page = sheet::Page {
        sheet: year.to_string(),
        titles: vec![title.clone()],
        groups: Vec::new(),
        header: header.iter().map(|code| t.text(code)).collect(),
        notes: vec![format!("{} {}", t.text("slip-total"), money(total(&lines)))],
    };
    let rows = lines.into_iter().map(|line| -> Vec<Cell> {
        vec![
            line.month.into(),
            line.programme.into(),
            line.months.into(),
            cell(line.amount),
            line.on.into(),
            line.word.into(),
        ]
    });
    file(request, &title, &page, rows)
}
