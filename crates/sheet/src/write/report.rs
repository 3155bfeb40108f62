//! A workbook that is read, not only filtered: several sheets, each with a title, a few lines of
//! explanation, a styled table, and a print setup for A4.
//!
//! Must not know what the tables say. Start at [`Report`].

use crate::SheetError;
use base::date::{Date, DateSystem, serial_from_date};
use rust_xlsxwriter::{
    Color, ConditionalFormatDataBar, DocProperties, Format, FormatAlign, FormatBorder,
    FormatUnderline, Url, Workbook, Worksheet, XlsxError,
};
use std::ops::Range;
use std::path::Path;

/// A workbook of several sheets.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The sheets in their order.
    pub leaves: Vec<Leaf>,
    /// What every sheet but the first says beside its title to lead back to it; nothing when empty.
    pub back: String,
}

/// One sheet: title and explanation above a table.
#[derive(Debug, Clone, Default)]
pub struct Leaf {
    /// Name on the tab.
    pub name: String,
    /// Title above the table; nothing stands there when empty.
    pub title: String,
    /// Lines below the title.
    pub lead: Vec<String>,
    /// The columns of the table.
    pub columns: Vec<Column>,
    /// The rows of the table.
    pub rows: Vec<Vec<Cell>>,
    /// Columns that stay in sight when one scrolls to the right.
    pub frozen: u16,
    /// Columns that are printed, from the first; all of them when nothing is said.
    pub printed: Option<usize>,
    /// The last row is a sum: bold, with a line above.
    pub sum: bool,
    /// A table without header and filter: label and value, as on a cover.
    pub plain: bool,
}

/// One column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// The header.
    pub header: String,
    /// Width in characters of Latin text.
    pub width: f64,
    /// Whether long text runs over several lines; short text is centred otherwise.
    pub wrap: bool,
    /// Bars behind the numbers, in this colour (`0xRRGGBB`).
    pub bar: Option<u32>,
}

impl Column {
    /// A column of short values.
    pub fn short(header: impl Into<String>, width: f64) -> Self {
        Self {
            header: header.into(),
            width,
            wrap: false,
            bar: None,
        }
    }

    /// A column of sentences.
    pub fn long(header: impl Into<String>, width: f64) -> Self {
        Self {
            wrap: true,
            ..Self::short(header, width)
        }
    }

    /// A column of counts with bars behind them.
    pub fn bars(header: impl Into<String>, width: f64, colour: u32) -> Self {
        Self {
            bar: Some(colour),
            ..Self::short(header, width)
        }
    }
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text, kept as text.
    Text(String),
    /// Text on a ground of its own.
    Tag(String, Tone),
    /// A whole number.
    Count(u64),
    /// A share from 0 to 1.
    Share(f64),
    /// A day.
    Day(Date),
    /// Text that leads to the sheet of this place in the report. A sheet holds 65,530 of them.
    Lead(String, usize),
}

impl Cell {
    /// Text, or nothing when it is empty.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }
}

/// What a ground says at a glance; never the only sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Something to stop.
    Warm,
    /// Something to grant.
    Fresh,
    /// Something to change.
    Amber,
    /// Something to correct.
    Cool,
    /// Nothing to do.
    Grey,
}

impl Tone {
    const ALL: [Self; 5] = [Self::Warm, Self::Fresh, Self::Amber, Self::Cool, Self::Grey];

    /// Ground and letters.
    const fn colours(self) -> (u32, u32) {
        match self {
            Self::Warm => (0xFD_E7_E1, 0x9A_34_12),
            Self::Fresh => (0xDD_F3_E4, 0x16_65_34),
            Self::Amber => (0xFE_F3_C7, 0x85_4D_0E),
            Self::Cool => (0xE0_EA_F7, 0x1E_40_6E),
            Self::Grey => (0xEE_EE_EE, 0x55_55_55),
        }
    }
}

impl Report {
    /// Writes the workbook; the file is complete or absent.
    ///
    /// # Errors
    /// [`SheetError::Unwritable`].
    pub fn write(&self, target: &str) -> Result<(), SheetError> {
        let path = Path::new(target);
        let beside = path.with_extension("xlsx.part");
        let written = self
            .save(&beside)
            .map_err(std::io::Error::other)
            .and_then(|()| std::fs::rename(&beside, path));
        written.map_err(|e| {
            // What could not be finished must not lie about.
            let _ = std::fs::remove_file(&beside);
            SheetError::Unwritable {
                file: target.to_owned(),
                why: e.to_string(),
            }
        })
    }

    fn save(&self, path: &Path) -> Result<(), XlsxError> {
        self.save_with(path, ROWS_MAX)
    }

    fn save_with(&self, path: &Path, rows_max: usize) -> Result<(), XlsxError> {
        let mut book = Workbook::new();
        let title = self.leaves.first().map_or("", |l| l.title.as_str());
        book.set_properties(&DocProperties::new().set_title(title));
        let styles = Styles::new();
        let tabs: Vec<String> = self.leaves.iter().map(|l| tab(&l.name)).collect();
        for (at, leaf) in self.leaves.iter().enumerate() {
            let back = (at > 0 && !self.back.is_empty()).then_some(self.back.as_str());
            for (part, rows) in parts(leaf.rows.len(), leaf.room(rows_max))
                .into_iter()
                .enumerate()
            {
                let sheet = book.add_worksheet_with_constant_memory()?;
                let place = Place {
                    tabs: &tabs,
                    name: part_name(tabs.get(at).map_or("", String::as_str), part),
                    back,
                };
                leaf.write(sheet, &styles, rows, &place)?;
            }
        }
        book.save(path)
    }
}

/// Where a sheet stands in its workbook.
struct Place<'a> {
    /// The first sheet of every leaf.
    tabs: &'a [String],
    /// Name of this one.
    name: String,
    /// What leads back to the first.
    back: Option<&'a str>,
}

/// The rows of each sheet, when one holds so many.
fn parts(rows: usize, room: usize) -> Vec<Range<usize>> {
    let starts = (0..rows.max(1)).step_by(room.max(1));
    starts.map(|from| from..(from + room).min(rows)).collect()
}

/// The name of a further sheet of a table that one does not hold.
fn part_name(name: &str, part: usize) -> String {
    if part == 0 {
        return name.to_owned();
    }
    let number = format!(" ({})", part + 1);
    let kept: String = name.chars().take(31 - number.len()).collect();
    kept + &number
}

fn inside(tab: &str) -> Url {
    Url::new(format!("internal:'{}'!A1", tab.replace('\'', "''")))
}

const FONT: &str = "Microsoft YaHei";

/// Rows of a sheet that every spreadsheet program can open.
const ROWS_MAX: usize = 1_048_576;

/// Characters that a cell can hold, with room for wide ones.
const CELL_MAX: usize = 16_000;

struct Styles {
    title: Format,
    lead: Format,
    header: Format,
    cell: Format,
    wrapped: Format,
    number: Format,
    share: Format,
    day: Format,
    label: Format,
    link: Format,
    back: Format,
    tags: Vec<(Tone, Format)>,
}

impl Styles {
    fn new() -> Self {
        let base = Format::new()
            .set_font_name(FONT)
            .set_font_size(10)
            .set_align(FormatAlign::VerticalCenter);
        let cell = base
            .clone()
            .set_border_bottom(FormatBorder::Thin)
            .set_border_color(Color::RGB(0xD9_DE_E5));
        let tag = |tone: Tone| {
            let (ground, letters) = tone.colours();
            let format = cell
                .clone()
                .set_background_color(Color::RGB(ground))
                .set_font_color(Color::RGB(letters))
                .set_align(FormatAlign::Center);
            (tone, format)
        };
        Self {
            title: base
                .clone()
                .set_bold()
                .set_font_size(16)
                .set_font_color(Color::RGB(0x1F_3A_5F)),
            lead: base.clone().set_font_color(Color::RGB(0x5B_66_75)),
            header: base
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_background_color(Color::RGB(0x1F_3A_5F))
                .set_font_color(Color::White)
                .set_align(FormatAlign::Center)
                .set_border_bottom(FormatBorder::Thin),
            // Text cells stay text: a spreadsheet must not turn an ID number into a float.
            wrapped: cell.clone().set_text_wrap().set_num_format("@"),
            number: cell
                .clone()
                .set_num_format("#,##0")
                .set_align(FormatAlign::Right)
                .set_indent(1),
            share: cell
                .clone()
                .set_num_format("0.0%")
                .set_align(FormatAlign::Center),
            day: cell
                .clone()
                .set_num_format("yyyy-mm-dd")
                .set_align(FormatAlign::Center),
            label: cell
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_font_color(Color::RGB(0x1F_3A_5F))
                .set_align(FormatAlign::Top),
            back: base
                .clone()
                .set_font_color(Color::RGB(0x1D_5F_A8))
                .set_underline(FormatUnderline::Single),
            link: cell
                .clone()
                .set_font_color(Color::RGB(0x1D_5F_A8))
                .set_underline(FormatUnderline::Single)
                .set_align(FormatAlign::Top),
            tags: Tone::ALL.map(tag).into(),
            cell: cell.set_num_format("@"),
        }
    }

    fn tag(&self, tone: Tone) -> &Format {
        let found = self.tags.iter().find(|(t, _)| *t == tone);
        found.map_or(&self.cell, |(_, format)| format)
    }
}

impl Leaf {
    /// Rows of the table that one sheet holds.
    fn room(&self, rows_max: usize) -> usize {
        let above = usize::from(!self.title.is_empty()) + self.lead.len() + 2;
        rows_max.saturating_sub(above).max(1)
    }

    fn write(
        &self,
        sheet: &mut Worksheet,
        styles: &Styles,
        rows: Range<usize>,
        place: &Place<'_>,
    ) -> Result<(), XlsxError> {
        sheet.set_name(&place.name)?;
        let last = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        for (at, column) in (0u16..).zip(&self.columns) {
            sheet.set_column_width(at, column.width)?;
        }
        let mut line = 0u32;
        if !self.title.is_empty() {
            sheet.set_row_height(line, 30)?;
            sheet.write_with_format(line, 0, &self.title, &styles.title)?;
            line += 1;
        }
        for text in &self.lead {
            sheet.write_with_format(line, 0, text, &styles.lead)?;
            line += 1;
        }
        if line > 0 {
            if let (Some(text), Some(first)) = (place.back, place.tabs.first()) {
                sheet.write_url_with_format(line, 0, inside(first).set_text(text), &styles.back)?;
            }
            line += 1;
        }
        let header = line;
        if !self.plain {
            sheet.set_row_height(line, 30)?;
            for (at, column) in (0u16..).zip(&self.columns) {
                sheet.write_with_format(line, at, &column.header, &styles.header)?;
            }
            sheet.set_freeze_panes(line + 1, self.frozen)?;
            line += 1;
        }
        let last_part = rows.end == self.rows.len();
        for (row, cells) in rows
            .clone()
            .zip(self.rows.get(rows.clone()).unwrap_or_default())
        {
            let sum = self.sum && row + 1 == self.rows.len();
            self.row(sheet, line, cells, sum, (styles, place))?;
            line += 1;
        }
        if !self.plain && !rows.is_empty() {
            let below = line - 1 - u32::from(self.sum && last_part && rows.len() > 1);
            sheet.autofilter(header, 0, below, last)?;
            for (at, column) in (0u16..).zip(&self.columns) {
                if let Some(colour) = column.bar {
                    let bar = ConditionalFormatDataBar::new()
                        .set_fill_color(Color::RGB(colour))
                        .set_solid_fill(true)
                        .set_border_off(true);
                    sheet.add_conditional_format(header + 1, at, below, at, &bar)?;
                }
            }
            sheet.set_repeat_rows(header, header)?;
        }
        sheet
            .set_paper_size(9)
            .set_print_fit_to_pages(1, 0)
            .set_margins(0.4, 0.4, 0.5, 0.6, 0.2, 0.3)
            .set_footer("&L&9&A&R&9&P / &N");
        let printed = self.printed.unwrap_or(self.columns.len());
        if let (Some(printed), true) = (self.printed, line > 0) {
            let right = u16::try_from(printed.saturating_sub(1)).unwrap_or(u16::MAX);
            sheet.set_print_area(0, 0, line - 1, right.min(last))?;
        }
        let wide: f64 = self.columns.iter().take(printed).map(|c| c.width).sum();
        if wide > 90.0 {
            sheet.set_landscape();
        }
        sheet.set_screen_gridlines(false);
        Ok(())
    }

    fn row(
        &self,
        sheet: &mut Worksheet,
        line: u32,
        cells: &[Cell],
        sum: bool,
        (styles, place): (&Styles, &Place<'_>),
    ) -> Result<(), XlsxError> {
        let lines = self.lines(cells);
        if lines > 1 {
            sheet.set_row_height(line, 15.5 * lines as f64 + 3.0)?;
        } else {
            sheet.set_row_height(line, 20)?;
        }
        for (at, (cell, column)) in (0u16..).zip(cells.iter().zip(&self.columns)) {
            let text = if self.plain && at == 0 {
                &styles.label
            } else if column.wrap {
                &styles.wrapped
            } else {
                &styles.cell
            };
            let styled = |format: &Format| {
                if sum {
                    format.clone().set_bold().set_border_top(FormatBorder::Thin)
                } else {
                    format.clone()
                }
            };
            match cell {
                Cell::Empty => sheet.write_blank(line, at, &styled(text))?,
                Cell::Text(value) => {
                    sheet.write_string_with_format(line, at, fitting(value), &styled(text))?
                }
                Cell::Tag(value, tone) => {
                    sheet.write_string_with_format(line, at, value, styles.tag(*tone))?
                }
                Cell::Count(n) => {
                    sheet.write_number_with_format(line, at, *n as f64, &styled(&styles.number))?
                }
                Cell::Share(share) => {
                    sheet.write_number_with_format(line, at, *share, &styled(&styles.share))?
                }
                Cell::Lead(value, to) => match place.tabs.get(*to) {
                    Some(tab) => {
                        let url = inside(tab).set_text(value);
                        sheet.write_url_with_format(line, at, url, &styles.link)?
                    }
                    None => sheet.write_string_with_format(line, at, value, &styled(text))?,
                },
                Cell::Day(day) => match serial_from_date(*day, DateSystem::From1900) {
                    Some(serial) => {
                        sheet.write_number_with_format(line, at, serial, &styled(&styles.day))?
                    }
                    None => {
                        sheet.write_string_with_format(line, at, day.to_string(), &styled(text))?
                    }
                },
            };
        }
        Ok(())
    }

    /// Lines that the longest wrapped text of a row takes.
    fn lines(&self, cells: &[Cell]) -> usize {
        let taken = cells.iter().zip(&self.columns).map(|(cell, column)| {
            let (Cell::Text(text), true) = (cell, column.wrap || self.plain) else {
                return 1;
            };
            let room = (column.width - 1.5).max(4.0);
            text.lines()
                .map(|l| (units(l) as f64 * 1.04 / room).ceil().max(1.0) as usize)
                .sum::<usize>()
                .max(1)
        });
        taken.max().unwrap_or(1).min(24)
    }
}

/// Chinese characters are twice as wide as Latin letters.
fn units(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

fn fitting(text: &str) -> &str {
    text.char_indices()
        .nth(CELL_MAX)
        .map_or(text, |(end, _)| &text[..end])
}

/// A tab takes 31 characters and none of `[]:*?/\`.
pub(super) fn tab(name: &str) -> String {
    tab_ending(name, "")
}

/// A tab that ends so, whatever has to give way for it.
pub(super) fn tab_ending(name: &str, ending: &str) -> String {
    let room = 31usize.saturating_sub(ending.chars().count());
    let kept = name
        .chars()
        .map(|c| if "[]:*?/\\".contains(c) { ' ' } else { c })
        .take(room);
    kept.chain(ending.chars()).collect()
}

#[cfg(test)]
mod tests;
