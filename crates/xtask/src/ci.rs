//! The steps of CI. `.ci/run` calls `cargo x ci` and nothing else, so whatever fails there can be
//! repeated here by the same name.

use crate::Outcome;
use crate::run::{cargo, output, run};
use crate::tools;
use std::process::Command;
use std::time::Instant;

/// A step's name and what it does.
type Step = (&'static str, fn(&[String]) -> Outcome);

/// All steps, quick ones first; the tests come last so that the log ends with their own lines.
pub(crate) fn ci(_: &[String]) -> Outcome {
    let steps: [Step; 9] = [
        ("fmt", |_| fmt(&["--check".to_owned()])),
        ("tidy", crate::tidy::command),
        ("lint", lint),
        ("deny", deny),
        ("doc", doc),
        ("alone", alone),
        ("schemas", crate::schemas::schemas),
        ("payments", crate::payments::payments),
        ("assets", |_| crate::assets::assets(&["--check".to_owned()])),
    ];
    for (name, step) in steps {
        let start = Instant::now();
        step(&[]).map_err(|why| format!("step {name}: {why}"))?;
        eprintln!(
            "== {name}: passed in {:.0} s\n",
            start.elapsed().as_secs_f64()
        );
    }
    test(&[])
}

/// Every test. The examples inside documentation run first, the tests proper last.
pub(crate) fn test(filter: &[String]) -> Outcome {
    // Whatever runs on a database runs on both engines: without a server the tests do not pass.
    let server = crate::postgres::Server::start()?;
    if filter.is_empty() {
        crate::e2e::e2e(&[])?;
        run(&mut cargo(&[
            "test",
            "--workspace",
            "--doc",
            "--locked",
            "--quiet",
        ]))?;
    }
    let mut tests = cargo(&[
        "test",
        "--workspace",
        "--lib",
        "--bins",
        "--tests",
        "--examples",
        "--locked",
    ]);
    tests.args(filter).env("PG_TEST_URL", server.url());
    run(&mut tests)
}

/// Formats, or with `--check` only says what is not formatted.
pub(crate) fn fmt(args: &[String]) -> Outcome {
    run(cargo(&["fmt", "--all", "--"]).args(args))
}

/// Clippy over everything, warnings as errors.
pub(crate) fn lint(_: &[String]) -> Outcome {
    run(&mut cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ]))
}

/// Licences, sources, bans and duplicates by `deny.toml`. The advisory database is fetched over
/// the network; where it cannot be had that is said aloud, and the other checks still count.
pub(crate) fn deny(_: &[String]) -> Outcome {
    let program = tools::cargo_deny()?;
    let deny = |checks: &[&str]| {
        let mut command = Command::new(&program);
        command
            .args(["--log-level", "error", "check"])
            .args(checks)
            .current_dir(crate::run::root());
        command
    };
    run(&mut deny(&["licenses", "bans", "sources"]))?;
    let found = deny(&["advisories"]).output().map_err(|e| e.to_string())?;
    let text = String::from_utf8_lossy(&found.stderr);
    if found.status.success() {
        eprintln!("advisories: none known");
    } else if text.contains("error[") {
        eprintln!("{text}");
        return Err("a dependency has a known advisory".to_owned());
    } else {
        eprintln!("advisories: NOT CHECKED, the advisory database could not be read here");
    }
    Ok(())
}

/// The documentation, warnings as errors.
pub(crate) fn doc(_: &[String]) -> Outcome {
    let mut command = cargo(&[
        "doc",
        "--workspace",
        "--no-deps",
        "--locked",
        "--document-private-items",
    ]);
    command.env("RUSTDOCFLAGS", "-D warnings");
    run(&mut command)
}

/// Each crate checked by itself: the workspace must not lend it a feature it forgot to ask for.
pub(crate) fn alone(_: &[String]) -> Outcome {
    let metadata = output(&mut cargo(&[
        "metadata",
        "--no-deps",
        "--format-version",
        "1",
    ]))?;
    let metadata: serde_json::Value =
        serde_json::from_slice(&metadata).map_err(|e| e.to_string())?;
    let packages = metadata["packages"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    for name in packages.iter().filter_map(|p| p["name"].as_str()) {
        run(&mut cargo(&["check", "--quiet", "--locked", "-p", name]))?;
    }
    Ok(())
}
