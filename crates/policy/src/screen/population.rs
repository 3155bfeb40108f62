//! People and their records by role, after linkage: who has which records, and who lives together.

use crate::cel::{Datum, Record, Value};
use crate::pack::Role;
use std::collections::HashMap;
use std::sync::Arc;

/// Role and place within it.
pub(super) type Place = (usize, usize);

/// No household.
const NONE: u32 = u32::MAX;

/// People, their records and who lives together.
#[derive(Debug, Default)]
pub struct Population {
    roles: Vec<RoleRecords>,
    /// The people of each household of each ledger.
    households: Vec<Vec<u32>>,
    /// Households of each person: `of[start[p]..start[p + 1]]`.
    start: Vec<u32>,
    of: Vec<u32>,
    doubts: Doubts,
}

/// Records that may be a person's although they were not taken for it.
#[derive(Debug, Default)]
struct Doubts {
    of_person: HashMap<u32, Vec<(Place, f64)>>,
    of_record: HashMap<Place, Vec<(u32, f64)>>,
}

/// What is supposed otherwise than linkage has it, to see whether a hit hangs on it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Suppose {
    /// The subject's record is this person's.
    pub(super) person: Option<u32>,
    /// This record is that person's, too.
    pub(super) record: Option<(Place, u32)>,
}

#[derive(Debug, Default)]
struct RoleRecords {
    /// Whether a ledger of this role was given, and which of its fields have a column in it.
    given: bool,
    fields: Vec<bool>,
    records: Vec<Record>,
    person: Vec<u32>,
    household: Vec<u32>,
    /// Records of each person: `of[start[p]..start[p + 1]]`.
    start: Vec<u32>,
    of: Vec<u32>,
}

/// One record of a ledger, with whom it belongs to.
#[derive(Debug, Clone)]
pub struct Row {
    /// The role's fields in their order.
    pub fields: Record,
    /// The person, numbered from 0.
    pub person: u32,
    /// The household in this ledger, if the ledger tells; numbers of different ledgers differ.
    pub household: Option<u32>,
    /// The file.
    pub file: Arc<str>,
    /// The row of the file.
    pub row: u32,
    /// How sure it is (0 to 1) that the record is the person's.
    pub certainty: f64,
}

/// Collects records role by role.
#[derive(Debug)]
pub struct PopulationBuilder {
    roles: Vec<RoleRecords>,
    doubts: Doubts,
}

impl PopulationBuilder {
    /// For a pack's roles; none of them has a ledger yet.
    pub fn new(roles: &[Role]) -> Self {
        let empty = |role: &Role| RoleRecords {
            fields: vec![false; role.fields.len()],
            ..RoleRecords::default()
        };
        Self {
            roles: roles.iter().map(empty).collect(),
            doubts: Doubts::default(),
        }
    }

    /// Says that the last record added to a role, which was not taken for a person's, may be that
    /// person's all the same, with a probability. What a screen finds missing may stand there.
    pub fn doubt(&mut self, role: usize, person: u32, probability: f64) {
        let records = self.roles.get(role).map_or(0, |r| r.records.len());
        let Some(record) = records.checked_sub(1) else {
            return;
        };
        let place = (role, record);
        let of_person = self.doubts.of_person.entry(person).or_default();
        of_person.push((place, probability));
        let of_record = self.doubts.of_record.entry(place).or_default();
        of_record.push((person, probability));
    }

    /// Says that a ledger of a role was given, and which fields have a column in it. Of several
    /// ledgers the fields add up.
    pub fn given(&mut self, role: usize, fields: &[bool]) {
        if let Some(role) = self.roles.get_mut(role) {
            role.given = true;
            for (known, more) in role.fields.iter_mut().zip(fields) {
                *known |= more;
            }
        }
    }

    /// Adds a record. Records of roles that do not exist are left out.
    pub fn add(&mut self, role: usize, row: Row) {
        let Some(into) = self.roles.get_mut(role) else {
            return;
        };
        let number = |n: usize| Datum::Int(i64::try_from(n).unwrap_or(i64::MAX));
        let mut fields = row.fields;
        fields.push(Datum::Text(row.file));
        fields.push(Datum::Int(row.row.into()));
        fields.push(Datum::Decimal(
            (row.certainty.clamp(0.0, 1.0) * 1e6).round() as i128,
        ));
        // Where the record can be found again; no name reaches these two.
        fields.push(number(role));
        fields.push(number(into.records.len()));
        into.records.push(fields);
        into.person.push(row.person);
        into.household.push(row.household.unwrap_or(NONE));
    }

    /// The population, with `people` people numbered from 0.
    pub fn build(mut self, people: usize) -> Population {
        let mut numbers: HashMap<u32, u32> = HashMap::new();
        let mut households: Vec<Vec<u32>> = Vec::new();
        for role in &mut self.roles {
            for (household, person) in role.household.iter_mut().zip(&role.person) {
                if *household == NONE {
                    continue;
                }
                let fresh = u32::try_from(households.len()).unwrap_or(NONE);
                let number = *numbers.entry(*household).or_insert(fresh);
                if number == fresh {
                    households.push(Vec::new());
                }
                *household = number;
                if let Some(members) = households.get_mut(number as usize)
                    && !members.contains(person)
                {
                    members.push(*person);
                }
            }
        }
        let pairs: Vec<(u32, u32)> = (0u32..)
            .zip(&households)
            .flat_map(|(number, members)| members.iter().map(move |p| (*p, number)))
            .collect();
        let (start, of) = by_person(pairs.iter().copied(), people);
        for role in &mut self.roles {
            let own = role.person.iter().copied().zip(0u32..);
            (role.start, role.of) = by_person(own, people);
        }
        Population {
            roles: self.roles,
            households,
            start,
            of,
            doubts: self.doubts,
        }
    }
}

/// Values by person: where each person's begin, and the values.
fn by_person(
    pairs: impl Iterator<Item = (u32, u32)> + Clone,
    people: usize,
) -> (Vec<u32>, Vec<u32>) {
    let mut start = vec![0u32; people + 1];
    let mut count = 0;
    for (person, _) in pairs.clone() {
        if let Some(slot) = start.get_mut(person as usize + 1) {
            *slot += 1;
            count += 1;
        }
    }
    for at in 1..start.len() {
        start[at] += start[at - 1];
    }
    let mut next = start.clone();
    let mut of = vec![0u32; count];
    for (person, value) in pairs {
        if let Some(slot) = next
            .get_mut(person as usize)
            .filter(|_| (person as usize) < people)
        {
            of[*slot as usize] = value;
            *slot += 1;
        }
    }
    (start, of)
}

fn part<'a>(start: &[u32], of: &'a [u32], person: u32) -> &'a [u32] {
    let at = |n: usize| start.get(n).copied().unwrap_or_default() as usize;
    of.get(at(person as usize)..at(person as usize + 1))
        .unwrap_or_default()
}

impl RoleRecords {
    fn of(&self, person: u32) -> impl Iterator<Item = &Record> {
        part(&self.start, &self.of, person)
            .iter()
            .filter_map(|r| self.records.get(*r as usize))
    }
}

impl Population {
    pub(super) fn roles(&self) -> usize {
        self.roles.len()
    }

    /// Whether a ledger of the role was given; with a field, whether it has a column for it.
    pub fn has(&self, role: usize, field: Option<usize>) -> bool {
        self.roles.get(role).is_some_and(|r| match field {
            None => r.given,
            Some(at) => r.given && r.fields.get(at).copied().unwrap_or(false),
        })
    }

    /// The records of a role.
    pub fn records(&self, role: usize) -> &[Record] {
        self.roles.get(role).map_or(&[], |r| &r.records)
    }

    /// The person of a record.
    pub fn person(&self, role: usize, record: usize) -> u32 {
        self.roles
            .get(role)
            .and_then(|r| r.person.get(record))
            .copied()
            .unwrap_or_default()
    }

    /// The household of a record in its own ledger, numbered through all ledgers.
    pub fn household(&self, role: usize, record: usize) -> Option<u32> {
        let number = *self.roles.get(role)?.household.get(record)?;
        (number != NONE).then_some(number)
    }

    /// The people whose a record may be although it was not taken for theirs, with probability.
    pub(super) fn doubts_of(&self, place: Place) -> &[(u32, f64)] {
        self.doubts.of_record.get(&place).map_or(&[], Vec::as_slice)
    }

    /// Records that may belong to a person or to those near it: role and place, person,
    /// probability.
    pub(super) fn doubts_near(
        &self,
        person: u32,
        of: Place,
    ) -> impl Iterator<Item = (Place, u32, f64)> {
        let mut people = if self.doubts.of_person.is_empty() {
            Vec::new()
        } else {
            self.near(person)
        };
        for member in self.home(of, person) {
            if !people.contains(&member) && !self.doubts.of_person.is_empty() {
                people.push(member);
            }
        }
        people.into_iter().flat_map(|person| {
            let records = self.doubts.of_person.get(&person).into_iter().flatten();
            records.map(move |(place, probability)| (*place, person, *probability))
        })
    }

    pub(super) fn of_person(&self, role: usize, person: u32, suppose: Suppose) -> Value<'_> {
        self.of_people(role, &[person], suppose)
    }

    /// Records of everybody in the household that a record of some role names, the record's own
    /// person included.
    pub(super) fn of_home(
        &self,
        role: usize,
        of: Place,
        person: u32,
        suppose: Suppose,
    ) -> Value<'_> {
        self.of_people(role, &self.home(of, person), suppose)
    }

    /// Records of everybody who shares a household with a person in any ledger, the person
    /// included.
    pub(super) fn of_near(&self, role: usize, person: u32, suppose: Suppose) -> Value<'_> {
        self.of_people(role, &self.near(person), suppose)
    }

    fn home(&self, (role, record): Place, person: u32) -> Vec<u32> {
        let members = self
            .household(role, record)
            .and_then(|number| self.households.get(number as usize));
        let mut people = members.cloned().unwrap_or_default();
        if !people.contains(&person) {
            people.push(person);
        }
        people
    }

    fn near(&self, person: u32) -> Vec<u32> {
        let mut people = vec![person];
        for household in part(&self.start, &self.of, person) {
            let members = self.households.get(*household as usize);
            for member in members.into_iter().flatten() {
                if !people.contains(member) {
                    people.push(*member);
                }
            }
        }
        people
    }

    fn of_people(&self, role: usize, people: &[u32], suppose: Suppose) -> Value<'_> {
        let Some(records) = self.roles.get(role) else {
            return Value::Records(Arc::default());
        };
        let supposed = suppose.record.and_then(|((of, record), person)| {
            let there = of == role && people.contains(&person);
            there.then(|| records.records.get(record)).flatten()
        });
        let own = people.iter().flat_map(|p| records.of(*p));
        Value::Records(Arc::new(own.chain(supposed).collect()))
    }

    /// Records of a role by the value of a field.
    pub(super) fn peers(&self, role: usize, field: usize) -> Peers {
        let mut by_value: HashMap<Arc<str>, Vec<u32>> = HashMap::new();
        for (at, record) in self.records(role).iter().enumerate() {
            if let Some(Datum::Text(value)) = record.get(field) {
                let at = u32::try_from(at).unwrap_or(u32::MAX);
                by_value.entry(value.clone()).or_default().push(at);
            }
        }
        Peers { field, by_value }
    }
}

/// Records that share a value.
pub(super) struct Peers {
    field: usize,
    by_value: HashMap<Arc<str>, Vec<u32>>,
}

impl Peers {
    /// The records that share a record's value, itself included.
    pub(super) fn of<'a>(
        &self,
        population: &'a Population,
        role: usize,
        record: usize,
    ) -> Value<'a> {
        let records = population.records(role);
        let Some(Datum::Text(value)) = records.get(record).and_then(|r| r.get(self.field)) else {
            return Value::Records(Arc::new(Vec::new()));
        };
        let peers = self
            .by_value
            .get(value)
            .map(Vec::as_slice)
            .unwrap_or_default();
        Value::Records(Arc::new(
            peers
                .iter()
                .filter_map(|at| records.get(*at as usize))
                .collect(),
        ))
    }
}

/// How sure it is that a record is its person's.
pub(super) fn certainty(record: &Record) -> f64 {
    match record.len().checked_sub(3).and_then(|at| record.get(at)) {
        Some(Datum::Decimal(micros)) => *micros as f64 / 1e6,
        _ => 0.0,
    }
}

/// Role and place of a record.
pub(super) fn place(record: &Record) -> Place {
    let number = |from_end: usize| match record
        .len()
        .checked_sub(from_end)
        .and_then(|at| record.get(at))
    {
        Some(Datum::Int(n)) => usize::try_from(*n).unwrap_or(usize::MAX),
        _ => usize::MAX,
    };
    (number(2), number(1))
}
