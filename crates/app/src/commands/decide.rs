//! `doudi decide`: what a household is owed under a programme. With `--batch`, for a whole file.

use super::decide_batch;
use crate::cli::{sub, value};
use crate::failure::Failure;
use crate::messages::Catalogue;
use clap::{ArgMatches, Command};
use std::process::ExitCode;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let command = sub(
        "decide",
        catalogue,
        say("help-decide"),
        say("example-decide"),
    )
    .arg(value("pack", "DIR", say("help-pack-dir")).required(true))
    .arg(value("programme", "CODE", say("help-programme")).required(true))
    .arg(value("on", "DATE", say("help-on")).required(true));
    decide_batch::options(command, catalogue)
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    decide_batch::run(catalogue, args)
}
