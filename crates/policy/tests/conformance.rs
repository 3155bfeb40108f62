//! The expressions that the CEL specification's conformance suite is about, as far as they belong
//! to our part of the language: the value that the specification gives, ours, and that of the
//! common implementation. What is left out, and why: docs/decisions/0001-cel.md.

use policy::cel::{Expression, Scope, Value};

/// Sections after the suite's files; `!` is an error in CEL and no value here.
const CASES: &[(&str, &str)] = &[
    // basic: literals of each kind
    ("0", "0"),
    ("42", "42"),
    ("-1", "-1"),
    ("9223372036854775807", "9223372036854775807"),
    ("0x7f", "127"),
    ("-0x10", "-16"),
    ("true", "true"),
    ("false", "false"),
    ("''", ""),
    ("\"\"", ""),
    ("'text'", "text"),
    ("\"it's\"", "it's"),
    ("'''a 'b' c'''", "a 'b' c"),
    ("\"\"\"a \"b\" c\"\"\"", "a \"b\" c"),
    ("'''two\nlines'''", "two\nlines"),
    // parse: escapes, raw text, nesting, precedence
    (r"'\\'", "\\"),
    (r#"'\"'"#, "\""),
    (r"'\''", "'"),
    (r"'\n\t\r'", "\n\t\r"),
    (r"'\a\b\f\v'", "\u{7}\u{8}\u{c}\u{b}"),
    (r"'\x41'", "A"),
    (r"'\u4e2d'", "中"),
    (r"'\U0001F600'", "😀"),
    (r"'\101'", "A"),
    (r"r'\n'", "\\n"),
    (r#"R"\u4e2d""#, "\\u4e2d"),
    ("r'''a\\b'''", "a\\b"),
    ("((((((7))))))", "7"),
    ("1 + 2 * 3 - 4 / 2", "5"),
    ("(1 + 2) * (3 - 4)", "-3"),
    ("-(1 + 2)", "-3"),
    ("--1", "1"),
    ("!!true", "true"),
    ("!(1 < 2)", "false"),
    ("1 < 2 && 2 < 3", "true"),
    ("1 + 1 == 2 || false", "true"),
    ("true ? false ? 1 : 2 : 3", "2"),
    ("false ? 1 : true ? 2 : 3", "2"),
    // integer_math
    ("40 + 2", "42"),
    ("-40 + -2", "-42"),
    ("2 - 40", "-38"),
    ("6 * -7", "-42"),
    ("7 / 2", "3"),
    ("-7 / 2", "-3"),
    ("7 / -2", "-3"),
    ("47 % 5", "2"),
    ("-47 % 5", "-2"),
    ("47 % -5", "2"),
    ("1 - 2 - 3", "-4"),
    ("100 / 10 / 5", "2"),
    ("9223372036854775807 + 1", "!"),
    ("-9223372036854775807 - 2", "!"),
    ("5000000000 * 5000000000", "!"),
    ("15 / 0", "!"),
    ("42 % 0", "!"),
    // comparisons
    ("1 == 1", "true"),
    ("1 == -1", "false"),
    ("1 != 2", "true"),
    ("'' == ''", "true"),
    ("'abc' == 'ABC'", "false"),
    ("'ίσος' == 'ίσος'", "true"),
    ("'a' != 'b'", "true"),
    ("true == true", "true"),
    ("true == false", "false"),
    ("false != true", "true"),
    ("-1 < 0", "true"),
    ("0 < 0", "false"),
    ("0 <= 0", "true"),
    ("1 > 0", "true"),
    ("0 >= 1", "false"),
    ("'a' < 'b'", "true"),
    ("'a' < 'aa'", "true"),
    ("'B' < 'a'", "true"),
    ("'b' >= 'b'", "true"),
    ("1 in [1, 2, 3]", "true"),
    ("4 in [1, 2, 3]", "false"),
    ("'b' in ['a', 'b']", "true"),
    ("!(4 in [1])", "true"),
    // logic: what decides does so beside an error
    ("true && true", "true"),
    ("true && false", "false"),
    ("false || true", "true"),
    ("false || false", "false"),
    ("false && 1 / 0 > 0", "false"),
    ("1 / 0 > 0 && false", "false"),
    ("true || 1 / 0 > 0", "true"),
    ("1 / 0 > 0 || true", "true"),
    ("1 / 0 > 0 || false", "!"),
    ("true && 1 / 0 > 0", "!"),
    ("!(1 / 0 > 0)", "!"),
    ("true ? 1 : 1 / 0", "1"),
    ("false ? 1 / 0 : 2", "2"),
    ("1 / 0 > 0 ? 1 : 2", "!"),
    // lists
    ("[1, 2, 3][0]", "1"),
    ("['a', 'b'][1]", "b"),
    ("[1, 2, 3][3]", "!"),
    ("[1][-1]", "!"),
    ("size([])", "0"),
    ("size([1, 2])", "2"),
    ("[1, 2, 3].size()", "3"),
    // string
    ("'a' + 'b'", "ab"),
    ("'' + ''", ""),
    ("size('')", "0"),
    ("size('four')", "4"),
    ("size('四个汉字')", "4"),
    ("size('πέντε')", "5"),
    ("'hello'.size()", "5"),
    ("'foobar'.startsWith('foo')", "true"),
    ("'foobar'.startsWith('bar')", "false"),
    ("'foobar'.startsWith('')", "true"),
    ("'foobar'.endsWith('bar')", "true"),
    ("'foobar'.endsWith('foo')", "false"),
    ("'荣耀镇'.endsWith('镇')", "true"),
    ("'banana'.contains('nan')", "true"),
    ("'banana'.contains('nam')", "false"),
    // macros
    ("[1, 2, 3].exists(e, e > 2)", "true"),
    ("[1, 2, 3].exists(e, e > 3)", "false"),
    ("[].exists(e, true)", "false"),
    ("[1, 2, 3].exists(e, 1 / (e - 2) == 1)", "true"),
    ("[2].exists(e, 1 / (e - 2) == 1)", "!"),
    ("[1, 2, 3].all(e, e > 0)", "true"),
    ("[1, 2, 3].all(e, e == 2)", "false"),
    ("[].all(e, e > 0)", "true"),
    ("[1, 2, 3].all(e, 1 / (e - 2) == 1)", "false"),
    ("[7].exists_one(a, a == 7)", "true"),
    ("[7, 7].exists_one(a, a == 7)", "false"),
    ("[].exists_one(a, a == 7)", "false"),
    (
        "['foal', 'foo', 'four'].exists_one(n, n.startsWith('foo'))",
        "true",
    ),
    ("[1, 2, 3].filter(e, e > 1).size()", "2"),
    ("[1, 2, 3].filter(e, e > 3).size()", "0"),
    ("[1, 2, 3].map(n, n * n)[2]", "9"),
    ("[1, 2, 3].map(n, n > 1)[0]", "false"),
    ("[[1, 2], [3]].map(l, l.size())[0]", "2"),
    ("[[1, 2], [3]].exists(l, l.exists(n, n == 3))", "true"),
];

fn ours(text: &str) -> String {
    match Expression::compile(text, &Scope::default()) {
        Ok(expression) => match expression.evaluate(&[]) {
            Value::Missing => "!".to_owned(),
            value => value.shown(),
        },
        Err(wrong) => wrong.iter().map(|e| format!("{e}\n")).collect(),
    }
}

/// What the common implementation makes of it; `None` for a value that we do not have.
fn oracle(text: &str) -> Option<String> {
    let program = cel::Program::compile(text).ok()?;
    match program.execute(&cel::Context::default()) {
        Ok(cel::Value::Int(n)) => Some(n.to_string()),
        Ok(cel::Value::Bool(b)) => Some(b.to_string()),
        Ok(cel::Value::String(s)) => Some(s.to_string()),
        Ok(_) => None,
        Err(_) => Some("!".to_owned()),
    }
}

#[test]
fn every_case_has_the_value_of_the_specification() {
    let wrong: Vec<String> = CASES
        .iter()
        .filter(|(text, wanted)| ours(text) != *wanted)
        .map(|(text, wanted)| format!("{text}: {wanted:?} wanted, {:?} found", ours(text)))
        .collect();
    assert_eq!(wrong.join("\n"), "");
}

#[test]
fn the_common_implementation_agrees() {
    let wrong: Vec<String> = CASES
        .iter()
        .filter_map(|(text, wanted)| {
            let theirs = oracle(text)?;
            (theirs != *wanted).then(|| format!("{text}: {wanted:?} wanted, {theirs:?} there"))
        })
        .collect();
    assert_eq!(wrong.join("\n"), "");
}

#[test]
fn what_is_left_out_is_refused_and_not_guessed() {
    for text in [
        "{'a': 1}",
        "b'bytes'",
        "1u",
        "1.5e3",
        "1 == 1.5 + 'a'",
        "type(1)",
        "'a'.matches('a+')",
        "timestamp('2020-01-01T00:00:00Z')",
        "duration('1h')",
        "google.protobuf.Int64Value{value: 1}",
        "[1] + [2]",
        "dyn(1)",
        "'line\nbreak'",
        r"'\q'",
        "'open",
        "1 < 2 < 3 ? 1",
    ] {
        assert!(
            Expression::compile(text, &Scope::default()).is_err(),
            "{text}"
        );
    }
}
