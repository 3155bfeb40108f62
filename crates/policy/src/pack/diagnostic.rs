//! What is wrong with a pack: file, line, column and remedy.

use crate::cel::CelError;
use base::message::{Message, Speak};

/// One thing wrong with a pack.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// File within the pack.
    pub file: String,
    /// Line from 1; 0 when the whole file is meant.
    pub line: usize,
    /// Column in characters from 1.
    pub column: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// The ways a pack can be wrong.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Problem {
    /// Not TOML, or not of the expected shape.
    #[error("{0}")]
    Toml(String),
    /// An expression is wrong.
    #[error("{0}")]
    Expression(CelError),
    /// A file that every pack has is not there.
    #[error("the file is missing")]
    MissingFile,
    /// A name given twice.
    #[error("{0} is declared twice")]
    Duplicate(String),
    /// A role that the pack does not declare.
    #[error("unknown role {0}")]
    UnknownRole(String),
    /// A type or column role that does not exist.
    #[error("unknown type or column {0}")]
    UnknownType(String),
    /// A date that is none, or ends before it begins.
    #[error("{0} is no date that fits")]
    Date(String),
    /// A value that its type does not take.
    #[error("{0} is no value of the declared type")]
    Value(String),
    /// Two values of a parameter are in force on one day.
    #[error("two values of {0} are in force on {1}")]
    Overlap(String, String),
    /// No value is in force between two others.
    #[error("no value of {0} is in force on {1}")]
    Gap(String, String),
    /// A template whose braces do not match.
    #[error("the braces of {0:?} do not match")]
    Template(String),
    /// A certainty outside 0 and 1.
    #[error("{0} is no probability")]
    Certainty(String),
    /// A parameter that no expression uses.
    #[error("parameter {0} is used nowhere")]
    UnusedParameter(String),
}

impl Diagnostic {
    /// At a byte offset of a file's text.
    pub(super) fn at(file: &str, text: &str, offset: usize, problem: Problem) -> Self {
        let before = text.get(..offset.min(text.len())).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count()
            + 1;
        Self {
            file: file.to_owned(),
            line,
            column,
            problem,
        }
    }
}

impl std::fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}:{}:{}: {}",
            self.file, self.line, self.column, self.problem
        )
    }
}

impl Speak for Diagnostic {
    fn message(&self) -> Message {
        let code = match &self.problem {
            Problem::Toml(_) => "policy-toml",
            Problem::Expression(_) => "policy-expression",
            Problem::MissingFile => "policy-missing-file",
            Problem::Duplicate(_) => "policy-duplicate",
            Problem::UnknownRole(_) => "policy-unknown-role",
            Problem::UnknownType(_) => "policy-unknown-type",
            Problem::Date(_) => "policy-date",
            Problem::Value(_) => "policy-value",
            Problem::Overlap(..) => "policy-overlap",
            Problem::Gap(..) => "policy-gap",
            Problem::Template(_) => "policy-template",
            Problem::Certainty(_) => "policy-certainty",
            Problem::UnusedParameter(_) => "policy-unused-parameter",
        };
        let said = Message::new(code)
            .with("file", self.file.as_str())
            .with("line", self.line)
            .with("column", self.column);
        match &self.problem {
            Problem::Toml(what)
            | Problem::Duplicate(what)
            | Problem::UnknownRole(what)
            | Problem::UnknownType(what)
            | Problem::Date(what)
            | Problem::Value(what)
            | Problem::Template(what)
            | Problem::Certainty(what)
            | Problem::UnusedParameter(what) => said.with("what", what.as_str()),
            Problem::Expression(e) => said.with("what", e.what.to_string()),
            Problem::MissingFile => said,
            Problem::Overlap(what, day) | Problem::Gap(what, day) => {
                said.with("what", what.as_str()).with("day", day.as_str())
            }
        }
    }
}
