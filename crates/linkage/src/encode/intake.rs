//! Ledgers taken in part by part: each part becomes numbers at once, and its text can be let go.
//!
//! Must not know where the parts come from. Start at [`Intake::new`] and [`Intake::take`]; what is
//! taken in is asked by the methods of [`Intake`] in `run`, or kept ready by [`crate::Index`].

use super::births;
use super::dictionary::Dictionary;
use super::numbered::{Dealt, Places};
use super::{Encoded, keys_in_row, names, values};
use crate::error::Error;
use crate::field::{Field, Kind};
use crate::records::Records;
use arrow_array::{Array, StringViewArray};
use base::column::ColumnRole;
use rayon::prelude::*;
use std::ops::Range;

/// Rows that one thread works on at a time.
const PIECE: usize = 1 << 15;

/// Rows laid out together: their words stay in the nearest caches.
const LAID_OUT: usize = 4096;

/// Ledgers on their way in. Every part is turned into numbers as it comes, so that of a ledger of
/// any length only the distinct values are held as text.
///
/// ```
/// use arrow_array::StringViewArray;
/// use base::column::ColumnRole;
/// use linkage::{Intake, ModelSource, Records, Settings, Silent};
///
/// let part = |names: [&str; 1], born: [&str; 1]| {
///     Records::new(vec![
///         (ColumnRole::Name, StringViewArray::from_iter_values(names)),
///         (ColumnRole::BirthDate, StringViewArray::from_iter_values(born)),
///     ])
/// };
/// let roles = vec![ColumnRole::Name, ColumnRole::BirthDate];
/// let mut intake = Intake::new(&[roles.clone(), roles])?;
/// intake.take(0, &part(["王小明"], ["1951-04-03"])?)?;
/// intake.take(0, &part(["李四"], ["1960-01-02"])?)?;
/// intake.take(1, &part(["王晓明"], ["1951-04-03"])?)?;
/// let mut pairs = Vec::new();
/// let each = &mut |piece: linkage::Pairs| pairs.extend(piece.left);
/// intake.link_each(&ModelSource::BuiltIn, &Settings::default(), &Silent, each)?;
/// assert_eq!(pairs, [0]);
/// # Ok::<(), linkage::Error>(())
/// ```
pub struct Intake {
    fields: Vec<Field>,
    columns: Vec<Column>,
    rows: Vec<usize>,
    parts: Vec<Part>,
}

impl std::fmt::Debug for Intake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Intake").field("rows", &self.rows).finish()
    }
}

/// A field or two that are read together, with what their values have in common.
enum Column {
    Names {
        surname: usize,
        given: usize,
        book: Dictionary,
    },
    Words(usize, Dealt),
    /// Two words: ID numbers and telephones.
    Wide(usize, fn(&str) -> u64),
    /// Birth dates and sexes.
    Birth(usize),
}

/// The words of one part of a ledger: for each field its columns.
struct Part {
    ledger: usize,
    rows: usize,
    fields: Vec<Vec<Vec<u32>>>,
}

impl Intake {
    /// Announces ledgers by the roles of their columns, text columns in the order in which they
    /// belong together.
    ///
    /// # Errors
    /// [`Error::NothingToCompare`].
    pub fn new(ledgers: &[Vec<ColumnRole>]) -> Result<Self, Error> {
        Ok(Self::of_fields(
            crate::field::shared(ledgers)?,
            ledgers.len(),
        ))
    }

    pub(super) fn of_fields(fields: Vec<Field>, ledgers: usize) -> Self {
        let given = fields.iter().position(|f| f.kind == Kind::Given);
        let of = |(at, field): (usize, &Field)| match field.kind {
            Kind::Surname => given.map(|given| Column::Names {
                surname: at,
                given,
                book: Dictionary::default(),
            }),
            Kind::Given => None,
            Kind::Code => Some(Column::Words(at, Dealt::new(values::code))),
            Kind::Text => Some(Column::Words(at, Dealt::new(values::text))),
            Kind::Id => Some(Column::Wide(at, values::id)),
            Kind::Phone => Some(Column::Wide(at, values::phone)),
            Kind::Date | Kind::Sex => Some(Column::Birth(at)),
        };
        Self {
            columns: fields.iter().enumerate().filter_map(of).collect(),
            fields,
            rows: vec![0; ledgers],
            parts: Vec::new(),
        }
    }

    /// Whole ledgers.
    pub(crate) fn whole(ledgers: &[&Records]) -> Result<Self, Error> {
        let roles = ledgers.iter().map(|ledger| {
            let columns = ledger.columns().iter();
            columns.map(|(role, _)| *role).collect()
        });
        Self::new(&roles.collect::<Vec<_>>())?.filled(ledgers)
    }

    pub(super) fn filled(mut self, ledgers: &[&Records]) -> Result<Self, Error> {
        for (at, ledger) in ledgers.iter().enumerate() {
            self.take(at, ledger)?;
        }
        Ok(self)
    }

    /// Takes the next rows of a ledger, counted from 0. A column that the part lacks is missing in
    /// all of its rows.
    ///
    /// # Errors
    /// [`Error::LedgerAbsent`], [`Error::TooManyRows`].
    pub fn take(&mut self, ledger: usize, part: &Records) -> Result<(), Error> {
        let ledgers = self.rows.len();
        let Some(rows) = self.rows.get_mut(ledger) else {
            return Err(Error::LedgerAbsent { ledger, ledgers });
        };
        *rows += part.rows();
        let rows: usize = self.rows.iter().sum();
        if u32::try_from(rows).is_err() {
            return Err(Error::TooManyRows { rows });
        }
        let all = part.rows();
        let pieces = (0..all).step_by(PIECE);
        let pieces: Vec<Range<usize>> = pieces.map(|at| at..(at + PIECE).min(all)).collect();
        let fields = &self.fields;
        let columns = self.columns.iter_mut().collect();
        let few = pieces.len() < 2;
        let read = each(few, columns, |column| column.take(fields, part, &pieces));
        let mut words = vec![Vec::new(); fields.len()];
        for (field, own) in read.into_iter().flatten() {
            words[field] = own;
        }
        self.parts.push(Part {
            ledger,
            rows: all,
            fields: words,
        });
        Ok(())
    }

    /// How many rows of each ledger were taken.
    pub fn rows(&self) -> &[usize] {
        &self.rows
    }

    /// All rows laid out side by side.
    pub(crate) fn laid_out(self, kept: bool) -> Encoded {
        let Self {
            fields,
            columns,
            rows,
            mut parts,
        } = self;
        let mut starts = vec![0];
        for rows in rows {
            starts.push(starts.last().copied().unwrap_or_default() + rows);
        }
        let all = starts.last().copied().unwrap_or_default();
        let mut at = Vec::with_capacity(fields.len());
        let mut keys_at = 0;
        for field in &fields {
            at.push(keys_at);
            keys_at += field.kind.words();
        }
        let stride = keys_at + keys_in_row(all);
        let mut dictionaries = vec![None; fields.len()];
        let mut places: Vec<Option<Places>> = fields.iter().map(|_| None).collect();
        let mut books = Vec::new();
        let closed: Vec<_> = columns.into_par_iter().map(|c| c.close(kept)).collect();
        for (own, place, book) in closed.into_iter().flatten() {
            for field in own {
                dictionaries[field] = Some(books.len());
                if let Some(place) = &place {
                    places[field] = Some(place.clone());
                }
            }
            books.push(book);
        }
        parts.sort_by_key(|part| part.ledger);
        let mut words = vec![0u32; all * stride];
        let mut rest = words.as_mut_slice();
        let mut work = Vec::with_capacity(parts.len());
        for part in parts {
            let (own, others) = rest.split_at_mut(part.rows * stride);
            rest = others;
            work.push((part, own));
        }
        work.into_par_iter().for_each(|(part, words)| {
            for (piece, words) in words.chunks_mut(stride * LAID_OUT).enumerate() {
                for ((columns, at), place) in part.fields.iter().zip(&at).zip(&places) {
                    for (column, at) in columns.iter().zip(*at..) {
                        let own = column.iter().skip(piece * LAID_OUT);
                        let slots = words.iter_mut().skip(at).step_by(stride);
                        match place {
                            Some(place) => slots.zip(own).for_each(|(s, w)| *s = place.number(*w)),
                            None => slots.zip(own).for_each(|(s, w)| *s = *w),
                        }
                    }
                }
            }
        });
        for (field, at) in fields.iter().zip(&at) {
            match field.kind {
                Kind::Phone => values::count_phones(&mut words, stride, *at),
                Kind::Date => births::years_alone(&mut words, stride, *at),
                _ => {}
            }
        }
        Encoded {
            fields,
            at,
            stride,
            keys_at,
            words,
            starts,
            dictionaries,
            books,
        }
    }
}

impl Column {
    /// The words of some rows: field and columns.
    fn take(
        &mut self,
        fields: &[Field],
        part: &Records,
        pieces: &[Range<usize>],
    ) -> Vec<(usize, Vec<Vec<u32>>)> {
        let source = |at: usize| part.column(fields[at].role, fields[at].nth);
        match self {
            Self::Names {
                surname,
                given,
                book,
            } => {
                let [surnames, givens] = names::take(book, part, pieces);
                vec![(*surname, vec![surnames]), (*given, vec![givens])]
            }
            Self::Words(at, dealt) => {
                let words = match source(*at) {
                    Some(column) => dealt.take(column, pieces),
                    None => Vec::new(),
                };
                vec![(*at, vec![words])]
            }
            Self::Wide(at, code) => {
                let columns = source(*at).map_or_else(Vec::new, |column| wide(column, *code));
                vec![(*at, columns)]
            }
            Self::Birth(at) => {
                let source = births::Source::new(part, fields[*at].kind);
                vec![(
                    *at,
                    vec![(0..part.rows()).map(|row| source.word(row)).collect()],
                )]
            }
        }
    }

    /// The fields, where their numbers stand, and their dictionary.
    fn close(self, kept: bool) -> Option<(Vec<usize>, Option<Places>, Dictionary)> {
        match self {
            Self::Names {
                surname,
                given,
                mut book,
            } => {
                book.finish(true, kept);
                Some((vec![surname, given], None, book))
            }
            Self::Words(at, dealt) => {
                let (book, places) = dealt.close(kept);
                Some((vec![at], Some(places), book))
            }
            Self::Wide(..) | Self::Birth(_) => None,
        }
    }
}

/// Upper and lower words of a column of codes.
fn wide(column: &StringViewArray, code: fn(&str) -> u64) -> Vec<Vec<u32>> {
    let mut upper = Vec::with_capacity(column.len());
    let mut lower = Vec::with_capacity(column.len());
    for value in column {
        let code = value.map_or(0, code);
        upper.push((code >> 32) as u32);
        lower.push(code as u32);
    }
    vec![upper, lower]
}

/// Does some work, by many threads unless there is little of it.
pub(super) fn each<T: Send, R: Send>(
    few: bool,
    items: Vec<T>,
    work: impl Fn(T) -> R + Sync + Send,
) -> Vec<R> {
    if few {
        items.into_iter().map(work).collect()
    } else {
        items.into_par_iter().map(work).collect()
    }
}
