//! A programme of the test pack over random populations and over its own worked examples.

use super::*;
use crate::cel::{Amount, Datum};
use crate::fact::Fact;
use crate::pack::Pack;
use jiff::civil::date;
use proptest::prelude::*;

fn pack() -> Pack {
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    Pack::load(&[
        file("pack.toml", include_str!("../../tests/pack/pack.toml")),
        file("facts.toml", include_str!("../../tests/pack/facts.toml")),
        file(
            "parameters.toml",
            include_str!("../../tests/pack/parameters.toml"),
        ),
        file("rural.toml", include_str!("../../tests/pack/rural.toml")),
    ])
    .unwrap()
}

/// Numbers without end from one seed (an LCG with its high bits taken).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

fn datum(dice: &mut Dice, fact: &Fact) -> Datum {
    if dice.below(12) == 0 {
        return fact.absent.clone().unwrap_or_default();
    }
    let below = |dice: &mut Dice, limit| i64::try_from(dice.below(limit)).unwrap();
    match &fact.of {
        Type::Bool => Datum::Bool(dice.below(3) == 0),
        Type::Int => Datum::Int(below(dice, 5)),
        Type::Money => Datum::Money(Amount::from_micros(below(dice, 90_000) * 10_000)),
        Type::Date if dice.below(2) == 0 => Datum::Date(date(2019, 6, 1)),
        Type::Date => Datum::Date(date(
            1935 + i16::try_from(dice.below(85)).unwrap(),
            1 + i8::try_from(dice.below(12)).unwrap(),
            1 + i8::try_from(dice.below(28)).unwrap(),
        )),
        Type::Code(words) => {
            let at = usize::try_from(dice.below(words.len() as u64)).unwrap();
            Datum::Text(words[at].clone())
        }
        Type::Text => Datum::Text("x".into()),
        Type::List(_) => {
            let rows = dice.below(3);
            let row = |dice: &mut Dice| fact.fields.iter().map(|f| datum(dice, f)).collect();
            Datum::Rows((0..rows).map(|_| row(dice)).collect())
        }
        _ => Datum::Missing,
    }
}

fn case(dice: &mut Dice, facts: &Facts, programme: &str) -> Case {
    let record =
        |dice: &mut Dice, entity| facts.of(entity).iter().map(|f| datum(dice, f)).collect();
    let members = dice.below(6);
    let held = vec![
        Datum::Text(programme.into()),
        Datum::Text("".into()),
        Datum::Money(Amount::from_micros(123_450_000)),
        Datum::Date(date(2019, 10, 1)),
    ];
    Case {
        on: None,
        household: record(dice, Entity::Household),
        members: (0..members).map(|_| record(dice, Entity::Person)).collect(),
        held: (0..dice.below(2)).map(|_| held.clone()).collect(),
        assumed: Vec::new(),
        given: serde_json::Value::Null,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_population_is_decided_as_its_households_are(seed in any::<u64>(), month in 1i8..13) {
        let pack = pack();
        let mut dice = Dice(seed);
        let on = date(2020 + i16::from(month % 3), month, 1);
        let law = pack.values_on(on);
        for programme in &pack.programmes {
            let cases: Vec<Case> = (0..150).map(|_| case(&mut dice, &pack.facts, &programme.id)).collect();
            let population = Population::of(&pack.facts, cases.iter());
            let question = Question { programme, law: &law, on, conditions: true, beside: None };
            let by_column = columns::verdicts(&question, &population, 7..150).unwrap();
            let by_row = row::verdicts(&question, &population, 7..150);
            prop_assert_eq!(&by_column.outcome, &by_row.outcome);
            prop_assert_eq!(&by_column, &by_row);
            let subjects = cases[7..].iter().flat_map(|case| crate::decide::subjects(programme, case).into_iter().map(move |member| (case, member)));
            let whole = run(&Question { beside: Some(&pack), ..question }, &population);
            let skipped = population.rows(programme.unit, 0..7).len();
            for (at, (case, member)) in subjects.enumerate() {
                let decision = crate::decide::decide(&pack, programme, case, member, on);
                if case.members.is_empty() { continue; }
                prop_assert_eq!(whole.outcome[skipped + at], decision.outcome);
                prop_assert_eq!(whole.amount[skipped + at], decision.amount);
                let status = decision.status.as_ref().map(|s| s.id.as_str());
                let place = usize::from(whole.status[skipped + at]).checked_sub(1);
                if decision.outcome == Outcome::Granted { prop_assert_eq!(place.map(|p| programme.statuses[p].id.as_str()), status); }
            }
        }
    }
}

#[test]
fn the_worked_examples_come_out_of_columns_too() {
    let pack = pack();
    let mut seen = 0;
    for programme in &pack.programmes {
        for example in &programme.examples {
            let population = Population::of(&pack.facts, std::iter::once(&example.case));
            let law = pack.values_on(example.on);
            let question = Question {
                programme,
                law: &law,
                on: example.on,
                conditions: false,
                beside: None,
            };
            let found = run(&question, &population);
            let member = example.member.as_ref().map_or(0, |id| {
                let ids = 0..example.case.members.len();
                ids.into_iter()
                    .find(|m| example.case.member_id(*m) == id)
                    .unwrap()
            });
            assert_eq!(
                found.outcome[member].word(),
                example.expect.outcome,
                "{}",
                example.name
            );
            if example.expect.amount.is_some() {
                assert_eq!(
                    found.amount[member], example.expect.amount,
                    "{}",
                    example.name
                );
            }
            assert_eq!(found.by_row, 0);
            seen += 1;
        }
    }
    assert!(seen > 0);
}

#[test]
fn random_populations_meet_every_outcome() {
    let pack = pack();
    let programme = &pack.programmes[0];
    let mut dice = Dice(7);
    let cases: Vec<Case> = (0..4000)
        .map(|_| case(&mut dice, &pack.facts, &programme.id))
        .collect();
    let population = Population::of(&pack.facts, cases.iter());
    let on = date(2020, 4, 1);
    let law = pack.values_on(on);
    let found = run(
        &Question {
            programme,
            law: &law,
            on,
            conditions: false,
            beside: None,
        },
        &population,
    );
    for wanted in [Outcome::Granted, Outcome::Refused, Outcome::NeedsFact] {
        assert!(
            found.outcome.iter().filter(|o| **o == wanted).count() > 50,
            "{wanted:?}"
        );
    }
    assert!(found.status.contains(&1));
    let before = run(
        &Question {
            programme,
            law: &law,
            on: date(2010, 1, 1),
            conditions: false,
            beside: None,
        },
        &population,
    );
    assert!(before.outcome.iter().all(|o| *o == Outcome::NotInForce));
}

/// The files of a shipped pack.
pub(crate) fn shipped(name: &str) -> Option<crate::pack::Files> {
    fn walk(folder: &std::path::Path, prefix: &str, found: &mut crate::pack::Files) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{prefix}{}", path.file_name().unwrap().to_string_lossy());
            if path.is_dir() {
                walk(&path, &format!("{name}/"), found);
            } else if name.ends_with(".toml") {
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../packs")
        .join(name);
    let mut found = Vec::new();
    folder.is_dir().then(|| walk(&folder, "", &mut found))?;
    Some(found)
}

#[test]
fn every_shipped_programme_runs_over_columns_as_it_does_case_by_case() {
    let layers = crate::pack::stack("rongchang-2020", &mut |name| shipped(name)).unwrap();
    let pack = Pack::load_layers(&layers).unwrap();
    assert!(pack.programmes.len() > 10);
    let mut dice = Dice(11);
    for on in [date(2020, 3, 18), date(2024, 10, 1)] {
        let law = pack.values_on(on);
        for programme in &pack.programmes {
            let cases: Vec<Case> = (0..120)
                .map(|_| case(&mut dice, &pack.facts, &programme.id))
                .filter(|case| !case.members.is_empty())
                .collect();
            let population = Population::of(&pack.facts, cases.iter());
            let beside = Some(&pack);
            let question = Question {
                programme,
                law: &law,
                on,
                conditions: false,
                beside,
            };
            let found = run(&question, &population);
            assert_eq!(
                found.by_row, 0,
                "{} is evaluated case by case",
                programme.id
            );
            let subjects = cases.iter().flat_map(|case| {
                let members = crate::decide::subjects(programme, case).into_iter();
                members.map(move |member| (case, member))
            });
            for (at, (case, member)) in subjects.enumerate() {
                let decision = crate::decide::decide(&pack, programme, case, member, on);
                let batch = (found.outcome[at], found.amount[at]);
                assert_eq!(
                    batch,
                    (decision.outcome, decision.amount),
                    "{} {at}",
                    programme.id
                );
            }
        }
    }
}
