//! Pages of reserves: every town's month, one town's book, the form by which a town pays.

use super::{Entry, Granted, Kind, Spend, Statement, Unusual, Way};
use crate::shown::{at_field, cell, fen, file, money, month_asked, months, programme, programmes};
use askama::Template;
use base::date::Month;
use base::id::PersonId;
use base::message::{Message, Speak};
use base::{Fault, Fen, money::written};
use jiff::civil::Date;
use platform::{Act, Division};
use sheet::Cell;
use webkit::kit::{self, Tone};
use webkit::{Answer, Form, Html, Page, Reply, Request, Say};

struct Line {
    path: String,
    town: String,
    opening: String,
    came: String,
    spent: String,
    returned: String,
    closing: String,
    unusual: Html,
}

#[derive(Template)]
#[template(path = "reserves.html")]
struct ListPage<'a> {
    t: Say<'a>,
    f: Form<'a>,
    month: Month,
    months: Html,
    lines: Vec<Line>,
    total: String,
    keeps: bool,
    towns: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    programmes: Vec<(String, String)>,
    today: Date,
}

fn unusual(t: Say<'_>, count: usize) -> Html {
    match i64::try_from(count).unwrap_or(i64::MAX) {
        0 => Html::default(),
        many => kit::badge(Tone::Warn, &t.count("reserve-unusual-count", &many)),
    }
}

fn towns(request: &Request<'_>) -> Result<Vec<(String, String)>, Fault> {
    let all = request.read(|ctx| Ok(registry::place::all(ctx.tx())?))?;
    let towns = all.into_iter().filter(|p| p.division.level() == 4);
    Ok(towns
        .map(|p| (p.division.code().to_owned(), p.name))
        .collect())
}

fn list_page<'a>(request: &Request<'a>, form: Option<Form<'a>>) -> Result<Page, Fault> {
    let t = Say(request.catalogue());
    let month = month_asked(request)?;
    let (found, today) = request.read(|ctx| Ok((super::statements(ctx, month)?, ctx.today())))?;
    let total: i64 = found.iter().map(|(s, _)| s.closing.get()).sum();
    let lines = found.iter().map(|(s, many)| Line {
        path: format!("/reserves/{}?month={month}", s.town.code()),
        town: request.division(&s.town),
        opening: money(s.opening),
        came: money(s.came),
        spent: money(s.spent),
        returned: money(s.returned),
        closing: money(s.closing),
        unusual: unusual(t, *many),
    });
    let kinds = [Kind::Grant, Kind::Refill, Kind::Return];
    let content = ListPage {
        t,
        f: form.unwrap_or_else(|| Form::new(request)),
        month,
        months: months(t, "/reserves", month),
        lines: lines.collect(),
        total: money(Fen::new(total)),
        keeps: request.who.can(Act::FundsKeep),
        towns: towns(request)?,
        kinds: kinds
            .iter()
            .map(|k| (k.code().to_owned(), t.text(k.label())))
            .collect(),
        programmes: programmes(request)?,
        today,
    };
    Page::new(request, "reserves", &content)
}

/// Every town's reserve in a month.
pub(crate) fn list(request: &Request<'_>) -> Answer {
    list_page(request, None).map(Reply::Page)
}

fn day(request: &Request<'_>, name: &'static str) -> Result<Date, Fault> {
    let day = request.form.get(name).parse();
    day.map_err(|_| Fault::field(name, Message::new("base-date-unreadable")))
}

fn amount(request: &Request<'_>) -> Result<Fen, Fault> {
    written::parse(request.form.get("amount")).map_err(|e| Fault::field("amount", e.message()))
}

/// Grants, fills up, takes back.
pub(crate) fn grant(request: &Request<'_>) -> Answer {
    let get = |name: &str| request.form.get(name).to_owned();
    let asked = || -> Result<Granted, Fault> {
        let town = Division::parse(&get("town"));
        Ok(Granted {
            town: town.ok_or_else(|| Fault::field("town", Message::new("reserve-town")))?,
            kind: Kind::of(&get("kind"))
                .ok_or_else(|| Fault::field("kind", Message::new("reserve-word")))?,
            programme: get("programme"),
            amount: amount(request)?,
            on: day(request, "on")?,
            document: get("document"),
        })
    };
    let done = asked().and_then(|new| request.write(|ctx| super::grant(ctx, &new)));
    match done.map_err(at_field("amount")) {
        Ok(_) => Ok(Reply::See("/reserves?done=saved".to_owned())),
        Err(fault) => list_page(request, Some(Form::again(request, fault)?)).map(Reply::Again),
    }
}

struct Row {
    number: i64,
    on: Date,
    what: String,
    who: Html,
    case_number: String,
    amount: String,
    left: String,
    document: String,
    about: String,
    unusual: Vec<(Html, String)>,
}

#[derive(Template)]
#[template(path = "reserve.html")]
struct ShowPage<'a> {
    t: Say<'a>,
    months: Html,
    facts: Html,
    rows: Vec<Row>,
    export: String,
    closing: String,
}

fn town_asked(request: &Request<'_>) -> Result<Division, Fault> {
    let code: String = request.param("town")?;
    Division::parse(&code).ok_or(Fault::NotFound)
}

fn said(t: Say<'_>, entry: &Entry, found: &[Unusual]) -> Vec<(String, String)> {
    let mine = found.iter().filter(|(number, ..)| *number == entry.number);
    mine.map(|(_, pattern, others)| {
        let others: Vec<String> = others.iter().map(i64::to_string).collect();
        let like = Message::new("reserve-like").with("entries", others.join("、"));
        (t.text(pattern.label()), t.say(&like))
    })
    .collect()
}

fn kind(t: Say<'_>, entry: &Entry) -> String {
    match entry.way {
        Some(way) => format!("{} · {}", t.text(entry.kind.label()), t.text(way.label())),
        None => t.text(entry.kind.label()),
    }
}

/// One town's book of a month.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    let (town, month) = (town_asked(request)?, month_asked(request)?);
    let t = Say(request.catalogue());
    let (statement, found) = request.read(|ctx| super::statement(ctx, &town, month))?;
    let facts = kit::Facts::new(t)
        .html(&t.text("reserve-opening"), fen(statement.opening))
        .html(&t.text("reserve-came"), fen(statement.came))
        .html(&t.text("reserve-spent"), fen(statement.spent))
        .html(&t.text("reserve-returned"), fen(statement.returned))
        .html(&t.text("reserve-closing"), fen(statement.closing));
    let rows = statement.entries.iter().map(|e| Row {
        number: e.number,
        on: e.on,
        what: kind(t, e),
        who: match &e.payee {
            Some((id, name)) => Html::link(&format!("/people/{id}"), name),
            None => Html::text(programme(request, &e.programme)),
        },
        case_number: e.case_number.clone(),
        amount: money(signed(e)),
        left: money(e.balance),
        document: e.document.clone(),
        about: e.reason.clone(),
        unusual: said(t, e, &found)
            .iter()
            .map(|(word, like)| (kit::badge(Tone::Warn, word), like.clone()))
            .collect(),
    });
    let path = format!("/reserves/{}", town.code());
    let content = ShowPage {
        t,
        months: months(t, &path, month),
        facts: facts.show(),
        rows: rows.collect(),
        export: format!("{path}/export?month={month}"),
        closing: money(statement.closing),
    };
    let title = format!("{} · {month}", request.division(&town));
    Ok(Page::new(request, "reserve", &content)?
        .titled(&title)
        .under(request, "reserves", &format!("/reserves?month={month}"))
        .into())
}

/// What an entry does to the reserve.
fn signed(entry: &Entry) -> Fen {
    match entry.kind.adds() {
        true => entry.amount,
        false => Fen::new(-entry.amount.get()),
    }
}

/// The book of a month as a workbook.
pub(crate) fn export(request: &Request<'_>) -> Answer {
    let (town, month) = (town_asked(request)?, month_asked(request)?);
    let t = Say(request.catalogue());
    let (statement, found) = request.read(|ctx| super::statement(ctx, &town, month))?;
    let title = format!("{} {} {month}", t.text("reserve"), request.division(&town));
    let header = [
        "line-number",
        "reserve-on",
        "reserve-kind",
        "line-payee",
        "award-programme",
        "award-case",
        "line-amount",
        "reserve-left-then",
        "reserve-receipt",
        "reserve-witness",
        "reserve-reason",
        "reserve-unusual",
    ];
    let page = sheet::Page {
        sheet: month.to_string(),
        titles: vec![title.clone()],
        groups: Vec::new(),
        header: header.iter().map(|code| t.text(code)).collect(),
        notes: vec![sums(t, &statement)],
    };
    let rows: Vec<Vec<Cell>> = statement
        .entries
        .iter()
        .map(|e| {
            vec![
                Cell::Number(e.number as f64),
                crate::shown::day(e.on),
                kind(t, e).into(),
                e.payee
                    .as_ref()
                    .map_or("", |(_, name)| name.as_str())
                    .into(),
                programme(request, &e.programme).into(),
                e.case_number.as_str().into(),
                cell(signed(e)),
                cell(e.balance),
                e.document.as_str().into(),
                e.witness.as_str().into(),
                e.reason.as_str().into(),
                said(t, e, &found)
                    .into_iter()
                    .map(|(word, like)| format!("{word} {like}"))
                    .collect::<Vec<_>>()
                    .join("；")
                    .into(),
            ]
        })
        .collect();
    file(request, &title, &page, rows)
}

fn sums(t: Say<'_>, s: &Statement) -> String {
    let parts = [
        ("reserve-opening", s.opening),
        ("reserve-came", s.came),
        ("reserve-spent", s.spent),
        ("reserve-returned", s.returned),
        ("reserve-closing", s.closing),
    ];
    let parts = parts.map(|(code, fen)| format!("{} {}", t.text(code), money(fen)));
    parts.join(" · ")
}

#[derive(Template)]
#[template(path = "reserve_pay.html")]
struct PayPage<'a> {
    t: Say<'a>,
    f: Form<'a>,
    payee: PersonId,
    name: String,
    town: String,
    place: String,
    left: String,
    most: String,
    ways: Vec<(String, String)>,
    programmes: Vec<(String, String)>,
}

fn pay_page<'a>(
    request: &Request<'a>,
    payee: PersonId,
    form: Option<Form<'a>>,
) -> Result<Page, Fault> {
    let t = Say(request.catalogue());
    let (person, today) =
        request.read(|ctx| Ok((registry::person::get(ctx, payee)?, ctx.today())))?;
    let town = match person.division.level() {
        5 => person.division.parent(),
        _ => Some(person.division.clone()),
    };
    let town = town.filter(|t| t.level() == 4).ok_or(Fault::NotFound)?;
    let month = Month::of(today).ok_or(Fault::NotFound)?;
    let (statement, _) = request.read(|ctx| super::statement(ctx, &town, month))?;
    let most = crate::law::money(crate::law::RESERVE_CEILING, today);
    // Most often it is given under the programme whose money the reserve is.
    let usual = request.read(|ctx| super::source(ctx, &town))?;
    let values = webkit::Fields::of(vec![
        ("on".to_owned(), today.to_string()),
        ("programme".to_owned(), usual.unwrap_or_default()),
    ]);
    let content = PayPage {
        t,
        f: form.unwrap_or_else(|| Form::new(request).with(values)),
        payee,
        name: person.name,
        town: town.code().to_owned(),
        place: request.division(&town),
        left: money(statement.closing),
        most: most.map_or_else(|| t.text("reserve-ceiling-none"), money),
        ways: Way::ALL
            .iter()
            .map(|w| (w.code().to_owned(), t.text(w.label())))
            .collect(),
        programmes: programmes(request)?,
    };
    let page = Page::new(request, "reserve-pay", &content)?;
    Ok(page.under(request, "reserves", "/reserves"))
}

/// The form.
pub(crate) fn pay(request: &Request<'_>) -> Answer {
    pay_page(request, request.param("person")?, None).map(Reply::Page)
}

/// Pays.
pub(crate) fn paid(request: &Request<'_>) -> Answer {
    let get = |name: &str| request.form.get(name).to_owned();
    let payee: PersonId = request.param("person")?;
    let asked = || -> Result<Spend, Fault> {
        let home = request.read(|ctx| registry::household::current_of(ctx, payee))?;
        Ok(Spend {
            town: Division::parse(&get("town")).ok_or(Fault::NotFound)?,
            programme: get("programme"),
            case_number: get("case_number"),
            household: home.map(|m| m.household),
            payee,
            amount: amount(request)?,
            on: day(request, "on")?,
            way: Way::of(&get("way"))
                .ok_or_else(|| Fault::field("way", Message::new("reserve-word")))?,
            receipt: get("receipt"),
            witness: get("witness"),
            reason: get("reason"),
        })
    };
    let done = asked().and_then(|new| {
        let town = new.town.code().to_owned();
        request.write(|ctx| super::spend(ctx, &new))?;
        Ok(town)
    });
    match done.map_err(at_field("amount")) {
        Ok(town) => Ok(Reply::See(format!("/reserves/{town}?done=saved"))),
        Err(fault) => {
            let form = Form::again(request, fault)?;
            pay_page(request, payee, Some(form)).map(Reply::Again)
        }
    }
}
