//! Months (of a benefit, a roll, a standard) and half-open periods of days.

use std::fmt;

use jiff::civil::{Date, date};

/// A calendar month. Prints and sorts as `2020-03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month {
    year: i16,
    month: i8,
}

impl Month {
    /// A month of the years 1–9998; `None` outside.
    pub fn new(year: i16, month: i8) -> Option<Self> {
        ((1..9999).contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// The month of a day; `None` outside the years 1–9998.
    pub fn of(day: Date) -> Option<Self> {
        Self::new(day.year(), day.month())
    }

    /// Reads `2020-03`, `2020.3`, `2020/03`, `202003`, `2020年3月` and full-width forms.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = crate::written::plain(text);
        let plain = plain
            .strip_suffix('月')
            .or(plain.strip_suffix("月份"))
            .unwrap_or(&plain);
        let (year, month) = match plain.split_once(['-', '.', '/', '年']) {
            Some(parts) => parts,
            None if plain.len() == 6 => plain.split_at_checked(4)?,
            None => return None,
        };
        let digits = |s: &str| (1..=4).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
        if year.len() != 4 || !digits(year) || !digits(month) || month.len() > 2 {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?)
    }

    /// The year.
    pub const fn year(self) -> i16 {
        self.year
    }

    /// 1–12.
    pub const fn month(self) -> i8 {
        self.month
    }

    /// The first day.
    pub fn first_day(self) -> Date {
        date(self.year, self.month, 1)
    }

    /// The last day.
    pub fn last_day(self) -> Date {
        self.first_day().last_of_month()
    }

    /// So many months later (earlier if negative); `None` outside the years 1–9998.
    pub fn plus(self, months: i32) -> Option<Self> {
        let count = self.count().checked_add(months)?;
        Self::new(
            i16::try_from(count.div_euclid(12)).ok()?,
            (count.rem_euclid(12) + 1) as i8,
        )
    }

    /// Months from this one to another.
    pub fn until(self, other: Self) -> i32 {
        other.count() - self.count()
    }

    fn count(self) -> i32 {
        i32::from(self.year) * 12 + i32::from(self.month) - 1
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// Days from `start` on, up to but not including `end`; without `end`, for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    start: Date,
    end: Option<Date>,
}

impl Period {
    /// A period; `None` if it would be empty or run backwards.
    pub fn new(start: Date, end: Option<Date>) -> Option<Self> {
        end.is_none_or(|end| start < end)
            .then_some(Self { start, end })
    }

    /// First day.
    pub const fn start(self) -> Date {
        self.start
    }

    /// First day after the period, if it ends.
    pub const fn end(self) -> Option<Date> {
        self.end
    }

    /// Whether the day lies inside.
    pub fn contains(self, day: Date) -> bool {
        self.start <= day && self.end.is_none_or(|end| day < end)
    }

    /// Whether the two have a day in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.end.is_none_or(|end| other.start < end) && other.end.is_none_or(|end| self.start < end)
    }
}
