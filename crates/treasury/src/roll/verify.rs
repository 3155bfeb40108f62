//! Rolls checked anew: every signed roll against its fingerprint, every approved one against what it
//! gave and what the books hold for it.

use super::model::{LineState, State};
use super::{actions, store};
use base::Fault;
use base::date::Month;
use base::id::AwardId;
use base::message::Message;
use platform::Ctx;
use std::collections::HashMap;

/// How many rolls were looked at, and what does not agree.
pub(crate) fn verify(ctx: &Ctx<'_>) -> Result<(usize, Vec<Message>), Fault> {
    let mut flaws = Vec::new();
    let rolls = store::roll_list(ctx.tx())?;
    // What all rolls gave an award for a month, from the lines; it must be what the items say.
    let mut given: HashMap<(AwardId, Month), i64> = HashMap::new();
    for roll in &rolls {
        let name = format!("{}/{}", roll.month, roll.number);
        let told = |code: &'static str| Message::new(code).with("roll", name.clone());
        if roll.state == State::Draft {
            continue;
        }
        if roll.fingerprint.as_deref() != Some(actions::fingerprint(ctx, roll)?.as_str()) {
            flaws.push(told("fund-flaw-fingerprint"));
        }
        let two = match (&roll.first, &roll.second) {
            (Some((a, _, _)), Some((b, _, _))) => a != b,
            _ => false,
        };
        if roll.state == State::Signed {
            continue;
        }
        if !two {
            flaws.push(told("fund-flaw-signatures"));
        }
        store::roll_line_each(ctx.tx(), roll.id, |line| {
            if line.state == LineState::Pay {
                for (month, fen) in &line.months {
                    *given.entry((line.award, *month)).or_default() += fen.get();
                }
            }
        })?;
    }
    store::roll_item_each(ctx.tx(), |award, month, fen| {
        *given.entry((award, month)).or_default() -= fen.get();
    })?;
    let wrong = given.values().filter(|left| **left != 0).count();
    if wrong > 0 {
        let count = i64::try_from(wrong).unwrap_or(i64::MAX);
        flaws.push(Message::new("fund-flaw-items").with("count", count));
    }
    Ok((rolls.len(), flaws))
}
