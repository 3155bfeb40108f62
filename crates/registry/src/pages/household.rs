//! The whole of a household on one page: who lives here and who did, since when, and what happened.

use super::graph::graph;
use super::names::{Places, life, source, today, who};
use super::story::Story;
use crate::household::{self, End, Found, Household, Joining, Kind, Relation};
use crate::person::{self, Person};
use crate::{past, search};
use askama::Template;
use base::Fault;
use base::id::{HouseholdId, PersonId};
use base::message::Message;
use jiff::civil::Date;
use platform::Act;
use webkit::kit::{Event, Facts, Tone, badge};
use webkit::{Answer, Form, Html, Page, Reply, Request, Say, Subject};

/// No number stands here: a child's first day in a household is the day of birth, and both
/// together are the number.
struct Member {
    id: PersonId,
    name: String,
    relation: String,
    head: bool,
    who: String,
    since: String,
    life: Html,
}

#[derive(Template)]
#[template(path = "household.html")]
struct Show<'a> {
    t: Say<'a>,
    f: Form<'a>,
    id: HouseholdId,
    state: Html,
    facts: Html,
    members: Vec<Member>,
    count: String,
    tree: Html,
    files: Html,
    story: Story,
    ends: Vec<(String, String)>,
    keeps: bool,
    headless: bool,
}

fn page<'a>(request: &Request<'a>, f: Form<'a>) -> Result<Page, Fault> {
    let id: HouseholdId = request.param("id")?;
    let t = Say(request.catalogue());
    let today = today(request);
    let (home, all, pasts, places) = request.read(|ctx| {
        let home = household::get(ctx, id)?;
        let mut all = Vec::new();
        for membership in household::members(ctx, id)? {
            // Who has moved out of reach was a member all the same: named no more.
            all.push((person::get(ctx, membership.person).ok(), membership));
        }
        Ok((home, all, household::history(ctx, id)?, Places::read(ctx)?))
    })?;
    let now = all.iter().filter(|(_, m)| m.to.is_none());
    let mut members: Vec<(Relation, Member)> = now
        .filter_map(|(person, m)| {
            let person = person.as_ref()?;
            Some((m.relation, member(t, person, m.relation, m.from, today)))
        })
        .collect();
    members.sort_by_key(|(relation, _)| *relation);
    let members: Vec<Member> = members.into_iter().map(|(_, m)| m).collect();
    let head = members.iter().find(|m| m.head).map(|m| m.name.clone());
    let ended = home.ended_on.is_some();
    let subject = Subject::Household(id, members.iter().map(|m| m.id).collect());
    let story = Story::of(request, &subject, events(t, &all, &pasts))?;
    let content = Show {
        t,
        id,
        state: match home.ended_on {
            Some(on) => badge(Tone::Plain, &format!("{} {on}", t.text("household-over"))),
            None => Html::default(),
        },
        facts: facts(t, &home, &places),
        count: t.count("household-people", &(members.len() as i64)),
        members,
        tree: graph(t, &all, None, today),
        files: super::files::of_household(id).panel(request, &f)?,
        story,
        ends: [End::Left, End::Moved, End::Corrected]
            .map(|e| (e.code().to_owned(), t.text(e.label())))
            .into(),
        keeps: request.who.can(Act::PeopleKeep) && !ended,
        headless: head.is_none() && !ended,
        f,
    };
    let title = match head {
        Some(name) => t.say(&Message::new("household-of").with("name", name)),
        None => home.address.clone(),
    };
    let mut page = Page::new(request, "household", &content)?
        .titled(&title)
        .under(request, "people", "/people");
    if content.keeps {
        page = page
            .button(request, "household-join", &format!("/households/{id}/join"))
            .button(request, "edit", &format!("/households/{id}/edit"));
    }
    Ok(content.story.with_ways(page))
}

fn member(t: Say<'_>, person: &Person, relation: Relation, from: Date, today: Date) -> Member {
    Member {
        id: person.id,
        name: person.name.clone(),
        relation: t.text(relation.label()),
        head: relation == Relation::Head,
        who: who(t, person, today),
        since: from.to_string(),
        life: life(t, person),
    }
}

fn facts(t: Say<'_>, home: &Household, places: &Places) -> Html {
    Facts::new(t)
        .text(&t.text("person-place"), &places.name(&home.division))
        .text(&t.text("household-where"), &home.address)
        .text(&t.text("household-kind"), &t.text(home.kind.label()))
        .text(
            &t.text("household-number"),
            home.number.as_deref().unwrap_or_default(),
        )
        .text(&t.text("person-source"), &source(t, &home.source))
        .show()
}

/// Comings, goings and changes.
fn events(
    t: Say<'_>,
    all: &[(Option<Person>, household::Membership)],
    pasts: &[past::Past],
) -> Vec<Event> {
    let mut events = Vec::new();
    for (person, m) in all {
        let name = person
            .as_ref()
            .map_or_else(|| "***".to_owned(), |p| p.name.clone());
        let relation = t.text(m.relation.label());
        let came = Message::new("event-came")
            .with("name", name.as_str())
            .with("relation", relation);
        events.push(Event {
            when: m.from.to_string(),
            what: t.say(&came),
            tone: Tone::Good,
            ..Event::default()
        });
        if let (Some(to), Some(end)) = (m.to, m.end) {
            let went = Message::new("event-went")
                .with("name", name)
                .with("why", t.text(end.label()));
            events.push(Event {
                when: to.to_string(),
                what: t.say(&went),
                tone: match end {
                    End::Died => Tone::Plain,
                    _ => Tone::Warn,
                },
                ..Event::default()
            });
        }
    }
    events.extend(super::past::events(t, pasts));
    events
}

/// One household.
pub(super) fn show(request: &Request<'_>) -> Answer {
    page(request, Form::new(request)).map(Reply::Page)
}

fn day(request: &Request<'_>) -> Result<Date, Fault> {
    base::date::parse_date(request.form.get("on"))
        .map_err(|_| Fault::field("on", Message::new("household-date")))
}

pub(super) fn after<T>(request: &Request<'_>, done: Result<T, Fault>) -> Answer {
    let id: HouseholdId = request.param("id")?;
    match done {
        Ok(_) => Ok(Reply::See(format!("/households/{id}?done=saved"))),
        Err(fault) => page(request, Form::again(request, fault)?).map(Reply::Again),
    }
}

/// Somebody leaves.
pub(super) fn leave(request: &Request<'_>) -> Answer {
    let id: HouseholdId = request.param("id")?;
    let person: PersonId = request
        .form
        .get("person")
        .parse()
        .map_err(|_| Fault::NotFound)?;
    let end = End::of(request.form.get("end")).unwrap_or(End::Left);
    let source = request.form.get("source");
    let done = request.write(|ctx| household::leave(ctx, id, person, day(request)?, end, source));
    after(request, done)
}

struct Hit {
    id: PersonId,
    name: String,
    about: String,
}

#[derive(Template)]
#[template(path = "household_join.html")]
struct JoinForm<'a> {
    t: Say<'a>,
    f: Form<'a>,
    id: HouseholdId,
    version: i64,
    wanted: &'a str,
    hits: Vec<Hit>,
    relations: Vec<(String, String)>,
}

fn relations(t: Say<'_>) -> Vec<(String, String)> {
    let all = Relation::ALL.iter();
    all.map(|r| (r.code().to_owned(), t.text(r.label())))
        .collect()
}

fn join_page<'a>(request: &Request<'a>, f: Form<'a>, wanted: &str) -> Result<Page, Fault> {
    let id: HouseholdId = request.param("id")?;
    let t = Say(request.catalogue());
    let today = today(request);
    let (home, found, places) = request.read(|ctx| {
        let home = household::get(ctx, id)?;
        Ok((home, search::find(ctx, wanted, 10)?, Places::read(ctx)?))
    })?;
    let hits = found.hits.into_iter().map(|hit| Hit {
        id: hit.person.id,
        about: [
            who(t, &hit.person, today),
            hit.person.number.clone().unwrap_or_default(),
            places.name(&hit.person.division),
        ]
        .join("  "),
        name: hit.person.name,
    });
    let content = JoinForm {
        t,
        f,
        id,
        version: home.version,
        wanted,
        hits: hits.collect(),
        relations: relations(t),
    };
    let page = Page::new(request, "household-join", &content)?;
    Ok(page.under(request, "household", &format!("/households/{id}")))
}

/// Looks for whoever is to join.
pub(super) fn join_form(request: &Request<'_>) -> Answer {
    join_page(request, Form::new(request), request.query.get("q")).map(Reply::Page)
}

/// Somebody joins.
pub(super) fn join(request: &Request<'_>) -> Answer {
    let id: HouseholdId = request.param("id")?;
    let version = super::write::version(request)?;
    let joining = Joining {
        person: request
            .form
            .get("person")
            .parse()
            .map_err(|_| Fault::NotFound)?,
        relation: Relation::of(request.form.get("relation")).unwrap_or(Relation::Other),
    };
    let source = request.form.get("source");
    let done =
        request.write(|ctx| household::join(ctx, id, version, &joining, day(request)?, source));
    match done {
        Ok(()) => Ok(Reply::See(format!("/households/{id}?done=saved"))),
        Err(fault) => {
            let wanted = request.form.get("q");
            join_page(request, Form::again(request, fault)?, wanted).map(Reply::Again)
        }
    }
}

#[derive(Template)]
#[template(path = "household_found.html")]
struct FoundForm<'a> {
    t: Say<'a>,
    f: Form<'a>,
    id: PersonId,
    name: String,
    villages: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
}

fn found_page<'a>(request: &Request<'a>, f: Option<Form<'a>>) -> Result<Page, Fault> {
    let id: PersonId = request.param("id")?;
    let t = Say(request.catalogue());
    let (person, villages) = request.read(|ctx| {
        let scope = ctx.may(Act::PeopleKeep)?;
        Ok((person::get(ctx, id)?, Places::read(ctx)?.villages(&scope)))
    })?;
    let values = [
        ("division", person.division.code().to_owned()),
        ("on", today(request).to_string()),
    ];
    let values = values.map(|(n, v)| (n.to_owned(), v)).into();
    let content = FoundForm {
        t,
        f: f.unwrap_or_else(|| Form::new(request).with(webkit::Fields::of(values))),
        id,
        name: person.name,
        villages,
        kinds: Kind::ALL
            .iter()
            .map(|k| (k.code().to_owned(), t.text(k.label())))
            .collect(),
    };
    let page = Page::new(request, "household-found", &content)?;
    Ok(page.under(request, "person", &format!("/people/{id}")))
}

/// A household with somebody as its head.
pub(super) fn found_form(request: &Request<'_>) -> Answer {
    found_page(request, None).map(Reply::Page)
}

/// Founds it.
pub(super) fn found(request: &Request<'_>) -> Answer {
    let head: PersonId = request.param("id")?;
    let text = |name: &str| request.form.get(name).to_owned();
    let done = request.write(|ctx| {
        let new = Found {
            number: text("number"),
            division: text("division"),
            address: text("address"),
            kind: Kind::of(request.form.get("kind")).unwrap_or(Kind::Rural),
            on: day(request)?,
            members: vec![Joining {
                person: head,
                relation: Relation::Head,
            }],
            source: text("source"),
        };
        household::found(ctx, &new)
    });
    match done {
        Ok(id) => Ok(Reply::See(format!("/households/{id}?done=saved"))),
        Err(fault) => found_page(request, Some(Form::again(request, fault)?)).map(Reply::Again),
    }
}
