//! `doudi simulate`: what reforms of the law would do to a population, and what they would cost.

use super::decide_batch::{programme, say_problems};
use super::{required, simulate_page, text};
use crate::cli::{flag, sub, value};
use crate::failure::Failure;
use crate::households::{self, Households, Request};
use crate::messages::Catalogue;
use crate::packs;
use base::message::Message;
use clap::{ArgAction, ArgMatches, Command};
use policy::batch;
use policy::fact::Entity;
use policy::pack::Pack;
use policy::programme::{Period, Programme};
use policy::simulate::{Change, Line, Reform, ReformError, Scenario, Simulation};
use sheet::{Cover, Frame, Values};
use std::process::ExitCode;
use std::time::Instant;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    sub(
        "simulate",
        catalogue,
        say("help-simulate"),
        say("example-simulate"),
    )
    .arg(value("pack", "DIR", say("help-pack-dir")).required(true))
    .arg(
        value("programme", "CODE", say("help-simulate-programme"))
            .action(ArgAction::Append)
            .conflicts_with("all"),
    )
    .arg(flag("all", say("help-simulate-all")))
    .arg(value("on", "DATE", say("help-simulate-on")).required(true))
    .arg(
        value("months", "N", say("help-months"))
            .value_parser(clap::value_parser!(u16).range(1..=120))
            .default_value("1"),
    )
    .arg(value("households", "FILE", say("help-batch")).required(true))
    .arg(value("members", "FILE", say("help-members")))
    .arg(value("held", "FILE", say("help-held")))
    .arg(value("set", "PARAM=VALUE[@DATE]", say("help-set")).action(ArgAction::Append))
    .arg(value("reform", "NAME: SET, SET…", say("help-reform")).action(ArgAction::Append))
    .arg(value("by", "COLUMN", say("help-by")).action(ArgAction::Append))
    .arg(value("names", "OUT", say("help-names")))
    .arg(
        value("output", "OUT", say("help-simulate-out"))
            .short('o')
            .required(true),
    )
}

/// A finished simulation, as the reports want it.
pub(crate) struct Run<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) simulation: &'a Simulation<'a>,
    pub(crate) read: &'a Households,
    pub(crate) scenarios: &'a [Scenario],
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let start = Instant::now();
    let quiet = args.get_flag("quiet");
    let (_, pack) = packs::open(catalogue, required(args, "pack")?)?;
    let on = packs::day(required(args, "on")?)?;
    let reforms = reforms(catalogue, args, &pack, on)?;
    let programmes = chosen(catalogue, args, (&pack, on), &reforms)?;
    let by: Vec<String> = args.get_many("by").into_iter().flatten().cloned().collect();
    let needed = programmes.iter();
    let needed = needed.flat_map(|p| batch::needed(p, &pack.facts)).collect();
    let request = Request {
        households: required(args, "households")?,
        members: text(args, "members").map(String::as_str),
        held: text(args, "held").map(String::as_str),
        by: &by,
        needed: &needed,
        all: false,
    };
    let mut read = households::read(&pack.facts, &request)?;
    label(catalogue, &pack, &mut read.groups);
    let groups: Vec<Vec<u32>> = read.groups.iter().map(|g| g.of.clone()).collect();
    let simulation = Simulation {
        pack: &pack,
        programmes: &programmes,
        on,
        months: usize::from(*args.get_one::<u16>("months").unwrap_or(&1)),
        reforms: &reforms,
        groups: &groups,
    };
    let scenarios = simulation.run(&read.population).map_err(|e| wrong(&e))?;
    let run = Run {
        pack: &pack,
        simulation: &simulation,
        read: &read,
        scenarios: &scenarios,
    };
    write(catalogue, required(args, "output")?, &run)?;
    if let Some(target) = text(args, "names") {
        names(catalogue, target, &run)?;
    }
    say_problems(catalogue, &read, quiet);
    if !quiet {
        for said in summary(catalogue, &run, start.elapsed().as_secs_f64()) {
            eprintln!("{}", catalogue.say(&said));
        }
    }
    Ok(ExitCode::from(u8::from(read.report.total > 0)))
}

/// The programmes to simulate: those named, all of them, or the one that the reforms touch.
fn chosen<'p>(
    catalogue: &Catalogue,
    args: &ArgMatches,
    (pack, on): (&'p Pack, base::date::Date),
    reforms: &[Reform],
) -> Result<Vec<&'p Programme>, Failure> {
    if args.get_flag("all") {
        let all = pack.programmes.iter().filter(|p| p.days.contain(on));
        return Ok(all.collect());
    }
    let mut found: Vec<&Programme> = Vec::new();
    for id in args.get_many::<String>("programme").into_iter().flatten() {
        let one = programme(pack, id)?;
        if !found.iter().any(|p| p.id == one.id) {
            found.push(one);
        }
    }
    if found.is_empty() {
        let quiet = args.get_flag("quiet");
        found.push(touched(catalogue, pack, reforms, on, quiet)?);
    }
    Ok(found)
}

/// Groups by a coded fact are called as the pack labels them.
fn label(catalogue: &Catalogue, pack: &Pack, groups: &mut [households::Group]) {
    let language = catalogue.language().tag();
    let facts = pack.facts.household.iter().chain(&pack.facts.person);
    for fact in facts.filter(|f| !f.codes.is_empty()) {
        for group in groups.iter_mut().filter(|g| g.header == fact.id) {
            fact.label.of(language).clone_into(&mut group.header);
            for word in &mut group.words {
                if let Some((_, label)) = fact.codes.iter().find(|(code, _)| code == word) {
                    label.of(language).clone_into(word);
                }
            }
        }
    }
}

/// What the simulation is of, in a few words.
pub(crate) fn subject(catalogue: &Catalogue, simulation: &Simulation<'_>) -> String {
    let language = catalogue.language().tag();
    let titles = simulation.programmes.iter();
    let titles: Vec<&str> = titles.map(|p| p.title.of(language)).collect();
    match titles.as_slice() {
        [_, _, _, ..] => {
            let said = Message::new("simulate-several").with("count", titles.len());
            catalogue.say(&said)
        }
        _ => titles.join(if language == "en" { ", " } else { "、" }),
    }
}

/// The programme that the reforms touch: among those that read a changed value, one that pays a
/// household by the month before others. Which others there are is said.
fn touched<'p>(
    catalogue: &Catalogue,
    pack: &'p Pack,
    reforms: &[Reform],
    on: base::date::Date,
    quiet: bool,
) -> Result<&'p Programme, Failure> {
    let changed: Vec<usize> = reforms
        .iter()
        .flat_map(|r| r.changes.iter().map(|c| c.parameter))
        .collect();
    let reads = |p: &&Programme| changed.iter().any(|at| policy::decide::reads(p, *at, on));
    let all: Vec<&Programme> = pack.programmes.iter().filter(reads).collect();
    let rank = |p: &&Programme| {
        let monthly = p.amount.as_ref().is_some_and(|a| a.period == Period::Month);
        (!monthly, p.unit != Entity::Household)
    };
    let chosen = all.iter().min_by_key(|p| rank(p)).copied();
    let chosen = chosen.ok_or_else(|| Failure::Said(Message::new("simulate-untouched"), 2))?;
    let others: Vec<&str> = all
        .iter()
        .map(|p| p.id.as_str())
        .filter(|id| *id != chosen.id)
        .collect();
    if !quiet && !others.is_empty() {
        let said = Message::new("simulate-others")
            .with("programme", chosen.id.as_str())
            .with("others", others.join("、"));
        eprintln!("{}", catalogue.say(&said));
    }
    Ok(chosen)
}

/// The reforms of the command line: all `--set` are one, each `--reform` is another.
fn reforms(
    catalogue: &Catalogue,
    args: &ArgMatches,
    pack: &Pack,
    on: base::date::Date,
) -> Result<Vec<Reform>, Failure> {
    let read = |written: &str| Change::read(written.trim(), pack, on).map_err(|e| wrong(&e));
    let mut reforms = Vec::new();
    let sets: Vec<&String> = args.get_many("set").into_iter().flatten().collect();
    if !sets.is_empty() {
        let changes = sets.iter().map(|set| read(set)).collect::<Result<_, _>>()?;
        let name = catalogue.text("simulate-reform");
        reforms.push(Reform { name, changes });
    }
    for written in args.get_many::<String>("reform").into_iter().flatten() {
        let (name, sets) = written.split_once([':', '：']).ok_or_else(|| {
            Failure::Said(
                Message::new("simulate-reform-form").with("value", written.as_str()),
                2,
            )
        })?;
        let changes = sets
            .split([',', '，'])
            .map(read)
            .collect::<Result<_, _>>()?;
        let name = name.trim().to_owned();
        reforms.push(Reform { name, changes });
    }
    if reforms.is_empty() {
        return Err(Failure::Said(Message::new("simulate-nothing"), 2));
    }
    Ok(reforms)
}

fn wrong(e: &ReformError) -> Failure {
    let said = match e {
        ReformError::Form(value) => Message::new("reform-form").with("value", value.as_str()),
        ReformError::Unknown { name, near: None } => {
            Message::new("reform-unknown").with("name", name.as_str())
        }
        ReformError::Unknown {
            name,
            near: Some(near),
        } => Message::new("reform-near")
            .with("name", name.as_str())
            .with("near", near.as_str()),
        ReformError::Key { name, keys } => Message::new("reform-key")
            .with("name", name.as_str())
            .with("keys", keys.as_str()),
        ReformError::Value {
            name,
            value,
            expected,
        } => Message::new("reform-value")
            .with("name", name.as_str())
            .with("value", value.as_str())
            .with("expected", expected.as_str()),
        ReformError::NotInForce { name, day } => Message::new("reform-not-in-force")
            .with("name", name.as_str())
            .with("day", day.as_str()),
    };
    Failure::Said(said, 2)
}

fn write(catalogue: &Catalogue, target: &str, run: &Run<'_>) -> Result<(), Failure> {
    let ending = target.rsplit('.').next().unwrap_or_default().to_lowercase();
    match ending.as_str() {
        "html" | "htm" => save(target, &simulate_page::page(catalogue, run)),
        "json" => save(target, &json(run).to_string()),
        _ => Ok(sheet::write(
            target,
            &table(catalogue, run),
            &cover(catalogue, run),
        )?),
    }
}

fn save(target: &str, text: &str) -> Result<(), Failure> {
    std::fs::write(target, text).map_err(|e| {
        Failure::Sheet(sheet::SheetError::Unwritable {
            file: target.to_owned(),
            why: e.to_string(),
        })
    })
}

/// The name of a scenario: the law as it is has none of its own.
pub(crate) fn name(catalogue: &Catalogue, scenario: &Scenario) -> String {
    if scenario.name.is_empty() {
        catalogue.text("simulate-law")
    } else {
        scenario.name.clone()
    }
}

/// One row a scenario, month and group.
fn table(catalogue: &Catalogue, run: &Run<'_>) -> Frame {
    let say = |code| catalogue.text(code);
    let mut words: [Vec<Option<String>>; 4] = Default::default();
    let mut counts: [Vec<Option<i64>>; 8] = Default::default();
    let mut cost = Vec::new();
    let mut add = |labels: [String; 4], line: &Line| {
        for (column, label) in words.iter_mut().zip(labels) {
            column.push(Some(label).filter(|l| !l.is_empty()));
        }
        let numbers = [
            line.granted,
            line.people,
            line.joined,
            line.left,
            line.up,
            line.down,
            line.same,
            line.open,
        ];
        for (column, n) in counts.iter_mut().zip(numbers) {
            column.push(i64::try_from(n).ok());
        }
        cost.push(Some(base::Fen::new(line.cost_fen)));
    };
    for scenario in run.scenarios {
        for month in &scenario.months {
            let labels = |group: &str, word: &str| {
                let day = month.day.map_or(String::new(), |d| d.to_string());
                [
                    name(catalogue, scenario),
                    day,
                    group.to_owned(),
                    word.to_owned(),
                ]
            };
            add(labels("", ""), &month.all);
            if run.simulation.programmes.len() > 1 {
                let lines = run.simulation.programmes.iter().zip(&month.programmes);
                for (programme, line) in lines {
                    let title = programme.title.of(catalogue.language().tag());
                    add(labels(&say("batch-programme"), title), line);
                }
            }
            for (lines, group) in month.groups.iter().zip(&run.read.groups) {
                for (line, word) in lines.iter().zip(&group.words) {
                    add(labels(&group.header, word), line);
                }
            }
        }
    }
    let [scenario, month, group, word] = words;
    let [granted, people, joined, left, up, down, same, open] = counts;
    Frame::default()
        .with(say("simulate-scenario"), Values::Text(scenario))
        .with(say("simulate-month"), Values::Text(month))
        .with(say("simulate-group"), Values::Text(group))
        .with(say("simulate-word"), Values::Text(word))
        .with(say("simulate-granted"), Values::Number(granted))
        .with(say("simulate-people"), Values::Number(people))
        .with(say("simulate-cost"), Values::Money(cost))
        .with(say("simulate-in"), Values::Number(joined))
        .with(say("simulate-out"), Values::Number(left))
        .with(say("simulate-up"), Values::Number(up))
        .with(say("simulate-down"), Values::Number(down))
        .with(say("simulate-same"), Values::Number(same))
        .with(say("simulate-open"), Values::Number(open))
}

fn cover(catalogue: &Catalogue, run: &Run<'_>) -> Cover {
    let say = |code| catalogue.text(code);
    let language = catalogue.language().tag();
    let mut lines = vec![
        (say("batch-programme"), subject(catalogue, run.simulation)),
        (say("batch-on"), run.simulation.on.to_string()),
        (say("batch-pack"), run.pack.title.of(language).to_owned()),
        (say("batch-version"), run.pack.version.clone()),
    ];
    for reform in run.simulation.reforms {
        let written: Vec<&str> = reform.changes.iter().map(|c| c.written.as_str()).collect();
        lines.push((reform.name.clone(), written.join("; ")));
    }
    for broken in run.scenarios.iter().flat_map(|s| &s.broken) {
        let text = format!(
            "{} {} ({})",
            broken.from,
            broken.text.of(language),
            broken.cite
        );
        lines.push((say("simulate-broken"), text));
    }
    Cover {
        title: say("simulate-title"),
        lines,
        sheet: say("simulate-sheet"),
    }
}

fn json(run: &Run<'_>) -> serde_json::Value {
    let line = |line: &Line| {
        serde_json::json!({
            "granted": line.granted, "people": line.people, "cost_fen": line.cost_fen,
            "in": line.joined, "out": line.left, "up": line.up, "down": line.down,
            "same": line.same, "needs_fact": line.open,
        })
    };
    let scenarios = run.scenarios.iter().enumerate().map(|(at, scenario)| {
        let months = scenario.months.iter().map(|month| {
            let groups = month
                .groups
                .iter()
                .zip(&run.read.groups)
                .map(|(lines, group)| {
                    let words = lines.iter().zip(&group.words);
                    let of: serde_json::Map<_, _> =
                        words.map(|(l, word)| (word.clone(), line(l))).collect();
                    (group.header.clone(), serde_json::Value::Object(of))
                });
            let groups: serde_json::Map<_, _> = groups.collect();
            let day = month.day.map(|d| d.to_string());
            let lines = run.simulation.programmes.iter().zip(&month.programmes);
            let programmes: serde_json::Map<_, _> =
                lines.map(|(p, l)| (p.id.clone(), line(l))).collect();
            serde_json::json!({
                "on": day, "all": line(&month.all), "programmes": programmes, "groups": groups,
            })
        });
        let broken = scenario.broken.iter().map(|b| {
            serde_json::json!({
                "from": b.from.to_string(), "zh": b.text.zh, "en": b.text.en, "cite": b.cite,
            })
        });
        let set = at
            .checked_sub(1)
            .and_then(|at| run.simulation.reforms.get(at));
        let set: Vec<&str> = set
            .iter()
            .flat_map(|r| &r.changes)
            .map(|c| c.written.as_str())
            .collect();
        let id = |at: Option<usize>| {
            at.and_then(|at| run.simulation.programmes.get(at))
                .map(|p| &p.id)
        };
        let moves = scenario.moves.iter().map(
            |m| serde_json::json!({"from": id(m.from), "to": id(m.to), "households": m.households}),
        );
        serde_json::json!({
            "name": scenario.name, "set": set, "year_fen": scenario.year_fen,
            "moves": moves.collect::<Vec<_>>(), "months": months.collect::<Vec<_>>(),
            "broken": broken.collect::<Vec<_>>(),
        })
    });
    serde_json::json!({
        "programmes": run.simulation.programmes.iter().map(|p| &p.id).collect::<Vec<_>>(),
        "counted": run.simulation.unit().word(),
        "on": run.simulation.on.to_string(),
        "pack": {"id": run.pack.id, "version": run.pack.version},
        "households": run.read.len(),
        "scenarios": scenarios.collect::<Vec<_>>(),
    })
}

/// Who gains and who loses in the last month, by name.
fn names(catalogue: &Catalogue, target: &str, run: &Run<'_>) -> Result<(), Failure> {
    let say = |code| catalogue.text(code);
    let Some((base, reforms)) = run.scenarios.split_first() else {
        return Ok(());
    };
    let persons = run.simulation.unit() == Entity::Person;
    let mut columns: [Vec<Option<String>>; 3] = Default::default();
    let mut groups: Vec<Vec<Option<String>>> = vec![Vec::new(); run.read.groups.len()];
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for scenario in reforms {
        for (row, (old, new)) in base.last.iter().zip(&scenario.last).enumerate() {
            if old == new {
                continue;
            }
            let home = if persons {
                run.read.population.home(row)
            } else {
                row
            };
            let word = |id: Option<&Box<str>>| id.map(|id| id.to_string());
            let member = persons
                .then(|| word(run.read.member_ids.get(row)))
                .flatten();
            let cells = [
                Some(scenario.name.clone()),
                word(run.read.ids.get(home)),
                member,
            ];
            columns
                .iter_mut()
                .zip(cells)
                .for_each(|(column, cell)| column.push(cell));
            for (column, group) in groups.iter_mut().zip(&run.read.groups) {
                let place = group.of.get(home).map(|at| *at as usize);
                column.push(place.and_then(|at| group.words.get(at).cloned()));
            }
            before.push(*old);
            after.push(*new);
        }
    }
    let [scenario, household, member] = columns;
    let mut frame = Frame::default()
        .with(say("simulate-scenario"), Values::Text(scenario))
        .with(say("batch-household"), Values::Text(household));
    if persons {
        frame = frame.with(say("batch-member"), Values::Text(member));
    }
    for (column, group) in groups.into_iter().zip(&run.read.groups) {
        frame = frame.with(group.header.as_str(), Values::Text(column));
    }
    let frame = frame
        .with(say("simulate-before"), Values::Money(before))
        .with(say("simulate-after"), Values::Money(after));
    Ok(sheet::write(target, &frame, &cover(catalogue, run))?)
}

fn summary(catalogue: &Catalogue, run: &Run<'_>, seconds: f64) -> Vec<Message> {
    let mut said = Vec::new();
    let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    for scenario in run.scenarios {
        let Some(month) = scenario.months.last() else {
            continue;
        };
        let line = month.all;
        said.push(
            Message::new("simulate-summary")
                .with("name", name(catalogue, scenario))
                .with("granted", whole(line.granted))
                .with("cost", base::Fen::new(line.cost_fen).to_string())
                .with("joined", whole(line.joined))
                .with("left", whole(line.left))
                .with("up", whole(line.up))
                .with("down", whole(line.down)),
        );
        let language = catalogue.language().tag();
        for broken in &scenario.broken {
            said.push(
                Message::new("simulate-breaks")
                    .with("name", scenario.name.as_str())
                    .with("day", broken.from.to_string())
                    .with("text", broken.text.of(language))
                    .with("cite", broken.cite.as_str()),
            );
        }
    }
    let households = run.read.len();
    said.push(
        Message::new("simulate-done")
            .with("households", households)
            .with("seconds", format!("{seconds:.2}")),
    );
    said
}
