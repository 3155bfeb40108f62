//! What is wrong in the files of a population, in the user's words. Nothing here stops a run.

use super::field::Field;
use super::gather::Homes;
use super::header::{Headers, plain};
use base::message::{Arg, Message, Speak};
use policy::pack::Label;
use sheet::Table;
use std::collections::HashSet;

/// How many problems are kept in full; beyond that they are only counted.
const KEPT_MAX: usize = 1_000;

/// One thing wrong in one row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Problem {
    /// The file.
    pub(crate) file: String,
    /// Its row, from 1.
    pub(crate) row: u32,
    /// The header of the column.
    pub(crate) header: String,
    /// What stands there.
    pub(crate) value: String,
    /// What is wrong.
    pub(crate) reason: Reason,
}

/// The ways a row can be wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reason {
    /// Not a value of the fact's type.
    Value(&'static str),
    /// None of the words of a code; those there are.
    Code(String),
    /// Another value than an earlier row of the household.
    Differs(String),
    /// A household that the file of households has not.
    Unknown,
    /// A household that stands there twice.
    Twice,
    /// No household's number.
    NoKey,
    /// A household without members.
    NoMembers,
}

impl Speak for Problem {
    fn message(&self) -> Message {
        let code = match &self.reason {
            Reason::Value(_) => "households-value",
            Reason::Code(_) => "households-code",
            Reason::Differs(_) => "households-differs",
            Reason::Unknown => "households-unknown",
            Reason::Twice => "households-twice",
            Reason::NoKey => "households-key-missing",
            Reason::NoMembers => "households-empty",
        };
        let said = Message::new(code)
            .with("file", self.file.as_str())
            .with("row", i64::from(self.row))
            .with("column", self.header.as_str())
            .with("value", self.value.as_str());
        match &self.reason {
            Reason::Value(code) => said.with("expected", Message::new(code)),
            Reason::Code(words) | Reason::Differs(words) => said.with("words", words.as_str()),
            _ => said,
        }
    }
}

/// All that is wrong with a population's files, and what they lack.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// The first problems.
    pub(crate) kept: Vec<Problem>,
    /// How many there are in all.
    pub(crate) total: usize,
    /// Columns that no fact has: file and header.
    pub(crate) unused: Vec<(String, String)>,
    /// Facts that the rules need and no column gives, and whether the pack says what to assume.
    pub(crate) absent: Vec<(Label, bool)>,
}

impl Report {
    /// Adds one.
    pub(super) fn push(&mut self, problem: Problem) {
        self.total += 1;
        if self.kept.len() < KEPT_MAX {
            self.kept.push(problem);
        }
    }

    /// Values that could not be read: record, column and reason.
    pub(super) fn values(&mut self, part: &Table, found: Vec<(usize, usize, Reason)>) {
        for (record, column, reason) in found {
            self.push(Problem {
                file: part.file.clone(),
                row: part.rows.row(record),
                header: part
                    .columns
                    .get(column)
                    .map_or(String::new(), |c| c.header.clone()),
                value: part.value(column, record).unwrap_or_default().to_owned(),
                reason,
            });
        }
    }

    pub(super) fn unused(&mut self, part: &Table, headers: &Headers, by: &[String]) {
        for (at, column) in part.columns.iter().enumerate() {
            let grouping = by.iter().any(|b| plain(b) == plain(&column.header));
            // What has a role of its own, such as a name, is no mistake.
            if !headers.uses(at) && !grouping && column.role.is_none() {
                self.unused.push((part.file.clone(), column.header.clone()));
            }
        }
    }

    pub(super) fn absent(&mut self, fields: &[Field<'_>], needed: &HashSet<String>) {
        let lacking = fields
            .iter()
            .filter(|f| needed.contains(&f.fact.id) && !f.given);
        for field in lacking.filter(|f| f.fact.id != "id") {
            let assumed = field.fact.absent.is_some();
            self.absent.push((field.fact.label.clone(), assumed));
        }
    }

    pub(super) fn without_members(&mut self, homes: &Homes, offsets: &[u32], file: &str) {
        let ends = offsets.iter().zip(offsets.iter().skip(1));
        for (home, _) in ends.enumerate().filter(|(_, (from, to))| from == to) {
            self.push(Problem {
                file: file.to_owned(),
                row: homes.row(home),
                header: String::new(),
                value: homes.id(home).to_owned(),
                reason: Reason::NoMembers,
            });
        }
    }

    /// What should be said once about the files.
    pub(crate) fn remarks(&self) -> Vec<Message> {
        let label = |label: &Label| Arg::Both {
            zh: label.zh.clone(),
            en: label.en.clone(),
        };
        let unused = self.unused.iter().map(|(file, header)| {
            Message::new("households-unused")
                .with("file", file.as_str())
                .with("column", header.as_str())
        });
        let absent = self.absent.iter().map(|(fact, assumed)| {
            let code = if *assumed {
                "households-assumed"
            } else {
                "households-absent"
            };
            let mut said = Message::new(code);
            said.args.push(("fact", label(fact)));
            said
        });
        unused.chain(absent).collect()
    }
}
