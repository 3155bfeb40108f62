//! A case: the facts of one household and its members as a form or another system gives them
//! (JSON), read against the declared facts. Everything wrong with it is said at once, by path.

use super::{CaseError, Entity, Fact, Facts, Fault};
use crate::cel::{Amount, Datum, Record, Type, nearest};
use base::money::written;
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::sync::Arc;

/// The most yuan that a fact may say; more is a slip of the pen.
const YUAN_MAX: i64 = 100_000_000_000;

/// The most records of a list.
const ITEMS_MAX: usize = 1_000;

/// The most members of a household: each is decided for, with what the others bring.
const MEMBERS_MAX: usize = 100;

/// The fields of an award in payment, in the order of its record.
pub const HELD: [(&str, Type); 4] = [
    ("programme", Type::Text),
    ("member", Type::Text),
    ("amount", Type::Money),
    ("since", Type::Date),
];

/// The record type of an award in payment.
pub fn held_type() -> Type {
    let fields = HELD.iter().map(|(id, of)| ((*id).to_owned(), of.clone()));
    Type::Record(Arc::new(fields.collect()))
}

/// A fact that was taken from its declaration because the case does not give it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumed {
    /// Where: `household.members[0].in_prison`.
    pub path: String,
    /// Whose fact.
    pub entity: Entity,
    /// Its place among the entity's facts; `None` for the awards in payment.
    pub fact: Option<usize>,
}

/// One household with its members.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The day it asks about, if it says so.
    pub on: Option<Date>,
    /// The household's facts in their order.
    pub household: Record,
    /// The members' facts in their order.
    pub members: Vec<Record>,
    /// Awards in payment.
    pub held: Vec<Record>,
    /// What was assumed.
    pub assumed: Vec<Assumed>,
    /// The case as it was given, for the record.
    pub given: Value,
}

impl Case {
    /// Reads a case from JSON.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn parse(text: &str, facts: &Facts) -> Result<Self, Vec<CaseError>> {
        let value = serde_json::from_str(text).map_err(|e| {
            vec![CaseError {
                path: format!("{}:{}", e.line(), e.column()),
                fault: Fault::Json(e.to_string()),
            }]
        })?;
        Self::read(value, facts)
    }

    /// Reads a case from a JSON value.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(given: Value, facts: &Facts) -> Result<Self, Vec<CaseError>> {
        let mut reader = Reader {
            errors: Vec::new(),
            assumed: Vec::new(),
        };
        let empty = Map::new();
        let top = reader.object("case", &given).unwrap_or(&empty);
        reader.names("", top, &["on", "household", "held"]);
        let on = match top.get("on") {
            None | Some(Value::Null) => None,
            Some(value) => match reader.scalar("on", value, &Type::Date) {
                Datum::Date(day) => Some(day),
                _ => None,
            },
        };
        let household = match top.get("household") {
            Some(value) => reader.object("household", value).unwrap_or(&empty),
            None => {
                reader.wrong("household", Fault::NoMembers);
                &empty
            }
        };
        let record = reader.record("household", household, &facts.household, &["members"]);
        let members = reader.members(household.get("members"), facts);
        reader.assumed(facts, &record, &members);
        let held = reader.held(top.get("held"), &members);
        let (household, members) = (
            completed(record, &facts.household),
            members
                .into_iter()
                .map(|m| completed(m, &facts.person))
                .collect(),
        );
        if !reader.errors.is_empty() {
            return Err(reader.errors);
        }
        Ok(Self {
            on,
            household,
            members,
            held,
            assumed: reader.assumed,
            given,
        })
    }

    /// The number of a member.
    pub fn member_id(&self, member: usize) -> &str {
        match self.members.get(member).and_then(|m| m.first()) {
            Some(Datum::Text(id)) => id,
            _ => "",
        }
    }

    /// The name of a member; its number when it has none.
    pub fn member_name(&self, member: usize) -> &str {
        match self.members.get(member).and_then(|m| m.get(1)) {
            Some(Datum::Text(name)) => name,
            _ => self.member_id(member),
        }
    }

    /// The path of a fact.
    pub fn path(entity: Entity, member: usize, id: &str) -> String {
        match entity {
            Entity::Household => format!("household.{id}"),
            Entity::Person => format!("household.members[{member}].{id}"),
        }
    }
}

/// The record with what is assumed in the place of what is missing.
fn completed(mut record: Record, facts: &[Fact]) -> Record {
    for (value, fact) in record.iter_mut().zip(facts) {
        if let (Datum::Missing, Some(absent)) = (&value, &fact.absent) {
            *value = absent.clone();
        }
    }
    record
}

struct Reader {
    errors: Vec<CaseError>,
    assumed: Vec<Assumed>,
}

impl Reader {
    fn wrong(&mut self, path: &str, fault: Fault) {
        self.errors.push(CaseError {
            path: path.to_owned(),
            fault,
        });
    }

    fn object<'v>(&mut self, path: &str, value: &'v Value) -> Option<&'v Map<String, Value>> {
        let object = value.as_object();
        if object.is_none() {
            self.wrong(path, kind("record", value));
        }
        object
    }

    fn array<'v>(&mut self, path: &str, value: &'v Value, most: usize) -> &'v [Value] {
        match value.as_array() {
            Some(items) if items.len() <= most => items,
            Some(items) => {
                let found = items.len().to_string();
                let expected = format!("list (1-{most})");
                self.wrong(path, Fault::Type { expected, found });
                &[]
            }
            None => {
                self.wrong(path, kind("list", value));
                &[]
            }
        }
    }

    fn names(&mut self, path: &str, object: &Map<String, Value>, known: &[&str]) {
        for name in object.keys().filter(|n| !known.contains(&n.as_str())) {
            let near = nearest(name, known.iter().copied());
            self.wrong(&join(path, name), Fault::Unknown { near });
        }
    }

    fn record(
        &mut self,
        path: &str,
        object: &Map<String, Value>,
        facts: &[Fact],
        others: &[&str],
    ) -> Record {
        let known: Vec<&str> = facts
            .iter()
            .map(|f| f.id.as_str())
            .chain(others.iter().copied())
            .collect();
        self.names(path, object, &known);
        let mut record = Vec::with_capacity(facts.len());
        for fact in facts {
            let value = object.get(&fact.id).unwrap_or(&Value::Null);
            record.push(self.fact(&join(path, &fact.id), value, fact));
        }
        record
    }

    fn fact(&mut self, path: &str, value: &Value, fact: &Fact) -> Datum {
        if value.is_null() {
            return Datum::Missing;
        }
        let Type::List(_) = fact.of else {
            return self.scalar(path, value, &fact.of);
        };
        let mut rows = Vec::new();
        for (at, item) in self.array(path, value, ITEMS_MAX).iter().enumerate() {
            let path = format!("{path}[{at}]");
            if let Some(object) = self.object(&path, item) {
                let row = self.record(&path, object, &fact.fields, &[]);
                rows.push(completed(row, &fact.fields));
            }
        }
        Datum::Rows(rows)
    }

    fn scalar(&mut self, path: &str, value: &Value, of: &Type) -> Datum {
        match read(value, of) {
            Ok(datum) => datum,
            Err(fault) => {
                self.wrong(path, fault);
                Datum::Missing
            }
        }
    }

    fn members(&mut self, value: Option<&Value>, facts: &Facts) -> Vec<Record> {
        let path = "household.members";
        let items = value.map_or(&[][..], |value| self.array(path, value, MEMBERS_MAX));
        if items.is_empty() {
            self.wrong(path, Fault::NoMembers);
        }
        let mut members: Vec<Record> = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let path = format!("{path}[{at}]");
            let Some(object) = self.object(&path, item) else {
                continue;
            };
            let record = self.record(&path, object, &facts.person, &[]);
            match record.first() {
                Some(Datum::Text(id)) => {
                    if members.iter().any(|m| m.first() == record.first()) {
                        self.wrong(&path, Fault::TwiceId(id.to_string()));
                    }
                }
                _ => self.wrong(&path, Fault::NoId),
            }
            members.push(record);
        }
        members
    }

    /// Lists what will be taken from the declarations.
    fn assumed(&mut self, facts: &Facts, household: &Record, members: &[Record]) {
        let mut look = |entity: Entity, member: usize, record: &Record| {
            for (at, (value, fact)) in record.iter().zip(facts.of(entity)).enumerate() {
                if *value == Datum::Missing && fact.absent.is_some() {
                    self.assumed.push(Assumed {
                        path: Case::path(entity, member, &fact.id),
                        entity,
                        fact: Some(at),
                    });
                }
            }
        };
        look(Entity::Household, 0, household);
        for (at, member) in members.iter().enumerate() {
            look(Entity::Person, at, member);
        }
    }

    fn held(&mut self, value: Option<&Value>, members: &[Record]) -> Vec<Record> {
        let Some(value) = value.filter(|v| !v.is_null()) else {
            self.assumed.push(Assumed {
                path: "held".to_owned(),
                entity: Entity::Household,
                fact: None,
            });
            return Vec::new();
        };
        let mut held = Vec::new();
        for (at, item) in self.array("held", value, ITEMS_MAX).iter().enumerate() {
            let path = format!("held[{at}]");
            let Some(object) = self.object(&path, item) else {
                continue;
            };
            self.names(&path, object, &HELD.map(|(id, _)| id));
            let mut record = Vec::new();
            for (id, of) in HELD {
                let value = object.get(id).unwrap_or(&Value::Null);
                record.push(match value {
                    // The household's award is no member's.
                    Value::Null if id == "member" => Datum::Text("".into()),
                    Value::Null => Datum::Missing,
                    value => self.scalar(&join(&path, id), value, &of),
                });
            }
            if let Some(Datum::Text(member)) = record.get(1)
                && !member.is_empty()
                && !members.iter().any(|m| m.first() == record.get(1))
            {
                self.wrong(&join(&path, "member"), Fault::NoSuch(member.to_string()));
            }
            held.push(record);
        }
        held
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

fn kind(expected: &str, value: &Value) -> Fault {
    let found = match value {
        Value::Null => "null".to_owned(),
        Value::Array(_) => "list".to_owned(),
        Value::Object(_) => "record".to_owned(),
        other => other.to_string(),
    };
    Fault::Type {
        expected: expected.to_owned(),
        found,
    }
}

/// A plain value of a type.
fn read(value: &Value, of: &Type) -> Result<Datum, Fault> {
    let wrong = || kind(&of.to_string(), value);
    let malformed = |found: &str| Fault::Value {
        expected: of.to_string(),
        found: found.to_owned(),
    };
    match (of, value) {
        (Type::Bool, Value::Bool(b)) => Ok(Datum::Bool(*b)),
        (Type::Int, Value::Number(n)) => n.as_i64().map(Datum::Int).ok_or_else(wrong),
        (Type::Decimal, Value::Number(n)) => {
            let text = n.to_string();
            crate::pack::datum(&text, of).ok_or_else(|| malformed(&text))
        }
        (Type::Money, Value::Number(n)) => money(&n.to_string()),
        (Type::Money, Value::String(text)) => money(text),
        (Type::Date, Value::String(text)) => match base::date::parse_date(text) {
            Ok(day) => Ok(Datum::Date(day)),
            Err(_) => Err(malformed(text)),
        },
        (Type::Text, Value::String(text)) => Ok(Datum::Text(text.as_str().into())),
        (Type::Code(words), Value::String(text)) => match words.iter().find(|w| ***w == **text) {
            Some(word) => Ok(Datum::Text(word.clone())),
            None => Err(Fault::Code {
                found: text.clone(),
                allowed: words.join(" "),
            }),
        },
        _ => Err(wrong()),
    }
}

fn money(text: &str) -> Result<Datum, Fault> {
    let fen = written::parse(text).map_err(|_| Fault::Money(text.to_owned()))?;
    if fen.get().unsigned_abs() > YUAN_MAX.unsigned_abs() * 100 {
        return Err(Fault::Money(text.to_owned()));
    }
    let amount = Amount::of(fen).ok_or_else(|| Fault::Money(text.to_owned()))?;
    Ok(Datum::Money(amount))
}
