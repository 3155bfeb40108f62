//! The packs that are shipped, read from the repository: they load, alone and on each other, and
//! their values are those of the papers.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read the packs must fail"
)]

mod arrears;
mod clocks;
mod explained;
mod registers;
mod relief;
mod window;

use policy::decide::check_examples;
use policy::pack::{Files, Pack, stack};
use std::fs;
use std::path::{Path, PathBuf};

fn packs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs")
}

fn files(root: &Path, folder: &Path, found: &mut Files) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(root, &path, found);
        } else if path.extension().is_some_and(|e| e == "toml") {
            let name = path.strip_prefix(root).unwrap().display().to_string();
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

fn pack(id: &str) -> Pack {
    let mut read = |folder: &str| {
        let root = packs().join(folder);
        let mut found = Files::new();
        root.is_dir().then(|| files(&root, &root, &mut found))?;
        Some(found)
    };
    let loaded = stack(id, &mut read).and_then(|layers| Pack::load_layers(&layers));
    loaded.unwrap_or_else(|wrong| {
        let lines: Vec<String> = wrong.iter().map(ToString::to_string).collect();
        panic!("{id}:\n{}", lines.join("\n"))
    })
}

fn on(pack: &Pack, parameter: &str, day: &str) -> String {
    let found = pack.parameters.iter().find(|p| p.id == parameter).unwrap();
    let dated = found.on(day.parse().unwrap());
    dated.map_or(String::new(), |v| v.value.value().shown())
}

#[test]
fn each_layer_loads() {
    for id in ["china", "chongqing", "rongchang-2020", "tutorial"] {
        assert_eq!(pack(id).id, id);
    }
}

#[test]
fn the_standards_are_those_of_the_notices() {
    let pack = pack("rongchang-2020");
    for (day, urban, rural, tekun) in [
        ("2017-04-01", "500.00", "350.00", "650.00"),
        ("2018-01-01", "546.00", "410.00", "710.00"),
        ("2020-03-18", "580.00", "440.00", "754.00"),
        ("2020-09-01", "620.00", "496.00", "806.00"),
        ("2023-09-01", "735.00", "600.00", "955.00"),
        ("2026-01-01", "770.00", "630.00", "1001.00"),
    ] {
        let values = ["dibao_urban", "dibao_rural", "tekun_basic"].map(|p| on(&pack, p, day));
        assert_eq!(values, [urban, rural, tekun], "{day}");
    }
    assert_eq!(on(&pack, "minimum_wage", "2020-03-18"), "1800.00");
}

#[test]
fn a_lower_layer_changes_what_the_law_above_it_lets_it_change() {
    let day = "2020-03-18";
    assert_eq!(on(&pack("china"), "clergy_years", day), "3");
    assert_eq!(on(&pack("chongqing"), "clergy_years", day), "1");
    assert_eq!(on(&pack("china"), "tekun_basic", day), "");
    assert_eq!(on(&pack("chongqing"), "grace_upper", day), "");
    assert_eq!(on(&pack("rongchang-2020"), "grace_upper", day), "2");
}

/// In 2022 and 2023 the city's own figure is below 1.3 times its urban standard by cents: a
/// warning, and the published amount is paid.
#[test]
fn the_ratio_warns_and_never_computes() {
    let pack = pack("rongchang-2020");
    let ratio = pack
        .constraints
        .iter()
        .find(|c| c.id == "tekun-ratio")
        .unwrap();
    let broken = ratio.check(&pack.parameters);
    let days: Vec<String> = broken.iter().map(|v| v.from.to_string()).collect();
    assert_eq!(days, ["2022-09-01", "2023-09-01"]);
    assert!(broken.iter().any(|v| v.text.en.contains("955.50")));
}

/// Examples stand where the values are; the district's pack has them all, and leaves no rule untried.
#[test]
fn every_worked_example_comes_out_as_it_says() {
    for id in ["china", "chongqing", "rongchang-2020", "tutorial"] {
        let (errors, warnings) = check_examples(&pack(id));
        let untried = warnings.iter().filter(|_| id == "rongchang-2020");
        let lines: Vec<String> = errors
            .iter()
            .chain(untried)
            .map(ToString::to_string)
            .collect();
        assert!(lines.is_empty(), "{id}:\n{}", lines.join("\n"));
    }
}

/// The cases of the specification and those at the edges: of every programme at least a dozen, each
/// with the article that it is about, some granted and some refused.
#[test]
fn every_programme_has_a_dozen_examples_with_their_articles() {
    for programme in &pack("rongchang-2020").programmes {
        let (id, examples) = (&programme.id, &programme.examples);
        assert!(examples.len() >= 12, "{id}: {}", examples.len());
        for example in examples {
            assert!(example.cite.is_some(), "{id}: {}", example.name);
        }
        for outcome in ["granted", "refused"] {
            let any = examples.iter().any(|e| e.expect.outcome == outcome);
            assert!(any, "{id}: none is {outcome}");
        }
    }
}
