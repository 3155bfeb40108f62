//! Workbooks: which sheet holds the ledger, and its cells row by row. An xlsx is read through
//! without holding it; xls, ods and xlsb, which cannot be, are held whole.

use super::grid::{self, HEADER_ROWS_MAX};
use super::input::{Input, Kind, Seekable};
use super::rows::{Area, Frame, Rows};
use super::{Each, ReadOptions};
use crate::cell::number;
use crate::{Remark, SheetError};
use calamine::{
    Data, DataType, Dimensions, ExcelDateTime, Ods, Range, Reader, Sheet, SheetType, SheetVisible,
    Xls, Xlsb, Xlsx, XlsxError,
};

/// Sheets of fewer rows have their merged cells looked up before the choice between them.
const SMALL_ROWS: u32 = 5_000;

type Bytes = Box<dyn Seekable>;

/// Hands over the tables of a workbook, of at most so many records each.
pub(super) fn parts(
    input: &Input,
    kind: Kind,
    file: &str,
    options: &ReadOptions,
    records: usize,
    each: &mut Each<'_>,
) -> Result<(), SheetError> {
    let opened = |why: String| broken(file, why);
    if kind == Kind::Old {
        let mut xls: Xls<Bytes> =
            Xls::new(input.seekable(file)?).map_err(|e| opened(e.to_string()))?;
        let merged = |xls: &mut Xls<Bytes>, name: &str| {
            let found = xls.merge_cells_by_sheet_name(name).unwrap_or_default();
            areas(&found)
        };
        return held(&mut xls, merged, file, options, records, each);
    }
    let refused = match Xlsx::new(input.seekable(file)?) {
        Ok(mut xlsx) => return streamed(&mut xlsx, file, options, records, each),
        Err(e) => opened(e.to_string()),
    };
    if matches!(refused, SheetError::Encrypted { .. }) {
        return Err(refused);
    }
    if let Ok(mut ods) = Ods::<Bytes>::new(input.seekable(file)?) {
        return held(&mut ods, |_, _| Vec::new(), file, options, records, each);
    }
    match Xlsb::<Bytes>::new(input.seekable(file)?) {
        Ok(mut xlsb) => held(&mut xlsb, |_, _| Vec::new(), file, options, records, each),
        Err(_) => Err(refused),
    }
}

fn broken(file: &str, why: String) -> SheetError {
    let file = file.to_owned();
    if why.to_lowercase().contains("password") {
        return SheetError::Encrypted { file };
    }
    SheetError::Broken { file, why }
}

/// The sheets to choose from: the one asked for, else the visible ones, else all.
fn candidates(
    sheets: &[Sheet],
    file: &str,
    options: &ReadOptions,
) -> Result<Vec<Sheet>, SheetError> {
    let tables = || {
        sheets
            .iter()
            .filter(|s| s.typ == SheetType::WorkSheet)
            .cloned()
    };
    if let Some(wanted) = &options.sheet {
        let found: Vec<Sheet> = tables().filter(|s| s.name == *wanted).collect();
        if !found.is_empty() {
            return Ok(found);
        }
        let present: Vec<&str> = sheets.iter().map(|s| s.name.as_str()).collect();
        return Err(SheetError::NoSuchSheet {
            file: file.to_owned(),
            sheet: wanted.clone(),
            present: present.join("、"),
        });
    }
    let visible: Vec<Sheet> = tables()
        .filter(|s| s.visible == SheetVisible::Visible)
        .collect();
    Ok(if visible.is_empty() {
        tables().collect()
    } else {
        visible
    })
}

/// What is said of the sheet chosen.
fn frame(chosen: &Sheet, sheets: &[Sheet], merged: Vec<Area>) -> Frame {
    let hidden = chosen.visible != SheetVisible::Visible;
    let others = sheets.iter().filter(|s| s.name != chosen.name);
    Frame {
        name: chosen.name.clone(),
        others: others.map(|s| s.name.clone()).collect(),
        remarks: hidden
            .then(|| Remark::SheetHidden {
                sheet: chosen.name.clone(),
            })
            .into_iter()
            .collect(),
        merged,
    }
}

fn areas(found: &[Dimensions]) -> Vec<Area> {
    let area = |d: &Dimensions| (d.start.0, d.start.1, d.end.0, d.end.1);
    found.iter().map(area).collect()
}

/// A workbook read whole: the sheet that looks most like a ledger is taken.
fn held<R: Reader<Bytes>>(
    book: &mut R,
    merged: impl Fn(&mut R, &str) -> Vec<Area>,
    file: &str,
    options: &ReadOptions,
    records: usize,
    each: &mut Each<'_>,
) -> Result<(), SheetError> {
    let sheets = book.sheets_metadata().to_vec();
    let mut best: Option<((bool, usize), Sheet, Range<Data>)> = None;
    let mut first = None;
    for sheet in candidates(&sheets, file, options)? {
        // Sheets that hold a chart or a macro are no ranges; they are passed over.
        let Ok(range) = book.worksheet_range(&sheet.name) else {
            continue;
        };
        if range.is_empty() {
            continue;
        }
        let head: Vec<Vec<String>> = range
            .rows()
            .filter(|row| row.iter().any(|c| !c.is_empty()))
            .take(HEADER_ROWS_MAX)
            .map(|row| row.iter().map(|c| text(c).0).collect())
            .collect();
        let size = grid::layout(&head).map(|l| grid::rank(&l, range.height()));
        match size {
            Some(size) if best.as_ref().is_none_or(|(most, ..)| size > *most) => {
                best = Some((size, sheet, range));
            }
            None if first.is_none() => first = Some(((false, 0), sheet, range)),
            _ => {}
        }
    }
    let Some((_, chosen, range)) = best.or(first) else {
        return Err(SheetError::NoHeader {
            file: file.to_owned(),
        });
    };
    let merged = merged(book, &chosen.name);
    let (top, left) = range.start().unwrap_or_default();
    let mut rows = Rows::new(file, options, records, frame(&chosen, &sheets, merged));
    for (number, row) in (top..).zip(range.rows()) {
        let mut line = Line::default();
        for (column, cell) in (left as usize..).zip(row) {
            line.set(column, text(cell));
        }
        if rows.push(number, line.cells, line.errors, each)?.is_break() {
            return Ok(());
        }
    }
    rows.finish(each)
}

/// An xlsx read through: the cells of the chosen sheet come one by one.
fn streamed(
    book: &mut Xlsx<Bytes>,
    file: &str,
    options: &ReadOptions,
    records: usize,
    each: &mut Each<'_>,
) -> Result<(), SheetError> {
    let sheets = book.sheets_metadata().to_vec();
    let mut candidates = candidates(&sheets, file, options)?;
    let chosen = if candidates.len() == 1 {
        candidates.pop()
    } else {
        choose(book, candidates)
    };
    let Some(chosen) = chosen else {
        return Err(SheetError::NoHeader {
            file: file.to_owned(),
        });
    };
    let wrong = |e: XlsxError| broken(file, e.to_string());
    let merged = areas(
        &book
            .merge_cells_by_sheet_name(&chosen.name)
            .map_err(wrong)?,
    );
    let mut rows = Rows::new(file, options, records, frame(&chosen, &sheets, merged));
    let mut cells = book.worksheet_cells_reader(&chosen.name).map_err(wrong)?;
    let mut line = Line::default();
    let mut at = 0;
    while let Some(cell) = cells.next_cell().map_err(wrong)? {
        let (row, column) = cell.get_position();
        if row != at {
            if row < at {
                return Err(broken(file, "rows out of order".to_owned()));
            }
            let Line { cells, errors } = std::mem::take(&mut line);
            if rows.push(at, cells, errors, each)?.is_break() {
                return Ok(());
            }
            at = row;
        }
        line.set(column as usize, text(cell.get_value()));
    }
    if rows.push(at, line.cells, line.errors, each)?.is_break() {
        return Ok(());
    }
    rows.finish(each)
}

/// The sheet with the most cells under a header, by its first rows and the size that it states.
fn choose(book: &mut Xlsx<Bytes>, candidates: Vec<Sheet>) -> Option<Sheet> {
    let mut best: Option<((bool, usize), Sheet)> = None;
    let mut first = None;
    for sheet in candidates {
        let Some((head, height)) = beginning(book, &sheet.name) else {
            continue;
        };
        if head.is_empty() {
            continue;
        }
        match grid::layout(&head).map(|l| grid::rank(&l, height)) {
            Some(size) if best.as_ref().is_none_or(|(most, _)| size > *most) => {
                best = Some((size, sheet));
            }
            None if first.is_none() => first = Some(sheet),
            _ => {}
        }
    }
    best.map(|(_, sheet)| sheet).or(first)
}

/// The first rows of a sheet that hold anything, and how many rows it has.
fn beginning(book: &mut Xlsx<Bytes>, name: &str) -> Option<(Vec<Vec<String>>, usize)> {
    let stated = {
        let cells = book.worksheet_cells_reader(name).ok()?;
        let size = cells.dimensions();
        size.end.0.saturating_sub(size.start.0) + 1
    };
    let small = stated < SMALL_ROWS;
    let merged = match small {
        true => areas(&book.merge_cells_by_sheet_name(name).unwrap_or_default()),
        false => Vec::new(),
    };
    let mut cells = book.worksheet_cells_reader(name).ok()?;
    let mut head: Vec<Vec<String>> = Vec::new();
    let (mut at, mut seen, mut last) = (None, 0, None);
    while let Ok(Some(cell)) = cells.next_cell() {
        let (row, column) = cell.get_position();
        if last != Some(row) {
            seen += 1;
            last = Some(row);
        }
        let (value, error) = text(cell.get_value());
        if value.is_empty() && error.is_none() {
            continue;
        }
        if at != Some(row) && head.len() == HEADER_ROWS_MAX {
            // Sheets that do not state their size are counted through.
            if stated as usize > HEADER_ROWS_MAX {
                break;
            }
            continue;
        }
        if at != Some(row) {
            head.push(Vec::new());
            at = Some(row);
        }
        if let Some(line) = head.last_mut() {
            let width = line.len().max(column as usize + 1);
            line.resize(width, String::new());
            let right = merged
                .iter()
                .find(|a| (a.0, a.1) == (row, column))
                .map(|a| a.3);
            line.resize(
                width.max(right.map_or(0, |r| r as usize + 1)),
                String::new(),
            );
            for slot in line
                .iter_mut()
                .take(right.unwrap_or(column) as usize + 1)
                .skip(column as usize)
            {
                slot.clone_from(&value);
            }
        }
    }
    let width = head.iter().map(Vec::len).max().unwrap_or(0);
    for line in &mut head {
        line.resize(width, String::new());
    }
    Some((head, seen.max(stated as usize)))
}

/// The cells of one row as they come.
#[derive(Default)]
struct Line {
    cells: Vec<String>,
    errors: Vec<(usize, String)>,
}

impl Line {
    fn set(&mut self, column: usize, (value, error): (String, Option<String>)) {
        if let Some(error) = error {
            self.errors.push((column, error));
        }
        if value.is_empty() {
            return;
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        if let Some(slot) = self.cells.get_mut(column) {
            *slot = value;
        }
    }
}

/// A cell as text, or the error that it shows. Whole numbers stay whole; a number too long for a
/// float keeps the exponent that shows its damage.
fn text(cell: &impl DataType) -> (String, Option<String>) {
    if let Some(error) = cell.get_error() {
        return (String::new(), Some(error.to_string()));
    }
    let text = if let Some(text) = cell.get_string() {
        text.trim().to_owned()
    } else if let Some(number) = cell.get_int() {
        number.to_string()
    } else if let Some(value) = cell.get_float() {
        number(value)
    } else if let Some(truth) = cell.get_bool() {
        truth.to_string()
    } else if let Some(moment) = cell.get_datetime() {
        date(&moment)
    } else if let Some(text) = cell.get_datetime_iso().or_else(|| cell.get_duration_iso()) {
        text.trim_end_matches("T00:00:00").to_owned()
    } else {
        String::new()
    };
    (text, None)
}

/// A date cell in the workbook's own way of counting days; a bare time of day stays a number.
fn date(cell: &ExcelDateTime) -> String {
    let serial = cell.as_f64();
    if cell.is_duration() || serial < 1.0 {
        return number(serial);
    }
    let (year, month, day, hour, minute, second, _) = cell.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date} {hour:02}:{minute:02}:{second:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::date;
    use calamine::{ExcelDateTime, ExcelDateTimeType};

    #[test]
    fn days_are_counted_as_the_workbook_counts_them() {
        let shown = |serial, from_1904| {
            date(&ExcelDateTime::new(
                serial,
                ExcelDateTimeType::DateTime,
                from_1904,
            ))
        };
        assert_eq!(shown(43_908.0, false), "2020-03-18");
        assert_eq!(shown(42_446.0, true), "2020-03-18");
        assert_eq!(shown(43_908.5, false), "2020-03-18 12:00:00");
        assert_eq!(shown(0.5, false), "0.5", "a time of day alone");
    }
}
