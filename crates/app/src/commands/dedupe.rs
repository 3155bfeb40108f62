//! `doudi dedupe`: the records of one ledger that are the same person.

use super::near::{Evidence, LeastSure, Target};
use super::reading::{Ledgers, columns};
use super::{made, model, model_source, required, settings, text};
use crate::cli::{file, flag, linking, memory, out, sub, threshold_option, value};
use crate::failure::Failure;
use crate::messages::Catalogue;
use crate::summary::Watch;
use clap::{ArgMatches, Command};
use linkage::{Clustering, Settings};
use sheet::{Cover, Frame, Values, Writer};
use std::process::ExitCode;

/// Records written at a time.
const PART: usize = 1 << 16;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let command = sub(
        "dedupe",
        catalogue,
        say("help-dedupe"),
        say("example-dedupe"),
    )
    .arg(file("file", "FILE", say("help-file")))
    .arg(out(say("help-out")))
    .arg(value("id", "COL", say("help-id")))
    .arg(threshold_option(catalogue))
    .arg(flag("connected", say("help-connected")))
    .arg(value("explain", "OUT.html", say("help-explain")))
    .arg(memory(catalogue));
    linking(command, catalogue)
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let quiet = args.get_flag("quiet");
    let watch = Watch::start(catalogue, quiet).verbose(args.get_flag("verbose"));
    let clustering = if args.get_flag("connected") {
        Clustering::Connected
    } else {
        Clustering::Cautious
    };
    let explain = text(args, "explain")
        .map(|file| Target::of(file))
        .transpose()?;
    let settings = Settings {
        clustering,
        pairs: explain.is_some(),
        ..settings(args)?
    };
    let source = model(args)?;
    let files = [(required(args, "file")?, text(args, "id"))];
    let (ledgers, intake) = Ledgers::read(&files, &columns(args)?, &watch)?;
    let [ledger] = ledgers.all.as_slice() else {
        return Err(Failure::Usage);
    };
    let say = |code| catalogue.text(code);
    let cover = Cover {
        title: say("cover-title"),
        lines: vec![
            (say("cover-file"), ledger.file.clone()),
            made(catalogue),
            (say("cover-version"), env!("CARGO_PKG_VERSION").to_owned()),
            (say("cover-threshold"), settings.threshold.to_string()),
            (say("cover-rows"), ledger.len().to_string()),
        ],
        sheet: say("cover-clusters"),
    };
    let mut out = Writer::create(required(args, "output")?, &cover)?;
    let found = intake.dedupe(&source, &settings, &watch)?;
    let mut row = 0;
    for part in found.cluster.chunks(PART) {
        let rows = row..row + u32::try_from(part.len()).unwrap_or(u32::MAX);
        row = rows.end;
        let frame = Frame::default()
            .with("id", ledger.naming.values(rows))
            .with("cluster", Values::Whole(part.to_vec()));
        out.write(&frame)?;
    }
    let found_lines = [
        (say("cover-model"), model_source(catalogue, &found.model)),
        (say("cover-people"), found.clusters.to_string()),
        (say("cover-near"), found.near_misses.len().to_string()),
    ];
    for (label, value) in &found_lines {
        out.cover_line(label, value)?;
    }
    let mut links = LeastSure::default();
    links.take(&found.pairs);
    let about: Vec<(String, String)> = cover.lines.into_iter().chain(found_lines).collect();
    let evidence = Evidence {
        catalogue,
        links: &links,
        near_misses: &found.near_misses,
        explainer: &found.explainer,
        offset: 0,
        ledgers: &ledgers,
        left: ledger,
        right: ledger,
        about: &about,
    };
    if out.is_workbook() && !found.near_misses.is_empty() {
        out.further(&say("cover-near"), &evidence.frame()?)?;
    }
    if let Some(target) = &explain {
        evidence.write(target)?;
    }
    out.finish()?;
    watch.finish(catalogue, &found.report);
    ledgers.say(catalogue, quiet);
    Ok(ExitCode::SUCCESS)
}
