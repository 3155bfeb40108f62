//! A text of any length, block by block, in memory that does not grow with it.

use super::block::{Block, Head, block, head};
use super::delimited::Delimited;
use super::encoding::{Decoding, Encoding};
use crate::SheetError;
use crate::read::input::{Input, unreadable};
use crate::read::shape::Shape;
use crate::read::{Each, Format, ReadOptions};
use arrow_array::Array;
use std::io::Read;

/// Text read at a time.
const BLOCK_BYTES: usize = 8 << 20;

/// A record longer than this is taken for a quotation mark that is never closed.
const RECORD_BYTES_MAX: usize = 64 << 20;

/// Decoded text that still waits to be read.
struct Blocks<'a> {
    file: &'a str,
    reader: Box<dyn Read>,
    decoding: Decoding,
    bytes: Vec<u8>,
    text: String,
    ended: bool,
}

impl Blocks<'_> {
    /// Reads on until so much text waits, or to the end.
    fn fill(&mut self, wanted: usize) -> Result<(), SheetError> {
        while !self.ended && self.text.len() < wanted {
            let more = wanted as u64 / 2;
            let read = self.reader.by_ref().take(more).read_to_end(&mut self.bytes);
            let read = read.map_err(|e| unreadable(self.file, &e))?;
            self.ended = (read as u64) < more;
            let decoded = self
                .decoding
                .decode(&mut self.bytes, &mut self.text, self.ended);
            decoded.map_err(|at| SheetError::Encoding {
                file: self.file.to_owned(),
                at,
            })?;
        }
        Ok(())
    }
}

/// Hands over the tables of a text, of at most so many records each.
pub(crate) fn parts(
    input: &Input,
    file: &str,
    options: &ReadOptions,
    records: usize,
    each: &mut Each<'_>,
) -> Result<(), SheetError> {
    in_blocks(input, file, options, (BLOCK_BYTES, records), each)
}

/// [`parts`] with blocks of a size given.
pub(super) fn in_blocks(
    input: &Input,
    file: &str,
    options: &ReadOptions,
    (block_bytes, records): (usize, usize),
    each: &mut Each<'_>,
) -> Result<(), SheetError> {
    let mut blocks = Blocks {
        file,
        reader: input.stream(file)?,
        decoding: Decoding::default(),
        bytes: Vec::new(),
        text: String::new(),
        ended: false,
    };
    blocks.fill(block_bytes)?;
    let head = head(&blocks.text, file)?;
    let mut shape: Option<Shape> = None;
    let (mut start, mut next_row, mut seen) = (head.start, head.first_row, 0);
    loop {
        let width = head.layout.headers.len();
        let endless = blocks.text.len() > RECORD_BYTES_MAX;
        let last = blocks.ended || endless;
        let (parsed, used) = if last {
            let text = &blocks.text;
            (
                Delimited::read(text, start, head.delimiter, width),
                text.len(),
            )
        } else {
            Delimited::read_but_last(&blocks.text, start, head.delimiter, width)
        };
        if !last && parsed.records == 0 {
            blocks.fill(blocks.text.len() * 2)?;
            continue;
        }
        let rest = blocks.text.split_off(used);
        let text = std::mem::replace(&mut blocks.text, rest);
        let block = block(text, parsed, file, next_row, last)?;
        next_row = block.next_row;
        seen += block.rows_len();
        let shape = match &mut shape {
            Some(shape) => shape,
            none => none.insert(decide(
                file,
                blocks.decoding.encoding(),
                &head,
                &block,
                options,
            )?),
        };
        let stop = hand_over(shape, block, records, each).is_break();
        if stop || last {
            break;
        }
        start = 0;
        blocks.fill(block_bytes)?;
    }
    if seen == 0 {
        let file = file.to_owned();
        return Err(SheetError::NoRows { file });
    }
    Ok(())
}

fn decide(
    file: &str,
    encoding: Encoding,
    head: &Head,
    block: &Block,
    options: &ReadOptions,
) -> Result<Shape, SheetError> {
    let headers = head.layout.headers.clone();
    let mut shape = Shape::decide(
        file,
        Format::Text(encoding),
        headers,
        &block.values,
        options,
    )?;
    shape.saying(head.layout.titles.clone(), Vec::new());
    Ok(shape)
}

/// A block as tables of at most so many records.
fn hand_over(
    shape: &mut Shape,
    block: Block,
    records: usize,
    each: &mut Each<'_>,
) -> std::ops::ControlFlow<()> {
    let all = block.rows_len();
    let mut problems = block.problems;
    problems.sort_by_key(|p| p.row);
    let mut problems = problems.into_iter().peekable();
    let mut from = 0;
    while from < all {
        let to = (from + records).min(all);
        let values = block.values.iter().map(|v| v.slice(from, to - from));
        let rows = block.rows.part(from, to);
        let before = if to < all {
            block.rows.row(to)
        } else {
            u32::MAX
        };
        let own = std::iter::from_fn(|| problems.next_if(|p| p.row < before || to == all));
        let own = own.collect();
        let mut table = shape.table(values.collect(), rows, own);
        if to == all {
            table.notes.extend(block.notes.iter().cloned());
        }
        each(table)?;
        from = to;
    }
    if all == 0 && !block.notes.is_empty() {
        let values = block.values.iter().map(|v| v.slice(0, 0)).collect();
        let mut table = shape.table(values, block.rows, Vec::new());
        table.notes.extend(block.notes);
        each(table)?;
    }
    std::ops::ControlFlow::Continue(())
}

impl Block {
    fn rows_len(&self) -> usize {
        self.values.first().map_or(0, Array::len)
    }
}
