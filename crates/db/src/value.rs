//! Values on their way into a statement and out of a row: five kinds, the same on both engines.

use std::borrow::Cow;

/// A value for a placeholder.
#[derive(Debug, Clone, PartialEq)]
pub enum Param<'a> {
    /// Nothing known.
    Null,
    /// Whole numbers, fen, versions, and truth as 0 or 1.
    Int(i64),
    /// Measures such as weights and coordinates; never money.
    Real(f64),
    /// Text, ids, civil dates and instants (ISO 8601).
    Text(Cow<'a, str>),
    /// Encrypted values and digests.
    Bytes(Cow<'a, [u8]>),
}

/// A value as an engine hands it over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Nothing known.
    Null,
    /// A whole number.
    Int(i64),
    /// A measure.
    Real(f64),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

impl Cell<'_> {
    /// The kind in a word, for messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Int(_) => "integer",
            Self::Real(_) => "real",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
        }
    }
}

/// Anything that can stand for a placeholder.
pub trait ToParam {
    /// The value as the engines take it.
    fn to_param(&self) -> Param<'_>;
}

impl ToParam for Param<'_> {
    fn to_param(&self) -> Param<'_> {
        match self {
            Self::Null => Param::Null,
            Self::Int(n) => Param::Int(*n),
            Self::Real(x) => Param::Real(*x),
            Self::Text(t) => Param::Text(Cow::Borrowed(t)),
            Self::Bytes(b) => Param::Bytes(Cow::Borrowed(b)),
        }
    }
}

impl ToParam for i64 {
    fn to_param(&self) -> Param<'_> {
        Param::Int(*self)
    }
}

impl ToParam for i32 {
    fn to_param(&self) -> Param<'_> {
        Param::Int(i64::from(*self))
    }
}

impl ToParam for u32 {
    fn to_param(&self) -> Param<'_> {
        Param::Int(i64::from(*self))
    }
}

impl ToParam for bool {
    fn to_param(&self) -> Param<'_> {
        Param::Int(i64::from(*self))
    }
}

impl ToParam for f64 {
    fn to_param(&self) -> Param<'_> {
        Param::Real(*self)
    }
}

impl ToParam for str {
    fn to_param(&self) -> Param<'_> {
        Param::Text(Cow::Borrowed(self))
    }
}

impl ToParam for String {
    fn to_param(&self) -> Param<'_> {
        Param::Text(Cow::Borrowed(self))
    }
}

impl ToParam for [u8] {
    fn to_param(&self) -> Param<'_> {
        Param::Bytes(Cow::Borrowed(self))
    }
}

impl ToParam for Vec<u8> {
    fn to_param(&self) -> Param<'_> {
        Param::Bytes(Cow::Borrowed(self))
    }
}

impl ToParam for base::Fen {
    fn to_param(&self) -> Param<'_> {
        Param::Int(self.get())
    }
}

impl ToParam for jiff::civil::Date {
    fn to_param(&self) -> Param<'_> {
        Param::Text(Cow::Owned(self.to_string()))
    }
}

/// Instants are UTC with milliseconds and a fixed width, so that text order is time order.
impl ToParam for jiff::Timestamp {
    fn to_param(&self) -> Param<'_> {
        Param::Text(Cow::Owned(format!("{self:.3}")))
    }
}

impl<K> ToParam for base::Id<K> {
    fn to_param(&self) -> Param<'_> {
        Param::Text(Cow::Owned(self.to_string()))
    }
}

impl<T: ToParam> ToParam for Option<T> {
    fn to_param(&self) -> Param<'_> {
        self.as_ref().map_or(Param::Null, ToParam::to_param)
    }
}

impl<T: ToParam + ?Sized> ToParam for &T {
    fn to_param(&self) -> Param<'_> {
        (**self).to_param()
    }
}
