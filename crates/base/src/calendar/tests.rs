//! Deadlines as clerks count them, and every day against an independent calendar.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;

/// One line a year: the year, then a digit for each of its days, 1 for a working day. Written by
/// `tests/data/workdays.py` from the PyPI package `chinesecalendar`.
const INDEPENDENT: &str = include_str!("../../tests/data/workdays.txt");

#[test]
fn every_day_agrees_with_an_independent_calendar() {
    let lines = INDEPENDENT.lines().filter(|line| !line.starts_with('#'));
    let mut years = 0;
    for line in lines {
        let (year, days) = line.split_once(' ').expect("year, then days");
        let mut day = date(year.parse().expect("a year"), 1, 1);
        for digit in days.chars() {
            assert_eq!(is_working_day(day), Ok(digit == '1'), "{day}");
            day = day.tomorrow().expect("within the calendar");
        }
        assert_eq!((day.month(), day.day()), (1, 1), "{year} is whole");
        years += 1;
    }
    assert_eq!(years, NOTICES.len());
}

#[test]
fn every_exception_really_is_one() {
    for notice in NOTICES {
        for (month, day) in notice.worked {
            let weekday = date(notice.year, *month, *day).weekday();
            assert!(
                matches!(weekday, Weekday::Saturday | Weekday::Sunday),
                "{month}-{day}"
            );
        }
    }
}

#[test]
fn ten_working_days_pass_over_the_may_holiday_and_count_the_exchanged_saturday() {
    assert_eq!(
        working_days_after(date(2020, 4, 29), 10),
        Ok(date(2020, 5, 15))
    );
    assert_eq!(
        working_days_after(date(2020, 4, 29), 0),
        Ok(date(2020, 4, 29))
    );
    assert_eq!(
        working_days_between(date(2020, 4, 29), date(2020, 5, 15)),
        Ok(10)
    );
}

#[test]
fn the_spring_festival_of_2020_was_lengthened() {
    assert_eq!(is_working_day(date(2020, 2, 1)), Ok(false));
    assert_eq!(working_day_from(date(2020, 1, 24)), Ok(date(2020, 2, 3)));
}

#[test]
fn a_calendar_deadline_moves_past_a_holiday() {
    assert_eq!(
        calendar_days_after(date(2020, 4, 24), 7),
        Ok(date(2020, 5, 6))
    );
    assert_eq!(
        calendar_days_after(date(2020, 3, 20), 3),
        Ok(date(2020, 3, 23))
    );
}

#[test]
fn seven_days_of_publicity_end_on_the_seventh_day_after_posting() {
    assert_eq!(
        publicity_last_day(date(2020, 4, 3), 7),
        Ok(date(2020, 4, 10))
    );
}

#[test]
fn a_year_without_a_notice_is_an_error() {
    assert_eq!(
        is_working_day(date(2016, 5, 1)),
        Err(NoNotice { year: 2016 })
    );
    assert_eq!(
        working_days_after(date(2026, 12, 31), 1),
        Err(NoNotice { year: 2027 })
    );
    let said = NoNotice { year: 2027 }.message();
    assert_eq!(said.to_string(), "base-calendar-no-notice year=2027");
    assert!(NoNotice::CODES.contains(&said.code));
}

#[test]
fn each_year_names_its_notice() {
    assert_eq!(notice_document(2024), Ok("国办发明电〔2023〕7号"));
    assert!(notice_document(2030).is_err());
}

proptest! {
    #[test]
    fn counting_is_the_inverse_of_adding(offset in 0i32..3000, days in 0u32..200) {
        let event = date(2017, 1, 1).checked_add(jiff::Span::new().days(offset)).expect("in range");
        let due = working_days_after(event, days).expect("within the notices");
        prop_assert_eq!(working_days_between(event, due), Ok(days));
        prop_assert!(days == 0 || is_working_day(due) == Ok(true));
    }
}
