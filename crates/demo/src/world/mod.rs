//! The district as it truly is: its people, their homes, what every register knows of them, who is
//! on which roll, and the wrongs among it.
//!
//! [`World::build`] makes it from a seed: `family` who lives together, `life` how they live,
//! `registers` what departments know, `awards` who is helped rightly, `faults` what is wrong.
//! Must not know: how any ledger is written (that is [`crate::ledger`]) or what a screen says (that
//! is [`crate::truth`]).

mod awards;
mod family;
mod faults;
mod life;
pub mod person;
pub mod records;
mod registers;
#[cfg(test)]
mod tests;

pub(crate) use life::is_alone_in_the_world;
pub use person::{Household, NOBODY, Person};
pub use records::Records;

use crate::places::Places;
use base::date::Date;

/// What to build.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Number of people.
    pub people: usize,
    /// The same seed gives the same district.
    pub seed: u64,
    /// The day on which everything is told.
    pub on: Date,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            people: 20_000,
            seed: 1,
            on: jiff::civil::date(2020, 5, 31),
        }
    }
}

/// The district.
#[derive(Debug, Clone)]
pub struct World {
    /// The seed it grew from.
    pub seed: u64,
    /// The day on which everything is told.
    pub on: Date,
    /// Towns and villages.
    pub places: Places,
    /// Everyone; members of a household stand together.
    pub people: Vec<Person>,
    /// Households of the register.
    pub households: Vec<Household>,
    /// What stands in the ledgers.
    pub records: Records,
}

impl World {
    /// Builds a district.
    pub fn build(options: &Options) -> Self {
        let mut world = Self {
            seed: options.seed,
            on: options.on,
            places: Places::load(),
            people: Vec::with_capacity(options.people),
            households: Vec::with_capacity(options.people / 3 + 1),
            records: Records::default(),
        };
        let mut builder = family::Builder::new(options.seed, options.on, options.people);
        while world.people.len() < options.people {
            let room = options.people - world.people.len();
            builder.household(&mut world, room);
        }
        for household in 0..world.households.len() as u32 {
            life::fill(&mut world, household);
        }
        registers::fill(&mut world);
        registers::disasters(&mut world);
        awards::grant(&mut world);
        faults::plant(&mut world, &mut builder);
        awards::registered_poor(&mut world);
        awards::arrange(&mut world);
        world
    }

    /// A person.
    pub fn person(&self, at: u32) -> &Person {
        &self.people[at as usize]
    }

    /// The household of a person.
    pub fn home(&self, person: u32) -> &Household {
        &self.households[self.person(person).household as usize]
    }
}

/// So many days before a day.
pub(crate) fn days_before(on: Date, days: u32) -> Date {
    on.checked_sub(jiff::Span::new().days(i64::from(days)))
        .unwrap_or(on)
}

/// The first day of the month so many months before a day's month.
pub(crate) fn month_before(on: Date, months: u32) -> Date {
    let first = on.first_of_month();
    first
        .checked_sub(jiff::Span::new().months(i64::from(months)))
        .unwrap_or(first)
}
