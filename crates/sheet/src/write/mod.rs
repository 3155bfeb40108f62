//! Results as files: csv, json, xlsx and parquet by the file's ending, csv to standard output.
//!
//! What is written is a [`Frame`]: named columns of equal length. A result of any length is written
//! frame by frame through a [`Writer`]; [`write()`] is that with one frame. Workbooks get a styled,
//! frozen header with filters and widths fit for Chinese text, and a cover sheet that tells what
//! was compared; more rows than a sheet holds go on to further sheets.

mod csv;
mod frame;
mod json;
mod page;
mod parquet;
pub mod report;
mod target;
mod xlsx;

#[cfg(test)]
mod tests;

pub use frame::{Cover, Frame, Values};
pub use page::{Cell, Page, PageText, write_page_text, write_page_xlsx};
pub use target::Writer;

use crate::SheetError;

/// Writes a frame where `target` says: a path whose ending names the format, or `-` for csv on
/// standard output. A file is complete or absent: it is written beside its place and then moved.
///
/// # Errors
/// [`SheetError::Unwritable`], [`SheetError::UnknownEnding`], [`SheetError::TooWide`].
pub fn write(target: &str, frame: &Frame, cover: &Cover) -> Result<(), SheetError> {
    let mut writer = Writer::create(target, cover)?;
    writer.write(frame)?;
    writer.finish()
}
