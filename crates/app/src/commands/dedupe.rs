//! `doudi dedupe`: the records of one ledger that are the same person.

use super::{
    columns, explain_page, keys, model, nicknames, records, required, say_problems, tables, text,
    threshold,
};
use crate::cli::{file, flag, linking, out, sub, threshold_option, value};
use crate::failure::Failure;
use crate::messages::Catalogue;
use crate::summary::Watch;
use clap::{ArgMatches, Command};
use linkage::{Clustering, Settings};
use sheet::{Cover, Frame, Values};
use std::process::ExitCode;

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
    .arg(value("explain", "OUT.html", say("help-explain")));
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
    let settings = Settings {
        threshold: threshold(args)?,
        clustering,
        nicknames: nicknames(),
        pairs: text(args, "explain").is_some(),
        ..Settings::default()
    };
    let source = model(args)?;
    let tables = tables(&[required(args, "file")?], &columns(args)?)?;
    let [table] = tables.as_slice() else {
        return Err(Failure::Usage);
    };
    let keys = keys(table, text(args, "id"))?;
    let found = linkage::dedupe(&records(table)?, &source, &settings, &watch)?;
    if let Some(page) = text(args, "explain") {
        explain_page::write(
            catalogue,
            page,
            &explain_page::Linked {
                pairs: &found.pairs,
                near_misses: &found.near_misses,
                explainer: &found.explainer,
                offset: 0,
                left: (table, keys),
                right: (table, keys),
            },
        )?;
    }
    let rows = u32::try_from(table.len()).unwrap_or(u32::MAX);
    let frame = Frame::default()
        .with("id", keys.values(table, 0..rows))
        .with("cluster", Values::Whole(found.cluster));
    let say = |code| catalogue.text(code);
    let cover = Cover {
        title: say("cover-title"),
        lines: vec![
            (say("cover-file"), table.file.clone()),
            (say("cover-threshold"), settings.threshold.to_string()),
            (say("cover-model"), found.model.source.clone()),
            (say("cover-rows"), table.len().to_string()),
            (say("cover-people"), found.clusters.to_string()),
            (say("cover-version"), env!("CARGO_PKG_VERSION").to_owned()),
        ],
        sheet: say("cover-clusters"),
    };
    sheet::write(required(args, "output")?, &frame, &cover)?;
    watch.finish(catalogue, &found.report);
    say_problems(catalogue, &tables, quiet);
    Ok(ExitCode::SUCCESS)
}
