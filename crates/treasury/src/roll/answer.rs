//! The way of an approved roll through the bank: what it is told, what it answers line by line.

use super::model::{Kind, Line, LineState, Roll, State};
use super::store;
use crate::bank::Told;
use crate::book::{self, Kind as Fund};
use base::date::Month;
use base::id::RollId;
use base::message::Message;
use base::{Fault, Fen};
use jiff::civil::Date;
use ledger::{Deed, Transfer};
use platform::crypto::{hex, sm3};
use platform::journal::Entry;
use platform::{Act, Ctx};
use serde_json::json;
use std::collections::BTreeMap;

/// What the bank says of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Number of the line.
    pub number: i64,
    /// The amount that it speaks of.
    pub amount: Fen,
    /// Why it was not paid; `None` when it was.
    pub failure: Option<String>,
    /// The day.
    pub on: Date,
}

/// What an answer of the bank came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answered {
    /// Lines paid.
    pub paid: i64,
    /// Lines sent back.
    pub failed: i64,
    /// Lines that had arrived and came back on a later day.
    pub returned: i64,
    /// Lines that had this answer already.
    pub known: i64,
    /// Lines that still wait.
    pub waiting: i64,
}

/// The lines of an approved roll that are paid, in their order.
pub fn paid_lines(ctx: &Ctx<'_>, id: RollId) -> Result<(Roll, Vec<Line>), Fault> {
    ctx.may(Act::RollsMake)?;
    let roll = store::roll_fetch(ctx.tx(), id)?;
    if !matches!(roll.state, State::Approved | State::Filed | State::Answered) {
        return Err(Fault::refused("roll-not-approved"));
    }
    let mut lines = Vec::new();
    store::roll_line_each(ctx.tx(), id, |line| {
        if line.state == LineState::Pay {
            lines.push(line);
        }
    })?;
    Ok((roll, lines))
}

/// Writes down that the bank gets a file: its money is on its way from now on. The same file is
/// written down once however often it is asked for; another file for the same roll is refused.
pub fn record_file(ctx: &Ctx<'_>, id: RollId, format: &str, file: &[u8]) -> Result<(), Fault> {
    ctx.may(Act::RollsMake)?;
    ctx.tx().lock("treasury rolls")?;
    let mut roll = store::roll_fetch(ctx.tx(), id)?;
    let print = hex(&sm3(file));
    match roll.state {
        State::Approved => {}
        State::Filed | State::Answered => {
            let same = roll.file_fingerprint.as_deref() == Some(print.as_str());
            if same {
                ctx.tell(Entry::named("roll.file", "roll", id).after(json!({ "again": print })));
                return Ok(());
            }
            return Err(Fault::refused("roll-other-file"));
        }
        State::Draft | State::Signed => return Err(Fault::refused("roll-not-approved")),
    }
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for line in paid_lines(ctx, id)?.1 {
        *sums.entry(line.programme).or_default() += line.pay.get();
    }
    book::lock(ctx)?;
    let own = id.to_string();
    let settle = |(programme, fen): (&String, &i64)| Transfer {
        id: book::identity(&["file", &own, programme]),
        month: roll.month,
        deed: Deed::Settle {
            hold: book::identity(&["hold", &own, programme]),
            amount: Fen::new(*fen),
        },
    };
    let transfers: Vec<Transfer> = sums.iter().map(settle).collect();
    let subject = format!("roll {id}");
    let line = book::Line {
        transfers: &transfers,
        subject: &subject,
        note: "filed",
    };
    book::post(ctx, &line)?;
    roll.state = State::Filed;
    roll.file_format = Some(format.to_owned());
    roll.file_fingerprint = Some(print.clone());
    store::roll_update(ctx.tx(), &roll)?;
    ctx.tell(
        Entry::named("roll.file", "roll", id).after(json!({ "format": format, "sm3": print })),
    );
    Ok(())
}

/// Takes in an answer as the bank's file tells it: what names another file is refused, an amount
/// that the bank leaves out is the line's own.
///
/// # Errors
/// An answer to another file, or to nothing; the errors of [`answer`].
pub fn answer_told(ctx: &Ctx<'_>, id: RollId, told: Vec<Told>) -> Result<Answered, Fault> {
    ctx.may(Act::RollsMake)?;
    let reference = id.to_string();
    if let Some(other) = told
        .iter()
        .find(|t| !t.file.is_empty() && t.file != reference)
    {
        let other = Message::new("answer-file-other").with("file", other.file.clone());
        return Err(Fault::Refused(other));
    }
    if told.is_empty() {
        return Err(Fault::refused("answer-nothing"));
    }
    let lines: BTreeMap<i64, Fen> = match told.iter().any(|t| t.amount.is_none()) {
        true => paid_lines(ctx, id)?
            .1
            .into_iter()
            .map(|l| (l.number, l.pay))
            .collect(),
        false => BTreeMap::new(),
    };
    let said: Result<Vec<Said>, Fault> = told
        .into_iter()
        .map(|t| {
            let amount = t.amount.or_else(|| lines.get(&t.number).copied());
            let unknown = || Message::new("answer-no-line").with("line", t.number);
            Ok(Said {
                number: t.number,
                amount: amount.ok_or_else(|| Fault::Refused(unknown()))?,
                failure: t.failure,
                on: t.on,
            })
        })
        .collect();
    answer(ctx, id, &said?)
}

/// Takes in what the bank says, all of it or nothing. What it said before may be said again.
///
/// # Errors
/// A line that is not on the roll or is not paid by it; another amount; another answer than before,
/// unless it had arrived and is sent back on a later day. The message names the line.
pub fn answer(ctx: &Ctx<'_>, id: RollId, said: &[Said]) -> Result<Answered, Fault> {
    ctx.may(Act::RollsMake)?;
    ctx.tx().lock("treasury rolls")?;
    let mut roll = store::roll_fetch(ctx.tx(), id)?;
    if !matches!(roll.state, State::Filed | State::Answered) {
        return Err(Fault::refused("roll-not-filed"));
    }
    let mut lines: BTreeMap<i64, Line> = BTreeMap::new();
    for line in paid_lines(ctx, id)?.1 {
        lines.insert(line.number, line);
    }
    let mut out = Answered::default();
    let mut sums: BTreeMap<(String, bool), i64> = BTreeMap::new();
    let mut back = Vec::new();
    for one in said {
        let refuse =
            |code: &'static str| Fault::Refused(Message::new(code).with("line", one.number));
        let line = lines
            .get_mut(&one.number)
            .ok_or_else(|| refuse("answer-no-line"))?;
        if line.pay != one.amount {
            return Err(refuse("answer-amount"));
        }
        let paid = one.failure.is_none();
        match line.paid {
            Some(before) if before == paid => {
                out.known += 1;
                continue;
            }
            // Money that had arrived and is sent back on a later day.
            Some(true) if line.answered_on.is_some_and(|on| one.on > on) => {
                line.paid = Some(false);
                line.failure.clone_from(&one.failure);
                line.answered_on = Some(one.on);
                store::roll_line_return(ctx.tx(), id, line)?;
                back.push(line.clone());
                out.returned += 1;
                continue;
            }
            Some(_) => return Err(refuse("answer-other")),
            None => {}
        }
        line.paid = Some(paid);
        line.failure.clone_from(&one.failure);
        line.answered_on = Some(one.on);
        store::roll_line_answer(ctx.tx(), id, line)?;
        *sums.entry((line.programme.clone(), paid)).or_default() += line.pay.get();
        match paid {
            true => out.paid += 1,
            false => out.failed += 1,
        }
    }
    out.waiting = store::roll_line_waiting(ctx.tx(), id)?;
    moved(ctx, &roll, &sums, out.waiting)?;
    sent_back(ctx, &roll, &back)?;
    if out.waiting == 0 {
        roll.state = State::Answered;
    }
    store::roll_update(ctx.tx(), &roll)?;
    ctx.tell(Entry::named("roll.answer", "roll", id).after(json!({
        "paid": out.paid, "failed": out.failed, "returned": out.returned,
        "known": out.known, "waiting": out.waiting })));
    Ok(out)
}

fn moved(
    ctx: &Ctx<'_>,
    roll: &Roll,
    sums: &BTreeMap<(String, bool), i64>,
    waiting: i64,
) -> Result<(), Fault> {
    book::lock(ctx)?;
    let own = roll.id.to_string();
    let mut transfers = Vec::new();
    for ((programme, paid), fen) in sums {
        let to = match paid {
            true => Fund::Paid,
            false => Fund::Returned,
        };
        // How many still wait tells one answer of a roll from the next.
        let which = waiting.to_string();
        transfers.push(Transfer {
            id: book::identity(&["answer", &own, programme, to.code(), &which]),
            month: roll.month,
            deed: Deed::Move {
                debit: book::account(ctx, to, programme, "")?,
                credit: book::account(ctx, Fund::Transit, programme, "")?,
                amount: Fen::new(*fen),
            },
        });
    }
    let subject = format!("roll {own}");
    let note = match roll.kind {
        Kind::Monthly => "answered",
        Kind::Again => "answered again",
    };
    let line = book::Line {
        transfers: &transfers,
        subject: &subject,
        note,
    };
    book::post(ctx, &line)
}

/// Lines that had arrived and were sent back: one transfer a line, so that each stands by its day.
fn sent_back(ctx: &Ctx<'_>, roll: &Roll, back: &[Line]) -> Result<(), Fault> {
    if back.is_empty() {
        return Ok(());
    }
    book::lock(ctx)?;
    let own = roll.id.to_string();
    let mut transfers = Vec::new();
    for line in back {
        let (number, on) = (line.number.to_string(), line.answered_on);
        let on = on.map_or_else(String::new, |day| day.to_string());
        let debit = book::account(ctx, Fund::Returned, &line.programme, "")?;
        let credit = book::account(ctx, Fund::Paid, &line.programme, "")?;
        // What comes back after a month was closed belongs to the month in which it comes.
        let month = match book::is_closed(ctx, roll.month)? {
            true => Month::of(ctx.today()).unwrap_or(roll.month),
            false => roll.month,
        };
        transfers.push(Transfer {
            id: book::identity(&["sent-back", &own, &number, &on]),
            month,
            deed: Deed::Move {
                debit,
                credit,
                amount: line.pay,
            },
        });
    }
    let subject = format!("roll {own}");
    let line = book::Line {
        transfers: &transfers,
        subject: &subject,
        note: "sent back",
    };
    book::post(ctx, &line)
}
