//! The plan's page: the document itself, each sentence with what it asks and how far that is.

use super::{Published, latest};
use crate::task::{self, Tally};
use askama::Template;
use base::Fault;
use policy::plan::{Every, Item, Part};
use std::collections::BTreeMap;
use webkit::kit::{self, Tone};
use webkit::{Answer, Html, Page, Request, Say, escape};

/// An item beside its sentence.
struct Note {
    id: String,
    title: String,
    who: String,
    when: String,
    state: Html,
    evidence: String,
    indicator: String,
    goal: String,
    tasks: String,
}

struct Section {
    number: String,
    heading: String,
    text: Vec<Html>,
    notes: Vec<Note>,
}

#[derive(Template)]
#[template(path = "plan.html")]
struct Show<'a> {
    t: Say<'a>,
    title: String,
    document: String,
    issuer: String,
    issued: String,
    edition: i64,
    opening: Vec<String>,
    sections: Vec<Section>,
    closed: i64,
    all: i64,
    overdue: i64,
}

#[derive(Template)]
#[template(path = "plan_none.html")]
struct Nothing {
    empty: Html,
}

/// A paragraph with the words that ask something as links to what they ask.
fn annotated(paragraph: &str, part: &Part) -> Html {
    let mut found: Vec<(usize, &Item)> = part
        .items
        .iter()
        .filter_map(|item| Some((paragraph.find(&item.quote)?, item)))
        .collect();
    found.sort_by_key(|(at, _)| *at);
    let mut out = String::new();
    let mut from = 0;
    for (at, item) in found {
        if at < from {
            continue;
        }
        let end = at + item.quote.len();
        out += &escape(paragraph.get(from..at).unwrap_or_default());
        out += &format!(
            "<a class=\"asked\" href=\"#i-{id}\">{quote}</a>",
            id = escape(&item.id),
            quote = escape(&item.quote)
        );
        from = end;
    }
    out += &escape(paragraph.get(from..).unwrap_or_default());
    Html::markup(out)
}

/// How far an item is, as a state and a fraction.
fn state(t: Say<'_>, tally: Tally) -> Html {
    let (tone, code) = match tally {
        Tally { overdue, .. } if overdue > 0 => (Tone::Bad, "plan-overdue"),
        Tally { all: 0, .. } => (Tone::Plain, "plan-no-task"),
        Tally { all, closed, .. } if all == closed => (Tone::Good, "plan-done"),
        Tally { reported, .. } if reported > 0 => (Tone::Warn, "plan-reported"),
        Tally { doing, closed, .. } if doing + closed > 0 => (Tone::Active, "plan-doing"),
        _ => (Tone::Plain, "plan-open"),
    };
    let word = format!("{} {}/{}", t.text(code), tally.closed, tally.all);
    kit::badge(tone, &word)
}

fn note(request: &Request<'_>, plan: &Published, item: &Item, tally: Tally) -> Note {
    let (t, language) = (Say(request.catalogue()), request.language.tag());
    let names: Vec<String> = item
        .sections
        .iter()
        .map(|id| {
            let section = plan.plan.sections.iter().find(|s| s.id == *id);
            section
                .map_or(id.as_str(), |s| s.label.of(language))
                .to_owned()
        })
        .collect();
    let when = match (item.every, item.due_named) {
        (Some(Every::Month), _) => t.text("plan-every-month"),
        (Some(Every::Quarter), _) => t.text("plan-every-quarter"),
        (None, true) => item.due.to_string(),
        (None, false) => t.text("plan-all-year"),
    };
    Note {
        id: item.id.clone(),
        title: item.title.of(language).to_owned(),
        who: names.join(if language.starts_with("zh") {
            "、"
        } else {
            ", "
        }),
        when,
        state: state(t, tally),
        evidence: item.evidence.of(language).to_owned(),
        indicator: item.indicator.of(language).to_owned(),
        goal: item.goal.clone(),
        tasks: format!("/tasks?plan={}&item={}", plan.id, item.id),
    }
}

/// The plan in force.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    let (t, language) = (Say(request.catalogue()), request.language.tag());
    let found = request.read(|ctx| {
        let Some(plan) = latest(ctx)? else {
            return Ok::<_, Fault>(None);
        };
        let counts = task::counts(ctx, plan.id)?;
        Ok(Some((plan, counts)))
    })?;
    let Some((plan, counts)) = found else {
        let empty = kit::empty(&t.text("plan-none"), &t.text("plan-none-help"), None);
        return Ok(Page::new(request, "plan", &Nothing { empty })?.into());
    };
    let counts: BTreeMap<String, Tally> = counts.into_iter().collect();
    let tally = |item: &Item| counts.get(&item.id).copied().unwrap_or_default();
    let sections = plan.plan.parts.iter().map(|part| Section {
        number: part.number.clone(),
        heading: part.heading.of(language).to_owned(),
        text: part.text.iter().map(|p| annotated(p, part)).collect(),
        notes: part
            .items
            .iter()
            .map(|item| note(request, &plan, item, tally(item)))
            .collect(),
    });
    let sum = |of: fn(&Tally) -> i64| counts.values().map(of).sum();
    let content = Show {
        t,
        title: plan.plan.title.of(language).to_owned(),
        document: plan.plan.document.clone(),
        issuer: plan.plan.issuer.of(language).to_owned(),
        issued: plan.plan.issued.to_string(),
        edition: plan.edition,
        opening: plan.plan.opening.clone(),
        sections: sections.collect(),
        closed: sum(|t| t.closed),
        all: sum(|t| t.all),
        overdue: sum(|t| t.overdue),
    };
    let title = content.title.clone();
    Ok(Page::new(request, "plan", &content)?.titled(&title).into())
}
