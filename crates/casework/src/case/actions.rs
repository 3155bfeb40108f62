//! What can be done with cases: right, road, write and journal in one transaction each.

use super::model::{Casefile, Event, Kind, State, Verdict};
use super::{query, road, store};
use crate::award;
use crate::window;
use base::id::{ApplicationId, CasefileId, HouseholdId, PersonId};
use base::message::Message;
use base::{Fault, Fen};
use jiff::civil::Date;
use platform::journal::Entry;
use platform::{Act, Ctx, Division};
use policy::decide::{Decision, Outcome, decide};
use policy::fact::Entity;
use policy::journey::Journey;
use policy::pack::Pack;
use policy::programme::Purse;
use serde_json::{Value, json};
use treasury::reserve::Way;

/// The step by which roads refuse, by its name in packs: nothing is granted in it.
const REFUSAL: &str = "refusal";

/// Which cases are looked for. What is empty does not matter.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// In a state.
    pub state: Option<State>,
    /// Open and past its last day.
    pub overdue: bool,
    /// Under a programme.
    pub programme: String,
    /// With this beginning of a number.
    pub number: String,
    /// Open, and one of these actors of roads is to act.
    pub actors: Option<Vec<String>>,
}

/// Where a turn leads: a step, `None` at the end of the road, and by which branch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Going {
    /// The step.
    pub step: Option<String>,
    /// The branch; `None` for the ordinary way.
    pub branch: Option<String>,
}

/// What the officer decides in a step that decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What it says.
    pub verdict: Verdict,
    /// How it was paid on the spot, in a step that pays from a purse.
    pub paid: Option<Paid>,
}

/// How somebody was paid on the spot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// Into an account, in cash, in goods.
    pub way: Way,
    /// Number of the receipt: entered once.
    pub receipt: String,
    /// Who saw it.
    pub witness: String,
}

/// A case to be received.
pub(crate) struct New<'a> {
    pub(crate) application: ApplicationId,
    pub(crate) number: String,
    pub(crate) household: HouseholdId,
    pub(crate) person: PersonId,
    pub(crate) programme: &'a str,
    pub(crate) division: &'a Division,
}

fn event(ctx: &Ctx<'_>, number: i64, kind: Kind, note: &str) -> Event {
    let person = ctx.who().person();
    Event {
        number,
        kind,
        day: ctx.today(),
        at: ctx.now(),
        step: None,
        branch: None,
        note: note.trim().to_owned(),
        data: Value::Null,
        login: ctx.who().actor(),
        name: person.map_or_else(|| ctx.who().actor(), |p| p.name.clone()),
    }
}

/// Puts a case at the beginning of its programme's road, within the transaction of its application.
pub(crate) fn begin(ctx: &Ctx<'_>, pack: &Pack, new: New<'_>) -> Result<CasefileId, Fault> {
    let unknown = || Fault::refused("case-no-road");
    let programme = pack.programme(new.programme).ok_or_else(unknown)?;
    let journey = Journey::begin(pack, programme, ctx.today()).map_err(|_| unknown())?;
    let step = journey.now().map(|now| now.step).ok_or_else(unknown)?;
    let case = Casefile {
        id: ctx.id(),
        version: 1,
        number: new.number,
        application: new.application,
        household: new.household,
        person: new.person,
        whole: programme.unit == Entity::Household,
        programme: programme.id.clone(),
        division: new.division.clone(),
        step: Some(step.id.clone()),
        actor: Some(step.actor.clone()),
        due: road::due(&journey, ctx.today()),
        state: State::Open,
        amount: None,
        award: None,
        begun_on: ctx.today(),
    };
    store::casefile_insert(ctx.tx(), &case)?;
    let mut begun = event(ctx, 1, Kind::Begin, "");
    begun.step.clone_from(&case.step);
    store::event_insert(ctx.tx(), case.id, &begun)?;
    ctx.tell(
        Entry::named("case.begin", "case", case.id)
            .division(&case.division)
            .after(json!({ "number": case.number, "programme": case.programme })),
    );
    Ok(case.id)
}

/// One case within reach; any other does not exist.
pub fn get(ctx: &Ctx<'_>, id: CasefileId) -> Result<Casefile, Fault> {
    let scope = ctx.may(Act::CasesSee)?;
    let case = store::casefile_fetch(ctx.tx(), id)?;
    match scope.covers(&case.division, None) {
        true => Ok(case),
        false => Err(Fault::NotFound),
    }
}

/// What happened to a case, in order.
pub fn events(ctx: &Ctx<'_>, id: CasefileId) -> Result<Vec<Event>, Fault> {
    get(ctx, id)?;
    Ok(store::event_list(ctx.tx(), id)?)
}

/// Cases of a household within reach.
pub fn of_household(ctx: &Ctx<'_>, id: HouseholdId) -> Result<Vec<Casefile>, Fault> {
    let scope = ctx.may(Act::CasesSee)?;
    let mut found = store::casefile_list_household(ctx.tx(), id)?;
    found.retain(|case| scope.covers(&case.division, None));
    Ok(found)
}

/// Cases within reach, the first due first, and whether there are more.
pub fn find(
    ctx: &Ctx<'_>,
    wanted: &Wanted,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Casefile>, bool), Fault> {
    let scope = ctx.may(Act::CasesSee)?;
    let of = (&scope, wanted, ctx.today());
    let mut found = query::casefile_list(ctx.tx(), of, limit.saturating_add(1), offset)?;
    let more = found.len() as i64 > limit;
    found.truncate(usize::try_from(limit).unwrap_or(0));
    Ok((found, more))
}

/// How many there are.
pub fn count(ctx: &Ctx<'_>, wanted: &Wanted) -> Result<i64, Fault> {
    let scope = ctx.may(Act::CasesSee)?;
    Ok(query::casefile_count(
        ctx.tx(),
        (&scope, wanted, ctx.today()),
    )?)
}

/// The decision that the pack comes to on a day, from the facts of the application.
pub(crate) fn decision(
    ctx: &Ctx<'_>,
    pack: &Pack,
    case: &Casefile,
    on: Date,
) -> Result<(policy::fact::Case, Decision), Fault> {
    let lost = || Fault::refused("case-facts-changed");
    let programme = pack.programme(&case.programme).ok_or_else(lost)?;
    let application = window::store::application_fetch(ctx.tx(), case.application)?;
    let facts = policy::fact::Case::read(application.facts, &pack.facts).map_err(|_| lost())?;
    let person = case.person.to_string();
    let member = (0..facts.members.len()).find(|at| facts.member_id(*at) == person);
    let member = match programme.unit {
        Entity::Household => None,
        Entity::Person => Some(member.ok_or_else(lost)?),
    };
    let decision = decide(pack, programme, &facts, member, on);
    Ok((facts, decision))
}

/// A case that was seen at a version, and may be changed.
fn opened(ctx: &Ctx<'_>, (id, version): (CasefileId, i64), act: Act) -> Result<Casefile, Fault> {
    let scope = ctx.may(act)?;
    let case = store::casefile_fetch(ctx.tx(), id)?;
    if !scope.covers(&case.division, None) {
        return Err(Fault::NotFound);
    }
    match case.version == version {
        true => Ok(case),
        false => Err(Fault::Stale),
    }
}

/// What the officer decides against what the pack comes to: another answer needs a reason, and
/// what needs a fact is not granted at all.
fn justified(answer: Verdict, computed: &Decision, step: &str, note: &str) -> Result<(), Fault> {
    let same = match answer {
        Verdict::Grant(amount) => {
            if step == REFUSAL {
                return Err(Fault::refused("case-refusal-grants"));
            }
            if computed.outcome == Outcome::NeedsFact {
                return Err(Fault::refused("case-needs-fact"));
            }
            computed.outcome == Outcome::Granted && computed.amount.unwrap_or(Fen::ZERO) == amount
        }
        Verdict::Refuse => computed.outcome == Outcome::Refused,
    };
    if !same && note.trim().is_empty() {
        return Err(Fault::field("note", Message::new("case-reason-needed")));
    }
    Ok(())
}

/// Moves a case: takes a turn that its road offers on this day. In a step that decides, the
/// ordinary way on needs an answer: a grant makes the award in the same transaction, a refusal ends
/// the case.
///
/// # Errors
/// Another's change since the case was read; a turn that the road does not offer; somebody whom the
/// road does not name; an answer other than the pack's without a reason.
pub fn turn(
    ctx: &Ctx<'_>,
    pack: &Pack,
    seen: (CasefileId, i64),
    going: &Going,
    (note, answer): (&str, Option<Answer>),
) -> Result<(), Fault> {
    let before = opened(ctx, seen, Act::CasesTurn)?;
    if matches!(before.state, State::Refused | State::Withdrawn) {
        return Err(Fault::refused("case-over"));
    }
    let past = store::event_list(ctx.tx(), before.id)?;
    let journey = road::journey(pack, &before, &past)?;
    let here = journey
        .now()
        .ok_or_else(|| Fault::refused("case-over"))?
        .step;
    if !road::may_act(ctx.who(), &before, here, journey.past().is_empty()) {
        return Err(Fault::refused("case-not-yours"));
    }
    let to = (going.step.as_deref(), going.branch.as_deref());
    let after = road::turned(&journey, ctx.today(), to);
    let after = after.ok_or_else(|| Fault::refused("case-turn-closed"))?;
    let still = after.now().is_some_and(|now| now.step.decides);
    let decides = here.decides && before.state == State::Open && !still && going.branch.is_none();
    let mut case = before.clone();
    let mut number = before.version;
    let mut write = |of: Event| {
        number = number.saturating_add(1);
        store::event_insert(ctx.tx(), before.id, &Event { number, ..of })
    };
    let mut goes = true;
    if decides {
        if both_hands(&ctx.who().actor(), &past, &journey, here) {
            return Err(Fault::refused("case-two-hands"));
        }
        let Answer { verdict, paid } =
            answer.ok_or_else(|| Fault::field("answer", Message::new("case-answer-needed")))?;
        let (facts, computed) = decision(ctx, pack, &before, ctx.today())?;
        justified(verdict, &computed, &here.id, note)?;
        let mut decided = event(ctx, 0, Kind::Decide, note);
        decided.step = Some(here.id.clone());
        decided.data = json!({
            "verdict": if verdict == Verdict::Refuse { "refused" } else { "granted" },
            "computed": computed.outcome.word(),
            "computed_amount": computed.amount.map(|a| a.to_string()),
            "pack": pack.version,
        });
        match verdict {
            Verdict::Grant(amount) => {
                case.state = State::Granted;
                case.amount = Some(amount);
                match here.pays_from {
                    Some(Purse::Reserve) => {
                        let why = match note.trim() {
                            "" => here.label.zh.as_str(),
                            note => note,
                        };
                        let entry = award::spent(ctx, &case, paid.as_ref(), why)?;
                        decided.data["reserve_entry"] = json!(entry);
                    }
                    None => {
                        case.award = award::granted(ctx, pack, &case, (&facts, &computed), note)?;
                    }
                }
                decided.data["amount"] = json!(amount.to_string());
            }
            Verdict::Refuse => {
                case.state = State::Refused;
                goes = going.step.is_none();
            }
        }
        write(decided)?;
    }
    if goes {
        let mut moved = event(ctx, 0, Kind::Turn, note);
        moved.step.clone_from(&going.step);
        moved.branch.clone_from(&going.branch);
        write(moved)?;
        let now = after.now().map(|now| now.step);
        case.step = now.map(|s| s.id.clone());
        case.actor = now.map(|s| s.actor.clone());
        case.due = road::due(&after, ctx.today());
    }
    if case.state == State::Refused {
        case.due = None;
        case.actor = None;
    }
    changed(ctx, &before, &case, number)?;
    told(ctx, "case.turn", &before, &case, note);
    Ok(())
}

/// Whether somebody has acted in a step that the road gives to another actor than the one that
/// decides: who verifies does not decide, whatever roles they hold.
fn both_hands(
    login: &str,
    past: &[Event],
    journey: &Journey<'_>,
    here: &policy::programme::RoadStep,
) -> bool {
    let instead = here.delegated.as_ref().map(|(actor, _)| actor);
    let turns = past.iter().filter(|e| e.kind == Kind::Turn);
    turns.zip(journey.past()).any(|(event, left)| {
        let actor = &left.step.actor;
        event.login == login && *actor != here.actor && Some(actor) != instead
    })
}

/// Writes a case once for each event that was added, so that its version counts them.
fn changed(ctx: &Ctx<'_>, before: &Casefile, after: &Casefile, to: i64) -> Result<(), Fault> {
    let mut case = after.clone();
    for version in before.version..to {
        case.version = version;
        store::casefile_update(ctx.tx(), &case)?;
    }
    Ok(())
}

fn told(ctx: &Ctx<'_>, act: &'static str, before: &Casefile, after: &Casefile, note: &str) {
    let shown = |c: &Casefile| {
        json!({ "step": c.step, "state": c.state.code(), "due": c.due,
                "amount_fen": c.amount.map(base::Fen::get) })
    };
    ctx.tell(
        Entry::named(act, "case", after.id)
            .division(&after.division)
            .before(shown(before))
            .after(shown(after))
            .reason(note.trim()),
    );
}

/// Writes something to the other officers of a case; it stays where it is.
pub fn note(ctx: &Ctx<'_>, id: CasefileId, text: &str) -> Result<(), Fault> {
    let scope = ctx.may(Act::CasesTurn)?;
    let case = store::casefile_fetch(ctx.tx(), id)?;
    if !scope.covers(&case.division, None) {
        return Err(Fault::NotFound);
    }
    if text.trim().is_empty() || text.chars().count() > 2_000 {
        return Err(Fault::field("note", Message::new("case-note-form")));
    }
    let number = case.version.saturating_add(1);
    store::casefile_update(ctx.tx(), &case)?;
    store::event_insert(ctx.tx(), id, &event(ctx, number, Kind::Note, text))?;
    told(ctx, "case.note", &case, &case, "");
    Ok(())
}

/// The household takes its application back; only before it was decided.
pub fn withdraw(ctx: &Ctx<'_>, seen: (CasefileId, i64), reason: &str) -> Result<(), Fault> {
    let before = opened(ctx, seen, Act::CasesReceive)?;
    if before.state != State::Open {
        return Err(Fault::refused("case-over"));
    }
    if reason.trim().is_empty() {
        return Err(Fault::field("note", Message::new("case-reason-needed")));
    }
    let case = Casefile {
        state: State::Withdrawn,
        due: None,
        actor: None,
        ..before.clone()
    };
    let number = before.version.saturating_add(1);
    store::casefile_update(ctx.tx(), &case)?;
    store::event_insert(
        ctx.tx(),
        before.id,
        &event(ctx, number, Kind::Withdraw, reason),
    )?;
    told(ctx, "case.withdraw", &before, &case, reason);
    Ok(())
}
