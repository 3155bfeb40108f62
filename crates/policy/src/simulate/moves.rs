//! Who leaves one programme for another, or for nothing. Start at [`between`].

use crate::batch::Population;
use crate::programme::Programme;
use base::money::Fen;
use std::collections::HashMap;

/// Households that leave one programme and enter another; `None` where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// Place of the programme left.
    pub from: Option<usize>,
    /// Place of the programme entered.
    pub to: Option<usize>,
    /// How many.
    pub households: u64,
}

/// How many households go from one place to another.
pub(super) type Moves = HashMap<(Option<usize>, Option<usize>), u64>;

/// The moves between what rows of each programme draw. A household that leaves two programmes for
/// one counts for each of them.
pub(super) fn between(
    programmes: &[&Programme],
    population: &Population,
    before: &[Vec<Option<Fen>>],
    now: &[Vec<Option<Fen>>],
) -> Moves {
    let mut counts = Moves::new();
    let (mut left, mut entered) = (Vec::new(), Vec::new());
    for home in 0..population.household.rows {
        left.clear();
        entered.clear();
        for (at, programme) in programmes.iter().enumerate() {
            let rows = population.rows(programme.unit, home..home + 1);
            let any = |paid: &[Vec<Option<Fen>>]| {
                let own = paid.get(at).and_then(|of| of.get(rows.clone()));
                own.is_some_and(|own| own.iter().any(Option::is_some))
            };
            match (any(before), any(now)) {
                (true, false) => left.push(at),
                (false, true) => entered.push(at),
                _ => {}
            }
        }
        for from in &left {
            for to in &entered {
                *counts.entry((Some(*from), Some(*to))).or_default() += 1;
            }
            if entered.is_empty() {
                *counts.entry((Some(*from), None)).or_default() += 1;
            }
        }
        if left.is_empty() {
            for to in &entered {
                *counts.entry((None, Some(*to))).or_default() += 1;
            }
        }
    }
    counts
}

/// Moves, most frequent first.
pub(super) fn sorted(counts: Moves) -> Vec<Move> {
    let all = counts.into_iter();
    let mut moves: Vec<Move> = all
        .map(|((from, to), households)| Move {
            from,
            to,
            households,
        })
        .collect();
    moves.sort_by_key(|m| (std::cmp::Reverse(m.households), m.from, m.to));
    moves
}
