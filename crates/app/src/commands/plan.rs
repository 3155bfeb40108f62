//! `doudi plan`: publishes a plan of a pack, so that its text and tasks stand in the system.

use crate::bureau::{options, platform, settings};
use crate::cli::{sub, value};
use crate::failure::Failure;
use crate::messages::Catalogue;
use crate::packs;
use base::Fault;
use base::message::Message;
use clap::{ArgMatches, Command};
use platform::{Division, Who};
use policy::plan::Plan;
use std::process::ExitCode;

const WHO: Who = Who::Operator("plan");

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let command = sub("plan", catalogue, say("about-plan"), say("example-plan"))
        .arg(value("id", "PLAN", say("help-plan-id")))
        .arg(value("division", "CODE", say("help-plan-division")));
    options(command, catalogue)
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let folder = settings(args)?.pack;
    let folder = folder.ok_or(Failure::Said(Message::new("plan-no-pack"), 2))?;
    let folder = folder.display().to_string();
    let (_, pack) = packs::open(catalogue, &folder)?;
    let wanted = args.get_one::<String>("id");
    let fits = |plan: &&Plan| wanted.is_none_or(|id| plan.id == *id);
    let only = wanted.is_some() || pack.plans.len() == 1;
    let Some(plan) = pack.plans.iter().find(fits).filter(|_| only) else {
        let known: Vec<&str> = pack.plans.iter().map(|p| p.id.as_str()).collect();
        let message = Message::new("plan-unknown")
            .with("pack", folder)
            .with("id", wanted.map_or("", String::as_str))
            .with("known", known.join(", "));
        return Err(Failure::Said(message, 2));
    };
    let code = args
        .get_one::<String>("division")
        .unwrap_or(&pack.jurisdiction);
    let division = Division::parse(code).ok_or_else(|| {
        Failure::from(Fault::field("division", Message::new("task-division-form")))
    })?;
    let platform = platform(args)?;
    let (edition, tasks) = platform.write(&WHO, platform.request(), |ctx| {
        let id = taskboard::plan::publish(ctx, plan, &division)?;
        let edition = taskboard::plan::edition(ctx, id)?.edition;
        let counts = taskboard::task::counts(ctx, id)?;
        Ok((
            edition,
            counts.iter().map(|(_, tally)| tally.all).sum::<i64>(),
        ))
    })?;
    let said = Message::new("plan-published")
        .with("id", plan.id.as_str())
        .with("edition", edition)
        .with("tasks", tasks);
    println!("{}", catalogue.say(&said));
    Ok(ExitCode::SUCCESS)
}
