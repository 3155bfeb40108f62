//! `cargo x bench NAME`: measures against the best alternative, in one run on one machine, and
//! writes the figures into docs/benchmarks.md. Speed is measured here and never by tests.

mod funds;
mod linkage;
mod policy;
mod web;

use crate::run::root;
use crate::{Command, Outcome};

/// The benchmarks.
const BENCHES: &[Command] = &[
    (
        "funds",
        "a month of a million awards   [--awards N] [--quick]",
        funds::funds,
    ),
    (
        "linkage",
        "people across ledgers, beside Splink   [--quick]",
        linkage::linkage,
    ),
    (
        "policy",
        "a programme over populations, beside OpenFisca",
        policy::policy,
    ),
    (
        "web",
        "users at once over a million people, beside Django   [--people N] [--users N] [--quick]",
        web::web,
    ),
];

/// Runs the benchmark named first.
pub(crate) fn bench(args: &[String]) -> Outcome {
    let found = args
        .split_first()
        .and_then(|(name, rest)| Some((BENCHES.iter().find(|(n, ..)| n == name)?, rest)));
    match found {
        Some(((_, _, run), rest)) => run(rest),
        None => {
            let names: Vec<&str> = BENCHES.iter().map(|(name, ..)| *name).collect();
            Err(format!("name a benchmark: {}", names.join(", ")))
        }
    }
}

/// Puts a section between its markers in docs/benchmarks.md.
fn section(name: &str, text: &str) -> Outcome {
    let (begin, end) = (format!("<!-- {name} -->"), format!("<!-- /{name} -->"));
    let path = root().join("docs/benchmarks.md");
    let page = std::fs::read_to_string(&path).unwrap_or_default();
    let found = page.split_once(&begin).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(&end)?;
        Some(format!("{before}{begin}\n{text}{end}{after}"))
    });
    let page = found.ok_or_else(|| format!("{begin} … {end} is missing in docs/benchmarks.md"))?;
    std::fs::write(&path, page).map_err(|e| e.to_string())
}
