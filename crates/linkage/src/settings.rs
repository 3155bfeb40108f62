//! What a caller may set about a run, and how a run tells how far it is.

/// Which weights a run uses.
#[derive(Debug, Clone, Default)]
pub enum ModelSource {
    /// The built-in model for the script of the names, with chance agreement (u), term frequencies
    /// and the prior taken from the data, and agreement among true pairs (m) moved from the
    /// built-in values as far as a sample of the data speaks for it.
    #[default]
    BuiltIn,
    /// A saved model: m and u as they stand in it; term frequencies and the prior from the data.
    Saved(crate::Model),
    /// Refit m and u on the data at hand with larger samples.
    Train,
}

/// How records that match pairwise become clusters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Clustering {
    /// Everything reachable over matching pairs is one person.
    Connected,
    /// Average linkage inside each connected part, so that one weak bridge does not join two
    /// people (default).
    #[default]
    Cautious,
}

/// Names that stand for each other (bob, robert), given by the caller. Order does not matter.
#[derive(Debug, Clone, Default)]
pub struct Nicknames {
    pub(crate) pairs: Vec<(String, String)>,
}

impl Nicknames {
    /// Takes pairs of equivalent given names, in any case.
    pub fn new<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut pairs: Vec<(String, String)> = pairs
            .into_iter()
            .map(|(a, b)| (a.to_lowercase(), b.to_lowercase()))
            .map(|(a, b)| if a <= b { (a, b) } else { (b, a) })
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        Self { pairs }
    }

    /// Whether two lower-case names stand for each other.
    pub fn contains(&self, a: &str, b: &str) -> bool {
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        self.pairs
            .binary_search_by(|(x, y)| (x.as_str(), y.as_str()).cmp(&(a, b)))
            .is_ok()
    }
}

/// Settings of a run. `Settings::default()` is right for most ledgers.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Pairs with at least this probability are links. Default 0.5.
    pub threshold: f64,
    /// Each record is linked to at most one of the other ledger. Default off.
    pub one_to_one: bool,
    /// A pair that shares a record with a likelier pair loses by it, unless both are the same person
    /// entered twice. Between two ledgers only. Default on.
    pub rivals: bool,
    /// How pairs become clusters in [`crate::dedupe`] and [`crate::cluster()`].
    pub clustering: Clustering,
    /// Near misses: pairs whose probability lies within `near_miss_from` and `threshold` are kept
    /// for clerical review. Default 0.05.
    pub near_miss_from: f64,
    /// At most so many near misses are kept, the likeliest first. Default 10,000.
    pub near_miss_max: usize,
    /// Candidate pairs a run may compare; `None` derives it from the number of rows.
    pub candidates_max: Option<u64>,
    /// Give back the matching pairs of [`crate::dedupe`] and [`crate::cluster()`] with their weights
    /// (default); off saves their memory.
    pub pairs: bool,
    /// Memory for scored pairs in bytes, beyond the encoded columns and their blocks. Default
    /// 256 MiB. Where it does not suffice pairs are weighed a second time in slices, with the same
    /// result. Clustering and one-to-one hold all links, at twelve bytes each.
    pub memory_bytes: usize,
    /// Seed of the random pairs that estimate chance agreement.
    pub seed: u64,
    /// Equivalent given names.
    pub nicknames: Nicknames,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            threshold: 0.5,
            one_to_one: false,
            rivals: true,
            clustering: Clustering::default(),
            near_miss_from: 0.05,
            near_miss_max: 10_000,
            candidates_max: None,
            pairs: true,
            memory_bytes: 256 << 20,
            seed: 20_200_318,
            nicknames: Nicknames::default(),
        }
    }
}

/// The steps of a run, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Normalising and numbering the values of each column.
    Encode,
    /// Building and counting blocks.
    Block,
    /// Estimating m and u.
    Train,
    /// Comparing candidate pairs.
    Score,
    /// Assigning one to one, or clustering.
    Resolve,
}

/// Told how far the run is; answers whether to go on. Called from several threads.
pub trait Progress: Sync {
    /// `done` of `total` units of the stage are finished. Returning `false` cancels the run, which
    /// then ends with [`crate::Error::Cancelled`].
    fn at(&self, stage: Stage, done: u64, total: u64) -> bool;
}

/// Nobody is watching.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn at(&self, _: Stage, _: u64, _: u64) -> bool {
        true
    }
}

impl<F: Fn(Stage, u64, u64) -> bool + Sync> Progress for F {
    fn at(&self, stage: Stage, done: u64, total: u64) -> bool {
        self(stage, done, total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nicknames_hold_in_either_order() {
        let names = Nicknames::new([("Bob", "Robert"), ("peggy", "margaret")]);
        assert!(names.contains("robert", "bob") && names.contains("bob", "robert"));
        assert!(!names.contains("bob", "margaret"));
    }
}
