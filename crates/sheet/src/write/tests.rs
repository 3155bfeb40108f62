//! What is written is read back.

use super::*;
use crate::{ReadOptions, Source, read};
use proptest::prelude::*;

fn frame() -> Frame {
    Frame::default()
        .with(
            "姓名",
            Values::Text(vec![Some("张\"三\", 一".to_owned()), None]),
        )
        .with("户号", Values::Whole(vec![7, 4_000_000_000]))
        .with("概率", Values::Decimal(vec![0.5, -12.345_67], 2))
}

fn csv(frame: &Frame) -> String {
    let mut out = Vec::new();
    csv::write(&mut out, frame, true).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn csv_is_quoted_where_needed() {
    assert_eq!(
        csv(&frame()),
        "姓名,户号,概率\n\"张\"\"三\"\", 一\",7,0.50\n,4000000000,-12.35\n"
    );
}

#[test]
fn json_has_an_object_a_row() {
    let mut out = Vec::new();
    json::write(&mut out, &frame(), 0).unwrap();
    json::end(&mut out, 2).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(
        text.contains("{\"姓名\":null,\"户号\":4000000000,\"概率\":-12.35}"),
        "{text}"
    );
}

#[test]
fn a_workbook_has_a_cover_and_reads_back() {
    let folder = std::env::temp_dir().join(format!("doudi-sheet-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("结果.xlsx");
    let cover = Cover {
        title: "说明".to_owned(),
        lines: vec![("文件".to_owned(), "a.csv".to_owned())],
        sheet: "结果".to_owned(),
    };
    let target = path.to_string_lossy().into_owned();
    write(&target, &frame(), &cover).unwrap();
    let options = ReadOptions {
        sheet: Some("结果".to_owned()),
        ..ReadOptions::default()
    };
    let table = read(Source::Path(path), &options).unwrap();
    assert_eq!(table.value(0, 0), Some("张\"三\", 一"));
    assert_eq!(table.value(1, 1), Some("4000000000"));
    assert_eq!(table.value(2, 1), Some("-12.35"));
    assert_eq!(table.other_sheets, ["说明"]);
    let refused = write(&folder.join("a.doc").to_string_lossy(), &frame(), &cover);
    assert!(matches!(refused, Err(SheetError::UnknownEnding { .. })));
    let nowhere = write("/no/such/folder/a.csv", &frame(), &cover);
    assert!(matches!(nowhere, Err(SheetError::Unwritable { .. })));
    std::fs::remove_dir_all(folder).unwrap();
}

proptest! {
    #[test]
    fn csv_is_read_back(values in proptest::collection::vec("[a-z张\",\n]{1,10}", 1..8)) {
        let column = Values::Text(values.iter().cloned().map(Some).collect());
        let numbers = Values::Whole(vec![1; values.len()]);
        let text = csv(&Frame::default().with("name", column).with("amount", numbers));
        let source = Source::Bytes { name: "a.csv".to_owned(), bytes: text.into_bytes() };
        let table = read(source, &ReadOptions::default()).unwrap();
        for (row, value) in values.iter().enumerate() {
            let wanted = Some(value.trim_matches([' ', '\t', '\r'])).filter(|v| !v.is_empty());
            prop_assert_eq!(table.value(0, row), wanted);
        }
    }
}

#[test]
fn a_cover_may_be_called_like_its_sheet() {
    let folder = std::env::temp_dir().join(format!("doudi-cover-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("same.xlsx");
    let cover = Cover {
        title: "Simulation".to_owned(),
        lines: vec![("day".to_owned(), "2020-04-01".to_owned())],
        sheet: "simulation".to_owned(),
    };
    write(path.to_str().unwrap(), &frame(), &cover).unwrap();
    let source = Source::Path(path.clone());
    assert_eq!(read(source, &ReadOptions::default()).unwrap().len(), 2);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_title_too_long_for_a_tab_or_with_marks_it_does_not_take_is_cut() {
    let folder = std::env::temp_dir().join(format!("sheet-long-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("long.xlsx");
    let title = "Recipients of the subsistence allowance [2020/11]: all";
    for lines in [
        Vec::new(),
        vec![("day".to_owned(), "2020-04-01".to_owned())],
    ] {
        let cover = Cover {
            title: title.to_owned(),
            lines,
            sheet: title.to_owned(),
        };
        write(path.to_str().unwrap(), &frame(), &cover).unwrap();
        let table = read(Source::Path(path.clone()), &ReadOptions::default()).unwrap();
        assert_eq!(table.len(), 2);
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_further_sheet_stands_behind_the_rows_of_a_workbook() {
    let folder = std::env::temp_dir().join(format!("sheet-further-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let near = Frame::default().with("编号", Values::Text(vec![Some("A7".to_owned())]));
    let cover = Cover {
        title: "说明".to_owned(),
        lines: vec![("行数".to_owned(), "2".to_owned())],
        sheet: "结果".to_owned(),
    };
    for (name, workbook) in [("a.xlsx", true), ("a.csv", false)] {
        let target = folder.join(name).to_string_lossy().into_owned();
        let mut out = Writer::create(&target, &cover).unwrap();
        out.write(&frame()).unwrap();
        assert_eq!(out.is_workbook(), workbook);
        out.further("待核", &near).unwrap();
        out.cover_line("末行", "1").unwrap();
        out.finish().unwrap();
    }
    let options = ReadOptions {
        sheet: Some("待核".to_owned()),
        columns: Vec::new(),
    };
    let table = read(Source::Path(folder.join("a.xlsx")), &options).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(table.value(0, 0), Some("A7"));
    assert_eq!(table.other_sheets, ["说明", "结果"]);
}
