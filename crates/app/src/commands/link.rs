//! `doudi link`: the people of two ledgers, written pair by pair as they are found.

use super::naming::Naming;
use super::near::{Evidence, LeastSure, Target};
use super::reading::{Ledgers, columns};
use super::{made, model, model_source, required, settings, text, weights};
use crate::cli::{file, flag, linking, memory, out, sub, threshold_option, value};
use crate::failure::Failure;
use crate::messages::Catalogue;
use crate::summary::Watch;
use clap::{ArgMatches, Command};
use linkage::{Pairs, Settings};
use sheet::{Cover, Frame, SheetError, Values, Writer};
use std::process::ExitCode;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let command = sub("link", catalogue, say("help-link"), say("example-link"))
        .arg(file("left", "LEFT", say("help-left")))
        .arg(file("right", "RIGHT", say("help-right")))
        .arg(out(say("help-out")))
        .arg(value("left-id", "COL", say("help-id")))
        .arg(value("right-id", "COL", say("help-id")))
        .arg(threshold_option(catalogue))
        .arg(flag("one-to-one", say("help-one-to-one")))
        .arg(value("explain", "OUT.html", say("help-explain")))
        .arg(memory(catalogue));
    linking(command, catalogue)
}

/// Links on their way into the file.
struct Stream<'a> {
    out: Writer,
    left: &'a Naming,
    right: &'a Naming,
    least_sure: LeastSure,
    failed: Option<SheetError>,
}

impl Stream<'_> {
    fn take(&mut self, mut pairs: Pairs) {
        self.least_sure.take(&pairs);
        let rows = (pairs.left.iter().copied(), pairs.right.iter().copied());
        let frame = Frame::default()
            .with("left_id", self.left.values(rows.0))
            .with("right_id", self.right.values(rows.1))
            .with(
                "probability",
                Values::Decimal(std::mem::take(&mut pairs.probability), 6),
            );
        let frame = weights(&mut pairs, frame);
        if self.failed.is_none() {
            self.failed = self.out.write(&frame).err();
        }
    }
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let quiet = args.get_flag("quiet");
    let watch = Watch::start(catalogue, quiet).verbose(args.get_flag("verbose"));
    let settings = Settings {
        one_to_one: args.get_flag("one-to-one"),
        ..settings(args)?
    };
    let source = model(args)?;
    let explain = text(args, "explain")
        .map(|file| Target::of(file))
        .transpose()?;
    let files = [
        (required(args, "left")?, text(args, "left-id")),
        (required(args, "right")?, text(args, "right-id")),
    ];
    let (ledgers, intake) = Ledgers::read(&files, &columns(args)?, &watch)?;
    let [left, right] = ledgers.all.as_slice() else {
        return Err(Failure::Usage);
    };
    let say = |code| catalogue.text(code);
    let cover = Cover {
        title: say("cover-title"),
        lines: vec![
            (say("cover-left"), left.file.clone()),
            (say("cover-right"), right.file.clone()),
            made(catalogue),
            (say("cover-version"), env!("CARGO_PKG_VERSION").to_owned()),
            (say("cover-threshold"), settings.threshold.to_string()),
            (
                say("cover-rows"),
                format!("{} + {}", left.len(), right.len()),
            ),
        ],
        sheet: say("cover-pairs"),
    };
    let mut stream = Stream {
        out: Writer::create(required(args, "output")?, &cover)?,
        left: &left.naming,
        right: &right.naming,
        least_sure: LeastSure::default(),
        failed: None,
    };
    let found = intake.link_each(&source, &settings, &watch, &mut |p| {
        stream.take(p);
    })?;
    if stream.out.rows() == 0 {
        // Nobody in common is a result too, and has the same columns.
        stream.take(Pairs {
            weights: vec![Vec::new(); found.near_misses.fields.len()],
            fields: found.near_misses.fields.clone(),
            ..Pairs::default()
        });
    }
    let Stream {
        mut out,
        least_sure,
        failed,
        ..
    } = stream;
    if let Some(e) = failed {
        return Err(e.into());
    }
    let found_lines = [
        (say("cover-model"), model_source(catalogue, &found.model)),
        (say("cover-links"), out.rows().to_string()),
        (say("cover-near"), found.near_misses.len().to_string()),
    ];
    let about: Vec<(String, String)> = cover.lines.into_iter().chain(found_lines.clone()).collect();
    let evidence = Evidence {
        catalogue,
        links: &least_sure,
        near_misses: &found.near_misses,
        explainer: &found.explainer,
        offset: u32::try_from(left.len()).unwrap_or(u32::MAX),
        ledgers: &ledgers,
        left,
        right,
        about: &about,
    };
    for (label, value) in &found_lines {
        out.cover_line(label, value)?;
    }
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
