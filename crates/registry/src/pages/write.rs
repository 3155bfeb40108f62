//! The forms that register and change a person: numbers are checked while they are typed, who may
//! be meant is shown, and two people who changed one record choose between both.

use super::names::{Places, today, who};
use crate::likely;
use crate::person::{self, Change, Person, Register, Written};
use askama::Template;
use base::id::PersonId;
use base::message::{Message, Speak};
use base::{CitizenId, Fault, Sex};
use platform::Act;
use webkit::kit::{Conflict, Differing, Tone, badge};
use webkit::{Answer, Fields, Form, Html, Page, Reply, Request, Say};

/// The version that a form was made from.
pub(super) fn version(request: &Request<'_>) -> Result<i64, Fault> {
    request
        .form
        .get("version")
        .parse()
        .map_err(|_| Fault::Stale)
}

/// What a form says of a person.
fn written(request: &Request<'_>) -> Written {
    let text = |name: &str| request.form.get(name).to_owned();
    Written {
        name: text("name"),
        number: text("number"),
        other_document: !request.form.get("other_document").is_empty(),
        sex: text("sex"),
        birth: text("birth"),
        division: text("division"),
    }
}

#[derive(Template)]
#[template(path = "person_form.html")]
struct Write<'a> {
    t: Say<'a>,
    f: Form<'a>,
    /// Nobody yet when a new one is registered.
    id: Option<PersonId>,
    version: i64,
    action: String,
    masked: String,
    sexes: Vec<(String, String)>,
    villages: Vec<(String, String)>,
    known: bool,
    checked: Html,
}

fn sexes(t: Say<'_>) -> Vec<(String, String)> {
    vec![
        (String::new(), t.text("sex-by-number")),
        ("男".to_owned(), t.text("sex-male")),
        ("女".to_owned(), t.text("sex-female")),
    ]
}

fn form_page<'a>(
    request: &Request<'a>,
    f: Form<'a>,
    person: Option<&Person>,
    known: bool,
    checked: Html,
) -> Result<Page, Fault> {
    let t = Say(request.catalogue());
    let villages = request.read(|ctx| {
        let scope = ctx.may(Act::PeopleKeep)?;
        Ok(Places::read(ctx)?.villages(&scope))
    })?;
    let content = Write {
        t,
        f,
        id: person.map(|p| p.id),
        version: person.map_or(0, |p| p.version),
        action: person.map_or_else(
            || "/people/new".to_owned(),
            |p| format!("/people/{}/edit", p.id),
        ),
        masked: person.and_then(|p| p.number.clone()).unwrap_or_default(),
        sexes: sexes(t),
        villages,
        known,
        checked,
    };
    let title = if person.is_some() {
        "person-edit"
    } else {
        "person-new"
    };
    let page = Page::new(request, title, &content)?.under(request, "people", "/people");
    Ok(match person {
        Some(person) => page.under(request, "person", &format!("/people/{}", person.id)),
        None => page,
    })
}

/// The form for a new person.
pub(super) fn new_form(request: &Request<'_>) -> Answer {
    form_page(request, Form::new(request), None, false, Html::default()).map(Reply::Page)
}

/// Registers a person.
pub(super) fn create(request: &Request<'_>) -> Answer {
    let new = Register {
        written: written(request),
        despite: request.form.get("despite").to_owned(),
        source: "window".to_owned(),
    };
    // Somebody who may be the same is shown once; sent again, the form means another person.
    let seen = !request.form.get("seen").is_empty();
    let maybe = likely_part(request, &new.written)?;
    if !seen && !maybe.is_empty() {
        let f = Form::new(request).with(request.form.clone());
        return form_page(request, f, None, true, maybe).map(Reply::Again);
    }
    match request.write(|ctx| person::register(ctx, &new)) {
        Ok(id) => Ok(Reply::See(format!("/people/{id}?done=saved"))),
        Err(fault) => {
            let f = Form::again(request, fault)?;
            form_page(request, f, None, true, maybe).map(Reply::Again)
        }
    }
}

struct Maybe {
    path: String,
    name: String,
    about: String,
    percent: String,
    steps: Vec<(String, String, bool)>,
}

#[derive(Template)]
#[template(path = "person_likely.html")]
struct LikelyPart<'a> {
    t: Say<'a>,
    people: Vec<Maybe>,
}

/// Who may be meant, each with what speaks for and against it.
fn likely_part(request: &Request<'_>, typed: &Written) -> Result<Html, Fault> {
    let t = Say(request.catalogue());
    let today = today(request);
    let people = request.read(|ctx| {
        let places = Places::read(ctx)?;
        // Whoever is being changed is no second record of themselves.
        let own = request.form.get("own");
        let found = likely::likely(ctx, typed, 3)?;
        let others = found.into_iter().filter(|l| l.person.id.to_string() != own);
        let people = others.map(|l| Maybe {
            path: format!("/people/{}", l.person.id),
            about: [
                who(t, &l.person, today),
                l.person.number.clone().unwrap_or_default(),
                places.name(&l.person.division),
            ]
            .join("  "),
            percent: format!("{:.0}%", l.probability * 100.0),
            steps: l
                .evidence
                .steps
                .iter()
                .filter(|s| s.level != "missing")
                .map(|s| {
                    let label = |code: &str| request.catalogue().label(code);
                    let text = format!("{} · {}", label(&s.field), label(&s.level));
                    (text, format!("{:+.1}", s.bits), s.bits > 0.0)
                })
                .collect(),
            name: l.person.name,
        });
        Ok(people.collect::<Vec<_>>())
    })?;
    match people.is_empty() {
        true => Ok(Html::default()),
        false => Html::of(&LikelyPart { t, people }),
    }
}

/// What the number tells while it is typed, and who may be meant.
pub(super) fn check(request: &Request<'_>) -> Answer {
    let t = Say(request.catalogue());
    let typed = written(request);
    let number = typed.number.trim();
    let mut part = Html::default();
    if !number.is_empty() && !typed.other_document {
        let line = match CitizenId::parse_on(number, today(request)) {
            Ok(id) => {
                let sex = match id.sex() {
                    Sex::Male => "sex-male",
                    Sex::Female => "sex-female",
                };
                let said = Message::new("number-says")
                    .with("birth", id.birth_date().to_string())
                    .with("sex", t.text(sex));
                badge(Tone::Good, &t.say(&said))
            }
            Err(e) => badge(Tone::Bad, &t.say(&e.message())),
        };
        part = Html::markup(format!("<p>{line}</p>"));
    }
    let maybe = likely_part(request, &typed)?;
    Ok(Reply::Part(part.and(&maybe)))
}

fn values(person: &Person) -> Vec<(String, String)> {
    let pair = |name: &str, value: String| (name.to_owned(), value);
    vec![
        pair("name", person.name.clone()),
        pair(
            "sex",
            person
                .sex
                .map_or_else(String::new, |s| s.chinese().to_owned()),
        ),
        pair(
            "birth",
            person.birth.map_or_else(String::new, |b| b.to_string()),
        ),
        pair("division", person.division.code().to_owned()),
    ]
}

/// The form that changes a person.
pub(super) fn edit_form(request: &Request<'_>) -> Answer {
    let id: PersonId = request.param("id")?;
    let person = request.read(|ctx| person::get(ctx, id))?;
    let f = Form::new(request).with(Fields::of(values(&person)));
    form_page(request, f, Some(&person), false, Html::default()).map(Reply::Page)
}

/// Changes a person.
pub(super) fn edit(request: &Request<'_>) -> Answer {
    let id: PersonId = request.param("id")?;
    let version = version(request)?;
    let change = Change {
        written: written(request),
        renamed: !request.form.get("renamed").is_empty(),
        reason: request.form.get("reason").to_owned(),
    };
    match request.write(|ctx| person::change(ctx, id, version, &change)) {
        Ok(_) => Ok(Reply::See(format!("/people/{id}?done=saved"))),
        Err(Fault::Stale) => conflict(request, id),
        Err(fault) => {
            let f = Form::again(request, fault)?;
            let person = request.read(|ctx| person::get(ctx, id))?;
            form_page(request, f, Some(&person), false, Html::default()).map(Reply::Again)
        }
    }
}

/// Somebody else changed the record meanwhile: what differs, side by side.
fn conflict(request: &Request<'_>, id: PersonId) -> Answer {
    let t = Say(request.catalogue());
    let (now, pasts) =
        request.read(|ctx| Ok((person::get(ctx, id)?, person::history(ctx, id)?)))?;
    let places = request.read(Places::read)?;
    let mut differing = Vec::new();
    let mut kept = vec![("version".to_owned(), now.version.to_string())];
    for (field, theirs) in values(&now) {
        let mine = request.form.get(&field).to_owned();
        if mine == theirs {
            kept.push((field, theirs));
            continue;
        }
        let label = match field.as_str() {
            "name" => "person-name",
            "sex" => "person-sex",
            "birth" => "person-birth",
            _ => "person-place",
        };
        differing.push(Differing {
            label: t.text(label),
            field,
            mine,
            theirs,
        });
    }
    for field in ["number", "other_document", "renamed", "reason"] {
        kept.push((field.to_owned(), request.form.get(field).to_owned()));
    }
    let last = pasts.first();
    let conflict = Conflict {
        by: last.map_or_else(String::new, |p| p.ended_by.clone()),
        at: last.map_or_else(String::new, |p| t.time(&p.ended_at)),
        differing,
        kept,
        path: format!("/people/{id}/edit"),
    };
    let word = |field: &str, value: &str| match field {
        "division" => places.of_code(value),
        _ => value.to_owned(),
    };
    let shown = conflict.show_as(t, &Form::new(request).token(), &word);
    let page = Page::of(request, "person-edit", &shown);
    Ok(Reply::Conflict(page.under(
        request,
        "person",
        &format!("/people/{id}"),
    )))
}
