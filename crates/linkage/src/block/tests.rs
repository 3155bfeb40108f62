//! Blocks hold the pairs that share a key, each once.

use super::*;
use crate::records::Records;
use arrow_array::StringViewArray;
use base::column::ColumnRole;

fn encoded(left: &[&str], right: &[&str]) -> Encoded {
    let records = |names: &[&str]| {
        Records::new(vec![(
            ColumnRole::Name,
            StringViewArray::from_iter_values(names),
        )])
        .unwrap()
    };
    Encoded::new(&[&records(left), &records(right)]).unwrap()
}

fn pairs(encoded: &mut Encoded, span: Span) -> Vec<(u32, u32)> {
    let chosen = choose(encoded, span, None, 12, 1);
    let all = build(encoded, span, &chosen);
    let mut found = Vec::new();
    for (at, blocks) in all.iter().enumerate() {
        for task in blocks.tasks(span) {
            let mut plain = Vec::new();
            blocks.pairs(task, span, |l, r| plain.push((l, r)));
            let mut gathered = Vec::new();
            blocks.gathered(encoded, task, span, |(l, a), (r, b)| {
                assert_eq!((a, b), (encoded.row(l), encoded.row(r)));
                gathered.push((l, r));
                if !seen_before(encoded, &all[..at], a, b) {
                    found.push((l, r));
                }
            });
            assert_eq!(gathered, plain);
        }
    }
    found.sort_unstable();
    found
}

#[test]
fn names_that_sound_alike_meet_once() {
    let mut encoded = encoded(&["王小明", "李四"], &["王晓名", "张三"]);
    assert_eq!(pairs(&mut encoded, Span::Across), [(0, 2)]);
}

#[test]
fn crossed_latin_names_meet() {
    let mut encoded = encoded(&["Anna Lee"], &["Lee Anna"]);
    assert_eq!(pairs(&mut encoded, Span::Across), [(0, 1)]);
}

#[test]
fn within_one_ledger_every_pair_is_looked_at_once() {
    let mut encoded = encoded(&["王小明", "王晓明"], &["王小名"]);
    assert_eq!(pairs(&mut encoded, Span::Within), [(0, 1), (0, 2), (1, 2)]);
}

#[test]
fn oversized_blocks_are_left_out_and_reported() {
    let many = vec!["王小明"; 600];
    let mut encoded = encoded(&many, &many);
    let chosen = choose(&encoded, Span::Across, None, 12, 1);
    let blocks = build(&mut encoded, Span::Across, &chosen[..1]).remove(0);
    assert_eq!(
        (blocks.report.dropped_blocks, blocks.report.dropped_pairs),
        (1, 360_000)
    );
    assert!(blocks.tasks(Span::Across).is_empty());
}

#[test]
fn many_blocks_are_gathered_as_they_lie() {
    let words = ["明", "红", "伟", "芳", "强", "华", "娜", "静", "兰", "军"];
    let name = |n: usize| format!("王{}{}", words[n % 10], words[n / 10 % 10]);
    let names: Vec<String> = (0..3000).map(name).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut encoded = encoded(&names, &names[..500]);
    assert!(pairs(&mut encoded, Span::Across).len() >= 500 * 30);
    assert!(pairs(&mut encoded, Span::Within).len() >= 500 * 30);
}
