//! A page as a bureau makes it by hand: title rows, a grouped header, typed cells, notes below; as a
//! workbook or as text in the encoding that old programs want. Rows stream through.

use crate::SheetError;
use base::date::{Date, DateSystem, serial_from_date};
use encoding_rs::GB18030;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use std::io::{self, Write};
use std::path::Path;

/// A cell of a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text, kept as text.
    Text(String),
    /// A number.
    Number(f64),
    /// A day as a date cell; in text files `2020/3/8`.
    Day(Date),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text.to_owned())
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }
}

/// What stands around the rows.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Name of the sheet.
    pub sheet: String,
    /// Rows above the header, each merged over the whole width.
    pub titles: Vec<String>,
    /// Group names over the header with the columns they span, from 0, both included.
    pub groups: Vec<(String, u16, u16)>,
    /// The header.
    pub header: Vec<String>,
    /// Rows below, in the first column.
    pub notes: Vec<String>,
}

impl Page {
    /// The row of the file, from 1, on which the first record stands.
    pub fn first_row(&self) -> u32 {
        self.above() + 2
    }

    /// Rows above the header.
    fn above(&self) -> u32 {
        u32::try_from(self.titles.len()).unwrap_or(0) + u32::from(!self.groups.is_empty())
    }
}

/// Encoding of a text page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageText {
    /// UTF-8 with its mark, as spreadsheet programs save it.
    Utf8Marked,
    /// GB18030, of which GBK is a part.
    Gb18030,
}

/// Writes a page as a workbook.
///
/// # Errors
/// [`SheetError::Unwritable`].
pub fn write_page_xlsx(
    path: &Path,
    page: &Page,
    rows: impl Iterator<Item = Vec<Cell>>,
) -> Result<(), SheetError> {
    xlsx(path, page, rows).map_err(|e| unwritable(path, &e))
}

/// Writes a page as comma-separated text.
///
/// # Errors
/// [`SheetError::Unwritable`].
pub fn write_page_text(
    path: &Path,
    page: &Page,
    text: PageText,
    rows: impl Iterator<Item = Vec<Cell>>,
) -> Result<(), SheetError> {
    csv(path, page, text, rows).map_err(|e| unwritable(path, &e))
}

fn unwritable(path: &Path, why: &dyn std::fmt::Display) -> SheetError {
    SheetError::Unwritable {
        file: path.to_string_lossy().into_owned(),
        why: why.to_string(),
    }
}

fn xlsx(path: &Path, page: &Page, rows: impl Iterator<Item = Vec<Cell>>) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    // The same content gives the same file: no time of making.
    let made = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&made));
    let sheet = book.add_worksheet_with_constant_memory()?;
    if !page.sheet.is_empty() {
        sheet.set_name(super::report::tab(&page.sheet))?;
    }
    let last = u16::try_from(page.header.len().saturating_sub(1)).unwrap_or(u16::MAX);
    for (column, name) in (0u16..).zip(&page.header) {
        let wide = name.chars().count() as f64 * 2.2;
        sheet.set_column_width(column, wide.max(12.0))?;
    }
    let mut row = head(sheet, page, last)?;
    let day = Format::new().set_num_format("yyyy/m/d");
    let text = Format::new().set_num_format("@");
    for cells in rows {
        for (column, cell) in (0u16..).zip(cells) {
            match cell {
                Cell::Empty => continue,
                Cell::Text(value) => sheet.write_with_format(row, column, value, &text)?,
                Cell::Number(value) => sheet.write(row, column, value)?,
                Cell::Day(date) => {
                    let serial = serial_from_date(date, DateSystem::From1900).unwrap_or_default();
                    sheet.write_with_format(row, column, serial, &day)?
                }
            };
        }
        row += 1;
    }
    for note in &page.notes {
        sheet.write(row, 0, note)?;
        row += 1;
    }
    book.save(path)
}

/// Titles, groups and header; gives the row after them.
fn head(sheet: &mut Worksheet, page: &Page, last: u16) -> Result<u32, XlsxError> {
    let title = Format::new()
        .set_bold()
        .set_font_size(16)
        .set_align(FormatAlign::Center);
    let header = Format::new()
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_text_wrap();
    let mut row = 0;
    for text in &page.titles {
        if last > 0 {
            sheet.merge_range(row, 0, row, last, text, &title)?;
        } else {
            sheet.write_with_format(row, 0, text, &title)?;
        }
        row += 1;
    }
    if !page.groups.is_empty() {
        for (name, from, to) in &page.groups {
            if from < to {
                sheet.merge_range(row, *from, row, *to, name, &header)?;
            } else {
                sheet.write_with_format(row, *from, name, &header)?;
            }
        }
        row += 1;
    }
    for (column, name) in (0u16..).zip(&page.header) {
        sheet.write_with_format(row, column, name, &header)?;
    }
    Ok(row + 1)
}

fn csv(
    path: &Path,
    page: &Page,
    text: PageText,
    rows: impl Iterator<Item = Vec<Cell>>,
) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(1 << 20, std::fs::File::create(path)?);
    if text == PageText::Utf8Marked {
        out.write_all(b"\xEF\xBB\xBF")?;
    }
    let width = page.header.len().max(1);
    let alone = |cell: &str| {
        let mut cells = vec![Cell::Empty; width];
        if let Some(first) = cells.first_mut() {
            *first = Cell::from(cell);
        }
        cells
    };
    let mut line = Line {
        bytes: Vec::new(),
        encoded: text == PageText::Gb18030,
    };
    for title in &page.titles {
        line.write(&mut out, alone(title))?;
    }
    if !page.groups.is_empty() {
        let mut cells = vec![Cell::Empty; width];
        for (name, from, _) in &page.groups {
            if let Some(cell) = cells.get_mut(usize::from(*from)) {
                *cell = Cell::from(name.as_str());
            }
        }
        line.write(&mut out, cells)?;
    }
    line.write(
        &mut out,
        page.header.iter().map(|h| Cell::from(h.as_str())).collect(),
    )?;
    for cells in rows {
        line.write(&mut out, cells)?;
    }
    for note in &page.notes {
        line.write(&mut out, alone(note))?;
    }
    out.flush()
}

/// One line of text at a time.
struct Line {
    bytes: Vec<u8>,
    encoded: bool,
}

impl Line {
    fn write(&mut self, out: &mut impl Write, cells: Vec<Cell>) -> io::Result<()> {
        self.bytes.clear();
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                self.bytes.push(b',');
            }
            match cell {
                Cell::Empty => {}
                Cell::Text(value) => super::csv::text(&value, &mut self.bytes),
                Cell::Number(value) => self.bytes.extend_from_slice(value.to_string().as_bytes()),
                Cell::Day(d) => {
                    let text = format!("{}/{}/{}", d.year(), d.month(), d.day());
                    self.bytes.extend_from_slice(text.as_bytes());
                }
            }
        }
        self.bytes.extend_from_slice(b"\r\n");
        if self.encoded && !self.bytes.is_ascii() {
            let text = String::from_utf8_lossy(&self.bytes);
            return out.write_all(&GB18030.encode(&text).0);
        }
        out.write_all(&self.bytes)
    }
}
