//! `doudi pack diff`: what two packs say differently, or what changes in one pack between two days.

use crate::cli::{file, sub, value};
use crate::commands::{required, text};
use crate::failure::Failure;
use crate::messages::Catalogue;
use crate::packs;
use base::message::Message;
use clap::{Arg, ArgMatches, Command};
use policy::cel::Datum;
use policy::pack::{Difference, Pack, between};
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    sub(
        "diff",
        catalogue,
        say("help-pack-diff"),
        say("example-pack-diff"),
    )
    .arg(file("pack", "DIR", say("help-pack-dir")))
    .arg(
        Arg::new("other")
            .value_name("OTHER")
            .help(say("help-pack-other")),
    )
    .arg(value("from", "DATE", say("help-diff-from")).conflicts_with("other"))
    .arg(value("to", "DATE", say("help-diff-to")).conflicts_with("other"))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let folder = required(args, "pack")?;
    let (layers, pack) = packs::open(catalogue, folder)?;
    let mut out = String::new();
    match text(args, "other") {
        Some(other) => {
            let (others, _) = packs::open(catalogue, other)?;
            packs_differ(catalogue, &between(&layers, &others), &mut out);
        }
        None => {
            let day = |name| match text(args, name) {
                Some(written) => packs::day(written),
                None => Err(Failure::Said(Message::new("pack-diff-what"), 2)),
            };
            days_differ(catalogue, &pack, (day("from")?, day("to")?), &mut out);
        }
    }
    // A closed pipe is no failure.
    let _ = std::io::stdout().lock().write_all(out.as_bytes());
    Ok(ExitCode::SUCCESS)
}

fn packs_differ(catalogue: &Catalogue, found: &[Difference], out: &mut String) {
    let mut last = String::new();
    for difference in found {
        let kind = catalogue.label(&difference.kind);
        let of = difference.programme.as_ref();
        let of = of.map_or(String::new(), |p| format!("{p} / "));
        let heading = format!("{of}{kind} {}", difference.id);
        if heading != last {
            let _ = writeln!(out, "{heading}");
            last = heading;
        }
        if !difference.part.is_empty() {
            let _ = writeln!(out, "  {}", difference.part);
        }
        let sides = [("-", &difference.before), ("+", &difference.after)];
        for (sign, side) in sides {
            for line in side.iter().flat_map(|text| text.lines()) {
                let _ = writeln!(out, "    {sign} {line}");
            }
        }
    }
    let said = Message::new("pack-differences").with("count", found.len());
    let _ = writeln!(out, "{}", catalogue.say(&said));
}

fn days_differ(
    catalogue: &Catalogue,
    pack: &Pack,
    (from, to): (base::date::Date, base::date::Date),
    out: &mut String,
) {
    let language = catalogue.language().tag();
    let changes = pack.changes(from, to);
    let mut last = None;
    for change in &changes {
        if last != Some(change.day) {
            let _ = writeln!(out, "{}", change.day);
            last = Some(change.day);
        }
        let parameter = pack.parameters.iter().find(|p| p.id == change.id);
        let shown = |value: &Option<Datum>| match (value, parameter) {
            (Some(value), Some(parameter)) => parameter.shown(value, language),
            _ => "—".to_owned(),
        };
        let (before, after) = (shown(&change.before), shown(&change.after));
        let label = change.label.of(language);
        let _ = writeln!(out, "  {label} ({})", change.id);
        let _ = write!(out, "    {before} → {after}");
        if let Some(cite) = &change.cite {
            let doubt = if cite.verified {
                String::new()
            } else {
                format!(" [{}]", catalogue.text("pack-unverified"))
            };
            let _ = write!(out, "  {}{doubt}", packs::cited(cite));
        }
        let _ = writeln!(out);
    }
    // A programme that begins or ends as a whole is said once.
    let mut whole = Vec::new();
    for programme in &pack.programmes {
        let end = programme.days.to.and_then(|to| to.tomorrow().ok());
        for (day, sign) in [(Some(programme.days.from), "+"), (end, "-")] {
            if let Some(day) = day.filter(|day| from < *day && *day <= to) {
                let kind = catalogue.label("programme");
                let title = programme.title.of(language);
                let _ = writeln!(out, "{day} {sign} {kind} {title} ({})", programme.id);
                whole.push((programme.id.as_str(), day));
            }
        }
    }
    let mut rules = pack.rule_changes(from, to);
    rules.retain(|r| !whole.contains(&(r.programme.as_str(), r.day)));
    for rule in &rules {
        let sign = if rule.begins { "+" } else { "-" };
        let kind = catalogue.label(rule.kind);
        let label = rule.label.of(language);
        let cite = packs::cited(&rule.cite);
        let _ = writeln!(
            out,
            "{} {sign} {} / {kind} {label} ({})  {cite}",
            rule.day, rule.programme, rule.id
        );
    }
    let said = Message::new("pack-changes")
        .with("count", changes.len() + whole.len() + rules.len())
        .with("from", from.to_string())
        .with("to", to.to_string());
    let _ = writeln!(out, "{}", catalogue.say(&said));
}
