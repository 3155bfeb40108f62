//! `doudi compare`: what does not agree between the ledgers of several bureaux.
//!
//! `arguments` says which ledgers, `view` turns cases into words, `frame`, `workbook` and `page`
//! write them. Must not know how people are found or screens evaluated: that is `screening`.

mod arguments;
mod frame;
mod outline;
mod page;
mod place;
mod rejects;
mod tally;
mod told;
mod view;
mod workbook;

use super::required;
use crate::cli::{flag, out, sub, value};
use crate::failure::Failure;
use crate::messages::Catalogue;
use crate::packs::{self, Wrong};
use base::message::{Message, Speak};
use clap::{ArgAction, ArgMatches, Command};
use screening::Given;
use std::process::ExitCode;
use tally::Tally;
use told::Told;
use view::View;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    sub(
        "compare",
        catalogue,
        say("help-compare"),
        say("example-compare"),
    )
    .arg(value("pack", "DIR", say("help-compare-pack")).required(true))
    .arg(value("on", "DATE", say("help-compare-on")).required(true))
    .arg(value("ledger", "ROLE=FILE", say("help-compare-ledger")).action(ArgAction::Append))
    .arg(value("ledgers", "FILE.toml", say("help-compare-ledgers")))
    .arg(value("column", "ROLE.FIELD=HEADER", say("help-compare-column")).action(ArgAction::Append))
    .arg(out(say("help-compare-out")))
    .arg(value("html", "FILE.html", say("help-compare-html")))
    .arg(value("rejects", "DIR", say("help-compare-rejects")))
    .arg(flag("mask", say("help-compare-mask")))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let told = Told::start(catalogue, args.get_flag("quiet"));
    let folder = required(args, "pack")?;
    let pack = match packs::read(folder) {
        Ok((_, pack)) => pack,
        Err(Wrong::Unreadable(failure)) => return Err(failure),
        Err(Wrong::Mistakes(found)) => {
            for diagnostic in &found {
                eprintln!("{}", catalogue.say(&diagnostic.message()));
            }
            let said = Message::new("compare-pack-wrong")
                .with("pack", folder.as_str())
                .with("count", found.len());
            return Err(Failure::Said(said, 4));
        }
    };
    let on = arguments::day(required(args, "on")?)?;
    let places = place::Places::new(args)?;
    let ledgers = arguments::ledgers(args, &pack, &told)?;
    told.stage("compare-stage-people");
    let given = Given {
        pack: &pack,
        ledgers,
        on,
    };
    let run = screening::run(given, &told.watch).map_err(|e| Failure::Said(e.message(), 4))?;
    told.stage("compare-stage-write");
    let view = View::new(catalogue, &run);
    let tally = Tally::new(&run);
    let mask = args.get_flag("mask");
    if places.workbook() {
        workbook::report(&view, &tally, mask).write(places.out)?;
    } else {
        sheet::write(
            places.out,
            &frame::frame(&view, mask),
            &sheet::Cover::default(),
        )?;
    }
    if let Some(file) = places.page {
        place::page(file, &page::page(&view, &tally))?;
    }
    if let Some(folder) = places.rejects {
        rejects::write(catalogue, &run, folder)?;
    }
    told.finish(&view, &tally);
    let column_missing = run
        .findings
        .not_run
        .iter()
        .any(|n| n.missing.iter().any(|need| need.field.is_some()));
    Ok(ExitCode::from(u8::from(column_missing)))
}
