//! `doudi decide --replay`: a saved decision made again from its own case, and what differs.

use super::{different, input};
use crate::failure::Failure;
use crate::messages::{Catalogue, Language, catalogue};
use crate::packs;
use base::message::Message;
use policy::decide::{Counterfactual, Words, all_json, decide, decide_all, json, subjects};
use policy::fact::Case;
use policy::pack::Pack;
use serde_json::Value;
use std::process::ExitCode;

/// Decides a saved file again; exit code 1 when something differs.
pub(super) fn run(catalogue: &Catalogue, pack: &Pack, file: &str) -> Result<ExitCode, Failure> {
    let no_decision = || Failure::Said(Message::new("replay-none").with("file", file), 4);
    let saved: Value = serde_json::from_str(&input(file)?).map_err(|_| no_decision())?;
    let list = match saved.get("decisions").and_then(Value::as_array) {
        Some(list) => list.clone(),
        None => vec![saved.clone()],
    };
    let together = saved.get("total_month_fen").is_some();
    let mut differ = Vec::new();
    for old in &list {
        let new = again(pack, old, together).ok_or_else(no_decision)??;
        differences("", old, &new, &mut differ);
    }
    if differ.is_empty() {
        println!("{}", catalogue.text("replay-same"));
        return Ok(ExitCode::SUCCESS);
    }
    let said = Message::new("replay-differs").with("count", differ.len());
    println!("{}", catalogue.say(&said));
    for (path, old, new) in differ {
        println!("  {path}: {old} → {new}");
    }
    Ok(ExitCode::from(1))
}

/// The decision made again; `None` when the saved one lacks what it was made from.
fn again(pack: &Pack, old: &Value, together: bool) -> Option<Result<Value, Failure>> {
    let text = |name: &str| old.get(name).and_then(Value::as_str);
    let on = match packs::day(text("on")?) {
        Ok(on) => on,
        Err(e) => return Some(Err(e)),
    };
    let case = Case::read(old.get("case")?.clone(), &pack.facts).ok()?;
    let language = match text("language")? {
        zh if zh.starts_with("zh") => Language::Chinese,
        _ => Language::English,
    };
    let catalogue = catalogue(language);
    let say = |c: &Counterfactual| different(&catalogue, c);
    let words = Words {
        language: catalogue.tag(),
        counterfactual: &say,
    };
    let id = text("programme")?;
    let member = text("member");
    if together {
        let all = all_json(pack, &case, &decide_all(pack, &case, on), &words);
        let decisions = all.get("decisions")?.as_array()?.iter();
        let mut same = decisions.filter(|d| {
            d.get("programme").and_then(Value::as_str) == Some(id)
                && d.get("member").and_then(Value::as_str) == member
        });
        return same.next().cloned().map(Ok);
    }
    let programme = pack.programme(id)?;
    let of = |m: &Option<usize>| m.map(|m| case.member_id(m)) == member;
    let member = subjects(programme, &case).into_iter().find(|m| of(m))?;
    let decision = decide(pack, programme, &case, member, on);
    Some(Ok(json(pack, &case, &decision, &words)))
}

/// The values that differ, by path.
fn differences(path: &str, old: &Value, new: &Value, found: &mut Vec<(String, String, String)>) {
    match (old, new) {
        (Value::Object(a), Value::Object(b)) => {
            let mut names: Vec<&String> = a.keys().chain(b.keys()).collect();
            names.sort();
            names.dedup();
            for name in names {
                let (a, b) = (a.get(name), b.get(name));
                let path = format!("{path}.{name}");
                differences(
                    &path,
                    a.unwrap_or(&Value::Null),
                    b.unwrap_or(&Value::Null),
                    found,
                );
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (at, (a, b)) in a.iter().zip(b).enumerate() {
                differences(&format!("{path}[{at}]"), a, b, found);
            }
        }
        (a, b) if a == b => {}
        (a, b) => {
            let path = path.trim_start_matches('.').to_owned();
            found.push((path, a.to_string(), b.to_string()));
        }
    }
}
