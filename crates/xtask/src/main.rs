//! `cargo x …`: everything a developer or CI does, in one place and on every system.
//!
//! Must not know: anything of the product beyond how to build, run and check it. Start at
//! [`COMMANDS`]; the checks of the house stand in [`tidy`], the steps of CI in [`ci`].

mod assets;
mod bench;
mod ci;
mod demo;
mod e2e;
mod fuzz;
mod payments;
mod postgres;
mod run;
mod schemas;
mod tidy;
mod tools;

use std::process::ExitCode;

/// What a command may end with: a sentence for the developer.
type Outcome = Result<(), String>;

/// Name, one line of help, and the function.
type Command = (&'static str, &'static str, fn(&[String]) -> Outcome);

const COMMANDS: &[Command] = &[
    (
        "demo",
        "invent a district, compare its ledgers, say where to look",
        demo::demo,
    ),
    (
        "test",
        "run every test, installing what they need   [FILTER …]",
        ci::test,
    ),
    (
        "ci",
        "what CI runs: fmt, lints, licences, docs, tidy, tests",
        ci::ci,
    ),
    (
        "assets",
        "the files of others that pages carry, by their lock file   [--check]",
        assets::assets,
    ),
    (
        "e2e",
        "the pages in a real browser; pictures in target/e2e   [--postgres] [FILTER …]",
        e2e::e2e,
    ),
    ("fmt", "format the code   [--check]", ci::fmt),
    ("lint", "clippy with warnings as errors", ci::lint),
    (
        "deny",
        "licences, sources, duplicates of dependencies",
        ci::deny,
    ),
    (
        "doc",
        "build the documentation, warnings as errors",
        ci::doc,
    ),
    ("alone", "check that each crate builds by itself", ci::alone),
    (
        "schemas",
        "the JSON Schemas of packs, by a validator from PyPI",
        schemas::schemas,
    ),
    (
        "payments",
        "the file of the bank, by the published schema and a validator from PyPI",
        payments::payments,
    ),
    (
        "tidy",
        "the rules of the house that no compiler holds",
        tidy::command,
    ),
    (
        "fuzz",
        "run the fuzz targets   [TARGET|all] [SECONDS]",
        fuzz::fuzz,
    ),
    (
        "bench",
        "measure beside the alternatives   NAME",
        bench::bench,
    ),
];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = args.split_first() else {
        return usage(ExitCode::SUCCESS);
    };
    let Some((_, _, command)) = COMMANDS.iter().find(|(n, _, _)| n == name) else {
        eprintln!("cargo x: no command {name:?}");
        return usage(ExitCode::from(2));
    };
    match command(rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("cargo x {name}: {why}");
            ExitCode::FAILURE
        }
    }
}

fn usage(code: ExitCode) -> ExitCode {
    eprintln!("cargo x COMMAND\n");
    for (name, help, _) in COMMANDS {
        eprintln!("  {name:<8} {help}");
    }
    code
}
