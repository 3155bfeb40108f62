//! The district's plan of 2020 against its published text, and plans with mistakes in them.

use super::{Every, Plan};
use crate::pack::{Diagnostic, Layer, Pack, Problem};
use jiff::civil::date;

const HEAD: &str = "id = \"t\"\njurisdiction = \"500153\"\n[title]\nzh = \"试\"\nen = \"Trial\"\n";
const OF_2020: &str = include_str!("../../../../packs/rongchang-2020/plans/2020.toml");

fn load(plan: &str) -> Result<Pack, Vec<Diagnostic>> {
    Pack::load_layers(&[Layer {
        name: String::new(),
        files: vec![
            ("pack.toml".to_owned(), HEAD.to_owned()),
            ("plans/one.toml".to_owned(), plan.to_owned()),
        ],
    }])
}

fn of_2020() -> Plan {
    load(OF_2020).unwrap().plans.remove(0)
}

/// A small plan; `item` is put into its only part.
fn small(item: &str) -> String {
    format!(
        "[plan]\nid = \"p\"\ntitle = {{zh = \"计划\", en = \"Plan\"}}\ndocument = \"一号\"\n\
         issuer = {{zh = \"局\", en = \"Bureau\"}}\nissued = \"2020-03-18\"\nends = \"2020-12-31\"\n\
         [[section]]\nid = \"care\"\nlabel = {{zh = \"科\", en = \"Section\"}}\n\
         [[part]]\nnumber = \"1\"\nheading = {{zh = \"一\", en = \"One\"}}\nsections = [\"care\"]\n\
         text = [\"1.走访。每月走访老人；及时更新台账。\"]\n{item}"
    )
}

fn item(id: &str, quote: &str, more: &str) -> String {
    format!(
        "[[part.item]]\nid = \"{id}\"\nquote = \"{quote}\"\ntitle = {{zh = \"项\", en = \"Item\"}}\n\
         evidence = {{zh = \"据\", en = \"Proof\"}}\nindicator = {{zh = \"率\", en = \"Share\"}}\n{more}\n"
    )
}

#[test]
fn every_sentence_of_the_plan_of_2020_asks_something_of_somebody() {
    let pack = load(OF_2020).unwrap();
    // One sentence exhorts without asking anything that could be shown.
    let unasked: Vec<String> = pack
        .warnings
        .iter()
        .map(|w| w.problem.to_string())
        .collect();
    assert_eq!(unasked.len(), 1, "{unasked:#?}");
    assert!(unasked[0].contains("使命感、责任感和紧迫感"));

    let plan = of_2020();
    let numbers: Vec<&str> = plan.parts.iter().map(|p| p.number.as_str()).collect();
    assert_eq!(
        numbers,
        [
            "1", "2", "3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7", "4.1", "4.2", "4.3", "4.4",
            "4.5"
        ]
    );
    assert!(
        plan.parts
            .iter()
            .all(|p| !p.items.is_empty() && !p.text.is_empty())
    );
}

/// The numbered paragraphs of part three, counted in the published text.
#[test]
fn every_numbered_paragraph_has_its_items() {
    let plan = of_2020();
    for (part, paragraphs) in [("3.1", 3), ("3.2", 6), ("3.3", 5), ("3.4", 2), ("3.5", 2)] {
        let part = plan.parts.iter().find(|p| p.number == part).unwrap();
        assert_eq!(part.text.len(), paragraphs, "{}", part.number);
        for n in 1..=paragraphs {
            let number = format!("{}.{n}", part.number);
            let item = part
                .items
                .iter()
                .find(|i| i.id.starts_with(&number))
                .unwrap();
            assert!(part.text[n - 1].contains(&item.quote), "{number}");
        }
    }
}

#[test]
fn the_plan_names_three_clocks_and_no_more() {
    let plan = of_2020();
    let named: Vec<&str> = plan
        .items()
        .filter(|i| i.due_named)
        .map(|i| i.id.as_str())
        .collect();
    assert_eq!(named, ["2-6", "3.1.3a", "3.1.3b"]);
    assert!(
        plan.items()
            .filter(|i| i.due_named)
            .all(|i| i.due == date(2020, 5, 31))
    );
    assert!(
        plan.items()
            .filter(|i| !i.due_named)
            .all(|i| i.due == plan.ends)
    );
    assert_eq!(plan.item("4.2b").unwrap().every, Some(Every::Month));
    assert_eq!(
        plan.item("3.5.2d").unwrap().sections,
        ["marriage", "funeral"]
    );
}

#[test]
fn a_quote_stands_in_the_text_exactly_once() {
    for quote in ["每月走访孤儿", "。", ""] {
        let found = load(&small(&item("1", quote, ""))).unwrap_err();
        assert_eq!(found[0].problem, Problem::Quote(quote.to_owned()));
        assert_eq!(found[0].file, "plans/one.toml");
        assert_eq!(found[0].line, 18);
    }
}

#[test]
fn a_sentence_that_nobody_is_asked_is_warned_of() {
    let pack = load(&small(&item("1", "每月走访老人", ""))).unwrap();
    assert_eq!(
        pack.warnings[0].problem,
        Problem::Unasked("及时更新台账。".to_owned())
    );
}

#[test]
fn names_days_and_sections_are_checked_all_at_once() {
    let wrong = [
        item("1", "每月走访老人", "due = \"2021-01-01\""),
        item("1", "及时更新台账", "sections = [\"car\"]"),
    ];
    let found = load(&small(&wrong.concat())).unwrap_err();
    let problems: Vec<Problem> = found.into_iter().map(|d| d.problem).collect();
    assert_eq!(
        problems,
        [
            Problem::Date("2021-01-01".to_owned()),
            Problem::Duplicate("1".to_owned()),
            Problem::UnknownReference("car".to_owned(), Some("care".to_owned())),
        ]
    );
}
