//! `cargo x bench policy`: one programme over drawn populations, ours, OpenFisca's and zen-engine's,
//! in one run: wall time, processor time, peak memory, and whether every amount is the same. The
//! result goes between the markers of docs/benchmarks.md. Must not know the rules: they stand in
//! `policy/*.toml`, `policy/openfisca_rules.py` and `policy/zen_rules.py`.

use super::section;
use crate::Outcome;
use crate::run::{cargo, output, root, run, target};
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

/// Households and months of each run.
const RUNS: [(u32, u32); 5] = [
    (10_000, 1),
    (100_000, 1),
    (1_000_000, 1),
    (100_000, 12),
    (1_000_000, 12),
];

/// Times each is run; the best is kept.
const TIMES: usize = 3;

const OPENFISCA: &str = "openfisca-core==46.0.1";

/// Decides one record at a time.
const ZEN: &str = "zen-engine==2.1.3";

/// Households that it is given.
const RECORDS: u32 = 10_000;

/// Runs both and writes the section.
pub(crate) fn policy(_: &[String]) -> Outcome {
    let build = [
        "build",
        "--release",
        "-p",
        "policy",
        "--example",
        "population",
        "--example",
        "explained",
    ];
    run(&mut cargo(&build))?;
    let folder = root().join("crates/xtask/src/bench/policy");
    let python = environment()?;
    let ours = target().join("release/examples/population");
    let mut text = String::from(
        "| households | months | ours, s | ours, CPU s | ours, MB | OpenFisca, s | OpenFisca, CPU s \
         | OpenFisca, MB | times faster | amounts |\n|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|\n",
    );
    let mut bandwidth = String::new();
    for (households, months) in RUNS {
        let (size, span) = (households.to_string(), months.to_string());
        let results = ["ours.bin", "openfisca.bin"].map(|name| target().join(name));
        let [mine, theirs] = &results;
        let us = best(|| {
            let mut command = Command::new(&ours);
            command.arg(&folder).args([&size, &span]).arg(mine);
            command
        })?;
        let them = best(|| {
            let mut command = Command::new(&python);
            let rules = folder.join("openfisca_rules.py");
            command.arg(rules).args([&size, &span]).arg(theirs);
            command
        })?;
        let same = read(mine)? == read(theirs)?;
        let number = |value: &Value, name: &str| value[name].as_f64().unwrap_or_default();
        let row = format!(
            "| {households} | {months} | {:.4} | {:.2} | {} | {:.4} | {:.2} | {} | {:.1} | {} |",
            number(&us, "wall"),
            number(&us, "cpu"),
            number(&us, "peak_mb"),
            number(&them, "wall"),
            number(&them, "cpu"),
            number(&them, "peak_mb"),
            number(&them, "wall") / number(&us, "wall"),
            if same { "the same" } else { "DIFFERENT" }
        );
        println!("{row}");
        let _ = writeln!(text, "{row}");
        if (households, months) == (1_000_000, 1) {
            let (wall, read) = (number(&us, "wall"), number(&us, "read"));
            bandwidth = format!(
                "\nA month of a million households reads {:.0} MB of columns once; a plain read of the \
                 same by both cores takes {read:.4} s, {:.0} % of the month's time.\n",
                number(&us, "bytes") / 1e6,
                100.0 * read / wall
            );
        }
    }
    text.push_str(&bandwidth);
    text.push_str(&record_by_record(&folder, &ours, &python)?);
    text.push_str(&explained()?);
    section("policy", &text)
}

/// zen-engine beside ours, a household.
fn record_by_record(folder: &Path, ours: &Path, python: &Path) -> Result<String, String> {
    let results = ["ours.bin", "zen.bin"].map(|name| target().join(name));
    let [mine, theirs] = &results;
    let size = RECORDS.to_string();
    let us = best(|| {
        let mut command = Command::new(ours);
        command.arg(folder).args([&size, "1"]).arg(mine);
        command
    })?;
    let them = best(|| {
        let mut command = Command::new(python);
        let rules = folder.join("zen_rules.py");
        command.arg(rules).arg(&size).arg(theirs);
        command
    })?;
    let same = read(mine)? == read(theirs)?;
    let each = |said: &Value| said["wall"].as_f64().unwrap_or_default() * 1e6 / f64::from(RECORDS);
    let said = format!(
        "\n{ZEN}, called from Python a household at a time, takes {:.1} µs for a household of \
         {RECORDS}; ours {:.2} µs; the amounts are {}.\n",
        each(&them),
        each(&us),
        if same { "the same" } else { "DIFFERENT" }
    );
    print!("{said}");
    Ok(said)
}

/// How long one decision with its whole explanation takes.
fn explained() -> Result<String, String> {
    let example = target().join("release/examples/explained");
    let said = best_of(
        || {
            let mut command = Command::new(&example);
            command.arg(root().join("packs")).arg("rongchang-2020");
            command
        },
        "mean_us",
    )?;
    let number = |name: &str| said[name].as_f64().unwrap_or_default();
    Ok(format!(
        "\nOne decision with its whole explanation takes {:.0} µs on the average of the {} of the packs' \
         worked examples, at most {:.0} µs ({}).\n",
        number("mean_us"),
        number("decisions"),
        number("slowest_us"),
        said["slowest"].as_str().unwrap_or_default()
    ))
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// A Python with OpenFisca and zen-engine, made once.
fn environment() -> Result<std::path::PathBuf, String> {
    let folder = target().join("bench-policy");
    let python = folder.join("bin/python");
    if !python.exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        let install = ["-m", "pip", "install", "-q", OPENFISCA, ZEN];
        run(Command::new(&python).args(install))?;
    }
    Ok(python)
}

/// The quickest of several runs.
fn best(command: impl Fn() -> Command) -> Result<Value, String> {
    best_of(command, "wall")
}

/// The run of several in which a figure is lowest.
fn best_of(command: impl Fn() -> Command, figure: &str) -> Result<Value, String> {
    let mut best: Option<Value> = None;
    for _ in 0..TIMES {
        let said = output(&mut command())?;
        let found: Value = serde_json::from_slice(&said).map_err(|e| e.to_string())?;
        let quicker = best
            .as_ref()
            .is_none_or(|b| found[figure].as_f64() < b[figure].as_f64());
        if quicker {
            best = Some(found);
        }
    }
    best.ok_or_else(|| "nothing was run".to_owned())
}
