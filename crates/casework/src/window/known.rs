//! What is known of a household before anybody is asked: from the registers, from what it is paid,
//! from its last application. Each value with its source and day.

use super::store;
use crate::award;
use base::Fault;
use base::id::HouseholdId;
use platform::{Act, Ctx};
use policy::cel::Type;
use policy::fact::{Entity, Fact};
use policy::pack::Pack;
use registry::household::{self, Household, Relation};
use registry::person::{self, Person};
use serde_json::{Map, Value, json};

/// A household as the window begins with it.
#[derive(Debug, Clone)]
pub struct Known {
    /// The household.
    pub home: Household,
    /// Who lives in it now, the head first.
    pub members: Vec<(Person, Relation)>,
    /// The case, as programmes read it.
    pub facts: Value,
    /// Source and day of each value by its path: `["register", "2020-03-18"]`, or an application's
    /// number in place of the word.
    pub sources: Value,
}

/// Words of a relation in packs, by the registers' own groups.
const fn relation(of: Relation) -> &'static str {
    match of {
        Relation::Head => "self",
        Relation::Spouse => "spouse",
        Relation::Son | Relation::Daughter => "child",
        Relation::Parent => "parent",
        Relation::Sibling => "sibling",
        Relation::Grandparent => "grandparent",
        Relation::Grandchild => "grandchild",
        Relation::InLaw | Relation::Other => "other",
    }
}

/// Sets a value if the pack declares such a fact and, for a code, such a word.
fn put(record: &mut Map<String, Value>, facts: &[Fact], id: &str, value: &str) -> bool {
    let Some(fact) = facts.iter().find(|f| f.id == id) else {
        return false;
    };
    let fits = !matches!(fact.of, Type::Code(_)) || fact.codes.iter().any(|(c, _)| c == value);
    if fits && !value.is_empty() {
        record.insert(id.to_owned(), json!(value));
    }
    fits && !value.is_empty()
}

/// What is known of a household, for its application today.
///
/// # Errors
/// A household out of reach, or without a living member.
pub fn known(ctx: &Ctx<'_>, pack: &Pack, id: HouseholdId) -> Result<Known, Fault> {
    ctx.may(Act::CasesReceive)?;
    let home = household::get(ctx, id)?;
    let mut members = Vec::new();
    for membership in household::members(ctx, id)? {
        if membership.to.is_none() {
            // Without one of its members a household would be reckoned wrongly.
            let person = person::get(ctx, membership.person).map_err(|fault| match fault {
                Fault::NotFound => Fault::refused("window-elsewhere"),
                other => other,
            })?;
            members.push((person, membership.relation));
        }
    }
    members.sort_by_key(|(_, relation)| *relation);
    if members.is_empty() {
        return Err(Fault::refused("window-nobody"));
    }
    let today = ctx.today().to_string();
    let (mut sources, mut record) = (Map::new(), Map::new());
    let register = json!(["register", today]);
    let own = pack.facts.of(Entity::Household);
    record.insert("id".to_owned(), json!(id.to_string()));
    if put(&mut record, own, "category", home.kind.code()) {
        sources.insert("household.category".to_owned(), register.clone());
    }
    if put(&mut record, own, "applied_on", &today) {
        sources.insert("household.applied_on".to_owned(), json!(["window", today]));
    }
    let of = pack.facts.of(Entity::Person);
    let mut people = Vec::new();
    for (person, kin) in &members {
        let mut one = Map::new();
        let number = person.id.to_string();
        let mut told = |id: &str, value: &str| {
            if put(&mut one, of, id, value) {
                sources.insert(format!("{number}.{id}"), register.clone());
            }
        };
        told("relation", relation(*kin));
        told(
            "birth_date",
            &person.birth.map_or(String::new(), |b| b.to_string()),
        );
        one.insert("id".to_owned(), json!(number));
        one.insert("name".to_owned(), json!(person.name));
        people.push(Value::Object(one));
    }
    if let Some(last) = store::application_last(ctx.tx(), id)? {
        let from = json!([last.number, last.received_on.to_string()]);
        let before = &last.facts["household"];
        carry(&mut record, before, own, |id| {
            sources.insert(format!("household.{id}"), from.clone());
        });
        let told = before["members"].as_array().map_or(&[][..], Vec::as_slice);
        for person in people.iter_mut().filter_map(Value::as_object_mut) {
            let number = person["id"].as_str().unwrap_or_default().to_owned();
            let Some(earlier) = told.iter().find(|m| m["id"].as_str() == Some(&number)) else {
                continue;
            };
            carry(person, earlier, of, |id| {
                sources.insert(format!("{number}.{id}"), from.clone());
            });
        }
    }
    record.insert("members".to_owned(), Value::Array(people));
    let ids: Vec<String> = members.iter().map(|(p, _)| p.id.to_string()).collect();
    let held = award::held(ctx, pack, id, &ids)?;
    Ok(Known {
        home,
        members,
        facts: json!({ "on": today, "household": record, "held": held }),
        sources: Value::Object(sources),
    })
}

/// Takes over what an earlier application said and nothing newer says.
fn carry(
    record: &mut Map<String, Value>,
    before: &Value,
    facts: &[Fact],
    mut tell: impl FnMut(&str),
) {
    for fact in facts {
        let Some(value) = before.get(&fact.id) else {
            continue;
        };
        if !value.is_null() && !record.contains_key(&fact.id) {
            record.insert(fact.id.clone(), value.clone());
            tell(&fact.id);
        }
    }
}
