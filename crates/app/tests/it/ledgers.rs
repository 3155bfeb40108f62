//! Ledgers as clerks send them, each with one thing that is wrong or odd, through `inspect`.

use super::{Desk, stderr, stdout};
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

/// A workbook of one sheet.
fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

fn rows(sheet: &mut Worksheet, from: u32, rows: &[&[&str]]) {
    for (row, cells) in (from..).zip(rows) {
        for (column, cell) in (0u16..).zip(*cells) {
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
}

/// What `inspect` says of a file, and its exit code.
fn said(name: &str, file: &str, bytes: impl AsRef<[u8]>) -> (String, i32) {
    let desk = Desk::new(&format!("ledgers-{name}"));
    desk.file(file, bytes);
    let out = desk.run(&["inspect", file]);
    (stdout(&out) + &stderr(&out), out.status.code().unwrap())
}

#[track_caller]
fn holds(said: &(String, i32), code: i32, parts: &[&str]) {
    for part in parts {
        assert!(said.0.contains(part), "{part:?} not in:\n{}", said.0);
    }
    assert_eq!(said.1, code, "{}", said.0);
}

const HEADER: &[&str] = &["姓名", "身份证号", "出生日期"];

#[test]
fn titles_merged_headers_blank_rows_totals_and_signatures_stand_aside() {
    let bytes = book(|sheet| {
        let plain = Format::new();
        sheet.merge_range(0, 0, 0, 4, "某镇花名册", &plain).unwrap();
        sheet.merge_range(1, 0, 2, 0, "姓名", &plain).unwrap();
        sheet.merge_range(1, 2, 1, 3, "成员信息", &plain).unwrap();
        rows(sheet, 2, &[&["", "", "身份证号", "出生日期"]]);
        rows(sheet, 4, &[&["张三", "", "500153190001010013", "1900.1.1"]]);
        rows(
            sheet,
            6,
            &[&["李四", "", "50015319000101003X", "1900年1月1日"]],
        );
        rows(sheet, 7, &[&["合计", "", "2"]]);
        sheet
            .merge_range(8, 0, 8, 3, "填表人：王五", &plain)
            .unwrap();
    });
    let said = said("roll", "花名册.xlsx", bytes);
    let parts = [
        "2 records, 3 columns",
        "某镇花名册",
        "合计 2",
        "填表人：王五",
        "\"成员信息/身份证号\": ID number",
        "0 problems",
    ];
    holds(&said, 0, &parts);
}

#[test]
fn the_ledger_is_found_among_several_sheets_and_hidden_ones_are_passed_over() {
    let mut book = Workbook::new();
    rows(
        book.add_worksheet().set_name("说明").unwrap(),
        0,
        &[&["说明"], &["请填写"]],
    );
    let ledger = book.add_worksheet().set_name("名册").unwrap();
    rows(ledger, 0, &[HEADER, &["张三"], &["李四"]]);
    let old = book
        .add_worksheet()
        .set_name("旧")
        .unwrap()
        .set_hidden(true);
    rows(
        old,
        0,
        &[HEADER, &["甲一"], &["乙一"], &["丙一"], &["丁一"]],
    );
    let bytes = book.save_to_buffer().unwrap();
    let shown = said("sheets", "多表.xlsx", &bytes);
    holds(
        &shown,
        0,
        &[
            "sheet: 名册",
            "other sheets, not read: 说明、旧",
            "2 records",
        ],
    );
    let desk = Desk::new("ledgers-hidden");
    desk.file("多表.xlsx", &bytes);
    let asked = desk.run(&["inspect", "多表.xlsx", "--sheet", "旧"]);
    assert!(
        stdout(&asked).contains("is hidden in the workbook"),
        "{}",
        stdout(&asked)
    );
    let absent = desk.run(&["inspect", "多表.xlsx", "--sheet", "二月"]);
    assert!(
        stderr(&absent).contains("说明、名册、旧"),
        "{}",
        stderr(&absent)
    );
}

#[test]
fn damaged_ids_cell_errors_and_odd_dates_are_named_with_row_and_column() {
    let bytes = book(|sheet| {
        rows(sheet, 0, &[HEADER]);
        rows(
            sheet,
            1,
            &[&[
                "张三 ",
                "５００１５３１９０００１０１００１３",
                "２０２０年３月１８日",
            ]],
        );
        sheet.write_string(2, 0, "李四").unwrap();
        sheet
            .write_number(2, 1, 500_153_190_001_010_013_f64)
            .unwrap();
        let date = Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_number_with_format(2, 2, 43_908, &date).unwrap();
        sheet.write_string(3, 0, "王五").unwrap();
        sheet.write_string(3, 1, "5.00153E+17").unwrap();
        sheet.write_number(3, 2, 43_908).unwrap();
        let lost = Formula::new("=VLOOKUP(1,B:B,1)").set_result("#N/A");
        sheet.write_formula(4, 1, lost).unwrap();
        rows(sheet, 4, &[&["赵六"]]);
        sheet.write_string(4, 2, "2019-02-29").unwrap();
    });
    let shown = said("damaged", "坏号.xlsx", bytes);
    let parts = [
        "row 3, \"身份证号\" 5.0015319000101E17: a spreadsheet turned it into a float",
        "row 4, \"身份证号\" 5.00153E+17",
        "row 5, \"身份证号\": the cell shows the error #N/A",
        "row 5, \"出生日期\"",
        "no such day as 2019-02-29",
        "4 problems",
    ];
    holds(&shown, 1, &parts);
}

#[test]
fn texts_in_any_encoding_and_with_any_delimiter_are_read() {
    let text = "姓名;村\n张三;清江\n李四;\"甲;乙\"\n";
    let utf16: Vec<u8> = "\u{feff}姓名\t村\n张三\t清江\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let bom = format!("\u{feff}{text}");
    let gbk = b"\xD0\xD5\xC3\xFB,\xB4\xE5\n\xD5\xC5\xC8\xFD,\xC7\xE5\xBD\xAD\n";
    holds(
        &said("semicolon", "a.csv", text),
        0,
        &["2 records, 2 columns", "text in UTF-8"],
    );
    holds(
        &said("bom", "a.csv", bom),
        0,
        &["2 records, 2 columns", "UTF-8 (BOM)"],
    );
    holds(
        &said("utf16", "a.txt", utf16),
        0,
        &["1 records, 2 columns", "UTF-16LE"],
    );
    holds(
        &said("gbk", "a.csv", gbk),
        0,
        &["column \"姓名\": name", "GB18030"],
    );
    let bad = said(
        "bytes",
        "a.csv",
        b"\xD0\xD5\xC3\xFB,\xB4\xE5\n\x81\xFF\xFF,1\n",
    );
    holds(&bad, 3, &["a.csv is neither UTF-8 nor GB18030"]);
    let open = said("quote", "a.csv", "姓名,村\n张三,\"甲\n李四,乙\n");
    holds(&open, 1, &["row 2", "never closed"]);
}

#[test]
fn what_is_no_ledger_says_what_to_do() {
    let wide = |name: &str| name.bytes().flat_map(|b| [b, 0]).collect::<Vec<u8>>();
    let old = |name| [&[0xD0, 0xCF, 0x11, 0xE0][..], &[0; 600], &wide(name)].concat();
    let mut cut = book(|sheet| rows(sheet, 0, &[HEADER, &["张三"]]));
    cut.truncate(cut.len() * 2 / 3);
    let headers = book(|sheet| rows(sheet, 0, &[HEADER]));
    let cases: [(&str, Vec<u8>, &str); 10] = [
        (
            "locked.xlsx",
            old("EncryptedPackage"),
            "save a copy without one",
        ),
        (
            "letter.xls",
            old("WordDocument"),
            "copy its table into an xlsx",
        ),
        ("old.xls", old("Nothing"), "damaged or cut short"),
        (
            "page.xls",
            b"<html><table></table></html>".to_vec(),
            "save it as xlsx",
        ),
        (
            "xml.xls",
            b"<?xml version=\"1.0\"?><Workbook/>".to_vec(),
            "save it as xlsx",
        ),
        ("a.csv.gz", b"\x1F\x8B\x08\x00".to_vec(), "unpack it"),
        ("cut.xlsx", cut, "export or copy it again"),
        ("headers.xlsx", headers, "no rows under its header"),
        ("blank.xlsx", book(|_| {}), "no header row"),
        (
            "cut.parquet",
            b"PAR1....PAR".to_vec(),
            "damaged or cut short",
        ),
    ];
    for (file, bytes, remedy) in cases {
        holds(&said("none", file, bytes), 3, &[file, remedy]);
    }
}

#[test]
fn very_wide_and_very_long_files_are_read() {
    let headers: Vec<String> = (0..10_000).map(|n| format!("列{n}")).collect();
    let values: Vec<String> = (0..10_000).map(|n| n.to_string()).collect();
    let wide = format!("{}\n{}\n", headers.join(","), values.join(","));
    holds(
        &said("wide", "宽.csv", wide),
        0,
        &["1 records, 10,000 columns"],
    );
    let long = format!("姓名,备注\n张三,{}\n", "长".repeat(350_000));
    let desk = Desk::new("ledgers-long");
    desk.file("长.csv", long);
    let out = desk.run(&["inspect", "长.csv", "--rejects", "copy.xlsx"]);
    holds(
        &(stdout(&out) + &stderr(&out), out.status.code().unwrap()),
        0,
        &["1 records"],
    );
    let copy = desk.run(&["inspect", "copy.xlsx"]);
    assert!(
        stdout(&copy).contains("1 records, 4 columns"),
        "{}",
        stdout(&copy)
    );
}

#[test]
fn repeated_headers_and_uneven_rows_are_told() {
    let text = "姓名,姓名,村\n张三,张山,甲\n李四\n王五,王武,乙,多\n";
    let shown = said("twice", "a.csv", text);
    let parts = [
        "2 columns are called \"姓名\"",
        "row 3 has 1 values",
        "row 4 has 4 values",
    ];
    holds(&shown, 1, &parts);
}
