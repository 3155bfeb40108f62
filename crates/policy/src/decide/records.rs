//! A case with the quantities that a programme derives from it, and which missing facts each of
//! them hangs on.

use super::reading::Reading;
use super::{DerivedValue, Missing, Named};
use crate::cel::{Datum, Expression, Leaf, Record, Type, Value};
use crate::fact::{Case, Change, Entity, Fact, HELD};
use crate::pack::{Label, Pack};
use crate::programme::{Derive, Formula, Programme};
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};

/// The records that a programme's expressions see for one case.
pub(super) struct Records<'p> {
    pub(super) on: Date,
    pub(super) household: Record,
    pub(super) members: Vec<Record>,
    pub(super) derived: Vec<DerivedValue>,
    pack: &'p Pack,
    programme: &'p Programme,
    case: &'p Case,
    param: Record,
    /// What derived quantities without a value hang on, by entity, member and place.
    open: HashMap<(Entity, usize, usize), Vec<Missing>>,
}

impl<'p> Records<'p> {
    /// Derives everything in force on a day.
    pub(super) fn derive(
        pack: &'p Pack,
        programme: &'p Programme,
        case: &'p Case,
        on: Date,
    ) -> Self {
        let wide = |record: &Record, of: &Type| {
            let length = match of {
                Type::Record(fields) => fields.len(),
                _ => record.len(),
            };
            let mut record = record.clone();
            record.resize(length, Datum::Missing);
            record
        };
        let layout = &programme.layout;
        let members = case.members.iter();
        let mut records = Self {
            on,
            household: wide(&case.household, &layout.household),
            members: members.map(|m| wide(m, &layout.person)).collect(),
            derived: Vec::new(),
            pack,
            programme,
            case,
            param: pack.values_on(on),
            open: HashMap::new(),
        };
        for derive in programme.derives_on(on) {
            match derive.entity {
                Entity::Household => records.derive_one(derive, None),
                Entity::Person => {
                    for member in 0..records.members.len() {
                        records.derive_one(derive, Some(member));
                    }
                }
            }
        }
        records
    }

    fn derive_one(&mut self, derive: &Derive, member: Option<usize>) {
        let names = self.names(member);
        let value = owned(derive.is.expression.evaluate(&names));
        let text = derive.is.expression.arithmetic(&names);
        if value == Datum::Missing {
            let mut lacks = self.lacks(&derive.is.expression, member);
            if lacks.is_empty() {
                lacks.push(self.incomputable(derive, member));
            }
            let key = (derive.entity, member.unwrap_or_default(), derive.place);
            self.open.insert(key, lacks);
        }
        self.derived.push(DerivedValue {
            id: derive.id.clone(),
            entity: derive.entity,
            member,
            label: derive.label.clone(),
            value: value.clone(),
            text,
            expression: derive.is.text.clone(),
            cite: derive.cite.clone(),
        });
        let record = match member {
            Some(member) => self.members.get_mut(member),
            None => Some(&mut self.household),
        };
        if let Some(slot) = record.and_then(|r| r.get_mut(derive.place)) {
            *slot = value;
        }
    }

    /// The values of the scope's names, in the order of [`crate::programme::scope`].
    pub(super) fn names(&self, member: Option<usize>) -> Vec<Value<'_>> {
        let mut names = vec![
            Value::Date(self.on),
            Value::Record(&self.param),
            Value::Record(&self.household),
            Value::Rows(&self.members),
            Value::Rows(&self.case.held),
        ];
        names.extend(member.and_then(|m| self.members.get(m)).map(Value::Record));
        names
    }

    /// The missing facts that keep an expression from having a value.
    pub(super) fn lacks(&self, expression: &Expression, member: Option<usize>) -> Vec<Missing> {
        let names = self.names(member);
        let mut found = Vec::new();
        for leaf in expression.causes(&names) {
            if let Leaf::Field(record, place) = leaf {
                self.hangs_on(record, place, &mut found);
            }
        }
        found.sort();
        found.dedup();
        found
    }

    /// As [`lacks`](Self::lacks), and never nothing: what cannot be computed is named.
    pub(super) fn lacks_or(
        &self,
        expression: &Expression,
        member: Option<usize>,
        (name, label): (&str, &Label),
    ) -> Vec<Missing> {
        let mut lacks = self.lacks(expression, member);
        if lacks.is_empty() {
            lacks.push(Missing {
                path: name.to_owned(),
                label: (label.zh.clone(), label.en.clone()),
                matters: true,
                computed: true,
            });
        }
        lacks
    }

    fn incomputable(&self, derive: &Derive, member: Option<usize>) -> Missing {
        Missing {
            path: Case::path(derive.entity, member.unwrap_or_default(), &derive.id),
            label: (derive.label.zh.clone(), derive.label.en.clone()),
            matters: true,
            computed: true,
        }
    }

    /// The entity and member of a record.
    fn whose(&self, record: &Record) -> Option<(Entity, usize)> {
        if std::ptr::eq(record, &raw const self.household) {
            return Some((Entity::Household, 0));
        }
        let member = self.members.iter().position(|m| std::ptr::eq(m, record))?;
        Some((Entity::Person, member))
    }

    fn hangs_on(&self, record: &Record, place: usize, found: &mut Vec<Missing>) {
        if let Some((entity, member)) = self.whose(record) {
            match self.pack.facts.of(entity).get(place) {
                Some(fact) => found.push(lack(Case::path(entity, member, &fact.id), &fact.label)),
                None => found.extend(
                    self.open
                        .get(&(entity, member, place))
                        .into_iter()
                        .flatten()
                        .cloned(),
                ),
            }
            return;
        }
        if let Some(at) = self.case.held.iter().position(|h| std::ptr::eq(h, record)) {
            let id = HELD.get(place).map_or("", |(id, _)| *id);
            let label = Label {
                zh: id.to_owned(),
                en: id.to_owned(),
            };
            found.push(lack(format!("held[{at}].{id}"), &label));
            return;
        }
        for (entity, member, owner) in self.all() {
            for (fact, value) in self.pack.facts.of(entity).iter().zip(owner) {
                let Datum::Rows(rows) = value else { continue };
                if let Some(at) = rows.iter().position(|r| std::ptr::eq(r, record))
                    && let Some(field) = fact.fields.get(place)
                {
                    let list = Case::path(entity, member, &fact.id);
                    found.push(lack(format!("{list}[{at}].{}", field.id), &field.label));
                }
            }
        }
    }

    fn all(&self) -> impl Iterator<Item = (Entity, usize, &Record)> {
        let members = self.members.iter().enumerate();
        std::iter::once((Entity::Household, 0, &self.household))
            .chain(members.map(|(at, m)| (Entity::Person, at, m)))
    }

    /// Facts that the programme reads and the case does not give; those in `lacks` matter.
    pub(super) fn missing(
        &self,
        programme: &Programme,
        reading: &Reading,
        member: Option<usize>,
        mut lacks: Vec<Missing>,
    ) -> Vec<Missing> {
        lacks.sort();
        lacks.dedup();
        let matter: BTreeSet<String> = lacks.iter().map(|m| m.path.clone()).collect();
        for (entity, at, record) in self.all() {
            let others = programme.unit == Entity::Person
                && entity == Entity::Person
                && member != Some(at)
                && !reading.members;
            for place in reading.facts(entity) {
                let fact = self.pack.facts.of(entity).get(*place);
                if let (Some(fact), Some(Datum::Missing), false) =
                    (fact, record.get(*place), others)
                {
                    let path = Case::path(entity, at, &fact.id);
                    if !matter.contains(&path) {
                        lacks.push(Missing {
                            matters: false,
                            ..lack(path, &fact.label)
                        });
                    }
                }
            }
        }
        lacks
    }

    /// Facts taken from their declarations that the programme reads.
    pub(super) fn assumed(&self, pack: &Pack, reading: &Reading) -> Vec<Named> {
        let mut named = Vec::new();
        for assumed in &self.case.assumed {
            let Some(place) = assumed.fact else {
                if reading.held {
                    named.push(Named {
                        name: assumed.path.clone(),
                        label: label("在领待遇", "awards in payment"),
                        value: label("无", "none"),
                    });
                }
                continue;
            };
            let used = reading.facts(assumed.entity).binary_search(&place).is_ok();
            let fact = pack.facts.of(assumed.entity).get(place).filter(|_| used);
            named.extend(fact.and_then(|fact| {
                Some(Named {
                    name: assumed.path.clone(),
                    label: fact.label.clone(),
                    value: shown(fact, fact.absent.as_ref()?),
                })
            }));
        }
        named
    }

    /// The values that an expression names, each once.
    pub(super) fn values(&self, expression: &Expression, member: Option<usize>) -> Vec<Named> {
        let mut named: Vec<Named> = Vec::new();
        let mut add = |value: Named| {
            if !named.contains(&value) {
                named.push(value);
            }
        };
        for entity in [Entity::Household, Entity::Person] {
            let record = match (entity, member) {
                (Entity::Household, _) => &self.household,
                (Entity::Person, Some(member)) => match self.members.get(member) {
                    Some(record) => record,
                    None => continue,
                },
                (Entity::Person, None) => continue,
            };
            for place in expression.reads(self.programme.layout.record(entity)) {
                let value = record.get(place).cloned().unwrap_or_default();
                add(self.named(entity, place, &value));
            }
        }
        for place in expression.reads(&self.programme.layout.param) {
            if let (Some(p), Some(value)) = (self.pack.parameters.get(place), self.param.get(place))
                && !matches!(value, Datum::Table(_))
            {
                let text = value.value().shown();
                add(Named {
                    name: format!("param.{}", p.id),
                    label: p.label.clone(),
                    value: label(&text, &text),
                });
            }
        }
        named
    }

    /// A fact or derived quantity with its value.
    pub(super) fn named(&self, entity: Entity, place: usize, value: &Datum) -> Named {
        let word = entity.word();
        if let Some(fact) = self.pack.facts.of(entity).get(place) {
            return Named {
                name: format!("{word}.{}", fact.id),
                label: fact.label.clone(),
                value: shown(fact, value),
            };
        }
        let mut derives = self.programme.derives_on(self.on);
        let derive = derives.find(|d| d.entity == entity && d.place == place);
        let text = value.value().shown();
        Named {
            name: derive.map_or_else(String::new, |d| format!("{word}.{}", d.id)),
            label: derive.map(|d| d.label.clone()).unwrap_or_default(),
            value: label(&text, &text),
        }
    }

    /// Another value shown as one of a leaf's fact; `None` for what is no fact.
    pub(super) fn shown_as(&self, leaf: Leaf<'_>, value: &Value<'_>) -> Option<Label> {
        let Leaf::Field(record, place) = leaf else {
            return None;
        };
        let (entity, _) = self.whose(record)?;
        let fact = self.pack.facts.of(entity).get(place)?;
        Some(shown(fact, &owned(value.clone())))
    }

    /// How the fact or derived quantity of a leaf may come to be otherwise.
    pub(super) fn change_of(&self, leaf: Leaf<'_>) -> Option<&Change> {
        let Leaf::Field(record, place) = leaf else {
            return None;
        };
        let (entity, _) = self.whose(record)?;
        if let Some(fact) = self.pack.facts.of(entity).get(place) {
            return Some(&fact.change);
        }
        let mut derives = self.programme.derives_on(self.on);
        let derive = derives.find(|d| d.entity == entity && d.place == place)?;
        Some(&derive.change)
    }

    /// The fact or derived quantity of a leaf, with its value.
    pub(super) fn of_leaf(&self, leaf: Leaf<'_>) -> Option<Named> {
        let Leaf::Field(record, place) = leaf else {
            return None;
        };
        let (entity, _) = self.whose(record)?;
        Some(self.named(entity, place, record.get(place)?))
    }
}

/// All formulas of a programme in force on a day.
pub(super) fn formulas(programme: &Programme, on: Date) -> impl Iterator<Item = &Formula> {
    let derived = programme.derives_on(on).map(|d| &d.is);
    let conditions = programme.conditions_on(on).map(|c| &c.is);
    let statuses = programme
        .statuses
        .iter()
        .filter(move |s| s.days.contain(on));
    let statuses = statuses.flat_map(|s| [Some(&s.when), s.until.as_ref(), s.amount.as_ref()]);
    let steps = programme.amount.iter().flat_map(|a| &a.steps);
    let steps = steps.filter(move |s| s.days.contain(on));
    let steps = steps.flat_map(|s| [s.when.as_ref(), Some(&s.is)]);
    derived
        .chain(conditions)
        .chain(statuses.chain(steps).flatten())
}

/// The fact's value as it is shown in both languages.
fn shown(fact: &Fact, value: &Datum) -> Label {
    Label {
        zh: fact.shown(value, "zh"),
        en: fact.shown(value, "en"),
    }
}

pub(super) fn label(zh: &str, en: &str) -> Label {
    Label {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

fn lack(path: String, label: &Label) -> Missing {
    Missing {
        path,
        label: (label.zh.clone(), label.en.clone()),
        matters: true,
        computed: false,
    }
}

/// A value of its own; lists and records are none.
pub(super) fn owned(value: Value<'_>) -> Datum {
    match value {
        Value::Bool(b) => Datum::Bool(b),
        Value::Int(n) => Datum::Int(n),
        Value::Decimal(d) => Datum::Decimal(d),
        Value::Money(m) => Datum::Money(m),
        Value::Date(d) => Datum::Date(d),
        Value::Text(t) => Datum::Text(t),
        _ => Datum::Missing,
    }
}
