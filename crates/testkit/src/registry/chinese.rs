//! People and households as Chinese registers hold them: names, ID numbers, birth dates,
//! addresses down to the house, phones.
//!
//! Household h of a seed is always the same people, so any row can be made without the others.

use crate::random::Random;
use demo::names::words::{ISSUERS, MEN, STREETS, SURNAMES, TOWNS, VILLAGE, WOMEN};

/// Sizes of households in turn; they sum to [`CYCLE_PEOPLE`].
const CYCLE: &[usize] = &[3, 4, 1, 5, 2, 3, 1, 4, 2, 5];
const CYCLE_PEOPLE: usize = 30;

/// A true person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) surname: String,
    pub(super) given: String,
    pub(super) man: bool,
    pub(super) birth: (u32, u32, u32),
    pub(super) id_number: String,
    pub(super) phone: String,
    pub(super) address: Address,
    pub(super) household: usize,
}

/// A dwelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) town: &'static str,
    /// Village and group, or street.
    pub(super) place: String,
    pub(super) house: u32,
}

/// How alike people are by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Population {
    /// A whole district.
    District,
    /// Villages of three surnames each and few given names, many twins, sons living with fathers.
    Clan,
}

/// Household and place in it of the nth person.
fn seat(person: usize) -> (usize, usize) {
    let (cycle, mut rest) = (person / CYCLE_PEOPLE, person % CYCLE_PEOPLE);
    for (i, size) in CYCLE.iter().enumerate() {
        if rest < *size {
            return (cycle * CYCLE.len() + i, rest);
        }
        rest -= size;
    }
    (cycle * CYCLE.len(), 0)
}

/// The nth person of a population.
pub(super) fn person(seed: u64, population: Population, n: usize) -> Person {
    let (household, place) = seat(n);
    let mut home = Random::new(seed, &[1, household as u64]);
    let address = address(&mut home, population);
    let head_surname = surname(&mut home, population, &address);
    let head_year = home.between(1935, 1990);
    let head_man = home.chance(0.8);
    let shared_phone = home.chance(0.15).then(|| phone(&mut home));
    let twins = home.chance(if population == Population::Clan {
        0.2
    } else {
        0.02
    });
    let generation = home.below(MEN.chars().count());
    // Siblings and twins share what is drawn here.
    let child_birth = birth(&mut home, (head_year + 24).min(2017));

    let mut own = Random::new(seed, &[2, n as u64]);
    let (man, year, named_after_head) = match place {
        0 => (head_man, head_year, true),
        1 => (!head_man, head_year + own.between(0, 4), false),
        2 | 3 => (own.chance(0.52), 0, true),
        _ => (
            own.chance(0.4),
            head_year.saturating_sub(24),
            own.chance(0.5),
        ),
    };
    let birth = match place {
        2 => child_birth,
        3 if twins => child_birth,
        3 => birth(&mut own, (child_birth.0 + 2).min(2020)),
        _ => birth(&mut own, year),
    };
    let surname = if named_after_head {
        head_surname
    } else {
        surname(&mut own, population, &address)
    };
    let mut given = given(&mut own, man, birth.0, population);
    if matches!(place, 2 | 3) && (twins || own.chance(0.3)) {
        // A generation character common to siblings.
        let shared = MEN.chars().nth(generation).unwrap_or('明');
        given = [shared].into_iter().chain(given.chars().last()).collect();
    }
    let id_number = id_number(&mut own, birth, man);
    let phone = match shared_phone {
        Some(phone) if own.chance(0.6) => phone,
        _ if birth.0 > 2010 || own.chance(0.05) => String::new(),
        _ => phone(&mut own),
    };
    Person {
        surname,
        given,
        man,
        birth,
        id_number,
        phone,
        address,
        household,
    }
}

fn birth(random: &mut Random, year: u32) -> (u32, u32, u32) {
    let month = random.between(1, 12);
    // Lunar habits and guesses at registration put many births on the 1st and 15th.
    let day = match random.below(20) {
        0 => 1,
        1 => 15,
        _ => random.between(1, if month == 2 { 28 } else { 30 }),
    };
    (year, month, day)
}

fn surname(random: &mut Random, population: Population, address: &Address) -> String {
    if population == Population::Clan {
        let village = address
            .place
            .bytes()
            .take(6)
            .fold(0u64, |h, b| h * 31 + u64::from(b));
        let mut clan = Random::new(village, &[3]);
        let names = [0; 3].map(|_| weighted(&mut clan, SURNAMES));
        return names[random.zipf(3, 0.4)].to_owned();
    }
    weighted(random, SURNAMES).to_owned()
}

fn weighted(random: &mut Random, items: &[(&'static str, u32)]) -> &'static str {
    let total: u32 = items.iter().map(|(_, w)| w).sum();
    let mut draw = random.below(total as usize) as u32;
    for (item, weight) in items {
        if draw < *weight {
            return item;
        }
        draw -= weight;
    }
    items[0].0
}

fn given(random: &mut Random, man: bool, year: u32, population: Population) -> String {
    let table = if man { MEN } else { WOMEN };
    let len = match population {
        Population::District => table.chars().count(),
        Population::Clan => 30,
    };
    let mut one = || table.chars().nth(random.zipf(len, 8.0)).unwrap_or('明');
    let (first, second) = (one(), one());
    // One-character names were in fashion from the sixties to the nineties.
    let short = if (1962..1998).contains(&year) {
        0.28
    } else {
        0.07
    };
    if random.chance(short) {
        first.to_string()
    } else {
        [first, second].into_iter().collect()
    }
}

fn address(random: &mut Random, population: Population) -> Address {
    let town = TOWNS[random.zipf(TOWNS.len(), 4.0)];
    if population == Population::District && town.ends_with("街道") && random.chance(0.6) {
        let place = STREETS[random.below(STREETS.len())].to_owned();
        return Address {
            town,
            place,
            house: random.between(1, 400),
        };
    }
    let pick = |text: &str, n: usize| text.chars().nth(n).unwrap_or('石');
    let villages = if population == Population::Clan {
        4
    } else {
        28
    };
    let first = pick(VILLAGE.0, random.below(villages));
    let second = pick(VILLAGE.1, random.below(if villages == 4 { 2 } else { 20 }));
    let group = random.between(1, 12);
    Address {
        town,
        place: format!("{first}{second}村{group}组"),
        house: random.between(1, 90),
    }
}

fn phone(random: &mut Random) -> String {
    let head = *random.pick(
        &[
            "139", "138", "137", "136", "135", "150", "151", "152", "158", "159", "182", "183",
            "187", "188", "130", "131", "132", "155", "185", "186", "133", "153", "180", "189",
            "177", "173", "199",
        ]
        .each_ref(),
    );
    format!("{head}{:08}", random.below(100_000_000))
}

fn id_number(random: &mut Random, birth: (u32, u32, u32), man: bool) -> String {
    let issuer = weighted(random, ISSUERS);
    let serial = random.between(0, 499) * 2 + u32::from(man);
    let body = format!(
        "{issuer}{:04}{:02}{:02}{serial:03}",
        birth.0, birth.1, birth.2
    );
    let check = check_digit(&body);
    format!("{body}{check}")
}

/// The last character of an ID number (GB 11643, ISO 7064 MOD 11-2) for its first 17 digits.
pub(super) fn check_digit(body: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body
        .bytes()
        .zip(WEIGHTS)
        .map(|(b, w)| u32::from(b - b'0') * w)
        .sum();
    "10X98765432"
        .chars()
        .nth((sum % 11) as usize)
        .unwrap_or('1')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_published_number_has_its_published_check_digit() {
        // The example of GB 11643-1999 itself.
        assert_eq!(check_digit("11010519491231002"), 'X');
    }

    #[test]
    fn people_of_a_household_live_together_and_are_the_same_each_time() {
        let all: Vec<Person> = (0..60)
            .map(|n| person(5, Population::District, n))
            .collect();
        assert_eq!(all[7], person(5, Population::District, 7));
        for pair in all.windows(2).filter(|p| p[0].household == p[1].household) {
            assert_eq!(pair[0].address, pair[1].address);
        }
        let homes: std::collections::HashSet<usize> = all.iter().map(|p| p.household).collect();
        assert_eq!(homes.len(), 20);
    }

    #[test]
    fn an_id_number_says_the_birth_date_and_sex() {
        for n in 0..200 {
            let p = person(1, Population::District, n);
            let birth = format!("{:04}{:02}{:02}", p.birth.0, p.birth.1, p.birth.2);
            assert_eq!(p.id_number[6..14], birth);
            let serial: u32 = p.id_number[14..17].parse().unwrap();
            assert_eq!(serial % 2 == 1, p.man);
        }
    }
}
