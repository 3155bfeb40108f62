//! How every crate speaks to people: a code and named arguments, never a finished sentence.
//!
//! Engines and readers return typed errors; each can be turned into a [`Message`]. The binary (and
//! later the web pages) look the code up in the catalogue of the user's language. A crate lists its
//! codes in a `CODES` constant so that a test can hold the catalogues against them.

use std::fmt;

/// One argument of a message, kept typed so that each language can format it in its own way.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// Text as the user wrote it: a file name, a header, a value.
    Text(String),
    /// A count, a row or a column number.
    Number(i64),
    /// A text that a pack gives in both languages.
    Both {
        /// Chinese.
        zh: String,
        /// English.
        en: String,
    },
    /// A message inside a message, such as the reason within a row error.
    Message(Box<Message>),
}

/// What is to be said: a catalogue code such as `sheet-id-damaged`, and its arguments.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Key in the message catalogue: crate prefix, then the matter, in kebab case.
    pub code: &'static str,
    /// Named arguments, in the order they were given.
    pub args: Vec<(&'static str, Arg)>,
}

impl Message {
    /// A message without arguments yet.
    pub fn new(code: &'static str) -> Self {
        Self {
            code,
            args: Vec::new(),
        }
    }

    /// Adds one argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}

/// Anything that can be said to a user through the catalogue.
pub trait Speak {
    /// The code and arguments of what happened.
    fn message(&self) -> Message;
}

impl From<&str> for Arg {
    fn from(v: &str) -> Self {
        Arg::Text(v.to_owned())
    }
}

impl From<String> for Arg {
    fn from(v: String) -> Self {
        Arg::Text(v)
    }
}

impl From<usize> for Arg {
    fn from(v: usize) -> Self {
        Arg::Number(i64::try_from(v).unwrap_or(i64::MAX))
    }
}

impl From<i64> for Arg {
    fn from(v: i64) -> Self {
        Arg::Number(v)
    }
}

impl From<Message> for Arg {
    fn from(v: Message) -> Self {
        Arg::Message(Box::new(v))
    }
}

impl fmt::Display for Message {
    /// For logs and tests only: the code with its arguments, in no human language.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)?;
        for (name, value) in &self.args {
            match value {
                Arg::Text(t) => write!(f, " {name}={t:?}")?,
                Arg::Number(n) => write!(f, " {name}={n}")?,
                Arg::Both { zh, en } => write!(f, " {name}={zh:?}/{en:?}")?,
                Arg::Message(m) => write!(f, " {name}=({m})")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_shows_its_code_and_arguments() {
        let m = Message::new("sheet-id-damaged")
            .with("row", 7usize)
            .with("value", "5.1E+17");
        assert_eq!(m.to_string(), r#"sheet-id-damaged row=7 value="5.1E+17""#);
    }
}
