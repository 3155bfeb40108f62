//! The public page.

use super::{Limit, Progress, find};
use askama::Template;
use base::Fault;
use base::message::Message;
use registry::register::declared;
use std::sync::LazyLock;
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
}

fn page<'a>(request: &Request<'a>, wrong: &str, found: &[Progress]) -> Result<Page, Fault> {
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
    };
    Ok(Page::new(request, "progress", &content)?.plain())
}

/// The question.
pub(crate) fn form(request: &Request<'_>) -> Answer {
    page(request, "", &[]).map(Reply::Page)
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
        return page(request, "progress-often", &[]).map(Reply::Again);
    }
    let found = match declared() {
        Ok(declared) => request.read(|ctx| find(ctx, declared.pack(), number, tail))?,
        Err(_) => Vec::new(),
    };
    match found.is_empty() {
        true => page(request, "progress-none", &[]).map(Reply::Again),
        false => page(request, "", &found).map(Reply::Page),
    }
}

/// What the receipt says of this page.
pub(crate) fn told(t: Say<'_>, number: &str) -> String {
    t.say(&Message::new("progress-receipt").with("number", number))
}
