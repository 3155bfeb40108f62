//! `doudi who`: who in a ledger is this person? One record, typed on the command line.

use super::reading::{Ledgers, columns};
use super::{model, nicknames, required, text};
use crate::cli::{file, linking, sub, value};
use crate::failure::Failure;
use crate::messages::Catalogue;
use crate::summary::Watch;
use base::column::ColumnRole;
use base::message::Message;
use clap::{ArgAction, ArgMatches, Command};
use linkage::{Index, Record, Settings};
use std::process::ExitCode;
use std::time::Instant;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let command = sub("who", catalogue, say("help-who"), say("example-who"))
        .arg(file("file", "FILE", say("help-file")))
        .arg(
            value("record", "ROLE=VALUE", say("help-record"))
                .action(ArgAction::Append)
                .required(true),
        )
        .arg(
            value("top", "N", say("help-top"))
                .value_parser(clap::value_parser!(u16).range(1..=1000))
                .default_value("3"),
        )
        .arg(value("id", "COL", say("help-id")))
        .arg(crate::cli::flag("json", say("help-json")));
    linking(command, catalogue)
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let quiet = args.get_flag("quiet");
    let watch = Watch::start(catalogue, quiet);
    let record = record(args)?;
    let settings = Settings {
        nicknames: nicknames(),
        ..Settings::default()
    };
    let source = model(args)?;
    let files = [(required(args, "file")?, text(args, "id"))];
    let (ledgers, intake) = Ledgers::read(&files, &columns(args)?, &watch)?;
    let [ledger] = ledgers.all.as_slice() else {
        return Err(Failure::Usage);
    };
    let index = Index::of(intake, &source, &settings);
    watch.clear();
    let top = args.get_one::<u16>("top").copied().unwrap_or(3);
    let start = Instant::now();
    let found = index.who(&record, top.into())?;
    let milliseconds = start.elapsed().as_secs_f64() * 1000.0;
    if args.get_flag("json") {
        let rows: Vec<serde_json::Value> = found
            .iter()
            .map(|c| {
                serde_json::json!({
                    "id": ledger.naming.shown(c.row),
                    "probability": c.probability,
                    "evidence": c.evidence,
                })
            })
            .collect();
        println!("{}", serde_json::Value::Array(rows));
    } else {
        if found.is_empty() {
            println!("{}", catalogue.text("who-nobody"));
        }
        for candidate in &found {
            let said = Message::new("who-found")
                .with("id", ledger.naming.shown(candidate.row))
                .with("probability", format!("{:.4}", candidate.probability));
            println!("{}", catalogue.say(&said));
            print!("{}", candidate.evidence.text(|code| catalogue.label(code)));
        }
    }
    if !quiet {
        let said = Message::new("who-time")
            .with("rows", ledger.len())
            .with("milliseconds", format!("{milliseconds:.2}"));
        eprintln!("{}", catalogue.say(&said));
    }
    Ok(ExitCode::SUCCESS)
}

/// The record given with `--record`.
fn record(args: &ArgMatches) -> Result<Record, Failure> {
    let mut record = Record::new();
    for text in args.get_many::<String>("record").into_iter().flatten() {
        let wrong = || Failure::Said(Message::new("who-record").with("value", text.as_str()), 2);
        let (role, value) = text.split_once('=').ok_or_else(wrong)?;
        let role: ColumnRole = role.trim().parse().map_err(|_| wrong())?;
        record = record.with(role, value);
    }
    Ok(record)
}
