//! Many households at once: for the first filling and for imports.

use super::actions::{Joining, composed};
use super::model::{Household, Kind, Membership};
use super::store;
use crate::person::reachable;
use base::Fault;
use base::id::HouseholdId;
use jiff::civil::Date;
use platform::journal::Entry;
use platform::{Act, Ctx, Division};
use serde_json::json;
use std::collections::BTreeSet;

/// A household of many that are settled at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settle {
    /// Number in the household register; may be empty.
    pub number: String,
    /// The village.
    pub division: Division,
    /// Where in the village.
    pub address: String,
    /// Village or town.
    pub kind: Kind,
    /// Who lives in it, since when.
    pub members: Vec<(Joining, Date)>,
}

/// Settles many households at once with people who live nowhere yet; ids in the order of what was
/// given. The journal gets one entry with the counts.
pub fn settle_all(ctx: &Ctx<'_>, new: &[Settle], source: &str) -> Result<Vec<HouseholdId>, Fault> {
    let scope = ctx.may(Act::PeopleKeep)?;
    let divisions: BTreeSet<&Division> = new.iter().map(|h| &h.division).collect();
    for division in divisions {
        reachable(ctx, &scope, division)?;
    }
    let (now, by) = (ctx.now(), ctx.who().actor());
    let mut households = Vec::with_capacity(new.len());
    let mut memberships = Vec::new();
    for settle in new {
        let joining: Vec<Joining> = settle.members.iter().map(|(j, _)| j.clone()).collect();
        let head = composed(&joining)?;
        let id: HouseholdId = ctx.id();
        households.push(Household {
            id,
            version: 1,
            number: Some(settle.number.clone()).filter(|n| !n.is_empty()),
            division: settle.division.clone(),
            address: settle.address.clone(),
            kind: settle.kind,
            head: Some(head),
            ended_on: None,
            source: source.to_owned(),
            created_at: now,
            created_by: by.clone(),
            changed_at: now,
        });
        for (joining, since) in &settle.members {
            memberships.push(Membership {
                id: ctx.id(),
                household: id,
                person: joining.person,
                relation: joining.relation,
                from: *since,
                to: None,
                end: None,
                source: source.to_owned(),
            });
        }
    }
    store::household_insert_all(ctx.tx(), &households)?;
    store::membership_insert_all(ctx.tx(), &memberships, &by, now)?;
    ctx.tell(
        Entry::named("household.settle-all", "households", source)
            .after(json!({ "households": households.len(), "members": memberships.len() })),
    );
    Ok(households.into_iter().map(|h| h.id).collect())
}
