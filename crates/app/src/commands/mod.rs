//! The commands, one file each, and what several of them share: weights, settings. Ledgers are read in
//! `reading`, and what names their records stands in `naming`.

mod attachments;
pub(crate) mod backup;
pub(crate) mod compare;
pub(crate) mod completions;
pub(crate) mod decide;
pub(crate) mod decide_batch;
pub(crate) mod dedupe;
pub(crate) mod demo;
pub(crate) mod explain_page;
pub(crate) mod export;
pub(crate) mod funds;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod inspect;
pub(crate) mod journal;
pub(crate) mod keys;
pub(crate) mod ledgers;
pub(crate) mod link;
pub(crate) mod migrate;
pub(crate) mod naming;
pub(crate) mod near;
pub(crate) mod pack;
pub(crate) mod plan;
pub(crate) mod reading;
pub(crate) mod restore;
pub(crate) mod road;
pub(crate) mod serve;
pub(crate) mod simulate;
pub(crate) mod simulate_page;
pub(crate) mod train;
pub(crate) mod user;
pub(crate) mod verify;
pub(crate) mod who;

use crate::failure::Failure;
use crate::messages::Catalogue;
use base::Clock;
use base::message::Message;
use clap::{ArgMatches, Command};
use linkage::{ModelSource, Nicknames, Pairs, Settings};
use platform::SystemClock;
use reading::unreadable;
use sheet::Values;
use std::process::ExitCode;

/// A command: its name, its command line, and what it does.
pub(crate) struct Entry {
    /// Name on the command line.
    pub(crate) name: &'static str,
    /// Its command line.
    pub(crate) define: fn(&Catalogue) -> Command,
    /// What it does.
    pub(crate) run: fn(&Catalogue, &ArgMatches) -> Result<ExitCode, Failure>,
}

macro_rules! entry {
    ($module:ident) => {
        Entry {
            name: stringify!($module),
            define: $module::define,
            run: $module::run,
        }
    };
}

/// All commands, in the order of the help.
pub(crate) const COMMANDS: &[Entry] = &[
    entry!(link),
    entry!(dedupe),
    entry!(compare),
    entry!(train),
    entry!(who),
    entry!(inspect),
    entry!(pack),
    entry!(plan),
    entry!(ledgers),
    entry!(decide),
    entry!(simulate),
    entry!(demo),
    entry!(import),
    entry!(export),
    entry!(funds),
    entry!(init),
    entry!(serve),
    entry!(user),
    entry!(backup),
    entry!(restore),
    entry!(migrate),
    entry!(verify),
    entry!(journal),
    entry!(keys),
    entry!(completions),
];

/// Short forms of English given names: one name a line, its short forms behind it.
const NICKNAMES: &str = include_str!("../../data/nicknames-en.txt");

/// Given names that stand for each other.
pub(crate) fn nicknames() -> Nicknames {
    let lines = NICKNAMES.lines().filter(|line| !line.starts_with('#'));
    let groups = lines.map(|line| line.split_whitespace().collect::<Vec<_>>());
    let pairs: Vec<(&str, &str)> = groups
        .flat_map(|group| {
            let name = group.first().copied().unwrap_or_default();
            group.into_iter().skip(1).map(move |short| (name, short))
        })
        .collect();
    Nicknames::new(pairs)
}

/// The weights to use.
pub(crate) fn model(args: &ArgMatches) -> Result<ModelSource, Failure> {
    if args.get_flag("train") {
        return Ok(ModelSource::Train);
    }
    let Some(file) = args.get_one::<String>("model") else {
        return Ok(ModelSource::BuiltIn);
    };
    let text = std::fs::read_to_string(file).map_err(|e| unreadable(file, &e))?;
    Ok(ModelSource::Saved(linkage::Model::parse(&text)?))
}

/// The settings of a run: threshold, memory and nicknames.
pub(crate) fn settings(args: &ArgMatches) -> Result<Settings, Failure> {
    let mut settings = Settings {
        threshold: threshold(args)?,
        nicknames: nicknames(),
        ..Settings::default()
    };
    if let Some(size) = memory_bytes(args)? {
        settings.memory_bytes = size;
    }
    Ok(settings)
}

/// What `--memory` allows, when it is given.
pub(crate) fn memory_bytes(args: &ArgMatches) -> Result<Option<usize>, Failure> {
    let Some(size) = text(args, "memory") else {
        return Ok(None);
    };
    let wrong = || Failure::Said(Message::new("app-memory").with("value", size.as_str()), 2);
    bytes(size).map(Some).ok_or_else(wrong)
}

/// The threshold, which must be a probability.
fn threshold(args: &ArgMatches) -> Result<f64, Failure> {
    let value = args
        .get_one::<String>("threshold")
        .map_or("0.5", String::as_str);
    let number = value.trim().parse::<f64>().ok();
    number
        .filter(|p| *p > 0.0 && *p < 1.0)
        .ok_or_else(|| Failure::Said(Message::new("app-threshold").with("value", value), 2))
}

/// A size such as 512MB, 2G or 1073741824, in bytes; at least a megabyte.
fn bytes(text: &str) -> Option<usize> {
    let text = text.trim().to_ascii_uppercase();
    let text = text
        .strip_suffix("IB")
        .or(text.strip_suffix('B'))
        .unwrap_or(&text);
    let (number, shift) = match text.chars().last()? {
        'K' => (&text[..text.len() - 1], 10),
        'M' => (&text[..text.len() - 1], 20),
        'G' => (&text[..text.len() - 1], 30),
        'T' => (&text[..text.len() - 1], 40),
        _ => (text, 0),
    };
    let number: f64 = number.trim().parse().ok()?;
    let size = number * f64::from(1u32 << (shift / 2)) * f64::from(1u32 << (shift - shift / 2));
    ((1 << 20) as f64..=(1u64 << 50) as f64)
        .contains(&size)
        .then_some(size as usize)
}

/// A text argument.
pub(crate) fn text<'a>(args: &'a ArgMatches, name: &str) -> Option<&'a String> {
    args.get_one::<String>(name)
}

/// A required text argument; clap has made sure that it is there.
pub(crate) fn required<'a>(args: &'a ArgMatches, name: &str) -> Result<&'a String, Failure> {
    text(args, name).ok_or(Failure::Usage)
}

/// The weights of pairs as columns of a result.
pub(crate) fn weights(pairs: &mut Pairs, mut frame: sheet::Frame) -> sheet::Frame {
    let columns = pairs.fields.iter().zip(std::mem::take(&mut pairs.weights));
    for (field, weights) in columns {
        frame = frame.with(format!("weight_{field}"), Values::Decimal(weights, 2));
    }
    frame
}

/// Where a model's numbers come from, in the user's language.
pub(crate) fn model_source(catalogue: &Catalogue, model: &linkage::Model) -> String {
    match model.source.as_str() {
        "built in" => catalogue.text("model-built-in"),
        "trained" => catalogue.text("model-trained"),
        other => other.to_owned(),
    }
}

/// The line of a cover that says when a result was made.
pub(crate) fn made(catalogue: &Catalogue) -> (String, String) {
    let now = base::clock::china(SystemClock.now());
    let at = format!("{} {:02}:{:02}", now.date(), now.hour(), now.minute());
    (catalogue.text("cover-made"), at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        assert_eq!(bytes("512MB"), Some(512 << 20));
        assert_eq!(bytes(" 1.5g"), Some(3 << 29));
        assert_eq!(bytes("2GiB"), Some(2 << 30));
        assert_eq!(bytes("1048576"), Some(1 << 20));
        for wrong in ["", "much", "-1G", "10", "3PB", "NaN"] {
            assert_eq!(bytes(wrong), None, "{wrong}");
        }
    }
}
