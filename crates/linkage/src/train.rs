//! Estimation without labels: u from random pairs, m by expectation–maximisation over the patterns
//! of agreement within each blocking rule, for the fields that rule leaves open (Dempster, Laird
//! and Rubin 1977; the scheme of one rule at a time is that of Fellegi–Sunter practice).

use crate::block::{Blocks, Rule, Span};
use crate::compare::{Comparer, FIELDS_MAX, MISSING};
use crate::encode::{Encoded, mix};
use crate::field::Kind;
use crate::model::Model;
use hashbrown::HashMap;
use rayon::prelude::*;

/// How much is sampled and how far built-in numbers hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    /// Random pairs for u.
    pub(crate) random_pairs: u64,
    /// Candidate pairs of each rule for m.
    pub(crate) pairs_per_rule: u64,
    /// Weight of the starting m, in pairs.
    pub(crate) anchor_pairs: f64,
}

/// Adapting the built-in model: enough to see how the ledgers at hand differ from it.
pub(crate) const ADAPT: Effort = Effort {
    random_pairs: 100_000,
    pairs_per_rule: 20_000,
    anchor_pairs: 200.0,
};

/// Training in earnest.
pub(crate) const TRAIN: Effort = Effort {
    random_pairs: 1_000_000,
    pairs_per_rule: 200_000,
    anchor_pairs: 20.0,
};

const ROUNDS: usize = 25;

/// Weight of the built-in chance agreement, in random pairs: small ledgers have too few of their
/// own, and too many of those are true pairs.
const ANCHOR_RANDOM_PAIRS: f64 = 2_000.0;

/// The same for full agreement on dictionary fields, in values.
const ANCHOR_VALUES: f64 = 500.0;

/// Agreement of random pairs. Full agreement on a dictionary field is counted exactly, from how
/// often its values occur.
pub(crate) fn chance(
    encoded: &Encoded,
    comparer: &Comparer<'_>,
    span: Span,
    effort: Effort,
    seed: u64,
    model: &mut Model,
) {
    let rows = encoded.rows() as u64;
    let second = encoded.starts.get(1).copied().unwrap_or_default() as u64;
    let fields = encoded.fields.len();
    let draw = |n: u64| {
        let (a, b) = (mix(seed ^ n << 1), mix(seed ^ (n << 1 | 1)));
        match span {
            Span::Across => (a % second.max(1), second + b % (rows - second).max(1)),
            Span::Within => (a % rows, b % rows),
        }
    };
    let count = |mut tally: Vec<[u32; 8]>, n: u32| {
        let (a, b) = draw(n.into());
        if a == b || a >= rows || b >= rows {
            return tally;
        }
        let levels = comparer.levels(encoded.row(a as u32), encoded.row(b as u32));
        for (row, level) in tally.iter_mut().zip(levels) {
            if level != MISSING {
                row[level as usize & 7] += 1;
            }
        }
        tally
    };
    let empty = || vec![[0u32; 8]; fields];
    let add = |mut a: Vec<[u32; 8]>, b: Vec<[u32; 8]>| {
        a.iter_mut()
            .flatten()
            .zip(b.iter().flatten())
            .for_each(|(x, y)| *x += y);
        a
    };
    let pairs = u32::try_from(effort.random_pairs.min(rows * rows)).unwrap_or(u32::MAX);
    let tally = (0..pairs)
        .into_par_iter()
        .with_min_len(4096)
        .fold(empty, count)
        .reduce(empty, add);
    for (at, field) in model.fields.iter_mut().enumerate() {
        let counts = &tally[at][..field.u.len()];
        let all: f64 = counts.iter().map(|c| f64::from(*c)).sum();
        for (u, count) in field.u.iter_mut().zip(counts) {
            *u = (f64::from(*count) + ANCHOR_RANDOM_PAIRS * *u) / (all + ANCHOR_RANDOM_PAIRS);
        }
        if let Some((same, values)) = exact_chance(encoded, at)
            && let Some(u) = field.u.last_mut()
        {
            *u = (same * values + *u * ANCHOR_VALUES) / (values + ANCHOR_VALUES);
        }
        let sum: f64 = field.u.iter().sum();
        field.u.iter_mut().for_each(|u| *u /= sum);
        field.order();
    }
}

/// How often two people share an ID number, in people: it happens by mistake alone, so the larger
/// the ledgers the rarer for two rows drawn at random.
const SHARED_NUMBERS: f64 = 1e-4;

/// Chance agreement on personal numbers, which random pairs are too few to show.
pub(crate) fn personal_numbers(people_bits: f64, model: &mut Model) {
    for field in model.fields.iter_mut().filter(|f| f.kind == Kind::Id) {
        if let Some(u) = field.u.last_mut() {
            *u = (SHARED_NUMBERS / people_bits.exp2()).clamp(1e-12, 1e-6);
        }
    }
}

/// Chance that two rows hold the same value, and the number of values it is counted from.
fn exact_chance(encoded: &Encoded, field: usize) -> Option<(f64, f64)> {
    let book = encoded.book(field)?;
    // Surnames and given names share a dictionary, so their counts cannot be parted.
    if matches!(encoded.fields[field].kind, Kind::Surname | Kind::Given) {
        return None;
    }
    let total = book.total.max(1) as f64;
    let shares = book
        .entries()
        .iter()
        .map(|e| (f64::from(e.count) / total).powi(2));
    Some((shares.sum(), total))
}

type Patterns = Vec<(u128, f64)>;

/// Patterns of agreement among a rule's pairs, from an even sample of its blocks.
fn patterns(
    encoded: &Encoded,
    comparer: &Comparer<'_>,
    blocks: &Blocks,
    span: Span,
    most: u64,
) -> Patterns {
    let all = blocks
        .report
        .pairs
        .saturating_sub(blocks.report.dropped_pairs)
        .max(1);
    let keep = |l: u32, r: u32| mix(u64::from(l) << 32 | u64::from(r)) % all < most;
    let tally = |mut seen: HashMap<u128, u32>, task: &&[crate::block::Block]| {
        blocks.pairs(task, span, |l, r| {
            if all > most && !keep(l, r) {
                return;
            }
            let levels = comparer.levels(encoded.row(l), encoded.row(r));
            let fields = levels.iter().take(encoded.fields.len()).enumerate();
            let pattern = fields.fold(0u128, |p, (at, level)| {
                p | u128::from(level & 15) << (4 * at)
            });
            *seen.entry(pattern).or_default() += 1;
        });
        seen
    };
    let merge = |mut a: HashMap<u128, u32>, b: HashMap<u128, u32>| {
        for (pattern, count) in b {
            *a.entry(pattern).or_default() += count;
        }
        a
    };
    let tasks = blocks.tasks(span);
    let counts = tasks
        .par_iter()
        .fold(HashMap::new, tally)
        .reduce(HashMap::new, merge);
    let mut found: Patterns = counts.into_iter().map(|(p, n)| (p, f64::from(n))).collect();
    found.sort_unstable_by_key(|(pattern, _)| *pattern);
    found
}

/// Whether a rule that leaves these fields open holds something that people of one home differ in.
/// Under any other rule two classes would be homes and strangers, not one person and two.
fn tells_people(encoded: &Encoded, open: &[bool]) -> bool {
    encoded
        .fields
        .iter()
        .zip(open)
        .any(|(field, open)| !open && matches!(field.kind, Kind::Given | Kind::Date | Kind::Id))
}

/// Moves m towards what the candidate pairs show. `homeless`: the ledgers hold no homes.
pub(crate) fn agreement(
    encoded: &Encoded,
    comparer: &Comparer<'_>,
    span: Span,
    rules: &[(Rule, &Blocks)],
    effort: Effort,
    homeless: bool,
    model: &mut Model,
) {
    let seen: Vec<(Patterns, Vec<bool>)> = rules
        .iter()
        .map(|(rule, blocks)| {
            let open = (0..encoded.fields.len())
                .map(|f| !rule.fixes(encoded, f))
                .collect();
            (
                patterns(encoded, comparer, blocks, span, effort.pairs_per_rule),
                open,
            )
        })
        .filter(|(patterns, open): &(Patterns, Vec<bool>)| {
            !patterns.is_empty()
                && open.iter().filter(|o| **o).count() > 1
                && (homeless || tells_people(encoded, open))
        })
        .collect();
    let start: Vec<Vec<f64>> = model.fields.iter().map(|f| f.m.clone()).collect();
    let mut shares = vec![0.3f64; seen.len()];
    for _ in 0..ROUNDS {
        let mut counts: Vec<Vec<f64>> = start
            .iter()
            .map(|m| m.iter().map(|p| p * effort.anchor_pairs).collect())
            .collect();
        for ((patterns, open), share) in seen.iter().zip(&mut shares) {
            let (mut matched, mut all) = (0.0, 0.0);
            for (pattern, count) in patterns {
                let match_share = posterior(model, open, *pattern, *share) * count;
                matched += match_share;
                all += count;
                for (field, counts) in counts.iter_mut().enumerate().filter(|(f, _)| open[*f]) {
                    let level = (pattern >> (4 * field) & 15) as usize;
                    if let Some(slot) = counts.get_mut(level) {
                        *slot += match_share;
                    }
                }
            }
            *share = (matched / all).clamp(1e-6, 0.9999);
        }
        for (field, counts) in model.fields.iter_mut().zip(&counts) {
            let sum: f64 = counts.iter().sum();
            field.m = counts.iter().map(|c| (c / sum).max(1e-5)).collect();
            field.order();
        }
    }
}

fn posterior(model: &Model, open: &[bool], pattern: u128, share: f64) -> f64 {
    let mut evidence = (share / (1.0 - share)).log2();
    for (field, weights) in model.fields.iter().enumerate().filter(|(f, _)| open[*f]) {
        let level = (pattern >> (4 * field) & 15) as usize;
        if level < weights.m.len() {
            evidence += weights.weight(level);
        }
    }
    1.0 / (1.0 + (-evidence).exp2())
}

/// True pairs among the random ones make chance agreement look larger than it is; this takes them
/// out. Answers whether anything changed by enough to matter.
pub(crate) fn without_matches(model: &mut Model, prior: f64) -> bool {
    let mut changed = false;
    for field in &mut model.fields {
        for (u, m) in field.u.iter_mut().zip(&field.m) {
            let clean = ((*u - prior * m) / (1.0 - prior)).max(*u * 0.1);
            changed |= clean < *u * 0.75;
            *u = clean;
        }
        let sum: f64 = field.u.iter().sum();
        field.u.iter_mut().for_each(|u| *u /= sum);
        field.order();
    }
    changed
}

const _: () = assert!(FIELDS_MAX * 4 <= 128);
