//! Broken files of every kind, in both languages, and what inspect says of readable ones.

use super::{Desk, exists, stderr, stdout};

#[test]
fn files_that_cannot_be_read_say_why_in_both_languages() {
    let desk = Desk::new("broken");
    desk.file("empty.csv", "")
        .file("page.xls", "<html><table></table></html>")
        .file("scan.xlsx", "%PDF-1.4")
        .file("cut.xlsx", b"PK\x03\x04rest")
        .file("bytes.csv", b"\x01\x02\x03")
        .file("figures.csv", "1,2\n3,4\n")
        .file("header.csv", "name,sex\n");
    for (file, english, chinese) in [
        ("absent.csv", "there is no file", "找不到文件"),
        ("empty.csv", "is empty", "空文件"),
        ("page.xls", "web page", "网页"),
        ("scan.xlsx", "is a PDF", "PDF"),
        ("cut.xlsx", "damaged", "已损坏"),
        ("bytes.csv", "no xlsx", "不是 xlsx"),
        ("figures.csv", "no header row", "表头"),
        ("header.csv", "no rows", "没有数据行"),
    ] {
        let said = desk.run(&["inspect", file]);
        assert_eq!(said.status.code(), Some(3), "{file}");
        assert!(stderr(&said).contains(english), "{file}: {}", stderr(&said));
        let said = desk.run_with(&["inspect", file], "zh_CN.UTF-8", "");
        assert!(stderr(&said).contains(chinese), "{file}: {}", stderr(&said));
    }
}

#[test]
fn inspect_names_columns_and_problems_and_writes_them() {
    let desk = Desk::new("inspect");
    desk.file(
        "roll.csv",
        "某镇花名册\n姓名,身份证号\n张三,500153190001010013\n李四,5.00153E+17\n王五,500153190001010012\n\
         赵六,50015319000101003X\n",
    );
    let args = [
        "inspect",
        "roll.csv",
        "--rejects",
        "bad.xlsx",
        "--save-mapping",
        "map.toml",
    ];
    let said = desk.run(&args);
    assert_eq!(said.status.code(), Some(1), "{}", stderr(&said));
    let text = stdout(&said);
    assert!(
        text.contains("column \"身份证号\": ID number (id_number), 3 values"),
        "{text}"
    );
    assert!(
        text.contains("row 4") && text.contains("turned it into a float"),
        "{text}"
    );
    assert!(
        text.contains("row 5") && text.contains("should end in 3"),
        "{text}"
    );
    assert!(
        !text.contains("500153190001010012"),
        "ID numbers are masked: {text}"
    );
    assert!(exists(&desk.path("bad.xlsx")));
    assert!(desk.read("map.toml").contains("id_number = \"身份证号\""));
    let again = desk.run(&["inspect", "bad.xlsx"]);
    assert!(stdout(&again).contains("Reason"), "{}", stdout(&again));
}
