//! What can be done with awards: right, rule, write and journal in one transaction each.

use super::model::{Area, Award, Cadence, Standing, Supplement, Turn, TurnKind};
use super::{query, store};
use base::date::Month;
use base::id::{AwardId, BankAccountId, HouseholdId, PersonId};
use base::message::Message;
use base::{Fault, Fen, FieldErrors};
use jiff::civil::Date;
use platform::journal::Entry;
use platform::{Act, Ctx, Division};
use registry::person::Life;
use serde_json::json;
use std::collections::BTreeSet;

/// No household is granted more than a million yuan a month: more is a slip of the pen.
const MOST: Fen = Fen::new(100_000_000);

/// The decision that a turn of an award rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Its day.
    pub on: Date,
    /// Its fingerprint.
    pub decision: String,
    /// Why, in words or as a code; may be empty for a grant.
    pub reason: String,
}

/// An award to be granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Code of the programme in the pack.
    pub programme: String,
    /// Number of the case.
    pub case_number: String,
    /// Which part of the case, where one case grants to several; else empty.
    pub part: String,
    /// The household.
    pub household: Option<HouseholdId>,
    /// The person who is paid.
    pub payee: PersonId,
    /// One of the payee's accounts; a roll blocks the award until there is one.
    pub account: Option<BankAccountId>,
    /// Where they live.
    pub division: Division,
    /// Town or village.
    pub area: Area,
    /// How often it is paid.
    pub cadence: Cadence,
    /// How many people it is for.
    pub persons: i64,
    /// First month.
    pub from: Month,
    /// A month, without supplements.
    pub amount: Fen,
    /// Supplements.
    pub supplements: Vec<Supplement>,
    /// The decision.
    pub decided: Decided,
}

/// Another amount from a month on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The first month of the new amount; one that is paid already makes arrears or recoveries.
    pub from: Month,
    /// A month, without supplements.
    pub amount: Fen,
    /// Supplements.
    pub supplements: Vec<Supplement>,
    /// How many people it is for.
    pub persons: i64,
    /// The decision.
    pub decided: Decided,
}

/// Which awards are looked for. What is empty does not matter.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Of a programme.
    pub programme: String,
    /// Code of a standing.
    pub standing: String,
    /// Of a case.
    pub case_number: String,
    /// In a division.
    pub division: String,
}

/// Many awards from one source: a migration of older rolls, a demonstration.
#[derive(Debug, Clone, Copy)]
pub struct Many<'a> {
    /// The awards.
    pub grants: &'a [Grant],
    /// Where they come from, for the journal.
    pub source: &'a str,
}

fn amounts(errors: &mut FieldErrors, amount: Fen, supplements: &[Supplement]) -> Fen {
    let total = supplements.iter().try_fold(amount, |sum, s| {
        let fits = s.amount_fen > Fen::ZERO && !s.code.trim().is_empty();
        fits.then(|| sum.checked_add(s.amount_fen)).flatten()
    });
    match total {
        None => errors.add("supplements", Message::new("award-supplement")),
        Some(total) if amount < Fen::ZERO || total <= Fen::ZERO || total > MOST => {
            errors.add("amount", Message::new("award-amount"));
        }
        Some(total) => return total,
    }
    Fen::ZERO
}

fn word(errors: &mut FieldErrors, field: &'static str, value: &str) {
    if value.trim().is_empty() || value.len() > 80 {
        errors.add(field, Message::new("award-code"));
    }
}

fn decided(errors: &mut FieldErrors, decided: &Decided, today: Date) {
    if decided.decision.trim().is_empty() || decided.on > today {
        errors.add("decision", Message::new("award-decision"));
    }
}

/// What is wrong with a grant in itself; its total if nothing is.
fn checked(grant: &Grant, today: Date) -> Result<Fen, Fault> {
    let mut errors = FieldErrors::new();
    word(&mut errors, "programme", &grant.programme);
    word(&mut errors, "case_number", &grant.case_number);
    decided(&mut errors, &grant.decided, today);
    if grant.persons < 1 || grant.persons > 99 {
        errors.add("persons", Message::new("award-persons"));
    }
    let total = amounts(&mut errors, grant.amount, &grant.supplements);
    errors.done()?;
    Ok(total)
}

fn made(ctx: &Ctx<'_>, grant: &Grant, total: Fen) -> (Award, Turn) {
    let award = Award {
        id: ctx.id(),
        version: 1,
        programme: grant.programme.trim().to_owned(),
        case_number: grant.case_number.trim().to_owned(),
        part: grant.part.trim().to_owned(),
        household: grant.household,
        payee: grant.payee,
        account: grant.account,
        division: grant.division.clone(),
        area: grant.area,
        cadence: grant.cadence,
        first: grant.from,
        last: None,
        standing: Standing::Active,
        amount: total,
        persons: grant.persons,
    };
    let turn = Turn {
        number: 1,
        kind: TurnKind::Grant,
        from: grant.from,
        amount: Some(grant.amount),
        supplements: grant.supplements.clone(),
        persons: Some(grant.persons),
        decided_on: grant.decided.on,
        decision: grant.decided.decision.clone(),
        reason: grant.decided.reason.clone(),
        recorded_at: ctx.now(),
        recorded_by: ctx.who().actor(),
    };
    (award, turn)
}

/// Grants an award. The same part of the same case under the same programme is granted once: a
/// second grant is refused with `award-known`.
///
/// # Errors
/// Fields that cannot be right; a payee who is dead or not within reach; an account that is not
/// the payee's; a case that has its award already.
pub fn grant(ctx: &Ctx<'_>, grant: &Grant) -> Result<AwardId, Fault> {
    let scope = ctx.may(Act::AwardsDecide)?;
    if !scope.covers(&grant.division, None) {
        return Err(Fault::NotFound);
    }
    let total = checked(grant, ctx.today())?;
    payable(ctx, grant.payee, grant.account)?;
    let (programme, case) = (grant.programme.trim(), grant.case_number.trim());
    ctx.tx().lock(&format!("award {programme} {case}"))?;
    if store::award_of_case(ctx.tx(), programme, case, grant.part.trim())?.is_some() {
        return Err(Fault::Refused(
            Message::new("award-known").with("case", case.to_owned()),
        ));
    }
    let (award, turn) = made(ctx, grant, total);
    let id = award.id;
    ctx.tell(
        Entry::named("award.grant", "award", id)
            .division(&award.division)
            .after(
                json!({ "programme": award.programme, "case": award.case_number,
                           "from": award.first.to_string(), "amount_fen": total.get(),
                           "decision": turn.decision }),
            ),
    );
    store::award_insert_all(ctx.tx(), &[(award, turn)], &ctx.who().actor(), ctx.now())?;
    Ok(id)
}

/// Grants many awards of people whom the caller knows to be alive: all or none. The journal has one
/// entry for all of them.
///
/// # Errors
/// The first grant that cannot be right; two of one case.
pub fn grant_all(ctx: &Ctx<'_>, many: Many<'_>) -> Result<Vec<AwardId>, Fault> {
    let scope = ctx.may(Act::AwardsDecide)?;
    let mut seen = BTreeSet::new();
    let mut new = Vec::with_capacity(many.grants.len());
    for grant in many.grants {
        if !scope.covers(&grant.division, None) {
            return Err(Fault::NotFound);
        }
        let total = checked(grant, ctx.today())?;
        if !seen.insert((&grant.programme, &grant.case_number, &grant.part)) {
            let known = Message::new("award-known").with("case", grant.case_number.clone());
            return Err(Fault::Refused(known));
        }
        new.push(made(ctx, grant, total));
    }
    store::award_insert_all(ctx.tx(), &new, &ctx.who().actor(), ctx.now())?;
    ctx.tell(
        Entry::named("award.grants", "awards", many.source).after(json!({ "awards": new.len() })),
    );
    Ok(new.iter().map(|(award, _)| award.id).collect())
}

/// Whether somebody can be paid into an account.
fn payable(ctx: &Ctx<'_>, payee: PersonId, account: Option<BankAccountId>) -> Result<(), Fault> {
    let person = registry::person::get(ctx, payee)?;
    if person.life == Life::Dead {
        return Err(Fault::refused("award-person-dead"));
    }
    if let Some(wanted) = account {
        let all = registry::reach::accounts(ctx, payee)?;
        if !all.iter().any(|a| a.id == wanted && a.ended_at.is_none()) {
            return Err(Fault::field("account", Message::new("award-account")));
        }
    }
    Ok(())
}

fn opened(ctx: &Ctx<'_>, (id, version): (AwardId, i64)) -> Result<Award, Fault> {
    let scope = ctx.may(Act::AwardsDecide)?;
    let award = store::award_fetch(ctx.tx(), id)?;
    if !scope.covers(&award.division, None) {
        return Err(Fault::NotFound);
    }
    match award.version == version {
        true => Ok(award),
        false => Err(Fault::Stale),
    }
}

fn turned(
    ctx: &Ctx<'_>,
    before: &Award,
    after: &Award,
    (kind, from): (TurnKind, Month),
    (amounts, reasons): (Option<&Change>, &Decided),
) -> Result<(), Fault> {
    let mut errors = FieldErrors::new();
    decided(&mut errors, reasons, ctx.today());
    errors.done()?;
    // The version first: whoever lost the race writes no turn.
    store::award_update(ctx.tx(), after)?;
    let turn = Turn {
        number: store::turn_count(ctx.tx(), before.id)?.saturating_add(1),
        kind,
        from,
        amount: amounts.map(|c| c.amount),
        supplements: amounts.map_or_else(Vec::new, |c| c.supplements.clone()),
        persons: amounts.map(|c| c.persons),
        decided_on: reasons.on,
        decision: reasons.decision.clone(),
        reason: reasons.reason.clone(),
        recorded_at: ctx.now(),
        recorded_by: ctx.who().actor(),
    };
    store::turn_insert_all(ctx.tx(), [(before.id, &turn)])?;
    let act = match kind {
        TurnKind::Grant => "award.grant",
        TurnKind::Change => "award.change",
        TurnKind::Suspend => "award.suspend",
        TurnKind::Resume => "award.resume",
        TurnKind::End => "award.end",
    };
    ctx.tell(
        Entry::named(act, "award", before.id)
            .division(&before.division)
            .before(json!({ "state": before.standing.code(), "amount_fen": before.amount.get() }))
            .after(
                json!({ "state": after.standing.code(), "amount_fen": after.amount.get(),
                           "from": from.to_string(), "decision": reasons.decision }),
            )
            .reason(reasons.reason.trim()),
    );
    Ok(())
}

/// Sets another amount from a month on; whether the award is suspended does not change.
///
/// # Errors
/// A month before the award's first or after its last; an amount that cannot be right.
pub fn change(ctx: &Ctx<'_>, at: (AwardId, i64), change: &Change) -> Result<(), Fault> {
    let before = opened(ctx, at)?;
    let mut errors = FieldErrors::new();
    let total = amounts(&mut errors, change.amount, &change.supplements);
    if change.persons < 1 || change.persons > 99 {
        errors.add("persons", Message::new("award-persons"));
    }
    if change.from < before.first || before.last.is_some_and(|last| change.from > last) {
        errors.add("from", Message::new("award-month"));
    }
    errors.done()?;
    let after = Award {
        amount: total,
        persons: change.persons,
        ..before.clone()
    };
    let turn = (TurnKind::Change, change.from);
    turned(ctx, &before, &after, turn, (Some(change), &change.decided))
}

/// Suspends an award from a month on.
///
/// # Errors
/// An award that is not active; one that is paid once; a month before its first.
pub fn suspend(
    ctx: &Ctx<'_>,
    at: (AwardId, i64),
    from: Month,
    decided: &Decided,
) -> Result<(), Fault> {
    let before = opened(ctx, at)?;
    if before.standing != Standing::Active {
        return Err(Fault::refused("award-not-active"));
    }
    if before.cadence == Cadence::Once {
        return Err(Fault::refused("award-once"));
    }
    if from < before.first {
        return Err(Fault::field("from", Message::new("award-month")));
    }
    let after = Award {
        standing: Standing::Suspended,
        ..before.clone()
    };
    turned(
        ctx,
        &before,
        &after,
        (TurnKind::Suspend, from),
        (None, decided),
    )
}

/// Takes a suspended award up again from a month on. Given the month that it was suspended in, what
/// was not paid meanwhile is owed after all.
///
/// # Errors
/// An award that is not suspended; a month before its first.
pub fn resume(
    ctx: &Ctx<'_>,
    at: (AwardId, i64),
    from: Month,
    decided: &Decided,
) -> Result<(), Fault> {
    let before = opened(ctx, at)?;
    if before.standing != Standing::Suspended {
        return Err(Fault::refused("award-not-suspended"));
    }
    if from < before.first {
        return Err(Fault::field("from", Message::new("award-month")));
    }
    let after = Award {
        standing: Standing::Active,
        ..before.clone()
    };
    turned(
        ctx,
        &before,
        &after,
        (TurnKind::Resume, from),
        (None, decided),
    )
}

/// Ends an award after a last month; `None` says that it should never have been. What was paid for
/// months after it becomes a recovery. An award that has ended can be ended earlier, not later.
///
/// # Errors
/// A last month before the first, or not before the one that stands.
pub fn end(
    ctx: &Ctx<'_>,
    at: (AwardId, i64),
    last: Option<Month>,
    decided: &Decided,
) -> Result<(), Fault> {
    let before = opened(ctx, at)?;
    let last = match last {
        Some(last) if last >= before.first => last,
        Some(_) => return Err(Fault::field("last", Message::new("award-month"))),
        None => before.first.plus(-1).unwrap_or(before.first),
    };
    if before.last.is_some_and(|known| last >= known) {
        return Err(Fault::refused("award-ended"));
    }
    let from = last.plus(1).unwrap_or(last);
    let after = Award {
        standing: Standing::Ended,
        last: Some(last),
        ..before.clone()
    };
    turned(ctx, &before, &after, (TurnKind::End, from), (None, decided))
}

/// Pays an award to another account, or to another person (a guardian, a new head).
///
/// # Errors
/// A payee who is dead or not within reach; an account that is not the payee's or has ended.
pub fn redirect(
    ctx: &Ctx<'_>,
    at: (AwardId, i64),
    (payee, account): (PersonId, Option<BankAccountId>),
    reason: &str,
) -> Result<(), Fault> {
    let before = opened(ctx, at)?;
    if reason.trim().is_empty() {
        return Err(Fault::field("reason", Message::new("award-decision")));
    }
    payable(ctx, payee, account)?;
    let after = Award {
        payee,
        account,
        ..before.clone()
    };
    store::award_update(ctx.tx(), &after)?;
    ctx.tell(
        Entry::named("award.redirect", "award", before.id)
            .division(&before.division)
            .before(json!({ "payee": before.payee.to_string() }))
            .after(json!({ "payee": payee.to_string() }))
            .reason(reason.trim()),
    );
    Ok(())
}

/// One award within reach; any other does not exist.
pub fn get(ctx: &Ctx<'_>, id: AwardId) -> Result<Award, Fault> {
    let scope = ctx.may(Act::AwardsSee)?;
    let award = store::award_fetch(ctx.tx(), id)?;
    match scope.covers(&award.division, None) {
        true => Ok(award),
        false => Err(Fault::NotFound),
    }
}

/// What happened to an award, in order.
pub fn turns(ctx: &Ctx<'_>, id: AwardId) -> Result<Vec<Turn>, Fault> {
    get(ctx, id)?;
    Ok(store::turn_list(ctx.tx(), id)?)
}

/// Awards of a household, ended ones too.
pub fn of_household(ctx: &Ctx<'_>, id: HouseholdId) -> Result<Vec<Award>, Fault> {
    let scope = ctx.may(Act::AwardsSee)?;
    let mut found = store::award_list_household(ctx.tx(), id)?;
    found.retain(|award| scope.covers(&award.division, None));
    Ok(found)
}

/// Awards that somebody is paid, ended ones too.
pub fn of_person(ctx: &Ctx<'_>, id: PersonId) -> Result<Vec<Award>, Fault> {
    let scope = ctx.may(Act::AwardsSee)?;
    let mut found = store::award_list_payee(ctx.tx(), id)?;
    found.retain(|award| scope.covers(&award.division, None));
    Ok(found)
}

/// Who is paid by the awards of a case.
pub(crate) fn payees_of(ctx: &Ctx<'_>, case_number: &str) -> Result<Vec<PersonId>, Fault> {
    ctx.may(Act::NoticesSee)?;
    Ok(store::award_payees_of_case(ctx.tx(), case_number)?)
}

/// What the awards in force cost a month, by programme.
pub fn monthly(ctx: &Ctx<'_>) -> Result<Vec<(String, Fen)>, Fault> {
    ctx.may(Act::AwardsSee)?;
    Ok(store::award_monthly(ctx.tx())?)
}

/// Awards within reach by place and case, and whether there are more.
pub fn find(
    ctx: &Ctx<'_>,
    wanted: &Wanted,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Award>, bool), Fault> {
    let scope = ctx.may(Act::AwardsSee)?;
    let more = limit.saturating_add(1);
    let mut found = query::award_list(ctx.tx(), &scope, wanted, more, offset)?;
    let more = found.len() as i64 > limit;
    found.truncate(usize::try_from(limit).unwrap_or(0));
    Ok((found, more))
}
