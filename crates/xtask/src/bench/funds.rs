//! `cargo x bench funds`: a month of a million awards, SQLite below: built, signed, handed to the
//! bank, answered, verified; time of each and the peak of memory. The work is done by the example
//! `funds` of `treasury`.

use super::section;
use crate::Outcome;
use crate::run::{cargo, output, run, target};
use std::time::Instant;

/// `--awards N`; `--quick` tries the measuring itself on few awards and the debug build, and writes
/// nothing.
pub(super) fn funds(args: &[String]) -> Outcome {
    let quick = args.iter().any(|a| a == "--quick");
    let awards: u32 = match args.iter().position(|a| a == "--awards") {
        Some(at) => {
            let value = args.get(at + 1).and_then(|v| v.parse().ok());
            value.ok_or("--awards takes a number")?
        }
        None if quick => 2_000,
        None => 1_000_000,
    };
    let folder = target().join(format!("bench-funds-{awards}"));
    let _ = std::fs::remove_dir_all(&folder);
    let example = || {
        let mut command = cargo(&["run", "--locked", "--quiet", "-p", "treasury"]);
        if !quick {
            command.arg("--release");
        }
        command.args(["--example", "funds", "--"]);
        command
    };
    // Built first, so that building is not measured.
    let begun = Instant::now();
    run(example().arg("fill").arg(&folder).arg(awards.to_string()))?;
    let filling = begun.elapsed().as_secs_f64();
    let said = output(example().arg("month").arg(&folder))?;
    let said = String::from_utf8_lossy(&said);
    let text = format!(
        "| {awards} awards | s |\n|---|---:|\n{said}\nFilled in {filling:.0} s, with the build.\n"
    );
    eprintln!("{text}");
    let _ = std::fs::remove_dir_all(&folder);
    match quick {
        true => Ok(()),
        false => section("funds", &text),
    }
}
