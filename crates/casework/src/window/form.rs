//! The facts of a pack as a form, and a form read back into facts. Which fields there are is the
//! pack's; nothing here knows one by name.

use policy::cel::Type;
use policy::fact::{Entity, Fact};
use policy::pack::Pack;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use webkit::{Fields, Say};

/// How a value is entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    /// Figures.
    Number,
    /// A day.
    Day,
    /// Words.
    Words,
    /// One of these, value and label.
    Choice(Vec<(String, String)>),
}

/// One field.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) meaning: String,
    pub(crate) input: Input,
    pub(crate) value: String,
    /// Where the value is from, in a sentence; empty where nobody has said it before.
    pub(crate) source: String,
    /// Some decision hangs on it and it is not known.
    pub(crate) wanted: bool,
}

/// Records of a list: what it is, and the fields of each record, the last one empty.
#[derive(Debug, Clone)]
pub(crate) struct Rows {
    pub(crate) label: String,
    pub(crate) rows: Vec<Vec<Entry>>,
}

/// The facts of the household, or of one member.
#[derive(Debug, Clone, Default)]
pub(crate) struct Group {
    pub(crate) title: String,
    pub(crate) about: String,
    /// What is known or wanted.
    pub(crate) first: Vec<Entry>,
    /// Everything else.
    pub(crate) rest: Vec<Entry>,
    pub(crate) lists: Vec<Rows>,
}

/// Facts that are never typed: who somebody is stands in the registers.
const KEPT: [&str; 2] = ["id", "name"];

fn input(t: Say<'_>, fact: &Fact, language: &str) -> Option<Input> {
    Some(match &fact.of {
        Type::Bool => Input::Choice(vec![
            ("true".to_owned(), t.text("window-yes")),
            ("false".to_owned(), t.text("window-no")),
        ]),
        Type::Int | Type::Decimal | Type::Money => Input::Number,
        Type::Date => Input::Day,
        Type::Text => Input::Words,
        Type::Code(_) => Input::Choice(
            fact.codes
                .iter()
                .map(|(code, label)| (code.clone(), label.of(language).to_owned()))
                .collect(),
        ),
        _ => return None,
    })
}

fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// What the form of a household looks like.
pub(crate) struct Writer<'a> {
    pub(crate) t: Say<'a>,
    pub(crate) language: &'static str,
    pub(crate) pack: &'a Pack,
    pub(crate) sources: &'a Value,
    /// Paths of facts that decisions hang on.
    pub(crate) missing: &'a BTreeSet<String>,
}

impl Writer<'_> {
    /// The groups: the household, then its members.
    pub(crate) fn groups(&self, facts: &Value) -> Vec<Group> {
        let home = &facts["household"];
        let title = self.t.text("window-household");
        let mut groups = vec![self.group(
            Entity::Household,
            home,
            ("h", "household", "household"),
            title,
        )];
        let members = home["members"].as_array().map_or(&[][..], Vec::as_slice);
        for (at, member) in members.iter().enumerate() {
            let (name, path) = (format!("m{at}"), format!("household.members[{at}]"));
            let id = member["id"].as_str().unwrap_or_default();
            let title = shown(member.get("name"));
            groups.push(self.group(Entity::Person, member, (&name, id, &path), title));
        }
        groups
    }

    fn group(
        &self,
        entity: Entity,
        record: &Value,
        (prefix, key, path): (&str, &str, &str),
        title: String,
    ) -> Group {
        let mut group = Group {
            title,
            ..Group::default()
        };
        for fact in self.pack.facts.of(entity) {
            if KEPT.contains(&fact.id.as_str()) {
                continue;
            }
            if !fact.fields.is_empty() {
                group
                    .lists
                    .push(self.rows(fact, record.get(&fact.id), prefix));
                continue;
            }
            let Some(input) = input(self.t, fact, self.language) else {
                continue;
            };
            let value = shown(record.get(&fact.id));
            let source = &self.sources[format!("{key}.{}", fact.id)];
            let entry = Entry {
                name: format!("{prefix}.{}", fact.id),
                label: fact.label.of(self.language).to_owned(),
                meaning: fact
                    .meaning
                    .as_ref()
                    .map_or("", |m| m.of(self.language))
                    .to_owned(),
                input,
                source: match value.is_empty() {
                    true => String::new(),
                    false => self.source(source),
                },
                wanted: self.missing.contains(&format!("{path}.{}", fact.id)),
                value,
            };
            match entry.wanted || !entry.value.is_empty() {
                true => group.first.push(entry),
                false => group.rest.push(entry),
            }
        }
        group.first.sort_by_key(|entry| !entry.wanted);
        group
    }

    fn rows(&self, fact: &Fact, value: Option<&Value>, prefix: &str) -> Rows {
        let given = value
            .and_then(Value::as_array)
            .map_or(&[][..], Vec::as_slice);
        let nothing = Value::Null;
        let all = given.iter().chain(std::iter::once(&nothing)).enumerate();
        let rows = all.map(|(at, record)| {
            let fields = fact.fields.iter().filter_map(|field| {
                Some(Entry {
                    name: format!("{prefix}.{}.{at}.{}", fact.id, field.id),
                    label: field.label.of(self.language).to_owned(),
                    meaning: String::new(),
                    input: input(self.t, field, self.language)?,
                    value: shown(record.get(&field.id)),
                    source: String::new(),
                    wanted: false,
                })
            });
            fields.collect()
        });
        Rows {
            label: fact.label.of(self.language).to_owned(),
            rows: rows.collect(),
        }
    }

    fn source(&self, source: &Value) -> String {
        let (Some(from), Some(day)) = (source[0].as_str(), source[1].as_str()) else {
            return String::new();
        };
        let from = match from {
            "register" => self.t.text("window-from-register"),
            "window" => self.t.text("window-from-window"),
            number => format!("{} {number}", self.t.text("window-from-application")),
        };
        format!("{from} · {day}")
    }
}

fn typed(fact: &Fact, text: &str) -> Option<Value> {
    if text.is_empty() {
        return None;
    }
    Some(match &fact.of {
        Type::Bool => json!(text == "true"),
        Type::Int | Type::Decimal | Type::Money => {
            // What is no number goes on as it is: the reading of the case says what is wrong.
            let number = text.replace(',', "").parse::<serde_json::Number>();
            number.map_or_else(|_| json!(text), Value::Number)
        }
        _ => json!(text),
    })
}

fn list(fact: &Fact, form: &Fields, prefix: &str) -> Option<Value> {
    let mut records = Vec::new();
    for at in 0..100 {
        let mut record = Map::new();
        let mut there = false;
        for field in &fact.fields {
            let name = format!("{prefix}.{}.{at}.{}", fact.id, field.id);
            there |= form.pairs().iter().any(|(n, _)| *n == name);
            if let Some(value) = typed(field, form.get(&name)) {
                record.insert(field.id.clone(), value);
            }
        }
        if !there {
            break;
        }
        if !record.is_empty() {
            records.push(Value::Object(record));
        }
    }
    (!records.is_empty()).then_some(Value::Array(records))
}

fn take(facts: &[Fact], form: &Fields, prefix: &str, record: &mut Map<String, Value>) {
    for fact in facts.iter().filter(|f| !KEPT.contains(&f.id.as_str())) {
        let value = match fact.fields.is_empty() {
            true => typed(fact, form.get(&format!("{prefix}.{}", fact.id))),
            false => list(fact, form, prefix),
        };
        match value {
            Some(value) => record.insert(fact.id.clone(), value),
            None => record.remove(&fact.id),
        };
    }
}

/// The facts as a form says them, over what is known; the day's source for each that differs.
pub(crate) fn read(
    pack: &Pack,
    known: &Value,
    sources: &Value,
    form: &Fields,
    today: &str,
) -> (Value, Value) {
    let (mut facts, mut from) = (known.clone(), sources.clone());
    if let Some(home) = facts["household"].as_object_mut() {
        take(pack.facts.of(Entity::Household), form, "h", home);
        if let Some(members) = home.get_mut("members").and_then(Value::as_array_mut) {
            for (at, member) in members.iter_mut().enumerate() {
                if let Some(member) = member.as_object_mut() {
                    take(
                        pack.facts.of(Entity::Person),
                        form,
                        &format!("m{at}"),
                        member,
                    );
                }
            }
        }
    }
    let mut note = |key: &str, entity: Entity, now: &Value, before: &Value| {
        for fact in pack.facts.of(entity) {
            let (new, old) = (now.get(&fact.id), before.get(&fact.id));
            if new.is_some() && new != old {
                from[format!("{key}.{}", fact.id)] = json!(["window", today]);
            }
        }
    };
    note(
        "household",
        Entity::Household,
        &facts["household"],
        &known["household"],
    );
    let old = known["household"]["members"].as_array();
    let new = facts["household"]["members"].as_array();
    for (now, before) in new.into_iter().flatten().zip(old.into_iter().flatten()) {
        let key = now["id"].as_str().unwrap_or_default();
        note(key, Entity::Person, now, before);
    }
    (facts, from)
}
