//! Notices: what may be said of a case while it hangs, and for how long. A step that forbids
//! publicity has none, and what its law does not name is not in it.

use crate::case::{Casefile, State, decision, events, journey, store};
use base::Fault;
use base::Fen;
use base::mask::{NameMask, mask_name};
use jiff::civil::Date;
use platform::{Ctx, Division, Scope};
use policy::pack::{Citation, Label, Pack};
use policy::programme::Publicity;
use std::collections::BTreeSet;

/// A notice that hangs. What its law does not let it say is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct Hanging {
    /// The case's number, for those who object.
    pub number: String,
    /// The programme.
    pub title: Label,
    /// The village.
    pub division: Division,
    /// Whom it is about, masked.
    pub name: Option<String>,
    /// How many people.
    pub members: Option<i64>,
    /// What is to be paid.
    pub amount: Option<Fen>,
    /// Since when it hangs.
    pub posted: Date,
    /// Its last full day.
    pub last: Date,
    /// Where it stands.
    pub cite: Citation,
}

/// Every notice that hangs today within a scope, or all of them for the public page.
///
/// # Errors
/// A case whose road or facts the pack of today does not know are passed over, not shown wrongly.
pub fn hanging(ctx: &Ctx<'_>, pack: &Pack, scope: Option<&Scope>) -> Result<Vec<Hanging>, Fault> {
    let mut steps = BTreeSet::new();
    for road in pack.programmes.iter().filter_map(|p| p.road.as_ref()) {
        let posted = |s: &&policy::programme::RoadStep| {
            matches!(s.publicity, Some(Publicity::Posted { .. }))
        };
        steps.extend(road.steps.iter().filter(posted).map(|s| s.id.as_str()));
    }
    let mut found = Vec::new();
    for step in steps {
        for case in store::casefile_list_step(ctx.tx(), step)? {
            let within = scope.is_none_or(|scope| scope.covers(&case.division, None));
            if within && let Some(notice) = notice(ctx, pack, &case)? {
                found.push(notice);
            }
        }
    }
    let key = |n: &Hanging| (n.division.clone(), n.title.zh.clone(), n.number.clone());
    found.sort_by_key(key);
    Ok(found)
}

/// The notice of a case, if one hangs today.
pub(crate) fn notice(
    ctx: &Ctx<'_>,
    pack: &Pack,
    case: &Casefile,
) -> Result<Option<Hanging>, Fault> {
    if !matches!(case.state, State::Open | State::Granted) {
        return Ok(None);
    }
    let happened = store::event_list(ctx.tx(), case.id)?;
    let Ok(journey) = journey(pack, case, &happened) else {
        return Ok(None);
    };
    let Some(now) = journey.now() else {
        return Ok(None);
    };
    let Some(Publicity::Posted { fields, .. }) = &now.step.publicity else {
        return Ok(None);
    };
    let today = ctx.today();
    let notices = journey.notices();
    let Some(hung) = notices.last().filter(|n| n.step.id == now.step.id) else {
        return Ok(None);
    };
    if today < hung.posted || today > hung.last {
        return Ok(None);
    }
    let Ok((facts, computed)) = decision(ctx, pack, case, today) else {
        return Ok(None);
    };
    let person = case.person.to_string();
    let at = (0..facts.members.len()).find(|at| facts.member_id(*at) == person);
    // Without a name a member is called by the id, which is nobody's name.
    let named = at.filter(|at| facts.member_name(*at) != facts.member_id(*at));
    let name = named.map(|at| mask_name(facts.member_name(at), NameMask::FirstOnly));
    let may = |field: &str| fields.iter().any(|f| f == field);
    let members = i64::try_from(facts.members.len()).unwrap_or(i64::MAX);
    let title = pack.programme(&case.programme).map(|p| p.title.clone());
    Ok(Some(Hanging {
        number: case.number.clone(),
        title: title.unwrap_or_default(),
        division: case.division.clone(),
        name: name.filter(|_| may("name")),
        members: may("member_count").then_some(members),
        amount: case.amount.or(computed.amount).filter(|_| may("amount")),
        posted: hung.posted,
        last: hung.last,
        cite: hung.cite.clone(),
    }))
}

/// As [`notice`], for whoever may see the case.
pub(crate) fn of_case(
    ctx: &Ctx<'_>,
    pack: &Pack,
    case: &Casefile,
) -> Result<Option<Hanging>, Fault> {
    events(ctx, case.id)?;
    notice(ctx, pack, case)
}
