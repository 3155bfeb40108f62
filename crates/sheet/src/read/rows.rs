//! Rows of a sheet, one after the other, made into tables: the header is found in the first rows,
//! merged cells are filled over their area, totals and signatures at the end are set apart.
//!
//! Must not know how a workbook stores its cells. Only the rows of one table, and those that may
//! still be notes, are in memory.

use super::grid::{self, HEADER_ROWS_MAX, Layout};
use super::shape::Shape;
use super::{Each, Format, ReadOptions};
use crate::table::RowNumbers;
use crate::{Problem, Reason, Remark, SheetError};
use arrow_array::builder::StringViewBuilder;
use std::collections::VecDeque;
use std::ops::ControlFlow;

/// Rows at the end of a sheet among which totals and signatures are looked for.
const NOTE_ROWS_MAX: usize = 12;

/// Rows and columns of a merged area, from 0, both ends included: top, left, bottom, right.
pub(super) type Area = (u32, u32, u32, u32);

/// What is known of a sheet beside its cells.
#[derive(Default)]
pub(super) struct Frame {
    pub(super) name: String,
    pub(super) others: Vec<String>,
    pub(super) remarks: Vec<Remark>,
    pub(super) merged: Vec<Area>,
}

/// A row as it stands in the sheet.
#[derive(Debug, Clone, Default)]
struct Row {
    /// From 0.
    number: u32,
    cells: Vec<String>,
    /// Cells that show an error, by place.
    errors: Vec<(usize, String)>,
    /// A total or a signature, if it stands at the end.
    note: bool,
}

/// Takes rows and hands tables over.
pub(super) struct Rows<'a> {
    file: &'a str,
    options: &'a ReadOptions,
    records: usize,
    frame: Frame,
    /// Rows before the header is known.
    head: Vec<Row>,
    layout: Option<Layout>,
    width: usize,
    /// The widest row of the head, without what merged titles cover.
    widest: usize,
    /// Rows that may be notes at the end.
    held: VecDeque<Row>,
    columns: Vec<StringViewBuilder>,
    numbers: Vec<u32>,
    problems: Vec<Problem>,
    shape: Option<Shape>,
    /// Merged areas not yet reached, the next one last; and those begun, with their value.
    ahead: Vec<Area>,
    begun: Vec<(Area, String)>,
    handed_over: usize,
}

impl<'a> Rows<'a> {
    pub(super) fn new(
        file: &'a str,
        options: &'a ReadOptions,
        records: usize,
        mut frame: Frame,
    ) -> Self {
        let mut ahead = std::mem::take(&mut frame.merged);
        ahead.sort_unstable_by(|a, b| b.cmp(a));
        Self {
            file,
            options,
            records: records.max(1),
            frame,
            head: Vec::new(),
            layout: None,
            width: 0,
            widest: 0,
            held: VecDeque::new(),
            columns: Vec::new(),
            numbers: Vec::new(),
            problems: Vec::new(),
            shape: None,
            ahead,
            begun: Vec::new(),
            handed_over: 0,
        }
    }

    /// Takes a row; `errors` are cells that show an error such as `#N/A`.
    pub(super) fn push(
        &mut self,
        number: u32,
        mut cells: Vec<String>,
        errors: Vec<(usize, String)>,
        each: &mut Each<'_>,
    ) -> Result<ControlFlow<()>, SheetError> {
        if errors.is_empty() && cells.iter().all(String::is_empty) {
            return Ok(ControlFlow::Continue(()));
        }
        let note = grid::is_note(&cells);
        self.widest = self.widest.max(cells.len());
        self.fill_merged(number, &mut cells);
        let row = Row {
            number,
            cells,
            errors,
            note,
        };
        if self.layout.is_some() {
            return self.record(row, each);
        }
        self.head.push(row);
        if self.head.len() < HEADER_ROWS_MAX {
            return Ok(ControlFlow::Continue(()));
        }
        self.find_header(each)
    }

    /// Hands over what is left. Whether there was any record.
    pub(super) fn finish(mut self, each: &mut Each<'_>) -> Result<(), SheetError> {
        if self.layout.is_none() && self.find_header(each)?.is_break() {
            return Ok(());
        }
        let mut notes = Vec::new();
        for row in std::mem::take(&mut self.held) {
            if row.note {
                notes.push(grid::joined(&row.cells));
            } else {
                self.keep(row);
            }
        }
        if self.numbers.is_empty() && self.handed_over == 0 {
            return Err(SheetError::NoRows {
                file: self.file.to_owned(),
            });
        }
        if !self.numbers.is_empty() || !notes.is_empty() {
            // A consumer that stops at the last table stops at nothing.
            let _ = self.hand_over(notes, each)?;
        }
        Ok(())
    }

    fn find_header(&mut self, each: &mut Each<'_>) -> Result<ControlFlow<()>, SheetError> {
        let head = std::mem::take(&mut self.head);
        let width = self.widest;
        let cells = head.iter().map(|row| {
            let mut cells = row.cells.clone();
            cells.resize(width, String::new());
            cells
        });
        let layout = grid::layout(&cells.collect::<Vec<_>>());
        let layout = layout.ok_or_else(|| SheetError::NoHeader {
            file: self.file.to_owned(),
        })?;
        let first = layout.first;
        self.width = layout.headers.len();
        self.columns = layout
            .headers
            .iter()
            .map(|_| StringViewBuilder::new())
            .collect();
        self.layout = Some(layout);
        for row in head.into_iter().skip(first) {
            if self.record(row, each)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn record(&mut self, row: Row, each: &mut Each<'_>) -> Result<ControlFlow<()>, SheetError> {
        self.held.push_back(row);
        if self.held.len() > NOTE_ROWS_MAX
            && let Some(row) = self.held.pop_front()
        {
            self.keep(row);
            if self.numbers.len() == self.records {
                return self.hand_over(Vec::new(), each);
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn keep(&mut self, row: Row) {
        let number = row.number + 1;
        for (at, column) in self.columns.iter_mut().enumerate() {
            let value = row.cells.get(at).filter(|v| !v.is_empty());
            column.append_option(value);
        }
        self.numbers.push(number);
        let beyond = row.cells.iter().skip(self.width).any(|c| !c.is_empty());
        if beyond {
            self.problems.push(Problem {
                row: number,
                column: None,
                header: String::new(),
                value: String::new(),
                reason: Reason::RowLong {
                    found: row.cells.len(),
                    expected: self.width,
                },
            });
        }
        for (at, value) in row.errors {
            self.problems.push(Problem {
                row: number,
                column: Some(at),
                header: String::new(),
                value,
                reason: Reason::CellError,
            });
        }
    }

    fn hand_over(
        &mut self,
        notes: Vec<String>,
        each: &mut Each<'_>,
    ) -> Result<ControlFlow<()>, SheetError> {
        let values: Vec<_> = self.columns.iter_mut().map(|c| c.finish()).collect();
        let shape = match &mut self.shape {
            Some(shape) => shape,
            none => {
                let layout = self.layout.take().unwrap_or_default();
                let mut shape = Shape::decide(
                    self.file,
                    Format::Workbook,
                    layout.headers,
                    &values,
                    self.options,
                )?;
                shape.sheet = Some(std::mem::take(&mut self.frame.name));
                shape.other_sheets = std::mem::take(&mut self.frame.others);
                shape.saying(layout.titles, std::mem::take(&mut self.frame.remarks));
                self.layout = Some(Layout::default());
                none.insert(shape)
            }
        };
        let numbers = std::mem::take(&mut self.numbers);
        self.handed_over += numbers.len();
        let rows = RowNumbers::from_rows(numbers);
        let mut table = shape.table(values, rows, std::mem::take(&mut self.problems));
        table.notes.extend(notes);
        Ok(each(table))
    }

    /// Writes the value of each merged area that the row lies in over its cells.
    fn fill_merged(&mut self, number: u32, cells: &mut Vec<String>) {
        while let Some(area) = self.ahead.pop_if(|(top, ..)| *top <= number) {
            if area.2 >= number {
                let value = match area.0 == number {
                    true => cells.get(area.1 as usize).cloned().unwrap_or_default(),
                    false => String::new(),
                };
                self.begun.push((area, value));
            }
        }
        self.begun
            .retain(|((_, _, bottom, _), _)| *bottom >= number);
        for ((_, left, _, right), value) in &self.begun {
            if value.is_empty() {
                continue;
            }
            let (left, mut right) = (*left as usize, *right as usize);
            if self.layout.is_some() {
                right = right.min(self.width.saturating_sub(1));
            }
            if cells.len() <= right {
                cells.resize(right + 1, String::new());
            }
            for cell in cells.iter_mut().take(right + 1).skip(left) {
                cell.clone_from(value);
            }
        }
    }
}
