//! The page of all indicators, and the page of one: its towns and the records that prove it.

use super::actions::{Computed, Met, all, of};
use askama::Template;
use base::Fault;
use base::message::Message;
use policy::indicator::{Better, Measure, Over, Weight};
use policy::pack::Pack;
use registry::place;
use registry::register::{Declared, declared};
use std::collections::BTreeMap;
use webkit::kit::chart::{self, Chart};
use webkit::kit::{self, Tone};
use webkit::{Answer, Html, Page, Request, Say, Tile};

/// A row of the page of all.
struct Line {
    path: String,
    label: String,
    value: String,
    of: String,
    target: String,
    state: Html,
    unknown: i64,
    items: Vec<String>,
}

struct Group {
    heading: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "indicators.html")]
struct Index<'a> {
    t: Say<'a>,
    reached: i64,
    aimed: i64,
    on: String,
    groups: Vec<Group>,
}

struct Proof {
    path: String,
    title: String,
    place: String,
    state: Html,
    adds: String,
}

#[derive(Template)]
#[template(path = "indicator.html")]
struct Show<'a> {
    t: Say<'a>,
    line: Line,
    rules: Vec<(String, String)>,
    cites: Vec<String>,
    chart: Html,
    whole: String,
    proofs: Vec<Proof>,
    more: i64,
    only: &'static str,
}

/// At most so many records stand on the page; the register's own list has them all.
const SHOWN: usize = 300;

fn kind(measure: &Measure) -> chart::Measure {
    match measure {
        Measure::Count | Measure::Sum(_) => chart::Measure::Count,
        Measure::Share => chart::Measure::Share,
        Measure::Money(_) => chart::Measure::Money,
    }
}

fn line(t: Say<'_>, language: &str, computed: &Computed<'_>) -> Line {
    let indicator = computed.indicator;
    let kind = kind(&indicator.measure);
    let value = indicator.value(&computed.figure);
    let target = indicator.target.map(|target| {
        let code = match indicator.better {
            Better::More => "indicator-at-least",
            Better::Less => "indicator-at-most",
        };
        t.say(&Message::new(code).with("value", kind.shown(target)))
    });
    let state = match indicator.reached(&computed.figure) {
        Some(true) => kit::badge(Tone::Good, &t.text("indicator-reached")),
        Some(false) => kit::badge(Tone::Bad, &t.text("indicator-short")),
        None if value.is_none() => kit::badge(Tone::Plain, &t.text("indicator-nothing")),
        None => kit::badge(Tone::Plain, &t.text("indicator-no-target")),
    };
    let of = match indicator.measure {
        Measure::Share => format!("{} / {}", computed.figure.count, computed.figure.meant),
        Measure::Sum(_) | Measure::Money(_) => computed.figure.count.to_string(),
        Measure::Count => String::new(),
    };
    Line {
        path: format!("/indicators/{}", indicator.id),
        label: indicator.label.of(language).to_owned(),
        value: value.map_or_else(|| "–".to_owned(), |value| kind.shown(value)),
        of,
        target: target.unwrap_or_default(),
        state,
        unknown: computed.figure.unknown,
        items: indicator.items.clone(),
    }
}

/// Parts of the plan with their indicators; those that answer no item come last.
fn groups(t: Say<'_>, language: &str, pack: &Pack, found: &[Computed<'_>]) -> Vec<Group> {
    let parts = pack.plans.last().map_or(&[][..], |plan| &plan.parts);
    let part_of = |computed: &Computed<'_>| {
        let first = computed.indicator.items.first()?;
        parts
            .iter()
            .position(|part| part.items.iter().any(|item| item.id == *first))
    };
    let mut groups: BTreeMap<usize, Vec<Line>> = BTreeMap::new();
    for computed in found {
        let at = part_of(computed).unwrap_or(parts.len());
        groups
            .entry(at)
            .or_default()
            .push(line(t, language, computed));
    }
    groups
        .into_iter()
        .map(|(at, lines)| Group {
            heading: parts.get(at).map_or_else(
                || t.text("indicators-others"),
                |part| part.heading.of(language).to_owned(),
            ),
            lines,
        })
        .collect()
}

fn nothing(request: &Request<'_>) -> Answer {
    let t = Say(request.catalogue());
    let empty = kit::empty(
        &t.text("indicators-none"),
        &t.text("indicators-none-help"),
        None,
    );
    Ok(Page::of(request, "indicators", &empty).into())
}

/// All indicators.
pub(crate) fn list(request: &Request<'_>) -> Answer {
    let Ok(declared) = declared() else {
        return nothing(request);
    };
    let (t, language) = (Say(request.catalogue()), request.language.tag());
    let (found, on) = request.read(|ctx| Ok((all(ctx, declared)?, ctx.today())))?;
    if found.is_empty() {
        return nothing(request);
    }
    let reached = |c: &&Computed<'_>| c.indicator.reached(&c.figure) == Some(true);
    let content = Index {
        t,
        reached: count(found.iter().filter(reached).count()),
        aimed: count(
            found
                .iter()
                .filter(|c| c.indicator.reached(&c.figure).is_some())
                .count(),
        ),
        on: on.to_string(),
        groups: groups(t, language, declared.pack(), &found),
    };
    Ok(Page::new(request, "indicators", &content)?.into())
}

fn count(many: usize) -> i64 {
    i64::try_from(many).unwrap_or(i64::MAX)
}

/// What the pack says is counted, as somebody who checks it reads it.
fn rules(
    t: Say<'_>,
    language: &str,
    declared: &Declared,
    computed: &Computed<'_>,
) -> Vec<(String, String)> {
    let indicator = computed.indicator;
    let over = match &indicator.over {
        Over::Register(id) => declared.pack().register(id).map_or_else(
            || id.clone(),
            |register| register.label.of(language).to_owned(),
        ),
        Over::Tasks => t.text("indicator-over-tasks"),
        Over::Problems => t.text("indicator-over-problems"),
        Over::Findings => t.text("findings"),
        Over::Law => t.text("indicator-over-law"),
    };
    let mut rules = vec![(t.text("indicator-over"), over)];
    let mut add = |code: &str, formula: Option<&policy::programme::Formula>| {
        if let Some(formula) = formula {
            rules.push((t.text(code), formula.text.clone()));
        }
    };
    add("indicator-of", indicator.of.as_ref());
    add("indicator-counting", indicator.counts.as_ref());
    if let Measure::Sum(formula) | Measure::Money(formula) = &indicator.measure {
        add("indicator-sum", Some(formula));
    }
    rules
}

fn chart(
    t: Say<'_>,
    computed: &Computed<'_>,
    names: &BTreeMap<String, String>,
    label: &str,
) -> Html {
    let indicator = computed.indicator;
    let name = |code: &String| names.get(code).cloned().unwrap_or_else(|| code.clone());
    let mut rows: Vec<(String, Option<i64>)> = computed
        .towns
        .iter()
        .map(|(code, figure)| (name(code), indicator.value(figure)))
        .collect();
    // Those that are furthest from what was aimed at come first.
    rows.sort_by_key(|(_, value)| match indicator.better {
        Better::More => value.unwrap_or(i64::MAX),
        Better::Less => value.map_or(i64::MAX, |v| -v),
    });
    let mut chart = Chart::bars(label, &t.text("indicator-town"), kind(&indicator.measure))
        .labels(rows.iter().map(|(name, _)| (name.clone(), String::new())))
        .series(label, rows.iter().map(|(_, value)| *value))
        .lying();
    if let Some(target) = indicator.target {
        chart = chart.mark(&t.text("indicator-target"), target);
    }
    chart.show(t)
}

fn proof(t: Say<'_>, met: Met, names: &BTreeMap<String, String>, measure: &Measure) -> Proof {
    let (state, adds) = match met.weight {
        Weight::Counts(adds) => (
            kit::badge(Tone::Good, &t.text("indicator-counts")),
            match measure {
                Measure::Sum(_) | Measure::Money(_) => kind(measure).shown(adds),
                Measure::Count | Measure::Share => String::new(),
            },
        ),
        Weight::Unknown => (
            kit::badge(Tone::Warn, &t.text("indicator-untold")),
            String::new(),
        ),
        Weight::Lacks | Weight::Outside => (
            kit::badge(Tone::Bad, &t.text("indicator-lacks")),
            String::new(),
        ),
    };
    let code = met.division.code();
    Proof {
        path: met.path,
        title: met.title,
        place: names.get(code).cloned().unwrap_or_else(|| code.to_owned()),
        state,
        adds,
    }
}

/// One indicator. `?only=lacks` or `?only=counts` narrows the records.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    let Ok(declared) = declared() else {
        return Err(Fault::NotFound);
    };
    let (t, language) = (Say(request.catalogue()), request.language.tag());
    let id: String = request.param("id")?;
    let (computed, records, names) = request.read(|ctx| {
        let (computed, records) = of(ctx, declared, &id)?;
        let places = place::all(ctx.tx())?;
        let names = places
            .into_iter()
            .map(|p| (p.division.code().to_owned(), p.name));
        Ok((computed, records, names.collect::<BTreeMap<_, _>>()))
    })?;
    let only = match request.query.get("only") {
        "counts" => "counts",
        "all" => "all",
        _ => "lacks",
    };
    let wanted = |met: &Met| match only {
        "counts" => matches!(met.weight, Weight::Counts(_)),
        "lacks" => matches!(met.weight, Weight::Lacks | Weight::Unknown),
        _ => true,
    };
    let mut records: Vec<Met> = records.into_iter().filter(wanted).collect();
    let more = count(records.len().saturating_sub(SHOWN));
    records.truncate(SHOWN);
    let line = line(t, language, &computed);
    let whole = match &computed.indicator.over {
        Over::Register(id) => format!("/registers/{id}"),
        Over::Tasks => "/tasks".to_owned(),
        Over::Problems => "/problems".to_owned(),
        Over::Findings => "/findings".to_owned(),
        Over::Law => "/plan".to_owned(),
    };
    let title = line.label.clone();
    let content = Show {
        t,
        rules: rules(t, language, declared, &computed),
        cites: computed
            .indicator
            .cite
            .iter()
            .map(|cite| format!("{} {}", cite.document, cite.article))
            .collect(),
        chart: chart(t, &computed, &names, &title),
        line,
        whole,
        proofs: records
            .into_iter()
            .map(|met| proof(t, met, &names, &computed.indicator.measure))
            .collect(),
        more,
        only,
    };
    Ok(Page::new(request, "indicators", &content)?
        .titled(&title)
        .under(request, "indicators", "/indicators")
        .into())
}

/// How many goals of the plan are reached, for whoever leads.
pub(crate) fn tiles(request: &Request<'_>) -> Result<Vec<Tile>, Fault> {
    let leads = platform::Act::PlanPublish;
    if !request.who.can(leads) {
        return Ok(Vec::new());
    }
    let Ok(declared) = declared() else {
        return Ok(Vec::new());
    };
    let t = Say(request.catalogue());
    let found = request.read(|ctx| all(ctx, declared))?;
    let verdicts: Vec<bool> = found
        .iter()
        .filter_map(|c: &Computed<'_>| c.indicator.reached(&c.figure))
        .collect();
    if verdicts.is_empty() {
        return Ok(Vec::new());
    }
    let reached = verdicts.iter().filter(|reached| **reached).count();
    Ok(vec![Tile {
        path: "/indicators".to_owned(),
        title: t.text("tile-indicators"),
        about: t.text("tile-indicators-about"),
        number: Some(format!("{reached}/{}", verdicts.len())),
        tone: match reached == verdicts.len() {
            true => Tone::Good,
            false => Tone::Warn,
        },
    }])
}
