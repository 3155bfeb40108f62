//! The binary `doudi`: what a person types, and what they are told.
//!
//! Commands stand in [`commands`], one file each; the command line in [`cli`]; every sentence a
//! user reads comes from the catalogue ([`messages`]). Must not know how anything is computed.

mod bureau;
mod cli;
mod commands;
mod failure;
mod households;
mod messages;
mod packs;
mod summary;

use failure::Failure;
use messages::Catalogue;
use std::process::ExitCode;

// Linking allocates from several threads at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let language = messages::asked(std::env::args_os().skip(1));
    let catalogue = messages::catalogue(language);
    match run(&catalogue) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("{}", failure.text(&catalogue));
            failure.code()
        }
    }
}

fn run(catalogue: &Catalogue) -> Result<ExitCode, Failure> {
    let matches = match cli::command(catalogue).try_get_matches() {
        Ok(matches) => matches,
        Err(e) => {
            // Help and version are no errors and go to standard output; nobody reading is fine.
            let _ = e.print();
            return Ok(if e.use_stderr() {
                ExitCode::from(2)
            } else {
                ExitCode::SUCCESS
            });
        }
    };
    let Some((name, args)) = matches.subcommand() else {
        return Err(Failure::Usage);
    };
    match commands::COMMANDS.iter().find(|c| c.name == name) {
        Some(command) => (command.run)(catalogue, args),
        None => Err(Failure::Usage),
    }
}
