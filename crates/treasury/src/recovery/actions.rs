//! Asking money back, and what becomes of it.

use super::model::{Entry, Kind, Recovery, Settled};
use super::store;
use crate::award;
use crate::book::{self, Kind as Fund};
use crate::roll;
use base::date::Month;
use base::id::{AwardId, RecoveryId};
use base::message::Message;
use base::{Fault, Fen};
use jiff::civil::Date;
use ledger::{Deed, Transfer};
use platform::journal::Entry as Told;
use platform::{Act, Ctx};
use serde_json::json;

/// Every recovery within reach, the open ones first.
pub fn find(ctx: &Ctx<'_>) -> Result<Vec<Recovery>, Fault> {
    let scope = ctx.may(Act::AwardsSee)?;
    let mut all = store::recovery_list(ctx.tx())?;
    all.retain(|r| scope.covers(&r.division, None));
    Ok(all)
}

/// One of them with what was settled of it.
pub fn get(ctx: &Ctx<'_>, id: RecoveryId) -> Result<(Recovery, Vec<Entry>), Fault> {
    let found = find(ctx)?.into_iter().find(|r| r.id == id);
    let found = found.ok_or(Fault::NotFound)?;
    Ok((found, store::recovery_entry_list(ctx.tx(), id)?))
}

/// What is asked back of an award now.
pub fn of_award(ctx: &Ctx<'_>, award: AwardId) -> Result<Option<Recovery>, Fault> {
    let all = find(ctx)?.into_iter();
    Ok(all
        .filter(|r| r.closed_on.is_none())
        .find(|r| r.award == award))
}

/// How much of an award could be asked back: what rolls gave too much and neither came back nor was
/// set off.
pub fn asked(ctx: &Ctx<'_>, award: AwardId) -> Result<Fen, Fault> {
    let award = award::get(ctx, award)?;
    Ok(sum(&roll::over(ctx, &award)?))
}

fn sum(over: &[(Month, Fen)]) -> Fen {
    Fen::new(over.iter().map(|(_, fen)| fen.get()).sum())
}

/// Opens a recovery of everything that an award had too much.
///
/// # Errors
/// Nothing was paid too much; one is open already; no reason; a day that is past.
pub fn open(
    ctx: &Ctx<'_>,
    award: AwardId,
    (reason, due): (&str, Date),
) -> Result<RecoveryId, Fault> {
    let scope = ctx.may(Act::AwardsDecide)?;
    ctx.tx().lock("treasury rolls")?;
    let award = award::get(ctx, award)?;
    if !scope.covers(&award.division, None) {
        return Err(Fault::NotFound);
    }
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Fault::field("reason", Message::new("roll-reason")));
    }
    if due < ctx.today() {
        return Err(Fault::field("due", Message::new("recovery-day")));
    }
    if of_award(ctx, award.id)?.is_some() {
        return Err(Fault::refused("recovery-open"));
    }
    let amount = sum(&roll::over(ctx, &award)?);
    if amount <= Fen::ZERO {
        return Err(Fault::refused("recovery-nothing"));
    }
    let id = ctx.id();
    let by = ctx.who().actor();
    store::recovery_insert(
        ctx.tx(),
        id,
        (award.id, amount, reason, due),
        (ctx.now(), &by),
    )?;
    ctx.tell(
        Told::named("recovery.open", "recovery", id)
            .division(&award.division)
            .after(json!({ "award": award.id.to_string(), "amount_fen": amount.get() }))
            .reason(reason),
    );
    Ok(id)
}

/// Settles a part of a recovery. Money that came back returns to the programme's money.
///
/// # Errors
/// More than is open; a recovery that changed since; no paper; a day to come or in a closed month.
pub fn settle(
    ctx: &Ctx<'_>,
    (id, version): (RecoveryId, i64),
    part: &Settled,
) -> Result<(), Fault> {
    ctx.may(Act::FundsKeep)?;
    ctx.tx().lock("treasury rolls")?;
    let (found, entries) = get(ctx, id)?;
    if found.version != version || found.closed_on.is_some() {
        return Err(Fault::Stale);
    }
    if part.amount <= Fen::ZERO {
        return Err(Fault::field("amount", Message::new("fund-amount")));
    }
    if part.document.trim().is_empty() {
        return Err(Fault::field("document", Message::new("award-code")));
    }
    if part.on > ctx.today() {
        return Err(Fault::field("on", Message::new("recovery-day-to-come")));
    }
    let award = award::get(ctx, found.award)?;
    let over = roll::over(ctx, &award)?;
    if part.amount > found.open() || part.amount > sum(&over) {
        return Err(Fault::field("amount", Message::new("recovery-more")));
    }
    let number = entries.iter().map(|e| e.number).max().unwrap_or(0) + 1;
    let by = ctx.who().actor();
    let mut left = part.amount.get();
    for (month, most) in over {
        let of = most.get().min(left);
        if of > 0 {
            let at = (id, number, month);
            let of = (Fen::new(of), part);
            store::recovery_entry_insert(ctx.tx(), at, of, (ctx.now(), &by))?;
        }
        left -= of;
    }
    if part.kind == Kind::Back {
        returned(ctx, &found, number, part)?;
    }
    let closed = (found.open() == part.amount).then_some(part.on);
    store::recovery_update(ctx.tx(), (id, version), closed)?;
    ctx.tell(
        Told::new(Act::FundsKeep, "recovery", id)
            .division(&found.division)
            .after(
                json!({ "kind": part.kind.code(), "amount_fen": part.amount.get(),
                           "document": part.document.trim() }),
            ),
    );
    Ok(())
}

/// Writes into the books that money came back.
fn returned(ctx: &Ctx<'_>, of: &Recovery, number: i64, part: &Settled) -> Result<(), Fault> {
    book::lock(ctx)?;
    let month = Month::of(part.on).ok_or(Fault::NotFound)?;
    let transfer = Transfer {
        id: book::identity(&["recovery", &of.id.to_string(), &number.to_string()]),
        month,
        deed: Deed::Move {
            debit: book::account(ctx, Fund::Budget, &of.programme, "")?,
            credit: book::account(ctx, Fund::Paid, &of.programme, "")?,
            amount: part.amount,
        },
    };
    let subject = format!("recovery {}", of.id);
    let line = book::Line {
        transfers: &[transfer],
        subject: &subject,
        note: part.document.trim(),
    };
    book::post(ctx, &line)
}
