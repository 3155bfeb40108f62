//! The worked cases of docs/law/worked.toml: every one is held by an example that comes out as it
//! says, or by a test that is there. Every example of the packs names the article it tests.

use super::{files, root};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use toml::{Table, Value};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Worked {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    what: String,
    /// Programme, name and amount in yuan where one is granted.
    #[serde(default)]
    examples: Vec<Vec<String>>,
    /// `file: test`.
    #[serde(default)]
    tests: Vec<String>,
    /// What it waits for: it is no programme's.
    later: Option<String>,
}

const IDS: [&str; 25] = [
    "T1-1", "T1-2", "T1-3", "T1-4", "T1-5", "T1-6", "T2-1", "T2-2", "T2-3", "T3-1", "T3-2", "T3-3",
    "T4-1", "T4-2", "T4-3", "T4-4", "T5-1", "T5-2", "T6-1", "T6-2", "T6-3", "T6-4", "T7-1", "T8-1",
    "T8-2",
];

/// The examples of the packs by programme and name.
fn examples() -> BTreeMap<(String, String), Table> {
    let mut found = BTreeMap::new();
    let mut paths = Vec::new();
    for layer in ["china", "chongqing", "rongchang-2020"] {
        files(&root().join("packs").join(layer), &mut paths);
    }
    for path in paths {
        let content: Table = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let id = ["programme", "part", "amend"].iter().find_map(|head| {
            let head = content.get(*head)?.as_table()?;
            let id = head.get("id").or_else(|| head.get("programme"));
            id?.as_str().map(str::to_owned)
        });
        let of = content.get("example").and_then(Value::as_array);
        for example in of.into_iter().flatten().filter_map(Value::as_table) {
            let name = example.get("name").and_then(Value::as_str).unwrap();
            let key = (id.clone().unwrap(), name.to_owned());
            found.insert(key, example.clone());
        }
    }
    found
}

#[test]
fn every_worked_case_is_held() {
    let text = fs::read_to_string(root().join("docs/law/worked.toml")).unwrap();
    let worked: Worked = toml::from_str(&text).unwrap();
    let mut ids: Vec<&str> = worked.case.iter().map(|c| c.id.as_str()).collect();
    ids.sort_unstable();
    assert_eq!(ids, IDS);
    let examples = examples();
    for case in &worked.case {
        let held = case.examples.len() + case.tests.len() + usize::from(case.later.is_some());
        assert!(held > 0, "{}: {}", case.id, case.what);
        for named in &case.examples {
            let [programme, name, amount @ ..] = named.as_slice() else {
                panic!("{}: {named:?}", case.id)
            };
            let key = (programme.clone(), name.clone());
            let example = examples
                .get(&key)
                .unwrap_or_else(|| panic!("{}: {key:?}", case.id));
            let expect = example.get("expect").and_then(Value::as_table).unwrap();
            let said = expect.get("amount").and_then(Value::as_str);
            if let Some(amount) = amount.first() {
                assert_eq!(said, Some(amount.as_str()), "{}: {name}", case.id);
            }
        }
        for test in &case.tests {
            let (file, name) = test.split_once(": ").unwrap();
            let text = fs::read_to_string(root().join(file)).unwrap();
            assert!(text.contains(&format!("#[test]\nfn {name}()")), "{test}");
        }
    }
}

#[test]
fn every_example_names_the_article_it_tests() {
    for ((programme, name), example) in examples() {
        assert!(example.contains_key("cite"), "{programme}: {name}");
    }
}

/// At least a dozen for every programme, granted and refused.
#[test]
fn every_programme_has_a_dozen_examples() {
    let mut outcomes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for ((programme, _), example) in examples() {
        let expect = example.get("expect").and_then(Value::as_table).unwrap();
        let outcome = expect.get("outcome").and_then(Value::as_str).unwrap();
        outcomes
            .entry(programme)
            .or_default()
            .push(outcome.to_owned());
    }
    assert_eq!(outcomes.len(), 17);
    for (programme, found) in outcomes {
        assert!(found.len() >= 12, "{programme}: {}", found.len());
        for outcome in ["granted", "refused"] {
            assert!(found.iter().any(|o| o == outcome), "{programme}: {outcome}");
        }
    }
}
