//! What a checked file would do, row by row, and the buttons that do it, undo it, or put it aside.

use super::{Named, files::token, masked, state, under, version};
use crate::import::work;
use crate::import::{self, Batch, Outcome, Shown, State};
use crate::register::pages::Places;
use askama::Template;
use base::Fault;
use policy::cel::Datum;
use policy::register::{Class, Register};
use webkit::kit::{Tab, empty, tabs};
use webkit::{Answer, Html, Page, Reply, Request, Say};

/// Rows of a page.
const PAGE: i64 = 50;
/// Fields of a new row that are shown at once.
const FIELDS: usize = 6;

#[derive(Template)]
#[template(path = "import_preview.html")]
struct View<'a> {
    t: Say<'a>,
    path: String,
    token: Html,
    batch: &'a Batch,
    state: Html,
    when: String,
    writes: i64,
    unsure: i64,
    rejected: i64,
    tabs: Html,
    rows: Vec<Row>,
    nothing: Html,
    outcome: Outcome,
    earlier: Option<String>,
    later: Option<String>,
    progress: Option<String>,
}

struct Row {
    number: Option<i64>,
    title: String,
    about: String,
    link: Option<String>,
    /// Field, before, after.
    changes: Vec<(String, String, String)>,
    /// Column, value, what is wrong.
    wrong: Vec<(String, String, String)>,
    chosen: bool,
}

fn label(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::New => "import-tab-new",
        Outcome::Changed => "import-tab-changed",
        Outcome::Same => "import-tab-same",
        Outcome::Unsure => "import-tab-unsure",
        Outcome::Rejected => "import-tab-rejected",
        Outcome::Gone => "import-tab-gone",
    }
}

/// What is looked at first: what needs somebody, then what would change.
fn first(batch: &Batch) -> Outcome {
    let order = [
        Outcome::Unsure,
        Outcome::Rejected,
        Outcome::Changed,
        Outcome::New,
        Outcome::Gone,
        Outcome::Same,
    ];
    let some = order.into_iter().find(|o| count(batch, *o) > 0);
    some.unwrap_or(Outcome::New)
}

pub(super) fn count(batch: &Batch, outcome: Outcome) -> i64 {
    let all = Outcome::ALL.iter().zip(&batch.counts);
    all.filter(|(o, _)| **o == outcome).map(|(_, n)| *n).sum()
}

/// The name of a field, or of what is written of a person.
pub(super) fn field_name(t: Say<'_>, register: &Register, id: &str, language: &str) -> String {
    match id {
        "person.name" => t.text("register-person-name"),
        "person.number" => t.text("import-column-number"),
        "person.sex" => t.text("import-column-sex"),
        "person.birth" => t.text("import-column-birth"),
        "person.division" => t.text("register-division"),
        "" => String::new(),
        other => {
            let field = register.field(other).and_then(|at| register.fields.get(at));
            field.map_or_else(String::new, |f| f.label.of(language).to_owned())
        }
    }
}

/// What a row says in a field.
pub(super) fn value(shown: &Shown, id: &str) -> String {
    let said = &shown.said;
    match id {
        "person.name" => said.name.clone(),
        "person.number" => said.number.clone(),
        "person.sex" => said.sex.clone(),
        "person.birth" => said.birth.clone(),
        "person.division" => said.place.clone(),
        other => {
            let found = said.fields.iter().find(|(field, _)| field == other);
            found.map_or_else(String::new, |(_, text)| text.clone())
        }
    }
}

fn row(
    t: Say<'_>,
    register: &Register,
    (shown, outcome): (&Shown, Outcome),
    (places, language): (&Places, &str),
    path: &str,
) -> Row {
    let cell = |at: usize, value: &Datum| match register.fields.get(at) {
        Some(field) if field.class == Class::Sensitive => "•••".to_owned(),
        Some(field) => field.shown(value, language),
        None => String::new(),
    };
    let named = |at: usize| {
        let field = register.fields.get(at);
        field.map_or_else(String::new, |f| f.label.of(language).to_owned())
    };
    let none = vec![Datum::Missing; register.fields.len()];
    let before = shown.before.as_ref().unwrap_or(&none);
    let pairs = before.iter().zip(&shown.after).enumerate();
    let differ = pairs.filter(|(_, (was, is))| was != is);
    let changes = differ.map(|(at, (was, is))| (named(at), cell(at, was), cell(at, is)));
    let changes: Vec<_> = match outcome {
        Outcome::Changed => changes.collect(),
        Outcome::New => changes.take(FIELDS).collect(),
        _ => Vec::new(),
    };
    let wrong = shown.wrong.iter().map(|(field, message)| {
        (
            field_name(t, register, field, language),
            value(shown, field).chars().take(60).collect(),
            t.say(message),
        )
    });
    let link = match (outcome, &shown.record) {
        (Outcome::Unsure, _) => Some(format!("{path}/decide?row={}", shown.row)),
        (_, Some(record)) => Some(format!("/registers/{}/{record}", register.id)),
        _ => None,
    };
    let place = match shown.said.division.is_empty() {
        true => shown.said.place.clone(),
        false => places.name(&shown.said.division),
    };
    Row {
        number: (outcome != Outcome::Gone).then_some(shown.row),
        title: shown.title.clone(),
        about: [masked(&shown.said.number), place]
            .join("  ")
            .trim()
            .to_owned(),
        link,
        changes,
        wrong: wrong.collect(),
        chosen: shown.chosen.is_some(),
    }
}

/// The page of a file: what stands there follows from how far it is.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    let named = Named::of(request)?;
    let batch = named.batch(request)?;
    if batch.state == State::Uploaded {
        return Ok(Reply::See(format!("{}/columns", named.path)));
    }
    page(request, &named, &batch).map(Reply::Page)
}

fn page(request: &Request<'_>, named: &Named, batch: &Batch) -> Result<Page, Fault> {
    let t = Say(request.catalogue());
    let language = request.language.tag();
    let asked = request.query.get("show");
    let outcome = Outcome::ALL.into_iter().find(|o| o.code() == asked);
    let outcome = outcome.unwrap_or_else(|| first(batch));
    let at: i64 = request.query.get("page").parse().unwrap_or(1);
    let at = at.max(1);
    let places = Places::of(request)?;
    let of = (outcome, (at - 1) * PAGE, PAGE);
    let shown = match batch.state.is_busy() {
        true => Vec::new(),
        false => request.read(|ctx| import::rows(ctx, named.declared, named.id, of))?,
    };
    let ground = (&places, language);
    let rows = shown
        .iter()
        .map(|s| row(t, named.register, (s, outcome), ground, &named.path));
    let tab = |outcome_: Outcome| Tab {
        path: format!("{}?show={}", named.path, outcome_.code()),
        text: t.text(label(outcome_)),
        count: Some(count(batch, outcome_).to_string()),
        here: outcome_ == outcome,
    };
    let some = Outcome::ALL
        .into_iter()
        .filter(|o| *o != Outcome::Gone || batch.whole);
    let all: Vec<Tab> = some.map(tab).collect();
    let turned = |page: i64| format!("{}?show={}&page={page}", named.path, outcome.code());
    let more = count(batch, outcome) > at * PAGE;
    let writes = [Outcome::New, Outcome::Changed, Outcome::Gone];
    let content = View {
        t,
        path: named.path.clone(),
        token: token(request, batch),
        batch,
        state: state(t, batch),
        when: t.time(&batch.created_at),
        writes: writes.into_iter().map(|o| count(batch, o)).sum(),
        unsure: count(batch, Outcome::Unsure),
        rejected: count(batch, Outcome::Rejected),
        tabs: tabs(&t.text("import-outcomes"), &all),
        rows: rows.collect(),
        nothing: empty(&t.text("import-nothing"), "", None),
        outcome,
        earlier: (at > 1).then(|| turned(at - 1)),
        later: more.then(|| turned(at + 1)),
        progress: batch
            .job
            .filter(|_| batch.state.is_busy())
            .map(|job| format!("/jobs/{job}?then={}", named.path)),
    };
    let page = Page::new(request, "import", &content)?.titled(&batch.file);
    Ok(under(page, request, named.register))
}

/// Goes on with a step as a job; whoever came too late sees the file as it is now.
fn step(request: &Request<'_>, step: State) -> Answer {
    let named = Named::of(request)?;
    named.batch(request)?;
    let of = (named.id, version(request));
    match request.write(|ctx| work::ask(ctx, named.declared, of, step)) {
        Ok(job) => Ok(Reply::See(format!("/jobs/{job}?then={}", named.path))),
        Err(Fault::Stale) => late(request, &named),
        Err(other) => Err(other),
    }
}

/// Somebody else went on with the file: it is shown as it is, with a word about it.
fn late(request: &Request<'_>, named: &Named) -> Answer {
    let batch = named.batch(request)?;
    let mut page = page(request, named, &batch)?;
    page.notice = request.catalogue().text("import-late");
    Ok(Reply::Conflict(page))
}

/// Writes it.
pub(crate) fn apply(request: &Request<'_>) -> Answer {
    step(request, State::Applying)
}

/// Takes it back.
pub(crate) fn undo(request: &Request<'_>) -> Answer {
    step(request, State::Undoing)
}

/// Checks it again against what is kept now; choices stay.
pub(crate) fn again(request: &Request<'_>) -> Answer {
    step(request, State::Checking)
}

/// Puts it aside.
pub(crate) fn leave(request: &Request<'_>) -> Answer {
    let named = Named::of(request)?;
    named.batch(request)?;
    let of = (named.id, version(request));
    match request.write(|ctx| import::leave(ctx, named.declared, of)) {
        Ok(()) => Ok(Reply::See(format!(
            "/registers/{}/import?done=saved",
            named.register.id
        ))),
        Err(Fault::Stale) => late(request, &named),
        Err(other) => Err(other),
    }
}
