//! `doudi backup`: a copy of the database while it is in use.

use crate::bureau::{database, options, settings};
use crate::cli::{file, sub};
use crate::failure::Failure;
use crate::messages::Catalogue;
use base::Clock;
use base::message::Message;
use clap::{ArgMatches, Command};
use db::dump::Contents;
use platform::SystemClock;
use std::path::Path;
use std::process::ExitCode;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let command = sub(
        "backup",
        catalogue,
        say("help-backup"),
        say("example-backup"),
    );
    options(command, catalogue).arg(file("copy", "OUT", say("help-backup-out")))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let settings = settings(args)?;
    let db = database(&settings)?;
    let copy = super::required(args, "copy")?;
    let contents = db::backup::backup(&db, Path::new(copy), SystemClock.now())?;
    say(catalogue, "backup-done", copy, &contents);
    let kept = super::attachments::back_up(&settings.data, Path::new(copy));
    tell(catalogue, "backup-files", kept, copy)?;
    let keys = settings.keys.display().to_string();
    eprintln!(
        "{}",
        catalogue.say(&Message::new("backup-keys").with("file", keys))
    );
    Ok(ExitCode::SUCCESS)
}

/// Says how many kept files went along.
pub(crate) fn tell(
    catalogue: &Catalogue,
    code: &'static str,
    kept: std::io::Result<usize>,
    copy: &str,
) -> Result<(), Failure> {
    let kept = kept.map_err(|why| {
        let message = Message::new("copy-files-failed")
            .with("file", format!("{copy}.files"))
            .with("why", why.to_string());
        Failure::Said(message, 3)
    })?;
    let files = i64::try_from(kept).unwrap_or(i64::MAX);
    if files > 0 {
        println!(
            "{}",
            catalogue.say(&Message::new(code).with("files", files))
        );
    }
    Ok(())
}

/// Says what a copy holds.
pub(crate) fn say(catalogue: &Catalogue, code: &'static str, file: &str, contents: &Contents) {
    let message = Message::new(code)
        .with("file", file)
        .with("tables", contents.tables.len())
        .with("rows", i64::try_from(contents.rows()).unwrap_or(i64::MAX));
    println!("{}", catalogue.say(&message));
}
