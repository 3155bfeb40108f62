//! From a file to a [`Table`]: what format it is in by its content, then header, columns, records
//! and what is wrong with them.
//!
//! [`stream()`] hands over tables of some thousand records each, in memory that does not grow with
//! the file; [`read()`] gives one table. Each format has its module; `shape` holds what they share.

mod check;
mod columnar;
mod contain;
mod grid;
mod input;
mod rows;
mod shape;
pub(crate) mod text;
mod views;
mod workbook;

use crate::table::{RowNumbers, Table};
use crate::{Remark, SheetError};
use arrow_array::{Array, StringViewArray};
use base::column::ColumnRole;
use columnar::Columnar;
use input::{Input, Kind, Opened};
use shape::Shape;
use std::ops::ControlFlow;
use std::path::PathBuf;
use text::Encoding;

/// Records of a workbook or parquet file read at a time when the whole is wanted.
const PART_RECORDS: usize = 65_536;

/// Takes a table and says whether to go on.
type Each<'a> = dyn FnMut(Table) -> ControlFlow<()> + 'a;

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
    let Opened { file, input, kind } = input::open(source)?;
    if kind == Kind::Text {
        return text::whole(input.all(&file)?, &file, options);
    }
    let mut parts = Vec::new();
    let mut each = |table| {
        parts.push(table);
        ControlFlow::Continue(())
    };
    hand_over(&input, kind, &file, options, PART_RECORDS, &mut each)?;
    joined(file, parts)
}

/// Reads a ledger of any length: hands over one table after the other, of at most `records`
/// records each, in the order of the file. All have the same columns, decided by the first.
/// Titles and remarks come with the first table, totals and signatures with the last.
///
/// # Errors
/// [`SheetError`] as [`read()`], when what is wrong is met; or the error that `each` returned, which
/// ends the reading.
///
/// ```
/// let bytes = "姓名,金额\n张三,440\n李四,545.5\n王五,440\n".as_bytes().to_vec();
/// let source = sheet::Source::Bytes { name: "册.csv".to_owned(), bytes };
/// let mut sizes = Vec::new();
/// sheet::stream(source, &sheet::ReadOptions::default(), 2, |part| {
///     sizes.push(part.len());
///     Ok::<(), sheet::SheetError>(())
/// })?;
/// assert_eq!(sizes, [2, 1]);
/// # Ok::<(), sheet::SheetError>(())
/// ```
pub fn stream<E: From<SheetError>>(
    source: Source,
    options: &ReadOptions,
    records: usize,
    mut each: impl FnMut(Table) -> Result<(), E>,
) -> Result<(), E> {
    let Opened { file, input, kind } = input::open(source)?;
    let mut failed = None;
    let mut take = |table| match each(table) {
        Ok(()) => ControlFlow::Continue(()),
        Err(e) => {
            failed = Some(e);
            ControlFlow::Break(())
        }
    };
    hand_over(&input, kind, &file, options, records.max(1), &mut take)?;
    failed.map_or(Ok(()), Err)
}

fn hand_over(
    input: &Input,
    kind: Kind,
    file: &str,
    options: &ReadOptions,
    records: usize,
    each: &mut Each<'_>,
) -> Result<(), SheetError> {
    let reading = |each: &mut Each<'_>| match kind {
        Kind::Text => text::parts(input, file, options, records, each),
        Kind::Zipped | Kind::Old => workbook::parts(input, kind, file, options, records, each),
        Kind::Parquet => match input {
            Input::Path(path) => {
                let opened = std::fs::File::open(path).map_err(|e| input::unreadable(file, &e))?;
                columnar(Columnar::open(file, opened, records)?, file, options, each)
            }
            Input::Bytes(bytes) | Input::Pipe { head: bytes } => columnar(
                Columnar::open(file, bytes.clone(), records)?,
                file,
                options,
                each,
            ),
        },
    };
    contain::contained(file, each, reading)
}

/// Hands over the batches of a parquet file. Its records are numbered from 1: there is no header
/// row.
fn columnar(
    mut columns: Columnar,
    file: &str,
    options: &ReadOptions,
    each: &mut Each<'_>,
) -> Result<(), SheetError> {
    let mut shape: Option<Shape> = None;
    let mut first = 1;
    while let Some(batch) = columns.next() {
        let values = batch?;
        let records = values.first().map_or(0, Array::len);
        if records == 0 {
            continue;
        }
        let shape = match &mut shape {
            Some(shape) => shape,
            none => {
                let mut shape =
                    Shape::decide(file, Format::Parquet, columns.headers(), &values, options)?;
                let left_out = std::mem::take(&mut columns.left_out).into_iter();
                let left_out = left_out.map(|header| Remark::ColumnLeftOut { header });
                shape.saying(Vec::new(), left_out.collect());
                none.insert(shape)
            }
        };
        if each(shape.table(values, RowNumbers::From(first), Vec::new())).is_break() {
            return Ok(());
        }
        first = first.saturating_add(u32::try_from(records).unwrap_or(u32::MAX));
    }
    if shape.is_none() {
        let file = file.to_owned();
        return Err(SheetError::NoRows { file });
    }
    Ok(())
}

/// Tables of one file as one.
fn joined(file: String, parts: Vec<Table>) -> Result<Table, SheetError> {
    let mut parts = parts.into_iter();
    let Some(mut whole) = parts.next() else {
        return Err(SheetError::NoRows { file });
    };
    let rest: Vec<Table> = parts.collect();
    if rest.is_empty() {
        return Ok(whole);
    }
    let mut values: Vec<Vec<StringViewArray>> = Vec::new();
    for column in &whole.columns {
        values.push(vec![column.values.clone()]);
    }
    let mut problems = std::mem::take(&mut whole.problems);
    let mut rows = vec![(
        std::mem::replace(&mut whole.rows, RowNumbers::From(1)),
        whole.len(),
    )];
    for part in rest {
        rows.push((part.rows.clone(), part.len()));
        whole.notes.extend(part.notes);
        whole.remarks.extend(part.remarks);
        problems.append(part.problems);
        for (values, column) in values.iter_mut().zip(part.columns) {
            values.push(column.values);
        }
    }
    for (column, values) in whole.columns.iter_mut().zip(values) {
        column.values = views::joined(&values).map_err(|why| SheetError::Broken {
            file: file.clone(),
            why,
        })?;
    }
    whole.rows = RowNumbers::joined(&rows);
    whole.problems = problems;
    Ok(whole)
}
