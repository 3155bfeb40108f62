//! The page of funds: what came in, what went out, what is left, by programme.

use super::{Appropriation, Kind, appropriate, standings};
use crate::shown::{money, programme};
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
    keeps: bool,
}

fn page<'a>(request: &Request<'a>, form: Option<Form<'a>>) -> Result<Page, Fault> {
    let t = Say(request.catalogue());
    let mut all = request.read(standings)?;
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
        keeps: request.who.can(Act::FundsKeep),
    };
    Page::new(request, "funds", &content)
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
        });
    match done {
        Ok(()) => Ok(Reply::See("/funds?done=saved".to_owned())),
        Err(fault) => page(request, Some(Form::again(request, fault)?)).map(Reply::Again),
    }
}
