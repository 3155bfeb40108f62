//! `doudi inspect`: how a ledger is read, and what is wrong in it. The file is read through in
//! parts, so that its length does not matter.

use super::reading::columns;
use super::{required, text};
use crate::cli::{file, sub, value};
use crate::failure::Failure;
use crate::messages::Catalogue;
use crate::summary::Watch;
use base::column::ColumnRole;
use base::message::{Message, Speak};
use clap::{ArgAction, ArgMatches, Command};
use sheet::{
    Cover, Format, Frame, Mapping, Problem, ReadOptions, Remark, SheetError, Source, Table, Values,
    Writer,
};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;
use std::process::ExitCode;

/// Problems shown in full on the terminal.
const SHOWN: usize = 10;

/// Records read at a time.
const PART_RECORDS: usize = 32_768;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    sub(
        "inspect",
        catalogue,
        say("help-inspect"),
        say("example-inspect"),
    )
    .arg(file("file", "FILE", say("help-file")))
    .arg(value("sheet", "NAME", say("help-sheet")))
    .arg(value("column", "ROLE=HEADER", say("help-column")).action(ArgAction::Append))
    .arg(value("mapping", "FILE", say("help-mapping")))
    .arg(value("save-mapping", "FILE", say("help-save-mapping")))
    .arg(value("rejects", "FILE.xlsx", say("help-rejects")))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let watch = Watch::start(catalogue, args.get_flag("quiet"));
    let options = ReadOptions {
        sheet: text(args, "sheet").cloned(),
        columns: columns(args)?,
    };
    let name = required(args, "file")?;
    let mut rejects = match text(args, "rejects") {
        Some(target) => Some(Rejects::create(catalogue, name, target)?),
        None => None,
    };
    let mut seen = Seen::default();
    let source = Source::from_argument(name);
    sheet::stream::<Failure>(source, &options, PART_RECORDS, |table| {
        if let Some(rejects) = &mut rejects {
            rejects.write(&table)?;
        }
        seen.add(table);
        watch.read(catalogue, seen.records);
        Ok(())
    })?;
    if let Some(rejects) = rejects {
        rejects.finish(seen.problems())?;
    }
    watch.clear();
    // A closed pipe is no failure.
    let _ = std::io::stdout()
        .lock()
        .write_all(seen.report(catalogue).as_bytes());
    if let Some(file) = text(args, "save-mapping") {
        save_mapping(&seen, file)?;
    }
    Ok(ExitCode::from(u8::from(seen.problems() > 0)))
}

/// A file read through: everything but its records.
#[derive(Default)]
struct Seen {
    file: String,
    format: Option<Format>,
    sheet: Option<String>,
    other_sheets: Vec<String>,
    records: usize,
    columns: Vec<SeenColumn>,
    notes: Vec<String>,
    remarks: Vec<Remark>,
    counts: Vec<(&'static str, usize)>,
    first_problems: Vec<Problem>,
}

struct SeenColumn {
    header: String,
    role: Option<ColumnRole>,
    filled: usize,
}

impl Seen {
    fn add(&mut self, table: Table) {
        self.records += table.len();
        if self.format.is_none() {
            let columns = table.columns.iter();
            self.columns = columns
                .map(|c| SeenColumn {
                    header: c.header.clone(),
                    role: c.role,
                    filled: 0,
                })
                .collect();
        }
        for (seen, column) in self.columns.iter_mut().zip(&table.columns) {
            seen.filled += column.values.iter().flatten().count();
        }
        for (code, count) in table.problems.counts() {
            match self.counts.iter_mut().find(|(c, _)| c == code) {
                Some((_, all)) => *all += count,
                None => self.counts.push((code, *count)),
            }
        }
        let room = SHOWN.saturating_sub(self.first_problems.len());
        let problems = table.problems.kept().iter().take(room);
        self.first_problems.extend(problems.cloned());
        self.file = table.file;
        self.format = Some(table.format);
        self.sheet = table.sheet;
        self.other_sheets = table.other_sheets;
        self.notes.extend(table.notes);
        self.remarks.extend(table.remarks);
    }

    fn problems(&self) -> usize {
        self.counts.iter().map(|(_, count)| count).sum()
    }

    fn report(&self, catalogue: &Catalogue) -> String {
        let mut out = String::new();
        let mut line = |message: Message| {
            let _ = writeln!(out, "{}", catalogue.say(&message));
        };
        line(
            Message::new("inspect-read")
                .with("file", self.file.as_str())
                .with("records", self.records)
                .with("columns", self.columns.len()),
        );
        if let Some(Format::Text(encoding)) = self.format {
            line(Message::new("inspect-encoding").with("encoding", encoding.name()));
        }
        if let Some(sheet) = &self.sheet {
            line(Message::new("inspect-sheet").with("sheet", sheet.as_str()));
        }
        if !self.other_sheets.is_empty() {
            let others = self.other_sheets.join("、");
            line(Message::new("inspect-other-sheets").with("others", others));
        }
        for note in &self.notes {
            line(Message::new("inspect-note").with("note", note.as_str()));
        }
        self.remarks
            .iter()
            .for_each(|remark| line(remark.message()));
        for column in &self.columns {
            let role = column
                .role
                .map_or_else(|| "-".to_owned(), |r| catalogue.label(r.code()));
            line(
                Message::new("inspect-column")
                    .with("header", column.header.as_str())
                    .with("role", role)
                    .with("code", column.role.map_or("-", ColumnRole::code))
                    .with("filled", column.filled),
            );
        }
        line(Message::new("inspect-problems").with("count", self.problems()));
        for problem in &self.first_problems {
            line(problem.message());
        }
        if self.problems() > SHOWN {
            line(Message::new("inspect-more").with("count", self.problems() - SHOWN));
        }
        out
    }
}

/// The columns recognised, for next month's file.
fn save_mapping(seen: &Seen, file: &str) -> Result<(), Failure> {
    let named = seen.columns.iter();
    let mapping = Mapping {
        columns: named
            .filter_map(|c| c.role.map(|r| (r, c.header.clone())))
            .collect(),
    };
    let text = mapping
        .write()
        .map_err(|e| Failure::Mapping(file.to_owned(), e))?;
    std::fs::write(file, text).map_err(|e| {
        SheetError::Unwritable {
            file: file.to_owned(),
            why: e.to_string(),
        }
        .into()
    })
}

/// The ledger again, with the reasons before each bad row and the bad values pointed out.
struct Rejects<'a> {
    catalogue: &'a Catalogue,
    writer: Writer,
}

impl<'a> Rejects<'a> {
    fn create(catalogue: &'a Catalogue, ledger: &str, target: &str) -> Result<Self, Failure> {
        let cover = Cover {
            title: catalogue.text("cover-title"),
            lines: vec![(catalogue.text("cover-file"), ledger.to_owned())],
            sheet: catalogue.text("reject-sheet"),
        };
        let writer = Writer::create(target, &cover)?;
        Ok(Self { catalogue, writer })
    }

    fn write(&mut self, table: &Table) -> Result<(), Failure> {
        let mut reasons: BTreeMap<u32, Vec<&Problem>> = BTreeMap::new();
        for problem in table.problems.kept() {
            reasons.entry(problem.row).or_default().push(problem);
        }
        let rows: Vec<u32> = (0..table.len()).map(|r| table.rows.row(r)).collect();
        let (mut why, mut marked) = (Vec::new(), Vec::new());
        for (at, row) in rows.iter().enumerate() {
            let found = reasons.get(row);
            why.push(found.map(|list| self.said(list)));
            for problem in found.into_iter().flatten() {
                marked.push((at, 1));
                marked.extend(problem.column.map(|column| (at, column + 2)));
            }
        }
        let mut frame = Frame::default()
            .with(
                self.catalogue.text("reject-row"),
                Values::Whole(rows.clone()),
            )
            .with(self.catalogue.text("reject-reason"), Values::Text(why));
        for (at, column) in table.columns.iter().enumerate() {
            let lost = table.problems.kept().iter();
            let mut lost = lost
                .filter(|p| p.column == Some(at) && !p.value.is_empty())
                .peekable();
            let values = if lost.peek().is_none() {
                Values::View(column.values.clone())
            } else {
                // A value that is not used still stands in the copy.
                let lost: BTreeMap<u32, &Problem> = lost.map(|p| (p.row, p)).collect();
                let shown = rows.iter().zip(&column.values).map(|(row, value)| {
                    let value = value.or_else(|| lost.get(row).map(|p| p.value.as_str()));
                    value.map(str::to_owned)
                });
                Values::Text(shown.collect())
            };
            frame = frame.with(column.header.clone(), values);
        }
        Ok(self.writer.write(&frame.marking(marked))?)
    }

    fn said(&self, problems: &[&Problem]) -> String {
        let said = problems.iter().map(|p| self.catalogue.say(&p.message()));
        said.collect::<Vec<_>>().join("\n")
    }

    fn finish(mut self, problems: usize) -> Result<(), Failure> {
        let label = self.catalogue.text("cover-problems");
        self.writer.cover_line(&label, &problems.to_string())?;
        Ok(self.writer.finish()?)
    }
}
