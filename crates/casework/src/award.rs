//! The seam to the treasury: what a granted case gives somebody the right to.

use crate::case::{Casefile, Paid};
use base::date::Month;
use base::id::AwardId;
use base::message::Message;
use base::{Fault, Fen};
use platform::Ctx;
use policy::decide::Decision;
use policy::fact::Case;
use policy::pack::Pack;
use policy::programme::Period;
use registry::household;
use treasury::award::{Cadence, Decided, Grant, Standing};
use treasury::reserve::{self, Spend};

/// Grants the award of a case within the transaction of its decision; `None` where the programme
/// pays nothing.
pub(crate) fn granted(
    ctx: &Ctx<'_>,
    pack: &Pack,
    case: &Casefile,
    (facts, decision): (&Case, &Decision),
    reason: &str,
) -> Result<Option<AwardId>, Fault> {
    let home = household::get(ctx, case.household)?;
    let period = pack
        .programme(&case.programme)
        .and_then(|p| p.amount.as_ref());
    let Some(period) = period else {
        return Ok(None);
    };
    let monthly = period.period == Period::Month;
    let first = decision.first_month.as_ref().and_then(|f| f.month);
    let this = || Month::of(ctx.today());
    let from = first.or_else(this);
    let from = from.ok_or_else(|| Fault::refused("case-facts-changed"))?;
    let persons = if case.whole { facts.members.len() } else { 1 };
    let grant = Grant {
        programme: case.programme.clone(),
        case_number: case.number.clone(),
        part: String::new(),
        household: Some(case.household),
        payee: case.person,
        account: None,
        division: case.division.clone(),
        area: home.kind,
        cadence: if monthly {
            Cadence::Monthly
        } else {
            Cadence::Once
        },
        persons: i64::try_from(persons).unwrap_or(1),
        from,
        amount: case.amount.unwrap_or(Fen::ZERO),
        supplements: Vec::new(),
        decided: Decided {
            on: ctx.today(),
            decision: pack.version.clone(),
            reason: reason.trim().to_owned(),
        },
    };
    treasury::award::grant(ctx, &grant).map(Some)
}

/// The level of towns in the tree of divisions.
const TOWN: i64 = 4;

/// Pays a granted case from the reserve of its town within the transaction of its decision; the
/// number of the entry in the town's book.
pub(crate) fn spent(
    ctx: &Ctx<'_>,
    case: &Casefile,
    paid: Option<&Paid>,
    why: &str,
) -> Result<i64, Fault> {
    let needed = |field| Fault::field(field, Message::new("case-paid-how"));
    let paid = paid.ok_or_else(|| needed("receipt"))?;
    for (field, text) in [("receipt", &paid.receipt), ("witness", &paid.witness)] {
        if text.trim().is_empty() {
            return Err(needed(field));
        }
    }
    let mut town = case.division.clone();
    while town.level() > TOWN {
        town = town.parent().ok_or(Fault::NotFound)?;
    }
    let spend = Spend {
        town,
        programme: case.programme.clone(),
        case_number: case.number.clone(),
        household: Some(case.household),
        payee: case.person,
        amount: case.amount.unwrap_or(Fen::ZERO),
        on: ctx.today(),
        way: paid.way,
        receipt: paid.receipt.clone(),
        witness: paid.witness.clone(),
        reason: why.to_owned(),
    };
    Ok(reserve::spend(ctx, &spend)?.number)
}

/// What a household is paid already, as the facts of a case name it.
pub(crate) fn held(
    ctx: &Ctx<'_>,
    pack: &Pack,
    home: base::id::HouseholdId,
    members: &[String],
) -> Result<serde_json::Value, Fault> {
    let all = treasury::award::of_household(ctx, home)?;
    let paid = all.iter().filter(|a| a.standing == Standing::Active);
    let known = paid.filter_map(|award| {
        let programme = pack.programme(&award.programme)?;
        let own = programme.unit == policy::fact::Entity::Person;
        // Who has left the household is no member of the case.
        if own && !members.contains(&award.payee.to_string()) {
            return None;
        }
        let mut held = serde_json::json!({
            "programme": award.programme,
            "amount": award.amount.to_string(),
            "since": award.first.first_day().to_string(),
        });
        if own {
            held["member"] = serde_json::json!(award.payee.to_string());
        }
        Some(held)
    });
    Ok(known.collect())
}
