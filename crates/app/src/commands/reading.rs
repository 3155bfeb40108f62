//! Ledgers as the linking commands read them: side by side, with the columns given on the command
//! line, and with what the reader of the result must be told about them.
//!
//! Must not know what is done with the ledgers. Start at [`Ledgers::read`].

use super::Keys;
use crate::failure::Failure;
use crate::messages::Catalogue;
use arrow_array::{Array, StringViewArray};
use base::column::ColumnRole;
use base::message::{Message, Speak};
use clap::ArgMatches;
use linkage::Records;
use sheet::columns::plain;
use sheet::{Column, Mapping, ReadOptions, SheetError, Source, Table};
use std::collections::HashSet;
use std::io::Read;

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
        let same = |(r, h): &(ColumnRole, String)| *r == role && plain(h) == plain(header);
        if !given.iter().any(same) {
            given.push((role, header.to_owned()));
        }
    }
    columns.retain(|(role, _)| !given.iter().any(|(r, _)| r == role));
    columns.extend(given);
    Ok(columns)
}

/// Why a small file of the user's could not be read.
pub(super) fn unreadable(file: &str, e: &std::io::Error) -> SheetError {
    let file = file.to_owned();
    match e.kind() {
        std::io::ErrorKind::NotFound => SheetError::NotFound { file },
        _ => SheetError::Unreadable {
            file,
            why: e.to_string(),
        },
    }
}

/// The ledgers of a command.
pub(crate) struct Ledgers {
    /// In the order of the command line.
    pub(crate) tables: Vec<Table>,
    /// For each ledger, the headers of its text columns; those of one place belong together.
    texts: Vec<Vec<String>>,
    /// Text columns that stand in one ledger alone: header and file.
    alone: Vec<(String, String)>,
}

impl Ledgers {
    /// Reads the ledgers side by side. A header given by hand must be in one of them.
    pub(crate) fn read(
        files: &[&String],
        columns: &[(ColumnRole, String)],
    ) -> Result<Self, Failure> {
        use rayon::prelude::*;
        if files.iter().filter(|f| f.as_str() == "-").count() > 1 {
            return Err(Failure::Said(Message::new("app-stdin-twice"), 2));
        }
        let read: Vec<Result<(Table, HashSet<String>), SheetError>> =
            files.par_iter().map(|file| table(file, columns)).collect();
        let (mut tables, mut absent) = (Vec::new(), Vec::new());
        for result in read {
            let (table, missing) = result?;
            tables.push(table);
            absent.push(missing);
        }
        let nowhere = |header: &&String| absent.iter().all(|missing| missing.contains(*header));
        if let Some(header) = columns.iter().map(|(_, h)| h).find(nowhere) {
            return Err(no_such_column(&tables, header).into());
        }
        let texts = columns.iter().filter(|(r, _)| *r == ColumnRole::Text);
        let texts: Vec<&String> = texts.map(|(_, header)| header).collect();
        let (texts, alone) = paired(&texts, &tables, &absent);
        Ok(Self {
            tables,
            texts,
            alone,
        })
    }

    /// The columns of a ledger that say who a person is.
    pub(crate) fn records(&self, at: usize) -> Result<Records, Failure> {
        let (Some(table), Some(texts)) = (self.tables.get(at), self.texts.get(at)) else {
            return Err(Failure::Usage);
        };
        let others = table
            .roles()
            .filter(|(role, _)| !matches!(role, ColumnRole::RecordId | ColumnRole::Text));
        let texts = texts
            .iter()
            .filter_map(|header| column(table, header))
            .map(|c| (ColumnRole::Text, &c.values));
        let all = others.chain(texts);
        let all: Vec<(ColumnRole, StringViewArray)> =
            all.map(|(role, values)| (role, values.clone())).collect();
        Ok(Records::new(all)?)
    }

    /// The header of a text column, counted from 0.
    pub(crate) fn text_header(&self, nth: usize) -> Option<&str> {
        self.texts.first()?.get(nth).map(String::as_str)
    }

    /// Says on standard error what is wrong in the ledgers and what the user may not expect.
    pub(crate) fn say(&self, catalogue: &Catalogue, keys: &[Keys], quiet: bool) {
        if quiet {
            return;
        }
        for (table, key) in self.tables.iter().zip(keys) {
            if let Keys::Column(at) = key
                && let Some(column) = table.columns.get(*at)
                && column.values.null_count() > 0
            {
                let said = Message::new("summary-no-key")
                    .with("header", column.header.as_str())
                    .with("count", column.values.null_count());
                told(catalogue, table, said);
            }
        }
        for table in &self.tables {
            for remark in &table.remarks {
                told(catalogue, table, remark.message());
            }
            if table.problems.total() > 0 {
                let said = Message::new("summary-problems")
                    .with("file", table.file.as_str())
                    .with("count", table.problems.total());
                eprintln!("{}", catalogue.say(&said));
            }
        }
        for (header, file) in &self.alone {
            let said = Message::new("summary-text-alone")
                .with("header", header.as_str())
                .with("file", file.as_str());
            eprintln!("{}", catalogue.say(&said));
        }
    }
}

/// Says something of a file, its name before it.
fn told(catalogue: &Catalogue, table: &Table, said: Message) {
    eprintln!("{}: {}", table.file, catalogue.say(&said));
}

fn no_such_column(tables: &[Table], header: &str) -> SheetError {
    let mut headers: Vec<&str> = Vec::new();
    for column in tables.iter().flat_map(|t| &t.columns) {
        if !headers.contains(&column.header.as_str()) {
            headers.push(&column.header);
        }
    }
    let files: Vec<&str> = tables.iter().map(|t| t.file.as_str()).collect();
    SheetError::NoSuchColumn {
        file: files.join("、"),
        header: header.to_owned(),
        present: headers.join("、"),
    }
}

/// The column that a header given by hand means.
pub(super) fn column<'a>(table: &'a Table, header: &str) -> Option<&'a Column> {
    let exact = table.columns.iter().find(|c| c.header == header.trim());
    exact.or_else(|| {
        let wanted = plain(header);
        table.columns.iter().find(|c| plain(&c.header) == wanted)
    })
}

/// Which text columns belong together: those of one header, then the others in the order given.
fn paired(
    texts: &[&String],
    tables: &[Table],
    absent: &[HashSet<String>],
) -> (Vec<Vec<String>>, Vec<(String, String)>) {
    let everywhere = |h: &&&String| absent.iter().all(|missing| !missing.contains(**h));
    let (shared, single): (Vec<&String>, Vec<&String>) = texts.iter().partition(|h| everywhere(h));
    let own: Vec<Vec<&String>> = absent
        .iter()
        .map(|missing| {
            let held = single.iter().filter(|h| !missing.contains(h.as_str()));
            held.copied().collect()
        })
        .collect();
    let common = own.iter().map(Vec::len).min().unwrap_or_default();
    let alone = tables.iter().zip(&own).flat_map(|(table, own)| {
        let rest = own.iter().skip(common);
        rest.map(|h| ((*h).clone(), table.file.clone()))
    });
    let alone = alone.collect();
    let columns = own.iter().map(|own| {
        let all = shared.iter().chain(own.iter().take(common));
        all.map(|h| (*h).clone()).collect()
    });
    (columns.collect(), alone)
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
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        read.map_err(|e| unreadable(&name, &e))?;
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
