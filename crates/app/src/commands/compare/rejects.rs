//! The rows of every ledger that could not be read as they stand, with the reason beside each.

use crate::failure::Failure;
use crate::messages::Catalogue;
use base::message::{Message, Speak};
use screening::{Ledger, Run, Unread};
use sheet::{Cover, Frame, Values};
use std::collections::BTreeMap;
use std::path::Path;

/// Writes one workbook for each ledger with problems into a folder that is there.
pub(super) fn write(catalogue: &Catalogue, run: &Run<'_>, folder: &str) -> Result<(), Failure> {
    for (ledger, unread) in run.given.ledgers.iter().zip(&run.unread) {
        let reasons = reasons(catalogue, ledger, unread);
        if reasons.is_empty() {
            continue;
        }
        let role = run
            .given
            .pack
            .roles
            .get(ledger.role)
            .map_or("", |r| r.id.as_str());
        let stem = Path::new(&*ledger.name).file_stem().unwrap_or_default();
        let name = format!("{role}-{}.xlsx", stem.to_string_lossy());
        let target = Path::new(folder).join(name).to_string_lossy().into_owned();
        one(catalogue, ledger, &reasons, &target)?;
    }
    Ok(())
}

/// What is wrong with a value that its field does not take.
pub(super) fn unread_value(value: &Unread) -> Message {
    Message::new("compare-unread")
        .with("row", i64::from(value.row))
        .with("column", value.header.as_str())
        .with("value", value.value.as_str())
}

/// What is wrong, by row of the file.
fn reasons(
    catalogue: &Catalogue,
    ledger: &Ledger,
    unread: &[Unread],
) -> BTreeMap<u32, Vec<String>> {
    let mut reasons: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for problem in ledger.table.problems.kept() {
        let text = catalogue.say(&problem.message());
        reasons.entry(problem.row).or_default().push(text);
    }
    for value in unread {
        let list = reasons.entry(value.row).or_default();
        list.push(catalogue.say(&unread_value(value)));
    }
    reasons
}

fn one(
    catalogue: &Catalogue,
    ledger: &Ledger,
    reasons: &BTreeMap<u32, Vec<String>>,
    target: &str,
) -> Result<(), Failure> {
    let table = &ledger.table;
    let records: Vec<usize> = (0..table.len())
        .filter(|r| reasons.contains_key(&ledger.row(*r)))
        .collect();
    let rows: Vec<u32> = records.iter().map(|r| ledger.row(*r)).collect();
    let why = rows
        .iter()
        .map(|row| reasons.get(row).map(|list| list.join("；")));
    let mut frame = Frame::default()
        .with(catalogue.text("reject-reason"), Values::Text(why.collect()))
        .with(catalogue.text("reject-row"), Values::Whole(rows.clone()));
    for (at, column) in table.columns.iter().enumerate() {
        let values = records
            .iter()
            .map(|r| table.value(at, *r).map(str::to_owned));
        frame = frame.with(column.header.clone(), Values::Text(values.collect()));
    }
    let cover = Cover {
        title: catalogue.text("cover-title"),
        lines: vec![
            (catalogue.text("cover-file"), table.file.clone()),
            (catalogue.text("cover-problems"), rows.len().to_string()),
        ],
        sheet: catalogue.text("reject-sheet"),
    };
    Ok(sheet::write(target, &frame, &cover)?)
}
