//! Packs, cases and expressions that nobody means well: refused or read, never a panic, never
//! without bounds.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its own pack must fail"
)]

use policy::cel::{Expression, Scope, Type};
use policy::decide::{check_examples, decide_all};
use policy::fact::Case;
use policy::pack::Pack;
use proptest::prelude::*;
use std::sync::LazyLock;

const FILES: [(&str, &str); 9] = [
    ("pack.toml", include_str!("pack/pack.toml")),
    ("facts.toml", include_str!("pack/facts.toml")),
    ("parameters.toml", include_str!("pack/parameters.toml")),
    ("rural.toml", include_str!("pack/rural.toml")),
    ("tekun.toml", include_str!("pack/tekun.toml")),
    ("living.toml", include_str!("pack/living.toml")),
    ("subsidies.toml", include_str!("pack/subsidies.toml")),
    ("elderly.toml", include_str!("pack/elderly.toml")),
    ("child.toml", include_str!("pack/child.toml")),
];

static PACK: LazyLock<Pack> = LazyLock::new(|| load(&FILES.map(own)).unwrap());

const FAMILY: &str = r#"{"on": "2020-04-01", "household": {"deposits": 3000, "members": [
  {"id": "f", "birth_date": "1979-02-01", "incomes": [{"kind": "wage", "amount": 800}]},
  {"id": "g", "birth_date": "1948-01-20", "disability_grade": 2}]},
  "held": [{"programme": "rural-dibao", "amount": 545, "since": "2019-06-01"}]}"#;

fn own((name, text): (&str, &str)) -> (String, String) {
    (name.to_owned(), text.to_owned())
}

fn load(files: &[(String, String)]) -> Option<Pack> {
    let pack = Pack::load(files).ok()?;
    let _ = check_examples(&pack);
    Some(pack)
}

/// A text with some of it cut out, doubled or replaced.
fn spoilt(text: &str, edits: &[(usize, usize, String)]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for (at, length, put) in edits {
        let from = at % (chars.len() + 1);
        let to = (from + length).min(chars.len());
        chars.splice(from..to, put.chars());
    }
    chars.into_iter().collect()
}

fn edits() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
    let put = prop_oneof![
        Just(String::new()),
        Just("9223372036854775807".to_owned()),
        Just("-1".to_owned()),
        Just("9999-12-31".to_owned()),
        Just("\"\n[[derive]]\n".to_owned()),
        "[\\[\\]{}()\"'=.,0-9a-z年\u{0}-\u{ffff}]{0,6}",
    ];
    prop::collection::vec((any::<prop::sample::Index>(), 0_usize..30, put), 1..4).prop_map(
        |edits| {
            let place = |(at, length, put): (prop::sample::Index, usize, String)| {
                (at.index(1 << 20), length, put)
            };
            edits.into_iter().map(place).collect()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_spoilt_pack_is_refused_or_works(which in 1_usize..9, edits in edits()) {
        let mut files = FILES.map(own);
        files[which].1 = spoilt(&files[which].1, &edits);
        load(&files);
    }

    #[test]
    fn any_text_is_a_pack_or_none(text in any::<String>()) {
        load(&[own(FILES[0]), ("a.toml".to_owned(), text)]);
    }

    #[test]
    fn a_spoilt_case_is_refused_or_decided(edits in edits(), year in 1900_i16..2200) {
        if let Ok(case) = Case::parse(&spoilt(FAMILY, &edits), &PACK.facts) {
            let on = jiff::civil::date(year, 6, 30);
            let all = decide_all(&PACK, &case, on);
            prop_assert!(all.decisions.iter().all(|d| d.amount.is_none_or(|a| a.get() >= 0)));
        }
    }

    #[test]
    fn any_text_is_a_case_or_none(text in any::<String>()) {
        let _ = Case::parse(&text, &PACK.facts);
    }

    #[test]
    fn any_text_is_an_expression_or_none(text in "[-!a-z0-9.()\\[\\]\"'<>=&|?:,+*/% ]{0,80}") {
        let scope = Scope::default().with("a", Type::Int).with("list", Type::List(Type::Int.into()));
        let _ = Expression::compile(&text, &scope);
    }
}

/// What is nested too deeply or too long is refused before it is run.
#[test]
fn what_has_no_bounds_is_refused() {
    let scope = Scope::default().with("list", Type::List(Type::Int.into()));
    let deep = |open: &str, close: &str, inner: &str| {
        format!("{}{inner}{}", open.repeat(3_000), close.repeat(3_000))
    };
    for text in [
        deep("(", ")", "1"),
        deep("!", "", "true"),
        deep("[", "]", ""),
        deep("true?1:", "", "1"),
        format!("[{}1]", "1,".repeat(6_000)),
        format!("\"{}\" == \"\"", "张".repeat(4_000)),
        deep("list.all(x,", ")", "true"),
    ] {
        assert!(
            Expression::compile(&text, &scope).is_err(),
            "{}",
            &text[..40]
        );
    }
}

/// Loops in loops come to an end: their value is not known.
#[test]
fn loops_in_loops_end() {
    use policy::cel::{Datum, Value};
    let scope = Scope::default().with("list", Type::List(Type::Int.into()));
    let inner = "a + b + c + d + e >= 0";
    let text = format!("list.all(a, list.all(b, list.all(c, list.all(d, list.all(e, {inner})))))");
    let expression = Expression::compile(&text, &scope).unwrap();
    let list: Vec<Datum> = (0..1_000).map(Datum::Int).collect();
    let list: Vec<Value<'_>> = list.iter().map(Datum::value).collect();
    assert_eq!(
        expression.evaluate(&[Value::List(list.into())]),
        Value::Missing
    );
}
