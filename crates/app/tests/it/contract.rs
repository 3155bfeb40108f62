//! The contract of link, dedupe and train: every form of input and output, and what bad input gets.

use super::{Desk, exists, stderr, stdout};
use rust_xlsxwriter::Workbook;

const LEFT: &str = "编号,姓名,身份证号,性别,出生日期,电话,住址,职业\n\
A1,王小明,500153195104030012,男,1951-04-03,13800000001,昌元街道宝城社区,木工\n\
A2,李四,,男,1960-01-02,13800000002,昌州街道,农民\n\
A3,赵五妹,500153197209110028,女,1972-09-11,,双河街道,教师\n\
A4,孙大圣,500153194905050039,男,1949-05-05,13800000004,清江镇,石匠\n";

const RIGHT: &str = "号,人员姓名,证件号码,性别,出生年月,联系电话,地址,工种\n\
B1,李肆,,男,1960.1.2,13800000002,昌州街道,农民\n\
B2,王晓明,500153195104030021,男,1951年4月3日,13800000001,昌元街道宝城社区,木匠\n\
B3,钱七,500153198801010044,女,1988-01-01,13900000000,双河街道,教师\n";

/// A workbook of one sheet with the cells of a csv, all as text.
fn book(csv: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0u32..).zip(csv.lines()) {
        for (column, cell) in (0u16..).zip(line.split(',')) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// Both ledgers in every form that is read.
fn desk(name: &str) -> Desk {
    let desk = Desk::new(&format!("contract-{name}"));
    for (ledger, csv) in [("left", LEFT), ("right", RIGHT)] {
        desk.file(&format!("{ledger}.csv"), csv)
            .file(&format!("{ledger}.xlsx"), book(csv));
    }
    desk
}

/// The keys of the pairs in a csv result.
fn pairs(text: &str) -> Vec<(String, String)> {
    let ids = text.lines().skip(1).map(|line| {
        let mut cells = line.split(',').map(str::to_owned);
        (cells.next().unwrap(), cells.next().unwrap())
    });
    ids.collect()
}

fn expected() -> Vec<(String, String)> {
    [("A1", "B2"), ("A2", "B1")]
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .to_vec()
}

#[test]
fn csv_workbook_and_parquet_are_linked_alike() {
    let desk = desk("inputs");
    // Any table comes out as parquet through a link of it; here both ledgers are written by us.
    for ledger in ["left", "right"] {
        let csv = desk.read(&format!("{ledger}.csv"));
        let batch = parquet_of(&csv);
        desk.file(&format!("{ledger}.parquet"), batch);
    }
    for left in ["left.csv", "left.xlsx", "left.parquet"] {
        for right in ["right.csv", "right.xlsx", "right.parquet"] {
            let args = ["link", left, right, "-o", "-", "-q", "--right-id", "号"];
            let out = desk.run(&args);
            assert!(out.status.success(), "{left} {right}: {}", stderr(&out));
            assert_eq!(pairs(&stdout(&out)), expected(), "{left} {right}");
            assert_eq!(stderr(&out), "", "quiet is quiet");
        }
    }
}

/// A parquet file with the cells of a csv, made by the writer of results.
fn parquet_of(csv: &str) -> Vec<u8> {
    let mut lines = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let rows: Vec<Vec<&str>> = lines.collect();
    let mut frame = sheet::Frame::default();
    for (at, name) in header.into_iter().enumerate() {
        let cells = rows.iter().map(|row| Some(row[at].to_owned()));
        frame = frame.with(name, sheet::Values::Text(cells.collect()));
    }
    let place = std::env::temp_dir().join(format!(
        "doudi-parquet-{}-{:p}.parquet",
        std::process::id(),
        csv
    ));
    sheet::write(place.to_str().unwrap(), &frame, &sheet::Cover::default()).unwrap();
    let bytes = std::fs::read(&place).unwrap();
    std::fs::remove_file(place).unwrap();
    bytes
}

#[test]
fn the_ending_of_the_result_names_its_form() {
    let desk = desk("outputs");
    for out in ["o.csv", "o.json", "o.xlsx", "o.parquet"] {
        let args = [
            "link",
            "left.csv",
            "right.csv",
            "-o",
            out,
            "--right-id",
            "号",
        ];
        let said = desk.run(&args);
        assert!(said.status.success(), "{out}: {}", stderr(&said));
    }
    let csv = desk.read("o.csv");
    assert!(
        csv.starts_with("left_id,right_id,probability,weight_surname,weight_given_name,"),
        "{csv}"
    );
    assert_eq!(pairs(&csv), expected());
    let json = desk.read("o.json");
    assert!(
        json.contains("{\"left_id\":\"A1\",\"right_id\":\"B2\",\"probability\":1"),
        "{json}"
    );
    for (file, of) in [("o.xlsx", "2 records"), ("o.parquet", "2 records")] {
        let shown = stdout(&desk.run(&["inspect", file]));
        assert!(shown.contains(of), "{shown}");
        for header in ["left_id", "right_id", "probability", "weight_phone"] {
            assert!(shown.contains(&format!("column \"{header}\"")), "{shown}");
        }
    }
    let args = ["dedupe", "left.xlsx", "-o", "people.parquet"];
    assert!(desk.run(&args).status.success());
    let shown = stdout(&desk.run(&["inspect", "people.parquet"]));
    assert!(shown.contains("4 records, 2 columns"), "{shown}");
}

#[test]
fn a_workbook_says_how_it_was_made_and_lists_the_near_misses() {
    let desk = Desk::new("contract-cover");
    desk.file(
        "a.csv",
        "name,dob\nAnna Lee,1951-04-03\nRuth King,1960-01-02\n",
    )
    .file(
        "b.csv",
        "name,dob\nAna Lee,1951-04-13\nRuth King,1960-01-02\n",
    );
    let args = [
        "link",
        "a.csv",
        "b.csv",
        "-o",
        "o.xlsx",
        "--threshold",
        "0.99999",
    ];
    assert!(desk.run(&args).status.success());
    let read = |sheet: &str| {
        let options = sheet::ReadOptions {
            sheet: Some(sheet.to_owned()),
            columns: Vec::new(),
        };
        sheet::read(sheet::Source::Path(desk.path("o.xlsx")), &options).unwrap()
    };
    let near = read("Near misses");
    assert_eq!(near.other_sheets, ["About", "Pairs"]);
    assert_eq!(near.len(), 1);
    let name = near.columns.iter().position(|c| c.header == "given name");
    assert_eq!(near.value(name.unwrap(), 0), Some("anna | ana"));
    let about = read("About");
    let said: Vec<&str> = about
        .columns
        .iter()
        .flat_map(|c| c.values.iter().flatten())
        .collect();
    let lines = [
        about.columns.iter().map(|c| c.header.as_str()).collect(),
        said,
        about.notes.iter().map(String::as_str).collect(),
    ]
    .concat()
    .join(" ");
    for part in ["Made on", "Near misses", "0.99999", "built in"] {
        assert!(lines.contains(part), "{part}: {lines}");
    }
}

#[test]
fn standard_input_and_output_serve_once() {
    let desk = desk("pipes");
    let args = ["link", "-", "right.csv", "-o", "-", "--right-id", "号"];
    let out = desk.run_with(&args, "C", LEFT);
    assert_eq!(pairs(&stdout(&out)), expected(), "{}", stderr(&out));
    let out = desk.run_with(&["dedupe", "-", "-o", "-", "-q"], "C", LEFT);
    assert_eq!(stdout(&out), "id,cluster\nA1,0\nA2,1\nA3,2\nA4,3\n");
    let out = desk.run_with(&["link", "-", "-", "-o", "-"], "C", LEFT);
    assert_eq!(out.status.code(), Some(2));
    assert!(stderr(&out).contains("read once only"), "{}", stderr(&out));
}

#[test]
fn the_summary_tells_rows_pairs_links_time_and_memory() {
    let desk = desk("summary");
    let out = desk.run(&["link", "left.csv", "right.csv", "-o", "-"]);
    let said = stderr(&out);
    for part in ["4 + 3 records", "3 candidate pairs", "2 linked", " s\n"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(
        said.contains("peak memory ") || !cfg!(target_os = "linux"),
        "{said}"
    );
    assert!(!stdout(&out).contains("records"));
}

#[test]
fn text_columns_pair_by_header_and_then_in_order() {
    let desk = Desk::new("contract-text");
    desk.file(
        "a.csv",
        "id,name,trade,hobby,seen\n1,Anna Lee,baker,chess,x\n2,Ruth King,smith,golf,y\n",
    )
    .file(
        "b.csv",
        "id,name,hobby,trade\n7,Anna Lee,chess,baker\n8,Ruth Kong,golf,smith\n",
    );
    let text = |columns: &[&'static str]| {
        let mut args = vec!["link", "a.csv", "b.csv", "-o", "-"];
        for column in columns {
            args.extend(["--column", column]);
        }
        let out = desk.run(&args);
        assert!(out.status.success(), "{}", stderr(&out));
        (stdout(&out), stderr(&out))
    };
    let (rows, _) = text(&["text=trade", "text=hobby"]);
    assert!(
        rows.lines()
            .next()
            .unwrap()
            .ends_with(",weight_text,weight_text2")
    );
    assert_eq!(
        pairs(&rows).len(),
        2,
        "both texts agree, whatever their order: {rows}"
    );
    let (rows, said) = text(&["text=seen", "text=hobby"]);
    assert!(
        rows.lines().next().unwrap().ends_with(",weight_text"),
        "{rows}"
    );
    assert!(said.contains("\"seen\" stands in a.csv alone"), "{said}");
}

#[test]
fn two_ledgers_with_headers_of_their_own_are_told_both() {
    let desk = Desk::new("contract-headers");
    desk.file(
        "a.csv",
        "k,who,born\n1,Anna Lee,1951-04-03\n2,Ruth King,1960-01-02\n",
    )
    .file("b.csv", "k,wer,geb\n7,Anna Lee,1951-04-03\n");
    let mut args = vec![
        "link",
        "a.csv",
        "b.csv",
        "-o",
        "-",
        "-q",
        "--left-id",
        "k",
        "--right-id",
        "k",
    ];
    for column in ["name=who", "name=wer", "birth_date=born", "birth_date=geb"] {
        args.extend(["--column", column]);
    }
    let out = desk.run(&args);
    assert!(
        stdout(&out).contains("\n1,7,1.0"),
        "{}{}",
        stdout(&out),
        stderr(&out)
    );
    args.extend(["--column", "name=nobody"]);
    let out = desk.run(&args);
    assert_eq!(out.status.code(), Some(2));
    let said = stderr(&out);
    assert!(
        said.contains("no column \"nobody\"") && said.contains("wer"),
        "{said}"
    );
}

#[test]
fn what_the_command_line_cannot_mean_ends_with_two_and_says_why() {
    let desk = desk("usage");
    for (extra, part) in [
        (&["--threshold", "1.5"][..], "1.5 must lie between 0 and 1"),
        (&["--threshold", "0"], "0 must lie between 0 and 1"),
        (&["--threshold", "-0.5"], "-0.5 must lie between 0 and 1"),
        (&["--threshold", "high"], "high must lie between 0 and 1"),
        (&["--memory", "lots"], "512MB or 2GB"),
        (&["--explain", "why.doc"], "neither html nor json"),
        (&["--left-id", "无此列"], "无此列"),
        (&["--column", "name"], "role=header"),
        (&["--column", "nom=姓名"], "role=header"),
        (&["--column", "name=没有"], "没有"),
        (&["--train", "--model", "m.toml"], "--model"),
    ] {
        let mut args = vec!["link", "left.csv", "right.csv", "-o", "out.csv"];
        args.extend(extra);
        let out = desk.run(&args);
        assert_eq!(out.status.code(), Some(2), "{extra:?}: {}", stderr(&out));
        assert!(stderr(&out).contains(part), "{extra:?}: {}", stderr(&out));
        assert!(!exists(&desk.path("out.csv")), "{extra:?}");
    }
    let out = desk.run(&["link", "left.csv", "right.csv", "-o", "out.doc"]);
    assert_eq!(out.status.code(), Some(2));
}

#[test]
fn ledgers_that_cannot_be_read_end_with_three_and_say_why() {
    let desk = desk("broken");
    desk.file("empty.csv", "")
        .file("header.csv", "姓名,身份证号\n")
        .file(
            "page.xls",
            "<html><table><tr><td>姓名</td></tr></table></html>",
        )
        .file("cut.xlsx", &book(LEFT)[..900]);
    for (file, part) in [
        ("empty.csv", "is empty"),
        ("header.csv", "no rows under its header"),
        ("page.xls", "web page"),
        ("cut.xlsx", "cut.xlsx"),
        ("absent.csv", "there is no file absent.csv"),
    ] {
        for args in [
            ["link", "left.csv", file, "-o", "out.csv"],
            ["link", file, "left.csv", "-o", "out.csv"],
            ["dedupe", file, "-o", "out.csv", "-q"],
            ["train", "left.csv", file, "-o", "out.csv"],
        ] {
            let out = desk.run(&args);
            assert_eq!(out.status.code(), Some(3), "{args:?}: {}", stderr(&out));
            assert!(stderr(&out).contains(part), "{args:?}: {}", stderr(&out));
            assert!(!exists(&desk.path("out.csv")));
        }
    }
    let out = desk.run(&["link", "left.csv", "right.csv", "-o", "no/where.csv"]);
    assert_eq!(out.status.code(), Some(3));
    let args = [
        "link",
        "left.csv",
        "right.csv",
        "-o",
        "o.csv",
        "--explain",
        "no/why.html",
    ];
    assert_eq!(desk.run(&args).status.code(), Some(3));
    assert!(!exists(&desk.path("o.csv")), "refused before the run");
}

#[test]
fn a_model_file_is_checked_before_it_is_believed() {
    let desk = desk("models");
    let trained = desk.run(&["train", "left.csv", "right.csv", "-o", "m.toml"]);
    assert!(trained.status.success(), "{}", stderr(&trained));
    let model = desk.read("m.toml");
    desk.file("toml.toml", "format = ")
        .file("other.toml", "format = \"other\"")
        .file("newer.toml", model.replace("version = 1", "version = 2"))
        .file("short.toml", model.replacen("m = [", "m = [0.1, ", 1))
        .file("odd.toml", model.replacen("scale = 1.0", "scale = -3.0", 1));
    for (file, code, part) in [
        ("toml.toml", 4, "cannot be read"),
        ("other.toml", 4, "not a linkage model"),
        ("newer.toml", 4, "newer than the 1 known here"),
        ("short.toml", 4, "levels instead of"),
        ("odd.toml", 4, "out of range"),
        ("absent.toml", 3, "no file absent.toml"),
    ] {
        let args = [
            "link",
            "left.csv",
            "right.csv",
            "-o",
            "x.csv",
            "--model",
            file,
        ];
        let out = desk.run(&args);
        assert_eq!(out.status.code(), Some(code), "{file}: {}", stderr(&out));
        assert!(stderr(&out).contains(part), "{file}: {}", stderr(&out));
        assert!(!exists(&desk.path("x.csv")));
    }
    let args = [
        "link",
        "left.csv",
        "right.csv",
        "-o",
        "-",
        "-q",
        "--right-id",
        "号",
        "--model",
        "m.toml",
    ];
    assert_eq!(pairs(&stdout(&desk.run(&args))), expected());
    let args = [
        "link",
        "left.csv",
        "right.csv",
        "-o",
        "-",
        "-q",
        "--right-id",
        "号",
        "--train",
    ];
    assert_eq!(pairs(&stdout(&desk.run(&args))), expected());
}

#[test]
fn one_to_one_leaves_each_record_one_partner() {
    let desk = desk("one");
    let doubled = format!(
        "{RIGHT}B4,王小明,500153195104030012,男,1951-04-03,13800000001,昌元街道宝城社区,木工\n"
    );
    desk.file("doubled.csv", doubled);
    let args = [
        "link",
        "left.csv",
        "doubled.csv",
        "-o",
        "-",
        "-q",
        "--right-id",
        "号",
    ];
    let all = pairs(&stdout(&desk.run(&args)));
    assert_eq!(all.len(), 3, "{all:?}");
    let one = pairs(&stdout(&desk.run(&[&args[..], &["--one-to-one"]].concat())));
    assert_eq!(
        one,
        [("A1".into(), "B4".into()), ("A2".into(), "B1".into())]
    );
}

#[test]
fn ledgers_as_they_come_are_linked_and_their_faults_are_told() {
    let desk = desk("odd");
    // 编号,姓名,出生日期 / A1,王小明,1951-04-03 in GBK.
    let gbk = b"\xB1\xE0\xBA\xC5,\xD0\xD5\xC3\xFB,\xB3\xF6\xC9\xFA\xC8\xD5\xC6\xDA\n\
                A1,\xCD\xF5\xD0\xA1\xC3\xF7,1951-04-03\n";
    desk.file("gbk.csv", gbk);
    let out = desk.run(&[
        "link",
        "gbk.csv",
        "right.csv",
        "-o",
        "-",
        "--right-id",
        "号",
    ]);
    assert_eq!(
        pairs(&stdout(&out)),
        [("A1".into(), "B2".into())],
        "{}",
        stderr(&out)
    );
    desk.file(
        "damaged.csv",
        "编号,姓名,身份证号,出生日期\nC1,王小明,5.00153E+17,1951-04-03\nC2,李四,5.00153E+17,1960-01-02\n",
    );
    let out = desk.run(&[
        "link",
        "damaged.csv",
        "right.csv",
        "-o",
        "-",
        "--right-id",
        "号",
    ]);
    let found = pairs(&stdout(&out));
    assert_eq!(
        found,
        [("C1".into(), "B2".into()), ("C2".into(), "B1".into())]
    );
    assert!(
        stderr(&out).contains("damaged.csv has 2 problems"),
        "{}",
        stderr(&out)
    );
    desk.file(
        "twice.csv",
        "姓名,姓名,出生日期\n王小明,甲,1951-04-03\n李四,乙,1960-01-02\n",
    );
    let out = desk.run(&[
        "link",
        "twice.csv",
        "right.csv",
        "-o",
        "-",
        "--right-id",
        "号",
    ]);
    assert_eq!(pairs(&stdout(&out)).len(), 2, "{}", stderr(&out));
    assert!(
        stderr(&out).contains("2 columns are called \"姓名\""),
        "{}",
        stderr(&out)
    );
    desk.file(
        "gaps.csv",
        "册号,姓名,出生日期\nG1,王小明,1951-04-03\n,李四,1960-01-02\n",
    );
    let out = desk.run(&[
        "link",
        "gaps.csv",
        "right.csv",
        "-o",
        "-",
        "--left-id",
        "册号",
    ]);
    assert!(
        stderr(&out).contains("1 rows have nothing there"),
        "{}",
        stderr(&out)
    );
}

#[test]
fn the_memory_set_changes_nothing_but_the_memory() {
    let desk = desk("memory");
    let args = ["link", "left.csv", "right.csv", "-o", "-", "-q"];
    let usual = stdout(&desk.run(&args));
    let small = stdout(&desk.run(&[&args[..], &["--memory", "1MB"]].concat()));
    assert_eq!(usual, small);
    for command in ["link", "dedupe", "train"] {
        let help = stdout(&desk.run(&[command, "--help"]));
        assert!(
            help.contains("--memory") && help.contains("come on top"),
            "{command}: {help}"
        );
    }
    for size in ["1MB", "1GB"] {
        let file = format!("{size}.toml");
        let args = ["train", "left.csv", "right.csv", "-o", &file];
        let out = desk.run(&[&args[..], &["--memory", size]].concat());
        assert!(out.status.success(), "{}", stderr(&out));
    }
    assert_eq!(desk.read("1MB.toml"), desk.read("1GB.toml"));
}

#[test]
fn one_file_given_twice_finds_everybody_again() {
    let desk = desk("self");
    let out = desk.run(&["link", "left.csv", "left.csv", "-o", "-", "-q"]);
    assert!(out.status.success(), "{}", stderr(&out));
    let own = ["A1", "A2", "A3", "A4"].map(|id| (id.to_owned(), id.to_owned()));
    assert_eq!(pairs(&stdout(&out)), own);
}

#[test]
fn ledgers_of_one_row_or_without_a_word_are_ledgers_too() {
    let desk = Desk::new("contract-few");
    let head = "编号,姓名,出生日期\n";
    desk.file("one.csv", format!("{head}A1,王小明,1951-04-03\n"))
        .file("other.csv", format!("{head}B1,李四,1960-01-02\n"))
        .file(
            "silent.csv",
            format!("{head}C1,不详,-\nC2,,\nC3,未知,NaN\n"),
        );
    for (left, right, found) in [
        ("one.csv", "one.csv", 1),
        ("one.csv", "other.csv", 0),
        ("one.csv", "silent.csv", 0),
        ("silent.csv", "silent.csv", 0),
    ] {
        for more in [&[][..], &["--one-to-one"], &["--train"]] {
            let args = ["link", left, right, "-o", "-", "-q"];
            let out = desk.run(&[&args[..], more].concat());
            assert!(out.status.success(), "{left} {right}: {}", stderr(&out));
            assert_eq!(pairs(&stdout(&out)).len(), found, "{left} {right} {more:?}");
        }
    }
    let out = desk.run(&["dedupe", "one.csv", "-o", "-", "-q"]);
    assert_eq!(stdout(&out), "id,cluster\nA1,0\n", "{}", stderr(&out));
    let out = desk.run(&["dedupe", "silent.csv", "-o", "-", "-q"]);
    let each_alone = "id,cluster\nC1,0\nC2,1\nC3,2\n";
    assert_eq!(stdout(&out), each_alone, "{}", stderr(&out));
    let args = ["who", "silent.csv", "--record", "name=王小明", "-q"];
    let out = desk.run(&args);
    assert!(out.status.success(), "{}", stderr(&out));
}

#[test]
fn the_evidence_is_data_on_request() {
    let desk = desk("evidence");
    let args = [
        "link",
        "left.csv",
        "right.csv",
        "-o",
        "o.csv",
        "--explain",
        "why.json",
    ];
    let out = desk.run(&args);
    assert!(out.status.success(), "{}", stderr(&out));
    let found: serde_json::Value = serde_json::from_str(&desk.read("why.json")).unwrap();
    assert_eq!(found["links"], 2);
    let first = &found["least_sure_links"][0];
    let bits = |v: &serde_json::Value| v.as_f64().unwrap();
    let fields = first["fields"].as_array().unwrap().iter();
    let sum: f64 = fields.map(|f| bits(&f["bits"])).sum();
    assert!((bits(&first["prior_bits"]) + sum - bits(&first["total_bits"])).abs() < 0.01);
    assert!(found["near_misses"].is_array());
}

#[test]
fn nobody_in_common_is_a_result_too() {
    let desk = Desk::new("contract-nobody");
    desk.file("a.csv", "name,dob\nAnna Lee,1951-04-03\n")
        .file("b.csv", "name,dob\nRuth King,1960-01-02\n");
    for out in ["-", "o.parquet", "o.xlsx", "o.json"] {
        let said = desk.run(&["link", "a.csv", "b.csv", "-o", out, "-q"]);
        assert!(said.status.success(), "{}", stderr(&said));
        if out == "-" {
            let header =
                "left_id,right_id,probability,weight_surname,weight_given_name,weight_birth_date\n";
            assert_eq!(stdout(&said), header);
        }
    }
    let alone = desk.run(&["dedupe", "a.csv", "-o", "-", "-q"]);
    assert_eq!(stdout(&alone), "id,cluster\n2,0\n");
}
