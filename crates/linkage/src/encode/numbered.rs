//! Columns of codes and words numbered side by side: the values are dealt out by their hash into
//! sixteen parts that have nothing in common, and each part is numbered by itself, in a table small
//! enough for the nearest caches. The parts are always the same ones, so the numbers do not depend
//! on how many threads there are, nor on how many rows came at a time.

use super::dictionary::{Dictionary, hash_of};
use super::intake::each;
use arrow_array::{Array, StringViewArray};
use std::ops::Range;

/// Parts, a power of two.
const PARTS: usize = 16;

/// Bits of a number, while it is known by its part, that name the part.
const PART_BITS: u32 = PARTS.ilog2();

/// Brings a value to the form in which it is numbered.
pub(super) type Tidy = fn(&str, &mut String);

/// Values of consecutive rows, dealt out.
struct Piece<'a> {
    column: &'a StringViewArray,
    from: usize,
    rows: usize,
    /// Hash, and row within the piece, part after part, in the order of the rows.
    dealt: Vec<(u32, u32)>,
    /// Where each part begins, and the end.
    starts: [usize; PARTS + 1],
    /// Values that had to be changed: row within the piece and place in `text`.
    changed: Vec<(u32, Range<usize>)>,
    text: String,
}

/// A dictionary in parts, open for further values.
pub(super) struct Dealt {
    tidy: Tidy,
    books: Vec<Dictionary>,
}

/// The numbers of a closed dictionary before each part's own.
#[derive(Clone)]
pub(super) struct Places([u32; PARTS]);

impl Places {
    /// The number in the whole dictionary of one known by its part.
    #[inline]
    pub(super) fn number(&self, word: u32) -> u32 {
        if word == 0 {
            return 0;
        }
        self.0[word as usize & (PARTS - 1)] + (word >> PART_BITS)
    }
}

impl Dealt {
    pub(super) fn new(tidy: Tidy) -> Self {
        let books = (0..PARTS).map(|_| Dictionary::default()).collect();
        Self { tidy, books }
    }

    /// The number of every row of a column, known by its part.
    pub(super) fn take(&mut self, column: &StringViewArray, pieces: &[Range<usize>]) -> Vec<u32> {
        let tidy = self.tidy;
        let few = pieces.len() < 2;
        let pieces = each(few, pieces.to_vec(), |rows| Piece::new(column, rows, tidy));
        let parts = self.books.iter_mut().enumerate().collect();
        let numbers: Vec<Vec<u32>> = each(few, parts, |(part, book): (usize, &mut Dictionary)| {
            let own = pieces.iter().flat_map(|piece| {
                let own = piece.part(part).iter();
                own.map(|(hash, row)| (piece.value(*row), *hash))
            });
            own.map(|(value, hash)| book.hashed(value, hash, 1) << PART_BITS | part as u32)
                .collect()
        });
        let mut words = vec![0u32; column.len()];
        let mut given: Vec<&[u32]> = numbers.iter().map(Vec::as_slice).collect();
        let mut rest = words.as_mut_slice();
        for piece in &pieces {
            let (own, others) = rest.split_at_mut(piece.rows);
            rest = others;
            for (part, given) in given.iter_mut().enumerate() {
                let dealt = piece.part(part);
                let (now, later) = given.split_at(dealt.len());
                *given = later;
                for ((_, row), number) in dealt.iter().zip(now) {
                    own[*row as usize] = *number;
                }
            }
        }
        words
    }

    /// The parts as one dictionary.
    pub(super) fn close(self, kept: bool) -> (Dictionary, Places) {
        let mut places = [0; PARTS];
        let mut before = 0;
        for (place, book) in places.iter_mut().zip(&self.books) {
            *place = before;
            before += book.len();
        }
        let mut book = Dictionary::of_parts(self.books);
        book.finish(false, kept);
        (book, Places(places))
    }
}

impl<'a> Piece<'a> {
    fn new(column: &'a StringViewArray, rows: Range<usize>, tidy: Tidy) -> Self {
        let (from, rows) = (rows.start, rows.len());
        let (mut changed, mut text) = (Vec::new(), String::new());
        let mut form = String::new();
        let mut hashes = Vec::with_capacity(rows);
        let mut starts = [0usize; PARTS + 1];
        for row in 0..rows {
            if column.is_null(from + row) {
                continue;
            }
            let value = column.value(from + row);
            let at = u32::try_from(row).unwrap_or(u32::MAX);
            let hash = if is_plain(value) {
                hash_of(value)
            } else {
                tidy(value, &mut form);
                if form.is_empty() {
                    continue;
                }
                let start = text.len();
                text.push_str(&form);
                changed.push((at, start..text.len()));
                hash_of(&form)
            };
            hashes.push((hash, at));
            starts[part_of(hash) + 1] += 1;
        }
        for part in 0..PARTS {
            starts[part + 1] += starts[part];
        }
        let mut next = starts;
        let mut dealt = vec![(0, 0); hashes.len()];
        for entry in hashes {
            let place = &mut next[part_of(entry.0)];
            dealt[*place] = entry;
            *place += 1;
        }
        Self {
            column,
            from,
            rows,
            dealt,
            starts,
            changed,
            text,
        }
    }

    fn part(&self, part: usize) -> &[(u32, u32)] {
        &self.dealt[self.starts[part]..self.starts[part + 1]]
    }

    /// The value of a row in the form in which it is numbered.
    fn value(&self, row: u32) -> &str {
        if !self.changed.is_empty()
            && let Ok(at) = self.changed.binary_search_by_key(&row, |(r, _)| *r)
        {
            return &self.text[self.changed[at].1.clone()];
        }
        self.column.value(self.from + row as usize)
    }
}

/// The upper bits, which the tables use least.
fn part_of(hash: u32) -> usize {
    (hash >> 28) as usize & (PARTS - 1)
}

/// In no need of tidying, whatever it is: Chinese characters, digits and small letters.
fn is_plain(value: &str) -> bool {
    let usual = |c| matches!(c, '\u{4E00}'..='\u{9FFF}' | '0'..='9' | 'a'..='z');
    value.chars().all(usual) && !super::values::is_missing(value)
}

#[cfg(test)]
mod tests {
    use super::super::values;
    use super::*;

    #[test]
    fn values_dealt_out_are_numbered_as_one_by_one() {
        let value = |n: usize| match n % 5 {
            0 => None,
            1 => Some(format!("重庆市荣昌区昌元街道{}号", n % 700)),
            2 => Some(format!(" 昌元街道 {} 号", n % 300)),
            3 => Some("不详".to_owned()),
            _ => Some(format!("High Street {}", n % 50)),
        };
        let column: StringViewArray = (0..70_000).map(value).collect();
        let mut one = Dictionary::default();
        let mut form = String::new();
        let texts: Vec<String> = column
            .iter()
            .map(|value| {
                values::text(value.unwrap_or_default(), &mut form);
                one.number(&form);
                form.clone()
            })
            .collect();
        for size in [1000, 40_000] {
            let mut dealt = Dealt::new(values::text);
            let mut words = Vec::new();
            for from in (0..column.len()).step_by(size) {
                let part = column.slice(from, size.min(column.len() - from));
                let half = part.len() / 2;
                words.extend(dealt.take(&part, &[0..half, half..part.len()]));
            }
            let (many, places) = dealt.close(false);
            for (word, text) in words.iter().zip(&texts) {
                assert_eq!(many.text(places.number(*word)), text);
            }
            assert_eq!((one.len(), one.total), (many.len(), many.total));
            let counts = |book: &Dictionary| {
                let mut all: Vec<u32> = book.entries().iter().map(|e| e.count).collect();
                all.sort_unstable();
                all
            };
            assert_eq!(counts(&one), counts(&many));
        }
    }
}
