//! Amounts as clerks write them, and back.

use super::written::parse;
use super::{Fen, MoneyError, Rounding, capital};
use crate::message::Speak;
use proptest::prelude::*;

#[test]
fn amounts_of_ledgers_are_read() {
    let cases = [
        ("580", 58_000),
        ("1,234.56", 123_456),
        ("¥1,234.5元", 123_450),
        ("￥３００．０５", 30_005),
        ("3.5万元", 3_500_000),
        ("0.00001万", 10),
        ("-12.05", -1_205),
        ("¥-3", -300),
        (".5", 50),
        ("440元整", 44_000),
        ("12.5000", 1_250),
        ("伍佰捌拾元整", 58_000),
        ("人民币壹仟贰佰叁拾元伍角", 123_050),
    ];
    for (text, fen) in cases {
        assert_eq!(parse(text), Ok(Fen::new(fen)), "{text}");
    }
}

#[test]
fn each_way_of_being_wrong_is_told_apart() {
    assert_eq!(parse(" "), Err(MoneyError::Empty));
    assert_eq!(parse("¥"), Err(MoneyError::Empty));
    assert_eq!(parse("1,23"), Err(MoneyError::Grouping("1,23".into())));
    assert_eq!(parse(",123"), Err(MoneyError::Grouping(",123".into())));
    assert_eq!(parse("12.345"), Err(MoneyError::TooFine("12.345".into())));
    assert_eq!(parse("1.2.3"), Err(MoneyError::Malformed("1.2.3".into())));
    assert_eq!(
        parse("¥12a"),
        Err(MoneyError::Character {
            found: 'a',
            position: 4
        })
    );
    assert_eq!(parse("99999999999999999999"), Err(MoneyError::TooLarge));
    assert_eq!(
        parse("不详"),
        Err(MoneyError::Character {
            found: '不',
            position: 1
        })
    );
}

#[test]
fn capital_amounts_say_zero_once_and_end_in_whole() {
    let cases = [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角"),
        (105, "壹元零伍分"),
        (123_050, "壹仟贰佰叁拾元伍角"),
        (100_005, "壹仟元零伍分"),
        (120_530, "壹仟贰佰零伍元叁角"),
        (1_000_100, "壹万零壹元整"),
        (1_010_000_000, "壹仟零壹拾万元整"),
        (10_000_100_000, "壹亿零壹仟元整"),
        (1_000_000_010_000_000_000, "壹亿零壹亿元整"),
        (-58_000, "负伍佰捌拾元整"),
    ];
    for (fen, text) in cases {
        assert_eq!(capital::write(Fen::new(fen)), text);
    }
}

#[test]
fn capital_nonsense_is_refused() {
    for text in [
        "壹壹元",
        "拾佰元",
        "元整元",
        "壹佰",
        "壹元壹元",
        "壹角壹元",
        "壹分壹角",
    ] {
        assert!(capital::parse(text).is_err(), "{text}");
    }
    assert_eq!(capital::parse("拾伍元"), Ok(Fen::new(1_500)));
    assert_eq!(
        capital::parse("壹仟X元"),
        Err(MoneyError::Character {
            found: 'X',
            position: 3
        })
    );
}

#[test]
fn rounding_follows_the_named_rule() {
    let round = |fen: i64, rule| Fen::new(fen).rounded(rule).map(Fen::get);
    assert_eq!(round(54_501, Rounding::KeepFen), Some(54_501));
    assert_eq!(round(54_501, Rounding::CeilYuan), Some(54_600));
    assert_eq!(round(54_500, Rounding::CeilYuan), Some(54_500));
    assert_eq!(round(54_449, Rounding::HalfUpYuan), Some(54_400));
    assert_eq!(round(54_450, Rounding::HalfUpYuan), Some(54_500));
    assert_eq!(round(-54_450, Rounding::HalfUpYuan), Some(-54_500));
    assert_eq!(round(i64::MAX, Rounding::CeilYuan), None);
}

#[test]
fn sums_out_of_range_are_refused() {
    assert_eq!(
        Fen::checked_sum([Fen::new(1), Fen::new(2)]),
        Some(Fen::new(3))
    );
    assert_eq!(Fen::checked_sum([Fen::new(i64::MAX), Fen::new(1)]), None);
}

#[test]
fn every_error_speaks_a_listed_code() {
    let errors = [
        MoneyError::Empty,
        MoneyError::Character {
            found: 'x',
            position: 1,
        },
        MoneyError::Grouping(String::new()),
        MoneyError::TooFine(String::new()),
        MoneyError::Malformed(String::new()),
        MoneyError::TooLarge,
    ];
    let codes: Vec<&str> = errors.iter().map(|e| e.message().code).collect();
    assert_eq!(codes, MoneyError::CODES);
}

proptest! {
    #[test]
    fn printed_amounts_are_read_back(fen in -1_000_000_000_000_000i64..1_000_000_000_000_000) {
        let amount = Fen::new(fen);
        prop_assert_eq!(parse(&amount.to_string()), Ok(amount));
    }

    #[test]
    fn capital_amounts_are_read_back(fen in any::<i64>()) {
        let amount = Fen::new(fen.max(-i64::MAX));
        prop_assert_eq!(capital::parse(&capital::write(amount)), Ok(amount));
    }

    #[test]
    fn small_capital_amounts_are_read_back(fen in 0i64..2_000_000_000) {
        let amount = Fen::new(fen);
        prop_assert_eq!(parse(&capital::write(amount)), Ok(amount));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[\\PC]{0,24}|[0-9,.¥万元整壹贰拾佰仟亿角分零负-]{0,24}") {
        let _ = parse(&text);
        let _ = capital::parse(&text);
    }
}
