//! Who lives together: households of every kind, with ages that fit, names that run in families
//! and ID numbers as each generation got them.

use super::person::{Care, Illness, Marital, NOBODY, Person, Poor, Relation, School, Work};
use super::{Household, World};
use crate::names::{Name, Surname};
use crate::random::Random;
use base::date::Date;
use base::{CitizenId, Sex};
use std::collections::{HashMap, HashSet};

/// Kinds of household.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    OldAlone,
    OldCouple,
    Alone,
    Couple,
    Nuclear,
    GrownChild,
    ThreeGenerations,
    OldWithGrandchildren,
    OneParent,
}

/// Kinds and how many of a thousand households are of them.
const KINDS: &[(Kind, usize)] = &[
    (Kind::OldAlone, 65),
    (Kind::OldCouple, 105),
    (Kind::Alone, 80),
    (Kind::Couple, 80),
    (Kind::Nuclear, 290),
    (Kind::GrownChild, 110),
    (Kind::ThreeGenerations, 200),
    (Kind::OldWithGrandchildren, 25),
    (Kind::OneParent, 45),
];

/// Of a thousand households, so many live in need.
const IN_HARDSHIP: f64 = 0.062;

/// Builds households one after another.
pub(super) struct Builder {
    seed: u64,
    on: Date,
    taken: HashSet<u64>,
    clans: HashMap<u16, [Surname; 4]>,
    /// Old couples of a village whose children live elsewhere: head, spouse, and the later of their
    /// birth years.
    elders: HashMap<u16, Vec<(u32, u32, i16)>>,
}

impl Builder {
    pub(super) fn new(seed: u64, on: Date, people: usize) -> Self {
        Self {
            seed,
            on,
            taken: HashSet::with_capacity(people),
            clans: HashMap::new(),
            elders: HashMap::new(),
        }
    }

    /// Adds a household of at most `room` people.
    pub(super) fn household(&mut self, world: &mut World, room: usize) {
        let number = world.households.len() as u64;
        let mut random = Random::new(self.seed, &[1, number]);
        let village = world.places.draw(&mut random);
        let address = world.places.address(&mut random, village);
        let rural = !world.places.village(village).urban || random.chance(0.25);
        let first = world.people.len() as u32;
        let mut home = Home {
            rural,
            household: number as u32,
            first,
            village,
            people: Vec::with_capacity(6),
        };
        let mut kind = draw(&mut random);
        if room < 6 {
            kind = Kind::Alone;
        }
        self.fill(&mut home, kind, &mut random);
        home.people.truncate(room);
        let size = home.people.len() as u8;
        let youngest = home
            .people
            .iter()
            .map(|p| p.birth.year())
            .max()
            .unwrap_or(0);
        if kind == Kind::OldCouple && random.chance(0.8) {
            self.elders
                .entry(village)
                .or_default()
                .push((first, first + 1, youngest));
        }
        let hardship = random.chance(IN_HARDSHIP * if rural { 1.1 } else { 0.7 });
        world.people.extend(home.people);
        world.households.push(Household {
            first,
            size,
            rural,
            address,
            poor: Poor::No,
            hardship,
        });
    }

    fn fill(&mut self, home: &mut Home, kind: Kind, random: &mut Random) {
        match kind {
            Kind::OldAlone => {
                let sex = if random.chance(0.58) {
                    Sex::Female
                } else {
                    Sex::Male
                };
                let marital = if random.chance(0.78) {
                    Marital::Widowed
                } else {
                    Marital::Single
                };
                let age = old_age(random);
                self.head(home, random, sex, age, marital);
            }
            Kind::OldCouple => {
                let age = old_age(random).min(86);
                self.couple(home, random, age, Relation::Spouse);
            }
            Kind::Alone => {
                let sex = if random.chance(0.74) {
                    Sex::Male
                } else {
                    Sex::Female
                };
                let marital = if random.chance(0.3) {
                    Marital::Divorced
                } else {
                    Marital::Single
                };
                let age = random.between(24, 62);
                self.head(home, random, sex, age, marital);
            }
            Kind::Couple => {
                let age = random.between(25, 60);
                self.couple(home, random, age, Relation::Spouse);
            }
            Kind::Nuclear => {
                let age = random.between(26, 50);
                self.couple(home, random, age, Relation::Spouse);
                self.children(home, random, 0, 21);
            }
            Kind::GrownChild => {
                let age = random.between(46, 58);
                self.couple(home, random, age, Relation::Spouse);
                self.children(home, random, 18, 30);
            }
            Kind::ThreeGenerations => {
                let age = random.between(28, 50);
                self.couple(home, random, age, Relation::Spouse);
                self.children(home, random, 0, 21);
                self.parents(home, random, age);
            }
            Kind::OldWithGrandchildren => self.skipped(home, random),
            Kind::OneParent => {
                let sex = if random.chance(0.45) {
                    Sex::Male
                } else {
                    Sex::Female
                };
                let marital = if random.chance(0.6) {
                    Marital::Divorced
                } else {
                    Marital::Widowed
                };
                let age = random.between(27, 50);
                self.head(home, random, sex, age, marital);
                self.children(home, random, 0, 20);
            }
        }
    }

    fn head(&mut self, home: &mut Home, random: &mut Random, sex: Sex, age: u32, marital: Marital) {
        let surname = self.surname(home, random);
        let mut person = self.person(home, random, surname, sex, age, Relation::Head);
        person.marital = marital;
        self.under_elders(home, &mut person, random);
        home.people.push(person);
    }

    fn couple(&mut self, home: &mut Home, random: &mut Random, age: u32, relation: Relation) {
        let surname = self.surname(home, random);
        let mut man = self.person(home, random, surname, Sex::Male, age, Relation::Head);
        let younger = random.between(0, 5).min(age.saturating_sub(22));
        let wife_age = if random.chance(0.15) {
            age + random.between(0, 2)
        } else {
            age - younger
        };
        let own = Surname::draw(random);
        let mut woman = self.person(home, random, own, Sex::Female, wife_age, relation);
        let at = home.first + home.people.len() as u32;
        (man.spouse, woman.spouse) = (at + 1, at);
        (man.marital, woman.marital) = (Marital::Married, Marital::Married);
        if home.rural && random.chance(0.006) {
            woman.name = Name::dotted(random, Sex::Female);
            woman.ethnicity = if woman.name.to_string().contains('丽') {
                5
            } else {
                7
            };
        }
        self.under_elders(home, &mut man, random);
        home.people.push(man);
        home.people.push(woman);
    }

    /// Makes the head the child of an old couple of the village.
    fn under_elders(&mut self, home: &Home, head: &mut Person, random: &mut Random) {
        let age = head.age(self.on);
        if !(22..=58).contains(&age) || !random.chance(0.55) {
            return;
        }
        let Some(list) = self.elders.get(&home.village).filter(|l| !l.is_empty()) else {
            return;
        };
        let (father, mother, year) = list[random.below(list.len())];
        if head.birth.year() >= year + 18 {
            (head.father, head.mother) = (father, mother);
        }
    }

    /// One to three children of the first two people; `from` and `to` bound their ages.
    fn children(&mut self, home: &mut Home, random: &mut Random, from: u32, to: u32) {
        let on = self.on;
        let head = &home.people[0];
        let (father, mother) = match (head.sex, home.people.len()) {
            (_, 2..) => (home.first, home.first + 1),
            (Sex::Male, _) => (home.first, NOBODY),
            (Sex::Female, _) => (NOBODY, home.first),
        };
        let youngest_parent = home
            .people
            .iter()
            .take(2)
            .map(|p| p.age(on))
            .min()
            .unwrap_or(30);
        let oldest = (youngest_parent - 20).clamp(0, to as i16) as u32;
        let oldest = oldest.max(from);
        let name = head.name;
        let count = match random.below(100) {
            0..60 => 1,
            60..95 => 2,
            _ => 3,
        };
        let mut elder: Option<Name> = None;
        let mut age = oldest.min(from + random.between(0, oldest.saturating_sub(from)));
        let mut twin: Option<Date> = None;
        for _ in 0..count {
            let sex = if random.chance(0.525) {
                Sex::Male
            } else {
                Sex::Female
            };
            let mut child = self.person(home, random, name.surname(), sex, age, Relation::Child);
            if let Some(birth) = twin.take() {
                child.birth = birth;
                child.id = self.number(random, birth, sex, home.rural);
            }
            if let Some(elder) = elder {
                child.name = Name::draw_sibling(random, elder, sex, child.birth.year());
            } else if name.is_dotted() {
                let surname = Surname::draw(random);
                child.name = Name::draw(random, surname, sex, child.birth.year());
            }
            elder = Some(child.name);
            (child.father, child.mother) = (father, mother);
            if random.chance(0.015) {
                twin = Some(child.birth);
            } else {
                let gap = random.between(2, 6);
                if age < from + gap {
                    home.people.push(child);
                    break;
                }
                age -= gap;
            }
            home.people.push(child);
        }
    }

    /// The head's parents, one or both.
    fn parents(&mut self, home: &mut Home, random: &mut Random, head_age: u32) {
        let head_name = home.people[0].name;
        let age = (head_age + random.between(20, 29)).min(93);
        let both = random.chance(0.6);
        let mut at = home.first + home.people.len() as u32;
        let married = if both {
            Marital::Married
        } else {
            Marital::Widowed
        };
        let only_mother = random.chance(0.6);
        if both || !only_mother {
            let surname = head_name.surname();
            let mut father = self.person(home, random, surname, Sex::Male, age, Relation::Parent);
            father.marital = married;
            father.spouse = if both { at + 1 } else { NOBODY };
            home.people[0].father = at;
            home.people.push(father);
            at += 1;
        }
        if both || only_mother {
            let own = Surname::draw(random);
            let age = age.saturating_sub(random.between(0, 3)).max(head_age + 18);
            let mut mother = self.person(home, random, own, Sex::Female, age, Relation::Parent);
            mother.marital = married;
            mother.spouse = if both { at - 1 } else { NOBODY };
            home.people[0].mother = at;
            home.people.push(mother);
        }
    }

    /// Grandparents with grandchildren whose parents are dead, gone or away for good.
    fn skipped(&mut self, home: &mut Home, random: &mut Random) {
        let age = random.between(55, 76);
        if random.chance(0.6) {
            self.couple(home, random, age, Relation::Spouse);
        } else {
            self.head(home, random, Sex::Female, age, Marital::Widowed);
        }
        let surname = home.people[0].name.surname();
        let on = self.on;
        let youngest = home.people.iter().map(|p| p.age(on)).min().unwrap_or(55) as u32;
        let mut age = random.between(3, 15).min(youngest - 38);
        for _ in 0..1 + random.below(2) {
            let sex = if random.chance(0.52) {
                Sex::Male
            } else {
                Sex::Female
            };
            let child = self.person(home, random, surname, sex, age, Relation::Grandchild);
            home.people.push(child);
            age = age.saturating_sub(random.between(1, 3));
        }
    }

    /// The surname of a head: in villages mostly one of the clans'.
    fn surname(&mut self, home: &Home, random: &mut Random) -> Surname {
        let seed = self.seed;
        let clan = self.clans.entry(home.village).or_insert_with(|| {
            let mut random = Random::new(seed, &[2, u64::from(home.village)]);
            [0; 4].map(|_| Surname::draw(&mut random))
        });
        if home.rural && random.chance(0.5) {
            clan[random.zipf(4, 1.0)]
        } else {
            Surname::draw(random)
        }
    }

    fn person(
        &mut self,
        home: &Home,
        random: &mut Random,
        surname: Surname,
        sex: Sex,
        age: u32,
        relation: Relation,
    ) -> Person {
        let birth = birth(random, self.on, age);
        let id = self.number(random, birth, sex, home.rural);
        Person {
            id,
            birth,
            name: Name::draw(random, surname, sex, birth.year()),
            household: home.household,
            spouse: NOBODY,
            father: NOBODY,
            mother: NOBODY,
            sex,
            relation,
            marital: Marital::Single,
            work: Work::Nothing,
            school: School::None,
            illness: Illness::None,
            care: Care::Able,
            disability: None,
            away_months: 0,
            ethnicity: if random.chance(0.012) {
                [6, 7, 15][random.below(3)]
            } else {
                1
            },
            wage: 0,
            earnings: 0,
            pension: 0,
            support: 0,
        }
    }

    /// A number nobody has yet.
    pub(super) fn number(
        &mut self,
        random: &mut Random,
        birth: Date,
        sex: Sex,
        rural: bool,
    ) -> CitizenId {
        loop {
            let region = region(random, birth.year(), sex, rural);
            let start = random.below(480) as u16;
            for step in 0..500 {
                let sequence = (start + step) % 499 * 2 + u16::from(sex == Sex::Male);
                let Some(id) = CitizenId::from_parts(region, birth, sequence) else {
                    break;
                };
                // The last sequences were kept for centenarians.
                if sequence < 990 && self.taken.insert(id.body()) {
                    return id;
                }
            }
        }
    }
}

/// A household being filled.
struct Home {
    rural: bool,
    household: u32,
    first: u32,
    village: u16,
    people: Vec<Person>,
}

fn draw(random: &mut Random) -> Kind {
    let total: usize = KINDS.iter().map(|(_, n)| n).sum();
    let mut at = random.below(total);
    for (kind, n) in KINDS {
        if at < *n {
            return *kind;
        }
        at -= n;
    }
    Kind::Nuclear
}

/// 62 to 95, the older the rarer.
fn old_age(random: &mut Random) -> u32 {
    let x = random.fraction();
    62 + (x * x * 33.0) as u32
}

/// A birth date that gives the age on the day.
fn birth(random: &mut Random, on: Date, age: u32) -> Date {
    let back = jiff::Span::new()
        .years(age as i16)
        .days(random.below(365) as i64);
    let day = on.checked_sub(back).unwrap_or(on);
    // Lunar habits and guesses at registration put many births on the 1st and 15th.
    let moved = match random.below(40) {
        0 => 1,
        1 => 15,
        _ => return day,
    };
    let put = day.with().day(moved).build().unwrap_or(day);
    if put > on || base::date::full_years(put, on) != age as i16 {
        day
    } else {
        put
    }
}

/// Where the number was first given: at birth or, for the old, when numbers came in 1984.
fn region(random: &mut Random, birth_year: i16, sex: Sex, rural: bool) -> u32 {
    const NEAR: [u32; 6] = [510_229, 510_230, 511_024, 510_521, 511_023, 510_228];
    const NEAR_LATER: [u32; 6] = [500_118, 500_111, 511_024, 510_521, 512_021, 500_151];
    const FAR: [u32; 8] = [
        520_201, 530_324, 420_621, 430_522, 440_823, 512_922, 500_107, 522_425,
    ];
    let own = match birth_year {
        ..1997 => 510_231,
        1997..2015 => 500_226,
        _ => 500_153,
    };
    let elsewhere = if sex == Sex::Female && rural {
        0.16
    } else {
        0.06
    };
    if !random.chance(elsewhere) {
        return own;
    }
    match random.below(10) {
        0..7 if birth_year < 1992 => NEAR[random.below(NEAR.len())],
        0..7 => NEAR_LATER[random.below(NEAR_LATER.len())],
        _ => FAR[random.below(FAR.len())],
    }
}
