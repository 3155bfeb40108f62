//! People and their records by role, after linkage: who has which records, and who lives together.

use crate::cel::{Datum, Record, Value};
use crate::pack::Role;
use std::collections::HashMap;
use std::sync::Arc;

/// Role and place within it.
pub(super) type Place = (usize, usize);

/// People, their records and their homes.
#[derive(Debug, Default)]
pub struct Population {
    roles: Vec<RoleRecords>,
    /// Home of each person; a person without one lives alone.
    home: Vec<u32>,
    /// People of each home.
    homes: Vec<Vec<u32>>,
}

#[derive(Debug, Default)]
struct RoleRecords {
    records: Vec<Record>,
    person: Vec<u32>,
    /// Records of each person: `of[start[p]..start[p + 1]]`.
    start: Vec<u32>,
    of: Vec<u32>,
}

/// Collects records role by role.
#[derive(Debug)]
pub struct PopulationBuilder {
    roles: Vec<(Vec<Record>, Vec<u32>)>,
    homes: HashMap<u32, u32>,
}

impl PopulationBuilder {
    /// For a pack's roles.
    pub fn new(roles: &[Role]) -> Self {
        Self {
            roles: roles.iter().map(|_| (Vec::new(), Vec::new())).collect(),
            homes: HashMap::new(),
        }
    }

    /// Adds a record: the role's fields in their order, then where it stands and how sure it is
    /// (0 to 1) that it is the person's. Records of roles that do not exist are left out.
    pub fn add(
        &mut self,
        role: usize,
        person: u32,
        mut fields: Record,
        file: &Arc<str>,
        row: u32,
        certainty: f64,
    ) {
        if let Some((records, people)) = self.roles.get_mut(role) {
            let number = |n: usize| Datum::Int(i64::try_from(n).unwrap_or(i64::MAX));
            fields.push(Datum::Text(file.clone()));
            fields.push(Datum::Int(row.into()));
            fields.push(Datum::Decimal(
                (certainty.clamp(0.0, 1.0) * 1e6).round() as i128
            ));
            // Where the record can be found again; no name reaches these two.
            fields.push(number(role));
            fields.push(number(records.len()));
            records.push(fields);
            people.push(person);
        }
    }

    /// Says which home a person belongs to.
    pub fn at_home(&mut self, person: u32, home: u32) {
        self.homes.insert(person, home);
    }

    /// The population, with `people` people numbered from 0.
    pub fn build(self, people: usize) -> Population {
        let mut homes: Vec<Vec<u32>> = Vec::new();
        let mut numbers: HashMap<u32, u32> = HashMap::new();
        let mut home = Vec::with_capacity(people);
        for person in 0..u32::try_from(people).unwrap_or(u32::MAX) {
            let fresh = u32::try_from(homes.len()).unwrap_or(u32::MAX);
            let number = match self.homes.get(&person) {
                Some(known) => *numbers.entry(*known).or_insert(fresh),
                None => fresh,
            };
            if number == fresh {
                homes.push(Vec::new());
            }
            if let Some(members) = homes.get_mut(number as usize) {
                members.push(person);
            }
            home.push(number);
        }
        let roles = self
            .roles
            .into_iter()
            .map(|(r, p)| RoleRecords::new(r, p, people))
            .collect();
        Population { roles, home, homes }
    }
}

impl RoleRecords {
    fn new(records: Vec<Record>, person: Vec<u32>, people: usize) -> Self {
        let mut start = vec![0u32; people + 1];
        for p in &person {
            if let Some(slot) = start.get_mut(*p as usize + 1) {
                *slot += 1;
            }
        }
        for at in 1..start.len() {
            start[at] += start[at - 1];
        }
        let mut next = start.clone();
        let mut of = vec![0u32; records.len()];
        for (record, p) in person.iter().enumerate() {
            let slot = &mut next[*p as usize];
            of[*slot as usize] = u32::try_from(record).unwrap_or(u32::MAX);
            *slot += 1;
        }
        Self {
            records,
            person,
            start,
            of,
        }
    }

    fn of(&self, person: u32) -> impl Iterator<Item = &Record> {
        let at = |n: usize| self.start.get(n).copied().unwrap_or_default() as usize;
        let range = at(person as usize)..at(person as usize + 1);
        self.of
            .get(range)
            .unwrap_or_default()
            .iter()
            .filter_map(|r| self.records.get(*r as usize))
    }
}

impl Population {
    pub(super) fn roles(&self) -> usize {
        self.roles.len()
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

    pub(super) fn of_person(&self, role: usize, person: u32) -> Value<'_> {
        let records = self.roles.get(role).map(|r| r.of(person).collect());
        Value::Records(Arc::new(records.unwrap_or_default()))
    }

    pub(super) fn of_home(&self, role: usize, person: u32) -> Value<'_> {
        let home = self
            .home
            .get(person as usize)
            .and_then(|h| self.homes.get(*h as usize));
        let records = self.roles.get(role).map(|r| {
            home.into_iter()
                .flatten()
                .flat_map(|member| r.of(*member))
                .collect()
        });
        Value::Records(Arc::new(records.unwrap_or_default()))
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
