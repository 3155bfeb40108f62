//! `doudi pack new`: a folder to start a pack from, which `pack check` finds sound.

use crate::cli::{file, sub, value};
use crate::commands::{required, text};
use crate::failure::Failure;
use crate::messages::Catalogue;
use base::message::Message;
use clap::{ArgMatches, Command};
use std::path::Path;
use std::process::ExitCode;

/// Files of a new pack.
const FILES: [(&str, &str); 3] = [
    (
        "facts/facts.toml",
        include_str!("../../../templates/pack/facts.toml"),
    ),
    (
        "parameters/parameters.toml",
        include_str!("../../../templates/pack/parameters.toml"),
    ),
    (
        "programmes/example.toml",
        include_str!("../../../templates/pack/programme.toml"),
    ),
];

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    sub(
        "new",
        catalogue,
        say("help-pack-new"),
        say("example-pack-new"),
    )
    .arg(file("pack", "DIR", say("help-pack-new-dir")))
    .arg(value("below", "DIR", say("help-pack-below")))
    .arg(value("jurisdiction", "CODE", say("help-pack-jurisdiction")).default_value("000000"))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let folder = required(args, "pack")?;
    let root = Path::new(folder);
    if root.join("pack.toml").exists() {
        return Err(Failure::Said(
            Message::new("pack-new-there").with("file", folder.as_str()),
            3,
        ));
    }
    let id = root
        .file_name()
        .map_or("pack".into(), |name| name.to_string_lossy());
    let mut head = format!(
        "id = {id:?}\ntitle = {{zh = {id:?}, en = {id:?}}}\njurisdiction = {:?}\n",
        required(args, "jurisdiction")?
    );
    if let Some(below) = text(args, "below") {
        head += &format!("below = {below:?}\n");
    }
    write(root, "pack.toml", &head)?;
    // Below another pack everything is there already; what differs is added piece by piece.
    if text(args, "below").is_none() {
        for (name, content) in FILES {
            write(root, name, content)?;
        }
    }
    println!(
        "{}",
        catalogue.say(&Message::new("pack-new-done").with("file", folder.as_str()))
    );
    Ok(ExitCode::SUCCESS)
}

fn write(root: &Path, name: &str, content: &str) -> Result<(), Failure> {
    let path = root.join(name);
    let written = path
        .parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| std::fs::write(&path, content));
    written.map_err(|e| {
        Failure::Sheet(sheet::SheetError::Unwritable {
            file: path.to_string_lossy().into_owned(),
            why: e.to_string(),
        })
    })
}
