//! Pages of supervision: a month's findings by rule, as a list, one by one, as a workbook.

use super::{Evidence, Finding, Kind, Ran, Rule, Wanted};
use crate::shown::{cell, file, money, month_asked, months, programme};
use askama::Template;
use base::date::Month;
use base::{Fault, Fen};
use platform::Act;
use sheet::Cell;
use webkit::kit::{self, Tone};
use webkit::list::{Column, Filter, List, PAGE_ROWS, Pager, Row};
use webkit::{Answer, Form, Html, Page, Reply, Request, Say};

/// Findings of a workbook at most.
const ROWS_MAX: i64 = 500_000;

struct Sum {
    path: String,
    name: String,
    count: i64,
    amount: String,
}

#[derive(Template)]
#[template(path = "watch.html")]
struct ListPage<'a> {
    t: Say<'a>,
    f: Form<'a>,
    months: Html,
    month: Month,
    ran: String,
    skipped: Vec<String>,
    sums: Vec<Sum>,
    list: Html,
    runs: bool,
}

fn tone(rule: Rule) -> Tone {
    match rule {
        Rule::Dead | Rule::Over | Rule::Twice | Rule::Split => Tone::Bad,
        Rule::Short | Rule::Late | Rule::Returned | Rule::Shared => Tone::Warn,
        Rule::Holder | Rule::Kin | Rule::Idle | Rule::JustUnder | Rule::SamePayee => Tone::Plain,
    }
}

fn columns(t: Say<'_>) -> Vec<Column> {
    let rules = Rule::ALL
        .iter()
        .map(|r| (r.code().to_owned(), t.text(r.label())));
    vec![
        Column::new("payee", t.text("watch-who")).filtered(Filter::Text),
        Column::new("rule", t.text("watch-rule")).filtered(Filter::Choice(rules.collect())),
        Column::new("amount", t.text("line-amount")).number(),
        Column::new("place", t.text("award-place")).wide(),
        Column::new("programme", t.text("award-programme"))
            .filtered(Filter::Text)
            .wide(),
        Column::new("case", t.text("award-case")).wide(),
        Column::new("evidence", t.text("watch-evidence")).wide(),
    ]
}

/// What a value of evidence says.
fn said(t: Say<'_>, evidence: &Evidence) -> String {
    match Kind::of(&evidence.kind) {
        Some(Kind::Money) => evidence
            .value
            .parse()
            .map_or_else(|_| evidence.value.clone(), |fen| money(Fen::new(fen))),
        Some(Kind::Code) => t.text(&evidence.value),
        Some(Kind::Text) | None => evidence.value.clone(),
    }
}

fn who(request: &Request<'_>, finding: &Finding) -> String {
    match &finding.payee {
        Some((_, name)) => name.clone(),
        None => request.division(&finding.division),
    }
}

fn wanted(list: &List<'_, '_>) -> Wanted {
    Wanted {
        rule: list.wanted("rule").to_owned(),
        payee: list.wanted("payee").to_owned(),
        programme: list.wanted("programme").to_owned(),
        division: String::new(),
    }
}

fn listing<'a>(request: &'a Request<'_>, t: Say<'a>, month: Month) -> Result<List<'a, 'a>, Fault> {
    let path = format!("/supervision/{month}");
    List::new(request, "supervision", &path, columns(t))
}

fn list_page<'a>(request: &Request<'a>, month: Month) -> Result<Page, Fault> {
    let t = Say(request.catalogue());
    let mut list = listing(request, t, month)?;
    let wanted = wanted(&list);
    let page = list.page();
    let offset = (page - 1).saturating_mul(PAGE_ROWS);
    let (ran, mut found, sums) = request.read(|ctx| {
        Ok((
            super::last(ctx, month)?,
            super::find(ctx, month, &wanted, (PAGE_ROWS + 1, offset))?,
            super::sums(ctx, month)?,
        ))
    })?;
    let more = found.len() as i64 > PAGE_ROWS;
    found.truncate(usize::try_from(PAGE_ROWS).unwrap_or(0));
    for finding in &found {
        // What a code says tells more than a sum that stands beside it already.
        let code = |e: &&Evidence| e.kind == Kind::Code.code();
        let first = finding.evidence.iter().find(code);
        let first = first.or_else(|| finding.evidence.first());
        let first = first.map_or_else(String::new, |e| {
            format!("{} {}", t.text(&e.what), said(t, e))
        });
        let rule = t.text(finding.rule.label());
        list.push(
            Row::to(format!("/supervision/{month}/{}", finding.number))
                .text(who(request, finding))
                .html(kit::badge(tone(finding.rule), &rule))
                .html(kit::number(&money(finding.amount)))
                .text(request.division(&finding.division))
                .text(programme(request, &finding.programme))
                .text(&finding.case_number)
                .text(first),
        );
    }
    let teach = match ran {
        Some(_) => ("watch-clean", "watch-clean-help"),
        None => ("watch-not-run", "watch-not-run-help"),
    };
    let nothing = kit::empty(&t.text(teach.0), &t.text(teach.1), None);
    let list = list
        .or_nothing(nothing)
        .exported(&format!("/supervision/{month}/export"))
        .paged(Pager::Open {
            page,
            more,
            size: PAGE_ROWS,
        });
    let name = |ran: &Ran| format!("{} · {}", t.time(&ran.at), ran.by);
    let skipped = ran.iter().flat_map(|r| &r.skipped).map(|s| {
        let rule = Rule::of(&s.rule).map_or_else(String::new, |r| t.text(r.label()));
        format!("{rule}: {}", t.text(&s.why))
    });
    let sums = sums.into_iter().map(|(rule, count, amount)| Sum {
        path: format!("/supervision/{month}?f.rule={}", rule.code()),
        name: t.text(rule.label()),
        count,
        amount: money(amount),
    });
    let content = ListPage {
        t,
        f: Form::new(request),
        months: months(t, "/supervision", month),
        month,
        ran: ran.as_ref().map_or_else(String::new, name),
        skipped: skipped.collect(),
        sums: sums.collect(),
        list: list.show()?,
        runs: request.who.can(Act::RollsMake),
    };
    let title = format!("{} · {month}", t.text("supervision"));
    Ok(Page::new(request, "supervision", &content)?.titled(&title))
}

/// The month that the page is asked for; last month when none is.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    let asked = request.query.get("month");
    let month = month_asked(request)?;
    let month = match asked {
        "" => month.plus(-1).unwrap_or(month),
        _ => month,
    };
    list_page(request, month).map(Reply::Page)
}

fn of(request: &Request<'_>) -> Result<Month, Fault> {
    let month: String = request.param("month")?;
    Month::parse(&month).ok_or(Fault::NotFound)
}

/// The findings of a month.
pub(crate) fn list(request: &Request<'_>) -> Answer {
    list_page(request, of(request)?).map(Reply::Page)
}

/// Looks through a month.
pub(crate) fn run(request: &Request<'_>) -> Answer {
    let month = of(request)?;
    let job = request.write(|ctx| super::ask(ctx, month))?;
    Ok(Reply::See(format!("/jobs/{job}?then=/supervision/{month}")))
}

#[derive(Template)]
#[template(path = "watch_finding.html")]
struct FindingPage<'a> {
    t: Say<'a>,
    facts: Html,
    rule: Html,
    help: String,
    evidence: Vec<(String, Html)>,
    before: String,
    after: String,
    /// Where what was too much is asked back.
    recovery: String,
}

/// One finding with its evidence.
pub(crate) fn finding(request: &Request<'_>) -> Answer {
    let (month, number): (Month, i64) = (of(request)?, request.param("number")?);
    let t = Say(request.catalogue());
    let (finding, before, after) = request.read(|ctx| {
        let beside = |by: i64| super::get(ctx, month, number + by).is_ok();
        Ok((super::get(ctx, month, number)?, beside(-1), beside(1)))
    })?;
    let mut facts = kit::Facts::new(t);
    if let Some((id, name)) = &finding.payee {
        let link = Html::link(&format!("/people/{id}"), name);
        facts = facts.html(&t.text("line-payee"), link);
    }
    if let Some(award) = finding.award {
        let link = Html::link(&format!("/awards/{award}"), &finding.case_number);
        facts = facts.html(&t.text("award"), link);
    }
    if let Some((roll, line)) = finding.line {
        let link = Html::link(
            &format!("/rolls/{roll}/lines/{line}"),
            &format!("{month} · {line}"),
        );
        facts = facts.html(&t.text("roll-line"), link);
    }
    let facts = facts
        .text(
            &t.text("award-programme"),
            &programme(request, &finding.programme),
        )
        .text(&t.text("award-place"), &request.division(&finding.division))
        .html(&t.text("line-amount"), kit::number(&money(finding.amount)));
    let rows = finding.evidence.iter().map(|e| {
        let value = said(t, e);
        let value = match e.path.as_str() {
            "" => Html::text(&value),
            path => Html::link(path, &value),
        };
        (t.text(&e.what), value)
    });
    let beside = |there: bool, by: i64| match there {
        true => format!("/supervision/{month}/{}", number + by),
        false => String::new(),
    };
    let rule = t.text(finding.rule.label());
    let content = FindingPage {
        t,
        facts: facts.show(),
        rule: kit::badge(tone(finding.rule), &rule),
        help: t.text(&format!("{}-help", finding.rule.label())),
        evidence: rows.collect(),
        recovery: match (finding.award, finding.rule) {
            (Some(award), Rule::Dead | Rule::Over | Rule::Twice) => format!("/awards/{award}"),
            _ => String::new(),
        },
        before: beside(before, -1),
        after: beside(after, 1),
    };
    let title = format!("{} · {rule}", who(request, &finding));
    let path = format!("/supervision/{month}");
    Ok(Page::new(request, "supervision", &content)?
        .titled(&title)
        .under(request, "supervision", &path)
        .into())
}

/// The findings of a month as a workbook, one row each, evidence in words.
pub(crate) fn export(request: &Request<'_>) -> Answer {
    let month = of(request)?;
    let t = Say(request.catalogue());
    let list = listing(request, t, month)?;
    let wanted = wanted(&list);
    let found = request.read(|ctx| super::find(ctx, month, &wanted, (ROWS_MAX, 0)))?;
    let title = format!("{} {month}", t.text("supervision"));
    let header = [
        "line-number",
        "watch-rule",
        "watch-who",
        "line-amount",
        "award-place",
        "award-programme",
        "award-case",
        "watch-evidence",
    ];
    let page = sheet::Page {
        sheet: month.to_string(),
        titles: vec![title.clone()],
        groups: Vec::new(),
        header: header.iter().map(|code| t.text(code)).collect(),
        notes: Vec::new(),
    };
    let rows = found.iter().map(|finding| -> Vec<Cell> {
        let evidence = finding
            .evidence
            .iter()
            .map(|e| format!("{} {}", t.text(&e.what), said(t, e)));
        vec![
            Cell::Number(finding.number as f64),
            t.text(finding.rule.label()).into(),
            who(request, finding).into(),
            cell(finding.amount),
            request.division(&finding.division).into(),
            programme(request, &finding.programme).into(),
            finding.case_number.as_str().into(),
            evidence.collect::<Vec<_>>().join("；").into(),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    file(request, &title, &page, rows)
}
