//! `cargo x schemas`: the JSON Schemas of `doudi pack schema` held against an independent validator
//! (PyPI's jsonschema): each is a schema, every worked example is a case by it, spoilt cases are none.

use crate::Outcome;
use crate::run::{cargo, root, run, target};
use crate::tools;
use std::process::Command;

/// The pack whose schemas are checked, and the layers that hold its examples.
const PACKS: [&str; 4] = ["rongchang-2020", "china", "chongqing", "rongchang-2020"];

pub(crate) fn schemas(_: &[String]) -> Outcome {
    run(&mut cargo(&[
        "build",
        "--package",
        "app",
        "--locked",
        "--quiet",
    ]))?;
    let doudi = target()
        .join("debug")
        .join(format!("doudi{}", std::env::consts::EXE_SUFFIX));
    let packs = PACKS.map(|pack| root().join("packs").join(pack));
    let script = root().join("crates/xtask/data/schemas.py");
    run(Command::new(tools::jsonschema()?)
        .arg(script)
        .arg(doudi)
        .args(packs))
}
