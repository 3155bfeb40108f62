//! What a clerk changes about a household: where and what it is, who is its head, who founds one of
//! their own. The form for joining and leaving stands on the household's page.

use super::names::{Places, today};
use crate::household::{self, Found, Household, Joining, Kind, Membership, Relation};
use crate::person::{self, Person};
use askama::Template;
use base::id::{HouseholdId, PersonId};
use base::message::Message;
use base::{Fault, Sex};
use jiff::civil::Date;
use platform::{Act, Ctx};
use webkit::kit::{Conflict, Differing};
use webkit::{Answer, Fields, Form, Page, Reply, Request, Say};

fn id(request: &Request<'_>) -> Result<HouseholdId, Fault> {
    request.param("id")
}

fn day(request: &Request<'_>) -> Result<Date, Fault> {
    base::date::parse_date(request.form.get("on"))
        .map_err(|_| Fault::field("on", Message::new("household-date")))
}

fn kinds(t: Say<'_>) -> Vec<(String, String)> {
    let all = Kind::ALL.iter();
    all.map(|k| (k.code().to_owned(), t.text(k.label())))
        .collect()
}

fn relations(t: Say<'_>) -> Vec<(String, String)> {
    let all = Relation::ALL.iter();
    all.map(|r| (r.code().to_owned(), t.text(r.label())))
        .collect()
}

/// What the form says: the same for changing a household and for founding one from it.
fn written(request: &Request<'_>, on: Date, members: Vec<Joining>) -> Found {
    let text = |name: &str| request.form.get(name).to_owned();
    Found {
        number: text("number"),
        division: text("division"),
        address: text("address"),
        kind: Kind::of(request.form.get("kind")).unwrap_or(Kind::Rural),
        on,
        members,
        source: text("source"),
    }
}

fn values(home: &Household) -> Vec<(String, String)> {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    vec![
        pair("division", home.division.code()),
        pair("address", &home.address),
        pair("kind", home.kind.code()),
        pair("number", home.number.as_deref().unwrap_or_default()),
    ]
}

#[derive(Template)]
#[template(path = "household_edit.html")]
struct Edit<'a> {
    t: Say<'a>,
    f: Form<'a>,
    id: HouseholdId,
    version: i64,
    villages: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
}

fn edit_page<'a>(request: &Request<'a>, f: Option<Form<'a>>) -> Result<Page, Fault> {
    let id = id(request)?;
    let t = Say(request.catalogue());
    let (home, villages) = request.read(|ctx| {
        let scope = ctx.may(Act::PeopleKeep)?;
        Ok((
            household::get(ctx, id)?,
            Places::read(ctx)?.villages(&scope),
        ))
    })?;
    let version = match &f {
        Some(_) => super::write::version(request)?,
        None => home.version,
    };
    let content = Edit {
        t,
        f: f.unwrap_or_else(|| Form::new(request).with(Fields::of(values(&home)))),
        id,
        version,
        villages,
        kinds: kinds(t),
    };
    let page = Page::new(request, "household-edit", &content)?;
    Ok(page.under(request, "household", &format!("/households/{id}")))
}

/// The form for address, place, kind and number.
pub(super) fn edit_form(request: &Request<'_>) -> Answer {
    edit_page(request, None).map(Reply::Page)
}

/// Changes them; everybody moves along when the place changes.
pub(super) fn edit(request: &Request<'_>) -> Answer {
    let id = id(request)?;
    let version = super::write::version(request)?;
    let to = written(request, today(request), Vec::new());
    let reason = request.form.get("reason");
    match request.write(|ctx| household::change(ctx, id, version, &to, reason)) {
        Ok(()) => Ok(Reply::See(format!("/households/{id}?done=saved"))),
        Err(Fault::Stale) => conflict(request, id),
        Err(fault) => edit_page(request, Some(Form::again(request, fault)?)).map(Reply::Again),
    }
}

/// Somebody else changed the household meanwhile: what differs, side by side.
fn conflict(request: &Request<'_>, id: HouseholdId) -> Answer {
    let t = Say(request.catalogue());
    let (now, pasts, places) = request.read(|ctx| {
        let home = household::get(ctx, id)?;
        Ok((home, household::history(ctx, id)?, Places::read(ctx)?))
    })?;
    let mut differing = Vec::new();
    let mut kept = vec![
        ("version".to_owned(), now.version.to_string()),
        ("reason".to_owned(), request.form.get("reason").to_owned()),
    ];
    for (field, theirs) in values(&now) {
        let mine = request.form.get(&field).to_owned();
        if mine == theirs {
            kept.push((field, theirs));
            continue;
        }
        let label = match field.as_str() {
            "division" => "person-place",
            "address" => "household-where",
            "kind" => "household-kind",
            _ => "household-number",
        };
        differing.push(Differing {
            label: t.text(label),
            field,
            mine,
            theirs,
        });
    }
    let last = pasts.first();
    let conflict = Conflict {
        by: last.map_or_else(String::new, |p| p.ended_by.clone()),
        at: last.map_or_else(String::new, |p| t.time(&p.ended_at)),
        differing,
        kept,
        path: format!("/households/{id}/edit"),
    };
    let word = |field: &str, value: &str| match field {
        "division" => places.of_code(value),
        "kind" => Kind::of(value).map_or_else(String::new, |k| t.text(k.label())),
        _ => value.to_owned(),
    };
    let shown = conflict.show_as(t, &Form::new(request).token(), &word);
    let page = Page::of(request, "household-edit", &shown);
    Ok(Reply::Conflict(page.under(
        request,
        "household",
        &format!("/households/{id}"),
    )))
}

/// Somebody who lives in the household now.
struct Living {
    person: Person,
    membership: Membership,
}

/// Those who live in it now and may be seen, the head first.
fn living(ctx: &Ctx<'_>, id: HouseholdId) -> Result<Vec<Living>, Fault> {
    let mut out = Vec::new();
    for membership in household::members(ctx, id)? {
        if membership.to.is_none() {
            let person = person::get(ctx, membership.person)?;
            out.push(Living { person, membership });
        }
    }
    out.sort_by_key(|l| l.membership.relation);
    Ok(out)
}

/// What somebody is to a new head, told from what both were to the old one: a proposal that the
/// clerk looks over, since a grandchild may be anybody's child.
fn seen_from(head: Relation, other: Relation, sex: Option<Sex>) -> Relation {
    use Relation::{Daughter, Grandchild, Grandparent, Head, InLaw, Parent, Sibling, Son, Spouse};
    let child = match sex {
        Some(Sex::Female) => Daughter,
        _ => Son,
    };
    match (head, other) {
        (Spouse, Head) => Spouse,
        (Spouse, Son | Daughter | InLaw | Grandchild) => other,
        (Son | Daughter, Head | Spouse) => Parent,
        (Son | Daughter, Son | Daughter) => Sibling,
        (Son | Daughter, InLaw) => Spouse,
        (Son | Daughter, Grandchild) => child,
        (Son | Daughter, Parent) => Grandparent,
        (InLaw, Son | Daughter) => Spouse,
        (InLaw, Head | Spouse) => Parent,
        (InLaw, Grandchild) => child,
        (Parent, Head) => child,
        (Parent, Spouse) => InLaw,
        (Parent, Parent) => Spouse,
        (Parent, Son | Daughter) => Grandchild,
        (Parent, Sibling) => child,
        (Grandchild, Head | Spouse) => Grandparent,
        (Grandchild, Son | Daughter | InLaw) => Parent,
        (Grandchild, Grandchild) => Sibling,
        (Sibling, Head | Sibling) => Sibling,
        (Sibling, Parent | Grandparent) => other,
        _ => Relation::Other,
    }
}

struct Line {
    id: PersonId,
    name: String,
    relation: String,
    chosen: bool,
}

impl Line {
    fn field(&self) -> String {
        format!("relation-{}", self.id)
    }

    fn going(&self) -> String {
        format!("goes-{}", self.id)
    }
}

#[derive(Template)]
#[template(path = "household_head.html")]
struct Head<'a> {
    t: Say<'a>,
    f: Form<'a>,
    id: HouseholdId,
    version: i64,
    chosen: Option<PersonId>,
    lines: Vec<Line>,
    relations: Vec<(String, String)>,
}

fn head_page<'a>(request: &Request<'a>, f: Option<Form<'a>>) -> Result<Page, Fault> {
    let id = id(request)?;
    let t = Say(request.catalogue());
    let (home, living) = request.read(|ctx| Ok((household::get(ctx, id)?, living(ctx, id)?)))?;
    let asked = match &f {
        Some(_) => request.form.get("head"),
        None => request.query.get("head"),
    };
    let chosen: Option<PersonId> = asked.parse().ok();
    let chosen = living.iter().find(|l| Some(l.person.id) == chosen);
    let mut proposed = vec![("on".to_owned(), today(request).to_string())];
    if let Some(head) = chosen {
        for other in &living {
            let relation = match other.person.id == head.person.id {
                true => Relation::Head,
                false => seen_from(
                    head.membership.relation,
                    other.membership.relation,
                    other.person.sex,
                ),
            };
            let field = format!("relation-{}", other.person.id);
            proposed.push((field, relation.code().to_owned()));
        }
    }
    let content = Head {
        t,
        f: f.unwrap_or_else(|| Form::new(request).with(Fields::of(proposed))),
        id,
        version: home.version,
        chosen: chosen.map(|l| l.person.id),
        lines: living
            .iter()
            .map(|l| Line {
                id: l.person.id,
                name: l.person.name.clone(),
                relation: t.text(l.membership.relation.label()),
                chosen: chosen.is_some_and(|c| c.person.id == l.person.id),
            })
            .collect(),
        relations: relations(t),
    };
    let page = Page::new(request, "household-new-head", &content)?;
    Ok(page.under(request, "household", &format!("/households/{id}")))
}

/// Who is to be the head, and what the others are to them.
pub(super) fn head_form(request: &Request<'_>) -> Answer {
    head_page(request, None).map(Reply::Page)
}

/// The relation that a form says of a person.
fn told(request: &Request<'_>, person: PersonId) -> Relation {
    let told = request.form.get(&format!("relation-{person}"));
    Relation::of(told).unwrap_or(Relation::Other)
}

/// Makes somebody the head.
pub(super) fn head(request: &Request<'_>) -> Answer {
    let id = id(request)?;
    let version = super::write::version(request)?;
    let done = request.write(|ctx| {
        let members: Vec<Joining> = living(ctx, id)?
            .iter()
            .map(|l| Joining {
                person: l.person.id,
                relation: told(request, l.person.id),
            })
            .collect();
        let reason = request.form.get("reason");
        household::set_head(ctx, id, version, &members, day(request)?, reason)
    });
    match done {
        Ok(()) => Ok(Reply::See(format!("/households/{id}?done=saved"))),
        Err(fault) => head_page(request, Some(Form::again(request, fault)?)).map(Reply::Again),
    }
}

#[derive(Template)]
#[template(path = "household_split.html")]
struct Split<'a> {
    t: Say<'a>,
    f: Form<'a>,
    id: HouseholdId,
    version: i64,
    lines: Vec<Line>,
    relations: Vec<(String, String)>,
    villages: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
}

fn split_page<'a>(request: &Request<'a>, f: Option<Form<'a>>) -> Result<Page, Fault> {
    let id = id(request)?;
    let t = Say(request.catalogue());
    let (home, living, villages) = request.read(|ctx| {
        let scope = ctx.may(Act::PeopleKeep)?;
        let villages = Places::read(ctx)?.villages(&scope);
        Ok((household::get(ctx, id)?, living(ctx, id)?, villages))
    })?;
    let mut proposed = values(&home);
    proposed.retain(|(name, _)| name != "number" && name != "address");
    proposed.push(("on".to_owned(), today(request).to_string()));
    for l in &living {
        let field = format!("relation-{}", l.person.id);
        proposed.push((field, l.membership.relation.code().to_owned()));
    }
    let content = Split {
        t,
        f: f.unwrap_or_else(|| Form::new(request).with(Fields::of(proposed))),
        id,
        version: home.version,
        lines: living
            .iter()
            .map(|l| Line {
                id: l.person.id,
                name: l.person.name.clone(),
                relation: t.text(l.membership.relation.label()),
                chosen: false,
            })
            .collect(),
        relations: relations(t),
        villages,
        kinds: kinds(t),
    };
    let page = Page::new(request, "household-split", &content)?;
    Ok(page.under(request, "household", &format!("/households/{id}")))
}

/// Who founds a household of their own (分户).
pub(super) fn split_form(request: &Request<'_>) -> Answer {
    split_page(request, None).map(Reply::Page)
}

/// Divides it.
pub(super) fn split(request: &Request<'_>) -> Answer {
    let id = id(request)?;
    let version = super::write::version(request)?;
    let done = request.write(|ctx| {
        let going = living(ctx, id)?;
        let going = going.iter().filter(|l| {
            let box_of = format!("goes-{}", l.person.id);
            !request.form.get(&box_of).is_empty()
        });
        let going = going.map(|l| Joining {
            person: l.person.id,
            relation: told(request, l.person.id),
        });
        let new = written(request, day(request)?, going.collect());
        person::reasoned(&new.source)?;
        household::split(ctx, id, version, &new)
    });
    match done {
        Ok(new) => Ok(Reply::See(format!("/households/{new}?done=saved"))),
        Err(fault) => split_page(request, Some(Form::again(request, fault)?)).map(Reply::Again),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_a_son_becomes_the_head_his_parents_are_parents_and_his_wife_is_his_wife() {
        let from_son = |other, sex| seen_from(Relation::Son, other, sex);
        assert_eq!(from_son(Relation::Head, None), Relation::Parent);
        assert_eq!(from_son(Relation::Spouse, None), Relation::Parent);
        assert_eq!(from_son(Relation::InLaw, None), Relation::Spouse);
        assert_eq!(from_son(Relation::Daughter, None), Relation::Sibling);
        let girl = from_son(Relation::Grandchild, Some(Sex::Female));
        assert_eq!(girl, Relation::Daughter);
    }

    #[test]
    fn when_the_wife_becomes_the_head_the_children_stay_children() {
        let from_wife = |other| seen_from(Relation::Spouse, other, None);
        assert_eq!(from_wife(Relation::Head), Relation::Spouse);
        assert_eq!(from_wife(Relation::Daughter), Relation::Daughter);
        // Whose parents they are, his or hers, is for the clerk to say.
        assert_eq!(from_wife(Relation::Parent), Relation::Other);
    }
}
