//! A population from files: one row a household with its members in a second file, or one row a
//! member with the household's columns repeated. Read part by part into typed columns, so that
//! memory holds the values a programme needs and not the files (docs/simulate.md).
//!
//! What is wrong in a row is collected with file, row, column and remedy, and the value counts as
//! unknown. Must not know how anything is decided. Start at [`read`].

mod cell;
mod field;
mod gather;
mod header;
mod list;
mod problem;

#[cfg(test)]
mod tests;

pub(crate) use problem::Report;

use crate::failure::Failure;
use base::message::Message;
use field::Field;
use gather::Homes;
use header::Headers;
use policy::batch::Population;
use policy::cel::columns::{RowsColumn, Table as Columns};
use policy::fact::{Entity, Facts};
use sheet::{ReadOptions, SheetError, Source, Table};
use std::collections::HashSet;

/// Records read at a time.
const PART: usize = 65_536;

/// Where the population comes from and what of it is needed.
pub(crate) struct Request<'a> {
    /// Households, or members with their household's columns.
    pub(crate) households: &'a str,
    /// Members, if they stand in a file of their own.
    pub(crate) members: Option<&'a str>,
    /// Awards in payment.
    pub(crate) held: Option<&'a str>,
    /// Columns to bring together by, besides.
    pub(crate) by: &'a [String],
    /// Names of the facts that the rules need.
    pub(crate) needed: &'a HashSet<String>,
    /// Whether to read the other facts too.
    pub(crate) all: bool,
}

/// A population, and what the reports need of it besides.
pub(crate) struct Households {
    /// What the rules see.
    pub(crate) population: Population,
    /// The number of each household as the file has it.
    pub(crate) ids: Vec<Box<str>>,
    /// The number of each member, in the order of the population; empty where no column has it.
    pub(crate) member_ids: Vec<Box<str>>,
    /// Columns asked for, by household: header and values.
    pub(crate) groups: Vec<Group>,
    /// What is wrong or left out.
    pub(crate) report: Report,
}

/// A column by which results are brought together.
pub(crate) struct Group {
    /// Its header.
    pub(crate) header: String,
    /// The distinct values.
    pub(crate) words: Vec<String>,
    /// The value of each household.
    pub(crate) of: Vec<u32>,
}

impl Households {
    /// How many households there are.
    pub(crate) fn len(&self) -> usize {
        self.population.household.rows
    }
}

/// The mistakes that leave no population at all.
pub(crate) fn unusable(code: &'static str, file: &str) -> Failure {
    Failure::Said(Message::new(code).with("file", file), 4)
}

/// Reads a population.
///
/// # Errors
/// A file that cannot be read, or that has no column for the household's number.
pub(crate) fn read(facts: &Facts, request: &Request<'_>) -> Result<Households, Failure> {
    let mut reading = Reading::new(facts, request);
    let households = request.households;
    parts(households, |part| reading.households(&part))?;
    if let Some(file) = request.members {
        parts(file, |part| reading.members(&part))?;
    }
    let mut held = gather::Held::default();
    if let Some(file) = request.held {
        parts(file, |part| reading.held(&part, &mut held))?;
    }
    reading.finish(held)
}

fn parts(file: &str, mut each: impl FnMut(Table) -> Result<(), Failure>) -> Result<(), Failure> {
    let options = ReadOptions::default();
    let each = |part| each(part).map_err(Stopped::Failure);
    sheet::stream(Source::from_argument(file), &options, PART, each).map_err(
        |stopped| match stopped {
            Stopped::Failure(failure) => failure,
            Stopped::Sheet(e) => Failure::Sheet(e),
        },
    )
}

/// Why the reading of a file ended early.
enum Stopped {
    Failure(Failure),
    Sheet(SheetError),
}

impl From<SheetError> for Stopped {
    fn from(e: SheetError) -> Self {
        Self::Sheet(e)
    }
}

struct Reading<'a> {
    request: &'a Request<'a>,
    facts: &'a Facts,
    household: Vec<Field<'a>>,
    person: Vec<Field<'a>>,
    homes: Homes,
    member_ids: Vec<Box<str>>,
    groups: Vec<gather::Grouping>,
    report: Report,
    /// The headers of the file in hand, and what they stand for.
    headers: Option<(String, Headers)>,
}

impl<'a> Reading<'a> {
    fn new(facts: &'a Facts, request: &'a Request<'a>) -> Self {
        let fields = |entity: Entity| {
            let facts = facts.of(entity).iter();
            facts
                .map(|fact| Field::new(fact, request.all || request.needed.contains(&fact.id)))
                .collect()
        };
        Self {
            request,
            facts,
            household: fields(Entity::Household),
            person: fields(Entity::Person),
            homes: Homes::default(),
            member_ids: Vec::new(),
            groups: Vec::new(),
            report: Report::default(),
            headers: None,
        }
    }

    /// What the columns of a part stand for; worked out once a file.
    fn headers(&mut self, part: &Table, entities: &[Entity]) -> Result<Headers, Failure> {
        if let Some((file, headers)) = &self.headers
            && *file == part.file
        {
            return Ok(headers.clone());
        }
        let headers = Headers::of(part, self.facts, entities)
            .ok_or_else(|| unusable("households-no-key", &part.file))?;
        self.report.unused(part, &headers, self.request.by);
        self.headers = Some((part.file.clone(), headers.clone()));
        Ok(headers)
    }

    fn households(&mut self, part: &Table) -> Result<(), Failure> {
        let both = [Entity::Person, Entity::Household];
        let alone = self.request.members.is_some();
        let entities = if alone { &both[1..] } else { &both[..] };
        let headers = self.headers(part, entities)?;
        if !alone && headers.of_entity(Entity::Person).next().is_none() {
            return Err(unusable("households-no-members", &part.file));
        }
        if self.groups.is_empty() {
            self.groups = gather::groupings(part, self.request.by)?;
        }
        let rows = self.homes.place(part, headers.key, alone, &mut self.report);
        for grouping in &mut self.groups {
            grouping.take(part, &rows);
        }
        let found = field::take(
            &mut self.household,
            part,
            &headers,
            Entity::Household,
            &rows,
        );
        self.report.values(part, found);
        if !alone {
            self.people(part, &headers, &rows);
        }
        Ok(())
    }

    fn members(&mut self, part: &Table) -> Result<(), Failure> {
        let headers = self.headers(part, &[Entity::Person])?;
        let rows = self.homes.find(part, headers.key, &mut self.report);
        self.people(part, &headers, &rows);
        Ok(())
    }

    fn people(&mut self, part: &Table, headers: &Headers, rows: &gather::Rows) {
        let found = field::take(&mut self.person, part, headers, Entity::Person, rows);
        self.report.values(part, found);
        for (record, home) in rows.records() {
            self.homes.member(home);
            let id = headers.member.and_then(|at| part.value(at, record));
            if headers.member.is_some() {
                self.member_ids.push(id.unwrap_or_default().into());
            }
        }
    }

    fn held(&mut self, part: &Table, held: &mut gather::Held) -> Result<(), Failure> {
        let headers = self.headers(part, &[])?;
        let rows = self.homes.find(part, headers.key, &mut self.report);
        let found = held.take(part, &rows);
        self.report.values(part, found);
        Ok(())
    }

    fn finish(mut self, held: gather::Held) -> Result<Households, Failure> {
        let households = self.homes.len();
        let (order, offsets) = self.homes.order();
        self.report
            .without_members(&self.homes, &offsets, self.request.households);
        let columns = |fields: Vec<Field<'a>>, order: Option<&[u32]>, rows: usize| Columns {
            rows,
            columns: fields.into_iter().map(|f| f.column(rows, order)).collect(),
        };
        for fields in [&self.household, &self.person] {
            self.report.absent(fields, self.request.needed);
        }
        let people = order
            .as_ref()
            .map_or_else(|| self.homes.members(), Vec::len);
        let member_ids = match (&order, self.member_ids.is_empty()) {
            (Some(order), false) => order
                .iter()
                .filter_map(|at| self.member_ids.get(*at as usize).cloned())
                .collect(),
            _ => self.member_ids,
        };
        let held = held.column(&offsets, &member_ids);
        let mut table = columns(self.person, order.as_deref(), people);
        if let Some(first) = table.columns.first_mut() {
            *first = gather::numbers(&offsets);
        }
        let population = Population {
            household: columns(self.household, None, households),
            members: RowsColumn {
                valid: gather::with_members(&offsets),
                offsets,
                table,
            },
            held,
        };
        Ok(Households {
            population,
            ids: self.homes.ids(),
            member_ids,
            groups: self
                .groups
                .into_iter()
                .map(gather::Grouping::done)
                .collect(),
            report: self.report,
        })
    }
}
