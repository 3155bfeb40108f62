//! Citizen ID numbers (公民身份号码, GB 11643-1999) and every way in which a ledger gets them wrong.
//!
//! Start at [`CitizenId::parse`]; [`CitizenId::read`] also tells how the number was written. Whether
//! the region code ever existed is a separate, softer question: see [`region`]. A number never
//! has to begin with the code of any one place: people move, and divisions are renumbered.

mod error;
pub mod region;

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use crate::sex::Sex;
use crate::written::{half_width, is_hyphen, is_invisible, is_scientific, trim_residue};
pub use error::{CitizenIdError, OtherDocument};

/// Ages above this are taken for an error (domain rule, §16.1).
pub const AGE_MAX: i16 = 125;

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS: &[u8; 11] = b"10X98765432";

/// A well-formed citizen ID number with an existing birth date and the right check digit.
///
/// Eight bytes: the seventeen leading digits; the check digit is computed. Orders as its text does.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CitizenId(u64);

/// How the number stood in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Eighteen characters.
    Eighteen,
    /// Fifteen digits (before 1999); the century 19 was added.
    Fifteen,
    /// Fifteen digits with a sequence of 996–999, read as a birth in the 1800s. An interpretation:
    /// these sequences were kept for centenarians when the number was introduced.
    FifteenCentenarian,
}

/// A number together with how it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The number.
    pub id: CitizenId,
    /// The form it had.
    pub form: Form,
    /// Something was repaired without guessing: full-width characters, spaces, hyphens, small x.
    pub repaired: bool,
    /// The number is right as it stands but ends in 000, as numbers cut to fifteen significant
    /// digits do (one in eleven of those passes the check digit). Worth a look, not an error.
    pub maybe_damaged: bool,
}

impl CitizenId {
    /// Reads a number in any of the forms a ledger has, without looking at today's date.
    ///
    /// # Errors
    /// The one reason that best tells what to do about the value; see [`CitizenIdError`].
    pub fn parse(text: &str) -> Result<Self, CitizenIdError> {
        Self::read(text).map(|reading| reading.id)
    }

    /// [`parse`](Self::parse), and refuses births after `on` and ages above [`AGE_MAX`] on that day.
    ///
    /// # Errors
    /// As `parse`, and `Future` or `TooOld`.
    pub fn parse_on(text: &str, on: Date) -> Result<Self, CitizenIdError> {
        let id = Self::parse(text)?;
        id.check_age(on)?;
        Ok(id)
    }

    /// Reads a number and tells how it was written.
    ///
    /// # Errors
    /// See [`CitizenIdError`].
    pub fn read(text: &str) -> Result<Reading, CitizenIdError> {
        if let Ok(plain) = <&[u8; 18]>::try_from(text.as_bytes())
            && plain[..17].iter().all(u8::is_ascii_digit)
            && (plain[17].is_ascii_digit() || plain[17] == b'X')
        {
            return read_eighteen(plain, false);
        }
        let written = Written::collect(text)?;
        match written.characters() {
            [] => Err(CitizenIdError::Empty),
            c if c.len() == 15 => read_fifteen(c, written.repaired),
            c => match <&[u8; 18]>::try_from(c) {
                Ok(_) if written.float => Err(CitizenIdError::Damaged),
                Ok(c) => read_eighteen(c, written.repaired),
                Err(_) => Err(CitizenIdError::Length {
                    found: written.seen,
                }),
            },
        }
    }

    /// Builds a number from its parts: six-digit region, birth date, sequence 0–999.
    ///
    /// `None` if a part is out of range (birth years 1800–2199).
    pub fn from_parts(region: u32, birth: Date, sequence: u16) -> Option<Self> {
        let year = u64::try_from(birth.year())
            .ok()
            .filter(|y| (1800..2200).contains(y))?;
        if !(100_000..1_000_000).contains(&region) || sequence > 999 {
            return None;
        }
        let date = year * 10_000
            + u64::from(birth.month() as u8 as u32) * 100
            + u64::from(birth.day() as u8 as u32);
        let id = Self((u64::from(region) * 100_000_000 + date) * 1000 + u64::from(sequence));
        id.other_document().is_none().then_some(id)
    }

    /// Refuses births after `on` and ages above [`AGE_MAX`] on that day.
    ///
    /// # Errors
    /// `Future` or `TooOld`.
    pub fn check_age(self, on: Date) -> Result<(), CitizenIdError> {
        let birth = self.birth_date();
        if birth > on {
            return Err(CitizenIdError::Future { birth });
        }
        match self.age(on) {
            age if age > AGE_MAX => Err(CitizenIdError::TooOld { birth, age }),
            _ => Ok(()),
        }
    }

    /// Full years lived on the day (周岁): one more from each birthday on; negative before birth.
    pub fn age(self, on: Date) -> i16 {
        crate::date::full_years(self.birth_date(), on)
    }

    /// The birth date in the number.
    pub fn birth_date(self) -> Date {
        let (year, month, day) = split_date(self.0 / 1000 % 100_000_000);
        jiff::civil::date(year, month, day)
    }

    /// The sex in the number: odd sequence male, even female.
    pub const fn sex(self) -> Sex {
        if self.0 % 2 == 1 {
            Sex::Male
        } else {
            Sex::Female
        }
    }

    /// Six-digit code of the division where the number was first given (not where one lives).
    pub const fn region(self) -> u32 {
        (self.0 / 100_000_000_000) as u32
    }

    /// The three sequence digits.
    pub const fn sequence(self) -> u16 {
        (self.0 % 1000) as u16
    }

    /// The seventeen digits before the check digit as one number: a dense key that orders as the
    /// text does.
    pub const fn body(self) -> u64 {
        self.0
    }

    /// The check character: a digit or `X`.
    pub const fn check_character(self) -> char {
        let mut sum = 0;
        let mut rest = self.0;
        let mut i = 17;
        while i > 0 {
            i -= 1;
            sum += (rest % 10) as u32 * WEIGHTS[i];
            rest /= 10;
        }
        CHECK_CHARACTERS[(sum % 11) as usize] as char
    }

    /// The eighteen characters as ASCII bytes, without allocating.
    pub const fn to_bytes(self) -> [u8; 18] {
        let mut text = [b'0'; 18];
        let mut rest = self.0;
        let mut i = 17;
        while i > 0 {
            i -= 1;
            text[i] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        text[17] = self.check_character() as u8;
        text
    }

    /// The fifteen-digit form, for births from 1900 to 1999.
    pub fn legacy_form(self) -> Option<String> {
        let text = self.to_bytes();
        let centenarian = self.sequence() >= 996;
        (&text[6..8] == b"19" && !centenarian).then(|| {
            text[..6]
                .iter()
                .chain(&text[8..17])
                .map(|b| char::from(*b))
                .collect()
        })
    }

    /// For screens: region and the last four characters, the rest starred (`500153********003X`).
    pub fn masked(self) -> String {
        let text = self.to_string();
        format!("{}********{}", &text[..6], &text[14..])
    }

    fn other_document(self) -> Option<OtherDocument> {
        match self.0 / 1_000_000_000_000_000 {
            81 => Some(OtherDocument::HongKongPermit),
            82 => Some(OtherDocument::MacauPermit),
            83 => Some(OtherDocument::TaiwanPermit),
            90..=99 => Some(OtherDocument::ForeignerCard),
            _ => None,
        }
    }
}

/// The check character for seventeen ASCII digits, or `None` if any byte is not a digit.
pub fn check_character_of(body: &[u8; 17]) -> Option<char> {
    let mut sum = 0;
    for (digit, weight) in body.iter().zip(WEIGHTS) {
        if !digit.is_ascii_digit() {
            return None;
        }
        sum += u32::from(digit - b'0') * weight;
    }
    Some(char::from(CHECK_CHARACTERS[(sum % 11) as usize]))
}

/// The characters that matter, copied out of the text as it stood.
struct Written {
    kept: [u8; 18],
    /// How many characters mattered, also beyond the eighteenth.
    seen: usize,
    repaired: bool,
    /// A `.0` stood at the end: the number went through a floating-point cell.
    float: bool,
}

impl Written {
    fn collect(text: &str) -> Result<Self, CitizenIdError> {
        let inner = trim_residue(text);
        let mut written = Self {
            kept: [0; 18],
            seen: 0,
            repaired: inner.len() != text.len(),
            float: false,
        };
        let whole = match inner
            .strip_suffix(".0")
            .or_else(|| inner.strip_suffix(".00"))
        {
            Some(whole) => {
                written.float = true;
                whole
            }
            None => inner,
        };
        if inner.contains('*') || inner.contains('＊') {
            return Err(CitizenIdError::Masked);
        }
        if inner.len() < 40 && is_scientific(&crate::written::plain(inner)) {
            return Err(CitizenIdError::Damaged);
        }
        let offset = text.find(inner).map_or(0, |at| text[..at].chars().count());
        for (i, raw) in whole.chars().enumerate() {
            let c = half_width(raw);
            written.repaired |= c != raw;
            match c {
                '0'..='9' => written.push(c as u8),
                'X' => written.push(b'X'),
                'x' | '×' | 'Х' | 'х' | 'Χ' | 'χ' | '✕' => {
                    written.repaired = true;
                    written.push(b'X');
                }
                _ if c.is_whitespace() || is_invisible(c) || is_hyphen(c) => {
                    written.repaired = true;
                }
                _ => {
                    return Err(CitizenIdError::IllegalCharacter {
                        position: offset + i + 1,
                        found: raw,
                    });
                }
            }
        }
        written.check_place_of_x()?;
        Ok(written)
    }

    fn push(&mut self, byte: u8) {
        if let Some(slot) = self.kept.get_mut(self.seen) {
            *slot = byte;
        }
        self.seen += 1;
    }

    fn characters(&self) -> &[u8] {
        if self.seen <= 18 {
            &self.kept[..self.seen]
        } else {
            &self.kept[..17]
        }
    }

    fn check_place_of_x(&self) -> Result<(), CitizenIdError> {
        match self.characters().iter().position(|b| *b == b'X') {
            Some(at) if at != 17 => Err(CitizenIdError::IllegalCharacter {
                position: at + 1,
                found: 'X',
            }),
            _ => Ok(()),
        }
    }
}

fn read_eighteen(text: &[u8; 18], repaired: bool) -> Result<Reading, CitizenIdError> {
    let body = number(&text[..17]);
    let id = CitizenId(body);
    let found = char::from(text[17]);
    let expected = id.check_character();
    let cut = text.ends_with(b"000");
    if found != expected && cut {
        return Err(CitizenIdError::Damaged);
    }
    check_date(body / 1000 % 100_000_000)?;
    if found != expected {
        return Err(CitizenIdError::CheckDigit { found, expected });
    }
    match id.other_document() {
        Some(document) => Err(CitizenIdError::OtherDocument(document)),
        None => check_region(id).map(|()| Reading {
            id,
            form: Form::Eighteen,
            repaired,
            maybe_damaged: cut,
        }),
    }
}

fn read_fifteen(text: &[u8], repaired: bool) -> Result<Reading, CitizenIdError> {
    let region = number(&text[..6]);
    let birth = number(&text[6..12]);
    let sequence = number(&text[12..]);
    let (century, form) = match sequence {
        996..=999 => (18_000_000, Form::FifteenCentenarian),
        _ => (19_000_000, Form::Fifteen),
    };
    let date = century / 1_000_000 * 1_000_000 + birth;
    check_date(date)?;
    let id = CitizenId((region * 100_000_000 + date) * 1000 + sequence);
    match id.other_document() {
        Some(document) => Err(CitizenIdError::OtherDocument(document)),
        None => check_region(id).map(|()| Reading {
            id,
            form,
            repaired,
            maybe_damaged: false,
        }),
    }
}

/// A number starting with 0 was never given out; everything finer is [`region`]'s matter.
fn check_region(id: CitizenId) -> Result<(), CitizenIdError> {
    match id.region() {
        region if region < 100_000 => Err(CitizenIdError::Region { region }),
        _ => Ok(()),
    }
}

fn number(digits: &[u8]) -> u64 {
    digits
        .iter()
        .fold(0, |n, b| n * 10 + u64::from(b.wrapping_sub(b'0') & 15))
}

fn split_date(yyyymmdd: u64) -> (i16, i8, i8) {
    (
        (yyyymmdd / 10_000) as i16,
        (yyyymmdd / 100 % 100) as i8,
        (yyyymmdd % 100) as i8,
    )
}

fn check_date(yyyymmdd: u64) -> Result<(), CitizenIdError> {
    let (year, month, day) = split_date(yyyymmdd);
    let exists = (1800..2200).contains(&year) && Date::new(year, month, day).is_ok();
    if exists {
        Ok(())
    } else {
        Err(CitizenIdError::ImpossibleDate { year, month, day })
    }
}

impl fmt::Display for CitizenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.to_bytes() {
            fmt::Write::write_char(f, char::from(byte))?;
        }
        Ok(())
    }
}

impl fmt::Debug for CitizenId {
    /// Masked, so that a log line never carries the whole number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CitizenId({})", self.masked())
    }
}

impl FromStr for CitizenId {
    type Err = CitizenIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests;
