//! The clocks of the roads, counted on the calendar of 2020 by cases that travel them.

use super::pack;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use policy::journey::{Journey, NoRoad, Ruled, next_review, outlook};
use policy::pack::Pack;
use policy::programme::Publicity;
use proptest::prelude::*;
use std::sync::LazyLock;

static PACK: LazyLock<Pack> = LazyLock::new(|| pack("rongchang-2020"));

fn begin(programme: &str, day: Date) -> Journey<'static> {
    Journey::begin(&PACK, PACK.programme(programme).unwrap(), day).unwrap()
}

/// Leaves the step for another, or the road with `""`.
fn go<'p>(journey: &Journey<'p>, to: &str, day: Date) -> Journey<'p> {
    let turns = journey.turns(day);
    let mut turns = turns.into_iter();
    let found = turns.find(|t| t.to().map_or("", |s| s.id.as_str()) == to);
    let here = journey.now().map(|open| open.step.id.clone());
    found
        .unwrap_or_else(|| panic!("{to} is not open from {here:?} on {day}"))
        .take()
}

fn may_go(journey: &Journey<'_>, to: &str, day: Date) -> bool {
    let turns = journey.turns(day);
    let mut to_there = turns.iter().filter_map(|t| t.to());
    to_there.any(|s| s.id == to)
}

/// The last day of the limit of a step, or of the whole with `""`.
fn due(journey: &Journey<'_>, of: &str, on: Date) -> Date {
    let clocks = journey.clocks(on);
    let found = clocks.iter().rfind(|clock| match clock.of {
        Ruled::Step(step) => step.id == of,
        Ruled::Whole(_) => of.is_empty(),
    });
    found.unwrap().due.clone().unwrap()
}

/// Paid first on Thursday 30 April 2020: papers complete by 18 May, after a long holiday and a
/// Saturday that is worked (T3-2).
#[test]
fn papers_follow_within_ten_working_days() {
    let paid = date(2020, 4, 30);
    let case = begin("relief-emergency", paid);
    let case = go(&case, "pay_first", paid);
    let case = go(&case, "papers", paid);
    assert_eq!(due(&case, "papers", paid), date(2020, 5, 18));
}

/// Accepted on 20 March; reviewed on 3 April and posted the same day; an objection on 8 April, a
/// second notice from 15 to 18 April. One day of review, seven and three of notices do not count:
/// due by 30 April (T1-5).
#[test]
fn thirty_days_without_review_and_publicity() {
    let accepted = date(2020, 3, 20);
    let case = begin("dibao", accepted);
    let case = go(&case, "kin", accepted);
    let case = go(&case, "data_check", accepted);
    let case = go(&case, "survey", accepted);
    assert_eq!(due(&case, "survey", accepted), date(2020, 4, 3));
    let case = go(&case, "mass_review", date(2020, 4, 1));
    assert_eq!(
        due(&case, "mass_review", date(2020, 4, 1)),
        date(2020, 4, 9)
    );
    let case = go(&case, "opinion", date(2020, 4, 3));
    let case = go(&case, "publicity", date(2020, 4, 3));
    let notices = case.notices();
    assert_eq!(notices.last().unwrap().last, date(2020, 4, 10));
    // The notice hangs: nothing may be decided, an objection may be made.
    assert!(!may_go(&case, "county_review", date(2020, 4, 10)));
    assert!(may_go(&case, "county_review", date(2020, 4, 11)));
    let case = go(&case, "resurvey", date(2020, 4, 8));
    let case = go(&case, "second_publicity", date(2020, 4, 15));
    assert_eq!(case.earliest(), Some(date(2020, 4, 19)));
    let case = go(&case, "county_review", date(2020, 4, 20));
    assert_eq!(due(&case, "", date(2020, 4, 20)), date(2020, 4, 30));
    // Five working days from the end of the second notice, one of them a Sunday that is worked.
    assert_eq!(
        due(&case, "county_review", date(2020, 4, 20)),
        date(2020, 4, 26)
    );
    let case = go(&case, "approval", date(2020, 4, 26));
    let case = go(&case, "standing_list", date(2020, 4, 28));
    let whole = case
        .clocks(date(2020, 6, 1))
        .into_iter()
        .next_back()
        .unwrap();
    assert_eq!(whole.done, Some(date(2020, 4, 28)));
    assert_eq!(whole.overrun(date(2020, 6, 1)), Some(false));
}

/// Sent back for papers, a case is accepted when they are complete, and its limits begin anew.
#[test]
fn a_case_sent_back_for_papers_is_accepted_later() {
    let case = begin("dibao", date(2020, 3, 16));
    let case = go(&case, "supplement", date(2020, 3, 16));
    assert!(case.clocks(date(2020, 3, 20)).is_empty());
    let case = go(&case, "accept", date(2020, 3, 23));
    let case = go(&case, "kin", date(2020, 3, 23));
    let whole = case
        .clocks(date(2020, 3, 23))
        .into_iter()
        .next_back()
        .unwrap();
    assert_eq!(whole.from, date(2020, 3, 23));
    assert_eq!(whole.due, Ok(date(2020, 4, 22)));
}

/// "If accepted today, it must be decided by …": by the limit of the whole where there is one.
#[test]
fn a_road_is_looked_at_in_advance() {
    let ahead = |id: &str, day| outlook(&PACK, PACK.programme(id).unwrap(), day).unwrap();
    // 30 days and the seven of the notice and one of review: 38 days after 18 March is a Saturday,
    // and the Sunday after it is worked.
    let dibao = ahead("dibao", date(2020, 3, 18));
    assert_eq!(dibao.wholes.first().unwrap().due, Some(date(2020, 4, 26)));
    let survey = dibao.steps.iter().find(|m| m.step.id == "survey").unwrap();
    assert_eq!(survey.due, Some(date(2020, 4, 1)));
    assert!(dibao.decide_by <= dibao.wholes.first().unwrap().due);
    // 15 working days for the survey, 7 days of notice, 15 for the county.
    let tekun = ahead("tekun", date(2021, 9, 1));
    assert_eq!(tekun.decide_by, Some(date(2021, 10, 27)));
    // No limit was found: none is made up.
    assert_eq!(ahead("disability-care", date(2020, 3, 18)).decide_by, None);
}

#[test]
fn a_year_beyond_the_notices_has_no_last_day() {
    let programme = PACK.programme("tekun").unwrap();
    let far = outlook(&PACK, programme, date(2030, 3, 18)).unwrap();
    assert_eq!(far.decide_by, None);
}

#[test]
fn no_road_before_the_programme() {
    let programme = PACK.programme("edge").unwrap();
    let day = date(2020, 3, 18);
    let journey = Journey::begin(&PACK, programme, day);
    assert_eq!(journey.err(), Some(NoRoad::NotInForce(day)));
}

#[test]
fn a_review_comes_months_after() {
    assert_eq!(next_review(date(2020, 8, 31), 6), Some(date(2021, 2, 28)));
    assert_eq!(next_review(date(2020, 4, 28), 12), Some(date(2021, 4, 28)));
}

/// Nothing of a child's case is publicised, by any step of it.
#[test]
fn children_are_never_publicised() {
    for id in ["child-unattended", "orphan"] {
        let road = PACK.programme(id).unwrap().road.as_ref().unwrap();
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

/// Every road says by which step the case is decided, on every day.
#[test]
fn every_road_decides() {
    for programme in &PACK.programmes {
        let road = programme.road.as_ref().unwrap();
        assert!(road.steps.iter().any(|s| s.decides), "{}", programme.id);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// However a case wanders on any road: its days never run backwards, it takes only steps that
    /// the road has in force, no notice is cut short by the ordinary way, and no last day lies
    /// before the event it is counted from.
    #[test]
    fn a_case_never_leaves_its_road(
        programme in 0_usize..17,
        first in 0_i64..1500,
        moves in prop::collection::vec((0_usize..8, 0_i64..12), 1..25),
    ) {
        let programme = &PACK.programmes[programme % PACK.programmes.len()];
        let day = date(2019, 9, 1).saturating_add(first.days());
        let Ok(mut case) = Journey::begin(&PACK, programme, day) else { return Ok(()) };
        let mut today = day;
        for (which, later) in moves {
            let Some(here) = case.now() else { break };
            let yesterday = here.since.yesterday().unwrap();
            prop_assert!(case.turns(yesterday).is_empty());
            today = today.saturating_add(later.days());
            let turns = case.turns(today);
            if turns.is_empty() {
                continue;
            }
            let turn = turns[which % turns.len()].clone();
            if turn.branch().is_none() {
                prop_assert!(case.earliest().unwrap() <= today);
            }
            if let Some(to) = turn.to() {
                prop_assert!(to.days.contain(today));
                let named = here.step.next.iter().chain(here.step.branches.iter().map(|b| &b.to));
                prop_assert!(named.into_iter().any(|id| *id == to.id));
            }
            let before = case.clocks(today);
            case = turn.take();
            prop_assert!(case.past().is_sorted_by(|a, b| a.left <= b.since));
            let after = case.clocks(today);
            prop_assert!(after.len() >= before.iter().filter(|c| matches!(c.of, Ruled::Step(_))).count());
            for clock in after {
                prop_assert!(clock.due.is_err() || clock.due.clone().unwrap() >= clock.from);
                prop_assert!(clock.from <= today);
            }
        }
    }
}
