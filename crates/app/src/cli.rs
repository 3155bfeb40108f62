//! The command line. Its words are a contract: others script against them (docs/cli.md).

use crate::messages::{Catalogue, Language};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command};

/// The whole command line in the catalogue's language.
pub(crate) fn command(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let version = concat!(env!("CARGO_PKG_VERSION"), " (", env!("DOUDI_COMMIT"), ")");
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
        .subcommand(link(catalogue))
        .subcommand(dedupe(catalogue))
        .subcommand(train(catalogue))
        .subcommand(inspect(catalogue))
        .subcommand(
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
                    .value_parser(PossibleValuesParser::new([
                        "bash",
                        "elvish",
                        "fish",
                        "powershell",
                        "zsh",
                    ])),
            ),
        )
}

fn template(catalogue: &Catalogue) -> String {
    let usage = match catalogue.language() {
        Language::Chinese => "用法",
        Language::English => "Usage",
    };
    format!("{{about-with-newline}}\n{usage}: {{usage}}\n\n{{all-args}}{{after-help}}\n")
}

fn sub(name: &'static str, catalogue: &Catalogue, about: String, example: String) -> Command {
    Command::new(name)
        .about(about)
        .after_help(example)
        .help_template(template(catalogue))
        .next_help_heading(catalogue.text("help-options"))
}

fn value(name: &'static str, placeholder: &'static str, help: String) -> Arg {
    Arg::new(name).long(name).value_name(placeholder).help(help)
}

fn flag(name: &'static str, help: String) -> Arg {
    Arg::new(name)
        .long(name)
        .action(ArgAction::SetTrue)
        .help(help)
}

fn file(name: &'static str, placeholder: &'static str, help: String) -> Arg {
    Arg::new(name)
        .value_name(placeholder)
        .required(true)
        .help(help)
}

fn out(help: String) -> Arg {
    value("output", "OUT", help).short('o').required(true)
}

/// Options of every command that links.
fn linking(command: Command, catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    command
        .arg(value("column", "ROLE=HEADER", say("help-column")).action(ArgAction::Append))
        .arg(value("mapping", "FILE", say("help-mapping")))
        .arg(value("model", "FILE", say("help-model")))
        .arg(flag("train", say("help-train")).conflicts_with("model"))
}

fn threshold(catalogue: &Catalogue) -> Arg {
    value("threshold", "P", catalogue.text("help-threshold"))
        .value_parser(clap::value_parser!(f64))
        .default_value("0.5")
}

fn link(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let command = sub("link", catalogue, say("help-link"), say("example-link"))
        .arg(file("left", "LEFT", say("help-left")))
        .arg(file("right", "RIGHT", say("help-right")))
        .arg(out(say("help-out")))
        .arg(value("left-id", "COL", say("help-id")))
        .arg(value("right-id", "COL", say("help-id")))
        .arg(threshold(catalogue))
        .arg(flag("one-to-one", say("help-one-to-one")))
        .arg(value("explain", "OUT.html", say("help-explain")));
    linking(command, catalogue)
}

fn dedupe(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let command = sub(
        "dedupe",
        catalogue,
        say("help-dedupe"),
        say("example-dedupe"),
    )
    .arg(file("file", "FILE", say("help-file")))
    .arg(out(say("help-out")))
    .arg(value("id", "COL", say("help-id")))
    .arg(threshold(catalogue))
    .arg(flag("connected", say("help-connected")))
    .arg(value("explain", "OUT.html", say("help-explain")));
    linking(command, catalogue)
}

fn train(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    sub(
        "train",
        catalogue,
        say("help-train-command"),
        say("example-train"),
    )
    .arg(file("left", "FILE", say("help-file")))
    .arg(
        Arg::new("right")
            .value_name("RIGHT")
            .help(say("help-right")),
    )
    .arg(out(say("help-out-model")))
    .arg(value("column", "ROLE=HEADER", say("help-column")).action(ArgAction::Append))
    .arg(value("mapping", "FILE", say("help-mapping")))
}

fn inspect(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    sub(
        "inspect",
        catalogue,
        say("help-inspect"),
        say("example-inspect"),
    )
    .arg(file("file", "FILE", say("help-file")))
    .arg(value("sheet", "NAME", say("help-sheet")))
    .arg(value("column", "ROLE=HEADER", say("help-column")).action(ArgAction::Append))
    .arg(value("mapping", "FILE", say("help-mapping")))
    .arg(value("save-mapping", "FILE", say("help-save-mapping")))
    .arg(value("rejects", "FILE.xlsx", say("help-rejects")))
}
