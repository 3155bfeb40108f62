//! `doudi decide --batch`: one programme for every household of a file, with the reasons on
//! request. Reads with [`crate::households`], writes part by part.

use super::{required, text};
use crate::cli::{flag, value};
use crate::failure::Failure;
use crate::households::{self, Households, Request};
use crate::messages::Catalogue;
use crate::packs;
use base::message::{Message, Speak};
use clap::{ArgMatches, Command};
use policy::batch::{self, Outcome, Question, Verdicts};
use policy::fact::Entity;
use policy::pack::Pack;
use policy::programme::Programme;
use rayon::prelude::*;
use sheet::{Cover, Frame, Values, Writer};
use std::ops::Range;
use std::process::ExitCode;
use std::time::Instant;

/// Rows written at a time.
const PART: usize = 65_536;

/// Problems said on the terminal; the rest is counted.
const SAID_MAX: usize = 20;

/// The options of a batch.
pub(crate) fn options(command: Command, catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    command
        .arg(
            value("batch", "FILE", say("help-batch"))
                .conflicts_with_all(["case", "all", "member", "replay"]),
        )
        .arg(value("members", "FILE", say("help-members")))
        .arg(value("held", "FILE", say("help-held")))
        .arg(
            value("output", "OUT", say("help-batch-out"))
                .short('o')
                .requires("batch"),
        )
        .arg(flag("reasons", say("help-reasons")))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let start = Instant::now();
    let quiet = args.get_flag("quiet");
    let (_, pack) = packs::open(catalogue, required(args, "pack")?)?;
    let programme = programme(&pack, required(args, "programme")?)?;
    let on = packs::day(required(args, "on")?)?;
    let reasons = args.get_flag("reasons");
    let needed = batch::needed(programme, &pack.facts);
    let request = Request {
        households: required(args, "batch")?,
        members: text(args, "members").map(String::as_str),
        held: text(args, "held").map(String::as_str),
        by: &[],
        needed: &needed,
        all: reasons,
    };
    let read = households::read(&pack.facts, &request)?;
    let law = pack.values_on(on);
    let question = Question {
        programme,
        law: &law,
        on,
        conditions: false,
        beside: Some(&pack),
    };
    let verdicts = batch::run(&question, &read.population);
    let target = required(args, "output")?;
    let cover = cover(catalogue, &pack, programme, &question, &verdicts);
    let mut writer = Writer::create(target, &cover)?;
    let rows = verdicts.outcome.len();
    for from in (0..rows.max(1)).step_by(PART) {
        let range = from..(from + PART).min(rows);
        writer.write(&frame(
            catalogue, &question, &read, &verdicts, range, reasons,
        ))?;
    }
    writer.finish()?;
    say_problems(catalogue, &read, quiet);
    if !quiet {
        for said in summary(&verdicts, start.elapsed().as_secs_f64()) {
            eprintln!("{}", catalogue.say(&said));
        }
    }
    Ok(ExitCode::from(u8::from(read.report.total > 0)))
}

/// The programme of a name; the nearest is named when there is none.
pub(crate) fn programme<'p>(pack: &'p Pack, id: &str) -> Result<&'p Programme, Failure> {
    let found = pack.programmes.iter().find(|p| p.id == id);
    found.ok_or_else(|| {
        let known: Vec<&str> = pack.programmes.iter().map(|p| p.id.as_str()).collect();
        let said = Message::new("programme-unknown")
            .with("value", id)
            .with("present", known.join("、"));
        Failure::Said(said, 2)
    })
}

/// Says what is wrong in the files and what they lack.
pub(crate) fn say_problems(catalogue: &Catalogue, read: &Households, quiet: bool) {
    if quiet {
        return;
    }
    for remark in read.report.remarks() {
        eprintln!("{}", catalogue.say(&remark));
    }
    for problem in read.report.kept.iter().take(SAID_MAX) {
        eprintln!("{}", catalogue.say(&problem.message()));
    }
    let more = read.report.total.saturating_sub(SAID_MAX);
    if more > 0 {
        let said = Message::new("households-more").with("count", more);
        eprintln!("{}", catalogue.say(&said));
    }
}

fn count(verdicts: &Verdicts, outcome: Outcome) -> usize {
    verdicts.outcome.iter().filter(|o| **o == outcome).count()
}

fn total(verdicts: &Verdicts) -> base::Fen {
    let fen = verdicts.amount.iter().flatten().map(|a| a.get()).sum();
    base::Fen::new(fen)
}

fn summary(verdicts: &Verdicts, seconds: f64) -> Vec<Message> {
    let mut said = vec![
        Message::new("batch-summary")
            .with("rows", verdicts.outcome.len())
            .with("granted", count(verdicts, Outcome::Granted))
            .with("refused", count(verdicts, Outcome::Refused))
            .with("open", count(verdicts, Outcome::NeedsFact))
            .with("total", total(verdicts).to_string())
            .with("seconds", format!("{seconds:.2}")),
    ];
    if let Some(Outcome::NotInForce) = verdicts.outcome.first() {
        said.push(Message::new("batch-not-in-force"));
    }
    said
}

fn cover(
    catalogue: &Catalogue,
    pack: &Pack,
    programme: &Programme,
    question: &Question<'_>,
    verdicts: &Verdicts,
) -> Cover {
    let say = |code| catalogue.text(code);
    let language = catalogue.language().tag();
    Cover {
        title: say("batch-title"),
        lines: vec![
            (
                say("batch-programme"),
                programme.title.of(language).to_owned(),
            ),
            (say("batch-on"), question.on.to_string()),
            (say("batch-pack"), pack.title.of(language).to_owned()),
            (say("batch-version"), pack.version.clone()),
            (
                say("batch-granted"),
                count(verdicts, Outcome::Granted).to_string(),
            ),
            (say("batch-total"), total(verdicts).to_string()),
        ],
        sheet: say("batch-sheet"),
    }
}

fn frame(
    catalogue: &Catalogue,
    question: &Question<'_>,
    read: &Households,
    verdicts: &Verdicts,
    rows: Range<usize>,
    reasons: bool,
) -> Frame {
    let say = |code| catalogue.text(code);
    let population = &read.population;
    let persons = question.programme.unit == Entity::Person;
    let home = |row: usize| if persons { population.home(row) } else { row };
    let ids = rows
        .clone()
        .map(|row| read.ids.get(home(row)).map(|id| id.to_string()));
    let mut frame = Frame::default().with(say("batch-household"), Values::Text(ids.collect()));
    if persons && !read.member_ids.is_empty() {
        let ids = rows
            .clone()
            .map(|row| read.member_ids.get(row).map(|id| id.to_string()));
        frame = frame.with(say("batch-member"), Values::Text(ids.collect()));
    }
    let outcome = |row: usize| verdicts.outcome.get(row).map(|o| say(outcome_code(*o)));
    let language = catalogue.language().tag();
    let status = |row: usize| {
        let place = usize::from(*verdicts.status.get(row)?).checked_sub(1)?;
        let status = question.programme.statuses.get(place)?;
        Some(status.label.of(language).to_owned())
    };
    let amount = rows
        .clone()
        .map(|row| verdicts.amount.get(row).copied().flatten());
    frame = frame
        .with(
            say("batch-outcome"),
            Values::Text(rows.clone().map(outcome).collect()),
        )
        .with(say("batch-amount"), Values::Money(amount.collect()))
        .with(
            say("batch-status"),
            Values::Text(rows.clone().map(status).collect()),
        );
    if reasons {
        let told = rows.into_par_iter().map(|row| {
            let first = population
                .rows(Entity::Person, home(row)..home(row) + 1)
                .start;
            let member = persons.then(|| row - first);
            let told = batch::reasons(question, population, home(row), member);
            let told: Vec<&str> = told.iter().map(|label| label.of(language)).collect();
            (!told.is_empty()).then(|| told.join("；"))
        });
        frame = frame.with(say("batch-reasons"), Values::Text(told.collect()));
    }
    frame
}

/// The catalogue's word for an outcome.
pub(crate) const fn outcome_code(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Granted => "outcome-granted",
        Outcome::Refused => "outcome-refused",
        Outcome::NeedsFact => "outcome-needs-fact",
        Outcome::NotInForce => "outcome-not-in-force",
    }
}
