//! Publishing a plan: its text is kept as it is, and every item becomes tasks of those who answer
//! for it, one for each month where it comes again.

use super::store;
use crate::task::{self, New};
use base::Fault;
use base::date::Month;
use base::id::PlanId;
use jiff::Timestamp;
use platform::crypto::{hex, sm3};
use platform::journal::Entry;
use platform::{Act, Ctx, Division};
use policy::plan::{Every, Item, Plan, Section};
use serde_json::json;

/// A plan as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Its id.
    pub id: PlanId,
    /// Which edition, from 1.
    pub edition: i64,
    /// SM3 of the whole plan.
    pub fingerprint: String,
    /// When.
    pub published_at: Timestamp,
    /// By whom.
    pub published_by: String,
    /// The plan.
    pub plan: Plan,
}

/// The plan in force: the one issued last, in its newest edition.
pub fn latest(ctx: &Ctx<'_>) -> Result<Option<Published>, Fault> {
    ctx.may(Act::TasksSee)?;
    Ok(store::plan_latest(ctx.tx())?)
}

/// Those who answer for something, as the plan in force names them.
pub fn sections(ctx: &Ctx<'_>) -> Result<Vec<Section>, Fault> {
    Ok(latest(ctx)?.map(|p| p.plan.sections).unwrap_or_default())
}

/// One edition.
pub fn edition(ctx: &Ctx<'_>, id: PlanId) -> Result<Published, Fault> {
    ctx.may(Act::TasksSee)?;
    Ok(store::plan_fetch(ctx.tx(), id)?)
}

/// Publishes a plan for a district and sets its tasks. A plan that differs from its last edition
/// becomes another edition: tasks are set only for items that the last one did not have.
///
/// # Errors
/// When the last edition says the same.
pub fn publish(ctx: &Ctx<'_>, plan: &Plan, division: &Division) -> Result<PlanId, Fault> {
    let scope = ctx.may(Act::PlanPublish)?;
    let body = serde_json::to_string(plan).map_err(|e| Fault::Internal(Box::new(e)))?;
    let before = store::plan_by_code(ctx.tx(), &plan.id)?;
    let published = Published {
        id: ctx.id(),
        edition: before.as_ref().map_or(1, |p| p.edition + 1),
        fingerprint: hex(&sm3(body.as_bytes())),
        published_at: ctx.now(),
        published_by: ctx.who().actor(),
        plan: plan.clone(),
    };
    if before
        .as_ref()
        .is_some_and(|p| p.fingerprint == published.fingerprint)
    {
        return Err(Fault::refused("plan-same"));
    }
    store::plan_insert(ctx.tx(), &published, &body, ctx.now())?;
    let mut tasks = 0_usize;
    let known = |item: &Item| {
        before
            .as_ref()
            .is_some_and(|p| p.plan.item(&item.id).is_some())
    };
    for item in plan.items().filter(|item| !known(item)) {
        for new in asked(plan, item, published.id, division) {
            let task = task::checked(ctx, &scope, &new)?;
            task::insert(ctx, &task)?;
            tasks += 1;
        }
    }
    ctx.tell(
        Entry::named("plan.publish", "plan", published.id)
            .division(division)
            .after(json!({ "plan": plan.id, "edition": published.edition,
                           "fingerprint": published.fingerprint, "tasks": tasks })),
    );
    Ok(published.id)
}

/// The tasks of an item: one for each who answers, and for each month if it comes every month.
fn asked(plan: &Plan, item: &Item, id: PlanId, division: &Division) -> Vec<New> {
    let mut found = Vec::new();
    for section in &item.sections {
        let new = New {
            item: Some((id, item.id.clone())),
            title: item.title.zh.clone(),
            title_en: item.title.en.clone(),
            detail: item.quote.clone(),
            evidence: item.evidence.zh.clone(),
            division: division.code().to_owned(),
            section: section.clone(),
            due: item.due.to_string(),
            ..New::default()
        };
        let Some(every) = item.every else {
            found.push(new);
            continue;
        };
        let months = match every {
            Every::Month => 1,
            Every::Quarter => 3,
        };
        let mut month = Month::of(plan.issued);
        while let Some(this) = month.filter(|m| m.first_day() <= plan.ends) {
            let last = this.plus(months - 1).unwrap_or(this);
            found.push(New {
                month: Some(this.to_string()),
                due: last.last_day().min(plan.ends).to_string(),
                ..new.clone()
            });
            month = this.plus(months);
        }
    }
    found
}
