//! One record: its values by heading, what is doubtful and why, what is due, its past; and the
//! buttons that confirm, end and take up again.

use super::super::{
    Record, State, confirm as say_right, end as finish, get, history, restore as take_up,
    unmask as reveal,
};
use super::list::{cell, keeps, state};
use super::{Places, named, record_id};
use crate::past::Past;
use askama::Template;
use base::Fault;
use platform::Act;
use policy::cel::Datum;
use policy::register::{Class, Register};
use serde_json::Value;
use webkit::kit::{Event, Facts, Tone, badge, timeline};
use webkit::{Answer, Form, Html, Page, Reply, Request, Say};

#[derive(Template)]
#[template(path = "register_record.html")]
struct View<'a> {
    t: Say<'a>,
    f: Form<'a>,
    path: String,
    record: Record,
    state: Html,
    person: Option<String>,
    groups: Vec<(String, Html)>,
    doubts: Vec<(String, String, String)>,
    remind: Option<String>,
    past: Html,
    keeps: bool,
    reveals: bool,
    today: String,
}

fn today(request: &Request<'_>) -> jiff::civil::Date {
    base::clock::china(request.platform().clock().now()).date()
}

/// Headings with their facts; `opened` has the sensitive values when they may be shown.
fn groups(
    request: &Request<'_>,
    register: &Register,
    (record, opened): (&Record, Option<&[Datum]>),
    places: &Places,
) -> Vec<(String, Html)> {
    let t = Say(request.catalogue());
    let language = request.language.tag();
    let mut headings: Vec<String> = register
        .groups
        .iter()
        .map(|(_, label)| label.of(language).to_owned())
        .collect();
    if headings.is_empty() {
        headings.push(register.label.of(language).to_owned());
    }
    let mut out = Vec::new();
    for (at, heading) in headings.into_iter().enumerate() {
        let mut facts = Facts::new(t);
        let own = register.fields.iter().enumerate();
        for (place, field) in own.filter(|(_, f)| f.group == at) {
            let label = field.label.of(language);
            let value = record.values.get(place).unwrap_or(&Datum::Missing);
            let secret = record.secrets.contains(&field.id);
            let unit = field.unit.as_ref();
            let unit = unit.map_or_else(String::new, |u| format!(" {}", u.of(language)));
            let value = match (field.class, opened) {
                (Class::Sensitive, Some(opened)) => opened.get(place).unwrap_or(value),
                (Class::Sensitive, None) if secret => {
                    let hidden = format!("<span class=\"masked\">{}</span>", "＊＊＊");
                    facts = facts.html(label, Html::markup(hidden));
                    continue;
                }
                _ => value,
            };
            let shown = match field.kind {
                policy::register::Kind::Note => field.shown(value, language),
                _ => cell(field, value, language, places),
            };
            let unit = if shown.is_empty() {
                String::new()
            } else {
                unit
            };
            facts = facts.text(label, &format!("{shown}{unit}"));
        }
        out.push((heading, facts.show()));
    }
    out
}

/// What the checks doubt today, each with its field and where it stands.
fn doubts(
    request: &Request<'_>,
    register: &Register,
    record: &Record,
) -> Result<Vec<(String, String, String)>, Fault> {
    let language = request.language.tag();
    let declared = super::super::declared()?;
    let on = today(request);
    let about = match record.person {
        Some(id) => Some(request.read(|ctx| crate::person::get(ctx, id))?),
        None => None,
    };
    let subject = about.as_ref().map(|p| {
        let sex = p.sex.map(crate::person::sex_code);
        (p.name.as_str(), sex, p.birth)
    });
    let days = (
        Some(record.since),
        Some(record.confirmed_on),
        record.division.code(),
    );
    let parameters = declared.parameters(on);
    let found = register.examine(&record.values, days, subject, &parameters, on);
    // A sealed value is missing here: that it must be there was checked when it was written.
    let all = found.errors.iter().chain(&found.warnings);
    let said = all.filter_map(|wrong| {
        let field = register.fields.get(wrong.field)?;
        let known = field.class == Class::Sensitive && record.secrets.contains(&field.id);
        let message = match &wrong.message {
            Some(message) => message.of(language).to_owned(),
            None if known => return None,
            None => request.catalogue().text("register-needed"),
        };
        let check = register
            .checks
            .iter()
            .find(|c| Some(&c.id) == wrong.check.as_ref());
        let cite = check
            .and_then(|c| c.cite.as_ref())
            .map_or_else(String::new, |c| {
                format!("{} {}", c.document, c.article)
                    .trim_end()
                    .to_owned()
            });
        Some((field.label.of(language).to_owned(), message, cite))
    });
    Ok(said.collect())
}

/// The past as a line of events, each with what it changed.
fn told(request: &Request<'_>, register: &Register, record: &Record, past: &[Past]) -> Html {
    let t = Say(request.catalogue());
    let language = request.language.tag();
    let now = record.data(register);
    let mut later = &now;
    let mut events = Vec::new();
    for state in past {
        let (was, is) = crate::past::difference(&state.data["values"], &later["values"]);
        let mut more = String::new();
        if let (Value::Object(was), Value::Object(is)) = (was, is) {
            for (name, before) in &was {
                let after = is.get(name).unwrap_or(&Value::Null);
                let Some(field) = register.field(name).and_then(|at| register.fields.get(at))
                else {
                    continue;
                };
                let shown = |value: &Value| {
                    let text = value.as_str().unwrap_or_default();
                    let read = field.read_as(text, policy::register::Reader::Store);
                    field.shown(&read.unwrap_or(Datum::Missing), language)
                };
                more += &format!(
                    "<div class=\"difference\"><span class=\"quiet\">{}</span> <del>{}</del> → <ins>{}</ins></div>",
                    webkit::escape(field.label.of(language)),
                    webkit::escape(&shown(before)),
                    webkit::escape(&shown(after))
                );
            }
        }
        let mut what = request
            .catalogue()
            .label(&format!("act-{}", state.act.replace('.', "-")));
        if let Some(reason) = state.reason.as_ref().filter(|r| !r.is_empty()) {
            what = format!("{what}: {reason}");
        }
        events.push(Event {
            when: t.time(&state.ended_at),
            what,
            who: state.ended_by.clone(),
            more: Html::markup(more),
            tone: Tone::Plain,
        });
        later = &state.data;
    }
    if events.is_empty() {
        return Html::text(t.text("register-no-past"));
    }
    timeline(&events)
}

fn page<'a>(
    request: &Request<'a>,
    form: Option<Form<'a>>,
    opened: Option<&[Datum]>,
) -> Result<Page, Fault> {
    let (declared, register) = named(request)?;
    let id = record_id(request)?;
    let t = Say(request.catalogue());
    let (record, past) = request.read(|ctx| {
        let record = get(ctx, declared, &register.id, id)?;
        Ok((record, history(ctx, declared, &register.id, id)?))
    })?;
    let places = Places::of(request)?;
    let language = request.language.tag();
    let path = format!("/registers/{}/{id}", register.id);
    let remind = record.remind.as_ref().and_then(|(name, day)| {
        let reminder = register.reminders.iter().find(|r| r.id == *name)?;
        Some(format!("{day} {}", reminder.label.of(language)))
    });
    let keeps = keeps(request, Act::RegistersKeep, register);
    let kept = record.state == State::Kept;
    let content = View {
        t,
        f: form.unwrap_or_else(|| Form::new(request)),
        state: match record.state {
            State::Kept => state(t, &record, today(request)),
            _ => badge(Tone::Plain, &t.text("register-ended")),
        },
        person: record.person.map(|p| format!("/people/{p}")),
        groups: groups(request, register, (&record, opened), &places),
        doubts: doubts(request, register, &record)?,
        remind,
        past: told(request, register, &record, &past),
        keeps,
        reveals: !record.secrets.is_empty()
            && opened.is_none()
            && request.who.can(Act::RecordUnmask),
        today: today(request).to_string(),
        path: path.clone(),
        record,
    };
    let (title, list) = (
        content.record.title.clone(),
        format!("/registers/{}", register.id),
    );
    let mut page = Page::new(request, "registers", &content)?
        .titled(&title)
        .under(request, "registers", "/registers")
        .under(request, register.label.of(language), &list);
    if keeps && kept {
        page = page.button(request, "register-edit", &format!("{path}/edit"));
    }
    Ok(page)
}

/// One record.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    page(request, None, None).map(Reply::Page)
}

fn version(request: &Request<'_>) -> Result<i64, Fault> {
    request
        .form
        .get("version")
        .parse()
        .map_err(|_| Fault::Stale)
}

fn after<T>(request: &Request<'_>, result: Result<T, Fault>, done: &str) -> Answer {
    let (_, register) = named(request)?;
    let id = record_id(request)?;
    match result {
        Ok(_) => Ok(Reply::See(format!(
            "/registers/{}/{id}?done={done}",
            register.id
        ))),
        Err(fault) => page(request, Some(Form::again(request, fault)?), None).map(Reply::Again),
    }
}

/// Says that it is right.
pub(crate) fn confirm(request: &Request<'_>) -> Answer {
    let (declared, register) = named(request)?;
    let of = (register.id.as_str(), record_id(request)?, version(request)?);
    let done = request.write(|ctx| say_right(ctx, declared, of));
    after(request, done, "confirmed")
}

/// Ends it.
pub(crate) fn end(request: &Request<'_>) -> Answer {
    let (declared, register) = named(request)?;
    let of = (register.id.as_str(), record_id(request)?, version(request)?);
    let day = request.form.get("on").parse().unwrap_or(today(request));
    let reason = request.form.get("reason");
    let done = request.write(|ctx| finish(ctx, declared, of, (day, reason)));
    after(request, done, "saved")
}

/// Takes it up again.
pub(crate) fn restore(request: &Request<'_>) -> Answer {
    let (declared, register) = named(request)?;
    let of = (register.id.as_str(), record_id(request)?, version(request)?);
    let reason = request.form.get("reason");
    let done = request.write(|ctx| take_up(ctx, declared, of, reason));
    after(request, done, "saved")
}

/// Shows what is sensitive, for a reason.
pub(crate) fn unmask(request: &Request<'_>) -> Answer {
    let (declared, register) = named(request)?;
    let of = (register.id.as_str(), record_id(request)?);
    let reason = request.form.get("reason");
    match request.write(|ctx| reveal(ctx, declared, of, reason)) {
        Ok(values) => page(request, None, Some(&values)).map(Reply::Page),
        Err(fault) => page(request, Some(Form::again(request, fault)?), None).map(Reply::Again),
    }
}
