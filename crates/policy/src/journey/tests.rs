//! Counting with pauses, on the calendar of 2020.

use super::clock::due;
use crate::programme::Count;
use base::calendar::{calendar_days_after, working_days_after};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use proptest::prelude::*;

const COUNTS: [Count; 3] = [Count::Working, Count::Calendar, Count::Full];

/// Ten working days from Wednesday 29 April 2020, over a long holiday and a Saturday that is
/// worked: 15 May. Papers were being completed on 7 and 8 May: two days more, so Tuesday 19 May.
#[test]
fn a_limit_stands_still_while_papers_are_completed() {
    let from = date(2020, 4, 29);
    assert_eq!(due(from, 10, Count::Working, &[]), Ok(date(2020, 5, 15)));
    let completed = [(date(2020, 5, 7), date(2020, 5, 8))];
    assert_eq!(
        due(from, 10, Count::Working, &completed),
        Ok(date(2020, 5, 19))
    );
}

fn day() -> impl Strategy<Value = Date> {
    (0_i64..365).prop_map(|n| date(2020, 1, 1).saturating_add(n.days()))
}

fn spells() -> impl Strategy<Value = Vec<(Date, Date)>> {
    let spell = (day(), 0_i64..20).prop_map(|(a, n)| (a, a.saturating_add(n.days())));
    prop::collection::vec(spell, 0..4)
}

proptest! {
    #[test]
    fn a_pause_never_shortens(from in day(), days in 0_u32..60, some in spells(), more in spells()) {
        for count in COUNTS {
            let before = due(from, days, count, &some).unwrap();
            let all: Vec<_> = some.iter().chain(&more).copied().collect();
            prop_assert!(from <= before);
            prop_assert!(before <= due(from, days, count, &all).unwrap());
        }
    }

    #[test]
    fn a_longer_limit_ends_no_earlier(from in day(), days in 0_u32..60, rests in spells()) {
        for count in COUNTS {
            let longer = due(from, days + 1, count, &rests).unwrap();
            prop_assert!(due(from, days, count, &rests).unwrap() <= longer);
        }
    }

    /// Without pauses it is the calendar's own count.
    #[test]
    fn no_pause_is_the_plain_count(from in day(), days in 0_u32..60) {
        prop_assert_eq!(due(from, days, Count::Working, &[]), working_days_after(from, days));
        prop_assert_eq!(due(from, days, Count::Calendar, &[]), calendar_days_after(from, days));
    }
}

#[test]
fn a_year_without_a_notice_is_not_guessed() {
    assert!(due(date(2090, 1, 4), 3, Count::Working, &[]).is_err());
    assert!(due(date(2090, 1, 4), 3, Count::Full, &[]).is_ok());
}
