//! `doudi demo`: a whole district, invented, in a database of its own, and its pages.

mod awards;
mod fill;
mod money;

use super::serve::open;
use crate::bureau::{database, install, options, settings_or, site};
use crate::cli::{sub, value};
use crate::failure::Failure;
use crate::messages::Catalogue;
use base::message::Message;
use clap::{ArgMatches, Command};
use fill::Holds;
use platform::crypto::Keyring;
use platform::{Platform, SystemRandom};
use std::process::ExitCode;
use std::time::Instant;

/// The folder when none is given.
const FOLDER: &str = "doudi-demo";

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let command = sub("demo", catalogue, say("help-demo"), say("example-demo"));
    options(command, catalogue)
        .arg(
            value("people", "N", say("help-people"))
                .value_parser(clap::value_parser!(u32).range(100..=1_000_000))
                .default_value("20000"),
        )
        .arg(
            value("seed", "S", say("help-seed"))
                .value_parser(clap::value_parser!(u64))
                .default_value("1"),
        )
        .arg(crate::cli::flag("fill-only", say("help-fill-only")))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let start = Instant::now();
    let settings = settings_or(args, &[("data", FOLDER)])?;
    std::fs::create_dir_all(&settings.data).map_err(|e| {
        let folder = settings.data.display().to_string();
        let message = Message::new("db-file").with("file", folder);
        Failure::Said(message.with("why", e.to_string()), 3)
    })?;
    if !settings.keys.exists() {
        Keyring::generate(&SystemRandom)?.create(&settings.keys)?;
    }
    let keys = Keyring::read(&settings.keys)?;
    install(&settings)?;
    let folder = settings.data.display().to_string();
    let platform = Platform::new(database(&settings)?, keys, settings);
    let seed = args.get_one::<u64>("seed").copied().unwrap_or(1);
    let people = args.get_one::<u32>("people").copied().unwrap_or(20_000) as usize;
    match fill::holds(&platform)? {
        // The passwords of a demonstration are no secret: it never opens anything else.
        Holds::Other => {
            let message = Message::new("demo-other").with("folder", folder);
            return Err(Failure::Said(message, 3));
        }
        Holds::Demo => println!(
            "{}",
            catalogue.say(&Message::new("demo-there").with("folder", folder))
        ),
        Holds::Nothing => {
            println!(
                "{}",
                catalogue.say(&Message::new("demo-filling").with("people", people))
            );
            let people = fill::fill(&platform, people, seed)?;
            let said = Message::new("demo-filled")
                .with("people", people)
                .with("seconds", format!("{:.1}", start.elapsed().as_secs_f64()));
            println!("{}", catalogue.say(&said));
        }
    }
    if args.get_flag("fill-only") {
        return Ok(ExitCode::SUCCESS);
    }
    let mut site = site(platform);
    site.offered = fill::offered(seed);
    open(catalogue, site, |_| {
        println!("{}", catalogue.text("demo-open"))
    })
}
