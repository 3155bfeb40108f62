//! What is wrong with single rows: collected, counted, and never fatal.

use base::message::{Message, Speak};

/// Why a row or a value is not as it should be.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// Fewer values than headers; the rest counts as missing.
    RowShort {
        /// Values in the row.
        found: usize,
        /// Headers of the table.
        expected: usize,
    },
    /// More values than headers; the surplus is left out.
    RowLong {
        /// Values in the row.
        found: usize,
        /// Headers of the table.
        expected: usize,
    },
    /// An ID number that a spreadsheet turned into a float: digits are lost, the value is dropped.
    IdDamaged,
    /// A value in the ID column that is no ID number; it is kept as written.
    IdWrong(Message),
    /// A value in a date column that is no date; it is kept as written.
    DateWrong(Message),
    /// A cell that shows an error (`#N/A`) instead of a value; it counts as missing.
    CellError,
    /// A quotation mark that is never closed: everything after it is one value.
    QuoteOpen,
}

impl Reason {
    /// The catalogue code, which also groups the counts.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::RowShort { .. } => "sheet-row-short",
            Self::RowLong { .. } => "sheet-row-long",
            Self::IdDamaged => "sheet-id-damaged",
            Self::IdWrong(_) => "sheet-id-wrong",
            Self::DateWrong(_) => "sheet-date-wrong",
            Self::CellError => "sheet-cell-error",
            Self::QuoteOpen => "sheet-quote-open",
        }
    }
}

/// One thing wrong, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Row of the file, from 1.
    pub row: u32,
    /// Place of the column among the table's columns, when one value is meant.
    pub column: Option<usize>,
    /// That column's header.
    pub header: String,
    /// The value as written; mask it before showing it.
    pub value: String,
    /// What is wrong.
    pub reason: Reason,
}

impl Speak for Problem {
    fn message(&self) -> Message {
        let said = Message::new(self.reason.code())
            .with("row", i64::from(self.row))
            .with("column", self.header.as_str());
        match &self.reason {
            Reason::RowShort { found, expected } | Reason::RowLong { found, expected } => {
                said.with("found", *found).with("expected", *expected)
            }
            Reason::IdDamaged | Reason::CellError => said.with("value", self.value.as_str()),
            Reason::IdWrong(why) => said
                .with("value", base::mask::mask_id(&self.value))
                .with("why", why.clone()),
            Reason::DateWrong(why) => said
                .with("value", self.value.as_str())
                .with("why", why.clone()),
            Reason::QuoteOpen => said,
        }
    }
}

/// All that is wrong in a file: every count, and the first problems in full.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Problems {
    kept: Vec<Problem>,
    counts: Vec<(&'static str, usize)>,
}

impl Problems {
    /// How many problems are kept in full; beyond that they are only counted.
    pub const KEPT_MAX: usize = 100_000;

    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        let code = problem.reason.code();
        match self.counts.iter_mut().find(|(c, _)| *c == code) {
            Some((_, count)) => *count += 1,
            None => self.counts.push((code, 1)),
        }
        if self.kept.len() < Self::KEPT_MAX {
            self.kept.push(problem);
        }
    }

    /// Adds those of a later part.
    pub fn append(&mut self, later: Self) {
        for (code, more) in later.counts {
            match self.counts.iter_mut().find(|(c, _)| *c == code) {
                Some((_, count)) => *count += more,
                None => self.counts.push((code, more)),
            }
        }
        let room = Self::KEPT_MAX.saturating_sub(self.kept.len());
        self.kept.extend(later.kept.into_iter().take(room));
    }

    /// How many there are in all.
    pub fn total(&self) -> usize {
        self.counts.iter().map(|(_, count)| count).sum()
    }

    /// How many of each code, in the order first met.
    pub fn counts(&self) -> &[(&'static str, usize)] {
        &self.counts
    }

    /// The problems kept in full, in the order found.
    pub fn kept(&self) -> &[Problem] {
        &self.kept
    }
}
