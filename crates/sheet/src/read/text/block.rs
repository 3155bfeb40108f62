//! From a block of text to a part of a table: where the header stands, the records below it, which
//! rows of the file they are, and what is uneven about them.

use super::delimited::{Delimited, fields, record_ends, sniff_delimiter};
use crate::SheetError;
use crate::read::grid::{self, HEADER_ROWS_MAX, Layout};
use crate::read::shape::Shape;
use crate::read::views::strings;
use crate::read::{Format, ReadOptions};
use crate::table::{RowNumbers, Table};
use crate::{Problem, Reason};
use arrow_array::StringViewArray;
use arrow_buffer::Buffer;
use rayon::prelude::*;

/// Records at the end of a file among which totals and signatures are looked for.
pub(super) const NOTE_RECORDS_MAX: usize = 8;

/// Where a text's table begins, and how its records are cut.
pub(super) struct Head {
    pub(super) delimiter: u8,
    pub(super) layout: Layout,
    /// The byte at which the records begin.
    pub(super) start: usize,
    /// Row of the file of the first record, from 1.
    pub(super) first_row: u32,
}

/// Finds the header in the first block of a text.
pub(super) fn head(text: &str, file: &str) -> Result<Head, SheetError> {
    let marked = text.strip_prefix("sep=").and_then(|r| r.split_once('\n'));
    let (skipped, delimiter) = match marked {
        Some((mark, rest)) if mark.trim_end().len() == 1 => {
            let delimiter = mark.as_bytes().first().copied().unwrap_or(b',');
            (text.len() - rest.len(), delimiter)
        }
        _ => (0, sniff_delimiter(text)),
    };
    let body = text.get(skipped..).unwrap_or_default();
    let ends = record_ends(body, HEADER_ROWS_MAX);
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let rows: Vec<Vec<String>> = starts
        .zip(&ends)
        .filter_map(|(from, to)| body.get(from..*to))
        .map(|record| fields(record, delimiter))
        .collect();
    let layout = grid::layout(&rows).ok_or_else(|| SheetError::NoHeader {
        file: file.to_owned(),
    })?;
    let before = layout.first.checked_sub(1).and_then(|at| ends.get(at));
    Ok(Head {
        delimiter,
        start: skipped + before.copied().unwrap_or_default(),
        first_row: u32::try_from(layout.first)
            .unwrap_or(u32::MAX)
            .saturating_add(1),
        layout,
    })
}

/// The records of a block, column by column.
pub(super) struct Block {
    pub(super) values: Vec<StringViewArray>,
    pub(super) rows: RowNumbers,
    pub(super) problems: Vec<Problem>,
    /// Totals and signatures at the end of the file.
    pub(super) notes: Vec<String>,
    /// Row of the file after the block's last record.
    pub(super) next_row: u32,
}

/// Makes a block of what was parsed. `first_row` is the row of its first record; `last` says that
/// the file ends with it.
pub(super) fn block(
    text: String,
    parsed: Delimited,
    file: &str,
    first_row: u32,
    last: bool,
) -> Result<Block, SheetError> {
    let blank: Vec<u32> = blank_records(&parsed);
    let notes = if last {
        trailing_notes(&text, &parsed)
    } else {
        Vec::new()
    };
    let end = parsed.records as usize - notes.len();
    let rows = row_numbers(&parsed, first_row, end, &blank);
    let problems = uneven(&parsed, first_row, end, &blank);
    let lines = parsed.blank_before.len() as u64 + u64::from(parsed.records);
    let blocks = vec![
        Buffer::from_vec(text.into_bytes()),
        Buffer::from_vec(parsed.unquoted),
    ];
    let values: Result<Vec<StringViewArray>, SheetError> = parsed
        .columns
        .into_par_iter()
        .map(|mut views| {
            views.truncate(end);
            drop_records(&mut views, &blank);
            strings(views, &blocks).map_err(|why| SheetError::Broken {
                file: file.to_owned(),
                why,
            })
        })
        .collect();
    Ok(Block {
        values: values?,
        rows,
        problems,
        notes: notes.into_iter().filter(|n| !n.is_empty()).collect(),
        next_row: first_row.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX)),
    })
}

/// A whole text as one table.
pub(crate) fn whole(
    bytes: Vec<u8>,
    file: &str,
    options: &ReadOptions,
) -> Result<Table, SheetError> {
    let name = || file.to_owned();
    let (text, encoding) =
        super::encoding::decode(bytes).map_err(|at| SheetError::Encoding { file: name(), at })?;
    if u32::try_from(text.len()).is_err() {
        return Err(SheetError::TooLarge { file: name() });
    }
    let head = head(&text, file)?;
    let headers = head.layout.headers;
    let parsed = Delimited::read(&text, head.start, head.delimiter, headers.len());
    let block = block(text, parsed, file, head.first_row, true)?;
    if block
        .values
        .first()
        .is_none_or(arrow_array::Array::is_empty)
    {
        return Err(SheetError::NoRows { file: name() });
    }
    let mut shape = Shape::decide(
        file,
        Format::Text(encoding),
        headers,
        &block.values,
        options,
    )?;
    shape.saying(head.layout.titles, Vec::new());
    let mut table = shape.table(block.values, block.rows, block.problems);
    table.notes.extend(block.notes);
    Ok(table)
}

fn drop_records(views: &mut Vec<u128>, dropped: &[u32]) {
    if dropped.is_empty() {
        return;
    }
    let mut next = dropped.iter().peekable();
    let mut at = 0u32;
    views.retain(|_| {
        let drop = next.next_if(|d| **d == at).is_some();
        at += 1;
        !drop
    });
}

/// Records in which nothing is written (`,,,`).
fn blank_records(parsed: &Delimited) -> Vec<u32> {
    let filled = |record: &u32| {
        let at = *record as usize;
        parsed
            .columns
            .iter()
            .any(|c| c.get(at).is_some_and(|view| *view != 0))
    };
    (0..parsed.records)
        .into_par_iter()
        .filter(|record| !filled(record))
        .collect()
}

/// The last records that are totals or signatures, as written; blank ones among them are empty.
fn trailing_notes(text: &str, parsed: &Delimited) -> Vec<String> {
    let mut notes = Vec::new();
    for record in (0..parsed.records).rev().take(NOTE_RECORDS_MAX) {
        let cells: Vec<String> = parsed
            .columns
            .iter()
            .map(|c| cell(text, c, record))
            .collect();
        if !cells.iter().all(String::is_empty) && !grid::is_note(&cells) {
            break;
        }
        notes.push(grid::joined(&cells));
    }
    if notes.iter().all(String::is_empty) {
        notes.clear();
    }
    notes.reverse();
    notes
}

/// A value for the search of notes; quoted ones with doubled quotes are of no interest there.
fn cell(text: &str, column: &[u128], record: u32) -> String {
    let Some(view) = column.get(record as usize) else {
        return String::new();
    };
    let length = (*view & 0xFFFF_FFFF) as u32 as usize;
    if length <= 12 {
        let bytes = view.to_le_bytes();
        let inline = bytes.get(4..4 + length).unwrap_or_default();
        return String::from_utf8_lossy(inline).into_owned();
    }
    let block = (*view >> 64) as u32;
    let offset = (*view >> 96) as u32 as usize;
    let found = (block == 0)
        .then(|| text.get(offset..offset + length))
        .flatten();
    found.unwrap_or("…").to_owned()
}

fn row_numbers(parsed: &Delimited, first: u32, end: usize, dropped: &[u32]) -> RowNumbers {
    if parsed.blank_before.is_empty() && dropped.is_empty() {
        return RowNumbers::From(first);
    }
    let mut blank = parsed.blank_before.iter().peekable();
    let mut gone = dropped.iter().peekable();
    let mut passed = 0;
    let mut rows = Vec::with_capacity(end);
    for record in 0..u32::try_from(end).unwrap_or(u32::MAX) {
        while blank.next_if(|at| **at <= record).is_some() {
            passed += 1;
        }
        if gone.next_if(|at| **at == record).is_none() {
            rows.push(first + record + passed);
        }
    }
    RowNumbers::from_rows(rows)
}

fn uneven(parsed: &Delimited, first: u32, end: usize, gone: &[u32]) -> Vec<Problem> {
    let expected = parsed.columns.len();
    let row = |record: u32| {
        let blank = parsed.blank_before.partition_point(|at| *at <= record);
        first + record + u32::try_from(blank).unwrap_or_default()
    };
    let whole = |record: u32, reason| Problem {
        row: row(record),
        column: None,
        header: String::new(),
        value: String::new(),
        reason,
    };
    let mut problems = Vec::new();
    for (record, found) in parsed.uneven.iter().filter(|(r, _)| (*r as usize) < end) {
        if gone.binary_search(record).is_ok() {
            continue;
        }
        let found = *found as usize;
        let reason = if found < expected {
            Reason::RowShort { found, expected }
        } else {
            Reason::RowLong { found, expected }
        };
        problems.push(whole(*record, reason));
    }
    let open = parsed.quote_open;
    problems.extend(open.map(|record| whole(record, Reason::QuoteOpen)));
    problems
}
