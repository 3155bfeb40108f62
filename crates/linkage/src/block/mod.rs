//! Blocking: which pairs are worth comparing. Rules name keys that must agree; rows are sorted by
//! key, equal keys form a block, and a pair is compared under the first rule that brings it
//! together. Pairs are counted before anything is compared; oversized blocks are left out and
//! reported.

mod rules;

#[cfg(test)]
mod tests;

pub(crate) use rules::{Chosen, Rule, choose};

use crate::encode::Encoded;
use crate::outcome::RuleReport;
use crate::radix;
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

/// Rows brought together before their pairs are compared: few enough to stay in the nearest caches.
const GATHERED: usize = 2048;

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
    /// Sorts the rows by their keys, in memory that may be used again.
    fn build(
        encoded: &Encoded,
        span: Span,
        Chosen { rule, keys }: &Chosen,
        (entries, other): &mut (Vec<u64>, Vec<u64>),
    ) -> Self {
        let keyed = keys.iter().zip(0u32..).filter(|(key, _)| **key != 0);
        entries.clear();
        entries.reserve(keys.len());
        entries.extend(keyed.map(|(key, row)| entry(*key, row)));
        radix::sort(entries, other);
        let second = encoded.starts.get(1).copied().unwrap_or_default();
        Self::of(entries, second, span, rule)
    }

    /// Blocks of sorted, keyed rows.
    fn of(all: &[u64], second: usize, span: Span, rule: &Rule) -> Self {
        let report = RuleReport {
            rule: rule.name.clone(),
            pairs: 0,
            dropped_pairs: 0,
            dropped_blocks: 0,
        };
        // Room that is not used is never touched.
        let mut found = Self {
            rows: Vec::with_capacity(all.len()),
            blocks: Vec::with_capacity(all.len() / 2),
            dropped: HashSet::new(),
            report,
        };
        let place = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        for group in all.chunk_by(|a, b| parted(*a).0 == parted(*b).0) {
            if group.len() == 1 {
                continue;
            }
            let left = group.partition_point(|entry| (parted(*entry).1 as usize) < second);
            let from = found.rows.len();
            let block = Block {
                from: place(from),
                middle: place(from + left),
                to: place(from + group.len()),
            };
            let pairs = block.pairs(span);
            found.report.pairs += pairs;
            if pairs > BLOCK_PAIRS_MAX {
                found.report.dropped_blocks += 1;
                found.report.dropped_pairs += pairs;
                found.dropped.insert(parted(group[0]).0);
            } else if pairs > 0 {
                found
                    .rows
                    .extend(group.iter().map(|entry| parted(*entry).1));
                found.blocks.push(block);
            }
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

impl Blocks {
    /// As [`Self::pairs`], with the words of both rows, of which many are fetched at once.
    #[inline]
    pub(crate) fn gathered(
        &self,
        encoded: &Encoded,
        blocks: &[Block],
        span: Span,
        mut each: impl FnMut((u32, &[u32]), (u32, &[u32])),
    ) {
        let stride = encoded.stride;
        let mut held: Vec<u32> = Vec::with_capacity(GATHERED * stride);
        let mut rest = blocks;
        while let Some(first) = rest.first() {
            let near = |b: &Block| (b.to - first.from) as usize <= GATHERED;
            let (now, later) = rest.split_at(rest.iter().take_while(|b| near(b)).count().max(1));
            rest = later;
            held.clear();
            let end = now.last().map_or(first.to, |last| last.to);
            let rows = &self.rows[first.from as usize..end as usize];
            encoded.gather(rows.iter().copied(), &mut held);
            let mut words = held.as_slice();
            for block in now {
                let rows = &self.rows[block.from as usize..block.to as usize];
                let (own, others) = words.split_at(rows.len() * stride);
                words = others;
                let row = |at: usize| (rows[at], &own[at * stride..(at + 1) * stride]);
                let middle = (block.middle - block.from) as usize;
                let lefts = match span {
                    Span::Across => middle,
                    Span::Within => rows.len(),
                };
                for left in 0..lefts {
                    let from = match span {
                        Span::Across => middle,
                        Span::Within => left + 1,
                    };
                    for right in from..rows.len() {
                        each(row(left), row(right));
                    }
                }
            }
        }
    }
}

/// The blocks of all rules; the rows keep their keys, for [`seen_before`].
pub(crate) fn build(encoded: &mut Encoded, span: Span, chosen: &[Chosen]) -> Vec<Blocks> {
    let share = chosen.len().div_ceil(rayon::current_num_threads()).max(1);
    let rows: &Encoded = encoded;
    let blocks = chosen
        .par_chunks(share)
        .flat_map_iter(|chosen| {
            let mut room = (Vec::new(), Vec::new());
            chosen
                .iter()
                .map(move |chosen| Blocks::build(rows, span, chosen, &mut room))
        })
        .collect();
    let (stride, from) = (encoded.stride, encoded.keys_at);
    encoded
        .words
        .par_chunks_mut(stride)
        .with_min_len(4096)
        .enumerate()
        .for_each(|(row, words)| {
            for (word, chosen) in words[from..].iter_mut().zip(chosen) {
                *word = chosen.keys[row];
            }
        });
    blocks
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

/// A row under its shortened key, ready for sorting.
fn entry(key: u32, row: u32) -> u64 {
    u64::from(key) << 32 | u64::from(row)
}

/// A key in 32 bits, never 0. Two keys shortened to the same only bring a few more pairs together.
pub(crate) fn short_key(key: u64) -> u32 {
    ((key >> 32) ^ key) as u32 | 1
}

/// Shortened key and row.
fn parted(entry: u64) -> (u32, u32) {
    ((entry >> 32) as u32, entry as u32)
}
