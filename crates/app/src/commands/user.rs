//! `doudi user`: accounts from the machine itself, for when nobody can sign in.

use crate::bureau::{options, platform};
use crate::cli::{file, sub};
use crate::failure::Failure;
use crate::messages::Catalogue;
use base::Fault;
use base::message::Message;
use clap::{ArgMatches, Command};
use platform::account::{self, Account, NewAccount, NewGrant};
use platform::{Ctx, Role, Who};
use std::process::ExitCode;

const WHO: Who = Who::Operator("user");

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let login = || file("login", "LOGIN", say("help-user-login"));
    let part = |name: &'static str, about: &'static str, example: &'static str| {
        options(sub(name, catalogue, say(about), say(example)), catalogue)
    };
    sub("user", catalogue, say("help-user"), say("example-user"))
        .subcommand_required(true)
        .subcommand_help_heading(say("help-commands"))
        .subcommand(part("list", "help-user-list", "example-user"))
        .subcommand(
            part("add", "help-user-add", "example-user")
                .arg(login())
                .arg(file("name", "NAME", say("help-user-name"))),
        )
        .subcommand(part("reset", "help-user-reset", "example-user").arg(login()))
        .subcommand(part("unlock", "help-user-unlock", "example-user").arg(login()))
        .subcommand(
            part("grant", "help-user-grant", "example-user")
                .arg(login())
                .arg(file("role", "ROLE", say("help-user-role")))
                .arg(file("division", "CODE", say("help-division"))),
        )
}

fn found(ctx: &Ctx<'_>, login: &str) -> Result<Account, Fault> {
    let all = account::list(ctx, login, "", 50)?;
    all.into_iter()
        .find(|a| a.login == login)
        .ok_or_else(|| Fault::Refused(Message::new("user-none").with("login", login)))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let Some((part, args)) = args.subcommand() else {
        return Err(Failure::Usage);
    };
    let platform = platform(args)?;
    if part == "list" {
        let accounts = platform.read(&WHO, platform.request(), |ctx| {
            account::list(ctx, "", "", i64::from(u32::MAX))
        })?;
        for account in accounts {
            let roles = account.grants.iter();
            let roles: Vec<String> = roles
                .map(|g| format!("{} {}", g.role, g.division.code()))
                .collect();
            println!(
                "{:<20} {}  {}",
                account.login,
                account.name,
                roles.join(", ")
            );
        }
        return Ok(ExitCode::SUCCESS);
    }
    let login = super::required(args, "login")?;
    let said = platform.write(&WHO, platform.request(), |ctx| match part {
        "add" => {
            let new = NewAccount {
                login: login.clone(),
                name: args.get_one::<String>("name").cloned().unwrap_or_default(),
                id_number: String::new(),
            };
            let created = account::create(ctx, &new)?;
            Ok(Message::new("user-password").with("password", created.password))
        }
        "reset" => {
            let id = found(ctx, login)?.id;
            let password = account::reset_password(ctx, id)?;
            Ok(Message::new("user-password").with("password", password))
        }
        "unlock" => {
            account::unlock(ctx, found(ctx, login)?.id)?;
            Ok(Message::new("user-done"))
        }
        _ => {
            let text = |name| args.get_one::<String>(name).cloned().unwrap_or_default();
            let role: Role = text("role").parse().map_err(|_| {
                let known: Vec<&str> = Role::ALL.iter().map(|r| r.code()).collect();
                Fault::Refused(Message::new("user-role").with("known", known.join(", ")))
            })?;
            let new = NewGrant {
                role,
                division: text("division"),
                section: String::new(),
            };
            account::grant(ctx, found(ctx, login)?.id, &new)?;
            Ok(Message::new("user-done"))
        }
    })?;
    println!("{}", catalogue.say(&said));
    Ok(ExitCode::SUCCESS)
}
