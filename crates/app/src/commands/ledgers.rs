//! `doudi ledgers`: the demo district's ledgers with the truth beside them.

use super::{required, text};
use crate::cli::{sub, value};
use crate::failure::Failure;
use crate::messages::Catalogue;
use base::message::Message;
use clap::{ArgMatches, Command};
use demo::world::{Options, World};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    sub(
        "ledgers",
        catalogue,
        say("help-ledgers"),
        say("example-ledgers"),
    )
    .arg(
        value("output", "DIR", say("help-ledgers-out"))
            .short('o')
            .required(true),
    )
    .arg(
        value("people", "N", say("help-people"))
            .value_parser(clap::value_parser!(u32).range(100..=2_000_000))
            .default_value("20000"),
    )
    .arg(
        value("seed", "S", say("help-seed"))
            .value_parser(clap::value_parser!(u64))
            .default_value("1"),
    )
    .arg(
        value("errors", "TIMES", say("help-errors"))
            .value_parser(clap::value_parser!(f64))
            .default_value("1"),
    )
    .arg(value("on", "DATE", say("help-ledgers-on")))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let start = Instant::now();
    let mut options = Options::default();
    if let Some(people) = args.get_one::<u32>("people") {
        options.people = *people as usize;
    }
    if let Some(seed) = args.get_one::<u64>("seed") {
        options.seed = *seed;
    }
    if let Some(day) = text(args, "on") {
        options.on = base::date::parse_date(day).map_err(|_| {
            Failure::Said(Message::new("ledgers-on").with("value", day.as_str()), 2)
        })?;
    }
    let errors = args.get_one::<f64>("errors").copied().unwrap_or(1.0);
    if !(0.0..=20.0).contains(&errors) {
        let value = errors.to_string();
        return Err(Failure::Said(
            Message::new("ledgers-errors").with("value", value),
            2,
        ));
    }
    let folder = required(args, "output")?;
    let world = World::build(&options);
    let counts = demo::package::write(&world, errors, Path::new(folder))?;
    if !args.get_flag("quiet") {
        let rows: usize = counts.iter().map(|c| c.rows).sum();
        let said = Message::new("ledgers-written")
            .with("folder", folder.as_str())
            .with("ledgers", counts.len())
            .with("rows", rows)
            .with("people", world.people.len())
            .with("seconds", format!("{:.1}", start.elapsed().as_secs_f64()));
        eprintln!("{}", catalogue.say(&said));
    }
    Ok(ExitCode::SUCCESS)
}
