//! Ledgers as rows of small numbers: every value becomes one or two 32-bit words, and all words of
//! a row lie side by side, so that comparing two rows touches two cache lines.
//!
//! Names and words are numbered in dictionaries that both ledgers share ([`Dictionary`]); numbers
//! and dates are their own code ([`values`]). A word of 0 means missing.

mod births;
mod dictionary;
mod intake;
mod names;
mod numbered;
pub(crate) mod values;

pub(crate) use dictionary::{Dictionary, Heard, Sketch, mix};
pub use intake::Intake;

use crate::error::Error;
use crate::field::{Field, Kind};
use crate::records::Records;

/// All rows of all ledgers, the first ledger first.
pub(crate) struct Encoded {
    pub(crate) fields: Vec<Field>,
    /// First word of each field within a row.
    pub(crate) at: Vec<usize>,
    /// Words of a row, blocking keys included.
    pub(crate) stride: usize,
    /// First word of the blocking keys.
    pub(crate) keys_at: usize,
    pub(crate) words: Vec<u32>,
    /// Row at which each ledger starts, and the number of all rows at the end.
    pub(crate) starts: Vec<usize>,
    /// The dictionary of a field; surnames and given names share one.
    pub(crate) dictionaries: Vec<Option<usize>>,
    pub(crate) books: Vec<Dictionary>,
}

/// Words kept free in each row for blocking keys: few where rows are many, so that a row of usual
/// fields fills one cache line.
pub(crate) const fn keys_in_row(rows: usize) -> usize {
    match rows {
        0..=150_000 => 20,
        150_001..=400_000 => 12,
        _ => 6,
    }
}

impl Encoded {
    /// Encodes ledgers on the fields they share.
    #[cfg(test)]
    pub(crate) fn new(ledgers: &[&Records]) -> Result<Self, Error> {
        Ok(Intake::whole(ledgers)?.laid_out(false))
    }

    /// Encodes ledgers on given fields.
    pub(crate) fn with_fields(ledgers: &[&Records], fields: Vec<Field>) -> Result<Self, Error> {
        let intake = Intake::of_fields(fields, ledgers.len()).filled(ledgers)?;
        Ok(intake.laid_out(false))
    }

    /// The words of another's first row in the numbers of these dictionaries. Values that these do
    /// not hold get numbers behind theirs, in the order of the other's own.
    pub(crate) fn translated(&self, other: &Self) -> Vec<u32> {
        let mut words = other.row(0).to_vec();
        for field in 0..self.fields.len() {
            let (Some(book), Some(others)) = (self.book(field), other.book(field)) else {
                continue;
            };
            let word = &mut words[self.at[field]];
            if *word != 0 {
                *word = match book.held(others.text(*word)) {
                    0 => book.len() + *word,
                    held => held,
                };
            }
        }
        words
    }

    /// Adds another's first row and answers its number.
    pub(crate) fn append(&mut self, other: &Self) -> Result<u32, Error> {
        let rows = self.rows();
        let row = u32::try_from(rows).map_err(|_| Error::TooManyRows { rows })?;
        let mut words = other.row(0)[..self.keys_at].to_vec();
        for field in 0..self.fields.len() {
            if let (Some(book), Some(others)) = (self.dictionaries[field], other.book(field)) {
                let word = &mut words[self.at[field]];
                if *word != 0 {
                    *word = self.books[book].add(others.text(*word));
                }
            }
        }
        words.resize(self.stride, 0);
        self.words.extend(words);
        if let Some(end) = self.starts.last_mut() {
            *end += 1;
        }
        Ok(row)
    }

    /// Number of rows of all ledgers.
    pub(crate) fn rows(&self) -> usize {
        self.starts.last().copied().unwrap_or_default()
    }

    /// Appends the words of rows that lie anywhere in memory. Many are fetched at once, and so are
    /// the features of their values: memory is waited for once, not once a pair.
    pub(crate) fn gather(&self, rows: impl IntoIterator<Item = u32>, held: &mut Vec<u32>) {
        let from = held.len();
        for row in rows {
            held.extend_from_slice(self.row(row));
        }
        let kinds = self.fields.iter().enumerate();
        let compared = kinds.filter(|(_, f)| f.kind != Kind::Code);
        for (field, _) in compared {
            let Some(book) = self.book(field) else {
                continue;
            };
            let at = self.at[field];
            let rows = held[from..].chunks_exact(self.stride);
            std::hint::black_box(rows.fold(0, |seen, row| seen ^ book.glance(row[at])));
        }
    }

    /// The words of a row.
    #[inline]
    pub(crate) fn row(&self, row: u32) -> &[u32] {
        let from = row as usize * self.stride;
        &self.words[from..from + self.stride]
    }

    /// The dictionary of a field.
    pub(crate) fn book(&self, field: usize) -> Option<&Dictionary> {
        self.dictionaries[field].map(|at| &self.books[at])
    }

    /// The dictionary that holds a number and the number there; those behind the field's own stand
    /// in `extra`.
    #[inline]
    fn holder<'a>(
        &'a self,
        field: usize,
        number: u32,
        extra: Option<&'a Self>,
    ) -> Option<(&'a Dictionary, u32)> {
        let book = self.book(field)?;
        match extra {
            Some(extra) if number > book.len() => Some((extra.book(field)?, number - book.len())),
            _ => Some((book, number)),
        }
    }

    /// How a name is written and sounds.
    #[inline]
    pub(crate) fn heard<'a>(
        &'a self,
        field: usize,
        number: u32,
        extra: Option<&'a Self>,
    ) -> Option<&'a Heard> {
        let (book, number) = self.holder(field, number, extra)?;
        book.heard(number)
    }

    /// The sketch of some words.
    #[inline]
    pub(crate) fn sketch<'a>(
        &'a self,
        field: usize,
        number: u32,
        extra: Option<&'a Self>,
    ) -> Option<&'a Sketch> {
        let (book, number) = self.holder(field, number, extra)?;
        book.sketch(number)
    }

    /// How a name sounds; 0 for a missing one.
    #[inline]
    pub(crate) fn sound(&self, field: usize, number: u32, extra: Option<&Self>) -> u32 {
        self.holder(field, number, extra)
            .map_or(0, |(book, number)| book.sound(number))
    }

    /// The value of a field as it is compared, for explanations.
    pub(crate) fn shown(&self, field: usize, row: &[u32]) -> String {
        let at = self.at[field];
        let word = row[at];
        let wide = || u64::from(word) << 32 | u64::from(row[at + 1]);
        match self.fields[field].kind {
            _ if word == 0 && self.fields[field].kind.words() == 1 => String::new(),
            Kind::Id => values::id_shown(wide()),
            Kind::Phone => values::phone_number(wide())
                .checked_sub(1)
                .map_or_else(String::new, |n| n.to_string()),
            Kind::Date => format!(
                "{:04}-{:02}-{:02}",
                word / 10_000,
                word / 100 % 100,
                word % 100
            ),
            Kind::Sex => if word == 1 { "M" } else { "F" }.to_owned(),
            _ => self
                .book(field)
                .map_or("", |book| book.text(word))
                .to_owned(),
        }
    }

    /// The place of the first field of a kind.
    pub(crate) fn field_of(&self, kind: Kind) -> Option<usize> {
        self.fields.iter().position(|f| f.kind == kind)
    }
}
