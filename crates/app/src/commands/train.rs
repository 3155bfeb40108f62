//! `doudi train`: weights fitted to ledgers, saved for later runs.

use super::reading::{Ledgers, columns};
use super::{memory_bytes, nicknames, required, text};
use crate::cli::{file, memory, out, sub, value};
use crate::failure::Failure;
use crate::messages::Catalogue;
use crate::summary::Watch;
use clap::{Arg, ArgAction, ArgMatches, Command};
use linkage::{ModelSource, Settings};
use std::io::Write;
use std::process::ExitCode;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
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
    .arg(memory(catalogue))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let quiet = args.get_flag("quiet");
    let watch = Watch::start(catalogue, quiet);
    let mut settings = Settings {
        nicknames: nicknames(),
        pairs: false,
        ..Settings::default()
    };
    if let Some(size) = memory_bytes(args)? {
        settings.memory_bytes = size;
    }
    let mut files = vec![(required(args, "left")?, None)];
    files.extend(text(args, "right").map(|file| (file, None)));
    let (ledgers, intake) = Ledgers::read(&files, &columns(args)?, &watch)?;
    let source = ModelSource::Train;
    let (model, report) = if files.len() == 2 {
        let found = intake.link_each(&source, &settings, &watch, &mut |_| {})?;
        (found.model, found.report)
    } else {
        let found = intake.dedupe(&source, &settings, &watch)?;
        (found.model, found.report)
    };
    let target = required(args, "output")?;
    let text = model.write()?;
    let written = match target.as_str() {
        "-" => std::io::stdout().lock().write_all(text.as_bytes()),
        path => std::fs::write(path, text),
    };
    written.map_err(|e| sheet::SheetError::Unwritable {
        file: target.clone(),
        why: e.to_string(),
    })?;
    watch.finish(catalogue, &report);
    ledgers.say(catalogue, quiet);
    Ok(ExitCode::SUCCESS)
}
