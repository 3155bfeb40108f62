//! `doudi funds verify`: do the books and the rolls agree with what was written, line by line?

use crate::bureau::{options, platform};
use crate::cli::sub;
use crate::failure::Failure;
use crate::messages::Catalogue;
use base::message::Message;
use clap::{ArgMatches, Command};
use platform::Who;
use std::process::ExitCode;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let verify = sub(
        "verify",
        catalogue,
        say("help-funds-verify"),
        say("example-funds"),
    );
    sub("funds", catalogue, say("help-funds"), say("example-funds"))
        .subcommand_required(true)
        .subcommand_help_heading(say("help-commands"))
        .subcommand(options(verify, catalogue))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let Some((_, args)) = args.subcommand() else {
        return Err(Failure::Usage);
    };
    let platform = platform(args)?;
    let who = Who::Operator("funds");
    let found = platform.read(&who, platform.request(), treasury::book::verify)?;
    for flaw in &found.flaws {
        println!("{}", catalogue.say(&flaw.message));
    }
    if !found.flaws.is_empty() {
        let message = Message::new("funds-broken").with("count", found.flaws.len());
        return Err(Failure::Said(message, 4));
    }
    let said = Message::new("funds-whole")
        .with("accounts", found.accounts)
        .with("transfers", found.transfers)
        .with("rolls", found.rolls);
    println!("{}", catalogue.say(&said));
    Ok(ExitCode::SUCCESS)
}
