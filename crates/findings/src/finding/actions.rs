//! What can be done with findings: right, reach, write and journal in one transaction each.

use super::model::{Event, Finding, Outcome, Quality, Row, State, Step, Tally};
use super::query::{self, Where};
use super::{EVIDENCE, store};
use crate::comparison::internal;
use base::Fault;
use base::id::{FindingId, PersonId};
use base::message::Message;
use platform::journal::Entry;
use platform::{Act, Ctx};
use serde_json::json;

/// Characters of a note.
const NOTE: std::ops::RangeInclusive<usize> = 2..=2_000;

/// Which findings are looked for. What is empty does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// In a state.
    pub state: Option<State>,
    /// Past their day, and not done.
    pub overdue: bool,
    /// Those that an exemption covers, instead of those that none does.
    pub exempt: bool,
    /// Of a screen.
    pub screen: String,
    /// With this beginning of a name.
    pub name: String,
    /// In a town.
    pub town: String,
}

fn conditions(ctx: &Ctx<'_>, wanted: &Wanted) -> Result<Where, Fault> {
    let scope = ctx.may(Act::FindingsSee)?;
    let mut of = Where::on(ctx.today());
    of.within(&scope);
    of.plain(if wanted.exempt {
        "exempt <> ''"
    } else {
        "exempt = ''"
    });
    if let Some(state) = wanted.state {
        of.with("state = {}", state.code());
    }
    if wanted.overdue {
        of.plain("due < ?1 AND state <> 'closed'");
    }
    for (condition, value) in [
        ("screen = {}", wanted.screen.clone()),
        ("name LIKE {}", like(&wanted.name)),
        ("division LIKE {}", like(&wanted.town)),
    ] {
        if !value.is_empty() {
            of.with(condition, &value);
        }
    }
    Ok(of)
}

/// What begins so; nothing for nothing.
fn like(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !"%_\\".contains(*c)).collect();
    match plain.is_empty() {
        true => plain,
        false => plain + "%",
    }
}

/// Findings within reach, the first due first.
pub fn find(
    ctx: &Ctx<'_>,
    wanted: &Wanted,
    limit: i64,
    offset: i64,
) -> Result<Vec<Finding>, Fault> {
    let of = conditions(ctx, wanted)?;
    Ok(query::finding_list(ctx.tx(), &of, limit, offset)?)
}

/// How many there are.
pub fn count(ctx: &Ctx<'_>, wanted: &Wanted) -> Result<i64, Fault> {
    let of = conditions(ctx, wanted)?;
    Ok(query::finding_count(ctx.tx(), &of)?)
}

/// How many stand where, of those that no exemption covers.
pub fn tally(ctx: &Ctx<'_>, wanted: &Wanted) -> Result<Tally, Fault> {
    let of = conditions(ctx, wanted)?;
    Ok(query::finding_tally(ctx.tx(), &of)?)
}

/// What came of each screen's findings.
pub fn quality(ctx: &Ctx<'_>) -> Result<Vec<Quality>, Fault> {
    let of = conditions(ctx, &Wanted::default())?;
    Ok(query::finding_quality(ctx.tx(), &of)?)
}

/// One finding within reach; any other does not exist.
fn within(ctx: &Ctx<'_>, act: Act, id: FindingId) -> Result<Finding, Fault> {
    let scope = ctx.may(act)?;
    let found = store::finding_fetch(ctx.tx(), id)?;
    match scope.holds(&found.division) {
        true => Ok(found),
        false => Err(Fault::NotFound),
    }
}

/// One finding and the rows it rests on.
pub fn get(ctx: &Ctx<'_>, id: FindingId) -> Result<(Finding, Vec<Row>), Fault> {
    let found = within(ctx, Act::FindingsSee, id)?;
    let sealed = store::finding_evidence(ctx.tx(), id)?;
    let place = EVIDENCE.place(&id.to_string());
    let rows = ctx.keys().open(&place, &sealed).map_err(internal)?;
    Ok((found, serde_json::from_slice(&rows).map_err(internal)?))
}

/// What happened to a finding, in order.
pub fn events(ctx: &Ctx<'_>, id: FindingId) -> Result<Vec<Event>, Fault> {
    within(ctx, Act::FindingsSee, id)?;
    Ok(store::event_list(ctx.tx(), id)?)
}

/// Findings about a person within reach.
pub fn of_person(ctx: &Ctx<'_>, id: PersonId) -> Result<Vec<Finding>, Fault> {
    let scope = ctx.may(Act::FindingsSee)?;
    let mut found = store::finding_list_person(ctx.tx(), id)?;
    found.retain(|f| f.exempt.is_empty() && scope.holds(&f.division));
    Ok(found)
}

/// A finding that was seen at a version, and may be worked on.
fn seen(ctx: &Ctx<'_>, act: Act, (id, version): (FindingId, i64)) -> Result<Finding, Fault> {
    let found = within(ctx, act, id)?;
    match found.version == version {
        true => Ok(found),
        false => Err(Fault::Stale),
    }
}

fn noted(note: &str) -> Result<String, Fault> {
    let note = note.trim();
    match NOTE.contains(&note.chars().count()) {
        true => Ok(note.to_owned()),
        false => Err(Fault::field("note", Message::new("finding-note-form"))),
    }
}

/// Writes how far a finding is and what happened.
fn step(
    ctx: &Ctx<'_>,
    act: Act,
    (before, after): (&Finding, &Finding),
    (step, outcome, note): (Step, Option<Outcome>, String),
) -> Result<(), Fault> {
    store::finding_update(ctx.tx(), after)?;
    let person = ctx.who().person();
    let event = Event {
        number: 0,
        step,
        day: ctx.today(),
        at: ctx.now(),
        outcome,
        note: note.clone(),
        login: ctx.who().actor(),
        name: person.map_or_else(|| ctx.who().actor(), |p| p.name.clone()),
    };
    store::event_insert(ctx.tx(), after.id, &event)?;
    let shown =
        |f: &Finding| json!({ "state": f.state.code(), "outcome": f.outcome.map(Outcome::code) });
    ctx.tell(
        Entry::new(act, "finding", after.id)
            .division(&after.division)
            .before(shown(before))
            .after(shown(after))
            .reason(note),
    );
    Ok(())
}

/// Tells what a look on the spot or into the files has shown.
///
/// # Errors
/// A finding that was verified already; no outcome; no words.
pub fn verify(ctx: &Ctx<'_>, at: (FindingId, i64), outcome: &str, note: &str) -> Result<(), Fault> {
    let before = seen(ctx, Act::FindingsWork, at)?;
    if before.state != State::Open {
        return Err(Fault::refused("finding-not-open"));
    }
    let missing = || Fault::field("outcome", Message::new("finding-outcome-needed"));
    let outcome = Outcome::of(outcome).ok_or_else(missing)?;
    let after = Finding {
        state: State::Verified,
        outcome: Some(outcome),
        verified_by: ctx.who().person().map(|p| p.id),
        ..before.clone()
    };
    let what = (Step::Verify, Some(outcome), noted(note)?);
    step(ctx, Act::FindingsWork, (&before, &after), what)
}

/// Whoever looked leaves the rest to somebody else.
fn another(ctx: &Ctx<'_>, at: (FindingId, i64)) -> Result<Finding, Fault> {
    let before = seen(ctx, Act::FindingsClose, at)?;
    if before.state != State::Verified {
        return Err(Fault::refused("finding-not-verified"));
    }
    let own = ctx.who().person().map(|p| p.id);
    match own.is_some() && own == before.verified_by {
        true => Err(Fault::refused("finding-own-close")),
        false => Ok(before),
    }
}

/// Closes a finding that somebody else has verified.
///
/// # Errors
/// One's own; one that nobody has verified; no words.
pub fn close(ctx: &Ctx<'_>, at: (FindingId, i64), note: &str) -> Result<(), Fault> {
    let before = another(ctx, at)?;
    let after = Finding {
        state: State::Closed,
        closed_on: Some(ctx.today()),
        ..before.clone()
    };
    let what = (Step::Close, before.outcome, noted(note)?);
    step(ctx, Act::FindingsClose, (&before, &after), what)
}

/// Gives a finding back to be looked at once more.
///
/// # Errors
/// As for [`close`].
pub fn give_back(ctx: &Ctx<'_>, at: (FindingId, i64), note: &str) -> Result<(), Fault> {
    let before = another(ctx, at)?;
    let after = Finding {
        state: State::Open,
        outcome: None,
        verified_by: None,
        ..before.clone()
    };
    let what = (Step::Return, None, noted(note)?);
    step(ctx, Act::FindingsClose, (&before, &after), what)
}
