//! The pack of these tests, and packs that say where they are wrong.

use expect_test::{Expect, expect};
use policy::pack::{Diagnostic, Pack};

/// The texts of the pack, as its folder has them.
pub(crate) fn files() -> Vec<(String, String)> {
    macro_rules! file {
        ($name:literal) => {
            (
                $name.to_owned(),
                include_str!(concat!("../pack/", $name)).to_owned(),
            )
        };
    }
    vec![
        file!("pack.toml"),
        file!("parameters.toml"),
        file!("facts.toml"),
        file!("rural.toml"),
        file!("tekun.toml"),
        file!("living.toml"),
        file!("subsidies.toml"),
        file!("elderly.toml"),
        file!("child.toml"),
    ]
}

pub(crate) fn pack() -> Pack {
    match Pack::load(&files()) {
        Ok(pack) => pack,
        Err(found) => panic!("{}", shown(&found)),
    }
}

fn shown(found: &[Diagnostic]) -> String {
    found.iter().map(|d| format!("{d}\n")).collect()
}

#[test]
fn a_programme_is_loaded_whole() {
    let pack = pack();
    assert_eq!(shown(&pack.warnings), "");
    let rural = pack.programme("rural-dibao").unwrap();
    let order: Vec<&str> = rural.derives.iter().map(|d| d.id.as_str()).collect();
    let place = |id: &str| order.iter().rposition(|d| *d == id);
    assert!(place("per_capita") > place("income"));
    assert_eq!(rural.road.as_ref().map(|r| r.steps.len()), Some(6));
}

/// The pack with something replaced in the programme's file is refused with these words.
fn wrong(from: &str, to: &str, wanted: &Expect) {
    let mut files = files();
    for (path, text) in &mut files {
        if path == "rural.toml" {
            assert!(text.contains(from), "{from}");
            *text = text.replacen(from, to, 1);
        }
    }
    let found = Pack::load(&files).err().unwrap_or_default();
    wanted.assert_eq(&shown(&found));
}

#[test]
fn mistakes_are_named_with_file_line_and_hint() {
    wrong(
        "m.income)",
        "m.incme)",
        &expect![[r#"
        rural.toml:37:24: 17: unknown name "incme" (did you mean "income"?)
    "#]],
    );
    wrong(
        "i.kind == 'farm'",
        "i.kind == 'fram'",
        &expect![[r#"
            rural.toml:28:40: 161: unknown name "fram" (did you mean "farm"?)
        "#]],
    );
    wrong(
        "from = \"2019-09-01\"",
        "from = \"2019-01-01\"",
        &expect![[r#"
            rural.toml:53:7: param.rural_standard, which this reads, is not in force on 2019-01-01
            rural.toml:59:7: param.rural_standard, which this reads, is not in force on 2019-01-01
            rural.toml:77:9: param.rural_standard, which this reads, is not in force on 2019-01-01
            rural.toml:91:7: param.rural_standard, which this reads, is not in force on 2019-01-01
        "#]],
    );
    wrong(
        "household.income / members.size()",
        "household.per_capita / 1",
        &expect![[r#"
            rural.toml:4:6: these are derived from each other: per_capita
        "#]],
    );
    wrong(
        "instead_of = [\"income\"]",
        "instead_of = [\"incom\"]",
        &expect![[r#"
            rural.toml:78:15: there is no incom here (did you mean "income"?)
        "#]],
    );
    wrong(
        "fields = [\"name\",",
        "fields = [\"birth_date\",",
        &expect![[r#"
            rural.toml:192:55: birth_date may not be made public
        "#]],
    );
    wrong(
        "next = [\"mass_review\"]",
        "next = [\"decide\"]",
        &expect![[r#"
            rural.toml:181:6: no step leads to mass_review
            rural.toml:188:6: no step leads to publicity
            rural.toml:197:6: no step leads to second_publicity
        "#]],
    );
    wrong(
        "at_school = true",
        "at_skool = true",
        &expect![[r#"
            rural.toml:246:8: the case of the example: household.members[3].at_skool: no such fact, perhaps at_school
        "#]],
    );
    wrong(
        "[programme]",
        "[programm]",
        &expect![[r#"
            rural.toml:3:2: unknown field `programm`, expected one of `parameter`, `constraint`, `role`, `screen`, `fact`, `stacking`, `programme`, `amend`, `part`, `derive`, `condition`, `group`, `status`, `amount`, `road`, `review`, `document`, `first_month`, `end`, `example`, `section`, `code_list`, `paper`, `indicator`, `register`, `amend_register`
            elderly.toml:7:14: there is no rural-dibao here
            living.toml:7:14: there is no rural-dibao here
            child.toml:56:9: there is no rural-dibao here
            subsidies.toml:90:13: there is no rural-dibao here
        "#]],
    );
    wrong(
        "amount = 115",
        "amount = 115.005",
        &expect![[r#"
            rural.toml:246:8: the case of the example: household.members[2].incomes[0].amount: 115.005 is not an amount in whole fen
        "#]],
    );
}
