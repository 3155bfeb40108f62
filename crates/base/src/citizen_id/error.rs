//! Why a value is no citizen ID number.

use jiff::civil::Date;

use crate::message::{Message, Speak};

/// Eighteen-character numbers of the same shape that are not citizen ID numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OtherDocument {
    /// Residence permit for Hong Kong residents (港澳居民居住证, 810000).
    HongKongPermit,
    /// Residence permit for Macau residents (港澳居民居住证, 820000).
    MacauPermit,
    /// Residence permit for Taiwan residents (台湾居民居住证, 830000).
    TaiwanPermit,
    /// Foreign permanent resident card (外国人永久居留身份证, 9…).
    ForeignerCard,
}

impl OtherDocument {
    /// Stable word for messages and files.
    pub const fn code(self) -> &'static str {
        match self {
            OtherDocument::HongKongPermit => "hong-kong-permit",
            OtherDocument::MacauPermit => "macau-permit",
            OtherDocument::TaiwanPermit => "taiwan-permit",
            OtherDocument::ForeignerCard => "foreigner-card",
        }
    }
}

/// Why a value is no citizen ID number. The first reason of this order that holds is given, except
/// that an impossible date goes before a bad check digit: it tells more.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CitizenIdError {
    /// Nothing but white space.
    #[error("empty")]
    Empty,
    /// Stars stand for digits: a masked copy.
    #[error("masked with stars")]
    Masked,
    /// A spreadsheet turned the number into a float: digits are lost (`5.00153E+17`, or 000 after
    /// fifteen significant digits). The lost digits cannot be computed back.
    #[error("damaged by a spreadsheet: digits are lost")]
    Damaged,
    /// A character that is neither digit nor final X.
    #[error("illegal character {found:?} at position {position}")]
    IllegalCharacter {
        /// Position in the text, counted in characters from 1.
        position: usize,
        /// The character as written.
        found: char,
    },
    /// Neither 15 nor 18 characters.
    #[error("{found} characters instead of 18")]
    Length {
        /// How many there are without spaces and hyphens.
        found: usize,
    },
    /// The birth date does not exist in the calendar.
    #[error("impossible birth date {year:04}-{month:02}-{day:02}")]
    ImpossibleDate {
        /// Year as written.
        year: i16,
        /// Month as written.
        month: i8,
        /// Day as written.
        day: i8,
    },
    /// The last character is not the one the others call for.
    #[error("check digit {found} instead of {expected}")]
    CheckDigit {
        /// The last character as written.
        found: char,
        /// What the seventeen digits before it call for.
        expected: char,
    },
    /// A permit or card of the same shape.
    #[error("another document: {}", .0.code())]
    OtherDocument(OtherDocument),
    /// No division ever had such a code (it begins with 0).
    #[error("unknown region {region:06}")]
    Region {
        /// The six digits.
        region: u32,
    },
    /// Born after the day given.
    #[error("born in the future: {birth}")]
    Future {
        /// Birth date in the number.
        birth: Date,
    },
    /// Older than anyone is.
    #[error("born {birth}: {age} years old")]
    TooOld {
        /// Birth date in the number.
        birth: Date,
        /// Age on the day given.
        age: i16,
    },
}

impl Speak for CitizenIdError {
    fn message(&self) -> Message {
        match self {
            Self::Empty => Message::new("base-id-empty"),
            Self::Masked => Message::new("base-id-masked"),
            Self::Damaged => Message::new("base-id-damaged"),
            Self::IllegalCharacter { position, found } => Message::new("base-id-character")
                .with("position", *position)
                .with("found", found.to_string()),
            Self::Length { found } => Message::new("base-id-length").with("found", *found),
            Self::ImpossibleDate { year, month, day } => {
                Message::new("base-id-date").with("date", format!("{year:04}-{month:02}-{day:02}"))
            }
            Self::CheckDigit { found, expected } => Message::new("base-id-check")
                .with("found", found.to_string())
                .with("expected", expected.to_string()),
            Self::OtherDocument(document) => {
                Message::new("base-id-other-document").with("document", document.code())
            }
            Self::Region { region } => {
                Message::new("base-id-region").with("region", format!("{region:06}"))
            }
            Self::Future { birth } => {
                Message::new("base-id-future").with("birth", birth.to_string())
            }
            Self::TooOld { birth, age } => Message::new("base-id-too-old")
                .with("birth", birth.to_string())
                .with("age", i64::from(*age)),
        }
    }
}
