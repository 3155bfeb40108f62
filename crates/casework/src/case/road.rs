//! A case on its road: its journey made again from its events, who may act in a step, what is due.

use super::model::{Casefile, Event, Kind};
use base::Fault;
use jiff::civil::Date;
use platform::{Role, Who};
use policy::journey::Journey;
use policy::pack::Pack;
use policy::programme::RoadStep;

/// The roles that stand for an actor of a road.
#[must_use]
pub const fn roles(actor: &str) -> &'static [Role] {
    match actor.as_bytes() {
        b"applicant" => &[Role::WindowClerk, Role::VillageWorker, Role::TownReviewer],
        b"village" => &[Role::VillageWorker, Role::TownReviewer],
        b"town" => &[Role::TownReviewer],
        b"county" | b"check" | b"finance" | b"bank" | b"third_party" => &[Role::SectionOfficer],
        _ => &[],
    }
}

/// Whether somebody may act in a step of a case: by a role that the road names, held where the
/// case is. A clerk of the window receives, so acts in the first step too.
#[must_use]
pub fn may_act(who: &Who, case: &Casefile, step: &RoadStep, first: bool) -> bool {
    let Some(person) = who.person() else {
        return !matches!(who, Who::Public);
    };
    let instead = step.delegated.as_ref().map_or("", |(actor, _)| actor);
    person.grants.iter().any(|grant| {
        let named = roles(&step.actor).contains(&grant.role)
            || roles(instead).contains(&grant.role)
            || (first && grant.role == Role::WindowClerk && step.actor == "town");
        named && grant.division.holds(&case.division)
    })
}

/// The journey of a case, taken again turn by turn. The pack of today must still offer every turn.
///
/// # Errors
/// A programme or a turn that the pack no longer has.
pub fn journey<'p>(
    pack: &'p Pack,
    case: &Casefile,
    events: &[Event],
) -> Result<Journey<'p>, Fault> {
    let lost = || Fault::refused("case-road-changed");
    let programme = pack.programme(&case.programme).ok_or_else(lost)?;
    let begun = Journey::begin(pack, programme, case.begun_on);
    let mut journey = begun.map_err(|_| lost())?;
    for event in events.iter().filter(|e| e.kind == Kind::Turn) {
        let to = (event.step.as_deref(), event.branch.as_deref());
        journey = turned(&journey, event.day, to).ok_or_else(lost)?;
    }
    Ok(journey)
}

/// The journey after a turn to a step by a branch, if the day offers it.
pub(super) fn turned<'p>(
    journey: &Journey<'p>,
    day: Date,
    (step, branch): (Option<&str>, Option<&str>),
) -> Option<Journey<'p>> {
    let mut turns = journey.turns(day).into_iter();
    let turn = turns.find(|turn| {
        turn.to().map(|s| s.id.as_str()) == step && turn.branch().map(|b| b.id.as_str()) == branch
    })?;
    Some(turn.take())
}

/// The last day of whatever runs on a day and is not done; `None` when nothing does.
pub(super) fn due(journey: &Journey<'_>, on: Date) -> Option<Date> {
    let clocks = journey.clocks(on);
    let running = clocks.iter().filter(|c| c.done.is_none());
    running.filter_map(|c| c.due.as_ref().ok().copied()).min()
}

/// The steps of a road from first to last as this case goes it: those behind it, the one it
/// stands in, and then the ordinary way on.
pub(super) fn ribbon<'p>(
    pack: &'p Pack,
    case: &Casefile,
    journey: &Journey<'p>,
    on: Date,
) -> Vec<(&'p RoadStep, Place)> {
    let behind = journey
        .past()
        .iter()
        .map(|p| (p.step, Place::Behind(p.left)));
    let mut all: Vec<(&RoadStep, Place)> = behind.collect();
    let Some(now) = journey.now() else {
        return all;
    };
    all.push((now.step, Place::Here));
    let road = pack
        .programme(&case.programme)
        .and_then(|p| p.road.as_ref());
    let mut last = now.step;
    let mut seen = vec![last.id.as_str()];
    while let Some(next) = last.next.first().filter(|id| !seen.contains(&id.as_str())) {
        let Some(step) = road.and_then(|r| r.step_on(next, on)) else {
            break;
        };
        all.push((step, Place::Ahead));
        seen.push(&step.id);
        last = step;
    }
    all
}

/// Where a step lies, seen from the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Behind(Date),
    Here,
    Ahead,
}
