//! What each fuzz target does with its bytes: reads them, and holds what must always hold.
//!
//! The targets in `fuzz_targets` call these; the workspace's tests replay the inputs of `seeds` and
//! every input that once failed through the same functions.

use base::citizen_id::CitizenId;
use base::date::{Month, parse_date};
use base::division::{DivisionCode, Divisions};
use base::document::DocumentNumber;
use base::{codes, mask, money, name};
use sheet::{Mapping, ReadOptions, SheetError, Source};

/// A target by its name.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: &[Target] = &[
    ("citizen_id", citizen_id),
    ("date", date),
    ("amount", amount),
    ("code", code),
    ("person_name", person_name),
    ("division", division),
    ("text_file", text_file),
    ("workbook_file", workbook_file),
    ("parquet_file", parquet_file),
    ("mapping", mapping),
    ("expression", expression),
    ("pack", pack),
    ("case", case),
    ("model", model),
];

fn text(data: &[u8]) -> &str {
    match std::str::from_utf8(data) {
        Ok(text) => text,
        Err(e) => std::str::from_utf8(&data[..e.valid_up_to()]).unwrap_or_default(),
    }
}

/// What is read as an ID number is read back from its own text.
pub fn citizen_id(data: &[u8]) {
    if let Ok(id) = CitizenId::parse(text(data)) {
        assert_eq!(CitizenId::parse(&id.to_string()), Ok(id));
        let _ = (
            base::citizen_id::region::status(id),
            id.legacy_form(),
            id.masked(),
        );
    }
}

/// What is read as a date is read back from its own text.
pub fn date(data: &[u8]) {
    if let Ok(day) = parse_date(text(data))
        && (1850..=2100).contains(&day.year())
    {
        assert_eq!(parse_date(&day.to_string()), Ok(day));
    }
    let _ = Month::parse(text(data));
}

/// An amount's capital form is read back.
pub fn amount(data: &[u8]) {
    if let Ok(fen) = money::written::parse(text(data)) {
        let shown = fen.to_string();
        assert_eq!(money::written::parse(&shown), Ok(fen), "{shown}");
    }
    let _ = money::capital::parse(text(data));
}

/// Other numbers on forms: what is normal stays normal.
pub fn code(data: &[u8]) {
    let text = text(data);
    let _ = codes::parse_disability_cert(text);
    for parse in [
        codes::parse_credit_code,
        codes::parse_bank_card,
        codes::parse_phone,
    ] {
        if let Ok(normal) = parse(text) {
            assert_eq!(parse(&normal), Ok(normal.clone()));
        }
    }
    if let Ok(reading) = DocumentNumber::read(text) {
        let again = DocumentNumber::read(&reading.number.to_string());
        assert!(again.is_ok_and(|r| r.number == reading.number && !r.irregular));
    }
    let _ = (
        mask::mask_id(text),
        mask::mask_account(text),
        mask::mask_phone(text),
    );
    let _ = mask::mask_address(text);
}

/// A normal name stays as it is, and its parts make the whole.
pub fn person_name(data: &[u8]) {
    let normal = name::normalise(text(data)).text;
    assert_eq!(name::normalise(&normal).text, normal);
    let split = name::split_name(&normal);
    assert_eq!(format!("{}{}", split.surname, split.given), normal);
    let _ = (
        name::pinyin_key(&normal),
        name::sort_key(&normal),
        name::initials(&normal),
    );
    let _ = mask::mask_name(&normal, mask::NameMask::FirstAndLast);
}

/// A code lies in its parents; a tree of any rows can be walked.
pub fn division(data: &[u8]) {
    let text = text(data);
    if let Ok(code) = DivisionCode::parse(text) {
        assert_eq!(DivisionCode::parse(&code.padded()), Ok(code));
        assert!(code.parent().is_none_or(|p| p.contains(code)));
    }
    let rows = text.lines().map(|l| l.split_once(',').unwrap_or((l, "")));
    if let Ok(tree) = Divisions::load(rows) {
        let _ = tree.find(text, None);
    }
}

/// A file read whole and in parts gives the same number of records.
fn file(name: &str, data: &[u8]) {
    let source = || Source::Bytes {
        name: name.to_owned(),
        bytes: data.to_vec(),
    };
    let options = ReadOptions::default();
    let whole = sheet::read(source(), &options).map(|t| (t.len(), t.rows.row(0)));
    let (mut records, mut first) = (0, None);
    let parts = sheet::stream::<SheetError>(source(), &options, 3, |part| {
        first.get_or_insert(part.rows.row(0));
        records += part.len();
        Ok(())
    });
    match (whole, parts) {
        (Ok(whole), Ok(())) => assert_eq!(whole, (records, first.unwrap_or_default())),
        (Err(_), Err(_)) => {}
        (whole, parts) => panic!("whole {whole:?}, in parts {parts:?}"),
    }
}

/// Encodings, delimiters, quotes.
pub fn text_file(data: &[u8]) {
    // Other formats have targets of their own.
    let other: [&[u8]; 3] = [b"PK", b"PAR1", &[0xD0, 0xCF]];
    if !other.iter().any(|mark| data.starts_with(mark)) {
        file("a.csv", data);
    }
}

/// Workbooks of every kind.
pub fn workbook_file(data: &[u8]) {
    if data.starts_with(b"PK") || data.starts_with(&[0xD0, 0xCF]) {
        file("a.xlsx", data);
    }
}

/// Parquet files.
pub fn parquet_file(data: &[u8]) {
    if data.starts_with(b"PAR1") {
        file("a.parquet", data);
    }
}

/// A mapping is read back.
pub fn mapping(data: &[u8]) {
    if let Ok(mapping) = Mapping::parse(text(data)) {
        let written = mapping.write().unwrap_or_default();
        assert!(Mapping::parse(&written).is_ok());
    }
}

/// Expressions are compiled or refused.
pub fn expression(data: &[u8]) {
    use policy::cel::{Expression, Scope, Type};
    let scope = Scope::default()
        .with("amount", Type::Money)
        .with("day", Type::Date)
        .with("count", Type::Int)
        .with("name", Type::Text)
        .with("list", Type::List(Type::Int.into()));
    let _ = Expression::compile(text(data), &scope);
}

/// The head of a pack of one's own.
const HEAD: &str = "id = \"a\"\ntitle = {zh = \"a\", en = \"a\"}\njurisdiction = \"500153\"\n";

/// Packs are loaded or refused; files are parted by lines of `---`. What loads decides its own
/// examples.
pub fn pack(data: &[u8]) {
    let mut files = vec![("pack.toml".to_owned(), HEAD.to_owned())];
    for (at, part) in text(data).split("\n---\n").enumerate() {
        files.push((format!("screens/{at}.toml"), part.to_owned()));
    }
    if let Ok(pack) = policy::pack::Pack::load(&files) {
        let _ = policy::decide::check_examples(&pack);
        for programme in &pack.programmes {
            for example in &programme.examples {
                let _ = policy::journey::outlook(&pack, programme, example.on);
            }
        }
    }
}

/// Cases of a pack with every kind of fact are read or refused; what is read is decided by all
/// programmes, and a decision reads back as the case it was made from.
pub fn case(data: &[u8]) {
    use policy::decide::{Words, all_json, decide_all};
    use policy::fact::Case;
    use policy::pack::Pack;
    static PACK: std::sync::LazyLock<Option<Pack>> = std::sync::LazyLock::new(|| {
        let files = [
            ("pack.toml", HEAD),
            (
                "facts.toml",
                include_str!("../../crates/policy/tests/pack/facts.toml"),
            ),
            (
                "parameters.toml",
                include_str!("../../crates/policy/tests/pack/parameters.toml"),
            ),
            (
                "rural.toml",
                include_str!("../../crates/policy/tests/pack/rural.toml"),
            ),
            (
                "tekun.toml",
                include_str!("../../crates/policy/tests/pack/tekun.toml"),
            ),
            (
                "subsidies.toml",
                include_str!("../../crates/policy/tests/pack/subsidies.toml"),
            ),
            (
                "living.toml",
                include_str!("../../crates/policy/tests/pack/living.toml"),
            ),
            (
                "elderly.toml",
                include_str!("../../crates/policy/tests/pack/elderly.toml"),
            ),
            (
                "child.toml",
                include_str!("../../crates/policy/tests/pack/child.toml"),
            ),
        ];
        let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
        Pack::load(&files).ok()
    });
    let pack = PACK
        .as_ref()
        .unwrap_or_else(|| panic!("the pack of this target is broken"));
    let Ok(case) = Case::parse(text(data), &pack.facts) else {
        return;
    };
    let day = base::date::Date::constant(2020, 4, 1);
    let all = decide_all(pack, &case, case.on.unwrap_or(day));
    let words = Words {
        language: "zh-CN",
        counterfactual: &|c| c.condition.clone(),
    };
    let _ = all_json(pack, &case, &all, &words);
    assert_eq!(Case::read(case.given.clone(), &pack.facts), Ok(case));
}

/// A saved model is read back.
pub fn model(data: &[u8]) {
    if let Ok(model) = linkage::Model::parse(text(data)) {
        let written = model.write().unwrap_or_default();
        assert!(linkage::Model::parse(&written).is_ok(), "{written}");
    }
}
