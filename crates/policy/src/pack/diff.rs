//! What changes from one pack to another, entry by entry, and from one day to another. Must not
//! know how either is shown. Start at [`between`] and [`Pack::changes`].

use super::layer::Layer;
use super::{Citation, Dated, Label, Pack, Parameter};
use crate::cel::{Datum, Type};
use crate::programme::{Days, Programme};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// One thing that two packs say differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The programme, for what stands in a programme's file.
    pub programme: Option<String>,
    /// What it is: `parameter`, `condition`, `screen` …
    pub kind: String,
    /// Its name.
    pub id: String,
    /// Which part of it: `value 2020-09-01 is`; empty when it is there only once.
    pub part: String,
    /// What the first pack says; `None` when it has nothing there.
    pub before: Option<String>,
    /// What the second pack says.
    pub after: Option<String>,
}

type Entry = (Option<String>, String, String);

/// Everything that two packs, with all their layers, say differently, in the order of programme,
/// kind and name. What several layers say of one thing is compared as they say it together.
pub fn between(before: &[Layer], after: &[Layer]) -> Vec<Difference> {
    let (before, after) = (said(before), said(after));
    let mut found = Vec::new();
    let entries: std::collections::BTreeSet<&Entry> = before.keys().chain(after.keys()).collect();
    for entry in entries {
        let (programme, kind, id) = entry.clone();
        let difference = |part: &str, before: Option<&String>, after: Option<&String>| Difference {
            programme: programme.clone(),
            kind: kind.clone(),
            id: id.clone(),
            part: part.to_owned(),
            before: before.cloned(),
            after: after.cloned(),
        };
        match (before.get(entry), after.get(entry)) {
            (Some(old), Some(new)) => {
                let parts: std::collections::BTreeSet<&String> =
                    old.keys().chain(new.keys()).collect();
                let changed = parts.into_iter().filter(|p| old.get(*p) != new.get(*p));
                found.extend(changed.map(|p| difference(p, old.get(p), new.get(p))));
            }
            (Some(old), None) => found.push(difference("", Some(&title(old, &id)), None)),
            (None, Some(new)) => found.push(difference("", None, Some(&title(new, &id)))),
            (None, None) => {}
        }
    }
    found
}

fn title(parts: &BTreeMap<String, String>, id: &str) -> String {
    let named = ["label zh", "title zh", "is"];
    let found = named.iter().find_map(|part| parts.get(*part));
    found.map_or_else(|| id.to_owned(), Clone::clone)
}

/// All that layers say: entry by entry, part by part.
fn said(layers: &[Layer]) -> BTreeMap<Entry, BTreeMap<String, String>> {
    let mut all: BTreeMap<Entry, BTreeMap<String, String>> = BTreeMap::new();
    for layer in layers {
        for (path, text) in &layer.files {
            let Ok(file) = text.parse::<toml::Table>() else {
                continue;
            };
            if path == "pack.toml" {
                let entry = (None, "pack".to_owned(), named(&file).unwrap_or_default());
                let parts = all.entry(entry).or_default();
                flatten("", &toml::Value::Table(file), parts);
                continue;
            }
            let programme = file.get("programme").and_then(toml::Value::as_table);
            let programme = programme.and_then(named);
            for (kind, value) in &file {
                match value {
                    toml::Value::Array(entries) => {
                        for (at, entry) in entries.iter().enumerate() {
                            let id = entry.as_table().and_then(named);
                            let id = id.unwrap_or_else(|| (at + 1).to_string());
                            let key = (programme.clone(), kind.clone(), id);
                            flatten("", entry, all.entry(key).or_default());
                        }
                    }
                    value => {
                        let id = value.as_table().and_then(named).unwrap_or_default();
                        let key = (programme.clone(), kind.clone(), id);
                        flatten("", value, all.entry(key).or_default());
                    }
                }
            }
        }
    }
    all
}

/// The name of an entry: its number or name, with the first day of a version.
fn named(table: &toml::Table) -> Option<String> {
    let text = |key: &str| table.get(key).and_then(toml::Value::as_str);
    let id = text("id").or_else(|| text("name"))?;
    Some(match text("from") {
        Some(from) => format!("{id} {from}"),
        None => id.to_owned(),
    })
}

fn flatten(path: &str, value: &toml::Value, parts: &mut BTreeMap<String, String>) {
    let join = |key: &str| {
        if path.is_empty() {
            key.to_owned()
        } else {
            format!("{path} {key}")
        }
    };
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                flatten(&join(key), value, parts);
            }
        }
        toml::Value::Array(items) if items.iter().any(toml::Value::is_table) => {
            for (at, item) in items.iter().enumerate() {
                let key = item.as_table().and_then(|table| {
                    let text = |key: &str| table.get(key).and_then(toml::Value::as_str);
                    text("id").or_else(|| text("from")).map(str::to_owned)
                });
                flatten(
                    &join(&key.unwrap_or_else(|| (at + 1).to_string())),
                    item,
                    parts,
                );
            }
        }
        toml::Value::String(text) => {
            parts.insert(path.to_owned(), text.clone());
        }
        other => {
            parts.insert(path.to_owned(), other.to_string());
        }
    }
}

/// A value of the law that changes on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueChange {
    /// The first day of the new value, or of none.
    pub day: Date,
    /// The parameter.
    pub id: String,
    /// Its label.
    pub label: Label,
    /// What was in force the day before.
    pub before: Option<Datum>,
    /// What is in force from that day on.
    pub after: Option<Datum>,
    /// Where the new value stands.
    pub cite: Option<Citation>,
}

/// A version of a rule of a programme.
#[derive(Debug, Clone, Copy)]
pub struct Rule<'p> {
    /// The programme.
    pub programme: &'p Programme,
    /// What it is: `condition`, `step` …
    pub kind: &'static str,
    /// Its name.
    pub id: &'p str,
    /// Its label.
    pub label: &'p Label,
    /// When it is in force.
    pub days: Days,
    /// Where it stands.
    pub cite: &'p Citation,
}

/// A rule of a programme that comes into force or ends.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleChange {
    /// The first day with it, or without it.
    pub day: Date,
    /// The programme.
    pub programme: String,
    /// What it is: `condition`, `step` …
    pub kind: &'static str,
    /// Its name.
    pub id: String,
    /// Its label.
    pub label: Label,
    /// Whether it begins that day; else it ends.
    pub begins: bool,
    /// Where it stands.
    pub cite: Citation,
}

impl Pack {
    /// Every version of every rule of its programmes, with what it is.
    pub fn rules(&self) -> Vec<Rule<'_>> {
        let mut found = Vec::new();
        for programme in &self.programmes {
            let mut add = |kind, id, label, days, cite| {
                found.push(Rule {
                    programme,
                    kind,
                    id,
                    label,
                    days,
                    cite,
                });
            };
            for d in &programme.derives {
                add("derive", &d.id, &d.label, d.days, &d.cite);
            }
            for c in &programme.conditions {
                add("condition", &c.id, &c.label, c.days, &c.cite);
            }
            for g in &programme.groups {
                add("group", &g.id, &g.label, g.days, &g.cite);
            }
            for s in &programme.statuses {
                add("status", &s.id, &s.label, s.days, &s.cite);
            }
            for s in programme.amount.iter().flat_map(|a| &a.steps) {
                add("step", &s.id, &s.label, s.days, &s.cite);
            }
            for s in programme.road.iter().flat_map(|r| &r.steps) {
                add("road", &s.id, &s.label, s.days, &s.cite);
            }
            for r in &programme.reviews {
                add("review", &r.id, &r.label, r.days, &r.cite);
            }
            for d in &programme.documents {
                add("document", &d.id, &d.label, d.days, &d.cite);
            }
        }
        found
    }

    /// The rules of programmes that come into force or end after one day up to another.
    pub fn rule_changes(&self, from: Date, to: Date) -> Vec<RuleChange> {
        let mut found = Vec::new();
        for rule in self.rules() {
            let end = rule.days.to.and_then(|to| to.tomorrow().ok());
            for (day, begins) in [(Some(rule.days.from), true), (end, false)] {
                if let Some(day) = day.filter(|day| from < *day && *day <= to) {
                    found.push(RuleChange {
                        day,
                        programme: rule.programme.id.clone(),
                        kind: rule.kind,
                        id: rule.id.to_owned(),
                        label: rule.label.clone(),
                        begins,
                        cite: rule.cite.clone(),
                    });
                }
            }
        }
        found.sort_by(|a, b| (a.day, &a.programme, a.kind).cmp(&(b.day, &b.programme, b.kind)));
        found
    }

    /// What changes in the values of the law after one day up to another, day by day.
    pub fn changes(&self, from: Date, to: Date) -> Vec<ValueChange> {
        let mut found: Vec<ValueChange> = Vec::new();
        for parameter in &self.parameters {
            let days = parameter.changes().into_iter();
            for day in days.filter(|day| from < *day && *day <= to) {
                let before = day.yesterday().ok().and_then(|day| parameter.on(day));
                let after = parameter.on(day);
                let value = |dated: Option<&Dated>| dated.map(|d| d.value.clone());
                if value(before) != value(after) {
                    found.push(ValueChange {
                        day,
                        id: parameter.id.clone(),
                        label: parameter.label.clone(),
                        before: value(before),
                        after: value(after),
                        cite: after.map(|d| d.cite.clone()),
                    });
                }
            }
        }
        found.sort_by(|a, b| (a.day, &a.id).cmp(&(b.day, &b.id)));
        found
    }
}

impl Parameter {
    /// A value as people read it: a table key by key.
    pub fn shown(&self, value: &Datum, language: &str) -> String {
        match (value, &self.of) {
            (Datum::Table(values), Type::Table(keys, _)) => {
                let pairs = keys.names().iter().zip(values.iter());
                let shown = pairs.map(|(key, value)| {
                    let label = self.key_labels.iter().find(|(k, _)| k == key);
                    let label = label.map_or(key.as_str(), |(_, l)| l.of(language));
                    format!("{label} {}", value.value().shown())
                });
                let comma = if language.starts_with("zh") {
                    "，"
                } else {
                    ", "
                };
                shown.collect::<Vec<_>>().join(comma)
            }
            (value, _) => value.value().shown(),
        }
    }
}
