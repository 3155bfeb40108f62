//! The page of funds: what came in, what went out, what is left, by programme.

use super::{Appropriation, Kind, appropriate, close, closing, standings};
use crate::shown::{at_field, money, programme};
use askama::Template;
use base::date::Month;
use base::message::{Message, Speak};
use base::{Fault, money::written};
use platform::Act;
use webkit::{Answer, Form, Html, Page, Reply, Request, Say};

struct Sum {
    kind: String,
    name: String,
    came: String,
    went: String,
    held: String,
    free: String,
}

#[derive(Template)]
#[template(path = "funds.html")]
struct FundsPage<'a> {
    t: Say<'a>,
    f: Form<'a>,
    sums: Vec<Sum>,
    outlook: Html,
    closed: String,
    next: String,
    keeps: bool,
}

fn page<'a>(request: &Request<'a>, form: Option<Form<'a>>) -> Result<Page, Fault> {
    let t = Say(request.catalogue());
    let (mut all, (closed, next)) = request.read(|ctx| Ok((standings(ctx)?, closing(ctx)?)))?;
    let month = |of: Option<Month>| of.map_or_else(String::new, |m| m.to_string());
    all.sort_by(|a, b| (&a.name, a.kind).cmp(&(&b.name, b.kind)));
    // Reserves have a page of their own.
    let own = [Kind::Source, Kind::Reserve, Kind::Spent];
    let sums = all.into_iter().filter(|s| !own.contains(&s.kind));
    let content = FundsPage {
        t,
        f: form.unwrap_or_else(|| Form::new(request)),
        sums: sums
            .map(|s| Sum {
                kind: t.text(s.kind.label()),
                name: programme(request, &s.name),
                came: money(s.came),
                went: money(s.went),
                held: money(s.held),
                free: money(s.free),
            })
            .collect(),
        outlook: crate::report::panel(request)?,
        closed: month(closed),
        next: month(next),
        keeps: request.who.can(Act::FundsKeep),
    };
    let page = Page::new(request, "funds", &content)?;
    Ok(page.button(request, "budgets", "/funds/budgets"))
}

/// The page.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    page(request, None).map(Reply::Page)
}

/// Enters money that came in.
pub(crate) fn enter(request: &Request<'_>) -> Answer {
    let get = |name: &str| request.form.get(name).to_owned();
    let done = written::parse(&get("amount"))
        .map_err(|e| Fault::field("amount", e.message()))
        .and_then(|amount| {
            let month = Month::parse(&get("month"))
                .ok_or_else(|| Fault::field("month", Message::new("award-month")))?;
            let new = Appropriation {
                source: get("source"),
                programme: get("programme"),
                amount,
                month,
                document: get("document"),
            };
            request.write(|ctx| appropriate(ctx, &new))
        })
        .map_err(at_field("month"));
    match done {
        Ok(()) => Ok(Reply::See("/funds?done=saved".to_owned())),
        Err(fault) => page(request, Some(Form::again(request, fault)?)).map(Reply::Again),
    }
}

/// Closes a month.
pub(crate) fn shut(request: &Request<'_>) -> Answer {
    let done = Month::parse(request.form.get("closes"))
        .ok_or_else(|| Fault::field("closes", Message::new("award-month")))
        .and_then(|month| request.write(|ctx| close(ctx, month)))
        .map_err(at_field("closes"));
    match done {
        Ok(()) => Ok(Reply::See("/funds?done=saved".to_owned())),
        Err(fault) => page(request, Some(Form::again(request, fault)?)).map(Reply::Again),
    }
}
