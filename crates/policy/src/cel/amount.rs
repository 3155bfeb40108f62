//! Money while it is computed with: whole millionths of a yuan, so that an income per person of a
//! household of three is not cut to the fen before it is multiplied again. What is paid is whole
//! fen ([`Amount::rounded`]).

use super::eval::ONE;
use base::money::Fen;
use std::fmt;

/// Money in millionths of a yuan, up to nine million million yuan; checked like [`Fen`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

/// Millionths of a yuan in a fen.
const FEN: i64 = 10_000;

impl Amount {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// From whole fen; `None` when out of range.
    pub const fn of(fen: Fen) -> Option<Self> {
        match fen.get().checked_mul(FEN) {
            Some(micros) => Some(Self(micros)),
            None => None,
        }
    }

    /// From millionths of a yuan.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Millionths of a yuan.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The nearest whole fen, halves away from zero.
    pub const fn rounded(self) -> Fen {
        let (whole, rest) = (self.0 / FEN, self.0 % FEN);
        let away = if rest >= FEN / 2 {
            1
        } else if rest <= -FEN / 2 {
            -1
        } else {
            0
        };
        Fen::new(whole + away)
    }

    /// Whole fen, when there is nothing smaller.
    pub const fn exact(self) -> Option<Fen> {
        if self.0 % FEN == 0 {
            Some(Fen::new(self.0 / FEN))
        } else {
            None
        }
    }

    /// Sum; `None` when out of range.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(micros) => Some(Self(micros)),
            None => None,
        }
    }

    /// Difference; `None` when out of range.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(micros) => Some(Self(micros)),
            None => None,
        }
    }

    /// Negated; `None` when out of range.
    pub const fn checked_neg(self) -> Option<Self> {
        match self.0.checked_neg() {
            Some(micros) => Some(Self(micros)),
            None => None,
        }
    }

    /// Times a whole number; `None` when out of range.
    pub const fn checked_mul(self, count: i64) -> Option<Self> {
        match self.0.checked_mul(count) {
            Some(micros) => Some(Self(micros)),
            None => None,
        }
    }

    /// Divided by a whole number, what is smaller than a millionth of a yuan dropped; `None` for a
    /// division by zero.
    pub const fn checked_div(self, count: i64) -> Option<Self> {
        match self.0.checked_div(count) {
            Some(micros) => Some(Self(micros)),
            None => None,
        }
    }

    /// Times a decimal in millionths, what is smaller dropped; `None` when out of range.
    pub fn times(self, decimal: i128) -> Option<Self> {
        let product = i128::from(self.0).checked_mul(decimal)? / ONE;
        i64::try_from(product).ok().map(Self)
    }

    /// Divided by a decimal in millionths, what is smaller dropped; `None` when out of range or
    /// divided by zero.
    pub fn over(self, decimal: i128) -> Option<Self> {
        let quotient = (i128::from(self.0) * ONE).checked_div(decimal)?;
        i64::try_from(quotient).ok().map(Self)
    }

    /// How often another amount goes into it, in millionths; `None` for none.
    pub fn ratio(self, other: Self) -> Option<i128> {
        (i128::from(self.0) * ONE).checked_div(other.0.into())
    }
}

impl fmt::Display for Amount {
    /// Yuan with two decimals, and with up to six where there is more than fen: `303.75`,
    /// `333.333333`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(fen) = self.exact() {
            return fen.fmt(f);
        }
        let sign = if self.0 < 0 { "-" } else { "" };
        let micros = self.0.unsigned_abs();
        let text = format!("{sign}{}.{:06}", micros / 1_000_000, micros % 1_000_000);
        f.write_str(text.trim_end_matches('0'))
    }
}
