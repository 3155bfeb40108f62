//! `doudi verify`: is a copy, or the living database, whole?

use super::backup::say;
use crate::bureau::{database, options, settings};
use crate::cli::sub;
use crate::failure::Failure;
use crate::messages::Catalogue;
use base::message::Message;
use clap::{Arg, ArgMatches, Command};
use std::path::Path;
use std::process::ExitCode;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let text = |code| catalogue.text(code);
    let command = sub(
        "verify",
        catalogue,
        text("help-verify"),
        text("example-verify"),
    );
    let copy = Arg::new("copy")
        .value_name("FILE")
        .help(text("help-verify-copy"));
    options(command, catalogue).arg(copy)
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let (name, contents) = match super::text(args, "copy") {
        Some(copy) => (copy.clone(), db::backup::verify(Path::new(copy))?),
        None => {
            let settings = settings(args)?;
            let db = database(&settings)?;
            db::backup::integrity(&db)?;
            let broken = platform::attachment::check(&db, &settings.data)?;
            if let Some(first) = broken.first() {
                let many = i64::try_from(broken.len()).unwrap_or(i64::MAX);
                let message = Message::new("verify-files")
                    .with("many", many)
                    .with("first", first.as_str());
                return Err(Failure::Said(message, 3));
            }
            (settings.database.to_string(), db::backup::contents(&db)?)
        }
    };
    say(catalogue, "verify-done", &name, &contents);
    Ok(ExitCode::SUCCESS)
}
