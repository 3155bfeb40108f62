//! Ledgers as rows of small numbers: every value becomes one or two 32-bit words, and all words of
//! a row lie side by side, so that comparing two rows touches two cache lines.
//!
//! Names and words are numbered in dictionaries that both ledgers share ([`Dictionary`]); numbers
//! and dates are their own code ([`values`]). A word of 0 means missing.

mod births;
mod dictionary;
mod names;
pub(crate) mod values;

pub(crate) use dictionary::{Dictionary, Entry, mix};

use crate::error::Error;
use crate::field::{Field, Kind};
use crate::records::Records;
use arrow_array::{Array, StringViewArray};
use rayon::prelude::*;

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
    pub(crate) fn new(tables: &[&Records]) -> Result<Self, Error> {
        let fields = crate::field::shared(tables)?;
        Self::coded(tables, fields, false)
    }

    /// Encodes ledgers on given fields.
    pub(crate) fn with_fields(tables: &[&Records], fields: Vec<Field>) -> Result<Self, Error> {
        Self::coded(tables, fields, false)
    }

    /// Encodes a ledger so that records can be looked up in it and added to it.
    pub(crate) fn kept(table: &Records) -> Result<Self, Error> {
        Self::coded(&[table], crate::field::shared(&[table])?, true)
    }

    fn coded(tables: &[&Records], fields: Vec<Field>, kept: bool) -> Result<Self, Error> {
        let rows: usize = tables.iter().map(|t| t.rows()).sum();
        if u32::try_from(rows).is_err() {
            return Err(Error::TooManyRows { rows });
        }
        let mut starts = vec![0];
        for table in tables {
            starts.push(starts.last().copied().unwrap_or_default() + table.rows());
        }
        let mut at = Vec::with_capacity(fields.len());
        let mut keys_at = 0;
        for field in &fields {
            at.push(keys_at);
            keys_at += field.kind.words();
        }
        let stride = keys_at + keys_in_row(rows);
        let columns: Vec<Coded> = jobs(&fields)
            .into_par_iter()
            .map(|job| job.run(tables, &fields, kept))
            .collect();
        let mut dictionaries = vec![None; fields.len()];
        let mut books = Vec::new();
        let mut words = vec![0u32; rows * stride];
        let mut sources: Vec<(usize, Vec<u32>)> = Vec::new();
        for coded in columns {
            if let Some(book) = coded.book {
                for (field, _) in &coded.columns {
                    dictionaries[*field] = Some(books.len());
                }
                books.push(book);
            }
            sources.extend(coded.columns);
        }
        words
            .par_chunks_mut(stride * 4096)
            .enumerate()
            .for_each(|(chunk, part)| {
                let first = chunk * 4096;
                for (row, words) in part.chunks_mut(stride).enumerate() {
                    for (field, source) in &sources {
                        let width = fields[*field].kind.words();
                        let from = (first + row) * width;
                        words[at[*field]..at[*field] + width]
                            .copy_from_slice(&source[from..from + width]);
                    }
                }
            });
        Ok(Self {
            fields,
            at,
            stride,
            keys_at,
            words,
            starts,
            dictionaries,
            books,
        })
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

    /// The features of a number; those behind the dictionary's own stand in `extra`.
    #[inline]
    pub(crate) fn entry<'a>(
        &'a self,
        field: usize,
        number: u32,
        extra: Option<&'a Self>,
    ) -> Option<&'a Entry> {
        let book = self.book(field)?;
        let held = book.entry(number);
        if held.is_some() || extra.is_none() {
            return held;
        }
        extra?.book(field)?.entry(number.saturating_sub(book.len()))
    }

    /// How a name sounds; 0 for a missing one.
    #[inline]
    pub(crate) fn sound(&self, field: usize, number: u32, extra: Option<&Self>) -> u32 {
        self.entry(field, number, extra).map_or(0, |e| e.sound)
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

/// Columns encoded together because they share a dictionary.
struct Coded {
    columns: Vec<(usize, Vec<u32>)>,
    book: Option<Dictionary>,
}

enum Job {
    Names { surname: usize, given: usize },
    One(usize),
}

fn jobs(fields: &[Field]) -> Vec<Job> {
    let mut jobs = Vec::new();
    for (at, field) in fields.iter().enumerate() {
        match field.kind {
            Kind::Surname => jobs.push(Job::Names {
                surname: at,
                given: at + 1,
            }),
            Kind::Given => {}
            _ => jobs.push(Job::One(at)),
        }
    }
    jobs
}

impl Job {
    fn run(&self, tables: &[&Records], fields: &[Field], kept: bool) -> Coded {
        match self {
            Job::Names { surname, given } => {
                let (columns, book) = names::encode(tables, kept);
                let [surnames, givens] = columns;
                Coded {
                    columns: vec![(*surname, surnames), (*given, givens)],
                    book: Some(book),
                }
            }
            Job::One(at) if matches!(fields[*at].kind, Kind::Date | Kind::Sex) => Coded {
                columns: vec![(*at, births::encode(tables, fields[*at].kind))],
                book: None,
            },
            Job::One(at) => {
                let field = &fields[*at];
                let columns: Vec<&StringViewArray> = tables
                    .iter()
                    .filter_map(|t| t.column(field.role, field.nth))
                    .collect();
                let (words, book) = column(&columns, field.kind, kept);
                Coded {
                    columns: vec![(*at, words)],
                    book,
                }
            }
        }
    }
}

fn column(columns: &[&StringViewArray], kind: Kind, kept: bool) -> (Vec<u32>, Option<Dictionary>) {
    let rows: usize = columns.iter().map(|c| c.len()).sum();
    let mut words = Vec::with_capacity(rows * kind.words());
    let all = columns.iter().flat_map(|c| c.iter());
    match kind {
        Kind::Id => two_words(all, values::id, &mut words),
        Kind::Phone => {
            two_words(all, values::phone, &mut words);
            values::count_phones(&mut words);
        }
        Kind::Date | Kind::Sex => {}
        Kind::Code | Kind::Text | Kind::Surname | Kind::Given => {
            let mut book = Dictionary::default();
            let mut tidy = String::new();
            words.extend(all.map(|v| match v {
                Some(value) if kind == Kind::Code => {
                    values::code(value, &mut tidy);
                    book.number(&tidy)
                }
                Some(value) => {
                    values::text(value, &mut tidy);
                    book.number(&tidy)
                }
                None => 0,
            }));
            book.finish(false, kept);
            return (words, Some(book));
        }
    }
    (words, None)
}

fn two_words<'a>(
    all: impl Iterator<Item = Option<&'a str>>,
    code: impl Fn(&str) -> u64,
    words: &mut Vec<u32>,
) {
    for value in all {
        let code = value.map_or(0, &code);
        words.extend([(code >> 32) as u32, code as u32]);
    }
}
