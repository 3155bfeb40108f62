//! Screens over a handful of people.

use super::*;
use crate::cel::Record;
use jiff::civil::date;
use std::sync::Arc;

const PACK: &str = r#"
[[role]]
id = "roll"
label = {zh = "花名册", en = "roll"}
provider = {zh = "镇", en = "town"}
field = [{id = "name", type = "text"}, {id = "account", type = "text"}, {id = "household", type = "text"}]
[[role]]
id = "deaths"
label = {zh = "死亡", en = "deaths"}
provider = {zh = "公安", en = "police"}
field = [{id = "day", type = "date"}]
[[role]]
id = "cars"
label = {zh = "车辆", en = "cars"}
provider = {zh = "车管", en = "vehicles"}
field = [{id = "kind", type = "text"}]
[[role]]
id = "disabled"
label = {zh = "残疾", en = "disabled"}
provider = {zh = "残联", en = "federation"}
field = [{id = "grade", type = "int"}]

[[screen]]
id = "dead"
title = {zh = "死亡仍领", en = "paid after death"}
direction = "exit"
flag = "STOP"
subject = ["roll"]
when = "deaths.exists(d, d.day < on)"
rests_on = ["deaths.filter(d, d.day < on)"]
cite = {document = "某办法"}
message = {zh = "{self.name}已于{first(deaths).day}死亡", en = "{self.name} died on {first(deaths).day}"}
next = {zh = "核实", en = "verify"}
days = 3
[[screen]]
id = "car"
title = {zh = "名下有车", en = "owns a car"}
direction = "exit"
flag = "SUSPECT"
subject = ["roll"]
when = "home_cars.size() > 0"
rests_on = ["home_cars"]
cite = {document = "某办法"}
message = {zh = "家中有车", en = "a car at home"}
next = {zh = "核实", en = "verify"}
days = 10
exempt = [{when = "home_cars.all(c, c.kind == '摩托车')", label = {zh = "摩托车", en = "motorcycle"}, cite = {document = "某办法"}}]
[[screen]]
id = "missed"
title = {zh = "应保未保", en = "missed"}
direction = "entry"
flag = "OPPORTUNITY"
subject = ["disabled"]
when = "self.grade <= 2 && roll.size() == 0"
cite = {document = "某办法"}
message = {zh = "未纳入", en = "not included"}
next = {zh = "入户", en = "visit"}
days = 10
[[screen]]
id = "account"
title = {zh = "共用账户", en = "shared account"}
direction = "check"
flag = "CHECK"
subject = ["roll"]
peers_by = "account"
when = "peers.exists(p, p.household != self.household)"
rests_on = ["peers"]
cite = {document = "某办法"}
message = {zh = "{peers.size()}人共用", en = "{peers.size()} share it"}
next = {zh = "核实", en = "verify"}
days = 10
"#;

fn text(t: &str) -> Datum {
    if t.is_empty() {
        Datum::Missing
    } else {
        Datum::Text(t.into())
    }
}

fn pack() -> Pack {
    let head = "id = 'p'\ntitle = {zh='例', en='example'}\njurisdiction = ''\n";
    let files = [
        ("pack.toml".to_owned(), head.to_owned()),
        ("a.toml".to_owned(), PACK.to_owned()),
    ];
    Pack::load(&files).unwrap()
}

fn findings() -> (Pack, Findings) {
    let pack = pack();
    let file: Arc<str> = "册.csv".into();
    let mut people = PopulationBuilder::new(&pack.roles);
    for (role, fields) in pack.roles.iter().enumerate() {
        people.given(role, &vec![true; fields.fields.len()]);
    }
    let mut add = |role, person, fields: Record, certainty| {
        let household = match fields.get(2) {
            Some(Datum::Text(t)) if role == 0 => t.bytes().last().map(u32::from),
            _ => None,
        };
        let (file, row) = (file.clone(), person + 2);
        people.add(
            role,
            Row {
                fields,
                person,
                household,
                file,
                row,
                certainty,
            },
        );
    };
    add(0, 0, vec![text("张三"), text("622"), text("H1")], 1.0);
    add(0, 1, vec![text("李四"), text("622"), text("H2")], 1.0);
    add(0, 2, vec![text("王五"), text("633"), text("H3")], 1.0);
    add(0, 3, vec![text("张小"), text(""), text("H1")], 1.0);
    add(1, 0, vec![Datum::Date(date(2020, 2, 11))], 0.97);
    add(1, 2, vec![Datum::Missing], 1.0);
    add(1, 1, vec![Datum::Date(date(2020, 2, 11))], 0.4);
    add(2, 3, vec![text("小型轿车")], 1.0);
    add(2, 2, vec![text("摩托车")], 1.0);
    add(3, 4, vec![Datum::Int(1)], 1.0);
    add(3, 0, vec![Datum::Int(1)], 1.0);
    add(3, 5, vec![Datum::Int(3)], 1.0);
    let found = run(&pack, &people.build(6), date(2020, 3, 18));
    (pack, found)
}

#[test]
fn each_screen_finds_its_people() {
    let (pack, found) = findings();
    let seen: Vec<(&str, u32, Option<usize>)> = found
        .found
        .iter()
        .map(|f| (pack.screens[f.screen].id.as_str(), f.person, f.exempt))
        .collect();
    assert_eq!(
        seen,
        [
            ("dead", 0, None),
            ("car", 0, None),
            ("car", 2, Some(0)),
            ("car", 3, None),
            ("missed", 4, None),
            ("account", 0, None),
            ("account", 1, None),
        ]
    );
}

#[test]
fn a_finding_says_what_it_rests_on_and_how_sure_it_is() {
    let (_, found) = findings();
    let dead = &found.found[0];
    assert_eq!(dead.rests_on, [(1, 0)]);
    assert!((dead.certainty - 0.97).abs() < 1e-9);
    assert_eq!(
        dead.message,
        ["张三已于2020-02-11死亡", "张三 died on 2020-02-11"]
    );
    assert_eq!(found.found[1].rests_on, [(2, 0)]);
    assert_eq!(found.found[5].message[0], "2人共用");
}

#[test]
fn what_is_missing_or_too_unsure_stays_open() {
    let (_, found) = findings();
    let open = found.open.iter().map(|o| (o.screen, o.person, o.certainty));
    let open: Vec<(usize, u32, Option<f64>)> = open.collect();
    assert_eq!(open, [(0, 1, Some(0.4)), (0, 2, None)]);
    assert_eq!(found.looked, [4, 4, 3, 4]);
    assert_eq!((found.not_run, found.untested), (vec![], vec![]));
}

#[test]
fn a_screen_without_its_ledger_or_column_does_not_run() {
    let pack = pack();
    let mut people = PopulationBuilder::new(&pack.roles);
    people.given(0, &[true, false, true]);
    people.given(2, &[false]);
    let (fields, file) = (vec![text("张三"), text(""), text("H1")], "册.csv".into());
    let row = Row {
        fields,
        person: 0,
        household: Some(1),
        file,
        row: 2,
        certainty: 1.0,
    };
    people.add(0, row);
    let found = run(&pack, &people.build(1), date(2020, 3, 18));
    type Missing<'a> = (&'a str, Vec<(usize, Option<usize>)>);
    let missing: Vec<Missing<'_>> = found
        .not_run
        .iter()
        .map(|n| {
            let missing = n.missing.iter().map(|m| (m.role, m.field));
            (pack.screens[n.screen].id.as_str(), missing.collect())
        })
        .collect();
    // No deaths, no certificates, no account column; the car's kind is asked by an exemption only.
    assert_eq!(
        missing,
        [
            ("dead", vec![(1, None)]),
            ("missed", vec![(3, None)]),
            ("account", vec![(0, Some(1))]),
        ]
    );
    assert_eq!(found.looked, [0, 1, 0, 0]);
    assert_eq!(
        found.untested[0].missing,
        [Need {
            role: 2,
            field: Some(0)
        }]
    );
}

#[test]
fn what_may_stand_elsewhere_speaks_against_a_hit() {
    let pack = pack();
    let mut people = PopulationBuilder::new(&pack.roles);
    for (role, fields) in pack.roles.iter().enumerate() {
        people.given(role, &vec![true; fields.fields.len()]);
    }
    let row = |fields, person| Row {
        fields,
        person,
        household: None,
        file: "册.csv".into(),
        row: person + 2,
        certainty: 1.0,
    };
    for person in 0..3 {
        people.add(3, row(vec![Datum::Int(1)], person));
    }
    // A row of the roll that is nobody's for sure: hardly the first person's, likely the second's.
    people.add(0, row(vec![text("张三"), text(""), text("")], 9));
    people.doubt(0, 0, 0.1);
    people.doubt(0, 1, 0.45);
    let found = run(&pack, &people.build(10), date(2020, 3, 18));
    let hits: Vec<(u32, f64)> = found
        .found
        .iter()
        .map(|f| (f.person, (f.certainty * 100.0).round()))
        .collect();
    assert_eq!(hits, [(0, 90.0), (2, 100.0)]);
    let open: Vec<u32> = found.open.iter().map(|o| o.person).collect();
    assert_eq!(open, [1]);
}

#[test]
fn a_record_that_may_be_two_peoples_is_judged_as_each() {
    let pack = pack();
    let mut people = PopulationBuilder::new(&pack.roles);
    for (role, fields) in pack.roles.iter().enumerate() {
        people.given(role, &vec![true; fields.fields.len()]);
    }
    let row = |fields, person, certainty| Row {
        fields,
        person,
        household: None,
        file: "册.csv".into(),
        row: 2,
        certainty,
    };
    people.add(0, row(vec![text("张三"), text("622"), text("乙")], 1, 1.0));
    // A certificate of a person who was not found, and who may be the one on the roll.
    people.add(3, row(vec![Datum::Int(1)], 5, 1.0));
    people.doubt(3, 1, 0.4);
    // What only the record itself says needs no person: the shared account.
    people.add(0, row(vec![text("李四"), text("622"), text("甲")], 7, 0.3));
    let found = run(&pack, &people.build(10), date(2020, 3, 18));
    let ids = |screen: usize| pack.screens[screen].id.as_str();
    let hits: Vec<(&str, u32)> = found
        .found
        .iter()
        .map(|f| (ids(f.screen), f.person))
        .collect();
    assert!(!hits.contains(&("missed", 5)), "{hits:?}");
    assert!(hits.contains(&("account", 7)), "{hits:?}");
    let open = found
        .open
        .iter()
        .find(|o| ids(o.screen) == "missed")
        .unwrap();
    assert_eq!(open.person, 5);
    assert!((open.certainty.unwrap() - 0.6).abs() < 1e-9);
}
