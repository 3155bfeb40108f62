//! Blocking: which pairs are worth comparing. Rules name keys that must agree; rows are sorted by
//! key, equal keys form a block, and a pair is compared under the first rule that brings it
//! together. Pairs are counted before anything is compared; oversized blocks are left out and
//! reported.

mod rules;

#[cfg(test)]
mod tests;

pub(crate) use rules::{Rule, choose};

use crate::encode::{Encoded, KEYS_MAX};
use crate::outcome::RuleReport;
use hashbrown::HashSet;
use rayon::prelude::*;

/// Which pairs of rows a run looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Span {
    /// A row of the first ledger with one of the second.
    Across,
    /// Any two rows.
    Within,
}

/// Rows with the same key: a range of [`Blocks::rows`], and where its second ledger begins.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Block {
    from: u32,
    middle: u32,
    to: u32,
}

/// The blocks of one rule.
pub(crate) struct Blocks {
    rows: Vec<u32>,
    blocks: Vec<Block>,
    /// Keys (shortened) of blocks left out.
    dropped: HashSet<u32>,
    pub(crate) report: RuleReport,
}

/// Blocks of more pairs than this are left out.
const BLOCK_PAIRS_MAX: u64 = 100_000;

/// Pairs of one piece of work.
const TASK_PAIRS: u64 = 1 << 16;

impl Block {
    fn pairs(self, span: Span) -> u64 {
        let (left, right) = (
            u64::from(self.middle - self.from),
            u64::from(self.to - self.middle),
        );
        match span {
            Span::Across => left * right,
            Span::Within => {
                let all = left + right;
                all * all.saturating_sub(1) / 2
            }
        }
    }
}

impl Blocks {
    /// Sorts the rows by the keys of rule number `at` and keeps its shortened keys in the rows.
    pub(crate) fn build(encoded: &mut Encoded, span: Span, rule: &Rule, at: usize) -> Self {
        let (stride, slot) = (encoded.stride, encoded.keys_at + at.min(KEYS_MAX - 1));
        let rows = u32::try_from(encoded.rows()).unwrap_or(u32::MAX);
        let mut keyed: Vec<(u64, u32)> = (0..rows)
            .into_par_iter()
            .map(|row| (rule.key(encoded, row), row))
            .filter(|(key, _)| *key != 0)
            .collect();
        keyed.par_sort_unstable();
        for (key, row) in &keyed {
            encoded.words[*row as usize * stride + slot] = short(*key);
        }
        Self::of(
            &keyed,
            encoded.starts.get(1).copied().unwrap_or_default(),
            span,
            rule,
        )
    }

    fn of(keyed: &[(u64, u32)], second: usize, span: Span, rule: &Rule) -> Self {
        let mut found = Self {
            rows: keyed.iter().map(|(_, row)| *row).collect(),
            blocks: Vec::new(),
            dropped: HashSet::new(),
            report: RuleReport {
                rule: rule.name.clone(),
                pairs: 0,
                dropped_pairs: 0,
                dropped_blocks: 0,
            },
        };
        let mut from = 0;
        for group in keyed.chunk_by(|a, b| a.0 == b.0) {
            let middle = group.partition_point(|(_, row)| (*row as usize) < second);
            let end = from + group.len();
            let place = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let block = Block {
                from: place(from),
                middle: place(from + middle),
                to: place(end),
            };
            from = end;
            let pairs = block.pairs(span);
            if pairs > BLOCK_PAIRS_MAX {
                found.report.dropped_blocks += 1;
                found.report.dropped_pairs += pairs;
                found
                    .dropped
                    .extend(group.first().map(|(key, _)| short(*key)));
            } else if pairs > 0 {
                found.blocks.push(block);
            }
            found.report.pairs += pairs;
        }
        found
    }

    /// Pieces of about equal work.
    pub(crate) fn tasks(&self, span: Span) -> Vec<&[Block]> {
        let mut tasks = Vec::new();
        let (mut from, mut pairs) = (0, 0);
        for (at, block) in self.blocks.iter().enumerate() {
            pairs += block.pairs(span);
            if pairs >= TASK_PAIRS {
                tasks.push(&self.blocks[from..=at]);
                (from, pairs) = (at + 1, 0);
            }
        }
        if from < self.blocks.len() {
            tasks.push(&self.blocks[from..]);
        }
        tasks
    }

    /// Every pair of some blocks, the lower row first.
    #[inline]
    pub(crate) fn pairs(&self, blocks: &[Block], span: Span, mut each: impl FnMut(u32, u32)) {
        for block in blocks {
            let rows = &self.rows[block.from as usize..block.to as usize];
            let middle = (block.middle - block.from) as usize;
            match span {
                Span::Across => {
                    for left in &rows[..middle] {
                        for right in &rows[middle..] {
                            each(*left, *right);
                        }
                    }
                }
                Span::Within => {
                    for (at, left) in rows.iter().enumerate() {
                        for right in &rows[at + 1..] {
                            each(*left, *right);
                        }
                    }
                }
            }
        }
    }
}

/// Whether an earlier rule already brings the pair together.
#[inline]
pub(crate) fn seen_before(
    encoded: &Encoded,
    earlier: &[Blocks],
    left: &[u32],
    right: &[u32],
) -> bool {
    let from = encoded.keys_at;
    let keys = left[from..from + earlier.len()]
        .iter()
        .zip(&right[from..from + earlier.len()]);
    keys.zip(earlier)
        .any(|((a, b), blocks)| *a != 0 && a == b && !blocks.dropped.contains(a))
}

fn short(key: u64) -> u32 {
    ((key >> 32) ^ key) as u32 | 1
}
