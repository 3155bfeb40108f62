//! The public page.

use super::{Limit, Progress, find};
use askama::Template;
use base::Fault;
use base::message::Message;
use registry::register::declared;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use treasury::payments::{Own, own};
use webkit::{Answer, Form, Page, Reply, Request, Say};

/// Askings for one number, and from one address (an office may be behind it), in ten minutes.
const NUMBER: (u32, i64) = (5, 600);
const ADDRESS: (u32, i64) = (60, 600);

static LIMIT: LazyLock<Limit> = LazyLock::new(Limit::default);

struct Line {
    number: String,
    title: String,
    state: String,
    due: String,
    town: String,
}

#[derive(Template)]
#[template(path = "progress.html")]
struct View<'a> {
    t: Say<'a>,
    f: Form<'a>,
    wrong: String,
    lines: Vec<Line>,
    payments: Vec<Paid>,
}

struct Paid {
    month: String,
    title: String,
    amount: String,
    state: String,
}

/// The payments, each programme by its name.
fn told_of(request: &Request<'_>, payments: &[Own]) -> Vec<Paid> {
    let (t, language) = (Say(request.catalogue()), request.language.tag());
    let title = |code: &str| {
        let declared = declared().ok();
        let programme = declared.and_then(|d| d.pack().programme(code));
        programme.map_or_else(|| code.to_owned(), |p| p.title.of(language).to_owned())
    };
    let paid = payments.iter().map(|one| Paid {
        month: one.month.to_string(),
        title: title(&one.programme),
        amount: one.amount.to_string(),
        state: t.text(one.label()),
    });
    paid.collect()
}

fn page<'a>(
    request: &Request<'a>,
    wrong: &str,
    (found, payments): (&[Progress], &[Own]),
) -> Result<Page, Fault> {
    let t = Say(request.catalogue());
    let language = request.language.tag();
    let lines = found.iter().map(|one| Line {
        number: one.number.clone(),
        title: one.title.of(language).to_owned(),
        state: match &one.step {
            Some(step) => step.of(language).to_owned(),
            None => t.text(one.state.label()),
        },
        due: one.due.map_or(String::new(), |d| d.to_string()),
        town: request.division(&one.town),
    });
    let content = View {
        t,
        f: Form::new(request).with(request.form.clone()),
        wrong: if wrong.is_empty() {
            String::new()
        } else {
            t.text(wrong)
        },
        lines: lines.collect(),
        payments: told_of(request, payments),
    };
    Ok(Page::new(request, "progress", &content)?.plain())
}

/// The question.
pub(crate) fn form(request: &Request<'_>) -> Answer {
    page(request, "", (&[], &[])).map(Reply::Page)
}

/// The answer.
pub(crate) fn ask(request: &Request<'_>) -> Answer {
    let (number, tail) = (request.form.get("number").trim(), request.form.get("tail"));
    let now = request.platform().clock().now();
    let keys = [
        (format!("n{}", number.to_lowercase()), NUMBER),
        (format!("a{}", request.visitor.address), ADDRESS),
    ];
    let often = keys.iter().any(|(key, most)| !LIMIT.may(key, *most, now));
    if often {
        return page(request, "progress-often", (&[], &[])).map(Reply::Again);
    }
    let found = match declared() {
        Ok(declared) => request.read(|ctx| find(ctx, declared.pack(), number, tail))?,
        Err(_) => Vec::new(),
    };
    // An application is paid under the numbers of its cases; an award may be older than this system.
    let numbers = found.iter().map(|one| one.number.as_str());
    let numbers: BTreeSet<&str> = numbers.chain([number]).collect();
    let mut payments = Vec::new();
    for number in numbers {
        payments.extend(request.read(|ctx| own(ctx, number, tail))?);
    }
    match found.is_empty() && payments.is_empty() {
        true => page(request, "progress-none", (&[], &[])).map(Reply::Again),
        false => page(request, "", (&found, &payments)).map(Reply::Page),
    }
}

/// What the receipt says of this page.
pub(crate) fn told(t: Say<'_>, number: &str) -> String {
    t.say(&Message::new("progress-receipt").with("number", number))
}
