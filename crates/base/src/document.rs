//! Numbers of official documents (发文字号, GB/T 9704-2012): issuer, year in brackets, number.
//!
//! What is lost is never guessed: a number without its bracket is refused, and one whose brackets
//! were of another kind is read and flagged.

use std::fmt;

use crate::message::{Message, Speak};
use crate::name::is_han;
use crate::written::plain;

/// A document number in the standard's form when printed: 某民发〔2020〕10号.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentNumber {
    /// Code of the issuing body (机关代字), 2–12 Chinese characters.
    pub issuer: String,
    /// Year, 1900–2099.
    pub year: u16,
    /// Number within the year, from 1.
    pub number: u32,
}

/// A number together with how it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentReading {
    /// The number.
    pub number: DocumentNumber,
    /// It did not stand in the standard's form (other brackets, spaces, full-width digits).
    pub irregular: bool,
}

/// Why a text is no document number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// Nothing is written.
    #[error("empty")]
    Empty,
    /// A bracket about the year is missing: where the year ends cannot be told.
    #[error("a bracket is missing")]
    Bracket,
    /// The issuer's code is not 2–12 Chinese characters.
    #[error("no issuer")]
    Issuer,
    /// Not a year of four digits from 1900 to 2099.
    #[error("no year")]
    Year,
    /// The number is missing, zero, begins with 0 or 第, or is too long.
    #[error("no number")]
    Number,
    /// 号 does not stand at the end.
    #[error("号 is missing")]
    End,
}

impl Speak for DocumentError {
    fn message(&self) -> Message {
        Message::new(match self {
            Self::Empty => "base-document-empty",
            Self::Bracket => "base-document-bracket",
            Self::Issuer => "base-document-issuer",
            Self::Year => "base-document-year",
            Self::Number => "base-document-number",
            Self::End => "base-document-end",
        })
    }
}

impl DocumentNumber {
    /// Reads a number and tells whether it stood in the standard's form.
    ///
    /// # Errors
    /// See [`DocumentError`].
    pub fn read(text: &str) -> Result<DocumentReading, DocumentError> {
        const OPEN: [char; 6] = ['〔', '[', '【', '(', '﹝', '{'];
        const CLOSE: [char; 6] = ['〕', ']', '】', ')', '﹞', '}'];
        let written: String = plain(text).chars().filter(|c| !c.is_whitespace()).collect();
        if written.is_empty() {
            return Err(DocumentError::Empty);
        }
        let (issuer, rest) = written.split_once(OPEN).ok_or(DocumentError::Bracket)?;
        let (year, rest) = rest.split_once(CLOSE).ok_or(DocumentError::Bracket)?;
        let length = issuer.chars().count();
        if !(2..=12).contains(&length) || !issuer.chars().all(is_han) {
            return Err(DocumentError::Issuer);
        }
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let year: u16 = match year.parse() {
            Ok(n @ 1900..=2099) if digits(year) && year.len() == 4 => n,
            _ => return Err(DocumentError::Year),
        };
        let number = rest.strip_suffix('号').ok_or(DocumentError::End)?;
        if !digits(number) || number.starts_with('0') || number.len() > 5 {
            return Err(DocumentError::Number);
        }
        let number = Self {
            issuer: issuer.to_owned(),
            year,
            number: number.parse().map_err(|_| DocumentError::Number)?,
        };
        let irregular = number.to_string() != text;
        Ok(DocumentReading { number, irregular })
    }
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}〔{}〕{}号", self.issuer, self.year, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn other_brackets_are_read_and_flagged() {
        let read = |text| DocumentNumber::read(text).map(|r| (r.number.to_string(), r.irregular));
        let wanted = "荣民发〔2020〕10号".to_owned();
        assert_eq!(read("荣民发〔2020〕10号"), Ok((wanted.clone(), false)));
        for text in [
            "荣民发[2020]10号",
            "荣民发【2020】10号",
            "荣民发（2020）１０号",
            "荣民发 〔2020〕 10 号",
        ] {
            assert_eq!(read(text), Ok((wanted.clone(), true)), "{text}");
        }
    }

    #[test]
    fn what_is_lost_is_never_guessed() {
        let why = |text| DocumentNumber::read(text).unwrap_err();
        assert_eq!(why("渝民规〔20256"), DocumentError::Bracket);
        assert_eq!(why("渝民规20256号"), DocumentError::Bracket);
        assert_eq!(why("渝民规〔25〕6号"), DocumentError::Year);
        assert_eq!(why("渝民规〔2025〕06号"), DocumentError::Number);
        assert_eq!(why("渝民规〔2025〕第6号"), DocumentError::Number);
        assert_eq!(why("渝民规〔2025〕6"), DocumentError::End);
        assert_eq!(why("〔2025〕6号"), DocumentError::Issuer);
        assert_eq!(why(" "), DocumentError::Empty);
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(issuer in "[一-龥]{2,12}", year in 1900u16..2100, number in 1u32..100_000) {
            let number = DocumentNumber { issuer, year, number };
            let reading = DocumentReading { number: number.clone(), irregular: false };
            prop_assert_eq!(DocumentNumber::read(&number.to_string()), Ok(reading));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*", near in "[民发规〔〕\\[\\]0-9号第 ]{0,14}") {
            let _ = (DocumentNumber::read(&text), DocumentNumber::read(&near));
        }
    }
}
