//! What a record was: each change with who made it, why, and the fields before and after.

use crate::past::{self, Past};
use crate::{household, person};
use askama::Template;
use base::Fault;
use base::id::{HouseholdId, PersonId};
use platform::Division;
use serde_json::Value;
use webkit::kit::{Event, Tone};
use webkit::{Answer, Html, Page, Reply, Request, Say};

struct Step {
    when: String,
    who: String,
    what: String,
    reason: String,
    fields: Vec<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "past.html")]
struct Show<'a> {
    t: Say<'a>,
    steps: Vec<Step>,
    made: String,
    by: String,
}

/// A sentence for an act on a record.
pub(super) fn act(t: Say<'_>, act: &str) -> String {
    t.text(match act {
        "person.change" | "household.change" => "act-change",
        "person.dead" => "act-dead",
        "person.moved" => "act-moved",
        "person.returned" => "act-returned",
        "person.place" => "act-place",
        "person.merge" => "act-merge",
        "person.split" => "act-split",
        "household.head" => "act-head",
        "household.left" => "act-left",
        _ => "act-other",
    })
}

/// The name of a field.
fn field(t: Say<'_>, name: &str) -> String {
    t.text(match name {
        "name" => "person-name",
        "former_names" => "person-former",
        "sex" => "person-sex",
        "birth" => "person-birth",
        "number" => "person-number",
        "document" => "person-document",
        "division" => "person-place",
        "state" | "ended_on" => "person-state",
        "state_on" => "life-on",
        "state_source" => "life-source",
        "merged_into" => "person-merged-short",
        "address" => "household-where",
        "kind" => "household-kind",
        "head" => "relation-head",
        _ => "field-other",
    })
}

/// A value for the eye. Of a number only that it changed; of a birth date only the year, as the
/// day is the heart of the number.
fn value(request: &Request<'_>, name: &str, value: &Value) -> String {
    let t = Say(request.catalogue());
    match (name, value) {
        (_, Value::Null) => t.text("fact-unknown"),
        ("number", _) => t.text("field-secret"),
        ("head" | "merged_into", Value::String(text)) => named(request, text),
        ("division", Value::String(text)) => match Division::parse(text) {
            Some(division) => request.division(&division),
            None => text.clone(),
        },
        ("birth", Value::String(text)) => text.get(..4).unwrap_or_default().to_owned(),
        (_, Value::String(text)) => match text.as_str() {
            "living" | "moved" | "dead" => t.text(&format!("life-{text}")),
            "male" | "female" => t.text(&format!("sex-{text}")),
            "rural" | "urban" => t.text(&format!("kind-{text}")),
            other => other.to_owned(),
        },
        (_, Value::Array(all)) => {
            let texts: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
            texts.join("、")
        }
        (_, other) => other.to_string(),
    }
}

/// The name of somebody whom a field points at; without it where the reader may not see them.
fn named(request: &Request<'_>, id: &str) -> String {
    let found = id.parse().ok().and_then(|id: PersonId| {
        let person = request.read(|ctx| person::get(ctx, id));
        person.ok().map(|p| p.name)
    });
    found.unwrap_or_else(|| Say(request.catalogue()).text("field-secret"))
}

/// Steps from the newest to the oldest; each from what was to what came after it.
fn steps(request: &Request<'_>, now: &Value, pasts: &[Past]) -> Vec<Step> {
    let t = Say(request.catalogue());
    let mut after = now;
    let mut out = Vec::new();
    for past in pasts {
        let (before, then) = past::difference(&past.data, after);
        let none = serde_json::Map::new();
        let old = before.as_object().unwrap_or(&none);
        let fields = old.iter().map(|(name, was)| {
            let is = then.get(name).unwrap_or(&Value::Null);
            (
                field(t, name),
                value(request, name, was),
                value(request, name, is),
            )
        });
        out.push(Step {
            when: t.time(&past.ended_at),
            who: past.ended_by.clone(),
            what: act(t, &past.act),
            reason: past.reason.clone().unwrap_or_default(),
            fields: fields.collect(),
        });
        after = &past.data;
    }
    out
}

/// Changes of a record as what happened.
pub(super) fn events(t: Say<'_>, pasts: &[Past]) -> Vec<Event> {
    let event = |past: &Past| Event {
        when: t.time(&past.ended_at),
        what: act(t, &past.act),
        who: past.ended_by.clone(),
        more: Html::text(past.reason.as_deref().unwrap_or_default()),
        tone: Tone::Active,
    };
    pasts.iter().map(event).collect()
}

fn page(
    request: &Request<'_>,
    data: &Value,
    pasts: &[Past],
    made: (String, String),
    back: (&str, String),
) -> Result<Page, Fault> {
    let t = Say(request.catalogue());
    let content = Show {
        t,
        steps: steps(request, data, pasts),
        made: made.0,
        by: made.1,
    };
    Ok(Page::new(request, "history", &content)?.under(request, back.0, &back.1))
}

/// What a person's record was.
pub(super) fn of_person(request: &Request<'_>) -> Answer {
    let id: PersonId = request.param("id")?;
    let (person, pasts) =
        request.read(|ctx| Ok((person::get(ctx, id)?, person::history(ctx, id)?)))?;
    let made = (
        Say(request.catalogue()).time(&person.created_at),
        person.created_by.clone(),
    );
    let back = ("person", format!("/people/{id}"));
    page(request, &person.data(), &pasts, made, back).map(Reply::Page)
}

/// What a household's record was.
pub(super) fn of_household(request: &Request<'_>) -> Answer {
    let id: HouseholdId = request.param("id")?;
    let (home, pasts) =
        request.read(|ctx| Ok((household::get(ctx, id)?, household::history(ctx, id)?)))?;
    let made = (
        Say(request.catalogue()).time(&home.created_at),
        home.created_by.clone(),
    );
    let back = ("household", format!("/households/{id}"));
    page(request, &home.data(), &pasts, made, back).map(Reply::Page)
}
