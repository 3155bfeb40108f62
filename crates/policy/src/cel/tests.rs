//! Expressions by tables: text and value, text and error; the common implementation as oracle.

use super::*;
use base::money::Fen;
use expect_test::{Expect, expect};
use jiff::civil::date;
use proptest::prelude::*;
use std::sync::Arc;

fn scope() -> Scope {
    let death = Type::Record(Arc::new(vec![
        ("day".to_owned(), Type::Date),
        ("place".to_owned(), Type::Text),
    ]));
    Scope::default()
        .with("on", Type::Date)
        .with("income", Type::Money)
        .with("members", Type::Int)
        .with("unknown", Type::Bool)
        .with("deaths", Type::List(Arc::new(death)))
        .with(
            "kind",
            Type::Code(["visual", "mental"].map(Arc::from).into()),
        )
        .with(
            "parents",
            Type::List(Arc::new(Type::Record(Arc::new(vec![(
                "age".to_owned(),
                Type::Int,
            )])))),
        )
        .with("care", Type::Table(grades(), Arc::new(Type::Money)))
}

fn grades() -> Arc<Keys> {
    Arc::new(Keys::new(vec!["FULL".into(), "1".into()]))
}

fn evaluate(text: &str) -> String {
    let dead: Record = vec![Datum::Date(date(2020, 2, 11)), Datum::Text("某镇".into())];
    let unclear: Record = vec![Datum::Missing, Datum::Text("某镇".into())];
    let care = [30_000, 8_000].map(|fen| Datum::Money(Amount::of(Fen::new(fen)).unwrap()));
    let parents = [vec![Datum::Int(61)], vec![Datum::Int(69)]];
    let values = [
        Value::Date(date(2020, 3, 18)),
        functions::fen(54_501),
        Value::Int(3),
        Value::Missing,
        Value::Records(Arc::new(vec![&dead, &unclear])),
        Value::Text("mental".into()),
        Value::Rows(&parents),
        Value::Table(&care),
    ];
    match Expression::compile(text, &scope()) {
        Ok(expression) => match expression.evaluate(&values) {
            Value::Missing => "missing".to_owned(),
            value => value.shown(),
        },
        Err(errors) => errors.iter().map(|e| format!("{e}\n")).collect(),
    }
}

#[test]
fn values() {
    for (text, wanted) in [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3 - -1", "10"),
        ("7 / 2 + 7 % 2", "4"),
        ("0.1 + 0.2 == 0.3", "true"),
        ("income / members", "181.67"),
        ("income * 1.3", "708.513"),
        ("(yuan('440') - yuan('1000') / 3) * 3", "320.000001"),
        ("min(income, yuan('500')) + max(1, 2) * yuan('1')", "502.00"),
        (
            "addMonths(date('2020-01-31'), 1) == addDays(date('2020-02-28'), 1)",
            "true",
        ),
        ("deaths.filter(d, d.day < on).size()", "missing"),
        ("kind == 'mental' || kind in ['visual']", "true"),
        ("parents.map(p, p.age).sum() + size(parents)", "132"),
        ("income < yuan('580')", "true"),
        ("income / yuan('100')", "5.4501"),
        ("'a' + 'b' in ['ab', 'c']", "true"),
        ("members > 2 ? 'many' : 'few'", "many"),
        ("age(date('1951-04-03'), on)", "68"),
        ("daysBetween(first(deaths).day, on)", "36"),
        ("monthsBetween(date('2019-12-31'), on)", "3"),
        ("monthStart(on)", "2020-03-01"),
        ("deaths.size() == 2 && size('三个字') == 3", "true"),
        ("deaths.exists(d, d.day < on)", "true"),
        ("deaths.all(d, d.day < on)", "missing"),
        ("deaths.all(d, d.place == '某镇')", "true"),
        ("deaths.exists_one(d, has(d.day))", "true"),
        ("deaths.filter(d, has(d.day)).map(d, d.place)", "某镇"),
        ("deaths.map(d, 2).sum()", "4"),
        (
            "deaths.filter(d, d.place == '').map(d, income).sum()",
            "0.00",
        ),
        ("[income, income].sum()", "1090.02"),
        ("care['FULL'] + care[members - 2]", "380.00"),
        ("care[members]", "missing"),
        ("care[first(deaths).place]", "missing"),
        ("deaths[1].day", "missing"),
        ("deaths[7].place", "missing"),
        ("unknown || true", "true"),
        ("unknown && false", "false"),
        ("unknown && true", "missing"),
        ("!unknown", "missing"),
        ("1 / 0", "missing"),
        ("9223372036854775807 + 1", "missing"),
        (
            "idValid('500153190001010013') && idSex('500153190001010013') == '男'",
            "true",
        ),
        ("idBirth('500153190001010013')", "1900-01-01"),
        ("idValid('500153190001010012')", "false"),
        ("'荣耀镇'.startsWith('荣') // a remark", "true"),
    ] {
        assert_eq!(evaluate(text), wanted, "{text}");
    }
}

fn check(text: &str, wanted: &Expect) {
    wanted.assert_eq(&evaluate(text));
}

#[test]
fn errors_name_place_and_remedy() {
    check(
        "incme < 3",
        &expect![[r#"
        0: unknown name "incme" (did you mean "income"?)
    "#]],
    );
    check(
        "income < 580",
        &expect![[r#"
        0: money and int do not go together
    "#]],
    );
    check(
        "deaths.exists(d, d.dya < on) && member > 1",
        &expect![[r#"
        19: unknown name "dya" (did you mean "day"?)
        32: unknown name "member" (did you mean "members"?)
    "#]],
    );
    check(
        "on + 1",
        &expect![[r#"
        0: date and int do not go together
    "#]],
    );
    check(
        "age(on)",
        &expect![[r#"
        0: birth date, date expected, found date
    "#]],
    );
    check(
        "care['FUL'] < income",
        &expect![[r#"
        5: unknown name "FUL" (did you mean "FULL"?)
    "#]],
    );
    check(
        "care[on] < income && ['a'].sum() == 'a'",
        &expect![[r#"
        5: text or int expected, found date
        27: list of numbers or money expected, found list of text
    "#]],
    );
    check(
        "kind == 'mentl' || kind in ['visual', 'deaf']",
        &expect![[r#"
        8: unknown name "mentl" (did you mean "mental"?)
        38: unknown name "deaf"
    "#]],
    );
    check(
        "frobnicate(1)",
        &expect![[r#"
        0: unknown function "frobnicate"
    "#]],
    );
    check(
        "1 +",
        &expect![[r#"
        3: expected a value, found the end
    "#]],
    );
    check(
        "'open",
        &expect![[r#"
        0: the text is not closed
    "#]],
    );
    check(
        "1 ; 2",
        &expect![[r#"
        2: unexpected character ';'
    "#]],
    );
    check(
        "members && true",
        &expect![[r#"
        0: bool expected, found int
    "#]],
    );
    check(
        &"(".repeat(500),
        &expect![[r#"
        24: the expression is too large
    "#]],
    );
}

#[test]
fn the_type_asked_for_must_come_out() {
    assert!(Expression::compile_as("1 < 2", &scope(), &Type::Bool).is_ok());
    assert!(Expression::compile_as("1 + 2", &scope(), &Type::Bool).is_err());
}

/// What the common implementation makes of an expression without our types.
fn oracle(text: &str) -> Option<String> {
    let program = cel::Program::compile(text).ok()?;
    match program.execute(&cel::Context::default()).ok()? {
        cel::Value::Int(n) => Some(n.to_string()),
        cel::Value::Bool(b) => Some(b.to_string()),
        cel::Value::String(s) => Some(s.to_string()),
        _ => None,
    }
}

fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (0i64..100).prop_map(|n| n.to_string()),
        Just("true".to_owned()),
        Just("false".to_owned()),
        "[a-c]{0,3}".prop_map(|t| format!("'{t}'")),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let operator = prop::sample::select(vec![
            "+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "&&", "||",
        ]);
        prop_oneof![
            (inner.clone(), operator, inner.clone()).prop_map(|(a, o, b)| format!("({a}) {o} {b}")),
            inner.clone().prop_map(|a| format!("!({a})")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("({a}) ? ({b}) : ({c})")),
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| format!("[{a}, {b}].exists(x, x == {a})")),
            inner.prop_map(|a| format!("size([{a}])")),
        ]
    })
}

proptest! {
    #[test]
    fn what_we_compute_agrees_with_the_common_implementation(text in expression()) {
        if let Ok(compiled) = Expression::compile(&text, &Scope::default()) {
            let ours = compiled.evaluate(&[]);
            if ours != Value::Missing && let Some(theirs) = oracle(&text) {
                prop_assert_eq!(ours.shown(), theirs, "{}", text);
            }
        }
    }

    #[test]
    fn no_text_makes_the_compiler_panic(text in "\\PC{0,40}|[a-z().,'<&|?:! \\[\\]0-9]{0,60}") {
        if let Ok(compiled) = Expression::compile(&text, &scope()) {
            compiled.evaluate(&[]);
        }
    }
}
