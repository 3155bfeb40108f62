//! `doudi init`: the data folder, the keys, the database, and the three administrators.

use crate::bureau::{database, options, settings};
use crate::cli::{sub, value};
use crate::failure::Failure;
use crate::messages::Catalogue;
use base::Fault;
use base::message::Message;
use clap::{ArgMatches, Command};
use platform::account::{NewAccount, NewGrant, create, grant, list};
use platform::crypto::Keyring;
use platform::{Platform, Role, SystemRandom, Who};
use std::process::ExitCode;

const WHO: Who = Who::Operator("init");

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let command = sub("init", catalogue, say("help-init"), say("example-init"));
    options(command, catalogue).arg(value("division", "CODE", say("help-division")).required(true))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let settings = settings(args)?;
    std::fs::create_dir_all(&settings.data).map_err(|e| {
        let folder = settings.data.display().to_string();
        let message = Message::new("db-file").with("file", folder);
        Failure::Said(message.with("why", e.to_string()), 3)
    })?;
    if !settings.keys.exists() {
        Keyring::generate(&SystemRandom)?.create(&settings.keys)?;
    }
    let keys = Keyring::read(&settings.keys)?;
    let key_file = settings.keys.display().to_string();
    let platform = Platform::new(database(&settings)?, keys, settings);
    let there = platform.read(&WHO, platform.request(), |ctx| list(ctx, "", "", 1))?;
    if !there.is_empty() {
        println!("{}", catalogue.text("init-there"));
        return Ok(ExitCode::SUCCESS);
    }
    let division = super::required(args, "division")?;
    // All three in one transaction: a bureau with one administrator is none.
    let made = platform.write(&WHO, platform.request(), |ctx| {
        let make = |(login, role): (&'static str, Role)| {
            let name = catalogue.text(role.label());
            let new = NewAccount {
                login: login.to_owned(),
                name: name.clone(),
                id_number: String::new(),
            };
            let right = NewGrant {
                role,
                division: division.clone(),
                section: String::new(),
            };
            let created = create(ctx, &new)?;
            grant(ctx, created.id, &right)?;
            Ok::<_, Fault>(format!("  {login:<10} {}   {name}", created.password))
        };
        let three = [
            ("system", Role::SystemAdministrator),
            ("security", Role::SecurityAdministrator),
            ("audit", Role::AuditAdministrator),
        ];
        three.into_iter().map(make).collect::<Result<Vec<_>, _>>()
    })?;
    println!("{}\n{}", catalogue.text("init-made"), made.join("\n"));
    println!(
        "{}",
        catalogue.say(&Message::new("init-next").with("file", key_file))
    );
    Ok(ExitCode::SUCCESS)
}
