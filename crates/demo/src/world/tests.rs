//! The district looks like one: ages, homes, shares of the rolls, numbers that hold.

use super::person::Relation;
use super::*;
use base::CitizenId;
use base::citizen_id::region::{RegionStatus, status};
use std::collections::HashSet;

fn district() -> World {
    World::build(&Options {
        people: 12_000,
        ..Options::default()
    })
}

#[test]
fn a_seed_gives_one_district_and_another_seed_another() {
    let build = |seed| {
        World::build(&Options {
            people: 1500,
            seed,
            ..Options::default()
        })
    };
    let (one, again, other) = (build(4), build(4), build(5));
    let ids = |w: &World| w.people.iter().map(|p| p.id).collect::<Vec<CitizenId>>();
    assert_eq!(ids(&one), ids(&again));
    assert_eq!(format!("{:?}", one.records), format!("{:?}", again.records));
    assert_ne!(ids(&one), ids(&other));
}

#[test]
fn the_number_of_people_is_the_one_asked_for() {
    for people in [100, 101, 1777] {
        let world = World::build(&Options {
            people,
            ..Options::default()
        });
        assert_eq!(world.people.len(), people);
        let members: usize = world.households.iter().map(|h| usize::from(h.size)).sum();
        assert_eq!(members, people);
    }
}

#[test]
fn every_id_number_is_unique_and_says_birth_sex_and_a_known_region() {
    let world = district();
    let mut seen = HashSet::new();
    for person in &world.people {
        assert!(seen.insert(person.id), "{}", person.id);
        assert_eq!(
            (person.id.birth_date(), person.id.sex()),
            (person.birth, person.sex)
        );
        assert_eq!(
            CitizenId::parse_on(&person.id.to_string(), world.on),
            Ok(person.id)
        );
        let region = status(person.id);
        assert!(!matches!(
            region,
            RegionStatus::UnknownCounty | RegionStatus::UnknownProvince
        ));
    }
}

#[test]
fn ages_and_homes_are_those_of_a_county_that_many_have_left() {
    let world = district();
    let share = |from: i16, to: i16| {
        let of_age = world
            .people
            .iter()
            .filter(|p| (from..to).contains(&p.age(world.on)))
            .count();
        of_age as f64 / world.people.len() as f64
    };
    assert!((0.10..0.24).contains(&share(0, 15)), "{}", share(0, 15));
    assert!((0.50..0.70).contains(&share(15, 60)), "{}", share(15, 60));
    assert!((0.16..0.32).contains(&share(60, 120)), "{}", share(60, 120));
    assert!(share(95, 120) < 0.01);
    let size = world.people.len() as f64 / world.households.len() as f64;
    assert!((2.6..3.6).contains(&size), "{size}");
    let men = world
        .people
        .iter()
        .filter(|p| p.sex == base::Sex::Male)
        .count() as f64;
    assert!((0.47..0.54).contains(&(men / world.people.len() as f64)));
    assert!(world.people.iter().filter(|p| p.away_months > 0).count() > world.people.len() / 50);
}

#[test]
fn parents_are_older_than_their_children_and_couples_are_mutual() {
    let world = district();
    for (at, person) in world.people.iter().enumerate() {
        for parent in [person.father, person.mother]
            .into_iter()
            .filter(|p| *p != NOBODY)
        {
            let gap = person.birth.year() - world.person(parent).birth.year();
            assert!(gap >= 15, "a parent {gap} years older");
        }
        if person.spouse != NOBODY && world.home(at as u32).members().contains(&person.spouse) {
            assert_eq!(world.person(person.spouse).spouse, at as u32);
        }
        if person.relation == Relation::Head {
            assert_eq!(world.households[person.household as usize].first, at as u32);
        }
    }
}

#[test]
fn the_rolls_have_the_weight_they_have_in_life_or_somewhat_more() {
    let world = district();
    let people = world.people.len() as f64;
    let share = |rows: usize| rows as f64 / people;
    // The municipality had 2.6 % on the allowance and 0.5 % on extreme-poverty support in 2020.
    assert!((0.026..0.07).contains(&share(world.records.dibao.len())));
    assert!((0.002..0.009).contains(&share(world.records.tekun.len())));
    assert!((0.02..0.09).contains(&share(world.records.disabled.len())));
}
