//! Names, however they are split: whole or in parts, Chinese or Latin, they become a surname and a
//! given name in one dictionary, so that crossed ones can be seen.

use super::Dictionary;
use super::dictionary::is_chinese;
use super::intake::each;
use super::values::is_missing;
use crate::records::Records;
use arrow_array::{Array, StringViewArray};
use base::column::ColumnRole;
use base::name::{normalise, split_name};
use std::ops::Range;

/// Surname and given-name words of every row of a part of a ledger, numbered in `book`.
pub(super) fn take(
    book: &mut Dictionary,
    table: &Records,
    pieces: &[Range<usize>],
) -> [Vec<u32>; 2] {
    let few = pieces.len() < 2;
    let pieces = each(few, pieces.to_vec(), |rows| piece(table, rows));
    let mut columns = [0, 1].map(|_| Vec::with_capacity(table.rows()));
    for (own, names) in pieces {
        // Names repeat, so that the names of a piece are few.
        let numbers = book.absorb(&names);
        for (column, own) in columns.iter_mut().zip(own) {
            let words = own.into_iter().map(|word| match word {
                0 => 0,
                word => numbers[word as usize - 1],
            });
            column.extend(words);
        }
    }
    columns
}

/// Surname and given-name words of some rows, in a dictionary of their own.
fn piece(table: &Records, rows: Range<usize>) -> ([Vec<u32>; 2], Dictionary) {
    let mut surnames = Vec::with_capacity(rows.len());
    let mut givens = Vec::with_capacity(rows.len());
    let mut book = Dictionary::default();
    let mut tidy = String::new();
    let whole = table.column(ColumnRole::Name, 0);
    let surname = table.column(ColumnRole::Surname, 0);
    let given = table.column(ColumnRole::GivenName, 0);
    for row in rows {
        let parts = (at(surname, row), at(given, row));
        let mut number = |part: &str| {
            part_of_name(part, &mut tidy);
            book.number(&tidy)
        };
        let (surname, given) = match (parts, at(whole, row)) {
            ((None, None), None) => (0, 0),
            ((None, None), Some(name)) if is_plain(name) => {
                let parts = split_name(name);
                (book.number(parts.surname), book.number(parts.given))
            }
            ((None, None), Some(name)) => {
                let (surname, given) = split(name);
                (number(&surname), number(&given))
            }
            ((Some(surname), None), Some(name)) => (number(surname), number(&rest(name, surname))),
            ((None, Some(given)), Some(name)) => (number(&rest(name, given)), number(given)),
            ((surname, given), _) => (
                number(surname.unwrap_or_default()),
                number(given.unwrap_or_default()),
            ),
        };
        surnames.push(surname);
        givens.push(given);
    }
    ([surnames, givens], book)
}

/// Two to four common Chinese characters: already in normal form.
fn is_plain(name: &str) -> bool {
    (6..=12).contains(&name.len())
        && name.chars().all(|c| matches!(c, '\u{4E00}'..='\u{9FA5}'))
        && !is_missing(name)
}

fn at(column: Option<&StringViewArray>, row: usize) -> Option<&str> {
    let column = column?;
    (row < column.len() && column.is_valid(row)).then(|| column.value(row))
}

/// Surname and given name of a whole name; a name of one part is a surname when Latin, given when
/// Chinese.
fn split(name: &str) -> (String, String) {
    if is_missing(name) {
        return (String::new(), String::new());
    }
    if name.chars().any(is_chinese) {
        let normal = normalise(name).text;
        let parts = split_name(&normal);
        return (parts.surname.to_owned(), parts.given.to_owned());
    }
    if let Some((surname, given)) = name.split_once(',') {
        return (surname.to_owned(), given.to_owned());
    }
    match name.trim().rsplit_once(' ') {
        Some((given, surname)) => (surname.to_owned(), given.to_owned()),
        None => (name.to_owned(), String::new()),
    }
}

/// The part of a whole name that is not this one, when the name holds it: 王 of 王小明, Anna of
/// Anna Lee. Of several words the one next to the known part's other side counts.
fn rest(name: &str, part: &str) -> String {
    if name.chars().any(is_chinese) {
        return name
            .strip_prefix(part)
            .or_else(|| name.strip_suffix(part))
            .unwrap_or_default()
            .to_owned();
    }
    let words: Vec<&str> = name.split([' ', ',']).filter(|w| !w.is_empty()).collect();
    match words.iter().position(|w| w.eq_ignore_ascii_case(part)) {
        Some(0) if words.len() == 2 => words[1].to_owned(),
        Some(at) if at > 0 && at + 1 == words.len() => words[0].to_owned(),
        _ => String::new(),
    }
}

/// The form of a part of a name that is numbered: normal characters for Chinese; lower-case
/// letters, words parted by single spaces, for Latin.
fn part_of_name(part: &str, out: &mut String) {
    out.clear();
    if is_missing(part) {
        return;
    }
    if part.chars().any(is_chinese) {
        out.push_str(&normalise(part).text);
        return;
    }
    super::values::letters(part, out);
}
