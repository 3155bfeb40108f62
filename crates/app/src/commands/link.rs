//! `doudi link`: the people of two ledgers.

use super::{
    columns, explain_page, keys, model, nicknames, records, required, say_problems, tables, text,
    threshold, weights,
};
use crate::cli::{file, flag, linking, out, sub, threshold_option, value};
use crate::failure::Failure;
use crate::messages::Catalogue;
use crate::summary::Watch;
use clap::{ArgMatches, Command};
use linkage::Settings;
use sheet::{Cover, Frame, Values};
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
        .arg(value("explain", "OUT.html", say("help-explain")));
    linking(command, catalogue)
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let quiet = args.get_flag("quiet");
    let watch = Watch::start(catalogue, quiet).verbose(args.get_flag("verbose"));
    let settings = Settings {
        threshold: threshold(args)?,
        one_to_one: args.get_flag("one-to-one"),
        nicknames: nicknames(),
        ..Settings::default()
    };
    let source = model(args)?;
    let files = [required(args, "left")?, required(args, "right")?];
    let tables = tables(&files, &columns(args)?)?;
    let [left, right] = tables.as_slice() else {
        return Err(Failure::Usage);
    };
    let left_keys = keys(left, text(args, "left-id"))?;
    let right_keys = keys(right, text(args, "right-id"))?;
    let mut found = linkage::link(
        &records(left)?,
        &records(right)?,
        &source,
        &settings,
        &watch,
    )?;
    if let Some(page) = text(args, "explain") {
        let second = u32::try_from(left.len()).unwrap_or(u32::MAX);
        explain_page::write(
            catalogue,
            page,
            &explain_page::Linked {
                pairs: &found.pairs,
                near_misses: &found.near_misses,
                explainer: &found.explainer,
                offset: second,
                left: (left, left_keys),
                right: (right, right_keys),
            },
        )?;
    }
    drop(found.explainer);
    let frame = Frame::default()
        .with(
            "left_id",
            left_keys.values(left, found.pairs.left.iter().copied()),
        )
        .with(
            "right_id",
            right_keys.values(right, found.pairs.right.iter().copied()),
        )
        .with(
            "probability",
            Values::Decimal(std::mem::take(&mut found.pairs.probability), 6),
        );
    let frame = weights(&mut found.pairs, frame);
    let say = |code| catalogue.text(code);
    let cover = Cover {
        title: say("cover-title"),
        lines: vec![
            (say("cover-left"), left.file.clone()),
            (say("cover-right"), right.file.clone()),
            (say("cover-threshold"), settings.threshold.to_string()),
            (say("cover-model"), found.model.source.clone()),
            (
                say("cover-rows"),
                format!("{} + {}", left.len(), right.len()),
            ),
            (say("cover-links"), frame.rows().to_string()),
            (say("cover-version"), env!("CARGO_PKG_VERSION").to_owned()),
        ],
        sheet: say("cover-pairs"),
    };
    sheet::write(required(args, "output")?, &frame, &cover)?;
    watch.finish(catalogue, &found.report);
    say_problems(catalogue, &tables, quiet);
    Ok(ExitCode::SUCCESS)
}
