//! A nation's rules, a city's values below them, a district's below those.

use super::*;
use proptest::prelude::*;

const NATION: &str = r#"
[[constraint]]
id = "rural-not-above-urban"
label = {zh = "农村不高于城市", en = "rural not above urban"}
holds = "param.rural <= param.urban"
cite = {document = "某法", article = "第三条"}
message = {zh = "农村{param.rural}高于城市{param.urban}", en = "rural {param.rural} is above urban {param.urban}"}
[[constraint]]
id = "support-floor"
label = {zh = "供养下限", en = "floor of support"}
holds = "param.support >= param.urban * 1.3 - yuan('1')"
severity = "warning"
from = "2020-01-01"
cite = {document = "某法"}
message = {zh = "供养{param.support}不足", en = "support {param.support} is too low"}
[[parameter]]
id = "urban"
label = {zh = "城市标准", en = "urban standard"}
type = "money"
value = [
  {from = "2019-01-01", to = "2019-12-31", is = "580", cite = {document = "某文", verified = true}},
  {from = "2020-01-01", is = "620", cite = {document = "某文二"}},
]
[[parameter]]
id = "rural"
label = {zh = "农村标准", en = "rural standard"}
type = "money"
value = [{from = "2019-01-01", is = "440", cite = {document = "某文"}}]
[[parameter]]
id = "support"
label = {zh = "供养", en = "support"}
type = "money"
value = [{from = "2019-01-01", is = 806, cite = {document = "某文"}}]
[[parameter]]
id = "care"
label = {zh = "照料档", en = "care tier"}
type = "money"
keys = ["FULL", "HALF"]
key_labels = {FULL = {zh = "全护理", en = "full care"}}
value = [{from = "2019-01-01", is = {FULL = "300", HALF = "200"}, cite = {document = "某文"}}]
"#;

const DISTRICT: &str = r#"
[[parameter]]
id = "rural"
overrides = {document = "区文件", article = "一"}
value = [{from = "2020-03-01", to = "2020-08-31", is = "500", cite = {document = "区文件"}}]
"#;

fn layer(name: &str, below: &str, content: &str) -> Layer {
    let head = format!("{HEAD}{below}\n");
    let files = [("pack.toml", head.as_str()), ("a.toml", content)];
    Layer {
        name: name.to_owned(),
        files: files
            .iter()
            .map(|(p, t)| ((*p).to_owned(), (*t).to_owned()))
            .collect(),
    }
}

fn merged(nation: &str, district: &str) -> Result<Pack, Vec<Diagnostic>> {
    Pack::load_layers(&[
        layer("nation", "", nation),
        layer("district", "below = '../nation'", district),
    ])
}

fn refused(nation: &str, district: &str, wanted: &Expect) {
    let found = merged(nation, district).map(|_| ()).unwrap_err();
    let shown: String = found.iter().map(|d| format!("{d}\n")).collect();
    wanted.assert_eq(&shown);
}

#[test]
fn a_district_changes_a_value_for_its_days_and_says_by_what_right() {
    let pack = merged(NATION, DISTRICT).unwrap();
    let rural = pack.parameters.iter().find(|p| p.id == "rural").unwrap();
    let shown: Vec<String> = rural
        .values
        .iter()
        .map(|v| {
            let to = v.to.map_or("…".to_owned(), |to| to.to_string());
            format!("{} {to} {} {}", v.from, v.value.value().shown(), v.layer)
        })
        .collect();
    assert_eq!(
        shown,
        [
            "2019-01-01 2020-02-29 440.00 0",
            "2020-03-01 2020-08-31 500.00 1",
            "2020-09-01 … 440.00 0"
        ]
    );
    assert_eq!(rural.values[1].over[0].value.value().shown(), "440.00");
    let change = &pack.overrides[0];
    assert_eq!(
        (change.id.as_str(), change.above, change.layer),
        ("rural", 0, 1)
    );
    assert_eq!(change.cite.document, "区文件");
    assert_eq!(rural.unverified().count(), 3);
}

#[test]
fn the_law_s_words_about_its_values_are_held_on_every_day() {
    let broken = DISTRICT.replace("is = \"500\"", "is = \"640\"");
    refused(
        NATION,
        &broken,
        &expect![[r#"
            nation/a.toml:3:6: from 2020-03-01 on: rural 640.00 is above urban 620.00 (某法 第三条)
        "#]],
    );
    let low = NATION.replace("is = 806", "is = 804");
    let pack = merged(&low, DISTRICT).unwrap();
    let broken: Vec<&Diagnostic> = pack
        .warnings
        .iter()
        .filter(|w| matches!(w.problem, Problem::Constraint { .. }))
        .collect();
    assert_eq!(broken.len(), 1);
    assert_eq!(
        broken[0].to_string(),
        "nation/a.toml:9:6: from 2020-01-01 on: support 804.00 is too low (某法)"
    );
    let exact = NATION.replace("is = 806", "is = 805");
    let pack = merged(&exact, DISTRICT).unwrap();
    assert!(
        pack.warnings
            .iter()
            .all(|w| !matches!(w.problem, Problem::Constraint { .. }))
    );
}

#[test]
fn changes_that_cannot_be_meant_are_refused() {
    refused(
        NATION,
        &DISTRICT.replace("\"rural\"", "\"rurl\""),
        &expect![[r#"
            district/a.toml:3:6: no layer above has rurl (did you mean "rural"?)
        "#]],
    );
    refused(
        NATION,
        &DISTRICT.replace("overrides =", "label = {zh='', en=''}\n# overrides ="),
        &expect![[r#"
            district/a.toml:3:6: rural stands in p; say by which document it is changed: overrides = {document = …}
        "#]],
    );
    refused(
        NATION,
        &DISTRICT.replace("overrides =", "type = \"int\"\noverrides ="),
        &expect![[r#"
            district/a.toml:3:6: rural must keep the type and the keys it has above
        "#]],
    );
    refused(
        &NATION.replace("HALF = \"200\"", "HALV = \"200\""),
        DISTRICT,
        &expect![[r#"
            nation/a.toml:40:37: care: HALV is no key, or lacks its value (did you mean "HALF"?)
            nation/a.toml:40:37: care: HALF is no key, or lacks its value
        "#]],
    );
}

#[test]
fn a_time_without_law_is_allowed_where_it_is_said() {
    let torn = |gap: &str| {
        NATION.replace(
            "value = [{from = \"2019-01-01\", is = 806",
            &format!(
                "{gap}\nvalue = [{{from = \"2017-01-01\", to = \"2017-12-31\", is = 1, \
                 cite = {{document = \"旧文\"}}}}, {{from = \"2019-01-01\", is = 806"
            ),
        )
    };
    refused(
        &torn(""),
        DISTRICT,
        &expect![[r#"
            nation/a.toml:34:94: no value of support is in force on 2018-01-01
        "#]],
    );
    let said = "gap = [{from = \"2018-01-01\", to = \"2018-12-31\", cite = {document = \"废止\"}}]";
    let pack = merged(&torn(said), DISTRICT).unwrap();
    let support = pack.parameters.iter().find(|p| p.id == "support").unwrap();
    assert!(support.on("2018-06-01".parse().unwrap()).is_none());
}

/// The layers of folders, or what is wrong with them.
fn stacked(folders: &[(&str, &str)]) -> String {
    let found = stack("packs/district", &mut |name| {
        let (_, below) = folders.iter().find(|(folder, _)| *folder == name)?;
        Some(layer(name, below, "").files)
    });
    match found {
        Ok(layers) => layers.iter().map(|l| format!("{} ", l.name)).collect(),
        Err(wrong) => wrong.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn layers_are_found_from_the_lowest_up() {
    let (district, city) = (
        ("packs/district", "below = '../city/'"),
        ("packs/city", "below = './../nation'"),
    );
    let nation = ("packs/nation", "");
    assert_eq!(
        stacked(&[district, city, nation]),
        "packs/nation packs/city packs/district "
    );
    assert_eq!(
        stacked(&[district, city]),
        "packs/city/pack.toml:4:9: there is no pack at packs/nation"
    );
    assert_eq!(
        stacked(&[district, ("packs/city", "below = '../district'")]),
        "packs/city/pack.toml:4:9: the packs lie below each other: \
         packs/district → packs/city → packs/district"
    );
    assert_eq!(
        stacked(&[]),
        "packs/district/pack.toml:0:0: the file is missing"
    );
    let alone = Pack::load(&layer("", "below = '../nation'", "").files).map(|_| ());
    assert_eq!(
        alone.unwrap_err()[0].to_string(),
        "pack.toml:4:9: there is no pack at ../nation"
    );
}

#[test]
fn the_fingerprint_is_of_every_layer() {
    let version = |nation: &str, district: &str| merged(nation, district).unwrap().version;
    let one = version(NATION, DISTRICT);
    assert_eq!(one.len(), 64);
    assert_ne!(one, version(&NATION.replace("某文二", "某文三"), DISTRICT));
    assert_ne!(one, version(NATION, &DISTRICT.replace("区文件", "区文")));
    assert_eq!(one, version(NATION, DISTRICT));
}

#[test]
fn what_changes_between_packs_and_between_days_is_listed() {
    let old = [layer("nation", "", NATION)];
    let new = NATION
        .replace("is = \"620\"", "is = \"630\"")
        .replace("id = \"care\"", "id = \"care_tier\"");
    let new = [layer("nation", "", &new)];
    let said: Vec<String> = between(&old, &new)
        .into_iter()
        .map(|d| {
            format!(
                "{} {} {}: {:?} {:?}",
                d.kind, d.id, d.part, d.before, d.after
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            "parameter care : Some(\"照料档\") None",
            "parameter care_tier : None Some(\"照料档\")",
            "parameter urban value 2020-01-01 is: Some(\"620\") Some(\"630\")",
        ]
    );
    assert_eq!(between(&old, &old), []);
    let pack = merged(NATION, DISTRICT).unwrap();
    let day = |text: &str| text.parse::<Date>().unwrap();
    let changes: Vec<String> = pack
        .changes(day("2019-12-31"), day("2020-12-31"))
        .iter()
        .map(|c| {
            let shown = |v: &Option<Datum>| v.as_ref().map(|v| v.value().shown());
            format!(
                "{} {} {:?} {:?}",
                c.day,
                c.id,
                shown(&c.before),
                shown(&c.after)
            )
        })
        .collect();
    assert_eq!(
        changes,
        [
            "2020-01-01 urban Some(\"580.00\") Some(\"620.00\")",
            "2020-03-01 rural Some(\"440.00\") Some(\"500.00\")",
            "2020-09-01 rural Some(\"500.00\") Some(\"440.00\")",
        ]
    );
    let care = pack.parameters.iter().find(|p| p.id == "care").unwrap();
    assert_eq!(
        care.shown(&care.values[0].value, "zh-CN"),
        "全护理 300.00，HALF 200.00"
    );
}

proptest! {
    /// Whatever a lower layer puts where: every day has the last value that was put on it.
    #[test]
    fn every_day_keeps_the_value_put_last(
        puts in prop::collection::vec((0i64..60, 0i64..30, any::<bool>()), 1..8),
    ) {
        let start: Date = "2020-01-01".parse().unwrap();
        let day = |n: i64| start.checked_add(jiff::Span::new().days(n)).unwrap();
        let value = |from, to, n: usize| Dated {
            from,
            to,
            value: Datum::Int(n as i64),
            cite: Citation { document: String::new(), article: String::new(), verified: false, doubt: None },
            layer: n,
            over: Vec::new(),
        };
        let mut parameter = Parameter {
            id: "p".into(),
            label: Label::default(),
            of: Type::Int,
            key_labels: Vec::new(),
            values: vec![value(start, None, 99)],
            gaps: Vec::new(),
            layer: 0,
        };
        for (n, (from, length, open)) in puts.iter().enumerate() {
            let to = (!open).then(|| day(from + length));
            parameter.put(vec![value(day(*from), to, n)]);
        }
        for n in 0..100 {
            let last = puts.iter().rposition(|(from, length, open)| {
                *from <= n && (*open || n <= from + length)
            });
            let found: Vec<&Dated> = parameter
                .values
                .iter()
                .filter(|v| v.from <= day(n) && v.to.is_none_or(|to| day(n) <= to))
                .collect();
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(found[0].layer, last.unwrap_or(99));
        }
    }
}

const LETTER: &str = r#"
[[paper]]
id = "approval"
label = {zh = "告知书", en = "notice"}
occasion = "approval"
cite = {document = "某法", article = "第九条"}
text = """
# 告知书
"""
"#;

#[test]
fn a_district_has_a_letter_of_its_own() {
    let ours = LETTER
        .replace("cite =", "overrides = {document = \"区文件\"}\ncite =")
        .replace("# 告知书", "# 荣誉告知书");
    let pack = merged(&format!("{NATION}{LETTER}"), &format!("{DISTRICT}{ours}")).unwrap();
    let found = crate::paper::find(&pack.papers, "approval", "anything").unwrap();
    assert_eq!(found.text, "# 荣誉告知书\n");
    assert_eq!(
        (pack.papers.len(), found.file.as_str()),
        (1, "district/a.toml")
    );
    let written = ours.lines().position(|l| l.starts_with("# ")).unwrap();
    assert_eq!(found.line, DISTRICT.matches('\n').count() + written);
    assert_eq!(
        crate::paper::find(&pack.papers, "refusal", "anything"),
        None
    );
}

#[test]
fn a_paper_for_no_known_occasion_or_programme_is_refused() {
    let odd = LETTER.replace(
        "occasion = \"approval\"",
        "occasion = \"party\"\nprogrammes = [\"x\"]",
    );
    refused(
        &format!("{NATION}{odd}"),
        DISTRICT,
        &expect![[r#"
            nation/a.toml:45:12: party is no value of the declared type
            nation/a.toml:46:15: there is no x here
        "#]],
    );
}
