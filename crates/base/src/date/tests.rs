use jiff::civil::date;
use proptest::prelude::*;

use super::*;

#[test]
fn ledgers_write_one_day_in_many_ways() {
    for text in [
        "2020-3-18",
        "2020-03-18",
        "2020.3.18",
        "2020.03.18.",
        "2020/03/18",
        "20200318",
        "2020年3月18日",
        "2020年03月18号",
        "二〇二〇年三月十八日",
        "二零二零年三月十八日",
        "２０２０－０３－１８",
        "18/3/2020",
        "2020-03-18 00:00:00",
        "2020-03-18T09:30:00",
        "2020/3/18 9:05",
        "2020年3月18日 09:30",
        " 2020-3-18 ",
        "'20200318",
        "43908",
        "43908.5",
        "3/18/2020",
        "2020年3月18日09:30",
    ] {
        assert_eq!(parse_date(text), Ok(date(2020, 3, 18)), "{text}");
    }
    assert_eq!(parse_date("二〇一九年十月二十日"), Ok(date(2019, 10, 20)));
    assert_eq!(
        parse_date("二〇一九年十二月三十一日"),
        Ok(date(2019, 12, 31))
    );
}

#[test]
fn doubtful_readings_are_flagged() {
    let reading = read_date("85.3.18").unwrap();
    assert_eq!(
        (reading.date, reading.two_digit_year),
        (date(1985, 3, 18), true)
    );
    assert!(read_date("850318").unwrap().two_digit_year);
    assert!(read_date("43908").unwrap().serial);
    assert!(!read_date("2020-3-18").unwrap().two_digit_year);
}

#[test]
fn what_is_no_date_says_why() {
    assert_eq!(parse_date(" "), Err(DateError::Empty));
    assert_eq!(
        parse_date("2019-02-29"),
        Err(DateError::Impossible {
            year: 2019,
            month: 2,
            day: 29
        })
    );
    assert_eq!(
        parse_date("20201331"),
        Err(DateError::Impossible {
            year: 2020,
            month: 13,
            day: 31
        })
    );
    assert_eq!(parse_date("2020年3月"), Err(DateError::DayMissing));
    assert_eq!(parse_date("202003"), Err(DateError::DayMissing));
    assert_eq!(parse_date("03/04/2020"), Err(DateError::OrderUnknown));
    assert_eq!(parse_date("长期"), Err(DateError::Unreadable));
    assert_eq!(parse_date("123"), Err(DateError::Unreadable));
}

#[test]
fn excel_counts_days_in_two_systems() {
    let serial = |n, system| date_from_serial(n, system);
    assert_eq!(serial(1.0, DateSystem::From1900), Some(date(1900, 1, 1)));
    assert_eq!(serial(59.0, DateSystem::From1900), Some(date(1900, 2, 28)));
    assert_eq!(
        serial(60.0, DateSystem::From1900),
        None,
        "29 February 1900 never was"
    );
    assert_eq!(serial(61.0, DateSystem::From1900), Some(date(1900, 3, 1)));
    assert_eq!(
        serial(43_908.99, DateSystem::From1900),
        Some(date(2020, 3, 18))
    );
    assert_eq!(
        serial(42_446.0, DateSystem::From1904),
        Some(date(2020, 3, 18))
    );
    assert_eq!(serial(f64::NAN, DateSystem::From1904), None);
}

#[test]
fn months_and_periods() {
    for text in [
        "2020-03",
        "2020年3月",
        "202003",
        "2020.3",
        "２０２０年３月份",
    ] {
        assert_eq!(Month::parse(text), Month::new(2020, 3), "{text}");
    }
    assert_eq!(Month::parse("2020-13"), None);
    let march = Month::new(2020, 3).unwrap();
    assert_eq!(march.plus(-3), Month::new(2019, 12));
    assert_eq!(march.last_day(), date(2020, 3, 31));
    let period = |a, b| Period::new(a, b).unwrap();
    let spring = period(date(2020, 3, 1), Some(date(2020, 6, 1)));
    assert!(spring.contains(date(2020, 5, 31)) && !spring.contains(date(2020, 6, 1)));
    assert!(!spring.overlaps(period(date(2020, 6, 1), None)));
    assert!(spring.overlaps(period(date(2020, 5, 31), None)));
    assert_eq!(Period::new(date(2020, 3, 1), Some(date(2020, 3, 1))), None);
}

#[test]
fn a_leap_day_child_is_older_on_the_first_of_march() {
    let born = date(2004, 2, 29);
    assert_eq!(full_years(born, date(2022, 2, 28)), 17);
    assert_eq!(full_years(born, date(2022, 3, 1)), 18);
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(days in 0i64..100_000) {
        let day = date(1900, 1, 1).saturating_add(jiff::Span::new().days(days));
        prop_assert_eq!(parse_date(&day.to_string()), Ok(day));
        let chinese = format!("{}年{}月{}日", day.year(), day.month(), day.day());
        prop_assert_eq!(parse_date(&chinese), Ok(day));
        for system in [DateSystem::From1900, DateSystem::From1904] {
            if let Some(serial) = serial_from_date(day, system) {
                prop_assert_eq!(date_from_serial(f64::from(serial), system), Some(day));
            }
        }
        prop_assert_eq!(date_from_epoch_days(i64::from(epoch_days(day))), Some(day));
        let month = Month::of(day).unwrap();
        prop_assert_eq!(Month::parse(&month.to_string()), Some(month));
    }

    #[test]
    fn no_text_makes_it_panic(text in ".*", near in "[0-9年月日一二十〇.:T /-]{0,16}", serial in any::<f64>()) {
        let _ = (parse_date(&text), parse_date(&near), Month::parse(&text), Month::parse(&near));
        let _ = date_from_serial(serial, DateSystem::From1900);
    }

    #[test]
    fn months_add_up(year in 1i16..9999, month in 1i8..=12, n in -2000i32..2000) {
        let start = Month::new(year, month).unwrap();
        if let Some(end) = start.plus(n) {
            prop_assert_eq!(start.until(end), n);
        }
    }
}
