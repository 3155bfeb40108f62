//! What money asks of whoever comes to work: rolls that wait for a signature, payments that came
//! back, the day by which this month's money is to be there, findings of last month, what is left in
//! the town's reserve.

use crate::shown::money;
use crate::{law, reserve, roll, watch};
use base::date::Month;
use base::{Fault, Fen};
use platform::{Act, Ctx};
use webkit::kit::Tone;
use webkit::{Request, Say, Tile};

struct Found {
    unsigned: i64,
    failed: i64,
    findings: i64,
    reserve: Option<Fen>,
    /// Days until the money of this month is to be there, while the bank has not answered.
    deadline: Option<i64>,
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Rolls that wait for this person's signature: whoever signed first does not sign second.
fn unsigned(ctx: &Ctx<'_>) -> Result<i64, Fault> {
    let me = ctx.who().person().map(|p| p.id);
    let waits = |r: &&roll::Roll| match r.state {
        roll::State::Draft => true,
        roll::State::Signed => r.first.as_ref().map(|(id, ..)| *id) != me,
        _ => false,
    };
    Ok(count(roll::find(ctx)?.iter().filter(waits).count()))
}

/// Days until the day by which the law wants this month's money there; `None` once the bank has
/// answered for all of it, or where no day is in force.
fn deadline(ctx: &Ctx<'_>, this: Month) -> Result<Option<i64>, Fault> {
    let rolls = roll::find(ctx)?;
    let own = rolls
        .iter()
        .find(|r| r.month == this && r.kind == roll::Kind::Monthly);
    if rolls.is_empty() || own.is_some_and(|r| r.state == roll::State::Answered) {
        return Ok(None);
    }
    let day = law::number(law::PAY_BY_DAY, ctx.today());
    Ok(day.map(|day| day - i64::from(ctx.today().day())))
}

fn found(ctx: &Ctx<'_>) -> Result<Found, Fault> {
    let this = Month::of(ctx.today()).ok_or(Fault::NotFound)?;
    let can = |act| ctx.who().can(act);
    let last = this.plus(-1).unwrap_or(this);
    let findings = match can(Act::AwardsSee) {
        true => watch::sums(ctx, last)?.iter().map(|(_, n, _)| n).sum(),
        false => 0,
    };
    let reserve = match can(Act::ReserveSpend) {
        true => {
            let all = reserve::statements(ctx, this)?;
            let left = all.iter().map(|(s, _)| s.closing.get()).sum();
            (!all.is_empty()).then(|| Fen::new(left))
        }
        false => None,
    };
    Ok(Found {
        unsigned: if can(Act::RollsSign) {
            unsigned(ctx)?
        } else {
            0
        },
        failed: match can(Act::RollsMake) {
            true => count(roll::failed(ctx)?.len()),
            false => 0,
        },
        findings,
        reserve,
        deadline: match can(Act::RollsMake) || can(Act::RollsSign) {
            true => deadline(ctx, this)?,
            false => None,
        },
    })
}

/// The tiles; nothing to do is no tile.
pub(crate) fn tiles(request: &Request<'_>) -> Result<Vec<Tile>, Fault> {
    if !request.who.can(Act::AwardsSee) {
        return Ok(Vec::new());
    }
    let t = Say(request.catalogue());
    let found = request.read(found)?;
    let tile = |path: &str, code: &str, number: String, tone| Tile {
        path: path.to_owned(),
        title: t.text(code),
        about: t.text(&format!("{code}-about")),
        number: Some(number),
        tone,
    };
    let mut all = Vec::new();
    for (number, path, code, tone) in [
        (found.unsigned, "/rolls", "tile-unsigned", Tone::Warn),
        (found.failed, "/rolls", "tile-failed", Tone::Bad),
        (found.findings, "/supervision", "tile-findings", Tone::Warn),
    ] {
        if number > 0 {
            all.push(tile(path, code, number.to_string(), tone));
        }
    }
    if let Some(days) = found.deadline {
        let (code, tone) = match days {
            ..0 => ("tile-deadline-past", Tone::Bad),
            0..=5 => ("tile-deadline", Tone::Warn),
            _ => ("tile-deadline", Tone::Plain),
        };
        all.push(tile("/rolls", code, days.abs().to_string(), tone));
    }
    if let Some(left) = found.reserve {
        let tone = match left > Fen::ZERO {
            true => Tone::Plain,
            false => Tone::Bad,
        };
        all.push(tile("/reserves", "tile-reserve", money(left), tone));
    }
    Ok(all)
}
