//! The generated files hold what their kind says.

use super::*;
use crate::{measure, table};
use std::collections::HashMap;
use std::path::PathBuf;

/// The left and the right record of one person.
type Both<'a> = (&'a Vec<String>, &'a Vec<String>);

struct Folder(PathBuf);

impl Folder {
    fn of(kind: &str, rows: usize, seed: u64) -> Self {
        let name = format!(
            "testkit-{kind}-{rows}-{seed}-{:?}",
            std::thread::current().id()
        );
        let path = std::env::temp_dir().join(name);
        generate(Kind::named(kind).unwrap(), rows, seed, &path).unwrap();
        Self(path)
    }

    fn rows(&self, file: &str) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        table::read(&self.0.join(file), |r| rows.push(r.to_vec())).unwrap();
        rows
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn every_kind_writes_as_many_rows_as_asked_and_a_truth_for_each() {
    for (name, kind) in Kind::ALL {
        for rows in [10, 301] {
            let folder = Folder::of(name, rows, 1);
            let files: &[&str] = if kind.is_link() {
                &["left", "right"]
            } else {
                &["file"]
            };
            for file in files {
                assert_eq!(
                    folder.rows(&format!("{file}.csv")).len(),
                    rows + 1,
                    "{name}"
                );
                let truth = measure::truth(&folder.0.join(format!("{file}-truth.csv"))).unwrap();
                assert_eq!(truth.len(), rows, "{name}");
            }
        }
    }
}

#[test]
fn a_seed_repeats_and_another_differs() {
    let [a, b, c] = [(1, "a"), (1, "b"), (2, "c")].map(|(seed, _)| {
        let folder = Folder::of("historical", 200, seed);
        folder.rows("file.csv")
    });
    assert_eq!(a, b);
    assert_ne!(a, c);
}

#[test]
fn seven_people_of_ten_stand_in_both_chinese_ledgers() {
    let folder = Folder::of("chinese", 1000, 3);
    let [left, right] = ["left", "right"]
        .map(|f| measure::truth(&folder.0.join(format!("{f}-truth.csv"))).unwrap());
    let common = left
        .values()
        .filter(|e| right.values().any(|f| f == *e))
        .count();
    assert_eq!(common, 700);
}

#[test]
fn errors_come_about_as_often_as_stated() {
    let folder = Folder::of("chinese", 4000, 4);
    let by_entity = |file: &str| -> HashMap<String, Vec<String>> {
        let truth = measure::truth(&folder.0.join(format!("{file}-truth.csv"))).unwrap();
        let rows = folder.rows(&format!("{file}.csv"));
        rows.into_iter()
            .skip(1)
            .map(|r| (truth[&r[0]].clone(), r))
            .collect()
    };
    let (left, right) = (by_entity("left"), by_entity("right"));
    let both: Vec<_> = left
        .iter()
        .filter_map(|(e, l)| right.get(e).map(|r| (l, r)))
        .collect();
    let share = |test: &dyn Fn(&Both) -> bool| {
        both.iter().filter(|p| test(p)).count() as f64 / both.len() as f64
    };
    let missing_id = share(&|(_, r)| r[2].is_empty());
    let other_name = share(&|(l, r)| l[1] != r[1]);
    assert!((0.06..0.10).contains(&missing_id), "{missing_id}");
    assert!((0.04..0.09).contains(&other_name), "{other_name}");
}

#[test]
fn historical_clusters_reach_many_records() {
    let folder = Folder::of("historical-whole", 3000, 5);
    let truth = measure::truth(&folder.0.join("file-truth.csv")).unwrap();
    let mut sizes: HashMap<&String, usize> = HashMap::new();
    truth
        .values()
        .for_each(|e| *sizes.entry(e).or_default() += 1);
    let largest = sizes.values().max().copied().unwrap();
    assert!((15..=20).contains(&largest), "{largest}");
    assert_eq!(folder.rows("file.csv")[0][..3], ["id", "full_name", "dob"]);
}
