//! The first command of the README: from nothing to a findings workbook and a report.

use crate::Outcome;
use crate::run::{root, run, target};
use std::process::Command;

/// Builds the binary, writes demo ledgers with errors in them, compares them, says what to open.
pub(crate) fn demo(args: &[String]) -> Outcome {
    run(&mut crate::run::cargo(&[
        "build",
        "--release",
        "--locked",
        "-p",
        "app",
    ]))?;
    let doudi = target()
        .join("release")
        .join(format!("doudi{}", std::env::consts::EXE_SUFFIX));
    run(Command::new(doudi)
        .args(["demo"])
        .args(args)
        .current_dir(root()))
}
