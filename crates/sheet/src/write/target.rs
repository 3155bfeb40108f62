//! Where a result goes: the format by the target's ending, part by part, complete or absent.

use super::{Cover, Frame, csv, json, parquet, xlsx};
use crate::SheetError;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// A result being written part by part, in memory that does not grow with it.
///
/// The first part fixes the columns; later ones must have the same. Nothing stands at the target
/// until [`Writer::finish`]: the file is written beside its place and then moved.
///
/// ```no_run
/// use sheet::{Cover, Frame, Values, Writer};
/// let mut out = Writer::create("households.parquet", &Cover::default())?;
/// for month in 1..=12u32 {
///     out.write(&Frame::default().with("month", Values::Whole(vec![month; 1000])))?;
/// }
/// out.finish()?;
/// # Ok::<(), sheet::SheetError>(())
/// ```
pub struct Writer {
    target: String,
    /// The final place and the one beside it; `None` for standard output.
    places: Option<(PathBuf, PathBuf)>,
    format: Format,
    first: Option<Frame>,
    rows: usize,
    done: bool,
}

enum Format {
    Standard,
    Csv(BufWriter<File>),
    Json(BufWriter<File>),
    Xlsx(Box<xlsx::Book>),
    Parquet(Box<parquet::Columnar>),
}

impl Writer {
    /// Opens a target: a path ending in csv, txt, json, xlsx or parquet, or `-` for csv on standard
    /// output. The cover is for workbooks.
    ///
    /// # Errors
    /// [`SheetError::Unwritable`], [`SheetError::UnknownEnding`].
    pub fn create(target: &str, cover: &Cover) -> Result<Self, SheetError> {
        let opened = |places, format| Self {
            target: target.to_owned(),
            places,
            format,
            first: None,
            rows: 0,
            done: false,
        };
        if target == "-" {
            return Ok(opened(None, Format::Standard));
        }
        let path = Path::new(target);
        let ending = path
            .extension()
            .map(|e| e.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        let beside = path.with_extension(format!("{ending}.part"));
        let file = || {
            File::create(&beside).map_err(|e| SheetError::Unwritable {
                file: target.to_owned(),
                why: e.to_string(),
            })
        };
        let buffered = |file| BufWriter::with_capacity(1 << 20, file);
        let format = match ending.as_str() {
            "csv" | "txt" => Format::Csv(buffered(file()?)),
            "json" => Format::Json(buffered(file()?)),
            "xlsx" => Format::Xlsx(Box::new(xlsx::Book::new(file()?, cover))),
            "parquet" => Format::Parquet(Box::new(parquet::Columnar::new(file()?))),
            _ => {
                return Err(SheetError::UnknownEnding {
                    file: target.to_owned(),
                });
            }
        };
        Ok(opened(Some((beside, path.to_owned())), format))
    }

    /// Adds the rows of a frame.
    ///
    /// # Errors
    /// [`SheetError::Unwritable`]; [`SheetError::TooWide`] for a workbook of too many columns;
    /// [`SheetError::ColumnsDiffer`] when the columns are not those of the first part.
    pub fn write(&mut self, frame: &Frame) -> Result<(), SheetError> {
        let begins = self.first.is_none();
        match &self.first {
            None => self.first = Some(Frame::of_same_columns(frame)),
            Some(first) if !first.same_columns(frame) => {
                return Err(SheetError::ColumnsDiffer {
                    file: self.target.clone(),
                });
            }
            Some(_) => {}
        }
        if matches!(self.format, Format::Xlsx(_)) && frame.columns.len() > xlsx::COLUMNS_MAX {
            return Err(SheetError::TooWide {
                file: self.target.clone(),
                columns: frame.columns.len(),
                most: xlsx::COLUMNS_MAX,
            });
        }
        let before = self.rows;
        let written = match &mut self.format {
            Format::Standard => {
                let mut out = std::io::stdout().lock();
                match csv::write(&mut out, frame, begins).and_then(|()| out.flush()) {
                    // Nobody reading any more is no failure.
                    Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
                    other => other,
                }
            }
            Format::Csv(out) => csv::write(out, frame, begins),
            Format::Json(out) => json::write(out, frame, before),
            Format::Xlsx(book) => book.write(frame).map_err(std::io::Error::other),
            Format::Parquet(out) => out.write(frame).map_err(std::io::Error::other),
        };
        self.rows += frame.rows();
        written.map_err(|e| self.failed(&e))
    }

    /// Adds a line to the cover of a workbook, for what is known only at the end. Other formats
    /// have no cover, and neither has a workbook whose cover had no lines.
    ///
    /// # Errors
    /// [`SheetError::Unwritable`].
    pub fn cover_line(&mut self, label: &str, text: &str) -> Result<(), SheetError> {
        let written = match &mut self.format {
            Format::Xlsx(book) => book.cover_line(label, text),
            _ => Ok(()),
        };
        written.map_err(|e| self.failed(&std::io::Error::other(e)))
    }

    /// Whether a workbook is written, which can hold more than one table.
    pub fn is_workbook(&self) -> bool {
        matches!(self.format, Format::Xlsx(_))
    }

    /// Adds a sheet with another table to a workbook, after all rows of the result; other formats
    /// hold one table and leave it out.
    ///
    /// # Errors
    /// [`SheetError::Unwritable`].
    pub fn further(&mut self, name: &str, frame: &Frame) -> Result<(), SheetError> {
        let written = match &mut self.format {
            Format::Xlsx(book) => book.further(name, frame),
            _ => Ok(()),
        };
        written.map_err(|e| self.failed(&std::io::Error::other(e)))
    }

    /// How many rows have been written.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Completes the file and puts it in its place.
    ///
    /// # Errors
    /// [`SheetError::Unwritable`].
    pub fn finish(mut self) -> Result<(), SheetError> {
        if self.first.is_none() {
            self.write(&Frame::default())?;
        }
        let rows = self.rows;
        let ended = match &mut self.format {
            Format::Standard => Ok(()),
            Format::Csv(out) => out.flush(),
            Format::Json(out) => json::end(out, rows).and_then(|()| out.flush()),
            Format::Xlsx(book) => book.finish().map_err(std::io::Error::other),
            Format::Parquet(out) => out.finish().map_err(std::io::Error::other),
        };
        let moved = ended.and_then(|()| match &self.places {
            Some((beside, path)) => std::fs::rename(beside, path),
            None => Ok(()),
        });
        self.done = moved.is_ok();
        moved.map_err(|e| self.failed(&e))
    }

    fn failed(&self, why: &std::io::Error) -> SheetError {
        SheetError::Unwritable {
            file: self.target.clone(),
            why: why.to_string(),
        }
    }
}

impl Drop for Writer {
    /// What was not finished must not lie about.
    fn drop(&mut self) {
        if let Some((beside, _)) = &self.places
            && !self.done
        {
            let _ = std::fs::remove_file(beside);
        }
    }
}
