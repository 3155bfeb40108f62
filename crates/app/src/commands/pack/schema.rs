//! `doudi pack schema`: the JSON Schema (2020-12) of the cases that a programme asks for.

use crate::cli::{file, sub, value};
use crate::commands::decide_batch::programme;
use crate::commands::{required, text};
use crate::failure::Failure;
use crate::messages::Catalogue;
use crate::packs;
use clap::{ArgMatches, Command};
use policy::batch::needed;
use policy::cel::Type;
use policy::fact::{Entity, Fact};
use policy::pack::Pack;
use serde_json::{Map, Value, json};
use std::collections::HashSet;
use std::process::ExitCode;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    sub(
        "schema",
        catalogue,
        say("help-pack-schema"),
        say("example-pack-schema"),
    )
    .arg(file("pack", "DIR", say("help-pack-dir")))
    .arg(value("programme", "CODE", say("help-schema-programme")))
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let (_, pack) = packs::open(catalogue, required(args, "pack")?)?;
    let one = text(args, "programme")
        .map(|id| programme(&pack, id))
        .transpose()?;
    let wanted = one.map(|p| needed(p, &pack.facts));
    let title = one.map_or(&pack.title, |p| &p.title);
    let schema = schema(
        &pack,
        title.of(catalogue.language().tag()),
        wanted.as_ref(),
        catalogue,
    );
    println!("{schema:#}");
    Ok(ExitCode::SUCCESS)
}

fn schema(
    pack: &Pack,
    title: &str,
    wanted: Option<&HashSet<String>>,
    catalogue: &Catalogue,
) -> Value {
    let language = catalogue.language().tag();
    let properties = |entity: Entity| -> Map<String, Value> {
        let facts = pack.facts.of(entity).iter();
        let built_in = |f: &Fact| f.id == "id" || f.id == "name";
        facts
            .filter(|f| built_in(f) || wanted.is_none_or(|w| w.contains(&f.id)))
            .map(|f| (f.id.clone(), described(f, language)))
            .collect()
    };
    let mut household = properties(Entity::Household);
    household.insert(
        "members".to_owned(),
        json!({
            "type": "array", "minItems": 1,
            "items": {
                "type": "object", "additionalProperties": false, "required": ["id"],
                "properties": properties(Entity::Person),
            },
        }),
    );
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "additionalProperties": false,
        "required": ["household"],
        "properties": {
            "on": {"type": ["string", "null"], "format": "date"},
            "household": {
                "type": "object", "additionalProperties": false, "required": ["members"],
                "properties": household,
            },
            "held": {
                "type": ["array", "null"],
                "items": {
                    "type": "object", "additionalProperties": false,
                    "required": ["programme"],
                    "properties": {
                        "programme": {"type": "string"}, "member": {"type": ["string", "null"]},
                        "amount": money(), "since": {"type": ["string", "null"], "format": "date"},
                    },
                },
            },
        },
    })
}

/// Yuan with at most two decimals, as a number or as text.
fn money() -> Value {
    json!({"anyOf": [
        {"type": "number", "multipleOf": 0.01},
        {"type": "string", "pattern": "^-?[0-9][0-9,]*(\\.[0-9]{1,2})?$"},
        {"type": "null"},
    ]})
}

fn described(fact: &Fact, language: &str) -> Value {
    let mut schema = match &fact.of {
        Type::Bool => json!({"type": ["boolean", "null"]}),
        Type::Int => json!({"type": ["integer", "null"]}),
        Type::Decimal => json!({"type": ["number", "string", "null"]}),
        Type::Money => money(),
        Type::Date => json!({"type": ["string", "null"], "format": "date"}),
        Type::Code(_) => {
            let words = fact.codes.iter();
            let mut words: Vec<Value> = words
                .map(|(code, label)| json!({"const": code, "title": label.of(language)}))
                .collect();
            words.push(json!({"type": "null"}));
            json!({"oneOf": words})
        }
        Type::List(_) => {
            let fields = fact.fields.iter();
            let fields: Map<String, Value> = fields
                .map(|f| (f.id.clone(), described(f, language)))
                .collect();
            json!({
                "type": ["array", "null"],
                "items": {"type": "object", "additionalProperties": false, "properties": fields},
            })
        }
        _ => json!({"type": ["string", "null"]}),
    };
    if let Some(object) = schema.as_object_mut() {
        object.insert("title".to_owned(), json!(fact.label.of(language)));
        if let Some(meaning) = &fact.meaning {
            object.insert("description".to_owned(), json!(meaning.of(language)));
        }
        let plain = !matches!(fact.of, Type::List(_));
        if let (Some(absent), true) = (&fact.absent, plain) {
            object.insert("default".to_owned(), json!(absent.value().shown()));
        }
    }
    schema
}
