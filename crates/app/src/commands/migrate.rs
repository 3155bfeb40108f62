//! `doudi migrate`: the whole bureau moved to another database, on either engine; counted and
//! compared table by table before it counts, so that the old one can be left with a quiet mind.

use crate::bureau::{database, options, settings};
use crate::cli::{flag, sub, value};
use crate::failure::Failure;
use crate::messages::Catalogue;
use base::Clock;
use base::message::Message;
use clap::{ArgMatches, Command};
use db::{Db, MIGRATIONS, Target};
use platform::SystemClock;
use platform::crypto::Keyring;
use platform::journal::{Anchor, verify};
use std::process::ExitCode;
use std::time::Instant;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let command = sub(
        "migrate",
        catalogue,
        say("help-migrate"),
        say("example-migrate"),
    );
    options(command, catalogue)
        .arg(value("to", "ADDRESS", say("help-migrate-to")).required(true))
        .arg(flag("tables", say("help-migrate-tables")))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let start = Instant::now();
    let settings = settings(args)?;
    let target = Target::parse(super::required(args, "to")?)?;
    if target == settings.database {
        return Err(Failure::Said(Message::new("migrate-same"), 2));
    }
    let keys = Keyring::read(&settings.keys)?;
    let from = database(&settings)?;
    let to = Db::open(&target, 2)?;
    let now = SystemClock.now();
    // Nobody writes meanwhile on SQLite: what came too late would stay behind unseen.
    let moved = from.write(|_| db::backup::transfer(&from, &to, MIGRATIONS, now))?;
    if args.get_flag("tables") {
        for ((table, rows), sum) in moved.tables.iter().zip(&moved.sums) {
            println!("{table:<28}{rows:>10}  {sum}");
        }
    }
    let anchor = Anchor::new(settings.data.join("journal.anchor")).end();
    let report = verify(&to, &keys, anchor.as_ref())?;
    if !report.flaws.is_empty() {
        for flaw in admin::findings(&report) {
            println!("{}", catalogue.say(&flaw));
        }
        let message = Message::new("journal-broken-command");
        return Err(Failure::Said(message.with("count", report.flaws.len()), 4));
    }
    let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let said = Message::new("migrate-done")
        .with("from", settings.database.to_string())
        .with("to", target.to_string())
        .with("tables", moved.tables.len())
        .with("rows", whole(moved.rows()))
        .with("entries", whole(report.entries as u64))
        .with("seconds", format!("{:.1}", start.elapsed().as_secs_f64()));
    println!("{}", catalogue.say(&said));
    Ok(ExitCode::SUCCESS)
}
