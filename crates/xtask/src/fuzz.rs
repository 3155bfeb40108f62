//! Fuzzing: builds and runs the targets of `fuzz/` for a while each. Needs the nightly toolchain
//! and `cargo install cargo-fuzz`; the tests replay the seeds of `fuzz/seeds` without either.

use crate::Outcome;
use crate::run::{root, run};
use std::process::Command;

/// `cargo x fuzz [TARGET|all] [SECONDS]`: 60 seconds each when not told otherwise.
pub(crate) fn fuzz(args: &[String]) -> Outcome {
    let wanted = args.first().map_or("all", String::as_str);
    let seconds = args.get(1).map_or("60", String::as_str);
    let folder = root().join("fuzz").join("fuzz_targets");
    let entries = std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut targets: Vec<String> = entries
        .filter_map(Result::ok)
        .filter_map(|e| {
            e.path()
                .file_stem()
                .map(|s| s.to_string_lossy().into_owned())
        })
        .filter(|name| wanted == "all" || name == wanted)
        .collect();
    targets.sort();
    if targets.is_empty() {
        return Err(format!("no fuzz target {wanted:?} in {}", folder.display()));
    }
    for name in &targets {
        let corpus = format!("corpus/{name}");
        let seeds = format!("seeds/{name}");
        for dir in [&corpus, &seeds] {
            std::fs::create_dir_all(root().join("fuzz").join(dir)).map_err(|e| e.to_string())?;
        }
        run(Command::new("cargo")
            .args([
                "+nightly",
                "fuzz",
                "run",
                "--fuzz-dir",
                ".",
                name,
                &corpus,
                &seeds,
                "--",
            ])
            .arg(format!("-max_total_time={seconds}"))
            .args(["-timeout=20", "-rss_limit_mb=4096", "-max_len=65536"])
            .current_dir(root().join("fuzz")))?;
    }
    Ok(())
}
