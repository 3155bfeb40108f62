//! Pages of the window: finding the household, its facts beside what it may be owed, the receipt.

use super::form::{Group, Input, Writer, read};
use super::{Chosen, Known, application, known, owed, receive};
use crate::case;
use crate::papers;
use crate::told::{Told, told};
use askama::Template;
use base::Fault;
use base::id::{ApplicationId, HouseholdId};
use base::message::Speak;
use jiff::civil::Date;
use policy::decide::Outcome;
use policy::pack::Pack;
use registry::{household, register, search};
use serde_json::Value;
use std::collections::BTreeSet;
use webkit::kit;
use webkit::{Answer, Form, Html, Page, Reply, Request, Say, Told as Part};

struct Hit {
    name: String,
    about: String,
    path: Option<String>,
}

#[derive(Template)]
#[template(path = "window_find.html")]
struct Find<'a> {
    t: Say<'a>,
    typed: String,
    hits: Vec<Hit>,
}

/// Finds somebody, to open their household.
pub(crate) fn find(request: &Request<'_>) -> Answer {
    let t = Say(request.catalogue());
    if register::declared().is_err() {
        let teach = t.text("registers-no-pack-help");
        let nothing = kit::empty(&t.text("registers-no-pack"), &teach, None);
        return Ok(Page::of(request, "window", &nothing).into());
    }
    let typed = request.query.get("q").to_owned();
    let found = request.read(|ctx| {
        let mut hits = Vec::new();
        for hit in search::find(ctx, &typed, 20)?.hits {
            let home = household::current_of(ctx, hit.person.id)?;
            // Somebody of this place may live in a household that is another's to look after.
            let near = match &home {
                Some(member) => match household::get(ctx, member.household) {
                    Err(Fault::NotFound) => false,
                    other => other.map(|_| true)?,
                },
                None => false,
            };
            hits.push((hit.person, home.filter(|_| near)));
        }
        Ok(hits)
    })?;
    let hits = found.into_iter().map(|(person, home)| Hit {
        about: format!(
            "{} · {}",
            person.number.unwrap_or_default(),
            request.division(&person.division)
        ),
        name: person.name,
        path: home.map(|m| format!("/window/{}", m.household)),
    });
    let hits = hits.collect();
    Ok(Page::new(request, "window", &Find { t, typed, hits })?.into())
}

#[derive(Template)]
#[template(path = "window_may.html")]
struct May<'a> {
    t: Say<'a>,
    wrong: Vec<String>,
    may: Vec<(Told, bool)>,
    not: Vec<Told>,
    total: String,
    papers: Vec<String>,
}

#[derive(Template)]
#[template(path = "window.html")]
struct Window<'a> {
    t: Say<'a>,
    f: Form<'a>,
    id: HouseholdId,
    address: String,
    groups: Vec<Group>,
    may: Html,
}

/// What a window shows: the facts and what follows from them.
struct Seen {
    may: Html,
    missing: BTreeSet<String>,
}

/// What the household has applied for already and is not decided: not offered as if it were new.
fn running(request: &Request<'_>) -> Result<BTreeSet<String>, Fault> {
    let id: HouseholdId = request.param("id")?;
    let cases = request.read(|ctx| case::of_household(ctx, id))?;
    let open = cases.into_iter().filter(|c| c.state == case::State::Open);
    let name = |c: case::Casefile| match c.whole {
        true => format!("{}|", c.programme),
        false => format!("{}|{}", c.programme, c.person),
    };
    Ok(open.map(name).collect())
}

fn seen(request: &Request<'_>, pack: &Pack, facts: &Value, today: Date) -> Result<Seen, Fault> {
    let t = Say(request.catalogue());
    let language = request.language.tag();
    let mut missing = BTreeSet::new();
    let mut content = May {
        t,
        wrong: Vec::new(),
        may: Vec::new(),
        not: Vec::new(),
        total: String::new(),
        papers: Vec::new(),
    };
    match owed(pack, facts, today) {
        Err(errors) => content.wrong = errors.iter().map(|e| t.say(&e.message())).collect(),
        Ok((case, all)) => {
            content.total = all.total_month.to_string();
            let ticked = request.form.all("apply");
            let typed = !request.form.get("ticked").is_empty();
            let running = running(request)?;
            let mut papers = BTreeSet::new();
            for decision in &all.decisions {
                let told = told((t, language), pack, &case, decision);
                let open = decision.missing.iter().filter(|m| m.matters && !m.computed);
                if decision.outcome == Outcome::NeedsFact {
                    missing.extend(open.map(|m| m.path.clone()));
                }
                match decision.outcome {
                    Outcome::NotInForce => {}
                    Outcome::Refused => content.not.push(told),
                    Outcome::Granted | Outcome::NeedsFact => {
                        let name = format!("{}|{}", told.programme, told.member);
                        let tick = match typed {
                            true => ticked.contains(&name.as_str()),
                            false => {
                                decision.outcome == Outcome::Granted && !running.contains(&name)
                            }
                        };
                        if tick {
                            papers.extend(told.papers.iter().cloned());
                        }
                        content.may.push((told, tick));
                    }
                }
            }
            content
                .may
                .sort_by_key(|(told, _)| told.outcome != Outcome::Granted);
            content.papers = papers.into_iter().collect();
        }
    }
    Ok(Seen {
        may: Html::of(&content)?,
        missing,
    })
}

fn gathered(request: &Request<'_>, pack: &Pack, id: HouseholdId) -> Result<(Known, Date), Fault> {
    request.read(|ctx| Ok((known(ctx, pack, id)?, ctx.today())))
}

fn page<'a>(
    request: &Request<'a>,
    pack: &Pack,
    f: Form<'a>,
    (known, facts, sources, today): (&Known, &Value, &Value, Date),
) -> Result<Page, Fault> {
    let t = Say(request.catalogue());
    let seen = seen(request, pack, facts, today)?;
    let writer = Writer {
        t,
        language: request.language.tag(),
        pack,
        sources,
        missing: &seen.missing,
    };
    let mut groups = writer.groups(facts);
    for (group, (person, _)) in groups.iter_mut().skip(1).zip(&known.members) {
        group.about = person.number.clone().unwrap_or_default();
    }
    let content = Window {
        t,
        f,
        id: known.home.id,
        address: format!(
            "{} {}",
            request.division(&known.home.division),
            known.home.address
        ),
        groups,
        may: seen.may,
    };
    let head = known
        .members
        .first()
        .map_or("", |(person, _)| person.name.as_str());
    let page = Page::new(request, "window", &content)?.titled(head);
    Ok(page.under(request, "window", "/window"))
}

/// A household at the window.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    let id: HouseholdId = request.param("id")?;
    let pack = register::declared()?.pack();
    let (known, today) = gathered(request, pack, id)?;
    let all = (&known, &known.facts, &known.sources, today);
    page(request, pack, Form::new(request), all).map(Reply::Page)
}

/// What the household may be owed with the facts as they are typed now.
pub(crate) fn may(request: &Request<'_>) -> Answer {
    let id: HouseholdId = request.param("id")?;
    let pack = register::declared()?.pack();
    let (known, today) = gathered(request, pack, id)?;
    let day = today.to_string();
    let (facts, _) = read(pack, &known.facts, &known.sources, &request.form, &day);
    Ok(Reply::Part(seen(request, pack, &facts, today)?.may))
}

/// Makes the applications that are ticked, or only reckons anew.
pub(crate) fn apply(request: &Request<'_>) -> Answer {
    let id: HouseholdId = request.param("id")?;
    let pack = register::declared()?.pack();
    let (known, today) = gathered(request, pack, id)?;
    let day = today.to_string();
    let (facts, sources) = read(pack, &known.facts, &known.sources, &request.form, &day);
    if request.form.get("do") != "apply" {
        let all = (&known, &facts, &sources, today);
        return page(request, pack, Form::new(request), all).map(Reply::Page);
    }
    let chosen = request.form.all("apply");
    let chosen = chosen.into_iter().filter_map(|name| {
        let (programme, member) = name.split_once('|')?;
        Some(Chosen {
            programme: programme.to_owned(),
            person: member.parse().ok(),
        })
    });
    let chosen: Vec<Chosen> = chosen.collect();
    let made = (facts.clone(), sources.clone());
    match request.write(|ctx| receive(ctx, pack, id, made.clone(), &chosen)) {
        Ok((id, _)) => Ok(Reply::See(format!("/applications/{id}?done=saved"))),
        Err(fault) => {
            let all = (&known, &facts, &sources, today);
            page(request, pack, Form::again(request, fault)?, all).map(Reply::Again)
        }
    }
}

struct Made {
    path: String,
    number: String,
    title: String,
    who: String,
}

#[derive(Template)]
#[template(path = "receipt.html")]
struct Receipt<'a> {
    t: Say<'a>,
    number: String,
    day: Date,
    who: String,
    place: String,
    cases: Vec<Made>,
    papers: Vec<(String, String)>,
    progress: String,
}

/// The receipt of an application, to be printed.
pub(crate) fn receipt(request: &Request<'_>) -> Answer {
    let id: ApplicationId = request.param("id")?;
    let pack = register::declared()?.pack();
    let (found, cases, names) = request.read(|ctx| {
        let found = application(ctx, id)?;
        let mut cases = case::of_household(ctx, found.household)?;
        cases.retain(|c| c.application == id);
        let mut names = Vec::new();
        for case in &cases {
            names.push(registry::person::get(ctx, case.person)?.name);
        }
        Ok((found, cases, names))
    })?;
    let language = request.language.tag();
    let first = names.first().cloned().unwrap_or_default();
    let made = cases.iter().zip(names).map(|(case, name)| Made {
        path: format!("/cases/{}", case.id),
        number: case.number.clone(),
        title: case::pages::title(pack, case, language),
        who: name,
    });
    let content = Receipt {
        t: Say(request.catalogue()),
        progress: crate::progress::pages::told(Say(request.catalogue()), &found.number),
        number: found.number.clone(),
        day: found.received_on,
        who: first,
        place: request.division(&found.division),
        cases: made.collect(),
        papers: papers::pages::OF_APPLICATION
            .iter()
            .filter_map(|occasion| {
                let paper = policy::paper::find(&pack.papers, occasion, "")?;
                let path = format!("/applications/{id}/papers/{occasion}");
                Some((path, paper.label.of(language).to_owned()))
            })
            .collect(),
    };
    let page = Page::new(request, "receipt", &content)?;
    Ok(page.under(request, "window", "/window").into())
}

/// On the page of a household: its cases, and the way to the window.
pub(crate) fn section(request: &Request<'_>, subject: &webkit::Subject) -> Result<Part, Fault> {
    let Some(home) = subject.household() else {
        return Ok(Part::default());
    };
    let t = Say(request.catalogue());
    let cases = request.read(|ctx| case::of_household(ctx, home))?;
    let mut told = Part {
        title: t.text("cases"),
        ..Part::default()
    };
    if request.who.can(platform::Act::CasesReceive) {
        told.ways
            .push((format!("/window/{home}"), t.text("window-open")));
    }
    let Ok(declared) = register::declared() else {
        return Ok(Part::default());
    };
    if cases.is_empty() {
        return Ok(told);
    }
    told.count = i64::try_from(cases.len()).ok();
    let mut body = String::from("<ul>");
    for case in &cases {
        let title = case::pages::title(declared.pack(), case, request.language.tag());
        let link = Html::link(
            &format!("/cases/{}", case.id),
            &format!("{title} {}", case.number),
        );
        let state = case::pages::state(t, case, case.begun_on);
        body += &format!("<li>{link} {state}</li>");
    }
    told.body = Html::markup(body + "</ul>");
    Ok(told)
}
