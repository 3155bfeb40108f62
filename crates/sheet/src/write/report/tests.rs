//! Reports written and read back, whole and over several sheets.

use super::*;
use crate::{ReadOptions, Source, read};

#[test]
fn a_report_is_read_back() {
    let folder = std::env::temp_dir().join(format!("doudi-report-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("r.xlsx");
    let leaf = Leaf {
        name: "清单/一".to_owned(),
        title: "疑点清单".to_owned(),
        lead: vec!["说明一行".to_owned()],
        columns: vec![
            Column::short("姓名", 10.0),
            Column::bars("件数", 8.0, 0x9D_C3_E6),
            Column::long("说明", 20.0),
        ],
        rows: vec![
            vec![
                Cell::text("张三"),
                Cell::Count(3),
                Cell::text("很长的一句话".repeat(9)),
            ],
            vec![
                Cell::Tag("李四".to_owned(), Tone::Warm),
                Cell::Count(4),
                Cell::Empty,
            ],
        ],
        ..Leaf::default()
    };
    let report = Report {
        leaves: vec![leaf],
        ..Report::default()
    };
    report.write(&path.to_string_lossy()).unwrap();
    let table = read(Source::Path(path), &ReadOptions::default()).unwrap();
    assert_eq!(table.sheet.as_deref(), Some("清单 一"));
    assert_eq!(table.value(0, 1), Some("李四"));
    assert_eq!(table.value(1, 0), Some("3"));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_one_sheet_does_not_hold_goes_on_to_the_next() {
    let folder = std::env::temp_dir().join(format!("doudi-parts-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("r.xlsx");
    let cover = Leaf {
        name: "说明".to_owned(),
        title: "报告".to_owned(),
        columns: vec![Column::long("", 20.0)],
        rows: vec![vec![Cell::Lead("清单".to_owned(), 1)]],
        plain: true,
        ..Leaf::default()
    };
    let list = Leaf {
        name: "清单".to_owned(),
        title: "清单".to_owned(),
        columns: vec![Column::short("编号", 10.0)],
        rows: (0..25).map(|n| vec![Cell::text(format!("A{n}"))]).collect(),
        ..Leaf::default()
    };
    let report = Report {
        leaves: vec![cover, list],
        back: "← 说明".to_owned(),
    };
    report.save_with(&path, 13).unwrap();
    let mut found = Vec::new();
    for name in ["清单", "清单 (2)", "清单 (3)"] {
        let options = ReadOptions {
            sheet: Some(name.to_owned()),
            ..ReadOptions::default()
        };
        let table = read(Source::Path(path.clone()), &options).unwrap();
        assert!(table.len() <= 10, "{name}");
        found.extend((0..table.len()).map(|r| table.value(0, r).unwrap().to_owned()));
    }
    let all: Vec<String> = (0..25).map(|n| format!("A{n}")).collect();
    assert_eq!(found, all);
    std::fs::remove_dir_all(folder).unwrap();
    let (first, more) = (parts(0, 10)[0].clone(), parts(0, 10).len());
    assert_eq!((first, more), (0..0, 1));
    assert_eq!(part_name(&"长".repeat(31), 1).chars().count(), 31);
}

#[test]
fn a_place_that_does_not_exist_is_named() {
    let failed = Report::default().write("/no/such/folder/r.xlsx");
    assert!(matches!(failed, Err(SheetError::Unwritable { .. })));
}
