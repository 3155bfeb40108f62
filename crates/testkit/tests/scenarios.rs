//! How well the built-in model does on other people's files: each kind of registry, read and linked
//! as the commands do, with a floor that it must not fall below. The table of docs/linkage.md is
//! what `cargo test --release -p testkit --test scenarios -- --nocapture` prints.

#![expect(clippy::unwrap_used, reason = "a failed test says where")]

use linkage::{ModelSource, Nicknames, Records, Settings, Silent};
use std::collections::HashMap;
use std::path::Path;
use testkit::measure::{Counts, Truth, judge_clusters, truth};
use testkit::registry::{Kind, generate};

/// Kind, and the least F1 at 2,000 rows a file: about one to three hundredths below what was measured.
const FLOORS: &[(&str, f64)] = &[
    ("chinese", 0.98),
    ("chinese-light", 0.98),
    ("chinese-heavy", 0.98),
    ("chinese-by-ear", 0.98),
    ("chinese-no-id", 0.98),
    ("chinese-village", 0.98),
    ("chinese-bare", 0.98),
    ("chinese-year", 0.98),
    ("chinese-phone", 0.98),
    ("chinese-names", 0.97),
    ("chinese-split", 0.98),
    ("chinese-twice", 0.98),
    ("chinese-many", 0.98),
    ("contacts", 0.98),
    ("contacts-heavy", 0.94),
    ("members", 0.95),
    ("historical", 0.98),
    ("historical-whole", 0.98),
    ("figures", 0.95),
    ("addresses", 0.98),
    ("addresses-heavy", 0.96),
    ("addresses-link", 0.98),
    ("patients", 0.96),
    ("names-only", 0.92),
    ("census", 0.97),
    ("voters", 0.87),
    ("parish", 0.96),
];

const ROWS: usize = 2_000;

/// The short forms that the binary knows.
const NICKNAMES: &str = include_str!("../../app/data/nicknames-en.txt");

fn settings() -> Settings {
    let lines = NICKNAMES.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.flat_map(|line| {
        let mut words = line.split_whitespace();
        let name = words.next().unwrap_or_default();
        words.map(move |short| (name, short))
    });
    Settings {
        nicknames: Nicknames::new(pairs.collect::<Vec<_>>()),
        ..Settings::default()
    }
}

/// A ledger and the entity of each row.
fn ledger(folder: &Path, name: &str) -> (Records, Vec<String>) {
    let source = sheet::Source::Path(folder.join(format!("{name}.csv")));
    let table = sheet::read(source, &sheet::ReadOptions::default()).unwrap();
    let truth = truth(&folder.join(format!("{name}-truth.csv"))).unwrap();
    let key = table.columns.iter().position(|c| c.header == "id").unwrap();
    let entities = (0..table.len()).map(|row| truth[table.value(key, row).unwrap()].clone());
    let entities = entities.collect();
    let columns = table
        .roles()
        .filter(|(role, _)| *role != base::column::ColumnRole::RecordId)
        .map(|(role, values)| (role, values.clone()));
    (Records::new(columns.collect()).unwrap(), entities)
}

/// How well a kind is linked.
fn judged(name: &str, rows: usize, seed: u64) -> Counts {
    let kind = Kind::named(name).unwrap();
    let folder =
        std::env::temp_dir().join(format!("scenarios-{name}-{seed}-{}", std::process::id()));
    generate(kind, rows, seed, &folder).unwrap();
    let found = if kind.is_link() {
        let (left, ours) = ledger(&folder, "left");
        let (right, theirs) = ledger(&folder, "right");
        let built_in = ModelSource::BuiltIn;
        let found = linkage::link(&left, &right, &built_in, &settings(), &Silent).unwrap();
        let mut both: HashMap<&String, u64> = HashMap::new();
        ours.iter()
            .for_each(|entity| *both.entry(entity).or_default() += 1);
        let wanted = theirs
            .iter()
            .map(|entity| both.get(entity).copied().unwrap_or(0));
        let pairs = found.pairs.left.iter().zip(&found.pairs.right);
        let right = pairs.filter(|(l, r)| ours[**l as usize] == theirs[**r as usize]);
        Counts {
            right: right.count() as u64,
            found: found.pairs.len() as u64,
            wanted: wanted.sum(),
        }
    } else {
        let (records, entities) = ledger(&folder, "file");
        let built_in = ModelSource::BuiltIn;
        let found = linkage::dedupe(&records, &built_in, &settings(), &Silent).unwrap();
        let rows: Vec<(String, String)> = found
            .cluster
            .iter()
            .enumerate()
            .map(|(row, cluster)| (row.to_string(), cluster.to_string()))
            .collect();
        let truth: Truth = entities
            .into_iter()
            .enumerate()
            .map(|(row, entity)| (row.to_string(), entity))
            .collect();
        judge_clusters(&rows, &truth).0
    };
    std::fs::remove_dir_all(&folder).unwrap();
    found
}

#[test]
fn the_built_in_model_holds_on_ledgers_of_every_kind() {
    let only = std::env::var("SCENARIO").ok();
    let seeds = std::env::var("SEEDS").map_or(1, |n| n.parse().unwrap());
    let mut low = Vec::new();
    println!("| ledgers | precision | recall | F1 |\n|---|---:|---:|---:|");
    for (name, floor) in FLOORS {
        if only
            .as_ref()
            .is_some_and(|only| !only.split(',').any(|o| o == *name))
        {
            continue;
        }
        let mut found = Counts::default();
        for seed in 7..7 + seeds {
            let one = judged(name, ROWS, seed);
            found.right += one.right;
            found.found += one.found;
            found.wanted += one.wanted;
        }
        let (precision, recall, f1) = (found.precision(), found.recall(), found.f1());
        println!("| {name} | {precision:.3} | {recall:.3} | {f1:.3} |");
        if f1 < *floor {
            low.push((name, f1, floor));
        }
    }
    assert!(low.is_empty(), "below their floors: {low:?}");
}
