//! Setting, with a font of squares: every character one size wide, ASCII half of it.

use super::line::{Measure, lines};
use super::{Item, Letter, Page, Widths, pages};
use crate::font::Glyph;
use crate::{Align, Block, Cell, Column, Document, Run, Style, Table};

struct Squares;

impl Widths for Squares {
    fn letter(&self, character: char) -> Letter {
        let width = if character.is_ascii() { 0.5 } else { 1.0 };
        Letter {
            face: 0,
            glyph: Glyph { id: 1, width },
        }
    }
}

fn run(text: &str) -> Vec<Run> {
    vec![Run {
        text: text.to_owned(),
        ..Run::default()
    }]
}

fn broken(text: &str, characters: f32) -> Vec<String> {
    let measure = Measure {
        size: 10.0,
        width: characters * 10.0,
        indent: 0.0,
        justified: true,
    };
    lines(&run(text), measure, &Squares)
        .iter()
        .map(|line| line.sets.iter().map(|set| set.character).collect())
        .collect()
}

#[test]
fn no_line_begins_with_a_full_stop() {
    assert_eq!(broken("低保金按月发放。", 7.0), ["低保金按月发", "放。"]);
    assert_eq!(
        broken("依据《办法》第三条", 3.0),
        ["依据", "《办", "法》第", "三条"]
    );
}

#[test]
fn numbers_and_words_stay_whole_while_they_fit() {
    assert_eq!(broken("金额496.00元", 4.0), ["金额", "496.00元"]);
    assert_eq!(broken("0123456789", 2.0), ["0123", "4567", "89"]);
    assert_eq!(broken("上\n下", 9.0), ["上", "下"]);
    assert_eq!(broken("", 9.0), [""]);
}

#[test]
fn full_lines_reach_the_right_edge() {
    let measure = Measure {
        size: 10.0,
        width: 75.0,
        indent: 20.0,
        justified: true,
    };
    let set = lines(&run("低保金按月发放给家庭"), measure, &Squares);
    let widths: Vec<i32> = set.iter().map(|line| line.width.round() as i32).collect();
    assert_eq!(widths, [55, 50]);
}

fn texts(page: &Page) -> Vec<String> {
    page.items
        .iter()
        .filter_map(|item| match item {
            Item::Text { line, .. } => Some(line.sets.iter().map(|s| s.character).collect()),
            Item::Rule { .. } => None,
        })
        .collect()
}

#[test]
fn a_letter_has_22_lines_a_page_and_numbers_at_the_outer_edge() {
    let line = Block::Paragraph {
        runs: run("一行"),
        align: Align::Left,
        indent: true,
    };
    let document = Document {
        style: Style::Letter,
        title: String::new(),
        blocks: vec![line; 23],
    };
    let pages = pages(&document, &Squares);
    let counts: Vec<usize> = pages.iter().map(|page| texts(page).len()).collect();
    assert_eq!(counts, [23, 2]);
    assert_eq!(texts(&pages[1]), ["一行", "— 2 —"]);
}

#[test]
fn a_table_repeats_its_head_and_loses_no_row() {
    let cell = |text: &str| Cell { runs: run(text) };
    let rows: Vec<Vec<Cell>> = (0..200)
        .map(|n| vec![cell(&format!("r{n}")), cell("内容")])
        .collect();
    let column = Column {
        share: 1,
        align: Align::Left,
    };
    let document = Document {
        style: Style::Form,
        title: String::new(),
        blocks: vec![Block::Table(Table {
            columns: vec![column; 2],
            head: vec![vec![cell("编号"), cell("说明")]],
            rows,
        })],
    };
    let pages = pages(&document, &Squares);
    assert!(pages.len() > 3);
    let mut seen = Vec::new();
    for page in &pages {
        let texts = texts(page);
        assert_eq!(texts[0], "编号");
        seen.extend(texts.into_iter().filter(|text| text.starts_with('r')));
        for item in &page.items {
            if let Item::Rule { from, to, .. } = item {
                assert!(from.1 <= 790.0 && to.1 <= 790.0, "a rule below the margin");
            }
        }
    }
    let expected: Vec<String> = (0..200).map(|n| format!("r{n}")).collect();
    assert_eq!(seen, expected);
}

#[test]
fn a_row_higher_than_a_page_goes_on() {
    let long = "长".repeat(6000);
    let cell = |text: &str| Cell { runs: run(text) };
    let document = Document {
        style: Style::Form,
        title: String::new(),
        blocks: vec![Block::Table(Table {
            columns: vec![
                Column {
                    share: 1,
                    align: Align::Left,
                };
                2
            ],
            head: Vec::new(),
            rows: vec![vec![cell("甲"), cell(&long)]],
        })],
    };
    let pages = pages(&document, &Squares);
    assert!(pages.len() > 2);
    let count: usize = pages
        .iter()
        .flat_map(texts)
        .map(|text| text.matches('长').count())
        .sum();
    assert_eq!(count, 6000);
}
