//! In which registers a person or the people of a household stand: for their own page.

use super::super::{Record, State, declared, of_person};
use super::Places;
use super::list::state;
use askama::Template;
use base::Fault;
use policy::register::Register;
use webkit::kit::{Event, Span, Tone, badge};
use webkit::{Html, Request, Say, Subject, Told};

struct Line {
    path: String,
    register: String,
    who: String,
    place: String,
    since: String,
    state: Html,
}

#[derive(Template)]
#[template(path = "registers_of.html")]
struct Table<'a> {
    t: Say<'a>,
    lines: Vec<Line>,
    household: bool,
}

/// Every record about them that the reader may see: kept ones first, ended ones behind.
pub(crate) fn section(request: &Request<'_>, subject: &Subject) -> Result<Told, Fault> {
    let Ok(declared) = declared() else {
        return Ok(Told::default());
    };
    let t = Say(request.catalogue());
    let language = request.language.tag();
    let household = matches!(subject, Subject::Household(..));
    let mut records: Vec<(&Register, Record)> = Vec::new();
    for person in subject.people() {
        for record in request.read(|ctx| of_person(ctx, declared, *person))? {
            let register = declared.register(&record.register)?;
            if record.state != State::Void {
                records.push((register, record));
            }
        }
    }
    if records.is_empty() {
        return Ok(Told::default());
    }
    records.sort_by_key(|(_, r)| (r.state != State::Kept, std::cmp::Reverse(r.since)));
    let places = Places::of(request)?;
    let today = base::clock::china(request.platform().clock().now()).date();
    let mut told = Told {
        title: t.text("registers-of"),
        count: Some(
            records
                .iter()
                .filter(|(_, r)| r.state == State::Kept)
                .count() as i64,
        ),
        ..Told::default()
    };
    let mut lines = Vec::new();
    for (register, record) in &records {
        let name = register.label.of(language).to_owned();
        let path = format!("/registers/{}/{}", register.id, record.id);
        let who = if household {
            record.title.clone()
        } else {
            String::new()
        };
        let stale = record.is_stale(today) || record.warnings > 0;
        told.spans.push(Span {
            path: path.clone(),
            text: name.clone(),
            about: who.clone(),
            from: record.since,
            to: record.ended_on,
            tone: match record.state {
                State::Kept if stale => Tone::Warn,
                State::Kept => Tone::Good,
                _ => Tone::Plain,
            },
        });
        told.events.extend(events(t, &name, record, &who));
        let doubt = match record.warnings {
            0 => Html::default(),
            n => Html::text(" ").and(&badge(Tone::Warn, &t.count("register-doubts", &n))),
        };
        lines.push(Line {
            path,
            register: name,
            who,
            place: places.name(record.division.code()),
            since: record.since.to_string(),
            state: match record.state {
                State::Kept => state(t, record, today).and(&doubt),
                _ => badge(Tone::Plain, &t.text("register-ended")),
            },
        });
    }
    told.body = Html::of(&Table {
        t,
        lines,
        household,
    })?;
    Ok(told)
}

/// Into the register, and out of it.
fn events(t: Say<'_>, register: &str, record: &Record, who: &str) -> Vec<Event> {
    let said = |code: &'static str| {
        let said = base::message::Message::new(code).with("register", register);
        let said = t.say(&said);
        if who.is_empty() {
            said
        } else {
            format!("{who}: {said}")
        }
    };
    let mut out = vec![Event {
        when: record.since.to_string(),
        what: said("event-register"),
        tone: Tone::Active,
        ..Event::default()
    }];
    if let Some(on) = record.ended_on {
        out.push(Event {
            when: on.to_string(),
            what: said("event-register-end"),
            more: Html::text(record.end_reason.as_deref().unwrap_or_default()),
            ..Event::default()
        });
    }
    out
}
