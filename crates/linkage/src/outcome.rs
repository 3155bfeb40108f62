//! What a run gives back: pairs with their weights by field, clusters, and a report of the run.

use crate::model::Model;
use crate::run::Explainer;

/// Pairs in columns, sorted by (left, right). Row numbers count from 0 in the ledger they belong
/// to; when one ledger is deduplicated, both belong to it and left < right.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pairs {
    /// Row in the left ledger.
    pub left: Vec<u32>,
    /// Row in the right ledger.
    pub right: Vec<u32>,
    /// Probability that both rows are one person.
    pub probability: Vec<f32>,
    /// Names of the compared fields, in the order of `weights`.
    pub fields: Vec<String>,
    /// For each field, the evidence of each pair in bits (log2 Bayes factor); 0 where missing.
    pub weights: Vec<Vec<f32>>,
}

impl Pairs {
    /// Number of pairs.
    pub fn len(&self) -> usize {
        self.left.len()
    }

    /// Adds further pairs of the same run.
    pub fn append(&mut self, more: Pairs) {
        self.left.extend(more.left);
        self.right.extend(more.right);
        self.probability.extend(more.probability);
        for (column, more) in self.weights.iter_mut().zip(more.weights) {
            column.extend(more);
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.left.is_empty()
    }
}

/// One blocking rule and what it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleReport {
    /// The keys that must agree, joined with `+`, such as `birth_date+surname_sound`.
    pub rule: String,
    /// Pairs that agree on the rule, counted before running.
    pub pairs: u64,
    /// Pairs left out because their block was oversized.
    pub dropped_pairs: u64,
    /// Oversized blocks left out.
    pub dropped_blocks: u64,
}

/// What a run did, for the summary on standard error.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RunReport {
    /// Rows of each ledger.
    pub rows: Vec<usize>,
    /// The blocking rules used.
    pub rules: Vec<RuleReport>,
    /// Distinct candidate pairs compared.
    pub candidate_pairs: u64,
    /// Pairs at or above the threshold.
    pub links: u64,
    /// Expected number of true pairs among all compared (sum of probabilities).
    pub expected_matches: f64,
    /// Probability of a match for two rows drawn at random.
    pub prior: f64,
}

/// Result of [`crate::link`].
#[derive(Debug)]
pub struct LinkOutcome {
    /// Links: pairs at or above the threshold.
    pub pairs: Pairs,
    /// Pairs just under the threshold, for clerical review, sorted by (left, right).
    pub near_misses: Pairs,
    /// The model as used, with what was estimated from the data.
    pub model: Model,
    /// Counts of the run.
    pub report: RunReport,
    /// Explains any pair of this run.
    pub explainer: Explainer,
}

/// Result of [`crate::dedupe`].
#[derive(Debug)]
pub struct DedupeOutcome {
    /// For each row the number of its cluster; clusters are numbered from 0 in order of their
    /// first row.
    pub cluster: Vec<u32>,
    /// Number of clusters.
    pub clusters: usize,
    /// The matching pairs behind the clusters.
    pub pairs: Pairs,
    /// Pairs just under the threshold, for clerical review.
    pub near_misses: Pairs,
    /// The model as used.
    pub model: Model,
    /// Counts of the run.
    pub report: RunReport,
    /// Explains any pair of this run.
    pub explainer: Explainer,
}

/// Result of [`crate::cluster()`]: who is who across several ledgers.
#[derive(Debug)]
pub struct ClusterOutcome {
    /// For each ledger, for each row, the entity number. Entities are numbered from 0 in order of
    /// first appearance.
    pub entity: Vec<Vec<u32>>,
    /// Number of entities.
    pub entities: usize,
    /// The matching pairs behind the entities. Rows are numbered through all ledgers, the first
    /// ledger first.
    pub pairs: Pairs,
    /// Pairs just under the threshold, numbered likewise.
    pub near_misses: Pairs,
    /// The model as used.
    pub model: Model,
    /// Counts of the run.
    pub report: RunReport,
    /// Explains any pair of this run (rows numbered through all ledgers).
    pub explainer: Explainer,
}
