//! `doudi ledgers`: the demo district's ledgers with the truth beside them.

use super::text;
use crate::cli::{flag, sub, value};
use crate::failure::Failure;
use crate::messages::Catalogue;
use base::message::Message;
use clap::{ArgMatches, Command};
use demo::population::Headers;
use demo::score::{Score, Truth};
use demo::world::{Options, World};
use sheet::Cover;
use std::io::Write;
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
            .required_unless_present_any(["score", "households"]),
    )
    .arg(value("households", "FILE", say("help-ledgers-households")))
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
    .arg(value("score", "FINDINGS", say("help-score")).requires("truth"))
    .arg(value("truth", "TRUTH.csv", say("help-truth")).requires("score"))
    .arg(flag("json", say("help-score-json")).requires("score"))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    if let (Some(findings), Some(truth)) = (text(args, "score"), text(args, "truth")) {
        let json = args.get_flag("json");
        return score(catalogue, Path::new(findings), Path::new(truth), json);
    }
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
    let world = World::build(&options);
    if let Some(target) = text(args, "households") {
        households(catalogue, &world, target, (start, args.get_flag("quiet")))?;
    }
    let Some(folder) = text(args, "output") else {
        return Ok(ExitCode::SUCCESS);
    };
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

/// The population file that batch decisions and simulations read.
fn households(
    catalogue: &Catalogue,
    world: &World,
    target: &str,
    (start, quiet): (Instant, bool),
) -> Result<(), Failure> {
    let say = |code| catalogue.text(code);
    let headers = Headers {
        town: say("ledgers-town"),
        village: say("ledgers-village"),
    };
    let cover = Cover {
        title: say("ledgers-population"),
        lines: vec![
            (say("ledgers-seed"), world.seed.to_string()),
            (say("batch-on"), world.on.to_string()),
        ],
        sheet: say("ledgers-population"),
    };
    let rows = demo::population::write(world, &headers, target, &cover)?;
    if !quiet {
        let said = Message::new("ledgers-households")
            .with("file", target)
            .with("households", world.households.len())
            .with("people", rows)
            .with("seconds", format!("{:.1}", start.elapsed().as_secs_f64()));
        eprintln!("{}", catalogue.say(&said));
    }
    Ok(())
}

/// Recall and precision of findings, a line a screen, or as JSON.
fn score(
    catalogue: &Catalogue,
    findings: &Path,
    truth: &Path,
    json: bool,
) -> Result<ExitCode, Failure> {
    let truth = Truth::read(truth)?;
    let findings = demo::score::findings(findings)?;
    let scores = demo::score::score(&truth, &findings);
    let mut all = Score::default();
    for score in scores.values() {
        all.add(score);
    }
    let text = if json {
        let screens = scores.iter().map(|(screen, s)| (screen.clone(), object(s)));
        let screens: serde_json::Map<String, serde_json::Value> = screens.collect();
        let whole = serde_json::json!({"screens": screens, "all": object(&all)});
        format!("{whole:#}")
    } else {
        let name = catalogue.text("score-all");
        let rows = scores.iter().map(|(screen, s)| (screen.as_str(), s));
        let rows = rows.chain([(name.as_str(), &all)]);
        let lines = rows.map(|(name, s)| line(name, s));
        let head = "screen\twanted\tfound\tgiven\tright\trecall\tprecision".to_owned();
        [head]
            .into_iter()
            .chain(lines)
            .collect::<Vec<_>>()
            .join("\n")
    };
    // A closed pipe is no failure.
    let _ = writeln!(std::io::stdout().lock(), "{text}");
    Ok(ExitCode::SUCCESS)
}

fn line(name: &str, s: &Score) -> String {
    let (recall, precision) = (s.recall(), s.precision());
    let Score {
        wanted,
        found,
        given,
        right,
        ..
    } = s;
    format!("{name}\t{wanted}\t{found}\t{given}\t{right}\t{recall:.4}\t{precision:.4}")
}

fn object(s: &Score) -> serde_json::Value {
    serde_json::json!({
        "wanted": s.wanted,
        "found": s.found,
        "given": s.given,
        "right": s.right,
        "exempt_found": s.exempt_found,
        "recall": s.recall(),
        "precision": s.precision(),
    })
}
