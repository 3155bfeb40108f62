//! What an action answers when it does not do what was asked. Pages, commands and jobs turn the
//! same faults into a status, an exit code or a note.

use crate::message::Message;
use std::borrow::Cow;
use std::fmt;

/// What is wrong with a form, field by field.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FieldErrors(Vec<(Cow<'static, str>, Message)>);

impl FieldErrors {
    /// Nothing wrong yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Something wrong with a field.
    pub fn add(&mut self, field: impl Into<Cow<'static, str>>, message: Message) {
        self.0.push((field.into(), message));
    }

    /// The first thing wrong with a field.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&Message> {
        self.0.iter().find(|(f, _)| *f == field).map(|(_, m)| m)
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of it, in the order it was found.
    pub fn iter(&self) -> impl Iterator<Item = &(Cow<'static, str>, Message)> {
        self.0.iter()
    }

    /// `Ok` when nothing is wrong.
    pub fn done(self) -> Result<(), Fault> {
        if self.is_empty() {
            Ok(())
        } else {
            Err(Fault::Invalid(self))
        }
    }
}

/// Why an action did not happen. Nothing was changed.
#[derive(Debug)]
pub enum Fault {
    /// It does not exist, or whoever asks may not know that it does.
    NotFound,
    /// It may be seen, but not done, by whoever asks.
    Forbidden,
    /// Someone else changed it meanwhile.
    Stale,
    /// What was entered cannot be right.
    Invalid(FieldErrors),
    /// A rule stands against it; the message says which and what would help.
    Refused(Message),
    /// Our own failure. Logged once, with its causes; the user sees a number to quote.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl Fault {
    /// One field is wrong.
    #[must_use]
    pub fn field(field: impl Into<Cow<'static, str>>, message: Message) -> Self {
        let mut errors = FieldErrors::new();
        errors.add(field, message);
        Self::Invalid(errors)
    }

    /// A refusal without arguments.
    #[must_use]
    pub fn refused(code: &'static str) -> Self {
        Self::Refused(Message::new(code))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("not found"),
            Self::Forbidden => f.write_str("forbidden"),
            Self::Stale => f.write_str("changed meanwhile"),
            Self::Invalid(errors) => {
                f.write_str("invalid:")?;
                errors
                    .iter()
                    .try_for_each(|(field, m)| write!(f, " {field}: {m};"))
            }
            Self::Refused(message) => write!(f, "refused: {message}"),
            Self::Internal(e) => write!(f, "internal: {e}"),
        }
    }
}

impl std::error::Error for Fault {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_without_errors_is_done() {
        assert!(FieldErrors::new().done().is_ok());
        let fault = Fault::field("name", Message::new("base-code-empty"));
        assert_eq!(fault.to_string(), "invalid: name: base-code-empty;");
    }
}
