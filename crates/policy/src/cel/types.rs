//! The types of expressions, which of them go together, and what an operation makes of them.

use super::eval::{Op, Value};
use std::fmt;
use std::sync::Arc;

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// true or false.
    Bool,
    /// A whole number.
    Int,
    /// A number with up to six decimals, exact.
    Decimal,
    /// Money in fen.
    Money,
    /// A civil date.
    Date,
    /// Text.
    Text,
    /// Text that is one of these words; comparing it with another word is an error.
    Code(Arc<[Arc<str>]>),
    /// Several values of one type.
    List(Arc<Type>),
    /// A record with named fields, each with its type, in the order of its values.
    Record(Arc<Vec<(String, Type)>>),
    /// One value of a type for each of certain keys.
    Table(Arc<Keys>, Arc<Type>),
    /// The type of `null` and of what has already been found wrong: fits everywhere.
    Any,
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool => f.write_str("bool"),
            Self::Int => f.write_str("int"),
            Self::Decimal => f.write_str("decimal"),
            Self::Money => f.write_str("money"),
            Self::Date => f.write_str("date"),
            Self::Text => f.write_str("text"),
            Self::Code(_) => f.write_str("code"),
            Self::List(of) => write!(f, "list of {of}"),
            Self::Record(_) => f.write_str("record"),
            Self::Table(_, of) => write!(f, "table of {of}"),
            Self::Any => f.write_str("anything"),
        }
    }
}

/// The keys of a table: words, or whole numbers written as digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    names: Vec<String>,
    numbers: Vec<Option<i64>>,
}

impl Keys {
    /// Of names, in their order.
    pub fn new(names: Vec<String>) -> Self {
        let numbers = names.iter().map(|n| n.parse().ok()).collect();
        Self { names, numbers }
    }

    /// The keys as they are written.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Where the value of a key stands; `None` for a key that the table has not.
    pub fn place(&self, key: &Value<'_>) -> Option<usize> {
        match key {
            Value::Text(text) => self.names.iter().position(|n| **n == **text),
            Value::Int(n) => self.numbers.iter().position(|m| *m == Some(*n)),
            _ => None,
        }
    }
}

impl Type {
    pub(super) fn fits(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, _) | (_, Self::Any) => true,
            (Self::List(a), Self::List(b)) => a.fits(b),
            (Self::Code(_), Self::Text | Self::Code(_)) | (Self::Text, Self::Code(_)) => true,
            (a, b) => a == b,
        }
    }
}

/// The type of an operation, or `None` when the operands do not go together. Money meets money;
/// it may be multiplied and divided by plain numbers only.
pub(super) fn result(op: Op, a: &Type, b: &Type) -> Option<Type> {
    use Type::{Any, Bool, Date, Decimal, Int, Money, Text};
    let number = |of: &Type| matches!(of, Int | Decimal);
    match op {
        Op::Equal | Op::NotEqual => (a.fits(b) || (number(a) && number(b))).then_some(Bool),
        Op::Less | Op::LessEqual | Op::Greater | Op::GreaterEqual => match (a, b) {
            (Any, _) | (_, Any) => Some(Bool),
            (Int | Decimal, Int | Decimal) => Some(Bool),
            (Money, Money) | (Date, Date) | (Text, Text) => Some(Bool),
            _ => None,
        },
        Op::Add | Op::Subtract => match (a, b) {
            (Any, of) | (of, Any) => Some(of.clone()),
            (Int, Int) => Some(Int),
            (Money, Money) => Some(Money),
            (Int | Decimal, Int | Decimal) => Some(Decimal),
            (Text, Text) if op == Op::Add => Some(Text),
            _ => None,
        },
        Op::Multiply => match (a, b) {
            (Any, of) | (of, Any) => Some(of.clone()),
            (Int, Int) => Some(Int),
            (Money, Int | Decimal) | (Int | Decimal, Money) => Some(Money),
            (Int | Decimal, Int | Decimal) => Some(Decimal),
            _ => None,
        },
        Op::Divide => match (a, b) {
            (Any, of) | (of, Any) => Some(of.clone()),
            (Int, Int) => Some(Int),
            (Money, Int | Decimal) => Some(Money),
            (Money, Money) => Some(Decimal),
            (Int | Decimal, Int | Decimal) => Some(Decimal),
            _ => None,
        },
        Op::Remainder => matches!((a, b), (Int, Int)).then_some(Int),
        Op::And | Op::Or | Op::In => Some(Bool),
    }
}
