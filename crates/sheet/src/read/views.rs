//! Columns of string views put together without copying their text.

use arrow_array::{Array, StringViewArray};
use arrow_buffer::{Buffer, NullBuffer, ScalarBuffer};

/// A column of views as strings; a view of 0 is a missing value.
pub(super) fn strings(views: Vec<u128>, blocks: &[Buffer]) -> Result<StringViewArray, String> {
    let nulls = views
        .contains(&0)
        .then(|| NullBuffer::from_iter(views.iter().map(|view| *view != 0)));
    StringViewArray::try_new(ScalarBuffer::from(views), blocks.to_vec(), nulls)
        .map_err(|e| e.to_string())
}

/// Parts of a column as one.
pub(super) fn joined(parts: &[StringViewArray]) -> Result<StringViewArray, String> {
    if let [only] = parts {
        return Ok(only.clone());
    }
    let mut views = Vec::with_capacity(parts.iter().map(Array::len).sum());
    let mut blocks: Vec<Buffer> = Vec::new();
    for part in parts {
        let before = blocks.len() as u128;
        // Views of more than twelve bytes name their block in bits 64 to 95.
        let moved = part.views().iter().enumerate().map(|(at, view)| {
            if part.is_null(at) {
                0
            } else if *view as u32 <= 12 {
                *view
            } else {
                view + (before << 64)
            }
        });
        views.extend(moved);
        blocks.extend(part.data_buffers().iter().cloned());
    }
    strings(views, &blocks)
}
