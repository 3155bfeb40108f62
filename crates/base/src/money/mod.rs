//! Money as whole fen (分, a hundredth of a yuan), exact and checked.
//!
//! Must not know: standards, budgets, currencies other than the yuan. Start at [`Fen`]; amounts as
//! people write them are read by [`written`], the capital form of cheques and notices stands in
//! [`capital`].

pub mod capital;
pub mod written;

#[cfg(test)]
mod tests;

use crate::message::{Message, Speak};
use std::fmt;

/// An amount of money in whole fen; negative for recoveries.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(transparent)]
pub struct Fen(i64);

/// How a computed amount becomes a payable one. The law names no rule, so each programme's pack
/// says which it uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// Pay to the fen.
    KeepFen,
    /// Any part of a yuan counts as a whole one (见角进元).
    CeilYuan,
    /// Half a yuan and more counts as a whole one, away from zero.
    HalfUpYuan,
}

/// Why an amount could not be read or computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Nothing was written.
    #[error("no amount is written")]
    Empty,
    /// A character that belongs to no amount; position counts characters from 1.
    #[error("character {found:?} at position {position} belongs to no amount")]
    Character {
        /// The character.
        found: char,
        /// Its place, from 1.
        position: usize,
    },
    /// Thousands separators where none belong, as in `1,23`.
    #[error("the thousands separators of {0:?} stand in the wrong places")]
    Grouping(String),
    /// More decimals than fen can hold.
    #[error("{0:?} has parts smaller than a fen")]
    TooFine(String),
    /// Numerals and units in an order that gives no number.
    #[error("{0:?} is not an amount")]
    Malformed(String),
    /// More than an `i64` of fen.
    #[error("the amount is too large")]
    TooLarge,
}

impl MoneyError {
    /// Catalogue codes of this module.
    pub const CODES: &'static [&'static str] = &[
        "base-money-empty",
        "base-money-character",
        "base-money-grouping",
        "base-money-too-fine",
        "base-money-malformed",
        "base-money-too-large",
    ];
}

impl Speak for MoneyError {
    fn message(&self) -> Message {
        match self {
            Self::Empty => Message::new("base-money-empty"),
            Self::Character { found, position } => Message::new("base-money-character")
                .with("found", found.to_string())
                .with("position", *position),
            Self::Grouping(v) => Message::new("base-money-grouping").with("value", v.as_str()),
            Self::TooFine(v) => Message::new("base-money-too-fine").with("value", v.as_str()),
            Self::Malformed(v) => Message::new("base-money-malformed").with("value", v.as_str()),
            Self::TooLarge => Message::new("base-money-too-large"),
        }
    }
}

impl Fen {
    /// No money.
    pub const ZERO: Fen = Fen(0);

    /// From whole fen.
    pub const fn new(fen: i64) -> Self {
        Self(fen)
    }

    /// From whole yuan; `None` when out of range.
    pub const fn from_yuan(yuan: i64) -> Option<Self> {
        match yuan.checked_mul(100) {
            Some(fen) => Some(Self(fen)),
            None => None,
        }
    }

    /// The fen.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Sum; `None` when out of range.
    pub const fn checked_add(self, other: Fen) -> Option<Fen> {
        match self.0.checked_add(other.0) {
            Some(fen) => Some(Fen(fen)),
            None => None,
        }
    }

    /// Difference; `None` when out of range.
    pub const fn checked_sub(self, other: Fen) -> Option<Fen> {
        match self.0.checked_sub(other.0) {
            Some(fen) => Some(Fen(fen)),
            None => None,
        }
    }

    /// `count` times the amount; `None` when out of range.
    pub const fn checked_mul(self, count: i64) -> Option<Fen> {
        match self.0.checked_mul(count) {
            Some(fen) => Some(Fen(fen)),
            None => None,
        }
    }

    /// Sum of many; `None` when out of range.
    pub fn checked_sum(amounts: impl IntoIterator<Item = Fen>) -> Option<Fen> {
        amounts.into_iter().try_fold(Fen::ZERO, Fen::checked_add)
    }

    /// The payable amount under a rounding rule; `None` when out of range.
    pub fn rounded(self, rule: Rounding) -> Option<Fen> {
        let up = match rule {
            Rounding::KeepFen => return Some(self),
            Rounding::CeilYuan => self.0.rem_euclid(100) != 0,
            Rounding::HalfUpYuan if self.0 >= 0 => self.0.rem_euclid(100) >= 50,
            Rounding::HalfUpYuan => self.0.rem_euclid(100) > 50,
        };
        Fen::from_yuan(self.0.div_euclid(100).checked_add(i64::from(up))?)
    }
}

impl fmt::Display for Fen {
    /// Yuan with two decimals and no separators, `-12.05`: the form of files and computations.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", fen / 100, fen % 100)
    }
}
