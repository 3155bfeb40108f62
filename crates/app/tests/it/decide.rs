//! `doudi decide`: from a case to text, JSON and a page; all programmes; replay; wrong cases.

use super::{Desk, stderr, stdout};
use expect_test::expect;

const PACK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../policy/tests/pack");

const CASE: &str = r#"{"on": "2020-04-01", "household": {"registered_poor": "none", "deposits": 3000,
"members": [
  {"id": "f", "name": "王建国", "birth_date": "1979-02-01", "incomes": [{"kind": "wage", "amount": 800}, {"kind": "farm", "amount": 3600}]},
  {"id": "m", "birth_date": "1981-06-12", "disability_grade": 2, "disability_kind": "physical", "incomes": []},
  {"id": "g", "birth_date": "1948-01-20", "incomes": [{"kind": "basic_pension", "amount": 115}]},
  {"id": "d", "birth_date": "2005-03-02", "at_school": true, "incomes": []}]}}"#;

fn desk(name: &str) -> Desk {
    let desk = Desk::new(name);
    desk.file("case.json", CASE);
    desk
}

/// The lines of a text from a heading to the next empty line.
fn section(text: &str, heading: &str) -> String {
    let lines = text.lines().skip_while(|l| *l != heading);
    lines
        .take_while(|l| !l.is_empty())
        .fold(String::new(), |all, line| all + line + "\n")
}

#[test]
fn a_clerk_can_follow_the_computation_in_both_languages() {
    let desk = desk("decide-text");
    let args = [
        "decide",
        "--pack",
        PACK,
        "--programme",
        "rural-dibao",
        "case.json",
    ];
    let said = stdout(&desk.run(&args));
    assert!(
        said.contains("Eligible: monthly payment 805.00 yuan"),
        "{said}"
    );
    expect![[r#"
        Computation
            top-up: (440.00 − 303.75) × 4 = 545.00  〔重庆市城乡居民最低生活保障条例 第二十二条〕
            m severely disabled: 60.00  〔2018年标准 (not verified)〕
            g aged 70 or more: 60.00  〔2018年标准 (not verified)〕
            d at school: 100.00  〔2018年标准 (not verified)〕
            m disabled: 40.00  〔2018年标准 (not verified)〕
          = monthly payment: 805.00
    "#]]
    .assert_eq(&section(&said, "Computation"));
    let said = stdout(&desk.run_with(&args, "zh_CN.UTF-8", ""));
    expect![[r#"
        什么会改变结果
            若家庭月人均收入达到440.00，即不再符合条件；现为303.75  〔重庆市城乡居民最低生活保障条例 第十条〕
            若存款和有价证券高于21120.00，即不再符合条件；现为3000.00  〔渝府办发〔2017〕33号（未核对原文）〕
    "#]]
    .assert_eq(&section(&said, "什么会改变结果"));
}

#[test]
fn a_refusal_says_what_would_have_to_differ() {
    let desk = desk("decide-refused");
    desk.file(
        "rich.json",
        CASE.replace("\"amount\": 800}", "\"amount\": 1634.20}"),
    );
    let args = [
        "decide",
        "--pack",
        PACK,
        "--programme",
        "rural-dibao",
        "rich.json",
    ];
    let said = stdout(&desk.run(&args));
    expect![[r#"
        What would change the result
            Would qualify if monthly income per person were below 440.00: now 512.30  〔重庆市城乡居民最低生活保障条例 第十条〕
    "#]]
    .assert_eq(&section(&said, "What would change the result"));
}

#[test]
fn a_missing_fact_is_asked_for_and_never_taken_for_zero() {
    let desk = desk("decide-missing");
    desk.file("open.json", CASE.replace("\"deposits\": 3000,", ""));
    let args = [
        "decide",
        "--pack",
        PACK,
        "--programme",
        "rural-dibao",
        "open.json",
    ];
    let said = stdout(&desk.run(&args));
    assert!(said.contains("Undecided: 1 facts are lacking"), "{said}");
    assert!(
        said.contains("! deposits and securities: lacking, and the result hangs on it"),
        "{said}"
    );
}

#[test]
fn a_saved_decision_is_made_again_and_a_changed_one_is_found_out() {
    let desk = desk("decide-replay");
    for which in [&["--programme", "rural-dibao"][..], &["--all"][..]] {
        let args = ["decide", "--pack", PACK, "case.json", "--format", "json"];
        let json = stdout(&desk.run_with(&[&args, which].concat(), "zh_CN.UTF-8", ""));
        let replay = ["decide", "--pack", PACK, "--replay", "saved.json"];
        desk.file("saved.json", &json);
        let same = desk.run(&replay);
        assert_eq!(same.status.code(), Some(0), "{}", stdout(&same));
        assert!(json.contains("\"amount_fen\": 80500"), "{json}");
        desk.file("saved.json", json.replace("80500", "90500"));
        let differs = desk.run(&replay);
        assert_eq!(differs.status.code(), Some(1));
        assert!(stdout(&differs).contains("amount_fen: 90500 → 80500"));
    }
}

#[test]
fn all_programmes_at_once_answer_what_the_household_may_be_owed() {
    let desk = desk("decide-all");
    let said = stdout(&desk.run(&["decide", "--pack", PACK, "--all", "case.json"]));
    let (glance, told) = said
        .split_once("\n\nrural subsistence allowance – household")
        .unwrap();
    expect![[r#"
        May be owed: 3 kinds of assistance, 945.00 yuan a month in all. Still to be asked: 5 facts, for 2 more. Not owed: 5.

        May be owed
          ✓ rural subsistence allowance – household: Eligible: monthly payment 805.00 yuan
          ✓ living subsidy for the disabled in hardship – m: Eligible: living subsidy 70.00 yuan (if rural subsistence allowance is awarded)
          ✓ care subsidy for the severely disabled – m: Eligible: care subsidy 70.00 yuan

        Must still be asked
          ? extreme-poverty support – g, d: still to be asked: obligors, self care
          ? allowance of unattended children – d: still to be asked: parents

        Not owed
          ✗ extreme-poverty support – 王建国: income 4400.00 yuan, not below 440.00; not met: no capacity to work
          ✗ extreme-poverty support – m: not met: no capacity to work
          ✗ allowance of unattended children – 王建国, m, g: 18 or more
          ✗ subsidy for disabled elderly in hardship – 王建国, m, g, d: not in a dibao household; not elderly and unable
          ✗ living subsidy for the disabled in hardship – 王建国, g, d: not in a dibao household; no certificate
          ✗ care subsidy for the severely disabled – 王建国, g, d: grade 0 is not severe"#]].assert_eq(glance);
    // What is owed is told in full, what is not owed is not.
    assert!(told.contains("Limits and deadlines"), "{told}");
    assert!(!told.contains("Not eligible"), "{told}");
    let page = stdout(&desk.run(&[
        "decide",
        "--pack",
        PACK,
        "--all",
        "case.json",
        "--format",
        "html",
    ]));
    assert!(page.starts_with("<!doctype html>") && page.contains("(440.00 − 303.75) × 4 = 545.00"));
    assert!(page.contains("<details><summary>Not owed"), "{page}");
}

#[test]
fn wrong_cases_and_names_say_where_and_what_instead() {
    let desk = desk("decide-wrong");
    desk.file(
        "slips.json",
        CASE.replace("at_school", "at_skool")
            .replace("3000", "3000.005"),
    );
    let args = ["decide", "--pack", PACK, "--all", "slips.json"];
    let said = desk.run(&args);
    assert_eq!(said.status.code(), Some(4));
    let text = stderr(&said);
    assert!(
        text.contains("household.deposits: 3000.005 is no amount"),
        "{text}"
    );
    assert!(
        text.contains(
            "household.members[3].at_skool: there is no such fact; did you mean at_school?"
        ),
        "{text}"
    );
    let said = desk.run(&[
        "decide",
        "--pack",
        PACK,
        "--programme",
        "rural",
        "case.json",
    ]);
    assert_eq!(said.status.code(), Some(2));
    assert!(stderr(&said).contains("rural-dibao"), "{}", stderr(&said));
    let said = desk.run(&["decide", "--pack", PACK, "--all", "absent.json"]);
    assert_eq!(said.status.code(), Some(3));
}
