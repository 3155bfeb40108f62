//! What the columns of a file stand for: facts by name or label, records of lists by their code or
//! their number, the numbers of household and member. Start at [`Headers::of`].

use base::column::ColumnRole;
use policy::cel::Type;
use policy::fact::{Entity, Fact, Facts};
use sheet::Table;

/// What of a fact a column gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// The fact; of a list, how many records it has.
    Whole,
    /// In a list: the amount of the record with that code.
    Amount(String),
    /// In a list: a field, by its place, of the record with that number, from 1.
    Item(usize, usize),
}

/// What one column gives.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Use {
    /// Whose fact.
    pub(super) entity: Entity,
    /// Its place among the entity's facts.
    pub(super) fact: usize,
    /// What of it.
    pub(super) part: Part,
    /// The column.
    pub(super) column: usize,
}

/// What the columns of a file stand for.
#[derive(Debug, Clone)]
pub(super) struct Headers {
    /// The column of the household's number.
    pub(super) key: usize,
    /// The column of the member's number.
    pub(super) member: Option<usize>,
    uses: Vec<Use>,
}

/// Names a household's number goes by, besides its label.
const KEYS: [&str; 4] = ["household.id", "household_id", "householdid", "户号"];

/// Names a member's number goes by, besides its label.
const MEMBERS: [&str; 3] = ["person.id", "member_id", "person_id"];

impl Headers {
    /// Of a file whose rows are about some entities, the first of which a bare name means; `None`
    /// without the household's number.
    pub(super) fn of(table: &Table, facts: &Facts, entities: &[Entity]) -> Option<Self> {
        let headers: Vec<String> = table.columns.iter().map(|c| plain(&c.header)).collect();
        let named = |names: &[&str]| {
            let found = |name: &&str| headers.iter().position(|h| *h == plain(name));
            names.iter().find_map(found)
        };
        let labels = |fact: Option<&Fact>| fact.map(|f| [f.label.zh.clone(), f.label.en.clone()]);
        let by_label = |fact: Option<&Fact>| {
            let labels = labels(fact)?;
            named(&[&labels[0], &labels[1]])
        };
        let by_role = table
            .columns
            .iter()
            .position(|c| c.role == Some(ColumnRole::HouseholdId));
        let key = named(&KEYS)
            .or_else(|| by_label(facts.household.first()))
            .or_else(|| {
                (entities == [Entity::Household])
                    .then(|| named(&["id"]))
                    .flatten()
            })
            .or(by_role)?;
        let member = named(&MEMBERS)
            .or_else(|| by_label(facts.person.first()))
            .or_else(|| (entities.first() == Some(&Entity::Person)).then(|| named(&["id"]))?);
        let mut uses: Vec<Use> = Vec::new();
        for (column, header) in headers.iter().enumerate() {
            if column == key || Some(column) == member {
                continue;
            }
            let found = entities.iter().find_map(|entity| {
                let mut all = facts.of(*entity).iter().enumerate().skip(1);
                all.find_map(|(fact, of)| {
                    matched(of, *entity, header).map(|part| Use {
                        entity: *entity,
                        fact,
                        part,
                        column,
                    })
                })
            });
            let taken = |u: &Use| {
                let same = |other: &Use| {
                    (other.entity, other.fact, &other.part) == (u.entity, u.fact, &u.part)
                };
                uses.iter().any(same)
            };
            uses.extend(found.filter(|u| !taken(u)));
        }
        Some(Self { key, member, uses })
    }

    /// What the columns give of an entity.
    pub(super) fn of_entity(&self, entity: Entity) -> impl Iterator<Item = &Use> {
        self.uses.iter().filter(move |u| u.entity == entity)
    }

    /// Whether a column gives anything.
    pub(super) fn uses(&self, column: usize) -> bool {
        column == self.key
            || Some(column) == self.member
            || self.uses.iter().any(|u| u.column == column)
    }
}

/// A header without case, blanks and full-width marks.
pub(super) fn plain(header: &str) -> String {
    let narrow = |c: char| match c {
        '（' => '(',
        '）' => ')',
        '／' => '/',
        c => c,
    };
    header
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(narrow)
        .flat_map(char::to_lowercase)
        .collect()
}

/// What of a fact a header means, if it means it at all.
fn matched(fact: &Fact, entity: Entity, header: &str) -> Option<Part> {
    let qualified = format!("{}.{}", entity.word(), fact.id);
    let names = [&fact.id, &qualified, &fact.label.zh, &fact.label.en];
    if names.iter().any(|n| plain(n) == header) {
        return Some(Part::Whole);
    }
    if !matches!(fact.of, Type::List(_)) {
        return None;
    }
    let rest = names.iter().find_map(|name| {
        let rest = header.strip_prefix(plain(name).as_str())?;
        rest.strip_prefix(['.', '/'])
    })?;
    if let Some((number, field)) = rest.split_once(['.', '/'])
        && let Ok(number) = number.parse::<usize>()
    {
        let named = |f: &Fact| [&f.id, &f.label.zh, &f.label.en].map(|n| plain(n));
        let place = fact.fields.iter();
        let place = place
            .enumerate()
            .find(|(_, f)| named(f).iter().any(|n| n == field));
        let allowed = (1..=RECORDS_MAX).contains(&number);
        return place
            .filter(|_| allowed)
            .map(|(at, _)| Part::Item(number, at));
    }
    let (_, codes) = keyed(fact)?;
    codes.codes.iter().find_map(|(code, label)| {
        let words = [code.as_str(), &label.zh, &label.en];
        let named = words.iter().any(|word| plain(word) == rest);
        named.then(|| Part::Amount(code.clone()))
    })
}

/// Most records of a list that a row can give.
pub(super) const RECORDS_MAX: usize = 1_000;

/// The fields of a list that a column can give: the place of its amount, and its code.
pub(super) fn keyed(fact: &Fact) -> Option<(usize, &Fact)> {
    let code = fact.fields.iter().find(|f| matches!(f.of, Type::Code(_)))?;
    let amount = fact.fields.iter().position(|f| f.of == Type::Money)?;
    Some((amount, code))
}
