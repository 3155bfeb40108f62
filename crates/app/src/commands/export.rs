//! `doudi export`: what a register keeps as a file, which `doudi import` and the pages take back.

use super::import::standing;
use crate::bureau::{options, platform};
use crate::cli::{file, out, sub, value};
use crate::failure::Failure;
use crate::messages::Catalogue;
use base::message::{Message, Speak};
use clap::{ArgMatches, Command};
use registry::register::{Query, exported};
use sheet::Cover;
use std::process::ExitCode;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let command = sub(
        "export",
        catalogue,
        say("help-export"),
        say("example-export"),
    );
    options(command, catalogue)
        .arg(file("register", "REGISTER", say("help-register-id")))
        .arg(value("as", "LOGIN", say("help-as")).required(true))
        .arg(out(say("help-export-out")))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let platform = platform(args)?;
    let (declared, who) = standing(&platform, args)?;
    let register = super::required(args, "register")?;
    let out = super::required(args, "output")?;
    let frame = platform.write(&who, platform.request(), |ctx| {
        exported(ctx, declared, register, &Query::default(), catalogue)
    })?;
    let known = declared.register(register)?;
    let title = known.label.of(catalogue.language().tag()).to_owned();
    let cover = Cover {
        title: title.clone(),
        lines: Vec::new(),
        sheet: title,
    };
    sheet::write(out, &frame, &cover).map_err(|e| Failure::Said(e.message(), 3))?;
    let said = Message::new("export-done")
        .with("count", frame.rows())
        .with("file", out.as_str());
    eprintln!("{}", catalogue.say(&said));
    Ok(ExitCode::SUCCESS)
}
