//! Chinese working days and the deadlines that rules count with them.
//!
//! Data: `data/holidays.txt`, the State Council's yearly notices with their numbers, 2017–2026, the
//! 2020 extension of the Spring Festival included. For any other year the answer is an error,
//! never a guess: the week alone does not tell.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};

use crate::message::{Message, Speak};

/// No holiday notice is known for a year that the counting touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no holiday notice for {year}")]
pub struct UnknownYear {
    /// The year that was touched.
    pub year: i16,
}

impl Speak for UnknownYear {
    fn message(&self) -> Message {
        Message::new("base-calendar-year")
            .with("year", i64::from(self.year))
            .with("first", i64::from(FIRST_YEAR))
            .with("last", i64::from(LAST_YEAR))
    }
}

/// First year with a notice.
pub const FIRST_YEAR: i16 = 2017;
/// Last year with a notice.
pub const LAST_YEAR: i16 = 2026;

/// How a rule counts its term (domain rules §0.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// N个工作日: day 1 is the next working day after the event.
    WorkingDays(u16),
    /// N日: calendar days; if the last is no working day, the next working day.
    CalendarDays(u16),
    /// 公示N天: full calendar days after the day of posting, no rollover.
    Publicity(u16),
}

struct Table {
    /// Days that differ from the plain week: true for work.
    days: BTreeMap<Date, bool>,
    notices: Vec<(i16, &'static str)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table {
        days: BTreeMap::new(),
        notices: Vec::new(),
    };
    for line in include_str!("../data/holidays.txt").lines() {
        let words: Vec<&'static str> = line.split_whitespace().collect();
        let date = |at: usize| words.get(at).and_then(|w| w.parse::<Date>().ok());
        match (words.first().copied(), date(1), date(2)) {
            (Some("work"), Some(day), _) => {
                table.days.insert(day, true);
            }
            (Some("off"), Some(from), Some(to)) => {
                let days = std::iter::successors(Some(from), |day| day.tomorrow().ok());
                table
                    .days
                    .extend(days.take_while(|day| *day <= to).map(|day| (day, false)));
            }
            (Some(year), ..) => {
                let number = words.get(1).copied().unwrap_or_default();
                table
                    .notices
                    .extend(year.parse().ok().map(|year: i16| (year, number)));
            }
            _ => {}
        }
    }
    table
});

/// Numbers of the notices that set the holidays of a year (国办发明电…).
pub fn notices(year: i16) -> impl Iterator<Item = &'static str> {
    TABLE
        .notices
        .iter()
        .filter(move |(y, _)| *y == year)
        .map(|(_, number)| *number)
}

/// Whether people work on the day: weekdays less holidays, and make-up weekend days (调休).
///
/// # Errors
/// No notice is known for the year.
pub fn is_working_day(day: Date) -> Result<bool, UnknownYear> {
    let year = day.year();
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return Err(UnknownYear { year });
    }
    let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    Ok(TABLE.days.get(&day).copied().unwrap_or(!weekend))
}

/// The day itself if it is a working day, else the next one.
///
/// # Errors
/// As [`is_working_day`].
pub fn roll_forward(day: Date) -> Result<Date, UnknownYear> {
    let mut day = day;
    while !is_working_day(day)? {
        day = tomorrow(day)?;
    }
    Ok(day)
}

/// The n-th working day after the day; the day itself for 0.
///
/// # Errors
/// As [`is_working_day`].
pub fn add_working_days(day: Date, n: u16) -> Result<Date, UnknownYear> {
    let mut day = day;
    for _ in 0..n {
        day = roll_forward(tomorrow(day)?)?;
    }
    Ok(day)
}

/// The n-th working day before the day; the day itself for 0.
///
/// # Errors
/// As [`is_working_day`].
pub fn sub_working_days(day: Date, n: u16) -> Result<Date, UnknownYear> {
    let mut day = day;
    let mut left = n;
    while left > 0 {
        day = day
            .yesterday()
            .map_err(|_| UnknownYear { year: day.year() })?;
        left -= u16::from(is_working_day(day)?);
    }
    Ok(day)
}

/// Working days after `from` up to and including `to`; 0 if `to` is not after `from`.
///
/// # Errors
/// As [`is_working_day`].
pub fn count_working_days(from: Date, to: Date) -> Result<u32, UnknownYear> {
    let mut day = from;
    let mut count = 0;
    while day < to {
        day = tomorrow(day)?;
        count += u32::from(is_working_day(day)?);
    }
    Ok(count)
}

/// Last day of a term that an event of the day starts.
///
/// # Errors
/// As [`is_working_day`]; publicity needs no notice.
pub fn deadline(event: Date, term: Term) -> Result<Date, UnknownYear> {
    match term {
        Term::WorkingDays(n) => add_working_days(event, n),
        Term::CalendarDays(n) => roll_forward(plus_days(event, n)?),
        Term::Publicity(n) => plus_days(event, n),
    }
}

/// First day on which a decision may follow a notice posted on the day for `days` full days.
///
/// # Errors
/// Only at the end of the calendar (year 9999).
pub fn decidable_after_publicity(posted: Date, days: u16) -> Result<Date, UnknownYear> {
    tomorrow(plus_days(posted, days)?)
}

fn plus_days(day: Date, n: u16) -> Result<Date, UnknownYear> {
    day.checked_add(jiff::Span::new().days(n))
        .map_err(|_| UnknownYear { year: day.year() })
}

fn tomorrow(day: Date) -> Result<Date, UnknownYear> {
    day.tomorrow().map_err(|_| UnknownYear { year: day.year() })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_day_agrees_with_an_independent_package() {
        let mut published = BTreeMap::new();
        for line in include_str!("../data/chinesecalendar-days.txt").lines() {
            let (day, kind) = line.split_once(' ').unwrap();
            published.insert(day.parse::<Date>().unwrap(), kind == "work");
        }
        let mut day = date(FIRST_YEAR, 1, 1);
        let mut different = Vec::new();
        while day <= date(LAST_YEAR, 12, 31) {
            let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
            let expected = published.get(&day).copied().unwrap_or(!weekend);
            if is_working_day(day).unwrap() != expected {
                different.push(day);
            }
            day = day.tomorrow().unwrap();
        }
        assert_eq!(different, []);
        assert!(published.len() > 200);
    }

    #[test]
    fn ten_working_days_run_over_a_make_up_saturday() {
        let accepted = date(2020, 4, 29);
        assert_eq!(
            deadline(accepted, Term::WorkingDays(10)),
            Ok(date(2020, 5, 15))
        );
        assert_eq!(is_working_day(date(2020, 5, 9)), Ok(true));
        assert_eq!(count_working_days(accepted, date(2020, 5, 15)), Ok(10));
    }

    #[test]
    fn the_spring_festival_of_2020_was_extended() {
        assert_eq!(is_working_day(date(2020, 1, 31)), Ok(false));
        assert_eq!(is_working_day(date(2020, 2, 1)), Ok(false));
        assert_eq!(is_working_day(date(2020, 2, 3)), Ok(true));
        assert_eq!(notices(2020).count(), 2);
    }

    #[test]
    fn calendar_terms_roll_over_and_publicity_does_not() {
        assert_eq!(
            deadline(date(2020, 4, 24), Term::CalendarDays(7)),
            Ok(date(2020, 5, 6))
        );
        assert_eq!(
            deadline(date(2020, 4, 24), Term::Publicity(7)),
            Ok(date(2020, 5, 1))
        );
        assert_eq!(
            decidable_after_publicity(date(2020, 4, 24), 7),
            Ok(date(2020, 5, 2))
        );
    }

    #[test]
    fn years_without_a_notice_are_refused() {
        assert_eq!(
            is_working_day(date(2016, 12, 30)),
            Err(UnknownYear { year: 2016 })
        );
        assert_eq!(
            add_working_days(date(2026, 12, 31), 1),
            Err(UnknownYear { year: 2027 })
        );
        for year in FIRST_YEAR..=LAST_YEAR {
            assert!(
                notices(year).all(|n| n.starts_with("国办发明电〔")),
                "{year}"
            );
            assert!(notices(year).count() >= 1, "{year}");
        }
    }

    proptest! {
        #[test]
        fn adding_and_counting_agree(days in 0i64..3500, n in 0u16..60) {
            let start = date(2017, 1, 1).saturating_add(jiff::Span::new().days(days));
            if let Ok(end) = add_working_days(start, n) {
                prop_assert_eq!(count_working_days(start, end), Ok(u32::from(n)));
                let working = roll_forward(start).unwrap();
                if working == start {
                    prop_assert_eq!(sub_working_days(end, n), Ok(start));
                }
            }
        }
    }
}
