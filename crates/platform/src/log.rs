//! Structured log lines without personal data: JSON on standard error, one line an event.
//!
//! A value in a line is a number, a fixed word, an id or a technical error; a name or an ID number
//! has no way in, because `String` is not among them. What must be carried along but never shown
//! is wrapped in [`Redacted`].

use base::Id;
use std::fmt::{self, Write as _};

/// A value that may be logged.
#[derive(Debug, Clone)]
pub enum Value {
    /// A number.
    Number(i64),
    /// A word of our own.
    Word(&'static str),
    /// An id or a technical text, made by code and not by people.
    Technical(String),
}

impl From<i64> for Value {
    fn from(n: i64) -> Self {
        Self::Number(n)
    }
}

impl From<u16> for Value {
    fn from(n: u16) -> Self {
        Self::Number(i64::from(n))
    }
}

impl From<&'static str> for Value {
    fn from(word: &'static str) -> Self {
        Self::Word(word)
    }
}

impl<K> From<Id<K>> for Value {
    fn from(id: Id<K>) -> Self {
        Self::Technical(id.to_string())
    }
}

impl From<&std::io::Error> for Value {
    fn from(e: &std::io::Error) -> Self {
        Self::Technical(e.to_string())
    }
}

impl From<std::net::SocketAddr> for Value {
    fn from(address: std::net::SocketAddr) -> Self {
        Self::Technical(address.to_string())
    }
}

/// An error with its causes, in the words of engines and systems (which hold no values of rows).
#[must_use]
pub fn chain(error: &(dyn std::error::Error + 'static)) -> Value {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let _ = write!(text, ": {cause}");
        next = cause.source();
    }
    Value::Technical(text)
}

/// Something that must never be shown: it prints as `[redacted]`.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Redacted<T>(pub T);

impl<T> fmt::Debug for Redacted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl<T> fmt::Display for Redacted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// Something happened as it should.
pub fn info(event: &'static str, fields: &[(&'static str, Value)]) {
    eprintln!("{}", line("info", event, fields));
}

/// Something failed that somebody should look at.
pub fn error(event: &'static str, fields: &[(&'static str, Value)]) {
    eprintln!("{}", line("error", event, fields));
}

fn line(level: &str, event: &str, fields: &[(&'static str, Value)]) -> String {
    let now = jiff::Timestamp::now();
    let mut out = format!("{{\"at\":\"{now:.3}\",\"level\":\"{level}\",\"event\":\"{event}\"");
    for (name, value) in fields {
        let value = match value {
            Value::Number(n) => serde_json::Value::from(*n),
            Value::Word(word) => serde_json::Value::from(*word),
            Value::Technical(text) => serde_json::Value::from(text.as_str()),
        };
        let _ = write!(out, ",\"{name}\":{value}");
    }
    out.push('}');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_json_and_what_is_redacted_stays_so() {
        let text = line(
            "info",
            "request",
            &[("ms", 12i64.into()), ("path", "/a\"b".into())],
        );
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (read["ms"].as_i64(), read["path"].as_str()),
            (Some(12), Some("/a\"b"))
        );
        assert_eq!(
            format!("{:?}", Redacted("500153199001011234")),
            "[redacted]"
        );
    }
}
