//! Every worked example of the shipped packs as rows of files: the batch must be able to say what a
//! single case can, and decide it the same.

use super::{Request, read};
use policy::batch::{self, Outcome, Question};
use policy::cel::{Datum, Record};
use policy::decide::{decide, subjects};
use policy::fact::{Case, Fact};
use policy::pack::Pack;
use policy::programme::Programme;
use std::collections::{BTreeMap, HashSet};

fn pack() -> Pack {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/rongchang-2020");
    match crate::packs::read(folder) {
        Ok((_, pack)) => pack,
        Err(_) => panic!("the shipped packs are sound"),
    }
}

fn cell(value: &Datum, fact: &Fact) -> String {
    match (value, &fact.absent) {
        (Datum::Missing, Some(_)) => "?".to_owned(),
        (Datum::Missing, None) => String::new(),
        (value, _) => value.value().shown(),
    }
}

/// The cells of a record by header: facts by their names, lists by number and field.
fn cells(facts: &[Fact], record: &Record) -> BTreeMap<String, String> {
    let mut row = BTreeMap::new();
    for (fact, value) in facts.iter().zip(record).filter(|(f, _)| f.id != "id") {
        if let Datum::Rows(rows) = value {
            row.insert(fact.id.clone(), rows.len().to_string());
            for (at, inner) in rows.iter().enumerate() {
                for (field, value) in fact.fields.iter().zip(inner) {
                    let header = format!("{}.{}.{}", fact.id, at + 1, field.id);
                    row.insert(header, cell(value, field));
                }
            }
        } else {
            row.insert(fact.id.clone(), cell(value, fact));
        }
    }
    row
}

fn csv(rows: &[BTreeMap<String, String>]) -> String {
    let headers: Vec<&String> = {
        let all: HashSet<&String> = rows.iter().flat_map(BTreeMap::keys).collect();
        let mut all: Vec<&String> = all.into_iter().collect();
        all.sort();
        all
    };
    let mut text = headers
        .iter()
        .map(|h| h.as_str())
        .collect::<Vec<_>>()
        .join(",");
    for row in rows {
        let cells: Vec<&str> = headers
            .iter()
            .map(|h| row.get(*h).map_or("", String::as_str))
            .collect();
        text = format!("{text}\n{}", cells.join(","));
    }
    text + "\n"
}

fn with<const N: usize>(
    mut row: BTreeMap<String, String>,
    more: [(&str, String); N],
) -> BTreeMap<String, String> {
    row.extend(more.map(|(header, cell)| (header.to_owned(), cell)));
    row
}

/// Writes cases as three files; their names.
fn files(name: &str, pack: &Pack, cases: &[&Case]) -> [String; 3] {
    let mut rows: [Vec<BTreeMap<String, String>>; 3] = Default::default();
    let home = |at: usize| ("household_id", format!("h{at}"));
    for (at, case) in cases.iter().enumerate() {
        rows[0].push(with(
            cells(&pack.facts.household, &case.household),
            [home(at)],
        ));
        for (place, member) in case.members.iter().enumerate() {
            let id = ("member_id", case.member_id(place).to_owned());
            rows[1].push(with(cells(&pack.facts.person, member), [home(at), id]));
        }
        for held in &case.held {
            let shown = |n: usize| match &held[n] {
                Datum::Missing => String::new(),
                value => value.value().shown(),
            };
            let cells = [
                home(at),
                ("programme", shown(0)),
                ("member", shown(1)),
                ("amount", shown(2)),
                ("since", shown(3)),
            ];
            rows[2].push(with(BTreeMap::new(), cells));
        }
    }
    if rows[2].is_empty() {
        rows[2].push(with(
            BTreeMap::new(),
            [home(0), ("programme", String::new())],
        ));
    }
    let folder = std::env::temp_dir().join(format!("doudi-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    ["homes", "people", "held"].map(|kind| {
        let file = folder.join(format!("{kind}.csv"));
        let place = ["homes", "people", "held"].iter().position(|k| *k == kind);
        std::fs::write(&file, csv(&rows[place.unwrap()])).unwrap();
        file.to_string_lossy().into_owned()
    })
}

#[test]
fn every_worked_example_can_be_said_in_files_and_comes_out_the_same() {
    let pack = pack();
    let all: Vec<(&Programme, &policy::programme::Example)> = pack
        .programmes
        .iter()
        .flat_map(|p| p.examples.iter().map(move |e| (p, e)))
        .collect();
    assert!(all.len() > 150, "{}", all.len());
    let cases: Vec<&Case> = all.iter().map(|(_, e)| &e.case).collect();
    let [homes, people, held] = files("examples", &pack, &cases);
    let needed = HashSet::new();
    let request = Request {
        households: &homes,
        members: Some(&people),
        held: Some(&held),
        by: &[],
        needed: &needed,
        all: true,
    };
    let found = read(&pack.facts, &request).ok().unwrap();
    assert_eq!(found.report.kept, []);
    assert_eq!(found.len(), cases.len());
    let population = &found.population;
    for (at, (programme, example)) in all.iter().enumerate() {
        let case = &example.case;
        assert_eq!(population.household.record(at)[1..], case.household[1..]);
        let own = population.members.range(at).unwrap();
        for (row, member) in own.clone().zip(&case.members) {
            let read = population.members.table.record(row);
            assert_eq!(read[1..], member[1..], "{}", example.name);
        }
        let law = pack.values_on(example.on);
        let question = Question {
            programme,
            law: &law,
            on: example.on,
            conditions: false,
            beside: Some(&pack),
        };
        let verdicts = batch::run(&question, population);
        let start = population.rows(programme.unit, at..at + 1).start;
        for (place, member) in subjects(programme, case).into_iter().enumerate() {
            let single = decide(&pack, programme, case, member, example.on);
            let row = start + place;
            let batch = (verdicts.outcome[row], verdicts.amount[row]);
            assert_eq!(batch, (single.outcome, single.amount), "{}", example.name);
            let asked = example.member.as_deref();
            if asked.is_none_or(|id| member.is_some_and(|m| case.member_id(m) == id)) {
                assert_eq!(batch.0.word(), example.expect.outcome, "{}", example.name);
                if batch.0 == Outcome::Granted && example.expect.amount.is_some() {
                    assert_eq!(batch.1, example.expect.amount, "{}", example.name);
                }
            }
        }
    }
}
