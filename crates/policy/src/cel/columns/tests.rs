//! Random expressions over random cases: columns give what the row path gives, to the last bit.

use super::*;
use crate::cel::{Datum, Expression, Keys, Record, Scope, Type, Value};
use jiff::civil::date;
use proptest::prelude::*;
use std::sync::Arc;

/// Numbers without end from one seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: u64) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % below) as usize
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.next(from.len() as u64)]
    }
}

fn fields(names: &[(&str, Type)]) -> Vec<(String, Type)> {
    names
        .iter()
        .map(|(n, of)| ((*n).to_owned(), of.clone()))
        .collect()
}

fn income() -> Vec<(String, Type)> {
    fields(&[("amount", Type::Money), ("kind", Type::Text)])
}

fn member() -> Vec<(String, Type)> {
    let incomes = Type::List(Arc::new(Type::Record(Arc::new(income()))));
    let mut own = plain();
    own.push(("incomes".into(), incomes));
    own
}

fn plain() -> Vec<(String, Type)> {
    fields(&[
        ("b", Type::Bool),
        ("n", Type::Int),
        ("d", Type::Decimal),
        ("m", Type::Money),
        ("day", Type::Date),
        ("t", Type::Text),
    ])
}

fn law() -> Vec<(String, Type)> {
    let keys = Arc::new(Keys::new(vec!["a".into(), "b".into(), "3".into()]));
    let mut own = plain();
    own.push(("table".into(), Type::Table(keys, Arc::new(Type::Money))));
    own
}

fn scope() -> Scope {
    let list = |of: Vec<(String, Type)>| Type::List(Arc::new(Type::Record(Arc::new(of))));
    Scope::default()
        .with("on", Type::Date)
        .with("param", Type::Record(Arc::new(law())))
        .with("home", Type::Record(Arc::new(plain())))
        .with("members", list(member()))
}

fn datum(dice: &mut Dice, of: &Type) -> Datum {
    if dice.next(7) == 0 {
        return Datum::Missing;
    }
    let small = |dice: &mut Dice| dice.next(40) as i64 - 10;
    match of {
        Type::Bool => Datum::Bool(dice.next(2) == 0),
        Type::Int => Datum::Int(match dice.next(30) {
            0 => i64::MAX,
            1 => i64::MIN,
            _ => small(dice),
        }),
        Type::Decimal => Datum::Decimal(i128::from(small(dice)) * 130_000),
        Type::Money => Datum::Money(crate::cel::Amount::from_micros(match dice.next(30) {
            0 => i64::MAX - 5,
            _ => small(dice) * 33_330_001,
        })),
        Type::Date => Datum::Date(date(
            1940 + dice.next(90) as i16,
            1 + dice.next(12) as i8,
            1 + dice.next(28) as i8,
        )),
        Type::Text => Datum::Text(dice.pick(&["a", "b", "c", "", "某镇"]).into()),
        Type::List(inner) => match &**inner {
            Type::Record(fields) => {
                Datum::Rows((0..dice.next(4)).map(|_| record(dice, fields)).collect())
            }
            _ => Datum::Missing,
        },
        Type::Table(keys, of) => {
            Datum::Table(keys.names().iter().map(|_| datum(dice, of)).collect())
        }
        _ => Datum::Missing,
    }
}

fn record(dice: &mut Dice, fields: &[(String, Type)]) -> Record {
    fields.iter().map(|(_, of)| datum(dice, of)).collect()
}

/// A random expression of a type, over the records in reach.
fn expression(dice: &mut Dice, of: &str, depth: usize, reach: &mut Vec<&'static str>) -> String {
    let leaf = |dice: &mut Dice, reach: &[&'static str]| {
        let owner = reach[dice.next(reach.len() as u64)];
        match (of, dice.next(4)) {
            ("b", 0) => dice.pick(&["true", "false"]).to_owned(),
            ("n", 0) => dice.next(5).to_string(),
            ("d", 0) => dice.pick(&["1.3", "0.5", "0.0"]).to_owned(),
            ("m", 0) => dice
                .pick(&["yuan('440')", "yuan('0')", "param.table['a']"])
                .to_owned(),
            ("day", 0) => dice.pick(&["on", "date('1960-02-29')"]).to_owned(),
            ("t", 0) => dice.pick(&["'a'", "'某镇'", "''"]).to_owned(),
            _ => format!("{owner}.{of}"),
        }
    };
    if depth == 0 {
        return leaf(dice, reach);
    }
    let choice = dice.next(12);
    let mut sub = |dice: &mut Dice, of: &str| expression(dice, of, depth - 1, reach);
    match (of, choice) {
        (_, 0) => {
            let (c, a, b) = (sub(dice, "b"), sub(dice, of), sub(dice, of));
            format!("(({c}) ? ({a}) : ({b}))")
        }
        ("b", choice) => condition(dice, choice, depth, reach),
        ("n", 1..=3) => {
            let (a, b) = (sub(dice, "n"), sub(dice, "n"));
            format!("({a} {} {b})", dice.pick(&["+", "-", "*", "/", "%"]))
        }
        ("n", 4) => format!(
            "age({}, {})",
            sub(dice, "day"),
            dice.pick(&["on", "home.day"])
        ),
        ("n", 5) => format!("monthsBetween({}, on)", sub(dice, "day")),
        ("n", 6) => format!("size({})", list(dice, depth, reach).0),
        ("n" | "m" | "d", 7) => {
            let (a, b) = (sub(dice, of), sub(dice, of));
            format!("{}({a}, {b})", dice.pick(&["min", "max"]))
        }
        ("n" | "m" | "d", 8 | 9) => {
            let list = list(dice, depth, reach);
            let body = within(dice, of, depth, reach, list.1);
            format!("{}.map({}, {body}).sum()", list.0, list.1)
        }
        ("n" | "m" | "d" | "t", 10) => {
            let at = sub(dice, "n");
            let list = list(dice, depth, reach);
            let body = within(dice, of, depth, reach, list.1);
            format!("{}.map({}, {body})[{at}]", list.0, list.1)
        }
        ("m", 1 | 2) => {
            let (a, b) = (sub(dice, "m"), sub(dice, "m"));
            format!("({a} {} {b})", dice.pick(&["+", "-"]))
        }
        ("m", 3 | 4) => {
            let number = dice.pick(&["n", "d"]);
            let (a, b) = (sub(dice, "m"), sub(dice, number));
            format!("({a} {} {b})", dice.pick(&["*", "/"]))
        }
        // A key written out must be one of the table's; a computed one need not be.
        ("m", 5) => format!("param.table['' + {}]", sub(dice, "t")),
        ("m", 6) => format!("param.table[0 + {}]", sub(dice, "n")),
        ("d", 1..=3) => {
            let (a, b) = (sub(dice, "d"), sub(dice, dice_number(depth)));
            format!("({a} {} {b})", dice.pick(&["+", "-", "*", "/"]))
        }
        ("d", 4) => {
            let (a, b) = (sub(dice, "m"), sub(dice, "m"));
            format!("({a} / {b})")
        }
        ("n" | "m" | "d", 11) => format!("-({})", sub(dice, of)),
        ("day", 1) => format!("monthStart({})", sub(dice, "day")),
        ("t", 1) => {
            let (a, b) = (sub(dice, "t"), sub(dice, "t"));
            format!("({a} + {b})")
        }
        _ => leaf(dice, reach),
    }
}

/// A random condition.
fn condition(
    dice: &mut Dice,
    choice: usize,
    depth: usize,
    reach: &mut Vec<&'static str>,
) -> String {
    let mut sub = |dice: &mut Dice, of: &str| expression(dice, of, depth - 1, reach);
    match choice {
        1..=3 => {
            let of = dice.pick(&["n", "d", "m", "day"]);
            let (a, b) = (sub(dice, of), sub(dice, of));
            format!(
                "({a} {} {b})",
                dice.pick(&["<", "<=", ">", ">=", "==", "!="])
            )
        }
        4 => {
            let of = dice.pick(&["t", "b"]);
            let (a, b) = (sub(dice, of), sub(dice, of));
            format!("({a} {} {b})", dice.pick(&["==", "!="]))
        }
        5 | 6 => {
            let (a, b) = (sub(dice, "b"), sub(dice, "b"));
            format!("({a} {} {b})", dice.pick(&["&&", "||"]))
        }
        7 => format!("!({})", sub(dice, "b")),
        8 => format!("has({})", leaf_field(dice, reach)),
        9 => {
            let (a, b) = (sub(dice, "t"), sub(dice, "t"));
            format!("({a} in [{b}, 'a'])")
        }
        _ => {
            let list = list(dice, depth, reach);
            let name = dice.pick(&["exists", "all", "exists_one"]);
            let body = within(dice, "b", depth, reach, list.1);
            format!("{}.{name}({}, {body})", list.0, list.1)
        }
    }
}

const fn dice_number(depth: usize) -> &'static str {
    if depth.is_multiple_of(2) { "n" } else { "d" }
}

fn leaf_field(dice: &mut Dice, reach: &[&'static str]) -> String {
    let owner = reach[dice.next(reach.len() as u64)];
    format!("{owner}.{}", dice.pick(&["b", "n", "d", "m", "day", "t"]))
}

/// A list of members, and a name for one of them that is free.
fn list(dice: &mut Dice, depth: usize, reach: &mut Vec<&'static str>) -> (String, &'static str) {
    let name = *["x", "y", "z", "w", "v", "u"]
        .iter()
        .find(|name| !reach.contains(name))
        .unwrap_or(&"x");
    if depth > 1 && dice.next(3) == 0 {
        let body = within(dice, "b", depth - 1, reach, name);
        return (format!("members.filter({name}, {body})"), name);
    }
    ("members".to_owned(), name)
}

fn within(
    dice: &mut Dice,
    of: &str,
    depth: usize,
    reach: &mut Vec<&'static str>,
    name: &'static str,
) -> String {
    reach.push(name);
    let mut body = expression(dice, of, depth - 1, reach);
    if of == "m" && dice.next(4) == 0 {
        body = format!("{name}.incomes.filter(i, i.kind == 'a').map(i, i.amount).sum()");
    }
    reach.pop();
    body
}

const ROWS: usize = 23;

fn agree(seed: u64, text: &str) -> Result<bool, TestCaseError> {
    let scope = scope();
    let Ok(compiled) = Expression::compile(text, &scope) else {
        return Ok(false);
    };
    let mut dice = Dice(seed);
    let on = date(2020, 3, 18);
    let law: Record = record(&mut dice, &law());
    let mut homes = TableBuilder::new(&plain());
    let mut lists = TableBuilder::new(&[(
        "members".to_owned(),
        Type::List(Arc::new(Type::Record(Arc::new(member())))),
    )]);
    let mut cases = Vec::new();
    for _ in 0..ROWS {
        let home = record(&mut dice, &plain());
        let rows = datum(
            &mut dice,
            &Type::List(Arc::new(Type::Record(Arc::new(member())))),
        );
        homes.push(&home);
        lists.push(std::slice::from_ref(&rows));
        cases.push((home, rows));
    }
    let (homes, lists) = (homes.build(), lists.build());
    let Some(Column::Rows(members)) = lists.columns.first() else {
        panic!("members are rows");
    };
    let sources = [
        Source::One(Value::Date(on)),
        Source::One(Value::Record(&law)),
        Source::Record(&homes, None),
        Source::Rows(members, None),
    ];
    let start = dice.next(5);
    let end = ROWS - dice.next(5);
    let found = compiled
        .over(&sources, start..end)
        .map_err(|e| TestCaseError::fail(format!("{text}: {e}")))?;
    for (row, (home, rows)) in cases.iter().enumerate().take(end).skip(start) {
        let names = [
            Value::Date(on),
            Value::Record(&law),
            Value::Record(home),
            rows.value(),
        ];
        let wanted = compiled.evaluate(&names);
        prop_assert_eq!(&found.value(row - start), &wanted, "{} row {}", text, row);
        prop_assert_eq!(&homes.record(row), home);
        prop_assert_eq!(&lists.record(row)[0], rows);
    }
    Ok(true)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn columns_give_what_records_give(seed in any::<u64>(), depth in 1usize..5) {
        let mut dice = Dice(seed);
        let of = dice.pick(&["b", "n", "d", "m", "day", "t"]);
        let text = expression(&mut dice, of, depth, &mut vec!["home", "param"]);
        // A generator that writes what does not compile would test nothing.
        prop_assert!(agree(seed, &text)?, "{}", text);
    }
}

#[test]
fn what_the_law_says_runs_over_columns() {
    for text in [
        "members.filter(p, age(p.day, on) >= 70).map(p, p.m * 1.3).sum() / members.size()",
        "members.exists(p, p.t in ['a', 'b'] && p.m < param.table[p.t])",
        "members.map(p, p.incomes.filter(i, i.kind != 'c').map(i, i.amount).sum()).sum()",
        "members.all(p, members.exists_one(q, q.n == p.n))",
        "members.exists(p, p.n in members.map(q, q.n + 1))",
        "first(members).incomes.size() > 1 ? first(members).m : home.m",
        "[home.m, param.m].sum() + [home.m][0]",
        "home.t.size() > 1 || home.t.startsWith('某') || null == home.t",
    ] {
        for seed in 0..20 {
            assert!(agree(seed, text).unwrap(), "{text}");
        }
    }
}

#[test]
fn days_keep_their_order_when_packed() {
    let days = [
        date(-3, 12, 31),
        date(1, 1, 1),
        date(2020, 2, 29),
        date(2020, 3, 1),
    ];
    assert!(days.windows(2).all(|d| packed(d[0]) < packed(d[1])));
    assert!(days.iter().all(|d| day(packed(*d)) == Some(*d)));
}
