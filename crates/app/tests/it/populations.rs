//! Whole populations: batch decisions and simulation on a pack that `pack new` makes.

use super::{Desk, stderr, stdout};

fn desk(name: &str) -> Desk {
    let desk = Desk::new(name);
    assert!(desk.run(&["pack", "new", "own"]).status.success());
    desk.file("homes.csv", "户编号,镇街\nh1,东镇\nh2,西镇\nh3,西镇\n")
        .file(
            "people.csv",
            "户编号,成员编号,月收入\nh2,b,1500\nh1,a,500\nh2,c,300\nh3,d,much\nh9,e,1\n",
        );
    desk
}

const BATCH: [&str; 8] = [
    "decide",
    "--pack",
    "own",
    "--programme",
    "example",
    "--on",
    "2020-04-01",
    "--members",
];

#[test]
fn a_new_pack_is_sound_shown_and_described() {
    let desk = desk("newpack");
    assert!(desk.run(&["pack", "check", "own"]).status.success());
    let shown = stdout(&desk.run(&["pack", "show", "own", "example"]));
    assert!(shown.contains("「monthly income per person」 <"), "{shown}");
    assert!(
        desk.run(&["pack", "show", "own", "-o", "own.html"])
            .status
            .success()
    );
    assert!(desk.read("own.html").contains("allowance per person"));
    let schema = stdout(&desk.run(&["pack", "schema", "own", "--programme", "example"]));
    assert!(
        schema.contains("\"income\"") && !schema.contains("birth_date"),
        "{schema}"
    );
    let again = desk.run(&["pack", "new", "own"]);
    assert_eq!(again.status.code(), Some(3));
}

#[test]
fn a_file_of_households_is_decided_and_its_mistakes_are_named() {
    let desk = desk("batch");
    let args = [
        &BATCH[..],
        &["people.csv", "--batch", "homes.csv", "-o", "-", "--reasons"],
    ];
    let said = desk.run(&args.concat());
    assert_eq!(said.status.code(), Some(1));
    let rows = stdout(&said);
    assert!(rows.contains("h1,granted,100.00"), "{rows}");
    assert!(rows.contains("h2,granted,200.00"), "{rows}");
    assert!(rows.contains("h3,needs a fact,,,income test"), "{rows}");
    let wrong = stderr(&said);
    assert!(
        wrong.contains("row 5, 月收入: “much” is no amount"),
        "{wrong}"
    );
    assert!(wrong.contains("household “h9”"), "{wrong}");
}

#[test]
fn one_row_a_member_gives_the_same() {
    let desk = desk("flat");
    desk.file(
        "flat.csv",
        "household_id,member_id,income\nh1,a,500\nh2,b,1500\nh2,c,300\n",
    );
    let said = desk.run(&[
        "decide",
        "--pack",
        "own",
        "--programme",
        "example",
        "--on",
        "2020-04-01",
        "--batch",
        "flat.csv",
        "-o",
        "-",
    ]);
    let rows = stdout(&said);
    assert!(
        rows.contains("h1,granted,100.00") && rows.contains("h2,granted,200.00"),
        "{rows}"
    );
    assert_eq!(said.status.code(), Some(0));
}

#[test]
fn a_reform_is_tried_and_an_unknown_value_refused() {
    let desk = desk("reform");
    let base = [
        "simulate",
        "--pack",
        "own",
        "--programme",
        "example",
        "--on",
        "2020-04-01",
        "--households",
        "homes.csv",
        "--members",
        "people.csv",
    ];
    let args = [
        &base[..],
        &["--set", "income_limit=600", "--months", "3", "-o", "r.json"],
    ];
    let said = desk.run(&args.concat());
    assert!(stderr(&said).contains("out 1"), "{}", stderr(&said));
    let report = desk.read("r.json");
    assert!(
        report.contains("\"cost_fen\":30000") && report.contains("\"东镇\""),
        "{report}"
    );
    let args = [
        &base[..],
        &["--set", "allowance=150", "-o", "r.html", "--names", "n.csv"],
    ];
    desk.run(&args.concat());
    assert!(desk.read("r.html").contains("<svg"));
    let same = [&base[..], &["--set", "allowance=100", "-o", "same.html"]];
    desk.run(&same.concat());
    assert!(desk.read("same.html").contains("Nobody gets more or less"));
    let all: Vec<&str> = base
        .iter()
        .filter(|a| !matches!(**a, "--programme" | "example"))
        .copied()
        .collect();
    let args = [
        &all[..],
        &["--all", "--set", "income_limit=200", "-o", "all.json"],
    ];
    desk.run(&args.concat());
    let report = desk.read("all.json");
    assert!(
        report.contains(r#""moves":[{"from":"example","households":2,"to":null}]"#),
        "{report}"
    );
    assert!(
        desk.read("n.csv").contains("h1,东镇,100.00,150.00"),
        "{}",
        desk.read("n.csv")
    );
    let args = [&base[..], &["--set", "income_limt=600", "-o", "r.html"]];
    let said = desk.run(&args.concat());
    assert_eq!(said.status.code(), Some(2));
    assert!(
        stderr(&said).contains("did you mean “income_limit”"),
        "{}",
        stderr(&said)
    );
}

#[test]
fn the_demo_district_is_a_population_that_simulations_read() {
    let desk = Desk::new("district");
    for ending in ["csv", "parquet", "xlsx"] {
        let file = format!("homes.{ending}");
        let said = desk.run(&["ledgers", "--people", "900", "--households", &file]);
        assert!(said.status.success(), "{}", stderr(&said));
        let pack = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/rongchang-2020");
        let said = desk.run(&[
            "simulate",
            "--pack",
            pack,
            "--on",
            "2020-06-01",
            "--all",
            "--households",
            &file,
            "--set",
            "dibao_rural=520",
            "--by",
            "town",
            "--by",
            "category",
            "-o",
            "r.json",
        ]);
        assert_eq!(said.status.code(), Some(0), "{}", stderr(&said));
        let report = desk.read("r.json");
        let report: serde_json::Value = serde_json::from_str(&report).unwrap();
        let line = &report["scenarios"][0]["months"][0];
        assert!(
            line["programmes"]["dibao"]["granted"].as_u64() > Some(5),
            "{line}"
        );
        assert_eq!(line["all"]["needs_fact"], 0, "{line}");
        assert!(line["groups"]["urban or rural"]["rural"]["granted"].as_u64() > Some(5));
    }
}
