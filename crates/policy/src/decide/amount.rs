//! The computation of an amount, line by line, and each member's share of it.

use super::conditions::Verdict;
use super::records::Records;
use super::{Line, LineKind, Missing};
use crate::cel::{Amount, Value};
use crate::programme::{AmountStep, Programme, StepKind};
use base::money::{Fen, Rounding};

/// What came out.
#[derive(Default)]
pub(super) struct Computed {
    pub(super) amount: Option<Fen>,
    pub(super) lines: Vec<Line>,
    pub(super) shares: Vec<Fen>,
    pub(super) lacks: Vec<Missing>,
}

/// Computes the amount of a programme; facts it lacks leave it without one.
pub(super) fn compute(
    programme: &Programme,
    records: &Records<'_>,
    member: Option<usize>,
    verdict: &Verdict<'_>,
) -> Computed {
    let mut run = Run {
        records,
        member,
        computed: Computed::default(),
    };
    let Some(amounts) = &programme.amount else {
        return run.computed;
    };
    if let Some(status) = verdict.as_status
        && let Some(formula) = &status.amount
    {
        let names = records.names(member);
        match formula.expression.evaluate(&names) {
            Value::Money(amount) => {
                let value = amount.rounded();
                run.computed.lines.push(Line {
                    id: status.id.clone(),
                    label: status.label.clone(),
                    member,
                    kind: LineKind::Status,
                    value,
                    total: value,
                    text: formula.expression.arithmetic(&names),
                    counted: true,
                    cite: status.cite.clone(),
                });
                run.finish(value);
            }
            _ => {
                let of = (status.id.as_str(), &status.label);
                run.computed.lacks = records.lacks_or(&formula.expression, member, of);
            }
        }
        return run.computed;
    }
    let mut found = Vec::new();
    for step in amounts.steps.iter().filter(|s| s.days.contain(records.on)) {
        if step.each_member {
            for member in 0..records.members.len() {
                found.extend(run.line(step, Some(member)).map(|line| (step, line)));
            }
        } else {
            found.extend(run.line(step, member).map(|line| (step, line)));
        }
    }
    run.total(found);
    run.computed
}

struct Run<'r> {
    records: &'r Records<'r>,
    member: Option<usize>,
    computed: Computed,
}

impl Run<'_> {
    /// A step's own value; `None` where it does not apply or lacks a fact.
    fn line(&mut self, step: &AmountStep, member: Option<usize>) -> Option<Line> {
        let names = self.records.names(member);
        let of = (step.id.as_str(), &step.label);
        if let Some(when) = &step.when {
            match when.expression.holds(&names) {
                Some(true) => {}
                Some(false) => return None,
                None => {
                    let lacks = self.records.lacks_or(&when.expression, member, of);
                    self.computed.lacks.extend(lacks);
                    return None;
                }
            }
        }
        let value = match (step.kind, step.is.expression.evaluate(&names)) {
            (StepKind::Round, Value::Text(_)) => Fen::ZERO,
            (_, Value::Money(amount)) => amount.rounded(),
            _ => {
                let lacks = self.records.lacks_or(&step.is.expression, member, of);
                self.computed.lacks.extend(lacks);
                return None;
            }
        };
        Some(Line {
            id: step.id.clone(),
            label: step.label.clone(),
            member,
            kind: LineKind::Step(step.kind),
            value,
            total: Fen::ZERO,
            text: step.is.expression.arithmetic(&names),
            counted: true,
            cite: step.cite.clone(),
        })
    }

    /// Runs the lines on a total; of those with one word only the highest counts for a member.
    fn total(&mut self, mut found: Vec<(&AmountStep, Line)>) {
        let rivals: Vec<(Option<&String>, Option<usize>, Fen)> = found
            .iter()
            .map(|(step, line)| (step.highest_of.as_ref(), line.member, line.value))
            .collect();
        for (at, (step, line)) in found.iter_mut().enumerate() {
            let Some(word) = &step.highest_of else {
                continue;
            };
            let beaten = |(n, (other, member, value)): (usize, &(Option<&String>, _, Fen))| {
                *other == Some(word)
                    && *member == line.member
                    && (*value > line.value || (*value == line.value && n < at))
            };
            line.counted = !rivals.iter().enumerate().any(beaten);
        }
        let mut total = Fen::ZERO;
        for (step, line) in &mut found {
            if line.counted {
                let next = match step.kind {
                    StepKind::Add => total.checked_add(line.value),
                    StepKind::Cap => Some(total.min(line.value)),
                    StepKind::Floor => Some(total.max(line.value)),
                    StepKind::Round => rounding(&line.text).and_then(|rule| {
                        let next = total.rounded(rule)?;
                        line.value = next.checked_sub(total)?;
                        Some(next)
                    }),
                };
                let Some(next) = next else {
                    let of = (step.id.as_str(), &step.label);
                    let lacks = self.records.lacks_or(&step.is.expression, line.member, of);
                    self.computed.lacks.extend(lacks);
                    return;
                };
                total = next;
            }
            line.total = total;
        }
        self.computed.lines = found.into_iter().map(|(_, line)| line).collect();
        if self.computed.lacks.is_empty() {
            self.finish(total.max(Fen::ZERO));
        }
    }

    fn finish(&mut self, total: Fen) {
        let own = |at: usize| {
            let lines = self.computed.lines.iter();
            let lines =
                lines.filter(|l| l.counted && self.member.is_none() && l.member == Some(at));
            Fen::checked_sum(lines.map(|l| l.value)).unwrap_or_default()
        };
        let members = self.records.members.len();
        let shares: Vec<Fen> = match self.member {
            Some(member) => (0..members)
                .map(|at| if at == member { total } else { Fen::ZERO })
                .collect(),
            None => {
                let owns: Vec<Fen> = (0..members).map(own).collect();
                let all = Fen::checked_sum(owns.iter().copied()).unwrap_or_default();
                let common = total.checked_sub(all).unwrap_or_default();
                let part = part(common, members);
                owns.iter()
                    .map(|own| own.checked_add(part).unwrap_or_default())
                    .collect()
            }
        };
        self.computed.shares = shares;
        self.computed.amount = Some(total);
    }
}

/// An equal part, to the nearest fen.
fn part(common: Fen, members: usize) -> Fen {
    let members = i64::try_from(members).unwrap_or(i64::MAX);
    let whole = Amount::of(common).and_then(|c| c.checked_div(members));
    whole.map_or(Fen::ZERO, Amount::rounded)
}

fn rounding(word: &str) -> Option<Rounding> {
    match word {
        "KEEP_FEN" => Some(Rounding::KeepFen),
        "CEIL_YUAN" => Some(Rounding::CeilYuan),
        "HALF_UP_YUAN" => Some(Rounding::HalfUpYuan),
        _ => None,
    }
}
