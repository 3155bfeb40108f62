//! Packs that load, and packs that say where they are wrong.

mod layers;

use super::*;
use crate::cel::Datum;
use expect_test::{Expect, expect};

const HEAD: &str = "id = 'p'\ntitle = {zh='例', en='example'}\njurisdiction = '500153'\n";

const ROLES: &str = r#"
[[role]]
id = "roll"
label = {zh = "花名册", en = "roll"}
provider = {zh = "镇", en = "town"}
field = [
  {id = "name", type = "text", column = "name"},
  {id = "sex", type = "text", column = "sex", codes = {"男" = ["男", "1"], "女" = ["女", "2"]}},
]
[[role]]
id = "deaths"
label = {zh = "死亡", en = "deaths"}
provider = {zh = "公安", en = "police"}
field = [{id = "day", type = "date", headers = ["死亡日期"]}]
"#;

const SCREEN: &str = r#"
[[screen]]
id = "M01"
title = {zh = "死亡仍领", en = "paid after death"}
direction = "exit"
flag = "STOP"
subject = ["roll"]
when = "deaths.exists(d, d.day < on) && param.limit > 0"
rests_on = ["deaths"]
cite = {document = "某办法", article = "第一条"}
message = {zh = "{self.name}已死亡", en = "{self.name} died"}
next = {zh = "核实", en = "verify"}
days = 3
[[parameter]]
id = "limit"
label = {zh = "限", en = "limit"}
type = "int"
value = [
  {from = "2019-01-01", to = "2019-12-31", is = "1", cite = {document = "某办法"}},
  {from = "2020-01-01", is = "2", cite = {document = "某办法"}},
]
"#;

fn load(files: &[(&str, &str)]) -> Result<Pack, Vec<Diagnostic>> {
    let files: Vec<(String, String)> = files
        .iter()
        .map(|(p, t)| ((*p).to_owned(), (*t).to_owned()))
        .collect();
    Pack::load(&files)
}

fn wrong(from: &str, to: &str, wanted: &Expect) {
    let content = format!("{ROLES}{SCREEN}").replace(from, to);
    let found = load(&[("pack.toml", HEAD), ("a.toml", &content)]).map(|_| ());
    let shown: String = found
        .unwrap_err()
        .iter()
        .map(|d| format!("{d}\n"))
        .collect();
    wanted.assert_eq(&shown);
}

#[test]
fn a_pack_is_loaded_whole() {
    let pack = load(&[("pack.toml", HEAD), ("r.toml", ROLES), ("s.toml", SCREEN)]).unwrap();
    assert_eq!(
        (pack.roles.len(), pack.screens.len(), pack.role("deaths")),
        (2, 1, Some(1))
    );
    let limit = &pack.parameters[0];
    let on = |day: &str| limit.on(day.parse().unwrap()).map(|v| v.value.clone());
    assert_eq!(on("2019-12-31"), Some(Datum::Int(1)));
    assert_eq!(on("2020-01-01"), Some(Datum::Int(2)));
    assert_eq!(on("2018-01-01"), None);
    let again = load(&[("s.toml", SCREEN), ("r.toml", ROLES), ("pack.toml", HEAD)]).unwrap();
    assert_eq!(pack.version, again.version);
}

#[test]
fn a_value_that_no_rule_uses_is_a_warning() {
    let content = format!("{ROLES}{SCREEN}").replace("param.limit > 0", "true");
    let pack = load(&[("pack.toml", HEAD), ("a.toml", &content)]).unwrap();
    let said: Vec<String> = pack.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["a.toml:29:6: parameter limit is used nowhere"]);
}

#[test]
fn mistakes_are_named_with_file_line_and_hint() {
    wrong(
        "d.day <",
        "d.dey <",
        &expect![[r#"
            a.toml:22:28: 19: unknown name "dey" (did you mean "day"?)
        "#]],
    );
    wrong(
        "{self.name} died",
        "{self.nam} died",
        &expect![[r#"
            a.toml:25:47: 6: unknown name "nam" (did you mean "name"?)
        "#]],
    );
    wrong(
        "{self.name} died",
        "{self.name died",
        &expect![[r#"
            a.toml:25:40: the braces of "{self.name died" do not match
        "#]],
    );
    wrong(
        "subject = [\"roll\"]",
        "subject = [\"rolls\"]",
        &expect![[r#"
            a.toml:21:12: unknown role rolls
        "#]],
    );
    wrong(
        "from = \"2020-01-01\"",
        "from = \"2020-02-01\"",
        &expect![[r#"
            a.toml:34:11: no value of limit is in force on 2020-01-01
        "#]],
    );
    wrong(
        "from = \"2020-01-01\"",
        "from = \"2019-12-01\"",
        &expect![[r#"
            a.toml:34:11: two values of limit are in force on 2019-12-01
        "#]],
    );
    wrong(
        "is = \"2\"",
        "is = \"two\"",
        &expect![[r#"
            a.toml:34:30: two is no value of the declared type
        "#]],
    );
    wrong(
        "type = \"date\"",
        "type = \"day\"",
        &expect![[r#"
            a.toml:14:30: unknown type or column day
        "#]],
    );
    wrong(
        "id = \"deaths\"",
        "id = \"roll\"",
        &expect![[r#"
            a.toml:11:6: roll is declared twice
            a.toml:22:9: 0: unknown name "deaths"
            a.toml:23:14: 0: unknown name "deaths"
        "#]],
    );
    wrong(
        "days = 3",
        "dayz = 3",
        &expect![[r#"
            a.toml:27:1: unknown field `dayz`, expected one of `id`, `overrides`, `title`, `direction`, `per`, `flag`, `subject`, `peers_by`, `when`, `rests_on`, `certainty_min`, `cite`, `message`, `next`, `days`, `exempt`
        "#]],
    );
}

#[test]
fn a_pack_without_its_head_is_refused() {
    let found = load(&[("a.toml", ROLES)]).map(|_| ()).unwrap_err();
    assert_eq!(found[0].to_string(), "pack.toml:0:0: the file is missing");
}
