//! Chinese working days and the deadlines counted with them.
//!
//! A working day is a weekday that no holiday notice takes off, or a weekend day that a notice
//! makes a working one. A year without a notice in `notices` is an error, never a guess. Must not
//! know: today's date, or what a deadline is for.

mod notices;

#[cfg(test)]
mod tests;

use crate::message::{Message, Speak};
use jiff::civil::{Date, Weekday};
use notices::{NOTICES, Notice};

/// A day in a year whose holiday notice is not in the data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the holiday notice for {year} is not known: working days cannot be counted")]
pub struct NoNotice {
    /// The year asked for.
    pub year: i16,
}

impl NoNotice {
    /// Catalogue codes of this module.
    pub const CODES: &'static [&'static str] = &["base-calendar-no-notice"];
}

impl Speak for NoNotice {
    fn message(&self) -> Message {
        Message::new("base-calendar-no-notice").with("year", i64::from(self.year))
    }
}

fn notice(year: i16) -> Result<&'static Notice, NoNotice> {
    NOTICES
        .iter()
        .find(|n| n.year == year)
        .ok_or(NoNotice { year })
}

/// The document number of the State Council notice that arranges a year's holidays.
///
/// # Errors
/// [`NoNotice`] when the year is not in the data.
pub fn notice_document(year: i16) -> Result<&'static str, NoNotice> {
    Ok(notice(year)?.document)
}

/// Whether offices work on a day.
///
/// # Errors
/// [`NoNotice`] when the year is not in the data.
pub fn is_working_day(date: Date) -> Result<bool, NoNotice> {
    let notice = notice(date.year())?;
    let day = (date.month(), date.day());
    if notice.worked.contains(&day) {
        return Ok(true);
    }
    if notice
        .off
        .iter()
        .any(|(first, last)| *first <= day && day <= *last)
    {
        return Ok(false);
    }
    Ok(!matches!(
        date.weekday(),
        Weekday::Saturday | Weekday::Sunday
    ))
}

fn next(date: Date) -> Result<Date, NoNotice> {
    date.tomorrow().map_err(|_| NoNotice { year: date.year() })
}

/// The first working day on or after a day.
///
/// # Errors
/// [`NoNotice`] when a year on the way is not in the data.
pub fn working_day_from(date: Date) -> Result<Date, NoNotice> {
    let mut day = date;
    while !is_working_day(day)? {
        day = next(day)?;
    }
    Ok(day)
}

/// The last day of a limit of `days` working days (N个工作日): day 1 is the working day after the
/// event. A limit of 0 is the event's own day.
///
/// # Errors
/// [`NoNotice`] when a year on the way is not in the data.
///
/// ```
/// use jiff::civil::date;
/// let due = base::calendar::working_days_after(date(2020, 4, 29), 10);
/// assert_eq!(due, Ok(date(2020, 5, 15)));
/// ```
pub fn working_days_after(event: Date, days: u32) -> Result<Date, NoNotice> {
    let mut day = event;
    for _ in 0..days {
        day = working_day_from(next(day)?)?;
    }
    Ok(day)
}

/// How many working days lie after `from` up to and including `to`; 0 when `to` is not later.
///
/// # Errors
/// [`NoNotice`] when a year on the way is not in the data.
pub fn working_days_between(from: Date, to: Date) -> Result<u32, NoNotice> {
    let mut count = 0;
    let mut day = from;
    while day < to {
        day = next(day)?;
        count += u32::from(is_working_day(day)?);
    }
    Ok(count)
}

/// The last day of a limit of `days` calendar days (N日): the day of the event is not counted, and
/// a last day on which offices rest moves to the next working day.
///
/// # Errors
/// [`NoNotice`] when the last day's year is not in the data.
pub fn calendar_days_after(event: Date, days: u32) -> Result<Date, NoNotice> {
    let mut day = event;
    for _ in 0..days {
        day = next(day)?;
    }
    working_day_from(day)
}

/// The last day of a publicity of `days` full days (公示N天) posted on `posted`; a decision may
/// follow from the day after it. Holidays count: a notice hangs through them.
///
/// # Errors
/// [`NoNotice`] at the end of the representable calendar only.
pub fn publicity_last_day(posted: Date, days: u32) -> Result<Date, NoNotice> {
    let mut day = posted;
    for _ in 0..days {
        day = next(day)?;
    }
    Ok(day)
}
