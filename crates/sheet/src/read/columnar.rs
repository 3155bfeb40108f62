//! Parquet files as columns of text, a batch at a time: a file is never held whole.
//!
//! Every flat column is read as a ledger's text would stand there: numbers in plain digits, dates
//! as 2020-03-18, decimals with all their places. Columns of lists or records have no such text;
//! they are left out and named.

use crate::SheetError;
use crate::cell;
use arrow_array::builder::StringViewBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type,
    Decimal256Type, DecimalType, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, Time32MillisecondType, Time32SecondType, Time64MicrosecondType,
    Time64NanosecondType, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, PrimitiveArray, RecordBatch, StringViewArray};
use arrow_schema::{DataType, TimeUnit};
use parquet::arrow::arrow_reader::{
    ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::ChunkReader;

/// Instants (adjusted to UTC) are shown in Beijing time, the only one that ledgers here are kept in.
const BEIJING_SECONDS: i64 = 8 * 3600;

/// A parquet file being read.
pub(crate) struct Columnar {
    reader: ParquetRecordBatchReader,
    file: String,
    /// Place and name of the columns that can be read as text.
    readable: Vec<(usize, String)>,
    /// Names of the columns left out: lists and records.
    pub(crate) left_out: Vec<String>,
}

impl Columnar {
    /// Opens a file; `records` is the size of a batch.
    pub(crate) fn open(
        file: &str,
        input: impl ChunkReader + 'static,
        records: usize,
    ) -> Result<Self, SheetError> {
        let broken = |e: parquet::errors::ParquetError| SheetError::Broken {
            file: file.to_owned(),
            why: e.to_string(),
        };
        // The writer's own schema may ask for dictionaries and views; plain columns are enough.
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(input, options)
            .map_err(broken)?;
        if !has_sound_places(builder.metadata()) {
            return Err(SheetError::Broken {
                file: file.to_owned(),
                why: "a column lies outside the file".to_owned(),
            });
        }
        let (mut readable, mut left_out) = (Vec::new(), Vec::new());
        for (at, field) in builder.schema().fields().iter().enumerate() {
            if field.data_type().is_nested() {
                left_out.push(field.name().clone());
            } else {
                readable.push((at, field.name().trim().to_owned()));
            }
        }
        let reader = builder.with_batch_size(records).build().map_err(broken)?;
        Ok(Self {
            reader,
            file: file.to_owned(),
            readable,
            left_out,
        })
    }

    /// The names of the columns that are read.
    pub(crate) fn headers(&self) -> Vec<String> {
        self.readable.iter().map(|(_, name)| name.clone()).collect()
    }

    /// The next batch, column by column; `None` at the end.
    pub(crate) fn next(&mut self) -> Option<Result<Vec<StringViewArray>, SheetError>> {
        let batch = self.reader.next()?;
        let columns = batch.map(|batch| self.columns(&batch));
        Some(columns.map_err(|e| SheetError::Broken {
            file: self.file.clone(),
            why: e.to_string(),
        }))
    }

    fn columns(&self, batch: &RecordBatch) -> Vec<StringViewArray> {
        let read = self.readable.iter().map(|(at, _)| text(batch.column(*at)));
        read.collect()
    }
}

/// Whether every column chunk has a place and a size that can be.
fn has_sound_places(metadata: &ParquetMetaData) -> bool {
    let chunks = metadata.row_groups().iter().flat_map(|g| g.columns());
    metadata.row_groups().iter().all(|g| g.num_rows() >= 0)
        && chunks.into_iter().all(|c| {
            c.data_page_offset() >= 0
                && c.dictionary_page_offset().is_none_or(|at| at >= 0)
                && c.compressed_size() >= 0
                && c.num_values() >= 0
        })
}

fn text(array: &ArrayRef) -> StringViewArray {
    match array.data_type() {
        DataType::Utf8 => trimmed(array.as_string::<i32>().iter()),
        DataType::LargeUtf8 => trimmed(array.as_string::<i64>().iter()),
        DataType::Utf8View => trimmed(array.as_string_view().iter()),
        DataType::Binary => trimmed(array.as_binary::<i32>().iter().map(utf8)),
        DataType::LargeBinary => trimmed(array.as_binary::<i64>().iter().map(utf8)),
        DataType::BinaryView => trimmed(array.as_binary_view().iter().map(utf8)),
        DataType::FixedSizeBinary(_) => trimmed(array.as_fixed_size_binary().iter().map(utf8)),
        DataType::Boolean => trimmed(array.as_boolean().iter().map(|v| v.map(word))),
        DataType::Int8 => whole::<Int8Type>(array),
        DataType::Int16 => whole::<Int16Type>(array),
        DataType::Int32 => whole::<Int32Type>(array),
        DataType::Int64 => whole::<Int64Type>(array),
        DataType::UInt8 => whole::<UInt8Type>(array),
        DataType::UInt16 => whole::<UInt16Type>(array),
        DataType::UInt32 => whole::<UInt32Type>(array),
        DataType::UInt64 => whole::<UInt64Type>(array),
        DataType::Float16 => each::<Float16Type>(array, |v| cell::number(f64::from(v.to_f32()))),
        DataType::Float32 => each::<Float32Type>(array, cell::short_number),
        DataType::Float64 => each::<Float64Type>(array, cell::number),
        DataType::Decimal32(..) => decimal::<Decimal32Type>(array),
        DataType::Decimal64(..) => decimal::<Decimal64Type>(array),
        DataType::Decimal128(..) => decimal::<Decimal128Type>(array),
        DataType::Decimal256(..) => decimal::<Decimal256Type>(array),
        DataType::Date32 => each::<Date32Type>(array, |days| cell::day(i64::from(days))),
        DataType::Date64 => each::<Date64Type>(array, |ms| cell::moment(ms, 1000, 0)),
        DataType::Timestamp(unit, zone) => {
            let shift = if zone.is_some() { BEIJING_SECONDS } else { 0 };
            timestamp(array, *unit, shift)
        }
        DataType::Time32(TimeUnit::Second) => {
            each::<Time32SecondType>(array, |v| cell::time(i64::from(v)))
        }
        DataType::Time32(_) => {
            each::<Time32MillisecondType>(array, |v| cell::time(i64::from(v) / 1000))
        }
        DataType::Time64(TimeUnit::Microsecond) => {
            each::<Time64MicrosecondType>(array, |v| cell::time(v / 1_000_000))
        }
        DataType::Time64(_) => {
            each::<Time64NanosecondType>(array, |v| cell::time(v / 1_000_000_000))
        }
        _ => StringViewArray::new_null(array.len()),
    }
}

fn timestamp(array: &ArrayRef, unit: TimeUnit, shift: i64) -> StringViewArray {
    match unit {
        TimeUnit::Second => each::<TimestampSecondType>(array, |v| cell::moment(v, 1, shift)),
        TimeUnit::Millisecond => {
            each::<TimestampMillisecondType>(array, |v| cell::moment(v, 1000, shift))
        }
        TimeUnit::Microsecond => {
            each::<TimestampMicrosecondType>(array, |v| cell::moment(v, 1_000_000, shift))
        }
        TimeUnit::Nanosecond => {
            each::<TimestampNanosecondType>(array, |v| cell::moment(v, 1_000_000_000, shift))
        }
    }
}

/// Values without surrounding white space; nothing written is missing.
fn trimmed<T: AsRef<str>>(values: impl Iterator<Item = Option<T>>) -> StringViewArray {
    let mut out = StringViewBuilder::new();
    for value in values {
        let value = value.as_ref().map(|v| v.as_ref().trim());
        out.append_option(value.filter(|v| !v.is_empty()));
    }
    out.finish()
}

fn utf8(bytes: Option<&[u8]>) -> Option<&str> {
    bytes.and_then(|b| std::str::from_utf8(b).ok())
}

const fn word(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

fn whole<T: ArrowPrimitiveType>(array: &ArrayRef) -> StringViewArray
where
    T::Native: std::fmt::Display,
{
    each::<T>(array, |v| v.to_string())
}

fn each<T: ArrowPrimitiveType>(
    array: &ArrayRef,
    write: impl Fn(T::Native) -> String,
) -> StringViewArray {
    let values: &PrimitiveArray<T> = array.as_primitive::<T>();
    trimmed(values.iter().map(|v| v.map(&write)))
}

fn decimal<T: DecimalType>(array: &ArrayRef) -> StringViewArray {
    let values = array.as_primitive::<T>();
    let written =
        (0..values.len()).map(|at| values.is_valid(at).then(|| values.value_as_string(at)));
    trimmed(written)
}
