//! What can be done with a roll that is built: lines held and let pass, two signatures, money set
//! aside, what the bank sent back paid again.

use super::build::Checks;
use super::model::{Block, Cause, Kind, Line, LineState, Roll, State, Step, Wanted};
use super::{query, store};
use crate::award;
use crate::book::{self, Kind as Fund};
use base::date::Month;
use base::id::{AwardId, PersonId, RollId};
use base::message::Message;
use base::{Fault, Fen};
use jiff::civil::Date;
use ledger::{Deed, Transfer};
use platform::crypto::{hex, sm3};
use platform::journal::Entry;
use platform::{Act, Ctx, Person};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

/// Every roll, newest first.
pub fn find(ctx: &Ctx<'_>) -> Result<Vec<Roll>, Fault> {
    ctx.may(Act::AwardsSee)?;
    Ok(store::roll_list(ctx.tx())?)
}

/// One roll.
pub fn get(ctx: &Ctx<'_>, id: RollId) -> Result<Roll, Fault> {
    ctx.may(Act::AwardsSee)?;
    Ok(store::roll_fetch(ctx.tx(), id)?)
}

/// Lines of a roll within reach.
pub fn lines(
    ctx: &Ctx<'_>,
    id: RollId,
    wanted: &Wanted,
    range: (i64, i64),
) -> Result<Vec<Line>, Fault> {
    let scope = ctx.may(Act::AwardsSee)?;
    Ok(query::line_list(ctx.tx(), (id, &scope), wanted, range)?)
}

/// One line within reach.
pub fn line(ctx: &Ctx<'_>, id: RollId, number: i64) -> Result<Line, Fault> {
    let scope = ctx.may(Act::AwardsSee)?;
    let line = store::roll_line_fetch(ctx.tx(), id, number)?;
    match scope.covers(&line.division, None) {
        true => Ok(line),
        false => Err(Fault::NotFound),
    }
}

/// Failed lines within reach that no roll pays again, with their roll and month.
pub fn failed(ctx: &Ctx<'_>) -> Result<Vec<(RollId, Month, Line)>, Fault> {
    let scope = ctx.may(Act::AwardsSee)?;
    let mut all = store::roll_line_failed(ctx.tx())?;
    all.retain(|(_, _, line)| scope.covers(&line.division, None));
    Ok(all)
}

/// What somebody was put on rolls for, newest first.
pub fn paid_to(ctx: &Ctx<'_>, payee: PersonId) -> Result<Vec<(RollId, Month, Line)>, Fault> {
    let scope = ctx.may(Act::AwardsSee)?;
    let mut all = store::roll_line_payee(ctx.tx(), payee)?;
    all.retain(|(_, _, line)| scope.covers(&line.division, None));
    Ok(all)
}

/// What somebody was put on signed rolls for, for whoever has made sure that it is they who ask.
pub(crate) fn lines_of(
    ctx: &Ctx<'_>,
    payee: PersonId,
) -> Result<Vec<(RollId, Month, Line)>, Fault> {
    ctx.may(Act::NoticesSee)?;
    Ok(store::roll_line_payee(ctx.tx(), payee)?)
}

/// The rolls that two people have approved.
pub(crate) fn approved(ctx: &Ctx<'_>) -> Result<BTreeSet<RollId>, Fault> {
    ctx.may(Act::NoticesSee)?;
    let rolls = store::roll_list(ctx.tx())?.into_iter();
    let done = rolls.filter(|r| !matches!(r.state, State::Draft | State::Signed));
    Ok(done.map(|r| r.id).collect())
}

/// The month's own roll, once two people have approved it.
pub(crate) fn of_month(ctx: &Ctx<'_>, month: Month) -> Result<Option<RollId>, Fault> {
    ctx.may(Act::AwardsSee)?;
    let rolls = store::roll_list(ctx.tx())?;
    let own = rolls.into_iter().find(|r| {
        r.month == month
            && r.kind == Kind::Monthly
            && !matches!(r.state, State::Draft | State::Signed)
    });
    Ok(own.map(|r| r.id))
}

/// The lines and money of a roll within reach: by a column of theirs, as `sum` says.
pub fn sums(
    ctx: &Ctx<'_>,
    id: RollId,
    wanted: &Wanted,
    of: (&str, &str),
) -> Result<Vec<(String, Step)>, Fault> {
    let scope = ctx.may(Act::AwardsSee)?;
    Ok(query::line_sums(ctx.tx(), (id, &scope), wanted, of)?)
}

/// From last month's money to this month's, step by step: the code of each step, its lines, its
/// money. First `last`, then causes, arrears, recovery and what is not paid, in the end `pay`.
pub fn waterfall(ctx: &Ctx<'_>, id: RollId) -> Result<Vec<(&'static str, Step)>, Fault> {
    let all = Wanted::default();
    let last = sums(
        ctx,
        id,
        &all,
        ("CASE WHEN last_fen > 0 THEN 'y' END", "last_fen"),
    )?;
    let causes = sums(ctx, id, &all, ("cause", "due_fen - last_fen"))?;
    let arrears = sums(
        ctx,
        id,
        &all,
        ("CASE WHEN arrears_fen > 0 THEN 'y' END", "arrears_fen"),
    )?;
    let recovery = sums(
        ctx,
        id,
        &all,
        ("CASE WHEN recovery_fen > 0 THEN 'y' END", "-recovery_fen"),
    )?;
    let states = sums(ctx, id, &all, ("state", "pay_fen"))?;
    let of = |found: &[(String, Step)], word: &str| {
        let step = found.iter().find(|(w, _)| w == word);
        step.map(|(_, s)| *s).unwrap_or_default()
    };
    let minus = |step: Step| Step {
        amount: Fen::new(-step.amount.get()),
        ..step
    };
    Ok(vec![
        ("last", of(&last, "y")),
        ("joined", of(&causes, Cause::Joined.code())),
        ("left", of(&causes, Cause::Left.code())),
        ("up", of(&causes, Cause::Up.code())),
        ("down", of(&causes, Cause::Down.code())),
        ("arrears", of(&arrears, "y")),
        ("recovery", of(&recovery, "y")),
        ("blocked", minus(of(&states, LineState::Blocked.code()))),
        ("held", minus(of(&states, LineState::Held.code()))),
        ("pay", of(&states, LineState::Pay.code())),
    ])
}

fn drafted(ctx: &Ctx<'_>, (id, version): (RollId, i64)) -> Result<Roll, Fault> {
    ctx.may(Act::RollsMake)?;
    ctx.tx().lock("treasury rolls")?;
    let roll = store::roll_fetch(ctx.tx(), id)?;
    if roll.version != version {
        return Err(Fault::Stale);
    }
    match roll.state {
        State::Draft => Ok(roll),
        _ => Err(Fault::refused("roll-not-draft")),
    }
}

fn set(
    ctx: &Ctx<'_>,
    at: (RollId, i64),
    line: &Line,
    (act, reason): (&'static str, &str),
) -> Result<(), Fault> {
    store::roll_line_state(ctx.tx(), at.0, line)?;
    ctx.tell(
        Entry::named(act, "roll", at.0)
            .division(&line.division)
            .after(json!({ "line": line.number, "state": line.state.code() }))
            .reason(reason),
    );
    Ok(())
}

fn reasoned(reason: &str) -> Result<String, Fault> {
    match reason.trim() {
        "" => Err(Fault::field("reason", Message::new("roll-reason"))),
        text => Ok(text.to_owned()),
    }
}

/// Holds a line of a draft: it is not paid now and stays owed.
pub fn hold(ctx: &Ctx<'_>, at: (RollId, i64), number: i64, reason: &str) -> Result<(), Fault> {
    drafted(ctx, at)?;
    let mut line = store::roll_line_fetch(ctx.tx(), at.0, number)?;
    if line.state != LineState::Pay {
        return Err(Fault::refused("roll-line-not-paid"));
    }
    line.state = LineState::Held;
    line.reason = Some(reasoned(reason)?);
    set(ctx, at, &line, ("roll.hold", reason.trim()))
}

/// Lets a line of a draft pass: one that an officer held, or one that a check blocked that may be
/// passed with a reason.
pub fn release(ctx: &Ctx<'_>, at: (RollId, i64), number: i64, reason: &str) -> Result<(), Fault> {
    drafted(ctx, at)?;
    let mut line = store::roll_line_fetch(ctx.tx(), at.0, number)?;
    let passes = match line.state {
        LineState::Held => line.block.is_none_or(Block::may_pass),
        LineState::Blocked => line.block.is_some_and(Block::may_pass),
        LineState::Pay | LineState::Nothing => false,
    };
    if !passes {
        return Err(Fault::refused("roll-line-blocked"));
    }
    line.state = LineState::Pay;
    line.reason = Some(reasoned(reason)?);
    set(ctx, at, &line, ("roll.release", reason.trim()))
}

/// SM3 over what a roll pays, to whom, and what it does not pay.
pub(super) fn fingerprint(ctx: &Ctx<'_>, roll: &Roll) -> Result<String, Fault> {
    let mut text = format!("{} {} {}\n", roll.month, roll.kind.code(), roll.pay_on);
    store::roll_line_each(ctx.tx(), roll.id, |l| {
        let account = l.account.map(|a| a.to_string()).unwrap_or_default();
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "{} {} {} {account} {} {}",
            l.number,
            l.award,
            l.payee,
            l.pay.get(),
            l.state.code()
        );
    })?;
    Ok(hex(&sm3(text.as_bytes())))
}

/// Signs a roll. The first signature freezes its lines under a fingerprint; the second, by somebody
/// else, approves it: what it gives is written down and its money is set aside, in one transaction.
///
/// # Errors
/// Awards that changed since it was built; a second signature by the same person; lines that are not
/// those that were signed; a programme without enough money.
pub fn sign(ctx: &Ctx<'_>, (id, version): (RollId, i64)) -> Result<State, Fault> {
    ctx.may(Act::RollsSign)?;
    let Some(person) = ctx.who().person() else {
        return Err(Fault::NotFound);
    };
    ctx.tx().lock("treasury rolls")?;
    let mut roll = store::roll_fetch(ctx.tx(), id)?;
    if roll.version != version {
        return Err(Fault::Stale);
    }
    if roll.kind == Kind::Monthly && store::award_stamp(ctx.tx())? != roll.stamp {
        return Err(Fault::refused("roll-awards-changed"));
    }
    let now = fingerprint(ctx, &roll)?;
    match roll.state {
        State::Draft => first(ctx, &mut roll, person, now),
        State::Signed => second(ctx, &mut roll, person, &now)?,
        _ => return Err(Fault::refused("roll-not-draft")),
    }
    store::roll_update(ctx.tx(), &roll)?;
    ctx.tell(
        Entry::new(Act::RollsSign, "roll", id)
            .after(json!({ "state": roll.state.code(), "fingerprint": roll.fingerprint })),
    );
    Ok(roll.state)
}

fn first(ctx: &Ctx<'_>, roll: &mut Roll, person: &Person, now: String) {
    roll.state = State::Signed;
    roll.fingerprint = Some(now);
    roll.first = Some((person.id, person.name.clone(), ctx.now()));
}

fn second(ctx: &Ctx<'_>, roll: &mut Roll, person: &Person, now: &str) -> Result<(), Fault> {
    if roll
        .first
        .as_ref()
        .is_none_or(|(id, _, _)| *id == person.id)
    {
        return Err(Fault::refused("roll-same-person"));
    }
    if roll.fingerprint.as_deref() != Some(now) {
        return Err(Fault::refused("roll-fingerprint"));
    }
    roll.state = State::Approved;
    roll.second = Some((person.id, person.name.clone(), ctx.now()));
    let mut items = Vec::new();
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    store::roll_line_each(ctx.tx(), roll.id, |line| {
        if line.state == LineState::Pay {
            *sums.entry(line.programme).or_default() += line.pay.get();
            let months = line.months.into_iter();
            items.extend(months.map(|(month, fen)| (line.award, month, fen)));
        }
    })?;
    store::roll_item_insert_all(ctx.tx(), roll.id, items)?;
    book::lock(ctx)?;
    let mut transfers = Vec::new();
    for (programme, fen) in &sums {
        let from = match roll.kind {
            Kind::Monthly => Fund::Budget,
            Kind::Again => Fund::Returned,
        };
        transfers.push(Transfer {
            id: book::identity(&["hold", &roll.id.to_string(), programme]),
            month: roll.month,
            deed: Deed::Hold {
                debit: book::account(ctx, Fund::Transit, programme, "")?,
                credit: book::account(ctx, from, programme, "")?,
                amount: Fen::new(*fen),
            },
        });
    }
    let subject = format!("roll {}", roll.id);
    let line = book::Line {
        transfers: &transfers,
        subject: &subject,
        note: "approved",
    };
    book::post(ctx, &line)
}

/// Takes back the first signature, so that the roll can be built anew.
pub fn reopen(ctx: &Ctx<'_>, (id, version): (RollId, i64), reason: &str) -> Result<(), Fault> {
    ctx.may(Act::RollsSign)?;
    let reason = reasoned(reason)?;
    ctx.tx().lock("treasury rolls")?;
    let mut roll = store::roll_fetch(ctx.tx(), id)?;
    if roll.version != version {
        return Err(Fault::Stale);
    }
    if roll.state != State::Signed {
        return Err(Fault::refused("roll-not-signed"));
    }
    roll.state = State::Draft;
    roll.first = None;
    roll.fingerprint = None;
    store::roll_update(ctx.tx(), &roll)?;
    ctx.tell(Entry::named("roll.reopen", "roll", id).reason(reason));
    Ok(())
}

/// Makes a roll of everything that the bank sent back and that can be paid now, to the accounts that
/// the awards have now. What cannot be paid stays on the list of failed lines.
///
/// # Errors
/// Nothing that could be paid again.
pub fn again(ctx: &Ctx<'_>, month: Month, pay_on: Date) -> Result<RollId, Fault> {
    ctx.may(Act::RollsMake)?;
    ctx.tx().lock("treasury rolls")?;
    let checks = Checks::of(ctx)?;
    let number = store::roll_list(ctx.tx())?
        .iter()
        .filter(|r| r.month == month)
        .map(|r| r.number)
        .max()
        .unwrap_or(0);
    let roll = Roll {
        id: ctx.id(),
        version: 1,
        month,
        number: number.saturating_add(1).max(2),
        kind: Kind::Again,
        state: State::Draft,
        pay_on,
        stamp: String::new(),
        fingerprint: None,
        built_at: ctx.now(),
        built_by: ctx.who().actor(),
        first: None,
        second: None,
        file_format: None,
        file_fingerprint: None,
    };
    let mut lines: Vec<Line> = Vec::new();
    let mut of = Vec::new();
    for (from, _, failed) in store::roll_line_failed(ctx.tx())? {
        let award = award::get(ctx, failed.award)?;
        // The same account would fail again, and one award stands on a roll once.
        if award.account == failed.account || lines.iter().any(|l| l.award == failed.award) {
            continue;
        }
        let mut line = Line {
            number: lines.len() as i64 + 1,
            payee: award.payee,
            payee_name: checks.name(award.payee),
            account: award.account,
            due: failed.pay,
            arrears: Fen::ZERO,
            recovery: Fen::ZERO,
            left: Fen::ZERO,
            last: failed.pay,
            cause: Cause::Same,
            months: Vec::new(),
            block: None,
            warning: None,
            reason: None,
            paid: None,
            failure: None,
            answered_on: None,
            again: None,
            ..failed.clone()
        };
        checks.judge(&mut line, Fen::ZERO);
        if line.state == LineState::Pay {
            of.push((from, failed.number));
            lines.push(line);
        }
    }
    if lines.is_empty() {
        return Err(Fault::refused("roll-nothing-again"));
    }
    store::roll_insert(ctx.tx(), &roll)?;
    store::roll_line_insert_all(ctx.tx(), roll.id, &lines)?;
    for at in of {
        store::roll_line_again(ctx.tx(), at, roll.id)?;
    }
    ctx.tell(
        Entry::named("roll.again", "roll", roll.id)
            .after(json!({ "month": month.to_string(), "lines": lines.len() })),
    );
    Ok(roll.id)
}

/// The lines of a month's signed rolls, those that pay again too, for whoever looks through them.
pub(crate) fn signed_lines(ctx: &Ctx<'_>, month: Month) -> Result<Vec<(RollId, Line)>, Fault> {
    ctx.may(Act::RollsMake)?;
    let mut all = Vec::new();
    let rolls = store::roll_list(ctx.tx())?.into_iter();
    for roll in rolls.filter(|r| r.month == month && r.state != State::Draft) {
        store::roll_line_each(ctx.tx(), roll.id, |line| all.push((roll.id, line)))?;
    }
    Ok(all)
}

/// Whether the month's own roll has been approved.
pub(crate) fn is_approved(ctx: &Ctx<'_>, month: Month) -> Result<bool, Fault> {
    let rolls = store::roll_list(ctx.tx())?;
    let own = rolls
        .iter()
        .find(|r| r.month == month && r.kind == Kind::Monthly);
    Ok(own.is_some_and(|r| !matches!(r.state, State::Draft | State::Signed)))
}

/// What all rolls gave for a month, by award.
pub(crate) fn given(ctx: &Ctx<'_>, month: Month) -> Result<HashMap<AwardId, Fen>, Fault> {
    Ok(store::roll_item_month(ctx.tx(), month)?)
}

/// What rolls gave an award too much and did not get back, by month, the newest first.
pub(crate) fn over(ctx: &Ctx<'_>, award: &award::Award) -> Result<Vec<(Month, Fen)>, Fault> {
    let turns = award::turns(ctx, award.id)?;
    let put = store::roll_item_of(ctx.tx(), award.id)?;
    let Some(last) = put.iter().map(|(month, _)| *month).max() else {
        return Ok(Vec::new());
    };
    let opening = store::roll_opening(ctx.tx())?.unwrap_or(last).min(last);
    Ok(super::reckon::over(award, &turns, &put, (opening, last)))
}

/// The last month whose own roll has been approved.
pub(crate) fn last_approved(ctx: &Ctx<'_>) -> Result<Option<Month>, Fault> {
    let rolls = store::roll_list(ctx.tx())?;
    let approved = rolls
        .iter()
        .filter(|r| r.kind == Kind::Monthly && !matches!(r.state, State::Draft | State::Signed));
    Ok(approved.map(|r| r.month).max())
}

/// The first month up to one that has a roll which the bank has not answered whole.
pub(crate) fn waiting_until(ctx: &Ctx<'_>, month: Month) -> Result<Option<Month>, Fault> {
    let rolls = store::roll_list(ctx.tx())?;
    let open = rolls
        .iter()
        .filter(|r| r.month <= month && r.state != State::Answered);
    Ok(open.map(|r| r.month).min())
}
