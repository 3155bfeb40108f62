//! The waterfall from last month's roll to this one: what each step adds or takes.

use super::Step;
use crate::shown::money;
use base::Fen;
use base::id::RollId;
use webkit::Say;

/// A bar of the waterfall.
pub(super) struct Bar {
    pub(super) name: String,
    pub(super) path: String,
    pub(super) lines: i64,
    pub(super) amount: String,
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) width: i64,
    pub(super) whole: bool,
    pub(super) less: bool,
}

/// Width of the drawing.
const WIDTH: i64 = 600;
/// Height of a bar's row.
pub(super) const ROW: i64 = 28;

/// A step with its code.
type Named = (&'static str, Step);

/// The bars, one a step from last month to what is paid.
pub(super) fn bars(t: Say<'_>, id: RollId, steps: &[Named]) -> Vec<Bar> {
    let mut at = 0i64;
    let spans: Vec<(i64, i64)> = steps
        .iter()
        .map(|(code, step)| {
            let fen = step.amount.get();
            if matches!(*code, "last" | "pay") {
                at = fen;
                (0, fen)
            } else {
                at += fen;
                (at - fen, at)
            }
        })
        .collect();
    let most = spans
        .iter()
        .map(|(a, b)| *a.max(b))
        .max()
        .unwrap_or(0)
        .max(1);
    let scale =
        |fen: i64| i64::try_from(i128::from(fen.max(0)) * i128::from(WIDTH) / i128::from(most));
    let bar = |(row, (named, (from, to))): (i64, (&Named, &(i64, i64)))| {
        let (code, step) = named;
        let (low, high) = (from.min(to), from.max(to));
        let (x, end) = (scale(*low).unwrap_or(0), scale(*high).unwrap_or(0));
        let filter = match *code {
            "joined" | "left" | "up" | "down" => format!("?f.cause={code}"),
            "blocked" | "held" | "pay" => format!("?f.state={code}"),
            "arrears" => "?f.look=arrears".to_owned(),
            _ => String::new(),
        };
        Bar {
            name: t.text(&format!("step-{code}")),
            path: format!("/rolls/{id}/lines{filter}"),
            lines: step.lines,
            amount: money(step.amount),
            x,
            y: row * ROW,
            width: (end - x).max(i64::from(step.amount != Fen::ZERO) * 2),
            whole: matches!(*code, "last" | "pay"),
            less: step.amount < Fen::ZERO,
        }
    };
    (0..).zip(steps.iter().zip(&spans)).map(bar).collect()
}
