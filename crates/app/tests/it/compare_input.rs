//! Bad input to `compare`: every kind names file, row, column and remedy, in both languages, and
//! leaves no file behind.

use super::compare::{DEATHS, ROLL, pack};
use super::{Desk, exists, stderr, stdout};
use rust_xlsxwriter::{Format, Workbook};
use std::process::Output;

/// The arguments of a comparison of one roll with the deaths beside it.
fn arguments<'a>(pack: &'a str, roll: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let base = [
        "compare",
        "--pack",
        pack,
        "--on",
        "2020-03-18",
        "-o",
        "f.csv",
    ];
    [&base, &["--ledger", roll][..], more].concat()
}

fn desk(name: &str) -> Desk {
    let desk = Desk::new(&format!("input-{name}"));
    desk.file("roll.csv", ROLL).file("deaths.csv", DEATHS);
    desk
}

const BESIDE: [&str; 2] = ["--ledger", "deaths=deaths.csv"];

#[track_caller]
fn ends(out: &Output, code: i32, part: &str) {
    let said = stderr(out);
    assert!(said.contains(part), "{part:?} not in:\n{said}");
    assert_eq!(out.status.code(), Some(code), "{said}");
}

#[test]
fn ledgers_that_cannot_be_read_stop_the_run_in_both_languages() {
    let desk = desk("broken");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..200u32 {
        sheet.write_string(row, 0, format!("姓名{row}")).unwrap();
    }
    let whole = book.save_to_buffer().unwrap();
    desk.file("cut.xlsx", &whole[..whole.len() / 2])
        .file("empty.csv", "")
        .file("page.xls", "<html><table></table></html>")
        .file("figures.csv", "1,2\n3,4\n");
    let pack = pack();
    for (file, english, chinese) in [
        (
            "absent.xlsx",
            "there is no file absent.xlsx; check",
            "找不到文件",
        ),
        ("cut.xlsx", "cut.xlsx is damaged or cut short", "已损坏"),
        ("empty.csv", "empty.csv is empty; export it again", "空文件"),
        ("page.xls", "page.xls is a web page", "网页"),
        (
            "figures.csv",
            "no header row was found in figures.csv",
            "表头",
        ),
    ] {
        let given = format!("deaths={file}");
        let args = arguments(&pack, "dibao=roll.csv", &["--ledger", &given]);
        ends(&desk.run(&args), 3, english);
        ends(&desk.run_with(&args, "zh_CN.UTF-8", ""), 3, chinese);
        assert!(!exists(&desk.path("f.csv")), "{file}");
    }
}

#[test]
fn a_command_line_that_means_nothing_says_what_there_is() {
    let desk = desk("usage");
    let pack = pack();
    for (roll, more, english, chinese) in [
        (
            "dibaoo=roll.csv",
            &[][..],
            "no role \"dibaoo\"; there are: ",
            "没有角色“dibaoo”",
        ),
        ("roll.csv", &[], "as role=file, such as", "角色=文件"),
        (
            "dibao=-",
            &["--ledger", "deaths=-"],
            "standard input (-) can be read once",
            "标准输入（-）只能读一次",
        ),
        (
            "dibao=roll.csv",
            &["--column", "dibao.since"],
            "role.field=header",
            "角色.字段=列名",
        ),
        (
            "dibao=roll.csv",
            &["--column", "deaths.name=姓名"],
            "a role that has a ledger",
            "该角色须有台账",
        ),
        (
            "dibao=roll.csv",
            &["--column", "dibao.sinse=姓名"],
            "no field \"sinse\"",
            "没有字段“sinse”",
        ),
        (
            "dibao=roll.csv",
            &["--column", "dibao.since=时间"],
            "roll.csv has no column \"时间\"; there are: 姓名、",
            "没有“时间”列",
        ),
    ] {
        let args = arguments(&pack, roll, more);
        ends(&desk.run(&args), 2, english);
        ends(&desk.run_with(&args, "zh_CN.UTF-8", ""), 2, chinese);
    }
    for day in ["18", "2020-02-30", "三月"] {
        let args = [
            "compare",
            "--pack",
            &pack,
            "--on",
            day,
            "--ledger",
            "dibao=roll.csv",
            "-o",
            "f.csv",
        ];
        ends(&desk.run(&args), 2, &format!("{day} is no day"));
        ends(
            &desk.run_with(&args, "zh_CN.UTF-8", ""),
            2,
            &format!("{day} 不是日期"),
        );
    }
    desk.file(
        "list.toml",
        "[[ledger]]\nrole = 'dibao'\nfiel = 'roll.csv'\n",
    );
    let base = [
        "compare",
        "--pack",
        &pack,
        "--on",
        "2020-03-18",
        "-o",
        "f.csv",
        "--ledgers",
    ];
    let out = desk.run(&[&base[..], &["list.toml"]].concat());
    ends(&out, 2, "the list list.toml is wrong");
    assert!(stderr(&out).contains("line 3"), "{}", stderr(&out));
    ends(
        &desk.run(&[&base[..], &["none.toml"]].concat()),
        3,
        "there is no file none.toml",
    );
    assert!(!exists(&desk.path("f.csv")));
}

#[test]
fn places_that_cannot_be_written_are_told_before_the_run() {
    let desk = desk("places");
    std::fs::create_dir_all(desk.path("folder.xlsx")).unwrap();
    desk.file("file", "");
    let pack = pack();
    let base = [
        "compare",
        "--pack",
        &pack,
        "--on",
        "2020-03-18",
        "--ledger",
        "dibao=absent.csv",
    ];
    for (more, code, part) in [
        (
            &["-o", "no/where.xlsx"][..],
            3,
            "no/where.xlsx cannot be written",
        ),
        (&["-o", "no/where.csv"], 3, "no/where.csv cannot be written"),
        (&["-o", "folder.xlsx"], 3, "folder.xlsx cannot be written"),
        (&["-o", "f.doc"], 2, "the ending of f.doc"),
        (
            &["-o", "f.csv", "--html", "no/where.html"],
            3,
            "no/where.html cannot be written",
        ),
        (
            &["-o", "f.csv", "--rejects", "file/x"],
            3,
            "file/x cannot be written",
        ),
    ] {
        // Were it looked at after the run, the absent ledger would be named first.
        ends(&desk.run(&[&base[..], more].concat()), code, part);
    }
    let left = std::fs::read_dir(desk.path("")).unwrap().count();
    assert_eq!(left, 4, "nothing lies about");
}

#[test]
fn a_ledger_of_other_columns_says_which_there_are_and_how_to_name_them() {
    let desk = desk("columns");
    desk.file("odd.csv", "甲,乙\n张三丰的院子,12\n李四光的院子,13\n");
    let pack = pack();
    let args = arguments(&pack, "dibao=roll.csv", &["--ledger", "deaths=odd.csv"]);
    let out = desk.run(&args);
    ends(
        &out,
        2,
        "odd.csv has neither a column of names nor one of ID numbers; there are: 甲、乙",
    );
    assert!(
        stderr(&out).contains("--column ROLE.name=HEADER"),
        "{}",
        stderr(&out)
    );
    ends(
        &desk.run_with(&args, "zh_CN.UTF-8", ""),
        2,
        "--column 角色.name=列名",
    );
}

#[test]
fn a_pack_with_mistakes_names_file_line_and_hint() {
    let desk = desk("pack");
    std::fs::create_dir_all(desk.path("p")).unwrap();
    desk.file(
        "p/pack.toml",
        "id = 'p'\ntitle = {zh='例', en='e'}\njurisdiction = ''\n",
    );
    desk.file(
        "p/roles.toml",
        "[[role]]\nid = 'dibao'\nlabel = {zh='低保', en='d'}\nprovider = {zh='民政', en='c'}\n\
         field = [{id='name', type='text', column='name'}]\n",
    );
    desk.file(
        "p/screens.toml",
        "[[screen]]\nid = 'A'\ntitle = {zh='例', en='e'}\ndirection = 'exit'\nflag = 'STOP'\n\
         subject = ['dibao']\nwhen = \"self.nane == '张三'\"\ncite = {document='法'}\n\
         next = {zh='看', en='look'}\ndays = 3\nmessage = {zh='有', en='there'}\n",
    );
    let args = arguments("p", "dibao=roll.csv", &[]);
    let out = desk.run(&args);
    ends(&out, 4, "p/screens.toml:7:");
    let said = stderr(&out);
    assert!(
        said.contains("name"),
        "the nearest name is the hint: {said}"
    );
    assert!(said.contains("doudi pack check"), "{said}");
    ends(
        &desk.run_with(&args, "zh_CN.UTF-8", ""),
        4,
        "p/screens.toml第7行",
    );
    ends(
        &desk.run(&arguments("nowhere", "dibao=roll.csv", &[])),
        4,
        "nowhere/pack.toml: the file is missing",
    );
    assert!(!exists(&desk.path("f.csv")));
}

#[test]
fn ledgers_as_they_come_are_compared_and_their_rows_told() {
    let desk = desk("odd");
    // Title over merged cells, an ID number as a float, dates as text and as a serial, a row twice.
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("三月").unwrap();
    let plain = Format::new();
    sheet
        .merge_range(0, 0, 0, 5, "某镇低保花名册", &plain)
        .unwrap();
    sheet.merge_range(1, 0, 1, 5, "单位：元", &plain).unwrap();
    let header = [
        "姓名",
        "身份证号码",
        "性别",
        "出生日期",
        "低保证号",
        "纳入时间",
    ];
    for (at, text) in (0u16..).zip(header) {
        sheet.write_string(2, at, text).unwrap();
    }
    let rows = [
        [
            "张三",
            "50015319510403001X",
            "男",
            "1951.4.3",
            "D1",
            "2019年5月1日",
        ],
        [
            "张三",
            "50015319510403001X",
            "男",
            "1951.4.3",
            "D1",
            "2019年5月1日",
        ],
        ["李四妹", "", "女", "1953-09-02", "D2", "不详"],
    ];
    for (row, cells) in (3u32..).zip(rows) {
        for (at, text) in (0u16..).zip(cells) {
            sheet.write_string(row, at, text).unwrap();
        }
    }
    sheet
        .write_number(5, 1, 500_153_195_309_020_024_f64)
        .unwrap();
    sheet.write_number(6, 3, 19_000).unwrap();
    sheet.write_string(6, 0, "王五").unwrap();
    sheet.write_string(6, 4, "D3").unwrap();
    desk.file("odd.xlsx", book.save_to_buffer().unwrap());
    // 姓名,身份证号码,死亡日期 / 张三,50015319510403001X,2020.2.11 in GBK.
    let gbk = b"\xD0\xD5\xC3\xFB,\xC9\xED\xB7\xDD\xD6\xA4\xBA\xC5\xC2\xEB,\xCB\xC0\xCD\xF6\xC8\xD5\xC6\xDA\n\
                \xD5\xC5\xC8\xFD,50015319510403001X,2020.2.11\n";
    desk.file("gbk.csv", gbk);
    let pack = pack();
    let more = ["--ledger", "deaths=gbk.csv", "--rejects", "bad"];
    let out = desk.run(&arguments(&pack, "dibao=odd.xlsx", &more));
    let said = stderr(&out);
    assert!(
        said.contains("odd.xlsx [三月]: 2 problems, the first: row 6, \"身份证号码\""),
        "{said}"
    );
    assert!(
        said.contains("export the original again with the column as text"),
        "{said}"
    );
    let found = desk.read("f.csv");
    let dead: Vec<&str> = found.lines().filter(|l| l.contains(",M01,")).collect();
    assert_eq!(dead.len(), 1, "one person, one finding: {found}");
    assert!(dead[0].contains("张三 died on 2020-02-11"), "{found}");
    assert!(
        dead[0].contains("odd.xlsx:4|odd.xlsx:5"),
        "both rows stand in it: {found}"
    );
    assert!(
        found.lines().any(|l| l.contains(",M22b,")),
        "twice on the roll: {found}"
    );
    let bad = stdout(&desk.run(&["inspect", "bad/dibao-odd.xlsx"]));
    assert!(bad.contains("Reason"), "{bad}");
}

#[test]
fn a_list_on_which_nobody_stands_is_an_answer() {
    let desk = desk("nobody");
    desk.file("none.csv", "姓名,身份证号码,死亡日期\n");
    let pack = pack();
    let out = desk.run(&arguments(
        &pack,
        "dibao=roll.csv",
        &["--ledger", "deaths=none.csv"],
    ));
    let said = stderr(&out);
    assert!(!said.contains("M01"), "it ran: {said}");
    let found = desk.read("f.csv");
    assert!(
        !found.contains(",M01,") && found.contains(",D04,"),
        "{found}"
    );
    let absent = desk.run(&arguments(&pack, "dibao=roll.csv", &[]));
    assert!(
        stderr(&absent).contains("screens could not run"),
        "{}",
        stderr(&absent)
    );
}

#[test]
fn findings_go_to_standard_output_and_ledgers_come_from_standard_input() {
    let desk = desk("pipe");
    let pack = pack();
    let mut args = arguments(&pack, "dibao=-", &BESIDE);
    args[6] = "-";
    args.push("-q");
    let out = desk.run_with(&args, "en_US.UTF-8", ROLL);
    assert!(
        stdout(&out).starts_with("id,screen,standing,"),
        "{}",
        stdout(&out)
    );
    assert!(
        stdout(&out).contains("张三 died on 2020-02-11"),
        "{}",
        stdout(&out)
    );
    assert_eq!(stderr(&out), "", "silent when piped and asked to be");
}
