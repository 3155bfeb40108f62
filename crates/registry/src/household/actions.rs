//! What can be done with a household: right, rule, write and journal in one transaction each.

use super::model::{End, Household, Kind, Membership, Relation};
use super::store;
use crate::past::{self, Keep, Past, difference};
use crate::person::{self, Life, reachable, reasoned, rewrite, seen};
use base::id::{HouseholdId, PersonId};
use base::message::Message;
use base::{Fault, FieldErrors};
use jiff::civil::Date;
use platform::journal::Entry;
use platform::{Act, Ctx, Division, Scope};
use std::collections::BTreeSet;

/// Somebody who is to live in a household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joining {
    /// The person.
    pub person: PersonId,
    /// What they are to the head.
    pub relation: Relation,
}

/// A household to be founded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Number in the household register; may be empty.
    pub number: String,
    /// Code of the village.
    pub division: String,
    /// Where in the village.
    pub address: String,
    /// Village or town.
    pub kind: Kind,
    /// Its first day.
    pub on: Date,
    /// Who lives in it; exactly one is the head.
    pub members: Vec<Joining>,
    /// Who says so.
    pub source: String,
}

/// A household within reach; any other does not exist.
fn reached(ctx: &Ctx<'_>, scope: &Scope, id: HouseholdId) -> Result<Household, Fault> {
    let household = store::household_fetch(ctx.tx(), id)?;
    match scope.covers(&household.division, None) {
        true => Ok(household),
        false => Err(Fault::NotFound),
    }
}

/// One household.
pub fn get(ctx: &Ctx<'_>, id: HouseholdId) -> Result<Household, Fault> {
    let scope = ctx.may(Act::PeopleSee)?;
    reached(ctx, &scope, id)
}

/// Everybody who lives or lived in a household, the first to come first.
pub fn members(ctx: &Ctx<'_>, id: HouseholdId) -> Result<Vec<Membership>, Fault> {
    get(ctx, id)?;
    Ok(store::membership_list(ctx.tx(), id)?)
}

/// The households of a person, newest first. One that lies out of reach is told of, not shown.
pub fn memberships_of(ctx: &Ctx<'_>, person: PersonId) -> Result<Vec<Membership>, Fault> {
    person::get(ctx, person)?;
    Ok(store::membership_list_of(ctx.tx(), person)?)
}

/// Where a person lives now.
pub fn current_of(ctx: &Ctx<'_>, person: PersonId) -> Result<Option<Membership>, Fault> {
    Ok(store::membership_fetch_now(ctx.tx(), person)?)
}

/// What a household's record was before each change, newest first.
pub fn history(ctx: &Ctx<'_>, id: HouseholdId) -> Result<Vec<Past>, Fault> {
    get(ctx, id)?;
    past::list(ctx, "household", &id.to_string())
}

/// A household that may be changed, at the version that was seen.
fn editable(ctx: &Ctx<'_>, id: HouseholdId, version: i64) -> Result<(Scope, Household), Fault> {
    let scope = ctx.may(Act::PeopleKeep)?;
    let household = reached(ctx, &scope, id)?;
    if household.version != version {
        return Err(Fault::Stale);
    }
    if household.ended_on.is_some() {
        return Err(Fault::refused("household-ended"));
    }
    Ok((scope, household))
}

/// Keeps the past of a household, writes it anew and tells the journal.
fn rewritten(
    ctx: &Ctx<'_>,
    old: &Household,
    new: &Household,
    act: &'static str,
    reason: &str,
) -> Result<(), Fault> {
    past::keep(
        ctx,
        &Keep {
            subject: "household",
            subject_id: &old.id.to_string(),
            version: old.version,
            data: old.data(),
            secret: None,
            act,
            reason,
        },
    )?;
    let new = Household {
        changed_at: ctx.now(),
        ..new.clone()
    };
    store::household_update(ctx.tx(), &new)?;
    let (before, after) = difference(&old.data(), &new.data());
    ctx.tell(
        Entry::named(act, "household", old.id)
            .division(&new.division)
            .before(before)
            .after(after)
            .reason(reason),
    );
    Ok(())
}

/// Exactly one head, nobody twice.
pub(super) fn composed(members: &[Joining]) -> Result<PersonId, Fault> {
    let mut errors = FieldErrors::new();
    let mut heads = members.iter().filter(|m| m.relation == Relation::Head);
    let head = heads.next();
    if members.is_empty() {
        errors.add("members", Message::new("household-no-member"));
    } else if head.is_none() || heads.next().is_some() {
        errors.add("members", Message::new("household-head"));
    }
    let people: BTreeSet<PersonId> = members.iter().map(|m| m.person).collect();
    if people.len() != members.len() {
        errors.add("members", Message::new("household-member-twice"));
    }
    match head {
        Some(head) if errors.is_empty() => Ok(head.person),
        _ => Err(Fault::Invalid(errors)),
    }
}

fn not_later(ctx: &Ctx<'_>, on: Date) -> Result<(), Fault> {
    if on > ctx.today() {
        return Err(Fault::field("on", Message::new("household-date")));
    }
    Ok(())
}

/// Founds a household with its first members, who leave where they lived before.
pub fn found(ctx: &Ctx<'_>, new: &Found) -> Result<HouseholdId, Fault> {
    let scope = ctx.may(Act::PeopleKeep)?;
    not_later(ctx, new.on)?;
    let head = composed(&new.members)?;
    let mut errors = FieldErrors::new();
    let division = Division::parse(new.division.trim());
    if division.is_none() {
        errors.add("division", Message::new("person-division"));
    }
    let address = new.address.trim();
    if address.is_empty() || address.chars().count() > 200 {
        errors.add("address", Message::new("household-address"));
    }
    let Some(division) = division.filter(|_| errors.is_empty()) else {
        return Err(Fault::Invalid(errors));
    };
    reachable(ctx, &scope, &division)?;
    let household = Household {
        id: ctx.id(),
        version: 1,
        number: Some(new.number.trim().to_owned()).filter(|n| !n.is_empty()),
        division,
        address: address.to_owned(),
        kind: new.kind,
        head: Some(head),
        ended_on: None,
        source: new.source.clone(),
        created_at: ctx.now(),
        created_by: ctx.who().actor(),
        changed_at: ctx.now(),
    };
    store::household_insert_all(ctx.tx(), [&household])?;
    ctx.tell(
        Entry::named("household.found", "household", household.id)
            .division(&household.division)
            .after(household.data()),
    );
    for joining in &new.members {
        enter(ctx, &scope, &household, joining, new.on, &new.source)?;
    }
    Ok(household.id)
}

/// Lets a person live in a household from a day on: their membership elsewhere ends the day
/// before, and their division becomes the household's.
fn enter(
    ctx: &Ctx<'_>,
    scope: &Scope,
    household: &Household,
    joining: &Joining,
    on: Date,
    source: &str,
) -> Result<(), Fault> {
    let old = seen(ctx, scope, joining.person)?;
    if old.merged_into.is_some() {
        return Err(Fault::refused("person-merged"));
    }
    if old.life == Life::Dead {
        return Err(Fault::field("members", Message::new("household-dead")));
    }
    if let Some(now) = store::membership_fetch_now(ctx.tx(), joining.person)? {
        if now.household == household.id {
            return Err(Fault::field(
                "members",
                Message::new("household-member-twice"),
            ));
        }
        leave_before(ctx, &now, on, End::Left, source)?;
    }
    let membership = Membership {
        id: ctx.id(),
        household: household.id,
        person: joining.person,
        relation: joining.relation,
        from: on,
        to: None,
        end: None,
        source: source.to_owned(),
    };
    let by = ctx.who().actor();
    store::membership_insert_all(ctx.tx(), [&membership], &by, ctx.now())?;
    ctx.tell(
        Entry::named("household.join", "person", joining.person)
            .division(&household.division)
            .after(membership.data()),
    );
    if old.division != household.division || old.life == Life::Moved {
        let new = person::store::Stored {
            division: household.division.clone(),
            life: Life::Living,
            life_on: None,
            life_source: None,
            ..old.clone()
        };
        rewrite(ctx, &old, new, "person.place", source)?;
    }
    Ok(())
}

/// Ends a membership on the day before another begins.
fn leave_before(
    ctx: &Ctx<'_>,
    now: &Membership,
    on: Date,
    end: End,
    source: &str,
) -> Result<(), Fault> {
    let last = on.yesterday().unwrap_or(on);
    if last < now.from {
        return Err(Fault::field("on", Message::new("household-date")));
    }
    end_membership(ctx, now, last, end, source)
}

/// Ends a membership; the household has no head when the head leaves, and is over when nobody is
/// left.
fn end_membership(
    ctx: &Ctx<'_>,
    now: &Membership,
    on: Date,
    end: End,
    source: &str,
) -> Result<(), Fault> {
    if on < now.from {
        return Err(Fault::field("on", Message::new("household-date")));
    }
    store::membership_end(ctx.tx(), now.id, on, end)?;
    let old = store::household_fetch(ctx.tx(), now.household)?;
    let over = Membership {
        to: Some(on),
        end: Some(end),
        ..now.clone()
    };
    ctx.tell(
        Entry::named("household.leave", "person", now.person)
            .division(&old.division)
            .before(now.data())
            .after(over.data())
            .reason(source),
    );
    let headless = old.head == Some(now.person);
    let empty = store::membership_count_now(ctx.tx(), old.id)? == 0;
    if headless || empty {
        let new = Household {
            head: old.head.filter(|head| *head != now.person),
            ended_on: empty.then_some(on),
            ..old.clone()
        };
        rewritten(ctx, &old, &new, "household.left", source)?;
    }
    Ok(())
}

/// Ends where a person lives now, if they live anywhere: for death and moving away.
pub(crate) fn end_current(
    ctx: &Ctx<'_>,
    person: PersonId,
    on: Date,
    end: End,
    source: &str,
) -> Result<(), Fault> {
    match store::membership_fetch_now(ctx.tx(), person)? {
        Some(now) => end_membership(ctx, &now, on, end, source),
        None => Ok(()),
    }
}

/// Opens a household again with the head that it had: for a merge and its way back.
pub(crate) fn restore(ctx: &Ctx<'_>, id: HouseholdId, head: Option<PersonId>) -> Result<(), Fault> {
    let old = store::household_fetch(ctx.tx(), id)?;
    let new = Household {
        head,
        ended_on: None,
        ..old.clone()
    };
    if new == old {
        return Ok(());
    }
    rewritten(ctx, &old, &new, "household.restore", "")
}

/// Lets somebody live in a household from a day on.
pub fn join(
    ctx: &Ctx<'_>,
    id: HouseholdId,
    version: i64,
    joining: &Joining,
    on: Date,
    source: &str,
) -> Result<(), Fault> {
    let (scope, household) = editable(ctx, id, version)?;
    not_later(ctx, on)?;
    reasoned(source)?;
    if joining.relation == Relation::Head && household.head.is_some() {
        return Err(Fault::field("relation", Message::new("household-head")));
    }
    enter(ctx, &scope, &household, joining, on, source)?;
    if joining.relation == Relation::Head {
        let new = Household {
            head: Some(joining.person),
            ..household.clone()
        };
        rewritten(ctx, &household, &new, "household.head", source)?;
    }
    Ok(())
}

/// Ends somebody's time in a household, `on` being the last day.
pub fn leave(
    ctx: &Ctx<'_>,
    id: HouseholdId,
    person: PersonId,
    on: Date,
    end: End,
    source: &str,
) -> Result<(), Fault> {
    let scope = ctx.may(Act::PeopleKeep)?;
    reached(ctx, &scope, id)?;
    not_later(ctx, on)?;
    reasoned(source)?;
    match store::membership_fetch_now(ctx.tx(), person)? {
        Some(now) if now.household == id => end_membership(ctx, &now, on, end, source),
        _ => Err(Fault::field("person", Message::new("household-not-member"))),
    }
}

/// Changes number, place, address or kind. When the place changes everybody moves along.
pub fn change(
    ctx: &Ctx<'_>,
    id: HouseholdId,
    version: i64,
    to: &Found,
    reason: &str,
) -> Result<(), Fault> {
    let (scope, old) = editable(ctx, id, version)?;
    let reason = reasoned(reason)?;
    let division = Division::parse(to.division.trim())
        .ok_or_else(|| Fault::field("division", Message::new("person-division")))?;
    let address = to.address.trim();
    if address.is_empty() || address.chars().count() > 200 {
        return Err(Fault::field("address", Message::new("household-address")));
    }
    let moves = division != old.division;
    if moves {
        reachable(ctx, &scope, &division)?;
    }
    let new = Household {
        number: Some(to.number.trim().to_owned()).filter(|n| !n.is_empty()),
        division: division.clone(),
        address: address.to_owned(),
        kind: to.kind,
        ..old.clone()
    };
    rewritten(ctx, &old, &new, "household.change", reason)?;
    if moves {
        for member in store::membership_list(ctx.tx(), id)? {
            if member.to.is_some() {
                continue;
            }
            let before = person::store::person_fetch(ctx.tx(), member.person)?;
            let after = person::store::Stored {
                division: division.clone(),
                ..before.clone()
            };
            rewrite(ctx, &before, after, "person.place", reason)?;
        }
    }
    Ok(())
}

/// Makes another member the head: every relation is to be told anew, since it is one to the head.
/// The memberships before end, those with the new relations begin on that day.
pub fn set_head(
    ctx: &Ctx<'_>,
    id: HouseholdId,
    version: i64,
    members: &[Joining],
    on: Date,
    reason: &str,
) -> Result<(), Fault> {
    let (_, old) = editable(ctx, id, version)?;
    let reason = reasoned(reason)?;
    not_later(ctx, on)?;
    let head = composed(members)?;
    let now: Vec<Membership> = store::membership_list(ctx.tx(), id)?;
    let now: Vec<&Membership> = now.iter().filter(|m| m.to.is_none()).collect();
    let there: BTreeSet<PersonId> = now.iter().map(|m| m.person).collect();
    let told: BTreeSet<PersonId> = members.iter().map(|m| m.person).collect();
    if there != told {
        return Err(Fault::field(
            "members",
            Message::new("household-not-member"),
        ));
    }
    let by = ctx.who().actor();
    for joining in members {
        let Some(before) = now.iter().find(|m| m.person == joining.person) else {
            continue;
        };
        if before.relation == joining.relation {
            continue;
        }
        let last = on.yesterday().unwrap_or(on);
        if last < before.from {
            return Err(Fault::field("on", Message::new("household-date")));
        }
        store::membership_end(ctx.tx(), before.id, last, End::Corrected)?;
        let after = Membership {
            id: ctx.id(),
            relation: joining.relation,
            from: on,
            source: reason.to_owned(),
            ..(*before).clone()
        };
        store::membership_insert_all(ctx.tx(), [&after], &by, ctx.now())?;
        ctx.tell(
            Entry::named("household.relation", "person", joining.person)
                .division(&old.division)
                .before(before.data())
                .after(after.data())
                .reason(reason),
        );
    }
    let new = Household {
        head: Some(head),
        ..old.clone()
    };
    rewritten(ctx, &old, &new, "household.head", reason)
}

/// Divides a household (分户): some of its members found one of their own. At least one stays.
pub fn split(
    ctx: &Ctx<'_>,
    id: HouseholdId,
    version: i64,
    new: &Found,
) -> Result<HouseholdId, Fault> {
    editable(ctx, id, version)?;
    let there = store::membership_list(ctx.tx(), id)?;
    let there: BTreeSet<PersonId> = there
        .iter()
        .filter(|m| m.to.is_none())
        .map(|m| m.person)
        .collect();
    let going: BTreeSet<PersonId> = new.members.iter().map(|m| m.person).collect();
    if !going.is_subset(&there) {
        return Err(Fault::field(
            "members",
            Message::new("household-not-member"),
        ));
    }
    if going == there {
        return Err(Fault::field("members", Message::new("household-all-leave")));
    }
    // They leave as ones who split off, so that `found` finds nothing left to end.
    for person in &going {
        if let Some(now) = store::membership_fetch_now(ctx.tx(), *person)? {
            leave_before(ctx, &now, new.on, End::Split, &new.source)?;
        }
    }
    found(ctx, new)
}
