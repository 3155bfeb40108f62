use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn id(text: &str) -> CitizenId {
    CitizenId::parse(text).unwrap()
}

#[test]
fn a_well_formed_number_tells_birth_sex_and_first_registration() {
    let person = id("50015319000101003X");
    assert_eq!(person.birth_date(), date(1900, 1, 1));
    assert_eq!(person.sex(), Sex::Male);
    assert_eq!(person.region(), 500_153);
    assert_eq!(person.sequence(), 3);
    assert_eq!(person.to_string(), "50015319000101003X");
    assert_eq!(person.masked(), "500153********003X");
    assert_eq!(format!("{person:?}"), "CitizenId(500153********003X)");
    assert_eq!(id("500153190001010013").check_character(), '3');
}

#[test]
fn what_people_type_around_the_digits_does_not_matter() {
    for text in [
        "50015319000101003x",
        " 500153 19000101 003X ",
        "500153-19000101-003X",
        "５００１５３１９０００１０１００３Ｘ",
        "\u{FEFF}50015319000101003X\u{200B}",
        "'50015319000101003X",
        "=\"50015319000101003X\"",
        "500153\u{200B}19000101003х",
    ] {
        let reading = CitizenId::read(text).unwrap();
        assert_eq!(reading.id.to_string(), "50015319000101003X", "{text}");
        assert!(reading.repaired, "{text}");
    }
    assert!(!CitizenId::read("50015319000101003X").unwrap().repaired);
}

#[test]
fn fifteen_digits_become_eighteen() {
    let reading = CitizenId::read("510231000101001").unwrap();
    assert_eq!(reading.form, Form::Fifteen);
    assert_eq!(reading.id.birth_date(), date(1900, 1, 1));
    assert_eq!(reading.id.legacy_form().as_deref(), Some("510231000101001"));
    assert_eq!(CitizenId::read("510231000101001.0").unwrap().id, reading.id);

    let centenarian = CitizenId::read("510231850101997").unwrap();
    assert_eq!(centenarian.form, Form::FifteenCentenarian);
    assert_eq!(centenarian.id.birth_date(), date(1885, 1, 1));
    let born_later = CitizenId::from_parts(500_153, date(2005, 1, 1), 1).unwrap();
    assert_eq!(born_later.legacy_form(), None);
}

#[test]
fn every_way_of_being_wrong_is_told_apart() {
    use CitizenIdError as E;
    let wrong = |text: &str| CitizenId::parse(text).unwrap_err();
    assert_eq!(wrong(""), E::Empty);
    assert_eq!(wrong(" \u{3000}\u{200B}"), E::Empty);
    assert_eq!(wrong("500153********003X"), E::Masked);
    assert_eq!(wrong("5.00153E+17"), E::Damaged);
    assert_eq!(wrong("5.00153190001010e+17"), E::Damaged);
    assert_eq!(wrong("500153190001010000"), E::Damaged);
    assert_eq!(wrong("500153190001010013.0"), E::Damaged);
    assert_eq!(
        wrong("50015319OOO1010013"),
        E::IllegalCharacter {
            position: 9,
            found: 'O'
        }
    );
    assert_eq!(
        wrong("5001531900X1010013"),
        E::IllegalCharacter {
            position: 11,
            found: 'X'
        }
    );
    assert_eq!(
        wrong("无"),
        E::IllegalCharacter {
            position: 1,
            found: '无'
        }
    );
    assert_eq!(wrong("50015319000101001"), E::Length { found: 17 });
    assert_eq!(wrong("5001531900010100133"), E::Length { found: 19 });
    assert_eq!(
        wrong("500226190002290025"),
        E::ImpossibleDate {
            year: 1900,
            month: 2,
            day: 29
        }
    );
    assert_eq!(
        wrong("500153190001010012"),
        E::CheckDigit {
            found: '2',
            expected: '3'
        }
    );
    assert_eq!(wrong("000153900101001"), E::Region { region: 153 });
}

#[test]
fn permits_and_cards_of_the_same_shape_are_named() {
    for (region, document) in [
        ("810000", OtherDocument::HongKongPermit),
        ("820000", OtherDocument::MacauPermit),
        ("830000", OtherDocument::TaiwanPermit),
        ("911502", OtherDocument::ForeignerCard),
    ] {
        let body = format!("{region}19850302001");
        let check = check_character_of(body.as_bytes().try_into().unwrap()).unwrap();
        let wrong = CitizenId::parse(&format!("{body}{check}")).unwrap_err();
        assert_eq!(wrong, CitizenIdError::OtherDocument(document));
    }
}

#[test]
fn births_in_the_future_and_impossible_ages_depend_on_the_day_given() {
    let on = date(2020, 3, 18);
    let born = CitizenId::from_parts(500_153, on, 1).unwrap();
    assert_eq!(born.check_age(on), Ok(()));
    let tomorrow = CitizenId::from_parts(500_153, date(2020, 3, 19), 1).unwrap();
    assert!(matches!(
        CitizenId::parse_on(&tomorrow.to_string(), on),
        Err(CitizenIdError::Future { .. })
    ));
    let old = CitizenId::from_parts(510_231, date(1894, 3, 18), 2).unwrap();
    assert!(matches!(
        old.check_age(on),
        Err(CitizenIdError::TooOld { age: 126, .. })
    ));
    let oldest = CitizenId::from_parts(510_231, date(1894, 3, 19), 2).unwrap();
    assert_eq!(oldest.check_age(on), Ok(()));
}

#[test]
fn a_right_number_that_ends_in_000_is_pointed_out() {
    let suspicious = (0..=9)
        .map(|n| CitizenId::from_parts(500_153, date(1960, 5, 1), n * 100).unwrap())
        .find(|id| id.check_character() == '0');
    if let Some(suspicious) = suspicious {
        assert!(
            CitizenId::read(&suspicious.to_string())
                .unwrap()
                .maybe_damaged
        );
    }
    assert!(!CitizenId::read("500153190001010013").unwrap().maybe_damaged);
}

fn any_id() -> impl Strategy<Value = CitizenId> {
    (110_000u32..660_000, 0i64..110_000, 0u16..1000).prop_map(|(region, days, sequence)| {
        let birth = date(1800, 1, 1).saturating_add(jiff::Span::new().days(days));
        CitizenId::from_parts(region, birth, sequence).unwrap()
    })
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(id in any_id()) {
        prop_assert_eq!(CitizenId::parse(&id.to_string()), Ok(id));
        let bytes = id.to_bytes();
        let body: &[u8; 17] = bytes[..17].try_into().unwrap();
        prop_assert_eq!(check_character_of(body), Some(id.check_character()));
    }

    #[test]
    fn order_is_the_order_of_the_text(a in any_id(), b in any_id()) {
        prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
    }

    #[test]
    fn one_wrong_digit_is_always_noticed(id in any_id(), at in 0usize..17, digit in 0u8..10) {
        let mut text = id.to_bytes();
        prop_assume!(text[at] != b'0' + digit);
        text[at] = b'0' + digit;
        prop_assert!(CitizenId::parse(std::str::from_utf8(&text).unwrap()).is_err());
    }

    #[test]
    fn two_neighbours_swapped_are_always_noticed(id in any_id(), at in 0usize..16) {
        let mut text = id.to_bytes();
        prop_assume!(text[at] != text[at + 1]);
        text.swap(at, at + 1);
        prop_assert!(CitizenId::parse(std::str::from_utf8(&text).unwrap()).is_err());
    }

    #[test]
    fn a_legacy_form_leads_back(id in any_id()) {
        if let Some(legacy) = id.legacy_form() {
            prop_assert_eq!(CitizenId::parse(&legacy), Ok(id));
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in ".*", digits in "[0-9Xx０-９ .E+*-]{0,24}") {
        let _ = CitizenId::parse(&text);
        let _ = CitizenId::parse(&digits);
    }
}
