//! How good a linkage is, against the truth: by pairs and by clusters.
//!
//! A pair is true when both records carry the same entity in the truth file. Precision is the
//! share of found pairs that are true, recall the share of true pairs that were found, F1 their
//! harmonic mean.

use crate::table;
use std::collections::{HashMap, HashSet};
use std::io;
use std::path::Path;

/// Record id to entity id.
pub type Truth = HashMap<String, String>;

/// Counts of a linkage against the truth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Found pairs that are true.
    pub right: u64,
    /// Found pairs.
    pub found: u64,
    /// True pairs there are.
    pub wanted: u64,
}

impl Counts {
    /// Share of found pairs that are true; 1 when nothing was found.
    pub fn precision(&self) -> f64 {
        ratio(self.right, self.found)
    }

    /// Share of true pairs that were found; 1 when there are none.
    pub fn recall(&self) -> f64 {
        ratio(self.right, self.wanted)
    }

    /// Harmonic mean of both.
    pub fn f1(&self) -> f64 {
        ratio(2 * self.right, self.found + self.wanted)
    }
}

fn ratio(a: u64, b: u64) -> f64 {
    if b == 0 { 1.0 } else { a as f64 / b as f64 }
}

/// Reads a truth file (`id,entity`).
///
/// # Errors
/// What the file system says.
pub fn truth(path: &Path) -> io::Result<Truth> {
    let mut found = Truth::new();
    let mut header = true;
    table::read(path, |row| {
        if !header && row.len() > 1 {
            found.insert(row[0].clone(), row[1].clone());
        }
        header = false;
    })?;
    Ok(found)
}

/// Judges the output of `doudi link`: its first two columns are the ids, and each pair counts once
/// however often it stands there. Rows whose probability (third column) is below `threshold` are
/// left out.
///
/// # Errors
/// What the file system says.
pub fn links(path: &Path, left: &Truth, right: &Truth, threshold: f64) -> io::Result<Counts> {
    let mut seen: HashSet<(String, String)> = HashSet::new();
    let mut counts = Counts {
        wanted: cross_pairs(left, right),
        ..Counts::default()
    };
    let mut header = true;
    table::read(path, |row| {
        let likely = row
            .get(2)
            .and_then(|p| p.parse().ok())
            .is_none_or(|p: f64| p >= threshold);
        if !header && row.len() > 1 && likely && seen.insert((row[0].clone(), row[1].clone())) {
            counts.found += 1;
            let (a, b) = (left.get(&row[0]), right.get(&row[1]));
            counts.right += u64::from(a.is_some() && a == b);
        }
        header = false;
    })?;
    Ok(counts)
}

/// Judges the output of `doudi dedupe` (`id,cluster`): by the pairs inside clusters, and by whole
/// clusters, where a found cluster is right only when it is exactly a true one.
///
/// # Errors
/// What the file system says.
pub fn clusters(path: &Path, truth: &Truth) -> io::Result<(Counts, Counts)> {
    let mut rows: Vec<(String, String)> = Vec::new();
    let mut header = true;
    table::read(path, |row| {
        if !header && row.len() > 1 {
            rows.push((row[0].clone(), row[1].clone()));
        }
        header = false;
    })?;
    Ok(judge_clusters(&rows, truth))
}

/// As [`clusters`], from memory: (id, cluster) of each record.
pub fn judge_clusters(rows: &[(String, String)], truth: &Truth) -> (Counts, Counts) {
    let mut sizes_true: HashMap<&str, u64> = HashMap::new();
    for entity in truth.values() {
        *sizes_true.entry(entity).or_default() += 1;
    }
    let mut sizes_found: HashMap<&str, u64> = HashMap::new();
    let mut both: HashMap<(&str, &str), u64> = HashMap::new();
    for (id, cluster) in rows {
        *sizes_found.entry(cluster).or_default() += 1;
        if let Some(entity) = truth.get(id) {
            *both.entry((cluster, entity)).or_default() += 1;
        }
    }
    let pairs = |n: &u64| n * (n - 1) / 2;
    let by_pairs = Counts {
        right: both.values().map(pairs).sum(),
        found: sizes_found.values().map(pairs).sum(),
        wanted: sizes_true.values().map(pairs).sum(),
    };
    let exact = both.iter().filter(|((cluster, entity), n)| {
        sizes_found.get(cluster) == Some(n) && sizes_true.get(entity) == Some(n)
    });
    let by_clusters = Counts {
        right: exact.count() as u64,
        found: sizes_found.len() as u64,
        wanted: sizes_true.len() as u64,
    };
    (by_pairs, by_clusters)
}

fn cross_pairs(left: &Truth, right: &Truth) -> u64 {
    let mut count: HashMap<&str, u64> = HashMap::new();
    for entity in left.values() {
        *count.entry(entity).or_default() += 1;
    }
    right
        .values()
        .map(|e| count.get(e.as_str()).copied().unwrap_or(0))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs_of(rows: &[(&str, &str)]) -> Vec<(String, String)> {
        rows.iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect()
    }

    #[test]
    fn a_split_cluster_costs_recall_and_a_joined_one_precision() {
        let truth: Truth = pairs_of(&[("1", "a"), ("2", "a"), ("3", "a"), ("4", "b"), ("5", "b")])
            .into_iter()
            .collect();
        let found = pairs_of(&[("1", "x"), ("2", "x"), ("3", "y"), ("4", "y"), ("5", "y")]);
        let (pairs, whole) = judge_clusters(&found, &truth);
        assert_eq!(
            pairs,
            Counts {
                right: 2,
                found: 4,
                wanted: 4
            }
        );
        assert_eq!(
            whole,
            Counts {
                right: 0,
                found: 2,
                wanted: 2
            }
        );
        let (pairs, whole) = judge_clusters(
            &truth
                .iter()
                .map(|(a, b)| (a.clone(), b.clone()))
                .collect::<Vec<_>>(),
            &truth,
        );
        assert_eq!((pairs.f1(), whole.f1()), (1.0, 1.0));
    }

    #[test]
    fn links_are_judged_once_each_and_from_the_threshold_on() {
        let path = std::env::temp_dir().join(format!("testkit-links-{}.csv", std::process::id()));
        let text = "left_id,right_id,probability\n1,7,0.9\n1,7,0.9\n2,8,0.8\n3,9,0.1\n";
        std::fs::write(&path, text).unwrap();
        let left: Truth = pairs_of(&[("1", "a"), ("2", "b"), ("3", "c")])
            .into_iter()
            .collect();
        let right: Truth = pairs_of(&[("7", "a"), ("8", "z"), ("9", "c")])
            .into_iter()
            .collect();
        let counts = links(&path, &left, &right, 0.5).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(
            counts,
            Counts {
                right: 1,
                found: 2,
                wanted: 2
            }
        );
    }
}
