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
    let rules = choose(encoded, span, None, 12, 1);
    let mut earlier: Vec<Blocks> = Vec::new();
    let mut found = Vec::new();
    for (at, rule) in rules.iter().enumerate() {
        let blocks = Blocks::build(encoded, span, rule, at);
        for task in blocks.tasks(span) {
            blocks.pairs(task, span, |l, r| {
                if !seen_before(encoded, &earlier, encoded.row(l), encoded.row(r)) {
                    found.push((l, r));
                }
            });
        }
        earlier.push(blocks);
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
    let rule = choose(&encoded, Span::Across, None, 12, 1).remove(0);
    let blocks = Blocks::build(&mut encoded, Span::Across, &rule, 0);
    assert_eq!(
        (blocks.report.dropped_blocks, blocks.report.dropped_pairs),
        (1, 360_000)
    );
    assert!(blocks.tasks(Span::Across).is_empty());
}
