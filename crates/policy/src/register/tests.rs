//! A register as a pack declares it: what it takes, what it asks for, and where it is wrong.

use super::*;
use crate::cel::{Datum, Record};
use crate::pack::{Diagnostic, Layer, Pack};
use expect_test::{Expect, expect};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const HEAD: &str = "id = 'p'\ntitle = {zh='例', en='example'}\njurisdiction = '500153'\n";

const ELDERLY: &str = r#"
[[section]]
id = "elderly"
label = {zh = "养老科", en = "elderly care"}

[[code_list]]
id = "self_care"
codes = [
  {code = "full", zh = "全自理", en = "cares for self", also = ["自理", "能自理"]},
  {code = "none", zh = "全护理", en = "cannot care for self"},
]

[[register]]
id = "alone"
label = {zh = "独居老人台账", en = "elderly living alone"}
purpose = {zh = "谁独居", en = "who lives alone"}
section = "elderly"
subject = "person"
keepers = [{role = "village-worker", level = "village"}]
update = {days = "self.care == 'none' ? 7 : 90", cite = {document = "某意见"}}
group = [{id = "state", zh = "状况", en = "state"}]
field = [
  {id = "care", type = "code", list_of = "self_care", zh = "自理能力", en = "self-care", required = true, filter = true, list = true},
  {id = "helper", type = "text", zh = "照料人", en = "helper", group = "state", required_when = "self.care == 'none'"},
  {id = "phone", type = "phone", zh = "联系电话", en = "phone", class = "sensitive"},
  {id = "visits", type = "int", zh = "走访次数", en = "visits", min = 0, max = 999, filter = true},
  {id = "pension", type = "money", zh = "养老金", en = "pension"},
  {id = "needs", type = "codes", zh = "需求", en = "needs", codes = [
    {code = "meal", zh = "助餐", en = "meals"}, {code = "bath", zh = "助浴", en = "bathing"}]},
]
check = [{id = "young", when = "subject.age < 60", field = "care", zh = "不满60岁", en = "younger than 60", level = "error"}]
reminder = [{id = "eighty", on = "addMonths(subject.birth_date, 960)", ahead = 30, zh = "满80岁", en = "turns 80"}]
statistic = [{id = "by_care", zh = "按自理能力", en = "by self-care", by = "care", sum = "visits"}]
cite = [{document = "某意见", article = "二"}]
"#;

fn load(content: &str) -> Result<Pack, Vec<Diagnostic>> {
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    Pack::load(&[
        file("pack.toml", HEAD),
        file("registers/alone.toml", content),
    ])
}

fn register() -> Register {
    load(ELDERLY).unwrap().registers.remove(0)
}

fn record(register: &Register, written: &[(&str, &str)]) -> Record {
    let mut record = vec![Datum::Missing; register.fields.len()];
    for (id, text) in written {
        let at = register.field(id).unwrap();
        record[at] = register.fields[at].read(text).unwrap();
    }
    record
}

fn examined(written: &[(&str, &str)], born: Date, updated: Date) -> Examined {
    let register = register();
    let record = record(&register, written);
    let subject = Some(("王秀英", Some("female"), Some(born)));
    let days = (Some(updated), Some(updated), "500153104201");
    register.examine(&record, days, subject, &Vec::new(), date(2020, 3, 18))
}

fn wrong(from: &str, to: &str, wanted: &Expect) {
    assert!(ELDERLY.contains(from), "{from}");
    let found = load(&ELDERLY.replace(from, to)).map(|_| ());
    let lines: Vec<String> = found.unwrap_err().iter().map(ToString::to_string).collect();
    wanted.assert_eq(&lines.join("\n"));
}

#[test]
fn who_cannot_care_for_himself_needs_a_helper_and_a_visit_a_week() {
    let born = date(1938, 5, 1);
    let found = examined(&[("care", "全护理")], born, date(2020, 3, 10));
    let register = register();
    let asked: Vec<&str> = found
        .errors
        .iter()
        .map(|w| register.fields[w.field].id.as_str())
        .collect();
    assert_eq!(asked, ["helper"]);
    assert_eq!(
        found.stale_on,
        Some(date(2020, 3, 18)),
        "seven days later it is stale"
    );
    let well = examined(&[("care", "自理")], born, date(2020, 3, 10));
    assert!(well.errors.is_empty());
    assert_eq!(well.stale_on, Some(date(2020, 6, 9)));
}

#[test]
fn what_must_be_filled_in_is_said_beside_its_field() {
    let found = examined(&[], date(1938, 5, 1), date(2020, 3, 10));
    assert_eq!(
        found.errors.len(),
        1,
        "care; whether a helper is needed is not known yet"
    );
    assert_eq!(found.errors[0].field, 0);
    assert_eq!(found.required, [true, false, false, false, false, false]);
}

#[test]
fn a_check_speaks_of_the_person_and_a_reminder_has_a_day() {
    let young = examined(&[("care", "full")], date(1970, 1, 1), date(2020, 3, 1));
    assert_eq!(young.errors[0].check.as_deref(), Some("young"));
    let old = examined(&[("care", "full")], date(1940, 4, 20), date(2020, 3, 1));
    assert_eq!(old.reminders, [(0, date(2020, 4, 20))]);
}

#[test]
fn values_are_read_as_people_write_them() {
    let register = register();
    let shown = |id: &str, text: &str| {
        let field = &register.fields[register.field(id).unwrap()];
        field.read(text).map(|v| field.shown(&v, "zh"))
    };
    assert_eq!(shown("care", " 能自理 ").unwrap(), "全自理");
    assert_eq!(
        shown("needs", "助浴、助餐").unwrap(),
        "助餐、助浴",
        "in the order of the list"
    );
    assert_eq!(
        shown("visits", "12.0").unwrap(),
        "12",
        "as a workbook gives it"
    );
    assert!(matches!(
        shown("visits", "1000"),
        Err(BadValue::Bounds { .. })
    ));
    assert!(matches!(
        shown("care", "半自理"),
        Err(BadValue::Word { .. })
    ));
    assert!(matches!(shown("phone", "12345"), Err(BadValue::Number(_))));
    assert_eq!(shown("helper", "  ").unwrap(), "");
}

#[test]
fn what_is_wrong_with_a_declaration_is_said_with_its_place() {
    wrong(
        "self.care == 'none'\"}",
        "self.car == 'nobody'\"}",
        &expect![[r#"registers/alone.toml:24:100: 5: unknown name "car" (did you mean "care"?)"#]],
    );
    wrong(
        "list_of = \"self_care\"",
        "list_of = \"selfcare\"",
        &expect![[
            r#"registers/alone.toml:23:42: there is no selfcare here (did you mean "self_care"?)"#
        ]],
    );
    wrong(
        "by = \"care\", sum = \"visits\"",
        "by = \"needs\", sum = \"care\"",
        &expect![[r#"
            registers/alone.toml:33:71: needs lacks filter = true
            registers/alone.toml:33:86: care is no value of the declared type"#]],
    );
    wrong(
        "role = \"village-worker\"",
        "role = \"village-walker\"",
        &expect![[
            r#"registers/alone.toml:19:20: there is no village-walker here (did you mean "village-worker"?)"#
        ]],
    );
    wrong(
        "id = \"visits\"",
        "id = \"updated\"",
        &expect![[r#"
        registers/alone.toml:26:9: updated is declared twice
        registers/alone.toml:33:85: there is no visits here"#]],
    );
}

#[test]
fn a_lower_layer_adds_a_field_and_says_by_what_right() {
    let layer = |name: &str, head: &str, text: &str| Layer {
        name: name.to_owned(),
        files: vec![
            ("pack.toml".to_owned(), head.to_owned()),
            ("registers/a.toml".to_owned(), text.to_owned()),
        ],
    };
    let below = HEAD.replace("'p'", "'q'") + "below = '../p'\n";
    let amend = r#"
[[amend_register]]
register = "alone"
cite = {document = "区通知"}
update = {days = "30", cite = {document = "区通知"}}
field = [{id = "bell", type = "bool", zh = "一键呼叫", en = "call button"}]
check = [{id = "no_bell", when = "self.care == 'none' && self.bell == false", field = "bell", zh = "未装呼叫器", en = "no call button"}]
"#;
    let layers = [layer("p", HEAD, ELDERLY), layer("q", &below, amend)];
    let pack = Pack::load_layers(&layers).unwrap();
    let register = pack.register("alone").unwrap();
    assert_eq!(register.fields.last().unwrap().id, "bell");
    assert_eq!(register.update.as_ref().unwrap().days.text, "30");
    assert_eq!(register.checks.len(), 2);
    let silent = amend.replace("[[amend_register]]", "[[register]]");
    let layers = [layer("p", HEAD, ELDERLY), layer("q", &below, &silent)];
    assert!(Pack::load_layers(&layers).is_err());
}

proptest! {
    #[test]
    fn what_the_store_writes_it_reads_again(at in 0usize..6, text in "\\PC{0,12}|-?[0-9]{1,9}(\\.[0-9]{1,2})?") {
        let register = register();
        let field = &register.fields[at];
        if let Ok(value) = field.read(&text) {
            let written = field.written(&value).unwrap_or_default();
            prop_assert_eq!(field.read_as(&written, Reader::Store), Ok(value.clone()));
            prop_assert_eq!(field.read(&written), Ok(value.clone()));
            for language in ["zh", "en"] {
                prop_assert_eq!(field.read(&field.shown(&value, language)), Ok(value.clone()));
            }
        }
    }

    #[test]
    fn numbers_stand_in_their_order(a in -1_000_000i64..1_000_000, b in -1_000_000i64..1_000_000) {
        let register = register();
        let field = &register.fields[4];
        let order = |n: i64| field.order(&field.read(&format!("{n}.5")).unwrap()).unwrap();
        prop_assert_eq!(a.cmp(&b), order(a).cmp(&order(b)));
    }
}
