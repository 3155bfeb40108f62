//! Expressions of packs: CEL (the Common Expression Language), typed before anything runs.
//!
//! Text becomes a tree with positions (`parse`), the tree is checked against the names and types
//! that the pack declares (`check`), and evaluated over records (`eval`). What is missing stays
//! missing: a comparison with an unknown fact is unknown, and `&&`, `||` decide what they can.
//!
//! Our subset: literals, fields, `! - * / % + < <= > >= == != in && || ?:`, lists, and the macros
//! `has`, `exists`, `all`, `exists_one`, `filter`, `map`. Our types beside CEL's: money (computed in
//! millionths of a yuan, [`Amount`]), civil dates, codes, and tables of values by key. Why an own
//! parser: docs/decisions/0001-cel.md.

mod amount;
mod check;
pub mod columns;
mod eval;
mod explain;
mod functions;
mod lex;
mod parse;
mod types;

#[cfg(test)]
mod tests;

pub use amount::Amount;
pub(crate) use check::nearest;
pub use check::{Expression, Scope};
pub use eval::{Datum, Leaf, Record, Value};
pub use explain::{Difference, Relation, Side};
pub(crate) use functions::decimal;
pub use types::{Keys, Type};

use base::message::{Message, Speak};

/// What is wrong with an expression, and where in its text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {what}")]
pub struct CelError {
    /// Position in bytes from the start of the expression.
    pub at: usize,
    /// What is wrong.
    pub what: What,
}

/// The ways an expression can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum What {
    /// A character that begins nothing.
    #[error("unexpected character {0:?}")]
    Character(char),
    /// A text without closing quotation mark.
    #[error("the text is not closed")]
    TextOpen,
    /// A number too large or malformed.
    #[error("{0:?} is no number")]
    Number(String),
    /// Something else was expected here.
    #[error("expected {expected}, found {found}")]
    Expected {
        /// What would fit.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
    /// Nested too deeply, or too long.
    #[error("the expression is too large")]
    TooLarge,
    /// No such name; perhaps another was meant.
    #[error("unknown name {name:?}{}", hint(.near))]
    UnknownName {
        /// The name as written.
        name: String,
        /// The nearest known name, if any is near.
        near: Option<String>,
    },
    /// No such function, or not with so many arguments.
    #[error("unknown function {0:?}")]
    UnknownFunction(String),
    /// An operand of the wrong type.
    #[error("{expected} expected, found {found}")]
    Type {
        /// The type that would fit.
        expected: String,
        /// The type that is there.
        found: String,
    },
    /// Two operands that cannot be compared or combined.
    #[error("{left} and {right} do not go together")]
    Mismatch {
        /// Type on the left.
        left: String,
        /// Type on the right.
        right: String,
    },
    /// A date or amount in a literal that is none.
    #[error("{0:?} is not such a value")]
    Literal(String),
}

impl Speak for What {
    fn message(&self) -> Message {
        match self {
            Self::Character(c) => Message::new("cel-character").with("what", c.to_string()),
            Self::TextOpen => Message::new("cel-text-open"),
            Self::Number(text) => Message::new("cel-number").with("what", text.as_str()),
            Self::Expected { expected, found } => Message::new("cel-expected")
                .with("expected", *expected)
                .with("found", found.as_str()),
            Self::TooLarge => Message::new("cel-too-large"),
            Self::UnknownName { name, near: None } => {
                Message::new("cel-unknown-name").with("name", name.as_str())
            }
            Self::UnknownName {
                name,
                near: Some(near),
            } => Message::new("cel-unknown-name-near")
                .with("name", name.as_str())
                .with("near", near.as_str()),
            Self::UnknownFunction(name) => {
                Message::new("cel-unknown-function").with("name", name.as_str())
            }
            Self::Type { expected, found } => Message::new("cel-type")
                .with("expected", expected.as_str())
                .with("found", found.as_str()),
            Self::Mismatch { left, right } => Message::new("cel-mismatch")
                .with("left", left.as_str())
                .with("right", right.as_str()),
            Self::Literal(text) => Message::new("cel-literal").with("what", text.as_str()),
        }
    }
}

/// Numbers of an expression that look like numbers of the law: all but 0, 1 and 12, and amounts
/// written out.
pub(crate) fn numbers(text: &str) -> Vec<(usize, String)> {
    let Ok(tokens) = lex::tokens(text) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut amount = false;
    for (token, at) in tokens {
        match &token {
            lex::Token::Int(n) if !matches!(n, 0 | 1 | 12) => found.push((at, token.shown())),
            lex::Token::Decimal(_) => found.push((at, token.shown())),
            lex::Token::Text(written) if amount && written != "0" => {
                found.push((at, written.clone()));
            }
            _ => {}
        }
        amount = match &token {
            lex::Token::Name(name) => name == "yuan",
            lex::Token::Sign("(") => amount,
            _ => false,
        };
    }
    found
}

fn hint(near: &Option<String>) -> String {
    near.as_ref()
        .map_or_else(String::new, |near| format!(" (did you mean {near:?}?)"))
}
