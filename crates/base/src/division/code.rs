//! Codes of administrative divisions: two digits a province, four a city, six a district (GB/T 2260),
//! nine a town, twelve a village (statistical codes).

use std::fmt;
use std::str::FromStr;

use crate::message::{Message, Speak};
use crate::written::plain;

/// How high a division stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Province, autonomous region, municipality (省级).
    Province,
    /// City or prefecture (地级).
    City,
    /// District or county (县级).
    District,
    /// Town, township or street (乡级).
    Town,
    /// Village or community (村级).
    Village,
}

impl Level {
    const ALL: [Self; 5] = [
        Self::Province,
        Self::City,
        Self::District,
        Self::Town,
        Self::Village,
    ];

    /// Digits that name a division of this level.
    pub const fn digits(self) -> u32 {
        match self {
            Self::Province => 2,
            Self::City => 4,
            Self::District => 6,
            Self::Town => 9,
            Self::Village => 12,
        }
    }

    /// What one step at this level counts in a code of twelve digits.
    const fn unit(self) -> u64 {
        10u64.pow(12 - self.digits())
    }

    /// The next level up.
    pub const fn above(self) -> Option<Self> {
        match self {
            Self::Province => None,
            Self::City => Some(Self::Province),
            Self::District => Some(Self::City),
            Self::Town => Some(Self::District),
            Self::Village => Some(Self::Town),
        }
    }
}

/// The code of a division. Orders as a list of divisions does: each before what lies in it.
///
/// Trailing zeros do not count: `500153`, `500153000` and `500153000000` are one district.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DivisionCode {
    /// Twelve digits.
    padded: u64,
    level: Level,
}

/// Why a text is no division code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DivisionCodeError {
    /// Nothing is written.
    #[error("empty")]
    Empty,
    /// A character that is no digit.
    #[error("illegal character {found:?}")]
    IllegalCharacter {
        /// The character.
        found: char,
    },
    /// Not 2, 4, 6, 9 or 12 digits.
    #[error("{found} digits")]
    Length {
        /// How many there are.
        found: usize,
    },
    /// A division in no province, or a village in no town: zeros stand before its own digits.
    #[error("zeros before the last part of {code}")]
    Gap {
        /// The code as written.
        code: String,
    },
}

impl Speak for DivisionCodeError {
    fn message(&self) -> Message {
        match self {
            Self::Empty => Message::new("base-division-empty"),
            Self::IllegalCharacter { found } => {
                Message::new("base-division-character").with("found", found.to_string())
            }
            Self::Length { found } => Message::new("base-division-length").with("found", *found),
            Self::Gap { code } => Message::new("base-division-gap").with("code", code.as_str()),
        }
    }
}

impl DivisionCode {
    /// Reads a code of 2, 4, 6, 9 or 12 digits, full-width digits and spaces included.
    ///
    /// # Errors
    /// See [`DivisionCodeError`].
    pub fn parse(text: &str) -> Result<Self, DivisionCodeError> {
        let code: String = plain(text).chars().filter(|c| !c.is_whitespace()).collect();
        if code.is_empty() {
            return Err(DivisionCodeError::Empty);
        }
        if let Some(found) = code.chars().find(|c| !c.is_ascii_digit()) {
            return Err(DivisionCodeError::IllegalCharacter { found });
        }
        let found = code.len();
        if !Level::ALL.iter().any(|l| l.digits() as usize == found) {
            return Err(DivisionCodeError::Length { found });
        }
        let number: u64 = code
            .parse()
            .map_err(|_| DivisionCodeError::Length { found })?;
        let padded = number * 10u64.pow(12 - found as u32);
        Self::of(padded).ok_or(DivisionCodeError::Gap { code })
    }

    /// The code of a number of twelve digits; `None` where zeros stand before its last part. Towns
    /// of cities without districts lie in the city itself.
    fn of(padded: u64) -> Option<Self> {
        let level = Level::ALL
            .into_iter()
            .find(|l| padded.is_multiple_of(l.unit()))?;
        let part = |level: Level| {
            let above = level.above().map_or(1_000_000_000_000, Level::unit);
            padded % above / level.unit()
        };
        let needed: &[Level] = match level {
            Level::Province => &[Level::Province],
            Level::City => &[Level::Province, Level::City],
            Level::District => &[Level::Province, Level::City, Level::District],
            Level::Town => &[Level::Province, Level::City, Level::Town],
            Level::Village => &[Level::Province, Level::City, Level::Town, Level::Village],
        };
        needed
            .iter()
            .all(|l| part(*l) > 0)
            .then_some(Self { padded, level })
    }

    /// Its level.
    pub const fn level(self) -> Level {
        self.level
    }

    /// The division that it lies in at a higher level, or itself at its own; `None` below it.
    pub fn at(self, level: Level) -> Option<Self> {
        if level > self.level {
            return None;
        }
        Self::of(self.padded / level.unit() * level.unit()).filter(|code| code.level <= level)
    }

    /// The division directly above; `None` for a province.
    pub fn parent(self) -> Option<Self> {
        self.at(self.level.above()?)
    }

    /// Whether another division is this one or lies in it.
    pub const fn contains(self, other: Self) -> bool {
        other.padded / self.level.unit() == self.padded / self.level.unit()
    }

    /// Only the digits that name it: the codes of all that lies in it, and of nothing else, begin so.
    pub fn prefix(self) -> String {
        let digits = self.level.digits();
        let width = digits as usize;
        format!("{:0width$}", self.padded / 10u64.pow(12 - digits))
    }

    /// The twelve digits, as statistics write it.
    pub fn padded(self) -> String {
        format!("{:012}", self.padded)
    }
}

impl fmt::Display for DivisionCode {
    /// As many digits as the level has, six for provinces and cities as GB/T 2260 writes them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.level.digits().max(6);
        let width = digits as usize;
        write!(f, "{:0width$}", self.padded / 10u64.pow(12 - digits))
    }
}

impl fmt::Debug for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DivisionCode({self})")
    }
}

impl FromStr for DivisionCode {
    type Err = DivisionCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
