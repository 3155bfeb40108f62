//! Ledgers as clerks send them, read whole.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed test says where"
)]

use base::column::ColumnRole;
use rust_xlsxwriter::{Format, Workbook};
use sheet::{ReadOptions, RowNumbers, SheetError, Source, Table, read};

fn bytes(name: &str, bytes: Vec<u8>) -> Result<Table, SheetError> {
    read(
        Source::Bytes {
            name: name.to_owned(),
            bytes,
        },
        &ReadOptions::default(),
    )
}

fn text(content: &str) -> Result<Table, SheetError> {
    bytes("册.csv", content.as_bytes().to_vec())
}

fn values(table: &Table, role: ColumnRole) -> Vec<Option<&str>> {
    table
        .column(role)
        .expect("a column of the role")
        .values
        .iter()
        .collect()
}

/// A roll with a merged title, a line of date and unit, a merged group of headers, a head of
/// household merged over two members, an ID number stored as a number, and a total.
fn roll() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    sheet
        .merge_range(0, 0, 0, 5, "某区保障花名册", &plain)
        .unwrap();
    sheet.write(1, 0, "填报单位：某镇").unwrap();
    sheet.write(1, 4, "2020年3月").unwrap();
    sheet.merge_range(2, 0, 3, 0, "序号", &plain).unwrap();
    sheet.merge_range(2, 1, 3, 1, "户主", &plain).unwrap();
    sheet.merge_range(2, 2, 2, 4, "成员信息", &plain).unwrap();
    for (at, header) in ["姓名", "身份证号", "出生日期"].into_iter().enumerate() {
        sheet.write(3, 2 + at as u16, header).unwrap();
    }
    sheet.merge_range(2, 5, 3, 5, "金额（元）", &plain).unwrap();
    sheet.merge_range(4, 1, 5, 1, "张三", &plain).unwrap();
    let ids = ["500153190001010013", "50015319000101003X"];
    for (at, name) in ["张三", "李四"].into_iter().enumerate() {
        let row = 4 + at as u32;
        sheet.write(row, 0, at as u32 + 1).unwrap();
        sheet.write(row, 2, name).unwrap();
        sheet.write(row, 3, ids[at]).unwrap();
        sheet.write(row, 4, "1900.1.1").unwrap();
        sheet.write(row, 5, 440).unwrap();
    }
    sheet.write(6, 0, 3).unwrap();
    sheet.write(6, 2, "王五").unwrap();
    sheet.write(6, 3, 500_153_190_001_010_013_f64).unwrap();
    sheet.write(6, 4, "1900年13月1日").unwrap();
    sheet.write(6, 5, 545.5).unwrap();
    sheet.write(7, 0, "合计").unwrap();
    sheet.write(7, 5, 1425.5).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_roll_with_titles_and_merged_cells_is_read() {
    let table = bytes("roll.xlsx", roll()).unwrap();
    let headers: Vec<&str> = table.columns.iter().map(|c| c.header.as_str()).collect();
    assert_eq!(
        headers[2..5],
        ["成员信息/姓名", "成员信息/身份证号", "成员信息/出生日期"]
    );
    assert_eq!(
        values(&table, ColumnRole::Name),
        [Some("张三"), Some("李四"), Some("王五")]
    );
    let heads = values(&table, ColumnRole::HouseholdHead);
    assert_eq!(heads, [Some("张三"), Some("张三"), None]);
    assert_eq!(values(&table, ColumnRole::Amount)[2], Some("545.5"));
    assert_eq!(table.rows, RowNumbers::From(5));
    assert!(
        table.notes.iter().any(|n| n.starts_with("合计")),
        "{:?}",
        table.notes
    );
}

#[test]
fn damaged_ids_are_dropped_and_named_with_their_row() {
    let table = bytes("roll.xlsx", roll()).unwrap();
    assert_eq!(values(&table, ColumnRole::IdNumber)[2], None);
    let found: Vec<(u32, &str)> = table
        .problems
        .kept()
        .iter()
        .map(|p| (p.row, p.reason.code()))
        .collect();
    assert_eq!(found, [(7, "sheet-id-damaged"), (7, "sheet-date-wrong")]);
    assert_eq!(table.problems.total(), 2);
}

#[test]
fn a_gbk_file_with_a_title_and_ragged_rows_is_read() {
    let content =
        "某镇名册\n\n姓名,性别,身份证号\n张三,男,500153190001010013\n\n李四\n王五,女,,多\n合计,3\n";
    let (gbk, _, _) = encoding_rs::GB18030.encode(content);
    let table = bytes("册.csv", gbk.into_owned()).unwrap();
    assert_eq!(
        values(&table, ColumnRole::Name),
        [Some("张三"), Some("李四"), Some("王五")]
    );
    assert_eq!(
        (0..3).map(|r| table.rows.row(r)).collect::<Vec<_>>(),
        [4, 6, 7]
    );
    let found: Vec<(u32, &str)> = table
        .problems
        .kept()
        .iter()
        .map(|p| (p.row, p.reason.code()))
        .collect();
    assert_eq!(found, [(6, "sheet-row-short"), (7, "sheet-row-long")]);
    assert_eq!(table.notes, ["某镇名册", "合计 3"]);
}

#[test]
fn quoted_values_keep_their_line_ends() {
    let table = text("name,address\n\"Ann \"\"A\"\" Lee\",\"1, High St\nLeeds\"\nBob,\n").unwrap();
    assert_eq!(table.value(0, 0), Some("Ann \"A\" Lee"));
    assert_eq!(table.value(1, 0), Some("1, High St\nLeeds"));
    assert_eq!(table.value(1, 1), None);
}

#[test]
fn roles_given_by_hand_win_and_unknown_headers_are_named() {
    let source = |content: &str| Source::Bytes {
        name: "a.csv".to_owned(),
        bytes: content.as_bytes().to_vec(),
    };
    let content = "name,nick\nAnn,A\n";
    let by_hand = |role, header: &str| ReadOptions {
        columns: vec![(role, header.to_owned())],
        ..ReadOptions::default()
    };
    let table = read(source(content), &by_hand(ColumnRole::Name, "nick")).unwrap();
    assert_eq!(table.columns[1].role, Some(ColumnRole::Name));
    assert_eq!(table.columns[0].role, None);
    let refused = read(source(content), &by_hand(ColumnRole::Name, "nom"));
    assert!(
        matches!(refused, Err(SheetError::NoSuchColumn { present, .. }) if present == "name、nick")
    );
}

#[test]
fn files_that_give_no_table_say_why() {
    let code = |name: &str, content: &[u8]| {
        use base::message::Speak;
        bytes(name, content.to_vec())
            .map(|_| ())
            .unwrap_err()
            .message()
            .code
    };
    assert_eq!(code("a.csv", b" \n"), "sheet-empty");
    assert_eq!(code("a.xls", b"<html><table><tr></table>"), "sheet-html");
    assert_eq!(code("a.xlsx", b"%PDF-1.7"), "sheet-pdf");
    assert_eq!(
        code("a.xlsx", b"PK\x03\x04 word/document.xml"),
        "sheet-word"
    );
    assert_eq!(code("a.csv", b"\x01\x02\x03\x04"), "sheet-binary");
    assert_eq!(code("a.csv", b"1,2\n3,4\n"), "sheet-no-header");
    assert_eq!(code("a.csv", "姓名,性别\n".as_bytes()), "sheet-no-rows");
    let mut cut = roll();
    cut.truncate(cut.len() / 2);
    assert_eq!(code("a.xlsx", &cut), "sheet-broken");
    let absent = read(
        Source::from_argument("no/such.csv"),
        &ReadOptions::default(),
    );
    assert!(matches!(absent, Err(SheetError::NotFound { .. })));
}

#[test]
fn the_sheet_asked_for_must_exist() {
    let options = ReadOptions {
        sheet: Some("二月".to_owned()),
        ..ReadOptions::default()
    };
    let source = Source::Bytes {
        name: "roll.xlsx".to_owned(),
        bytes: roll(),
    };
    let refused = read(source, &options);
    assert!(matches!(refused, Err(SheetError::NoSuchSheet { present, .. }) if present == "Sheet1"));
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(
        content in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300),
        at in 0usize..4000,
        flip in 1u8..,
    ) {
        let _ = bytes("a.csv", content);
        let mut book = roll();
        let at = at % book.len();
        book[at] ^= flip;
        let _ = bytes("a.xlsx", book);
    }
}
