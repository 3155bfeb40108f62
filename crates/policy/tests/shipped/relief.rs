//! Temporary assistance: what a town pays first from its reserve, what the county decides, and the
//! papers that follow.

use super::pack;
use jiff::civil::date;
use policy::decide::{Decision, Outcome, decide};
use policy::fact::Case;
use policy::journey::Journey;
use policy::pack::Pack;

fn fire(pack: &Pack, more: &str) -> Decision {
    let case = format!(
        r#"{{"household": {{"event": "fire", "living_broken": true, "urgent": true, "affected": 3,
          "severity": "severe", "relieved_same_cause": false{more},
          "members": [{{"id": "p", "birth_date": "1970-05-05"}}]}}}}"#
    );
    let case = Case::parse(&case, &pack.facts).unwrap();
    let programme = pack.programme("relief-emergency").unwrap();
    decide(pack, programme, &case, None, date(2020, 3, 18))
}

fn derived(decision: &Decision, id: &str) -> String {
    let found = decision.derived.iter().find(|d| d.id == id).unwrap();
    found.value.value().shown()
}

/// 580 times six for three people are 10,440: the town pays 2,000 at once, the county decides the
/// rest (T3-1).
#[test]
fn the_town_pays_first_within_its_limit() {
    let pack = pack("rongchang-2020");
    let decision = fire(&pack, "");
    assert_eq!(decision.amount.unwrap().to_string(), "10440.00");
    assert_eq!(derived(&decision, "town_part"), "2000.00");
    assert_eq!(derived(&decision, "county_part"), "8440.00");
    assert_eq!(derived(&decision, "decided_by"), "county");
}

/// Nothing is paid first that the reserve has not.
#[test]
fn the_reserve_is_never_overdrawn() {
    let pack = pack("rongchang-2020");
    for (left, town, county) in [("800", "800.00", "9640.00"), ("0", "0.00", "10440.00")] {
        let decision = fire(&pack, &format!(r#", "reserve_balance": {left}"#));
        assert_eq!(decision.outcome, Outcome::Granted);
        assert_eq!(derived(&decision, "town_part"), town);
        assert_eq!(derived(&decision, "county_part"), county);
    }
}

/// What is paid first, by the town or after the county's decision, never ends without its papers.
#[test]
fn papers_follow_whoever_decides() {
    let pack = pack("rongchang-2020");
    let programme = pack.programme("relief-emergency").unwrap();
    let day = date(2020, 4, 30);
    let mut open = vec![Journey::begin(&pack, programme, day).unwrap()];
    let mut ends = 0;
    while let Some(journey) = open.pop() {
        if journey.now().is_none() {
            ends += 1;
            assert!(journey.past().iter().any(|p| p.step.id == "papers"));
        }
        open.extend(journey.turns(day).into_iter().map(|turn| turn.take()));
    }
    // Straight, by the county, case by case.
    assert_eq!(ends, 3);
}
