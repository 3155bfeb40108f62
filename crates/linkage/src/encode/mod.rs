//! Ledgers as rows of small numbers: every value becomes one or two 32-bit words, and all words of
//! a row lie side by side, so that comparing two rows touches two cache lines.
//!
//! Names and words are numbered in dictionaries that both ledgers share ([`Dictionary`]); numbers
//! and dates are their own code ([`values`]). A word of 0 means missing.

mod births;
mod dictionary;
mod names;
mod numbered;
pub(crate) mod values;

pub(crate) use dictionary::{Dictionary, Heard, Sketch, mix};

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
        let mut dictionaries = vec![None; fields.len()];
        let mut books = Vec::new();
        let mut sources: Vec<Option<Vec<u32>>> = vec![None; fields.len()];
        let jobs: Vec<Job> = jobs(&fields);
        let coded: Vec<Coded> = jobs
            .into_par_iter()
            .map(|job| job.run(tables, &fields, kept))
            .collect();
        for coded in coded {
            for (field, words) in coded.columns {
                dictionaries[field] = Some(books.len());
                sources[field] = Some(words);
            }
            books.push(coded.book);
        }
        let mut words = vec![0u32; rows * stride];
        let mut rest = words.as_mut_slice();
        for (table, first) in tables.iter().zip(&starts) {
            let (own, others) = rest.split_at_mut(table.rows() * stride);
            rest = others;
            let plans: Vec<Plan<'_>> = fields
                .iter()
                .zip(&sources)
                .map(|(field, source)| match source {
                    Some(words) => Plan::Numbers(&words[*first..]),
                    None => Plan::of(table, field),
                })
                .collect();
            let pieces = own.par_chunks_mut(stride * PIECE).enumerate();
            pieces.for_each(|(piece, words)| {
                for (plan, at) in plans.iter().zip(&at) {
                    plan.fill(words, stride, *at, piece * PIECE);
                }
            });
        }
        drop(sources);
        for (field, at) in fields.iter().zip(&at) {
            match field.kind {
                Kind::Phone => values::count_phones(&mut words, stride, *at),
                Kind::Date => births::years_alone(&mut words, stride, *at),
                _ => {}
            }
        }
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

/// Columns numbered together because they share a dictionary.
struct Coded {
    columns: Vec<(usize, Vec<u32>)>,
    book: Dictionary,
}

enum Job {
    Names { surname: usize, given: usize },
    Words(usize),
}

/// What is to be numbered. Numbers and dates are their own code.
fn jobs(fields: &[Field]) -> Vec<Job> {
    let of = |(at, field): (usize, &Field)| match field.kind {
        Kind::Surname => Some(Job::Names {
            surname: at,
            given: at + 1,
        }),
        Kind::Code | Kind::Text => Some(Job::Words(at)),
        Kind::Given | Kind::Id | Kind::Phone | Kind::Date | Kind::Sex => None,
    };
    fields.iter().enumerate().filter_map(of).collect()
}

impl Job {
    fn run(&self, tables: &[&Records], fields: &[Field], kept: bool) -> Coded {
        match self {
            Job::Names { surname, given } => {
                let ([surnames, givens], book) = names::encode(tables, kept);
                Coded {
                    columns: vec![(*surname, surnames), (*given, givens)],
                    book,
                }
            }
            Job::Words(at) => {
                let field = &fields[*at];
                let columns: Vec<&StringViewArray> = tables
                    .iter()
                    .filter_map(|t| t.column(field.role, field.nth))
                    .collect();
                let tidy = match field.kind {
                    Kind::Code => values::code,
                    _ => values::text,
                };
                let (words, book) = numbered::numbered(&columns, tidy, kept);
                Coded {
                    columns: vec![(*at, words)],
                    book,
                }
            }
        }
    }
}

/// Rows encoded together, field by field.
const PIECE: usize = 4096;

/// Where the words of a field of one ledger come from.
enum Plan<'a> {
    Numbers(&'a [u32]),
    Birth(births::Source<'a>),
    Wide(Option<&'a StringViewArray>, fn(&str) -> u64),
}

impl<'a> Plan<'a> {
    fn of(table: &'a Records, field: &Field) -> Self {
        let column = table.column(field.role, field.nth);
        match field.kind {
            Kind::Id => Self::Wide(column, values::id),
            Kind::Phone => Self::Wide(column, values::phone),
            kind => Self::Birth(births::Source::new(table, kind)),
        }
    }

    /// Writes the words of consecutive rows, `first` being the first of them.
    fn fill(&self, words: &mut [u32], stride: usize, at: usize, first: usize) {
        let rows = words.chunks_exact_mut(stride).zip(first..);
        match self {
            Self::Numbers(numbers) => rows.for_each(|(words, row)| words[at] = numbers[row]),
            Self::Birth(source) => rows.for_each(|(words, row)| words[at] = source.word(row)),
            Self::Wide(Some(column), code) => rows.for_each(|(words, row)| {
                if column.is_valid(row) {
                    let code = code(column.value(row));
                    (words[at], words[at + 1]) = ((code >> 32) as u32, code as u32);
                }
            }),
            Self::Wide(None, _) => {}
        }
    }
}
