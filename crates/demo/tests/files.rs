//! The files as they lie in the folder: the same for the same seed, readable, and as the truth says.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use demo::ledger::written::mistake;
use demo::ledger::{self, Ledger};
use demo::world::{Options, World};
use demo::{package, truth};
use sheet::{ReadOptions, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("doudi-demo-{name}-{}", std::process::id()))
}

fn world(people: usize, seed: u64) -> World {
    World::build(&Options {
        people,
        seed,
        ..Options::default()
    })
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().path());
    files
        .map(|f| {
            (
                f.file_name().unwrap().to_string_lossy().into_owned(),
                std::fs::read(&f).unwrap(),
            )
        })
        .collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let (one, two) = (folder("one"), folder("two"));
    package::write(&world(2000, 3), 1.0, &one).unwrap();
    package::write(&world(2000, 3), 1.0, &two).unwrap();
    let (a, b) = (contents(&one), contents(&two));
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (name, bytes) in &a {
        assert!(*bytes == b[name], "{name} differs");
    }
    std::fs::remove_dir_all(one).unwrap();
    std::fs::remove_dir_all(two).unwrap();
}

fn reads_back(world: &World, ledger: &Ledger, folder: &Path) {
    let path = folder.join(ledger.file_name());
    let table = sheet::read(Source::Path(path), &ReadOptions::default()).unwrap();
    assert_eq!(table.len(), ledger.len(world), "{}", ledger.role);
    for row in 0..table.len() {
        assert_eq!(table.rows.row(row), ledger.file_row(row), "{}", ledger.role);
        let written = ledger.written(world, row, 1.0).name;
        let mut cells = (0..table.columns.len()).filter_map(|c| table.value(c, row));
        assert!(
            cells.any(|v| v.trim() == written.trim()),
            "{} row {row}",
            ledger.role
        );
    }
}

#[test]
fn every_ledger_reads_back_row_by_row() {
    let (world, folder) = (world(6000, 1), folder("back"));
    package::write(&world, 1.0, &folder).unwrap();
    for ledger in ledger::all() {
        assert!(!ledger.is_empty(&world), "{} is empty", ledger.role);
        reads_back(&world, ledger, &folder);
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn mistakes_are_as_frequent_as_stated_and_none_without_errors() {
    let world = world(20_000, 2);
    let ledger = ledger::all()
        .into_iter()
        .find(|l| l.role == "disabled")
        .unwrap();
    let rows = ledger.len(&world);
    let count = |errors: f64, bit: u16| {
        (0..rows)
            .filter(|r| ledger.written(&world, *r, errors).mistakes & bit != 0)
            .count() as f64
    };
    let near = |bit: u16, rate: f64| {
        let (found, wanted) = (count(10.0, bit), rate * 10.0 * rows as f64);
        assert!(
            (found - wanted).abs() < 5.0 * wanted.sqrt() + 3.0,
            "{found} for {wanted}"
        );
    };
    let of = |name: &str| mistake::ALL.iter().find(|(_, n)| *n == name).unwrap().0;
    near(of("id-missing"), ledger.quality.id_missing);
    near(of("birth-missing"), ledger.quality.birth_missing);
    near(of("sex-wrong"), ledger.quality.sex_wrong);
    assert!((0..rows).all(|r| ledger.written(&world, r, 0.0).mistakes == 0));
}

#[test]
fn every_screen_has_cases_and_the_exemptions_are_tried() {
    let world = world(20_000, 1);
    let hits = truth::hits(&world, 1.0);
    let screens: BTreeSet<&str> = hits
        .iter()
        .filter(|h| !h.exempt)
        .map(|h| h.screen)
        .collect();
    let silent: Vec<&str> = truth::SCREENS
        .iter()
        .map(|(id, ..)| *id)
        .filter(|id| !screens.contains(id))
        .collect();
    assert!(silent.is_empty(), "no case of {silent:?}");
    let exempt: BTreeSet<&str> = hits.iter().filter(|h| h.exempt).map(|h| h.screen).collect();
    for screen in ["M05", "M07", "M09a", "M12", "M14b", "M17c", "M24b"] {
        assert!(exempt.contains(screen), "no exemption of {screen}");
    }
}

#[test]
fn the_truth_of_deaths_is_that_of_the_register_not_of_the_plan() {
    let world = world(20_000, 1);
    let hits = truth::hits(&world, 1.0);
    let month = world.on.first_of_month();
    for hit in hits.iter().filter(|h| h.screen == "M01") {
        let died = world
            .records
            .deaths
            .iter()
            .find(|d| d.person == hit.person)
            .unwrap();
        assert!(died.date < month);
    }
    // Some died this month and are paid for it rightly.
    let recent = world.records.deaths.iter().filter(|d| d.date >= month);
    let paid = |p: u32| world.records.dibao.iter().any(|r| r.person == p);
    assert!(recent.clone().any(|d| paid(d.person)));
}
