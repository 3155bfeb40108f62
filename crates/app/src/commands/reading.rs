//! Ledgers as the linking commands read them: side by side, part by part, with the columns given on
//! the command line, and with what the reader of the result must be told about them. Their text is
//! let go as soon as it has become numbers.
//!
//! Must not know what is done with the ledgers. Start at [`Ledgers::read`].

use super::naming::Naming;
use crate::failure::Failure;
use crate::messages::Catalogue;
use arrow_array::StringViewArray;
use base::column::ColumnRole;
use base::message::{Message, Speak};
use clap::ArgMatches;
use linkage::{Intake, Progress, Records, Stage};
use rayon::prelude::*;
use sheet::columns::plain;
use sheet::{Column, Mapping, ReadOptions, Remark, SheetError, Source, Table};
use std::collections::HashSet;
use std::io::Read;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

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

/// One ledger of a command, its records taken in.
pub(crate) struct Ledger {
    /// The file, as the user named it.
    pub(crate) file: String,
    /// What names its records.
    pub(crate) naming: Naming,
    remarks: Vec<Remark>,
    problems: usize,
}

/// The ledgers of a command.
pub(crate) struct Ledgers {
    /// In the order of the command line.
    pub(crate) all: Vec<Ledger>,
    /// For each ledger, the headers of its text columns; those of one place belong together.
    texts: Vec<Vec<String>>,
    /// Text columns that stand in one ledger alone: header and file.
    alone: Vec<(String, String)>,
}

impl Ledgers {
    /// Reads the ledgers side by side and takes them in. Each comes with the header of the column
    /// that names its records, if the user gave one. A header given by hand must be in one of them.
    pub(crate) fn read(
        files: &[(&String, Option<&String>)],
        columns: &[(ColumnRole, String)],
        progress: &dyn Progress,
    ) -> Result<(Self, Intake), Failure> {
        if files.iter().filter(|(f, _)| f.as_str() == "-").count() > 1 {
            return Err(Failure::Said(Message::new("app-stdin-twice"), 2));
        }
        std::thread::scope(|scope| {
            let coming: Vec<Receiver<Part>> = files
                .iter()
                .map(|(file, _)| {
                    let (sender, receiver) = sync_channel(1);
                    scope.spawn(move || parts(file, columns, &sender));
                    receiver
                })
                .collect();
            Self::take(files, columns, &coming, progress)
        })
    }

    fn take(
        files: &[(&String, Option<&String>)],
        columns: &[(ColumnRole, String)],
        coming: &[Receiver<Part>],
        progress: &dyn Progress,
    ) -> Result<(Self, Intake), Failure> {
        let (mut firsts, mut absent) = (Vec::new(), Vec::new());
        for coming in coming {
            // A reader ends with a part or an error.
            let (table, missing) = coming.recv().map_err(|_| Failure::Usage)??;
            firsts.push(table);
            absent.push(missing);
        }
        let nowhere = |header: &&String| absent.iter().all(|missing| missing.contains(*header));
        if let Some(header) = columns.iter().map(|(_, h)| h).find(nowhere) {
            return Err(no_such_column(&firsts, header).into());
        }
        let texts = columns.iter().filter(|(r, _)| *r == ColumnRole::Text);
        let texts: Vec<&String> = texts.map(|(_, header)| header).collect();
        let (texts, alone) = paired(&texts, &firsts, &absent);
        let roles: Vec<Vec<ColumnRole>> = firsts
            .iter()
            .zip(&texts)
            .map(|(table, texts)| told(table, texts).map(|(role, _)| role).collect())
            .collect();
        let mut all = Vec::new();
        for (table, (_, id)) in firsts.iter().zip(files) {
            all.push(Ledger::of(table, *id)?);
        }
        if !progress.at(Stage::Encode, 0, 1) {
            return Err(linkage::Error::Cancelled.into());
        }
        let mut intake = Intake::new(&roles)?;
        for (at, ((ledger, texts), first)) in all.iter_mut().zip(&texts).zip(firsts).enumerate() {
            let mut next = Some(first);
            while let Some(part) = next {
                ledger.take(&part);
                let columns = told(&part, texts).map(|(role, values)| (role, values.clone()));
                intake.take(at, &Records::new(columns.collect())?)?;
                drop(part);
                next = match coming.get(at).map(Receiver::recv) {
                    Some(Ok(part)) => Some(part?.0),
                    _ => None,
                };
            }
        }
        all.par_iter_mut().for_each(|ledger| ledger.naming.settle());
        let ledgers = Self { all, texts, alone };
        Ok((ledgers, intake))
    }

    /// The header of a text column, counted from 0.
    pub(crate) fn text_header(&self, nth: usize) -> Option<&str> {
        self.texts.first()?.get(nth).map(String::as_str)
    }

    /// Says on standard error what is wrong in the ledgers and what the user may not expect.
    pub(crate) fn say(&self, catalogue: &Catalogue, quiet: bool) {
        if quiet {
            return;
        }
        let of_file = |file: &str, said: Message| eprintln!("{file}: {}", catalogue.say(&said));
        for ledger in &self.all {
            if let Some((header, count)) = ledger.naming.gaps() {
                let said = Message::new("summary-no-key")
                    .with("header", header)
                    .with("count", count);
                of_file(&ledger.file, said);
            }
        }
        for ledger in &self.all {
            for remark in &ledger.remarks {
                of_file(&ledger.file, remark.message());
            }
            if ledger.problems > 0 {
                let said = Message::new("summary-problems")
                    .with("file", ledger.file.as_str())
                    .with("count", ledger.problems);
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

impl Ledger {
    fn of(first: &Table, id: Option<&String>) -> Result<Self, SheetError> {
        Ok(Self {
            file: first.file.clone(),
            naming: Naming::of(first, id)?,
            remarks: Vec::new(),
            problems: 0,
        })
    }

    /// Notes of the next part what outlives its text.
    fn take(&mut self, part: &Table) {
        self.naming.take(part);
        self.remarks.extend(part.remarks.iter().cloned());
        self.problems += part.problems.total();
    }

    /// How many records it has.
    pub(crate) fn len(&self) -> usize {
        self.naming.records()
    }
}

/// The columns of a part that say who a person is, those of free text last.
fn told<'a>(
    table: &'a Table,
    texts: &'a [String],
) -> impl Iterator<Item = (ColumnRole, &'a StringViewArray)> {
    let others = table
        .roles()
        .filter(|(role, _)| !matches!(role, ColumnRole::RecordId | ColumnRole::Text));
    let texts = texts.iter().filter_map(|header| column(table, header));
    others.chain(texts.map(|c| (ColumnRole::Text, &c.values)))
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

/// A part of a ledger, with the given headers that it does not have.
type Part = Result<(Table, HashSet<String>), SheetError>;

/// Records of a part; a part of a text is a block of it.
const PART_RECORDS: usize = 1 << 17;

/// Ends the reading: an error, or nobody is listening any more.
enum Halt {
    Wrong(SheetError),
    Unheard,
}

impl From<SheetError> for Halt {
    fn from(e: SheetError) -> Self {
        Self::Wrong(e)
    }
}

/// Reads a ledger and sends it part by part.
fn parts(file: &str, columns: &[(ColumnRole, String)], to: &SyncSender<Part>) {
    let mut options = ReadOptions {
        sheet: None,
        columns: columns.to_vec(),
    };
    let mut absent = HashSet::new();
    let source = match source(file, columns) {
        Ok(source) => source,
        Err(e) => {
            let _ = to.send(Err(e));
            return;
        }
    };
    loop {
        let each = |table| {
            let part = Ok((table, absent.clone()));
            to.send(part).map_err(|_| Halt::Unheard)
        };
        match sheet::stream(source.clone(), &options, PART_RECORDS, each) {
            Err(Halt::Wrong(SheetError::NoSuchColumn { header, .. })) => {
                options.columns.retain(|(_, h)| *h != header);
                absent.insert(header);
            }
            Err(Halt::Wrong(e)) => {
                // Nobody listening has the same end.
                let _ = to.send(Err(e));
                return;
            }
            Ok(()) | Err(Halt::Unheard) => return,
        }
    }
}

/// Where a ledger comes from. Standard input can be read once only, so that it is held where a
/// header given by hand may have to be looked for again.
fn source(file: &str, columns: &[(ColumnRole, String)]) -> Result<Source, SheetError> {
    let source = Source::from_argument(file);
    if columns.is_empty() || !matches!(source, Source::Stdin) {
        return Ok(source);
    }
    let mut bytes = Vec::new();
    let name = file.to_owned();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    read.map_err(|e| unreadable(&name, &e))?;
    Ok(Source::Bytes { name, bytes })
}
