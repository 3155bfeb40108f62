//! `cargo x payments`: the file that the bank gets (ISO 20022 pain.001) held against the published
//! schema by a validator that knows nothing of ours (PyPI's sepaxml and xmlschema).

use crate::Outcome;
use crate::run::{cargo, output, root, run, target};
use crate::tools;
use std::process::Command;

pub(crate) fn payments(_: &[String]) -> Outcome {
    let mut print = cargo(&["run", "--package", "treasury", "--locked", "--quiet"]);
    let message = output(print.args(["--example", "pain"]))?;
    let path = target().join("pain.001.xml");
    std::fs::write(&path, message).map_err(|e| format!("{}: {e}", path.display()))?;
    run(Command::new(tools::sepaxml()?)
        .arg(root().join("crates/xtask/data/payments.py"))
        .arg(path))
}
