//! Fuzzing: builds the targets of `fuzz/` with coverage instrumentation and runs each for a while.
//! Nothing but the toolchain and a C++ compiler (for libFuzzer) is needed. The tests replay the
//! inputs of `fuzz/seeds` without either.

use crate::Outcome;
use crate::run::{cargo, output, root, run, target};
use std::process::Command;

/// What the stable compiler needs to be told so that libFuzzer sees which edges are taken.
const INSTRUMENTED: &[&str] = &[
    "--cfg",
    "fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

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
    let host = host()?;
    for name in &targets {
        for kind in ["corpus", "seeds", "artifacts"] {
            let folder = root().join("fuzz").join(kind).join(name);
            std::fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
        }
        let build = target().join("fuzz");
        let manifest = root().join("fuzz").join("Cargo.toml");
        run(cargo(&["build", "--release", "--bin", name])
            .args(["--target", &host])
            .arg("--manifest-path")
            .arg(manifest)
            .env("CARGO_TARGET_DIR", &build)
            // A target given by name keeps these flags from build scripts.
            .env("CARGO_ENCODED_RUSTFLAGS", INSTRUMENTED.join("\u{1f}")))?;
        let program = build.join(&host).join("release").join(name);
        run(Command::new(program)
            .arg(format!("corpus/{name}"))
            .arg(format!("seeds/{name}"))
            .arg(format!("-artifact_prefix=artifacts/{name}/"))
            .arg(format!("-max_total_time={seconds}"))
            .args(["-timeout=20", "-rss_limit_mb=4096", "-max_len=65536"])
            .args(["-print_final_stats=1", "-verbosity=0"])
            .current_dir(root().join("fuzz")))?;
    }
    Ok(())
}

/// The machine that the compiler builds for by default.
fn host() -> Result<String, String> {
    let text = output(Command::new("rustc").arg("-vV"))?;
    let text = String::from_utf8_lossy(&text).into_owned();
    let line = text.lines().find_map(|line| line.strip_prefix("host: "));
    line.map(str::to_owned)
        .ok_or_else(|| "rustc does not tell its host".to_owned())
}
