//! The part of the page of a person or household: awards, payments, help from the reserve.

use crate::award::{self, Award, Standing};
use crate::reserve;
use crate::roll::{self, Line};
use crate::shown::{money, programme};
use crate::watch;
use askama::Template;
use base::Fault;
use base::date::Month;
use base::id::RollId;
use platform::Act;
use webkit::kit::{Event, Span, Tone, badge};
use webkit::{Html, Request, Say, Subject, Told};

/// Payments that are shown; the slip has all.
const SHOWN: usize = 12;

struct Right {
    path: String,
    programme: String,
    who: String,
    amount: String,
    since: String,
    state: Html,
}

struct Paid {
    path: String,
    month: String,
    programme: String,
    who: String,
    amount: String,
    state: Html,
}

#[derive(Template)]
#[template(path = "payments_of.html")]
struct Part<'a> {
    t: Say<'a>,
    rights: Vec<Right>,
    paid: Vec<Paid>,
    more: Vec<(String, String)>,
    doubts: Vec<(String, String)>,
    household: bool,
}

/// A line with its roll and month.
type Placed = (RollId, Month, Line);

struct Known {
    awards: Vec<(Award, String)>,
    lines: Vec<Placed>,
    helped: Vec<reserve::Entry>,
    names: Vec<(base::id::PersonId, String)>,
    doubts: Vec<watch::Finding>,
}

fn known(request: &Request<'_>, subject: &Subject) -> Result<Known, Fault> {
    request.read(|ctx| {
        let mut awards = match subject {
            Subject::Household(home, _) => award::of_household(ctx, *home)?,
            Subject::Person(..) => Vec::new(),
        };
        let (mut lines, mut helped) = (Vec::new(), Vec::new());
        let (mut names, mut doubts) = (Vec::new(), Vec::new());
        for person in subject.people() {
            for one in award::of_person(ctx, *person)? {
                if awards.iter().all(|a| a.id != one.id) {
                    awards.push(one);
                }
            }
            lines.extend(roll::paid_to(ctx, *person)?);
            helped.extend(reserve::helped(ctx, *person)?);
            doubts.extend(watch::of_person(ctx, *person)?);
            names.push((*person, registry::person::get(ctx, *person)?.name));
        }
        let named = |award: &Award| {
            let known = names.iter().find(|(id, _)| *id == award.payee);
            match known {
                Some((_, name)) => name.clone(),
                None => registry::person::get(ctx, award.payee)
                    .map_or_else(|_| String::new(), |p| p.name),
            }
        };
        let awards = awards.into_iter().map(|a| {
            let name = named(&a);
            (a, name)
        });
        let awards = awards.collect();
        lines.sort_by_key(|(_, month, line): &Placed| (std::cmp::Reverse(*month), line.number));
        Ok(Known {
            awards,
            lines,
            helped,
            names,
            doubts,
        })
    })
}

/// How a line of a roll ended.
pub(super) fn outcome(t: Say<'_>, line: &Line) -> Html {
    let (tone, code) = match line.paid {
        Some(true) => (Tone::Good, "result-paid"),
        Some(false) => (Tone::Bad, "result-failed"),
        None => (Tone::Plain, line.state.label()),
    };
    badge(tone, &t.text(code))
}

fn right(t: Say<'_>, request: &Request<'_>, (award, name): &(Award, String)) -> Right {
    let tone = match award.standing {
        Standing::Active => Tone::Good,
        Standing::Suspended => Tone::Warn,
        Standing::Ended => Tone::Plain,
    };
    Right {
        path: format!("/awards/{}", award.id),
        programme: programme(request, &award.programme),
        who: name.clone(),
        amount: money(award.amount),
        since: award.first.to_string(),
        state: badge(tone, &t.text(award.standing.label())),
    }
}

fn span(request: &Request<'_>, (award, name): &(Award, String)) -> Span {
    Span {
        path: format!("/awards/{}", award.id),
        text: programme(request, &award.programme),
        about: format!("{name} {}", money(award.amount)),
        from: award.first.first_day(),
        to: award.last.map(Month::last_day),
        tone: match award.standing {
            Standing::Active => Tone::Good,
            Standing::Suspended => Tone::Warn,
            Standing::Ended => Tone::Plain,
        },
    }
}

/// What they have a right to, what they were paid, what the town helped with.
pub(crate) fn section(request: &Request<'_>, subject: &Subject) -> Result<Told, Fault> {
    let t = Say(request.catalogue());
    let known = known(request, subject)?;
    let person = match subject {
        Subject::Person(id, _) => Some(*id),
        Subject::Household(..) => None,
    };
    let ways = person.filter(|_| request.who.can(Act::ReserveSpend));
    let ways = ways.map(|id| (format!("/reserves/pay/{id}"), t.text("reserve-pay")));
    let mut told = Told {
        ways: ways.into_iter().collect(),
        ..Told::default()
    };
    let nothing = known.awards.is_empty() && known.lines.is_empty() && known.helped.is_empty();
    if nothing {
        return Ok(told);
    }
    let active = |(a, _): &&(Award, String)| a.standing == Standing::Active;
    told.title = t.text("payments-of");
    told.count = i64::try_from(known.awards.iter().filter(active).count()).ok();
    told.spans = known.awards.iter().map(|a| span(request, a)).collect();
    let mut paid: Vec<Paid> = Vec::new();
    for (roll, month, line) in known.lines.iter().take(SHOWN) {
        paid.push(Paid {
            path: format!("/rolls/{roll}/lines/{}", line.number),
            month: month.to_string(),
            programme: programme(request, &line.programme),
            who: line.payee_name.clone(),
            amount: money(line.pay),
            state: outcome(t, line),
        });
    }
    for entry in &known.helped {
        let town = entry.town.code();
        let name = entry.payee.as_ref().map_or("", |(_, name)| name.as_str());
        paid.push(Paid {
            path: format!("/reserves/{town}?month={}", entry.month),
            month: entry.on.to_string(),
            programme: programme(request, &entry.programme),
            who: name.to_owned(),
            amount: money(entry.amount),
            state: badge(Tone::Good, &t.text("reserve")),
        });
        told.events.push(Event {
            when: entry.on.to_string(),
            what: format!("{} {}", t.text("reserve-helped"), money(entry.amount)),
            who: name.to_owned(),
            tone: Tone::Active,
            ..Event::default()
        });
    }
    let slips = known.names.iter().filter(|(id, _)| {
        let mine = known.lines.iter().any(|(_, _, line)| line.payee == *id);
        mine || known
            .helped
            .iter()
            .any(|e| e.payee.as_ref().is_some_and(|(p, _)| p == id))
    });
    let more = slips.map(|(id, name)| {
        let text = format!("{} · {name}", t.text("slip"));
        (format!("/payments/{id}"), text)
    });
    told.body = Html::of(&Part {
        t,
        rights: known.awards.iter().map(|a| right(t, request, a)).collect(),
        paid,
        more: more.collect(),
        doubts: known
            .doubts
            .iter()
            .map(|d| {
                let text = format!("{} · {}", t.text(d.rule.label()), d.month);
                (format!("/supervision/{}/{}", d.month, d.number), text)
            })
            .collect(),
        household: person.is_none(),
    })?;
    Ok(told)
}
