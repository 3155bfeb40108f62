//! `doudi decide`: what a household is owed and why, by one programme or by all of them.

mod arrears;
mod overview;
mod page;
mod replay;
mod report;

use super::{decide_batch, required, text};
use crate::cli::{flag, sub, value};
use crate::failure::Failure;
use crate::messages::Catalogue;
use crate::packs;
use base::message::{Message, Speak};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use policy::cel::Relation;
use policy::decide::subjects;
use policy::decide::{All, Counterfactual, Decision, Words, all_json, decide, decide_all, json};
use policy::fact::Case;
use policy::pack::Pack;
use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::process::ExitCode;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let command = sub(
        "decide",
        catalogue,
        say("help-decide"),
        say("example-decide"),
    )
    .arg(
        Arg::new("case")
            .value_name("CASE.json")
            .help(say("help-case")),
    )
    .arg(value("pack", "DIR", say("help-decide-pack")).required(true))
    .arg(value("programme", "CODE", say("help-programme")).conflicts_with("all"))
    .arg(flag("all", say("help-decide-all")))
    .arg(value("on", "DATE", say("help-decide-on")))
    .arg(value("member", "ID", say("help-member")))
    .arg(
        value("since", "MONTH", say("help-since"))
            .requires("paid")
            .conflicts_with("all"),
    )
    .arg(value("paid", "YUAN", say("help-paid")).requires("since"))
    .arg(
        value("format", "FORMAT", say("help-decide-format"))
            .value_parser(PossibleValuesParser::new(["text", "json", "html"]))
            .default_value("text"),
    )
    .arg(
        value("replay", "DECISION.json", say("help-replay")).conflicts_with_all([
            "case",
            "programme",
            "all",
            "member",
            "on",
        ]),
    );
    decide_batch::options(command, catalogue)
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    if text(args, "batch").is_some() {
        return decide_batch::run(catalogue, args);
    }
    let (_, pack) = packs::open(catalogue, required(args, "pack")?)?;
    if let Some(file) = text(args, "replay") {
        return replay::run(catalogue, &pack, file);
    }
    let case = read(catalogue, &pack, required(args, "case")?)?;
    let on = match text(args, "on") {
        Some(written) => packs::day(written)?,
        None => case
            .on
            .ok_or_else(|| Failure::Said(Message::new("case-no-day").with("path", "on"), 2))?,
    };
    let (decisions, all) = if args.get_flag("all") {
        let all = decide_all(&pack, &case, on);
        (all.decisions.clone(), Some(all))
    } else {
        let wanted = text(args, "member");
        (
            one(&pack, text(args, "programme"), wanted, &case, on)?,
            None,
        )
    };
    let months = arrears::asked(args, &pack, &case, &decisions, on)?;
    let more = months.as_ref().map(|m| arrears::section(catalogue, m));
    let out = match text(args, "format").map(String::as_str) {
        Some("json") => {
            let mut value = written(catalogue, &pack, &case, &decisions, all.as_ref());
            if let (Some(months), Some(object)) = (&months, value.as_object_mut()) {
                object.insert("arrears".to_owned(), arrears::value(months));
            }
            serde_json::to_string_pretty(&value).unwrap_or_default() + "\n"
        }
        Some("html") => page::page(catalogue, &pack, &case, (&decisions, all.as_ref()), more),
        _ => report::text(catalogue, &pack, &case, (&decisions, all.as_ref()), more),
    };
    // A closed pipe is no failure.
    let _ = std::io::stdout().lock().write_all(out.as_bytes());
    Ok(ExitCode::SUCCESS)
}

/// The decisions of one programme: for the household, for one member, or for each.
fn one(
    pack: &Pack,
    id: Option<&String>,
    member: Option<&String>,
    case: &Case,
    on: base::date::Date,
) -> Result<Vec<Decision>, Failure> {
    let known = pack.programmes.iter().map(|p| p.id.as_str());
    let known = known.collect::<Vec<_>>().join(" ");
    let id = id.ok_or_else(|| {
        Failure::Said(
            Message::new("decide-which").with("known", known.as_str()),
            2,
        )
    })?;
    let programme = pack.programme(id).ok_or_else(|| {
        let said = Message::new("decide-no-programme").with("programme", id.as_str());
        Failure::Said(said.with("known", known.as_str()), 2)
    })?;
    let mut members = subjects(programme, case);
    if let Some(wanted) = member {
        members.retain(|m| m.is_some_and(|m| case.member_id(m) == wanted));
        if members.is_empty() {
            let said = Message::new("decide-no-member").with("member", wanted.as_str());
            return Err(Failure::Said(said, 2));
        }
    }
    let decisions = members
        .into_iter()
        .map(|m| decide(pack, programme, case, m, on));
    Ok(decisions.collect())
}

/// Reads a case; its mistakes are listed on standard error.
fn read(catalogue: &Catalogue, pack: &Pack, file: &str) -> Result<Case, Failure> {
    let text = input(file)?;
    Case::parse(&text, &pack.facts).map_err(|found| {
        for wrong in &found {
            eprintln!("{}", catalogue.say(&wrong.message()));
        }
        let said = Message::new("decide-bad-case").with("file", file);
        Failure::Said(said.with("count", found.len()), 4)
    })
}

fn input(file: &str) -> Result<String, Failure> {
    let mut text = String::new();
    let read = if file == "-" {
        std::io::stdin().lock().read_to_string(&mut text)
    } else {
        std::fs::File::open(file).and_then(|mut f| f.read_to_string(&mut text))
    };
    match read {
        Ok(_) => Ok(text),
        Err(why) => {
            let said = Message::new("pack-unreadable").with("file", file);
            Err(Failure::Said(said.with("why", why.to_string()), 3))
        }
    }
}

/// The JSON of a run: one decision bare, several in a list.
fn written(
    catalogue: &Catalogue,
    pack: &Pack,
    case: &Case,
    decisions: &[Decision],
    all: Option<&All>,
) -> Value {
    let say = |c: &Counterfactual| different(catalogue, c);
    let words = Words {
        language: catalogue.tag(),
        counterfactual: &say,
    };
    match (all, decisions) {
        (Some(all), _) => all_json(pack, case, all, &words),
        (None, [one]) => json(pack, case, one, &words),
        (None, several) => {
            let each = several.iter().map(|d| json(pack, case, d, &words));
            serde_json::json!({"decisions": each.collect::<Vec<_>>()})
        }
    }
}

/// What would have to be otherwise, as a sentence.
fn different(catalogue: &Catalogue, c: &Counterfactual) -> String {
    let plain = |value: &str| match value {
        "true" => catalogue.text("decide-yes"),
        "false" => catalogue.text("decide-no"),
        "" => catalogue.text("decide-unknown"),
        other => other.to_owned(),
    };
    let of = |label: &policy::pack::Label| label.of(catalogue.tag()).to_owned();
    let relation = Message::new(match c.relation {
        Relation::Below => "decide-below",
        Relation::AtMost => "decide-at-most",
        Relation::Above => "decide-above",
        Relation::AtLeast => "decide-at-least",
        Relation::Equal => "decide-equal",
        Relation::Unequal => "decide-unequal",
    });
    let code = match (c.gains, c.alone) {
        (true, true) => "decide-gain",
        (true, false) => "decide-gain-also",
        (false, _) => "decide-lose",
    };
    let said = Message::new(code)
        .with("label", of(&c.subject.label))
        .with("relation", relation.with("bound", plain(&of(&c.bound))))
        .with("now", plain(&of(&c.subject.value)));
    catalogue.say(&said)
}
