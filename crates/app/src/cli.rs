//! The command line: what all commands share, and the pieces each one is defined with. Its words
//! are a contract: others script against them (docs/cli.md).

use crate::commands::COMMANDS;
use crate::messages::{Catalogue, Language};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command};

/// The whole command line in the catalogue's language.
pub(crate) fn command(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let version = concat!(env!("CARGO_PKG_VERSION"), " (", env!("BUILT_FROM"), ")");
    Command::new("doudi")
        .version(version)
        .about(say("help-about"))
        .after_help(say("help-exit-codes"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .help_template(template(catalogue))
        .subcommand_help_heading(say("help-commands"))
        .next_help_heading(say("help-options"))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(
            Arg::new("help")
                .long("help")
                .short('h')
                .action(ArgAction::Help)
                .help(say("help-help"))
                .global(true),
        )
        .arg(
            Arg::new("version")
                .long("version")
                .short('V')
                .action(ArgAction::Version)
                .help(say("help-version")),
        )
        .arg(
            value("lang", "LANG", say("help-lang"))
                .value_parser(PossibleValuesParser::new(["zh-CN", "en"]))
                .global(true),
        )
        .arg(flag("quiet", say("help-quiet")).short('q').global(true))
        .subcommands(COMMANDS.iter().map(|c| (c.define)(catalogue)))
}

fn template(catalogue: &Catalogue) -> String {
    let usage = match catalogue.language() {
        Language::Chinese => "用法",
        Language::English => "Usage",
    };
    format!("{{about-with-newline}}\n{usage}: {{usage}}\n\n{{all-args}}{{after-help}}\n")
}

/// A subcommand with its example below the options.
pub(crate) fn sub(
    name: &'static str,
    catalogue: &Catalogue,
    about: String,
    example: String,
) -> Command {
    Command::new(name)
        .about(about)
        .after_help(example)
        .help_template(template(catalogue))
        .next_help_heading(catalogue.text("help-options"))
}

/// An option with a value.
pub(crate) fn value(name: &'static str, placeholder: &'static str, help: String) -> Arg {
    Arg::new(name).long(name).value_name(placeholder).help(help)
}

/// An option without a value.
pub(crate) fn flag(name: &'static str, help: String) -> Arg {
    Arg::new(name)
        .long(name)
        .action(ArgAction::SetTrue)
        .help(help)
}

/// A required file.
pub(crate) fn file(name: &'static str, placeholder: &'static str, help: String) -> Arg {
    Arg::new(name)
        .value_name(placeholder)
        .required(true)
        .help(help)
}

/// `-o OUT`.
pub(crate) fn out(help: String) -> Arg {
    value("output", "OUT", help).short('o').required(true)
}

/// Options of every command that links.
pub(crate) fn linking(command: Command, catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    command
        .arg(value("column", "ROLE=HEADER", say("help-column")).action(ArgAction::Append))
        .arg(value("mapping", "FILE", say("help-mapping")))
        .arg(value("model", "FILE", say("help-model")))
        .arg(flag("train", say("help-train")).conflicts_with("model"))
        .arg(flag("verbose", say("help-verbose")))
}

/// `--threshold P`.
pub(crate) fn threshold_option(catalogue: &Catalogue) -> Arg {
    value("threshold", "P", catalogue.text("help-threshold"))
        .allow_negative_numbers(true)
        .default_value("0.5")
}

/// `--memory SIZE`.
pub(crate) fn memory(catalogue: &Catalogue) -> Arg {
    value("memory", "SIZE", catalogue.text("help-memory"))
}
