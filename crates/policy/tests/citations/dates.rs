//! No rule rests on a paper that was not yet, or no longer, in force on its days.

use super::{files, laws, papers, root};
use std::collections::HashMap;
use std::fs;
use toml::{Table, Value};

const NEVER: &str = "9999-12-31";

fn text<'a>(table: &'a Table, key: &str) -> Option<&'a str> {
    table.get(key).and_then(Value::as_str)
}

/// Days of every document of the tables, by each of its names.
fn documents() -> HashMap<String, (String, String)> {
    let mut found = HashMap::new();
    let mut add = |names: Vec<String>, from: String, to: Option<String>| {
        let to = to.unwrap_or_else(|| NEVER.to_owned());
        found.extend(
            names
                .into_iter()
                .map(|name| (name, (from.clone(), to.clone()))),
        );
    };
    laws().into_iter().for_each(|l| add(l.names, l.from, l.to));
    papers()
        .into_iter()
        .for_each(|p| add(p.names, p.from, p.to));
    found
}

/// Every entry with a citation below a table, with the days it is in force; `within` are those of
/// what it stands in.
fn entries(
    value: &Value,
    within: (&str, &str),
    path: &str,
    found: &mut Vec<(String, String, String, String)>,
) {
    match value {
        Value::Table(table) => {
            let from = text(table, "from").unwrap_or(within.0);
            let to = text(table, "to").filter(|t| t.starts_with(|c: char| c.is_ascii_digit()));
            let to = to.unwrap_or(within.1);
            let id = text(table, "id").map_or_else(|| path.to_owned(), |id| format!("{path} {id}"));
            if let Some(cite) = table.get("cite").and_then(Value::as_table)
                && let Some(document) = text(cite, "document")
            {
                found.push((
                    id.clone(),
                    document.to_owned(),
                    from.to_owned(),
                    to.to_owned(),
                ));
            }
            for (key, value) in table {
                if key != "cite" && key != "example" && key != "basis" && key != "amend" {
                    entries(value, (from, to), &format!("{id} {key}"), found);
                }
            }
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| entries(item, within, path, found)),
        _ => {}
    }
}

#[test]
fn no_rule_rests_on_a_paper_of_another_time() {
    let documents = documents();
    let mut days: HashMap<String, (String, String)> = HashMap::new();
    let mut wrong = Vec::new();
    for layer in ["china", "chongqing", "rongchang-2020"] {
        let mut paths = Vec::new();
        files(
            &root().join("packs").join(layer).join("programmes"),
            &mut paths,
        );
        let contents: Vec<(String, Table)> = paths
            .iter()
            .map(|path| {
                let name = path.strip_prefix(root()).unwrap().display().to_string();
                (
                    name,
                    toml::from_str(&fs::read_to_string(path).unwrap()).unwrap(),
                )
            })
            .collect();
        for (_, content) in &contents {
            if let Some(head) = content.get("programme").and_then(Value::as_table) {
                let from = text(head, "from").unwrap_or_default().to_owned();
                let to = text(head, "to").unwrap_or(NEVER).to_owned();
                days.insert(text(head, "id").unwrap_or_default().to_owned(), (from, to));
            }
        }
        for (name, content) in &contents {
            let of = ["programme", "part", "amend"].iter().find_map(|key| {
                let head = content.get(*key)?.as_table()?;
                text(head, "id").or_else(|| text(head, "programme"))
            });
            let stackings = content.get("stacking").and_then(Value::as_array);
            let mut found = Vec::new();
            if let Some((from, to)) = of.and_then(|id| days.get(id)) {
                entries(&Value::Table(content.clone()), (from, to), "", &mut found);
            } else {
                for rule in stackings.into_iter().flatten().filter_map(Value::as_table) {
                    let within = text(rule, "programme").and_then(|id| days.get(id));
                    let (from, to) = within.map_or(("", NEVER), |(f, t)| (f.as_str(), t.as_str()));
                    entries(
                        &Value::Table(rule.clone()),
                        (from, to),
                        "stacking",
                        &mut found,
                    );
                }
            }
            for (id, document, from, to) in found {
                if let Some((first, last)) = documents.get(&document)
                    && (from < *first || to > *last)
                {
                    wrong.push(format!(
                        "{name}:{id} ({from} – {to}) rests on {document} ({first} – {last})"
                    ));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} rules:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
