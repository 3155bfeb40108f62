//! The page of a year's money: programmes, the towns of each, the forms by which it is meant and
//! given back.

use super::{Allotment, Town, Year, allot, give_back, year};
use crate::book::{Appropriation, Kind, standings};
use crate::shown::{at_field, cell, file, money, programme, programmes};
use askama::Template;
use base::date::Month;
use base::message::{Message, Speak};
use base::{Fault, Fen, money::written};
use platform::{Act, Division};
use sheet::Cell;
use webkit::kit::{Tone, badge};
use webkit::{Answer, Form, Html, Page, Reply, Request, Say};

struct Line {
    name: String,
    sums: Vec<String>,
    alarm: Html,
}

struct Of {
    name: String,
    whole: Line,
    towns: Vec<Line>,
    /// Something was said for a town: its towns are shown.
    opened: bool,
    unmeant: String,
}

#[derive(Template)]
#[template(path = "budgets.html")]
struct BudgetsPage<'a> {
    t: Say<'a>,
    f: Form<'a>,
    year: i16,
    all: Vec<Of>,
    keeps: bool,
    programmes: Vec<(String, String)>,
    towns: Vec<(String, String)>,
    sources: Vec<(String, String)>,
}

fn asked(request: &Request<'_>) -> Result<i16, Fault> {
    let today = base::clock::china(request.platform().clock().now()).date();
    let given = match request.form.get("year") {
        "" => request.query.get("year"),
        given => given,
    };
    match given {
        "" => Ok(today.year()),
        text => {
            let year: i16 = text.parse().map_err(|_| Fault::NotFound)?;
            let known = (2000..=2100).contains(&year);
            known.then_some(year).ok_or(Fault::NotFound)
        }
    }
}

fn place(request: &Request<'_>, code: &str) -> String {
    Division::parse(code).map_or_else(|| code.to_owned(), |d| request.division(&d))
}

fn town(request: &Request<'_>, of: &Town) -> Line {
    let t = Say(request.catalogue());
    let short = of.left() < Fen::ZERO && of.allotted > Fen::ZERO;
    Line {
        name: place(request, &of.town),
        sums: [of.allotted, of.given, of.coming, of.left()]
            .map(money)
            .to_vec(),
        alarm: match short {
            true => badge(Tone::Bad, &t.text("budget-alarm")),
            false => Html::default(),
        },
    }
}

fn shown(request: &Request<'_>, of: &Year) -> Of {
    let t = Say(request.catalogue());
    let name = programme(request, &of.programme);
    let coming: i64 = of.towns.iter().map(|town| town.coming.get()).sum();
    let end = Fen::new(of.left().get() - coming);
    let sums = [
        of.carried,
        of.came,
        of.back,
        of.spent,
        of.left(),
        Fen::new(coming),
        end,
    ];
    Of {
        whole: Line {
            name: name.clone(),
            sums: sums.map(money).to_vec(),
            alarm: match end < Fen::ZERO {
                true => badge(Tone::Bad, &t.text("budget-alarm")),
                false => Html::default(),
            },
        },
        name,
        towns: of.towns.iter().map(|line| town(request, line)).collect(),
        opened: of.towns.iter().any(|line| line.allotted > Fen::ZERO),
        unmeant: money(Fen::new(of.whole().get() - of.allotted().get())),
    }
}

fn page<'a>(request: &Request<'a>, form: Option<Form<'a>>) -> Result<Page, Fault> {
    let t = Say(request.catalogue());
    let of = asked(request)?;
    let (all, standings, places) = request.read(|ctx| {
        let places = registry::place::all(ctx.tx())?;
        Ok((year(ctx, of)?, standings(ctx)?, places))
    })?;
    let sources = standings.into_iter().filter(|s| s.kind == Kind::Source);
    let towns = places.into_iter().filter(|p| p.division.level() == 4);
    let content = BudgetsPage {
        t,
        f: form.unwrap_or_else(|| Form::new(request)),
        year: of,
        all: all.iter().map(|y| shown(request, y)).collect(),
        keeps: request.who.can(Act::FundsKeep),
        programmes: programmes(request)?,
        towns: towns
            .map(|p| (p.division.code().to_owned(), p.name))
            .collect(),
        sources: sources.map(|s| (s.name.clone(), s.name)).collect(),
    };
    let title = format!("{} · {of}", t.text("budgets"));
    let page = Page::new(request, "budgets", &content)?.titled(&title);
    Ok(page.under(request, "funds", "/funds"))
}

/// The page.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    page(request, None).map(Reply::Page)
}

fn amount(request: &Request<'_>) -> Result<Fen, Fault> {
    written::parse(request.form.get("amount")).map_err(|e| Fault::field("amount", e.message()))
}

fn after(request: &Request<'_>, done: Result<(), Fault>) -> Answer {
    match done.map_err(at_field("amount")) {
        Ok(()) => {
            let of = asked(request)?;
            Ok(Reply::See(format!("/funds/budgets?year={of}&done=saved")))
        }
        Err(fault) => page(request, Some(Form::again(request, fault)?)).map(Reply::Again),
    }
}

/// Says what is meant for a town.
pub(crate) fn mean(request: &Request<'_>) -> Answer {
    let new = || -> Result<Allotment, Fault> {
        let town = Division::parse(request.form.get("town"));
        Ok(Allotment {
            programme: request.form.get("programme").to_owned(),
            town: town.ok_or_else(|| Fault::field("town", Message::new("reserve-town")))?,
            year: asked(request)?,
            amount: amount(request)?,
            document: request.form.get("document").to_owned(),
        })
    };
    let done = new().and_then(|new| request.write(|ctx| allot(ctx, &new)));
    after(request, done)
}

/// Gives money back to its source.
pub(crate) fn back(request: &Request<'_>) -> Answer {
    let new = || -> Result<Appropriation, Fault> {
        let month = Month::parse(request.form.get("month"));
        Ok(Appropriation {
            source: request.form.get("source").to_owned(),
            programme: request.form.get("programme").to_owned(),
            amount: amount(request)?,
            month: month.ok_or_else(|| Fault::field("month", Message::new("award-month")))?,
            document: request.form.get("document").to_owned(),
        })
    };
    let done = new().and_then(|new| request.write(|ctx| give_back(ctx, &new)));
    after(request, done)
}

/// The year as a workbook: a row for each programme and town.
pub(crate) fn export(request: &Request<'_>) -> Answer {
    let t = Say(request.catalogue());
    let of = asked(request)?;
    let all = request.read(|ctx| year(ctx, of))?;
    let title = format!("{} {of}", t.text("budgets"));
    let header = [
        "award-programme",
        "reserve-town-of",
        "budget-meant",
        "budget-spent",
        "budget-coming",
        "budget-left",
    ];
    let page = sheet::Page {
        sheet: of.to_string(),
        titles: vec![title.clone()],
        groups: Vec::new(),
        header: header.iter().map(|code| t.text(code)).collect(),
        notes: Vec::new(),
    };
    let rows = all.iter().flat_map(|y| {
        let name = programme(request, &y.programme);
        y.towns.iter().map(move |of| -> Vec<Cell> {
            vec![
                name.as_str().into(),
                place(request, &of.town).into(),
                cell(of.allotted),
                cell(of.given),
                cell(of.coming),
                cell(of.left()),
            ]
        })
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    file(request, &title, &page, rows)
}
