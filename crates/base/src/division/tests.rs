//! A district with its streets and towns.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;

const DISTRICT: &str = "500153 荣昌区
500153001 昌元街道
500153002 昌州街道
500153003 广顺街道
500153004 双河街道
500153005 安富街道
500153006 峰高街道
500153100 荣隆镇
500153101 仁义镇
500153102 盘龙镇
500153103 吴家镇
500153104 直升镇
500153105 万灵镇
500153106 清升镇
500153107 清江镇
500153108 古昌镇
500153109 河包镇
500153110 观胜镇
500153111 铜鼓镇
500153112 清流镇
500153113 远觉镇
500153114 龙集镇";

fn code(text: &str) -> DivisionCode {
    text.parse().unwrap()
}

fn district() -> Divisions {
    Divisions::load(DISTRICT.lines().filter_map(|line| line.split_once(' '))).unwrap()
}

#[test]
fn a_district_has_its_streets_and_towns() {
    let tree = district();
    assert_eq!(tree.len(), 22);
    let towns: Vec<&str> = tree
        .children(code("500153"))
        .map(|(_, name)| name)
        .collect();
    assert_eq!(towns.len(), 21);
    assert_eq!((towns[0], towns[20]), ("昌元街道", "龙集镇"));
    assert_eq!(tree.full_name(code("500153105")), "荣昌区万灵镇");
    assert_eq!(tree.name(code("500153007")), None);
    assert_eq!(tree.within(code("500153100")).count(), 1);
}

#[test]
fn former_names_hold_on_their_days() {
    let mut tree = district();
    let wanling = code("500153105");
    tree.add_alias(Alias {
        code: wanling,
        name: "路孔镇".to_owned(),
        from: None,
        to: Some(date(2013, 12, 31)),
    })
    .unwrap();
    let by_alias = |by_alias| {
        vec![Named {
            code: wanling,
            by_alias,
        }]
    };
    assert_eq!(tree.find("万灵镇", None), by_alias(false));
    assert_eq!(tree.find("路孔镇", Some(date(2010, 1, 1))), by_alias(true));
    assert_eq!(tree.find("路孔镇", Some(date(2020, 3, 18))), []);
    assert_eq!(tree.find("昌洲街道", None), []);
    let elsewhere = Alias {
        code: code("510000"),
        name: "某".to_owned(),
        from: None,
        to: None,
    };
    assert!(matches!(
        tree.add_alias(elsewhere),
        Err(DivisionsError::Unknown { .. })
    ));
}

#[test]
fn codes_of_every_length_know_their_place() {
    for (text, level, shown) in [
        ("50", Level::Province, "500000"),
        ("500000", Level::Province, "500000"),
        ("5001", Level::City, "500100"),
        ("５００１５３", Level::District, "500153"),
        ("500153000000", Level::District, "500153"),
        ("500153105000", Level::Town, "500153105"),
        ("500153105201", Level::Village, "500153105201"),
    ] {
        assert_eq!(
            (code(text).level(), code(text).to_string()),
            (level, shown.to_owned())
        );
    }
    let village = code("500153105201");
    assert_eq!(village.parent(), Some(code("500153105")));
    assert_eq!(village.at(Level::Province), Some(code("50")));
    assert_eq!(code("50").parent(), None);
    assert_eq!(code("500153").padded(), "500153000000");
    // A city without districts: its towns lie in the city itself.
    assert_eq!(code("441900003").parent(), Some(code("4419")));
}

#[test]
fn what_is_no_code_says_why() {
    use DivisionCodeError::{Empty, Gap, IllegalCharacter, Length};
    assert_eq!(DivisionCode::parse(" "), Err(Empty));
    assert_eq!(DivisionCode::parse("50015"), Err(Length { found: 5 }));
    assert_eq!(
        DivisionCode::parse("50015X"),
        Err(IllegalCharacter { found: 'X' })
    );
    for text in ["500000001", "005001", "500053", "500153000201"] {
        assert!(
            matches!(DivisionCode::parse(text), Err(Gap { .. })),
            "{text}"
        );
    }
    let load =
        |rows: &[(&'static str, &'static str)]| Divisions::load(rows.iter().copied()).map(|_| ());
    assert!(matches!(
        load(&[("5001", "a"), ("500100", "b")]),
        Err(DivisionsError::Repeated { row: 2, .. })
    ));
    assert!(matches!(
        load(&[("5001", " ")]),
        Err(DivisionsError::Nameless { row: 1, .. })
    ));
    assert!(matches!(
        load(&[("x", "a")]),
        Err(DivisionsError::Code { row: 1, .. })
    ));
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back_and_lies_in_its_parents(text in "[1-9][0-9]{11}") {
        if let Ok(code) = DivisionCode::parse(&text) {
            prop_assert_eq!(DivisionCode::parse(&code.to_string()), Ok(code));
            prop_assert_eq!(DivisionCode::parse(&code.padded()), Ok(code));
            let mut at = code;
            while let Some(parent) = at.parent() {
                prop_assert!(parent.contains(code) && !code.contains(parent));
                prop_assert!(parent < at && parent.level() < at.level());
                at = parent;
            }
            prop_assert_eq!(at.level(), Level::Province);
        }
    }

    #[test]
    fn what_lies_in_a_division_begins_with_its_digits(
        one in "[15]0[01][0-2]5[0-3](00[01](20[01])?)?",
        other in "[15]0[01][0-2]5[0-3](00[01](20[01])?)?",
    ) {
        if let (Ok(one), Ok(other)) = (DivisionCode::parse(&one), DivisionCode::parse(&other)) {
            prop_assert_eq!(one.contains(other), other.prefix().starts_with(&one.prefix()));
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in ".*", digits in "[0-9０-９ ]{0,14}") {
        let _ = (DivisionCode::parse(&text), DivisionCode::parse(&digits));
    }
}
