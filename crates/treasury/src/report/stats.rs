//! The statistical return of a month: households, people and money by programme, town or village,
//! and town.

use super::query::{self, Sum};
use crate::shown::{cell, file, money, month_asked, months, programme};
use askama::Template;
use base::date::Month;
use base::{Fault, Fen};
use platform::{Act, Division};
use sheet::Cell;
use std::collections::BTreeMap;
use webkit::{Answer, Html, Page, Request, Say};

struct Row {
    name: String,
    area: String,
    households: i64,
    persons: i64,
    due: String,
    arrears: String,
    pay: String,
}

#[derive(Template)]
#[template(path = "stats.html")]
struct StatsPage<'a> {
    t: Say<'a>,
    months: Html,
    programmes: Vec<Row>,
    towns: Vec<(String, Row)>,
    total: Row,
    export: String,
    ledger: String,
}

fn sums(request: &Request<'_>, month: Month) -> Result<Vec<Sum>, Fault> {
    request.read(|ctx| {
        let scope = ctx.may(Act::AwardsSee)?;
        Ok(query::month_sums(ctx.tx(), month, &scope)?)
    })
}

fn added(sums: &[Sum], key: impl Fn(&Sum) -> (String, String)) -> Vec<((String, String), Sum)> {
    let mut all: BTreeMap<(String, String), Sum> = BTreeMap::new();
    for sum in sums {
        let of = all.entry(key(sum)).or_insert_with(|| Sum {
            households: 0,
            persons: 0,
            due: Fen::ZERO,
            arrears: Fen::ZERO,
            pay: Fen::ZERO,
            ..sum.clone()
        });
        of.households += sum.households;
        of.persons += sum.persons;
        of.due = Fen::new(of.due.get() + sum.due.get());
        of.arrears = Fen::new(of.arrears.get() + sum.arrears.get());
        of.pay = Fen::new(of.pay.get() + sum.pay.get());
    }
    all.into_iter().collect()
}

fn row(name: String, area: String, sum: &Sum) -> Row {
    Row {
        name,
        area,
        households: sum.households,
        persons: sum.persons,
        due: money(sum.due),
        arrears: money(sum.arrears),
        pay: money(sum.pay),
    }
}

fn town(request: &Request<'_>, code: &str) -> String {
    Division::parse(code).map_or_else(|| code.to_owned(), |d| request.division(&d))
}

fn area(t: Say<'_>, code: &str) -> String {
    match code {
        "urban" => t.text("stats-urban"),
        _ => t.text("stats-rural"),
    }
}

/// The return as a page.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    let month = match request.query.get("month") {
        "" => month_asked(request)?.plus(-1).ok_or(Fault::NotFound)?,
        _ => month_asked(request)?,
    };
    let t = Say(request.catalogue());
    let sums = sums(request, month)?;
    let programmes = added(&sums, |s| (s.programme.clone(), s.area.clone()));
    let towns = added(&sums, |s| (s.town.clone(), s.area.clone()));
    let total = added(&sums, |_| (String::new(), String::new()));
    let nothing = Sum {
        programme: String::new(),
        area: String::new(),
        town: String::new(),
        households: 0,
        persons: 0,
        due: Fen::ZERO,
        arrears: Fen::ZERO,
        pay: Fen::ZERO,
    };
    let total = total.first().map_or(&nothing, |(_, sum)| sum);
    let content = StatsPage {
        t,
        months: months(t, "/reports/month", month),
        programmes: programmes
            .iter()
            .map(|((code, of), sum)| row(programme(request, code), area(t, of), sum))
            .collect(),
        towns: towns
            .iter()
            .map(|((code, of), sum)| {
                let path = format!("/reports/posted/{code}?month={month}");
                (path, row(town(request, code), area(t, of), sum))
            })
            .collect(),
        total: row(t.text("reserve-total"), String::new(), total),
        export: format!("/reports/month/export?month={month}"),
        ledger: format!("/reports/ledger?month={month}"),
    };
    let title = format!("{} · {month}", t.text("stats"));
    Ok(Page::new(request, "stats", &content)?.titled(&title).into())
}

/// The return as a workbook: one row for each programme, kind of place and town.
pub(crate) fn export(request: &Request<'_>) -> Answer {
    let month = month_asked(request)?;
    let t = Say(request.catalogue());
    let sums = sums(request, month)?;
    let title = format!("{} {month}", t.text("stats"));
    let header = [
        "award-programme",
        "stats-area",
        "reserve-town-of",
        "stats-households",
        "stats-persons",
        "line-due",
        "stats-arrears",
        "line-amount",
    ];
    let page = sheet::Page {
        sheet: month.to_string(),
        titles: vec![title.clone()],
        groups: Vec::new(),
        header: header.iter().map(|code| t.text(code)).collect(),
        notes: Vec::new(),
    };
    let rows: Vec<Vec<Cell>> = sums
        .iter()
        .map(|s| {
            vec![
                programme(request, &s.programme).into(),
                area(t, &s.area).into(),
                town(request, &s.town).into(),
                Cell::Number(s.households as f64),
                Cell::Number(s.persons as f64),
                cell(s.due),
                cell(s.arrears),
                cell(s.pay),
            ]
        })
        .collect();
    file(request, &title, &page, rows)
}
