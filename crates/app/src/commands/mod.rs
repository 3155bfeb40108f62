//! The commands, one file each, and what several of them share: reading ledgers with the columns
//! given on the command line.

pub(crate) mod backup;
pub(crate) mod compare;
pub(crate) mod completions;
pub(crate) mod decide;
pub(crate) mod decide_batch;
pub(crate) mod dedupe;
pub(crate) mod explain_page;
pub(crate) mod init;
pub(crate) mod inspect;
pub(crate) mod journal;
pub(crate) mod ledgers;
pub(crate) mod link;
pub(crate) mod pack;
pub(crate) mod restore;
pub(crate) mod serve;
pub(crate) mod simulate;
pub(crate) mod simulate_page;
pub(crate) mod train;
pub(crate) mod user;
pub(crate) mod verify;
pub(crate) mod who;

use crate::failure::Failure;
use crate::messages::Catalogue;
use base::column::ColumnRole;
use base::message::Message;
use clap::{ArgMatches, Command};
use linkage::{ModelSource, Nicknames, Pairs, Records};
use sheet::{Mapping, ReadOptions, SheetError, Source, Table, Values};
use std::collections::HashSet;
use std::io::Read;
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
    entry!(ledgers),
    entry!(decide),
    entry!(simulate),
    entry!(init),
    entry!(serve),
    entry!(user),
    entry!(backup),
    entry!(restore),
    entry!(verify),
    entry!(journal),
    entry!(completions),
];

/// Columns given with `--mapping` and `--column`; the latter win.
pub(crate) fn columns(args: &ArgMatches) -> Result<Vec<(ColumnRole, String)>, Failure> {
    let mut columns = Vec::new();
    if let Some(file) = args.get_one::<String>("mapping") {
        let text = std::fs::read_to_string(file).map_err(|e| unreadable(file, &e))?;
        let mapping = Mapping::parse(&text).map_err(|e| Failure::Mapping(file.clone(), e))?;
        columns = mapping.columns;
    }
    let mut given = Vec::new();
    for text in args.get_many::<String>("column").into_iter().flatten() {
        let wrong = || Failure::Said(Message::new("app-column").with("value", text.as_str()), 2);
        let (role, header) = text.split_once('=').ok_or_else(wrong)?;
        let role: ColumnRole = role.trim().parse().map_err(|_| wrong())?;
        given.push((role, header.to_owned()));
    }
    columns.retain(|(role, _)| !given.iter().any(|(r, _)| r == role));
    columns.extend(given);
    Ok(columns)
}

fn unreadable(file: &str, e: &std::io::Error) -> Failure {
    let file = file.to_owned();
    Failure::Sheet(match e.kind() {
        std::io::ErrorKind::NotFound => SheetError::NotFound { file },
        _ => SheetError::Unreadable {
            file,
            why: e.to_string(),
        },
    })
}

/// Reads the ledgers of a command side by side. A header given by hand must be in one of them.
pub(crate) fn tables(
    files: &[&String],
    columns: &[(ColumnRole, String)],
) -> Result<Vec<Table>, Failure> {
    use rayon::prelude::*;
    let read: Vec<Result<(Table, HashSet<String>), SheetError>> =
        files.par_iter().map(|file| table(file, columns)).collect();
    let mut tables = Vec::new();
    let mut absent: Option<HashSet<String>> = None;
    for result in read {
        let (table, missing) = result?;
        absent = Some(match absent {
            Some(before) => before.intersection(&missing).cloned().collect(),
            None => missing,
        });
        tables.push(table);
    }
    if let Some(header) = absent.unwrap_or_default().into_iter().min() {
        let headers = tables
            .iter()
            .flat_map(|t| t.columns.iter().map(|c| c.header.as_str()));
        let present = headers.collect::<Vec<_>>().join("、");
        let file = files
            .iter()
            .map(|f| f.as_str())
            .collect::<Vec<_>>()
            .join("、");
        return Err(SheetError::NoSuchColumn {
            file,
            header,
            present,
        }
        .into());
    }
    Ok(tables)
}

/// One ledger, and the given headers that it does not have.
fn table(
    file: &str,
    columns: &[(ColumnRole, String)],
) -> Result<(Table, HashSet<String>), SheetError> {
    let mut options = ReadOptions {
        sheet: None,
        columns: columns.to_vec(),
    };
    let mut absent = HashSet::new();
    let mut source = Source::from_argument(file);
    if matches!(source, Source::Stdin) {
        let mut bytes = Vec::new();
        let name = file.to_owned();
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map_err(|e| SheetError::Unreadable {
                file: name.clone(),
                why: e.to_string(),
            })?;
        source = Source::Bytes { name, bytes };
    }
    loop {
        match sheet::read(source.clone(), &options) {
            Err(SheetError::NoSuchColumn { header, .. }) => {
                options.columns.retain(|(_, h)| *h != header);
                absent.insert(header);
            }
            Err(e) => return Err(e),
            Ok(table) => return Ok((table, absent)),
        }
    }
}

/// The columns of a table that say who a person is.
pub(crate) fn records(table: &Table) -> Result<Records, Failure> {
    let columns = table
        .roles()
        .filter(|(role, _)| *role != ColumnRole::RecordId);
    Ok(Records::new(
        columns
            .map(|(role, values)| (role, values.clone()))
            .collect(),
    )?)
}

/// What names a record in the output: the column asked for, else a recognised key without gaps
/// and repetitions, else the row of the file.
pub(crate) fn keys(table: &Table, header: Option<&String>) -> Result<Keys, Failure> {
    if let Some(header) = header {
        let same =
            |h: &str| h == header || sheet::columns::plain(h) == sheet::columns::plain(header);
        let found = table.columns.iter().position(|c| same(&c.header));
        let at = found.ok_or_else(|| SheetError::NoSuchColumn {
            file: table.file.clone(),
            header: header.clone(),
            present: table
                .columns
                .iter()
                .map(|c| c.header.as_str())
                .collect::<Vec<_>>()
                .join("、"),
        })?;
        return Ok(Keys::Column(at));
    }
    let role = Some(ColumnRole::RecordId);
    let Some(at) = table.columns.iter().position(|c| c.role == role) else {
        return Ok(Keys::Rows);
    };
    let mut seen = hashbrown::HashSet::with_capacity(table.len());
    let unique = (0..table.len()).all(|r| table.value(at, r).is_some_and(|v| seen.insert(v)));
    Ok(if unique { Keys::Column(at) } else { Keys::Rows })
}

/// Where the key of a record is found.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Keys {
    /// In this column.
    Column(usize),
    /// It is the row of the file.
    Rows,
}

impl Keys {
    /// The key of one record.
    pub(crate) fn shown(self, table: &Table, record: u32) -> String {
        match self {
            Self::Column(at) => table
                .value(at, record as usize)
                .unwrap_or_default()
                .to_owned(),
            Self::Rows => table.rows.row(record as usize).to_string(),
        }
    }

    /// The keys of some records.
    pub(crate) fn values(self, table: &Table, records: impl Iterator<Item = u32>) -> Values {
        match self {
            Self::Column(at) => Values::Text(
                records
                    .map(|r| table.value(at, r as usize).map(str::to_owned))
                    .collect(),
            ),
            Self::Rows => Values::Whole(records.map(|r| table.rows.row(r as usize)).collect()),
        }
    }
}

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

/// The threshold, which must be a probability.
pub(crate) fn threshold(args: &ArgMatches) -> Result<f64, Failure> {
    let value = args.get_one::<f64>("threshold").copied().unwrap_or(0.5);
    if value > 0.0 && value < 1.0 {
        return Ok(value);
    }
    Err(Failure::Said(
        Message::new("app-threshold").with("value", value.to_string()),
        2,
    ))
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

/// Says what is wrong in the ledgers that were read, in one line each.
pub(crate) fn say_problems(catalogue: &Catalogue, tables: &[Table], quiet: bool) {
    for table in tables.iter().filter(|t| !quiet && t.problems.total() > 0) {
        let said = Message::new("summary-problems")
            .with("file", table.file.as_str())
            .with("count", table.problems.total());
        eprintln!("{}", catalogue.say(&said));
    }
}
