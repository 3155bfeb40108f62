//! Records of a delimited text, as views into the text itself: no value is copied unless its
//! quotes must be undone. Without quotes the text is cut into chunks that are read in parallel.

use arrow_array::builder::make_view;
use rayon::prelude::*;
use std::collections::VecDeque;

/// Chunks below this size are not worth a thread.
const CHUNK_BYTES: usize = 1 << 20;

/// Records at the end of a block that are read with the next one.
const HELD_BACK: usize = 12;

/// Fields of consecutive records, column by column.
pub(crate) struct Delimited {
    /// A view per record for each column; block 0 is the text, block 1 [`Delimited::unquoted`].
    pub(crate) columns: Vec<Vec<u128>>,
    /// Values whose doubled quotes were undone.
    pub(crate) unquoted: Vec<u8>,
    /// Records that are blank: their places among all records, and counts of fields that differ
    /// from the number of columns, by record.
    pub(crate) uneven: Vec<(u32, u32)>,
    /// Blank lines: how many records had been read before each.
    pub(crate) blank_before: Vec<u32>,
    /// A quote that is never closed was met in this record.
    pub(crate) quote_open: Option<u32>,
    /// Number of records.
    pub(crate) records: u32,
}

/// The delimiter that cuts the first lines most evenly.
pub(crate) fn sniff_delimiter(text: &str) -> u8 {
    let lines: Vec<&str> = text
        .lines()
        .filter(|l| !l.trim().is_empty())
        .take(30)
        .collect();
    let score = |delimiter: u8| {
        let counts = lines
            .iter()
            .map(|line| fields_in(line.as_bytes(), delimiter));
        let mut counts: Vec<usize> = counts.filter(|n| *n > 1).collect();
        counts.sort_unstable();
        let middle = counts.get(counts.len() / 2).copied().unwrap_or(0);
        let even = counts.iter().filter(|n| **n == middle).count();
        (even * middle.min(4), middle)
    };
    let best = [b',', b'\t', b';', b'|']
        .into_iter()
        .rev()
        .max_by_key(|d| score(*d));
    best.unwrap_or(b',')
}

/// Where each of the first `most` records ends, in bytes; quoted line ends do not end one.
pub(crate) fn record_ends(text: &str, most: usize) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => ends.push(at + 1),
            _ => {}
        }
        if ends.len() == most {
            return ends;
        }
    }
    ends.push(text.len());
    ends
}

/// The fields of one record, for the few rows in which the header is looked for.
pub(crate) fn fields(record: &str, delimiter: u8) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut chars = record.trim_end_matches(['\r', '\n']).chars().peekable();
    while let Some(c) = chars.next() {
        match (c, fields.last_mut()) {
            ('"', Some(field)) if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            ('"', _) => quoted = !quoted,
            (c, _) if c == char::from(delimiter) && !quoted => fields.push(String::new()),
            (c, Some(field)) => field.push(c),
            (_, None) => {}
        }
    }
    fields.iter().map(|field| field.trim().to_owned()).collect()
}

fn fields_in(line: &[u8], delimiter: u8) -> usize {
    let mut quoted = false;
    let mut count = 1;
    for byte in line {
        match byte {
            b'"' => quoted = !quoted,
            b if *b == delimiter && !quoted => count += 1,
            _ => {}
        }
    }
    count
}

impl Delimited {
    /// Reads all records of `text` from byte `start`, `width` columns wide.
    pub(crate) fn read(text: &str, start: usize, delimiter: u8, width: usize) -> Self {
        let bytes = text.as_bytes();
        let body = bytes.get(start..).unwrap_or_default();
        if memchr::memchr(b'"', body).is_some() || body.len() < 2 * CHUNK_BYTES {
            let mut part = Self::empty(width, body.len() / 64);
            part.scan(bytes, start, bytes.len(), delimiter);
            return part;
        }
        Self::in_pieces(bytes, start, delimiter, width)
    }

    /// Reads the records of a text that goes on elsewhere, but the last few: the very last may be
    /// cut, and notes at the end of a file must be seen together. Gives the byte after what was
    /// read.
    pub(crate) fn read_but_last(
        text: &str,
        start: usize,
        delimiter: u8,
        width: usize,
    ) -> (Self, usize) {
        let body = text.as_bytes().get(start..).unwrap_or_default();
        if memchr::memchr(b'"', body).is_none() {
            let mut ends = memchr::memrchr_iter(b'\n', body).skip(HELD_BACK);
            let cut = ends.next().map_or(start, |at| start + at + 1);
            let head = text.get(..cut).unwrap_or_default();
            return (Self::read(head, start, delimiter, width), cut);
        }
        let mut part = Self::empty(width, body.len() / 64);
        let mut starts = VecDeque::with_capacity(HELD_BACK + 2);
        part.scan_noting(text.as_bytes(), start, text.len(), delimiter, &mut |at| {
            if starts.len() > HELD_BACK {
                starts.pop_front();
            }
            starts.push_back(at);
        });
        part.keep(part.records.saturating_sub(starts.len() as u32));
        (part, starts.front().copied().unwrap_or(text.len()))
    }

    /// Forgets all but the first records.
    fn keep(&mut self, records: u32) {
        self.records = records;
        for column in &mut self.columns {
            column.truncate(records as usize);
        }
        self.uneven.retain(|(record, _)| *record < records);
        // A blank line before the first forgotten record was read with the kept ones.
        self.blank_before.retain(|record| *record <= records);
        self.quote_open = self.quote_open.filter(|record| *record < records);
    }

    /// Pieces are read side by side straight into the final columns: without quotes, every line
    /// end ends a record, so each piece's share of the rows is known beforehand.
    fn in_pieces(bytes: &[u8], start: usize, delimiter: u8, width: usize) -> Self {
        let ranges = chunks(bytes, start);
        let counts: Vec<usize> = ranges
            .par_iter()
            .map(|(from, to)| {
                let piece = bytes.get(*from..*to).unwrap_or_default();
                let ends = memchr::memchr_iter(b'\n', piece).count();
                ends + usize::from(!piece.ends_with(b"\n"))
            })
            .collect();
        let total: usize = counts.iter().sum();
        let mut columns: Vec<Vec<u128>> = (0..width).map(|_| vec![0u128; total]).collect();
        let mut shares: Vec<Vec<&mut [u128]>> =
            ranges.iter().map(|_| Vec::with_capacity(width)).collect();
        for column in &mut columns {
            let mut rest = column.as_mut_slice();
            for (share, count) in shares.iter_mut().zip(&counts) {
                let (own, others) = rest.split_at_mut(*count);
                share.push(own);
                rest = others;
            }
        }
        let notes: Vec<Notes> = ranges
            .par_iter()
            .zip(shares)
            .map(|((from, to), mut share)| scan_plain(bytes, *from, *to, delimiter, &mut share))
            .collect();
        let mut whole = Self::empty(0, 0);
        let mut gaps = Vec::new();
        let mut first = 0;
        for (note, count) in notes.iter().zip(&counts) {
            let before = whole.records;
            whole
                .uneven
                .extend(note.uneven.iter().map(|(at, n)| (at + before, *n)));
            whole
                .blank_before
                .extend(note.blank_before.iter().map(|at| at + before));
            whole.records += note.records;
            gaps.push(first + note.records as usize..first + count);
            first += count;
        }
        // Blank lines leave room at the end of their piece.
        for column in &mut columns {
            for gap in gaps.iter().rev().filter(|gap| !gap.is_empty()) {
                column.drain(gap.clone());
            }
        }
        whole.columns = columns;
        whole
    }

    fn empty(width: usize, records: usize) -> Self {
        Self {
            columns: (0..width).map(|_| Vec::with_capacity(records)).collect(),
            unquoted: Vec::new(),
            uneven: Vec::new(),
            blank_before: Vec::new(),
            quote_open: None,
            records: 0,
        }
    }

    /// Reads the records of `bytes[from..to]`, which begins and ends at record boundaries.
    fn scan(&mut self, bytes: &[u8], from: usize, to: usize, delimiter: u8) {
        self.scan_noting(bytes, from, to, delimiter, &mut |_| {});
    }

    /// [`Self::scan`], telling where each record begins.
    fn scan_noting(
        &mut self,
        bytes: &[u8],
        from: usize,
        to: usize,
        delimiter: u8,
        begins: &mut impl FnMut(usize),
    ) {
        let mut at = from;
        while at < to {
            let begun = at;
            let before = self.records;
            let mut field = 0u32;
            loop {
                let (view, after, ended) = self.field(bytes, at, to, delimiter);
                if field == 0 && ended && view == 0 && after - begun <= 2 {
                    self.blank_before.push(self.records);
                    at = after;
                    break;
                }
                if let Some(column) = self.columns.get_mut(field as usize) {
                    column.push(view);
                }
                field += 1;
                at = after;
                if ended {
                    self.close_record(field);
                    break;
                }
            }
            if self.records > before {
                begins(begun);
            }
        }
    }

    fn close_record(&mut self, fields: u32) {
        self.records += 1;
        if fields as usize != self.columns.len() {
            self.uneven.push((self.records - 1, fields));
            for column in self.columns.iter_mut().skip(fields as usize) {
                column.push(0);
            }
        }
    }

    /// One field from `at`: its view (0 when nothing is written), where the next begins, and
    /// whether the record ended with it.
    #[inline]
    fn field(&mut self, bytes: &[u8], at: usize, to: usize, delimiter: u8) -> (u128, usize, bool) {
        if bytes.get(at) == Some(&b'"') {
            return self.quoted(bytes, at, to, delimiter);
        }
        let rest = bytes.get(at..to).unwrap_or_default();
        let length = memchr::memchr2(delimiter, b'\n', rest).unwrap_or(rest.len());
        let ended = rest.get(length) != Some(&delimiter);
        (view(bytes, at, at + length), at + length + 1, ended)
    }

    fn quoted(&mut self, bytes: &[u8], at: usize, to: usize, delimiter: u8) -> (u128, usize, bool) {
        let mut doubled = false;
        let mut close = at + 1;
        loop {
            let rest = bytes.get(close..to).unwrap_or_default();
            match memchr::memchr(b'"', rest) {
                Some(found) if rest.get(found + 1) == Some(&b'"') => {
                    doubled = true;
                    close += found + 2;
                }
                Some(found) => {
                    close += found;
                    break;
                }
                None => {
                    self.quote_open.get_or_insert(self.records);
                    close = to;
                    break;
                }
            }
        }
        // Whatever stands between the closing quote and the delimiter is not part of the value.
        let rest = bytes.get((close + 1).min(to)..to).unwrap_or_default();
        let gap = memchr::memchr2(delimiter, b'\n', rest).unwrap_or(rest.len());
        let ended = rest.get(gap) != Some(&delimiter);
        let after = (close + 1).min(to) + gap + 1;
        if !doubled {
            return (view(bytes, at + 1, close), after, ended);
        }
        let from = self.unquoted.len();
        let inner = bytes.get(at + 1..close).unwrap_or_default();
        let mut quote_before = false;
        for byte in inner {
            let second = *byte == b'"' && quote_before;
            quote_before = *byte == b'"' && !second;
            if !second {
                self.unquoted.push(*byte);
            }
        }
        let value = self.unquoted.get(from..).unwrap_or_default();
        let offset = u32::try_from(from).unwrap_or(u32::MAX);
        (make_view(value, 1, offset), after, ended)
    }
}

/// What a piece has besides its values.
struct Notes {
    records: u32,
    uneven: Vec<(u32, u32)>,
    blank_before: Vec<u32>,
}

/// Reads the records of a piece without quotes into its share of the columns.
fn scan_plain(
    bytes: &[u8],
    from: usize,
    to: usize,
    delimiter: u8,
    share: &mut [&mut [u128]],
) -> Notes {
    let mut notes = Notes {
        records: 0,
        uneven: Vec::new(),
        blank_before: Vec::new(),
    };
    let mut at = from;
    while at < to {
        let begun = at;
        let mut field = 0;
        loop {
            let rest = bytes.get(at..to).unwrap_or_default();
            let end = memchr::memchr2(delimiter, b'\n', rest);
            let length = end.unwrap_or(rest.len());
            let ended = rest.get(length) != Some(&delimiter);
            let value = view(bytes, at, at + length);
            at += length + 1;
            if field == 0 && ended && value == 0 && at - begun <= 2 {
                notes.blank_before.push(notes.records);
                break;
            }
            let slot = share
                .get_mut(field)
                .and_then(|c| c.get_mut(notes.records as usize));
            if let Some(slot) = slot {
                *slot = value;
            }
            field += 1;
            if ended {
                if field != share.len() {
                    let fields = u32::try_from(field).unwrap_or(u32::MAX);
                    notes.uneven.push((notes.records, fields));
                }
                notes.records += 1;
                break;
            }
        }
    }
    notes
}

/// The view of `bytes[from..to]` without surrounding spaces; 0 when nothing is left.
#[inline]
fn view(bytes: &[u8], from: usize, to: usize) -> u128 {
    let is_space = |b: &u8| matches!(b, b' ' | b'\t' | b'\r');
    let (mut from, mut to) = (from, to);
    while to > from && bytes.get(to - 1).is_some_and(is_space) {
        to -= 1;
    }
    while from < to && bytes.get(from).is_some_and(is_space) {
        from += 1;
    }
    if from == to {
        return 0;
    }
    let value = bytes.get(from..to).unwrap_or_default();
    make_view(value, 0, u32::try_from(from).unwrap_or(u32::MAX))
}

/// Ranges of about equal size that begin and end at line ends.
fn chunks(bytes: &[u8], start: usize) -> Vec<(usize, usize)> {
    let wanted = ((bytes.len() - start) / CHUNK_BYTES).clamp(1, 64);
    let size = (bytes.len() - start) / wanted;
    let mut ranges = Vec::with_capacity(wanted);
    let mut from = start;
    while from < bytes.len() {
        let near = (from + size).min(bytes.len());
        let rest = bytes.get(near..).unwrap_or_default();
        let to = memchr::memchr(b'\n', rest).map_or(bytes.len(), |found| near + found + 1);
        ranges.push((from, to));
        from = to;
    }
    ranges
}
