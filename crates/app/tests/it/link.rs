//! link, dedupe and train on small ledgers.

use super::{Desk, exists, stderr, stdout};

const LEFT: &str = "编号,姓名,身份证号,性别,出生日期,电话\n\
A1,王小明,500153195104030012,男,1951-04-03,13800000001\n\
A2,李四,,男,1960-01-02,13800000002\n\
A3,赵五妹,500153197209110028,女,1972-09-11,\n\
A4,孙大圣,500153194905050039,男,1949-05-05,13800000004\n";

const RIGHT: &str = "号,人员姓名,证件号码,性别,出生年月,联系电话\n\
B1,李肆,,男,1960.1.2,13800000002\n\
B2,王晓明,500153195104030021,男,1951年4月3日,13800000001\n\
B3,钱七,500153198801010044,女,1988-01-01,13900000000\n";

fn desk(name: &str) -> Desk {
    let desk = Desk::new(name);
    desk.file("left.csv", LEFT).file("right.csv", RIGHT);
    desk
}

#[test]
fn two_ledgers_are_linked_despite_errors() {
    let desk = desk("link");
    let out = desk.run(&[
        "link",
        "left.csv",
        "right.csv",
        "-o",
        "out.csv",
        "--right-id",
        "号",
    ]);
    assert!(out.status.success(), "{}", stderr(&out));
    let text = desk.read("out.csv");
    let mut lines = text.lines();
    let header = lines.next().unwrap();
    assert!(
        header.starts_with("left_id,right_id,probability,weight_surname"),
        "{header}"
    );
    let pairs: Vec<String> = lines
        .map(|l| l.splitn(3, ',').take(2).collect::<Vec<_>>().join("-"))
        .collect();
    assert_eq!(pairs, ["A1-B2", "A2-B1"]);
    assert!(stderr(&out).contains("4 + 3 records"), "{}", stderr(&out));
}

#[test]
fn row_numbers_serve_where_no_key_is() {
    let desk = desk("rows");
    desk.file("a.csv", LEFT.replace("编号,", "册内,"))
        .file("b.csv", RIGHT);
    let out = desk.run(&["link", "a.csv", "b.csv", "-o", "-", "--quiet"]);
    let text = stdout(&out);
    assert!(text.contains("\n2,3,") && text.contains("\n3,2,"), "{text}");
    assert_eq!(stderr(&out), "");
}

#[test]
fn standard_input_and_json_serve_too() {
    let desk = desk("stdin");
    let args = ["link", "-", "right.csv", "-o", "out.json", "--one-to-one"];
    let out = desk.run_with(&args, "en", LEFT);
    assert!(out.status.success(), "{}", stderr(&out));
    assert!(desk.read("out.json").contains("\"left_id\":\"A1\""));
}

#[test]
fn parquet_goes_in_and_out() {
    let desk = desk("parquet");
    let out = desk.run(&["dedupe", "left.csv", "-o", "people.parquet", "--id", "编号"]);
    assert!(out.status.success(), "{}", stderr(&out));
    let again = desk.run(&["inspect", "people.parquet"]);
    assert!(
        stdout(&again).contains("4 records, 2 columns"),
        "{}",
        stdout(&again)
    );
    let out = desk.run(&["link", "people.parquet", "left.csv", "-o", "o.parquet"]);
    assert_eq!(
        out.status.code(),
        Some(4),
        "no common column: {}",
        stderr(&out)
    );
}

#[test]
fn every_pair_is_explained_on_request() {
    let desk = desk("explain");
    let args = [
        "link",
        "left.csv",
        "right.csv",
        "-o",
        "o.xlsx",
        "--explain",
        "why.html",
    ];
    let out = desk.run_with(&args, "zh_CN.UTF-8", "");
    assert!(out.status.success(), "{}", stderr(&out));
    let page = desk.read("why.html");
    assert!(
        page.contains("逐对依据") && page.contains("<svg") && page.contains("同音"),
        "{page}"
    );
    assert!(stderr(&out).contains("认定 2 对"), "{}", stderr(&out));
}

#[test]
fn a_trained_model_is_saved_and_used() {
    let desk = desk("train");
    let out = desk.run(&["train", "left.csv", "right.csv", "-o", "model.toml"]);
    assert!(out.status.success(), "{}", stderr(&out));
    assert!(desk.read("model.toml").contains("source = \"trained\""));
    let args = [
        "link",
        "left.csv",
        "right.csv",
        "-o",
        "o.csv",
        "--model",
        "model.toml",
    ];
    assert!(desk.run(&args).status.success());
    assert_eq!(desk.read("o.csv").lines().count(), 3);
    desk.file("broken.toml", "format = \"other\"");
    let args = [
        "link",
        "left.csv",
        "right.csv",
        "-o",
        "p.csv",
        "--model",
        "broken.toml",
    ];
    let refused = desk.run(&args);
    assert_eq!(refused.status.code(), Some(4));
    assert!(
        stderr(&refused).contains("not a linkage model"),
        "{}",
        stderr(&refused)
    );
    assert!(!exists(&desk.path("p.csv")));
}

#[test]
fn people_entered_twice_share_a_cluster() {
    let desk = Desk::new("dedupe");
    desk.file(
        "roll.csv",
        "first_name,surname,dob,city\nAnna,Lee,1951-04-03,Leeds\nPeter,Moss,1960-01-02,York\n\
         Ana,Lee,1951-04-03,Leeds\nLee,Anna,1951-03-04,Leeds\nRuth,King,1988-01-01,Hull\n",
    );
    let out = desk.run(&["dedupe", "roll.csv", "-o", "-", "--quiet"]);
    assert!(out.status.success(), "{}", stderr(&out));
    assert_eq!(stdout(&out), "id,cluster\n2,0\n3,1\n4,0\n5,0\n6,2\n");
}

#[test]
fn columns_can_be_named_by_hand() {
    let desk = Desk::new("columns");
    desk.file("a.csv", "k,who\n1,Anna Lee\n2,Ruth King\n")
        .file("b.csv", "k,wer\n7,Anna Lee\n");
    let args = |extra: &[&'static str]| {
        let mut all = vec!["link", "a.csv", "b.csv", "-o", "-", "--quiet"];
        all.extend(extra);
        all
    };
    let refused = desk.run(&args(&["--column", "name=who"]));
    assert_eq!(refused.status.code(), Some(4), "{}", stderr(&refused));
    let linked = desk.run(&args(&["--column", "name=who", "--column", "text=wer"]));
    assert_eq!(linked.status.code(), Some(4), "{}", stderr(&linked));
    let absent = desk.run(&args(&["--column", "name=nobody"]));
    assert_eq!(absent.status.code(), Some(2));
    assert!(
        stderr(&absent).contains("no column \"nobody\""),
        "{}",
        stderr(&absent)
    );
    let wrong = desk.run(&args(&["--column", "nom=who"]));
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn one_person_is_found_in_a_ledger() {
    let desk = desk("who");
    let args = [
        "who",
        "left.csv",
        "--record",
        "name=李肆",
        "--record",
        "birth_date=1960.1.2",
        "--record",
        "phone=13800000002",
    ];
    let found = desk.run(&args);
    assert!(found.status.success(), "{}", stderr(&found));
    let text = stdout(&found);
    assert!(text.starts_with("A2: probability 1.0000"), "{text}");
    assert!(text.contains("given name: 肆 | 四 (same sound)"), "{text}");
    let nobody = desk.run(&["who", "left.csv", "--record", "name=马超"]);
    assert!(stdout(&nobody).contains("nobody"), "{}", stdout(&nobody));
    let wrong = desk.run(&["who", "left.csv", "--record", "nom=x"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn the_details_name_every_rule_with_its_pairs() {
    let desk = desk("verbose");
    let out = desk.run(&["link", "left.csv", "right.csv", "-o", "o.csv", "--verbose"]);
    let said = stderr(&out);
    assert!(said.contains("rule phone: 2 pairs"), "{said}");
    assert!(said.contains("comparing: 0."), "{said}");
}
