//! `doudi pack check`: every mistake of a pack with file, line, column and remedy.

use crate::cli::{file, flag, sub};
use crate::commands::required;
use crate::failure::Failure;
use crate::messages::Catalogue;
use crate::packs::{self, Wrong, cited};
use base::date::Date;
use base::message::{Message, Speak};
use clap::{ArgMatches, Command};
use paper::Template;
use policy::pack::{Citation, Dated, Diagnostic, Pack, Parameter};
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    sub(
        "check",
        catalogue,
        say("help-pack-check"),
        say("example-pack-check"),
    )
    .arg(file("pack", "DIR", say("help-pack-dir")))
    .arg(flag("unverified", say("help-check-unverified")))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let folder = required(args, "pack")?;
    let mut out = String::new();
    let code = match packs::read(folder) {
        Err(Wrong::Unreadable(failure)) => return Err(failure),
        Err(Wrong::Mistakes(found)) => {
            list(catalogue, &found, &mut out);
            let said = Message::new("pack-mistakes").with("count", found.len());
            let _ = writeln!(out, "{}", catalogue.say(&said));
            ExitCode::from(4)
        }
        Ok((_, pack)) => {
            let (wrong, untried) = policy::decide::check_examples(&pack);
            let torn = papers(catalogue, &pack, &mut out);
            if wrong.is_empty() && torn == 0 {
                report(catalogue, &pack, &untried, &mut out);
                if args.get_flag("unverified") {
                    unverified(catalogue, &pack, &mut out);
                }
                ExitCode::SUCCESS
            } else {
                list(catalogue, &wrong, &mut out);
                let said = Message::new("pack-mistakes").with("count", wrong.len() + torn);
                let _ = writeln!(out, "{}", catalogue.say(&said));
                ExitCode::from(4)
            }
        }
    };
    // A closed pipe is no failure.
    let _ = std::io::stdout().lock().write_all(out.as_bytes());
    Ok(code)
}

fn list(catalogue: &Catalogue, found: &[Diagnostic], out: &mut String) {
    for diagnostic in found {
        let _ = writeln!(out, "{}", catalogue.say(&diagnostic.message()));
    }
}

/// Says what is wrong with the templates of its papers, and counts them.
fn papers(catalogue: &Catalogue, pack: &Pack, out: &mut String) -> usize {
    let mut torn = 0;
    for paper in &pack.papers {
        let what = match Template::parse(&paper.text) {
            Err(error) => error.message(),
            Ok(template) => {
                let names = template.names();
                let offered = |part: &str| casework::papers::NAMES.contains(&part);
                // A name within a list stands behind the list's.
                let known = |name: &&String| name.split('.').all(offered);
                match names.iter().find(|name| !known(name)) {
                    Some(name) => Message::new("pack-paper-name").with("name", name.as_str()),
                    None => continue,
                }
            }
        };
        torn += 1;
        let said = Message::new("pack-paper")
            .with("file", paper.file.as_str())
            .with("line", paper.line)
            .with("paper", paper.id.as_str())
            .with("what", what);
        let _ = writeln!(out, "{}", catalogue.say(&said));
    }
    torn
}

/// What a sound pack holds, and what is doubtful about it.
fn report(catalogue: &Catalogue, pack: &Pack, untried: &[Diagnostic], out: &mut String) {
    for warning in pack.warnings.iter().chain(untried) {
        let inner = warning.message();
        let said = Message::new("pack-warning").with("what", catalogue.say(&inner));
        let _ = writeln!(out, "{}", catalogue.say(&said));
    }
    let doubtful = pack
        .parameters
        .iter()
        .filter(|p| p.values.iter().any(|v| !v.cite.verified))
        .count();
    let title = match catalogue.language() {
        crate::messages::Language::Chinese => &pack.title.zh,
        crate::messages::Language::English => &pack.title.en,
    };
    let said = Message::new("pack-sound")
        .with("title", title.as_str())
        .with("version", pack.version.get(..16).unwrap_or(&pack.version))
        .with("layers", pack.layers.len())
        .with("parameters", pack.parameters.len())
        .with("unverified", doubtful)
        .with("values", values(pack).count())
        .with(
            "rules",
            pack.rules().iter().filter(|r| !r.cite.verified).count(),
        )
        .with("roles", pack.roles.len())
        .with("screens", pack.screens.len())
        .with("registers", pack.registers.len());
    let _ = writeln!(out, "{}", catalogue.say(&said));
}

/// The values that nobody has verified, with their parameters.
fn values(pack: &Pack) -> impl Iterator<Item = (&Parameter, &Dated)> {
    let parameters = pack.parameters.iter();
    let values = parameters.flat_map(|p| p.values.iter().map(move |v| (p, v)));
    values.filter(|(_, v)| !v.cite.verified)
}

/// Each value and each rule that nobody has verified: where it is said to stand, and what of it is
/// not confirmed.
fn unverified(catalogue: &Catalogue, pack: &Pack, out: &mut String) {
    let tag = catalogue.tag();
    let days = |from: Date, to: Option<Date>| {
        format!(
            "{from} – {}",
            to.map_or("…".to_owned(), |to| to.to_string())
        )
    };
    let doubt = |cite: &Citation| {
        let doubt = cite
            .doubt
            .as_ref()
            .map(|d| format!("\n      {}", d.of(tag)));
        doubt.unwrap_or_default()
    };
    let _ = writeln!(out, "\n{}", catalogue.text("check-values"));
    for (parameter, value) in values(pack) {
        let _ = writeln!(
            out,
            "  {} ({})\n      {}  {}  〔{}〕{}",
            parameter.label.of(tag),
            parameter.id,
            days(value.from, value.to),
            parameter.shown(&value.value, tag),
            cited(&value.cite),
            doubt(&value.cite)
        );
    }
    let _ = writeln!(out, "\n{}", catalogue.text("check-rules"));
    for rule in pack.rules().into_iter().filter(|r| !r.cite.verified) {
        let _ = writeln!(
            out,
            "  {} / {} {} ({})\n      {}  〔{}〕{}",
            rule.programme.id,
            catalogue.label(rule.kind),
            rule.label.of(tag),
            rule.id,
            days(rule.days.from, rule.days.to),
            cited(rule.cite),
            doubt(rule.cite)
        );
    }
}
