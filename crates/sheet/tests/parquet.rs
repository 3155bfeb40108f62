//! Ledgers in parquet files, as other programs write them, and as we write them.
#![expect(clippy::unwrap_used, reason = "a failed test says where")]

use arrow_array::types::{Int8Type, Int32Type};
use arrow_array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, DictionaryArray,
    Float64Array, Int64Array, ListArray, RecordBatch, StringViewArray, TimestampMicrosecondArray,
};
use base::column::ColumnRole;
use base::money::Fen;
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use sheet::{Cover, Frame, ReadOptions, Remark, Source, Table, Values, Writer, read};
use std::path::PathBuf;
use std::sync::Arc;

fn parquet(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns
            .into_iter()
            .map(|(name, values)| (name, values, true)),
    )
    .unwrap();
    let mut bytes = Vec::new();
    // Small row groups, so that reading crosses them.
    let properties = WriterProperties::builder()
        .set_max_row_group_row_count(Some(2))
        .build();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

fn table(bytes: Vec<u8>) -> Table {
    let name = "册.parquet".to_owned();
    read(Source::Bytes { name, bytes }, &ReadOptions::default()).unwrap()
}

fn values(table: &Table, at: usize) -> Vec<Option<&str>> {
    table.columns[at].values.iter().collect()
}

#[test]
fn every_flat_kind_of_column_reads_as_a_ledger_would_write_it() {
    let towns: DictionaryArray<Int8Type> =
        vec![Some("甲镇"), None, Some("甲镇")].into_iter().collect();
    let table = table(parquet(vec![
        (
            "姓名",
            Arc::new(StringViewArray::from(vec![
                Some("张三"),
                Some(" 李四四四四四 "),
                None,
            ])),
        ),
        ("乡镇", Arc::new(towns)),
        (
            "身份证号",
            Arc::new(Int64Array::from(vec![500_153_190_001_010_013, 1, 2])),
        ),
        (
            "出生日期",
            Arc::new(Date32Array::from(vec![Some(-25_567), None, Some(0)])),
        ),
        (
            "金额",
            Arc::new(
                Decimal128Array::from(vec![Some(44_000), Some(-5), None])
                    .with_precision_and_scale(10, 2)
                    .unwrap(),
            ),
        ),
        (
            "余额",
            Arc::new(Float64Array::from(vec![440.0, 545.5, f64::NAN])),
        ),
        (
            "登记日期",
            Arc::new(TimestampMicrosecondArray::from(vec![
                1_584_489_600_000_000,
                1,
                0,
            ])),
        ),
        (
            "死亡日期",
            Arc::new(
                TimestampMicrosecondArray::from(vec![1_584_460_800_000_000, 0, 0])
                    .with_timezone("UTC"),
            ),
        ),
        (
            "享受",
            Arc::new(BooleanArray::from(vec![Some(true), Some(false), None])),
        ),
        (
            "备注",
            Arc::new(BinaryArray::from(vec![
                Some("残".as_bytes()),
                Some(&[0xFF]),
                None,
            ])),
        ),
    ]));
    assert_eq!(
        values(&table, 0),
        [Some("张三"), Some("李四四四四四"), None]
    );
    assert_eq!(values(&table, 1), [Some("甲镇"), None, Some("甲镇")]);
    assert_eq!(values(&table, 2)[0], Some("500153190001010013"));
    assert_eq!(
        values(&table, 3),
        [Some("1900-01-01"), None, Some("1970-01-01")]
    );
    assert_eq!(values(&table, 4), [Some("440.00"), Some("-0.05"), None]);
    assert_eq!(values(&table, 5), [Some("440"), Some("545.5"), None]);
    assert_eq!(
        values(&table, 6)[..2],
        [Some("2020-03-18"), Some("1970-01-01")]
    );
    assert_eq!(
        values(&table, 7)[0],
        Some("2020-03-18"),
        "midnight in Beijing"
    );
    assert_eq!(values(&table, 8), [Some("true"), Some("false"), None]);
    assert_eq!(values(&table, 9), [Some("残"), None, None]);
    assert_eq!(table.columns[3].role, Some(ColumnRole::BirthDate));
    assert_eq!(
        table.rows.row(0),
        1,
        "records count from 1: there is no header row"
    );
}

#[test]
fn an_id_kept_as_a_float_is_damaged_here_too() {
    let ids: Vec<f64> = vec![500_153_190_001_010_013.0; 6];
    let found = table(parquet(vec![(
        "身份证号",
        Arc::new(Float64Array::from(ids)),
    )]));
    assert_eq!(found.problems.counts(), [("sheet-id-damaged", 6)]);
    assert_eq!(values(&found, 0), [None; 6]);
}

#[test]
fn lists_are_left_out_and_named() {
    let lists = ListArray::from_iter_primitive::<Int32Type, _, _>(vec![Some(vec![Some(1)])]);
    let found = table(parquet(vec![
        ("姓名", Arc::new(StringViewArray::from(vec!["张三"]))),
        ("发放月份", Arc::new(lists)),
    ]));
    assert_eq!(found.columns.len(), 1);
    let header = "发放月份".to_owned();
    assert_eq!(found.remarks, [Remark::ColumnLeftOut { header }]);
}

#[test]
fn a_cut_file_is_broken_and_an_empty_one_has_no_rows() {
    use base::message::Speak;
    let name: ArrayRef = Arc::new(StringViewArray::from(vec!["张三"]));
    let code = |bytes: Vec<u8>| {
        let source = Source::Bytes {
            name: "a.parquet".to_owned(),
            bytes,
        };
        read(source, &ReadOptions::default())
            .map(|_| ())
            .unwrap_err()
            .message()
            .code
    };
    let mut cut = parquet(vec![("姓名", name.clone())]);
    cut.truncate(cut.len() - 9);
    assert_eq!(code(cut), "sheet-broken");
    assert_eq!(
        code(parquet(vec![("姓名", name.slice(0, 0))])),
        "sheet-no-rows"
    );
}

/// A folder of one test.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("doudi-parquet-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn what_is_written_part_by_part_is_read_back_from_every_format() {
    let folder = folder("parts");
    let part = |n: u32| {
        Frame::default()
            .with("姓名", Values::Text(vec![Some(format!("张{n}")), None]))
            .with("户号", Values::Whole(vec![n, 4_000_000_000]))
            .with(
                "号码",
                Values::Number(vec![Some(-7), Some(500_153_190_001_010_013)]),
            )
            .with("概率", Values::Decimal(vec![0.1, f32::NAN], 2))
            .with(
                "金额",
                Values::Money(vec![Some(Fen::new(-5)), Some(Fen::new(123_456))]),
            )
            .with(
                "日期",
                Values::Date(vec![Some(jiff::civil::date(2020, 3, 18)), None]),
            )
    };
    for ending in ["csv", "xlsx", "parquet"] {
        let target = folder
            .join(format!("结果.{ending}"))
            .to_string_lossy()
            .into_owned();
        let mut out = Writer::create(&target, &Cover::default()).unwrap();
        for n in 1..=3 {
            out.write(&part(n)).unwrap();
        }
        assert!(
            !std::path::Path::new(&target).exists(),
            "nothing before it is whole"
        );
        out.finish().unwrap();
        let table = read(Source::from_argument(&target), &ReadOptions::default()).unwrap();
        assert_eq!(table.len(), 6, "{ending}");
        assert_eq!(values(&table, 0)[2..4], [Some("张2"), None], "{ending}");
        assert_eq!(
            values(&table, 1)[..2],
            [Some("1"), Some("4000000000")],
            "{ending}"
        );
        assert_eq!(values(&table, 2)[1], Some("500153190001010013"), "{ending}");
        let decimals: Vec<f64> = values(&table, 3)
            .iter()
            .flatten()
            .map(|v| v.parse().unwrap())
            .collect();
        assert_eq!(decimals, [0.1; 3], "{ending}");
        let money = base::money::written::parse(values(&table, 4)[1].unwrap());
        assert_eq!(money, Ok(Fen::new(123_456)), "{ending}");
        assert_eq!(
            values(&table, 5)[..2],
            [Some("2020-03-18"), None],
            "{ending}"
        );
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_part_with_other_columns_is_refused_and_leaves_nothing_behind() {
    let folder = folder("differ");
    let target = folder.join("a.parquet").to_string_lossy().into_owned();
    let mut out = Writer::create(&target, &Cover::default()).unwrap();
    out.write(&Frame::default().with("a", Values::Whole(vec![1])))
        .unwrap();
    let refused = out.write(&Frame::default().with("b", Values::Whole(vec![1])));
    assert!(matches!(
        refused,
        Err(sheet::SheetError::ColumnsDiffer { .. })
    ));
    drop(out);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
    std::fs::remove_dir_all(folder).unwrap();
}
