//! `doudi restore`: a copy brought back into an empty place, on the same engine or on the other.

use super::backup::say;
use crate::bureau::{database, options, settings};
use crate::cli::{file, sub};
use crate::failure::Failure;
use crate::messages::Catalogue;
use base::Clock;
use clap::{ArgMatches, Command};
use db::MIGRATIONS;
use platform::SystemClock;
use std::path::Path;
use std::process::ExitCode;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let text = |code| catalogue.text(code);
    let command = sub(
        "restore",
        catalogue,
        text("help-restore"),
        text("example-restore"),
    );
    options(command, catalogue).arg(file("copy", "FILE", text("help-restore-copy")))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let settings = settings(args)?;
    // A folder that cannot be made is told by the file that cannot be written into it.
    let _ = std::fs::create_dir_all(&settings.data);
    let copy = super::required(args, "copy")?;
    let now = SystemClock.now();
    let contents = db::backup::restore(&settings.database, Path::new(copy), MIGRATIONS, now)?;
    // An old copy becomes one of this version.
    database(&settings)?;
    say(catalogue, "restore-done", copy, &contents);
    let kept = super::attachments::restore(&settings.data, Path::new(copy));
    super::backup::tell(catalogue, "restore-files", kept, copy)?;
    Ok(ExitCode::SUCCESS)
}
