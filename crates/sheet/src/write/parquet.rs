//! parquet: one row group for every so many rows, so that memory stays flat.

use super::frame::{Frame, Value, Values};
use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, Date32Array, Decimal128Array, Float64Array, Int64Array, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use std::fs::File;
use std::sync::Arc;

/// Rows handed to the encoder at a time.
const PIECE: usize = 8192;

/// Rows of a row group: some megabytes for a ledger.
const GROUP_ROWS: usize = 131_072;

/// Digits of an amount in yuan; all of an i64 of fen fits.
const MONEY_DIGITS: u8 = 20;

/// A parquet file being written.
pub(super) struct Columnar {
    file: Option<File>,
    writer: Option<ArrowWriter<File>>,
}

impl Columnar {
    /// Starts a file; its columns are those of the first frame.
    pub(super) fn new(file: File) -> Self {
        Self {
            file: Some(file),
            writer: None,
        }
    }

    /// Adds the rows of a frame.
    pub(super) fn write(&mut self, frame: &Frame) -> Result<(), ParquetError> {
        let schema = schema(frame);
        if let Some(file) = self.file.take() {
            let properties = WriterProperties::builder()
                .set_compression(Compression::SNAPPY)
                .set_max_row_group_row_count(Some(GROUP_ROWS))
                .build();
            self.writer = Some(ArrowWriter::try_new(
                file,
                schema.clone(),
                Some(properties),
            )?);
        }
        let Some(writer) = &mut self.writer else {
            return Ok(());
        };
        let rows = frame.rows();
        for from in (0..rows).step_by(PIECE) {
            writer.write(&batch(frame, &schema, from, (from + PIECE).min(rows))?)?;
        }
        Ok(())
    }

    /// Writes the footer.
    pub(super) fn finish(&mut self) -> Result<(), ParquetError> {
        match self.writer.take() {
            Some(writer) => writer.close().map(|_| ()),
            None => Ok(()),
        }
    }
}

fn schema(frame: &Frame) -> SchemaRef {
    let field = |(name, values): &(String, Values)| {
        let kind = match values {
            Values::Text(_) | Values::View(_) => DataType::Utf8,
            Values::Whole(_) | Values::Number(_) => DataType::Int64,
            Values::Decimal(..) => DataType::Float64,
            Values::Money(_) => DataType::Decimal128(MONEY_DIGITS, 2),
            Values::Date(_) => DataType::Date32,
        };
        Field::new(name, kind, true)
    };
    Arc::new(Schema::new(
        frame.columns.iter().map(field).collect::<Vec<_>>(),
    ))
}

fn batch(
    frame: &Frame,
    schema: &SchemaRef,
    from: usize,
    to: usize,
) -> Result<RecordBatch, ArrowError> {
    let columns: Result<Vec<ArrayRef>, ArrowError> = frame
        .columns
        .iter()
        .map(|(_, values)| column(values, from, to))
        .collect();
    RecordBatch::try_new(schema.clone(), columns?)
}

fn column(values: &Values, from: usize, to: usize) -> Result<ArrayRef, ArrowError> {
    let rows = || (from..to).map(|row| values.at(row));
    Ok(match values {
        Values::Text(_) | Values::View(_) => {
            let mut out = StringBuilder::with_capacity(to - from, (to - from) * 16);
            for value in rows() {
                match value {
                    Value::Text(text) => out.append_value(text),
                    _ => out.append_null(),
                }
            }
            Arc::new(out.finish())
        }
        Values::Whole(_) | Values::Number(_) => {
            let number = |value| match value {
                Value::Number(n) => Some(n),
                _ => None,
            };
            Arc::new(rows().map(number).collect::<Int64Array>())
        }
        Values::Decimal(..) => {
            let number = |value| match value {
                Value::Decimal(n, places) => Some(super::xlsx::rounded(n, places)),
                _ => None,
            };
            Arc::new(rows().map(number).collect::<Float64Array>())
        }
        Values::Money(_) => {
            let fen = |value| match value {
                Value::Money(fen) => Some(i128::from(fen.get())),
                _ => None,
            };
            let fen = rows().map(fen).collect::<Decimal128Array>();
            Arc::new(fen.with_precision_and_scale(MONEY_DIGITS, 2)?)
        }
        Values::Date(_) => {
            let days = |value| match value {
                Value::Date(day) => Some(base::date::epoch_days(day)),
                _ => None,
            };
            Arc::new(rows().map(days).collect::<Date32Array>())
        }
    })
}
