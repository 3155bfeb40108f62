//! `doudi pack check`: every mistake of a pack with file, line, column and remedy.

use crate::cli::{file, sub};
use crate::commands::required;
use crate::failure::Failure;
use crate::messages::Catalogue;
use crate::packs::{self, Wrong};
use base::message::{Message, Speak};
use clap::{ArgMatches, Command};
use policy::pack::{Diagnostic, Pack};
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    sub(
        "check",
        catalogue,
        say("help-pack-check"),
        say("example-pack-check"),
    )
    .arg(file("pack", "DIR", say("help-pack-dir")))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let folder = required(args, "pack")?;
    let mut out = String::new();
    let code = match packs::read(folder) {
        Err(Wrong::Unreadable(failure)) => return Err(failure),
        Err(Wrong::Mistakes(found)) => {
            list(catalogue, &found, &mut out);
            let said = Message::new("pack-mistakes").with("count", found.len());
            let _ = writeln!(out, "{}", catalogue.say(&said));
            ExitCode::from(4)
        }
        Ok((_, pack)) => {
            let (wrong, untried) = policy::decide::check_examples(&pack);
            if wrong.is_empty() {
                report(catalogue, &pack, &untried, &mut out);
                ExitCode::SUCCESS
            } else {
                list(catalogue, &wrong, &mut out);
                let said = Message::new("pack-mistakes").with("count", wrong.len());
                let _ = writeln!(out, "{}", catalogue.say(&said));
                ExitCode::from(4)
            }
        }
    };
    // A closed pipe is no failure.
    let _ = std::io::stdout().lock().write_all(out.as_bytes());
    Ok(code)
}

fn list(catalogue: &Catalogue, found: &[Diagnostic], out: &mut String) {
    for diagnostic in found {
        let _ = writeln!(out, "{}", catalogue.say(&diagnostic.message()));
    }
}

/// What a sound pack holds, and what is doubtful about it.
fn report(catalogue: &Catalogue, pack: &Pack, untried: &[Diagnostic], out: &mut String) {
    for warning in pack.warnings.iter().chain(untried) {
        let inner = warning.message();
        let said = Message::new("pack-warning").with("what", catalogue.say(&inner));
        let _ = writeln!(out, "{}", catalogue.say(&said));
    }
    let doubtful = pack
        .parameters
        .iter()
        .filter(|p| p.values.iter().any(|v| !v.cite.verified))
        .count();
    let title = match catalogue.language() {
        crate::messages::Language::Chinese => &pack.title.zh,
        crate::messages::Language::English => &pack.title.en,
    };
    let said = Message::new("pack-sound")
        .with("title", title.as_str())
        .with("version", pack.version.get(..16).unwrap_or(&pack.version))
        .with("layers", pack.layers.len())
        .with("parameters", pack.parameters.len())
        .with("unverified", doubtful)
        .with("roles", pack.roles.len())
        .with("screens", pack.screens.len())
        .with("registers", pack.registers.len());
    let _ = writeln!(out, "{}", catalogue.say(&said));
}
