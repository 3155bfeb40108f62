//! One person: who they are, where they live and lived, how they are reached and paid.

use super::graph::graph;
use super::names::{Places, life as state, source, today, who};
use super::reach::{Ways, panel};
use super::story::Story;
use crate::household::{self, Membership};
use crate::person::{self, Life, Person};
use crate::reach;
use askama::Template;
use base::Fault;
use base::id::PersonId;
use base::message::Message;
use platform::Act;
use webkit::kit::{Event, Facts, Tone, masked};
use webkit::{Answer, Form, Html, Page, Reply, Request, Say, Subject};

struct Home {
    path: String,
    address: String,
    relation: String,
    span: String,
    now: bool,
}

#[derive(Template)]
#[template(path = "person.html")]
struct Show<'a> {
    t: Say<'a>,
    f: Form<'a>,
    id: PersonId,
    version: i64,
    headline: String,
    life: Html,
    merged: Option<PersonId>,
    facts: Html,
    reached: Html,
    files: Html,
    homes: Vec<Home>,
    tree: Html,
    story: Story,
    lives_here: bool,
    merges: bool,
    gone: Vec<(String, String, String)>,
    keeps: bool,
    changed: String,
}

/// A value that was just unmasked: the field and what stands in it.
type Seen = Option<(String, String)>;

/// The page, with a value in full if one was just asked for.
fn page<'a>(request: &Request<'a>, f: Form<'a>, seen: &Seen) -> Result<Page, Fault> {
    let id: PersonId = request.param("id")?;
    let t = Say(request.catalogue());
    let known = request.read(|ctx| Known::read(ctx, id))?;
    let Known {
        person,
        homes,
        kin,
        ways,
        gone,
        pasts,
        places,
    } = known;
    let now = homes.iter().find(|(_, m)| m.to.is_none());
    let subject = Subject::Person(id, now.map(|(_, m)| m.household));
    let own = events(t, &person, &homes, &places)
        .into_iter()
        .chain(super::past::events(t, &pasts));
    let story = Story::of(request, &subject, own.collect())?;
    let homes = homes
        .iter()
        .map(|(home, membership)| lived(t, &places, home.as_ref(), membership))
        .collect();
    let hidden = Hidden {
        t,
        token: f.token(),
        path: format!("/people/{id}/unmask"),
        may: request.who.can(Act::PersonUnmask),
        seen,
    };
    let name = person.name.clone();
    let keeps = request.who.can(Act::PeopleKeep) && person.merged_into.is_none();
    let reached = panel(request, (id, keeps), (&f, &hidden), (&ways, &places))?;
    let content = Show {
        t,
        id,
        version: person.version,
        headline: who(t, &person, today(request)),
        life: state(t, &person),
        merged: person.merged_into,
        facts: facts(&hidden, &person, &places),
        reached,
        files: super::files::of_person(id).panel(request, &f)?,
        merges: request.who.can(Act::PeopleMerge),
        gone,
        homes,
        tree: graph(t, &kin, Some(id), today(request)),
        story,
        lives_here: person.life == Life::Living,
        keeps,
        changed: t.time(&person.changed_at),
        f,
    };
    let mut page = Page::new(request, "person", &content)?
        .titled(&name)
        .under(request, "people", "/people");
    if content.keeps {
        page = page.button(request, "edit", &format!("/people/{id}/edit"));
    }
    Ok(content.story.with_ways(page))
}

/// Everything that the registers themselves know of a person.
struct Known {
    person: Person,
    homes: Vec<(Option<household::Household>, Membership)>,
    /// Everybody who lives or lived where this person lives, or lived last.
    kin: Vec<(Option<Person>, Membership)>,
    ways: Ways,
    /// Records that went into this one: path, name, why.
    gone: Vec<(String, String, String)>,
    pasts: Vec<crate::past::Past>,
    places: Places,
}

impl Known {
    fn read(ctx: &platform::Ctx<'_>, id: PersonId) -> Result<Self, Fault> {
        let person = person::get(ctx, id)?;
        let mut homes = Vec::new();
        for membership in household::memberships_of(ctx, id)? {
            // A household out of reach is told of, not shown.
            homes.push((household::get(ctx, membership.household).ok(), membership));
        }
        let mut kin = Vec::new();
        if let Some((Some(home), _)) = homes.first() {
            for membership in household::members(ctx, home.id)? {
                kin.push((person::get(ctx, membership.person).ok(), membership));
            }
        }
        let mut gone = Vec::new();
        for (other, reason) in person::merged_from(ctx, id)? {
            if let Ok(other) = person::get(ctx, other) {
                gone.push((format!("/people/{}", other.id), other.name, reason));
            }
        }
        Ok(Self {
            person,
            homes,
            kin,
            ways: Ways {
                contacts: reach::contacts(ctx, id)?,
                accounts: reach::accounts(ctx, id)?,
                addresses: reach::addresses(ctx, id)?,
            },
            gone,
            pasts: person::history(ctx, id)?,
            places: Places::read(ctx)?,
        })
    }
}

/// Moving in and out. The day on which somebody was born into a household is told as its year:
/// beside the number the day would complete it.
fn events(
    t: Say<'_>,
    person: &Person,
    homes: &[(Option<household::Household>, Membership)],
    places: &Places,
) -> Vec<Event> {
    let mut events = Vec::new();
    for (home, m) in homes {
        let place = match home {
            Some(home) => format!("{} {}", places.name(&home.division), home.address),
            None => t.text("household-elsewhere"),
        };
        let born = person.birth == Some(m.from);
        let came = Message::new("event-person-home")
            .with("where", place.as_str())
            .with("relation", t.text(m.relation.label()));
        events.push(Event {
            when: match born {
                true => m.from.year().to_string(),
                false => m.from.to_string(),
            },
            what: t.say(&came),
            tone: Tone::Good,
            ..Event::default()
        });
        if let (Some(to), Some(end)) = (m.to, m.end) {
            let went = Message::new("event-person-home-end")
                .with("where", place)
                .with("why", t.text(end.label()));
            events.push(Event {
                when: to.to_string(),
                what: t.say(&went),
                ..Event::default()
            });
        }
    }
    events
}

/// A line of where somebody lives or lived.
fn lived(
    t: Say<'_>,
    places: &Places,
    home: Option<&household::Household>,
    membership: &Membership,
) -> Home {
    let until = membership
        .to
        .map_or_else(|| t.text("until-now"), |d| d.to_string());
    let end = membership
        .end
        .map_or_else(String::new, |e| t.text(e.label()));
    let (path, address) = match home {
        Some(home) => (
            format!("/households/{}", home.id),
            format!("{} {}", places.name(&home.division), home.address),
        ),
        None => (String::new(), t.text("household-elsewhere")),
    };
    Home {
        path,
        address,
        relation: t.text(membership.relation.label()),
        // The year is enough: beside the number the first day of a child would be the birth date.
        span: format!("{} – {until} {end}", membership.from.year()),
        now: membership.to.is_none(),
    }
}

/// How masked values are shown to whoever asks.
pub(super) struct Hidden<'a> {
    t: Say<'a>,
    token: Html,
    path: String,
    may: bool,
    seen: &'a Seen,
}

impl Hidden<'_> {
    pub(super) fn show(&self, field: &str, shown: &str) -> Html {
        match self.seen {
            Some((seen, value)) if seen == field => Html::markup(format!(
                "<b class=\"secret-line\">{}</b>",
                webkit::escape(value)
            )),
            _ if self.may => masked(self.t, &self.token, shown, field, &self.path),
            _ => Html::text(shown),
        }
    }
}

fn facts(hidden: &Hidden<'_>, person: &Person, places: &Places) -> Html {
    let t = hidden.t;
    let name = |code: &str| t.text(code);
    let number = match &person.number {
        Some(number) => hidden.show("number", number),
        None => Html::default(),
    };
    let mut facts = Facts::new(t)
        .html(&name("person-number"), number)
        .text(&name("person-place"), &places.name(&person.division));
    if !person.former_names.is_empty() {
        facts = facts.text(&name("person-former"), &person.former_names.join("、"));
    }
    if let Some(source) = &person.life_source {
        facts = facts.text(&name(person.life.label()), source);
    }
    facts
        .text(&name("person-source"), &source(t, &person.source))
        .show()
}

/// One person.
pub(super) fn show(request: &Request<'_>) -> Answer {
    page(request, Form::new(request), &None).map(Reply::Page)
}

/// Shows a masked value in full, having told the journal who asked and why.
pub(super) fn unmask(request: &Request<'_>) -> Answer {
    let id: PersonId = request.param("id")?;
    let (field, reason) = (request.form.get("field"), request.form.get("reason"));
    let seen = request.write(|ctx| {
        if let Some(contact) = field.strip_prefix("contact-") {
            let contact = contact.parse().map_err(|_| Fault::NotFound)?;
            return reach::unmask_contact(ctx, id, contact, reason);
        }
        if let Some(account) = field.strip_prefix("account-") {
            let account = account.parse().map_err(|_| Fault::NotFound)?;
            return reach::unmask_account(ctx, id, account, reason);
        }
        person::unmask(ctx, id, reason)?.ok_or(Fault::NotFound)
    });
    match seen {
        Ok(value) => page(
            request,
            Form::new(request),
            &Some((field.to_owned(), value)),
        )
        .map(Reply::Page),
        Err(fault) => page(request, Form::again(request, fault)?, &None).map(Reply::Again),
    }
}

/// Marks somebody as dead, moved, or back.
pub(super) fn life(request: &Request<'_>) -> Answer {
    let id: PersonId = request.param("id")?;
    let version = super::write::version(request)?;
    let source = request.form.get("source");
    let done = request.write(|ctx| {
        let on = || {
            let wrong = |_| Fault::field("on", Message::new("person-date-order"));
            base::date::parse_date(request.form.get("on")).map_err(wrong)
        };
        match request.form.get("state") {
            "dead" => person::mark_dead(ctx, id, version, on()?, source),
            "moved" => person::mark_moved(ctx, id, version, on()?, source),
            _ => person::mark_returned(ctx, id, version, source),
        }
    });
    after(request, done)
}

/// Back to the page, or the page again with what is wrong.
pub(super) fn after<T>(request: &Request<'_>, done: Result<T, Fault>) -> Answer {
    let id: PersonId = request.param("id")?;
    match done {
        Ok(_) => Ok(Reply::See(format!("/people/{id}?done=saved"))),
        Err(fault) => page(request, Form::again(request, fault)?, &None).map(Reply::Again),
    }
}
