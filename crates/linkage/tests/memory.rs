//! The memory set changes how a run works, never what it finds.
#![expect(clippy::unwrap_used, reason = "a failed test says where")]

use arrow_array::StringViewArray;
use base::column::ColumnRole;
use linkage::{ModelSource, Pairs, Records, Settings, Silent, dedupe, link, link_each};

/// People with few names and birth dates, so that many pairs are near misses.
fn ledger(shift: usize) -> Records {
    let surnames = ["王", "李", "张", "刘", "陈", "杨", "黄"];
    let given = [
        "小明", "晓明", "小红", "伟", "芳", "秀英", "国强", "建华", "娜", "静",
    ];
    let people = (0..600).map(|n| n * 7 + shift);
    let name: Vec<String> = people
        .clone()
        .map(|n| format!("{}{}", surnames[n % 7], given[n / 7 % 10]))
        .collect();
    let born: Vec<String> = people
        .map(|n| format!("19{:02}-{:02}-{:02}", 40 + n % 40, 1 + n % 12, 1 + n % 28))
        .collect();
    Records::new(vec![
        (ColumnRole::Name, StringViewArray::from_iter_values(&name)),
        (
            ColumnRole::BirthDate,
            StringViewArray::from_iter_values(&born),
        ),
    ])
    .unwrap()
}

fn little(one_to_one: bool) -> Settings {
    Settings {
        memory_bytes: 2_000,
        one_to_one,
        ..Settings::default()
    }
}

#[test]
fn links_are_the_same_in_little_memory() {
    let (left, right) = (ledger(0), ledger(21));
    for one_to_one in [false, true] {
        let usual = Settings {
            one_to_one,
            ..Settings::default()
        };
        let run = |settings| link(&left, &right, &ModelSource::BuiltIn, settings, &Silent).unwrap();
        let (much, few) = (run(&usual), run(&little(one_to_one)));
        assert!(much.pairs.len() > 300, "{}", much.pairs.len());
        assert_eq!(much.pairs, few.pairs);
        assert_eq!(much.near_misses, few.near_misses);
        assert_eq!(much.report.links, few.report.links);
        assert_eq!(much.report.candidate_pairs, few.report.candidate_pairs);
    }
}

#[test]
fn pieces_come_in_the_order_of_the_rows() {
    let (left, right) = (ledger(0), ledger(21));
    let mut all = Pairs::default();
    let mut pieces = 0;
    let found = link_each(
        &left,
        &right,
        &ModelSource::BuiltIn,
        &little(false),
        &Silent,
        &mut |piece| {
            pieces += 1;
            if all.fields.is_empty() {
                all = piece;
            } else {
                all.append(piece);
            }
        },
    )
    .unwrap();
    assert!(pieces > 3 && found.pairs.is_empty());
    assert_eq!(found.report.links as usize, all.len());
    let rows: Vec<(u32, u32)> = all.left.iter().copied().zip(all.right).collect();
    assert!(rows.is_sorted());
}

#[test]
fn people_are_the_same_in_little_memory() {
    let ledger = ledger(0);
    let run = |settings| dedupe(&ledger, &ModelSource::BuiltIn, settings, &Silent).unwrap();
    let (much, few) = (run(&Settings::default()), run(&little(false)));
    assert_eq!(much.cluster, few.cluster);
    assert_eq!(much.pairs, few.pairs);
}
