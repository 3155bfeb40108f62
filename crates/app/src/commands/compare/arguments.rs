//! Which ledgers are compared, in which roles, with which columns given by hand.

use super::told::Told;
use crate::commands::reading::unreadable;
use crate::commands::text;
use crate::failure::Failure;
use base::date::{Date, parse_date};
use base::message::{Message, Speak};
use clap::ArgMatches;
use policy::pack::Pack;
use rayon::prelude::*;
use screening::Ledger;
use serde::Deserialize;
use sheet::{ReadOptions, SheetError, Source, Table};
use std::collections::BTreeMap;
use std::path::Path;

/// One ledger asked for.
struct Asked {
    role: usize,
    file: String,
    sheet: Option<String>,
    columns: Vec<(String, String)>,
}

/// A list of ledgers in a file, with paths seen from its folder.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    ledger: Vec<Listed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    role: String,
    file: String,
    #[serde(default)]
    sheet: Option<String>,
    #[serde(default)]
    columns: BTreeMap<String, String>,
}

/// The day of the comparison.
pub(super) fn day(text: &str) -> Result<Date, Failure> {
    parse_date(text).map_err(|why| {
        let said = Message::new("compare-day")
            .with("value", text)
            .with("why", why.message());
        Failure::Said(said, 2)
    })
}

/// Reads all ledgers.
pub(super) fn ledgers(
    args: &ArgMatches,
    pack: &Pack,
    told: &Told<'_>,
) -> Result<Vec<Ledger>, Failure> {
    let mut asked = asked(args, pack)?;
    if asked.is_empty() {
        return Err(Failure::Said(Message::new("compare-no-ledger"), 2));
    }
    if asked.iter().filter(|a| a.file == "-").count() > 1 {
        return Err(Failure::Said(Message::new("app-stdin-twice"), 2));
    }
    for given in args.get_many::<String>("column").into_iter().flatten() {
        let wrong = || {
            Failure::Said(
                Message::new("compare-column").with("value", given.as_str()),
                2,
            )
        };
        let (field, header) = given.split_once('=').ok_or_else(wrong)?;
        let (role, field) = field.split_once('.').ok_or_else(wrong)?;
        let role = role_of(pack, role)?;
        let mut used = false;
        for one in asked.iter_mut().filter(|a| a.role == role) {
            one.columns.push((field.to_owned(), header.to_owned()));
            used = true;
        }
        if !used {
            return Err(wrong());
        }
    }
    told.reading(asked.len());
    let watch = &told.watch;
    let tables: Vec<Result<Table, SheetError>> = asked
        .par_iter()
        .map(|one| {
            let options = ReadOptions {
                sheet: one.sheet.clone(),
                ..ReadOptions::default()
            };
            let table = sheet::read(Source::from_argument(&one.file), &options);
            watch.read_one();
            table
        })
        .collect();
    let mut ledgers = Vec::with_capacity(asked.len());
    for (one, table) in asked.iter().zip(tables) {
        let declared = pack.roles.get(one.role).ok_or(Failure::Usage)?;
        ledgers.push(match table {
            // Nobody on the list is an answer too.
            Err(SheetError::NoRows { .. }) => Ledger::empty(one.role, declared, &one.file),
            table => Ledger::new(one.role, declared, table?, &one.columns)
                .map_err(|e| Failure::Said(e.message(), 2))?,
        });
    }
    same_names(&mut ledgers);
    Ok(ledgers)
}

fn asked(args: &ArgMatches, pack: &Pack) -> Result<Vec<Asked>, Failure> {
    let mut asked = Vec::new();
    if let Some(file) = text(args, "ledgers") {
        let content = std::fs::read_to_string(file).map_err(|e| unreadable(file, &e))?;
        let list: List = toml::from_str(&content).map_err(|e| {
            let said = Message::new("compare-list")
                .with("file", file.as_str())
                .with("why", e.to_string());
            Failure::Said(said, 2)
        })?;
        let folder = Path::new(file).parent().unwrap_or(Path::new(""));
        for one in list.ledger {
            asked.push(Asked {
                role: role_of(pack, &one.role)?,
                file: folder.join(&one.file).to_string_lossy().into_owned(),
                sheet: one.sheet,
                columns: one.columns.into_iter().collect(),
            });
        }
    }
    for given in args.get_many::<String>("ledger").into_iter().flatten() {
        let wrong = || {
            Failure::Said(
                Message::new("compare-ledger").with("value", given.as_str()),
                2,
            )
        };
        let (role, file) = given.split_once('=').ok_or_else(wrong)?;
        asked.push(Asked {
            role: role_of(pack, role.trim())?,
            file: file.to_owned(),
            sheet: None,
            columns: Vec::new(),
        });
    }
    Ok(asked)
}

fn role_of(pack: &Pack, id: &str) -> Result<usize, Failure> {
    pack.role(id).ok_or_else(|| {
        let roles: Vec<&str> = pack.roles.iter().map(|r| r.id.as_str()).collect();
        let said = Message::new("compare-role")
            .with("role", id)
            .with("present", roles.join("、"));
        Failure::Said(said, 2)
    })
}

/// Two files of one name in different folders are told apart by their paths.
fn same_names(ledgers: &mut [Ledger]) {
    let names: Vec<_> = ledgers.iter().map(|l| l.name.clone()).collect();
    for ledger in ledgers {
        if names.iter().filter(|n| **n == ledger.name).count() > 1 {
            ledger.name = ledger.table.file.as_str().into();
        }
    }
}
