//! Cases read, and cases that say where they are wrong.

use super::{Case, Fact, Facts, Source};
use crate::cel::{Datum, Type};
use crate::pack::Label;
use expect_test::{Expect, expect};
use std::sync::Arc;

fn fact(id: &str, of: Type, absent: Option<Datum>, fields: Vec<Fact>) -> Fact {
    Fact {
        id: id.to_owned(),
        of,
        label: Label::default(),
        meaning: None,
        cite: None,
        source: Source::Declared,
        role: None,
        sensitive: false,
        absent,
        codes: Vec::new(),
        change: super::Change::default(),
        fields,
    }
}

fn facts() -> Facts {
    let mut facts = Facts::built_in();
    facts
        .household
        .push(fact("deposits", Type::Money, None, vec![]));
    let words = ["wage", "farm"].map(Arc::from);
    let fields = vec![
        fact("kind", Type::Code(words.into()), None, vec![]),
        fact("amount", Type::Money, None, vec![]),
    ];
    let rows = Type::List(Arc::new(super::record(&fields, &[])));
    facts.person.push(fact("incomes", rows, None, fields));
    facts.person.push(fact("born", Type::Date, None, vec![]));
    let no = Some(Datum::Bool(false));
    facts.person.push(fact("ill", Type::Bool, no, vec![]));
    facts
}

fn check(text: &str, wanted: &Expect) {
    let shown = match Case::parse(text, &facts()) {
        Ok(case) => format!("{:?} {:?}\n", case.household, case.members),
        Err(errors) => errors.iter().map(|e| format!("{e}\n")).collect(),
    };
    wanted.assert_eq(&shown);
}

#[test]
fn a_household_of_a_whole_village_is_refused() {
    let members = |count: usize| {
        let all: Vec<String> = (0..count).map(|n| format!("{{\"id\": \"{n}\"}}")).collect();
        format!("{{\"household\": {{\"members\": [{}]}}}}", all.join(","))
    };
    let problems = Case::parse(&members(101), &facts()).unwrap_err();
    assert!(problems[0].to_string().contains("1-100"), "{}", problems[0]);
    Case::parse(&members(100), &facts()).unwrap();
}

#[test]
fn a_case_is_read_and_what_it_lets_open_is_said() {
    let text = r#"{"on": "2020-03-18", "household": {"deposits": "2.5万", "members": [
        {"id": "a", "born": "1948-01-20", "incomes": [{"kind": "wage", "amount": 303.75}]}]}}"#;
    let case = Case::parse(text, &facts()).unwrap();
    assert_eq!(case.on, Some(jiff::civil::date(2020, 3, 18)));
    let assumed: Vec<&str> = case.assumed.iter().map(|a| a.path.as_str()).collect();
    assert_eq!(assumed, ["household.members[0].ill", "held"]);
    assert_eq!(case.member_name(0), "a");
}

#[test]
fn mistakes_are_named_with_path_and_remedy() {
    check(
        "{",
        &expect![[r#"
        1:1: not JSON: EOF while parsing an object at line 1 column 1
    "#]],
    );
    check(
        "[]",
        &expect![[r#"
        case: record expected, found list
        household: a household has at least one member
        household.members: a household has at least one member
    "#]],
    );
    check(
        r#"{"household": {}}"#,
        &expect![[r#"
        household.members: a household has at least one member
    "#]],
    );
    check(
        r#"{"household": {"deposit": 1, "members": [{"id": "a"}, {"id": "a"}, {"born": "昨天"}]}}"#,
        &expect![[r#"
            household.deposit: no such fact, perhaps deposits
            household.members[1]: two members have the id "a"
            household.members[2].born: "昨天" is no date
            household.members[2]: every member has an id
        "#]],
    );
    check(
        r#"{"household": {"deposits": 1.005, "members": [
            {"id": "a", "incomes": [{"kind": "wages", "amount": "many"}, 3], "ill": "yes"}]}}"#,
        &expect![[r#"
            household.deposits: 1.005 is not an amount in whole fen
            household.members[0].incomes[0].kind: "wages" is none of wage farm
            household.members[0].incomes[0].amount: many is not an amount in whole fen
            household.members[0].incomes[1]: record expected, found 3
            household.members[0].ill: bool expected, found "yes"
        "#]],
    );
    check(
        r#"{"household": {"members": [{"id": "a"}]}, "held": [{"programme": "p", "member": "b", "amount": 1e30}]}"#,
        &expect![[r#"
            held[0].amount: 1e+30 is not an amount in whole fen
            held[0].member: there is no "b"
        "#]],
    );
}
