//! `doudi completions`: what a shell needs to complete commands and options.

use super::required;
use crate::cli::sub;
use crate::failure::Failure;
use crate::messages::Catalogue;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use clap_complete::Shell;
use std::io::Write;
use std::process::ExitCode;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let shells = ["bash", "elvish", "fish", "powershell", "zsh"];
    sub(
        "completions",
        catalogue,
        say("help-completions"),
        say("example-completions"),
    )
    .arg(
        Arg::new("shell")
            .value_name("SHELL")
            .required(true)
            .value_parser(PossibleValuesParser::new(shells)),
    )
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let shell: Shell = required(args, "shell")?
        .parse()
        .map_err(|_| Failure::Usage)?;
    let mut script = Vec::new();
    let mut command = crate::cli::command(catalogue);
    clap_complete::generate(shell, &mut command, "doudi", &mut script);
    // A closed pipe is no failure.
    let _ = std::io::stdout().lock().write_all(&script);
    Ok(ExitCode::SUCCESS)
}
