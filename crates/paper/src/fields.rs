//! The facts that a template may ask for.

use base::Fen;
use base::date::Date;
use std::collections::BTreeMap;

/// One fact. What is not known stands as [`Value::Blank`] and prints as a line to be filled by hand.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text; line breaks in it are kept.
    Text(String),
    /// Money, written with two decimals unless a filter says otherwise.
    Money(Fen),
    /// A day.
    Day(Date),
    /// A count.
    Number(i64),
    /// Yes or no; for conditions.
    Flag(bool),
    /// Several of the same, for `{#each}`.
    List(Vec<Fields>),
    /// Not known yet.
    Blank,
}

impl Value {
    /// Whether `{#if}` takes the first branch.
    pub(crate) fn holds(&self) -> bool {
        match self {
            Self::Text(text) => !text.is_empty(),
            Self::Money(_) | Self::Day(_) | Self::Number(_) => true,
            Self::Flag(flag) => *flag,
            Self::List(list) => !list.is_empty(),
            Self::Blank => false,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Fen> for Value {
    fn from(amount: Fen) -> Self {
        Self::Money(amount)
    }
}

impl From<Date> for Value {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<Vec<Fields>> for Value {
    fn from(list: Vec<Fields>) -> Self {
        Self::List(list)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Blank, Into::into)
    }
}

/// Names and their facts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fields(BTreeMap<String, Value>);

impl Fields {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more fact.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.set(name, value);
        self
    }

    /// Adds or replaces a fact.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// A fact by its name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }
}
