//! Columns of codes and words numbered side by side. Small ledgers are numbered row by row; in large
//! ones the values are dealt out by their hash into parts that have nothing in common, and each
//! part is numbered by itself, in a table small enough for the nearest caches. The parts are
//! always the same ones, so the numbers do not depend on how many threads there are.

use super::dictionary::{Dictionary, hash_of};
use arrow_array::{Array, StringViewArray};
use rayon::prelude::*;

/// Parts, a power of two.
const PARTS: usize = 16;

/// Rows whose values are dealt out at a time.
const PIECE: usize = 1 << 15;

/// Columns of fewer rows are numbered row by row.
const FEW: usize = 1 << 16;

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
    changed: Vec<(u32, std::ops::Range<usize>)>,
    text: String,
}

/// The number of every row, and the dictionary.
pub(super) fn numbered(
    columns: &[&StringViewArray],
    tidy: Tidy,
    kept: bool,
) -> (Vec<u32>, Dictionary) {
    let rows: usize = columns.iter().map(|c| c.len()).sum();
    let (words, mut book) = match rows {
        0..FEW => one_by_one(columns, tidy),
        _ => dealt_out(columns, rows, tidy),
    };
    book.finish(false, kept);
    (words, book)
}

fn one_by_one(columns: &[&StringViewArray], tidy: Tidy) -> (Vec<u32>, Dictionary) {
    let mut book = Dictionary::default();
    let mut form = String::new();
    let all = columns.iter().flat_map(|c| c.iter());
    let words = all.map(|value| match value {
        Some(value) => {
            tidy(value, &mut form);
            book.number(&form)
        }
        None => 0,
    });
    (words.collect(), book)
}

fn dealt_out(columns: &[&StringViewArray], rows: usize, tidy: Tidy) -> (Vec<u32>, Dictionary) {
    let places: Vec<(&StringViewArray, usize)> = columns
        .iter()
        .flat_map(|column| (0..column.len()).step_by(PIECE).map(|from| (*column, from)))
        .collect();
    let pieces: Vec<Piece<'_>> = places
        .into_par_iter()
        .map(|(column, from)| Piece::new(column, from, tidy))
        .collect();
    let parts: Vec<(Dictionary, Vec<u32>)> = (0..PARTS)
        .into_par_iter()
        .map(|part| {
            let mut book = Dictionary::default();
            let mut numbers = Vec::with_capacity(rows / PARTS);
            for piece in &pieces {
                for (hash, row) in piece.part(part) {
                    numbers.push(book.hashed(piece.value(*row), *hash, 1));
                }
            }
            (book, numbers)
        })
        .collect();
    let (books, mut numbers): (Vec<Dictionary>, Vec<Vec<u32>>) = parts.into_iter().unzip();
    let mut before = 0;
    for (book, numbers) in books.iter().zip(&mut numbers) {
        numbers.iter_mut().for_each(|number| *number += before);
        before += book.len();
    }
    let mut words = vec![0u32; rows];
    let mut rest = words.as_mut_slice();
    let mut given: Vec<&[u32]> = numbers.iter().map(Vec::as_slice).collect();
    let mut work = Vec::with_capacity(pieces.len());
    for piece in &pieces {
        let (own, others) = rest.split_at_mut(piece.rows);
        rest = others;
        let mut shares = [[].as_slice(); PARTS];
        for (part, (share, given)) in shares.iter_mut().zip(&mut given).enumerate() {
            let (now, later) = given.split_at(piece.part(part).len());
            (*share, *given) = (now, later);
        }
        work.push((piece, own, shares));
    }
    work.into_par_iter().for_each(|(piece, own, shares)| {
        let numbers = shares.iter().copied().flatten();
        for ((_, row), number) in piece.dealt.iter().zip(numbers) {
            own[*row as usize] = *number;
        }
    });
    (words, Dictionary::of_parts(&books))
}

impl<'a> Piece<'a> {
    fn new(column: &'a StringViewArray, from: usize, tidy: Tidy) -> Self {
        let rows = PIECE.min(column.len() - from);
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
        let left: StringViewArray = (0..70_000).map(value).collect();
        let right: StringViewArray = (9..40_009).map(value).collect();
        let columns = [&left, &right];
        let (one, one_book) = one_by_one(&columns, values::text);
        let (many, many_book) = dealt_out(&columns, 110_000, values::text);
        assert_eq!(one.len(), many.len());
        let texts = |n: u32| if n == 0 { "" } else { one_book.text(n) };
        assert!(
            one.iter()
                .zip(&many)
                .all(|(a, b)| texts(*a) == if *b == 0 { "" } else { many_book.text(*b) })
        );
        assert_eq!(one_book.len(), many_book.len());
        assert_eq!(one_book.total, many_book.total);
        let counts = |book: &Dictionary| {
            let mut all: Vec<u32> = book.entries().iter().map(|e| e.count).collect();
            all.sort_unstable();
            all
        };
        assert_eq!(counts(&one_book), counts(&many_book));
    }
}
