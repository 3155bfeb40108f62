//! A higher standard tried on households of the test pack.

use super::*;
use crate::batch::Outcome;
use crate::fact::Case;

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

/// Households of one adult with a wage in yuan each, none poor on the register.
fn alone(pack: &Pack, wages: &[i64]) -> Population {
    let cases: Vec<Case> = wages
        .iter()
        .map(|wage| {
            let text = format!(
                r#"{{"household": {{"registered_poor": "none", "deposits": 0, "members": [{{"id": "a",
                "birth_date": "1980-01-01", "incomes": [{{"kind": "wage", "amount": {wage}}}]}}]}}}}"#
            );
            Case::parse(&text, &pack.facts).unwrap()
        })
        .collect();
    Population::of(&pack.facts, cases.iter())
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn simulate(months: usize, sets: &[&str], wages: &[i64]) -> Vec<Scenario> {
    let pack = pack();
    let on = day("2020-04-01");
    let reforms: Vec<Reform> = sets
        .iter()
        .map(|set| Reform {
            name: (*set).to_owned(),
            changes: vec![Change::read(set, &pack, on).unwrap()],
        })
        .collect();
    let simulation = Simulation {
        pack: &pack,
        programmes: &[&pack.programmes[0]],
        on,
        months,
        reforms: &reforms,
        groups: &[vec![0, 1, 0, 1]],
    };
    simulation.run(&alone(&pack, wages)).unwrap()
}

#[test]
fn a_higher_standard_lets_some_in_and_raises_the_others() {
    let found = simulate(
        1,
        &["rural_standard=500", "rural_standard=400"],
        &[300, 450, 600, 420],
    );
    let line = |scenario: &Scenario| scenario.months[0].all;
    let (law, higher, lower) = (line(&found[0]), line(&found[1]), line(&found[2]));
    // 440 - 300 and 440 - 420.
    assert_eq!((law.granted, law.cost_fen, law.same), (2, 16_000, 2));
    // 500 less 300, 450 and 420.
    assert_eq!((higher.granted, higher.cost_fen), (3, 33_000));
    assert_eq!((higher.joined, higher.left, higher.up), (1, 0, 2));
    assert_eq!((lower.granted, lower.left, lower.down), (1, 1, 1));
    let groups = &found[1].months[0].groups[0];
    assert_eq!((groups[0].granted, groups[0].cost_fen), (1, 20_000));
    assert_eq!((groups[1].granted, groups[1].joined), (2, 1));
}

#[test]
fn month_by_month_a_rise_counts_at_once_and_a_cut_at_the_review() {
    let found = simulate(
        14,
        &["rural_standard=400@2020-06-01"],
        &[300, 600, 600, 600],
    );
    let costs = |scenario: &Scenario| -> Vec<i64> {
        scenario
            .months
            .iter()
            .map(|m| m.all.cost_fen / 100)
            .collect()
    };
    let law = costs(&found[0]);
    // The standard rises to 496 on 2020-09-01.
    assert_eq!(law[..6], [140, 140, 140, 140, 140, 196]);
    let cut = costs(&found[1]);
    assert_eq!(cut[..2], [140, 140]);
    assert_eq!(*cut.last().unwrap(), 100);
    assert!(cut.iter().position(|c| *c == 100).unwrap() >= 2);
}

#[test]
fn what_cannot_be_set_is_refused_with_the_nearest_name() {
    let pack = pack();
    let on = day("2020-04-01");
    for (written, wanted) in [
        (
            "rural_standrd=500",
            "there is no \"rural_standrd\"; did you mean \"rural_standard\"?",
        ),
        (
            "rural_standard=much",
            "\"much\" is no money, which \"rural_standard\" is",
        ),
        (
            "rural_standard",
            "\"rural_standard\" is not PARAM=VALUE or PARAM=VALUE@DATE",
        ),
        (
            "supplement.elders=5",
            "there is no \"supplement.elders\"; did you mean \"supplement.elder\"?",
        ),
    ] {
        let found = Change::read(written, &pack, on).unwrap_err();
        assert_eq!(found.to_string(), wanted);
    }
    let change = Change::read("supplement.elder=80@2020-09-01", &pack, on).unwrap();
    let reform = Reform {
        name: "r".into(),
        changes: vec![change],
    };
    let parameters = reform.apply(&pack).unwrap();
    let table = parameters.iter().find(|p| p.id == "supplement").unwrap();
    let shown = |on: &str| table.shown(&table.on(day(on)).unwrap().value, "en");
    assert!(
        shown("2020-08-31").contains("elder 60.00"),
        "{}",
        shown("2020-08-31")
    );
    assert!(shown("2020-09-01").contains("elder 80.00"));
}

#[test]
fn all_programmes_together_are_those_that_the_window_would_grant() {
    let shipped = crate::batch::tests::shipped;
    let layers = crate::pack::stack("rongchang-2020", &mut |name| shipped(name));
    let pack = Pack::load_layers(&layers.unwrap()).unwrap();
    let examples = pack.programmes.iter().flat_map(|p| &p.examples);
    let cases: Vec<Case> = examples.map(|e| e.case.clone()).collect();
    let population = Population::of(&pack.facts, cases.iter());
    let programmes: Vec<&Programme> = pack.programmes.iter().collect();
    for on in [day("2020-06-01"), day("2021-08-01")] {
        let simulation = Simulation {
            pack: &pack,
            programmes: &programmes,
            on,
            months: 1,
            reforms: &[],
            groups: &[],
        };
        let found = simulation.run(&population).unwrap();
        let mut granted = vec![0u64; programmes.len()];
        for (at, case) in cases.iter().enumerate() {
            let all = crate::decide::decide_all(&pack, case, on);
            let owed = all
                .decisions
                .iter()
                .filter(|d| d.outcome == Outcome::Granted && !d.stacking.iter().any(|s| s.yields));
            let mut sum = None;
            for decision in owed {
                let of = programmes.iter().position(|p| p.id == decision.programme);
                granted[of.unwrap()] += 1;
                let fen = decision.amount.map_or(0, |a| a.get());
                sum = Some(sum.unwrap_or(0) + fen);
            }
            let simulated = found[0].last[at].map(|fen| fen.get());
            assert_eq!(simulated, sum, "{on} {at}: {}", case.given);
        }
        let lines = &found[0].months[0].programmes;
        let simulated: Vec<u64> = lines.iter().map(|l| l.granted).collect();
        assert_eq!(simulated, granted);
        assert!(
            granted.iter().filter(|n| **n > 0).count() > 8,
            "{granted:?}"
        );
    }
}
