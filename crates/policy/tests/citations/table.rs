//! The table of docs/law/programmes.md: every rule of the shipped programmes with where it stands
//! and the examples that hold it. Written by `UPDATE_EXPECT=1`, compared otherwise.

use super::{files, root};
use expect_test::expect_file;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use toml::{Table, Value};

const HEAD: &str = "\
# Every rule, where it stands, and what holds it

Made from the packs by `UPDATE_EXPECT=1 cargo test -p policy --test citations`; a test keeps it true.
A rule is a condition (or a group of them), a derived quantity (`=`), a step of the amount (`+`) or another way of being
granted (`status`). *Held by* names an example in which the condition fails, and how many examples
the programme has. `?` after a source: its text was not read, or does not confirm the value.
";

/// What the files say of one programme, in the order of the layers.
#[derive(Default)]
struct Programme {
    title: String,
    unit: String,
    from: String,
    to: String,
    folder: String,
    rules: Vec<(String, Table)>,
    examples: Vec<Table>,
}

fn text<'a>(table: &'a Table, key: &str) -> &'a str {
    table.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn label(table: &Table, key: &str) -> String {
    let label = table.get(key).and_then(Value::as_table);
    label.map_or_else(String::new, |l| {
        format!("{} · {}", text(l, "zh"), text(l, "en"))
    })
}

fn tables(table: &Table, key: &str) -> Vec<Table> {
    let items = table.get(key).and_then(Value::as_array);
    let items = items.into_iter().flatten().filter_map(Value::as_table);
    items.cloned().collect()
}

fn programmes() -> BTreeMap<String, Programme> {
    let mut found: BTreeMap<String, Programme> = BTreeMap::new();
    for layer in ["china", "chongqing", "rongchang-2020"] {
        let folder = root().join("packs").join(layer).join("programmes");
        let mut paths = Vec::new();
        files(&folder, &mut paths);
        for path in paths {
            let content: Table = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            let named = |key: &str, id: &str| {
                let head = content.get(key).and_then(Value::as_table)?;
                head.get(id).and_then(Value::as_str).map(str::to_owned)
            };
            let own = named("programme", "id");
            let other = || named("part", "programme").or_else(|| named("amend", "programme"));
            let Some(id) = own.clone().or_else(other) else {
                continue;
            };
            let programme = found.entry(id).or_default();
            if own.is_some() {
                let head = content.get("programme").and_then(Value::as_table).unwrap();
                programme.title = label(head, "title");
                text(head, "unit").clone_into(&mut programme.unit);
                text(head, "from").clone_into(&mut programme.from);
                text(head, "to").clone_into(&mut programme.to);
                let within = path.strip_prefix(root()).unwrap();
                programme.folder = within.parent().unwrap().display().to_string();
            }
            let kinds = [
                ("condition", ""),
                ("group", ""),
                ("derive", "= "),
                ("status", "status "),
            ];
            for (kind, mark) in kinds {
                let rules = tables(&content, kind).into_iter();
                programme
                    .rules
                    .extend(rules.map(|rule| (format!("{mark}{}", text(&rule, "id")), rule)));
            }
            let amount = content.get("amount").and_then(Value::as_table);
            let steps = amount.map(|a| tables(a, "step")).unwrap_or_default();
            let steps = steps.into_iter();
            programme
                .rules
                .extend(steps.map(|step| (format!("+ {}", text(&step, "id")), step)));
            programme.examples.extend(tables(&content, "example"));
        }
    }
    found
}

fn source(rule: &Table) -> String {
    let Some(cite) = rule.get("cite").and_then(Value::as_table) else {
        return String::new();
    };
    let sure = cite.get("verified").and_then(Value::as_bool) == Some(true);
    let article = text(cite, "article");
    let space = if article.is_empty() { "" } else { " " };
    format!(
        "{}{space}{article}{}",
        text(cite, "document"),
        if sure { "" } else { " ?" }
    )
}

fn fails(example: &Table, id: &str) -> bool {
    let expect = example.get("expect").and_then(Value::as_table);
    let fails = expect
        .and_then(|e| e.get("fails"))
        .and_then(Value::as_array);
    fails.is_some_and(|all| all.iter().any(|f| f.as_str() == Some(id)))
}

#[test]
fn the_table_of_rules_is_true() {
    let mut page = HEAD.to_owned();
    for (id, programme) in programmes() {
        let until = if programme.to.is_empty() {
            String::new()
        } else {
            format!(" to {}", programme.to)
        };
        let count = programme.examples.len();
        let _ = write!(
            page,
            "\n## {} `{id}`\n\n`{}`, decided for a {}, in force from {}{until}; {count} examples.\n\n",
            programme.title, programme.folder, programme.unit, programme.from
        );
        page.push_str("| rule | what | in force | source | held by |\n|---|---|---|---|---|\n");
        for (name, rule) in &programme.rules {
            let (from, to) = (text(rule, "from"), text(rule, "to"));
            let days = if from.is_empty() && to.is_empty() {
                String::new()
            } else {
                format!("{from} – {to}")
            };
            let held = programme.examples.iter().find(|e| fails(e, name));
            let held = held.map_or("", |e| text(e, "name"));
            let what = label(rule, "label");
            let _ = writeln!(
                page,
                "| {name} | {what} | {days} | {} | {held} |",
                source(rule)
            );
        }
    }
    expect_file!["../../../../docs/law/programmes.md"].assert_eq(&page);
}

const UNVERIFIED: &str = "\
# Values that nobody has confirmed

Made like [programmes.md](programmes.md). Each is in force in the packs and marked `verified = false`:
the figure, its first day or its source was not read in a published text.

| parameter | what | in force | value | said to stand in | not confirmed |
|---|---|---|---|---|---|
";

/// What is not confirmed of a value; every one says it.
fn doubt(dated: &Table) -> String {
    let cite = dated.get("cite").and_then(Value::as_table).unwrap();
    let said = label(cite, "doubt");
    assert!(
        !said.is_empty(),
        "{dated:?} does not say what is not confirmed"
    );
    said
}

fn value(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Table(keys) => {
            let pairs = keys
                .iter()
                .map(|(key, of)| format!("{key} {}", self::value(of)));
            pairs.collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

#[test]
fn the_list_of_unconfirmed_values_is_true() {
    let mut page = UNVERIFIED.to_owned();
    let mut labels: BTreeMap<String, String> = BTreeMap::new();
    for layer in ["china", "chongqing", "rongchang-2020"] {
        let mut paths = Vec::new();
        files(
            &root().join("packs").join(layer).join("parameters"),
            &mut paths,
        );
        for path in paths {
            let content: Table = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            for parameter in tables(&content, "parameter") {
                let id = text(&parameter, "id").to_owned();
                if parameter.contains_key("label") {
                    labels.insert(id.clone(), label(&parameter, "label"));
                }
                let open = tables(&parameter, "value").into_iter().filter(|v| {
                    let cite = v.get("cite").and_then(Value::as_table);
                    cite.and_then(|c| c.get("verified"))
                        .and_then(Value::as_bool)
                        != Some(true)
                });
                for dated in open {
                    let is = dated.get("is").map(value).unwrap_or_default();
                    let cite = source(&dated);
                    let _ = writeln!(
                        page,
                        "| {id} | {} | {} – {} | {is} | {} | {} |",
                        labels.get(&id).map_or("", String::as_str),
                        text(&dated, "from"),
                        text(&dated, "to"),
                        cite.trim_end_matches(" ?"),
                        doubt(&dated)
                    );
                }
            }
        }
    }
    expect_file!["../../../../docs/law/unverified.md"].assert_eq(&page);
}
