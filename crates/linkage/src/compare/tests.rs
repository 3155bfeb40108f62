//! Levels by tables: left, right, level.

use super::*;
use crate::records::Records;
use arrow_array::StringViewArray;
use base::column::ColumnRole;
use proptest::prelude::*;

fn level(role: ColumnRole, kind: Kind, left: &str, right: &str) -> u8 {
    let column = |v: &str| StringViewArray::from_iter([(!v.is_empty()).then_some(v)]);
    let records = |v: &str| Records::new(vec![(role, column(v))]).unwrap();
    let (left, right) = (records(left), records(right));
    let encoded = Encoded::new(&[&left, &right]).unwrap();
    let nicknames = Nicknames::new([("bob", "robert")]);
    let comparer = Comparer::new(&encoded, &nicknames);
    let field = encoded.field_of(kind).unwrap();
    comparer.levels(encoded.row(0), encoded.row(1))[field]
}

fn name(kind: Kind, table: &[(&str, &str, u8)]) {
    for (left, right, wanted) in table {
        assert_eq!(
            level(ColumnRole::Name, kind, left, right),
            *wanted,
            "{left} {right}"
        );
        assert_eq!(
            level(ColumnRole::Name, kind, right, left),
            *wanted,
            "{right} {left}"
        );
    }
}

#[test]
fn chinese_given_names() {
    name(
        Kind::Given,
        &[
            ("王小明", "王小明", 5),
            ("王曉明", "王晓明", 4),
            ("王小名", "王小明", 3),
            ("王小红", "王小明", 2),
            ("王明", "王小明", 2),
            ("王刚", "王强", 0),
            ("王刚", "", MISSING),
            ("张己", "张已", 3),
        ],
    );
}

#[test]
fn latin_given_names() {
    name(
        Kind::Given,
        &[
            ("Anna Lee", "anna lee", 5),
            ("Bob Lee", "Robert Lee", 3),
            ("Jonathon Lee", "Jonathan Lee", 4),
            ("J Lee", "Jonathan Lee", 2),
            ("Anna Maria Lee", "Anna Lee", 4),
            ("Anna Lee", "Peter Lee", 0),
        ],
    );
}

#[test]
fn crossed_names_are_seen() {
    name(
        Kind::Surname,
        &[("Lee Anna", "Anna Lee", 1), ("Lee, Anna", "Anna Lee", 5)],
    );
}

#[test]
fn id_numbers() {
    let table = [
        ("500153190001010013", "500153190001010013", 4),
        ("500153190001010013", "500153190001010018", 3),
        ("500153190001010013", "501053190001010013", 3),
        ("500153190001010013", "500153190001020018", 2),
        ("500153190001010013", "510231195505050012", 1),
        ("500153190001010013", "50015319000101003X", 0),
        ("5304218", "5304281", 3),
        ("5304218", "", MISSING),
    ];
    for (left, right, wanted) in table {
        assert_eq!(
            level(ColumnRole::IdNumber, Kind::Id, left, right),
            wanted,
            "{left} {right}"
        );
    }
}

#[test]
fn dates() {
    let table = [
        ("1951-04-03", "1951-04-03", 4),
        ("1951-04-03", "1951-03-04", 3),
        ("1951-04-03", "1951-04-08", 3),
        ("1951-04-13", "1951-04-27", 2),
        ("1951-04-13", "1948-04-13", 2),
        ("1951-04-13", "1960-04-13", 2),
        ("1951-04-13", "1951-09-27", 1),
        ("1951", "1951-09-27", 2),
        ("1951-04-13", "1972-09-27", 0),
    ];
    for (left, right, wanted) in table {
        let found = level(ColumnRole::BirthDate, Kind::Date, left, right);
        assert_eq!(found, wanted, "{left} {right}");
    }
}

#[test]
fn likeness_of_published_examples() {
    for (a, b, wanted) in [
        ("martha", "marhta", 0.9611),
        ("dwayne", "duane", 0.84),
        ("dixon", "dicksonx", 0.8133),
        ("", "", 1.0),
        ("a", "b", 0.0),
    ] {
        assert!(
            (latin::jaro_winkler(a, b) - wanted).abs() < 0.0001,
            "{a} {b}"
        );
    }
}

proptest! {
    #[test]
    fn likeness_is_symmetric_and_bounded(a in "[a-eé ]{0,70}", b in "[a-eé ]{0,70}") {
        let (ab, ba) = (latin::jaro_winkler(&a, &b), latin::jaro_winkler(&b, &a));
        prop_assert!((0.0..=1.0).contains(&ab));
        prop_assert!(a.len() == b.len() || (ab - ba).abs() < 1e-12);
    }

    #[test]
    fn levels_do_not_depend_on_the_order(a in "[王张小明红一 ]{1,5}", b in "[王张小明红一 ]{1,5}") {
        for kind in [Kind::Surname, Kind::Given] {
            prop_assert_eq!(
                level(ColumnRole::Name, kind, &a, &b),
                level(ColumnRole::Name, kind, &b, &a)
            );
        }
    }

    #[test]
    fn nothing_makes_the_comparer_panic(a in "\\PC{0,20}", b in "\\PC{0,20}") {
        level(ColumnRole::Name, Kind::Given, &a, &b);
        level(ColumnRole::IdNumber, Kind::Id, &a, &b);
        level(ColumnRole::Text, Kind::Text, &a, &b);
        level(ColumnRole::Postcode, Kind::Code, &a, &b);
    }
}
