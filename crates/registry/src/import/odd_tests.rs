//! Files as nobody would write them: whatever stands in the cells, a file is refused with a sentence
//! or its rows are all accounted for; what is applied is there, and what is undone is gone.

use super::*;
use crate::register::{self, Declared, Query, list};
use crate::testing::{act, district, officer};
use base::Fault;
use base::id::BatchId;
use platform::Platform;
use proptest::prelude::*;

const HEADERS: [&str; 6] = [
    "姓名",
    "身份证号",
    "区划代码",
    "自理能力",
    "照料人",
    "走访次数",
];

/// Cells that are right, nearly right, and nothing like it.
fn cell() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "王秀英",
        "阿依古丽·买买提",
        "500153194001010013",
        "500153194001010010",
        "5.00153E+17",
        "51023119491231244X",
        "500153104201",
        "500153",
        "999999",
        "全自理",
        "全护理",
        "半",
        "3",
        "-1",
        "1e9",
        "2020-02-30",
        "",
        " ",
        "=1+1",
        "'; DROP TABLE person;--",
        "\u{feff}\u{200b}",
        "😀",
        "合计",
    ]);
    prop_oneof![
        4 => known.prop_map(str::to_owned),
        1 => "\\PC{0,12}",
        1 => Just("长".repeat(3_000)),
    ]
}

/// What belongs into a column.
fn right(column: usize) -> impl Strategy<Value = String> {
    let all: &[&str] = match column {
        0 => &["王秀英", "李国强", "张桂芳"],
        1 => &[
            "51023119491231244X",
            "11010519491231002X",
            "440524188001010014",
        ],
        2 => &["500153104201"],
        3 => &["全自理", "全护理"],
        4 => &["邻居"],
        _ => &["3", "5"],
    };
    prop::sample::select(all.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>())
}

/// Mostly right rows under these columns, some of another length.
fn row(headers: &[usize]) -> impl Strategy<Value = Vec<String>> + use<> {
    let cells: Vec<_> = headers
        .iter()
        .map(|column| prop_oneof![12 => right(*column).boxed(), 1 => cell().boxed()])
        .collect();
    prop_oneof![8 => cells.boxed(), 1 => prop::collection::vec(cell(), 0..8).boxed()]
}

/// Columns, most often all of them, and rows.
fn table_of_oddities() -> impl Strategy<Value = (Vec<usize>, Vec<Vec<String>>)> {
    let all: Vec<usize> = (0..6).collect();
    let some = prop::sample::subsequence(all.clone(), 1..=6);
    let headers = prop_oneof![5 => Just(all), 1 => some];
    headers.prop_flat_map(|headers| {
        let rows = prop::collection::vec(row(&headers), 0..8);
        (Just(headers), rows)
    })
}

fn declared() -> Declared {
    register::tests::declared()
}

fn written(headers: &[usize], rows: &[Vec<String>]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let line = |cells: Vec<String>| cells.join(",") + "\n";
    let head = headers.iter().filter_map(|at| HEADERS.get(*at));
    let mut text = line(head.map(|h| quoted(h)).collect());
    for row in rows {
        text += &line(row.iter().map(|c| quoted(c)).collect());
    }
    text
}

/// Brought and checked; `None` where it was refused, which must be by a sentence.
fn checked_file(platform: &Platform, text: &str) -> Option<BatchId> {
    let who = officer();
    let brought = act(platform, &who, |ctx| {
        let declared = declared();
        let id = bring(ctx, &declared, "alone", ("乱.csv", text.as_bytes()), None)?;
        let (batch, table) = table(ctx, &declared, id)?;
        let (columns, _) = columns(ctx, &declared, &batch, &table)?;
        tell(ctx, &declared, (id, batch.version), (&columns, false))?;
        Ok(id)
    });
    let id = match brought {
        Ok(id) => id,
        Err(Fault::Refused(_) | Fault::Invalid(_)) => return None,
        Err(other) => panic!("{other:?} for {text}"),
    };
    let request = platform.request();
    match checked(platform, (&who, request), &declared(), id, &|_, _| Ok(())) {
        Ok(_) => Some(id),
        Err(Fault::Refused(_) | Fault::Invalid(_)) => None,
        Err(other) => panic!("{other:?} for {text}"),
    }
}

fn kept(platform: &Platform) -> i64 {
    let query = Query::default();
    let found = platform.read(&officer(), platform.request(), |ctx| {
        list(ctx, &declared(), "alone", &query)
    });
    found.unwrap().total
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn every_row_is_accounted_for_and_the_way_back_is_whole(
        (headers, rows) in table_of_oddities(),
    ) {
        let text = written(&headers, &rows);
        engines::on_sqlite(|db| {
            let platform = district(db);
            let Some(id) = checked_file(&platform, &text) else {
                assert_eq!(kept(&platform), 0);
                return;
            };
            let read = |ctx: &platform::Ctx<'_>| batch(ctx, &declared(), id);
            let of = platform.read(&officer(), platform.request(), read).unwrap();
            let counted: i64 = of.counts.iter().sum();
            assert!(counted <= rows.len() as i64, "{counted} rows of {} in {text}", rows.len());
            assert_eq!(kept(&platform), 0, "reading changes nothing");
            match act(&platform, &officer(), |ctx| apply(ctx, &declared(), id)) {
                Ok(_) => {
                    assert_eq!(kept(&platform), of.counts[0], "what is new is there: {text}");
                    act(&platform, &officer(), |ctx| undo(ctx, &declared(), id)).unwrap();
                }
                Err(Fault::Refused(_) | Fault::Invalid(_)) => {}
                Err(other) => panic!("{other:?} for {text}"),
            }
            assert_eq!(kept(&platform), 0, "nothing half: {text}");
        });
    }
}
