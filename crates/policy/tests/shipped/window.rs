//! What the window clerk asks: what may this household be owed, all programmes together?

use super::pack;
use policy::decide::{All, Outcome, decide_all};
use policy::fact::Case;

fn all(case: &str, on: &str) -> All {
    let pack = pack("rongchang-2020");
    let case = Case::parse(case, &pack.facts).unwrap();
    decide_all(&pack, &case, on.parse().unwrap())
}

/// Programme, member's place and yuan of everything paid by the month, in the order of decision.
fn paid(all: &All) -> Vec<String> {
    let granted = all
        .decisions
        .iter()
        .filter(|d| d.outcome == Outcome::Granted);
    let paid = granted.filter(|d| d.amount.is_some());
    let shown = paid.map(|d| {
        let who = d.member.map_or_else(String::new, |m| format!("[{m}]"));
        format!("{}{who} {}", d.programme, d.amount.unwrap_or_default())
    });
    shown.collect()
}

fn outcome(all: &All, programme: &str, member: Option<usize>) -> Outcome {
    let found = all
        .decisions
        .iter()
        .find(|d| d.programme == programme && d.member == member);
    found.map_or(Outcome::NotInForce, |d| d.outcome)
}

const PLAIN: &str =
    r#""registered_here": true, "deposits": 0, "homes": 1, "shop": false, "hardship": false"#;

/// Dibao member, physical grade 2: both subsidies, 70 and 70.
#[test]
fn a_disabled_member_draws_both_subsidies() {
    let case = format!(
        r#"{{"household": {{"category": "rural", {PLAIN}, "members": [
          {{"id": "p", "birth_date": "1980-01-01", "labour": "partial", "cannot_register_apart": false, "disability_kind": "physical", "disability_grade": 2, "tekun_property": true,
            "obligors": [{{"who": "sibling", "age": 45, "property_low": false}}], "parents": [], "needs_device": false}}]}}, "held": []}}"#
    );
    let all = all(&case, "2020-03-18");
    assert_eq!(outcome(&all, "tekun", Some(0)), Outcome::Refused);
    assert_eq!(
        paid(&all),
        [
            "dibao 540.00",
            "disability-care[0] 70.00",
            "disability-living[0] 70.00",
            "hardship-insurance[0] 100.00"
        ]
    );
    assert_eq!(all.total_month.to_string(), "680.00");
}

/// Sixty-five, dibao, bedridden and blind: the elderly allowance of 200 takes the place of the care
/// subsidy of 80, the living subsidy of 70 stays.
#[test]
fn the_higher_of_two_care_allowances_is_paid() {
    let case = format!(
        r#"{{"household": {{"category": "rural", {PLAIN}, "members": [
          {{"id": "p", "birth_date": "1955-01-01", "labour": "lost", "cannot_register_apart": false, "disability_kind": "visual", "disability_grade": 1, "bedridden_months": 9, "tekun_property": false,
            "obligors": [], "parents": [], "needs_device": false}}]}}, "held": []}}"#
    );
    let all = all(&case, "2020-03-18");
    assert_eq!(outcome(&all, "disability-care", Some(0)), Outcome::Refused);
    let subsidies: Vec<String> = paid(&all)
        .into_iter()
        .filter(|p| !p.starts_with("dibao") && !p.starts_with("hardship"))
        .collect();
    assert_eq!(
        subsidies,
        ["elderly-allowance[0] 200.00", "disability-living[0] 70.00"]
    );
}

/// An un-lifted household above the standard: refused as a family, the severely disabled son is
/// taken in alone, and with that draws the living subsidy.
#[test]
fn the_single_person_rule_is_found_when_the_family_is_refused() {
    let case = format!(
        r#"{{"household": {{"category": "rural", "registered_poor": "unlifted", {PLAIN}, "members": [
          {{"id": "father", "birth_date": "1960-01-01", "labour": "able", "cannot_register_apart": false, "tekun_property": false, "obligors": [], "incomes": [{{"kind": "wage", "amount": 2100}}], "parents": []}},
          {{"id": "mother", "birth_date": "1962-01-01", "relation": "spouse", "labour": "able", "cannot_register_apart": false, "tekun_property": false, "obligors": [], "parents": []}},
          {{"id": "son", "birth_date": "1990-01-01", "relation": "child", "labour": "lost", "cannot_register_apart": true, "disability_kind": "physical", "disability_grade": 1, "needs_device": true,
            "tekun_property": true, "obligors": [{{"who": "parent", "age": 60, "property_low": false}}], "parents": []}}]}}, "held": []}}"#
    );
    let all = all(&case, "2020-03-18");
    assert_eq!(outcome(&all, "dibao", None), Outcome::Refused);
    assert_eq!(outcome(&all, "dibao-single", Some(0)), Outcome::Refused);
    assert_eq!(outcome(&all, "fukang", Some(2)), Outcome::Granted);
    assert_eq!(
        paid(&all),
        [
            "dibao-single[2] 540.00",
            "disability-care[2] 80.00",
            "disability-living[2] 70.00",
            "hardship-insurance[2] 100.00"
        ]
    );
}

/// A child whom nobody raises in a dibao household: the allowance pays what is above the child's
/// share of the household's award, 250 and the student's 100.
#[test]
fn the_child_is_paid_the_difference() {
    let case = format!(
        r#"{{"household": {{"category": "rural", {PLAIN}, "members": [
          {{"id": "grandmother", "birth_date": "1962-06-01", "labour": "able", "cannot_register_apart": false, "tekun_property": false, "obligors": [], "incomes": [{{"kind": "wage", "amount": 380}}], "parents": []}},
          {{"id": "child", "birth_date": "2010-01-01", "relation": "grandchild", "school": "compulsory", "labour": "lost", "cannot_register_apart": false, "tekun_property": false, "obligors": [],
            "parents": [{{"who": "father", "situation": "dead"}}, {{"who": "mother", "situation": "lost", "months": 8}}]}}]}}, "held": []}}"#
    );
    let all = all(&case, "2020-03-18");
    assert_eq!(
        paid(&all),
        [
            "dibao 600.00",
            "child-unattended[1] 854.00",
            "hardship-insurance[0] 100.00",
            "hardship-insurance[1] 100.00"
        ]
    );
    assert_eq!(all.total_month.to_string(), "1454.00");
}
