//! What can be done with findings: a month looked through, findings read.

use super::look::Look;
use super::model::{Finding, Ran, Rule, Wanted};
use super::{query, store};
use base::date::Month;
use base::id::PersonId;
use base::{Fault, Fen};
use platform::journal::Entry;
use platform::{Act, Ctx};
use serde_json::json;

/// Looks through a month's money and writes down what is found, in the place of what was found
/// there before. Rules that cannot run are told, not passed over. How many there are.
///
/// # Errors
/// A right that is missing.
pub fn run(ctx: &Ctx<'_>, month: Month) -> Result<usize, Fault> {
    ctx.may(Act::RollsMake)?;
    ctx.tx().lock("treasury watch")?;
    let mut look = Look::of(ctx, month)?;
    look.dead();
    look.owed(ctx)?;
    look.late(ctx.today());
    look.accounts();
    look.kin(ctx)?;
    look.reserves(ctx)?;
    let mut found = look.found;
    found.sort_by(|a, b| {
        let key = |f: &Finding| (f.rule, f.division.clone(), f.case_number.clone(), f.line);
        key(a).cmp(&key(b))
    });
    for (number, finding) in (1..).zip(found.iter_mut()) {
        finding.number = number;
    }
    let ran = Ran {
        at: ctx.now(),
        by: ctx.who().actor(),
        findings: i64::try_from(found.len()).unwrap_or(i64::MAX),
        skipped: look.skipped,
    };
    store::fund_watch_put(ctx.tx(), month, &ran)?;
    store::fund_finding_insert_all(ctx.tx(), &found)?;
    ctx.tell(
        Entry::named("funds.watch", "fund-month", month).after(json!({ "findings": found.len() })),
    );
    Ok(found.len())
}

/// When a month was looked through last.
pub fn last(ctx: &Ctx<'_>, month: Month) -> Result<Option<Ran>, Fault> {
    ctx.may(Act::AwardsSee)?;
    Ok(store::fund_watch_find(ctx.tx(), month)?)
}

/// Findings of a month within reach, the gravest rules first.
pub fn find(
    ctx: &Ctx<'_>,
    month: Month,
    wanted: &Wanted,
    range: (i64, i64),
) -> Result<Vec<Finding>, Fault> {
    let scope = ctx.may(Act::AwardsSee)?;
    Ok(query::finding_list(
        ctx.tx(),
        (month, &scope),
        wanted,
        range,
    )?)
}

/// How many findings of a month there are within reach and what they are about, by rule.
pub fn sums(ctx: &Ctx<'_>, month: Month) -> Result<Vec<(Rule, i64, Fen)>, Fault> {
    let scope = ctx.may(Act::AwardsSee)?;
    Ok(query::finding_sums(ctx.tx(), (month, &scope))?)
}

/// One finding within reach.
pub fn get(ctx: &Ctx<'_>, month: Month, number: i64) -> Result<Finding, Fault> {
    let scope = ctx.may(Act::AwardsSee)?;
    let finding = store::fund_finding_fetch(ctx.tx(), month, number)?;
    match scope.covers(&finding.division, None) {
        true => Ok(finding),
        false => Err(Fault::NotFound),
    }
}

/// What was found about somebody, within reach, newest month first.
pub fn of_person(ctx: &Ctx<'_>, payee: PersonId) -> Result<Vec<Finding>, Fault> {
    let scope = ctx.may(Act::AwardsSee)?;
    let mut found = store::fund_finding_payee(ctx.tx(), payee)?;
    found.retain(|finding| scope.covers(&finding.division, None));
    Ok(found)
}
