//! xlsx, written row by row so that memory stays flat.

use super::{Cover, Frame, Values};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use std::path::Path;

/// Rows of one sheet, header included, that every spreadsheet program can open.
const SHEET_ROWS: usize = 1_048_576;

/// Rows looked at for the width of a column.
const WIDTH_ROWS: usize = 200;

pub(super) fn write(path: &Path, frame: &Frame, cover: &Cover) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    if !cover.lines.is_empty() {
        write_cover(book.add_worksheet_with_constant_memory()?, cover)?;
    }
    let rows = frame.rows();
    let sheets = rows.div_ceil(SHEET_ROWS - 1).max(1);
    for number in 0..sheets {
        let sheet = book.add_worksheet_with_constant_memory()?;
        if !cover.sheet.is_empty() {
            let name = match number {
                0 => cover.sheet.clone(),
                n => format!("{} {}", cover.sheet, n + 1),
            };
            sheet.set_name(name)?;
        }
        let from = number * (SHEET_ROWS - 1);
        write_rows(sheet, frame, from, (from + SHEET_ROWS - 1).min(rows))?;
    }
    book.save(path)
}

fn write_cover(sheet: &mut Worksheet, cover: &Cover) -> Result<(), XlsxError> {
    if !cover.title.is_empty() {
        sheet.set_name(&cover.title)?;
    }
    sheet.set_column_width(0, 24)?.set_column_width(1, 80)?;
    let title = Format::new().set_bold().set_font_size(16);
    let label = Format::new().set_bold().set_align(FormatAlign::Top);
    let value = Format::new().set_text_wrap();
    sheet.write_with_format(0, 0, &cover.title, &title)?;
    for (row, (name, text)) in (2u32..).zip(&cover.lines) {
        sheet.write_with_format(row, 0, name, &label)?;
        sheet.write_with_format(row, 1, text, &value)?;
    }
    Ok(())
}

fn write_rows(
    sheet: &mut Worksheet,
    frame: &Frame,
    from: usize,
    to: usize,
) -> Result<(), XlsxError> {
    let header = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x1F_4E_79))
        .set_font_color(Color::White)
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center);
    // Text cells stay text: a spreadsheet must not turn an ID number into a float.
    let text = Format::new().set_num_format("@");
    let last = u16::try_from(frame.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    for (column, (name, values)) in (0u16..).zip(&frame.columns) {
        sheet.set_column_width(column, width(name, values))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let below = u32::try_from(to - from).unwrap_or(u32::MAX);
    sheet.autofilter(0, 0, below.max(1), last)?;
    for (column, (name, _)) in (0u16..).zip(&frame.columns) {
        sheet.write_with_format(0, column, name, &header)?;
    }
    for (line, row) in (1u32..).zip(from..to) {
        for (column, (_, values)) in (0u16..).zip(&frame.columns) {
            match values {
                Values::Text(v) => {
                    if let Some(Some(value)) = v.get(row) {
                        sheet.write_with_format(line, column, value, &text)?;
                    }
                }
                Values::Whole(v) => {
                    if let Some(value) = v.get(row) {
                        sheet.write(line, column, *value)?;
                    }
                }
                Values::Decimal(v, places) => {
                    if let Some(value) = v.get(row) {
                        let scale = 10f64.powi(i32::try_from(*places).unwrap_or(6));
                        let value = (f64::from(*value) * scale).round() / scale;
                        sheet.write(line, column, value)?;
                    }
                }
            }
        }
    }
    Ok(())
}

/// Chinese characters are twice as wide as Latin letters.
fn width(name: &str, values: &Values) -> f64 {
    let units = |text: &str| {
        text.chars()
            .map(|c| if c.is_ascii() { 1 } else { 2 })
            .sum::<usize>()
    };
    let widest = match values {
        Values::Text(v) => v.iter().take(WIDTH_ROWS).flatten().map(|t| units(t)).max(),
        _ => Some(10),
    };
    (widest.unwrap_or(0).max(units(name) + 3).clamp(6, 60) + 2) as f64
}
