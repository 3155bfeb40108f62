//! `doudi import`: a file into a register from the machine itself, by the same steps as the pages:
//! brought, its columns recognised, every row checked, and, when asked to, written as one batch.

use super::reading::unreadable;
use crate::bureau::{options, platform};
use crate::cli::{file, flag, sub, value};
use crate::failure::Failure;
use crate::messages::Catalogue;
use base::Fault;
use base::message::{Message, Speak};
use clap::{ArgMatches, Command};
use platform::{Platform, Who};
use policy::register::Register;
use registry::import::{self, Batch, Outcome, State};
use registry::register::{Declared, declared};
use sheet::Cover;
use std::path::Path;
use std::process::ExitCode;

/// What is told of the rows of a file, in the order of [`Outcome::ALL`].
const COUNTS: [&str; 6] = [
    "import-n-new",
    "import-n-changed",
    "import-n-same",
    "import-n-unsure",
    "import-n-rejected",
    "import-n-gone",
];

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let command = sub(
        "import",
        catalogue,
        say("help-import"),
        say("example-import"),
    );
    options(command, catalogue)
        .arg(file("register", "REGISTER", say("help-register-id")))
        .arg(file("file", "FILE", say("help-import-file")))
        .arg(value("as", "LOGIN", say("help-as")).required(true))
        .arg(value("sheet", "NAME", say("help-import-sheet")))
        .arg(flag("whole", say("import-whole-hint")))
        .arg(flag("apply", say("help-import-apply")))
        .arg(value("rejects", "OUT", say("help-import-rejects")))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let platform = platform(args)?;
    let (declared, who) = standing(&platform, args)?;
    let path = super::required(args, "file")?;
    keeping(&who, declared.register(super::required(args, "register")?)?)?;
    let content = std::fs::read(path).map_err(|e| unreadable(path, &e))?;
    let name = Path::new(path).file_name().unwrap_or_default();
    let given = (&*name.to_string_lossy(), content.as_slice());
    let register = super::required(args, "register")?;
    let sheet = args.get_one::<String>("sheet").map(String::as_str);
    let whole = args.get_flag("whole");
    let id = platform.write(&who, platform.request(), |ctx| {
        let id = import::bring(ctx, declared, register, given, sheet)?;
        let (batch, table) = import::table(ctx, declared, id)?;
        let (columns, _) = import::columns(ctx, declared, &batch, &table)?;
        import::tell(ctx, declared, (id, batch.version), (&columns, whole))?;
        Ok(id)
    })?;
    let quiet = |_, _| Ok(());
    let mut batch = import::checked(&platform, (&who, platform.request()), declared, id, &quiet)?;
    println!("{}", counted(catalogue, &batch));
    let [.., unsure, rejected, _] = batch.counts;
    if let (Some(out), true) = (args.get_one::<String>("rejects"), rejected > 0) {
        let frame = platform.read(&who, platform.request(), |ctx| {
            import::rejected(ctx, declared, id, catalogue)
        })?;
        let title = catalogue.text("import-rejects");
        let cover = Cover {
            title: title.clone(),
            lines: vec![(catalogue.text("import-file"), batch.file.clone())],
            sheet: title,
        };
        sheet::write(out, &frame, &cover).map_err(|e| Failure::Said(e.message(), 3))?;
    }
    if args.get_flag("apply") {
        batch = platform.write(&who, platform.request(), |ctx| {
            import::apply(ctx, declared, id)
        })?;
    }
    let said = match batch.state {
        State::Applied => "import-command-applied",
        _ => "import-command-read",
    };
    let said = Message::new(said)
        .with("register", register.as_str())
        .with("batch", id.to_string());
    println!("{}", catalogue.say(&said));
    Ok(match unsure + rejected {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::from(1),
    })
}

/// The registers of the pack, and whoever the work is done as, with the rights of their account.
pub(super) fn standing(
    platform: &Platform,
    args: &ArgMatches,
) -> Result<(&'static Declared, Who), Failure> {
    let declared = declared().map_err(|_| Failure::Said(Message::new("register-no-pack"), 2))?;
    let register = super::required(args, "register")?;
    if declared.register(register).is_err() {
        let known = declared.pack().registers.iter().map(|r| r.id.as_str());
        let message = Message::new("register-none")
            .with("register", register.as_str())
            .with("known", known.collect::<Vec<_>>().join(", "));
        return Err(Failure::Said(message, 2));
    }
    let login = super::required(args, "as")?.as_str();
    let who = platform::job::asker(platform, login).map_err(|fault| match fault {
        Fault::Forbidden => Failure::Said(Message::new("user-none").with("login", login), 2),
        other => other.into(),
    })?;
    Ok((declared, who))
}

/// Whoever imports has a role that keeps the register.
fn keeping(who: &Who, register: &Register) -> Result<(), Failure> {
    let grants = who.person().map_or(&[][..], |p| p.grants.as_slice());
    if grants.iter().any(|g| register.kept_by(g.role.code())) {
        return Ok(());
    }
    let keepers = register.keepers.iter().map(|k| k.role.as_str());
    let message = Message::new("import-not-kept")
        .with("register", register.id.as_str())
        .with("login", who.actor())
        .with("roles", keepers.collect::<Vec<_>>().join(", "));
    Err(Failure::Said(message, 2))
}

/// One line of counts.
fn counted(catalogue: &Catalogue, batch: &Batch) -> String {
    let all = Outcome::ALL.iter().zip(COUNTS).zip(batch.counts);
    let said =
        all.map(|((_, code), count)| catalogue.say(&Message::new(code).with("count", count)));
    format!("{}: {}", batch.file, said.collect::<Vec<_>>().join(", "))
}
