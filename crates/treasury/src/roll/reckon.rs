//! What a roll gives an award: a pure function of its turns and of what it was given before.

use super::model::{Block, Cause, Warning};
use crate::award::{Award, Turn, owed};
use base::Fen;
use base::date::Month;
use registry::person::Life;
use registry::reach::{Payable, Payee};

/// How often more than usual is far too much.
const FAR: i64 = 5;

/// What a roll gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reckoned {
    pub(crate) due: Fen,
    pub(crate) arrears: Fen,
    pub(crate) recovery: Fen,
    pub(crate) left: Fen,
    pub(crate) months: Vec<(Month, Fen)>,
    pub(crate) turn: i64,
    pub(crate) persons: i64,
}

impl Reckoned {
    /// Everything together.
    pub(crate) fn pay(&self) -> Fen {
        Fen::new(self.due.get() + self.arrears.get() - self.recovery.get())
    }
}

/// What is owed to an award from `opening` to `month` less what rolls gave it (`put`, by month).
/// What was given too much is set against arrears, the newest months first, and the rest is left.
pub(crate) fn reckon(
    award: &Award,
    turns: &[Turn],
    put: &[(Month, Fen)],
    (opening, month): (Month, Month),
) -> Reckoned {
    let given = |of: Month| -> i64 {
        let sum = put.iter().filter(|(m, _)| *m == of).map(|(_, f)| f.get());
        sum.sum()
    };
    let now = owed(turns, award.cadence, month);
    let mut out = Reckoned {
        due: Fen::ZERO,
        arrears: Fen::ZERO,
        recovery: Fen::ZERO,
        left: Fen::ZERO,
        months: Vec::new(),
        turn: now.turn,
        persons: now.persons.max(1),
    };
    let (mut arrears, mut over) = (0, Vec::new());
    let mut of = Some(award.first.max(opening));
    while let Some(m) = of.filter(|m| *m <= month) {
        let differs = owed(turns, award.cadence, m).amount.get() - given(m);
        if m == month && differs > 0 {
            out.due = Fen::new(differs);
        } else if differs > 0 {
            arrears += differs;
        }
        match differs {
            0 => {}
            d if d > 0 => out.months.push((m, Fen::new(d))),
            d => over.push((m, -d)),
        }
        of = m.plus(1);
    }
    let mut room = arrears;
    for (m, too_much) in over.into_iter().rev() {
        let set_off = too_much.min(room);
        room -= set_off;
        out.recovery = Fen::new(out.recovery.get() + set_off);
        out.left = Fen::new(out.left.get() + too_much - set_off);
        if set_off > 0 {
            out.months.push((m, Fen::new(-set_off)));
        }
    }
    out.arrears = Fen::new(arrears);
    out
}

/// What was given too much, by month, the newest first.
pub(crate) fn over(
    award: &Award,
    turns: &[Turn],
    put: &[(Month, Fen)],
    (opening, month): (Month, Month),
) -> Vec<(Month, Fen)> {
    let mut found = Vec::new();
    let mut of = Some(award.first.max(opening));
    while let Some(m) = of.filter(|m| *m <= month) {
        let given = put.iter().filter(|(p, _)| *p == m).map(|(_, f)| f.get());
        let over = given.sum::<i64>() - owed(turns, award.cadence, m).amount.get();
        if over > 0 {
            found.push((m, Fen::new(over)));
        }
        of = m.plus(1);
    }
    found.reverse();
    found
}

/// How a month differs from the one before.
pub(crate) fn cause(last: Fen, due: Fen) -> Cause {
    match (last > Fen::ZERO, due > Fen::ZERO) {
        (false, true) => Cause::Joined,
        (true, false) => Cause::Left,
        _ if due > last => Cause::Up,
        _ if due < last => Cause::Down,
        _ => Cause::Same,
    }
}

/// Sources that must say the same before a reported death holds a payment.
const SOURCES: usize = 2;

/// What stands against a payment; the gravest comes first. `sources` report the payee as dead.
pub(crate) fn block(
    payee: Option<&Payee>,
    account: Option<&Payable>,
    (sources, shared): (usize, bool),
    (due, persons, usual): (Fen, i64, Fen),
) -> Option<Block> {
    if payee.is_none_or(|p| p.life == Life::Dead) {
        return Some(Block::Dead);
    }
    if sources >= SOURCES {
        return Some(Block::Reported);
    }
    let Some(account) = account else {
        return Some(Block::NoAccount);
    };
    if account.ended {
        return Some(Block::AccountEnded);
    }
    if !account.sound {
        return Some(Block::AccountUnsound);
    }
    if shared {
        return Some(Block::AccountShared);
    }
    let far = usual.get().saturating_mul(FAR).saturating_mul(persons);
    (usual > Fen::ZERO && due.get() > far).then_some(Block::OverLimit)
}

/// What is to be looked at.
pub(crate) fn warning(
    payee: Option<&Payee>,
    account: Option<&Payable>,
    reckoned: &Reckoned,
    last: Fen,
) -> Option<Warning> {
    if payee.is_some_and(|p| p.life == Life::Moved) {
        return Some(Warning::Moved);
    }
    if reckoned.left > Fen::ZERO {
        return Some(Warning::Recovery);
    }
    if let (Some(payee), Some(account)) = (payee, account)
        && account.holder != payee.name
    {
        return Some(Warning::Holder);
    }
    let (last, due) = (last.get(), reckoned.due.get());
    let jumps = last > 0 && due > 0 && (due > last + last / 2 || due < last / 2);
    jumps.then_some(Warning::Jump)
}
