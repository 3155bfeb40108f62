//! One case and all programmes: in which order they are decided, which awards bear on which, and
//! what remains to be paid.

use super::records::label;
use super::{Decision, Line, LineKind, Outcome, Stacked, alone, subjects};
use crate::cel::{Amount, Datum, Record};
use crate::fact::{Case, Entity};
use crate::pack::Pack;
use crate::programme::{Programme, Stacking, StackingRule};
use base::money::Fen;
use jiff::civil::Date;

/// The decisions of all programmes on one case.
#[derive(Debug, Clone, PartialEq)]
pub struct All {
    /// In the order in which they were decided.
    pub decisions: Vec<Decision>,
    /// What is owed every month, by the higher of two where one may choose.
    pub total_month: Fen,
}

/// Decides a case by every programme on a day, for the household and for every member.
pub fn decide_all(pack: &Pack, case: &Case, on: Date) -> All {
    let mut decisions: Vec<Decision> = Vec::new();
    for programme in order(pack) {
        let awarded = awarded(programme, case, &decisions);
        for member in subjects(programme, case) {
            let mut decision = alone(pack, programme, case, member, on);
            if !awarded.is_empty() {
                let mut later = case.clone();
                later.held.extend(awarded.iter().cloned());
                let then = alone(pack, programme, &later, member, on);
                if (then.outcome, then.amount) != (decision.outcome, decision.amount) {
                    decision = then;
                    decision.rests_on = names(&awarded);
                }
            }
            decisions.push(decision);
        }
    }
    for at in 0..decisions.len() {
        bear(pack, case, &mut decisions, at);
    }
    let paid = decisions.iter().filter(|d| {
        let month = d
            .period
            .as_ref()
            .is_some_and(|(period, _)| *period == "month");
        month && d.outcome == Outcome::Granted && !d.stacking.iter().any(|s| s.yields)
    });
    let total = Fen::checked_sum(paid.filter_map(|d| d.amount));
    All {
        decisions,
        total_month: total.unwrap_or_default(),
    }
}

/// Lets the awards in payment that a case names bear on one decision.
pub(super) fn beside_held(pack: &Pack, case: &Case, decision: Decision) -> Decision {
    let mut one = [decision];
    bear(pack, case, &mut one, 0);
    let [borne] = one;
    borne
}

/// Programmes so that each stands after those it builds on and those it yields to; where they
/// stand in a circle, in the order of the pack.
pub(crate) fn order(pack: &Pack) -> Vec<&Programme> {
    let mut rest: Vec<&Programme> = pack.programmes.iter().collect();
    let mut ordered: Vec<&Programme> = Vec::new();
    while !rest.is_empty() {
        let waits = |p: &Programme| {
            let yields = pack.stackings.iter().filter(|s| s.programme == p.id);
            let after = yields.flat_map(|s| &s.with).chain(&p.builds_on);
            let mut after = after.filter(|id| **id != p.id);
            after.any(|id| rest.iter().any(|r| r.id == *id))
        };
        let at = rest.iter().position(|p| !waits(p)).unwrap_or_default();
        ordered.push(rest.remove(at));
    }
    ordered
}

/// The awards of this run that a programme builds on and that are not in payment already.
fn awarded(programme: &Programme, case: &Case, decisions: &[Decision]) -> Vec<Record> {
    let built_on = decisions
        .iter()
        .filter(|d| d.outcome == Outcome::Granted && programme.builds_on.contains(&d.programme));
    let records = built_on.map(|d| {
        vec![
            Datum::Text(d.programme.as_str().into()),
            Datum::Text(d.member.map_or("", |m| case.member_id(m)).into()),
            d.amount
                .and_then(Amount::of)
                .map_or(Datum::Missing, Datum::Money),
            Datum::Date(d.on),
        ]
    });
    let held = |r: &Record| {
        case.held
            .iter()
            .any(|h| h.first() == r.first() && h.get(1) == r.get(1))
    };
    records.filter(|r| !held(r)).collect()
}

fn names(awarded: &[Record]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for record in awarded {
        if let Some(Datum::Text(name)) = record.first()
            && !names.iter().any(|n| **n == **name)
        {
            names.push(name.to_string());
        }
    }
    names
}

/// Another award beside the one looked at.
struct Beside {
    programme: String,
    amount: Option<Fen>,
    /// Its place among the decisions; `None` for one in payment.
    at: Option<usize>,
    /// The members it is for.
    members: Vec<usize>,
}

/// Applies the stacking rules by which one decision yields.
fn bear(pack: &Pack, case: &Case, decisions: &mut [Decision], at: usize) {
    let Some(own) = decisions.get(at) else { return };
    let (id, on) = (own.programme.clone(), own.on);
    let rules = pack
        .stackings
        .iter()
        .filter(|s| s.programme == id && s.days.contain(on));
    for rule in rules {
        for with in &rule.with {
            let Some(own) = decisions.get(at).filter(|d| d.outcome == Outcome::Granted) else {
                return;
            };
            let member = own.member;
            if let Some(beside) = beside(rule, with, member, case, decisions) {
                apply(pack, case, decisions, at, rule, &beside);
            }
        }
    }
}

/// The award of a programme that stands beside one for a member or the household, if any.
fn beside(
    rule: &Stacking,
    with: &str,
    member: Option<usize>,
    case: &Case,
    decisions: &[Decision],
) -> Option<Beside> {
    let person = member.filter(|_| rule.per == Entity::Person);
    let mut found: Vec<(Option<Fen>, Option<usize>, Vec<usize>)> = Vec::new();
    for (at, d) in decisions.iter().enumerate() {
        if d.programme != with || d.outcome != Outcome::Granted {
            continue;
        }
        let all: Vec<usize> = (0..case.members.len()).collect();
        let members = d.member.map_or(all, |m| vec![m]);
        if person.is_some_and(|p| !members.contains(&p)) {
            continue;
        }
        let amount = match (person, d.amount) {
            (Some(p), Some(_)) => d.shares.get(p).copied(),
            (_, amount) => amount,
        };
        found.push((amount, Some(at), members));
    }
    if found.is_empty() {
        found = held(with, person, case);
    }
    let amounts: Vec<Fen> = found.iter().filter_map(|(amount, ..)| *amount).collect();
    let mut members: Vec<usize> = found.iter().flat_map(|(.., m)| m.clone()).collect();
    members.sort_unstable();
    members.dedup();
    Some(Beside {
        programme: with.to_owned(),
        amount: (!amounts.is_empty())
            .then(|| Fen::checked_sum(amounts))
            .flatten(),
        at: found.first()?.1,
        members,
    })
}

fn held(
    with: &str,
    person: Option<usize>,
    case: &Case,
) -> Vec<(Option<Fen>, Option<usize>, Vec<usize>)> {
    let mut found = Vec::new();
    for record in &case.held {
        let [Datum::Text(programme), Datum::Text(id), amount, ..] = record.as_slice() else {
            continue;
        };
        if **programme != *with {
            continue;
        }
        let count = i64::try_from(case.members.len()).unwrap_or(i64::MAX);
        let whole = match amount {
            Datum::Money(amount) => Some(*amount),
            _ => None,
        };
        let own = (0..case.members.len()).find(|m| case.member_id(*m) == &**id);
        let (members, amount) = match (own, person) {
            (Some(own), _) => (vec![own], whole),
            (None, Some(_)) => (
                (0..case.members.len()).collect(),
                whole.and_then(|a| a.checked_div(count)),
            ),
            (None, None) => ((0..case.members.len()).collect(), whole),
        };
        if person.is_none_or(|p| members.contains(&p)) {
            found.push((amount.map(Amount::rounded), None, members));
        }
    }
    found
}

fn apply(
    pack: &Pack,
    case: &Case,
    decisions: &mut [Decision],
    at: usize,
    rule: &Stacking,
    beside: &Beside,
) {
    let Some(own) = decisions.get_mut(at) else {
        return;
    };
    let before = own.amount;
    let mut stacked = Stacked {
        id: rule.id.clone(),
        rule: rule.rule,
        with: beside.programme.clone(),
        title: pack.programme(&beside.programme).map_or_else(
            || label(&beside.programme, &beside.programme),
            |p| p.title.clone(),
        ),
        other: beside.amount,
        yields: false,
        before,
        sentence: rule.sentence.clone(),
        cite: rule.cite.clone(),
    };
    let (mine, theirs) = (
        before.unwrap_or_default(),
        beside.amount.unwrap_or_default(),
    );
    match rule.rule {
        StackingRule::Together => {}
        StackingRule::Refuse if own.member.is_none() && rule.per == Entity::Person => {
            recount(pack, case, own, &beside.members);
        }
        StackingRule::Refuse => {
            stacked.yields = true;
            refuse(own);
        }
        StackingRule::Higher | StackingRule::Choice => {
            stacked.yields = mine <= theirs;
            let choice = rule.rule == StackingRule::Choice;
            if stacked.yields && !choice {
                refuse(own);
            }
            if let (false, Some(other)) = (stacked.yields, beside.at) {
                let back = Stacked {
                    with: own.programme.clone(),
                    title: own.title.clone(),
                    other: before,
                    yields: true,
                    before: beside.amount,
                    ..stacked.clone()
                };
                if let Some(other) = decisions.get_mut(other) {
                    if !choice {
                        refuse(other);
                    }
                    other.stacking.push(back);
                }
            }
        }
        StackingRule::Difference => {
            let rest = mine.checked_sub(theirs).unwrap_or_default().max(Fen::ZERO);
            own.amount = Some(rest);
            own.computation.push(Line {
                id: rule.id.clone(),
                label: stacked.title.clone(),
                member: own.member,
                kind: LineKind::Stacking,
                value: Fen::ZERO.checked_sub(theirs).unwrap_or_default(),
                total: rest,
                text: format!("{mine} − {theirs}"),
                counted: true,
                cite: rule.cite.clone(),
            });
            for share in own.shares.iter_mut().filter(|s| **s > Fen::ZERO) {
                *share = (*share).min(rest);
            }
        }
    }
    if let Some(own) = decisions.get_mut(at) {
        own.stacking.push(stacked);
    }
}

fn refuse(decision: &mut Decision) {
    decision.outcome = Outcome::Refused;
    decision.amount = None;
    decision.status = None;
    decision.first_month = None;
    decision.shares = Vec::new();
}

/// Decides for the household again without members who have another award.
fn recount(pack: &Pack, case: &Case, own: &mut Decision, out: &[usize]) {
    let mut rest = case.clone();
    let mut at = 0;
    rest.members.retain(|_| {
        at += 1;
        !out.contains(&(at - 1))
    });
    let Some(programme) = pack.programme(&own.programme) else {
        return;
    };
    if rest.members.is_empty() {
        refuse(own);
        return;
    }
    let kept: Vec<usize> = (0..case.members.len())
        .filter(|m| !out.contains(m))
        .collect();
    let mut again = alone(pack, programme, &rest, None, own.on);
    let back = |member: &mut Option<usize>| {
        *member = member.and_then(|m| kept.get(m).copied());
    };
    again.derived.iter_mut().for_each(|d| back(&mut d.member));
    again
        .computation
        .iter_mut()
        .for_each(|l| back(&mut l.member));
    let mut shares = vec![Fen::ZERO; case.members.len()];
    for (share, member) in again.shares.iter().zip(&kept) {
        if let Some(slot) = shares.get_mut(*member) {
            *slot = *share;
        }
    }
    again.shares = shares;
    again.stacking = std::mem::take(&mut own.stacking);
    again.rests_on = std::mem::take(&mut own.rests_on);
    *own = again;
}
