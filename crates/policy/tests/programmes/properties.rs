//! What must hold of every decision, whatever the case.

use crate::pack::pack;
use policy::cel::Datum;
use policy::decide::{Counterfactual, Decision, Outcome, Words, decide, decide_all, json};
use policy::fact::Case;
use policy::pack::Pack;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::LazyLock;

static PACK: LazyLock<Pack> = LazyLock::new(pack);

fn household() -> impl Strategy<Value = Value> {
    let amount = prop_oneof![3 => (0i64..200_000).prop_map(Some), 1 => Just(None)];
    let income = (amount, prop::sample::select(vec!["wage", "farm", "other"]));
    let incomes = prop_oneof![
        4 => prop::collection::vec(income, 0..3).prop_map(Some),
        1 => Just(None)
    ];
    let member = (
        1930i64..2019,
        prop::option::of(0i64..5),
        any::<bool>(),
        incomes,
    );
    let members = prop::collection::vec(member, 1..6);
    let deposits = prop::option::of(0i64..3_000_000);
    (members, deposits, 0i64..3).prop_map(|(members, deposits, held)| {
        let yuan = |fen: Option<i64>| fen.map(|f| format!("{}.{:02}", f / 100, f % 100));
        let members: Vec<Value> = members
            .into_iter()
            .enumerate()
            .map(|(at, (year, grade, school, incomes))| {
                let incomes = incomes.map(|list| {
                    let each = list
                        .into_iter()
                        .map(|(fen, kind)| json!({"kind": kind, "amount": yuan(fen)}));
                    each.collect::<Vec<_>>()
                });
                json!({
                    "id": format!("m{at}"),
                    "birth_date": format!("{year}-06-15"),
                    "disability_grade": grade,
                    "at_school": school,
                    "incomes": incomes,
                })
            })
            .collect();
        let held: Vec<Value> = (0..held)
            .map(|n| json!({"programme": "rural-dibao", "amount": n * 100}))
            .collect();
        json!({
            "household": {
                "registered_poor": "lifted",
                "deposits": yuan(deposits),
                "above_since": "2020-02-01",
                "members": members,
            },
            "held": held,
        })
    })
}

fn decided(value: &Value) -> (Case, Decision) {
    let case = Case::read(value.clone(), &PACK.facts);
    let case = case.unwrap_or_else(|wrong| panic!("{wrong:?}"));
    let on = jiff::civil::date(2020, 4, 1);
    let programme = PACK.programme("rural-dibao");
    let programme = programme.unwrap_or_else(|| panic!("no programme"));
    let decision = decide(&PACK, programme, &case, None, on);
    (case, decision)
}

fn written(case: &Case, decision: &Decision) -> String {
    let say = |c: &Counterfactual| c.subject.name.clone();
    let words = Words {
        language: "en",
        counterfactual: &say,
    };
    json(&PACK, case, decision, &words).to_string()
}

proptest! {
    #[test]
    fn more_income_never_brings_more(case in household(), more in 1i64..100_000) {
        let (_, before) = decided(&case);
        let mut richer = case.clone();
        let income = json!({"kind": "other", "amount": format!("{}.{:02}", more / 100, more % 100)});
        if let Some(list) = richer["household"]["members"][0]["incomes"].as_array_mut() {
            list.push(income);
            let (_, after) = decided(&richer);
            // An award in gradual exit stays as it was; that is what it is for.
            if after.status.is_none() && before.status.is_none() {
                prop_assert!(after.amount <= before.amount || before.outcome == Outcome::NeedsFact);
            }
        }
    }

    #[test]
    fn what_matters_is_never_missing_from_an_award(case in household()) {
        let (_, decision) = decided(&case);
        let matters = decision.missing.iter().any(|m| m.matters);
        match decision.outcome {
            Outcome::Granted => prop_assert!(!matters && decision.amount.is_some()),
            Outcome::NeedsFact => prop_assert!(matters),
            Outcome::Refused => prop_assert!(!decision.reasons().is_empty()),
            Outcome::NotInForce => prop_assert!(false, "the programme is in force"),
        }
    }

    #[test]
    fn a_fact_said_not_to_matter_does_not(case in household(), deposits in 0i64..3_000_000) {
        let (_, open) = decided(&case);
        if open.missing.iter().any(|m| m.path == "household.deposits" && !m.matters) {
            let mut told = case.clone();
            told["household"]["deposits"] = json!(format!("{}.00", deposits / 100));
            let (_, known) = decided(&told);
            prop_assert_eq!((known.outcome, known.amount), (open.outcome, open.amount));
        }
    }

    #[test]
    fn a_difference_that_alone_suffices_does(case in household()) {
        let (_, refused) = decided(&case);
        let alone = refused.counterfactuals.iter().find(|c| {
            c.gains && c.alone && c.subject.name == "household.deposits"
        });
        if let Some(difference) = alone {
            let mut met = case.clone();
            met["household"]["deposits"] = json!(difference.bound.en);
            prop_assert_ne!(decided(&met).1.outcome, Outcome::Refused);
        }
    }

    #[test]
    fn a_saved_decision_comes_out_again(case in household()) {
        let (read, decision) = decided(&case);
        let saved = written(&read, &decision);
        let back: Value = serde_json::from_str(&saved).unwrap_or_default();
        let (again, repeated) = decided(&back["case"]);
        prop_assert_eq!(written(&again, &repeated), saved);
    }

    #[test]
    fn together_shares_add_up_and_nothing_is_paid_twice(case in household()) {
        let (read, _) = decided(&case);
        let all = decide_all(&PACK, &read, jiff::civil::date(2020, 4, 1));
        for decision in &all.decisions {
            let sum: i64 = decision.shares.iter().map(|s| s.get()).sum();
            let amount = decision.amount.map_or(sum, |a| a.get());
            let slack = i64::try_from(read.members.len()).unwrap_or(0);
            prop_assert!((sum - amount).abs() <= slack, "{sum} {amount}");
        }
        let care = |id: &str, member: usize| {
            all.decisions.iter().any(|d| {
                d.programme == id && d.member == Some(member) && d.outcome == Outcome::Granted
            })
        };
        for member in 0..read.members.len() {
            prop_assert!(!(care("care", member) && care("tekun", member)));
            prop_assert!(!(care("care", member) && care("elderly-disabled", member)));
        }
    }

    #[test]
    fn no_case_makes_the_engine_panic(text in "\\PC{0,60}|[\\[\\]{}\":,a-z0-9. ]{0,80}") {
        let _ = Case::parse(&text, &PACK.facts);
    }
}

#[test]
fn arithmetic_is_what_a_clerk_would_write() {
    let case = json!({"household": {"registered_poor": "none", "deposits": 0, "members": [
        {"id": "a", "birth_date": "1970-01-01", "incomes": [{"kind": "wage", "amount": 1000}]},
        {"id": "b", "birth_date": "1971-01-01", "incomes": []},
        {"id": "c", "birth_date": "1990-01-01", "incomes": []},
    ]}});
    let (_, decision) = decided(&case);
    let base = &decision.computation[0];
    assert_eq!(base.text, "(440.00 − 333.333333) × 3");
    assert_eq!(base.value.to_string(), "320.00");
    let derived = decision.derived.iter().find(|d| d.id == "per_capita");
    assert!(derived.is_some_and(|d| d.text == "1000.00 ÷ 3" && d.value != Datum::Missing));
}
