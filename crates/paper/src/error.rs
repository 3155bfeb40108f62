//! What can be wrong with a template, its facts or a font.

use base::message::{Message, Speak};

/// Every message code of this crate.
pub const CODES: &[&str] = &[
    "paper-syntax",
    "paper-unknown-name",
    "paper-wrong-kind",
    "paper-font",
    "paper-print",
];

/// Why a document cannot be made. Lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The template cannot be read.
    #[error("line {line}: {what}")]
    Syntax {
        /// Line of the template.
        line: usize,
        /// What stands there, in the template's own terms.
        what: String,
    },
    /// The template asks for a name that nobody gives.
    #[error("line {line}: no fact is called {name}")]
    UnknownName {
        /// Line of the template.
        line: usize,
        /// The name asked for.
        name: String,
    },
    /// A filter, a loop or a condition that does not fit the fact.
    #[error("line {line}: {name} cannot be written as {filter}")]
    WrongKind {
        /// Line of the template.
        line: usize,
        /// The name asked for.
        name: String,
        /// Filter or construct.
        filter: String,
    },
    /// The bytes are no font that can be embedded.
    #[error("not a usable font")]
    Font,
    /// The PDF could not be written.
    #[error("the document could not be printed: {0}")]
    Print(String),
}

impl Speak for Error {
    fn message(&self) -> Message {
        match self {
            Self::Syntax { line, what } => Message::new("paper-syntax")
                .with("line", *line)
                .with("what", what.as_str()),
            Self::UnknownName { line, name } => Message::new("paper-unknown-name")
                .with("line", *line)
                .with("name", name.as_str()),
            Self::WrongKind { line, name, filter } => Message::new("paper-wrong-kind")
                .with("line", *line)
                .with("name", name.as_str())
                .with("filter", filter.as_str()),
            Self::Font => Message::new("paper-font"),
            Self::Print(why) => Message::new("paper-print").with("why", why.as_str()),
        }
    }
}
