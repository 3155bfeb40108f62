//! `doudi inspect`: how a ledger is read, and what is wrong in it.

use super::{columns, required, text};
use crate::cli::{file, sub, value};
use crate::failure::Failure;
use crate::messages::Catalogue;
use base::column::ColumnRole;
use base::message::{Message, Speak};
use clap::{ArgAction, ArgMatches, Command};
use sheet::{Cover, Frame, Mapping, ReadOptions, Source, Table, Values};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write;
use std::process::ExitCode;

/// Problems shown in full on the terminal.
const SHOWN: usize = 10;

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
    let options = ReadOptions {
        sheet: text(args, "sheet").cloned(),
        columns: columns(args)?,
    };
    let table = sheet::read(Source::from_argument(required(args, "file")?), &options)?;
    let report = report(catalogue, &table);
    // A closed pipe is no failure.
    let _ = std::io::stdout().lock().write_all(report.as_bytes());
    if let Some(file) = text(args, "save-mapping") {
        let named = table
            .columns
            .iter()
            .filter_map(|c| c.role.map(|r| (r, c.header.clone())));
        let mapping = Mapping {
            columns: named.collect(),
        };
        let text = mapping
            .write()
            .map_err(|e| Failure::Mapping(file.clone(), e))?;
        std::fs::write(file, text).map_err(|e| sheet::SheetError::Unwritable {
            file: file.clone(),
            why: e.to_string(),
        })?;
    }
    if let Some(file) = text(args, "rejects") {
        rejects(catalogue, &table, file)?;
    }
    Ok(ExitCode::from(u8::from(table.problems.total() > 0)))
}

fn report(catalogue: &Catalogue, table: &Table) -> String {
    let mut out = String::new();
    let mut line = |message: Message| {
        let _ = writeln!(out, "{}", catalogue.say(&message));
    };
    line(
        Message::new("inspect-read")
            .with("file", table.file.as_str())
            .with("records", table.len())
            .with("columns", table.columns.len()),
    );
    if let Some(sheet) = &table.sheet {
        line(
            Message::new("inspect-sheet")
                .with("sheet", sheet.as_str())
                .with("others", table.other_sheets.join("、")),
        );
    }
    for note in &table.notes {
        line(Message::new("inspect-note").with("note", note.as_str()));
    }
    for remark in &table.remarks {
        line(remark.message());
    }
    for column in &table.columns {
        let filled = column.values.iter().flatten().count();
        let role = column
            .role
            .map_or_else(|| "-".to_owned(), |r: ColumnRole| catalogue.label(r.code()));
        let code = column.role.map_or("-", ColumnRole::code);
        line(
            Message::new("inspect-column")
                .with("header", column.header.as_str())
                .with("role", role)
                .with("code", code)
                .with("filled", filled),
        );
    }
    line(Message::new("inspect-problems").with("count", table.problems.total()));
    for problem in table.problems.kept().iter().take(SHOWN) {
        line(problem.message());
    }
    if table.problems.total() > SHOWN {
        line(Message::new("inspect-more").with("count", table.problems.total() - SHOWN));
    }
    out
}

/// The ledger again, with the reasons beside each bad row.
fn rejects(catalogue: &Catalogue, table: &Table, file: &str) -> Result<(), Failure> {
    let mut reasons: HashMap<u32, Vec<String>> = HashMap::new();
    for problem in table.problems.kept() {
        reasons
            .entry(problem.row)
            .or_default()
            .push(catalogue.say(&problem.message()));
    }
    let rows: Vec<u32> = (0..table.len()).map(|r| table.rows.row(r)).collect();
    let mut frame =
        Frame::default().with(catalogue.text("reject-row"), Values::Whole(rows.clone()));
    for column in &table.columns {
        let values = column.values.iter().map(|v| v.map(str::to_owned)).collect();
        frame = frame.with(column.header.clone(), Values::Text(values));
    }
    let why = rows
        .iter()
        .map(|row| reasons.get(row).map(|list| list.join("；")))
        .collect();
    frame = frame.with(catalogue.text("reject-reason"), Values::Text(why));
    let cover = Cover {
        title: catalogue.text("cover-title"),
        lines: vec![
            (catalogue.text("cover-file"), table.file.clone()),
            (
                catalogue.text("cover-problems"),
                table.problems.total().to_string(),
            ),
        ],
        sheet: catalogue.text("reject-sheet"),
    };
    Ok(sheet::write(file, &frame, &cover)?)
}
