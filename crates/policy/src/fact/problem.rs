//! What is wrong with a case: where in it, and what would be right.

use base::message::{Message, Speak};

/// One thing wrong with a case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {fault}")]
pub struct CaseError {
    /// Where: `household.members[1].birth_date`.
    pub path: String,
    /// What.
    pub fault: Fault,
}

/// The ways a case can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not JSON; the place and the parser's words.
    #[error("not JSON: {0}")]
    Json(String),
    /// An object, list or text where something else belongs.
    #[error("{expected} expected, found {found}")]
    Type {
        /// The type that would fit.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A name that no fact has; perhaps another was meant.
    #[error("no such fact{}", .near.as_ref().map_or_else(String::new, |n| format!(", perhaps {n}")))]
    Unknown {
        /// The nearest fact, if any is near.
        near: Option<String>,
    },
    /// A code that is none of the fact's words.
    #[error("{found:?} is none of {allowed}")]
    Code {
        /// What stands there.
        found: String,
        /// The words.
        allowed: String,
    },
    /// Text that is no amount, date or number of the type.
    #[error("{found:?} is no {expected}")]
    Value {
        /// The type.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// Money with parts smaller than a fen, or too much of it.
    #[error("{0} is not an amount in whole fen")]
    Money(String),
    /// A household without members.
    #[error("a household has at least one member")]
    NoMembers,
    /// A member without number.
    #[error("every member has an id")]
    NoId,
    /// Two members with one number.
    #[error("two members have the id {0:?}")]
    TwiceId(String),
    /// An award of a programme or a member that is not there.
    #[error("there is no {0:?}")]
    NoSuch(String),
    /// A day that is needed and not given.
    #[error("a day is needed")]
    NoDay,
}

impl Fault {
    /// Catalogue codes of this module.
    pub const CODES: &'static [&'static str] = &[
        "case-json",
        "case-type",
        "case-unknown",
        "case-unknown-near",
        "case-code",
        "case-value",
        "case-money",
        "case-no-members",
        "case-no-id",
        "case-twice-id",
        "case-no-such",
        "case-no-day",
    ];
}

impl Speak for CaseError {
    fn message(&self) -> Message {
        let said = match &self.fault {
            Fault::Json(what) => Message::new("case-json").with("what", what.as_str()),
            Fault::Type { expected, found } => Message::new("case-type")
                .with("expected", expected.as_str())
                .with("found", found.as_str()),
            Fault::Unknown { near: None } => Message::new("case-unknown"),
            Fault::Unknown { near: Some(near) } => {
                Message::new("case-unknown-near").with("near", near.as_str())
            }
            Fault::Code { found, allowed } => Message::new("case-code")
                .with("found", found.as_str())
                .with("allowed", allowed.as_str()),
            Fault::Value { expected, found } => Message::new("case-value")
                .with("expected", expected.as_str())
                .with("found", found.as_str()),
            Fault::Money(found) => Message::new("case-money").with("found", found.as_str()),
            Fault::NoMembers => Message::new("case-no-members"),
            Fault::NoId => Message::new("case-no-id"),
            Fault::TwiceId(id) => Message::new("case-twice-id").with("id", id.as_str()),
            Fault::NoSuch(what) => Message::new("case-no-such").with("what", what.as_str()),
            Fault::NoDay => Message::new("case-no-day"),
        };
        said.with("path", self.path.as_str())
    }
}
