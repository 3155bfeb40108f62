//! `cargo x demo`: the main job from nothing, in one command. Builds the binary, invents a district,
//! compares its ledgers and says where to look.
//!
//! Must not know: how any of it works. Every step is a command that an officer could type.

use crate::Outcome;
use crate::run::{cargo, output, root, run, target};
use std::path::Path;
use std::process::Command;

/// The folder that everything is written to.
const FOLDER: &str = "demo-district";

/// The day on which the invented district stands.
const DAY: &str = "2020-05-31";

/// Builds, generates, checks, compares.
pub(crate) fn demo(args: &[String]) -> Outcome {
    run(&mut cargo(&["build", "--release", "--locked", "-p", "app"]))?;
    let binary = target()
        .join("release")
        .join(format!("doudi{}", std::env::consts::EXE_SUFFIX));
    let folder = target().join(FOLDER);
    let pack = root().join("packs").join("rongchang-2020");
    let doudi = |words: &[&str]| {
        let mut command = Command::new(&binary);
        command.args(words).current_dir(root());
        command
    };
    // Whatever the developer adds goes to the generator: --people N, --seed S, --errors RATE.
    let mut ledgers = doudi(&["ledgers", "--on", DAY, "-o"]);
    run(ledgers.arg(&folder).args(args))?;
    run(doudi(&["pack", "check"]).arg(&pack))?;
    let list = folder.join("ledgers.toml");
    let compare = |flag: &str, out: &Path| {
        let mut command = doudi(&["compare", "--on", DAY, "--pack"]);
        command.arg(&pack).arg("--ledgers").arg(&list);
        command.arg(flag).arg(out);
        command
    };
    let (workbook, page) = (folder.join("findings.xlsx"), folder.join("report.html"));
    run(compare("-o", &workbook).arg("--html").arg(&page))?;
    let flat = folder.join("findings.csv");
    run(compare("-o", &flat).arg("--quiet"))?;
    let truth = folder.join("truth.csv");
    let score = output(
        doudi(&["ledgers", "--score"])
            .arg(&flat)
            .arg("--truth")
            .arg(&truth),
    )?;
    eprintln!(
        "\nThe findings beside the truth that the generator wrote down (every screen: doudi ledgers --score):"
    );
    let text = String::from_utf8_lossy(&score);
    for line in text
        .lines()
        .filter(|l| l.starts_with("screen") || l.starts_with("all"))
    {
        eprintln!("  {line}");
    }
    eprintln!("\nOpen   {}", page.display());
    eprintln!("and    {}", workbook.display());
    eprintln!(
        "from   {} (invented ledgers, with errors)",
        folder.display()
    );
    eprintln!("then   {} --help", binary.display());
    Ok(())
}
