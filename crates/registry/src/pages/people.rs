//! The search for people, and the list of who lives where.

use super::names::{Places, life, today, who};
use crate::search;
use askama::Template;
use base::Fault;
use webkit::kit::empty;
use webkit::{Answer, Found, Html, Page, Reply, Request, Say};

/// People on a page.
const SHOWN: usize = 50;

struct Line {
    path: String,
    name: String,
    former: String,
    who: String,
    number: String,
    place: String,
    life: Html,
    by: String,
}

#[derive(Template)]
#[template(path = "people.html")]
struct List<'a> {
    t: Say<'a>,
    wanted: &'a str,
    lines: Vec<Line>,
    places: Vec<(String, String)>,
    more: bool,
    nothing: Html,
}

/// What was typed and who it finds; without anything typed, who lives within reach.
pub(super) fn list(request: &Request<'_>) -> Answer {
    let t = Say(request.catalogue());
    let wanted = request.query.get("q");
    let today = today(request);
    let (found, places) = request.read(|ctx| {
        let found = match wanted {
            "" => search::browse(ctx, SHOWN)?,
            text => search::find(ctx, text, SHOWN)?,
        };
        Ok((found, Places::read(ctx)?))
    })?;
    let lines = found.hits.into_iter().map(|hit| {
        let person = hit.person;
        Line {
            path: format!("/people/{}", person.id),
            former: person.former_names.join("、"),
            who: who(t, &person, today),
            number: person.number.clone().unwrap_or_default(),
            place: places.name(&person.division),
            life: life(t, &person),
            by: t.text(hit.by.label()),
            name: person.name,
        }
    });
    let begin = request.who.can(platform::Act::PeopleKeep);
    let way = t.text("person-new");
    let way = begin.then_some(("/people/new", way.as_str()));
    let nothing = match wanted {
        "" => empty(&t.text("people-none"), &t.text("people-none-help"), way),
        _ => empty(
            &t.text("people-unfound"),
            &t.text("people-unfound-help"),
            way,
        ),
    };
    let content = List {
        t,
        wanted,
        lines: lines.collect(),
        places: found
            .places
            .iter()
            .map(|p| (p.division.code().to_owned(), places.name(&p.division)))
            .collect(),
        more: found.more,
        nothing,
    };
    let mut page = Page::new(request, "people", &content)?;
    if begin {
        page = page.button(request, "person-new", "/people/new");
    }
    Ok(Reply::Page(page))
}

/// For the search box of every page.
pub(super) fn find(request: &Request<'_>, typed: &str, limit: i64) -> Result<Vec<Found>, Fault> {
    let t = Say(request.catalogue());
    let today = today(request);
    let limit = usize::try_from(limit).unwrap_or(0);
    request.read(|ctx| {
        let found = search::find(ctx, typed, limit)?;
        let places = Places::read(ctx)?;
        let hits = found.hits.into_iter().map(|hit| Found {
            path: format!("/people/{}", hit.person.id),
            about: [
                who(t, &hit.person, today),
                hit.person.number.clone().unwrap_or_default(),
                places.name(&hit.person.division),
            ]
            .join("  "),
            title: hit.person.name,
        });
        Ok(hits.collect())
    })
}
