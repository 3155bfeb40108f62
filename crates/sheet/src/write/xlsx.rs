//! xlsx, written row by row so that memory stays flat.

use super::frame::{Cover, Frame, Value, Values};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use std::borrow::Cow;
use std::fs::File;
use std::io::BufWriter;

/// Rows of one sheet, header included, that every spreadsheet program can open.
const SHEET_ROWS: u32 = 1_048_576;

/// Columns that every spreadsheet program can open.
pub(super) const COLUMNS_MAX: usize = 16_384;

/// Characters that a cell can hold.
const CELL_MAX: usize = 32_767;

/// Lines of text that a row is made high enough for.
const LINES_MAX: f64 = 12.0;

/// Rows looked at for the width of a column.
const WIDTH_ROWS: usize = 200;

/// A workbook being written.
pub(super) struct Book {
    book: Workbook,
    file: Option<File>,
    cover: Cover,
    formats: Formats,
    /// The headers and widths of the columns, once known.
    columns: Vec<(String, f64)>,
    /// How many sheets of rows there are.
    sheets: u32,
    /// How many of them bear the present name.
    named: u32,
    /// The next line of the last sheet.
    line: u32,
}

struct Formats {
    header: Format,
    number: Format,
    text: Format,
    money: Format,
    date: Format,
    marked: Format,
}

impl Book {
    /// A workbook that will be written to a file.
    pub(super) fn new(file: File, cover: &Cover) -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        // Text cells stay text: a spreadsheet must not turn an ID number into a float.
        let text = Format::new()
            .set_num_format("@")
            .set_align(FormatAlign::Top);
        Self {
            book: Workbook::new(),
            file: Some(file),
            cover: cover.clone(),
            formats: Formats {
                header: Format::new()
                    .set_bold()
                    .set_background_color(Color::RGB(0x1F_4E_79))
                    .set_font_color(Color::White)
                    .set_border(FormatBorder::Thin)
                    .set_align(FormatAlign::Center)
                    .set_align(FormatAlign::VerticalCenter),
                marked: text
                    .clone()
                    .set_text_wrap()
                    .set_align(FormatAlign::Top)
                    .set_background_color(Color::RGB(0xFF_E6_99))
                    .set_border(FormatBorder::Thin)
                    .set_border_color(Color::RGB(0xBF_8F_00)),
                text,
                number: top(),
                money: top().set_num_format("#,##0.00"),
                date: top().set_num_format("yyyy-mm-dd"),
            },
            columns: Vec::new(),
            sheets: 0,
            named: 0,
            line: 0,
        }
    }

    /// Adds the rows of a frame.
    pub(super) fn write(&mut self, frame: &Frame) -> Result<(), XlsxError> {
        if self.sheets == 0 {
            if !self.cover.lines.is_empty() {
                write_cover(self.book.add_worksheet_with_constant_memory()?, &self.cover)?;
            }
            self.take_columns(frame);
            self.begin_sheet()?;
        }
        let mut marked = frame.marked.iter().copied().peekable();
        for row in 0..frame.rows() {
            if self.line == SHEET_ROWS {
                self.end_sheet()?;
                self.begin_sheet()?;
            }
            let (line, at) = (self.line, self.last_sheet());
            self.line += 1;
            let sheet = self.book.worksheet_from_index(at)?;
            if marked
                .peek()
                .is_some_and(|(marked_row, _)| *marked_row == row)
            {
                sheet.set_row_height(line, height(frame, row, &self.columns))?;
            }
            for (column, (_, values)) in frame.columns.iter().enumerate() {
                let is_marked =
                    marked.next_if(|cell| *cell <= (row, column)) == Some((row, column));
                let place = (line, u16::try_from(column).unwrap_or(u16::MAX));
                write_cell(sheet, place, values.at(row), is_marked, &self.formats)?;
            }
        }
        Ok(())
    }

    /// Adds a frame of other columns on a sheet of its own.
    pub(super) fn further(&mut self, name: &str, frame: &Frame) -> Result<(), XlsxError> {
        self.end_sheet()?;
        self.cover.sheet = super::report::tab(name);
        self.named = 0;
        self.take_columns(frame);
        self.begin_sheet()?;
        self.write(frame)
    }

    fn take_columns(&mut self, frame: &Frame) {
        let columns = frame.columns.iter();
        self.columns = columns
            .map(|(name, values)| (name.clone(), width(name, values)))
            .collect();
    }

    /// Adds a line to the cover, if there is one.
    pub(super) fn cover_line(&mut self, label: &str, text: &str) -> Result<(), XlsxError> {
        if self.cover.lines.is_empty() {
            return Ok(());
        }
        self.cover.lines.push((label.to_owned(), text.to_owned()));
        if self.sheets == 0 {
            return Ok(());
        }
        let line = cover_row(self.cover.lines.len() - 1);
        write_cover_line(self.book.worksheet_from_index(0)?, line, label, text)
    }

    /// Writes the file.
    pub(super) fn finish(&mut self) -> Result<(), XlsxError> {
        self.end_sheet()?;
        match self.file.take() {
            Some(file) => self
                .book
                .save_to_writer(BufWriter::with_capacity(1 << 20, file)),
            None => Ok(()),
        }
    }

    /// Place of the last sheet among all, the cover included.
    fn last_sheet(&self) -> usize {
        let cover = usize::from(!self.cover.lines.is_empty());
        self.sheets.saturating_sub(1) as usize + cover
    }

    fn begin_sheet(&mut self) -> Result<(), XlsxError> {
        self.sheets += 1;
        self.named += 1;
        self.line = 1;
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        if !self.cover.sheet.is_empty() {
            let ending = match self.named {
                1 => String::new(),
                n => format!(" {n}"),
            };
            sheet.set_name(super::report::tab_ending(&self.cover.sheet, &ending))?;
        }
        sheet.set_freeze_panes(1, 0)?;
        // Printed on A4, as wide as the page, the header on each.
        sheet
            .set_paper_size(9)
            .set_landscape()
            .set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(0, 0)?;
        sheet.set_row_height(0, 22)?;
        for (column, (name, width)) in (0u16..).zip(&self.columns) {
            sheet.set_column_width(column, *width)?;
            sheet.write_with_format(0, column, fitting(name).as_ref(), &self.formats.header)?;
        }
        Ok(())
    }

    fn end_sheet(&mut self) -> Result<(), XlsxError> {
        if self.columns.is_empty() {
            return Ok(());
        }
        let last = u16::try_from(self.columns.len() - 1).unwrap_or(u16::MAX);
        let (below, at) = (self.line.saturating_sub(1).max(1), self.last_sheet());
        let sheet = self.book.worksheet_from_index(at)?;
        sheet.autofilter(0, 0, below, last).map(|_| ())
    }
}

fn write_cover(sheet: &mut Worksheet, cover: &Cover) -> Result<(), XlsxError> {
    if !cover.title.is_empty() {
        let name = super::report::tab(&cover.title);
        // Two sheets of one name are no workbook.
        let first = super::report::tab(&cover.sheet);
        let ending = match name.to_lowercase() == first.to_lowercase() {
            true => " ·",
            false => "",
        };
        sheet.set_name(super::report::tab_ending(&cover.title, ending))?;
    }
    sheet.set_column_width(0, 24)?.set_column_width(1, 80)?;
    let title = Format::new().set_bold().set_font_size(16);
    sheet.write_with_format(0, 0, &cover.title, &title)?;
    for (at, (label, text)) in cover.lines.iter().enumerate() {
        write_cover_line(sheet, cover_row(at), label, text)?;
    }
    Ok(())
}

/// The lines of a cover stand below its title and a blank row.
fn cover_row(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX).saturating_add(2)
}

fn write_cover_line(
    sheet: &mut Worksheet,
    row: u32,
    label: &str,
    text: &str,
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold().set_align(FormatAlign::Top);
    let value = Format::new().set_text_wrap().set_num_format("@");
    sheet.write_with_format(row, 0, fitting(label).as_ref(), &bold)?;
    sheet.write_with_format(row, 1, fitting(text).as_ref(), &value)?;
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    (line, column): (u32, u16),
    value: Value<'_>,
    marked: bool,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match value {
        Value::Missing if marked => sheet.write_blank(line, column, &formats.marked)?,
        Value::Missing => sheet,
        Value::Text(text) => {
            let format = if marked {
                &formats.marked
            } else {
                &formats.text
            };
            sheet.write_string_with_format(line, column, fitting(text).as_ref(), format)?
        }
        // Beyond this a spreadsheet would lose digits.
        Value::Number(n) if n.unsigned_abs() >= 1_000_000_000_000_000 => {
            sheet.write_string_with_format(line, column, n.to_string(), &formats.text)?
        }
        Value::Number(n) => {
            sheet.write_number_with_format(line, column, n as f64, &formats.number)?
        }
        Value::Decimal(n, places) => {
            let value = rounded(n, places);
            sheet.write_number_with_format(line, column, value, &formats.number)?
        }
        Value::Money(fen) => {
            let yuan = fen.get() as f64 / 100.0;
            sheet.write_number_with_format(line, column, yuan, &formats.money)?
        }
        Value::Date(day) => {
            use base::date::{DateSystem, serial_from_date};
            match serial_from_date(day, DateSystem::From1900) {
                Some(serial) => {
                    sheet.write_number_with_format(line, column, serial, &formats.date)?
                }
                None => {
                    sheet.write_string_with_format(line, column, day.to_string(), &formats.text)?
                }
            }
        }
    };
    Ok(())
}

/// A short float with so many decimals, as the text of it would say.
pub(super) fn rounded(value: f32, places: usize) -> f64 {
    let scale = 10f64.powi(i32::try_from(places).unwrap_or(6));
    (f64::from(value) * scale).round() / scale
}

/// What fits into a cell; a longer text ends in an ellipsis.
fn fitting(text: &str) -> Cow<'_, str> {
    if text.len() <= CELL_MAX || text.encode_utf16().count() <= CELL_MAX {
        return Cow::Borrowed(text);
    }
    let mut units = 0;
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units < CELL_MAX
    });
    Cow::Owned(kept.chain(['…']).collect())
}

/// The height at which the wrapped texts of a row's marked cells can be read.
fn height(frame: &Frame, row: usize, columns: &[(String, f64)]) -> f64 {
    let cells = frame.marked.partition_point(|(r, _)| *r < row);
    let cells = frame.marked.iter().skip(cells);
    let cells = cells.take_while(|(r, _)| *r == row);
    let lines = cells.map(|(_, column)| {
        let width = columns.get(*column).map_or(10.0, |(_, width)| width - 2.0);
        match frame.columns.get(*column).map(|(_, values)| values.at(row)) {
            Some(Value::Text(text)) => {
                let lines = text
                    .lines()
                    .map(|l| (units(l) as f64 / width).ceil().max(1.0));
                lines.sum::<f64>()
            }
            _ => 1.0,
        }
    });
    15.0 * lines.fold(1.0, f64::max).min(LINES_MAX)
}

/// How wide a text is: Chinese characters are twice as wide as Latin letters.
fn units(text: &str) -> usize {
    let widths = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 });
    widths.sum::<usize>()
}

fn width(name: &str, values: &Values) -> f64 {
    let rows = values.len().min(WIDTH_ROWS);
    let widest = (0..rows).map(|row| match values.at(row) {
        Value::Text(text) => text.lines().map(units).max().unwrap_or(0),
        Value::Missing => 0,
        Value::Date(_) | Value::Money(_) => 11,
        Value::Number(_) | Value::Decimal(..) => 10,
    });
    (widest.max().unwrap_or(0).max(units(name) + 3).clamp(6, 60) + 2) as f64
}
