//! `doudi journal verify`: has anybody altered, removed or cut off what the journal says?

use crate::bureau::{options, platform};
use crate::cli::sub;
use crate::failure::Failure;
use crate::messages::Catalogue;
use base::message::Message;
use clap::{ArgMatches, Command};
use platform::journal::{Anchor, verify};
use std::process::ExitCode;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let verify = sub(
        "verify",
        catalogue,
        say("help-journal-verify"),
        say("example-journal"),
    );
    sub(
        "journal",
        catalogue,
        say("help-journal"),
        say("example-journal"),
    )
    .subcommand_required(true)
    .subcommand_help_heading(say("help-commands"))
    .subcommand(options(verify, catalogue))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let Some((_, args)) = args.subcommand() else {
        return Err(Failure::Usage);
    };
    let platform = platform(args)?;
    let anchor = platform.anchor().and_then(Anchor::end);
    let report = verify(platform.db(), platform.keys(), anchor.as_ref())?;
    for flaw in admin::findings(&report) {
        println!("{}", catalogue.say(&flaw));
    }
    let entries = i64::try_from(report.entries).unwrap_or(i64::MAX);
    if !report.flaws.is_empty() {
        let message = Message::new("journal-broken-command");
        return Err(Failure::Said(message.with("count", report.flaws.len()), 4));
    }
    let code = if report.anchored {
        "journal-whole-command"
    } else {
        "journal-whole-unanchored"
    };
    println!(
        "{}",
        catalogue.say(&Message::new(code).with("entries", entries))
    );
    Ok(ExitCode::SUCCESS)
}
