//! `doudi keys rotate`: a new key that seals from now on, and everything sealed before sealed anew.

use crate::bureau::{SEALED, options, platform};
use crate::cli::sub;
use crate::failure::Failure;
use crate::messages::Catalogue;
use base::message::Message;
use clap::{ArgMatches, Command};
use platform::crypto::reseal;
use platform::journal::Entry;
use platform::{SystemRandom, Who};
use std::process::ExitCode;

const WHO: Who = Who::Operator("keys");

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let rotate = sub(
        "rotate",
        catalogue,
        say("help-keys-rotate"),
        say("example-keys"),
    );
    sub(
        "keys",
        catalogue,
        say("help-keys-command"),
        say("example-keys"),
    )
    .subcommand_required(true)
    .subcommand_help_heading(say("help-commands"))
    .subcommand(options(rotate, catalogue))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let Some((_, args)) = args.subcommand() else {
        return Err(Failure::Usage);
    };
    let platform = platform(args)?;
    let keys = platform.keys().with_new_key(&SystemRandom)?;
    // The file first: a value sealed with a key that no file holds could never be read again. Old
    // keys stay in it, so that a copy of yesterday's database still opens.
    let file = &platform.settings().keys;
    keys.replace(file)?;
    let mut count = 0u64;
    for column in SEALED.iter().copied().flatten() {
        count += reseal(platform.db(), &keys, &SystemRandom, *column)?;
    }
    platform.write(&WHO, platform.request(), |ctx| {
        let after = serde_json::json!({ "key": keys.number(), "values": count });
        ctx.tell(Entry::named("keys.rotate", "keys", keys.number()).after(after));
        Ok(())
    })?;
    let message = Message::new("keys-rotated")
        .with("count", i64::try_from(count).unwrap_or(i64::MAX))
        .with("file", file.display().to_string());
    println!("{}", catalogue.say(&message));
    Ok(ExitCode::SUCCESS)
}
