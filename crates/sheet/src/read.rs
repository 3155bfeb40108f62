//! From a file to a [`Table`]: what format it is in by its content, then header, columns, records
//! and what is wrong with them.

use crate::columnar::Columnar;
use crate::grid::{self, HEADER_ROWS_MAX, Layout};
use crate::table::{Column, RowNumbers, Table};
use crate::text::{self, Delimited, Encoding};
use crate::{Problem, Problems, Reason, Remark, SheetError, check, columns, remark, workbook};
use arrow_array::{Array, StringViewArray};
use arrow_buffer::{Buffer, NullBuffer, ScalarBuffer};
use base::column::ColumnRole;
use rayon::prelude::*;
use std::io::Read;
use std::path::PathBuf;

/// Records of a parquet file read at a time.
const PARQUET_RECORDS: usize = 65_536;

/// Where a ledger comes from.
#[derive(Debug, Clone)]
pub enum Source {
    /// A file.
    Path(PathBuf),
    /// Standard input, shown as `-`.
    Stdin,
    /// Bytes already at hand, under the name to show.
    Bytes {
        /// The name to show in messages.
        name: String,
        /// The content.
        bytes: Vec<u8>,
    },
}

impl Source {
    /// A path, or standard input for `-`.
    pub fn from_argument(argument: &str) -> Self {
        if argument == "-" {
            Self::Stdin
        } else {
            Self::Path(PathBuf::from(argument))
        }
    }
}

/// What the user knows better than the file shows.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The sheet of a workbook; the one that looks most like a ledger when not given.
    pub sheet: Option<String>,
    /// Roles given by hand, with the header of each.
    pub columns: Vec<(ColumnRole, String)>,
}

/// The format a file turned out to be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// xlsx, xlsm, xls or ods.
    Workbook,
    /// Delimited text.
    Text(Encoding),
    /// parquet.
    Parquet,
}

/// Reads a ledger.
///
/// # Errors
/// [`SheetError`] when the file gives no table at all; single bad rows are listed in
/// [`Table::problems`] instead.
///
/// ```
/// let bytes = "姓名,身份证号\n张三,500153190001010013\n".as_bytes().to_vec();
/// let source = sheet::Source::Bytes { name: "册.csv".to_owned(), bytes };
/// let table = sheet::read(source, &sheet::ReadOptions::default())?;
/// assert_eq!(table.value(0, 0), Some("张三"));
/// # Ok::<(), sheet::SheetError>(())
/// ```
pub fn read(source: Source, options: &ReadOptions) -> Result<Table, SheetError> {
    let (file, bytes) = load(source)?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(SheetError::Empty { file });
    }
    let mut table = match kind(&bytes) {
        Kind::Workbook => read_workbook(&bytes, &file, options)?,
        Kind::Parquet => read_parquet(bytes, &file, options)?,
        Kind::Text => read_text(bytes, &file, options)?,
        Kind::Refused(refuse) => return Err(refuse(file)),
    };
    check::values(&mut table);
    Ok(table)
}

fn load(source: Source) -> Result<(String, Vec<u8>), SheetError> {
    match source {
        Source::Bytes { name, bytes } => Ok((name, bytes)),
        Source::Stdin => {
            let mut bytes = Vec::new();
            let read = std::io::stdin().lock().read_to_end(&mut bytes);
            read.map_err(|e| SheetError::Unreadable {
                file: "-".to_owned(),
                why: e.to_string(),
            })?;
            Ok(("-".to_owned(), bytes))
        }
        Source::Path(path) => {
            let file = path.to_string_lossy().into_owned();
            match std::fs::read(&path) {
                Ok(bytes) => Ok((file, bytes)),
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                    Err(SheetError::NotFound { file })
                }
                Err(e) => Err(SheetError::Unreadable {
                    file,
                    why: e.to_string(),
                }),
            }
        }
    }
}

enum Kind {
    Workbook,
    Parquet,
    Text,
    Refused(fn(String) -> SheetError),
}

/// The format by content; endings lie.
fn kind(bytes: &[u8]) -> Kind {
    let holds = |needle: &str| memchr::memmem::find(bytes, needle.as_bytes()).is_some();
    let holds_utf16 = |needle: &str| {
        let wide: Vec<u8> = needle.bytes().flat_map(|b| [b, 0]).collect();
        memchr::memmem::find(bytes, &wide).is_some()
    };
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let start = String::from_utf8_lossy(head).trim_start().to_lowercase();
    match bytes {
        [b'P', b'K', 3, 4, ..] if holds("word/document.xml") => {
            Kind::Refused(|file| SheetError::Word { file })
        }
        [b'P', b'K', 3, 4, ..] => Kind::Workbook,
        [b'P', b'A', b'R', b'1', ..] => Kind::Parquet,
        [0xD0, 0xCF, 0x11, 0xE0, ..] if holds_utf16("EncryptedPackage") => {
            Kind::Refused(|file| SheetError::Encrypted { file })
        }
        [0xD0, 0xCF, 0x11, 0xE0, ..] if holds_utf16("WordDocument") => {
            Kind::Refused(|file| SheetError::Word { file })
        }
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Kind::Workbook,
        [b'%', b'P', b'D', b'F', ..] => Kind::Refused(|file| SheetError::Pdf { file }),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Kind::Text,
        _ if ["<html", "<!doctype html", "<table", "<head"]
            .iter()
            .any(|t| start.contains(t)) =>
        {
            Kind::Refused(|file| SheetError::Html { file })
        }
        _ if head.iter().any(|b| matches!(b, 1..=8 | 14..=26)) => {
            Kind::Refused(|file| SheetError::Binary { file })
        }
        _ => Kind::Text,
    }
}

fn read_workbook(bytes: &[u8], file: &str, options: &ReadOptions) -> Result<Table, SheetError> {
    let (sheets, names) = workbook::read(bytes, file, options.sheet.as_deref())?;
    // The sheet with the most cells under a header; covers and code lists are smaller.
    let found = sheets
        .into_iter()
        .filter_map(|s| grid::layout(&s.rows).map(|l| (s, l)));
    let best = found.max_by_key(|(s, l)| s.rows.len().saturating_sub(l.first) * l.headers.len());
    let Some((sheet, layout)) = best else {
        return Err(SheetError::NoHeader {
            file: file.to_owned(),
        });
    };
    let mut kept: Vec<&Vec<String>> = Vec::new();
    let mut rows = Vec::new();
    let mut notes = Vec::new();
    for (at, row) in sheet.rows.iter().enumerate().skip(layout.first) {
        if row.iter().all(String::is_empty) {
            continue;
        }
        let near_end = at + 12 > sheet.rows.len();
        if near_end && grid::is_note(row) {
            notes.push(joined(row));
            continue;
        }
        kept.push(row);
        rows.push(sheet.first_row + u32::try_from(at).unwrap_or(u32::MAX));
    }
    if kept.is_empty() {
        return Err(SheetError::NoRows {
            file: file.to_owned(),
        });
    }
    let values: Vec<StringViewArray> = (0..layout.headers.len())
        .map(|at| {
            let cell = |row: &&Vec<String>| row.get(at).filter(|c| !c.is_empty()).cloned();
            kept.iter().map(cell).collect()
        })
        .collect();
    let other_sheets = names.into_iter().filter(|n| *n != sheet.name).collect();
    let (headers, titles) = (layout.headers, layout.titles);
    let mut table = assemble(file, headers, values, RowNumbers::from_rows(rows), options)?;
    table.sheet = Some(sheet.name);
    table.other_sheets = other_sheets;
    table.notes = titles.into_iter().chain(notes).collect();
    Ok(table)
}

fn read_parquet(bytes: Vec<u8>, file: &str, options: &ReadOptions) -> Result<Table, SheetError> {
    let mut columnar = Columnar::open(file, bytes::Bytes::from(bytes), PARQUET_RECORDS)?;
    let headers = columnar.headers();
    let mut parts: Vec<Vec<StringViewArray>> = headers.iter().map(|_| Vec::new()).collect();
    while let Some(batch) = columnar.next() {
        for (part, values) in parts.iter_mut().zip(batch?) {
            part.push(values);
        }
    }
    let values: Result<Vec<StringViewArray>, String> =
        parts.iter().map(|part| joined_views(part)).collect();
    let values = values.map_err(|why| SheetError::Broken {
        file: file.to_owned(),
        why,
    })?;
    if values.first().is_none_or(|v| v.len() == 0) {
        return Err(SheetError::NoRows {
            file: file.to_owned(),
        });
    }
    let mut table = assemble(file, headers, values, RowNumbers::From(1), options)?;
    let left_out = columnar.left_out.into_iter();
    let left_out = left_out.map(|header| Remark::ColumnLeftOut { header });
    table.remarks.extend(left_out);
    Ok(table)
}

/// Parts of a column put together without copying their text.
fn joined_views(parts: &[StringViewArray]) -> Result<StringViewArray, String> {
    let mut views = Vec::with_capacity(parts.iter().map(Array::len).sum());
    let mut blocks: Vec<Buffer> = Vec::new();
    for part in parts {
        let before = blocks.len() as u128;
        // Views of more than twelve bytes name their block in bits 64 to 95.
        let moved = part.views().iter().map(|view| match *view as u32 {
            0..=12 => *view,
            _ => view + (before << 64),
        });
        views.extend(moved);
        blocks.extend(part.data_buffers().iter().cloned());
    }
    strings(views, &blocks)
}

fn read_text(bytes: Vec<u8>, file: &str, options: &ReadOptions) -> Result<Table, SheetError> {
    let name = || file.to_owned();
    let (text, _) = text::decode(bytes).map_err(|at| SheetError::Encoding { file: name(), at })?;
    if u32::try_from(text.len()).is_err() {
        return Err(SheetError::TooLarge { file: name() });
    }
    let (text, delimiter) = match text
        .strip_prefix("sep=")
        .and_then(|rest| rest.split_once('\n'))
    {
        Some((mark, rest)) if mark.trim_end().len() == 1 => (
            rest.to_owned(),
            mark.as_bytes().first().copied().unwrap_or(b','),
        ),
        _ => {
            let delimiter = text::sniff_delimiter(&text);
            (text, delimiter)
        }
    };
    let ends = text::record_ends(&text, HEADER_ROWS_MAX);
    let head: Vec<Vec<String>> = ends
        .iter()
        .scan(0, |from, to| {
            Some(std::mem::replace(from, *to)).map(|from| (from, *to))
        })
        .filter_map(|(from, to)| text.get(from..to))
        .map(|record| text::fields(record, delimiter))
        .collect();
    let Layout {
        first,
        headers,
        titles,
    } = grid::layout(&head).ok_or_else(|| SheetError::NoHeader { file: name() })?;
    let start = first
        .checked_sub(1)
        .and_then(|at| ends.get(at))
        .copied()
        .unwrap_or_default();
    let parsed = Delimited::read(&text, start, delimiter, headers.len());
    let blank: Vec<u32> = blank_records(&parsed);
    let notes = trailing_notes(&text, &parsed);
    let end = parsed.records as usize - notes.len();
    if end == 0 || blank.len() >= end {
        return Err(SheetError::NoRows { file: name() });
    }
    let first_row = u32::try_from(first).unwrap_or(u32::MAX).saturating_add(1);
    let rows = row_numbers(&parsed, first_row, end, &blank);
    let problems = uneven(&parsed, first_row, headers.len(), end, &blank);
    let text = Buffer::from_vec(text.into_bytes());
    let blocks = vec![text, Buffer::from_vec(parsed.unquoted)];
    let values: Result<Vec<StringViewArray>, SheetError> = parsed
        .columns
        .into_par_iter()
        .map(|mut views| {
            views.truncate(end);
            drop_records(&mut views, &blank);
            strings(views, &blocks).map_err(|why| SheetError::Broken { file: name(), why })
        })
        .collect();
    let mut table = assemble(file, headers, values?, rows, options)?;
    for problem in problems {
        table.problems.push(problem);
    }
    table.notes = titles.into_iter().chain(notes).collect();
    Ok(table)
}

/// A column of views as strings; a view of 0 is a missing value.
fn strings(views: Vec<u128>, blocks: &[Buffer]) -> Result<StringViewArray, String> {
    let nulls = views
        .contains(&0)
        .then(|| NullBuffer::from_iter(views.iter().map(|view| *view != 0)));
    StringViewArray::try_new(ScalarBuffer::from(views), blocks.to_vec(), nulls)
        .map_err(|e| e.to_string())
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

/// The last records that are totals or signatures, as written.
fn trailing_notes(text: &str, parsed: &Delimited) -> Vec<String> {
    let mut notes = Vec::new();
    for record in (0..parsed.records).rev().take(8) {
        let cells: Vec<String> = parsed
            .columns
            .iter()
            .map(|c| cell(text, c, record))
            .collect();
        if !cells.iter().all(String::is_empty) && !grid::is_note(&cells) {
            break;
        }
        notes.push(joined(&cells));
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

fn joined(row: &[String]) -> String {
    let mut cells: Vec<&str> = row
        .iter()
        .map(|c| c.trim())
        .filter(|c| !c.is_empty())
        .collect();
    cells.dedup();
    cells.join(" ")
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

fn uneven(parsed: &Delimited, first: u32, width: usize, end: usize, gone: &[u32]) -> Vec<Problem> {
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
        let reason = match found < width {
            true => Reason::RowShort {
                found,
                expected: width,
            },
            false => Reason::RowLong {
                found,
                expected: width,
            },
        };
        problems.push(whole(*record, reason));
    }
    problems.extend(
        parsed
            .quote_open
            .map(|record| whole(record, Reason::QuoteOpen)),
    );
    problems
}

/// Columns with their roles; columns with neither header nor values are left out.
fn assemble(
    file: &str,
    headers: Vec<String>,
    values: Vec<StringViewArray>,
    rows: RowNumbers,
    options: &ReadOptions,
) -> Result<Table, SheetError> {
    let samples: Vec<Vec<&str>> = values
        .iter()
        .map(|v| v.iter().take(400).flatten().collect())
        .collect();
    let mut roles = columns::recognise(&headers, &samples);
    given(file, &headers, &options.columns, &mut roles)?;
    let empty: Vec<bool> = samples.iter().map(Vec::is_empty).collect();
    let all = headers.into_iter().zip(values).zip(roles).zip(empty);
    let columns: Vec<Column> = all
        .filter(|(((header, _), _), empty)| !header.is_empty() || !empty)
        .map(|(((header, values), role), _)| Column {
            header,
            role,
            values,
        })
        .collect();
    Ok(Table {
        file: file.to_owned(),
        sheet: None,
        other_sheets: Vec::new(),
        remarks: remark::repeated(columns.iter().map(|c| c.header.as_str())),
        columns,
        rows,
        problems: Problems::default(),
        notes: Vec::new(),
    })
}

/// Roles given by hand replace what was recognised.
fn given(
    file: &str,
    headers: &[String],
    wanted: &[(ColumnRole, String)],
    roles: &mut [Option<ColumnRole>],
) -> Result<(), SheetError> {
    for (at, (role, _)) in wanted.iter().enumerate() {
        let twice = wanted.iter().take(at).any(|(r, _)| r == role);
        if twice && *role != ColumnRole::Text {
            let role = role.code().to_owned();
            return Err(SheetError::ColumnTwice {
                file: file.to_owned(),
                role,
            });
        }
    }
    let mut places = Vec::new();
    for (role, header) in wanted {
        let exact = headers.iter().position(|h| h == header.trim());
        let plain = columns::plain(header);
        let found = exact.or_else(|| headers.iter().position(|h| columns::plain(h) == plain));
        let Some(at) = found else {
            return Err(SheetError::NoSuchColumn {
                file: file.to_owned(),
                header: header.clone(),
                present: headers.join("、"),
            });
        };
        places.push((at, *role));
    }
    for slot in roles.iter_mut() {
        if slot.is_some_and(|r| places.iter().any(|(_, role)| *role == r)) {
            *slot = None;
        }
    }
    for (at, role) in places {
        if let Some(slot) = roles.get_mut(at) {
            *slot = Some(role);
        }
    }
    Ok(())
}
