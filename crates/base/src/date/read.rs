//! Reading the dates of ledgers.

use jiff::civil::{Date, date};

use crate::message::{Message, Speak};
use crate::written::plain;

/// A date together with what should be known about how it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateReading {
    /// The date.
    pub date: Date,
    /// The year had two digits; 00–30 were read as 20xx, the rest as 19xx.
    pub two_digit_year: bool,
    /// It was a bare number, read as an Excel serial of the 1900 system.
    pub serial: bool,
}

/// Why a value is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Nothing is written.
    #[error("empty")]
    Empty,
    /// The form is known, the day does not exist (2019-02-29).
    #[error("no such day: {year:04}-{month:02}-{day:02}")]
    Impossible {
        /// Year as written.
        year: i32,
        /// Month as written.
        month: i32,
        /// Day as written.
        day: i32,
    },
    /// Year and month only.
    #[error("the day is missing")]
    DayMissing,
    /// Day and month may be either way round (03/04/2020).
    #[error("day and month may be either way round")]
    OrderUnknown,
    /// No form of a date.
    #[error("not a date")]
    Unreadable,
}

impl Speak for DateError {
    fn message(&self) -> Message {
        match self {
            Self::Empty => Message::new("base-date-empty"),
            Self::Impossible { year, month, day } => Message::new("base-date-impossible")
                .with("date", format!("{year:04}-{month:02}-{day:02}")),
            Self::DayMissing => Message::new("base-date-day-missing"),
            Self::OrderUnknown => Message::new("base-date-order-unknown"),
            Self::Unreadable => Message::new("base-date-unreadable"),
        }
    }
}

/// The two ways in which workbooks count days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateSystem {
    /// Day 1 is 1900-01-01, and 60 is a 29 February 1900 that never was.
    From1900,
    /// Day 0 is 1904-01-01.
    From1904,
}

/// The day of an Excel serial; the fraction (time of day) is dropped. `None` before the system's
/// first day, after the year 9999, and for the 29 February 1900 that never was.
pub fn date_from_serial(serial: f64, system: DateSystem) -> Option<Date> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let days = serial as i64;
    let start = match (system, days) {
        (DateSystem::From1904, _) => date(1904, 1, 1),
        (DateSystem::From1900, 0 | 60) => return None,
        (DateSystem::From1900, 1..60) => date(1899, 12, 31),
        (DateSystem::From1900, _) => date(1899, 12, 30),
    };
    start.checked_add(jiff::Span::new().days(days)).ok()
}

/// The Excel serial of a day; `None` before the system's first day.
pub fn serial_from_date(day: Date, system: DateSystem) -> Option<u32> {
    let start = match system {
        DateSystem::From1904 => date(1904, 1, 1),
        DateSystem::From1900 if day < date(1900, 3, 1) => date(1899, 12, 31),
        DateSystem::From1900 => date(1899, 12, 30),
    };
    let days = (day - start).get_days();
    let first = i32::from(system == DateSystem::From1900);
    u32::try_from(days).ok().filter(|_| days >= first)
}

/// The day so many days after 1970-01-01, as columnar files count; `None` outside the calendar.
pub fn date_from_epoch_days(days: i64) -> Option<Date> {
    let span = jiff::Span::new().try_days(days).ok()?;
    date(1970, 1, 1).checked_add(span).ok()
}

/// Days from 1970-01-01 to a day; negative before it.
pub fn epoch_days(day: Date) -> i32 {
    (day - date(1970, 1, 1)).get_days()
}

/// [`read_date`] without the remarks.
///
/// # Errors
/// See [`DateError`].
pub fn parse_date(text: &str) -> Result<Date, DateError> {
    if let Some(date) = iso(text.as_bytes()) {
        return Ok(date);
    }
    read_date(text).map(|reading| reading.date)
}

/// The commonest form, `2020-03-18`, without looking any further.
fn iso(text: &[u8]) -> Option<Date> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else {
        return None;
    };
    let number = |digits: &[&u8]| {
        digits.iter().try_fold(0i16, |n, d| {
            d.is_ascii_digit().then(|| n * 10 + i16::from(**d - b'0'))
        })
    };
    let (year, month, day) = (
        number(&[y1, y2, y3, y4])?,
        number(&[m1, m2])?,
        number(&[d1, d2])?,
    );
    let part = |n: i16| i8::try_from(n).ok();
    (1850..=2100)
        .contains(&year)
        .then(|| Date::new(year, part(month)?, part(day)?).ok())
        .flatten()
}

/// Reads `2020-3-18`, `2020.3.18`, `2020/03/18`, `20200318`, `2020年3月18日`, `二〇二〇年三月十八日`,
/// `18/3/2020` where only one order is possible, Excel serials as bare numbers, each with or
/// without a time after it.
///
/// # Errors
/// See [`DateError`].
pub fn read_date(text: &str) -> Result<DateReading, DateError> {
    let written = plain(text);
    let written = written.trim();
    if written.is_empty() {
        return Err(DateError::Empty);
    }
    if let Some(reading) = read_number(written) {
        return reading;
    }
    let western = digits_of_chinese(written);
    let parts = parts(without_time(&western)).ok_or(DateError::Unreadable)?;
    from_parts(&parts)
}

/// Bare numbers: yyyymmdd, yyyymm, yymmdd, serials. `None` if it is none.
fn read_number(text: &str) -> Option<Result<DateReading, DateError>> {
    let whole = match text.split_once('.') {
        Some((whole, part)) if part.bytes().all(|b| b.is_ascii_digit()) && whole.len() >= 5 => {
            whole
        }
        Some(_) => return None,
        None => text,
    };
    if !whole.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i32 = whole.parse().ok()?;
    let plain = |date| DateReading {
        date,
        two_digit_year: false,
        serial: false,
    };
    Some(match whole.len() {
        8 => day(number / 10_000, number / 100 % 100, number % 100).map(plain),
        6 if (1900..2200).contains(&(number / 100)) && (1..=12).contains(&(number % 100)) => {
            Err(DateError::DayMissing)
        }
        6 => day(century(number / 10_000), number / 100 % 100, number % 100).map(|date| {
            DateReading {
                date,
                two_digit_year: true,
                serial: false,
            }
        }),
        4 if (1900..2200).contains(&number) => Err(DateError::DayMissing),
        5 => date_from_serial(f64::from(number), DateSystem::From1900)
            .map(|date| DateReading {
                date,
                two_digit_year: false,
                serial: true,
            })
            .ok_or(DateError::Unreadable),
        _ => Err(DateError::Unreadable),
    })
}

/// Two-digit years: 00–30 are 20xx, the rest 19xx. Always flagged.
const fn century(year: i32) -> i32 {
    if year <= 30 { 2000 + year } else { 1900 + year }
}

/// Cuts a time of day: after a space, `T` or 日 followed by a clock time.
fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else {
        return text
            .split_once(['T', '上', '下'])
            .map_or(text, |(day, _)| day);
    };
    match text[..colon].rfind([' ', 'T', '日', '午']) {
        Some(at) if text[at..].starts_with('日') => &text[..at],
        Some(at) => text[..at].trim_end_matches(['上', '下', ' ']),
        None => text,
    }
}

/// The numbers of a date, each with its number of digits.
fn parts(text: &str) -> Option<Vec<(i32, usize)>> {
    let text = text.trim().trim_end_matches(['日', '号', '.']);
    let mut parts = Vec::with_capacity(3);
    let is_mark = |c: char| {
        matches!(c, '.' | '/' | '年' | '月' | '\\' | '、' | ' ') || crate::written::is_hyphen(c)
    };
    for word in text.split(is_mark).filter(|word| !word.is_empty()) {
        if word.len() > 4 || !word.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        parts.push((word.parse().ok()?, word.len()));
    }
    Some(parts)
}

fn from_parts(parts: &[(i32, usize)]) -> Result<DateReading, DateError> {
    let plain = |date| DateReading {
        date,
        two_digit_year: false,
        serial: false,
    };
    match *parts {
        [(year, 4), (month, 1..=2), (dd, 1..=2)] => day(year, month, dd).map(plain),
        [(a, 1..=2), (b, 1..=2), (year, 4)] => match (a <= 12, b <= 12) {
            (true, true) if a != b => Err(DateError::OrderUnknown),
            (true, _) => day(year, a, b).map(plain),
            _ => day(year, b, a).map(plain),
        },
        [(year, 2), (month, 1..=2), (dd, 1..=2)] => {
            day(century(year), month, dd).map(|date| DateReading {
                date,
                two_digit_year: true,
                serial: false,
            })
        }
        [(_, 4), (1..=12, 1..=2)] | [(1900..2200, 4)] => Err(DateError::DayMissing),
        _ => Err(DateError::Unreadable),
    }
}

fn day(year: i32, month: i32, day: i32) -> Result<Date, DateError> {
    let small = |n: i32| i8::try_from(n).ok();
    i16::try_from(year)
        .ok()
        .filter(|y| (1..=9999).contains(y))
        .zip(small(month).zip(small(day)))
        .and_then(|(y, (m, d))| Date::new(y, m, d).ok())
        .ok_or(DateError::Impossible { year, month, day })
}

/// 二〇二〇年三月十八日 to 2020年3月18日; other characters stay.
fn digits_of_chinese(text: &str) -> String {
    let mut western = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '十' || c == '拾' {
            if !western.ends_with(|c: char| c.is_ascii_digit()) {
                western.push('1');
            }
            if chars.peek().is_none_or(|next| digit(*next).is_none()) {
                western.push('0');
            }
        } else if let Some(digit) = digit(c) {
            western.push(digit);
        } else {
            western.push(c);
        }
    }
    western
}

const fn digit(c: char) -> Option<char> {
    Some(match c {
        '〇' | '零' | '○' | 'Ｏ' => '0',
        '一' | '壹' | '元' => '1',
        '二' | '贰' => '2',
        '三' | '叁' => '3',
        '四' | '肆' => '4',
        '五' | '伍' => '5',
        '六' | '陆' => '6',
        '七' | '柒' => '7',
        '八' | '捌' => '8',
        '九' | '玖' => '9',
        _ => return None,
    })
}
