//! Workbooks (xlsx, xls, ods) as rows of text. Merged cells are filled over the area they cover,
//! so that a household head's name stands beside every member.

use crate::SheetError;
use crate::cell::number;
use calamine::{Data, ExcelDateTime, Reader, Sheets, open_workbook_auto_from_rs};
use std::io::Cursor;

/// One sheet's cells, and its name.
pub(crate) struct Sheet {
    pub(crate) name: String,
    /// The first row's number in the file, from 1.
    pub(crate) first_row: u32,
    pub(crate) rows: Vec<Vec<String>>,
}

/// Every sheet that holds anything, or only the one asked for.
pub(crate) fn read(
    bytes: &[u8],
    file: &str,
    wanted: Option<&str>,
) -> Result<(Vec<Sheet>, Vec<String>), SheetError> {
    let broken = |why: String| SheetError::Broken {
        file: file.to_owned(),
        why,
    };
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|e| {
        let why = e.to_string();
        if why.to_lowercase().contains("password") {
            return SheetError::Encrypted {
                file: file.to_owned(),
            };
        }
        broken(why)
    })?;
    let names = book.sheet_names();
    if let Some(sheet) = wanted.filter(|w| !names.iter().any(|n| n == w)) {
        return Err(SheetError::NoSuchSheet {
            file: file.to_owned(),
            sheet: sheet.to_owned(),
            present: names.join("、"),
        });
    }
    let mut sheets = Vec::new();
    for name in names
        .iter()
        .filter(|name| wanted.is_none_or(|w| w == name.as_str()))
    {
        // Sheets that hold a chart or a macro are no ranges; they are passed over.
        let Ok(range) = book.worksheet_range(name) else {
            continue;
        };
        let Some((first_row, first_column)) = range.start() else {
            continue;
        };
        let mut rows: Vec<Vec<String>> = range
            .rows()
            .map(|row| row.iter().map(text).collect())
            .collect();
        fill_merged(
            &mut rows,
            &merged(&mut book, name),
            (first_row, first_column),
        );
        sheets.push(Sheet {
            name: name.clone(),
            first_row: first_row + 1,
            rows,
        });
    }
    Ok((sheets, names))
}

type Area = ((u32, u32), (u32, u32));

fn merged(book: &mut Sheets<Cursor<&[u8]>>, name: &str) -> Vec<Area> {
    let areas = match book {
        Sheets::Xlsx(xlsx) => xlsx.merge_cells_by_sheet_name(name).unwrap_or_default(),
        Sheets::Xls(xls) => xls.merge_cells_by_sheet_name(name).unwrap_or_default(),
        _ => Vec::new(),
    };
    areas.iter().map(|d| (d.start, d.end)).collect()
}

fn fill_merged(rows: &mut [Vec<String>], areas: &[Area], start: (u32, u32)) {
    let place = |at: u32, from: u32| at.checked_sub(from).map(|n| n as usize);
    for ((top, left), (bottom, right)) in areas {
        let (Some(top), Some(left)) = (place(*top, start.0), place(*left, start.1)) else {
            continue;
        };
        let (Some(bottom), Some(right)) = (place(*bottom, start.0), place(*right, start.1)) else {
            continue;
        };
        let value = rows
            .get(top)
            .and_then(|row| row.get(left))
            .cloned()
            .unwrap_or_default();
        for row in rows.iter_mut().take(bottom + 1).skip(top) {
            for cell in row.iter_mut().take(right + 1).skip(left) {
                cell.clone_from(&value);
            }
        }
    }
}

/// A cell as text. Whole numbers stay whole; a number too long for a float keeps the exponent
/// that shows its damage.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(s) => s.trim().to_owned(),
        Data::Bool(b) => b.to_string(),
        Data::Int(i) => i.to_string(),
        Data::Float(f) => number(*f),
        Data::DateTime(d) => date(d),
        Data::DateTimeIso(s) | Data::DurationIso(s) => s.trim_end_matches("T00:00:00").to_owned(),
    }
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
