//! `doudi pack`: what can be done with a policy pack. One file a subcommand.

mod check;
mod diff;
mod new;
mod schema;
mod show;
mod show_page;
mod show_register;

use super::Entry;
use crate::cli::sub;
use crate::failure::Failure;
use crate::messages::Catalogue;
use clap::{ArgMatches, Command};
use std::process::ExitCode;

macro_rules! entry {
    ($module:ident) => {
        Entry {
            name: stringify!($module),
            define: $module::define,
            run: $module::run,
        }
    };
}

/// The subcommands, in the order of the help.
const COMMANDS: &[Entry] = &[
    entry!(check),
    entry!(show),
    entry!(schema),
    entry!(diff),
    entry!(new),
];

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    sub("pack", catalogue, say("help-pack"), say("example-pack"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading(say("help-commands"))
        .subcommands(COMMANDS.iter().map(|c| (c.define)(catalogue)))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let (name, args) = args.subcommand().ok_or(Failure::Usage)?;
    match COMMANDS.iter().find(|c| c.name == name) {
        Some(command) => (command.run)(catalogue, args),
        None => Err(Failure::Usage),
    }
}
