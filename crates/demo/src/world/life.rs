//! How people live: health, school, work, leaving for work elsewhere, and what they earn.

use super::World;
use super::person::{Care, Disability, Illness, Marital, Person, Relation, School, Work};
use crate::random::Random;
use base::Sex;
use base::date::Date;

/// Fills the lives of one household.
pub(super) fn fill(world: &mut World, household: u32) {
    let mut random = Random::new(world.seed, &[3, u64::from(household)]);
    let home = &world.households[household as usize];
    let (rural, hardship, on) = (home.rural, home.hardship, world.on);
    let range = home.members().start as usize..home.members().end as usize;
    let members = &mut world.people[range];
    for person in members.iter_mut() {
        health(person, on, &mut random);
        school(person, on, &mut random);
        work(person, on, rural, &mut random);
    }
    if rural && !hardship {
        leave(members, on, &mut random);
    }
    if hardship {
        stricken(members, on, &mut random);
    } else {
        support(members, on, rural, &mut random);
    }
}

fn health(person: &mut Person, on: Date, random: &mut Random) {
    let age = f64::from(person.age(on));
    let chance = 0.012
        + 0.0008 * age
        + if age > 65.0 {
            0.004 * (age - 65.0)
        } else {
            0.0
        };
    if random.chance(chance) {
        person.disability = Some(disability(random));
    }
    if random.chance(0.002 + 0.0003 * age) {
        person.illness = Illness::Serious;
    } else if random.chance(0.005 * age) {
        person.illness = Illness::Chronic;
    }
    let unable = match person.disability {
        Some(d) if d.grade == 1 => 0.6,
        Some(d) if d.grade == 2 => 0.25,
        _ if age >= 80.0 => 0.16,
        _ if age >= 70.0 => 0.05,
        _ => 0.002,
    };
    if random.chance(unable) {
        person.care = if random.chance(0.5) {
            Care::Unable
        } else {
            Care::Half
        };
    }
}

/// Categories and grades about as certificates are spread over them.
fn disability(random: &mut Random) -> Disability {
    let category = match random.below(100) {
        0..13 => 1,
        13..25 => 2,
        25..27 => 3,
        27..75 => 4,
        75..84 => 5,
        84..96 => 6,
        _ => 7,
    };
    let grade = match random.below(100) {
        0..13 => 1,
        13..40 => 2,
        40..72 => 3,
        _ => 4,
    };
    Disability { category, grade }
}

fn school(person: &mut Person, on: Date, random: &mut Random) {
    let goes = |random: &mut Random, chance| random.chance(chance);
    person.school = match person.age(on) {
        3..=5 if goes(random, 0.85) => School::Nursery,
        6..=11 => School::Primary,
        12..=14 => School::Junior,
        15..=17 if goes(random, 0.52) => School::Senior,
        15..=17 if goes(random, 0.85) => School::Vocational,
        18..=21 if person.relation == Relation::Child && goes(random, 0.45) => School::University,
        18..=19 if person.relation == Relation::Child && goes(random, 0.2) => School::Vocational,
        _ => School::None,
    };
    if person.is_severely_disabled() && goes(random, 0.7) {
        person.school = School::None;
    }
}

fn work(person: &mut Person, on: Date, rural: bool, random: &mut Random) {
    let age = person.age(on);
    let between = |random: &mut Random, from, to| random.between(from, to) as u16;
    if person.school != School::None || age < 16 {
        person.work = if person.school == School::None {
            Work::Nothing
        } else {
            Work::Pupil
        };
        return;
    }
    let retires = if person.sex == Sex::Male { 60 } else { 55 };
    if age >= retires {
        if random.chance(if rural { 0.10 } else { 0.62 }) {
            person.work = Work::Retired;
            person.pension = between(random, 1600, 3900);
        } else {
            person.pension = if age >= 60 {
                115 + between(random, 0, 40)
            } else {
                0
            };
            if rural && age < 75 && person.care == Care::Able {
                person.work = Work::Farm;
                person.earnings = between(random, 150, 500);
            }
        }
        return;
    }
    let hindered = person.is_severely_disabled()
        || person.illness == Illness::Serious
        || person.care != Care::Able;
    if hindered && random.chance(0.85) {
        return;
    }
    person.work = match (random.below(100), rural) {
        (0..34, true) => Work::Farm,
        (34..64, true) => Work::Casual,
        (64..88, true) => Work::Firm,
        (88..93, true) => Work::Business,
        (93..94, true) => Work::Public,
        (_, true) => Work::Jobless,
        (0..52, false) => Work::Firm,
        (52..72, false) => Work::Casual,
        (72..81, false) => Work::Business,
        (81..92, false) => Work::Public,
        (_, false) => Work::Jobless,
    };
    match person.work {
        Work::Farm => person.earnings = between(random, 500, 1600),
        Work::Casual => person.wage = between(random, 1500, 3200),
        Work::Firm => person.wage = between(random, 2600, 7500),
        Work::Public => person.wage = between(random, 4200, 9500),
        Work::Business => person.earnings = between(random, 2500, 9000),
        _ => {}
    }
}

/// In the countryside many of working age leave, couples mostly together.
fn leave(members: &mut [Person], on: Date, random: &mut Random) {
    let together = random.chance(0.32);
    let months = random.between(3, 60) as u8;
    for person in members {
        let age = person.age(on);
        let free = (18..=55).contains(&age) && matches!(person.work, Work::Casual | Work::Firm);
        if free && (together || random.chance(0.18)) {
            person.away_months = if together {
                months
            } else {
                random.between(1, 60) as u8
            };
            person.wage = random.between(3000, 6500) as u16;
            person.work = Work::Casual;
        }
    }
}

/// Families in need: ill or disabled earners, none left, or odd jobs that do not carry.
fn stricken(members: &mut [Person], on: Date, random: &mut Random) {
    for person in members.iter_mut() {
        let age = person.age(on);
        (person.wage, person.support) = (0, 0);
        if person.work == Work::Retired {
            person.work = Work::Nothing;
            person.pension = if age >= 60 {
                115 + random.between(0, 30) as u16
            } else {
                0
            };
        }
        if (16..70).contains(&age) && person.school == School::None {
            match random.below(10) {
                0..3 => {
                    person.disability = Some(disability(random));
                    person.work = Work::Nothing;
                }
                3..6 => {
                    person.illness = Illness::Serious;
                    person.work = Work::Nothing;
                }
                6..8 => person.work = Work::Jobless,
                _ => person.work = Work::Casual,
            }
        }
        person.earnings = match person.work {
            Work::Farm => random.between(60, 240) as u16,
            _ => 0,
        };
        if person.work == Work::Casual {
            person.wage = random.between(200, 700) as u16;
        }
    }
}

/// Old people are helped by children elsewhere, so that those not in need are above need.
fn support(members: &mut [Person], on: Date, rural: bool, random: &mut Random) {
    let need = (if rural { 560 } else { 740 }) * members.len() as u32;
    let income: u32 = members.iter().map(Person::income).sum();
    if income < need
        && let Some(head) = members.iter_mut().max_by_key(|p| p.age(on))
    {
        head.support = (need - income + random.between(50, 900)).min(u32::from(u16::MAX)) as u16;
    }
}

/// Never married, no children: the people whom nobody must support.
pub(crate) fn is_alone_in_the_world(world: &World, household: u32) -> bool {
    let home = &world.households[household as usize];
    let Some(person) = world
        .people
        .get(home.first as usize)
        .filter(|_| home.size == 1)
    else {
        return false;
    };
    let parents = person.father != super::NOBODY || person.mother != super::NOBODY;
    person.marital == Marital::Single && !parents
}
