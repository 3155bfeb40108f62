//! The comparison: on the demo district against its truth, and on ledgers with something missing.

use super::{Desk, exists, stderr, stdout};
use std::path::Path;

/// The shipped pack, wherever the test runs.
pub(crate) fn pack() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/rongchang-2020");
    root.canonicalize().unwrap().to_string_lossy().into_owned()
}

pub(crate) const ROLL: &str = "姓名,身份证号码,性别,出生日期,低保证号,户主姓名,与户主关系,镇街,低保类别,保障人口数\n\
张三,500153195104030012,男,1951-04-03,D1,张三,户主,某镇,农村低保,2\n\
李四妹,,女,1953-09-02,D1,张三,配偶,某镇,农村低保,2\n";

pub(crate) const DEATHS: &str = "姓名,身份证号码,死亡日期\n张三,500153195104030012,2020-02-11\n";

#[test]
fn the_demo_district_is_compared_as_its_truth_says() {
    let desk = Desk::new("compare-demo");
    let made = desk.run(&[
        "ledgers", "-o", "d", "--people", "6000", "--seed", "3", "-q",
    ]);
    assert!(made.status.success(), "{}", stderr(&made));
    let pack = pack();
    let out = desk.run(&[
        "compare",
        "--pack",
        &pack,
        "--on",
        "2020-05-31",
        "--ledgers",
        "d/ledgers.toml",
        "-o",
        "f.csv",
        "--html",
        "r.html",
    ]);
    assert!(out.status.success(), "{}", stderr(&out));
    let score = desk.run(&["ledgers", "--score", "f.csv", "--truth", "d/truth.csv"]);
    let text = stdout(&score);
    let mut screens = 0;
    for line in text.lines().skip(1).filter(|l| !l.trim().is_empty()) {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let number = |at: usize| cells[at].parse::<f64>().unwrap();
        let (wanted, found, given, right) = (number(1), number(2), number(3), number(4));
        // Few cases: one wrong on a screen is bearable, in all it must be the promised share.
        let slack = if cells[0] == "all" { 0.0 } else { 1.0 };
        assert!(found + slack >= wanted * 0.98, "{line}");
        assert!(right + slack >= given * 0.95, "{line}");
        screens += 1;
    }
    assert!(screens > 50, "{text}");
    let page = desk.read("r.html");
    assert!(page.contains("never a decision"));
    let roll = desk.read("d/truth.csv");
    assert!(roll.contains("M01"));
}

#[test]
fn what_is_missing_is_named_and_never_passed_over() {
    let desk = Desk::new("compare-missing");
    let undated = DEATHS.replace(",死亡日期", ",备注");
    desk.file("roll.csv", ROLL)
        .file("deaths.csv", DEATHS)
        .file("undated.csv", undated);
    let pack = pack();
    let run = |deaths: &str, out: &str| {
        desk.run(&[
            "compare",
            "--pack",
            &pack,
            "--on",
            "2020-03-18",
            "--ledger",
            "dibao=roll.csv",
            "--ledger",
            &format!("deaths={deaths}"),
            "-o",
            out,
        ])
    };
    let out = run("deaths.csv", "f.csv");
    assert_eq!(out.status.code(), Some(1), "{}", stderr(&out));
    let found = desk.read("f.csv");
    assert!(
        found.lines().any(|l| l.contains(",M01,finding,exit,STOP,")),
        "{found}"
    );
    assert!(found.contains("张三 died on 2020-02-11"), "{found}");
    assert!(found.lines().any(|l| l.contains(",D04,")), "{found}");
    let out = run("undated.csv", "g.csv");
    assert!(
        stderr(&out).contains("M01 on a roll after death did not run"),
        "{}",
        stderr(&out)
    );
    assert!(!desk.read("g.csv").contains(",M01,"));
}

#[test]
fn wrong_arguments_and_wrong_packs_say_what_to_do() {
    let desk = Desk::new("compare-wrong");
    desk.file("roll.csv", ROLL);
    let pack = pack();
    let base = ["compare", "--pack", &pack, "-o", "f.csv", "--on"];
    let run = |more: &[&str]| desk.run(&[&base, more].concat());
    let out = run(&["2020-03-18", "--ledger", "dibaoo=roll.csv"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(
        stderr(&out).contains("no role \"dibaoo\""),
        "{}",
        stderr(&out)
    );
    let out = run(&["2020-02-30", "--ledger", "dibao=roll.csv"]);
    assert!(
        stderr(&out).contains("2020-02-30 is no day"),
        "{}",
        stderr(&out)
    );
    let out = run(&["2020-03-18"]);
    assert!(
        stderr(&out).contains("at least one ledger"),
        "{}",
        stderr(&out)
    );
    assert!(!exists(&desk.path("f.csv")));
    std::fs::create_dir_all(desk.path("p")).unwrap();
    desk.file(
        "p/pack.toml",
        "id = 'p'\ntitle = {zh='例', en='e'}\njurisdiction = ''\n",
    )
    .file("p/a.toml", "[[screen]]\nid = 3\n");
    let out = desk.run(&["pack", "check", "p"]);
    assert_eq!(out.status.code(), Some(4));
    assert!(stdout(&out).contains("p/a.toml:2:6"), "{}", stdout(&out));
}
