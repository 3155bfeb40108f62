//! How numbers, days and times of typed files (workbooks, parquet) stand as text in a table.
//!
//! Must not know which file they come from. A number that no longer holds all digits of an ID
//! keeps the exponent that shows its damage.

use base::date::date_from_epoch_days;

/// From this size on a float no longer holds every whole number, and spreadsheets keep only
/// fifteen significant digits.
const EXACT_MAX: f64 = 1e15;

/// Short floats hold whole numbers up to here.
const SHORT_EXACT_MAX: f32 = 16_777_216.0;

const DAY_SECONDS: i64 = 86_400;

/// A float as a ledger writes it: whole numbers without point, long ones with their exponent.
pub(crate) fn number(value: f64) -> String {
    if !value.is_finite() {
        String::new()
    } else if value.abs() >= EXACT_MAX {
        format!("{value:E}")
    } else {
        value.to_string()
    }
}

/// As [`number`], with the digits that a short float has.
pub(crate) fn short_number(value: f32) -> String {
    if !value.is_finite() {
        String::new()
    } else if value.abs() > SHORT_EXACT_MAX {
        format!("{value:E}")
    } else {
        value.to_string()
    }
}

/// The day so many days after 1970-01-01; empty outside the calendar.
pub(crate) fn day(days: i64) -> String {
    date_from_epoch_days(days).map_or_else(String::new, |d| d.to_string())
}

/// A time of day from its seconds after midnight.
pub(crate) fn time(seconds: i64) -> String {
    let (hours, rest) = (seconds / 3600, seconds % 3600);
    format!("{hours:02}:{:02}:{:02}", rest / 60, rest % 60)
}

/// An instant in so many parts of a second after 1970-01-01, shifted by seconds; midnight is
/// written as the day alone.
pub(crate) fn moment(value: i64, parts: i64, shift: i64) -> String {
    let seconds = value.div_euclid(parts).saturating_add(shift);
    let date = day(seconds.div_euclid(DAY_SECONDS));
    match seconds.rem_euclid(DAY_SECONDS) {
        0 => date,
        _ if date.is_empty() => date,
        rest => format!("{date} {}", time(rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lose_no_digit_unseen() {
        assert_eq!(number(440.0), "440");
        assert_eq!(number(545.5), "545.5");
        assert_eq!(number(500_153_190_001_010_013.0), "5.0015319000101E17");
        assert_eq!(number(f64::NAN), "");
        assert_eq!(short_number(0.1), "0.1");
    }

    #[test]
    fn midnight_is_a_day() {
        assert_eq!(moment(1_584_489_600, 1, 0), "2020-03-18");
        assert_eq!(moment(1_584_489_600_001, 1000, 3600), "2020-03-18 01:00:00");
        assert_eq!(moment(-1, 1, 0), "1969-12-31 23:59:59");
        assert_eq!(moment(i64::MAX, 1, 0), "");
    }
}
