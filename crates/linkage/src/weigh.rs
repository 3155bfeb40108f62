//! Weighing all candidate pairs in parallel, in bounded memory: what is worth keeping is kept while
//! there is room; when there is none, pairs are only counted by their evidence, and are weighed
//! again slice by slice of the left rows when they are asked for.

use crate::block::{Blocks, Span, seen_before};
use crate::compare::Comparer;
use crate::encode::Encoded;
use crate::error::Error;
use crate::rivals::Rivals;
use crate::score::{Scorer, all_pairs, bits, probability};
use crate::settings::{Progress, Settings, Stage};
use rayon::prelude::*;
use std::ops::Range;

/// A pair with its evidence in bits.
pub(crate) type Scored = (u32, u32, f32);

/// Parts of a bit that evidence is counted in.
const BINS: f32 = 8.0;

/// Pieces of work between two looks at the memory.
const TASKS: usize = 64;

/// Everything that weighing needs.
pub(crate) struct Weighing<'a> {
    pub(crate) encoded: &'a Encoded,
    pub(crate) span: Span,
    pub(crate) blocks: &'a [Blocks],
    pub(crate) scorer: &'a Scorer,
    pub(crate) settings: &'a Settings,
    pub(crate) progress: &'a dyn Progress,
}

/// What weighing gave.
#[derive(Default)]
pub(crate) struct Weighed {
    /// Pairs worth keeping, sorted; empty when there was no room for them.
    pub(crate) pairs: Vec<Scored>,
    /// How many were worth keeping.
    pub(crate) kept: u64,
    /// Candidate pairs compared.
    pub(crate) compared: u64,
    histogram: Histogram,
    /// The likeliest partner of every row, where pairs compete.
    pub(crate) rivals: Rivals,
}

/// How many pairs have each evidence, from the least on.
struct Histogram(Vec<u32>);

/// Evidence beyond so many bits, for or against, is counted as such.
const BITS_MAX: f32 = 512.0;

impl Default for Histogram {
    fn default() -> Self {
        Self(vec![0; 2 * (BITS_MAX * BINS) as usize + 1])
    }
}

impl Histogram {
    fn count(&mut self, evidence: f32) {
        let bin = evidence.clamp(-BITS_MAX, BITS_MAX) * BINS;
        let at = (bin.round() + BITS_MAX * BINS) as usize;
        if let Some(count) = self.0.get_mut(at) {
            *count = count.saturating_add(1);
        }
    }

    /// Evidence in bits and how many pairs have it.
    fn iter(&self) -> impl Iterator<Item = (f32, f64)> {
        let counts = self.0.iter().enumerate().filter(|(_, count)| **count > 0);
        counts.map(|(at, count)| (at as f32 / BINS - BITS_MAX, f64::from(*count)))
    }
}

impl Weighed {
    /// Whether every pair worth keeping is held.
    pub(crate) fn is_whole(&self) -> bool {
        self.pairs.len() as u64 == self.kept
    }

    fn take(&mut self, compared: u64, kept: Vec<Scored>, room: usize) {
        self.compared += compared;
        for (left, right, sum) in &kept {
            self.rivals.take(*left, *right, *sum);
            self.histogram.count(*sum);
        }
        let whole = self.is_whole();
        self.kept += kept.len() as u64;
        if whole && self.pairs.len() + kept.len() <= room {
            self.pairs.extend(kept);
        } else {
            self.pairs = Vec::new();
        }
    }
}

impl Weighing<'_> {
    /// Weighs all candidate pairs.
    pub(crate) fn all(&self) -> Result<Weighed, Error> {
        let compete = self.settings.rivals && self.span == Span::Across;
        let rows = if compete { self.encoded.rows() } else { 0 };
        self.weigh(0..u32::MAX, self.room(), Rivals::new(rows))
    }

    /// Pairs that fit in half of the memory set.
    fn room(&self) -> usize {
        (self.settings.memory_bytes / 2 / size_of::<Scored>()).max(1)
    }

    /// Slices of the left rows whose pairs fit in memory one at a time.
    pub(crate) fn slices(&self, weighed: &Weighed) -> Vec<Range<u32>> {
        let rows = match self.span {
            Span::Across => self.encoded.starts.get(1).copied().unwrap_or_default(),
            Span::Within => self.encoded.rows(),
        };
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        let wanted = weighed.kept.div_ceil(self.room() as u64).clamp(1, 4096);
        let step = rows.div_ceil(u32::try_from(wanted).unwrap_or(1)).max(1);
        (0..rows)
            .step_by(step as usize)
            .map(|from| from..from.saturating_add(step).min(rows))
            .collect()
    }

    /// The pairs of one slice, sorted.
    pub(crate) fn slice(&self, rows: Range<u32>) -> Result<Vec<Scored>, Error> {
        Ok(self.weigh(rows, usize::MAX, Rivals::default())?.pairs)
    }

    fn weigh(&self, rows: Range<u32>, room: usize, rivals: Rivals) -> Result<Weighed, Error> {
        let comparer = Comparer::new(self.encoded, &self.settings.nicknames);
        let floor = self.floor();
        let mut found = Weighed {
            rivals,
            ..Weighed::default()
        };
        for (at, rule) in self.blocks.iter().enumerate() {
            let (done, total) = (at as u64, self.blocks.len() as u64);
            if !self.progress.at(Stage::Score, done, total) {
                return Err(Error::Cancelled);
            }
            let earlier = &self.blocks[..at];
            let work = |task: &&[crate::block::Block]| {
                let mut kept = Vec::new();
                let mut compared = 0;
                rule.gathered(self.encoded, task, self.span, |(l, a), (r, b)| {
                    if !rows.contains(&l) {
                        return;
                    }
                    if seen_before(self.encoded, earlier, a, b) {
                        return;
                    }
                    compared += 1;
                    let sum = self.scorer.evidence(self.encoded, &comparer, a, b, floor);
                    kept.extend(sum.map(|sum| (l, r, sum)));
                });
                (compared, kept)
            };
            for tasks in rule.tasks(self.span).chunks(TASKS) {
                let parts: Vec<(u64, Vec<Scored>)> = tasks.par_iter().map(work).collect();
                for (compared, kept) in parts {
                    found.take(compared, kept, room);
                }
            }
        }
        found.pairs.par_sort_unstable_by_key(|(l, r, _)| (*l, *r));
        Ok(found)
    }

    /// Evidence below which no prior that the ledgers allow makes a pair worth keeping.
    fn floor(&self) -> f32 {
        let most = most_matches(self.encoded, self.span);
        let all = all_pairs(self.encoded, self.span);
        let prior = bits((most / all).clamp(1e-15, 0.5));
        let least = self.settings.near_miss_from.min(self.settings.threshold);
        (bits(least.clamp(1e-6, 0.5)) - prior) as f32
    }

    /// The prior at which the expected number of matches agrees with itself.
    pub(crate) fn prior(&self, weighed: &Weighed) -> f64 {
        let all = all_pairs(self.encoded, self.span);
        let most = most_matches(self.encoded, self.span);
        let mut matches = most.min(self.encoded.rows() as f64 / 4.0).max(1.0);
        for _ in 0..30 {
            let prior_bits = bits((matches / all).clamp(1e-15, 0.5));
            let expected = |(evidence, count)| count * probability(evidence, prior_bits);
            let sum: f64 = weighed.histogram.iter().map(expected).sum();
            matches = sum.clamp(0.5, most);
        }
        (matches / all).clamp(1e-15, 0.5)
    }
}

/// The most pairs that could be matches.
pub(crate) fn most_matches(encoded: &Encoded, span: Span) -> f64 {
    let rows = encoded.rows() as f64;
    match span {
        Span::Across => {
            let left = encoded.starts.get(1).copied().unwrap_or_default() as f64;
            left.max(rows - left)
        }
        Span::Within => rows * 10.0,
    }
}
