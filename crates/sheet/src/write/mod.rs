//! Results as files: csv, json and xlsx by the file's ending, csv to standard output.
//!
//! What is written is a [`Frame`]: named columns of equal length. Workbooks get a styled, frozen
//! header with filters and widths fit for Chinese text, and a cover sheet that tells what was
//! compared; more rows than a sheet holds go on to further sheets.

mod csv;
mod json;
mod xlsx;

#[cfg(test)]
mod tests;

use crate::SheetError;
use std::io::Write;
use std::path::Path;

/// The values of one column.
#[derive(Debug, Clone)]
pub enum Values {
    /// Text; `None` where nothing is written.
    Text(Vec<Option<String>>),
    /// Whole numbers.
    Whole(Vec<u32>),
    /// Numbers written with so many decimals.
    Decimal(Vec<f32>, usize),
}

impl Values {
    fn len(&self) -> usize {
        match self {
            Self::Text(v) => v.len(),
            Self::Whole(v) => v.len(),
            Self::Decimal(v, _) => v.len(),
        }
    }
}

/// Named columns of equal length.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    columns: Vec<(String, Values)>,
}

impl Frame {
    /// Adds a column; a shorter one counts as empty at its end.
    #[must_use]
    pub fn with(mut self, header: impl Into<String>, values: Values) -> Self {
        self.columns.push((header.into(), values));
        self
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.columns
            .iter()
            .map(|(_, v)| v.len())
            .max()
            .unwrap_or_default()
    }
}

/// The cover sheet of a workbook: its title, and lines of label and value.
#[derive(Debug, Clone, Default)]
pub struct Cover {
    /// Name of the cover sheet and title on it.
    pub title: String,
    /// Label and value, line by line.
    pub lines: Vec<(String, String)>,
    /// Name of the sheet with the rows.
    pub sheet: String,
}

/// Writes a frame where `target` says: a path whose ending names the format, or `-` for csv on
/// standard output. A file is complete or absent: it is written beside its place and then moved.
///
/// # Errors
/// [`SheetError::Unwritable`], [`SheetError::UnknownEnding`].
pub fn write(target: &str, frame: &Frame, cover: &Cover) -> Result<(), SheetError> {
    let failed = |e: std::io::Error| SheetError::Unwritable {
        file: target.to_owned(),
        why: e.to_string(),
    };
    if target == "-" {
        let mut out = std::io::stdout().lock();
        return match csv::write(&mut out, frame).and_then(|()| out.flush()) {
            Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(failed(e)),
            _ => Ok(()),
        };
    }
    let path = Path::new(target);
    let ending = path
        .extension()
        .map(|e| e.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    let beside = path.with_extension(format!("{ending}.part"));
    let written = match ending.as_str() {
        "csv" | "txt" => file(&beside, |out| csv::write(out, frame)),
        "json" => file(&beside, |out| json::write(out, frame)),
        "xlsx" => xlsx::write(&beside, frame, cover).map_err(std::io::Error::other),
        _ => {
            return Err(SheetError::UnknownEnding {
                file: target.to_owned(),
            });
        }
    };
    let moved = written.and_then(|()| std::fs::rename(&beside, path));
    moved.map_err(|e| {
        // What could not be finished must not lie about.
        let _ = std::fs::remove_file(&beside);
        failed(e)
    })
}

fn file(
    path: &Path,
    fill: impl FnOnce(&mut std::io::BufWriter<std::fs::File>) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let mut out = std::io::BufWriter::with_capacity(1 << 20, std::fs::File::create(path)?);
    fill(&mut out)?;
    out.flush()
}
