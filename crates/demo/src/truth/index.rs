//! Who has which rows, who is at home with whom.

use super::Row;
use crate::world::World;
use crate::world::records::CertificateRow;
use base::date::Date;
use std::collections::HashMap;

/// Rows by person.
pub(super) type ByPerson = HashMap<u32, Vec<usize>>;

/// The world with its rows by person.
pub(super) struct Index<'a> {
    pub(super) world: &'a World,
    pub(super) on: Date,
    pub(super) month: Date,
    of: HashMap<&'static str, ByPerson>,
    /// People of each case of the allowance, and of each application.
    cases: HashMap<u32, Vec<u32>>,
    applications: HashMap<u32, Vec<u32>>,
}

macro_rules! by_person {
    ($world:ident, $($ledger:ident . $field:ident),+ $(,)?) => {
        [$((stringify!($ledger), by($world.records.$ledger.iter().map(|r| r.$field)))),+].into_iter().collect()
    };
}

fn by(people: impl Iterator<Item = u32>) -> ByPerson {
    let mut rows = ByPerson::new();
    for (row, person) in people.enumerate() {
        rows.entry(person).or_default().push(row);
    }
    rows
}

impl<'a> Index<'a> {
    pub(super) fn new(world: &'a World) -> Self {
        let of = by_person!(
            world,
            dibao.person,
            tekun.person,
            temporary.person,
            disability_subsidy.person,
            elderly_subsidy.person,
            children.person,
            applicants.person,
            other_rolls.person,
            registered_poor.person,
            disabled.person,
            deaths.person,
            cremations.person,
            population.person,
            custody.person,
            vehicles.person,
            property.person,
            businesses.person,
            tax.person,
            social_insurance.person,
            provident_fund.person,
            balances.person,
            payroll.person,
            officials.person,
            relatives.person,
            medical_bills.person,
            students.person,
            marriages.person,
            unemployment.person,
        );
        let mut cases: HashMap<u32, Vec<u32>> = HashMap::new();
        for row in &world.records.dibao {
            cases.entry(row.case).or_default().push(row.person);
        }
        let mut applications: HashMap<u32, Vec<u32>> = HashMap::new();
        for row in &world.records.applicants {
            applications.entry(row.case).or_default().push(row.person);
        }
        Self {
            world,
            on: world.on,
            month: world.on.first_of_month(),
            of,
            cases,
            applications,
        }
    }

    /// A person's rows in a ledger.
    pub(super) fn rows(&self, ledger: &'static str, person: u32) -> &[usize] {
        self.of
            .get(ledger)
            .and_then(|m| m.get(&person))
            .map_or(&[], Vec::as_slice)
    }

    /// Whether a person is in a ledger.
    pub(super) fn is_in(&self, ledger: &'static str, person: u32) -> bool {
        !self.rows(ledger, person).is_empty()
    }

    /// A person's records in a ledger.
    pub(super) fn of<T>(&self, ledger: &'static str, all: &'a [T], person: u32) -> Vec<&'a T> {
        self.rows(ledger, person)
            .iter()
            .map(|row| &all[*row])
            .collect()
    }

    /// Months from a day's month to the day of the comparison's.
    pub(super) fn months_since(&self, day: Date) -> i32 {
        months(day, self.on)
    }

    /// Within 12 months before the comparison.
    pub(super) fn within_a_year(&self, day: Date) -> bool {
        day <= self.on && self.months_since(day) < 12
    }

    pub(super) fn valid_certificates(&self, person: u32) -> Vec<&'a CertificateRow> {
        let all = self.of("disabled", &self.world.records.disabled, person);
        all.into_iter().filter(|c| c.is_valid(self.on)).collect()
    }

    /// Rows of the rolls: allowance, extreme poverty, subsidies, elderly, children.
    pub(super) fn rolls(&self) -> Vec<Row> {
        let records = &self.world.records;
        let mut rows = self.dibao();
        rows.extend(plain("tekun", records.tekun.iter().map(|r| r.person)));
        rows.extend(plain(
            "disability_subsidy",
            records.disability_subsidy.iter().map(|r| r.person),
        ));
        rows.extend(plain(
            "elderly_subsidy",
            records.elderly_subsidy.iter().map(|r| r.person),
        ));
        rows.extend(plain("children", records.children.iter().map(|r| r.person)));
        rows
    }

    pub(super) fn dibao(&self) -> Vec<Row> {
        let rows = self.world.records.dibao.iter().enumerate();
        rows.map(|(at, r)| Row {
            role: "dibao",
            at,
            person: r.person,
            household: r.case,
        })
        .collect()
    }

    pub(super) fn applicants(&self) -> Vec<Row> {
        let rows = self.world.records.applicants.iter().enumerate();
        rows.map(|(at, r)| Row {
            role: "applicants",
            at,
            person: r.person,
            household: r.case,
        })
        .collect()
    }

    pub(super) fn poor(&self) -> Vec<Row> {
        let rows = self.world.records.registered_poor.iter().enumerate();
        let number = |person: u32| self.world.person(person).household + 1;
        rows.map(|(at, r)| Row {
            role: "registered_poor",
            at,
            person: r.person,
            household: number(r.person),
        })
        .collect()
    }

    /// The people at home in the row's own ledger.
    pub(super) fn home(&self, row: Row) -> Vec<u32> {
        let found = match row.role {
            "dibao" => self.cases.get(&row.household).cloned(),
            "applicants" => self.applications.get(&row.household).cloned(),
            "registered_poor" => {
                let members = self.world.home(row.person).members();
                Some(
                    members
                        .filter(|p| self.is_in("registered_poor", *p))
                        .collect(),
                )
            }
            _ => None,
        };
        found.unwrap_or_else(|| vec![row.person])
    }

    /// Everyone who shares a household number with the person in some ledger.
    pub(super) fn near(&self, person: u32) -> Vec<u32> {
        let mut near = vec![person];
        for row in self.rows("dibao", person) {
            near.extend(&self.cases[&self.world.records.dibao[*row].case]);
        }
        for row in self.rows("applicants", person) {
            near.extend(&self.applications[&self.world.records.applicants[*row].case]);
        }
        for ledger in ["population", "registered_poor"] {
            if self.is_in(ledger, person) {
                near.extend(
                    self.world
                        .home(person)
                        .members()
                        .filter(|p| self.is_in(ledger, *p)),
                );
            }
        }
        near.sort_unstable();
        near.dedup();
        near
    }
}

/// Rows of a ledger without households.
pub(super) fn plain(role: &'static str, people: impl Iterator<Item = u32>) -> Vec<Row> {
    people
        .enumerate()
        .map(|(at, person)| Row {
            role,
            at,
            person,
            household: 0,
        })
        .collect()
}

/// The difference of the calendar months.
pub(super) fn months(from: Date, to: Date) -> i32 {
    (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month())
        - i32::from(from.month())
}
