//! Who is who across ledgers, and who lives with whom: what decides, row by row.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use linkage::Silent;
use policy::pack::Pack;
use screening::{Given, Ledger, Link, Run, run};
use sheet::{ReadOptions, Source};

const PACK: &str = r#"
[[role]]
id = "register"
label = {zh = "底册", en = "register"}
provider = {zh = "公安", en = "police"}
field = [
  {id = "name", type = "text", column = "name"},
  {id = "id_number", type = "text", column = "id_number"},
  {id = "sex", type = "text", column = "sex"},
  {id = "birth_date", type = "date", column = "birth_date"},
  {id = "town", type = "text", column = "division"},
  {id = "village", type = "text", column = "place", headers = ["村"]},
  {id = "household_id", type = "text", column = "household_id"},
]
[[role]]
id = "roll"
label = {zh = "名册", en = "roll"}
provider = {zh = "民政", en = "civil affairs"}
field = [
  {id = "name", type = "text", column = "name"},
  {id = "id_number", type = "text", column = "id_number"},
  {id = "sex", type = "text", column = "sex"},
  {id = "birth_date", type = "date", column = "birth_date"},
  {id = "household_id", type = "text", column = "household_id"},
  {id = "head", type = "text", column = "household_head"},
  {id = "relationship", type = "text", column = "relationship"},
]
[[role]]
id = "births"
label = {zh = "出生", en = "births"}
provider = {zh = "卫健", en = "health"}
field = [
  {id = "name", type = "text", column = "name", headers = ["母亲姓名"]},
  {id = "id_number", type = "text", column = "id_number", headers = ["母亲身份证号"]},
  {id = "father_id", type = "text", headers = ["父亲身份证号"], kin = true},
]
[[screen]]
id = "twice"
title = {zh = "两次", en = "twice"}
direction = "check"
flag = "CHECK"
subject = ["roll"]
when = "roll.size() > 1"
cite = {document = "某办法"}
message = {zh = "{self.name}两次", en = "{self.name} twice"}
next = {zh = "核实", en = "verify"}
days = 10
[[screen]]
id = "mother"
title = {zh = "生育", en = "a birth"}
direction = "check"
flag = "CHECK"
per = "household"
subject = ["roll"]
when = "home_births.size() > 0"
cite = {document = "某办法"}
message = {zh = "{self.name}户有新生儿", en = "a child is born in the household of {self.name}"}
next = {zh = "核实", en = "verify"}
days = 10
"#;

/// Five people in four homes; two of them bear the same name.
const REGISTER: &str = "姓名,身份证号,性别,出生日期,镇街,村,户号
郑波洪,510231198908016937,男,1989-08-01,昌元街道,辰宿社区,1
杨雪,510231199207241300,女,1992-07-24,昌元街道,辰宿社区,1
孙兴生,510231196703206391,男,1967-03-20,安富街道,天地社区,2
曹志,510231196808032092,男,1968-08-03,清流镇,切磨社区,3
杨雪,510231198911181220,女,1989-11-18,清流镇,日月社区,4
";

fn pack() -> Pack {
    let head = "id = 'p'\ntitle = {zh='例', en='example'}\njurisdiction = ''\n";
    let files = [
        ("pack.toml".to_owned(), head.to_owned()),
        ("a.toml".to_owned(), PACK.to_owned()),
    ];
    Pack::load(&files).unwrap()
}

fn compare<'a>(pack: &'a Pack, ledgers: &[(&str, &str)]) -> Run<'a> {
    let ledgers = ledgers.iter().map(|(role, text)| {
        let role = pack.roles.iter().position(|r| r.id == *role).unwrap();
        let source = Source::Bytes {
            name: format!("{role}.csv"),
            bytes: text.as_bytes().to_vec(),
        };
        let table = sheet::read(source, &ReadOptions::default()).unwrap();
        Ledger::new(role, &pack.roles[role], table, &[]).unwrap()
    });
    let given = Given {
        pack,
        ledgers: ledgers.collect(),
        on: jiff::civil::date(2020, 5, 31),
    };
    run(given, &Silent).unwrap()
}

#[test]
fn the_same_number_is_the_same_person_and_the_name_says_how_sure() {
    let pack = pack();
    let roll = "姓名,身份证号,性别,出生日期
孙兴生,510231196703206391,男,1967-03-20
孙新生,510231196703206391,男,1967-03-20
孙星，,510231670320639,男,1967-03-20
";
    let run = compare(&pack, &[("register", REGISTER), ("roll", roll)]);
    let person = run.people.of[0][2];
    assert_eq!(run.people.of[1], [person; 3]);
    let sure: Vec<f64> = (0..3).map(|r| run.people.link(1, r).certainty()).collect();
    assert!(sure[0] > sure[1] && sure[1] >= sure[2], "{sure:?}");
}

#[test]
fn a_number_copied_from_the_row_above_is_not_believed() {
    let pack = pack();
    // The number of a child on the same roll; name, sex and birth date are the man's own.
    let roll = "姓名,身份证号,性别,出生日期
孙兴生,50015320180401238X,男,1967-03-20
许苒语,50015320180401238X,女,2018-04-01
";
    let run = compare(&pack, &[("register", REGISTER), ("roll", roll)]);
    assert_eq!(run.people.of[1][0], run.people.of[0][2]);
    assert_ne!(run.people.of[1][0], run.people.of[1][1]);
    assert!(
        run.cases
            .iter()
            .all(|c| pack.screens[c.screen].id != "twice")
    );
}

#[test]
fn without_a_number_the_family_named_beside_tells_namesakes_apart() {
    let pack = pack();
    let births = "母亲姓名,母亲身份证号,父亲身份证号\n杨雪,,510231198908016937\n杨雪,,\n";
    let roll = "姓名,身份证号,户号,户主姓名\n郑波洪,510231198908016937,9,郑波洪\n杨雪,510231199207241300,9,郑波洪\n";
    let run = compare(
        &pack,
        &[("register", REGISTER), ("roll", roll), ("births", births)],
    );
    let mothers = &run.people.of[2];
    assert_eq!(mothers[0], run.people.of[0][1]);
    assert!(matches!(
        run.people.link(2, 0),
        Link::Likely {
            household: true,
            ..
        }
    ));
    // Of the other nothing but a name is known, and two bear it.
    assert!(!run.people.of[0].contains(&mothers[1]));
    let both: Vec<u32> = run.people.maybe.iter().map(|m| m.person).collect();
    assert!(both.contains(&run.people.of[0][1]) && both.contains(&run.people.of[0][4]));
}

#[test]
fn a_household_is_one_finding_whatever_the_number_of_rows() {
    let pack = pack();
    let births = "母亲姓名,母亲身份证号,父亲身份证号\n杨雪,510231199207241300,\n";
    let roll = "姓名,身份证号,户号,户主姓名
郑波洪,510231198908016937,9,郑波洪
杨雪,510231199207241300,9,郑波洪
曹志,510231196808032092,10,曹志
";
    let run = compare(
        &pack,
        &[("register", REGISTER), ("roll", roll), ("births", births)],
    );
    let [case] = run.cases.as_slice() else {
        panic!("{:?}", run.cases)
    };
    assert_eq!(
        (case.name.as_str(), case.household.as_str()),
        ("郑波洪", "9")
    );
    let rows: Vec<usize> = case.evidence.iter().map(|e| e.record).collect();
    assert_eq!(rows, [0, 1]);
}

#[test]
fn households_without_numbers_follow_the_head_or_the_order_of_the_rows() {
    let pack = pack();
    let homes = |roll: &str| compare(&pack, &[("roll", roll)]).households.remove(0);
    let by_head = homes(
        "姓名,身份证号,户主姓名\n甲一,510231198908016937,甲一\n乙二,510231199207241300,甲一\n丙三,510231196703206391,丙三\n",
    );
    assert!(by_head[0] == by_head[1] && by_head[1] != by_head[2]);
    let by_order = homes(
        "姓名,身份证号,与户主关系\n甲一,510231198908016937,户主\n乙二,510231199207241300,配偶\n丙三,510231196703206391,户主\n",
    );
    assert!(by_order[0] == by_order[1] && by_order[1] != by_order[2]);
    let no_hint = homes("姓名,身份证号\n甲一,510231198908016937\n乙二,510231199207241300\n");
    assert_eq!(no_hint, [None, None]);
}

#[test]
fn what_a_family_shares_makes_no_person_of_it() {
    let pack = pack();
    // Another name and another birth date in the same household: not the father.
    let roll = "姓名,身份证号,性别,出生日期,户号\n郑波洪,510231198908016937,男,1989-08-01,9\n郑小宝,,男,2019-12-18,9\n";
    let run = compare(&pack, &[("register", REGISTER), ("roll", roll)]);
    assert!(!run.people.of[0].contains(&run.people.of[1][1]));
    assert_eq!(run.people.link(1, 1), Link::Alone);
}
