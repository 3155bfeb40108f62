//! Raises with effect from an earlier day, as the city has decreed them.

use super::pack;
use base::date::Month;
use base::money::Fen;
use policy::decide::{MonthOwed, arrears, arrears_total};
use policy::fact::Case;

const FAMILY: &str = r#"{"household": {"category": "rural", "registered_here": true, "deposits": 0,
  "homes": 1, "shop": false, "members": [
    {"id": "father", "birth_date": "1979-02-01", "incomes": [{"kind": "wage", "amount": 800}, {"kind": "farm", "amount": 3600}]},
    {"id": "mother", "birth_date": "1981-06-11", "relation": "spouse"},
    {"id": "grandmother", "birth_date": "1955-01-20", "relation": "parent", "incomes": [{"kind": "basic_pension", "amount": 115}]},
    {"id": "daughter", "birth_date": "2000-02-18", "relation": "child", "independent": false}]}}"#;

const ALONE: &str = r#"{"household": {"category": "rural", "registered_here": true, "deposits": 0,
  "homes": 1, "shop": false, "members": [{"id": "p", "birth_date": "1980-01-01"}]}}"#;

fn months(case: &str, first: (i16, i8), last: (i16, i8), paid: i64) -> Vec<MonthOwed> {
    let pack = pack("rongchang-2020");
    let case = Case::parse(case, &pack.facts).unwrap();
    let programme = pack.programme("dibao").unwrap();
    let month = |(year, month)| Month::new(year, month).unwrap();
    let paid = move |_: Month| Fen::from_yuan(paid).unwrap();
    let range = (month(first), month(last));
    arrears(&pack, programme, (&case, None), range, &paid)
}

fn rests(months: &[MonthOwed]) -> Vec<String> {
    let rests = months.iter().map(|m| m.rest().unwrap().to_string());
    rests.collect()
}

/// From September 2020 the rural standard is 496: four members at 303.75 a head are owed 769 and not
/// 545. Applied in November only, two months are 224 short each (T1-6).
#[test]
fn a_raise_applied_two_months_late_is_paid_up() {
    let months = months(FAMILY, (2020, 9), (2020, 10), 545);
    assert_eq!(rests(&months), ["224.00", "224.00"]);
    assert_eq!(arrears_total(&months).unwrap().to_string(), "448.00");
}

/// Announced at the end of August 2018 with effect from January: eight months at 60 each, and
/// nothing for December.
#[test]
fn a_raise_announced_in_august_reaches_back_to_january() {
    let months = months(ALONE, (2017, 12), (2018, 8), 350);
    let rests = rests(&months);
    assert_eq!(rests.first().map(String::as_str), Some("0.00"));
    assert!(rests.iter().skip(1).all(|r| r == "60.00"), "{rests:?}");
    assert_eq!(arrears_total(&months).unwrap().to_string(), "480.00");
}

/// Paid by the new standard before it was in force: too much, to be recovered.
#[test]
fn what_was_paid_too_early_stands_below_zero() {
    let months = months(ALONE, (2020, 8), (2020, 8), 496);
    assert_eq!(rests(&months), ["-56.00"]);
}

/// A month that hangs on a missing fact is not added up.
#[test]
fn an_unknown_month_has_no_total() {
    let months = months(
        &ALONE.replace("\"deposits\": 0,", ""),
        (2020, 9),
        (2020, 9),
        440,
    );
    assert_eq!(months.first().unwrap().rest(), None);
    assert_eq!(arrears_total(&months), None);
}
