//! The clocks of the roads, counted on the calendar of 2020.

use super::pack;
use base::calendar::{calendar_days_after, publicity_last_day, working_days_after};
use jiff::civil::{Date, date};
use policy::pack::Pack;
use policy::programme::{Count, Publicity, RoadStep, Span};

fn step<'p>(pack: &'p Pack, programme: &str, id: &str, on: Date) -> &'p RoadStep {
    let road = pack.programme(programme).unwrap().road.as_ref().unwrap();
    let mut steps = road.steps.iter();
    steps.find(|s| s.id == id && s.days.contain(on)).unwrap()
}

fn days(pack: &Pack, span: &Span, on: Date) -> u32 {
    match span {
        Span::Of(days) => *days,
        Span::Parameter(at) => {
            let value = pack.parameters[*at].on(on).unwrap();
            value.value.value().shown().parse().unwrap()
        }
    }
}

/// Paid first on Thursday 30 April 2020: papers complete by 18 May, after a long holiday and a
/// Saturday that is worked.
#[test]
fn papers_follow_within_ten_working_days() {
    let (pack, paid) = (pack("rongchang-2020"), date(2020, 4, 30));
    let limit = step(&pack, "relief-emergency", "papers", paid)
        .limit
        .as_ref()
        .unwrap();
    assert_eq!(limit.count, Count::Working);
    let due = working_days_after(paid, days(&pack, &limit.days_long, paid)).unwrap();
    assert_eq!(due, date(2020, 5, 18));
}

/// Accepted on 20 March, with one day of mass review, seven of publicity and three of a second one
/// that do not count: due by 30 April.
#[test]
fn thirty_days_without_review_and_publicity() {
    let (pack, accepted) = (pack("rongchang-2020"), date(2020, 3, 20));
    let road = pack.programme("dibao").unwrap().road.as_ref().unwrap();
    let total = road
        .totals
        .iter()
        .find(|t| t.days.contain(accepted))
        .unwrap();
    let posted = |id: &str| match &step(&pack, "dibao", id, accepted).publicity {
        Some(Publicity::Posted { days_long, .. }) => days(&pack, days_long, accepted),
        _ => 0,
    };
    assert_eq!(
        total.excludes,
        ["mass_review", "publicity", "second_publicity"]
    );
    let stands_still = 1 + posted("publicity") + posted("second_publicity");
    let long = days(&pack, &total.days_long, accepted) + stands_still;
    assert_eq!(
        calendar_days_after(accepted, long).unwrap(),
        date(2020, 4, 30)
    );
    let last = publicity_last_day(date(2020, 4, 3), posted("publicity")).unwrap();
    assert_eq!(last, date(2020, 4, 10));
}

/// Nothing of a child's case is publicised, by any step of it.
#[test]
fn children_are_never_publicised() {
    let pack = pack("rongchang-2020");
    for id in ["child-unattended", "orphan"] {
        let road = pack.programme(id).unwrap().road.as_ref().unwrap();
        let notices: Vec<&Publicity> = road
            .steps
            .iter()
            .filter_map(|s| s.publicity.as_ref())
            .collect();
        assert!(
            matches!(notices.as_slice(), [Publicity::Forbidden(_)]),
            "{id}"
        );
    }
}
