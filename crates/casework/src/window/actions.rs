//! Receiving an application: what the household may be owed, and one case for each programme that
//! it applies for.

use super::store;
use crate::case::{self, New};
use base::Fault;
use base::id::{ApplicationId, CasefileId, HouseholdId, PersonId};
use base::message::Message;
use jiff::Timestamp;
use jiff::civil::Date;
use platform::journal::Entry;
use platform::{Act, Ctx, Division};
use policy::decide::{All, decide_all};
use policy::fact::{Case, CaseError, Entity};
use policy::pack::Pack;
use registry::household;
use serde_json::{Value, json};

/// What a household applied for at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// The number on its receipt.
    pub number: String,
    /// The household.
    pub household: HouseholdId,
    /// The village.
    pub division: Division,
    /// The facts as they were known that day.
    pub facts: Value,
    /// Where each of them is from.
    pub sources: Value,
    /// The day.
    pub received_on: Date,
    /// When.
    pub received_at: Timestamp,
    /// By whom.
    pub received_by: String,
}

/// A programme that is applied for, and for whom where it is for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The programme.
    pub programme: String,
    /// The person; `None` for the household.
    pub person: Option<PersonId>,
}

/// Everything that a household with these facts may be owed on a day.
///
/// # Errors
/// What is wrong with the facts, by path.
pub fn owed(pack: &Pack, facts: &Value, on: Date) -> Result<(Case, All), Vec<CaseError>> {
    let case = Case::read(facts.clone(), &pack.facts)?;
    let all = decide_all(pack, &case, on);
    Ok((case, all))
}

/// One application within reach.
pub fn application(ctx: &Ctx<'_>, id: ApplicationId) -> Result<Application, Fault> {
    let scope = ctx.may(Act::CasesSee)?;
    let found = store::application_fetch(ctx.tx(), id)?;
    match scope.covers(&found.division, None) {
        true => Ok(found),
        false => Err(Fault::NotFound),
    }
}

/// Takes an application down: its number, its facts, and one case for each choice at the beginning
/// of its road.
///
/// # Errors
/// Facts that the pack does not understand; nothing chosen; a programme without a road on this day;
/// one that is for a person without one of the household's.
pub fn receive(
    ctx: &Ctx<'_>,
    pack: &Pack,
    home: HouseholdId,
    (facts, sources): (Value, Value),
    chosen: &[Chosen],
) -> Result<(ApplicationId, Vec<CasefileId>), Fault> {
    let scope = ctx.may(Act::CasesReceive)?;
    let household = household::get(ctx, home)?;
    if !scope.covers(&household.division, None) {
        return Err(Fault::NotFound);
    }
    if chosen.is_empty() {
        return Err(Fault::refused("window-nothing-chosen"));
    }
    let read = Case::read(facts.clone(), &pack.facts);
    let read = read.map_err(|_| Fault::refused("window-facts-wrong"))?;
    let number = numbered(ctx, &household.division)?;
    let application = Application {
        id: ctx.id(),
        number,
        household: home,
        division: household.division.clone(),
        facts,
        sources,
        received_on: ctx.today(),
        received_at: ctx.now(),
        received_by: ctx.who().actor(),
    };
    store::application_insert(ctx.tx(), &application)?;
    ctx.tell(
        Entry::named("application.receive", "application", application.id)
            .division(&household.division)
            .after(json!({ "number": application.number, "cases": chosen.len() })),
    );
    let head = household.head.or_else(|| read.member_id(0).parse().ok());
    let open = case::of_household(ctx, home)?;
    let mut cases = Vec::new();
    for (at, one) in chosen.iter().enumerate() {
        let own = pack
            .programme(&one.programme)
            .is_some_and(|p| p.unit == Entity::Person);
        let person = if own { one.person } else { head };
        let among = |id: &PersonId| {
            let id = id.to_string();
            (0..read.members.len()).any(|m| read.member_id(m) == id)
        };
        let person = person.filter(|id| !own || among(id));
        let person = person.ok_or_else(|| Fault::refused("window-no-person"))?;
        let twice = open.iter().find(|c| {
            c.state == case::State::Open
                && c.programme == one.programme
                && (c.whole || c.person == person)
        });
        if let Some(twice) = twice {
            let known = Message::new("window-open-already").with("number", twice.number.clone());
            return Err(Fault::Refused(known));
        }
        let new = New {
            application: application.id,
            number: format!("{}-{}", application.number, at.saturating_add(1)),
            household: home,
            person,
            programme: &one.programme,
            division: &household.division,
        };
        cases.push(case::begin(ctx, pack, new)?);
    }
    Ok((application.id, cases))
}

/// The next number of a district and year.
fn numbered(ctx: &Ctx<'_>, division: &Division) -> Result<String, Fault> {
    let district = division.code().get(..6).unwrap_or(division.code());
    let prefix = format!("{district}-{}", ctx.today().year());
    let number = platform::sequence::next(ctx, &format!("application-{prefix}"), 0)?;
    Ok(format!("{prefix}-{number:06}"))
}
