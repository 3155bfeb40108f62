//! Two records of one person: looked at side by side, made one with a reason, and made two again.

use super::names::{Places, life, source, today, who};
use crate::household;
use crate::person::{self, Person};
use crate::search;
use askama::Template;
use base::Fault;
use base::id::PersonId;
use base::message::Message;
use platform::Ctx;
use webkit::{Answer, Form, Html, Page, Reply, Request, Say};

struct Hit {
    path: String,
    name: String,
    about: String,
}

/// A field of both records.
struct Row {
    label: String,
    one: Html,
    other: Html,
    same: bool,
}

#[derive(Template)]
#[template(path = "person_merge.html")]
struct Merge<'a> {
    t: Say<'a>,
    f: Form<'a>,
    one: Person,
    other: Option<Person>,
    wanted: &'a str,
    hits: Vec<Hit>,
    rows: Vec<Row>,
}

fn path(id: PersonId) -> String {
    format!("/people/{id}/merge")
}

/// A record and where its person lives.
fn record(ctx: &Ctx<'_>, id: PersonId) -> Result<(Person, String), Fault> {
    let person = person::get(ctx, id)?;
    let home = match household::current_of(ctx, id)? {
        Some(now) => household::get(ctx, now.household).ok(),
        None => None,
    };
    Ok((person, home.map_or_else(String::new, |h| h.address)))
}

fn rows(
    t: Say<'_>,
    (one, home): (&Person, &str),
    (other, other_home): (&Person, &str),
    (places, today): (&Places, jiff::civil::Date),
) -> Vec<Row> {
    let text = |label: &str, one: String, other: String| Row {
        label: t.text(label),
        same: one == other,
        one: Html::text(one),
        other: Html::text(other),
    };
    let number = |p: &Person| p.number.clone().unwrap_or_default();
    // Two masked numbers may look alike and differ: their marks tell.
    let same_number = one.number_mark == other.number_mark;
    let birth = |p: &Person| p.birth.map_or_else(String::new, |b| b.year().to_string());
    vec![
        text("person-name", one.name.clone(), other.name.clone()),
        text(
            "person-former",
            one.former_names.join("、"),
            other.former_names.join("、"),
        ),
        Row {
            same: same_number,
            ..text("person-number", number(one), number(other))
        },
        text("person-sex-age", who(t, one, today), who(t, other, today)),
        text("person-birth-year", birth(one), birth(other)),
        Row {
            label: t.text("person-state"),
            same: one.life == other.life,
            one: life(t, one),
            other: life(t, other),
        },
        text(
            "person-place",
            places.name(&one.division),
            places.name(&other.division),
        ),
        text("household-where", home.to_owned(), other_home.to_owned()),
        text(
            "person-source",
            source(t, &one.source),
            source(t, &other.source),
        ),
        text(
            "past-made",
            t.time(&one.created_at),
            t.time(&other.created_at),
        ),
    ]
}

fn page<'a>(request: &'a Request<'a>, f: Form<'a>) -> Result<Page, Fault> {
    let id: PersonId = request.param("id")?;
    let t = Say(request.catalogue());
    let today = today(request);
    let wanted = request.query.get("q");
    let asked = match request.form.get("other") {
        "" => request.query.get("with"),
        sent => sent,
    };
    let with: Option<PersonId> = asked.parse().ok().filter(|other| *other != id);
    let (one, other, found, places) = request.read(|ctx| {
        let one = record(ctx, id)?;
        let other = match with {
            Some(other) => Some(record(ctx, other)?),
            None => None,
        };
        // At first those of the same name; then what was typed.
        let typed = if wanted.is_empty() {
            one.0.name.as_str()
        } else {
            wanted
        };
        let found = match other {
            Some(_) => Vec::new(),
            None => search::find(ctx, typed, 10)?.hits,
        };
        Ok((one, other, found, Places::read(ctx)?))
    })?;
    let hits = found.into_iter().filter(|hit| hit.person.id != id);
    let hits = hits.map(|hit| Hit {
        path: format!("{}?with={}", path(id), hit.person.id),
        about: [
            who(t, &hit.person, today),
            hit.person.number.clone().unwrap_or_default(),
            places.name(&hit.person.division),
        ]
        .join("  "),
        name: hit.person.name,
    });
    let rows = other.as_ref().map_or_else(Vec::new, |other| {
        let (mine, theirs) = ((&one.0, one.1.as_str()), (&other.0, other.1.as_str()));
        rows(t, mine, theirs, (&places, today))
    });
    let content = Merge {
        t,
        f,
        wanted,
        hits: hits.collect(),
        rows,
        one: one.0,
        other: other.map(|(person, _)| person),
    };
    let page = Page::new(request, "person-merge", &content)?;
    Ok(page.under(request, "person", &format!("/people/{id}")))
}

/// Who may be the same, or both side by side.
pub(super) fn form(request: &Request<'_>) -> Answer {
    page(request, Form::new(request)).map(Reply::Page)
}

/// Makes one record of two.
pub(super) fn merge(request: &Request<'_>) -> Answer {
    let own: PersonId = request.param("id")?;
    let get = |name: &str| request.form.get(name);
    let other: PersonId = get("other").parse().map_err(|_| Fault::NotFound)?;
    let version = |name: &str| get(name).parse::<i64>().map_err(|_| Fault::Stale);
    let (mine, theirs) = (
        (own, version("version")?),
        (other, version("version_other")?),
    );
    let keeps_own = get("kept") != other.to_string();
    let (kept, gone) = if keeps_own {
        (mine, theirs)
    } else {
        (theirs, mine)
    };
    let reason = get("reason");
    match request.write(|ctx| person::merge(ctx, kept, gone, reason)) {
        Ok(_) => Ok(Reply::See(format!("/people/{}?done=merged", kept.0))),
        // One of both was changed meanwhile: look at them again, as they are now.
        Err(Fault::Stale) => Err(Fault::refused("person-merge-stale")),
        Err(fault) => page(request, Form::again(request, fault)?).map(Reply::Again),
    }
}

/// Makes two records of one again.
pub(super) fn split(request: &Request<'_>) -> Answer {
    let gone: PersonId = request.param("id")?;
    let reason = request.form.get("reason");
    match request.write(|ctx| person::split(ctx, gone, reason)) {
        Ok(()) => Ok(Reply::See(format!("/people/{gone}?done=split"))),
        Err(Fault::Invalid(_)) => Err(Fault::Refused(Message::new("person-reason"))),
        Err(fault) => Err(fault),
    }
}
